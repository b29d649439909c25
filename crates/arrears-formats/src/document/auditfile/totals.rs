//! What the lines of an audit file add up to, against what it says of them.

use crate::{DecimalMark, Element, parse_cents, shown};

/// What lines add up to, beside what the file says of them.
pub(super) struct Totals {
    place: &'static str,
    n_lines: i64,
    debit: i128,
    credit: i128,
    /// Number of lines, debit and credit in cents, as stated.
    stated: [Option<i128>; 3],
}

impl Totals {
    /// The elements that say it.
    pub const NAMES: [&str; 3] = ["linesCount", "totalDebit", "totalCredit"];

    /// Nothing yet, of a part of the file.
    pub fn new(place: &'static str) -> Totals {
        Totals {
            place,
            n_lines: 0,
            debit: 0,
            credit: 0,
            stated: [None; 3],
        }
    }

    /// Adds a line.
    pub fn add(&mut self, line: &Element<'_>) {
        self.n_lines += 1;
        let cents = cents(line.text_at(&["amnt"])).unwrap_or(0);
        match line.text_at(&["amntTp"]) {
            "D" => self.debit += cents,
            "C" => self.credit += cents,
            _ => {}
        }
    }

    /// Takes what the file says.
    pub fn state(&mut self, element: &Element<'_>) {
        let text = element.text.as_ref();
        let at = Totals::NAMES
            .iter()
            .position(|name| *name == element.name());
        match at {
            Some(0) => self.stated[0] = text.parse().ok(),
            Some(at) => self.stated[at] = cents(text),
            None => {}
        }
    }

    /// A sentence for each figure that the file states and its lines are not.
    pub fn differences(&self) -> Vec<String> {
        let found = [i128::from(self.n_lines), self.debit, self.credit];
        let mut differences = Vec::new();
        for ((name, stated), found) in Totals::NAMES.iter().zip(self.stated).zip(found) {
            let Some(stated) = stated.filter(|stated| *stated != found) else {
                continue;
            };
            let told = |figure: i128| match *name {
                "linesCount" => figure.to_string(),
                _ => format!(
                    "{}{}.{:02}",
                    if figure < 0 { "-" } else { "" },
                    figure.abs() / 100,
                    figure.abs() % 100
                ),
            };
            differences.push(format!(
                "`{name}` of `{}` says {}, its lines make {}: the file may not be whole",
                shown(self.place),
                told(stated),
                told(found)
            ));
        }
        differences
    }
}

/// An amount as XML writes it, with a decimal point.
fn cents(text: &str) -> Option<i128> {
    parse_cents(text, DecimalMark::Point).map(i128::from)
}
