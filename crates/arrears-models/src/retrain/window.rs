//! The months that recipes are judged on.

use std::collections::BTreeMap;

use arrears_features::{Book, InvoiceIx, labels};
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::RetrainConfig;

/// Whole invoice months, from the first day of the first to the last day of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First invoice date.
    pub from: Day,
    /// Last invoice date.
    pub until: Day,
}

impl Window {
    /// The latest mature months, as known at the end of `known`; none where no month is mature, or fewer than asked for lie
    /// behind the ledger's first.
    ///
    /// A month is mature when it is over and nearly all of its invoices have an outcome. Waiting for the last of them would let
    /// one invoice at 180 days hold up the year.
    pub fn last_mature(book: &Book, known: Day, config: &RetrainConfig) -> Option<Self> {
        let months = by_month(book, known);
        let mature = |month: &Month| {
            month.last <= known && month.n_mature as f64 >= config.mature_share * month.n as f64
        };
        let latest = months.values().rev().find(|month| mature(month))?;
        let first = months.values().next()?.first;
        let from = (1..config.months).fold(latest.first, |day, _| first_of_month(day - 1));
        // The eve of the window must have something to learn from.
        (from > first).then_some(Self {
            from,
            until: latest.last,
        })
    }

    /// The day before it: the last day that the tested models know.
    pub fn eve(&self) -> Day {
        self.from - 1
    }
}

struct Month {
    first: Day,
    last: Day,
    n: usize,
    n_mature: usize,
}

/// The invoices known by then, by month of their date; what was cancelled counts nowhere.
fn by_month(book: &Book, known: Day) -> BTreeMap<Day, Month> {
    let invoices: Vec<InvoiceIx> = (0..book.n_invoices() as u32).map(InvoiceIx).collect();
    let outcome = labels(book, &invoices, known);
    let mut months = BTreeMap::new();
    for (i, &invoice) in invoices
        .iter()
        .enumerate()
        .filter(|(i, _)| !outcome.excluded[*i])
    {
        let date = book.invoice(invoice).invoice_date;
        let first = first_of_month(date);
        let month = months.entry(first).or_insert(Month {
            first,
            last: date.month_end(),
            n: 0,
            n_mature: 0,
        });
        month.n += 1;
        month.n_mature += usize::from(outcome.mature[i]);
    }
    months
}

/// The first day of a day's month.
pub(crate) fn first_of_month(day: Day) -> Day {
    day - (day.day_of_month() as i32 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_on_its_first_day() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert_eq!(first_of_month(day("2024-02-29")), day("2024-02-01"));
        assert_eq!(first_of_month(day("2024-02-01")), day("2024-02-01"));
        let window = Window {
            from: day("2024-03-01"),
            until: day("2024-05-31"),
        };
        assert_eq!(window.eve(), day("2024-02-29"));
    }
}
