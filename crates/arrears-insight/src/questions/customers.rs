//! One customer's share of invoices, as the questions list it.

use serde::{Deserialize, Serialize};

use super::Part;
use crate::facts::{CustomerFacts, InvoiceFacts};

/// Fewest invoices from which a customer's share is told.
pub const MIN_INVOICES: u64 = 5;
/// Customers listed by a question.
pub const MOST_CUSTOMERS: usize = 25;

/// A customer in the answer to a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerShare {
    /// Its position in the portfolio.
    pub customer: usize,
    /// Invoices of which it is so, of those of which it is known.
    pub part: Part,
    /// Amount of the invoices of which it is so in the last twelve months, in cents.
    pub amount_minor: i64,
    /// Past due now, in cents.
    pub overdue_minor: i64,
    /// A natural person: shown for a colleague to judge.
    pub natural_person: bool,
}

/// The customers with the highest lower ends of their interval: those of whom it is surest, then the most money.
pub(super) fn surest(mut rows: Vec<CustomerShare>) -> Vec<CustomerShare> {
    let low = |row: &CustomerShare| row.part.interval.map_or(0.0, |interval| interval.low);
    rows.sort_by(|a, b| {
        low(b)
            .total_cmp(&low(a))
            .then(b.amount_minor.cmp(&a.amount_minor))
            .then(a.customer.cmp(&b.customer))
    });
    rows.truncate(MOST_CUSTOMERS);
    rows
}

/// External customers with their position and where their invoices stand in the portfolio.
pub(crate) fn external(
    portfolio: &crate::facts::Portfolio,
) -> impl Iterator<Item = (usize, &CustomerFacts, &[InvoiceFacts])> {
    let all = portfolio.customers.iter().enumerate();
    all.filter(|(_, customer)| !customer.intercompany)
        .map(|(position, customer)| (position, customer, portfolio.invoices_of(customer)))
}
