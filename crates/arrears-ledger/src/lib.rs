//! What happened?
//!
//! Reads the files an analyst has, as `arrears.toml` names them, into the seven canonical tables
//! (customers, invoices, payments, reminders, disputes, promises, signals). Every row read is either
//! used or rejected with file, line, column, value and reason; what is odd but true is used and flagged.
//! This crate knows what a ledger is, not what was known when: that is `arrears-features`.

mod bank;
mod config;
mod day;
mod error;
mod ledger;
mod look;
pub mod parquet;
pub mod profile;
mod propose;
pub mod quality;
mod read;
mod rejects;
pub mod schema;
mod several;
mod table;

pub use arrears_formats::shown;
pub use bank::{
    BANK_MATCHES_HEADER, BankMatch, BankStatus, BankSummary, MatchMethod, bank_matches_csv,
};
pub use config::{
    AdministrationFrom, ControlConfig, DEFAULT_MIN_CONFIDENCE, DateOrder, DecimalMark, IdForm,
    LedgerConfig, NegativeAmounts, Quotation, RatesConfig, TableConfig,
};
pub use day::{Day, DayError};
pub use error::LedgerError;
pub use ledger::{
    CentsCount, Coverage, FileCount, Flag, FlagExample, FlagKind, InputFile, Ledger, Place,
    RejectKind, RejectedRow, TableCoverage,
};
pub use look::{ColumnLook, DocumentLook, Look, look};
pub use propose::{
    ColumnProposal, Confidence, KnownExport, Preview, PreviewTable, Proposal, SeenFile,
    TableProposal, propose,
};
pub use read::{ASKED, Applicants, applicant_columns, read, read_applicants};
pub use read::{OUTCOMES, Outcome, invoices_cell, name_key};
pub use rejects::{REJECTED_ROWS_HEADER, csv, escape_formula, rejected_rows_csv};
pub use table::Table;
