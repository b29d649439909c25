//! Months and days of the month by table: features ask for them millions of times, and the arithmetic of the
//! calendar costs ten times a look-up.

use std::sync::LazyLock;

use arrears_ledger::Day;

/// Where a day stands in its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Civil {
    /// 1 to 12.
    pub(crate) month: u8,
    /// Day of the month, 1 to 31.
    pub(crate) day: u8,
    /// Last day of the month, 28 to 31.
    pub(crate) last: u8,
}

/// Days of the tables: 1990 to 2050; other days are computed.
pub(crate) const FIRST: i32 = 7_305;
pub(crate) const DAYS: i32 = 22_280;

static TABLE: LazyLock<Vec<Civil>> = LazyLock::new(|| {
    (FIRST..FIRST + DAYS)
        .map(|day| computed(Day(day)))
        .collect()
});

/// Where a day stands in its month.
pub(crate) fn civil(day: Day) -> Civil {
    let tabled = usize::try_from(day.0 - FIRST)
        .ok()
        .and_then(|at| TABLE.get(at));
    tabled.copied().unwrap_or_else(|| computed(day))
}

fn computed(day: Day) -> Civil {
    Civil {
        month: day.month() as u8,
        day: day.day_of_month() as u8,
        last: day.month_end().day_of_month() as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_and_outside_the_table_agree_with_the_calendar() {
        assert_eq!(Day(FIRST).to_string(), "1990-01-01");
        assert_eq!(Day(FIRST + DAYS).to_string(), "2051-01-01");
        for day in (FIRST - 400..FIRST + DAYS + 400).map(Day) {
            assert_eq!(civil(day), computed(day), "{day}");
        }
    }
}
