//! The proposal as text for `arrears.toml`, with what was found in comments.

use std::fmt::Write as _;

use super::{Proposal, TableProposal, order_words};
use crate::{DateOrder, DecimalMark};

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
    for table in &proposal.tables {
        section(&mut out, proposal, table);
    }
    out
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
    let dialect = table
        .dialect
        .as_ref()
        .map(|dialect| format!(", {dialect}"))
        .unwrap_or_default();
    let _ = writeln!(
        out,
        "\n[ledger.{}]\npath = {}    # {} rows looked at{dialect}",
        table.table,
        text(&config.path),
        table.n_rows
    );
    forms(out, config.date_order, config.decimal_mark);
    let mapped: Vec<_> = table
        .columns
        .iter()
        .filter(|column| column.canonical != column.column)
        .collect();
    if !mapped.is_empty() {
        let _ = writeln!(out, "\n[ledger.{}.columns]", table.table);
    }
    for column in mapped {
        let line = format!("{} = {}", column.canonical, text(&column.column));
        let _ = writeln!(
            out,
            "{line:<39}  # {}: {}",
            column.confidence, column.reason
        );
    }
    if !table.unmapped.is_empty() {
        let names: Vec<String> = table.unmapped.iter().map(|name| text(name)).collect();
        let _ = writeln!(out, "# columns not used: {}", names.join(", "));
    }
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
