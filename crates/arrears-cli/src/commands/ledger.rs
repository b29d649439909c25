//! `read` and `init`.

use arrears::init::{self, InitPreview, InitSummary, InitTable};
use arrears::look::{self, ReadSummary};
use arrears::{Error, ExitCode};

use super::{Context, to_json};
use crate::args::{Init, Read};
use crate::output::{Failure, Outcome, Rows, columns, count, counted, list, one_line};

/// `arrears read`.
pub fn read(context: &Context, args: &Read) -> Result<Outcome, Error> {
    let summary = context.work(context.n_threads(), |_| {
        look::read(
            &args.file,
            args.table.as_deref(),
            args.out.as_deref(),
            args.force,
        )
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
    rows.add("file", summary.file.display().to_string());
    match &look.document {
        Some(document) => add_document(&mut rows, document),
        None => add_written(&mut rows, look),
    }
    rows.add("rows", count(look.n_rows))
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

fn add_document(rows: &mut Rows, document: &look::DocumentLook) {
    let tables: Vec<String> = document
        .tables
        .iter()
        .map(|(name, n_rows)| format!("{name} ({})", count(*n_rows)))
        .collect();
    rows.add("document", document.format.clone())
        .add("tables", list(&tables))
        .add(
            "shown",
            format!("{}; `--table` chooses another", document.table),
        );
}

fn add_written(rows: &mut Rows, look: &look::Look) {
    if look.is_sheet {
        rows.add("from", look.encoding.clone());
    } else {
        let cells = format!(
            "separated by {}, quoted by {}, a quote in them escaped by {}",
            look.separator, look.quote, look.escape
        );
        rows.add("encoding", look.encoding.clone())
            .add("cells", cells);
    }
    rows.add("header", header_text(look));
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
    let failure = (!summary.whole).then(|| Failure {
        message: format!(
            "no whole table of invoices could be made out: `{}` is a skeleton to be filled in",
            summary.config.display()
        ),
        hint: Some(
            "an invoice file has at least a number, a customer, an invoice date, a due date or terms, and an amount; \
             docs/ledger.md names the headers that are recognised"
                .to_owned(),
        ),
        code: ExitCode::Input,
    });
    Ok(Outcome {
        text: init_text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure,
    })
}

fn init_text(summary: &InitSummary) -> String {
    let mut text = String::new();
    for known in &summary.known {
        let mut rows = Rows::default();
        rows.add("recognised", known.name.clone())
            .add("how sure", known.sure.clone())
            .add("profile", format!("profiles/{}.toml", known.profile))
            .add_list("mind", &known.traps);
        let file = known.file.display().to_string();
        text.push_str(&format!("{}\n{}\n", one_line(&file), rows.text()));
    }
    text.extend(summary.tables.iter().map(table_text));
    text.extend(summary.preview.iter().map(preview_text));
    let mut rows = Rows::default();
    for (path, reason) in &summary.unrecognised {
        rows.add("not used", format!("{}: {reason}", path.display()));
    }
    rows.add_list("read so", &summary.proven);
    rows.add_list("tried", &summary.account);
    rows.add_list("rejected", &summary.rejected);
    rows.add_some("not read yet", summary.unread.clone());
    rows.add_list("confirm", &summary.confirm);
    rows.add("config", summary.config.display().to_string());
    let next = format!("arrears check -c {}", summary.config.display());
    rows.add(
        "next",
        match (summary.whole, summary.confirm.is_empty()) {
            (false, _) => format!("fill in what is missing, then {next}"),
            (true, false) => format!("look through it, then {next}"),
            (true, true) => next,
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
    let mut mapped: Vec<Vec<String>> = table
        .columns
        .iter()
        .map(|column| {
            vec![
                column.canonical.clone(),
                if column.column.is_empty() {
                    "(none)".to_owned()
                } else {
                    shown(&column.column)
                },
                column.confidence.clone(),
                column.reason.clone(),
            ]
        })
        .collect();
    for name in &table.missing {
        let why = "no column is known to be it: fill it in".to_owned();
        mapped.push(vec![name.clone(), "?".to_owned(), String::new(), why]);
    }
    let head = format!("{}: {}{how}", table.table, table.file.display());
    let head = one_line(&head);
    if mapped.is_empty() {
        return format!("{head}, read without a mapping\n\n");
    }
    let mut rows = Rows::default();
    rows.add_some("rows", table.only.clone());
    let unused: Vec<String> = table.unused.iter().map(|name| shown(name)).collect();
    rows.add_some("not used", (!unused.is_empty()).then(|| list(&unused)));
    format!(
        "{head}\n{}{}\n",
        columns(
            &["column", "in the file", "sure", "why"],
            &[false; 4],
            &mapped
        ),
        rows.text()
    )
}

/// The first rows, as the ledger has them.
fn preview_text(table: &InitPreview) -> String {
    let names: Vec<&str> = table.columns.iter().map(String::as_str).collect();
    let right: Vec<bool> = names.iter().map(|name| *name == "amount").collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| shown(cell)).collect())
        .collect();
    format!(
        "{} as read, the first of {}\n{}\n",
        table.table,
        counted(table.n_rows, "row"),
        columns(&names, &right, &rows)
    )
}
