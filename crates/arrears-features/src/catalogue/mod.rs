//! One entry per feature: name, unit, meaning, sources, formula, and the code that computes it.

use crate::Moment;

/// The type of a feature's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeatureKind {
    /// A number (Float64; null where unknown).
    Numeric,
    /// A category (String; null where unknown).
    Category,
    /// Yes or no as 1 or 0 (Float64; null where unknown).
    Flag,
}

/// The definition of one feature.
#[derive(Debug, Clone, Copy)]
pub struct FeatureDef {
    /// Column name.
    pub id: &'static str,
    /// Name in words, for reports.
    pub name: &'static str,
    /// Unit, or empty.
    pub unit: &'static str,
    /// Type of the values.
    pub kind: FeatureKind,
    /// Meaning, in a sentence without a full stop.
    pub meaning: &'static str,
    /// Tables it is made from.
    pub sources: &'static [&'static str],
    /// Formula in plain text.
    pub formula: &'static str,
    /// Moments at which it exists.
    pub moments: &'static [Moment],
    /// Part of `Selection::Model`.
    pub in_model: bool,
    /// Part of `Selection::Clusters`.
    pub in_clusters: bool,
}

/// Every feature, by subject.
pub static CATALOGUE: &[FeatureDef] = &[];

/// The feature with this id.
pub fn feature(id: &str) -> Option<&'static FeatureDef> {
    CATALOGUE.iter().find(|feature| feature.id == id)
}

/// The data dictionary of features as Markdown.
pub fn to_markdown() -> String {
    String::new()
}
