//! Where a sector stands in the statistical classification of economic activities.
//!
//! SBI 2008 is NACE Rev. 2 with a fifth digit, SBI 2025 is NACE Rev. 2.1 with one; NAF, NACE-BEL and WZ are the same
//! trees with other leaves. A code is a section (a letter), a division (2 digits), a group (3), a class (4) or a
//! subclass (5). Divisions of the two versions differ in number 45 alone, but what a section holds does not: letters
//! from J on mean other things. So a place is of a version, and two versions are never mixed.

use super::divisions::{Section, section_of};

/// A version of the classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// NACE Rev. 2: SBI 2008.
    Nace2,
    /// NACE Rev. 2.1: SBI 2025.
    Nace21,
}

impl Scheme {
    /// Its name in texts and files.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Nace2 => "SBI 2008 / NACE Rev. 2",
            Scheme::Nace21 => "SBI 2025 / NACE Rev. 2.1",
        }
    }

    /// The version that `sector_scheme` names; `None` for another classification.
    pub fn of(text: &str) -> Option<Scheme> {
        let text = text.to_lowercase();
        let is = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if is(&["2025", "2.1"]) {
            Some(Scheme::Nace21)
        } else if is(&[
            "2008", "rev. 2", "rev.2", "rev 2", "rév. 2", "rév 2", "nace 2", "nace2",
        ]) || matches!(
            text.trim(),
            "sbi" | "nace" | "naf" | "nace-bel" | "nacebel" | "wz"
        ) {
            Some(Scheme::Nace2)
        } else {
            None
        }
    }
}

/// A place in a version: the digits of its code, or the letter of its section.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The version.
    pub scheme: Scheme,
    /// Digits without dots (`4645`), or a letter (`G`).
    pub code: String,
}

impl Place {
    /// Where a sector as the ledger writes it stands: `46 Groothandel`, `46.45`, `G 46`, `4645Z`, `G`.
    ///
    /// `None` for words without a code, for a number that is no division of this version, and for another
    /// classification. Without a scheme the older version is taken: a division means the same in both.
    pub fn of(sector: &str, scheme: Option<&str>) -> Option<Place> {
        let scheme = match scheme {
            Some(text) => Scheme::of(text)?,
            None => Scheme::Nace2,
        };
        let code = code_of(sector.trim())?;
        let place = Place { scheme, code };
        place.section().map(|_| place)
    }

    /// The section it belongs to; `None` where its number is no division of the version.
    pub fn section(&self) -> Option<Section> {
        section_of(self.scheme, &self.code)
    }

    /// One level up: a class's group, a division's section. A section has none.
    pub fn parent(&self) -> Option<Place> {
        let code = match self.code.len() {
            1 => return None,
            2 => self.section()?.letter.to_string(),
            n => self.code[..n - 1].to_owned(),
        };
        Some(Place {
            scheme: self.scheme,
            code,
        })
    }

    /// How deep it stands: 1 for a section, 2 to 5 by the number of digits.
    pub fn depth(&self) -> usize {
        self.code.len()
    }

    /// The code as it is written: `46.45`, `46.45.2`.
    pub fn written(&self) -> String {
        match self.code.len() {
            0..=2 => self.code.clone(),
            3 | 4 => format!("{}.{}", &self.code[..2], &self.code[2..]),
            _ => format!(
                "{}.{}.{}",
                &self.code[..2],
                &self.code[2..4],
                &self.code[4..]
            ),
        }
    }
}

/// The digits or the letter that a text begins with; `None` where it begins with a word.
fn code_of(text: &str) -> Option<String> {
    let letter = text.chars().next().filter(|c| matches!(c, 'A'..='V'));
    let rest = match letter {
        Some(_) => text[1..].trim_start_matches(['.', '-', ' ']),
        None => text,
    };
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return digits_of(rest);
    }
    let alone = text[letter?.len_utf8()..].chars().next();
    alone
        .is_none_or(|c| matches!(c, ' ' | ':' | '-' | '.'))
        .then(|| letter.map(String::from))
        .flatten()
}

/// Two to five digits with dots between; a single one has lost its zero. What follows is no further digit, and no word
/// but a letter alone (the French `4645Z`).
fn digits_of(text: &str) -> Option<String> {
    let length = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, after) = text.split_at(length);
    let mut digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let mut after = after.chars();
    let clean = match after.next() {
        Some(c) if c.is_alphanumeric() => after.next().is_none_or(|c| !c.is_alphanumeric()),
        _ => true,
    };
    if digits.len() == 1 {
        digits.insert(0, '0');
    }
    (clean && digits.len() <= 5).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(sector: &str, scheme: &str) -> Option<String> {
        Place::of(sector, Some(scheme)).map(|place| place.code)
    }

    #[test]
    fn codes_are_read_as_ledgers_write_them() {
        for (sector, expected) in [
            ("46 Groothandel", "46"),
            ("46.45", "4645"),
            ("46.45.2 Parfum", "46452"),
            ("G46.45", "4645"),
            ("G 46", "46"),
            ("4645Z", "4645"),
            ("01 Landbouw", "01"),
            ("1", "01"),
            ("G", "G"),
            ("G - Handel", "G"),
            ("56210", "56210"),
        ] {
            assert_eq!(
                code(sector, "SBI 2008").as_deref(),
                Some(expected),
                "{sector}"
            );
        }
    }

    #[test]
    fn what_has_no_place_is_given_none() {
        for sector in [
            "Groothandel",
            "",
            "04 Nothing",
            "99999999",
            "2nd hand",
            "W",
            "46 ",
            "Garage",
            "A&B",
        ] {
            let found = code(sector, "SBI 2008");
            assert_eq!(found.is_some(), sector == "46 ", "{sector}: {found:?}");
        }
        assert_eq!(
            code("46 Groothandel", "NAICS 2022"),
            None,
            "another classification"
        );
        assert_eq!(
            code("45 Autohandel", "SBI 2025"),
            None,
            "45 is of the older version alone"
        );
        assert_eq!(code("45 Autohandel", "SBI 2008"), Some("45".into()));
    }

    #[test]
    fn versions_place_one_code_in_other_sections() {
        let letter = |scheme| {
            Place::of("62 IT", Some(scheme))
                .unwrap()
                .section()
                .unwrap()
                .letter
        };
        assert_eq!((letter("SBI 2008"), letter("SBI 2025")), ('J', 'K'));
        assert_eq!(letter("NACE Rev. 2.1"), 'K');
        let old = Place::of("62", None).unwrap();
        assert_eq!(old.scheme, Scheme::Nace2);
    }

    #[test]
    fn parents_lead_to_the_section() {
        let mut place = Place::of("46.45.2", Some("SBI 2008"));
        let mut way = Vec::new();
        while let Some(here) = place {
            way.push(here.written());
            place = here.parent();
        }
        assert_eq!(way, ["46.45.2", "46.45", "46.4", "46", "G"]);
    }
}
