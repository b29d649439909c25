//! An old champion whose level is off is set right, without another recipe and without new coefficients.

use arrears_features::Book;
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::RetrainConfig;
use super::contest::Contest;
use crate::certainty::{CalibrationLine, calibration_line};
use crate::judged::Judged;
use crate::late::sigmoid;
use crate::{ModelError, Trained};

/// What was moved, and why.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Recalibration {
    /// The champion's calibration on the test months, before.
    pub before: CalibrationLine,
    /// Mean probability that it gave them.
    pub predicted: f64,
    /// Share of them that were late.
    pub realised: f64,
    /// What was added to every log-odds.
    pub shift: f64,
}

/// The champion with its level set to the test months' outcomes, where it is older than the config allows and what it
/// promised is off: zero lies outside the interval of its calibration intercept at a slope of one.
///
/// The new version knows the outcomes up to `as_of`, and says so.
///
/// # Errors
/// A feature of the champion that the ledger does not give.
pub fn recalibrate(
    book: &Book,
    champion: &Trained,
    contest: &Contest,
    as_of: Day,
    config: &RetrainConfig,
) -> Result<Option<(Trained, Recalibration)>, ModelError> {
    if months_between(champion.as_of, as_of) < config.recalibrate_after_months {
        return Ok(None);
    }
    let judged = Judged::of(book, contest.window, as_of);
    if judged.late.len() < config.min_labels {
        return Ok(None);
    }
    let log_odds = judged.log_odds(book, &champion.late)?;
    let p: Vec<f64> = log_odds.iter().map(|z| sigmoid(*z)).collect();
    let line = calibration_line(&p, &judged.late, &judged.customers);
    let Some(before) = line.filter(|line| !line.intercept.holds(0.0)) else {
        return Ok(None);
    };
    let mean = |sum: f64| sum / p.len() as f64;
    let late = champion.late.recalibrated(&log_odds, &judged.late);
    let shift = late.intercept_shift() - champion.late.intercept_shift();
    let trained = Trained {
        as_of,
        late,
        reference: champion
            .reference
            .as_ref()
            .map(|reference| reference.moved(shift)),
        ..champion.clone()
    };
    let told = Recalibration {
        before,
        predicted: mean(p.iter().sum()),
        realised: mean(judged.late.iter().map(|late| f64::from(*late)).sum()),
        shift,
    };
    Ok(Some((trained, told)))
}

/// Whole months from one day to another.
fn months_between(from: Day, to: Day) -> u32 {
    let count = |day: Day| day.year() * 12 + day.month() as i32;
    let whole = count(to)
        - count(from)
        - i32::from(to.day_of_month() < from.day_of_month() && to != to.month_end());
    whole.max(0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole_and_month_ends_count() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let between = |from, to| months_between(day(from), day(to));
        assert_eq!(between("2025-01-31", "2025-02-28"), 1);
        assert_eq!(between("2025-01-15", "2025-07-14"), 5);
        assert_eq!(between("2025-01-15", "2025-07-15"), 6);
        assert_eq!(between("2025-07-15", "2025-01-15"), 0);
    }
}
