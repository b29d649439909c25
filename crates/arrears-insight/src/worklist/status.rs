//! What is done about a line, and whether that is today.

use arrears_ledger::Day;

use super::NextStep;
use super::next::working_day;
use crate::customers::measures::Channel;

/// What is done about a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Somebody calls today.
    Call,
    /// A letter, an e-mail or a payment link goes out today.
    Send,
    /// The next step is on a later day.
    Later,
    /// Nobody is called, for a cause.
    NotCalled,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 4] = [Status::Call, Status::Send, Status::Later, Status::NotCalled];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Status::Call => "call",
            Status::Send => "send",
            Status::Later => "later",
            Status::NotCalled => "not_called",
        }
    }

    /// By the next step; where the ladder has none left a call is what remains, today.
    pub(super) fn of(next: Option<NextStep>, as_of: Day) -> Status {
        match next {
            None => Status::Call,
            // In a weekend what is due is done on Monday, and the list is that of Monday.
            Some(next) if next.day > working_day(as_of) => Status::Later,
            Some(next) if next.channel == Channel::Phone => Status::Call,
            Some(_) => Status::Send,
        }
    }
}

#[cfg(test)]
mod tests {
    use arrears_features::InvoiceIx;

    use super::*;
    use crate::facts::examples::DAY;

    #[test]
    fn only_a_step_by_phone_that_is_due_is_a_call_of_today() {
        // The day is a Wednesday.
        let step = |after: i32, channel| {
            let next = NextStep {
                invoice: InvoiceIx(0),
                level: 1,
                channel,
                day: working_day(DAY + after),
            };
            Status::of(Some(next), DAY)
        };
        assert_eq!(step(0, Channel::Phone), Status::Call);
        assert_eq!(step(0, Channel::Letter), Status::Send);
        assert_eq!(step(0, Channel::Email), Status::Send);
        assert_eq!(step(0, Channel::PaymentLink), Status::Send);
        assert_eq!(step(1, Channel::Phone), Status::Later);
        assert_eq!(Status::of(None, DAY), Status::Call);
    }

    #[test]
    fn the_list_of_a_weekend_is_that_of_monday() {
        let saturday = DAY + 3;
        let next = NextStep {
            invoice: InvoiceIx(0),
            level: 0,
            channel: Channel::Phone,
            day: working_day(saturday),
        };
        assert_eq!(Status::of(Some(next), saturday), Status::Call);
    }
}
