//! Names of payers beside names of customers.
//!
//! A bank writes a name as its holder once gave it, in capitals, cut at 35 or 70 characters, with another legal form or
//! none. Names are compared folded: without accents, case, marks and legal forms, word by word.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// A name made comparable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FoldedName {
    /// Its words in order, without legal forms.
    words: Vec<String>,
    /// The words end to end.
    joined: String,
}

/// Legal forms and forms of address, folded; they tell nobody apart.
const EMPTY_WORDS: [&str; 57] = [
    "BV",
    "NV",
    "VOF",
    "CV",
    "BVBA",
    "SPRL",
    "SRL",
    "SA",
    "SAS",
    "SASU",
    "SARL",
    "EURL",
    "SNC",
    "SCS",
    "SCRL",
    "CVBA",
    "VZW",
    "ASBL",
    "GMBH",
    "AG",
    "KG",
    "OHG",
    "UG",
    "EK",
    "EG",
    "EV",
    "GBR",
    "MBH",
    "LTD",
    "LIMITED",
    "PLC",
    "INC",
    "LLC",
    "LLP",
    "CORP",
    "CO",
    "COMM",
    "COOP",
    "UA",
    "BA",
    "STICHTING",
    "HR",
    "MW",
    "DHR",
    "MEVR",
    "MEVROUW",
    "HEER",
    "DE",
    "HET",
    "THE",
    "EN",
    "ET",
    "UND",
    "AND",
    "IO",
    "EO",
    "CJ",
];

impl FoldedName {
    /// Folds a name. One of nothing but legal forms keeps them.
    pub fn new(name: &str) -> FoldedName {
        let mut words: Vec<String> = Vec::new();
        let mut is_single = false;
        for word in fold(name).split_whitespace() {
            // `B.V.` and `J. P.` are letters with marks between them: they are one word.
            if word.len() == 1
                && is_single
                && let Some(last) = words.last_mut()
            {
                last.push_str(word);
            } else {
                words.push(word.to_owned());
            }
            is_single = word.len() == 1;
        }
        let telling: Vec<String> = words
            .iter()
            .filter(|word| !EMPTY_WORDS.contains(&word.as_str()))
            .cloned()
            .collect();
        let words = if telling.is_empty() { words } else { telling };
        FoldedName {
            joined: words.concat(),
            words,
        }
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// How alike two names are, 0 to 1; 1 where they have the same words, in any order.
    pub fn likeness(&self, other: &FoldedName) -> f64 {
        if self.is_empty() || other.is_empty() {
            return 0.0;
        }
        if self.joined == other.joined || same_words(&self.words, &other.words) {
            return 1.0;
        }
        let (short, long) = if self.joined.len() <= other.joined.len() {
            (self, other)
        } else {
            (other, self)
        };
        // Cut by the bank, or one word more: all of a name of some length stands in the other.
        const TELLING: usize = 10;
        if short.joined.len() >= TELLING && long.joined.starts_with(&short.joined) {
            return 0.95;
        }
        if short.joined.len() >= TELLING && short.words.iter().all(|word| long.words.contains(word))
        {
            return 0.93;
        }
        let whole = strsim::normalized_damerau_levenshtein(&self.joined, &other.joined);
        let sorted =
            strsim::normalized_damerau_levenshtein(&sorted(&self.words), &sorted(&other.words));
        // What is not the same is less than the same by more than one letter of a short name.
        whole.max(sorted).min(0.97)
    }
}

fn same_words(one: &[String], other: &[String]) -> bool {
    sorted(one) == sorted(other)
}

fn sorted(words: &[String]) -> String {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.sort_unstable();
    words.concat()
}

/// Capitals without accents; what is neither letter nor digit is a space.
fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_uppercase) {
        match character {
            'À'..='Å' => out.push('A'),
            'Ç' => out.push('C'),
            'È'..='Ë' => out.push('E'),
            'Ì'..='Ï' => out.push('I'),
            'Ñ' => out.push('N'),
            'Ò'..='Ö' | 'Ø' => out.push('O'),
            'Ù'..='Ü' => out.push('U'),
            'Ý' | 'Ÿ' => out.push('Y'),
            'Æ' => out.push_str("AE"),
            'Œ' => out.push_str("OE"),
            'Š' => out.push('S'),
            'Ž' => out.push('Z'),
            'Č' | 'Ć' => out.push('C'),
            'Ł' => out.push('L'),
            '\'' | '’' => {}
            other if other.is_alphanumeric() => out.push(other),
            _ => out.push(' '),
        }
    }
    out
}

/// Customers by the words of their names.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    names: Vec<(u32, FoldedName)>,
    /// Positions in `names` by word, and by the first letters of a name.
    by_word: BTreeMap<String, Vec<u32>>,
    /// Names asked for before: a customer pays many times.
    asked: RefCell<HashMap<String, Option<Likeness>>>,
}

/// A customer whose name is like that of a payer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    /// The customer.
    pub customer: u32,
    /// How alike the names are.
    pub likeness: f64,
    /// The same for the next best customer.
    pub next: f64,
}

/// Names compared for one payer. A word that more customers have tells nobody apart.
const MOST_COMPARED: usize = 400;

/// Letters at the beginning by which names are found that share no word.
const HEAD: usize = 5;

impl NameIndex {
    /// Adds a customer's name; a customer may have several.
    pub fn add(&mut self, customer: u32, name: &str) {
        let folded = FoldedName::new(name);
        if folded.is_empty() {
            return;
        }
        let position = self.names.len() as u32;
        for key in keys(&folded) {
            self.by_word.entry(key).or_default().push(position);
        }
        self.names.push((customer, folded));
    }

    /// The customer whose name is most like this one.
    pub fn nearest(&self, name: &FoldedName) -> Option<Likeness> {
        let asked = name.words.join(" ");
        let known = self.asked.borrow().get(&asked).copied();
        known.unwrap_or_else(|| {
            let found = self.compared(name);
            self.asked.borrow_mut().insert(asked, found);
            found
        })
    }

    fn compared(&self, name: &FoldedName) -> Option<Likeness> {
        let mut positions: Vec<u32> = Vec::new();
        for key in keys(name) {
            let found = self
                .by_word
                .get(&key)
                .filter(|found| found.len() <= MOST_COMPARED);
            positions.extend(found.into_iter().flatten());
        }
        positions.sort_unstable();
        positions.dedup();
        let mut best: Option<Likeness> = None;
        for position in positions {
            let (customer, folded) = &self.names[position as usize];
            let likeness = name.likeness(folded);
            match &mut best {
                Some(best) if best.customer == *customer => {
                    best.likeness = best.likeness.max(likeness)
                }
                Some(best) if likeness <= best.likeness => best.next = best.next.max(likeness),
                found => {
                    let next = found.map_or(0.0, |best| best.likeness);
                    best = Some(Likeness {
                        customer: *customer,
                        likeness,
                        next,
                    });
                }
            }
        }
        best
    }
}

fn keys(name: &FoldedName) -> Vec<String> {
    let mut keys = name.words.clone();
    keys.push(format!(
        "^{}",
        name.joined.chars().take(HEAD).collect::<String>()
    ));
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f64 {
        FoldedName::new(one).likeness(&FoldedName::new(other))
    }

    #[test]
    fn legal_forms_case_and_accents_do_not_count() {
        for (one, other) in [
            ("Bakkerij De Vries B.V.", "BAKKERIJ DE VRIES BV"),
            ("Müller & Söhne GmbH", "MULLER SOHNE"),
            ("L'Étoile SARL", "letoile"),
            ("Jansen, P.", "P Jansen"),
            ("Stichting Het Park", "park"),
        ] {
            assert_eq!(likeness(one, other), 1.0, "{one} / {other}");
        }
    }

    #[test]
    fn what_is_cut_or_misspelt_is_alike_and_others_are_not() {
        assert!(
            likeness(
                "Installatiebedrijf Wagenaar Alkmaar",
                "INSTALLATIEBEDRIJF WAGENA"
            ) >= 0.95
        );
        assert!(likeness("Bouwbedrijf Terpstra", "Bouwbedrijf Trepstra") > 0.9);
        assert!(likeness("Bouwbedrijf Terpstra", "Bouwbedrijf Postma") < 0.85);
        assert!(
            likeness("Jansen", "Janssen") < 0.9,
            "short names differ by a letter"
        );
        assert_eq!(likeness("", "x"), 0.0);
        assert_eq!(likeness("BV", "B.V."), 1.0);
    }

    #[test]
    fn the_nearest_knows_the_next() {
        let mut index = NameIndex::default();
        index.add(1, "Bouwbedrijf Terpstra BV");
        index.add(2, "Bouwbedrijf Terpstra Zonen BV");
        index.add(2, "Terpstra Zonen");
        index.add(3, "Visser");
        let found = index
            .nearest(&FoldedName::new("BOUWBEDRIJF TERPSTRA"))
            .unwrap();
        assert_eq!((found.customer, found.likeness), (1, 1.0));
        assert!(found.next >= 0.93);
        assert_eq!(index.nearest(&FoldedName::new("Onbekend")), None);
    }
}
