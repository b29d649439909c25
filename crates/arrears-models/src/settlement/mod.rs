//! When will it be settled: one distribution of the settlement day for every invoice.
//!
//! Time is in days from the due date, cut into bands ([`arrears_features::bands`]). In each band a logistic regression
//! gives the chance that what was open at its start is settled in it (a discrete-time hazard), from the customer's own
//! shares of alike invoices in that band, the days on which the customer pays, the late-payment score and a few
//! features. Invoices still open count for as long as they were seen. What was known at a landmark (issue, end of
//! grace, 14, 30, 60 and 90 days past due) predicts forward from it: reminders sent later are our own doing and take no
//! part, so that the curve is a survival curve. There is no cure parameter: `p_never` is what is open a year after due.
//!
//! ```text
//! logit h(band) = level(band) + sum(b_k logit h_own,k(band)) + c run(band) + d score + sum(e_j x_j)
//! S(t)          = product over bands to t of (1 - h(band))
//! ```
//!
//! At issue the late-payment model has the last word on lateness, since a model of that one question does better than
//! the product of hazards out of time. The curve keeps its shape on either side of the grace day `g`:
//!
//! ```text
//! F'(t) = (1 - p) F(t) / F(g)    for t <= g
//! S'(t) = p S(t) / S(g)          for t >  g
//! ```
//!
//! Example: hazards of 0.5 on the due date and 0.2 on each day after leave 0.5 at its end and 0.4 a day later; where
//! the late-payment model says 0.25, these become 0.25 and 0.2.
//!
//! References: Cox (1972), Regression models and life-tables, doi:10.1111/j.2517-6161.1972.tb00899.x, section 6 (the
//! discrete-time logistic model); Singer and Willett (1993), It's about time, doi:10.3102/10769986018002155; van
//! Houwelingen (2007), Dynamic prediction by landmarking, doi:10.1111/j.1467-9469.2006.00529.x.

mod curves;
mod distribution;
mod landmark;
mod stage;

pub use arrears_features::bands::{FIRST_DAY, LAST_DAY};
pub use curves::Curves;
pub use distribution::{Distribution, Quantile};

use arrears_features::columns::Columns;
use arrears_features::{Histories, Questions};
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::ModelError;
use landmark::Landmark;

/// Days past due of the landmarks after the end of grace.
pub const LANDMARKS: [i32; 4] = [14, 30, 60, 90];

/// The features that a landmark's hazards read beside the score and the history, each where the ledger has it.
pub const HAZARD_FEATURES: [&str; 14] = [
    "terms_days",
    "log_amount",
    "amount_vs_usual",
    "n_mature_all",
    "open_count",
    "overdue_count",
    "oldest_days_past_due",
    "mean_days_late_all",
    "spread_days_late_12m",
    "sector_late_rate",
    "own_dispute_open",
    "own_promise_broken",
    "own_promise_pending",
    "own_share_paid",
];

/// What is known of each invoice when its settlement is predicted.
pub struct Rows<'a> {
    /// Features, at least those of [`HAZARD_FEATURES`] that the model was fitted with.
    pub columns: &'a Columns,
    /// Log-odds of being late, by the late-payment model.
    pub score: &'a [f64],
    /// How the customer settled alike invoices.
    pub histories: &'a Histories,
    /// Due date of each invoice.
    pub due: &'a [Day],
    /// Days from invoice date to due date.
    pub terms: &'a [i32],
}

/// What became of an invoice, for training.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Days from the due date to settlement, or to the last day seen open.
    pub days: i32,
    /// Whether `days` is a settlement; otherwise the invoice was still open then.
    pub settled: bool,
    /// How much the invoice counts in the fit.
    pub weight: f64,
}

/// Hazards of settlement at issue and at each later landmark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettlementModel {
    grace_days: i32,
    /// Median days late of the training invoices, those still open counted as seen.
    median_days: i32,
    at_issue: Landmark,
    /// By rising days past due.
    later: Vec<Landmark>,
}

impl SettlementModel {
    /// Fits the hazards at issue.
    ///
    /// # Errors
    /// An estimator that refuses its input.
    pub fn fit(rows: &Rows, seen: &[Seen], grace_days: i32) -> Result<Self, ModelError> {
        Ok(Self {
            grace_days,
            median_days: median(seen),
            at_issue: Landmark::fit(None, rows, seen)?,
            later: Vec::new(),
        })
    }

    /// Adds a landmark: `rows` are the invoices open still `day` days after their due date, as known on that day. They
    /// are added by rising days.
    ///
    /// # Errors
    /// An estimator that refuses its input.
    pub fn fit_landmark(&mut self, day: i32, rows: &Rows, seen: &[Seen]) -> Result<(), ModelError> {
        self.later.push(Landmark::fit(Some(day), rows, seen)?);
        Ok(())
    }

    /// Days past due of the landmarks after issue: the end of grace, and those of [`LANDMARKS`] beyond it.
    pub fn landmark_days(grace_days: i32) -> Vec<i32> {
        std::iter::once(grace_days)
            .chain(LANDMARKS.into_iter().filter(|&day| day > grace_days))
            .collect()
    }

    /// Prepares the distributions of invoices at issue.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn at_issue<'a>(&'a self, rows: &'a Rows<'a>) -> Result<Curves<'a>, ModelError> {
        Curves::new(self, rows, &[])
    }

    /// Prepares the distributions of open invoices, whatever landmark they have passed.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn of_open<'a>(&'a self, rows: &'a Rows<'a>) -> Result<Curves<'a>, ModelError> {
        Curves::new(self, rows, &self.later)
    }

    /// Median days late of the training invoices, those still open counted as seen.
    pub fn median_days(&self) -> i32 {
        self.median_days
    }

    /// Names of the features that the hazards at issue read.
    pub fn features_at_issue(&self) -> Vec<&str> {
        self.at_issue.features()
    }

    /// Names of the features that the hazards of any landmark read.
    pub fn features(&self) -> Vec<&str> {
        let landmarks = std::iter::once(&self.at_issue).chain(&self.later);
        let mut names: Vec<&str> = landmarks.flat_map(Landmark::features).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn median(seen: &[Seen]) -> i32 {
    let mut days: Vec<i32> = seen.iter().map(|seen| seen.days).collect();
    days.sort_unstable();
    days.get(days.len() / 2).copied().unwrap_or(0)
}

/// Due dates and terms of questions, as [`Rows`] has them.
pub fn dates(questions: &Questions) -> (Vec<Day>, Vec<i32>) {
    (questions.due_dates(), questions.terms())
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrears_features::bands::N_BANDS;
    use arrears_features::{DayProfile, History, N_LIKENESSES};

    const N: usize = 4_000;

    /// Half are settled on the due date, 30 % ten days later, 20 % never; every other one is seen for five days only.
    fn seen() -> Vec<Seen> {
        (0..N)
            .map(|i| {
                let days = match i / 2 % 10 {
                    0..5 => 0,
                    5..8 => 10,
                    _ => 400,
                };
                let until = if i % 2 == 0 { 500 } else { 5 };
                Seen {
                    days: days.min(until),
                    settled: days <= until && days < 400,
                    weight: 1.0,
                }
            })
            .collect()
    }

    fn with_rows<T>(test: impl Fn(&Rows) -> T) -> T {
        let history = History {
            hazards: [[0.05; N_LIKENESSES]; N_BANDS],
            days: DayProfile::EVEN,
        };
        test(&Rows {
            columns: &Columns::from_numeric("terms_days", vec![30.0; N]),
            score: &vec![0.0; N],
            histories: &Histories::new(vec![history; N]),
            due: &[Day(20_000); N],
            terms: &[30; N],
        })
    }

    #[test]
    fn censored_invoices_count_for_as_long_as_they_were_seen() {
        with_rows(|rows| {
            let model = SettlementModel::fit(rows, &seen(), 0).expect("a model");
            let curves = model.at_issue(rows).expect("curves");
            let curve = curves.at_issue(0, 0.5);
            assert!((curve.p_late() - 0.5).abs() < 1e-12);
            assert!(
                (curve.survival(9) - 0.5).abs() < 0.02,
                "{}",
                curve.survival(9)
            );
            assert!(
                (curve.survival(11) - 0.2).abs() < 0.03,
                "{}",
                curve.survival(11)
            );
            assert!((curve.p_never() - 0.2).abs() < 0.05, "{}", curve.p_never());
        });
    }

    #[test]
    fn an_overdue_invoice_is_judged_from_the_last_landmark_passed() {
        with_rows(|rows| {
            let mut model = SettlementModel::fit(rows, &seen(), 0).expect("a model");
            // Of those open still after 14 days, half are settled on day 20.
            let later: Vec<Seen> = (0..N)
                .map(|i| Seen {
                    days: if i % 2 == 0 { 20 } else { 500 },
                    settled: i % 2 == 0,
                    weight: 1.0,
                })
                .collect();
            model.fit_landmark(0, rows, &seen()).expect("a landmark");
            model.fit_landmark(14, rows, &later).expect("a landmark");
            let curves = model.of_open(rows).expect("curves");
            assert!((curves.open(0, 0.9, 5).survival(11) - 0.4).abs() < 0.05);
            let late = curves.open(0, 0.9, 15);
            assert_eq!((late.p_late(), late.survival(15)), (1.0, 1.0));
            assert!(
                (late.survival(25) - 0.5).abs() < 0.05,
                "{}",
                late.survival(25)
            );
        });
    }

    #[test]
    fn with_too_few_settlements_to_learn_from_the_history_speaks_at_their_level() {
        with_rows(|rows| {
            // One of the bands after the due date was seen once by one invoice: a fiftieth of a settlement is expected.
            let few: Vec<Seen> = seen()
                .into_iter()
                .enumerate()
                .map(|(i, seen)| Seen {
                    days: if i == 0 { 1 } else { -40 },
                    settled: false,
                    ..seen
                })
                .collect();
            let model = SettlementModel::fit(rows, &few, 0).expect("a model");
            let curves = model.at_issue(rows).expect("curves");
            let open = 0.5 * 0.95f64.powi(20);
            let found = curves.at_issue(0, 0.5).p_never();
            assert!((found - open).abs() < 0.01, "{found} {open}");
        });
    }

    #[test]
    fn the_landmarks_lie_beyond_grace() {
        assert_eq!(SettlementModel::landmark_days(0), [0, 14, 30, 60, 90]);
        assert_eq!(SettlementModel::landmark_days(30), [30, 60, 90]);
    }
}
