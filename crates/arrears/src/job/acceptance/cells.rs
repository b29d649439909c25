//! The cells of the file of applicants.

use arrears_features::is_natural_person;
use arrears_insight::acceptance::AskedSignal;
use arrears_models::acceptance::Applicant;
use polars::prelude::{DataFrame, PolarsResult};

/// The cells of the file of applicants.
pub(super) struct Cells {
    frame: DataFrame,
}

impl Cells {
    pub(super) fn of(frame: &DataFrame) -> PolarsResult<Cells> {
        let mut frame = frame.clone();
        frame.rechunk_mut();
        Ok(Cells { frame })
    }

    pub(super) fn text(&self, name: &str, row: usize) -> Option<String> {
        let cells = self.frame.column(name).ok()?.str().ok()?;
        let cell = cells.get(row)?.trim();
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    fn number(&self, name: &str, row: usize) -> Option<f64> {
        self.frame.column(name).ok()?.f64().ok()?.get(row)
    }

    fn integer(&self, name: &str, row: usize) -> Option<i32> {
        self.frame.column(name).ok()?.i32().ok()?.get(row)
    }

    fn flag(&self, name: &str, row: usize) -> bool {
        let cells = self.frame.column(name).ok().and_then(|c| c.bool().ok());
        cells.and_then(|cells| cells.get(row)) == Some(true)
    }

    pub(super) fn applicant(&self, row: usize) -> Applicant {
        let asked = self.integer("terms_asked", row);
        Applicant {
            sector: self.text("sector", row),
            size_class: self.text("size_class", row),
            country: self.text("country", row),
            terms_days: asked.or_else(|| self.integer("payment_terms_days", row)),
            amount_minor: self
                .number("amount", row)
                .map(|amount| (amount * 100.0).round() as i64),
            credit_score: self.number("credit_score", row),
        }
    }

    pub(super) fn signals(&self, row: usize) -> Vec<AskedSignal> {
        AskedSignal::ALL
            .into_iter()
            .filter(|signal| self.flag(signal.code(), row))
            .collect()
    }

    pub(super) fn natural_person(&self, row: usize) -> bool {
        let form = self.text("legal_form", row);
        self.flag("consumer", row) || form.is_some_and(|form| is_natural_person(&form))
    }
}
