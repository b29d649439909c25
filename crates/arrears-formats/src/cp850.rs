//! DOS code page 850, which programs of that time and their successors in Western Europe still write.
//!
//! It is no encoding of the web, so neither `encoding_rs` nor `chardetng` knows it: `Müller` comes out of it as `M\u{81}ller`,
//! `Café` as `Caf‚`. The table is that of Unicode's `CP850.TXT`.

use encoding_rs::{Encoding, WINDOWS_1252};
use memchr::memchr_iter;

/// Its name, as messages and the config have it.
pub(crate) const NAME: &str = "cp850";

/// What the bytes from 0x80 on mean; the others are ASCII.
const UPPER: &str = "\
    ÇüéâäàåçêëèïîìÄÅ\
    ÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»\
    ░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\
    \u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Whether a name of an encoding means this one, in whatever case and dress.
pub(crate) fn is_label(label: &str) -> bool {
    let letters = label.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    ["cp850", "ibm850", "dos850", "850", "cspc850multilingual"].contains(&plain.as_str())
}

/// The text; every byte means something.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let upper = upper();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    text.extend(bytes.iter().map(|&byte| character(byte, &upper)));
    text
}

fn upper() -> Vec<char> {
    UPPER.chars().collect()
}

fn character(byte: u8, upper: &[char]) -> char {
    match byte.checked_sub(0x80) {
        Some(at) => upper[usize::from(at)],
        None => char::from(byte),
    }
}

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// A byte beyond ASCII that is a letter of its word in one of two encodings only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// Line on which it stands, from 1.
    pub line: u64,
    /// What it is in code page 850.
    pub in_cp850: char,
    /// What it is in the other encoding.
    pub in_other: char,
}

/// Why a text may be in code page 850 though it is not read so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cp850Doubt {
    /// How many bytes speak for it.
    pub n_for: usize,
    /// The first of them.
    pub first_for: Telling,
    /// How many speak for the encoding in which the text is read.
    pub n_against: usize,
    /// The first of them.
    pub first_against: Option<Telling>,
}

/// Which of two encodings the letters within words speak for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Bytes that are a letter of their word in code page 850 only.
    n_for: usize,
    /// Those of them that mean nothing in the other encoding, which count twice.
    n_nothing: usize,
    /// Bytes that are one in the other encoding only.
    n_against: usize,
    /// Bytes beyond ASCII.
    n_high: usize,
    /// The first that speaks for it.
    first_for: Option<Telling>,
    /// The first that speaks against it.
    first_against: Option<Telling>,
}

impl Evidence {
    /// Holds the bytes of a text against the encoding they would be read in otherwise.
    pub fn of(bytes: &[u8], other: &'static Encoding) -> Evidence {
        let other = if other.is_single_byte() {
            other
        } else {
            WINDOWS_1252
        };
        let (upper, other) = (upper(), table_of(other));
        let mut found = Evidence::default();
        let line = |at: usize| 1 + memchr_iter(b'\n', &bytes[..at]).count() as u64;
        for (block, stretch) in bytes.chunks(BLOCK).enumerate() {
            // Most stretches are ASCII throughout, which is seen at a glance.
            if stretch.is_ascii() {
                continue;
            }
            for at in block * BLOCK..block * BLOCK + stretch.len() {
                let Some(high) = bytes[at].checked_sub(0x80) else {
                    continue;
                };
                found.n_high += 1;
                let high = usize::from(high);
                let (in_cp850, in_other) = (upper[high], other[high]);
                let Some(is_ours) = is_for(Around::of(bytes, at), in_cp850, in_other) else {
                    continue;
                };
                let first = found.count(is_ours, in_other.is_control());
                if first.is_none() {
                    *first = Some(Telling {
                        line: line(at),
                        in_cp850,
                        in_other,
                    });
                }
            }
        }
        found
    }

    /// Counts a byte that tells; gives the first of its kind.
    fn count(&mut self, is_ours: bool, is_nothing: bool) -> &mut Option<Telling> {
        if is_ours {
            self.n_for += 1;
            self.n_nothing += usize::from(is_nothing);
            return &mut self.first_for;
        }
        self.n_against += 1;
        &mut self.first_against
    }

    /// Whether it is beyond doubt: two or more for it, hardly any against it, and of the bytes beyond ASCII a fair share.
    pub fn is_clear(self) -> bool {
        let n_for = self.n_for + self.n_nothing;
        n_for > 1 && self.n_against * 20 <= n_for && n_for * 4 >= self.n_high
    }

    /// What speaks for it, and what against it, if anything speaks for it.
    pub fn doubt(self) -> Option<Cp850Doubt> {
        Some(Cp850Doubt {
            n_for: self.n_for,
            first_for: self.first_for?,
            n_against: self.n_against,
            first_against: self.first_against,
        })
    }
}

/// Whether a byte behind a letter speaks for code page 850 (`ours`) or against it (`other`), if for either.
fn is_for(around: Around, ours: char, other: char) -> Option<bool> {
    if !around.before.is_ascii_alphabetic() {
        return None;
    }
    let fits_ours = is_of_word(ours, around);
    let fits_other =
        !other.is_control() && (is_of_word(other, around) || is_between_words(other, around.after));
    (fits_ours != fits_other).then_some(fits_ours)
}

/// What a single byte from 0x80 on means in an encoding.
fn table_of(encoding: &'static Encoding) -> Vec<char> {
    let one = |byte: u8| {
        let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
        text.chars().next().unwrap_or('\u{80}')
    };
    (0x80..=0xFF).map(one).collect()
}

/// The bytes around one: two before it and one behind.
#[derive(Debug, Clone, Copy)]
struct Around {
    first: u8,
    before: u8,
    after: u8,
}

impl Around {
    fn of(bytes: &[u8], at: usize) -> Around {
        let back = |n: usize| at.checked_sub(n).map_or(b' ', |at| bytes[at]);
        Around {
            first: back(2),
            before: back(1),
            after: bytes.get(at + 1).copied().unwrap_or(b' '),
        }
    }

    /// Whether the word is one of capitals. One capital alone before it does not tell: `Ré` is a word, and `BÜ`.
    fn is_capital(self) -> bool {
        self.before.is_ascii_uppercase()
            && !self.after.is_ascii_lowercase()
            && (self.first.is_ascii_uppercase() || self.after.is_ascii_uppercase())
    }
}

/// Whether a character is a letter of the word it stands in: small in a word of small letters, a capital among capitals.
fn is_of_word(character: char, around: Around) -> bool {
    let is_capital = around.is_capital();
    character.is_alphabetic()
        && if around.before.is_ascii_lowercase() {
            character.is_lowercase()
        } else {
            !is_capital || character.is_uppercase() || character == 'ß'
        }
}

/// Whether a sign may stand right behind a letter: an apostrophe or a dash in a word, and at its end what closes.
fn is_between_words(sign: char, after: u8) -> bool {
    match sign {
        '’' | '–' | '—' | '·' | '\u{a0}' | '\u{ad}' => true,
        '”' | '“' | '…' | '™' | '›' | '»' | '•' | '®' | '©' | 'ª' | 'º' | '°' | '²' | '³' | '€' => {
            !after.is_ascii_alphabetic()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as a program of DOS would write it.
    fn encoded(text: &str) -> Vec<u8> {
        let upper = upper();
        let byte = |c: char| match upper.iter().position(|known| *known == c) {
            Some(at) => 0x80 + at as u8,
            None => u8::try_from(c).expect("ASCII"),
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn every_byte_means_what_the_table_says() {
        assert_eq!(upper().len(), 128);
        for (byte, meaning) in [
            (0x41, 'A'),
            (0x81, 'ü'),
            (0x82, 'é'),
            (0x84, 'ä'),
            (0x87, 'ç'),
            (0x8A, 'è'),
            (0x94, 'ö'),
            (0x9C, '£'),
            (0xB3, '│'),
            (0xD5, 'ı'),
            (0xE1, 'ß'),
            (0xF0, '\u{ad}'),
            (0xFF, '\u{a0}'),
        ] {
            assert_eq!(decoded(&[byte]), meaning.to_string(), "{byte:x}");
        }
        let text = "Société Générale à Liège; Müller & Söhne, Straße; één";
        assert_eq!(decoded(&encoded(text)), text);
    }

    #[test]
    fn labels_in_any_case() {
        for label in ["cp850", "CP850", "IBM850", "Cp-850", "850", " dos_850 "] {
            assert!(is_label(label), "{label}");
        }
        for label in ["cp1252", "windows-1252", "cp85", "8500", ""] {
            assert!(!is_label(label), "{label}");
        }
    }

    fn clear(bytes: &[u8]) -> (bool, bool) {
        let found = Evidence::of(bytes, WINDOWS_1252);
        (found.is_clear(), found.doubt().is_some())
    }

    #[test]
    fn names_of_the_low_countries_france_and_germany_tell() {
        for text in [
            "Café de Paris\nRené Dubois\n",
            "Müller GmbH\n",
            "Bäckerei Jörg Schröder\n",
            "MÜLLER GMBH\nSCHRÖDER\n",
            "Crèche Élodie, Liège\nhôtel du lac\n",
            "Ré SARL\nBü & Lü\n",
            "Coöperatie Zeeuws-Vlaanderen\nReünie\nCreëer\n",
        ] {
            assert_eq!(clear(&encoded(text)), (true, true), "{text}");
        }
    }

    #[test]
    fn other_encodings_are_not_taken_for_it() {
        for bytes in [
            b"Caf\xE9 de Paris\nRen\xE9 Dubois\nM\xFCller".as_slice(),
            b"l\x92\xE9t\xE9 d\x92or \x84Gut\x93 \x93good\x94 Jan\x96Piet etc\x85",
            b"SOCI\xC9T\xC9 G\xC9N\xC9RALE",
            b"R\xE9 SARL\nL\xE9 & Fils\nB\xFC\n",
            b"\x80 12,50; 3 m\xB2; 20\xB0",
            // Mac Roman.
            b"Caf\x8E Ren\x8E M\x9Fller Sch\x9An Gen\x8Fve",
            b"plain",
        ] {
            assert_eq!(clear(bytes), (false, false), "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn letters_are_seen_wherever_they_stand() {
        for n in 0..200 {
            let mut text = b"\n".repeat(n);
            text.extend_from_slice(b"Ren\x82 M\x81ller");
            let found = Evidence::of(&text, WINDOWS_1252);
            let line = found.doubt().map(|doubt| doubt.first_for.line);
            assert_eq!((found.is_clear(), line), (true, Some(n as u64 + 1)));
        }
    }

    #[test]
    fn one_letter_is_a_doubt() {
        assert_eq!(clear(b"Caf\x82 de Paris"), (false, true));
        let mixed = b"Caf\x82 de Paris\nRen\xE9\nM\xFCller\nCaf\xE9\n";
        assert_eq!(clear(mixed), (false, true));
        let told = Evidence::of(mixed, WINDOWS_1252).doubt().unwrap();
        assert_eq!((told.n_for, told.n_against), (1, 3));
        let telling = |line, in_cp850, in_other| Telling {
            line,
            in_cp850,
            in_other,
        };
        assert_eq!(told.first_for, telling(1, 'é', '‚'));
        assert_eq!(told.first_against, Some(telling(2, 'Ú', 'é')));
    }
}
