//! Daily settlement hazards: the share settled on a day among the invoices still open on it.
//!
//! A raw daily hazard of few invoices is noise, so each is drawn towards a smoother one: the band's day towards the
//! day of all invoices, and that towards the mean of its stretch of days (a week early on, months in the tail), and
//! that towards a fixed small prior. The weights are counts of invoices at risk, so a large ledger speaks for itself.

use super::{FIRST_DAY, LAST_DAY, N_DAYS, Observation, index};

/// Invoices at risk that the hazard of all invoices is worth in a band.
const BAND_WEIGHT: f64 = 30.0;
/// Invoices at risk that a stretch's mean is worth on one of its days.
const STRETCH_WEIGHT: f64 = 10.0;
/// Invoice-days that the prior is worth in a stretch.
const PRIOR_WEIGHT: f64 = 20.0;
/// Prior daily hazard: about half of what is open is settled in seventy days.
const PRIOR: f64 = 0.01;

/// First day of each stretch within which the days share information.
const STRETCHES: [i32; 15] = [
    FIRST_DAY,
    -60,
    -45,
    -30,
    -21,
    -14,
    -7,
    1,
    8,
    15,
    31,
    61,
    91,
    181,
    LAST_DAY + 1,
];

/// Hazard per day over all rows.
pub fn pooled(rows: &[Observation]) -> Vec<f64> {
    let (settled, at_risk) = counts(rows);
    let mut hazards = vec![0.0; N_DAYS];
    for stretch in STRETCHES.windows(2) {
        let days = index(stretch[0])..index(stretch[1] - 1) + 1;
        let events: f64 = settled[days.clone()].iter().sum();
        let exposure: f64 = at_risk[days.clone()].iter().sum();
        let mean = (events + PRIOR_WEIGHT * PRIOR) / (exposure + PRIOR_WEIGHT);
        for i in days {
            hazards[i] = (settled[i] + STRETCH_WEIGHT * mean) / (at_risk[i] + STRETCH_WEIGHT);
        }
    }
    hazards
}

/// Hazard per day of one band, drawn towards `pooled`.
pub fn shrunken(band: &[Observation], pooled: &[f64]) -> Vec<f64> {
    let (settled, at_risk) = counts(band);
    (0..N_DAYS)
        .map(|i| (settled[i] + BAND_WEIGHT * pooled[i]) / (at_risk[i] + BAND_WEIGHT))
        .collect()
}

/// Share still open at the end of each day.
pub fn survival(hazards: &[f64]) -> Vec<f64> {
    hazards
        .iter()
        .scan(1.0, |open, hazard| {
            *open *= 1.0 - hazard;
            Some(*open)
        })
        .collect()
}

/// Settlements on, and invoices open at the start of, each day. One seen open until day d is not at risk on d + 1.
fn counts(rows: &[Observation]) -> (Vec<f64>, Vec<f64>) {
    let mut settled = vec![0.0; N_DAYS];
    let mut leaves = vec![0.0; N_DAYS];
    for row in rows {
        if row.days > LAST_DAY {
            continue;
        }
        leaves[index(row.days)] += 1.0;
        if row.settled {
            settled[index(row.days)] += 1.0;
        }
    }
    let mut open = rows.len() as f64;
    let at_risk = leaves
        .iter()
        .map(|left| {
            let now = open;
            open -= left;
            now
        })
        .collect();
    (settled, at_risk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_hand() {
        let rows = [(0, true), (0, false), (2, true)].map(|(days, settled)| Observation {
            p_late: 0.5,
            days,
            settled,
        });
        let (settled, at_risk) = counts(&rows);
        assert_eq!((settled[index(0)], at_risk[index(0)]), (1.0, 3.0));
        assert_eq!((settled[index(1)], at_risk[index(1)]), (0.0, 1.0));
        assert_eq!((settled[index(2)], at_risk[index(2)]), (1.0, 1.0));
        assert_eq!(at_risk[index(3)], 0.0);
    }

    #[test]
    fn the_stretches_cover_every_day_once() {
        assert!(STRETCHES.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(
            (STRETCHES[0], STRETCHES[STRETCHES.len() - 1]),
            (FIRST_DAY, LAST_DAY + 1)
        );
    }

    #[test]
    fn what_outlives_the_curve_stays_at_risk() {
        let rows = [Observation {
            p_late: 0.5,
            days: 900,
            settled: true,
        }];
        let (settled, at_risk) = counts(&rows);
        assert_eq!(
            (settled.iter().sum::<f64>(), at_risk[N_DAYS - 1]),
            (0.0, 1.0)
        );
    }
}
