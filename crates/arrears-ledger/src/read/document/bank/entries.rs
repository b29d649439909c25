//! Entries of statements with types: days, cents, and what they are.

use arrears_formats::{DecimalMark, TextTable, parse_money};

use crate::Day;

/// An entry that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BankEntry {
    /// Day on which the bank booked it.
    pub booked: Day,
    /// Day from which it counts.
    pub value: Day,
    /// Cents, negative where our account is debited.
    pub cents: i64,
    /// Currency.
    pub currency: String,
    /// Whether it takes back an entry before, or sends back a payment.
    pub is_back: bool,
    /// Whether it is only announced.
    pub is_pending: bool,
    /// The bank's code.
    pub code: String,
    /// Reference that the payer gave it.
    pub end_to_end_id: String,
    /// Creditor's reference.
    pub creditor_reference: String,
    /// What the payer wrote.
    pub remittance: String,
    /// Name of the other party.
    pub counterparty: String,
    /// Account of the other party.
    pub account: String,
    /// Reference of the bank.
    pub bank_reference: String,
}

/// A row of the table `entries` of a document.
pub(super) struct EntryRow<'a> {
    table: &'a TextTable,
    row: usize,
}

impl<'a> EntryRow<'a> {
    /// A row of the table.
    pub fn new(table: &'a TextTable, row: usize) -> EntryRow<'a> {
        EntryRow { table, row }
    }

    /// The cell of a column.
    pub fn cell(&self, column: &str) -> &'a str {
        let position = self.table.position(column);
        position.map_or("", |position| self.table.columns[position].get(self.row))
    }

    /// The entry, or why it cannot be read.
    pub fn read(&self) -> Result<BankEntry, String> {
        let fault = self.cell("fault");
        if !fault.is_empty() {
            return Err(fault.to_owned());
        }
        let day = |column: &str| {
            let cell = self.cell(column);
            cell.parse::<Day>()
                .map_err(|_| format!("impossible date `{cell}`"))
        };
        let amount = self.cell("amount");
        let (cents, is_rounded) = parse_money(amount, DecimalMark::Point)
            .ok_or_else(|| format!("unreadable amount `{amount}`"))?;
        if is_rounded {
            return Err(format!(
                "impossible amount `{amount}`: expected at most two decimals"
            ));
        }
        let text = |column: &str| self.cell(column).to_owned();
        Ok(BankEntry {
            booked: day("booked")?,
            value: day("value")?,
            cents,
            currency: text("currency"),
            is_back: self.cell("reversal") == "yes" || !self.cell("return_reason").is_empty(),
            is_pending: self.cell("pending") == "yes",
            code: text("code"),
            end_to_end_id: text("end_to_end_id"),
            creditor_reference: text("creditor_reference"),
            remittance: text("remittance"),
            counterparty: text("counterparty"),
            account: text("counterparty_account"),
            bank_reference: text("bank_reference"),
        })
    }
}

/// Codes of fees and of interest, as parts of a bank's code.
const FEES: [&str; 5] = ["CHRG", "FEES", "COMM", "NCHG", "FCHG"];
/// See [`FEES`].
const INTEREST: [&str; 4] = ["INTR", "NINT", "FINT", "INTE"];

impl BankEntry {
    /// Why it is no money of a customer, nor the return of it, as far as that can be told without matching.
    pub fn not_a_receipt(&self) -> Option<&'static str> {
        let has = |codes: &[&str]| codes.iter().any(|code| self.code.contains(code));
        if self.is_pending {
            return Some("announced only, not booked yet");
        }
        if has(&FEES) {
            return Some("a fee of the bank");
        }
        if has(&INTEREST) {
            return Some("interest");
        }
        match (self.cents, self.is_back) {
            (0, _) => Some("an amount of zero"),
            (..0, false) => Some("a payment of ours"),
            (1.., true) => Some("a payment of ours that came back"),
            _ => None,
        }
    }

    /// What makes it the same entry in another statement.
    pub fn key(&self) -> (Day, Day, i64, &str, &str, &str, &str) {
        (
            self.booked,
            self.value,
            self.cents,
            &self.bank_reference,
            &self.end_to_end_id,
            &self.remittance,
            &self.account,
        )
    }
}
