//! The ledger as read: seven frames, and the account of every row.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::SystemTime;

use polars::prelude::DataFrame;
use serde::Serialize;

use crate::quality::GivenBalances;
use crate::read::FileRef;
use crate::{BankMatch, Table};

/// The canonical tables, with what was read, used, rejected and found odd.
///
/// Ids and other text are `String`, dates `Date`, amounts `Float64` rounded to cents, levels `Int32`, flags
/// `Boolean`. A frame has its required columns always, others only where the source has them (see
/// [`Coverage`]); an absent table is a frame without rows. Rows stand in file order.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// A row per customer; per customer and `valid_from` where the source keeps history. Made from the
    /// invoices' `customer_id` (in order of first appearance) when there is no such file.
    pub customers: DataFrame,
    /// A row per invoice or credit note; always with `due_date` and `kind`.
    pub invoices: DataFrame,
    /// A row per booking; always with `kind`. Derived from the invoices' `paid_date` when there is no such file.
    pub payments: DataFrame,
    /// A row per reminder or call.
    pub reminders: DataFrame,
    /// A row per dispute.
    pub disputes: DataFrame,
    /// A row per promise to pay.
    pub promises: DataFrame,
    /// A row per signal.
    pub signals: DataFrame,
    /// Which tables and columns the source has.
    pub coverage: Coverage,
    /// Per file and table: rows read = used + rejected.
    pub row_counts: Vec<FileCount>,
    /// What is odd but true: these rows are used.
    pub flags: Vec<Flag>,
    /// Rows left out, by file and line.
    pub rejected: Vec<RejectedRow>,
    /// The files read, each once, in the order of reading.
    pub inputs: Vec<InputFile>,
    /// What the general ledger says is open, where the config gives it.
    pub given_balances: Option<GivenBalances>,
    /// The entries of bank statements, where the payments are drawn from such, and what became of each.
    pub bank_matches: Vec<BankMatch>,
    /// How each text file was read (encoding, separator, forms), one sentence per file; for `check`.
    pub notes: Vec<String>,
    /// What speaks against whole files, such as totals that their lines do not make; one sentence each.
    pub doubts: Vec<String>,
    /// The pattern of the worklists that are read back, where no file matches it.
    pub no_worklist: Option<String>,
}

impl Ledger {
    /// The frame of one table; empty for the worklists, whose rows are those of other tables.
    pub fn frame(&self, table: Table) -> &DataFrame {
        match table {
            Table::Customers => &self.customers,
            Table::Invoices => &self.invoices,
            Table::Payments => &self.payments,
            Table::Reminders => &self.reminders,
            Table::Disputes => &self.disputes,
            Table::Promises => &self.promises,
            Table::Signals => &self.signals,
            Table::Worklists => {
                static NONE: LazyLock<DataFrame> = LazyLock::new(DataFrame::empty);
                &NONE
            }
        }
    }

    /// Rows read, over all files and tables.
    pub fn n_read(&self) -> u64 {
        self.row_counts.iter().map(|count| count.read).sum()
    }
}

/// Which tables and columns the source has, so that a feature without source is left out and named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// A key per table that is there, from a file or derived.
    pub tables: BTreeMap<Table, TableCoverage>,
}

impl Coverage {
    /// Whether the ledger has this table, from a file or derived.
    pub fn has_table(&self, table: Table) -> bool {
        self.tables.contains_key(&table)
    }

    /// Whether the ledger has this column, from a file or derived.
    pub fn has(&self, table: Table, column: &str) -> bool {
        self.tables
            .get(&table)
            .is_some_and(|found| found.columns.iter().any(|name| name == column))
    }
}

/// What the source has of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableCoverage {
    /// Canonical and user columns in the frame, in the frame's order.
    pub columns: Vec<String>,
    /// Those of them that no file has and that were derived (`kind`, `due_date` from terms, payments from `paid_date`).
    pub derived: Vec<String>,
    /// Columns of the files that are not mapped and were left aside.
    pub unused: Vec<String>,
}

/// The account of one file read as one table: `read = used + rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileCount {
    /// The file, as the config names it.
    pub file: String,
    /// The table it was read as.
    pub table: Table,
    /// Data rows in the file (header and blank lines are none).
    pub read: u64,
    /// Rows that are in the ledger, or were merged into a row that is.
    pub used: u64,
    /// Rows left out, each in [`Ledger::rejected`].
    pub rejected: u64,
    /// What its amounts add up to, where the table has a column `amount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cents: Option<CentsCount>,
}

/// The account of one file's amounts, in cents: `read = used + rejected`.
///
/// A row whose amount cannot be read adds to none of the three: it is counted, never taken for 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CentsCount {
    /// Sum over all rows whose amount can be read.
    pub read: i64,
    /// Sum over the rows that are used.
    pub used: i64,
    /// Sum over the rows that are rejected.
    pub rejected: i64,
    /// Rows whose amount cannot be read, rows that are not as wide as the header included.
    pub n_unreadable: u64,
    /// Rows without an amount.
    pub n_empty: u64,
}

/// A kind of oddity, with how often it was met and the first examples. These rows are used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// What is odd.
    pub kind: FlagKind,
    /// The table it was met in.
    pub table: Table,
    /// The file it was met in, as the config names it.
    pub file: String,
    /// Rows (or customers, for [`FlagKind::ContradictoryAttribute`]) concerned.
    pub count: u64,
    /// The first ten, in file order.
    pub examples: Vec<FlagExample>,
}

/// One instance of a [`Flag`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlagExample {
    /// Where it stands.
    pub place: Place,
    /// The row's id (invoice, else customer).
    pub id: String,
    /// The values that are odd, in words.
    pub detail: String,
}

/// What is odd but true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    /// The due date lies before the invoice date.
    DueBeforeInvoice,
    /// The amount is zero.
    ZeroAmount,
    /// A negative amount that no `kind` calls a credit note, taken as one.
    NegativeAsCreditNote,
    /// A payment of the sign that payments do not have, which no `kind` explains, taken as a reversal.
    NegativeAsReversal,
    /// `paid_date` lies before the invoice date.
    PaidBeforeInvoice,
    /// `paid_date` is filled, and the table of payments has none for it: it counts as unpaid.
    PaidWithoutPayment,
    /// `open_amount` says that some of it is left, though it has a `paid_date`: the rest was paid on that day.
    PaidInPart,
    /// `open_amount` says that it was paid, in part or in full, and nothing says when: it counts as open.
    PaidUndated,
    /// A payment is dated before its invoice.
    PaymentBeforeInvoice,
    /// Payments of an invoice add up to more than its amount.
    Overpayment,
    /// One customer has several values of one attribute; the most frequent is kept.
    ContradictoryAttribute,
    /// The customer of a payment or signal is not the customer of its invoice.
    CustomerMismatch,
    /// A dispute, promise or reminder ends before it begins.
    EndBeforeStart,
    /// The invoice that a credit note names cannot be credited; the credit note stays the customer's credit.
    IdleLink,
    /// An invoice is credited by a linked credit note and by a booking of the same amount.
    CreditedTwice,
    /// Two rows of one table say the same; both count.
    RepeatedRow,
    /// Two invoices of one customer, date, due date and amount have different numbers.
    TwoNumbers,
    /// The last row of a file has the sum of all rows above it as its amount; it counts.
    SumOfOthers,
    /// Two ids differ only by leading zeros.
    LeadingZeros,
    /// Two customers bear nearly one name, or one VAT number or bank account.
    AlikeCustomers,
    /// A discount, credit or write-off of the sign that they do not have, taken as one that is taken back.
    TakenBack,
    /// An amount that says more than cents, rounded to cents.
    RoundedToCents,
    /// The balances and entries of a bank statement do not add up.
    StatementUnbalanced,
    /// A bank statement does not open with what the one before closed with.
    StatementGap,
    /// Two bank statements of one account have days in common.
    StatementOverlap,
    /// A bank statement is there twice; it counts once.
    StatementRepeated,
}

impl FlagKind {
    /// What it is, in words for a report.
    pub fn text(self) -> &'static str {
        match self {
            FlagKind::DueBeforeInvoice => "due date before the invoice date",
            FlagKind::ZeroAmount => "amount of zero",
            FlagKind::NegativeAsCreditNote => "negative amount, taken as a credit note",
            FlagKind::NegativeAsReversal => "payment of the opposite sign, taken as a reversal",
            FlagKind::PaidBeforeInvoice => "paid date before the invoice date",
            FlagKind::PaidWithoutPayment => {
                "paid date, but no payment in the table of payments: taken as unpaid"
            }
            FlagKind::PaidInPart => "paid date, but some is still open: paid in part on that day",
            FlagKind::PaidUndated => {
                "paid, in part or in full, on a day that nothing tells: taken as open"
            }
            FlagKind::PaymentBeforeInvoice => "payment before its invoice",
            FlagKind::Overpayment => "payments of more than the invoice amount",
            FlagKind::ContradictoryAttribute => {
                "several values of one customer attribute, the most frequent kept"
            }
            FlagKind::CustomerMismatch => "customer differs from the invoice's customer",
            FlagKind::EndBeforeStart => "end before the start",
            FlagKind::IdleLink => "credit note whose invoice cannot be credited",
            FlagKind::CreditedTwice => "credited by a linked credit note and by a booking alike",
            FlagKind::RepeatedRow => "row that says the same as an earlier one, both counted",
            FlagKind::TwoNumbers => "same customer, dates and amount under another number",
            FlagKind::SumOfOthers => "last row whose amount is the sum of all rows above it",
            FlagKind::LeadingZeros => "id that differs from another only by leading zeros",
            FlagKind::AlikeCustomers => {
                "customer who bears the name, VAT number or bank account of another"
            }
            FlagKind::TakenBack => {
                "discount, credit or write-off of the opposite sign, taken as one taken back"
            }
            FlagKind::RoundedToCents => "amount with more than two decimals, rounded to cents",
            FlagKind::StatementUnbalanced => {
                "bank statement whose balances and entries do not add up"
            }
            FlagKind::StatementGap => "gap between bank statements of one account",
            FlagKind::StatementOverlap => "bank statements of one account that overlap",
            FlagKind::StatementRepeated => "bank statement that is there twice, counted once",
        }
    }
}

/// Where a row stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Physical line of a text file, from 1.
    Line(u64),
    /// Row of a Parquet file, from 1.
    Row(u64),
}

impl Place {
    /// The bare number.
    pub fn number(self) -> u64 {
        match self {
            Place::Line(number) | Place::Row(number) => number,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(number) => write!(f, "line {number}"),
            Place::Row(number) => write!(f, "row {number}"),
        }
    }
}

/// A row left out of the ledger, and why. The first fault found in a row is the one named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RejectedRow {
    /// The table it was read for.
    pub table: Table,
    /// The file, as the config names it.
    pub file: String,
    /// Physical line (text) or row number (Parquet), from 1.
    pub line: u64,
    /// Column as the file names it; empty where the fault is the row's own (ragged).
    pub column: String,
    /// The value at fault, cut to 80 characters.
    pub value: String,
    /// What kind of fault it is.
    pub kind: RejectKind,
    /// Why, in words: what is wrong, what was expected, and the key of the config that would change it.
    pub reason: String,
    /// Its amount in cents, where the table has one and it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cents: Option<i64>,
}

/// Why a row cannot be used, as far as reports count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectKind {
    /// More or fewer cells than the header has.
    Ragged,
    /// A required cell is empty.
    Missing,
    /// A cell cannot be read as a value of its column.
    Unreadable,
    /// A value that can be read, and that no ledger can have.
    Impossible,
    /// A word that is none of those the column knows.
    UnknownWord,
    /// Its customer is in no table of customers.
    UnknownCustomer,
    /// Its invoice is in no table of invoices.
    UnknownInvoice,
    /// Its invoice was rejected.
    InvoiceRejected,
    /// Its id occurred before.
    Duplicate,
    /// The total of the rows above it. No fault of the ledger.
    Total,
    /// An amount in another currency than the ledger's, of which there is no rate on its day.
    NoRate,
    /// No table takes it: every table of its file has an `only`, and none names it.
    Untaken,
    /// A bank entry of which it is not sure enough what it pays. No fault of the row.
    Unmatched,
    /// A bank entry that is no money of a customer. No fault of the row.
    NotAReceipt,
    /// A bank entry that stands in another statement too. No fault of the row.
    Repeated,
}

impl RejectKind {
    /// Whether the row is at fault: rows that are only beside the matter are no reason to refuse a ledger.
    pub fn is_fault(self) -> bool {
        !matches!(
            self,
            RejectKind::Unmatched
                | RejectKind::NotAReceipt
                | RejectKind::Repeated
                | RejectKind::Total
        )
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputFile {
    /// The file, as the config names it.
    pub name: String,
    /// The file, as opened.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last written before it was read, where the system tells.
    #[serde(skip)]
    pub modified: Option<SystemTime>,
}

impl InputFile {
    /// Whether the file is no longer the one that was read: another size or another time of writing, or gone.
    pub fn has_changed(&self) -> bool {
        match std::fs::metadata(&self.path) {
            Ok(now) => now.len() != self.bytes || now.modified().ok() != self.modified,
            Err(_) => true,
        }
    }
}

impl From<FileRef> for InputFile {
    fn from(file: FileRef) -> Self {
        Self {
            name: file.name,
            path: file.path,
            bytes: file.bytes,
            modified: file.modified,
        }
    }
}
