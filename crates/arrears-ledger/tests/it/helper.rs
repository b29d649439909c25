//! The only place that calls `read`: files and config as text in, ledger or message out.

use arrears_ledger::{Ledger, LedgerConfig, LedgerError, read};
use polars::prelude::*;

/// The `[ledger]` section of `config` read as TOML, over files given by name and content.
pub fn try_read(config: &str, files: &[(&str, &[u8])]) -> Result<Ledger, LedgerError> {
    let dir = tempfile::tempdir().expect("a directory");
    for (name, content) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, content).expect("a file");
    }
    let config: LedgerConfig = toml::from_str(config).expect("a config");
    let ledger = read(&config, dir.path())?;
    for count in &ledger.row_counts {
        assert_eq!(count.read, count.used + count.rejected, "{}", count.file);
        if let Some(cents) = &count.cents {
            assert_eq!(cents.read, cents.used + cents.rejected, "{}", count.file);
        }
    }
    let rejected: u64 = ledger.row_counts.iter().map(|count| count.rejected).sum();
    assert_eq!(
        rejected,
        ledger.rejected.len() as u64,
        "every rejected row is listed"
    );
    Ok(ledger)
}

/// A ledger that must be readable.
pub fn ledger(config: &str, files: &[(&str, &str)]) -> Ledger {
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    try_read(config, &files).unwrap_or_else(|error| panic!("{error}"))
}

/// The message of a ledger that cannot be read, and its hint; the directory is left out of it.
pub fn message(config: &str, files: &[(&str, &str)]) -> (String, String) {
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    let Err(error) = try_read(config, &files) else {
        panic!("the ledger can be read")
    };
    let text = error.to_string();
    assert!(
        !text.contains('\n') && !text.ends_with('.'),
        "one paragraph without a full stop: {text}"
    );
    let start = text
        .find("/tmp/")
        .or_else(|| text.find(&std::env::temp_dir().display().to_string()));
    let text = match start {
        Some(start) => {
            let end = text[start..].rfind('/').map_or(start, |end| start + end);
            format!("{}DIR{}", &text[..start], &text[end..])
        }
        None => text,
    };
    (text, error.hint().unwrap_or_default())
}

/// The cells of a column as text; a null is `-`.
pub fn cells(frame: &DataFrame, column: &str) -> Vec<String> {
    let column = frame
        .column(column)
        .unwrap_or_else(|_| panic!("no column {column}"))
        .as_materialized_series();
    column
        .iter()
        .map(|value| match value {
            AnyValue::Null => "-".to_owned(),
            AnyValue::String(text) => text.to_owned(),
            value => value.to_string(),
        })
        .collect()
}

/// Rejected rows in one line each: `file:line column=value reason`, without what was expected.
pub fn rejected(ledger: &Ledger) -> Vec<String> {
    let line = |row: String| match row.find(": expected").or(row.find("; expected")) {
        Some(end) => row[..end].to_owned(),
        None => row,
    };
    rejected_in_full(ledger).into_iter().map(line).collect()
}

/// Rejected rows in one line each, with the whole reason.
pub fn rejected_in_full(ledger: &Ledger) -> Vec<String> {
    let line = |row: &arrears_ledger::RejectedRow| {
        format!(
            "{}:{} {}={}: {}",
            row.file, row.line, row.column, row.value, row.reason
        )
    };
    ledger.rejected.iter().map(line).collect()
}

/// Flags in one line each, with their first example.
pub fn flags(ledger: &Ledger) -> Vec<String> {
    let line = |flag: &arrears_ledger::Flag| {
        let first = &flag.examples[0];
        format!(
            "{} {:?} x{} {} {}: {}",
            flag.table, flag.kind, flag.count, first.place, first.id, first.detail
        )
    };
    ledger.flags.iter().map(line).collect()
}

/// A config that names files alone.
pub const INVOICES: &str = "[invoices]\npath = \"invoices.csv\"\n";

/// Two invoices in canonical form.
pub const TWO: &str = "invoice_id,customer_id,invoice_date,due_date,amount\n\
    001,C1,2025-01-10,2025-02-09,100.00\n\
    002,C2,2025-01-20,2025-02-19,50.50\n";
