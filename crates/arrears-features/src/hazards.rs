//! Hazards of settlement of all customers at month-ends, frozen: what was known then, and nothing later.
//!
//! A customer with few invoices is expected to pay as all do. For each month-end this is the share settled in each
//! band of days among the invoices still open at its start, over the invoices that fell due within 400 days before.

use arrears_ledger::Day;
use rayon::prelude::*;

use crate::Book;
use crate::bands::{N_BANDS, band_of, bands_ended};
use crate::book::NO_DAY;
use crate::day_profile::{DayCounts, DayProfile};
use crate::rates::month_of;

/// Days for which an invoice counts after its due date.
const WINDOW: i32 = 400;
/// Invoices that the prior is worth, and its share settled in a band.
const PRIOR_INVOICES: f64 = 20.0;
const PRIOR: f64 = 0.04;
/// Customers that one task counts.
const CHUNK: usize = 2_048;

/// What was known of all customers by month.
#[derive(Debug, Default)]
pub(crate) struct Hazards {
    /// Year times 12 plus month, of the first month-end.
    first_month: i32,
    by_month: Vec<OfAll>,
}

/// How all customers pay: hazards by band, and the days on which payments come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfAll {
    pub(crate) hazards: [f64; N_BANDS],
    pub(crate) days: DayProfile,
}

impl Default for OfAll {
    fn default() -> OfAll {
        OfAll {
            hazards: [PRIOR; N_BANDS],
            days: DayCounts::default().profile(&DayProfile::EVEN),
        }
    }
}

/// What became of a month-end's invoices: settled in, and open at the start of, each band.
#[derive(Debug, Clone, Copy)]
struct Counts {
    settled: [i64; N_BANDS],
    at_risk: [i64; N_BANDS],
    days: DayCounts,
}

impl Hazards {
    /// Counts the book's invoices at every month-end.
    pub(crate) fn of(book: &Book) -> Hazards {
        let first = book.invoices.known.iter().copied().min();
        // Until the last invoice is too old: a month must not depend on whether the ledger goes on after it.
        let last = book.invoices.due.iter().copied().max();
        let (Some(first), Some(last)) = (first, last) else {
            return Hazards::default();
        };
        let first_month = month_of(first);
        let month_ends = month_ends(first, first.max(last.saturating_add(WINDOW)));
        let chunks: Vec<usize> = (0..book.n_invoices()).step_by(CHUNK).collect();
        let counts = chunks
            .into_par_iter()
            .map(|from| {
                count(
                    book,
                    from..(from + CHUNK).min(book.n_invoices()),
                    &month_ends,
                )
            })
            .reduce_with(added)
            .unwrap_or_default();
        Hazards {
            first_month,
            by_month: counts.iter().map(Counts::of_all).collect(),
        }
    }

    /// What was known at the end of a month ([`month_of`]); the prior where nothing was yet, or all is too old.
    pub(crate) fn at(&self, month: i32) -> OfAll {
        let at = (month - self.first_month).min(self.by_month.len() as i32 - 1);
        let known = usize::try_from(at)
            .ok()
            .and_then(|at| self.by_month.get(at));
        known.copied().unwrap_or_default()
    }
}

/// Counts some invoices at every month-end at which they were known and not too old.
fn count(book: &Book, invoices: std::ops::Range<usize>, month_ends: &[i32]) -> Vec<Counts> {
    let mut counts = vec![Counts::NONE; month_ends.len()];
    for invoice in invoices {
        if book.invoices.credit_note[invoice] || book.invoices.direct_debit[invoice] {
            continue;
        }
        let known = book.invoices.known[invoice];
        let from = month_ends.partition_point(|&end| end < known);
        let too_old = book.invoices.due[invoice].saturating_add(WINDOW);
        let ends = month_ends.iter().zip(&mut counts).skip(from);
        for (&end, counts) in ends.take_while(|(end, _)| **end < too_old) {
            counts.add(book, invoice, end);
        }
    }
    counts
}

/// The last days of the months from that of `first` to that of `last`.
fn month_ends(first: i32, last: i32) -> Vec<i32> {
    let next = |end: &Day| Some((*end + 1).month_end());
    std::iter::successors(Some(Day(first).month_end()), next)
        .take_while(|end| end.0 <= Day(last).month_end().0)
        .map(|end| end.0)
        .collect()
}

fn added(mut a: Vec<Counts>, b: Vec<Counts>) -> Vec<Counts> {
    for (a, b) in a.iter_mut().zip(&b) {
        for band in 0..N_BANDS {
            a.settled[band] += b.settled[band];
            a.at_risk[band] += b.at_risk[band];
        }
        a.days.merge(&b.days);
    }
    a
}

impl Counts {
    const NONE: Counts = Counts {
        settled: [0; N_BANDS],
        at_risk: [0; N_BANDS],
        days: DayCounts::NONE,
    };

    fn add(&mut self, book: &Book, invoice: usize, day: i32) {
        let due = book.invoices.due[invoice];
        let standing = book.standing(invoice, day);
        if standing.cancelled_on != NO_DAY {
            return;
        }
        let settled = standing.settled_on != NO_DAY;
        let days = if settled { standing.settled_on } else { day } - due;
        let terms = due - book.invoices.date[invoice];
        let Some((bands, settled_in)) = exposure(terms, days, settled) else {
            return;
        };
        for band in bands {
            self.at_risk[band] += 1;
        }
        if let Some(band) = settled_in {
            self.settled[band] += 1;
            self.days.add(due + days);
        }
    }

    fn of_all(&self) -> OfAll {
        let hazards = std::array::from_fn(|band| {
            let settled = self.settled[band] as f64 + PRIOR_INVOICES * PRIOR;
            settled / (self.at_risk[band] as f64 + PRIOR_INVOICES)
        });
        OfAll {
            hazards,
            days: self.days.profile(&DayProfile::EVEN),
        }
    }
}

/// The bands in which an invoice could be settled and was seen, and the one in which it was.
///
/// An invoice is seen from its date (`terms` days before it is due) to its settlement `days` after the due date, or
/// through the bands that had ended when it was last seen open.
#[inline]
pub fn exposure(
    terms: i32,
    days: i32,
    settled: bool,
) -> Option<(std::ops::Range<usize>, Option<usize>)> {
    let first = band_of(-terms);
    if settled && days <= crate::bands::LAST_DAY {
        // What was paid before the invoice date counts as paid on it.
        let band = band_of(days).max(first);
        return Some((first..band + 1, Some(band)));
    }
    let ended = bands_ended(days);
    (first < ended).then_some((first..ended, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exposure_by_hand() {
        let (bands, settled) = exposure(14, 1, true).expect("seen");
        assert_eq!((bands.start, settled), (band_of(-14), Some(band_of(1))));
        assert_eq!(bands.end, band_of(1) + 1);
        assert_eq!(exposure(14, -14, false), Some((band_of(-14)..3, None)));
        assert_eq!(
            exposure(14, -15, false),
            None,
            "seen through no band of its own"
        );
        let (bands, settled) = exposure(30, 400, true).expect("seen");
        assert_eq!((bands.end, settled), (N_BANDS, None));
        assert_eq!(exposure(7, -20, true).expect("seen").1, Some(band_of(-7)));
    }
}
