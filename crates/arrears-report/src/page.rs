//! The page: one self-contained HTML file.

use crate::{Language, ReportData, ReportError};

/// The report as one self-contained HTML file in UTF-8.
pub fn html(data: &ReportData, language: Language) -> Result<Vec<u8>, ReportError> {
    Ok(format!(
        "<!doctype html><html lang=\"{}\"><title>{}</title>",
        language.code(),
        data.run.as_of
    )
    .into_bytes())
}
