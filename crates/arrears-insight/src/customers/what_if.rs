//! What another policy would move: customers and money from segment to segment, and how those customers paid in the past.
//!
//! The past share of late invoices goes with the customers that would move; it says nothing of what moving them would
//! cause. Shares of fewer than ten customers are not told.

use std::collections::BTreeMap;

use serde::Serialize;

use super::assess::CustomerInsight;
use super::segments::Segment;
use crate::facts::{InvoiceFacts, Portfolio};
use crate::statistics::{Count, effective_n, wilson};

/// Customers from which a share is told.
pub const FEWEST_CUSTOMERS: u64 = 10;
/// Days before the as-of day within which an invoice of the past fell due.
const PAST_DAYS: i32 = 365;

/// Customers that go from one segment to another, or stay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Move {
    /// Their segment under the policy in force.
    pub from: Segment,
    /// Their segment under the other one.
    pub to: Segment,
    /// How many.
    pub n_customers: u64,
    /// What they owe, in cents.
    pub open_minor: i64,
    /// Of which past due, in cents.
    pub overdue_minor: i64,
    /// How their invoices of the last twelve months were paid.
    pub past: Past,
}

/// How invoices that fell due in the last twelve months were paid; shares are `None` for few customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Past {
    /// Invoices whose outcome is known.
    pub n_invoices: u64,
    /// Share of them that was late.
    pub late_share: Option<f64>,
    /// Its 95 % interval, from.
    pub late_low: Option<f64>,
    /// And to.
    pub late_high: Option<f64>,
    /// Share of their amount that was late.
    pub late_share_amount: Option<f64>,
}

/// What one change, or all together, would move.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// Every pair of segments, those of who stay among them, by from and to.
    pub moves: Vec<Move>,
    /// Customers that change segment.
    pub n_moved: u64,
    /// What they owe, in cents.
    pub open_moved_minor: i64,
    /// Customers whose measures, channel or ladder change, whether or not they change segment.
    pub n_handled_otherwise: u64,
}

/// The effect of going from one assessment of the same customers to another; those of the own group are left out.
pub fn effect(
    portfolio: &Portfolio,
    before: &[CustomerInsight],
    after: &[CustomerInsight],
) -> Effect {
    let correlation = portfolio.late_correlation();
    let mut groups: BTreeMap<(Segment, Segment), Vec<usize>> = BTreeMap::new();
    for from in Segment::ALL {
        for to in Segment::ALL {
            groups.insert((from, to), Vec::new());
        }
    }
    let outside = || {
        before
            .iter()
            .zip(after)
            .enumerate()
            .filter(|(_, (before, _))| !before.intercompany)
    };
    for (i, (before, after)) in outside() {
        groups
            .entry((before.segment, after.segment))
            .or_default()
            .push(i);
    }
    let moves: Vec<Move> = groups
        .into_iter()
        .map(|((from, to), customers)| Move {
            from,
            to,
            n_customers: customers.len() as u64,
            open_minor: customers.iter().map(|&i| before[i].money.open_minor).sum(),
            overdue_minor: customers
                .iter()
                .map(|&i| before[i].money.overdue_minor)
                .sum(),
            past: past(portfolio, &customers, correlation),
        })
        .collect();
    let moved = || moves.iter().filter(|group| group.from != group.to);
    Effect {
        n_moved: moved().map(|group| group.n_customers).sum(),
        open_moved_minor: moved().map(|group| group.open_minor).sum(),
        n_handled_otherwise: outside()
            .filter(|(_, (before, after))| before.advice != after.advice)
            .count() as u64,
        moves,
    }
}

fn past(portfolio: &Portfolio, customers: &[usize], correlation: f64) -> Past {
    let mut counts = Vec::with_capacity(customers.len());
    let (mut amount, mut late_amount) = (0_i64, 0_i64);
    for &i in customers {
        let mut count = Count::default();
        for invoice in portfolio.invoices_of(&portfolio.customers[i]) {
            if of_the_past(invoice, portfolio) {
                count.n += 1;
                count.late += u64::from(invoice.late);
                amount += invoice.amount_minor;
                late_amount += if invoice.late {
                    invoice.amount_minor
                } else {
                    0
                };
            }
        }
        counts.push(count);
    }
    let n_invoices: u64 = counts.iter().map(|count| count.n).sum();
    let n_with = counts.iter().filter(|count| count.n > 0).count() as u64;
    if n_with < FEWEST_CUSTOMERS {
        return Past {
            n_invoices,
            ..Past::default()
        };
    }
    let n_late: u64 = counts.iter().map(|count| count.late).sum();
    let share = n_late as f64 / n_invoices as f64;
    let interval = wilson(share, effective_n(&counts, correlation));
    Past {
        n_invoices,
        late_share: Some(share),
        late_low: interval.map(|interval| interval.low),
        late_high: interval.map(|interval| interval.high),
        late_share_amount: (amount > 0).then(|| late_amount as f64 / amount as f64),
    }
}

fn of_the_past(invoice: &InvoiceFacts, portfolio: &Portfolio) -> bool {
    invoice.is_behaviour() && invoice.mature && invoice.due_date > portfolio.as_of - PAST_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{CustomerScores, Policy, assess};
    use crate::facts::examples::{customer, paid, portfolio, unpaid};

    #[test]
    fn who_moves_is_counted_with_its_money_and_its_past() {
        // Twelve customers that pay a week late, three of ten invoices each, and owe one more.
        let one = |i: usize| {
            let mut invoices: Vec<_> = (0..10)
                .map(|k| paid(30 + 30 * k, if k < 3 { 8 } else { -2 }))
                .collect();
            invoices.push(unpaid(-5));
            customer(&format!("c{i:02}"), invoices)
        };
        let all = portfolio((0..12).map(one).collect());
        let scores = CustomerScores {
            p_late: vec![Some(0.3); 12],
            p_late_30d: vec![Some(0.08); 12],
            ..CustomerScores::default()
        };
        let assessed = |up_to: f64| {
            let mut policy = Policy::default();
            policy.a.p_late_30d_up_to = up_to;
            assess(&all, &scores, &[], &[], &policy).unwrap()
        };
        let found = effect(&all, &assessed(0.1), &assessed(0.05));
        assert_eq!(
            (found.n_moved, found.open_moved_minor, found.moves.len()),
            (12, 1_200_000, 9)
        );
        let to_b = found
            .moves
            .iter()
            .find(|group| (group.from, group.to) == (Segment::A, Segment::B));
        let past = &to_b.unwrap().past;
        assert_eq!((past.n_invoices, past.late_share), (120, Some(0.3)));
        assert!(past.late_low.unwrap() < 0.3 && past.late_high.unwrap() > 0.3);
        // Nobody stays: nothing is said of nobody.
        assert_eq!(found.moves[0].past.late_share, None);
        let mut own = assessed(0.1);
        own[0].intercompany = true;
        let found = effect(&all, &own, &assessed(0.05));
        assert_eq!((found.n_moved, found.open_moved_minor), (11, 1_100_000));
        let none = effect(&all, &assessed(0.1), &assessed(0.1));
        assert_eq!((none.n_moved, none.n_handled_otherwise), (0, 0));
    }

    #[test]
    fn shares_of_few_customers_are_not_told() {
        let all = portfolio(
            (0..9)
                .map(|i| customer(&format!("c{i}"), vec![paid(30, 8)]))
                .collect(),
        );
        let found = past(&all, &(0..9).collect::<Vec<_>>(), 0.0);
        assert_eq!((found.n_invoices, found.late_share), (9, None));
    }
}
