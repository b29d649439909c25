//! `arrears compare`, in the language of the comparison: the same sentences and tables as on its page.

use arrears::job::{self, CompareSummary};
use arrears::report::{DocumentCell, DocumentPart, DocumentTable};
use arrears::text::Language;
use arrears::{ComparePlan, Error};

use super::{Context, to_json};
use crate::args::Compare;
use crate::output::{Outcome, columns, one_line};

/// Rows of a table that a terminal shows; lists of customers may be long.
const ROWS: usize = 15;

/// Two runs side by side.
pub fn compare(context: &Context, args: &Compare) -> Result<Outcome, Error> {
    let plan = ComparePlan::new(
        &args.before,
        &args.now,
        args.out.as_deref(),
        args.force,
        args.language.language,
    )?;
    let summary = context.work(context.n_threads(), |_| job::compare(&plan))?;
    Ok(Outcome {
        text: text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: None,
    })
}

fn text(summary: &CompareSummary) -> String {
    let document = &summary.document;
    let head = format!("{} ({})", document.title, document.about);
    let mut text = format!("{}\n", one_line(&head));
    for part in &document.parts {
        text.push_str(&part_text(part, summary.language));
    }
    if let Some(out) = &summary.out {
        text.push_str(&format!("\n{}\n", one_line(&out.display().to_string())));
    }
    text
}

fn part_text(part: &DocumentPart, language: Language) -> String {
    let mut text = format!("\n{}\n\n", part.title.to_uppercase());
    for line in &part.lines {
        text.push_str(&format!("{}\n", one_line(line)));
    }
    for table in part.tables.iter().filter(|table| !table.rows.is_empty()) {
        let title = one_line(&table.title);
        text.push_str(&format!("\n{title}\n{}", table_text(table)));
        let rest = table.rows.len().saturating_sub(ROWS);
        if rest > 0 {
            text.push_str(&format!("  {}\n", job::rows_left_out(rest, language)));
        }
    }
    text
}

fn table_text(table: &DocumentTable) -> String {
    let names: Vec<&str> = table.heads.iter().map(|head| head.text.as_str()).collect();
    let right: Vec<bool> = table.heads.iter().map(|head| head.numeric).collect();
    let cells = |row: &Vec<DocumentCell>| row.iter().map(|cell| cell.text.clone()).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().take(ROWS).map(cells).collect();
    columns(&names, &right, &rows)
}
