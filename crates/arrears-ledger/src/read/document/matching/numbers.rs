//! Invoice numbers in what a payer wrote.
//!
//! A payer writes `F2024-00123` as `f 2024/123`, glues `fact` to it, lists several, or gives only the tail of all but
//! the first. The text is cut into runs of letters and runs of digits; runs that follow each other are joined and
//! looked up. A number is never found inside a longer run of digits, nor in an account number, an amount with
//! decimals or a written date; what is found only in a loose reading, or is so short that it may be anything, is
//! weak, and nothing alone.

use std::collections::HashMap;

use arrears_formats::is_iban;

use super::references::squeeze;

/// How well a number in a text tells an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Anything may have such a number: it says something only where amount and customer agree.
    Weak,
    /// Read loosely, or of few digits.
    Fair,
    /// The number as it is, long enough to be no chance.
    Strong,
}

/// An invoice that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The invoice.
    pub invoice: u32,
    /// How well.
    pub strength: Strength,
}

/// Invoices by the forms their numbers take in texts. Maps are only looked up, never walked through.
#[derive(Debug, Default)]
pub(crate) struct NumberIndex {
    /// By all letters and digits.
    whole: HashMap<String, Vec<u32>>,
    /// By all digits, without leading zeros.
    digits: HashMap<String, Vec<u32>>,
    /// Letters and digits of each invoice's number.
    squeezed: Vec<String>,
}

/// Digits from which on a number is no chance.
const LONG: usize = 6;
/// Digits below which a number may be anything.
const SHORT: usize = 4;
/// Invoices that one form of a number may mean; one that means more tells nothing.
const MOST_MEANT: usize = 3;
/// Runs joined to one number.
const MOST_RUNS: usize = 6;
/// Letters and digits of the longest number.
const LONGEST: usize = 30;

impl NumberIndex {
    /// Adds an invoice; invoices are counted from 0 in the order in which they are added.
    pub fn add(&mut self, id: &str) {
        let invoice = self.squeezed.len() as u32;
        let squeezed = squeeze(id);
        let digits = significant_digits(&squeezed);
        if !digits.is_empty() {
            self.digits
                .entry(digits.to_owned())
                .or_default()
                .push(invoice);
        }
        if !squeezed.is_empty() {
            self.whole
                .entry(squeezed.clone())
                .or_default()
                .push(invoice);
        }
        self.squeezed.push(squeezed);
    }

    /// The invoices with this number, read strictly or else without leading zeros and letters.
    pub fn exactly(&self, content: &str) -> &[u32] {
        let squeezed = squeeze(content);
        let strict = self.whole.get(&squeezed);
        strict
            .or_else(|| self.digits.get(&significant_digits(&squeezed)))
            .map_or(&[], Vec::as_slice)
    }

    /// The invoices that a text names, each once, in the order of the text.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let runs = runs(&masked(text));
        let mut found: Vec<Mention> = Vec::new();
        let mut last: Option<u32> = None;
        let mut at = 0;
        while at < runs.len() {
            let (n_runs, mentions) = self.at(&runs[at..]);
            let tail = (n_runs == 0)
                .then(|| last.and_then(|last| self.tail(last, &runs[at])))
                .flatten();
            for mention in mentions.into_iter().chain(tail) {
                last = Some(mention.invoice);
                match found
                    .iter_mut()
                    .find(|known| known.invoice == mention.invoice)
                {
                    Some(known) => known.strength = known.strength.max(mention.strength),
                    None => found.push(mention),
                }
            }
            at += n_runs.max(1);
        }
        found
    }

    /// The longest number that begins with the first of these runs: how many runs it takes, and whom it means.
    fn at(&self, runs: &[Run]) -> (usize, Vec<Mention>) {
        let mut best = (0, Vec::new());
        let mut joined = String::new();
        let mut is_whole = true;
        for (position, run) in runs.iter().take(MOST_RUNS).enumerate() {
            if position > 0 {
                if !run.follows {
                    break;
                }
                is_whole &= run.is_tight;
            }
            joined.push_str(&run.text);
            if joined.len() > LONGEST {
                break;
            }
            let mentions = self.meant_by(&joined, is_whole);
            if !mentions.is_empty() {
                best = (position + 1, mentions);
            }
        }
        best
    }

    fn meant_by(&self, joined: &str, is_whole: bool) -> Vec<Mention> {
        let n_digits = joined.bytes().filter(u8::is_ascii_digit).count();
        let strict = self.whole.get(joined);
        let is_digits = n_digits == joined.len();
        let loose = || {
            is_digits
                .then(|| self.digits.get(joined.trim_start_matches('0')))
                .flatten()
        };
        let meant = match strict.or_else(loose) {
            Some(meant) if n_digits > 0 && meant.len() <= MOST_MEANT => meant,
            _ => return Vec::new(),
        };
        let significant = significant_digits(joined)
            .len()
            .max(joined.len() - n_digits);
        let strength = if significant < SHORT || is_date(joined) {
            Strength::Weak
        } else if significant < LONG || meant.len() > 1 || !is_whole {
            Strength::Fair
        } else {
            Strength::Strong
        };
        meant
            .iter()
            .map(|&invoice| Mention { invoice, strength })
            .collect()
    }

    /// `...-00124` after `F2024-00123`: the digits stand for the end of the number before.
    fn tail(&self, last: u32, run: &Run) -> Option<Mention> {
        let before = &self.squeezed[last as usize];
        let is_tail = run.is_digits() && run.text.len() >= 2 && run.text.len() < before.len();
        let head = before.get(..before.len().checked_sub(run.text.len())?)?;
        let meant = is_tail
            .then(|| self.whole.get(&format!("{head}{}", run.text)))
            .flatten()?;
        (meant.len() == 1).then(|| Mention {
            invoice: meant[0],
            strength: Strength::Fair,
        })
    }
}

/// All digits of a number, without leading zeros.
fn significant_digits(squeezed: &str) -> String {
    let digits: String = squeezed.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// Letters, or digits, that stand together.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    text: String,
    /// Whether it may go on the number of the run before: with one mark, one space, or nothing between.
    follows: bool,
    /// Whether no space stands between.
    is_tight: bool,
}

impl Run {
    fn is_digits(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut gap = String::new();
    let mut before: Option<char> = None;
    for character in text.chars().map(|c| c.to_ascii_uppercase()) {
        if !character.is_ascii_alphanumeric() {
            gap.push(character);
            before = None;
            continue;
        }
        let goes_on =
            before.is_some_and(|before| before.is_ascii_digit() == character.is_ascii_digit());
        match runs.last_mut() {
            Some(run) if goes_on => run.text.push(character),
            _ => {
                let is_mark = |c: char| matches!(c, '-' | '/' | '.' | '_' | '#' | ' ');
                runs.push(Run {
                    text: character.to_string(),
                    follows: gap.chars().count() <= 1 && gap.chars().all(is_mark),
                    is_tight: !gap.contains(' '),
                });
                gap.clear();
            }
        }
        before = Some(character);
    }
    runs
}

/// The text with a stroke in the place of what is no invoice number: accounts, dates, amounts with decimals.
fn masked(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < words.len() {
        let n_account = account_at(&words[at..]);
        let word = words[at].trim_matches(|c: char| !c.is_alphanumeric());
        if n_account > 0 || is_written_date(word) || is_decimal(word) {
            out.push('|');
        } else {
            out.push_str(words[at]);
        }
        out.push(' ');
        at += n_account.max(1);
    }
    out
}

/// How many words from the first on are an IBAN, as one word or in groups of four.
fn account_at(words: &[&str]) -> usize {
    const MOST_GROUPS: usize = 9;
    let mut joined = String::new();
    for (position, word) in words.iter().take(MOST_GROUPS).enumerate() {
        joined.push_str(&squeeze(word));
        if is_iban(&joined) {
            return position + 1;
        }
        if position == 0 && joined.len() > 4 {
            return 0;
        }
    }
    0
}

/// `31-12-2025`, `31/12/25`, `2025-12-31`.
fn is_written_date(word: &str) -> bool {
    let Some(mark) = word.chars().find(|c| matches!(c, '-' | '/' | '.')) else {
        return false;
    };
    let parts: Vec<u32> = word
        .split(mark)
        .map_while(|part| part.parse().ok())
        .collect();
    let shaped = word.split(mark).count() == 3 && parts.len() == 3;
    let lengths: Vec<usize> = word.split(mark).map(str::len).collect();
    let is_day = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    shaped
        && match lengths.as_slice() {
            [1..=2, 1..=2, 2 | 4] => is_day(parts[0], parts[1]) || is_day(parts[1], parts[0]),
            [4, 1..=2, 1..=2] => is_day(parts[2], parts[1]),
            _ => false,
        }
}

/// `1.234,56`, `99,00`: digits with two decimals.
fn is_decimal(word: &str) -> bool {
    let Some((units, decimals)) = word.rsplit_once([',', '.']) else {
        return false;
    };
    let is_grouped = units
        .split(['.', ',', '\''])
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    // `2024.12` may be a number of an invoice; a comma never is in one.
    let is_amount = word.contains(',') || units.len() <= 3;
    decimals.len() == 2
        && decimals.bytes().all(|byte| byte.is_ascii_digit())
        && is_grouped
        && is_amount
}

/// Eight digits that are a day, year first or last.
fn is_date(digits: &str) -> bool {
    let number = |from: usize, to: usize| {
        digits
            .get(from..to)
            .and_then(|part| part.parse::<u32>().ok())
    };
    let is_day = |year: Option<u32>, month: Option<u32>, day: Option<u32>| {
        year.is_some_and(|year| (1990..2100).contains(&year))
            && month.is_some_and(|month| (1..=12).contains(&month))
            && day.is_some_and(|day| (1..=31).contains(&day))
    };
    digits.len() == 8
        && (is_day(number(0, 4), number(4, 6), number(6, 8))
            || is_day(number(4, 8), number(2, 4), number(0, 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: [&str; 9] = [
        "F2024-00123",
        "F2024-00124",
        "F2024-00130",
        "24000456",
        "24000457",
        "0000789",
        "77",
        "20240315",
        "VF-24-1001",
    ];

    fn check(text: &str) -> Vec<String> {
        let mut index = NumberIndex::default();
        IDS.iter().for_each(|id| index.add(id));
        let shown =
            |mention: &Mention| format!("{} {:?}", IDS[mention.invoice as usize], mention.strength);
        index.mentions(text).iter().map(shown).collect()
    }

    #[test]
    fn a_number_is_found_in_the_ways_it_is_written() {
        for text in [
            "F2024-00123",
            "factuur F202400123 dank",
            "fact.nr. f2024/00123;",
            "inv#F2024-00123.",
            "betF2024-00123",
        ] {
            assert_eq!(check(text), ["F2024-00123 Strong"], "{text}");
        }
        assert_eq!(
            check("F 2024 00123"),
            ["F2024-00123 Fair"],
            "spaces may part two numbers"
        );
        assert_eq!(
            check("202400123"),
            ["F2024-00123 Strong"],
            "without its letter"
        );
        assert_eq!(check("Rechnung 24000456 vom 3.1.2024"), ["24000456 Strong"]);
        assert_eq!(check("RE24000456"), ["24000456 Strong"]);
        assert_eq!(check("vf 24 1001"), ["VF-24-1001 Fair"]);
    }

    #[test]
    fn several_numbers_and_their_tails() {
        assert_eq!(
            check("24000456, 24000457"),
            ["24000456 Strong", "24000457 Strong"]
        );
        assert_eq!(
            check("F2024-00123 / 124 en 130"),
            ["F2024-00123 Strong", "F2024-00124 Fair", "F2024-00130 Fair"]
        );
        assert_eq!(
            check("24000456 24000457 24000456"),
            ["24000456 Strong", "24000457 Strong"]
        );
    }

    #[test]
    fn zeros_and_short_numbers_are_less() {
        assert_eq!(check("factuur 789"), ["0000789 Weak"]);
        assert_eq!(check("0000789"), ["0000789 Weak"]);
        assert_eq!(check("huur 77"), ["77 Weak"]);
        assert_eq!(check("20240315"), ["20240315 Weak"], "it may be a day");
    }

    #[test]
    fn accounts_dates_and_amounts_are_no_numbers() {
        for text in [
            "NL91ABNA0417164300",
            "NL91 ABNA 0417 1643 00",
            "van 15-03-2024 t/m 77/12/2024x",
            "bedrag 77,00 of 1.077,00",
            "124000456",
            "240004567",
            "tel 0612400045",
        ] {
            let found = check(text);
            assert!(
                found.is_empty() || text.contains("77/12"),
                "{text}: {found:?}"
            );
        }
    }
}
