//! What was known, and when?
//!
//! The [`Book`] holds a ledger by customer, in days and cents. From it come the features of an invoice at its
//! invoice date, of an open invoice and of a customer at an as-of date, each computed from what was known on that
//! day and nothing later; and the labels, with their maturity and censoring. The features are made by one sweep
//! over each customer's events in the order in which they became known; [`catalogue`] holds one entry per
//! feature, with its meaning and the code that computes it.
//!
//! ```
//! use arrears_features::{Book, Definitions, Selection, of_customers};
//! use arrears_ledger::{Day, Ledger, Table, TableCoverage};
//! use polars::prelude::{DataType, df};
//!
//! // As `arrears_ledger::read` returns it: one invoice, paid six days after its due date.
//! let mut ledger = Ledger::default();
//! ledger.invoices = df!(
//!     "invoice_id" => ["2025-17"], "customer_id" => ["ACME"], "amount" => [1250.0], "kind" => ["invoice"],
//!     "invoice_date" => [20_089], "due_date" => [20_119]
//! )?;
//! ledger.payments = df!("invoice_id" => ["2025-17"], "payment_date" => [20_125], "amount" => [1250.0])?;
//! for column in ["invoice_date", "due_date"] {
//!     ledger.invoices.apply(column, |days| days.cast(&DataType::Date).unwrap())?;
//! }
//! ledger.payments.apply("payment_date", |days| days.cast(&DataType::Date).unwrap())?;
//! ledger.coverage.tables.insert(Table::Payments, TableCoverage::default());
//!
//! let book = Book::from_ledger(&ledger, &Definitions::default())?;
//! let ids = ["late_ratio_all", "mean_days_late_all"];
//! let features = of_customers(&book, Day(20_200), Selection::Only(&ids));
//! assert_eq!(features.frame, df!("late_ratio_all" => [1.0], "mean_days_late_all" => [6.0])?);
//! // The day after the due date nobody knew when it would be paid.
//! let features = of_customers(&book, Day(20_120), Selection::Only(&ids));
//! assert_eq!(features.frame, df!("late_ratio_all" => [1.0], "mean_days_late_all" => [1.0])?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod bands;
mod book;
pub mod bridge;
pub mod catalogue;
mod civil;
pub mod columns;
mod day_profile;
mod definitions;
mod error;
mod guard;
mod hazards;
mod histories;
mod holidays;
mod kernel;
mod labels;
mod moments;
mod output;
mod rates;
mod redraws;
mod runs;

pub use book::{
    Attributes, Balance, Book, Contact, CustomerIx, DisputeRow, InvoiceIx, InvoiceRow,
    InvoiceState, NATURAL_PERSON, PromiseRow, ReminderRow, SignalRow, is_natural_person,
};
pub use day_profile::DayProfile;
pub use definitions::Definitions;
pub use error::FeatureError;
pub use guard::training_guard;
pub use hazards::exposure;
pub use histories::{Histories, History};
pub use holidays::Holidays;
pub use kernel::N_LIKENESSES;
pub use labels::{Labels, labels};
pub use moments::{
    AbsentFeature, FeatureTable, Moment, Questions, Selection, at_issue, next_invoice,
    of_customers, of_open,
};
pub use redraws::{Redraws, redrawn};
