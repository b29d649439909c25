//! Whose reminders run up to a formal notice: level 3 and beyond.
//!
//! Asked of each invoice on the same day, a fortnight after the ladder's day for that notice, whoever paid sooner: else
//! only invoices that stayed open would be asked. Invoices of one customer resemble each other, which the share of all
//! invoices takes into account (see [`crate::statistics`]).

use serde::{Deserialize, Serialize};

use super::Part;
use super::customers::{CustomerShare, MIN_INVOICES, external, surest};
use super::window::due_lately;
use crate::facts::{FollowUp, Portfolio};
use crate::statistics::{Count, effective_n, intraclass_correlation, wilson};

/// The level of a formal notice.
pub const FORMAL: u8 = 3;
/// Days after the ladder's day by which the notice is sent, if it is.
const PATIENCE: i32 = 14;

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormalNotice {
    /// Days after the due date on which it is asked.
    pub asked_after: i32,
    /// Invoices that reached it, of all.
    pub invoices: Part,
    /// Customers with one at least, of those with enough invoices.
    pub customers: Part,
    /// Customers with fewer invoices than that.
    pub n_too_few: u64,
    /// The customers whose invoices surely reach it most, with two at least.
    pub rows: Vec<CustomerShare>,
}

/// Counts and lists; `ladder_days` is the ladder's day of the formal notice after the due date.
pub fn formal_notices(
    portfolio: &Portfolio,
    follow_up: &FollowUp,
    ladder_days: i32,
) -> FormalNotice {
    let asked_after = ladder_days + PATIENCE;
    let mut counts = Vec::new();
    let (mut n_reached, mut n_told, mut n_too_few) = (0, 0, 0);
    let mut rows = Vec::new();
    for (position, customer, invoices) in external(portfolio) {
        let (mut count, mut amount_minor) = (Count::default(), 0);
        for (at, invoice) in customer.invoices.clone().zip(invoices) {
            if !invoice.is_behaviour() || !due_lately(invoice, portfolio.known, asked_after) {
                continue;
            }
            count.n += 1;
            let by = invoice.due_date + asked_after;
            let reached = follow_up
                .contacts(at)
                .iter()
                .any(|c| c.level >= FORMAL && c.sent <= by);
            if reached {
                count.late += 1;
                amount_minor += invoice.amount_minor;
            }
        }
        counts.push(count);
        if count.n < MIN_INVOICES {
            n_too_few += 1;
            continue;
        }
        n_told += 1;
        n_reached += u64::from(count.late > 0);
        if count.late >= 2 {
            rows.push(CustomerShare {
                customer: position,
                part: Part::of(count.late, count.n),
                amount_minor,
                overdue_minor: portfolio.money_of(customer).overdue_minor,
                natural_person: customer.natural_person,
            });
        }
    }
    FormalNotice {
        asked_after,
        invoices: pooled(&counts),
        customers: Part::of(n_reached, n_told),
        n_too_few,
        rows: surest(rows),
    }
}

/// The share over all customers' invoices, with the interval of as many as they are worth.
pub(crate) fn pooled(counts: &[Count]) -> Part {
    let (k, n) = (
        counts.iter().map(|c| c.late).sum(),
        counts.iter().map(|c| c.n).sum(),
    );
    let effective = effective_n(counts, intraclass_correlation(counts));
    let share = k as f64 / f64::max(n as f64, 1.0);
    Part {
        k,
        n,
        interval: wilson(share, effective),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};
    use crate::facts::follow_up_examples::{follow_up, sent};

    #[test]
    fn a_notice_counts_if_it_was_sent_by_the_day_it_is_asked() {
        // Due 100 days ago: asked on day 59 after the due date. One was sent a formal notice on day 45, one on day 60.
        let due = DAY - 100;
        let all = portfolio(vec![customer("a", (0..6).map(|_| unpaid(100)).collect())]);
        let contacts = vec![
            vec![sent(due + 14, 1), sent(due + 45, 3)],
            vec![sent(due + 60, 3)],
            vec![sent(due + 50, 4)],
            vec![sent(due + 14, 2)],
            vec![],
            vec![],
        ];
        let found = formal_notices(&all, &follow_up(contacts), 45);
        assert_eq!(found.asked_after, 59);
        assert_eq!((found.invoices.k, found.invoices.n), (2, 6));
        assert_eq!((found.customers.k, found.customers.n), (1, 1));
        assert_eq!(found.rows[0].amount_minor, 200_000);
    }

    #[test]
    fn young_invoices_and_customers_with_few_are_not_told() {
        let young: Vec<_> = (0..6).map(|_| unpaid(58)).collect();
        let few = vec![paid(100, 20); 4];
        let all = portfolio(vec![customer("young", young), customer("few", few)]);
        let found = formal_notices(&all, &follow_up(vec![vec![]; 10]), 45);
        assert_eq!(
            (found.invoices.n, found.customers.n, found.n_too_few),
            (4, 0, 2)
        );
        assert!(found.rows.is_empty());
    }
}
