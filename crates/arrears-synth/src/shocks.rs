//! What moves everybody's payments in a month: one shock common to all
//! customers, one per sector, both AR(1), and the season.
//!
//! A shock acts in the month of the due date. What an invoice's customer could
//! know at issue is the shock of the month of issue; the months between are
//! [`Shocks::expected`] and [`Shocks::spread`].

use crate::{
    calendar::{month_number, month_start, year_month_day},
    parameters::ShockParameters,
    random::{Purpose, normal, stream},
};

/// The shocks of every month from the first invoice to the last due date.
#[derive(Debug)]
pub(crate) struct Shocks {
    first_month: i32,
    rho: f64,
    /// Stationary variance of the sum of both shocks, in square days.
    variance: f64,
    season: Vec<f64>,
    common: Vec<f64>,
    /// `(n_sectors, n_months)`.
    sectors: Vec<Vec<f64>>,
}

impl Shocks {
    /// Draws the shocks of the months from one day's to another's.
    pub(crate) fn draw(
        seed: u64,
        parameters: &ShockParameters,
        n_sectors: usize,
        first_day: i32,
        last_day: i32,
    ) -> Self {
        let first_month = month_number(first_day);
        let n_months = (month_number(last_day) - first_month + 1).max(1) as usize;
        let path = |index: usize, sd: f64| {
            let mut rng = stream(seed, Purpose::Shocks, index as u64);
            let innovation = (1.0 - parameters.rho.powi(2)).sqrt();
            let mut level = normal(&mut rng);
            (0..n_months)
                .map(|_| {
                    let now = level * sd;
                    level = parameters.rho * level + innovation * normal(&mut rng);
                    now
                })
                .collect::<Vec<f64>>()
        };
        Self {
            first_month,
            rho: parameters.rho,
            variance: parameters.common_sd_days.powi(2) + parameters.sector_sd_days.powi(2),
            season: (0..n_months as i32)
                .map(|month| season(parameters, first_month + month))
                .collect(),
            common: path(0, parameters.common_sd_days),
            sectors: (0..n_sectors)
                .map(|sector| path(sector + 1, parameters.sector_sd_days))
                .collect(),
        }
    }

    /// Position of a day's month; days outside are held at the edge.
    pub(crate) fn month(&self, day: i32) -> usize {
        let last = self.common.len() as i32 - 1;
        (month_number(day) - self.first_month).clamp(0, last) as usize
    }

    /// First day of the month at that position.
    pub(crate) fn month_start(&self, month: usize) -> i32 {
        month_start(self.first_month + month as i32)
    }

    pub(crate) fn n_months(&self) -> usize {
        self.common.len()
    }

    pub(crate) fn season(&self, month: usize) -> f64 {
        self.season[month]
    }

    pub(crate) fn common(&self, month: usize) -> f64 {
        self.common[month]
    }

    pub(crate) fn sector(&self, sector: usize, month: usize) -> f64 {
        self.sectors[sector][month]
    }

    /// Days by which a month moves payments of a sector whose customer bears
    /// the shocks with that loading; the season is borne by all alike.
    pub(crate) fn realised(&self, sector: usize, month: usize, loading: f64) -> f64 {
        self.season[month] + loading * (self.common[month] + self.sectors[sector][month])
    }

    /// The mean of [`Self::realised`] as known in the month of issue.
    pub(crate) fn expected(&self, sector: usize, issue: usize, due: usize, loading: f64) -> f64 {
        let memory = self.rho.powi(due.saturating_sub(issue) as i32);
        self.season[due] + loading * memory * (self.common[issue] + self.sectors[sector][issue])
    }

    /// The standard deviation about [`Self::expected`], in days.
    pub(crate) fn spread(&self, issue: usize, due: usize, loading: f64) -> f64 {
        let ahead = due.saturating_sub(issue) as i32;
        loading * (self.variance * (1.0 - self.rho.powi(2 * ahead))).sqrt()
    }
}

fn season(parameters: &ShockParameters, month: i32) -> f64 {
    match year_month_day(month_start(month)).1 {
        8 => parameters.august_days,
        12 => parameters.december_days,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{calendar::day_number, parameters::Parameters};

    fn long_run() -> Shocks {
        let parameters = Parameters::embedded().expect("valid").shocks;
        Shocks::draw(
            5,
            &parameters,
            12,
            day_number(1900, 1, 1),
            day_number(2400, 1, 1),
        )
    }

    #[test]
    fn shocks_have_their_spread_and_memory() {
        let shocks = long_run();
        let moments = |path: &[f64]| {
            let n = path.len() as f64;
            let variance = path.iter().map(|x| x * x).sum::<f64>() / n;
            let lagged = path.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / n;
            (variance.sqrt(), lagged / variance)
        };
        let (sd, rho) = moments(&shocks.common);
        assert!(
            (sd - 2.0).abs() < 0.1 && (rho - 0.6).abs() < 0.03,
            "{sd} {rho}"
        );
        let (sd, rho) = moments(&shocks.sectors[3]);
        assert!(
            (sd - 1.5).abs() < 0.1 && (rho - 0.6).abs() < 0.03,
            "{sd} {rho}"
        );
    }

    #[test]
    fn august_is_slow_and_december_fast() {
        let shocks = long_run();
        assert_eq!(shocks.season(shocks.month(day_number(2024, 8, 20))), 3.0);
        assert_eq!(shocks.season(shocks.month(day_number(2024, 12, 1))), -2.0);
        assert_eq!(shocks.season(shocks.month(day_number(2024, 7, 31))), 0.0);
    }

    #[test]
    fn what_is_known_at_issue_is_exact_in_the_same_month() {
        let shocks = long_run();
        assert_eq!(shocks.expected(2, 7, 7, 1.8), shocks.realised(2, 7, 1.8));
        assert_eq!(shocks.spread(7, 7, 1.8), 0.0);
        // Loading x sqrt((4 + 2.25) x (1 - .36)) = 2.0.
        assert!((shocks.spread(7, 8, 1.0) - 2.0).abs() < 1e-12);
    }
}
