//! The settlement day of one invoice, as a distribution that every published figure is read from.

use super::{FIRST_DAY, LAST_DAY};
use crate::booking::BookingLags;

/// Share still open at the end of each day from the due date, given what is known of the invoice.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    survival: Vec<f64>,
    grace_days: i32,
}

/// A quantile of the settlement day, in days from the due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantile {
    /// Days from the due date; negative is early.
    pub days: i32,
    /// The quantile lies beyond [`LAST_DAY`], whose day stands in its place.
    pub beyond: bool,
}

impl Distribution {
    /// `survival` runs from [`FIRST_DAY`].
    pub(super) fn new(survival: Vec<f64>, grace_days: i32) -> Self {
        Self {
            survival,
            grace_days,
        }
    }

    /// The same shape on either side of the grace day, with this chance of being late.
    #[must_use]
    pub(super) fn with_p_late(mut self, p_late: f64) -> Self {
        let grace = index(self.grace_days);
        let late = self.survival[grace];
        let in_time = 1.0 - late;
        let (early, later) = self.survival.split_at_mut(grace);
        // Nothing can be settled before grace where none is in time: what comes in time comes on the last day of it.
        let of_early = if in_time > 0.0 {
            (1.0 - p_late) / in_time
        } else {
            0.0
        };
        let of_later = if late > 0.0 { p_late / late } else { 0.0 };
        for open in early {
            *open = 1.0 - of_early * (1.0 - *open);
        }
        for open in later {
            *open *= of_later;
        }
        self.survival[grace] = p_late;
        self
    }

    /// The same invoice, known to be open still at the end of `day`.
    ///
    /// On or after [`LAST_DAY`] nothing more is known: it stays open within the curve.
    #[must_use]
    pub fn given_open_at(mut self, day: i32) -> Self {
        let seen = index(day);
        if day < FIRST_DAY {
            return self;
        }
        let open = self.survival[seen];
        for (i, s) in self.survival.iter_mut().enumerate() {
            *s = if i <= seen || open <= 0.0 {
                1.0
            } else {
                *s / open
            };
        }
        self
    }

    /// The chance that an invoice whose settlement is not booked by the end of `day` is settled by then all the same:
    ///
    /// ```text
    /// u / (u + S(day)),   u = sum over k of f(day - k) P(booked more than k days later)
    /// ```
    pub(super) fn settled_unbooked(&self, day: i32, lags: &BookingLags) -> f64 {
        let on = |day: i32| self.survival(day - 1) - self.survival(day);
        let unbooked: f64 = lags
            .later_than()
            .iter()
            .zip(0..)
            .map(|(share, k)| share * on(day - k).max(0.0))
            .sum();
        let open = unbooked + self.survival(day);
        if open > 0.0 { unbooked / open } else { 0.0 }
    }

    /// Probability of being open still at the end of `day`, in days from the due date.
    pub fn survival(&self, day: i32) -> f64 {
        if day < FIRST_DAY {
            1.0
        } else {
            self.survival[index(day)]
        }
    }

    /// Probability of being settled by the end of `day`.
    pub fn settled_by(&self, day: i32) -> f64 {
        1.0 - self.survival(day)
    }

    /// Share of the distribution that lies strictly between two quantiles at a settlement `day`, as a randomised
    /// probability integral transform would have it: the mass of the day itself counts in proportion.
    pub fn within(&self, day: i32, low: f64, high: f64) -> f64 {
        let before = self.settled_by(day - 1);
        overlap(before, self.settled_by(day), low, high)
    }

    /// The same where only is known that the invoice was open still at the end of `day`.
    pub fn within_after(&self, day: i32, low: f64, high: f64) -> f64 {
        overlap(self.settled_by(day), 1.0, low, high)
    }

    /// Probability of not being settled by the due date plus grace.
    pub fn p_late(&self) -> f64 {
        self.survival(self.grace_days)
    }

    /// Probability of not being settled by 30 days after the due date, and not before it is late.
    pub fn p_late_30d(&self) -> f64 {
        self.survival(30)
    }

    /// Probability of not being settled by a year after the due date.
    pub fn p_never(&self) -> f64 {
        self.survival(LAST_DAY)
    }

    /// The first day by whose end a share `q` is settled.
    pub fn quantile(&self, q: f64) -> Quantile {
        let day = self.survival.partition_point(|&s| 1.0 - s < q - 1e-12);
        match day == self.survival.len() {
            false => Quantile {
                days: FIRST_DAY + day as i32,
                beyond: false,
            },
            true => Quantile {
                days: LAST_DAY,
                beyond: true,
            },
        }
    }
}

/// The part of `from..until` that lies within `low..high`; a point counts as in or out.
fn overlap(from: f64, until: f64, low: f64, high: f64) -> f64 {
    let width = until - from;
    if width <= 1e-12 {
        return f64::from((low..=high).contains(&from));
    }
    (until.min(high) - from.max(low)).max(0.0) / width
}

fn index(day: i32) -> usize {
    (day.clamp(FIRST_DAY, LAST_DAY) - FIRST_DAY) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const N_DAYS: usize = (LAST_DAY - FIRST_DAY + 1) as usize;

    /// A fifth is settled on each of the days -10, 0, 10, 20; a fifth never.
    fn steps() -> Distribution {
        let survival = (0..N_DAYS)
            .map(|i| {
                let day = FIRST_DAY + i as i32;
                1.0 - 0.2 * [-10, 0, 10, 20].iter().filter(|&&d| d <= day).count() as f64
            })
            .collect();
        Distribution::new(survival, 0)
    }

    #[test]
    fn quantiles_by_hand() {
        let d = steps();
        assert_eq!(
            d.quantile(0.1),
            Quantile {
                days: -10,
                beyond: false
            }
        );
        assert_eq!(
            d.quantile(0.5),
            Quantile {
                days: 10,
                beyond: false
            }
        );
        assert_eq!(
            d.quantile(0.9),
            Quantile {
                days: 365,
                beyond: true
            }
        );
    }

    #[test]
    fn the_chance_of_being_late_is_the_models() {
        let d = steps().with_p_late(0.3);
        assert!((d.p_late() - 0.3).abs() < 1e-12);
        assert!(
            (d.settled_by(-10) - 0.35).abs() < 1e-12,
            "half of what comes in time"
        );
        assert!(
            (d.survival(10) - 0.2).abs() < 1e-12,
            "a third of what is late"
        );
        assert!((d.p_never() - 0.1).abs() < 1e-12);
    }

    #[test]
    fn what_is_settled_may_not_be_booked() {
        // A fifth is settled on day 0, of which half is booked later than that day; three fifths are open after it.
        let lags = BookingLags::new(vec![0.5, 0.25]);
        let p = steps().settled_unbooked(0, &lags);
        assert!((p - 0.1 / 0.7).abs() < 1e-12, "{p}");
        let next = steps().settled_unbooked(1, &lags);
        assert!((next - 0.05 / 0.65).abs() < 1e-12, "{next}");
        assert_eq!(steps().settled_unbooked(2, &lags), 0.0);
        assert_eq!(steps().settled_unbooked(0, &BookingLags::new(vec![])), 0.0);
    }

    #[test]
    fn a_day_counts_by_the_part_of_its_mass_between_the_quantiles() {
        let d = steps();
        assert!((d.within(-10, 0.1, 0.9) - 0.5).abs() < 1e-12, "0 to 0.2");
        assert!((d.within(0, 0.1, 0.9) - 1.0).abs() < 1e-12, "0.2 to 0.4");
        assert!(
            (d.within_after(15, 0.1, 0.9) - 0.75).abs() < 1e-12,
            "0.6 to 1"
        );
    }

    #[test]
    fn what_is_still_open_shifts_the_rest() {
        let d = steps().given_open_at(5);
        assert_eq!(d.p_late(), 1.0);
        assert!((d.settled_by(10) - 1.0 / 3.0).abs() < 1e-12);
        assert!((d.p_never() - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn beyond_a_year_nothing_more_is_known() {
        let d = steps().given_open_at(500);
        assert_eq!(
            (d.p_late(), d.p_never(), d.settled_by(365)),
            (1.0, 1.0, 0.0)
        );
        assert!(d.quantile(0.5).beyond);
    }
}
