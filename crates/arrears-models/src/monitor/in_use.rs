//! Who said what: every invoice that has an outcome, with what the model in use before its issue said of it.
//!
//! A registry with a new model each month has no old one in use, and a young one has hardly an outcome. What was promised to
//! the readers of the reports came from one model after the other, so these are judged together, each on its own invoices.

use arrears_features::Book;
use arrears_ledger::Day;

use super::chances;
use crate::judged::Judged;
use crate::marks::Found;
use crate::retrain::Window;
use crate::{ModelError, Trained};

/// A model, and the days of issue whose invoices it scored.
#[derive(Debug)]
pub struct InUse<'a> {
    /// Its id.
    pub id: &'a str,
    /// From the day after its as-of date to the as-of date of the next one.
    pub issued: Window,
    /// The model, or why it cannot be asked.
    pub model: Result<&'a Trained, Unasked>,
}

/// Why a model that was in use cannot be asked what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unasked {
    /// It cannot be read, in words.
    Unreadable(String),
    /// It uses a feature that is forbidden today.
    Forbidden(String),
    /// It means another thing by late or settled.
    OtherDefinitions,
    /// It was made on another ledger.
    OtherLedger(Found),
    /// It rests on a feature that the ledger does not give.
    FeatureMissing(String),
}

/// Invoices that are not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The model that scored them.
    pub id: String,
    /// Their invoice dates.
    pub issued: Window,
    /// Those with an outcome.
    pub n: usize,
    /// Why its model cannot be asked.
    pub why: Unasked,
}

/// Invoices with their outcomes and what was said of them.
pub(super) struct Answers {
    /// The invoices.
    pub(super) judged: Judged,
    /// What each was told: one per invoice.
    pub(super) said: Vec<Said>,
    /// Of models that cannot be asked.
    pub(super) left_out: Vec<LeftOut>,
}

/// What was said of an invoice.
#[derive(Clone, Copy)]
pub(super) struct Said {
    /// Which of the models said it.
    pub(super) by: usize,
    /// The probability of being late.
    pub(super) p: f64,
    /// Share late of the training invoices of that model.
    pub(super) base_rate: f64,
}

impl Answers {
    /// Of the invoices of all models' days, as known at the end of a day; the days rise from model to model.
    pub(super) fn of(
        book: &Book,
        in_use: &[InUse],
        window: Window,
        known: Day,
    ) -> Result<Self, ModelError> {
        let all = Judged::of(book, window, known);
        let mut said: Vec<Option<Said>> = vec![None; all.issued.len()];
        let mut left_out = Vec::new();
        for (by, model) in in_use.iter().enumerate() {
            let rows = within(&all.issued, model.issued);
            match ask(book, model, &all.select(&rows))? {
                Ok((base_rate, chances)) => {
                    for (row, p) in rows.into_iter().zip(chances) {
                        said[row] = Some(Said { by, p, base_rate });
                    }
                }
                Err(why) if !rows.is_empty() => left_out.push(LeftOut {
                    id: model.id.to_owned(),
                    issued: model.issued,
                    n: rows.len(),
                    why,
                }),
                Err(_) => {}
            }
        }
        let rows: Vec<usize> = (0..said.len()).filter(|&i| said[i].is_some()).collect();
        Ok(Self {
            judged: all.select(&rows),
            said: said.into_iter().flatten().collect(),
            left_out,
        })
    }
}

/// Rows that were issued on some days.
fn within(issued: &[Day], days: Window) -> Vec<usize> {
    let is_within = |row: &usize| (days.from..=days.until).contains(&issued[*row]);
    (0..issued.len()).filter(is_within).collect()
}

/// The base rate and the chances of a model, or why there are none.
fn ask(
    book: &Book,
    in_use: &InUse,
    judged: &Judged,
) -> Result<Result<(f64, Vec<f64>), Unasked>, ModelError> {
    let model = match &in_use.model {
        Ok(model) => &model.late,
        Err(why) => return Ok(Err(why.clone())),
    };
    match judged.log_odds(book, model) {
        Ok(log_odds) => Ok(Ok((model.base_rate(), chances(&log_odds)))),
        Err(ModelError::FeatureMissing { feature, .. }) => {
            Ok(Err(Unasked::FeatureMissing(feature)))
        }
        Err(error) => Err(error),
    }
}
