//! `segments.parquet`: a row per customer.

use arrears_ledger::Day;
use polars::prelude::*;

use super::lists::{ReasonRow, reasons_column, texts_column};
use super::{column, dates, money};
use crate::InsightError;
use crate::customers::{CustomerInsight, Place};
use crate::text::Language;

/// The frame of `segments.parquet`, in the order of the customers given.
///
/// `further_reasons` are appended to each customer's own (the model's, for instance): one list per customer, or an
/// empty slice. `earlier` tells where each stood on the last champion's day; it is empty where there is none. Measures, warnings and patterns are codes; reasons and cluster names are in `language`.
pub fn segments_frame(
    customers: &[CustomerInsight],
    further_reasons: &[Vec<ReasonRow>],
    earlier: &[Option<Place>],
    as_of: Day,
    currency: &str,
    language: Language,
) -> Result<DataFrame, InsightError> {
    if !further_reasons.is_empty() && further_reasons.len() != customers.len() {
        return Err(InsightError::Misaligned {
            what: "further reasons",
            expected: customers.len(),
            received: further_reasons.len(),
        });
    }
    let earlier_of = |i: usize| earlier.get(i).copied().flatten();
    let earlier_of = || (0..customers.len()).map(earlier_of);
    let all = || customers.iter();
    let name = |c: &'_ CustomerInsight| {
        c.cluster_name
            .as_ref()
            .map(|text| text.get(language).to_owned())
    };
    let columns = vec![
        column("customer_id", all().map(|c| c.customer_id.as_str())),
        dates("as_of", all().map(|_| Some(as_of)))?,
        column("cluster_id", all().map(|c| c.cluster_id)),
        column("cluster_name", all().map(name)),
        column("cluster_code", all().map(|c| c.cluster_code)),
        column("segment", all().map(|c| c.segment.code())),
        column(
            "nearest_segment",
            all().map(|c| c.nearest.as_ref().map(|nearest| nearest.segment.code())),
        ),
        column(
            "nearest_change",
            all().map(|c| c.nearest.as_ref().map(|nearest| nearest.say(language))),
        ),
        column(
            "previous_cluster_id",
            earlier_of().map(|place| place?.cluster),
        ),
        column(
            "previous_segment",
            earlier_of().map(|place| Some(place?.segment?.code())),
        ),
        column(
            "cluster_changed",
            earlier_of()
                .zip(customers)
                .map(|(place, c)| Some(Some(place?.cluster?) != c.cluster_id)),
        ),
        column("p_late", all().map(|c| c.p_late)),
        column("p_late_30d", all().map(|c| c.p_late_30d)),
        column(
            "risk_score",
            all().map(|c| c.risk_score.map(|score| score as i32)),
        ),
        column("pattern", all().map(|c| c.pattern.pattern.code())),
        dates("pattern_since", all().map(|c| c.pattern.since))?,
        column("habit_probability", all().map(|c| c.pattern.p_habit)),
        column("n_judged", all().map(|c| c.pattern.n_judged)),
        column("n_materially_late", all().map(|c| c.pattern.n_material)),
        texts_column(
            "measures",
            all().map(|c| codes(&c.advice.measures, |m| m.code())),
        )?,
        texts_column(
            "measures_for_review",
            all().map(|c| codes(&c.advice.for_review, |m| m.code())),
        )?,
        column("review_required", all().map(|c| c.advice.review_required)),
        column(
            "channel",
            all().map(|c| c.advice.approach().map(|channel| channel.code())),
        ),
        column("ladder", all().map(|c| c.advice.ladder.as_str())),
        texts_column(
            "barred",
            all().map(|c| codes(&c.advice.barred, |b| b.code())),
        )?,
        column("early_warning", all().map(|c| !c.warnings.is_empty())),
        texts_column(
            "warnings",
            all().map(|c| codes(&c.warnings, |w| w.code.code())),
        )?,
        column("natural_person", all().map(|c| c.natural_person)),
        column("consumer", all().map(|c| c.consumer)),
        column("intercompany", all().map(|c| c.intercompany)),
        column("n_open", all().map(|c| c.money.n_open)),
        money("open_amount", all().map(|c| c.money.open_minor)),
        money("overdue_amount", all().map(|c| c.money.overdue_minor)),
        column(
            "oldest_days_past_due",
            all().map(|c| c.money.oldest_days_past_due),
        ),
        reasons_column(
            "reasons",
            &reasons(customers, further_reasons, currency, language),
        )?,
    ];
    Ok(DataFrame::new(customers.len(), columns)?)
}

fn codes<'a, T>(list: &[T], code: impl Fn(&T) -> &'a str) -> Vec<&'a str> {
    list.iter().map(code).collect()
}

fn reasons(
    customers: &[CustomerInsight],
    further: &[Vec<ReasonRow>],
    currency: &str,
    language: Language,
) -> Vec<Vec<ReasonRow>> {
    let own = |customer: &CustomerInsight| -> Vec<ReasonRow> {
        let rows = customer.reasons.iter().map(|reason| ReasonRow {
            feature: reason.feature.to_string(),
            value: reason.value,
            contribution: reason.contribution,
            text: reason.say(language, currency),
        });
        rows.collect()
    };
    let all = customers.iter().enumerate().map(|(i, customer)| {
        let mut rows = own(customer);
        rows.extend(further.get(i).into_iter().flatten().cloned());
        rows
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{CustomerScores, Policy, assess};
    use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};
    use crate::text::{ClusterName, NameBase, Text};

    /// The contract's columns (section 3), with their types.
    fn contract() -> Vec<(&'static str, DataType)> {
        let texts = DataType::List(Box::new(DataType::String));
        vec![
            ("customer_id", DataType::String),
            ("as_of", DataType::Date),
            ("cluster_id", DataType::Int32),
            ("cluster_name", DataType::String),
            ("cluster_code", DataType::String),
            ("segment", DataType::String),
            ("p_late", DataType::Float64),
            ("p_late_30d", DataType::Float64),
            ("risk_score", DataType::Int32),
            ("pattern", DataType::String),
            ("measures", texts.clone()),
            ("channel", DataType::String),
            ("ladder", DataType::String),
            ("barred", texts.clone()),
            ("nearest_segment", DataType::String),
            ("nearest_change", DataType::String),
            ("early_warning", DataType::Boolean),
            ("warnings", texts),
            ("natural_person", DataType::Boolean),
        ]
    }

    fn example(n: usize) -> Vec<CustomerInsight> {
        let all = ["a", "b"].map(|id| customer(id, vec![paid(100, 3), unpaid(20)]));
        let all = portfolio(all.into_iter().take(n).collect());
        let scores = CustomerScores {
            p_late: vec![Some(0.5); n],
            p_late_30d: vec![None; n],
            ..CustomerScores::default()
        };
        assess(&all, &scores, &vec![-1; n], &[], &Policy::default()).unwrap()
    }

    #[test]
    fn the_contracts_columns_are_there_with_their_types() {
        for n in [0, 2] {
            let frame = segments_frame(&example(n), &[], &[], DAY, "EUR", Language::En).unwrap();
            assert_eq!(frame.height(), n);
            for (name, dtype) in contract() {
                assert_eq!(frame.column(name).unwrap().dtype(), &dtype, "{name}");
            }
        }
    }

    #[test]
    fn a_clusters_code_is_the_same_in_every_language() {
        let mut customers = example(2);
        let name = ClusterName {
            base: NameBase::AfterSecondReminder,
            qualifier: None,
        };
        customers[0].cluster_name = Some(Text::of(|language| name.say(language)));
        customers[0].cluster_code = name.code();
        let text = |language, name: &str| {
            let frame = segments_frame(&customers, &[], &[], DAY, "EUR", language).unwrap();
            let found = frame.column(name).unwrap().str().unwrap().clone();
            (found.get(0).map(str::to_owned), found.null_count())
        };
        let named = |language| text(language, "cluster_name").0;
        assert_ne!(named(Language::En), named(Language::Fr));
        for language in Language::ALL {
            let code = text(language, "cluster_code");
            assert_eq!(code, (Some("after_second_reminder".to_owned()), 1));
        }
    }

    #[test]
    fn rows_tell_their_customer() {
        let further = vec![ReasonRow {
            feature: "late_ratio".into(),
            value: Some(0.5),
            contribution: 1.25,
            text: "half of all invoices late".into(),
        }];
        let customers = example(2);
        let frame = segments_frame(
            &customers,
            &[vec![], further],
            &[],
            DAY,
            "EUR",
            Language::Nl,
        )
        .unwrap();
        let open = frame.column("open_amount").unwrap().f64().unwrap().get(1);
        assert_eq!(open, Some(1_000.0));
        assert_eq!(frame.column("risk_score").unwrap().null_count(), 2);
        let reasons = frame.column("reasons").unwrap();
        let lists = reasons.list().unwrap();
        let n = |i: usize| lists.get_as_series(i).unwrap().len();
        assert_eq!(n(1), n(0) + 1);
        let error =
            segments_frame(&customers, &[vec![]], &[], DAY, "EUR", Language::En).unwrap_err();
        assert!(error.to_string().contains("further reasons"));
    }
}
