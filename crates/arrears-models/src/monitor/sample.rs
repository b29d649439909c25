//! Invoices as they were seen when they were issued, with the columns that are monitored and what a model says of them.

use arrears_features::columns::{CUSTOMER_ID, Columns};
use arrears_features::{AbsentFeature, Book, InvoiceIx, Questions, Selection};
use arrears_ledger::Day;

use super::chances;
use crate::late::LateModel;
use crate::retrain::Window;
use crate::{ModelError, train::AtIssue};

/// The customers' attributes, monitored whether or not the model uses them: what groups and rates are made of.
const ATTRIBUTES: [&str; 4] = ["sector", "size_class", "country", "legal_form"];
/// Rows of a reference at most, evenly spaced.
const MOST: usize = 50_000;

/// Some invoices.
pub(super) struct Sample {
    /// What is monitored: the model's features, then attributes; and whose row each is.
    pub(super) columns: Columns,
    /// Names of the columns that are monitored.
    pub(super) features: Vec<String>,
    /// Of these, what the ledger has no source for.
    pub(super) absent: Vec<AbsentFeature>,
    /// What the model says; none where the ledger does not give all of its features.
    pub(super) log_odds: Option<Vec<f64>>,
    /// Customer of each row, as a number.
    pub(super) customers: Vec<usize>,
    /// Month of each row, as a number.
    pub(super) months: Vec<usize>,
    /// Amount in cents.
    pub(super) amounts: Vec<i64>,
}

impl Sample {
    /// The invoices dated in a window and known by a day.
    pub(super) fn at_issue(
        book: &Book,
        model: &LateModel,
        window: Window,
        known: Day,
    ) -> Result<Self, ModelError> {
        let questions = Questions::at_issue(book, window.from, window.until, known);
        let features = monitored(model);
        let asked: Vec<&str> = features.iter().map(String::as_str).collect();
        let (columns, absent) = questions.columns(book, Selection::Only(&asked));
        let own = |customer| model.customers().has(book.customer_id(customer));
        let columns = columns.with_customers(book, &questions.customers(), own);
        Self::new(book, model, &questions, columns, absent)
    }

    /// The training rows of a window, thinned where there are many; `columns` stay those of all rows in the categories that
    /// were ever seen.
    pub(super) fn of_training(
        book: &Book,
        model: &LateModel,
        at_issue: &AtIssue,
        window: Window,
    ) -> Result<Self, ModelError> {
        let within = |i: &usize| (window.from..=window.until).contains(&at_issue.issued[*i]);
        let rows: Vec<usize> = (0..at_issue.issued.len()).filter(within).collect();
        let rows = thinned(&rows);
        let lacking: Vec<&str> = ATTRIBUTES
            .into_iter()
            .filter(|name| at_issue.columns.get(name).is_none())
            .collect();
        let (attributes, absent) = at_issue.questions.columns(book, Selection::Only(&lacking));
        let columns = at_issue.columns.select(&rows);
        let columns = columns.beside(attributes.select(&rows));
        let questions = at_issue.questions.select(&rows);
        Self::new(book, model, &questions, columns, absent)
    }

    fn new(
        book: &Book,
        model: &LateModel,
        questions: &Questions,
        columns: Columns,
        absent: Vec<AbsentFeature>,
    ) -> Result<Self, ModelError> {
        let invoices: Vec<InvoiceIx> = questions.invoices().iter().copied().flatten().collect();
        let month = |day: Day| day.year() as usize * 12 + day.month() as usize;
        let rows = || invoices.iter().map(|&invoice| book.invoice(invoice));
        let complete = model
            .features()
            .iter()
            .all(|name| columns.get(name).is_some());
        let log_odds = match complete {
            true => Some(model.estimates(&columns)?.leading().to_vec()),
            false => None,
        };
        Ok(Self {
            features: monitored(model),
            absent,
            log_odds,
            customers: rows().map(|row| row.customer.0 as usize).collect(),
            months: rows().map(|row| month(row.invoice_date)).collect(),
            amounts: rows().map(|row| row.amount_minor).collect(),
            columns,
        })
    }

    /// What the model says, as probabilities; none where it says nothing, or there are no rows.
    pub(super) fn chances(&self) -> Option<Vec<f64>> {
        let log_odds = self.log_odds.as_ref().filter(|rows| !rows.is_empty());
        log_odds.map(|log_odds| chances(log_odds))
    }

    pub(super) fn n_customers(&self) -> usize {
        let mut distinct = self.customers.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.len()
    }
}

/// The model's features, then the attributes that it does not use.
fn monitored(model: &LateModel) -> Vec<String> {
    let mut names: Vec<String> = model.features().into_iter().map(str::to_owned).collect();
    names.retain(|name| name != CUSTOMER_ID);
    for name in ATTRIBUTES {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn thinned(rows: &[usize]) -> Vec<usize> {
    let step = rows.len().div_ceil(MOST).max(1);
    rows.iter().copied().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_are_thinned_evenly() {
        let rows: Vec<usize> = (0..120_000).collect();
        let kept = thinned(&rows);
        assert_eq!((kept.len(), kept[1]), (40_000, 3));
        assert_eq!(thinned(&[]).len(), 0);
    }
}
