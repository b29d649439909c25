//! What stops a ledger from being read at all. Faulty rows are no error: see [`crate::RejectedRow`].

mod hint;
mod words;

use std::path::PathBuf;

use arrears_formats::{DocumentKind, FormatError};

use crate::schema::ColumnType;
use crate::{AdministrationFrom, Place, Table};
use words::{administration_text, empty_text, list, nearest_text, too_few};

/// Why a ledger could not be read. [`LedgerError::hint`] says what would put it right.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The config has no invoices.
    #[error("the config names no invoices: a ledger needs at least the table `invoices`")]
    NoInvoices,
    /// A section has no `path`.
    #[error("`[ledger.{table}]` has no `path`")]
    NoPath {
        /// The table.
        table: Table,
    },
    /// A file the config names is not there, or a pattern matches none.
    #[error("the file `{}` of table `{table}` does not exist", path.display())]
    MissingFile {
        /// The table.
        table: Table,
        /// The file or pattern, as resolved.
        path: PathBuf,
    },
    /// A pattern that cannot be one.
    #[error("the path `{path}` of table `{table}` is no valid pattern: {reason}")]
    BadPattern {
        /// The table.
        table: Table,
        /// The pattern.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A directory or device in place of a file.
    #[error("`{}` is not a regular file", path.display())]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// The system refused to read a file.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A text file that cannot be split into cells.
    #[error("cannot read `{file}` as a table of text: {source}")]
    Format {
        /// The file.
        file: String,
        /// Why.
        source: FormatError,
    },
    /// A Parquet file that cannot be read.
    #[error("cannot read `{file}` as Parquet: {reason}")]
    Parquet {
        /// The file.
        file: String,
        /// What polars said.
        reason: String,
    },
    /// A document that holds no such table.
    #[error("`{file}` is {kind}, which holds no {table}")]
    NotInDocument {
        /// The file.
        file: String,
        /// What it is.
        kind: DocumentKind,
        /// The table asked for.
        table: Table,
        /// The tables it may hold.
        tables: Vec<Table>,
    },
    /// A document without a table of that name.
    #[error("`{file}` has no table `{wanted}`; it has {}", list(tables))]
    NoTableInDocument {
        /// The file.
        file: String,
        /// The name given.
        wanted: String,
        /// The tables there are.
        tables: Vec<String>,
    },
    /// A table by name of a file that is one table.
    #[error("`{file}` is one table, which has no name: there is no `{wanted}` to choose")]
    OneTable {
        /// The file.
        file: String,
        /// The name given.
        wanted: String,
    },
    /// A document that cannot be a ledger.
    #[error("`{file}` ({kind}) cannot be a ledger: {reason}")]
    NoLedgerInDocument {
        /// The file.
        file: String,
        /// What it is.
        kind: DocumentKind,
        /// Why.
        reason: String,
        /// What would put it right.
        hint: String,
    },
    /// A key under `[ledger.<table>.columns]` that is no column of the table.
    #[error(
        "`{key}` under `[ledger.{table}.columns]` is no column of `{table}`{}",
        nearest_text(nearest)
    )]
    UnknownColumn {
        /// The table.
        table: Table,
        /// The key.
        key: String,
        /// The nearest canonical name.
        nearest: Option<String>,
    },
    /// `[acceptance.columns]` names something that is no column of an applicant.
    #[error(
        "`{key}` under `[acceptance.columns]` is no column of an applicant{}",
        nearest_text(nearest)
    )]
    UnknownApplicantColumn {
        /// The key.
        key: String,
        /// The most similar column, if one is.
        nearest: Option<String>,
    },
    /// Several columns for one that is no id, or a name of them that is empty.
    #[error("`{key}` under `[ledger.{table}.columns]` names several columns: {reason}")]
    SeveralColumns {
        /// The table.
        table: Table,
        /// The key.
        key: String,
        /// Why it cannot.
        reason: &'static str,
    },
    /// A column mapped to an amount and to an id or a date.
    #[error(
        "`{amount}` and `{other}` of table `{table}` are both read from the column `{column}`: one cannot hold {} and {other_type}",
        ColumnType::Amount
    )]
    AmountIsOther {
        /// The table.
        table: Table,
        /// Name in the file.
        column: String,
        /// The key of the amount.
        amount: String,
        /// The key of the id or date.
        other: String,
        /// Which of both it is.
        other_type: ColumnType,
    },
    /// A column that is needed is not in the file.
    #[error(
        "the file `{file}` has no column `{wanted}`, needed for `{canonical}` of table `{table}`{}; its columns are {}",
        nearest_text(nearest),
        list(present)
    )]
    MissingColumn {
        /// The file.
        file: String,
        /// The table.
        table: Table,
        /// Canonical name.
        canonical: Box<str>,
        /// Name looked for in the file.
        wanted: Box<str>,
        /// The columns the file has.
        present: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// Two columns of a file bear a canonical name.
    #[error("`{file}` has more than one column `{column}`")]
    DoubledColumn {
        /// The file.
        file: String,
        /// The table.
        table: Table,
        /// The name.
        column: String,
    },
    /// A column whose values cannot be what it is mapped to.
    #[error(
        "column `{column}` of `{file}` is mapped to `{canonical}` of table `{table}` ({expected}), but {found}"
    )]
    WrongType {
        /// The file.
        file: String,
        /// The table.
        table: Table,
        /// Name in the file.
        column: String,
        /// Canonical name.
        canonical: String,
        /// What it should hold.
        expected: ColumnType,
        /// What it holds, as the end of the sentence.
        found: String,
    },
    /// Ids stored as floats, whose digits cannot be trusted.
    #[error(
        "column `{column}` of `{file}` holds ids as floating-point numbers: leading zeros are gone and long numbers are rounded"
    )]
    FloatIds {
        /// The file.
        file: String,
        /// The table.
        table: Table,
        /// Name in the file.
        column: String,
    },
    /// Dates that fit day first as well as month first.
    #[error(
        "the dates of `{file}` can be read day first or month first: `{example}` in column `{column}` fits both, and {}",
        too_few(*n_telling)
    )]
    AmbiguousDates {
        /// The file.
        file: String,
        /// The table.
        table: Table,
        /// Name in the file.
        column: String,
        /// The first value that fits both.
        example: String,
        /// Values that fit one only, too few beside the others.
        n_telling: u64,
    },
    /// Dates of which some fit day first only and others month first only.
    #[error(
        "the dates of `{file}` are mixed: {n_day_first} are dates only day first, {n_month_first} only month first; the fewer stand in column `{column}`"
    )]
    MixedDates {
        /// The file.
        file: String,
        /// The table.
        table: Table,
        /// Name in the file of the column with most of the fewer.
        column: String,
        /// Values that are dates only day first.
        n_day_first: u64,
        /// Values that are dates only month first.
        n_month_first: u64,
    },
    /// Numbers that fit a decimal comma as well as a decimal point.
    #[error(
        "the numbers of `{file}` can be read with a decimal comma or a decimal point: `{example}` in column `{column}` fits both, and {}",
        too_few(*n_telling)
    )]
    AmbiguousNumbers {
        /// The file.
        file: String,
        /// The table.
        table: Table,
        /// Name in the file.
        column: String,
        /// The first value that fits both.
        example: String,
        /// Values that fit one only, too few beside the others.
        n_telling: u64,
    },
    /// A word under `kinds` stands for no kind of its table.
    #[error(
        "`{word} = \"{kind}\"` under `[ledger.{table}.kinds]`: `{kind}` is no kind of `{table}`; it has {}",
        list(known)
    )]
    UnknownKind {
        /// The table.
        table: Table,
        /// The word.
        word: String,
        /// What it is said to stand for.
        kind: String,
        /// The kinds there are.
        known: Vec<String>,
    },
    /// Words under `kinds` of a table that has none.
    #[error("`[ledger.{table}.kinds]`: the table `{table}` has no kinds")]
    NoKinds {
        /// The table.
        table: Table,
    },
    /// The invoices have administrations, another table has not.
    #[error(
        "the invoices have a column `administration`, table `{table}` has none: its rows could be of any"
    )]
    NoAdministration {
        /// The table.
        table: Table,
    },
    /// The name of a file does not tell its administration.
    #[error(
        "`administration = \"{}\"` under `[ledger]`: the name `{file}` of table `{table}` does not tell it",
        administration_text(*from)
    )]
    AdministrationUnclear {
        /// The table.
        table: Table,
        /// The file.
        file: String,
        /// What should tell it.
        from: AdministrationFrom,
    },
    /// Two folders of one name, which would be one administration.
    #[error(
        "`administration = \"folder\"` under `[ledger]`: `{one}` and `{other}` of table `{table}` lie in different folders of one name, `{name}`"
    )]
    AdministrationTwice {
        /// The table.
        table: Table,
        /// The name.
        name: String,
        /// A file in the one.
        one: String,
        /// A file in the other.
        other: String,
    },
    /// Customers that are merged into each other.
    #[error("`[ledger.merge_customers]` goes in a circle from `{id}`")]
    MergeCircle {
        /// Where the circle begins.
        id: String,
    },
    /// All rows are in one currency that is not the ledger's.
    #[error("every row of `{table}` is in `{found}`, but the currency of the ledger is `{ledger}`")]
    OtherCurrency {
        /// The table.
        table: Table,
        /// The currency of the invoices.
        found: String,
        /// The currency of the config.
        ledger: String,
    },
    /// Amounts in several currencies, and no rates to convert them.
    #[error(
        "`{file}` has amounts in `{found}` (first on {place}), the ledger is in `{ledger}`, and there are no rates"
    )]
    MixedCurrencies {
        /// The table.
        table: Table,
        /// The file.
        file: String,
        /// The first of them.
        place: Place,
        /// Another currency.
        found: String,
        /// The currency of the config.
        ledger: String,
    },
    /// The table of rates cannot be used.
    #[error("`{file}`, the table of rates{}: {reason}", place.map(|place| format!(", {place}")).unwrap_or_default())]
    Rates {
        /// The file.
        file: String,
        /// Where.
        place: Option<Place>,
        /// What is wrong with it.
        reason: String,
    },
    /// Amounts of a kind whose signs do not tell what a negative one is.
    #[error(
        "of {n} amounts of kind `{kind}` in `{table}` {n_negative} are negative (first on {place} of `{file}`): too many \
         to be taken back, and too few to be how such amounts are written"
    )]
    MixedSigns {
        /// The file of the first of them.
        file: String,
        /// Where the first stands.
        place: Place,
        /// The table.
        table: Table,
        /// Their kind.
        kind: &'static str,
        /// How many are negative.
        n_negative: usize,
        /// How many there are.
        n: usize,
    },
    /// No invoice is left.
    #[error("the ledger is empty: {}", empty_text(*n_read, first))]
    Empty {
        /// Rows read.
        n_read: u64,
        /// The first rejection, in words.
        first: Option<String>,
    },
    /// Rows of a filled worklist of which none can be used.
    #[error("none of the {n} rows that are filled in in `{file}` can be used; the first, {first}")]
    NothingUsed {
        /// The file.
        file: String,
        /// Rows with an outcome.
        n: u64,
        /// The first rejection, in words.
        first: String,
    },
    /// Rows read are not rows used and rejected. Our bug.
    #[error(
        "{read} rows were read from `{file}`, {used} used and {rejected} rejected, which does not add up: this is a bug of arrears"
    )]
    Unbalanced {
        /// The file.
        file: String,
        /// Rows read.
        read: u64,
        /// Rows used.
        used: u64,
        /// Rows rejected.
        rejected: u64,
    },
    /// A balance of the general ledger that is no amount.
    #[error("the balance `{value}` is not usable: expected {expected}")]
    ControlBalance {
        /// What the config says.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A table of balances that cannot be used.
    #[error("the balances in `{file}` cannot be used: {reason}")]
    ControlTable {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// Cents read are not cents used and rejected. Our bug.
    #[error("the amounts of `{file}` do not add up: {account}; this is a bug of arrears")]
    UnbalancedCents {
        /// The file, or the table.
        file: String,
        /// Cents read, used and rejected, in words.
        account: Box<str>,
    },
    /// Amounts that add up to more than an account in cents can hold.
    #[error(
        "the amounts of `{file}` add up to {total} cents, more than a ledger can hold: expected a sum below 92,233,720,368,547,758"
    )]
    TooMuchMoney {
        /// The file.
        file: String,
        /// The table.
        table: Table,
        /// The sum in cents.
        total: Box<str>,
    },
    /// polars failed on something we did. Our bug.
    #[error("{doing} failed: {reason}; this is a bug of arrears")]
    Internal {
        /// What was being done.
        doing: &'static str,
        /// What polars said.
        reason: String,
    },
}
