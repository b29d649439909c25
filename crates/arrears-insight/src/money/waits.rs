//! How long after their date invoices are settled: the Kaplan-Meier shares of one customer, drawn towards those of all.
//!
//! Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452.

use arrears_ledger::Day;

use crate::facts::InvoiceFacts;

/// Invoices of all customers that each is taken to have shown besides its own.
const PRIOR: f64 = 5.0;

/// How many invoices were settled so many days after their date, and how many were seen unsettled till then.
pub(super) struct Waits {
    settled: Vec<f64>,
    seen: Vec<f64>,
}

impl Waits {
    pub(super) fn new(n_days: usize) -> Waits {
        Waits {
            settled: vec![0.0; n_days],
            seen: vec![0.0; n_days],
        }
    }

    pub(super) fn add(&mut self, invoice: &InvoiceFacts, known: Day) {
        // A cancelled one was never to be paid.
        if invoice.excluded {
            return;
        }
        let until = invoice.settled_on.unwrap_or(known) - invoice.invoice_date;
        let Ok(until) = usize::try_from(until) else {
            return;
        };
        let n_days = self.seen.len();
        self.seen[..n_days.min(until + 1)]
            .iter_mut()
            .for_each(|seen| *seen += 1.0);
        if invoice.settled_on.is_some() && until < n_days {
            self.settled[until] += 1.0;
        }
    }

    /// The chance of being settled on each day, if not before; drawn towards `all`.
    pub(super) fn hazards(&self, all: Option<&[f64]>) -> Vec<f64> {
        let prior = |day: usize| all.map_or((0.0, 0.0), |all| (PRIOR * all[day], PRIOR));
        (0..self.seen.len())
            .map(|day| {
                let (settled, seen) = prior(day);
                let seen = self.seen[day] + seen;
                if seen > 0.0 {
                    (self.settled[day] + settled) / seen
                } else {
                    0.0
                }
            })
            .collect()
    }
}

/// Share settled by the end of each day.
pub(super) fn shares(hazards: &[f64]) -> Vec<f64> {
    let mut open = 1.0;
    hazards
        .iter()
        .map(|hazard| {
            open *= 1.0 - hazard;
            1.0 - open
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_invoices_count_for_as_long_as_they_were_seen() {
        // Two settled on day 1, one seen unsettled until day 1: two of three, then nothing is known.
        let mut waits = Waits::new(3);
        waits.settled = vec![0.0, 2.0, 0.0];
        waits.seen = vec![3.0, 3.0, 0.0];
        let hazards = waits.hazards(None);
        assert_eq!(shares(&hazards), [0.0, 2.0 / 3.0, 2.0 / 3.0]);
        // With five of all customers', of whom none was settled so early.
        let drawn = waits.hazards(Some(&[0.0; 3]));
        assert_eq!(shares(&drawn)[1], 0.25);
    }
}
