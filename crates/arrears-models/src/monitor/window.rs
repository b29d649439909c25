//! Which invoices are recent, which came before them, and which are old enough to have an outcome.

use arrears_ledger::Day;

use crate::retrain::Window;

/// The invoices after `since`, of the last `months` at most.
pub(super) fn recent(since: Day, as_of: Day, months: u32) -> Window {
    Window {
        from: (since + 1).max(months_before(as_of, months) + 1),
        until: as_of,
    }
}

/// As many days as `after` has, up to and including `since`.
pub(super) fn as_long_before(since: Day, after: Window) -> Window {
    Window {
        from: since - (after.until - after.from),
        until: since,
    }
}

/// The twelve months up to a day.
pub(super) fn year_before(day: Day) -> Window {
    months_up_to(day, 12)
}

/// The last months up to a day.
pub(super) fn months_up_to(day: Day, months: u32) -> Window {
    Window {
        from: months_before(day, months) + 1,
        until: day,
    }
}

/// The same day of an earlier month; the last day of a month stays one.
fn months_before(day: Day, months: u32) -> Day {
    let first = (0..months).fold(first_of(day), |first, _| first_of(first - 1));
    let last = first.month_end();
    if day == day.month_end() {
        return last;
    }
    last.min(first + (day.day_of_month() as i32 - 1))
}

fn first_of(day: Day) -> Day {
    crate::retrain::first_of_month(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn recent_is_since_then_or_three_months() {
        let from = |since: &str, as_of: &str| recent(day(since), day(as_of), 3).from;
        assert_eq!(from("2025-11-30", "2025-12-31"), day("2025-12-01"));
        assert_eq!(from("2025-01-31", "2025-12-31"), day("2025-10-01"));
        assert_eq!(from("2024-01-31", "2025-02-28"), day("2024-12-01"));
        assert_eq!(from("2024-01-31", "2025-05-15"), day("2025-02-16"));
        assert_eq!(from("2024-01-31", "2025-05-30"), day("2025-03-01"));
    }

    #[test]
    fn before_is_as_long() {
        let after = recent(day("2025-09-30"), day("2025-12-31"), 3);
        let before = as_long_before(day("2025-09-30"), after);
        assert_eq!(before.until - before.from, after.until - after.from);
        assert_eq!(before.until, day("2025-09-30"));
        assert_eq!(year_before(day("2024-02-29")).from, day("2023-03-01"));
    }
}
