//! Late share over time, by invoice month.
//!
//! Over mature invoices, paid or not. In the latest months only invoices with short terms are mature yet; how many
//! are not is told beside each share, so that a chart can draw these months apart. All invoices of external
//! customers count, direct debit too; cancelled ones and credit notes do not.

use std::collections::BTreeMap;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::facts::Portfolio;

/// The invoices of one month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateMonth {
    /// First day of the invoice month.
    pub month: Day,
    /// Invoices of the month, mature or not.
    pub n: u64,
    /// Of which mature.
    pub n_mature: u64,
    /// Of which late.
    pub n_late: u64,
    /// Amount of the mature ones, in cents.
    pub mature_minor: i64,
    /// Amount of the late ones, in cents.
    pub late_minor: i64,
}

impl LateMonth {
    /// Share of the mature invoices that is late, by count.
    pub fn late_share(&self) -> Option<f64> {
        (self.n_mature > 0).then(|| self.n_late as f64 / self.n_mature as f64)
    }

    /// Share of their amount that is late.
    pub fn late_share_amount(&self) -> Option<f64> {
        (self.mature_minor > 0).then(|| self.late_minor as f64 / self.mature_minor as f64)
    }

    /// Share of the month's invoices that is not yet mature.
    pub fn immature_share(&self) -> f64 {
        (self.n - self.n_mature) as f64 / self.n as f64
    }

    /// Month as `2025-11`.
    pub fn label(&self) -> String {
        format!("{:04}-{:02}", self.month.year(), self.month.month())
    }
}

/// Every month with an invoice, oldest first.
pub fn late_share_by_month(portfolio: &Portfolio) -> Vec<LateMonth> {
    let mut months: BTreeMap<Day, LateMonth> = BTreeMap::new();
    for (_, invoices) in portfolio.external() {
        for invoice in invoices.iter().filter(|i| !i.is_credit_note && !i.excluded) {
            let month = first_of_month(invoice.invoice_date);
            let found = months.entry(month).or_insert(LateMonth {
                month,
                n: 0,
                n_mature: 0,
                n_late: 0,
                mature_minor: 0,
                late_minor: 0,
            });
            found.n += 1;
            if invoice.mature {
                found.n_mature += 1;
                found.mature_minor += invoice.amount_minor;
            }
            if invoice.late {
                found.n_late += 1;
                found.late_minor += invoice.amount_minor;
            }
        }
    }
    months.into_values().collect()
}

fn first_of_month(day: Day) -> Day {
    day - (day.day_of_month() as i32 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::InvoiceFacts;
    use crate::facts::examples::{customer, invoice, paid, portfolio, unpaid};

    #[test]
    fn months_count_mature_invoices_and_tell_how_many_are_not() {
        // At 30 days' terms: due 20 and 10 days ago is November 11 and 21; due in 5 days is December 6.
        let mut own_group = customer("own", vec![unpaid(20)]);
        own_group.facts.intercompany = true;
        let direct = InvoiceFacts {
            amount_minor: 300_000,
            direct_debit: true,
            ..paid(10, 0)
        };
        let all = portfolio(vec![
            customer("a", vec![paid(20, 3), direct, invoice(-5)]),
            customer(
                "b",
                vec![InvoiceFacts {
                    excluded: true,
                    ..unpaid(15)
                }],
            ),
            own_group,
        ]);
        let found = late_share_by_month(&all);
        let labels: Vec<String> = found.iter().map(LateMonth::label).collect();
        assert_eq!(labels, ["2025-11", "2025-12"]);
        let november = &found[0];
        assert_eq!((november.n, november.n_mature, november.n_late), (2, 2, 1));
        assert_eq!(november.late_share(), Some(0.5));
        assert_eq!(november.late_share_amount(), Some(0.25));
        assert_eq!(
            (found[1].late_share(), found[1].immature_share()),
            (None, 1.0)
        );
    }
}
