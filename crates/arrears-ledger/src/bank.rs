//! What became of the entries of bank statements, and `bank_matches.csv`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Day;
pub use crate::read::MatchMethod;
use crate::read::money;
use crate::rejects::csv;

/// One entry of a bank statement, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BankMatch {
    /// The file; within an archive `archive.zip/file.xml`.
    pub file: String,
    /// Line on which the entry begins, from 1.
    pub line: u64,
    /// Day on which the bank booked it; none where it cannot be read.
    pub booked: Option<Day>,
    /// Its amount in cents, negative where our account is debited; none where it cannot be read.
    pub cents: Option<i64>,
    /// Name of the other party.
    pub counterparty: String,
    /// Account of the other party.
    pub account: String,
    /// What the payer wrote.
    pub remittance: String,
    /// What became of it.
    pub status: BankStatus,
    /// Invoices with the cents that went to each, negative where a payment was taken back.
    pub invoices: Vec<(String, i64)>,
    /// Cents on no invoice: cash on account of the customer.
    pub unallocated_cents: i64,
    /// The customer, of a match.
    pub customer_id: Option<String>,
    /// What told the match, or the best there was.
    pub method: Option<MatchMethod>,
    /// How sure it is, 0 to 1.
    pub confidence: Option<f64>,
    /// Why it is no payment of a customer, where it is none.
    pub reason: String,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BankStatus {
    /// Booked as a payment of a customer, or as its return.
    Matched,
    /// Money received, or taken back, of which it is not sure enough what it pays.
    Unmatched,
    /// Money paid out, fees, interest, what is only announced.
    NotAReceipt,
    /// It stands in another statement too, and counts there.
    Repeated,
    /// It cannot be used: faulty, or in another currency.
    Faulty,
}

impl BankStatus {
    /// As files name it.
    pub fn name(self) -> &'static str {
        match self {
            BankStatus::Matched => "matched",
            BankStatus::Unmatched => "unmatched",
            BankStatus::NotAReceipt => "not_a_receipt",
            BankStatus::Repeated => "repeated",
            BankStatus::Faulty => "faulty",
        }
    }
}

/// Entries by what became of them, with their cents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BankSummary {
    /// Entries read.
    pub n_entries: usize,
    /// Matched entries, by what told them: how many, and their cents.
    pub matched: BTreeMap<&'static str, (usize, i64)>,
    /// All entries, by what became of them: how many, and their cents.
    pub by_status: BTreeMap<&'static str, (usize, i64)>,
}

impl BankSummary {
    /// Counts entries.
    pub fn of(matches: &[BankMatch]) -> BankSummary {
        let mut summary = BankSummary {
            n_entries: matches.len(),
            ..BankSummary::default()
        };
        let add = |(n, sum): &mut (usize, i64), cents: Option<i64>| {
            *n += 1;
            *sum = sum.saturating_add(cents.unwrap_or(0));
        };
        for entry in matches {
            add(
                summary.by_status.entry(entry.status.name()).or_default(),
                entry.cents,
            );
            if let (BankStatus::Matched, Some(method)) = (entry.status, entry.method) {
                add(
                    summary.matched.entry(method.name()).or_default(),
                    entry.cents,
                );
            }
        }
        summary
    }
}

/// The first line of `bank_matches.csv`.
pub const BANK_MATCHES_HEADER: &str = "file,line,booked,amount,counterparty,account,remittance,status,customer_id,invoices,unallocated,method,confidence,reason";

/// RFC 4180 UTF-8, a line per entry; cells are safe against formula injection.
pub fn bank_matches_csv(matches: &[BankMatch]) -> Vec<u8> {
    let cells = |entry: &BankMatch| {
        let invoices: Vec<String> = entry
            .invoices
            .iter()
            .map(|(id, cents)| format!("{id}: {}", money(*cents)))
            .collect();
        vec![
            entry.file.clone(),
            entry.line.to_string(),
            entry.booked.map(|day| day.to_string()).unwrap_or_default(),
            entry.cents.map(money).unwrap_or_default(),
            entry.counterparty.clone(),
            entry.account.clone(),
            entry.remittance.clone(),
            entry.status.name().to_owned(),
            entry.customer_id.clone().unwrap_or_default(),
            invoices.join("; "),
            if entry.unallocated_cents == 0 {
                String::new()
            } else {
                money(entry.unallocated_cents)
            },
            entry.method.map_or("", MatchMethod::name).to_owned(),
            entry
                .confidence
                .map(|confidence| format!("{confidence:.2}"))
                .unwrap_or_default(),
            entry.reason.clone(),
        ]
    };
    csv(BANK_MATCHES_HEADER, matches.iter().map(cells))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_csv_that_no_spreadsheet_computes() {
        let entry = BankMatch {
            file: "a.sta".to_owned(),
            line: 7,
            booked: Day::from_ymd(2025, 3, 4),
            cents: Some(-1_250),
            counterparty: "=cmd".to_owned(),
            account: "NL91ABNA0417164300".to_owned(),
            remittance: "+1, \"x\"".to_owned(),
            status: BankStatus::Matched,
            invoices: vec![("F1".to_owned(), -1_000), ("F2".to_owned(), -50)],
            unallocated_cents: -200,
            customer_id: Some("C1".to_owned()),
            method: Some(MatchMethod::Return),
            confidence: Some(0.9),
            reason: String::new(),
        };
        let text = String::from_utf8(bank_matches_csv(std::slice::from_ref(&entry))).unwrap();
        assert_eq!(
            text.lines().nth(1),
            Some(
                "a.sta,7,2025-03-04,-12.50,'=cmd,NL91ABNA0417164300,\"'+1, \"\"x\"\"\",matched,C1,\"F1: -10.00; F2: -0.50\",-2.00,return,0.90,"
            )
        );
        let summary = BankSummary::of(&[entry]);
        assert_eq!(
            (
                summary.n_entries,
                summary.by_status["matched"],
                summary.matched["return"]
            ),
            (1, (1, -1_250), (1, -1_250))
        );
    }
}
