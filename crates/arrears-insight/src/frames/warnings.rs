//! `warnings.parquet`: a row per warning and per improvement.

use arrears_ledger::Day;
use polars::prelude::*;

use super::{column, dates, money};
use crate::InsightError;
use crate::customers::CustomerInsight;
use crate::customers::warnings::{Found, Size, Warning, WarningCode};
use crate::customers::watch::Level;
use crate::text::Language;

struct Row<'a> {
    customer: &'a CustomerInsight,
    warning: &'a Warning,
    shown: bool,
}

impl Row<'_> {
    fn found<T>(&self, of: impl Fn(&Found) -> T) -> Option<T> {
        self.warning.found.as_ref().map(of)
    }

    fn days<T>(&self, of: impl Fn(&Level) -> T) -> Option<T> {
        self.warning.days().as_ref().map(of)
    }

    fn direction(&self) -> &'static str {
        match self.warning.code {
            WarningCode::PayingSooner => "better",
            _ => "worse",
        }
    }

    /// Trials and events before and since.
    fn counts(&self) -> Option<[u32; 4]> {
        match self.warning.found?.size {
            Size::Rate(rate) => Some([rate.before.0, rate.before.1, rate.since.0, rate.since.1]),
            Size::Days(_) => None,
        }
    }
}

/// The frame of `warnings.parquet`: by customer in the order given, warnings first.
///
/// `shown` holds the customers that the report's list is made of.
pub fn warnings_frame(
    customers: &[CustomerInsight],
    shown: &[usize],
    as_of: Day,
    language: Language,
) -> Result<DataFrame, InsightError> {
    let mut listed = vec![false; customers.len()];
    shown.iter().for_each(|&customer| listed[customer] = true);
    let rows: Vec<Row> = customers
        .iter()
        .zip(&listed)
        .flat_map(|(customer, &shown)| {
            let all = customer.warnings.iter().chain(&customer.improvement);
            all.map(move |warning| Row {
                customer,
                warning,
                shown,
            })
        })
        .collect();
    let all = || rows.iter();
    let count = |place: usize| move |row: &Row<'_>| row.counts().map(|counts| counts[place]);
    let columns = vec![
        column(
            "customer_id",
            all().map(|r| r.customer.customer_id.as_str()),
        ),
        dates("as_of", all().map(|_| Some(as_of)))?,
        column("code", all().map(|r| r.warning.code.code())),
        column("direction", all().map(Row::direction)),
        dates("since", all().map(|r| r.warning.since))?,
        dates("raised", all().map(|r| r.found(|found| found.raised)))?,
        column("new", all().map(|r| r.found(|found| found.is_new))),
        column("days_before", all().map(|r| r.days(|level| level.before))),
        column("days_since", all().map(|r| r.days(|level| level.since))),
        column("at_least", all().map(|r| r.days(|level| level.at_least))),
        column(
            "size_days",
            all().map(|r| r.days(Level::size_days).flatten()),
        ),
        column("size_sd", all().map(|r| r.days(Level::size_sd).flatten())),
        column("sd_days", all().map(|r| r.days(|level| level.sd))),
        column("n_due_since", all().map(|r| r.days(|level| level.n_since))),
        column("n_before", all().map(count(0))),
        column("events_before", all().map(count(1))),
        column("n_since", all().map(count(2))),
        column("events_since", all().map(count(3))),
        column("certainty", all().map(|r| r.found(|found| found.certainty))),
        money("open_amount", all().map(|r| r.customer.money.open_minor)),
        column("shown", all().map(|r| r.shown)),
        column("natural_person", all().map(|r| r.customer.natural_person)),
        column("text", all().map(|r| r.warning.say(language))),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{CustomerScores, Policy, assess};
    use crate::facts::SignalFact;
    use crate::facts::examples::{DAY, customer, paid, portfolio};

    #[test]
    fn a_row_per_warning_with_the_same_types_whatever_is_known() {
        let mut example = customer("c", vec![paid(50, 2)]);
        for kind in ["lawsuit", "prepayment_refused"] {
            example.facts.signals.push(SignalFact {
                kind: kind.into(),
                day: DAY - 5,
                end: None,
            });
        }
        let all = portfolio(vec![example]);
        let scores = CustomerScores {
            p_late: vec![None],
            p_late_30d: vec![None],
            ..CustomerScores::default()
        };
        let found = assess(&all, &scores, &[], &[], &Policy::default()).unwrap();
        let frame = warnings_frame(&found, &[0], DAY, Language::En).unwrap();
        let empty = warnings_frame(&[], &[], DAY, Language::En).unwrap();
        assert_eq!((frame.height(), empty.height()), (2, 0));
        assert_eq!(frame.schema(), empty.schema());
        let codes: Vec<Option<&str>> = frame
            .column("code")
            .unwrap()
            .str()
            .unwrap()
            .iter()
            .collect();
        assert_eq!(codes, [Some("lawsuit"), Some("prepayment_refused")]);
        assert_eq!(frame.column("certainty").unwrap().null_count(), 2);
        assert_eq!(
            frame.column("shown").unwrap().bool().unwrap().get(0),
            Some(true)
        );
    }
}
