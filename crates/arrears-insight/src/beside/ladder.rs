//! Whether the steps of the ladder were really sent when they should be, by segment and level.
//!
//! Asked of every step that fell due on an invoice that was then open and not contested, in the last twelve months, and on
//! the same day for all: a month after the step. Sent up to three days before or after its day is on time, since
//! no step goes out on a weekend. The ladder is the policy's for the customer; what was sent under another one shows as
//! early or late.

use std::collections::{BTreeMap, BTreeSet};

use arrears_ledger::Day;

use crate::customers::policy::{Ladders, Step};
use crate::customers::{CustomerInsight, Segment};
use crate::facts::{FollowUp, InvoiceFacts, Portfolio};
use crate::questions::Part;
use crate::questions::window::due_lately;

/// Days before or after its own on which a step is on time.
const ON_TIME: i32 = 3;
/// Days after a step's day on which it is asked whether it was sent.
const ASKED: i32 = 31;

/// What became of the steps of one level.
#[derive(Clone, Debug, PartialEq)]
pub struct AdherenceRow {
    /// The segment; `None` for all customers.
    pub segment: Option<Segment>,
    /// The level.
    pub level: u8,
    /// Its day after the due date by the ladder; `None` where customers have several ladders.
    pub day: Option<i32>,
    /// Sent on time, of all that fell due.
    pub on_time: Part,
    /// Sent more than three days before its day.
    pub n_early: u64,
    /// Sent more than three days after it, within a month.
    pub n_late: u64,
    /// Not sent within a month.
    pub n_not_sent: u64,
    /// Median days after the due date on which it was sent.
    pub median_day: Option<i32>,
}

/// The rows: all customers by level, then by segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Adherence {
    /// A row per segment and level of which a step fell due.
    pub rows: Vec<AdherenceRow>,
}

#[derive(Default)]
struct Tally {
    days: BTreeSet<i32>,
    n: u64,
    on_time: u64,
    early: u64,
    late: u64,
    sent: Vec<i32>,
}

/// Counts the steps that fell due.
pub fn adherence(
    portfolio: &Portfolio,
    follow_up: &FollowUp,
    insights: &[CustomerInsight],
    ladders: &Ladders,
) -> Adherence {
    let mut tallies: BTreeMap<(Option<Segment>, u8), Tally> = BTreeMap::new();
    for (position, customer, invoices) in crate::questions::external(portfolio) {
        let segment = insights[position].segment;
        let ladder = ladders
            .get(&insights[position].advice.ladder)
            .unwrap_or(&[]);
        for (at, invoice) in customer.invoices.clone().zip(invoices) {
            if !invoice.is_behaviour() || invoice.has_dispute {
                continue;
            }
            for step in ladder
                .iter()
                .filter(|step| fell_due(invoice, **step, portfolio.known))
            {
                let sent = follow_up
                    .contacts(at)
                    .iter()
                    .find(|contact| contact.level == step.level);
                let sent = sent.map(|contact| contact.sent - invoice.due_date);
                for group in [None, Some(segment)] {
                    tallies
                        .entry((group, step.level))
                        .or_default()
                        .add(*step, sent);
                }
            }
        }
    }
    let rows = tallies
        .into_iter()
        .map(|((segment, level), tally)| tally.row(segment, level));
    Adherence {
        rows: rows.collect(),
    }
}

/// Whether an invoice was still open when the step could last be on time, and it is known what became of the step.
fn fell_due(invoice: &InvoiceFacts, step: Step, known: Day) -> bool {
    let last = invoice.due_date + step.days + ON_TIME;
    due_lately(invoice, known, step.days + ASKED)
        && invoice.settled_on.is_none_or(|day| day > last)
        && (invoice.settled_on.is_some() || invoice.open_minor > 0)
}

impl Tally {
    fn add(&mut self, step: Step, sent: Option<i32>) {
        self.n += 1;
        self.days.insert(step.days);
        let Some(sent) = sent.filter(|sent| *sent <= step.days + ASKED) else {
            return;
        };
        self.sent.push(sent);
        let after = sent - step.days;
        if after < -ON_TIME {
            self.early += 1;
        } else if after <= ON_TIME {
            self.on_time += 1;
        } else {
            self.late += 1;
        }
    }

    fn row(mut self, segment: Option<Segment>, level: u8) -> AdherenceRow {
        self.sent.sort_unstable();
        let middle = self.sent.len().checked_sub(1).map(|last| last / 2);
        AdherenceRow {
            segment,
            level,
            day: self.days.first().copied().filter(|_| self.days.len() == 1),
            on_time: Part::of(self.on_time, self.n),
            n_early: self.early,
            n_late: self.late,
            n_not_sent: self.n - self.sent.len() as u64,
            median_day: middle.map(|middle| self.sent[middle]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{Channel, CustomerScores, Policy, assess};
    use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};
    use crate::facts::follow_up_examples::{follow_up, sent};

    #[test]
    fn steps_are_on_time_early_late_or_not_sent() {
        let due = DAY - 100;
        let mut contested = unpaid(100);
        contested.has_dispute = true;
        // On time, late, early, not sent, sent after a month; then paid before it could be, contested, too young.
        let invoices = vec![
            unpaid(100),
            unpaid(100),
            unpaid(100),
            unpaid(100),
            unpaid(100),
            paid(100, 17),
            contested,
            unpaid(27),
        ];
        let contacts = vec![
            vec![sent(due + 16, 1)],
            vec![sent(due + 20, 1)],
            vec![sent(due + 2, 1)],
            vec![sent(due + 15, 2)],
            vec![sent(due + 46, 1)],
            vec![sent(due + 14, 1)],
            vec![],
            vec![],
        ];
        let all = portfolio(vec![customer("a", invoices)]);
        let scores = CustomerScores {
            p_late: vec![None],
            p_late_30d: vec![None],
            ..CustomerScores::default()
        };
        let insights = assess(&all, &scores, &[], &[], &Policy::default()).expect("a good policy");
        let mut ladders = Ladders::default();
        let reminder = Step {
            level: 1,
            days: 14,
            channel: Channel::Email,
        };
        ladders.set(&insights[0].advice.ladder, vec![reminder]);
        let found = adherence(&all, &follow_up(contacts), &insights, &ladders);
        let row = &found.rows[0];
        assert_eq!((row.segment, row.level, row.on_time.n), (None, 1, 5));
        assert_eq!(row.day, Some(14));
        assert_eq!(
            (row.on_time.k, row.n_early, row.n_late, row.n_not_sent),
            (1, 1, 1, 2)
        );
        assert_eq!(row.median_day, Some(16));
        assert_eq!(found.rows.len(), 2, "all customers, and the segment");
    }
}
