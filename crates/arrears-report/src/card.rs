//! The model card: what the model is for, what it saw, how good it is.

use crate::{Language, ReportData};

/// The model card as Markdown.
pub fn model_card(data: &ReportData, language: Language) -> String {
    format!("# {} ({})\n", data.run.as_of, language.code())
}
