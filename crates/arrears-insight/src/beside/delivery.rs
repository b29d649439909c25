//! The lag from delivery to invoice, and how often invoices are late at each.

use arrears_ledger::Day;

use crate::facts::{FollowUp, InvoiceFacts, MATERIAL_DAYS, Portfolio, late_count};
use crate::questions::window::due_lately;
use crate::questions::{Part, pooled};
use crate::statistics::Count;

/// Invoices of one lag.
#[derive(Clone, Debug, PartialEq)]
pub struct LagRow {
    /// Fewest days after delivery; `None` for invoices of before.
    pub from: Option<i32>,
    /// Most days; `None` without a limit.
    pub until: Option<i32>,
    /// Late invoices, of all.
    pub late: Part,
}

/// Bands of the lag: before delivery, on the day, then to a week, a fortnight, a month and beyond.
const BANDS: [(Option<i32>, Option<i32>); 6] = [
    (None, Some(-1)),
    (Some(0), Some(0)),
    (Some(1), Some(7)),
    (Some(8), Some(14)),
    (Some(15), Some(30)),
    (Some(31), None),
];

/// Late shares by lag, of invoices that fell due in the last twelve months and have a day of delivery.
pub fn delivery_lags(portfolio: &Portfolio, follow_up: &FollowUp) -> Vec<LagRow> {
    let mut counts: Vec<Vec<Count>> = vec![Vec::new(); BANDS.len()];
    for (_, customer, invoices) in crate::questions::external(portfolio) {
        let mut own = [Count::default(); BANDS.len()];
        for (at, invoice) in customer.invoices.clone().zip(invoices) {
            let Some(lag) = lag(invoice, follow_up.delivery(at), portfolio.known) else {
                continue;
            };
            let band = BANDS
                .iter()
                .position(|&(_, until)| until.is_none_or(|until| lag <= until));
            let count = late_count(std::slice::from_ref(invoice));
            let own = &mut own[band.unwrap_or(BANDS.len() - 1)];
            own.n += count.n;
            own.late += count.late;
        }
        for (all, own) in counts.iter_mut().zip(own).filter(|(_, own)| own.n > 0) {
            all.push(own);
        }
    }
    let rows = BANDS
        .into_iter()
        .zip(&counts)
        .map(|((from, until), counts)| LagRow {
            from,
            until,
            late: pooled(counts),
        });
    rows.filter(|row| row.late.n > 0).collect()
}

fn lag(invoice: &InvoiceFacts, delivery: Option<Day>, known: Day) -> Option<i32> {
    let counts =
        invoice.is_behaviour() && invoice.mature && due_lately(invoice, known, MATERIAL_DAYS);
    delivery
        .filter(|_| counts)
        .map(|day| invoice.invoice_date - day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{DAY, customer, paid, portfolio};
    use crate::facts::follow_up_examples::follow_up;

    #[test]
    fn invoices_are_late_by_lag() {
        // Invoiced 130 days ago at 30 days.
        let invoiced = DAY - 130;
        let all = portfolio(vec![customer(
            "a",
            vec![paid(100, -1), paid(100, 5), paid(100, 9), paid(100, 9)],
        )]);
        let days = vec![
            Some(invoiced),
            Some(invoiced - 20),
            Some(invoiced + 2),
            None,
        ];
        let found = delivery_lags(&all, &follow_up(vec![vec![]; 4]).delivered(days));
        let rows: Vec<_> = found
            .iter()
            .map(|row| (row.from, row.late.k, row.late.n))
            .collect();
        assert_eq!(rows, [(None, 1, 1), (Some(0), 0, 1), (Some(15), 1, 1)]);
    }
}
