//! Which character separates cells and which one quotes them, judged on the whole file.

/// Separator and quote of a text table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Byte between cells.
    pub separator: u8,
    /// Byte around cells; doubled inside one.
    pub quote: u8,
}

impl Dialect {
    /// Finds the dialect: of the separators in the header record, the one under which most records are as wide
    /// as the header. `separator` forces it.
    pub fn detect(text: &str, separator: Option<u8>) -> Dialect {
        let separator = separator.unwrap_or_else(|| detect_separator(text));
        Dialect {
            separator,
            quote: detect_quote(text, separator),
        }
    }

    /// In words, for a message: `semicolon`.
    pub fn separator_name(self) -> String {
        match self.separator {
            b';' => "semicolon".to_owned(),
            b',' => "comma".to_owned(),
            b'\t' => "tab".to_owned(),
            b'|' => "bar".to_owned(),
            other => format!("`{}`", other as char),
        }
    }
}

/// In order of preference where nothing else tells: the comma last, since it also stands in numbers and names.
const CANDIDATES: [u8; 4] = [b';', b'\t', b'|', b','];

fn detect_separator(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or_default();
    let present: Vec<u8> = CANDIDATES
        .into_iter()
        .filter(|byte| header.as_bytes().contains(byte))
        .collect();
    match present.as_slice() {
        [] => b',',
        [only] => *only,
        several => best_of(text, several),
    }
}

fn best_of(text: &str, candidates: &[u8]) -> u8 {
    let mut best = (
        candidates[0],
        Fit {
            share: 0.0,
            width: 0,
        },
    );
    for &separator in candidates {
        let fit = Fit::of(text, separator);
        let clearly = fit.share > best.1.share + 0.02;
        let alike_and_wider = fit.share > best.1.share - 0.02 && fit.width > best.1.width;
        if fit.width > 1 && (clearly || alike_and_wider) {
            best = (separator, fit);
        }
    }
    best.0
}

/// How well a separator explains a file.
struct Fit {
    /// Records as wide as the header, as a share of all.
    share: f64,
    /// Cells in the header.
    width: usize,
}

impl Fit {
    fn of(text: &str, separator: u8) -> Fit {
        let (mut width, mut n_records, mut n_alike) = (0, 0_u64, 0_u64);
        for_each_width(text.as_bytes(), separator, |cells| {
            if n_records == 0 {
                width = cells;
            }
            n_records += 1;
            n_alike += u64::from(cells == width);
        });
        Fit {
            share: n_alike as f64 / n_records.max(1) as f64,
            width,
        }
    }
}

/// Calls `visit` with the number of cells of each record that is not blank.
fn for_each_width(bytes: &[u8], separator: u8, mut visit: impl FnMut(usize)) {
    let mut cells = 1;
    let mut place = Place::RecordStart;
    for &byte in bytes {
        place = match (place, byte) {
            (Place::InQuotes, b'"') => Place::AfterQuote,
            (Place::InQuotes, _) => Place::InQuotes,
            // A doubled quote closes and opens again; elsewhere a quote opens only at the start of a cell.
            (Place::RecordStart | Place::CellStart | Place::AfterQuote, b'"') => Place::InQuotes,
            (Place::RecordStart, b'\n' | b'\r') => Place::RecordStart,
            (_, b'\n' | b'\r') => {
                visit(std::mem::replace(&mut cells, 1));
                Place::RecordStart
            }
            (_, byte) if byte == separator => {
                cells += 1;
                Place::CellStart
            }
            _ => Place::InCell,
        };
    }
    if place != Place::RecordStart {
        visit(cells);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    RecordStart,
    CellStart,
    InCell,
    InQuotes,
    AfterQuote,
}

/// The double quote, unless there is none and at least half of the records begin with a single one that closes.
fn detect_quote(text: &str, separator: u8) -> u8 {
    if text.contains('"') || !text.contains("\n'") {
        return b'"';
    }
    let closing = [b'\'', separator];
    let (mut n_records, mut n_quoted) = (0_u64, 0_u64);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let bytes = line.as_bytes();
        n_records += 1;
        let closes = bytes.windows(2).any(|pair| pair == closing) || bytes.ends_with(b"'");
        n_quoted += u64::from(bytes.len() > 1 && bytes[0] == b'\'' && closes);
    }
    if n_quoted * 2 >= n_records {
        b'\''
    } else {
        b'"'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, separator: char, quote: char) {
        let dialect = Dialect::detect(text, None);
        assert_eq!(
            (dialect.separator as char, dialect.quote as char),
            (separator, quote),
            "{text}"
        );
    }

    #[test]
    fn the_separator_is_the_one_that_keeps_records_as_wide_as_the_header() {
        check(
            "id;naam;bedrag\n1;Jansen, P.;12,50\n2;De Vries;1,00\n",
            ';',
            '"',
        );
        check(
            "id,name,amount\n1,\"Smith; sons\",12.50\n2,Doe,1.00\n",
            ',',
            '"',
        );
        check("id\tname\n1\tJansen, P.\n", '\t', '"');
        check("id|name\n1|a;b\n", '|', '"');
        check("id\n1\n", ',', '"');
        check("", ',', '"');
    }

    #[test]
    fn a_header_with_both_is_settled_by_the_rows() {
        check(
            "id;naam, voornaam;bedrag\n1;Jansen;12,50\n2;De Vries;1,00\n",
            ';',
            '"',
        );
        check(
            "id,name;alias,amount\n1,Smith,12.50\n2,Doe,1.00\n3,Roe,1.00",
            ',',
            '"',
        );
        check(
            "naam, voornaam;bedrag\nJansen;12,50\nDe Vries;1,00\n",
            ';',
            '"',
        );
    }

    #[test]
    fn separators_and_line_ends_inside_quotes_do_not_count() {
        check("a,b;c\n\"x,y\n;;\",1\n\"say \"\"a;b\"\"\",2\n", ',', '"');
    }

    #[test]
    fn single_quotes_are_found() {
        check("'id';'naam'\n'1';'Jansen'\n'2';'O; Brien'\n", ';', '\'');
        check(
            "plaats;id\n's-Gravenhage;1\n's-Hertogenbosch;2\nDelft;3\n",
            ';',
            '"',
        );
    }

    #[test]
    fn a_forced_separator_is_obeyed() {
        assert_eq!(Dialect::detect("a;b,c\n", Some(b',')).separator, b',');
    }
}
