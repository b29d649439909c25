//! `acceptance.parquet`: a row per applicant.

use arrears_ledger::Day;
use polars::prelude::*;

use super::lists::{ReasonRow, reasons_column, texts_column};
use super::{column, dates};
use crate::InsightError;
use crate::acceptance::{AcceptanceAdvice, Application, RiskRange};
use crate::text::{Language, acceptance_statement};

/// Who decides: never the program.
const COLLEAGUE: &str = "colleague";

/// One applicant, what is expected of it, and what is suggested.
#[derive(Clone, Debug)]
pub struct AcceptanceRow {
    /// Its id in the file of applicants.
    pub customer_id: String,
    /// Its name, where the file has one.
    pub name: Option<String>,
    /// What the advice is made from.
    pub application: Application,
    /// The advice.
    pub advice: AcceptanceAdvice,
    /// Earlier new customers it rests on.
    pub n_comparable: usize,
    /// What these have in common: `sector_in_size_class`, `sector`, `size_class`; none for all.
    pub comparable_by: Option<&'static str>,
    /// Invoices that the ledger has of it already.
    pub n_invoices: usize,
    /// That its next invoice is late, by its own history.
    pub p_late_history: Option<f64>,
    /// Reasons, in one language.
    pub reasons: Vec<ReasonRow>,
}

/// The frame of `acceptance.parquet`, in the order of the applicants given. Codes are codes; texts are in `language`.
pub fn acceptance_frame(
    rows: &[AcceptanceRow],
    as_of: Day,
    language: Language,
) -> Result<DataFrame, InsightError> {
    let all = || rows.iter();
    let range = |name: &str, of: fn(&Application) -> RiskRange| {
        let ends = || all().map(|row| of(&row.application));
        [
            column(name, ends().map(|range| range.p)),
            column(&format!("{name}_low"), ends().map(|range| range.low)),
            column(&format!("{name}_high"), ends().map(|range| range.high)),
        ]
    };
    let currency = |name: &str, of: fn(&AcceptanceRow) -> Option<i64>| {
        column(
            name,
            all().map(|row| of(row).map(|minor| minor as f64 / 100.0)),
        )
    };
    let mut columns = vec![
        column("customer_id", all().map(|row| row.customer_id.as_str())),
        dates("as_of", all().map(|_| Some(as_of)))?,
        column("name", all().map(|row| row.name.as_deref())),
    ];
    columns.extend(range("p_late", |a| a.late));
    columns.extend(range("p_late_30d", |a| a.late_30d));
    columns.extend(range("p_never", |a| a.never));
    let reasons: Vec<Vec<ReasonRow>> = all().map(|row| row.reasons.clone()).collect();
    let statements: Vec<String> = all()
        .map(|row| {
            acceptance_statement(row.application.natural_person)
                .get(language)
                .to_owned()
        })
        .collect();
    columns.extend([
        column("n_comparable", all().map(|row| row.n_comparable as u32)),
        column("comparable_by", all().map(|row| row.comparable_by)),
        column("risk_class", all().map(|row| row.advice.class.code())),
        column("terms_asked", all().map(|row| row.application.terms_asked)),
        currency("amount", |row| row.application.amount_minor),
        column("terms_days", all().map(|row| row.advice.terms_days)),
        column(
            "part_in_advance",
            all().map(|row| row.advice.part_in_advance),
        ),
        currency("suggested_limit", |row| row.advice.limit_minor),
        texts_column(
            "measures",
            all().map(|row| row.advice.measures.iter().map(|m| m.code()).collect()),
        )?,
        reasons_column("reasons", &reasons)?,
        column(
            "natural_person",
            all().map(|row| row.application.natural_person),
        ),
        column("in_ledger", all().map(|row| row.n_invoices > 0)),
        column("p_late_history", all().map(|row| row.p_late_history)),
        column("decided_by", all().map(|_| COLLEAGUE)),
        column("statement", statements.into_iter()),
    ]);
    Ok(DataFrame::new(rows.len(), columns)?)
}
