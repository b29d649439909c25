//! When a customer is ready to pay, apart from the day on which its next run goes out.
//!
//! A settlement tells when the run was, not when the customer was ready: some day after the run before it. Taken as the
//! middle of that stretch, readiness has a mean and a spread of its own, in days from the due date, and an invoice is
//! late when readiness falls after the last run by its due date and grace. So one that falls due the day before a
//! run is riskier than one that falls due on it.
//!
//! ```text
//! z = (last run by due + grace, from the due date, + 1/2 - mean) / spread      late chance = P(t4 > z)
//! ```
//!
//! Example: a customer who pays on the 25th is ready 6 days before the due date with a spread of 4. Due on the 24th, the
//! last run was 30 days before: z = (-30 + 0.5 + 6) / 4, late all but surely. Due on the 26th: z = (-1 + 0.5 + 6) / 4 = 1.4.
//!
//! Student's t with four degrees of freedom keeps a tail for the forgotten invoice; readiness is held within
//! [`EARLIEST`] and [`LATEST`], so that one that was never paid does not become the rule.

use crate::bands::{BAND_ENDS, N_BANDS, band_start};
use crate::runs::{LikelyRules, days_since_run};

/// Readiness counts as no earlier and no later, in days from the due date.
const EARLIEST: f64 = -60.0;
const LATEST: f64 = 20.0;
/// Invoices that the mean of all customers is worth, and their variance.
const PRIOR_OF_MEAN: f64 = 2.0;
const PRIOR_OF_VARIANCE: f64 = 1.0;

/// Weighted moments of a customer's readiness.
#[derive(Debug)]
pub(crate) struct Readiness {
    rules: LikelyRules,
    weight: f64,
    sum: f64,
    squares: f64,
}

impl Readiness {
    pub(crate) fn new(rules: LikelyRules) -> Readiness {
        Readiness {
            rules,
            weight: 0.0,
            sum: 0.0,
            squares: 0.0,
        }
    }

    /// Adds an invoice settled on a day.
    pub(crate) fn add_settled(&mut self, due: i32, settled_on: i32, weight: f64) {
        let half_wait = self
            .rules
            .iter()
            .map(|(rule, chance)| chance * f64::from(days_since_run(rule, settled_on - 1)) / 2.0);
        let ready = f64::from(settled_on - due) - half_wait.sum::<f64>();
        self.add(ready, weight);
    }

    /// Adds an invoice that is past due and unsettled: ready no earlier than the last day seen.
    pub(crate) fn add_overdue(&mut self, days_past_due: i32, weight: f64) {
        self.add(f64::from(days_past_due), weight);
    }

    fn add(&mut self, ready: f64, weight: f64) {
        let ready = ready.clamp(EARLIEST, LATEST);
        self.weight += weight;
        self.sum += weight * ready;
        self.squares += weight * ready * ready;
    }

    /// Chance that an invoice due on `due` is late, where all customers settle with the hazards `of_all`.
    pub(crate) fn late_chance(&self, due: i32, grace: i32, of_all: &[f64; N_BANDS]) -> f64 {
        let (mean_of_all, variance_of_all) = moments(of_all);
        let mean = (self.sum + PRIOR_OF_MEAN * mean_of_all) / (self.weight + PRIOR_OF_MEAN);
        let about_mean = self.squares - 2.0 * mean * self.sum + mean * mean * self.weight;
        let variance = (about_mean.max(0.0) + PRIOR_OF_VARIANCE * variance_of_all)
            / (self.weight + PRIOR_OF_VARIANCE);
        let last_run = f64::from(grace) - self.rules.days_since_run(due + grace);
        above((last_run + 0.5 - mean) / variance.sqrt())
    }
}

/// Mean and variance of the days of settlement of all customers, held within the bounds.
fn moments(hazards: &[f64; N_BANDS]) -> (f64, f64) {
    let (mut open, mut sum, mut squares) = (1.0, 0.0, 0.0);
    let mut add = |share: f64, day: f64| {
        let day = day.clamp(EARLIEST, LATEST);
        sum += share * day;
        squares += share * day * day;
    };
    for (band, hazard) in hazards.iter().enumerate() {
        add(
            open * hazard,
            f64::from(band_start(band) + BAND_ENDS[band]) / 2.0,
        );
        open *= 1.0 - hazard;
    }
    add(open, LATEST);
    // A day is known no better than to a day.
    (sum, f64::max(squares - sum * sum, 1.0))
}

/// Chance that Student's t with four degrees of freedom is above `z`.
fn above(z: f64) -> f64 {
    let scaled = 1.0 + z * z / 4.0;
    0.5 - 0.375 * z / scaled.sqrt() * (1.0 - z * z / (12.0 * scaled))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runs::SettlementDays;
    use arrears_ledger::Day;

    #[test]
    fn the_distribution_by_its_table() {
        // Critical values of Student's t with four degrees of freedom.
        for (z, chance) in [
            (0.0, 0.5),
            (2.132, 0.05),
            (2.776, 0.025),
            (4.604, 0.005),
            (-2.132, 0.95),
        ] {
            assert!((above(z) - chance).abs() < 1e-4, "{z}: {}", above(z));
        }
    }

    #[test]
    fn a_payer_on_the_25th_is_late_with_what_falls_due_on_the_24th() {
        let day = |text: &str| text.parse::<Day>().expect("a day").0;
        let runs = [
            "2024-10-25",
            "2024-11-25",
            "2024-12-25",
            "2025-02-25",
            "2025-03-25",
            "2025-04-25",
        ];
        let mut seen = SettlementDays::default();
        runs.iter().for_each(|run| seen.add(day(run)));
        let mut readiness = Readiness::new(seen.rules());
        for run in runs {
            readiness.add_settled(day(run) + 3, day(run), 1.0);
        }
        let of_all = [0.1; N_BANDS];
        let late = |due: &str| readiness.late_chance(day(due), 0, &of_all);
        assert!(late("2025-06-24") > 0.7, "{}", late("2025-06-24"));
        assert!(late("2025-06-26") < 0.3, "{}", late("2025-06-26"));
    }

    #[test]
    fn without_history_all_customers_decide() {
        let readiness = Readiness::new(SettlementDays::default().rules());
        let (soon, slow) = ([0.3; N_BANDS], [0.02; N_BANDS]);
        assert!(readiness.late_chance(20_000, 0, &soon) < readiness.late_chance(20_000, 0, &slow));
    }

    #[test]
    fn moments_by_hand() {
        let mut hazards = [0.0; N_BANDS];
        hazards[9] = 1.0;
        let day = f64::from(band_start(9) + BAND_ENDS[9]) / 2.0;
        assert_eq!(moments(&hazards), (day, 1.0));
        assert_eq!(moments(&[0.0; N_BANDS]), (LATEST, 1.0));
    }
}
