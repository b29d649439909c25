//! The model card: what the model is for, what it saw, how good it is, and
//! what not to use it for. Markdown, from the same figures and tables as the page.

use askama::Template;

use crate::page::{Outcome, Table, View, about, evidence, model};
use crate::texts::Texts;
use crate::{Language, ReportData};

/// The model card as Markdown.
///
/// The same figures and language give the same text. Names from the ledger are
/// escaped: they cannot open a heading, a link or markup.
pub fn model_card(data: &ReportData, language: Language) -> String {
    let view = View::new(data, language);
    let report = data.model.as_ref();
    let outcome = Outcome::of(&view);
    let table = |table: Table| markdown_table(&table);
    let card = Card {
        t: &view.t,
        facts: about::facts(&view)
            .into_iter()
            .map(|(k, v)| (k, escaped(&v)))
            .collect(),
        definitions: about::definitions(&view)
            .iter()
            .map(|line| escaped(line))
            .collect(),
        description: report.map_or_else(String::new, |m| escaped(view.say(&m.description))),
        trained: report.map_or_else(String::new, |m| escaped(&model::trained(&view, m))),
        notes: report.map_or_else(Vec::new, |m| {
            m.notes.iter().map(|n| escaped(view.say(n))).collect()
        }),
        verdict: outcome.verdict,
        tested: escaped(&outcome.tested),
        checks: outcome
            .checks
            .into_iter()
            .map(|c| (c.answer, escaped(&c.text)))
            .collect(),
        metrics: report.and_then(|m| table(model::metrics(&view, &m.samples))),
        differences: report.and_then(|m| table(evidence::differences(&view, m))),
        calibration: report.map_or_else(Vec::new, |m| {
            let lines = evidence::calibration(&view, m);
            lines.iter().map(|line| escaped(line)).collect()
        }),
        history: report.and_then(|m| table(evidence::history(&view, m))),
        origins: report.and_then(|m| table(evidence::origins(&view, m))),
        parts: report.and_then(|m| table(evidence::parts(&view, m))),
        parts_note: report.map_or_else(String::new, |m| escaped(&evidence::parts_note(&view, m))),
        refinements: report.and_then(|m| table(evidence::refinements(&view, m))),
        groups: report.and_then(|m| table(model::groups(&view, m))),
        coefficients: report.and_then(|m| table(model::coefficient_table(&view, m))),
    };
    // Filling a text template cannot fail: it writes to a string.
    card.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "card.md", escape = "none")]
struct Card<'a> {
    t: &'a Texts,
    facts: Vec<(&'a str, String)>,
    definitions: Vec<String>,
    description: String,
    trained: String,
    notes: Vec<String>,
    verdict: &'a str,
    tested: String,
    checks: Vec<(&'a str, String)>,
    metrics: Option<String>,
    differences: Option<String>,
    calibration: Vec<String>,
    history: Option<String>,
    origins: Option<String>,
    parts: Option<String>,
    parts_note: String,
    refinements: Option<String>,
    groups: Option<String>,
    coefficients: Option<String>,
}

/// A table in Markdown; `None` where it has no rows.
fn markdown_table(table: &Table) -> Option<String> {
    if table.rows.is_empty() {
        return None;
    }
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = |numeric: bool| {
        if numeric {
            "---:".to_owned()
        } else {
            "---".to_owned()
        }
    };
    let mut text = line(table.heads.iter().map(|h| escaped(&h.text)).collect());
    text.push_str(&line(table.heads.iter().map(|h| rule(h.numeric)).collect()));
    for row in &table.rows {
        text.push_str(&line(row.iter().map(|c| escaped(&c.text)).collect()));
    }
    Some(text)
}

/// Text in which no character means anything to Markdown, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn names_cannot_become_markdown() {
        let hostile = "a|b\n# c <script> [d](e) `f` **g**";
        let plain = "a\\|b \\# c &lt;script&gt; \\[d\\](e) \\`f\\` \\*\\*g\\*\\*";
        assert_eq!(escaped(hostile), plain);
    }
}
