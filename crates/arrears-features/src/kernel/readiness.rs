//! When a customer is ready to pay, apart from the day on which its next run goes out.
//!
//! A settlement tells when the run was, not when the customer was ready: some day after the run before it. Taken as the
//! middle of that stretch, readiness has a location and a spread of its own, in days from the due date, and an invoice is
//! late when readiness falls after the last run by its due date and grace. So one that falls due the day before a
//! run is riskier than one that falls due on it. Beside that stand the forgotten: a share of invoices that wait for
//! something else than readiness, whatever the calendar says.
//!
//! ```text
//! z = (last run by due + grace, from the due date, + 1/2 - location) / spread
//! late chance = q + (1 - q) P(t4 > z)         q = (sum(w forgotten) + 4 * 0.08) / (sum(w) + 4)
//! ```
//!
//! Example: a customer who pays on the 25th is ready 6 days before the due date with a spread of 4. Due on the 24th, the
//! last run was 30 days before: z = (-30 + 0.5 + 6) / 4, late all but surely. Due on the 26th: z = (-1 + 0.5 + 6) / 4 = 1.4,
//! a chance of 0.12.
//!
//! Location and spread are those of Student's t with four degrees of freedom, found by reweighting: what lies `z` spreads
//! away weighs `5 / (4 + z^2)`, so that a forgotten invoice does not move the rule.
//!
//! Reference: Lange, Little and Taylor (1989), Robust statistical modeling using the t distribution, Journal of the
//! American Statistical Association 84, doi:10.1080/01621459.1989.10478852.

use crate::bands::{BAND_ENDS, N_BANDS, band_start};
use crate::runs::LikelyRules;

/// Readiness counts as no earlier and no later, in days from the due date.
const EARLIEST: f64 = -90.0;
const LATEST: f64 = 60.0;
/// The same where the search for the location begins: one that was never paid must not draw it far.
const LATEST_AT_FIRST: f64 = 20.0;
/// What weighs less is left out: with a half-life of 90 days, what fell due two years ago.
const LEAST_WEIGHT: f64 = 1.0 / 256.0;
/// Degrees of freedom.
const FREEDOM: f64 = 4.0;
/// Rounds of reweighting.
const ROUNDS: usize = 3;
/// Invoices that the location of all customers is worth, at first and in each round.
const PRIOR_AT_FIRST: f64 = 2.0;
const PRIOR_OF_LOCATION: f64 = 1.0;
/// An ordinary customer's spread of 8 days, squared, and the invoices that it is worth.
const ORDINARY_VARIANCE: f64 = 64.0;
const PRIOR_OF_VARIANCE: f64 = 2.0;
/// Share of invoices that an ordinary customer forgets, and the invoices that it is worth.
const ORDINARY_FORGOTTEN: f64 = 0.08;
const PRIOR_OF_FORGOTTEN: f64 = 4.0;
/// Ready past the due date and so many spreads after the location is forgotten.
const FORGOTTEN_FROM: f64 = 3.0;

/// A customer's readiness for invoices seen before.
#[derive(Debug)]
pub(crate) struct Readiness {
    rules: LikelyRules,
    /// Day of readiness from the due date, and how heavily the invoice weighs.
    seen: Vec<(f64, f64)>,
}

/// What is usual for a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Usual {
    location: f64,
    variance: f64,
    forgotten: f64,
}

impl Readiness {
    pub(crate) fn new(rules: LikelyRules) -> Readiness {
        Readiness {
            rules,
            seen: Vec::new(),
        }
    }

    /// Adds an invoice settled on a day.
    pub(crate) fn add_settled(&mut self, due: i32, settled_on: i32, weight: f64) {
        if weight < LEAST_WEIGHT {
            return;
        }
        let half_wait = self.rules.days_since_run(settled_on - 1) / 2.0;
        self.add(f64::from(settled_on - due) - half_wait, weight);
    }

    /// Adds an invoice that is past due and unsettled: ready no earlier than the last day seen.
    pub(crate) fn add_overdue(&mut self, days_past_due: i32, weight: f64) {
        if weight >= LEAST_WEIGHT {
            self.add(f64::from(days_past_due), weight);
        }
    }

    fn add(&mut self, ready: f64, weight: f64) {
        self.seen.push((ready.clamp(EARLIEST, LATEST), weight));
    }

    /// Chance that an invoice due on `due` is late, where all customers settle with the hazards `of_all`.
    pub(crate) fn late_chance(&self, due: i32, grace: i32, of_all: &[f64; N_BANDS]) -> f64 {
        let usual = self.usual(moments(of_all));
        let last_run = f64::from(grace) - self.rules.days_since_run(due + grace);
        let z = (last_run + 0.5 - usual.location) / usual.variance.sqrt();
        usual.forgotten + (1.0 - usual.forgotten) * above(z)
    }

    fn usual(&self, (mean_of_all, variance_of_all): (f64, f64)) -> Usual {
        let (mut weight, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for &(ready, own) in &self.seen {
            let ready = ready.min(LATEST_AT_FIRST);
            weight += own;
            sum += own * ready;
            squares += own * ready * ready;
        }
        let location = (sum + PRIOR_AT_FIRST * mean_of_all) / (weight + PRIOR_AT_FIRST);
        let about = squares - 2.0 * location * sum + location * location * weight;
        let mut usual = Usual {
            location,
            variance: (about.max(0.0) + variance_of_all) / (weight + 1.0),
            forgotten: 0.0,
        };
        for _ in 0..ROUNDS {
            usual = self.reweighted(usual, weight, mean_of_all);
        }
        usual.forgotten = self.forgotten(usual, weight);
        usual
    }

    /// One round: the weighted location, and the variance about it.
    fn reweighted(&self, before: Usual, weight: f64, mean_of_all: f64) -> Usual {
        let (mut near, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for &(ready, own) in &self.seen {
            let apart = ready - before.location;
            let own = own * (FREEDOM + 1.0) / (FREEDOM + apart * apart / before.variance);
            near += own;
            sum += own * apart;
            squares += own * apart * apart;
        }
        let moved = (sum + PRIOR_OF_LOCATION * (mean_of_all - before.location))
            / (near + PRIOR_OF_LOCATION);
        let about = squares - 2.0 * moved * sum + moved * moved * near;
        Usual {
            location: before.location + moved,
            variance: (about.max(0.0) + PRIOR_OF_VARIANCE * ORDINARY_VARIANCE)
                / (weight + PRIOR_OF_VARIANCE),
            forgotten: 0.0,
        }
    }

    fn forgotten(&self, usual: Usual, weight: f64) -> f64 {
        let from = usual.location + FORGOTTEN_FROM * usual.variance.sqrt();
        let late = self.seen.iter().filter(|(ready, _)| *ready > from.max(0.0));
        let forgotten: f64 = late.map(|(_, own)| own).sum();
        (forgotten + PRIOR_OF_FORGOTTEN * ORDINARY_FORGOTTEN) / (weight + PRIOR_OF_FORGOTTEN)
    }
}

/// Mean and variance of the days of settlement of all customers, held within the bounds.
fn moments(hazards: &[f64; N_BANDS]) -> (f64, f64) {
    let (mut open, mut sum, mut squares) = (1.0, 0.0, 0.0);
    let mut add = |share: f64, day: f64| {
        let day = day.clamp(EARLIEST, LATEST_AT_FIRST);
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
    add(open, LATEST_AT_FIRST);
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
        assert_eq!(moments(&[0.0; N_BANDS]), (LATEST_AT_FIRST, 1.0));
    }

    #[test]
    fn a_forgotten_invoice_leaves_the_rule_and_makes_a_share() {
        let mut readiness = Readiness::new(SettlementDays::default().rules());
        for day in [-7.0, -6.0, -5.0, -6.0, -6.0, -7.0, -5.0, -6.0, -6.0, 40.0] {
            readiness.add(day, 1.0);
        }
        let usual = readiness.usual((-6.0, 64.0));
        assert!((usual.location + 6.0).abs() < 0.5, "{usual:?}");
        assert!(usual.variance < 30.0, "{usual:?}");
        assert!(
            (usual.forgotten - (1.0 + 4.0 * 0.08) / 14.0).abs() < 1e-12,
            "{usual:?}"
        );
    }

    #[test]
    fn one_round_by_hand() {
        let mut readiness = Readiness::new(SettlementDays::default().rules());
        readiness.add(4.0, 1.0);
        let before = Usual {
            location: 0.0,
            variance: 16.0,
            forgotten: 0.0,
        };
        // The invoice is one spread away and weighs 5 / 5; the mean of all is -4 and weighs 1.
        let usual = readiness.reweighted(before, 1.0, -4.0);
        assert_eq!(usual.location, 0.0);
        assert_eq!(usual.variance, (16.0 + 2.0 * 64.0) / 3.0);
    }
}
