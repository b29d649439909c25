//! What the words of a header mean: Dutch, English, French and German, written out, joined or cut short.
//!
//! `Factuurdatum`, `Fact.dat.`, `invoiceDate`, `N° fact.` and `Rg-Nr.` are taken apart into notions that do not
//! depend on the language: invoice and date, number and invoice. A header of which a part is not understood says
//! so, and is never more than a likely match.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::lexicon::{Notion, WORDS};

/// What a header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The notions in it, each once.
    pub notions: BTreeSet<Notion>,
    /// Parts that are not understood.
    pub n_unknown: usize,
    /// Whether a part was cut short, and its whole guessed.
    pub is_cut: bool,
}

/// Takes a header apart.
pub(crate) fn read(header: &str) -> Reading {
    let mut reading = Reading {
        notions: BTreeSet::new(),
        n_unknown: 0,
        is_cut: false,
    };
    for word in words_of(header) {
        match take_apart(&word) {
            Some((notions, is_cut)) => {
                reading.notions.extend(notions);
                reading.is_cut |= is_cut;
            }
            None => reading.n_unknown += 1,
        }
    }
    reading.notions.remove(&Notion::Filler);
    reading
}

/// Lower case without accents; `ß` is `ss`, and signs for a number are `no`.
pub(crate) fn fold(text: &str) -> String {
    let plain = text
        .replace(['°', 'º', '№'], "o ")
        .replace('#', " no ")
        .replace('€', " eur ");
    plain
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('ß', "ss")
        .replace('œ', "oe")
        .replace('æ', "ae")
}

/// The words of a header: parted by what is no letter, and where small letters turn into capitals.
pub(super) fn words_of(header: &str) -> Vec<String> {
    let mut parted = String::new();
    let mut before = ' ';
    for character in header.chars() {
        if before.is_lowercase() && character.is_uppercase() {
            parted.push(' ');
        }
        parted.push(character);
        before = character;
    }
    fold(&parted)
        .split(|character: char| !character.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Every word with its notion, longest first.
static LEXICON: LazyLock<Vec<(&'static str, Notion)>> = LazyLock::new(|| {
    let all = WORDS
        .iter()
        .flat_map(|(notion, words)| words.split(' ').map(move |word| (word, *notion)));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(word, notion)| (std::cmp::Reverse(word.len()), *word, *notion));
    all.dedup_by_key(|(word, _)| *word);
    all
});

/// Letters that German and Dutch put between the parts of a compound.
const JOINTS: [&str; 5] = ["", "s", "en", "n", "e"];

/// The notions of a word, and whether its end was cut short; `None` where a part of it is no word we know.
fn take_apart(word: &str) -> Option<(Vec<Notion>, bool)> {
    if let Some(whole) = whole(word) {
        return Some((vec![whole], false));
    }
    // The longest first part that leaves a rest which can be taken apart.
    for (part, notion) in LEXICON.iter().filter(|(part, _)| part.len() >= 2) {
        let Some(rest) = word.strip_prefix(part) else {
            continue;
        };
        for joint in JOINTS {
            let Some(rest) = rest.strip_prefix(joint) else {
                continue;
            };
            if rest.is_empty() {
                // A plural, perhaps.
                return Some((vec![*notion], false));
            }
            // A single letter or two say nothing inside a word, unless it is the end of one.
            if rest.len() < 2 {
                continue;
            }
            if let Some((mut notions, is_cut)) = take_apart(rest) {
                notions.insert(0, *notion);
                return Some((notions, is_cut));
            }
        }
    }
    cut_short(word).map(|notion| (vec![notion], true))
}

fn whole(word: &str) -> Option<Notion> {
    LEXICON
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, notion)| *notion)
}

/// A word whose end is missing: three letters or more that begin words of one notion only.
fn cut_short(word: &str) -> Option<Notion> {
    if word.len() < 3 {
        return None;
    }
    let mut notions = LEXICON
        .iter()
        .filter(|(known, _)| known.starts_with(word))
        .map(|(_, notion)| *notion);
    let first = notions.next()?;
    notions.all(|notion| notion == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Notion::*;

    #[test]
    fn headers_are_taken_apart() {
        let check = |headers: &[&str], expected: &[Notion]| {
            for header in headers {
                let reading = read(header);
                let expected: BTreeSet<Notion> = expected.iter().copied().collect();
                assert_eq!(
                    (&reading.notions, reading.n_unknown),
                    (&expected, 0),
                    "{header}"
                );
            }
        };
        check(
            &[
                "Factuurnummer",
                "Fact.nr",
                "Factnr",
                "Fact. nr.",
                "N° fact.",
                "Nº facture",
                "Rg-Nr.",
                "Rechnungsnummer",
                "Rechn.Nr",
                "Invoice No.",
                "invoiceNumber",
                "INV_NO",
                "Numéro de facture",
                "Factuur id",
                "Rechnungs-Nr",
                "Invoice #",
            ],
            &[Invoice, Number],
        );
        check(
            &[
                "Debiteurnummer",
                "Deb.nr",
                "Deb. nr.",
                "Debnr",
                "Klantnr.",
                "Kd.-Nr.",
                "Kundennummer",
                "Kunden-Nr",
                "Cust. No.",
                "customerID",
                "Code client",
                "N° client",
                "Debitorennr.",
                "Relatiecode",
            ],
            &[Customer, Number],
        );
        check(
            &[
                "Verv.dat.",
                "Vervaldatum",
                "Verv.datum",
                "Due Date",
                "Date d'échéance",
                "Dt. éch.",
                "Fälligkeitsdatum",
                "Fäll.dat.",
                "Faelligkeitsdatum",
                "dueDate",
            ],
            &[Due, Date],
        );
        check(
            &[
                "Factuurdatum",
                "Fact.dat.",
                "Factdat",
                "Invoice Date",
                "Date fact.",
                "Rg.Dat.",
            ],
            &[Invoice, Date],
        );
        check(
            &["Bedr. incl.", "Bedrag incl", "Bruttobetrag", "Montant TTC"],
            &[Amount, Incl],
        );
        check(
            &["Bedrag incl. btw", "Amount (incl. VAT)"],
            &[Amount, Incl, Vat],
        );
        check(
            &["Openst. bedrag", "Offener Betrag", "Openstaand bedrag"],
            &[Open, Amount],
        );
    }

    #[test]
    fn what_is_not_understood_is_counted() {
        assert_eq!(read("Factuur xyzzy").n_unknown, 1);
        assert_eq!(read("Gadget").n_unknown, 1);
        assert!(read("Vervald").notions.contains(&Due));
    }
}
