//! Who pays late as a rule: the customers whose pattern is a habit.
//!
//! The pattern is the contract's (see [`crate::customers::pattern`]): of the last twelve judged invoices, the
//! probability that more than a third of a customer's are materially late is at least 0.8. Here they are counted, with
//! the money that they paid late, and listed by the money of the last twelve months.

use serde::{Deserialize, Serialize};

use super::Part;
use super::customers::{CustomerShare, MIN_INVOICES, MOST_CUSTOMERS, external};
use super::window::due_lately;
use crate::customers::{CustomerInsight, Pattern};
use crate::facts::{InvoiceFacts, MATERIAL_DAYS, Portfolio};

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateAsRule {
    /// Customers late as a rule, of those with enough judged invoices.
    pub customers: Part,
    /// Customers with fewer judged invoices than that.
    pub n_too_few: u64,
    /// Materially late in the last twelve months, all customers, in cents.
    pub late_minor: i64,
    /// Of which by customers late as a rule.
    pub late_by_rule_minor: i64,
    /// The customers with the most materially late money among those late as a rule.
    pub rows: Vec<CustomerShare>,
}

/// Counts and lists the customers whose pattern is a habit; `insights` are in the portfolio's order.
pub fn late_as_rule(portfolio: &Portfolio, insights: &[CustomerInsight]) -> LateAsRule {
    let (mut n_rule, mut n_judged, mut n_too_few) = (0, 0, 0);
    let (mut late_minor, mut by_rule_minor) = (0, 0);
    let mut rows = Vec::new();
    for (position, customer, invoices) in external(portfolio) {
        let pattern = &insights[position].pattern;
        let own_minor = materially_late_minor(invoices, portfolio);
        late_minor += own_minor;
        if u64::from(pattern.n_judged) < MIN_INVOICES {
            n_too_few += 1;
            continue;
        }
        n_judged += 1;
        if pattern.pattern == Pattern::Habit {
            n_rule += 1;
            by_rule_minor += own_minor;
            rows.push(CustomerShare {
                customer: position,
                part: Part::of(u64::from(pattern.n_material), u64::from(pattern.n_judged)),
                amount_minor: own_minor,
                overdue_minor: portfolio.money_of(customer).overdue_minor,
                natural_person: customer.natural_person,
            });
        }
    }
    rows.sort_by(|a, b| {
        b.amount_minor
            .cmp(&a.amount_minor)
            .then(a.customer.cmp(&b.customer))
    });
    rows.truncate(MOST_CUSTOMERS);
    LateAsRule {
        customers: Part::of(n_rule, n_judged),
        n_too_few,
        late_minor,
        late_by_rule_minor: by_rule_minor,
        rows,
    }
}

fn materially_late_minor(invoices: &[InvoiceFacts], portfolio: &Portfolio) -> i64 {
    let late = invoices.iter().filter(|invoice| {
        invoice.is_behaviour()
            && due_lately(invoice, portfolio.known, MATERIAL_DAYS)
            && invoice.materially_late(portfolio.known) == Some(true)
    });
    late.map(|invoice| invoice.amount_minor).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{CustomerScores, Policy, assess};
    use crate::facts::examples::{Example, customer, paid, portfolio};

    fn insights(all: &Portfolio) -> Vec<CustomerInsight> {
        let none = vec![None; all.customers.len()];
        let scores = CustomerScores {
            p_late: none.clone(),
            p_late_30d: none,
            ..CustomerScores::default()
        };
        assess(all, &scores, &[], &[], &Policy::default()).expect("a good policy")
    }

    fn pays(id: &str, days: i32, n: i32) -> Example {
        customer(id, (0..n).map(|i| paid(60 + 20 * i, days)).collect())
    }

    #[test]
    fn a_habit_is_listed_with_its_money_and_few_invoices_are_counted_apart() {
        let all = portfolio(vec![
            pays("late", 30, 6),
            pays("prompt", -2, 6),
            pays("new", 30, 4),
        ]);
        let found = late_as_rule(&all, &insights(&all));
        assert_eq!(
            (found.customers.k, found.customers.n, found.n_too_few),
            (1, 2, 1)
        );
        assert_eq!(
            (found.late_by_rule_minor, found.late_minor),
            (600_000, 1_000_000)
        );
        assert_eq!(found.rows.len(), 1);
        assert_eq!(
            (
                found.rows[0].customer,
                found.rows[0].part.k,
                found.rows[0].part.n
            ),
            (0, 6, 6)
        );
        assert!(found.rows[0].part.interval.unwrap().low > 0.5);
    }

    #[test]
    fn the_own_group_and_one_forgotten_invoice_are_no_rule() {
        let mut own = pays("own", 30, 6);
        own.facts.intercompany = true;
        let mut once = (0..7).map(|i| paid(60 + 20 * i, -2)).collect::<Vec<_>>();
        once.push(paid(50, 40));
        let all = portfolio(vec![own, customer("once", once)]);
        let found = late_as_rule(&all, &insights(&all));
        assert_eq!((found.customers.k, found.customers.n), (0, 1));
        assert_eq!((found.late_minor, found.late_by_rule_minor), (100_000, 0));
    }
}
