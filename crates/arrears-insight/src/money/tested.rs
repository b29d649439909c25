//! How good a cash forecast was: weeks forecast at past days beside what came in, their coverage and their error.
//!
//! ```text
//! coverage = share of weeks with P10 <= actual <= P90;   WAPE = sum |actual - expected| / sum |actual|
//! ```
//!
//! Eight weeks in ten should be covered, of any source and horizon (calibration before sharpness: Gneiting, Balabdaoui and
//! Raftery 2007, doi:10.1111/j.1467-9868.2007.00587.x). WAPE is weighed by money, so that quiet weeks do not decide
//! (Hyndman and Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001).

use arrears_ledger::Day;
use serde::Serialize;

/// What a week's cash comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CashSource {
    /// Invoices open at the as-of date.
    Open,
    /// Invoices yet to be issued.
    FutureSales,
    /// Both, and what came in elsewhere.
    Total,
}

impl CashSource {
    /// Every source.
    pub const ALL: [CashSource; 3] = [CashSource::Open, CashSource::FutureSales, CashSource::Total];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            CashSource::Open => "open",
            CashSource::FutureSales => "future_sales",
            CashSource::Total => "total",
        }
    }
}

/// One week of one source as forecast at one day, beside what came in; cents.
#[derive(Clone, Debug, PartialEq)]
pub struct TestedWeek {
    /// What was known through the end of this day was used.
    pub as_of: Day,
    /// The week, from 1.
    pub week: usize,
    /// What it comes from.
    pub source: CashSource,
    /// Expected.
    pub expected_minor: i64,
    /// P10.
    pub p10_minor: i64,
    /// P90.
    pub p90_minor: i64,
    /// What came in.
    pub actual_minor: i64,
    /// What came in of the same source in the same week, seen from 364 days before; absent where the ledger starts later.
    pub last_year_minor: Option<i64>,
    /// What would come in if everything were paid on its due date; of invoices yet to be issued, those of last year's weeks.
    pub on_due_date_minor: Option<i64>,
}

/// How good the forecasts of some weeks were.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CashScore {
    /// What the cash comes from.
    pub source: CashSource,
    /// The week, from 1; absent where all are taken together.
    pub week: Option<usize>,
    /// Weeks forecast.
    pub n: usize,
    /// Share of them between P10 and P90.
    pub coverage: f64,
    /// Share below P10.
    pub below: f64,
    /// Share above P90.
    pub above: f64,
    /// Sum of what came in less what was expected, over what came in: above 0 too little was expected.
    pub bias: Option<f64>,
    /// Sum of absolute errors over what came in.
    pub wape: Option<f64>,
    /// The same of "as in the same week of last year", over the weeks where that is known.
    pub wape_last_year: Option<f64>,
    /// The same of "all on the due date".
    pub wape_on_due_date: Option<f64>,
}

/// The scores of each source, all weeks together first and then week by week; a source without weeks has none.
pub fn cash_scores(tested: &[TestedWeek]) -> Vec<CashScore> {
    let last = tested.iter().map(|tested| tested.week).max().unwrap_or(0);
    let weeks: Vec<Option<usize>> = std::iter::once(None).chain((1..=last).map(Some)).collect();
    let groups = CashSource::ALL
        .into_iter()
        .flat_map(|source| weeks.iter().map(move |&week| (source, week)));
    groups
        .filter_map(|(source, week)| {
            let of_group = tested
                .iter()
                .filter(|tested| tested.source == source && week.is_none_or(|w| w == tested.week));
            score(source, week, &of_group.collect::<Vec<_>>())
        })
        .collect()
}

fn score(source: CashSource, week: Option<usize>, tested: &[&TestedWeek]) -> Option<CashScore> {
    let n = tested.len();
    let share = |holds: fn(&TestedWeek) -> bool| {
        tested.iter().filter(|tested| holds(tested)).count() as f64 / n as f64
    };
    let below = share(|week| week.actual_minor < week.p10_minor);
    let above = share(|week| week.actual_minor > week.p90_minor);
    let actual: i64 = tested.iter().map(|week| week.actual_minor).sum();
    let expected: i64 = tested.iter().map(|week| week.expected_minor).sum();
    (n > 0).then(|| CashScore {
        source,
        week,
        n,
        coverage: 1.0 - below - above,
        below,
        above,
        bias: (actual != 0).then(|| (actual - expected) as f64 / actual as f64),
        wape: wape(tested, |week| Some(week.expected_minor)),
        wape_last_year: wape(tested, |week| week.last_year_minor),
        wape_on_due_date: wape(tested, |week| week.on_due_date_minor),
    })
}

/// Absolute errors over what came in, of the weeks that were forecast.
fn wape(tested: &[&TestedWeek], forecast: fn(&TestedWeek) -> Option<i64>) -> Option<f64> {
    let (mut error, mut actual) = (0, 0);
    for week in tested {
        if let Some(forecast) = forecast(week) {
            error += (week.actual_minor - forecast).abs();
            actual += week.actual_minor.abs();
        }
    }
    (actual > 0).then(|| error as f64 / actual as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(week: usize, actual: i64, last_year: Option<i64>) -> TestedWeek {
        TestedWeek {
            as_of: Day(20_000),
            week,
            source: CashSource::Open,
            expected_minor: 100,
            p10_minor: 80,
            p90_minor: 130,
            actual_minor: actual,
            last_year_minor: last_year,
            on_due_date_minor: Some(0),
        }
    }

    #[test]
    fn scores_by_hand() {
        let tested = [
            week(1, 80, None),
            week(1, 131, Some(131)),
            week(2, 79, Some(80)),
            week(2, 110, Some(90)),
        ];
        let found = cash_scores(&tested);
        let weeks: Vec<Option<usize>> = found.iter().map(|score| score.week).collect();
        assert_eq!(weeks, [None, Some(1), Some(2)]);
        let all = &found[0];
        assert_eq!((all.n, all.below, all.above), (4, 0.25, 0.25));
        assert_eq!(all.coverage, 0.5);
        // Errors 20, 31, 21 and 10 of 400; of last year's 0, 1 and 20 of 320.
        assert_eq!(all.wape, Some(82.0 / 400.0));
        assert_eq!(all.wape_last_year, Some(21.0 / 320.0));
        assert_eq!(all.wape_on_due_date, Some(1.0));
        assert_eq!((all.bias, found[1].coverage), (Some(0.0), 0.5));
    }

    #[test]
    fn nothing_tested_has_no_scores() {
        assert!(cash_scores(&[]).is_empty());
        assert_eq!(cash_scores(&[week(1, 0, None)])[0].wape, None);
    }
}
