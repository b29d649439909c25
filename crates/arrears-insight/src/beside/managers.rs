//! Late and uncollected money per account manager: what their customers owe, no measure of the person.

use std::collections::BTreeMap;

use crate::facts::{FollowUp, MATERIAL_DAYS, Portfolio, material_count};
use crate::questions::window::due_lately;
use crate::questions::{Part, pooled};
use crate::statistics::Count;

/// The customers of one account manager.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ManagerRow {
    /// As the ledger names them; `None` for customers without one.
    pub manager: Option<String>,
    /// Customers.
    pub n_customers: u64,
    /// Invoiced and due in the last twelve months, in cents.
    pub due_minor: i64,
    /// Of which materially late, in cents.
    pub late_minor: i64,
    /// Past due and open now, in cents.
    pub overdue_minor: i64,
    /// Written off in the last twelve months, in cents.
    pub written_off_minor: i64,
    /// Materially late invoices of the last twelve months, of all.
    pub late: Part,
}

/// A row per account manager, the most uncollected money first, customers without one last.
pub fn account_managers(portfolio: &Portfolio, follow_up: &FollowUp) -> Vec<ManagerRow> {
    let mut rows: BTreeMap<Option<&str>, (ManagerRow, Vec<Count>)> = BTreeMap::new();
    for (_, customer, invoices) in crate::questions::external(portfolio) {
        let manager = customer.traits.account_manager.as_deref();
        let (row, counts) = rows.entry(manager).or_default();
        row.n_customers += 1;
        row.overdue_minor += portfolio.money_of(customer).overdue_minor;
        let mut count = Count::default();
        for (at, invoice) in customer.invoices.clone().zip(invoices) {
            row.written_off_minor += follow_up.written_off_minor(at);
            if !invoice.is_behaviour() || !due_lately(invoice, portfolio.known, MATERIAL_DAYS) {
                continue;
            }
            let own = material_count(std::slice::from_ref(invoice), portfolio.known);
            count.n += own.n;
            count.late += own.late;
            row.due_minor += invoice.amount_minor;
            row.late_minor += if own.late > 0 {
                invoice.amount_minor
            } else {
                0
            };
        }
        counts.push(count);
    }
    let mut rows: Vec<ManagerRow> = rows
        .into_iter()
        .map(|(manager, (row, counts))| ManagerRow {
            manager: manager.map(str::to_owned),
            late: pooled(&counts),
            ..row
        })
        .collect();
    let uncollected = |row: &ManagerRow| row.overdue_minor + row.written_off_minor;
    rows.sort_by(|a, b| {
        let named = a.manager.is_none().cmp(&b.manager.is_none());
        named
            .then(uncollected(b).cmp(&uncollected(a)))
            .then_with(|| a.manager.cmp(&b.manager))
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{customer, paid, portfolio, unpaid};
    use crate::facts::follow_up_examples::follow_up;

    #[test]
    fn money_adds_up_by_manager() {
        let mut first = customer("a", vec![paid(100, 20), unpaid(60)]);
        first.facts.traits.account_manager = Some("Ann".into());
        let mut second = customer("b", vec![paid(100, 0)]);
        second.facts.traits.account_manager = Some("Bob".into());
        let all = portfolio(vec![first, second, customer("c", vec![unpaid(30)])]);
        let follow = follow_up(vec![vec![]; 4]).written_off(vec![0, 0, 5_000, 0]);
        let found = account_managers(&all, &follow);
        let names: Vec<Option<&str>> = found.iter().map(|row| row.manager.as_deref()).collect();
        assert_eq!(names, [Some("Ann"), Some("Bob"), None]);
        let ann = &found[0];
        assert_eq!(
            (ann.due_minor, ann.late_minor, ann.overdue_minor),
            (200_000, 200_000, 100_000)
        );
        assert_eq!((ann.late.k, ann.late.n), (2, 2));
        assert_eq!(found[1].written_off_minor, 5_000);
    }
}
