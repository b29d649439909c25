//! When will it be settled: one distribution of the settlement day for every invoice.
//!
//! The late-payment model says how likely lateness is; the curves here say how the days are spread, early and late,
//! for invoices of about that likelihood. Both are joined so that the chance of being late is exactly the model's.
//! Time is in days from the due date, from [`FIRST_DAY`] to [`LAST_DAY`]; negative is early.
//!
//! ```text
//! F(t) = (1 - p) * F_b(t) / F_b(g)              for t <= g
//! S(t) = p * S_b(t) / S_b(g)                    for t >  g
//! ```
//!
//! `p` is the model's chance of being late, `g` the grace days, `F_b = 1 - S_b` the curve of the band of training
//! invoices with alike `p`. `S_b` comes from daily hazards (share settled on a day among those still open on it), so
//! that invoices still open count for as long as they were seen: the product-limit estimator of Kaplan and Meier (1958),
//! doi:10.1080/01621459.1958.10501452, with each band's hazard drawn towards that of all invoices where it has few rows.

mod distribution;
mod hazards;

pub use distribution::{Distribution, Quantile};

use serde::{Deserialize, Serialize};

/// First day of the curves, counted from the due date.
pub const FIRST_DAY: i32 = -120;
/// Last day of the curves: what is not settled by then counts as never (`p_never`).
pub const LAST_DAY: i32 = 365;
pub(crate) const N_DAYS: usize = (LAST_DAY - FIRST_DAY + 1) as usize;

/// One training invoice: the model's chance, and how long it was seen.
#[derive(Debug, Clone, Copy)]
pub struct Observation {
    /// Predicted probability of being late, in `[0, 1]`.
    pub p_late: f64,
    /// Days from the due date to settlement, or to the last day seen open.
    pub days: i32,
    /// Whether `days` is a settlement; otherwise the invoice was still open then.
    pub settled: bool,
}

/// Settlement curves by band of predicted probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettlementModel {
    grace_days: i32,
    bands: Vec<Band>,
}

/// The curve of one band, split at the grace day into its shape before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Band {
    /// Mean predicted probability of the band's training invoices.
    centre: f64,
    /// Training invoices in the band.
    n: usize,
    /// Survival at the end of each day from `FIRST_DAY` to `LAST_DAY`.
    survival: Vec<f64>,
}

impl SettlementModel {
    /// Fits the curves on `rows`, in at most `n_bands` bands of equal count.
    ///
    /// With no rows at all the curve is the prior's: one band of slow, steady payment.
    pub fn fit(rows: &[Observation], n_bands: usize, grace_days: i32) -> Self {
        let pooled = hazards::pooled(rows);
        let bands = banded(rows, n_bands)
            .into_iter()
            .map(|band| Band {
                centre: mean_p(&band),
                n: band.len(),
                survival: hazards::survival(&hazards::shrunken(&band, &pooled)),
            })
            .collect();
        Self { grace_days, bands }
    }

    /// The distribution of an invoice with this chance of being late and this payment term, seen from its issue.
    pub fn distribution(&self, p_late: f64, terms_days: i32) -> Distribution {
        let (low, high, share) = self.neighbours(p_late);
        let below = self.shape(low);
        let above = self.shape(high);
        let survival = (0..N_DAYS)
            .map(|i| {
                let (late, part) = match (below[i], above[i]) {
                    (Part::Early(a), Part::Early(b)) => (false, a + share * (b - a)),
                    (Part::Late(a), Part::Late(b)) => (true, a + share * (b - a)),
                    _ => unreachable!("bands share one grace day; this is a bug in arrears"),
                };
                if late {
                    p_late * part
                } else {
                    1.0 - (1.0 - p_late) * part
                }
            })
            .collect();
        Distribution::new(survival, terms_days, self.grace_days)
    }

    fn neighbours(&self, p: f64) -> (usize, usize, f64) {
        let high = self.bands.partition_point(|band| band.centre < p);
        if high == 0 {
            return (0, 0, 0.0);
        }
        if high == self.bands.len() {
            return (high - 1, high - 1, 0.0);
        }
        let (a, b) = (self.bands[high - 1].centre, self.bands[high].centre);
        (high - 1, high, if b > a { (p - a) / (b - a) } else { 0.0 })
    }

    fn shape(&self, band: usize) -> Vec<Part> {
        let survival = &self.bands[band].survival;
        let at_grace = survival[index(self.grace_days)];
        survival
            .iter()
            .enumerate()
            .map(|(i, &s)| {
                if i <= index(self.grace_days) {
                    Part::Early((1.0 - s) / (1.0 - at_grace))
                } else {
                    Part::Late(s / at_grace)
                }
            })
            .collect()
    }
}

/// Where a day stands in the conditional curve: on or before the grace day, or after it.
#[derive(Debug, Clone, Copy)]
enum Part {
    Early(f64),
    Late(f64),
}

pub(crate) fn index(day: i32) -> usize {
    (day.clamp(FIRST_DAY, LAST_DAY) - FIRST_DAY) as usize
}

fn banded(rows: &[Observation], n_bands: usize) -> Vec<Vec<Observation>> {
    let mut sorted: Vec<Observation> = rows.to_vec();
    sorted.sort_by(|a, b| {
        a.p_late
            .total_cmp(&b.p_late)
            .then(a.days.cmp(&b.days))
            .then(a.settled.cmp(&b.settled))
    });
    let n_bands = n_bands.clamp(1, (rows.len() / 50).max(1));
    let per_band = sorted.len().div_ceil(n_bands).max(1);
    if sorted.is_empty() {
        return vec![Vec::new()];
    }
    sorted.chunks(per_band).map(<[_]>::to_vec).collect()
}

fn mean_p(band: &[Observation]) -> f64 {
    if band.is_empty() {
        return 0.5;
    }
    band.iter().map(|row| row.p_late).sum::<f64>() / band.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(p_late: f64, days: i32) -> Observation {
        Observation {
            p_late,
            days,
            settled: true,
        }
    }

    #[test]
    fn the_chance_of_being_late_is_the_models() {
        let rows: Vec<_> = (0..400)
            .map(|i| settled(f64::from(i % 10) / 10.0, i % 37 - 12))
            .collect();
        let model = SettlementModel::fit(&rows, 5, 0);
        for p in [0.0, 0.03, 0.5, 0.77, 1.0] {
            let d = model.distribution(p, 30);
            assert!((d.survival(0) - p).abs() < 1e-12, "{p}");
        }
    }

    #[test]
    fn curves_fall_and_stay_within_bounds() {
        let rows: Vec<_> = (0..300)
            .map(|i| Observation {
                p_late: f64::from(i) / 300.0,
                days: i % 61 - 20,
                settled: i % 7 != 0,
            })
            .collect();
        let d = SettlementModel::fit(&rows, 4, 3).distribution(0.4, 14);
        let mut last = 1.0;
        for day in FIRST_DAY..=LAST_DAY {
            let s = d.survival(day);
            assert!(
                (0.0..=last + 1e-12).contains(&s),
                "day {day}: {s} after {last}"
            );
            last = s;
        }
    }

    #[test]
    fn nothing_is_settled_before_its_issue() {
        let rows: Vec<_> = (0..200).map(|i| settled(0.2, -25 + i % 10)).collect();
        let d = SettlementModel::fit(&rows, 1, 0).distribution(0.2, 14);
        assert_eq!(d.survival(-15), 1.0);
        assert!(
            d.survival(-14) < 0.5,
            "what the curve holds earlier is settled on the invoice date"
        );
    }

    #[test]
    fn an_open_invoice_counts_for_as_long_as_it_was_seen() {
        // 100 settled at day 5, 100 seen open until day 10 and then lost sight of: half remain after day 5.
        let mut rows: Vec<_> = (0..1000).map(|_| settled(0.5, 5)).collect();
        rows.extend((0..1000).map(|_| Observation {
            p_late: 0.5,
            days: 10,
            settled: false,
        }));
        let model = SettlementModel::fit(&rows, 1, 0);
        let s = model.bands[0].survival[index(5)];
        assert!((s - 0.5).abs() < 0.01, "{s}");
    }

    #[test]
    fn no_rows_give_the_priors_curve() {
        let d = SettlementModel::fit(&[], 10, 0).distribution(0.3, 30);
        assert!((d.survival(0) - 0.3).abs() < 1e-12);
        assert!(d.survival(365) > 0.0 && d.survival(365) < 0.3);
    }
}
