//! What was known, and when?
//!
//! The [`Book`] holds a ledger by customer, in days and cents. From it come the features of an invoice at its
//! invoice date, of an open invoice and of a customer at an as-of date, each computed from what was known on that
//! day and nothing later; and the labels, with their maturity and censoring. The features are made by one sweep
//! over each customer's events in the order in which they became known; [`catalogue`] holds one entry per
//! feature, with its meaning and the code that computes it.

mod book;
pub mod bridge;
pub mod catalogue;
pub mod columns;
mod definitions;
mod error;
mod guard;
mod kernel;
mod labels;
mod moments;
mod output;
mod rates;

pub use book::{
    Attributes, Book, CustomerIx, DisputeRow, InvoiceIx, InvoiceRow, InvoiceState, PromiseRow,
    ReminderRow, SignalRow,
};
pub use definitions::Definitions;
pub use error::FeatureError;
pub use guard::training_guard;
pub use labels::{Labels, labels};
pub use moments::{
    AbsentFeature, FeatureTable, Moment, Selection, at_issue, next_invoice, of_customers, of_open,
};
