//! Which characters separate cells, quote them and escape quotes, judged by the tables they make.
//!
//! Of every combination that occurs, the text is split and scored as van den Burg, Nazábal and Sutton (2019,
//! doi:10.1007/s10618-019-00646-y) do: how many records have the same number of cells, times how many cells are something
//! that people write in one cell (a number, a date, plain words). The right dialect makes both high; a wrong one cuts
//! numbers and names in pieces, or leaves separators in the cells.

use crate::record::Record;
use crate::sense::{is_one_value, makes_sense};
use crate::split::Splitter;

/// How the cells of a text table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between cells.
    pub separator: Separator,
    /// Byte around cells.
    pub quote: u8,
    /// What lets a quote stand in a quoted cell.
    pub escape: Escape,
}

/// One or two ASCII characters between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separator {
    bytes: [u8; 2],
    length: u8,
}

/// What makes a quote within a quoted cell a character of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// Another quote.
    Doubled,
    /// A backslash.
    Backslash,
    /// The byte zero.
    Nul,
}

impl Escape {
    /// The escaping byte; `None` where it is the quote itself.
    pub(crate) fn byte(self) -> Option<u8> {
        match self {
            Escape::Doubled => None,
            Escape::Backslash => Some(b'\\'),
            Escape::Nul => Some(0),
        }
    }
}

impl Separator {
    /// A separator of one byte.
    pub const fn one(byte: u8) -> Separator {
        Separator {
            bytes: [byte, 0],
            length: 1,
        }
    }

    const fn two(first: u8, second: u8) -> Separator {
        Separator {
            bytes: [first, second],
            length: 2,
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// In words, for a message: `semicolon`.
    pub fn name(self) -> String {
        match self.as_bytes() {
            b";" => "semicolon".to_owned(),
            b"," => "comma".to_owned(),
            b"\t" => "tab".to_owned(),
            b"|" => "bar".to_owned(),
            b":" => "colon".to_owned(),
            b" " => "space".to_owned(),
            b", " => "comma and space".to_owned(),
            b"; " => "semicolon and space".to_owned(),
            b"\t\t" => "two tabs".to_owned(),
            [byte] if byte.is_ascii_control() => format!("the byte 0x{byte:02X}"),
            _ => format!("`{}`", self.text()),
        }
    }
}

/// Separators in order of preference where nothing else tells: the comma after the semicolon, since it also stands in
/// numbers and names.
pub(crate) const SEPARATORS: [Separator; 16] = [
    Separator::one(b';'),
    Separator::one(b'\t'),
    Separator::one(b'|'),
    Separator::one(b','),
    Separator::two(b',', b' '),
    Separator::two(b';', b' '),
    Separator::two(b'\t', b'\t'),
    Separator::two(b'|', b'|'),
    Separator::two(b':', b':'),
    Separator::one(b'^'),
    Separator::one(b'~'),
    Separator::one(b'#'),
    // What databases export with: the control characters made for it, and the one below them.
    Separator::one(0x1f),
    Separator::one(1),
    Separator::one(b':'),
    Separator::one(b' '),
];

/// Whether a separator stands in pairs, which are the separator then: in the first line that has it, and in most.
fn is_half(separator: Separator, text: &str) -> bool {
    let [byte] = separator.as_bytes() else {
        return false;
    };
    let pair = Separator::two(*byte, *byte);
    if !SEPARATORS.contains(&pair) || !text.contains(pair.text()) {
        return false;
    }
    let in_pairs = |line: &str| {
        line.matches(separator.text()).count() == 2 * line.matches(pair.text()).count()
    };
    let mut lines = text.lines().filter(|line| line.contains(separator.text()));
    let starts_so = lines.clone().next().is_some_and(in_pairs);
    let (n, n_paired) = lines.by_ref().fold((0, 0), |(n, n_paired), line| {
        (n + 1, n_paired + usize::from(in_pairs(line)))
    });
    starts_so && 3 * n_paired >= 2 * n
}

/// Whether a blank or a colon stands within the values of a single column: times, `1 299,99`.
fn is_within_values(separator: Separator, text: &str) -> bool {
    if !matches!(separator.as_bytes(), b" " | b":") {
        return false;
    }
    let lines = || text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let n_values = lines()
        .filter(|line| is_one_value(line.trim_matches('"')))
        .count();
    n_values > 0 && 10 * n_values >= 9 * lines().count()
}

/// How likely a separator is before the text is seen.
fn habit(separator: Separator) -> f64 {
    match separator.as_bytes() {
        b":" | b" " | b"#" => 0.6,
        b"^" | b"~" => 0.9,
        _ => 1.0,
    }
}

/// What a separator that also stands in plain text must reach: names of two words are no two columns.
const LEAST: f64 = 0.25;

/// Bytes of the text on which a dialect is judged.
const SAMPLE: usize = 256 * 1024;

impl Dialect {
    /// Semicolons or commas with double quotes: what a file has that tells nothing.
    pub(crate) const PLAIN: Dialect = Dialect {
        separator: Separator::one(b','),
        quote: b'"',
        escape: Escape::Doubled,
    };

    /// Finds the dialect of a text. `separator` forces that part of it.
    pub fn detect(text: &str, separator: Option<u8>) -> Dialect {
        let sample = whole_lines(text, SAMPLE);
        let forced = separator.map(Separator::one);
        let mut best = (Dialect::PLAIN, 0.0);
        if let Some(separator) = forced {
            best.0.separator = separator;
        }
        for separator in SEPARATORS
            .into_iter()
            .chain(forced)
            .filter(|s| forced.is_none_or(|forced| forced == *s))
            .filter(|s| sample.contains(s.text()) && !is_half(*s, sample))
            .filter(|s| forced.is_some() || !is_within_values(*s, sample))
        {
            for quote in quotes(sample, separator) {
                for escape in escapes(sample, quote) {
                    let dialect = Dialect {
                        separator,
                        quote,
                        escape,
                    };
                    let habit = habit(separator);
                    let score = habit * score(sample, dialect);
                    if habit < 0.9 && score < LEAST && forced.is_none() {
                        continue;
                    }
                    // A hair's breadth is no evidence against the order of preference.
                    if score > best.1 * 1.001 + 1e-9 {
                        best = (dialect, score);
                    }
                }
            }
        }
        if best.1 == 0.0 && best.0.quote == b'"' {
            best.0.quote = lonely_quote(sample);
        }
        best.0
    }

    /// The length of the separator, if one begins at `at`.
    pub(crate) fn separator_at(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let separator = self.separator.as_bytes();
        bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(separator))
            .then_some(separator.len())
    }
}

/// The beginning of a text, cut at the end of a line.
pub(crate) fn whole_lines(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match text[..end].rfind(['\n', '\r']) {
        Some(last) => &text[..=last],
        None => &text[..end],
    }
}

/// The double quote, and the single one where it stands around cells.
fn quotes(text: &str, separator: Separator) -> Vec<u8> {
    let opens = |quote: char| {
        let after_separator = format!("{}{quote}", separator.text());
        text.starts_with(quote)
            || text.contains(&after_separator)
            || text.contains(&format!("\n{quote}"))
            || text.contains(&format!("\r{quote}"))
    };
    let mut found = vec![b'"'];
    if opens('\'') {
        found.push(b'\'');
    }
    found
}

fn escapes(text: &str, quote: u8) -> Vec<Escape> {
    let occurs = |escape: char| text.contains(&format!("{escape}{}", quote as char));
    let mut found = vec![Escape::Doubled];
    if occurs('\\') {
        found.push(Escape::Backslash);
    }
    if occurs('\0') {
        found.push(Escape::Nul);
    }
    found
}

/// Of a text without separators: the single quote if it stands around most lines.
fn lonely_quote(text: &str) -> u8 {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let quoted = lines()
        .filter(|line| line.len() > 1 && line.starts_with('\'') && line.ends_with('\''))
        .count();
    if quoted > 0 && quoted * 2 >= lines().count() {
        b'\''
    } else {
        b'"'
    }
}

/// Consistency of the widths times the share of cells that read as something; 0 where most records have one cell.
fn score(text: &str, dialect: Dialect) -> f64 {
    let mut splitter = Splitter::new(text, dialect);
    let mut record = Record::default();
    let mut widths: Vec<(usize, usize)> = Vec::new();
    let (mut n_records, mut n_cells, mut sense) = (0_usize, 0_usize, 0.0);
    while splitter.next(&mut record) {
        n_records += 1;
        count(&mut widths, record.width());
        n_cells += record.width();
        sense += (0..record.width())
            .map(|index| match record.is_unescaped(index) {
                // Quotes that were escaped are part of the text.
                true => makes_sense(record.text(index).trim_start_matches(['"', '\'']), dialect),
                false => makes_sense(record.text(index), dialect),
            })
            .sum::<f64>();
    }
    if usual_width(&widths) == 1 {
        return 0.0;
    }
    let pattern = widths
        .iter()
        .map(|&(width, n)| n as f64 * (width as f64 - 1.0) / width as f64)
        .fold(0.0, f64::max);
    pattern / n_records.max(1) as f64 * sense / n_cells.max(1) as f64
}

/// Counts a record by its width.
pub(crate) fn count(widths: &mut Vec<(usize, usize)>, width: usize) {
    match widths.iter_mut().find(|(known, _)| *known == width) {
        Some((_, n)) => *n += 1,
        None => widths.push((width, 1)),
    }
}

/// The width that explains most cells: a title of one cell per line must not outvote a table of twenty.
pub(crate) fn usual_width(widths: &[(usize, usize)]) -> usize {
    // Of equals the earlier: the header.
    let weight = |&(width, n): &(usize, usize)| if width == 1 { n } else { n * width.min(4) };
    let best = widths.iter().map(weight).max().unwrap_or(0);
    widths
        .iter()
        .find(|count| weight(count) == best)
        .map_or(0, |(width, _)| *width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, separator: &str, quote: char) {
        let dialect = Dialect::detect(text, None);
        assert_eq!(
            (dialect.separator.text(), dialect.quote as char),
            (separator, quote),
            "{text}"
        );
    }

    #[test]
    fn the_separator_is_the_one_that_keeps_records_as_wide_as_the_header() {
        check(
            "id;naam;bedrag\n1;Jansen, P.;12,50\n2;De Vries;1,00\n",
            ";",
            '"',
        );
        check(
            "id,name,amount\n1,\"Smith; sons\",12.50\n2,Doe,1.00\n",
            ",",
            '"',
        );
        check("id\tname\n1\tJansen, P.\n", "\t", '"');
        check("id|name\n1|a;b\n", "|", '"');
        check("id\n1\n", ",", '"');
        check("", ",", '"');
    }

    #[test]
    fn a_header_with_both_is_settled_by_the_rows() {
        check(
            "id;naam, voornaam;bedrag\n1;Jansen;12,50\n2;De Vries;1,00\n",
            ";",
            '"',
        );
        check(
            "id,name;alias,amount\n1,Smith,12.50\n2,Doe,1.00\n3,Roe,1.00",
            ",",
            '"',
        );
        check(
            "naam, voornaam;bedrag\nJansen;12,50\nDe Vries;1,00\n",
            ";",
            '"',
        );
    }

    #[test]
    fn separators_of_two_characters_are_found() {
        check(
            "id, name, amount\n1, Smith, 12.50\n2, \"Doe, J.\", 1.00\n",
            ", ",
            '"',
        );
        check("id||name\n1||Smith\n2||Doe\n", "||", '"');
    }

    #[test]
    fn separators_and_line_ends_inside_quotes_do_not_count() {
        check("a,b;c\n\"x,y\n;;\",1\n\"say \"\"a;b\"\"\",2\n", ",", '"');
    }

    #[test]
    fn single_quotes_are_found() {
        check("'id';'naam'\n'1';'Jansen'\n'2';'O; Brien'\n", ";", '\'');
        check(
            "plaats;id\n's-Gravenhage;1\n's-Hertogenbosch;2\nDelft;3\n",
            ";",
            '"',
        );
    }

    #[test]
    fn a_backslash_that_escapes_is_found() {
        let text = "a,b\n\"say \\\"hi, you\\\"\",1\n\"no\",2\n";
        assert_eq!(Dialect::detect(text, None).escape, Escape::Backslash);
        let text = "a,b\n\"say \"\"hi, you\"\"\",1\n\"no\",2\n";
        assert_eq!(Dialect::detect(text, None).escape, Escape::Doubled);
    }

    #[test]
    fn a_forced_separator_is_obeyed() {
        assert_eq!(Dialect::detect("a;b,c\n", Some(b',')).separator.text(), ",");
    }
}
