//! A bank statement in the terms that MT940 and CAMT.053 share.
//!
//! Whatever the format, a statement has an account, two balances and entries between them. The values stay text,
//! as they are read; only their notation is made one: days as `2025-12-31`, amounts as `-1234.50`, negative where
//! the account is debited. An entry that cannot be read keeps its line and says why.

use super::build::TableBuilder;
use super::{Document, DocumentKind};
use crate::FormatError;

/// The tables `statements` and `entries`.
pub(super) fn document(
    kind: DocumentKind,
    statements: Vec<Statement>,
) -> Result<Document, FormatError> {
    let mut heads = TableBuilder::new("statements", &STATEMENT_COLUMNS);
    let mut entries = TableBuilder::new("entries", &ENTRY_COLUMNS);
    for (number, statement) in (1..).zip(&statements) {
        heads.push(statement.line, statement.cells().iter().map(String::as_str))?;
        for entry in &statement.entries {
            entries.push(entry.line, entry.cells(number).iter().map(String::as_str))?;
        }
    }
    Ok(Document {
        kind,
        tables: vec![heads.finish(), entries.finish()],
        notes: Vec::new(),
    })
}

/// One statement: the entries of one account between two balances.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Statement {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// The account: its IBAN where it has one.
    pub account: String,
    /// Currency of the account.
    pub currency: String,
    /// Number or id that the bank gave the statement.
    pub number: String,
    /// Balance before the entries.
    pub opening: Balance,
    /// Balance after the entries.
    pub closing: Balance,
    /// The entries, in order.
    pub entries: Vec<Entry>,
}

/// A balance of a day; both empty where the statement has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Balance {
    /// The day.
    pub day: String,
    /// The amount, negative where the account is overdrawn.
    pub amount: String,
}

/// One entry, or one transaction of an entry that books several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Day on which the bank booked it.
    pub booked: String,
    /// Day from which interest counts it.
    pub value: String,
    /// Its amount, negative where the account is debited.
    pub amount: String,
    /// Currency of the amount.
    pub currency: String,
    /// Whether it takes back an earlier entry.
    pub is_reversal: bool,
    /// Whether it is only announced, not booked.
    pub is_pending: bool,
    /// The bank's code for the kind of transaction.
    pub code: String,
    /// Reference that the payer gave the payment.
    pub end_to_end_id: String,
    /// Creditor's reference, in the field of its own.
    pub creditor_reference: String,
    /// What the payer wrote.
    pub remittance: String,
    /// Name of the other party.
    pub counterparty: String,
    /// Account of the other party.
    pub counterparty_account: String,
    /// Reference of the bank.
    pub bank_reference: String,
    /// Why a payment came back, where it did.
    pub return_reason: String,
    /// Why it cannot be read, where it cannot.
    pub fault: String,
}

/// Columns of the table `statements`.
const STATEMENT_COLUMNS: [&str; 7] = [
    "account",
    "currency",
    "number",
    "opening_day",
    "opening_balance",
    "closing_day",
    "closing_balance",
];

/// Columns of the table `entries`; `statement` counts the rows of `statements` from 1.
const ENTRY_COLUMNS: [&str; 16] = [
    "statement",
    "booked",
    "value",
    "amount",
    "currency",
    "reversal",
    "pending",
    "code",
    "end_to_end_id",
    "creditor_reference",
    "remittance",
    "counterparty",
    "counterparty_account",
    "bank_reference",
    "return_reason",
    "fault",
];

impl Statement {
    /// Its row in the table `statements`.
    fn cells(&self) -> Vec<String> {
        vec![
            self.account.clone(),
            self.currency.clone(),
            self.number.clone(),
            self.opening.day.clone(),
            self.opening.amount.clone(),
            self.closing.day.clone(),
            self.closing.amount.clone(),
        ]
    }
}

impl Entry {
    /// Its row in the table `entries`.
    fn cells(&self, statement: usize) -> Vec<String> {
        let flag = |set: bool| if set { "yes" } else { "" }.to_owned();
        vec![
            statement.to_string(),
            self.booked.clone(),
            self.value.clone(),
            self.amount.clone(),
            self.currency.clone(),
            flag(self.is_reversal),
            flag(self.is_pending),
            self.code.clone(),
            self.end_to_end_id.clone(),
            self.creditor_reference.clone(),
            self.remittance.clone(),
            self.counterparty.clone(),
            self.counterparty_account.clone(),
            self.bank_reference.clone(),
            self.return_reason.clone(),
            self.fault.clone(),
        ]
    }
}

/// Whether `text` is an IBAN: two letters, two check digits, and modulo 97 leaves 1 (ISO 13616).
pub fn is_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shaped = (15..=34).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit);
    shaped && mod_97(bytes[4..].iter().chain(&bytes[..4])) == Some(1)
}

/// The remainder modulo 97 of a number in which a letter stands for two digits, `A` for 10 (ISO 7064).
pub fn mod_97<'a>(characters: impl Iterator<Item = &'a u8>) -> Option<u32> {
    characters.copied().try_fold(0, |rest, byte| {
        let digit = char::from(byte).to_digit(36)?;
        let shift = if digit < 10 { 10 } else { 100 };
        Some((rest * shift + digit) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_told_by_their_check_digits() {
        for iban in [
            "NL91ABNA0417164300",
            "BE68539007547034",
            "DE89370400440532013000",
        ] {
            assert!(is_iban(iban), "{iban}");
        }
        for other in [
            "NL91ABNA0417164301",
            "NL91ABNA041716430",
            "BE6853900754703X",
            "9100",
            "",
        ] {
            assert!(!is_iban(other), "{other}");
        }
    }
}
