//! What makes a file unreadable as text.

/// Why bytes could not be read as a table of text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// Nothing in it but blank lines.
    #[error("the file is empty: it has no header line")]
    Empty,
    /// The label given is no encoding.
    #[error("`{label}` is not the name of a text encoding")]
    UnknownEncoding {
        /// What was given.
        label: String,
    },
    /// The bytes are not what the encoding allows.
    #[error("the bytes on line {line} are not {encoding}")]
    NotInEncoding {
        /// Name of the encoding.
        encoding: &'static str,
        /// Physical line of the first byte at fault, from 1.
        line: u64,
    },
    /// The bytes are of a format that is not text.
    #[error("the file is {found}, not text")]
    NotText {
        /// What it looks like, with its article.
        found: &'static str,
    },
    /// XML that is not well formed, or beyond what is read of strangers.
    #[error("not sound XML on line {line}: {reason}")]
    Xml {
        /// Line, from 1.
        line: u64,
        /// What is wrong, or not allowed.
        reason: String,
    },
    /// XML that is no format we know.
    #[error(
        "the file is XML with the root element `{root}`, which is no ledger, statement or invoice that is known"
    )]
    UnknownXml {
        /// Name of the root element.
        root: String,
    },
    /// The archive, or an entry of it, cannot be read.
    #[error("the ZIP archive cannot be read: {reason}")]
    Archive {
        /// Why.
        reason: String,
    },
    /// A bank's message that is no statement.
    #[error(
        "the file is {found}, which repeats or anticipates entries of the day's statement: reading both would count money twice"
    )]
    NoStatement {
        /// What it is, with its article.
        found: &'static str,
    },
    /// A file among bank statements that is none.
    #[error("the file is no bank statement (CAMT.053, MT940), as others of its table are")]
    OtherDocument,
    /// The workbook is locked with a password.
    #[error("the workbook is protected with a password")]
    Locked,
    /// The workbook cannot be read.
    #[error("the file is a ZIP archive or a workbook that cannot be opened ({reason})")]
    Workbook {
        /// What the reader said.
        reason: String,
    },
    /// The workbook has no such sheet.
    #[error("the workbook has no sheet `{wanted}`; it has {}", quoted(present))]
    NoSheet {
        /// The name given.
        wanted: String,
        /// The sheets there are.
        present: Vec<String>,
    },
    /// The separator is no single ASCII character.
    #[error("the separator `{separator}` is not one ASCII character")]
    BadSeparator {
        /// What was given.
        separator: char,
    },
    /// The header has fewer names than its rows have cells.
    #[error(
        "the header on line {line} names {n_names} columns where its rows have {n_cells} cells; which column has no name cannot be told"
    )]
    ShortHeader {
        /// Physical line of the header, from 1.
        line: u64,
        /// Names in it.
        n_names: usize,
        /// Cells of a row.
        n_cells: usize,
    },
    /// One column holds more than 4 GiB of text.
    #[error("column `{column}` holds more than 4 GiB of text")]
    TooLarge {
        /// Name of the column.
        column: String,
    },
}

fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", crate::shown(name)))
        .collect();
    quoted.join(", ")
}
