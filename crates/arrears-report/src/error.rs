//! What can go wrong when a report is made.

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A chart could not be drawn. The drawing goes to memory, so this is our
    /// bug and no fault of the input.
    #[error("the chart `{chart}` could not be drawn: {reason}")]
    Chart {
        /// Which chart.
        chart: String,
        /// What the chart library said.
        reason: String,
    },
    /// The page's template could not be filled.
    #[error("the page could not be put together")]
    Template(#[from] askama::Error),
    /// The workbook could not be written. It goes to memory, so this is our bug.
    #[error("the worklist's workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A language that no text exists for.
    #[error("`{given}` is not a language of the report: it is one of `en`, `nl`, `fr`")]
    UnknownLanguage {
        /// What was asked for.
        given: String,
    },
}
