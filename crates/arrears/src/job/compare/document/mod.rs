//! A comparison as sentences and tables in one language: what the page and the terminal show.

mod about;
mod later;
mod model;
mod money;
mod segments;

use arrears_insight::text::{Language, count, date, decimal, money_to_the_cent, percent};
use arrears_ledger::Day;
use arrears_report::{Document, DocumentCell, DocumentHead, DocumentPart, DocumentTable};

use super::CompareSummary;

/// Rows of a list of customers; the JSON has all.
const MOST_ROWS: usize = 200;
/// Where there is no figure.
const NONE: &str = "–";

/// The document of a comparison.
pub fn document(summary: &CompareSummary) -> Document {
    let say = Say {
        language: summary.language,
        currency: &summary.currency,
    };
    let days = [summary.before.as_of, summary.now.as_of].map(|day| date(day, say.language));
    let [before, now] = days;
    let parts = [
        Some(about::part(&say, summary)),
        segments::segments(&say, summary),
        segments::clusters(&say, summary),
        money::part(&say, summary),
        model::part(&say, summary),
        model::drift(&say, summary),
        later::warnings(&say, summary),
        later::outcomes(&say, summary),
    ];
    Document {
        title: say
            .pick(
                "Two runs side by side",
                "Twee runs naast elkaar",
                "Deux exécutions côte à côte",
            )
            .to_owned(),
        about: format!("{before} – {now} · {}", summary.currency),
        parts: parts.into_iter().flatten().collect(),
    }
}

/// That so many further rows are not shown.
pub fn rows_left_out(n: usize, language: Language) -> String {
    let shown = count(n, language);
    match language {
        Language::En => {
            format!("{shown} more: `--json` has all, `--out FILE.html` the first {MOST_ROWS}")
        }
        Language::Nl => {
            format!("nog {shown}: `--json` heeft ze alle, `--out FILE.html` de eerste {MOST_ROWS}")
        }
        Language::Fr => format!(
            "encore {shown}\u{a0}: `--json` les donne tous, `--out FILE.html` les {MOST_ROWS} premiers"
        ),
    }
}

/// How figures and words are said.
struct Say<'a> {
    language: Language,
    currency: &'a str,
}

impl Say<'_> {
    fn pick<'t>(&self, en: &'t str, nl: &'t str, fr: &'t str) -> &'t str {
        match self.language {
            Language::En => en,
            Language::Nl => nl,
            Language::Fr => fr,
        }
    }

    fn text(&self, text: impl Into<String>) -> DocumentCell {
        DocumentCell {
            text: text.into(),
            order: None,
        }
    }

    fn n(&self, n: u64) -> DocumentCell {
        number(count(n as usize, self.language), n as f64)
    }

    fn money(&self, minor: i64) -> DocumentCell {
        number(self.money_text(minor), minor as f64)
    }

    fn money_text(&self, minor: i64) -> String {
        money_to_the_cent(minor, self.currency, self.language)
    }

    fn some_money(&self, minor: Option<i64>) -> DocumentCell {
        minor.map_or_else(none, |minor| self.money(minor))
    }

    /// The amount with its sign.
    fn change(&self, minor: i64) -> DocumentCell {
        let text = self.money_text(minor);
        let text = match (minor > 0, text.strip_prefix(self.currency)) {
            (false, _) => text,
            (true, Some(amount)) => format!("{} +{}", self.currency, amount.trim_start()),
            (true, None) => format!("+{text}"),
        };
        number(text, minor as f64)
    }

    fn decimal(&self, value: Option<f64>, places: usize) -> DocumentCell {
        match value {
            Some(value) => number(decimal(value, places, self.language), value),
            None => none(),
        }
    }

    fn percent(&self, share: Option<f64>) -> DocumentCell {
        match share {
            Some(share) => number(percent(share, self.language), share),
            None => none(),
        }
    }

    /// A share with a decimal, where whole percents would fall together.
    fn percent_exact(&self, share: f64) -> String {
        let text = decimal(share * 100.0, 1, self.language);
        match self.language {
            Language::Fr => format!("{text}\u{a0}%"),
            _ => format!("{text}%"),
        }
    }

    fn date(&self, day: Day) -> String {
        date(day, self.language)
    }

    /// A list cut to the page's rows, and what is said of the rest.
    fn cut(&self, rows: Vec<Vec<DocumentCell>>) -> (Vec<Vec<DocumentCell>>, String) {
        let n = rows.len();
        let note = match n > MOST_ROWS {
            true => rows_left_out(n - MOST_ROWS, self.language),
            false => String::new(),
        };
        (rows.into_iter().take(MOST_ROWS).collect(), note)
    }

    fn customer(&self, id: &str, natural_person: bool) -> DocumentCell {
        let person = self.pick("natural person", "natuurlijk persoon", "personne physique");
        match natural_person {
            true => self.text(format!("{id} · {person}")),
            false => self.text(id),
        }
    }

    fn then(&self) -> &'static str {
        self.pick_static("before", "eerder", "avant")
    }

    fn now(&self) -> &'static str {
        self.pick_static("now", "nu", "maintenant")
    }

    fn pick_static(&self, en: &'static str, nl: &'static str, fr: &'static str) -> &'static str {
        self.pick(en, nl, fr)
    }
}

fn number(text: String, value: f64) -> DocumentCell {
    DocumentCell {
        text,
        order: Some(value),
    }
}

fn none() -> DocumentCell {
    DocumentCell {
        text: NONE.to_owned(),
        order: None,
    }
}

/// Columns by their names, and whether they hold numbers.
fn heads(names: &[(&str, bool)]) -> Vec<DocumentHead> {
    let head = |&(text, numeric): &(&str, bool)| DocumentHead {
        text: text.to_owned(),
        numeric,
    };
    names.iter().map(head).collect()
}

fn table(title: &str, heads: Vec<DocumentHead>, rows: Vec<Vec<DocumentCell>>) -> DocumentTable {
    DocumentTable {
        title: title.to_owned(),
        heads,
        rows,
        note: String::new(),
    }
}

fn part(
    id: &'static str,
    title: &str,
    lines: Vec<String>,
    tables: Vec<DocumentTable>,
) -> DocumentPart {
    DocumentPart {
        id,
        title: title.to_owned(),
        lines,
        tables,
    }
}

/// A customer's or an invoice's share of a whole.
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
