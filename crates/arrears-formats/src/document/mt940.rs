//! MT940: statements as SWIFT's fields, as Dutch, Belgian and German banks write them.
//!
//! A field begins with its tag (`:61:`) at the start of a line and goes on until the next one. What stands around
//! the messages (SWIFT's blocks in braces, a bank's own header lines, `-` at the end) is passed over. Fields that
//! are longer than SWIFT allows, and characters that it does not know, are common in banks' files and read as they
//! are. What the free text of `:86:` means is told in [`details`](super::mt940_details).

use super::mt940_details::read_details;
use super::statement::{Balance, Entry, Statement, is_iban};
use crate::FormatError;

/// What a file of SWIFT fields is, told by the tags at the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    /// A statement with balances.
    Mt940,
    /// A report in between, without balances.
    Mt942,
}

impl Message {
    /// Its name, if it is one that is refused.
    pub fn refused(self) -> Option<&'static str> {
        match self {
            Message::Mt940 => None,
            Message::Mt942 => Some("an MT942 report"),
        }
    }
}

/// Tags of the messages 940 and 942.
const TAGS: [&str; 19] = [
    "20", "21", "25", "25P", "28", "28C", "13", "13D", "34F", "60F", "60M", "61", "86", "62F",
    "62M", "64", "65", "90C", "90D",
];

/// Bytes looked at to tell what a file is.
const SNIFFED: usize = 8 * 1024;

/// Tells a file of SWIFT fields by its first ones.
pub(super) fn message_of(bytes: &[u8]) -> Option<Message> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(SNIFFED)]);
    let mut tags = start
        .split(['\n', '\r'])
        .filter_map(split_tag)
        .map(|(tag, _)| tag);
    let has = |wanted: &str, tags: &mut dyn Iterator<Item = &str>| {
        tags.next().is_some_and(|tag| tag.starts_with(wanted))
    };
    if !has("20", &mut tags) {
        return None;
    }
    let mut has_account = false;
    for tag in tags {
        match tag {
            "25" | "25P" => has_account = true,
            "60F" | "60M" if has_account => return Some(Message::Mt940),
            "34F" | "13D" if has_account => return Some(Message::Mt942),
            _ => {}
        }
    }
    None
}

/// Reads the statements of a file.
pub(super) fn read_mt940(text: &str) -> Result<Vec<Statement>, FormatError> {
    let mut reader = Reader::default();
    for field in fields(text) {
        reader.take(&field);
    }
    let statements = reader.finish();
    if statements.is_empty() {
        return Err(FormatError::Empty);
    }
    Ok(statements)
}

/// One field: its tag, and its lines.
struct Field<'a> {
    line: u64,
    tag: &'a str,
    lines: Vec<&'a str>,
}

/// Splits a text into fields; lines that belong to none are left out.
fn fields(text: &str) -> Vec<Field<'_>> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut is_open = false;
    for (number, line) in (1..).zip(physical_lines(text)) {
        // Some banks put a message's first field on the line of its block: `{4::20:...`.
        let line = line.rsplit_once("{4:").map_or(line, |(_, rest)| rest);
        if let Some((tag, value)) = split_tag(line) {
            fields.push(Field {
                line: number,
                tag,
                lines: vec![value],
            });
            is_open = true;
        } else if is_end(line) {
            is_open = false;
        } else if is_open && let Some(field) = fields.last_mut() {
            field.lines.push(line);
        }
    }
    fields
}

/// Lines as an editor counts them: ended by a line feed, a carriage return, or both.
fn physical_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let skip = if text[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        rest = Some(&text[end + skip..]);
        Some(&text[..end])
    })
}

fn split_tag(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.strip_prefix(':')?.split_once(':')?;
    TAGS.contains(&tag).then_some((tag, value))
}

/// A line after which no field goes on: the end of a message, or the beginning of the next one's header.
fn is_end(line: &str) -> bool {
    let line = line.trim_end();
    matches!(line, "-" | "-}")
        || line.starts_with("-}")
        || line.starts_with("{1:")
        || line == ":940:"
}

/// Puts fields together to statements.
#[derive(Default)]
struct Reader {
    done: Vec<Statement>,
    open: Option<Statement>,
    /// Whether the last field but one was an entry, so that `:86:` tells of it.
    entry_is_open: bool,
}

impl Reader {
    fn take(&mut self, field: &Field<'_>) {
        let value = field.lines.first().map_or("", |line| line.trim());
        let has_balance = |open: &Statement| !open.opening.amount.is_empty();
        let again =
            matches!(field.tag, "60F" | "60M") && self.open.as_ref().is_some_and(has_balance);
        if field.tag == "20" || again {
            self.close();
        }
        let statement = self.open.get_or_insert_with(|| Statement {
            line: field.line,
            ..Statement::default()
        });
        match field.tag {
            "25" | "25P" => (statement.account, statement.currency) = account(value),
            "28" | "28C" => value.clone_into(&mut statement.number),
            // Of a statement over several messages each has balances of its own.
            "60F" | "60M" => {
                let (balance, currency) = balance(value);
                statement.opening = balance;
                if !currency.is_empty() {
                    statement.currency = currency;
                }
            }
            "61" => statement.entries.push(entry(field, &statement.currency)),
            "62F" | "62M" => statement.closing = balance(value).0,
            "86" if self.entry_is_open => {
                if let Some(entry) = statement.entries.last_mut() {
                    read_details(&field.lines, entry);
                }
            }
            _ => {}
        }
        self.entry_is_open = field.tag == "61";
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
        self.entry_is_open = false;
    }

    fn finish(mut self) -> Vec<Statement> {
        self.close();
        self.done
    }
}

/// The account and, where it follows it, the currency: `NL69INGB0123456789EUR`, `NL50RABO0123456789 EUR`.
fn account(value: &str) -> (String, String) {
    let joined: String = value.split_whitespace().collect();
    let is_currency =
        |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_iban(&joined)
        && let Some((number, currency)) = joined.split_at_checked(joined.len().saturating_sub(3))
        && is_currency(currency)
    {
        return (number.to_owned(), currency.to_owned());
    }
    (joined, String::new())
}

/// `C140219EUR662,23`: the balance, and its currency. What cannot be read is left empty, and so told as not there.
fn balance(value: &str) -> (Balance, String) {
    let mut cursor = Cursor(value);
    let read = (|| {
        let sign = if cursor.take_if("D") {
            "-"
        } else {
            cursor.take_if("C").then_some("")?
        };
        let day = day(cursor.digits(6)?)?;
        let currency = cursor.letters(3)?.to_owned();
        let amount = format!("{sign}{}", cursor.amount()?);
        Some((Balance { day, amount }, currency))
    })();
    read.unwrap_or_default()
}

/// `1402200220C1,56NTRFEREF//00000000001005`, and what follows it on further lines.
fn entry(field: &Field<'_>, currency: &str) -> Entry {
    let mut entry = Entry {
        line: field.line,
        currency: currency.to_owned(),
        ..Entry::default()
    };
    let text = field.lines[0].trim();
    if let Err(fault) = read_entry(text, &mut entry) {
        entry.fault = format!("`:61:` has no {fault}");
        text.clone_into(&mut entry.remittance);
    }
    let supplement = field.lines[1..].join(" ");
    let account: String = supplement.split_whitespace().collect();
    if is_iban(&account) {
        entry.counterparty_account = account;
    }
    entry
}

fn read_entry(text: &str, entry: &mut Entry) -> Result<(), &'static str> {
    let mut cursor = Cursor(text);
    let value = cursor.digits(6).and_then(day).ok_or("day of six digits")?;
    entry.booked = cursor
        .digits(4)
        .map_or_else(|| Some(value.clone()), |booked| near(booked, &value))
        .ok_or("day of booking")?;
    entry.value = value;
    entry.is_reversal = cursor.take_if("R");
    // A credit taken back is a debit, and the other way round.
    let is_credit = if cursor.take_if("C") {
        !entry.is_reversal
    } else if cursor.take_if("D") {
        entry.is_reversal
    } else {
        return Err("mark `C` or `D` after its days");
    };
    // The third letter of the currency may stand here.
    let _ = cursor.letters(1);
    let amount = cursor.amount().ok_or("amount such as `12,50`")?;
    entry.amount = if is_credit {
        amount
    } else {
        format!("-{amount}")
    };
    let rest = cursor.0;
    let (code, references) = rest.split_at_checked(4).unwrap_or((rest, ""));
    entry.code = code.trim().to_owned();
    let (reference, bank_reference) = references.split_once("//").unwrap_or((references, ""));
    entry.bank_reference = bank_reference.trim().to_owned();
    let reference = reference.trim();
    // These words only say where the reference stands.
    if !matches!(
        reference,
        "EREF" | "NONREF" | "NONE" | "PREF" | "MARF" | "KREF+" | "NOTPROVIDED" | "-"
    ) {
        reference.clone_into(&mut entry.end_to_end_id);
    }
    Ok(())
}

/// `YYMMDD` as a day; two digits of a year from 80 on are of the last century.
fn day(digits: &str) -> Option<String> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let (year, month, day) = (number(0..2)?, number(2..4)?, number(4..6)?);
    let year = if year < 80 { 2000 + year } else { 1900 + year };
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `MMDD` in the year that brings it nearest to `value`.
fn near(digits: &str, value: &str) -> Option<String> {
    let year: i32 = value.get(..4)?.parse().ok()?;
    let month = |text: &str| text.parse::<i32>().ok();
    let apart = month(digits.get(..2)?)? - month(value.get(5..7)?)?;
    let year = match apart {
        7.. => year - 1,
        ..=-7 => year + 1,
        _ => year,
    };
    day(&format!("{:02}{digits}", year % 100))
}

/// Reads a field from the left.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn take_if(&mut self, word: &str) -> bool {
        let rest = self.0.strip_prefix(word);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn digits(&mut self, n: usize) -> Option<&'a str> {
        self.take(n, |byte| byte.is_ascii_digit())
    }

    fn letters(&mut self, n: usize) -> Option<&'a str> {
        self.take(n, |byte| byte.is_ascii_uppercase())
    }

    fn take(&mut self, n: usize, is_one: impl Fn(u8) -> bool) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        if !taken.bytes().all(is_one) {
            return None;
        }
        self.0 = rest;
        Some(taken)
    }

    /// `12,5` as `12.5`: digits, and a comma that is not at the beginning.
    fn amount(&mut self) -> Option<String> {
        let end = self
            .0
            .find(|c: char| !c.is_ascii_digit() && c != ',')
            .unwrap_or(self.0.len());
        let (amount, rest) = self.0.split_at(end);
        let (units, decimals) = amount.split_once(',')?;
        if units.is_empty() || decimals.contains(',') {
            return None;
        }
        self.0 = rest;
        let units = units.trim_start_matches('0');
        Some(format!("{:0>1}.{decimals:0<2}", units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<Statement> {
        read_mt940(text).expect("statements")
    }

    const ONE: &str = ":20:P1\r\n:25:NL69INGB0123456789EUR\r\n:28C:7/1\r\n:60F:C251230EUR100,00\r\n\
        :61:2512310102C12,5NTRFEREF//B1\r\n:86:hello\r\n:61:260102DR3,NMSCINV 7\r\n:62F:D260102EUR0,49\r\n:86:of the statement\r\n";

    #[test]
    fn fields_become_a_statement() {
        let found = check(ONE);
        let statement = &found[0];
        assert_eq!(
            (statement.account.as_str(), statement.currency.as_str()),
            ("NL69INGB0123456789", "EUR")
        );
        assert_eq!((statement.number.as_str(), statement.line), ("7/1", 1));
        assert_eq!(
            (
                statement.opening.day.as_str(),
                statement.opening.amount.as_str()
            ),
            ("2025-12-30", "100.00")
        );
        assert_eq!(
            (
                statement.closing.day.as_str(),
                statement.closing.amount.as_str()
            ),
            ("2026-01-02", "-0.49")
        );
        let entries: Vec<_> = statement
            .entries
            .iter()
            .map(|entry| {
                let Entry {
                    line,
                    booked,
                    value,
                    amount,
                    code,
                    end_to_end_id,
                    remittance,
                    ..
                } = entry;
                format!("{line} {booked} {value} {amount} {code} {end_to_end_id}|{remittance}")
            })
            .collect();
        assert_eq!(
            entries,
            [
                "5 2026-01-02 2025-12-31 12.50 NTRF |hello",
                "7 2026-01-02 2026-01-02 -3.00 NMSC INV 7|"
            ]
        );
    }

    #[test]
    fn marks_tell_the_side_of_the_account() {
        let amount = |mark: &str| {
            let text = ONE.replace("260102DR3,", &format!("260102{mark}3,"));
            let entry = check(&text)[0].entries[1].clone();
            (entry.amount, entry.is_reversal)
        };
        assert_eq!(amount("C"), ("3.00".to_owned(), false));
        assert_eq!(amount("D"), ("-3.00".to_owned(), false));
        assert_eq!(
            amount("RC"),
            ("-3.00".to_owned(), true),
            "a credit taken back"
        );
        assert_eq!(
            amount("RDR"),
            ("3.00".to_owned(), true),
            "a debit taken back"
        );
    }

    #[test]
    fn blocks_headers_and_ends_are_passed_over() {
        let enveloped = format!(
            "{{1:F01INGBNL2AXXXX}}{{2:I940}}{{4:\r\n{ONE}-}}\r\n{{1:F01INGBNL2AXXXX}}{{2:I940}}{{4:\n{ONE}-}}"
        );
        assert_eq!(check(&enveloped).len(), 2);
        let abn = format!(
            "ABNANL2A\n940\nABNANL2A\n{}-\nABNANL2A\n940\nABNANL2A\n{}-\n",
            ONE.replace('\r', ""),
            ONE.replace("\r\n", "\r")
        );
        let found = check(&abn);
        assert_eq!((found.len(), found[1].line), (2, 17));
        assert_eq!(found[0].entries, {
            let mut plain = check(ONE)[0].entries.clone();
            plain.iter_mut().for_each(|entry| entry.line += 3);
            plain
        });
    }

    #[test]
    fn an_entry_that_cannot_be_read_says_so() {
        let fault = |text: &str| {
            check(&ONE.replace("260102DR3,NMSC", text))[0].entries[1]
                .fault
                .clone()
        };
        assert_eq!(fault("2601D3,NMSC"), "`:61:` has no day of six digits");
        assert_eq!(fault("261302D3,NMSC"), "`:61:` has no day of six digits");
        assert_eq!(
            fault("260102X3,NMSC"),
            "`:61:` has no mark `C` or `D` after its days"
        );
        assert_eq!(
            fault("260102D3.00NMSC"),
            "`:61:` has no amount such as `12,50`"
        );
        assert_eq!(
            fault("260102D,5NMSC"),
            "`:61:` has no amount such as `12,50`"
        );
        assert_eq!(fault("é"), "`:61:` has no day of six digits");
    }

    #[test]
    fn messages_are_told_by_their_tags() {
        assert_eq!(message_of(ONE.as_bytes()), Some(Message::Mt940));
        assert_eq!(
            message_of(b":20:1\n:25:NL69\n:28C:1\n:34F:EUR0,\n:13D:1\n"),
            Some(Message::Mt942)
        );
        assert_eq!(message_of(b"a;b\n:20:;2\n"), None);
        assert_eq!(message_of(b":20:1\n:60F:C\n"), None);
    }
}
