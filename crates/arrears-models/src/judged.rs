//! Invoices whose outcome is known, as they were seen when they were issued: what a model is judged on.

use arrears_features::columns::Columns;
use arrears_features::{Book, InvoiceIx, Questions, Selection, labels};
use arrears_ledger::Day;

use crate::ModelError;
use crate::evaluate::REPORTED;
use crate::groups::{amount_quartiles, keys};
use crate::late::LateModel;
use crate::retrain::{Window, first_of_month};

/// A customer with more than this share of the rows is drawn by month.
const LARGE_CUSTOMER: f64 = 0.1;

/// The groups of one kind, a name per row.
pub(crate) type Grouping = (&'static str, Vec<String>);

/// The invoices of some months whose outcome is known.
pub(crate) struct Judged {
    questions: Questions,
    pub(crate) late: Vec<bool>,
    pub(crate) customers: Vec<usize>,
    pub(crate) amounts: Vec<i64>,
    pub(crate) issued: Vec<Day>,
    pub(crate) months: Vec<Day>,
}

impl Judged {
    pub(crate) fn of(book: &Book, window: Window, known: Day) -> Self {
        let all = Questions::at_issue(book, window.from, window.until, known);
        let invoices: Vec<InvoiceIx> = all.invoices().iter().copied().flatten().collect();
        let outcome = labels(book, &invoices, known);
        let rows: Vec<usize> = (0..invoices.len())
            .filter(|&i| outcome.mature[i] && !outcome.excluded[i])
            .collect();
        let invoice = |i: &usize| book.invoice(invoices[*i]);
        let issued: Vec<Day> = rows.iter().map(|i| invoice(i).invoice_date).collect();
        Self {
            late: rows.iter().map(|&i| outcome.late[i]).collect(),
            customers: rows
                .iter()
                .map(|i| invoice(i).customer.0 as usize)
                .collect(),
            amounts: rows.iter().map(|i| invoice(i).amount_minor).collect(),
            months: issued.iter().map(|day| first_of_month(*day)).collect(),
            issued,
            questions: all.select(&rows),
        }
    }

    /// The same, of some rows only; `rows` ascending.
    pub(crate) fn select(&self, rows: &[usize]) -> Self {
        Self {
            late: rows.iter().map(|&i| self.late[i]).collect(),
            customers: rows.iter().map(|&i| self.customers[i]).collect(),
            amounts: rows.iter().map(|&i| self.amounts[i]).collect(),
            issued: rows.iter().map(|&i| self.issued[i]).collect(),
            months: rows.iter().map(|&i| self.months[i]).collect(),
            questions: self.questions.select(rows),
        }
    }

    /// What a model says of each, as it was known when the invoice was issued.
    pub(crate) fn log_odds(&self, book: &Book, model: &LateModel) -> Result<Vec<f64>, ModelError> {
        let (columns, _) = self
            .questions
            .columns(book, Selection::Only(&model.features()));
        let own = |customer| model.customers().has(book.customer_id(customer));
        let columns = columns.with_customers(book, &self.questions.customers(), own);
        Ok(model.estimates(&columns)?.leading().to_vec())
    }

    /// What is drawn for an interval: customers, and of a large customer its months.
    pub(crate) fn drawn(&self) -> Vec<usize> {
        drawn(&self.customers, &self.months)
    }

    pub(crate) fn n_customers(&self) -> usize {
        let mut distinct = self.customers.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.len()
    }

    pub(crate) fn groupings(&self, book: &Book, window: Window) -> Vec<Grouping> {
        let (columns, _): (Columns, _) = self.questions.columns(book, Selection::Only(&REPORTED));
        let quartiles = amount_quartiles(book, window.from);
        keys(&columns, &self.amounts, quartiles)
    }
}

fn drawn(customers: &[usize], months: &[Day]) -> Vec<usize> {
    let most = customers.iter().max().map_or(0, |last| last + 1);
    let mut n_of = vec![0_usize; most];
    for customer in customers {
        n_of[*customer] += 1;
    }
    let large = LARGE_CUSTOMER * customers.len() as f64;
    let part = |(customer, month): (&usize, &Day)| match n_of[*customer] as f64 > large {
        // Beyond all numbers of customers, apart for each customer and month.
        true => most * (1 + (month.year() * 12 + month.month() as i32) as usize) + customer,
        false => *customer,
    };
    customers.iter().zip(months).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_customer_is_drawn_by_month_and_a_small_one_whole() {
        let mut customers = vec![7; 4];
        customers.extend(0..16);
        let mut months = vec!["2025-01-01", "2025-01-01", "2025-02-01", "2025-03-01"];
        months.extend(["2025-01-01"; 16]);
        let months: Vec<Day> = months
            .iter()
            .map(|day| day.parse().expect("a day"))
            .collect();
        let drawn = drawn(&customers, &months);
        // Four of twenty rows, and its own row among the sixteen: five are a quarter.
        assert_eq!(drawn[0], drawn[1]);
        assert_ne!(drawn[1], drawn[2]);
        assert_ne!(drawn[2], drawn[3]);
        assert_eq!(drawn[4..11], [0, 1, 2, 3, 4, 5, 6]);
        let distinct: std::collections::BTreeSet<usize> = drawn.into_iter().collect();
        assert_eq!(distinct.len(), 15 + 3);
    }
}
