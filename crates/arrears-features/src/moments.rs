//! The three moments at which features are taken, and the tables they come in.

use arrears_ledger::Day;
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};

use crate::{Book, CustomerIx, InvoiceIx};

/// What a row of features is about, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// An invoice at its invoice date, as known the day before.
    Issue,
    /// An open invoice at an as-of date.
    Open,
    /// A customer at an as-of date.
    Customer,
}

/// Which features to compute; only these are held in memory.
#[derive(Debug, Clone, Copy)]
pub enum Selection<'a> {
    /// Every feature of the moment.
    All,
    /// These, in this order.
    Only(&'a [&'a str]),
    /// Those marked `in_model`.
    Model,
    /// Those marked `in_clusters`.
    Clusters,
}

/// Features, a row per invoice or customer.
#[derive(Debug, Clone)]
pub struct FeatureTable {
    /// The moment they were taken at.
    pub moment: Moment,
    /// Customer of each row.
    pub customer: Vec<CustomerIx>,
    /// Invoice of each row; none for customers and hypothetical invoices.
    pub invoice: Vec<Option<InvoiceIx>>,
    /// As-of day of each row: what was known at its end was used.
    pub as_of: Vec<Day>,
    /// A column per feature, named by its id; Float64 with null for unknown, String for categories.
    pub frame: DataFrame,
    /// Selected features that the ledger has no source for.
    pub absent: Vec<AbsentFeature>,
}

impl FeatureTable {
    /// Rows.
    pub fn n_rows(&self) -> usize {
        self.customer.len()
    }
}

/// A feature left out because its source is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsentFeature {
    /// Its id.
    pub feature: String,
    /// What is missing, such as ``table `reminders` ``.
    pub missing: String,
}

/// Features of each invoice (credit notes left out) dated `from..=to` and known by `known`, as of the day before its
/// invoice date. Rows in the order of the book.
pub fn at_issue(
    _book: &Book,
    _from: Day,
    _to: Day,
    _known: Day,
    _selection: Selection<'_>,
) -> FeatureTable {
    empty(Moment::Issue)
}

/// Features of each invoice open at `as_of`; those of the customer's history leave the invoice itself out.
pub fn of_open(_book: &Book, _as_of: Day, _selection: Selection<'_>) -> FeatureTable {
    empty(Moment::Open)
}

/// Features of each customer with an invoice known at `as_of`.
pub fn of_customers(_book: &Book, _as_of: Day, _selection: Selection<'_>) -> FeatureTable {
    empty(Moment::Customer)
}

/// Issue features of one hypothetical invoice per customer with an invoice known at `as_of`, dated the day after, at
/// the customer's 12-month median terms and amount.
pub fn next_invoice(_book: &Book, _as_of: Day, _selection: Selection<'_>) -> FeatureTable {
    empty(Moment::Issue)
}

fn empty(moment: Moment) -> FeatureTable {
    FeatureTable {
        moment,
        customer: Vec::new(),
        invoice: Vec::new(),
        as_of: Vec::new(),
        frame: DataFrame::default(),
        absent: Vec::new(),
    }
}
