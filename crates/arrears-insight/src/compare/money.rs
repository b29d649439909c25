//! Key figures of two runs, and the earlier day as the later ledger has it.

use serde::Serialize;

use super::tables::{CashRow, KpiRow, RunTables};

/// Weeks of expected cash that are told.
const WEEKS: [i32; 2] = [4, 13];

/// Money of two runs, in cents.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MoneyComparison {
    /// Key figures of the earlier run on its day.
    pub before: Option<KeyFigures>,
    /// Key figures of the later run on its day.
    pub now: Option<KeyFigures>,
    /// Key figures of the earlier day by the later run's ledger: another where something was booked with an earlier date.
    pub before_as_known_now: Option<KeyFigures>,
    /// Expected cash of the earlier run.
    pub cash_before: Vec<ExpectedCash>,
    /// Expected cash of the later run.
    pub cash_now: Vec<ExpectedCash>,
    /// What of the open amounts will not be paid, by the earlier run.
    pub provision_before_minor: Option<i64>,
    /// The same by the later run.
    pub provision_now_minor: Option<i64>,
}

/// Key figures of one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct KeyFigures {
    /// Open invoices.
    pub n_open: i64,
    /// Of which past due.
    pub n_overdue: i64,
    /// Open.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// Of what is open: not due, 1 to 30 days past due, 31 to 60, 61 to 90, more.
    pub by_age_minor: [i64; 5],
    /// The ledger's balance.
    pub balance_minor: i64,
    /// Days sales outstanding.
    pub dso_days: Option<f64>,
    /// The same of what is not past due.
    pub best_possible_dso_days: Option<f64>,
    /// The difference.
    pub add_days: Option<f64>,
    /// Collection effectiveness index.
    pub cei_percent: Option<f64>,
}

/// Cash expected within so many weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExpectedCash {
    /// Weeks.
    pub weeks: i32,
    /// Of what is open.
    pub open_minor: i64,
    /// Of invoices yet to be issued.
    pub future_sales_minor: i64,
}

/// Compares the money of two runs.
pub fn money(before: &RunTables, now: &RunTables) -> MoneyComparison {
    MoneyComparison {
        before: on(before, before.as_of),
        now: on(now, now.as_of),
        before_as_known_now: on(now, before.as_of).filter(|_| before.as_of < now.as_of),
        cash_before: before.cash.as_deref().map_or_else(Vec::new, expected),
        cash_now: now.cash.as_deref().map_or_else(Vec::new, expected),
        provision_before_minor: before.provision_minor,
        provision_now_minor: now.provision_minor,
    }
}

fn on(run: &RunTables, day: arrears_ledger::Day) -> Option<KeyFigures> {
    let rows = run.kpis.as_ref()?;
    rows.iter().find(|row| row.as_of == day).map(figures)
}

fn figures(row: &KpiRow) -> KeyFigures {
    let [open, overdue, current, to_30, to_60, to_90, more, balance] = row.minor;
    let [dso_days, best_possible_dso_days, add_days, cei_percent] = row.ratios;
    KeyFigures {
        n_open: row.counts[0],
        n_overdue: row.counts[1],
        open_minor: open,
        overdue_minor: overdue,
        by_age_minor: [current, to_30, to_60, to_90, more],
        balance_minor: balance,
        dso_days,
        best_possible_dso_days,
        add_days,
        cei_percent,
    }
}

fn expected(rows: &[CashRow]) -> Vec<ExpectedCash> {
    let within = |source: &str, weeks: i32| {
        let such = rows
            .iter()
            .filter(|row| row.source == source && row.week <= weeks);
        such.map(|row| row.expected_minor).sum()
    };
    WEEKS
        .iter()
        .map(|&weeks| ExpectedCash {
            weeks,
            open_minor: within("open", weeks),
            future_sales_minor: within("future_sales", weeks),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrears_ledger::Day;

    fn run(as_of: i32, kpis: &[(i32, i64)]) -> RunTables {
        let row = |&(day, open): &(i32, i64)| KpiRow {
            as_of: Day(day),
            minor: [open, 0, 0, 0, 0, 0, 0, 0],
            ..KpiRow::default()
        };
        RunTables {
            as_of: Day(as_of),
            kpis: Some(kpis.iter().map(row).collect()),
            ..RunTables::default()
        }
    }

    #[test]
    fn the_earlier_day_is_told_by_both_ledgers() {
        let found = money(&run(30, &[(30, 500)]), &run(60, &[(30, 450), (60, 700)]));
        let open = |figures: Option<KeyFigures>| figures.map(|f| f.open_minor);
        assert_eq!(open(found.before), Some(500));
        assert_eq!(open(found.before_as_known_now), Some(450));
        assert_eq!(open(found.now), Some(700));
        // Of one day there is no earlier one.
        let same = money(&run(30, &[(30, 500)]), &run(30, &[(30, 500)]));
        assert_eq!(same.before_as_known_now, None);
    }

    #[test]
    fn cash_is_added_up_by_source_and_week() {
        let row = |source: &str, week, expected_minor| CashRow {
            source: source.into(),
            week,
            expected_minor,
        };
        let rows = [
            row("open", 1, 10),
            row("open", 4, 5),
            row("open", 5, 100),
            row("future_sales", 13, 7),
        ];
        let found = expected(&rows);
        assert_eq!((found[0].open_minor, found[0].future_sales_minor), (15, 0));
        assert_eq!((found[1].open_minor, found[1].future_sales_minor), (115, 7));
    }
}
