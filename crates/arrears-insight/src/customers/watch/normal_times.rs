//! How a customer pays while nothing changes: the baseline that a change is measured against.
//!
//! Days late are Student's t with four degrees of freedom about the customer's mean, mixed with a share of *forgotten*
//! invoices that are paid long after, as forgotten invoices of all customers are. Mean and standard deviation are of
//! winsorised days, the standard deviation drawn towards the usual one where invoices are few (a scaled inverse
//! chi-square prior), and widened by what the mean itself is uncertain.

use crate::statistics::{student_above, student_density};

/// The customer's usual payment, from its invoices before a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Baseline {
    /// Mean days late, winsorised.
    pub(crate) mean: f64,
    /// Standard deviation of a next invoice, in days.
    pub(crate) sd: f64,
    /// Share of invoices forgotten.
    pub(crate) forgotten: f64,
    /// Invoices it is made from.
    pub(crate) n: usize,
}

/// Invoices that the prior of the standard deviation is worth, and its value in days.
const PRIOR_N: f64 = 4.0;
const PRIOR_SD: f64 = 7.5;
/// Below this many days a spread is not told from none.
const LEAST_SD: f64 = 2.0;
/// Standard deviations at which days are winsorised.
const WINSOR: f64 = 2.5;
/// Standard deviations beyond which an invoice counts as forgotten; the prior share of those, and its weight.
const FORGOTTEN_FROM: f64 = 3.5;
const PRIOR_FORGOTTEN: f64 = 0.05;
const PRIOR_FORGOTTEN_N: f64 = 4.0;

impl Baseline {
    /// From days late, sorted, of at least one invoice; lower bounds stand for the days themselves.
    pub(crate) fn of(sorted: &[f64]) -> Baseline {
        let n = sorted.len() as f64;
        let centre = middle(sorted);
        let mut apart: Vec<f64> = sorted.iter().map(|x| (x - centre).abs()).collect();
        apart.sort_by(f64::total_cmp);
        // 1.4826 makes the median deviation of normal values their standard deviation.
        let rough = with_prior(n * (1.4826 * middle(&apart)).powi(2), n);
        let (low, high) = (centre - WINSOR * rough, centre + WINSOR * rough);
        let mean = sorted.iter().map(|x| x.clamp(low, high)).sum::<f64>() / n;
        let squares = sorted.iter().map(|x| (x.clamp(low, high) - mean).powi(2));
        let sd = with_prior(squares.sum(), n - 1.0);
        let forgotten = sorted.iter().filter(|&&x| x > mean + FORGOTTEN_FROM * sd);
        Baseline {
            mean,
            sd: sd * (1.0 + 1.0 / n).sqrt(),
            forgotten: (PRIOR_FORGOTTEN * PRIOR_FORGOTTEN_N + forgotten.count() as f64)
                / (PRIOR_FORGOTTEN_N + n),
            n: sorted.len(),
        }
    }

    /// Whether an invoice so late counts as forgotten.
    pub(crate) fn is_forgotten(&self, days: f64) -> bool {
        days > self.mean + FORGOTTEN_FROM * self.sd
    }
}

/// A standard deviation from a sum of squares with `n` degrees of freedom and the prior.
fn with_prior(squares: f64, n: f64) -> f64 {
    ((PRIOR_N * PRIOR_SD * PRIOR_SD + squares) / (PRIOR_N + n))
        .sqrt()
        .max(LEAST_SD)
}

fn middle(sorted: &[f64]) -> f64 {
    let n = sorted.len();
    if n % 2 == 1 {
        sorted[n / 2]
    } else {
        (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0
    }
}

/// When forgotten invoices of all customers were paid: density and share above, per day from [`Tail::FIRST`].
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    density: Vec<f64>,
    above: Vec<f64>,
}

impl Tail {
    const FIRST: i32 = -30;
    const DAYS: usize = 430;
    /// Days of the smoothing kernel, and its reach.
    const WIDTH: f64 = 4.0;
    const REACH: usize = 12;
    /// Share spread evenly, so that no day is impossible.
    const FLAT: f64 = 0.05;

    /// From the days late of forgotten invoices: `None` for one that is still open.
    pub(crate) fn of(forgotten: &[Option<f64>]) -> Tail {
        let mut counts = vec![0.0; Tail::DAYS];
        let mut never = 1.0;
        for days in forgotten {
            match days {
                Some(days) => counts[Tail::place(*days)] += 1.0,
                None => never += 1.0,
            }
        }
        let total = never + counts.iter().sum::<f64>() + 1.0;
        let smooth = |day: usize| {
            let (mut sum, mut weights) = (0.0, 0.0);
            let reach = day.saturating_sub(Tail::REACH)..(day + Tail::REACH + 1).min(Tail::DAYS);
            for other in reach {
                let apart = (day as f64 - other as f64) / Tail::WIDTH;
                let weight = (-0.5 * apart * apart).exp();
                sum += weight * counts[other];
                weights += weight;
            }
            (1.0 - Tail::FLAT) * sum / weights / total + Tail::FLAT / Tail::DAYS as f64
        };
        let mut density: Vec<f64> = (0..Tail::DAYS).map(smooth).collect();
        let mut above = vec![0.0; Tail::DAYS];
        let mut left = never / total;
        for day in (0..Tail::DAYS).rev() {
            left += density[day];
            above[day] = left;
        }
        let all = above[0];
        density
            .iter_mut()
            .chain(&mut above)
            .for_each(|share| *share /= all);
        Tail { density, above }
    }

    fn place(days: f64) -> usize {
        (days - f64::from(Tail::FIRST)).clamp(0.0, (Tail::DAYS - 1) as f64) as usize
    }
}

/// A way of paying: about a mean, or forgotten.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paying<'a> {
    pub(crate) mean: f64,
    pub(crate) sd: f64,
    pub(crate) forgotten: f64,
    /// Days late from which an invoice can be a forgotten one.
    pub(crate) forgotten_from: f64,
    pub(crate) tail: &'a Tail,
}

impl Paying<'_> {
    /// Likelihood of days late, or of at least so many.
    pub(crate) fn likelihood(&self, days: f64, settled: bool) -> f64 {
        let place = Tail::place(days);
        let after = self.tail.above[Tail::place(self.forgotten_from)].max(0.02);
        let could_be = days > self.forgotten_from;
        let (usual, forgotten) = if settled {
            let forgotten = if could_be {
                self.tail.density[place] / after
            } else {
                1e-5
            };
            (student_density(days, self.mean, self.sd), forgotten)
        } else {
            let forgotten = if could_be {
                (self.tail.above[place] / after).min(1.0)
            } else {
                1.0
            };
            (student_above(days, self.mean, self.sd), forgotten)
        };
        (1.0 - self.forgotten) * usual + self.forgotten * forgotten
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_worked_by_hand() {
        // Median 0, median deviation 0: rough = sqrt(4 x 56.25 / 9) = 5, so 40 is taken as 12.5, and the mean is 2.5.
        let found = Baseline::of(&[0.0, 0.0, 0.0, 0.0, 40.0]);
        assert!((found.mean - 2.5).abs() < 1e-12);
        // Squares 4 x 6.25 + 100 = 125; (225 + 125) / 8 = 43.75, and 6/5 of that for the mean.
        assert!((found.sd - (43.75_f64 * 1.2).sqrt()).abs() < 1e-12);
        // One forgotten of five: (0.2 + 1) / 9.
        assert!((found.forgotten - 1.2 / 9.0).abs() < 1e-12);
    }

    #[test]
    fn one_forgotten_invoice_hardly_moves_a_long_baseline() {
        let mut days = vec![-5.0; 39];
        days.push(300.0);
        let found = Baseline::of(&days);
        assert!(
            (found.mean + 5.0).abs() < 0.5 && found.sd < 3.5,
            "{found:?}"
        );
    }

    #[test]
    fn a_tail_is_a_distribution() {
        let tail = Tail::of(&[Some(20.0), Some(25.0), Some(60.0), None]);
        assert!((tail.above[0] - 1.0).abs() < 1e-12);
        assert!(tail.above.windows(2).all(|pair| pair[0] >= pair[1]));
        let never = tail.above[Tail::DAYS - 1];
        assert!((tail.density.iter().sum::<f64>() + never - 1.0).abs() < 0.01);
        assert!(tail.density[Tail::place(22.0)] > 5.0 * tail.density[Tail::place(150.0)]);
    }

    #[test]
    fn a_later_payer_explains_late_days_better() {
        let tail = Tail::of(&[]);
        let usual = Paying {
            mean: -10.0,
            sd: 6.0,
            forgotten: 0.03,
            forgotten_from: 2.0,
            tail: &tail,
        };
        let later = Paying {
            mean: 14.0,
            ..usual
        };
        for (days, settled, better) in
            [(14.0, true, true), (8.0, false, true), (-12.0, true, false)]
        {
            let ratio = later.likelihood(days, settled) / usual.likelihood(days, settled);
            assert_eq!(ratio > 1.0, better, "{days} {settled}: {ratio}");
        }
    }
}
