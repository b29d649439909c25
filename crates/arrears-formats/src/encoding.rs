//! From bytes to text: BOM, UTF-8, UTF-16, else the single-byte encoding that fits best.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memchr;

use crate::FormatError;
use crate::cp850::{self, Cp850Doubt};

/// Text, and the encoding it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text without its byte order mark; borrowed where the bytes were UTF-8.
    pub text: Cow<'a, str>,
    /// Name of the encoding (WHATWG), such as `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// Whether the text ended with the mark that old programs put at the end of a file (Ctrl-Z); it is left out.
    pub had_end_mark: bool,
    /// Letters that DOS code page 850 explains better, where too few do to be sure.
    pub perhaps_cp850: Option<Cp850Doubt>,
}

/// What CP/M, DOS and programs that still do as they did put behind the last line.
const END_MARK: char = '\u{1a}';

impl<'a> Decoded<'a> {
    fn new(text: Cow<'a, str>, encoding: &'static str) -> Decoded<'a> {
        Decoded {
            text,
            encoding,
            had_end_mark: false,
            perhaps_cp850: None,
        }
    }

    fn without_end_mark(mut self) -> Self {
        let length = self.text.trim_end_matches(END_MARK).len();
        self.had_end_mark = length < self.text.len();
        match &mut self.text {
            Cow::Borrowed(text) => *text = &text[..length],
            Cow::Owned(text) => text.truncate(length),
        }
        self
    }
}

/// Decodes a whole file.
///
/// `label` names the encoding if it is known; a byte order mark overrules it. Without either, bytes that are
/// valid UTF-8 are UTF-8, bytes with a zero in every other place are UTF-16, lines of two encodings are read each in its
/// own, and the rest is what `chardetng` finds, with Western European languages preferred, or DOS code page 850.
pub fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Decoded<'a>, FormatError> {
    decode_all(bytes, label).map(Decoded::without_end_mark)
}

fn decode_all<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Decoded<'a>, FormatError> {
    if let Some(found) = binary_kind(bytes) {
        return Err(FormatError::NotText { found });
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[length..], encoding);
    }
    if label.is_some_and(cp850::is_label) {
        return Ok(as_cp850(bytes));
    }
    if let Some(label) = label {
        let encoding = Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
            FormatError::UnknownEncoding {
                label: label.to_owned(),
            }
        })?;
        return decode_as(bytes, encoding);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(bytes, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded::new(Cow::Borrowed(text), UTF_8.name())),
        Err(_) => match line_by_line(bytes) {
            Some(decoded) => Ok(decoded),
            None => as_it_fits_best(bytes),
        },
    }
}

/// What `chardetng` finds, or code page 850, which it does not know, where its letters are beyond doubt.
fn as_it_fits_best(bytes: &[u8]) -> Result<Decoded<'_>, FormatError> {
    let guess = single_byte(bytes);
    let evidence = cp850::Evidence::of(bytes, guess);
    if evidence.is_clear() {
        return Ok(as_cp850(bytes));
    }
    Ok(Decoded {
        perhaps_cp850: evidence.doubt(),
        ..decode_as(bytes, guess)?
    })
}

fn as_cp850(bytes: &[u8]) -> Decoded<'_> {
    Decoded::new(Cow::Owned(cp850::decoded(bytes)), cp850::NAME)
}

/// Rows of two programs in one file: some lines are UTF-8, others have a byte a letter. Read as one of the two, names
/// would come out as `CafÃ©`. A line of Windows-1252 is hardly ever UTF-8 by chance, so a tenth of the lines that tell
/// is proof.
fn line_by_line(bytes: &[u8]) -> Option<Decoded<'_>> {
    let lines = || bytes.split_inclusive(|byte| *byte == b'\n');
    let telling = lines().filter(|line| !line.is_ascii());
    let (n_telling, n_utf8) = telling.fold((0_usize, 0_usize), |(all, utf8), line| {
        (
            all + 1,
            utf8 + usize::from(std::str::from_utf8(line).is_ok()),
        )
    });
    if n_utf8 == 0 || n_utf8 * 10 < n_telling {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    for line in lines() {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0),
        }
    }
    Some(Decoded::new(
        Cow::Owned(text),
        "UTF-8 on some lines and windows-1252 on others",
    ))
}

fn decode_as<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Decoded<'a>, FormatError> {
    if encoding == UTF_8 {
        let text = std::str::from_utf8(bytes).map_err(|error| FormatError::NotInEncoding {
            encoding: UTF_8.name(),
            line: line_at(&bytes[..error.valid_up_to()]),
        })?;
        return Ok(Decoded::new(Cow::Borrowed(text), UTF_8.name()));
    }
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded::new(text, encoding.name())),
        None => {
            // Decoded again with replacement, to tell the line of the first fault.
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            let good = text.split('\u{fffd}').next().unwrap_or_default();
            Err(FormatError::NotInEncoding {
                encoding: encoding.name(),
                line: line_at(good.as_bytes()),
            })
        }
    }
}

fn line_at(before: &[u8]) -> u64 {
    1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// The encodings of Western European exports differ in a few places only: `windows-1252` uses 0x80 to 0x9F for
/// signs such as the euro; Latin-9 has the euro at 0xA4, where the others have a sign nobody types.
fn single_byte(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"nl"), Utf8Detection::Deny);
    let western = guess == WINDOWS_1252 || guess == ISO_8859_15;
    let has = |range: std::ops::RangeInclusive<u8>| bytes.iter().any(|byte| range.contains(byte));
    if western && has(0xA4..=0xA4) && !has(0x80..=0x9F) {
        ISO_8859_15
    } else {
        guess
    }
}

/// UTF-16 of mostly Latin text has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    // Most texts have no zero at all, which is seen at a glance.
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) || memchr(0, bytes).is_none() {
        return None;
    }
    let zeros = |offset: usize| {
        bytes
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), bytes.len() / 2);
    if odd * 10 > pairs * 6 && even * 10 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 6 && odd * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
        (b"PAR1", "a Parquet file"),
        (b"%PDF", "a PDF document"),
        (b"\x1F\x8B", "a gzip archive"),
    ];
    MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, found)| *found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes, None).expect("decodes");
        assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, encoding));
    }

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if big_endian {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn utf8_with_and_without_mark() {
        check("Café;1".as_bytes(), "Café;1", "UTF-8");
        check("\u{feff}Café;1".as_bytes(), "Café;1", "UTF-8");
        check(b"", "", "UTF-8");
    }

    #[test]
    fn utf16_with_and_without_mark() {
        let text = "Naam;Bedrag\r\nCafé;1,50\r\n";
        check(
            &[&[0xFF, 0xFE], utf16(text, false).as_slice()].concat(),
            text,
            "UTF-16LE",
        );
        check(
            &[&[0xFE, 0xFF], utf16(text, true).as_slice()].concat(),
            text,
            "UTF-16BE",
        );
        check(&utf16(text, false), text, "UTF-16LE");
        check(&utf16(text, true), text, "UTF-16BE");
    }

    #[test]
    fn windows_1252_and_latin_9() {
        check(
            b"Soci\xE9t\xE9 G\xE9n\xE9rale;\x80 12,50;caf\xE9 \x96 bar",
            "Société Générale;€ 12,50;café – bar",
            "windows-1252",
        );
        check(
            b"Soci\xE9t\xE9;\xA4 12,50;prix pr\xE9vu",
            "Société;€ 12,50;prix prévu",
            "ISO-8859-15",
        );
        check(
            b"M\xFCller GmbH;Stra\xDFe",
            "Müller GmbH;Straße",
            "windows-1252",
        );
    }

    #[test]
    fn a_label_is_obeyed_and_a_wrong_one_is_told() {
        assert_eq!(decode(b"caf\xE9", Some("latin1")).unwrap().text, "café");
        assert_eq!(
            decode(b"a\nb\ncaf\xE9\n", Some("utf-8"))
                .unwrap_err()
                .to_string(),
            "the bytes on line 3 are not UTF-8"
        );
        assert_eq!(
            decode(b"a", Some("klingon")).unwrap_err().to_string(),
            "`klingon` is not the name of a text encoding"
        );
    }

    #[test]
    fn lines_of_two_programs_are_read_each_in_its_own_way() {
        check(
            b"naam\nCaf\xC3\xA9\nM\xFCller\nJansen\n",
            "naam\nCafé\nMüller\nJansen\n",
            "UTF-8 on some lines and windows-1252 on others",
        );
        // One line in twelve may be UTF-8 by chance.
        let mut bytes = b"M\xFCller\n".repeat(11);
        bytes.extend_from_slice(b"\xC3\xA9\n");
        assert_eq!(decode(&bytes, None).unwrap().encoding, "windows-1252");
    }

    #[test]
    fn code_page_850_is_found_or_named() {
        check(b"Ren\x82;M\x81ller\n", "René;Müller\n", "cp850");
        let one = decode(b"naam\nCaf\x82\n", None).unwrap();
        let line = one.perhaps_cp850.map(|doubt| doubt.first_for.line);
        assert_eq!((one.encoding, line), ("windows-1252", Some(2)));
        let named = decode(b"naam\nCaf\x82\n", Some("CP850")).unwrap();
        assert_eq!(
            (named.text.as_ref(), named.perhaps_cp850),
            ("naam\nCafé\n", None)
        );
    }

    #[test]
    fn what_is_not_text_is_told() {
        assert_eq!(
            decode(b"PK\x03\x04....", None).unwrap_err().to_string(),
            "the file is a ZIP archive or an Excel workbook, not text"
        );
    }
}
