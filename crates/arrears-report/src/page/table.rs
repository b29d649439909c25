//! Plain tables: behind charts, and wherever figures stand in rows.

use askama::Template;

use super::{Html, View};
use crate::{Language, ReportError, Wording};

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// What it shows; read out by screen readers.
    pub(crate) caption: String,
    pub(crate) heads: Vec<Head>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// The head of a column.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) text: String,
    pub(crate) numeric: bool,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) text: String,
    /// What sorting goes by, where the text will not do.
    order: Option<f64>,
    numeric: bool,
    strong: bool,
    /// Whether it is in English on a page in another language.
    english: bool,
    /// What sorting goes by where it is an ISO date.
    day: String,
    /// The customer's page it leads to, by its number.
    page: Option<usize>,
}

impl Table {
    pub(crate) fn new(caption: impl Into<String>) -> Table {
        Table {
            caption: caption.into(),
            ..Table::default()
        }
    }

    /// Adds a column of texts.
    pub(crate) fn text(mut self, head: impl Into<String>) -> Table {
        self.heads.push(Head {
            text: head.into(),
            numeric: false,
        });
        self
    }

    /// Adds a column of numbers.
    pub(crate) fn number(mut self, head: impl Into<String>) -> Table {
        self.heads.push(Head {
            text: head.into(),
            numeric: true,
        });
        self
    }

    pub(crate) fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Table {
        self.rows.extend(rows);
        self
    }

    /// Whether it tells sentences: on a phone each row then stands by itself, as sentences do not fit beside each other.
    fn is_told(&self) -> bool {
        const SENTENCE: usize = 60;
        let mut cells = self.rows.iter().flatten();
        cells.any(|cell| !cell.numeric && cell.text.chars().count() > SENTENCE)
    }

    /// The head of a column, by reference as templates count; empty where there is none.
    fn head(&self, column: &usize) -> &str {
        self.heads.get(*column).map_or("", |head| &head.text)
    }

    pub(crate) fn html(&self, view: &View) -> Result<Html, ReportError> {
        let label = view.fill(view.t.common.scrolls, &[("table", &self.caption)]);
        let markup = Markup {
            table: self,
            label,
            told: self.is_told(),
        };
        Ok(Html(markup.render()?))
    }
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            ..Cell::default()
        }
    }

    /// A number as written, with its value to sort by; none sorts last.
    pub(crate) fn number(text: impl Into<String>, value: Option<f64>) -> Cell {
        let order = value.filter(|v| v.is_finite());
        Cell {
            text: text.into(),
            order,
            numeric: true,
            ..Cell::default()
        }
    }

    /// The CSS classes of the cell.
    fn class(&self) -> &'static str {
        match (self.numeric, self.strong) {
            (true, true) => "num strong",
            (true, false) => "num",
            (false, true) => "strong",
            (false, false) => "",
        }
    }

    /// The same cell, sorted by a date.
    pub(crate) fn by_day(mut self, iso: &str) -> Cell {
        self.day = iso.to_owned();
        self
    }

    /// The same cell, as a link to a customer's page where there is one.
    pub(crate) fn leading_to(mut self, page: Option<usize>) -> Cell {
        self.page = page;
        self
    }

    /// The same cell in bold.
    pub(crate) fn strong(mut self, strong: bool) -> Cell {
        self.strong = strong;
        self
    }
}

impl View<'_> {
    /// A text that there is in English only; marked so, for who has it read out, where the page is in another language.
    pub(crate) fn english_cell(&self, text: impl Into<String>) -> Cell {
        Cell {
            english: self.language != Language::En,
            ..Cell::text(text)
        }
    }

    /// A text of the figures: where there is none in the page's language, the English one, marked so.
    pub(crate) fn wording_cell(&self, wording: &Wording) -> Cell {
        match wording.has(self.language) {
            true => Cell::text(wording.get(self.language)),
            false => self.english_cell(wording.get(self.language)),
        }
    }

    pub(crate) fn count_cell(&self, n: u64) -> Cell {
        Cell::number(self.f.count(n), Some(n as f64))
    }

    /// Money in whole units; the column's head names the currency.
    pub(crate) fn money_cell(&self, minor: i64) -> Cell {
        Cell::number(self.f.amount(minor), Some(minor as f64))
    }

    pub(crate) fn maybe_money_cell(&self, minor: Option<i64>) -> Cell {
        minor.map_or_else(|| self.number_cell(None, 0), |minor| self.money_cell(minor))
    }

    /// From one amount to another.
    pub(crate) fn range_cell(&self, low: Option<i64>, high: Option<i64>) -> Cell {
        let text = match low.zip(high) {
            Some((low, high)) => {
                let (low, high) = (self.f.amount(low), self.f.amount(high));
                self.fill(self.t.common.to, &[("low", &low), ("high", &high)])
            }
            None => crate::format::NONE.to_owned(),
        };
        Cell::number(text, low.map(|minor| minor as f64))
    }

    pub(crate) fn percent_cell(&self, share: Option<f64>) -> Cell {
        Cell::number(self.f.maybe_percent(share, 1), share)
    }

    pub(crate) fn number_cell(&self, value: Option<f64>, decimals: usize) -> Cell {
        Cell::number(self.f.maybe(value, decimals), value)
    }
}

#[derive(Template)]
#[template(path = "table.html")]
struct Markup<'a> {
    table: &'a Table,
    label: String,
    told: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReportData;

    #[test]
    fn a_table_of_sentences_names_its_columns_in_every_row() {
        let data = ReportData::default();
        let view = View::new(&data, Language::Nl);
        let table = |text: &str| {
            let table = Table::new("t").text("Naam").text("Wat & waarom");
            let rows = table.rows([vec![Cell::text("a"), Cell::text(text)]]);
            rows.html(&view).unwrap().0
        };
        let told = table(&"lang ".repeat(20));
        assert!(
            told.contains("class=\"stack told\" role=\"table\""),
            "{told}"
        );
        assert!(
            told.contains("role=\"cell\" data-label=\"Wat &#38; waarom\""),
            "{told}"
        );
        let short = table("kort");
        assert!(
            !short.contains("stack") && !short.contains("data-label"),
            "{short}"
        );
    }

    #[test]
    fn a_table_as_it_is_written() {
        let data = ReportData::default();
        let view = View::new(&data, Language::Nl);
        let table = Table::new("Fruit & <noten>")
            .text("Naam")
            .number("Aantal")
            .rows([
                vec![Cell::text("<b>peer</b>"), view.count_cell(1_234)],
                vec![Cell::text("noot").strong(true), view.percent_cell(None)],
                vec![view.english_cell("fig"), Cell::text("")],
            ]);
        insta::assert_snapshot!(table.html(&view).unwrap());
    }
}
