//! From hazards by band to the distribution of one invoice, day by day.

use arrears_features::bands::{BAND_ENDS, N_BANDS, band_of, band_start};
use arrears_features::{DayProfile, History};
use arrears_ledger::Day;
use ndarray::Array2;

use super::distribution::Distribution;
use super::landmark::Landmark;
use super::{FIRST_DAY, LAST_DAY, Rows, SettlementModel};
use crate::ModelError;
use crate::booking::BookingLags;

/// What differs by band: three readings of the customer's own shares, and whether the band's days are paying days.
pub(super) const N_OF_BAND: usize = 4;
pub(super) type OfBand = [f64; N_OF_BAND];

/// The readings of the history that the hazards use: all invoices, alike ones, recent alike ones.
const READINGS: [usize; 3] = [0, 4, 5];
/// Bands wider than a week hold every weekday.
const WEEK: i32 = 7;
/// Weight that even a day on which the customer never pays keeps.
const LEAST_WEIGHT: f64 = 0.02;

/// The distributions of some rows, one at a time: a curve of many days per row would not fit in memory.
pub struct Curves<'a> {
    model: &'a SettlementModel,
    rows: &'a Rows<'a>,
    /// What each row brings, for each landmark, issue first.
    of_rows: Vec<Array2<f64>>,
}

impl<'a> Curves<'a> {
    pub(super) fn new(
        model: &'a SettlementModel,
        rows: &'a Rows<'a>,
        later: &[Landmark],
    ) -> Result<Self, ModelError> {
        let landmarks = std::iter::once(&model.at_issue).chain(later);
        Ok(Self {
            model,
            rows,
            of_rows: landmarks
                .map(|landmark| landmark.of_rows(rows))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The distribution of a row at issue, with this chance of being late.
    pub fn at_issue(&self, row: usize, p_late: f64) -> Distribution {
        self.curve(row, 0).with_p_late(p_late)
    }

    /// The distribution of a row known to be open `days_past_due` days after its due date.
    ///
    /// Until the end of grace it is that at issue, with this chance of being late as of today; from then on that of
    /// the last landmark passed. Either is conditioned on the invoice being open now.
    pub fn open(&self, row: usize, p_late: f64, days_past_due: i32) -> Distribution {
        self.of_landmark(row, p_late, self.landmark(days_past_due))
            .given_open_at(days_past_due)
    }

    /// The same for an invoice known to be open, and the chance that it is settled already and not yet booked. That comes from
    /// the curve of a landmark passed before any booking can be missing.
    pub fn open_by_the_books(
        &self,
        row: usize,
        p_late: f64,
        days_past_due: i32,
        lags: &BookingLags,
    ) -> (Distribution, f64) {
        let landmark = self.landmark(days_past_due);
        let before = self.landmark(days_past_due - lags.longest());
        let curve = self.of_landmark(row, p_late, landmark);
        let unbooked = if before == landmark {
            curve.settled_unbooked(days_past_due, lags)
        } else {
            self.of_landmark(row, p_late, before)
                .settled_unbooked(days_past_due, lags)
        };
        (curve.given_open_at(days_past_due), unbooked)
    }

    /// The last landmark passed at a day: 0 for issue.
    fn landmark(&self, days_past_due: i32) -> usize {
        let passed = |landmark: &&Landmark| landmark.day().is_some_and(|day| day <= days_past_due);
        self.model.later.iter().filter(passed).count()
    }

    fn of_landmark(&self, row: usize, p_late: f64, landmark: usize) -> Distribution {
        match landmark {
            0 => self.at_issue(row, p_late),
            landmark => self.curve(row, landmark),
        }
    }

    fn curve(&self, row: usize, landmark: usize) -> Distribution {
        let model = match landmark {
            0 => &self.model.at_issue,
            later => &self.model.later[later - 1],
        };
        let of_row = self.of_rows[landmark].row(row);
        let hazards = model.hazards(of_row, |band| of_band(self.rows, row, band));
        let (due, terms) = (self.rows.due[row], self.rows.terms[row]);
        let days = &self.rows.histories.rows()[row].days;
        Distribution::new(daily(&hazards, due, terms, days), self.model.grace_days)
    }
}

/// What differs by band for one row.
pub(super) fn of_band(rows: &Rows, row: usize, band: usize) -> OfBand {
    let history = &rows.histories.rows()[row];
    let [all, alike, alike_recent] = READINGS.map(|reading| own_share(history, band, reading));
    [
        all,
        alike,
        alike_recent,
        run(rows.due[row], &history.days, band),
    ]
}

fn own_share(history: &History, band: usize, reading: usize) -> f64 {
    let share = f64::from(history.hazards[band][reading]).clamp(0.002, 0.9);
    (share / (1.0 - share)).ln()
}

/// Whether the customer pays on the days of a band: log of their mean weight, 0 where that is average.
fn run(due: Day, days: &DayProfile, band: usize) -> f64 {
    let (first, last) = (band_start(band), BAND_ENDS[band]);
    if last - first >= WEEK {
        return 0.0;
    }
    let sum: f64 = (first..=last).map(|day| days.weight(due + day)).sum();
    (sum / f64::from(last - first + 1) + LEAST_WEIGHT).ln()
}

/// Share still open at the end of each day from `FIRST_DAY`: each band's share is spread over its days by how heavily
/// the customer pays on them. Nothing is settled before the invoice date.
fn daily(hazards: &[f64; N_BANDS], due: Day, terms: i32, days: &DayProfile) -> Vec<f64> {
    let issue = (-terms).clamp(FIRST_DAY, LAST_DAY);
    let mut survival = vec![1.0; (issue - FIRST_DAY) as usize];
    survival.reserve((LAST_DAY - issue + 1) as usize);
    let mut open = 1.0;
    let mut weights = days.weights(due + issue);
    for (band, hazard) in hazards.iter().enumerate().skip(band_of(issue)) {
        let (first, last) = (band_start(band).max(issue), BAND_ENDS[band]);
        // The weights passed by the end of each day stand in for the survival until their total is known.
        let from = survival.len();
        let mut passed = 0.0;
        for weight in weights.by_ref().take((last - first + 1) as usize) {
            passed += weight + LEAST_WEIGHT;
            survival.push(passed);
        }
        let settled = open * hazard / passed;
        for day in &mut survival[from..] {
            *day = open - settled * *day;
        }
        open *= 1.0 - hazard;
        // The product, and not what the difference leaves of it, so that no rounding piles up.
        survival[from + (last - first) as usize] = open;
    }
    survival
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_spread_over_the_days_on_which_the_customer_pays() {
        let due: Day = "2025-06-02".parse().expect("a Monday");
        let mut hazards = [0.0; N_BANDS];
        hazards[band_of(10)] = 0.5;
        let mut days = DayProfile::EVEN;
        days.weekdays = [0.0, 0.0, 0.0, 7.0, 0.0, 0.0, 0.0];
        // Days 10 and 11 are the Thursday and the Friday of the week after.
        let survival = daily(&hazards, due, 30, &days);
        let at = |day: i32| survival[(day - FIRST_DAY) as usize];
        assert_eq!((at(9), at(11), at(365)), (1.0, 0.5, 0.5));
        assert!(at(10) < 0.51, "{}", at(10));
        assert_eq!(survival.len(), (LAST_DAY - FIRST_DAY + 1) as usize);
    }
}
