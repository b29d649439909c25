//! The seven canonical tables by name, and the worklists that are read back as rows of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One of the tables of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Table {
    /// Who buys: a row per customer, or per customer and `valid_from`.
    Customers,
    /// What was billed: a row per invoice or credit note. The one table that is required.
    Invoices,
    /// What was paid, set off, credited or written off: a row per booking.
    Payments,
    /// Steps of the reminder ladder and calls.
    Reminders,
    /// Invoices contested by the customer.
    Disputes,
    /// Promises to pay.
    Promises,
    /// Everything else known of a customer: scores, requests, news.
    Signals,
    /// Worklists that were filled in: no table of the ledger, their rows become those of others.
    Worklists,
}

impl Table {
    /// All tables of the ledger, in the order in which they are read.
    pub const ALL: [Table; 7] = [
        Table::Customers,
        Table::Invoices,
        Table::Payments,
        Table::Reminders,
        Table::Disputes,
        Table::Promises,
        Table::Signals,
    ];

    /// The name used in `arrears.toml`, in files and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Table::Customers => "customers",
            Table::Invoices => "invoices",
            Table::Payments => "payments",
            Table::Reminders => "reminders",
            Table::Disputes => "disputes",
            Table::Promises => "promises",
            Table::Signals => "signals",
            Table::Worklists => "worklists",
        }
    }

    /// The section of `arrears.toml` that says how its files are written.
    pub(crate) fn section(self) -> String {
        match self {
            Table::Worklists => "[ledger]".to_owned(),
            table => format!("[ledger.{table}]"),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Table {
    type Err = ();
    fn from_str(text: &str) -> Result<Table, ()> {
        Table::ALL
            .into_iter()
            .find(|table| table.name() == text)
            .ok_or(())
    }
}
