//! Writes a table in a given way.

/// How cells are written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Between cells.
    pub separator: &'static str,
    /// Around cells.
    pub quote: char,
    /// Before a quote in a quoted cell; the quote itself where `None`.
    pub escape: Option<char>,
    /// Whether every cell is quoted.
    pub quotes_all: bool,
    /// After each record.
    pub line_end: &'static str,
}

/// RFC 4180.
pub const STANDARD: Style = Style {
    separator: ",",
    quote: '"',
    escape: None,
    quotes_all: false,
    line_end: "\r\n",
};

impl Style {
    /// A cell as it is written.
    pub fn cell(&self, text: &str) -> String {
        let needs = text.contains(self.separator.chars().next().unwrap_or(','))
            || text.contains([self.quote, '\r', '\n'])
            || self.escape.is_some_and(|escape| text.contains(escape));
        if !needs && !self.quotes_all {
            return text.to_owned();
        }
        let escape = self.escape.unwrap_or(self.quote);
        let mut out = String::from(self.quote);
        for character in text.chars() {
            if character == self.quote || character == escape {
                out.push(escape);
            }
            out.push(character);
        }
        out.push(self.quote);
        out
    }

    /// The cells of a record as they are written.
    pub fn cells(&self, record: &[String]) -> Vec<String> {
        record.iter().map(|text| self.cell(text)).collect()
    }

    /// A record without its line end.
    pub fn record(&self, record: &[String]) -> String {
        self.cells(record).join(self.separator)
    }

    /// Records, each with its line end.
    pub fn records<'a>(&self, records: impl Iterator<Item = &'a Vec<String>>) -> String {
        records
            .map(|record| self.record(record) + self.line_end)
            .collect()
    }
}
