//! What is done next about a line, by the ladder of the policy.
//!
//! A step is taken once: the next is the first above the level that an invoice has reached. It comes on the day that the
//! ladder gives it, but never sooner after the step before than the ladder has between them: a letter that was sent late
//! leaves a consumer the days that the law gives it. What was due before today is done today.

use arrears_features::{Book, InvoiceIx};
use arrears_ledger::Day;

use super::Call;
use crate::customers::CustomerInsight;
use crate::customers::measures::Channel;
use crate::customers::policy::{Policy, Step};
use crate::facts::{InvoiceFacts, Portfolio};

/// The next step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// The invoice that it is for.
    pub invoice: InvoiceIx,
    /// Dunning level: 0 is a contact without a step.
    pub level: u8,
    /// By what the ladder takes it.
    pub channel: Channel,
    /// When: a working day, today or later.
    pub day: Day,
}

/// The first step that is due of the invoices that a line is about; of several on one day the highest.
pub(super) fn of_line(
    line: &Call,
    book: &Book,
    portfolio: &Portfolio,
    insights: &[CustomerInsight],
    policy: &Policy,
) -> Option<NextStep> {
    let mut first: Option<NextStep> = None;
    for &customer in &line.customers {
        let Some(steps) = policy.ladders.get(&insights[customer].advice.ladder) else {
            continue;
        };
        let facts = &portfolio.customers[customer];
        for invoice in portfolio.invoices_of(facts) {
            let asked = line.to_call_about().any(|item| item.invoice == invoice.ix);
            if !asked {
                continue;
            }
            let contacted = book.state(invoice.ix, portfolio.as_of).n_calls > 0;
            let next = of_invoice(steps, invoice, contacted, portfolio.as_of);
            first = sooner(first, next);
        }
    }
    first
}

fn sooner(a: Option<NextStep>, b: Option<NextStep>) -> Option<NextStep> {
    match (a, b) {
        (Some(a), Some(b))
            if (b.day, std::cmp::Reverse(b.level)) < (a.day, std::cmp::Reverse(a.level)) =>
        {
            Some(b)
        }
        (Some(a), _) => Some(a),
        (None, b) => b,
    }
}

fn of_invoice(
    steps: &[Step],
    invoice: &InvoiceFacts,
    contacted: bool,
    as_of: Day,
) -> Option<NextStep> {
    let taken = |step: &Step| match step.level {
        0 => contacted || invoice.depth > 0,
        level => level <= invoice.depth,
    };
    let at = steps.iter().position(|step| !taken(step))?;
    let step = steps[at];
    let by_ladder = invoice.due_date + step.days;
    // The step before was sent on its own day, which may be later than the ladder's.
    let before = steps[..at]
        .iter()
        .rev()
        .find(|before| before.level == invoice.depth && before.level > 0);
    let after_the_last = before
        .zip(invoice.depth_since)
        .map(|(before, sent)| sent + (step.days - before.days));
    let day = by_ladder
        .max(after_the_last.unwrap_or(by_ladder))
        .max(as_of);
    Some(NextStep {
        invoice: invoice.ix,
        level: step.level,
        channel: step.channel,
        day: working_day(day),
    })
}

/// The day itself, or the Monday after a weekend.
pub(super) fn working_day(day: Day) -> Day {
    match day.weekday() {
        5 => day + 2,
        6 => day + 1,
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::policy::Ladders;
    use crate::facts::examples::{DAY, unpaid};

    /// The next step of an invoice so many days past due that has reached `depth`, that many days ago.
    fn next(ladder: &str, past_due: i32, depth: u8, ago: i32) -> Option<(u8, i32)> {
        let ladders = Ladders::default();
        let mut invoice = unpaid(past_due);
        invoice.depth = depth;
        invoice.depth_since = (depth > 0).then_some(DAY - ago);
        let steps = ladders.get(ladder).expect("a ladder");
        let next = of_invoice(steps, &invoice, depth > 0, DAY)?;
        Some((next.level, next.day - DAY))
    }

    #[test]
    fn the_next_step_is_the_first_that_was_not_taken() {
        // The standard ladder: 14, 24, 45 and 90 days past due. The as-of day is a Wednesday.
        assert_eq!(next("standard", 9, 0, 0), Some((1, 5)));
        assert_eq!(next("standard", 20, 0, 0), Some((1, 0)), "overdue: today");
        assert_eq!(
            next("standard", 20, 1, 6),
            Some((2, 5)),
            "10 days on is a Sunday"
        );
        assert_eq!(next("standard", 100, 4, 10), None, "no step is left");
        assert_eq!(next("close", 3, 0, 0), Some((0, 0)), "a call first");
    }

    #[test]
    fn a_letter_sent_late_leaves_the_days_of_the_ladder() {
        // A Dutch consumer: the fourteen-day letter at 21, what costs at 38 days. Sent at 40, it leaves 17 days.
        assert_eq!(next("consumer_nl", 41, 2, 1), Some((3, 16)));
        assert_eq!(next("consumer_nl", 60, 2, 39), Some((3, 0)));
    }

    #[test]
    fn weekends_are_no_days_to_act() {
        assert_eq!(working_day(DAY), DAY);
        assert_eq!(
            (working_day(DAY + 3), working_day(DAY + 4)),
            (DAY + 5, DAY + 5)
        );
    }
}
