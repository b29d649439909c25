//! The proposal as text for `arrears.toml`, with what was found in comments.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use super::kinds::kinds_of;
use super::{Proposal, SeenFile, TableProposal, order_words};
use crate::{DateOrder, DecimalMark, Table, schema};

/// The `[ledger]` part. Writing to a String cannot fail.
pub(super) fn to_toml(proposal: &Proposal) -> String {
    let mut out = String::new();
    for doubt in &proposal.doubts {
        let _ = writeln!(out, "# Look at this: {}", comment(doubt));
    }
    for proof in &proposal.proven {
        let _ = writeln!(out, "# Read so: {}", comment(proof));
    }
    for (path, reason) in &proposal.unrecognised {
        let _ = writeln!(
            out,
            "# Not used: {}",
            comment(&format!("`{}`: {reason}", path.display()))
        );
    }
    for known in &proposal.known {
        let _ = writeln!(
            out,
            "# Recognised: {}",
            comment(&format!(
                "`{}` as {} ({} of {} headers, profile {})",
                known.path.display(),
                known.name,
                known.n_found,
                known.n_wanted,
                known.id
            ))
        );
        for trap in &known.traps {
            let _ = writeln!(out, "# Mind: {}", comment(trap));
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "[ledger]");
    forms(
        &mut out,
        proposal.config.date_order,
        proposal.config.decimal_mark,
    );
    if proposal.config.date_order.is_none() && asks_for_order(proposal) {
        let _ = writeln!(
            out,
            "# date_order = \"dmy\"    # choose: \"dmy\" (31-12-2025), \"mdy\" (12/31/2025)"
        );
    }
    let _ = writeln!(
        out,
        "currency = {}        # of all amounts",
        text(&proposal.config.currency)
    );
    if let Some(rates) = &proposal.config.rates {
        let _ = writeln!(out, "\n[ledger.rates]\npath = {}", text(&rates.path));
        if let Some(sheet) = &rates.sheet {
            let _ = writeln!(out, "sheet = {}", text(sheet));
        }
    }
    for table in &proposal.tables {
        section(&mut out, proposal, table);
    }
    if !proposal
        .tables
        .iter()
        .any(|table| table.table == Table::Invoices)
    {
        skeleton(&mut out, proposal);
    }
    for file in &proposal.seen {
        seen(&mut out, file);
    }
    out
}

/// The invoices, to be filled in by hand.
fn skeleton(out: &mut String, proposal: &Proposal) {
    let path = match proposal.seen.first() {
        Some(file) => text(&file.path.to_string_lossy()),
        None => "\"\"".to_owned(),
    };
    let _ = writeln!(
        out,
        "\n# To be filled in: the invoices. What a column of the file is called goes between the quotes; then take\n\
         # the # away. docs/ledger.md says what each column is.\n\
         [ledger.invoices]\npath = {path}\n\n[ledger.invoices.columns]"
    );
    for column in schema::columns_of(Table::Invoices) {
        let optional = matches!(column.name, "payment_terms_days" | "currency" | "paid_date");
        if column.required || optional {
            let line = format!("# {} = \"\"", column.name);
            let _ = writeln!(out, "{line:<39}  # {}", column.meaning);
        }
    }
}

/// The columns of a file with their first values, to fill in from.
fn seen(out: &mut String, file: &SeenFile) {
    let _ = writeln!(
        out,
        "\n# Columns of {} and their first values:",
        comment(&file.path.to_string_lossy())
    );
    for (name, values) in &file.columns {
        let _ = writeln!(
            out,
            "#   {}: {}",
            comment(&text(name)),
            comment(&values.join(" | "))
        );
    }
}

fn asks_for_order(proposal: &Proposal) -> bool {
    proposal
        .doubts
        .iter()
        .any(|doubt| doubt.contains("date_order"))
}

fn forms(out: &mut String, order: Option<DateOrder>, mark: Option<DecimalMark>) {
    if let Some(order) = order {
        let name = match order {
            DateOrder::Dmy => "dmy",
            DateOrder::Mdy => "mdy",
            DateOrder::Ymd => "ymd",
        };
        let _ = writeln!(out, "date_order = \"{name}\"      # {}", order_words(order));
    }
    if let Some(mark) = mark {
        let name = if mark == DecimalMark::Comma { "," } else { "." };
        let _ = writeln!(out, "decimal_mark = \"{name}\"");
    }
}

fn section(out: &mut String, proposal: &Proposal, table: &TableProposal) {
    let config = proposal
        .config
        .table(table.table)
        .cloned()
        .unwrap_or_default();
    // The rows of statements are known only once they are matched.
    let looked_at = (table.n_rows > 0).then(|| format!("{} rows looked at", table.n_rows));
    let seen: Vec<&str> = looked_at
        .iter()
        .chain(&table.dialect)
        .map(String::as_str)
        .collect();
    let _ = write!(
        out,
        "\n[ledger.{}]\npath = {}",
        table.table,
        text(&config.path)
    );
    match seen.as_slice() {
        [] => out.push('\n'),
        seen => {
            let _ = writeln!(out, "    # {}", seen.join(", "));
        }
    }
    if let Some(sheet) = &config.sheet {
        let _ = writeln!(out, "sheet = {}", text(sheet));
    }
    if !config.only.is_empty() {
        let _ = writeln!(
            out,
            "only = {{ {} }}    # the rows of this table",
            only(&config.only)
        );
    }
    forms(out, config.date_order, config.decimal_mark);
    let mapped: Vec<_> = table
        .columns
        .iter()
        .filter(|column| column.canonical != column.column)
        .collect();
    if !mapped.is_empty() || !table.missing.is_empty() {
        let _ = writeln!(out, "\n[ledger.{}.columns]", table.table);
    }
    for column in mapped {
        let line = format!("{} = {}", column.canonical, text(&column.column));
        let _ = writeln!(
            out,
            "{line:<39}  # {}: {}",
            column.confidence,
            comment(&column.reason)
        );
    }
    for name in &table.missing {
        let line = format!("# {name} = \"\"");
        let _ = writeln!(out, "{line:<39}  # not found: fill it in");
    }
    kinds(out, table);
    if !table.unmapped.is_empty() {
        let names: Vec<String> = table.unmapped.iter().map(|name| text(name)).collect();
        let _ = writeln!(out, "# columns not used: {}", names.join(", "));
    }
}

/// The words of its kinds that are to be filled in.
fn kinds(out: &mut String, table: &TableProposal) {
    let (Some(kinds), false) = (kinds_of(table.table), table.unknown_kinds.is_empty()) else {
        return;
    };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
    let _ = writeln!(
        out,
        "\n# Words that are no known kind: fill in {} and take the # away.\n# [ledger.{}.kinds]",
        names.join(", "),
        table.table
    );
    for word in &table.unknown_kinds {
        let _ = writeln!(out, "# {} = \"\"", comment(&text(word)));
    }
}

/// Columns and values as the inside of an inline table.
fn only(only: &BTreeMap<String, Vec<String>>) -> String {
    let columns: Vec<String> = only
        .iter()
        .map(|(column, values)| {
            let values: Vec<String> = values.iter().map(|value| text(value)).collect();
            format!("{} = [{}]", text(column), values.join(", "))
        })
        .collect();
    columns.join(", ")
}

/// One line, whatever stands in a header or a file's name.
fn comment(text: &str) -> String {
    text.chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect()
}

/// A TOML string; control characters escaped.
fn text(value: &str) -> String {
    let mut out = String::from("\"");
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
