//! One entry per feature: name, unit, meaning, sources, formula, and the code that computes it.
//!
//! The data dictionary in `docs/`, the labels of reports and the columns of [`crate::FeatureTable`] all come from
//! these entries, so that they cannot disagree.

use std::sync::LazyLock;

use arrears_ledger::{Coverage, Table};

use crate::kernel::{Needs, View};
use crate::{Book, Moment};

mod activity;
mod calendar;
mod exposure;
mod follow_up;
mod groups;
mod invoice;
mod lateness;
mod markdown;
mod own;
mod signals;
mod windows;

pub use markdown::to_markdown;

/// The definition of one feature.
#[derive(Debug, Clone, Copy)]
pub struct FeatureDef {
    /// Column name.
    pub id: &'static str,
    /// Name in words, for reports.
    pub name: &'static str,
    /// Unit: `share` (0 to 1), `days`, `count`, `currency`, `flag`, or empty.
    pub unit: &'static str,
    /// Type of the values.
    pub kind: FeatureKind,
    /// Meaning, in a sentence without a full stop.
    pub meaning: &'static str,
    /// Tables it is made from.
    pub sources: &'static [&'static str],
    /// Formula in plain text; the words are explained at the head of the data dictionary.
    pub formula: &'static str,
    /// Moments at which it exists.
    pub moments: &'static [Moment],
    /// Part of `Selection::Model`.
    pub in_model: bool,
    /// Part of `Selection::Clusters`.
    pub in_clusters: bool,
    /// What the ledger must have; without it the feature is left out.
    pub(crate) requires: &'static [Requirement],
    /// What the sweep must keep.
    pub(crate) needs: Needs,
    /// The code.
    pub(crate) value: Value,
}

impl FeatureDef {
    /// The same, as one that customers are clustered by.
    fn of_clusters(self) -> FeatureDef {
        FeatureDef {
            in_clusters: true,
            ..self
        }
    }
}

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

impl FeatureDef {
    /// Whether it is made of this column of the customers table.
    pub fn is_made_of(&self, column: &str) -> bool {
        let made_of = |requirement: &Requirement| matches!(requirement, Requirement::Column(Table::Customers, name) if *name == column);
        self.requires.iter().any(made_of)
    }
}

/// Every feature, by subject.
pub static CATALOGUE: LazyLock<Vec<FeatureDef>> = LazyLock::new(|| {
    [
        lateness::features(),
        follow_up::features(),
        exposure::features(),
        invoice::features(),
        calendar::features(),
        groups::features(),
        activity::features(),
        signals::features(),
        own::features(),
    ]
    .concat()
});

/// The feature with this id.
pub fn feature(id: &str) -> Option<&'static FeatureDef> {
    CATALOGUE.iter().find(|feature| feature.id == id)
}

/// How a value is computed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value {
    /// A number, NaN where unknown.
    Number(fn(&View) -> f64),
    /// The number of a category, and the text of such a number.
    Code(fn(&View) -> u32, fn(&Book, u32) -> Option<&str>),
}

/// Something that a ledger may lack.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Requirement {
    /// A table.
    Table(Table),
    /// A column of a table.
    Column(Table, &'static str),
    /// Dated customer attributes, for features of an invoice at issue: a current attribute says nothing of the past.
    DatedAtIssue,
}

impl Requirement {
    /// What is missing, in words, if it is.
    pub(crate) fn missing(self, coverage: &Coverage, moment: Moment) -> Option<String> {
        let column = |table: Table, name: &str| {
            (!coverage.has(table, name)).then(|| format!("column `{name}` of table `{table}`"))
        };
        match self {
            Requirement::Table(table) => {
                (!coverage.has_table(table)).then(|| format!("table `{table}`"))
            }
            Requirement::Column(table, name) => column(table, name),
            Requirement::DatedAtIssue if moment == Moment::Issue => {
                column(Table::Customers, "valid_from")
            }
            Requirement::DatedAtIssue => None,
        }
    }
}

/// At every moment.
const EVERYWHERE: &[Moment] = &[Moment::Issue, Moment::Open, Moment::Customer];
/// Where there is an invoice.
const OF_INVOICES: &[Moment] = &[Moment::Issue, Moment::Open];
/// Where there is an open invoice.
const OF_OPEN: &[Moment] = &[Moment::Open];

/// Lateness is known only where payments are.
const PAYMENTS: &[Requirement] = &[Requirement::Table(Table::Payments)];
const REMINDERS: &[Requirement] = &[Requirement::Table(Table::Reminders)];
const DISPUTES: &[Requirement] = &[Requirement::Table(Table::Disputes)];
const REASONS: &[Requirement] = &[Requirement::Column(Table::Disputes, "reason")];
const PROMISES: &[Requirement] = &[
    Requirement::Table(Table::Promises),
    Requirement::Table(Table::Payments),
];
const SIGNALS: &[Requirement] = &[Requirement::Table(Table::Signals)];

const FROM_INVOICES: &[&str] = &["invoices"];
const FROM_PAYMENTS: &[&str] = &["invoices", "payments"];
const FROM_REMINDERS: &[&str] = &["invoices", "payments", "reminders"];
const FROM_DISPUTES: &[&str] = &["invoices", "disputes"];
const FROM_PROMISES: &[&str] = &["invoices", "payments", "promises"];
const FROM_SIGNALS: &[&str] = &["signals"];
const FROM_REQUESTS: &[&str] = &["invoices", "payments", "promises", "signals"];

/// An entry before its particulars: a number at every moment, from invoices and payments, in neither selection.
const ENTRY: FeatureDef = FeatureDef {
    id: "",
    name: "",
    unit: "",
    kind: FeatureKind::Numeric,
    meaning: "",
    sources: FROM_PAYMENTS,
    formula: "",
    moments: EVERYWHERE,
    in_model: false,
    in_clusters: false,
    requires: PAYMENTS,
    needs: Needs::NONE,
    value: Value::Number(|_| f64::NAN),
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_entry_is_whole_and_its_id_its_own() {
        let mut ids = BTreeSet::new();
        for feature in CATALOGUE.iter() {
            assert!(ids.insert(feature.id), "`{}` stands twice", feature.id);
            for text in [feature.id, feature.name, feature.meaning, feature.formula] {
                assert!(!text.is_empty(), "`{}` lacks a text", feature.id);
                assert!(!text.ends_with('.'), "`{}` ends in a full stop", feature.id);
            }
            assert!(!feature.sources.is_empty(), "`{}`", feature.id);
            assert!(!feature.moments.is_empty(), "`{}`", feature.id);
            let category = feature.kind == FeatureKind::Category;
            assert_eq!(
                category,
                matches!(feature.value, Value::Code(..)),
                "`{}`",
                feature.id
            );
            let flag = feature.kind == FeatureKind::Flag;
            assert_eq!(flag, feature.unit == "flag", "`{}`", feature.id);
        }
    }

    #[test]
    fn clusters_use_numbers_of_customers() {
        for feature in CATALOGUE.iter().filter(|feature| feature.in_clusters) {
            assert_eq!(feature.kind, FeatureKind::Numeric, "`{}`", feature.id);
            assert!(
                feature.moments.contains(&Moment::Customer),
                "`{}`",
                feature.id
            );
        }
    }
}
