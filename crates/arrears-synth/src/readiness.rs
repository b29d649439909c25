//! The distribution of the day on which a customer is ready to pay.

use crate::{odds::LAST_DAY_LATE, special::student_4_cdf};

/// The readiness without its long tail: Student noise about a normal mean, in
/// days from the due date.
pub(crate) struct Readiness {
    pub mean: f64,
    /// Standard deviation of the mean, by the months until the due date.
    pub spread: f64,
    /// Standard deviation within the customer.
    pub sd: f64,
}

impl Readiness {
    /// Weights and nodes of Gauss and Hermite for the standard normal.
    const NODES: [(f64, f64); 5] = [
        (0.533_333_333, 0.0),
        (0.222_075_922, -1.355_626_180),
        (0.222_075_922, 1.355_626_180),
        (0.011_257_411, -2.856_970_014),
        (0.011_257_411, 2.856_970_014),
    ];

    /// A day before which readiness is as good as impossible.
    pub(crate) fn start(&self) -> i32 {
        const SDS: f64 = 6.0;
        (self.mean - 2.0 * self.spread - SDS * self.sd) as i32
    }

    /// `cdf[i]`: probability of being ready by day `start + i`; beyond its end,
    /// readiness is as good as certain.
    pub(crate) fn fill(&self, cdf: &mut Vec<f64>, start: i32) {
        const SDS: f64 = 10.0;
        let end = (self.mean + 2.0 * self.spread + SDS * self.sd) as i32;
        let n_days = (end.min(LAST_DAY_LATE) - start + 1).max(0) as usize;
        cdf.clear();
        cdf.resize(n_days, 0.0);
        let scale = std::f64::consts::SQRT_2 / self.sd;
        let mut add = |weight: f64, mean: f64| {
            for (day, cell) in (start..).zip(cdf.iter_mut()) {
                *cell += weight * student_4_cdf((f64::from(day) - mean) * scale);
            }
        };
        if self.spread == 0.0 {
            // A month that is known needs no integration.
            add(1.0, self.mean);
        } else {
            Self::NODES
                .iter()
                .for_each(|(weight, at)| add(*weight, self.mean + at * self.spread));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cdf(readiness: &Readiness, day: i32) -> f64 {
        let start = readiness.start();
        let mut cdf = Vec::new();
        readiness.fill(&mut cdf, start);
        cdf.get((day - start) as usize).copied().unwrap_or(1.0)
    }

    #[test]
    fn without_spread_it_is_student() {
        // The 95 % quantile of t(4) is 2.131847; the noise is scaled by sqrt(2).
        let sd = 10.0 * std::f64::consts::SQRT_2 / 2.131_847;
        let readiness = Readiness {
            mean: -18.0,
            spread: 0.0,
            sd,
        };
        assert!((cdf(&readiness, -18) - 0.5).abs() < 1e-9);
        assert!((cdf(&readiness, -8) - 0.95).abs() < 1e-6);
        assert_eq!(cdf(&readiness, 300), 1.0);
    }

    #[test]
    fn with_spread_it_is_the_average_over_the_shock() {
        let readiness = Readiness {
            mean: 0.5,
            spread: 3.6,
            sd: 5.0,
        };
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in -800..=800 {
            let z = f64::from(step) / 100.0;
            let weight = (-0.5 * z * z).exp();
            let at = (7.0 - 0.5 - 3.6 * z) * std::f64::consts::SQRT_2 / 5.0;
            sum += weight * student_4_cdf(at);
            weights += weight;
        }
        assert!((cdf(&readiness, 7) - sum / weights).abs() < 1e-3);
    }
}
