//! What do people read?
//!
//! This crate turns the figures of one run into what people read: a page
//! ([`html`]), a model card ([`model_card`]) and the same figures for
//! programs ([`json`]). It returns bytes: it opens no file and writes none.
//! Everything it says comes from [`ReportData`], plain values that the job
//! fills; so a report can be made again from `report.json` alone.

mod card;
mod chart;
mod data;
mod error;
mod format;
mod language;
mod page;
mod texts;
mod trust;
mod workbook;

pub use card::model_card;
pub use data::*;
pub use error::ReportError;
pub use language::{Language, Wording};
pub use page::{document_html, html};
pub use texts::{feature_label, feature_meaning};
pub use workbook::worklist_workbook;

/// The figures as pretty-printed JSON, with a final newline.
///
/// Keys stand in the order of the types' fields, so the same figures give the
/// same bytes. Numbers that are not finite become `null`.
pub fn json(data: &ReportData) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(data).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
