//! How a group of invoices was paid: one set of figures for a customer, a cluster or a sector.
//!
//! Every share is over invoices whose outcome is known, paid or not. Invoices carry a weight, so that a group's
//! figures can give a customer with thousands of invoices a bounded say (see [`crate::statistics::invoice_weight`]).

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::{Evidence, InvoiceFacts};

/// Days after the due date at which the settled share is taken.
pub const PATH_DAYS: [i32; 6] = [-7, 0, 14, 30, 60, 90];

/// Weighted shares of how invoices were paid. `None` means unknown: no invoices, or no such table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Behaviour {
    /// Mature invoices (a plain count).
    pub n_mature: u64,
    /// Of which late (a plain count).
    pub n_late: u64,
    /// Share late.
    pub late_share: Option<f64>,
    /// Share materially late, of the invoices of which that is known.
    pub material_share: Option<f64>,
    /// Share settled by due date + [`PATH_DAYS`], each among the invoices of which it is known.
    pub settled_by: [Option<f64>; 6],
    /// Mean of the highest dunning level reached by mature invoices.
    pub mean_depth: Option<f64>,
    /// Share of mature invoices that reached level 1, 2 and 3 or more.
    pub reached: Option<[f64; 3]>,
    /// Share of mature invoices that were ever disputed.
    pub dispute_share: Option<f64>,
    /// Share of late, settled invoices by the ladder's step before payment: 0, 1, 2, 3, 4, 5.
    pub late_steps: Option<[f64; 6]>,
    /// Late and settled invoices that those shares are made from (a plain count).
    pub n_late_steps: u64,
    /// Geometric mean of the amounts, in cents.
    pub typical_amount_minor: Option<f64>,
    /// Mean days from invoice to due date.
    pub mean_terms_days: Option<f64>,
}

/// The step of the ladder after which late invoices are usually paid.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypicalStep {
    /// The dunning level, 0 for before any reminder.
    pub step: u8,
    /// Share of late, settled invoices that were paid at it.
    pub share: f64,
}

impl Behaviour {
    /// Figures over invoices with a weight each; those that tell of no behaviour are skipped.
    pub fn of<'a>(
        invoices: impl Iterator<Item = (&'a InvoiceFacts, f64)>,
        known: Day,
        evidence: Evidence,
    ) -> Behaviour {
        let mut sums = Sums::default();
        for (invoice, weight) in invoices.filter(|(invoice, _)| invoice.is_behaviour()) {
            sums.add(invoice, weight, known);
        }
        sums.finish(evidence)
    }

    /// The commonest step before late payment, if at least `min_invoices` late ones were settled.
    pub fn typical_step(&self, min_invoices: u64) -> Option<TypicalStep> {
        let shares = self
            .late_steps
            .filter(|_| self.n_late_steps >= min_invoices)?;
        let mut best = TypicalStep {
            step: 0,
            share: shares[0],
        };
        for (step, &share) in (0_u8..).zip(&shares) {
            if share > best.share {
                best = TypicalStep { step, share };
            }
        }
        Some(best)
    }

    /// Share of late, settled invoices that were paid at step `from` or later.
    pub fn late_from_step(&self, from: usize) -> Option<f64> {
        self.late_steps.map(|shares| shares[from..].iter().sum())
    }

    /// Share not settled by 60 days after the due date: how uncertain the money is.
    pub fn unsettled_after_60(&self) -> Option<f64> {
        self.settled_by[4].map(|settled| 1.0 - settled)
    }
}

#[derive(Default)]
struct Sums {
    n_mature: u64,
    n_late: u64,
    n_late_steps: u64,
    mature: f64,
    late: f64,
    judged: f64,
    material: f64,
    path: [(f64, f64); 6],
    depth: f64,
    reached: [f64; 3],
    disputed: f64,
    steps: [f64; 6],
    positive: f64,
    log_amount: f64,
    all: f64,
    terms: f64,
}

impl Sums {
    fn add(&mut self, invoice: &InvoiceFacts, weight: f64, known: Day) {
        self.all += weight;
        self.terms += weight * f64::from(invoice.due_date - invoice.invoice_date);
        if invoice.amount_minor > 0 {
            self.positive += weight;
            self.log_amount += weight * (invoice.amount_minor as f64).ln();
        }
        if let Some(late) = invoice.materially_late(known) {
            self.judged += weight;
            self.material += if late { weight } else { 0.0 };
        }
        for (sum, days) in self.path.iter_mut().zip(PATH_DAYS) {
            if let Some(settled) = invoice.settled_within(days, known) {
                sum.0 += if settled { weight } else { 0.0 };
                sum.1 += weight;
            }
        }
        if invoice.mature {
            self.add_mature(invoice, weight);
        }
    }

    fn add_mature(&mut self, invoice: &InvoiceFacts, weight: f64) {
        self.n_mature += 1;
        self.mature += weight;
        self.depth += weight * f64::from(invoice.depth);
        for (sum, level) in self.reached.iter_mut().zip(1..) {
            *sum += if invoice.depth >= level { weight } else { 0.0 };
        }
        self.disputed += if invoice.has_dispute { weight } else { 0.0 };
        if invoice.late {
            self.n_late += 1;
            self.late += weight;
        }
        if invoice.late && invoice.settled_on.is_some() {
            self.n_late_steps += 1;
            self.steps[usize::from(invoice.depth.min(5))] += weight;
        }
    }

    fn finish(self, evidence: Evidence) -> Behaviour {
        let share = |part: f64, of: f64| (of > 0.0).then(|| part / of);
        let settled: f64 = self.steps.iter().sum();
        let has_steps = evidence.reminders && settled > 0.0;
        let has_depth = evidence.reminders && self.mature > 0.0;
        Behaviour {
            n_mature: self.n_mature,
            n_late: self.n_late,
            late_share: share(self.late, self.mature),
            material_share: share(self.material, self.judged),
            settled_by: self.path.map(|(part, of)| share(part, of)),
            mean_depth: share(self.depth, self.mature).filter(|_| evidence.reminders),
            reached: has_depth.then(|| self.reached.map(|sum| sum / self.mature)),
            dispute_share: share(self.disputed, self.mature).filter(|_| evidence.disputes),
            late_steps: has_steps.then(|| self.steps.map(|sum| sum / settled)),
            n_late_steps: if evidence.reminders {
                self.n_late_steps
            } else {
                0
            },
            typical_amount_minor: share(self.log_amount, self.positive).map(f64::exp),
            mean_terms_days: share(self.terms, self.all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{DAY, invoice, paid, unpaid};
    use super::*;

    fn plain(invoices: &[InvoiceFacts]) -> Behaviour {
        Behaviour::of(invoices.iter().map(|i| (i, 1.0)), DAY, Evidence::ALL)
    }

    #[test]
    fn shares_are_over_invoices_whose_outcome_is_known() {
        // Due 100, 50, 20 and 5 days ago; the last is not yet judged on 14 days, though it is mature.
        let all = [paid(100, -3), paid(50, 10), paid(20, 16), unpaid(5)];
        let found = plain(&all);
        assert_eq!((found.n_mature, found.n_late), (4, 3));
        assert_eq!(found.late_share, Some(0.75));
        assert_eq!(found.material_share, Some(1.0 / 3.0));
        assert_eq!(found.settled_by[1], Some(0.25));
        assert_eq!(
            found.settled_by[3],
            Some(1.0),
            "30 days are known of two invoices"
        );
    }

    #[test]
    fn the_step_before_payment_is_over_late_settled_invoices() {
        let mut all = vec![paid(100, -3), unpaid(200)];
        for depth in [1, 2, 2, 2] {
            all.push(InvoiceFacts {
                depth,
                ..paid(100, 25)
            });
        }
        let found = plain(&all);
        assert_eq!(
            found.typical_step(4),
            Some(TypicalStep {
                step: 2,
                share: 0.75
            })
        );
        assert_eq!(
            found.typical_step(5),
            None,
            "only four late ones were settled"
        );
        assert_eq!(found.late_from_step(1), Some(1.0));
    }

    #[test]
    fn what_no_table_tells_is_unknown() {
        let none = Evidence {
            reminders: false,
            disputes: false,
            ..Evidence::ALL
        };
        let all = [paid(100, 20)];
        let found = Behaviour::of(all.iter().map(|i| (i, 1.0)), DAY, none);
        assert_eq!(found.mean_depth, None);
        assert_eq!(found.dispute_share, None);
        assert_eq!(found.typical_step(1), None);
        assert_eq!(found.late_share, Some(1.0));
    }

    #[test]
    fn what_tells_of_no_behaviour_is_skipped() {
        let skipped = [
            InvoiceFacts {
                direct_debit: true,
                ..paid(100, 20)
            },
            InvoiceFacts {
                is_credit_note: true,
                ..paid(100, 20)
            },
            InvoiceFacts {
                excluded: true,
                ..paid(100, 20)
            },
        ];
        assert_eq!(plain(&skipped), plain(&[]));
        assert_eq!(plain(&[]).late_share, None);
    }

    #[test]
    fn amounts_are_typical_not_mean() {
        let all = [100, 10_000].map(|cents| InvoiceFacts {
            amount_minor: cents,
            ..invoice(30)
        });
        let typical = plain(&all).typical_amount_minor.unwrap();
        assert!((typical - 1_000.0).abs() < 1e-9);
    }
}
