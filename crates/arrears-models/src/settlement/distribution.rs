//! The settlement day of one invoice, as a distribution that every published figure is read from.

use super::{FIRST_DAY, LAST_DAY, index};

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
    /// `survival` runs from [`FIRST_DAY`]; whatever it holds before the invoice date is moved onto it.
    pub(super) fn new(mut survival: Vec<f64>, terms_days: i32, grace_days: i32) -> Self {
        let issue = index(-terms_days.max(-LAST_DAY));
        survival[..issue].fill(1.0);
        Self {
            survival,
            grace_days,
        }
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
        match self.survival.iter().position(|&s| 1.0 - s >= q - 1e-12) {
            Some(i) => Quantile {
                days: FIRST_DAY + i as i32,
                beyond: false,
            },
            None => Quantile {
                days: LAST_DAY,
                beyond: true,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settlement::N_DAYS;

    /// A fifth is settled on each of the days -10, 0, 10, 20; a fifth never.
    fn steps() -> Distribution {
        let survival = (0..N_DAYS)
            .map(|i| {
                let day = FIRST_DAY + i as i32;
                1.0 - 0.2 * [-10, 0, 10, 20].iter().filter(|&&d| d <= day).count() as f64
            })
            .collect();
        Distribution::new(survival, 30, 0)
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
