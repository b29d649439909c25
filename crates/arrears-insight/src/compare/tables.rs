//! The tables of a run's folder, read back: the columns that a comparison needs, money in cents.
//!
//! A folder of another version may lack a column or have it in another type: that is told by name, and what rests on the
//! table is left out.

use arrears_ledger::Day;
use polars::prelude::*;

/// What is read of one run; `None` where the folder does not hold it.
#[derive(Clone, Debug, Default)]
pub struct RunTables {
    /// The as-of day.
    pub as_of: Day,
    /// Days of grace, as configured.
    pub grace_days: i32,
    /// `segments.parquet`.
    pub customers: Option<Vec<CustomerRow>>,
    /// `predictions.parquet`.
    pub invoices: Option<Vec<InvoiceRow>>,
    /// `warnings.parquet`.
    pub warnings: Option<Vec<WarningRow>>,
    /// `kpis.parquet`.
    pub kpis: Option<Vec<KpiRow>>,
    /// `cash_forecast.parquet`.
    pub cash: Option<Vec<CashRow>>,
    /// `evidence.parquet`.
    pub evidence: Option<Vec<EvidenceRow>>,
    /// All of `provision_matrix.csv` together, in cents.
    pub provision_minor: Option<i64>,
}

/// A customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerRow {
    /// Who.
    pub customer_id: String,
    /// Its segment.
    pub segment: String,
    /// Its cluster; none where there are none.
    pub cluster_id: Option<i32>,
    /// Chance that the next invoice is late.
    pub p_late: Option<f64>,
    /// Chance that it is not settled 30 days after its due date.
    pub p_late_30d: Option<f64>,
    /// The same, 0 to 1000.
    pub risk_score: Option<i32>,
    /// A natural person.
    pub natural_person: bool,
    /// Of the own group.
    pub intercompany: bool,
    /// Open, in cents.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// Why this segment and this risk, in the order of the file.
    pub reasons: Vec<Why>,
}

/// A reason.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Why {
    /// What it is about.
    pub feature: String,
    /// The sentence, in the language of the run.
    pub text: String,
}

/// An open invoice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InvoiceRow {
    /// Which.
    pub invoice_id: String,
    /// Whose.
    pub customer_id: String,
    /// Its date.
    pub invoice_date: Day,
    /// Its due date.
    pub due_date: Day,
    /// Open, in cents.
    pub open_minor: i64,
    /// Chance of being late.
    pub p_late: f64,
    /// Chance of being settled within 7, 30, 60 and 90 days.
    pub p_paid: [f64; 4],
}

/// A warning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WarningRow {
    /// Whose.
    pub customer_id: String,
    /// What changed.
    pub code: String,
    /// `worse` or `better`.
    pub direction: String,
    /// The customer's open amount, in cents.
    pub open_minor: i64,
    /// A natural person.
    pub natural_person: bool,
    /// The sentence, in the language of the run.
    pub text: String,
}

/// A day of the key figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KpiRow {
    /// The day.
    pub as_of: Day,
    /// Open and overdue invoices.
    pub counts: [i64; 2],
    /// Open, overdue, then by age (not due, 1 to 30, 31 to 60, 61 to 90, more), and the ledger's balance; in cents.
    pub minor: [i64; 8],
    /// DSO, its best possible value, ADD and CEI.
    pub ratios: [Option<f64>; 4],
}

/// A week of expected cash.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CashRow {
    /// `open` or `future_sales`.
    pub source: String,
    /// Which week, from 1.
    pub week: i32,
    /// Expected, in cents.
    pub expected_minor: i64,
}

/// An invoice of the evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvidenceRow {
    /// Which.
    pub invoice_id: String,
    /// Whose.
    pub customer_id: String,
    /// Its date.
    pub invoice_date: Day,
    /// As issued, in cents.
    pub amount_minor: i64,
    /// Credited on it, in cents.
    pub credited_minor: i64,
    /// Written off on it, in cents.
    pub written_off_minor: i64,
    /// The day on which it was settled.
    pub settled_on: Option<Day>,
}

/// A column that is not there, or is of another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it has no column `{column}` of {wanted}")]
pub struct NoColumn {
    /// The column.
    pub column: &'static str,
    /// What it should hold.
    pub wanted: &'static str,
}

/// Reads `segments.parquet`.
pub fn customer_rows(frame: &DataFrame) -> Result<Vec<CustomerRow>, NoColumn> {
    let table = Columns(frame);
    let (id, segment) = (table.text("customer_id")?, table.text("segment")?);
    let cluster = table.int32("cluster_id")?;
    let (p_late, p_late_30d) = (table.number("p_late")?, table.number("p_late_30d")?);
    let score = table.int32("risk_score")?;
    let (person, own) = (table.flag("natural_person")?, table.flag("intercompany")?);
    let (open, overdue) = (
        table.number("open_amount")?,
        table.number("overdue_amount")?,
    );
    let reasons = table.reasons("reasons")?;
    let row = |(i, reasons): (usize, Vec<Why>)| CustomerRow {
        customer_id: owned(id.get(i)),
        segment: owned(segment.get(i)),
        cluster_id: cluster.get(i),
        p_late: p_late.get(i),
        p_late_30d: p_late_30d.get(i),
        risk_score: score.get(i),
        natural_person: person.get(i).unwrap_or(false),
        intercompany: own.get(i).unwrap_or(false),
        open_minor: cents(open.get(i)),
        overdue_minor: cents(overdue.get(i)),
        reasons,
    };
    Ok(reasons.into_iter().enumerate().map(row).collect())
}

/// Reads `predictions.parquet`.
pub fn invoice_rows(frame: &DataFrame) -> Result<Vec<InvoiceRow>, NoColumn> {
    let table = Columns(frame);
    let (id, customer) = (table.text("invoice_id")?, table.text("customer_id")?);
    let (date, due) = (table.day("invoice_date")?, table.day("due_date")?);
    let (open, p_late) = (table.number("open_amount")?, table.number("p_late")?);
    let paid = [
        table.number("p_paid_7d")?,
        table.number("p_paid_30d")?,
        table.number("p_paid_60d")?,
        table.number("p_paid_90d")?,
    ];
    let row = |i| InvoiceRow {
        invoice_id: owned(id.get(i)),
        customer_id: owned(customer.get(i)),
        invoice_date: Day(date.get(i).unwrap_or_default()),
        due_date: Day(due.get(i).unwrap_or_default()),
        open_minor: cents(open.get(i)),
        p_late: p_late.get(i).unwrap_or(f64::NAN),
        p_paid: paid.map(|p| p.get(i).unwrap_or(f64::NAN)),
    };
    Ok((0..frame.height()).map(row).collect())
}

/// Reads `warnings.parquet`.
pub fn warning_rows(frame: &DataFrame) -> Result<Vec<WarningRow>, NoColumn> {
    let table = Columns(frame);
    let (id, code) = (table.text("customer_id")?, table.text("code")?);
    let (direction, text) = (table.text("direction")?, table.text("text")?);
    let (open, person) = (table.number("open_amount")?, table.flag("natural_person")?);
    let row = |i| WarningRow {
        customer_id: owned(id.get(i)),
        code: owned(code.get(i)),
        direction: owned(direction.get(i)),
        open_minor: cents(open.get(i)),
        natural_person: person.get(i).unwrap_or(false),
        text: owned(text.get(i)),
    };
    Ok((0..frame.height()).map(row).collect())
}

/// Reads `kpis.parquet`.
pub fn kpi_rows(frame: &DataFrame) -> Result<Vec<KpiRow>, NoColumn> {
    const MINOR: [&str; 8] = [
        "open_amount",
        "overdue_amount",
        "open_current",
        "open_1_30",
        "open_31_60",
        "open_61_90",
        "open_over_90",
        "balance",
    ];
    const RATIOS: [&str; 4] = [
        "dso_days",
        "best_possible_dso_days",
        "add_days",
        "cei_percent",
    ];
    let table = Columns(frame);
    let day = table.day("as_of")?;
    let counts = [table.int64("n_open")?, table.int64("n_overdue")?];
    let numbers = |names: &[&'static str]| -> Result<Vec<&Float64Chunked>, NoColumn> {
        names.iter().map(|name| table.number(name)).collect()
    };
    let (minor, ratios) = (numbers(&MINOR)?, numbers(&RATIOS)?);
    let row = |i| KpiRow {
        as_of: Day(day.get(i).unwrap_or_default()),
        counts: counts.map(|n| n.get(i).unwrap_or_default()),
        minor: std::array::from_fn(|k| cents(minor[k].get(i))),
        ratios: std::array::from_fn(|k| ratios[k].get(i)),
    };
    Ok((0..frame.height()).map(row).collect())
}

/// Reads `cash_forecast.parquet`.
pub fn cash_rows(frame: &DataFrame) -> Result<Vec<CashRow>, NoColumn> {
    let table = Columns(frame);
    let (source, week) = (table.text("source")?, table.int32("week")?);
    let expected = table.number("expected")?;
    let row = |i| CashRow {
        source: owned(source.get(i)),
        week: week.get(i).unwrap_or_default(),
        expected_minor: cents(expected.get(i)),
    };
    Ok((0..frame.height()).map(row).collect())
}

/// Reads `evidence.parquet`.
pub fn evidence_rows(frame: &DataFrame) -> Result<Vec<EvidenceRow>, NoColumn> {
    let table = Columns(frame);
    let (id, settled) = (table.text("invoice_id")?, table.day("settled_on")?);
    let (amount, credited) = (table.number("amount")?, table.number("credited_amount")?);
    let written_off = table.number("written_off_amount")?;
    let (customer, date) = (table.text("customer_id")?, table.day("invoice_date")?);
    let row = |i| EvidenceRow {
        invoice_id: owned(id.get(i)),
        customer_id: owned(customer.get(i)),
        invoice_date: Day(date.get(i).unwrap_or_default()),
        amount_minor: cents(amount.get(i)),
        credited_minor: cents(credited.get(i)),
        written_off_minor: cents(written_off.get(i)),
        settled_on: settled.get(i).map(Day),
    };
    Ok((0..frame.height()).map(row).collect())
}

fn owned(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// Files hold amounts rounded to cents, so this gives back what was rounded.
fn cents(amount: Option<f64>) -> i64 {
    amount.map_or(0, |amount| (amount * 100.0).round() as i64)
}

/// A frame's columns by name and type.
struct Columns<'a>(&'a DataFrame);

impl<'a> Columns<'a> {
    fn of<T>(
        &self,
        column: &'static str,
        wanted: &'static str,
        typed: impl Fn(&'a Series) -> PolarsResult<T>,
    ) -> Result<T, NoColumn> {
        let found = self.0.column(column).ok();
        let series = found.map(Column::as_materialized_series);
        let missing = NoColumn { column, wanted };
        series.and_then(|s| typed(s).ok()).ok_or(missing)
    }

    fn text(&self, name: &'static str) -> Result<&'a StringChunked, NoColumn> {
        self.of(name, "text", Series::str)
    }

    fn number(&self, name: &'static str) -> Result<&'a Float64Chunked, NoColumn> {
        self.of(name, "numbers", Series::f64)
    }

    fn int32(&self, name: &'static str) -> Result<&'a Int32Chunked, NoColumn> {
        self.of(name, "whole numbers", Series::i32)
    }

    fn int64(&self, name: &'static str) -> Result<&'a Int64Chunked, NoColumn> {
        self.of(name, "whole numbers", Series::i64)
    }

    fn flag(&self, name: &'static str) -> Result<&'a BooleanChunked, NoColumn> {
        self.of(name, "yes or no", Series::bool)
    }

    fn day(&self, name: &'static str) -> Result<Int32Chunked, NoColumn> {
        self.of(name, "dates", |s| Ok(s.date()?.physical().clone()))
    }

    /// The reasons of every row.
    fn reasons(&self, name: &'static str) -> Result<Vec<Vec<Why>>, NoColumn> {
        let lists = self.of(name, "reasons", Series::list)?;
        let of = |i: usize| -> Option<Vec<Why>> {
            let reasons = lists.get_as_series(i)?;
            let fields = reasons.struct_().ok()?;
            let (features, texts) = (
                fields.field_by_name("feature").ok()?,
                fields.field_by_name("text").ok()?,
            );
            let both = features.str().ok()?.iter().zip(texts.str().ok()?.iter());
            let why = |(feature, text)| Why {
                feature: owned(feature),
                text: owned(text),
            };
            Some(both.map(why).collect())
        };
        Ok((0..lists.len())
            .map(|i| of(i).unwrap_or_default())
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::{ReasonRow, reasons_column};

    #[test]
    fn a_run_of_another_version_is_told_by_the_column_it_lacks() {
        let frame = df!("source" => ["open"], "week" => [1i32], "expected" => [12.345]).unwrap();
        let rows = cash_rows(&frame).unwrap();
        assert_eq!((rows[0].week, rows[0].expected_minor), (1, 1_235));
        let other = df!("source" => ["open"], "week" => [1i64], "expected" => [1.0]).unwrap();
        let error = cash_rows(&other).unwrap_err();
        assert_eq!(
            error.to_string(),
            "it has no column `week` of whole numbers"
        );
        assert_eq!(cash_rows(&DataFrame::empty()).unwrap_err().column, "source");
    }

    #[test]
    fn reasons_come_back_in_their_order() {
        let reason = |text: &str| ReasonRow {
            feature: "pattern".into(),
            value: None,
            contribution: 0.0,
            text: text.into(),
        };
        let rows = [vec![reason("first"), reason("second")], vec![]];
        let reasons = reasons_column("reasons", &rows).unwrap();
        let frame = DataFrame::new(2, vec![reasons]).unwrap();
        let back = Columns(&frame).reasons("reasons").unwrap();
        let texts: Vec<&str> = back[0].iter().map(|why| why.text.as_str()).collect();
        assert_eq!((texts, back[1].len()), (vec!["first", "second"], 0));
        assert_eq!(back[0][0].feature, "pattern");
    }
}
