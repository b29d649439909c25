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
