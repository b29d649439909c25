//! The page of a document: sentences and tables that come in one language.

use askama::Template;

use super::table::{Cell, Head};
use super::{Section, Table, View, whole};
use crate::{Document, DocumentPart, DocumentTable, Language, ReportData, ReportError};

/// A document as one self-contained HTML file in UTF-8, with the report's style and under its content security policy.
///
/// The same document and language give the same bytes.
pub fn document_html(document: &Document, language: Language) -> Result<Vec<u8>, ReportError> {
    // No run stands behind it: the document says all that is said.
    let data = ReportData::default();
    let view = View::new(&data, language);
    let sections = document.parts.iter().map(|part| section(&view, part));
    let sections = sections.collect::<Result<Vec<_>, _>>()?;
    let about = [document.about.as_str(); 2];
    whole(&view, &document.title, about, sections)
}

#[derive(Template)]
#[template(path = "document.html")]
struct Part<'a> {
    id: &'a str,
    title: &'a str,
    lines: Vec<String>,
    tables: Vec<Shown<'a>>,
}

struct Shown<'a> {
    title: String,
    table: super::Html,
    note: &'a str,
}

fn section(view: &View, part: &DocumentPart) -> Result<Section, ReportError> {
    let shown = |table: &DocumentTable| !table.rows.is_empty();
    let tables = part.tables.iter().filter(|table| shown(table));
    let tables = tables.map(|table| {
        Ok(Shown {
            title: capital(&table.title),
            table: markup(table).html(view)?,
            note: &table.note,
        })
    });
    let markup = Part {
        id: part.id,
        title: &part.title,
        lines: part.lines.iter().map(|line| sentence(line)).collect(),
        tables: tables.collect::<Result<_, ReportError>>()?,
    };
    Section::new(part.id, part.title.clone(), &markup)
}

fn markup(table: &DocumentTable) -> Table {
    let heads = table.heads.iter().map(|head| Head {
        text: capital(&head.text),
        numeric: head.numeric,
    });
    let row = |row: &Vec<crate::DocumentCell>| -> Vec<Cell> {
        let cells = row.iter().zip(&table.heads);
        cells
            .map(|(cell, head)| match head.numeric {
                true => Cell::number(&cell.text, cell.order),
                false => Cell::text(&cell.text),
            })
            .collect()
    };
    Table {
        caption: table.title.clone(),
        heads: heads.collect(),
        rows: table.rows.iter().map(row).collect(),
    }
}

/// With a capital: the terminal's words have none. A letter by itself, such as `n`, is a sign.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    if !text.chars().nth(1).is_some_and(char::is_alphabetic) {
        return text.to_owned();
    }
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A line of the terminal as a sentence, with a full stop where it ends in a word.
fn sentence(line: &str) -> String {
    let in_a_word = line.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let end = if in_a_word { "." } else { "" };
    format!("{}{end}", capital(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DocumentCell, DocumentHead};

    fn page(text: &str) -> String {
        let document = Document {
            title: text.into(),
            about: text.into(),
            parts: vec![DocumentPart {
                id: "part",
                title: text.into(),
                lines: vec![text.into()],
                tables: vec![
                    DocumentTable {
                        title: text.into(),
                        heads: vec![DocumentHead {
                            text: text.into(),
                            numeric: false,
                        }],
                        rows: vec![vec![DocumentCell {
                            text: text.into(),
                            order: None,
                        }]],
                        note: text.into(),
                    },
                    DocumentTable {
                        title: "nothing in it".into(),
                        ..DocumentTable::default()
                    },
                ],
            }],
        };
        String::from_utf8(document_html(&document, Language::Fr).unwrap()).unwrap()
    }

    #[test]
    fn every_text_is_escaped_and_nothing_is_fetched() {
        let hostile = "<img src=x onerror=alert(1)>\u{202e}\"&'";
        let page = page(hostile);
        assert!(!page.contains("<img"), "{page}");
        assert!(!page.contains('\u{202e}'), "{page}");
        assert!(
            page.contains("&#60;img") || page.contains("&lt;img"),
            "{page}"
        );
        assert!(page.contains("default-src &#39;none&#39;"), "{page}");
        for fetched in ["http:", "https:", "src=\"", "@import", "url("] {
            assert!(!page.contains(fetched), "{fetched}");
        }
    }

    #[test]
    fn lines_are_sentences_and_names_have_a_capital() {
        assert_eq!(sentence("échu, nov"), "Échu, nov.");
        assert_eq!(sentence("Is it due?"), "Is it due?");
        assert_eq!(capital("n, avant"), "n, avant");
        let page = page("score");
        for told in ["<p>Score.</p>", "<h3>Score</h3>", ">Score</th>"] {
            assert!(page.contains(told), "{told} in {page}");
        }
    }

    #[test]
    fn the_page_is_in_its_language_light_and_dark_and_shows_no_empty_table() {
        let page = page("Segments");
        assert!(page.contains("<html lang=\"fr\">"));
        assert!(page.contains("content=\"light dark\""));
        assert!(page.contains("prefers-color-scheme"));
        assert!(page.contains("href=\"#part\""));
        assert!(!page.contains("nothing in it"));
    }
}
