//! `init` and `check`.

use arrears::check::{self, CheckSummary};
use arrears::init::{self, InitSummary, InitTable};
use arrears::look::{self, ReadSummary};
use arrears::plan::Typed;
use arrears::{CheckPlan, Error, ExitCode};

use super::{Context, load, to_json};
use crate::args::{Check, Init, Read};
use crate::output::{Failure, Outcome, Rows, amount, columns, count, counted, list};

/// `arrears read`.
pub fn read(context: &Context, args: &Read) -> Result<Outcome, Error> {
    let summary = context.work(context.n_threads(), |_| {
        look::read(&args.file, args.out.as_deref())
    })?;
    Ok(Outcome {
        text: read_text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: None,
    })
}

fn read_text(summary: &ReadSummary) -> String {
    let look = &summary.look;
    let mut rows = Rows::default();
    rows.add("file", summary.file.display().to_string())
        .add("encoding", look.encoding.clone())
        .add(
            "cells",
            format!(
                "separated by {}, quoted by {}, a quote in them escaped by {}",
                look.separator, look.quote, look.escape
            ),
        )
        .add("header", header_text(look))
        .add("rows", count(look.n_rows))
        .add_list("look at", &look.doubts)
        .add_some(
            "table",
            summary.out.as_ref().map(|out| out.display().to_string()),
        );
    let described: Vec<Vec<String>> = look
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let first = look.first_rows.iter().filter_map(|row| row.get(index));
            vec![
                shown(&column.name),
                column.form.clone(),
                count(column.n_filled as usize),
                first
                    .map(|cell| shown(cell))
                    .collect::<Vec<_>>()
                    .join(" | "),
            ]
        })
        .collect();
    let mut text = rows.text();
    if !described.is_empty() {
        text.push('\n');
        let names = ["column", "form", "filled", "first rows"];
        text.push_str(&columns(&names, &[false, false, true, false], &described));
    }
    text
}

fn header_text(look: &look::Look) -> String {
    match (look.n_header, look.columns.is_empty()) {
        (_, true) => "none".to_owned(),
        (0, _) => format!("none; the table begins on line {}", look.table_line),
        (1, _) => format!("line {}", look.table_line),
        (n, _) => format!("{n} lines from line {}", look.table_line),
    }
}

/// A cell for the terminal: short, and without control characters.
fn shown(cell: &str) -> String {
    const WIDEST: usize = 24;
    let mut text: String = cell
        .chars()
        .take(WIDEST)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if cell.chars().count() > WIDEST {
        text.push('…');
    }
    text
}

/// `arrears init`.
pub fn init(context: &Context, args: &Init) -> Result<Outcome, Error> {
    let summary = context.work(context.n_threads(), |_| {
        init::init(&args.files, &args.out, args.force)
    })?;
    Ok(Outcome {
        text: init_text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: None,
    })
}

fn init_text(summary: &InitSummary) -> String {
    let mut text: String = summary.tables.iter().map(table_text).collect();
    let mut rows = Rows::default();
    for (path, reason) in &summary.unrecognised {
        rows.add("not used", format!("{}: {reason}", path.display()));
    }
    rows.add_list("read so", &summary.proven);
    rows.add_list("confirm", &summary.confirm);
    rows.add("config", summary.config.display().to_string());
    let next = format!("arrears check -c {}", summary.config.display());
    rows.add(
        "next",
        if summary.confirm.is_empty() {
            next
        } else {
            format!("look through it, then {next}")
        },
    );
    text.push_str(&rows.text());
    text
}

fn table_text(table: &InitTable) -> String {
    let how = table
        .written
        .as_ref()
        .map(|how| format!(" ({how})"))
        .unwrap_or_default();
    let mut rows = Rows::default();
    for column in &table.columns {
        let doubt = if column.certain {
            String::new()
        } else {
            format!("  ? {}", column.reason)
        };
        rows.add(&column.canonical, format!("{}{doubt}", column.column));
    }
    rows.add_some(
        "not used",
        (!table.unused.is_empty()).then(|| list(&table.unused)),
    );
    format!(
        "{}: {}{how}\n{}\n",
        table.table,
        table.file.display(),
        rows.text()
    )
}

/// `arrears check`.
pub fn check(context: &Context, args: &Check) -> Result<Outcome, Error> {
    let typed = Typed {
        out: args.out.clone(),
        ..context.global.typed()
    };
    let plan = CheckPlan::new(load(&args.config)?, &typed)?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        check::check(&plan, progress)
    })?;
    let failure = summary.refused.as_ref().map(|why| Failure {
        message: why.clone(),
        hint: Some(format!(
            "the rejected rows stand in `{}`",
            summary.rejected_rows.display()
        )),
        code: ExitCode::Input,
    });
    Ok(Outcome {
        text: check_text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure,
    })
}

fn check_text(summary: &CheckSummary) -> String {
    let cells = summary.files.iter().map(|file| {
        let n = |n: u64| count(usize::try_from(n).unwrap_or(usize::MAX));
        vec![
            file.table.clone(),
            file.file.clone(),
            n(file.read),
            n(file.used),
            n(file.rejected),
        ]
    });
    let right = [false, false, true, true, true];
    let mut text = columns(
        &["table", "file", "read", "used", "rejected"],
        &right,
        &cells.collect::<Vec<_>>(),
    );
    text.push('\n');
    let mut rows = Rows::default();
    rows.add("customers", count(summary.n_customers));
    let span = summary
        .invoice_dates
        .map(|(from, to)| format!(", dated {from} to {to}"))
        .unwrap_or_default();
    rows.add("invoices", format!("{}{span}", count(summary.n_invoices)));
    rows.add("invoiced", amount(summary.invoiced, &summary.currency));
    if let Some(day) = summary.last_known_day {
        let open = amount(summary.open_amount, &summary.currency);
        rows.add(
            "open",
            format!("{}, {open}, on {day}", counted(summary.n_open, "invoice")),
        );
    }
    rows.add_some(
        "absent",
        (!summary.absent_tables.is_empty()).then(|| list(&summary.absent_tables)),
    );
    rows.add_list("read as", &summary.notes);
    rows.add_list("odd", &summary.oddities);
    rows.add_list("rejected", &summary.first_rejected);
    let shown = summary.first_rejected.len();
    if summary.n_rejected > shown {
        rows.add(
            "",
            format!(
                "and {} more in {}",
                count(summary.n_rejected - shown),
                summary.rejected_rows.display()
            ),
        );
    } else {
        rows.add("written", summary.rejected_rows.display().to_string());
    }
    text.push_str(&rows.text());
    text
}
