//! Rows by day: one pass over a column, from which gaps, ends and spikes are read.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use super::frames::Days;
use crate::Day;

/// Rows taken by one task of a pass.
pub(crate) const BLOCK: usize = 256 * 1024;

/// Days without a row, at the end of a table, after which a few last rows are taken for stray: a wrong year.
const STRAY_AFTER: i32 = 120;
/// The same before a table's bulk. Open items of earlier years are usual, a lone row of another decade is not.
const STRAY_BEFORE: i32 = 400;
/// Stray rows are at most this share of a table, and only tables of some size can have any.
const STRAY_SHARE: f64 = 0.005;
const STRAY_ROWS: u64 = 200;

/// How many rows each day has.
#[derive(Debug, Clone, Default)]
pub(crate) struct DayCounts {
    first: i32,
    counts: Vec<u32>,
}

impl DayCounts {
    /// Counts the days of all rows that have one.
    pub fn of(days: &Days) -> DayCounts {
        DayCounts::of_rows(days, |_| true)
    }

    /// Counts the days of the rows that `takes` says.
    pub fn of_rows(days: &Days, takes: impl Fn(usize) -> bool + Sync) -> DayCounts {
        let blocks = (0..days.len().div_ceil(BLOCK)).into_par_iter();
        let parts = blocks.map(|block| {
            let mut counts = DayCounts::default();
            for row in block * BLOCK..((block + 1) * BLOCK).min(days.len()) {
                if let Some(day) = days.get(row)
                    && takes(row)
                {
                    counts.add(day, 1);
                }
            }
            counts
        });
        parts.reduce(DayCounts::default, |mut all, part| {
            for (day, n) in part.filled() {
                all.add(day, n);
            }
            all
        })
    }

    fn add(&mut self, day: i32, n: u32) {
        if self.counts.is_empty() {
            self.first = day;
        }
        if day < self.first {
            let earlier = vec![0; (self.first - day) as usize];
            self.counts.splice(0..0, earlier);
            self.first = day;
        }
        let at = (day - self.first) as usize;
        if at >= self.counts.len() {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += n;
    }

    /// Days with rows, in order, with their number.
    pub fn filled(&self) -> impl DoubleEndedIterator<Item = (i32, u32)> + '_ {
        let with_day = |(at, &n): (usize, &u32)| (self.first + at as i32, n);
        self.counts
            .iter()
            .enumerate()
            .map(with_day)
            .filter(|(_, n)| *n > 0)
    }

    /// Rows on one day.
    pub fn on(&self, day: i32) -> u32 {
        let at = usize::try_from(day - self.first);
        at.ok()
            .and_then(|at| self.counts.get(at).copied())
            .unwrap_or(0)
    }

    /// Rows on these days.
    pub fn within(&self, days: RangeInclusive<i32>) -> u64 {
        let last = self.first + self.counts.len() as i32 - 1;
        let (from, until) = ((*days.start()).max(self.first), (*days.end()).min(last));
        (from..=until).map(|day| u64::from(self.on(day))).sum()
    }

    /// All rows.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|&n| u64::from(n)).sum()
    }

    /// The day by which a share of the rows has come.
    pub fn quantile(&self, share: f64) -> Option<i32> {
        let wanted = (share * self.total() as f64).ceil().max(1.0) as u64;
        let mut so_far = 0;
        self.filled()
            .find(|(_, n)| {
                so_far += u64::from(*n);
                so_far >= wanted
            })
            .map(|(day, _)| day)
    }

    /// First and last day of all but stray rows.
    pub fn body(&self) -> Option<(i32, i32)> {
        let days: Vec<(i32, u32)> = self.filled().collect();
        let total = self.total();
        let few = match total {
            STRAY_ROWS.. => ((total as f64 * STRAY_SHARE) as u64).max(1),
            _ => 0,
        };
        let first = inner_end(days.iter().rev().copied(), few, STRAY_BEFORE)?;
        let last = inner_end(days.iter().copied(), few, STRAY_AFTER)?;
        Some((first.min(last), last.max(first)))
    }

    /// Days from one day with rows to the next within `body`: `(from, to)`.
    pub fn steps(&self, body: (i32, i32)) -> Vec<(i32, i32)> {
        let days: Vec<i32> = self
            .filled()
            .map(|(day, _)| day)
            .filter(|day| (body.0..=body.1).contains(day))
            .collect();
        days.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }
}

/// The last day before a jump of more than `jump` days behind which no more than `few` rows stand; days in the order
/// in which one walks towards the end.
fn inner_end(
    days: impl DoubleEndedIterator<Item = (i32, u32)>,
    few: u64,
    jump: i32,
) -> Option<i32> {
    let mut outer = days.rev().peekable();
    let mut end = outer.peek()?.0;
    let mut beyond = 0;
    while let Some((day, n)) = outer.next() {
        beyond += u64::from(n);
        if beyond > few {
            break;
        }
        if let Some((next, _)) = outer.peek()
            && (day - next).abs() > jump
        {
            end = *next;
        }
    }
    Some(end)
}

/// A day's month, as a number that grows by one from month to month.
pub(crate) fn month_number(day: i32) -> i32 {
    let day = Day(day);
    day.year() * 12 + day.month() as i32 - 1
}

/// `2025-03`.
pub(crate) fn month_name(number: i32) -> String {
    format!(
        "{:04}-{:02}",
        number.div_euclid(12),
        number.rem_euclid(12) + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(days: &[(i32, u32)]) -> DayCounts {
        let mut counts = DayCounts::default();
        days.iter().for_each(|&(day, n)| counts.add(day, n));
        counts
    }

    #[test]
    fn days_are_counted_in_any_order() {
        let counts = counts(&[(10, 1), (7, 2), (12, 3), (10, 1)]);
        assert_eq!(
            counts.filled().collect::<Vec<_>>(),
            [(7, 2), (10, 2), (12, 3)]
        );
        assert_eq!(
            (counts.total(), counts.within(8..=11), counts.on(99)),
            (7, 2, 0)
        );
        assert_eq!(
            (counts.quantile(0.5), counts.quantile(1.0)),
            (Some(10), Some(12))
        );
        assert_eq!(DayCounts::default().body(), None);
    }

    #[test]
    fn a_few_rows_far_from_the_others_are_stray() {
        let year: Vec<(i32, u32)> = (1_000..1_365).map(|day| (day, 3)).collect();
        let with = |more: &[(i32, u32)]| counts(&[&year, more].concat()).body();
        assert_eq!(with(&[]), Some((1_000, 1_364)));
        assert_eq!(
            with(&[(1_730, 1), (9_000, 1)]),
            Some((1_000, 1_364)),
            "a wrong year"
        );
        assert_eq!(with(&[(500, 1)]), Some((1_000, 1_364)));
        assert_eq!(
            with(&[(1_400, 1)]),
            Some((1_000, 1_400)),
            "a quiet month is none"
        );
        assert_eq!(
            with(&[(1_730, 40)]),
            Some((1_000, 1_730)),
            "forty rows are no slip"
        );
    }

    #[test]
    fn months_have_numbers_and_names() {
        let day = |text: &str| text.parse::<Day>().unwrap().0;
        assert_eq!(month_name(month_number(day("2024-12-31"))), "2024-12");
        assert_eq!(
            month_number(day("2025-01-01")) - month_number(day("2024-12-31")),
            1
        );
    }
}
