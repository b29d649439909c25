//! CAMT.053: statements as ISO 20022 writes them, in all versions (001.02 to 001.13).
//!
//! Versions differ in where a party's name stands and how a status is wrapped, not in what they mean, so elements are
//! found by their local names. An entry (`Ntry`) that books several transactions (`TxDtls`) becomes one row for each,
//! if their amounts are there and add up to the entry's; otherwise the entry stays whole. The messages 052 and 054
//! repeat, or anticipate, what the statement of the day says: they are refused, so that no money is counted twice.

use super::head;
use super::statement::{Balance, Entry, Statement};
use crate::xml::{Element, Start, XmlReader};
use crate::{DecimalMark, FormatError, decode_xml, parse_cents};

/// The messages of the family `camt` that banks send to account holders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    /// Report within the day.
    Camt052,
    /// Statement of the day.
    Camt053,
    /// Notice of single entries.
    Camt054,
}

impl Message {
    /// The message whose content begins with this element.
    pub fn of_element(name: &str) -> Option<Message> {
        match name {
            "BkToCstmrAcctRpt" => Some(Message::Camt052),
            "BkToCstmrStmt" => Some(Message::Camt053),
            "BkToCstmrDbtCdtNtfctn" => Some(Message::Camt054),
            _ => None,
        }
    }

    /// Its name, if it is one that is refused.
    pub fn refused(self) -> Option<&'static str> {
        match self {
            Message::Camt052 => Some("a CAMT.052 report"),
            Message::Camt053 => None,
            Message::Camt054 => Some("a CAMT.054 notice"),
        }
    }
}

/// Begins and ends of elements between that of the file and the message.
const MOST_AROUND: usize = 16;

/// Tells a file of ISO 20022 by the element with which its message begins.
pub(super) fn message_of(bytes: &[u8]) -> Option<Message> {
    let decoded = decode_xml(head(bytes)).ok()?;
    let mut reader = XmlReader::new(&decoded.text);
    (0..MOST_AROUND)
        .filter_map(|_| reader.next_child().ok().flatten())
        .find_map(|start| Message::of_element(start.name))
}

/// Reads the statements of a file.
pub(super) fn read_camt(text: &str) -> Result<Vec<Statement>, FormatError> {
    let mut reader = XmlReader::new(text);
    let mut statements = Vec::new();
    if !find_message(&mut reader)? {
        return Err(FormatError::Empty);
    }
    while let Some(part) = reader.next_child()? {
        if part.name == "Stmt" {
            statements.push(statement(&mut reader, &part)?);
        } else {
            reader.skip()?;
        }
    }
    Ok(statements)
}

/// Goes to the message, which may stand in an envelope of the bank's own: it is looked for downwards.
fn find_message(reader: &mut XmlReader<'_>) -> Result<bool, FormatError> {
    while let Some(start) = reader.next_child()? {
        if Message::of_element(start.name) == Some(Message::Camt053) || find_message(reader)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn statement<'a>(reader: &mut XmlReader<'a>, start: &Start<'a>) -> Result<Statement, FormatError> {
    let mut statement = Statement {
        line: start.line,
        ..Statement::default()
    };
    while let Some(part) = reader.next_child()? {
        let element = reader.element(part)?;
        match element.name() {
            "Id" => statement.number = element.text.clone().into_owned(),
            "Acct" => {
                statement.account = account(element.child("Id")).to_owned();
                statement.currency = element.text_at(&["Ccy"]).to_owned();
            }
            "Bal" => add_balance(&element, &mut statement),
            "Ntry" => add_entry(&element, &mut statement),
            _ => {}
        }
    }
    Ok(statement)
}

/// The number of an account, its IBAN where it has one.
fn account<'e>(id: Option<&'e Element<'_>>) -> &'e str {
    let Some(id) = id else { return "" };
    match id.text_at(&["IBAN"]) {
        "" => id.text_at(&["Othr", "Id"]),
        iban => iban,
    }
}

fn add_balance(element: &Element<'_>, statement: &mut Statement) {
    let kind = element.text_at(&["Tp", "CdOrPrtry", "Cd"]);
    let Some(amount) = amount_of(element) else {
        return;
    };
    let balance = Balance {
        day: day_of(element.child("Dt")).unwrap_or_default(),
        amount,
    };
    if statement.currency.is_empty() {
        statement.currency = currency_of(element).to_owned();
    }
    match kind {
        "OPBD" => statement.opening = balance,
        // The closing balance of the day before, where there is no other.
        "PRCD" if statement.opening.amount.is_empty() => statement.opening = balance,
        "CLBD" => statement.closing = balance,
        _ => {}
    }
}

/// The amount of an entry, transaction or balance, with its sign.
fn amount_of(element: &Element<'_>) -> Option<String> {
    let amount = element.child("Amt")?;
    signed(&amount.text, element.text_at(&["CdtDbtInd"]))
}

fn signed(amount: &str, side: &str) -> Option<String> {
    let (units, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if units.is_empty() || !are_digits(units) || !are_digits(decimals) {
        return None;
    }
    match side {
        "CRDT" => Some(format!("{units}.{decimals:0<2}")),
        "DBIT" => Some(format!("-{units}.{decimals:0<2}")),
        _ => None,
    }
}

fn currency_of<'e>(element: &'e Element<'_>) -> &'e str {
    element
        .child("Amt")
        .and_then(|amount| amount.attribute("Ccy"))
        .unwrap_or_default()
}

/// The day in `Dt` or at the beginning of `DtTm`.
fn day_of(element: Option<&Element<'_>>) -> Option<String> {
    let element = element?;
    let text = match element.text_at(&["Dt"]) {
        "" => element.text_at(&["DtTm"]),
        day => day,
    };
    let day = text.get(..10)?;
    let is_shaped = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_shaped.then(|| day.to_owned())
}

fn add_entry(element: &Element<'_>, statement: &mut Statement) {
    let whole = whole_entry(element, statement);
    let transactions: Vec<&Element<'_>> = element
        .all("NtryDtls")
        .flat_map(|details| {
            details
                .children
                .iter()
                .filter(|child| child.name() == "TxDtls")
        })
        .collect();
    let entries = match transactions.as_slice() {
        [] => vec![whole],
        [only] => vec![transaction(only, &whole, &statement.account)],
        several => split(several, &whole, &statement.account).unwrap_or_else(|| vec![whole]),
    };
    statement.entries.extend(entries);
}

/// What an entry says of itself, without its transactions.
fn whole_entry(element: &Element<'_>, statement: &Statement) -> Entry {
    let value = day_of(element.child("ValDt"));
    let booked = day_of(element.child("BookgDt"));
    let fault = match (&booked, &value) {
        (None, None) => "`Ntry` has no day in `BookgDt` or `ValDt`",
        _ if amount_of(element).is_none() => "`Ntry` has no `Amt` and `CdtDbtInd` that can be read",
        _ => "",
    };
    let status = match element.child("Sts") {
        Some(status) if status.children.is_empty() => status.text.as_ref(),
        Some(status) => status.text_at(&["Cd"]),
        None => "BOOK",
    };
    let currency = match currency_of(element) {
        "" => statement.currency.as_str(),
        currency => currency,
    };
    Entry {
        line: element.line(),
        booked: booked.clone().or_else(|| value.clone()).unwrap_or_default(),
        value: value.or(booked).unwrap_or_default(),
        amount: amount_of(element).unwrap_or_default(),
        currency: currency.to_owned(),
        is_reversal: matches!(element.text_at(&["RvslInd"]), "true" | "1"),
        is_pending: status != "BOOK",
        code: code(element),
        bank_reference: element.text_at(&["AcctSvcrRef"]).to_owned(),
        remittance: element.text_at(&["AddtlNtryInf"]).to_owned(),
        return_reason: return_family(element).to_owned(),
        fault: fault.to_owned(),
        ..Entry::default()
    }
}

/// Domain, family and sub-family, or the bank's own code: `PMNT-RCDT-ESCT`.
fn code(element: &Element<'_>) -> String {
    let Some(code) = element.child("BkTxCd") else {
        return String::new();
    };
    let parts = [
        code.text_at(&["Domn", "Cd"]),
        code.text_at(&["Domn", "Fmly", "Cd"]),
        code.text_at(&["Domn", "Fmly", "SubFmlyCd"]),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        code.text_at(&["Prtry", "Cd"]).to_owned()
    } else {
        parts.join("-")
    }
}

/// The sub-family, if it is one of returns: unpaid and reversed direct debits, returned and recalled transfers.
fn return_family<'e>(element: &'e Element<'_>) -> &'e str {
    match element.text_at(&["BkTxCd", "Domn", "Fmly", "SubFmlyCd"]) {
        family @ ("UPDD" | "PRDD" | "RRTN" | "RPCR" | "ARET" | "UPCQ") => family,
        _ => "",
    }
}

/// One row for each transaction, if their amounts are in the entry's currency and add up to it.
fn split(transactions: &[&Element<'_>], whole: &Entry, own: &str) -> Option<Vec<Entry>> {
    let mut sum = 0_i64;
    let mut entries = Vec::with_capacity(transactions.len());
    for element in transactions {
        let side = match element.text_at(&["CdtDbtInd"]) {
            "" if whole.amount.starts_with('-') => "DBIT",
            "" => "CRDT",
            side => side,
        };
        let amount = match element.child("Amt") {
            Some(amount) => amount,
            None => element.at(&["AmtDtls", "TxAmt", "Amt"])?,
        };
        if amount
            .attribute("Ccy")
            .is_some_and(|currency| currency != whole.currency)
        {
            return None;
        }
        let amount = signed(&amount.text, side)?;
        sum = sum.checked_add(cents(&amount)?)?;
        entries.push(Entry {
            line: element.line(),
            amount,
            ..transaction(element, whole, own)
        });
    }
    (Some(sum) == cents(&whole.amount)).then_some(entries)
}

fn cents(amount: &str) -> Option<i64> {
    parse_cents(amount, DecimalMark::Point)
}

/// A transaction of an entry, with the entry's own amount.
fn transaction(element: &Element<'_>, whole: &Entry, own: &str) -> Entry {
    let mut entry = whole.clone();
    let reference = |name: &str| element.text_at(&["Refs", name]);
    if !matches!(reference("EndToEndId"), "NOTPROVIDED" | "NONREF") {
        reference("EndToEndId").clone_into(&mut entry.end_to_end_id);
    }
    if !reference("AcctSvcrRef").is_empty() {
        reference("AcctSvcrRef").clone_into(&mut entry.bank_reference);
    }
    if let Some(family) = Some(return_family(element)).filter(|family| !family.is_empty()) {
        family.clone_into(&mut entry.return_reason);
    }
    if let Some(returned) = element.child("RtrInf") {
        entry.return_reason = return_reason(returned).to_owned();
    }
    let details = element.child("RmtInf").map(remittance).unwrap_or_default();
    entry.creditor_reference = details.0;
    if details.1.is_empty() {
        let more = element.text_at(&["AddtlTxInf"]);
        if !more.is_empty() {
            more.clone_into(&mut entry.remittance);
        }
    } else {
        entry.remittance = details.1;
    }
    (entry.counterparty, entry.counterparty_account) = counterparty(element, &entry, own);
    entry
}

fn return_reason<'e>(returned: &'e Element<'_>) -> &'e str {
    match (
        returned.text_at(&["Rsn", "Cd"]),
        returned.text_at(&["Rsn", "Prtry"]),
    ) {
        ("", "") => "returned",
        ("", own) => own,
        (code, _) => code,
    }
}

/// The creditor's reference, and what the payer wrote, with the numbers of documents that stand in fields of their own.
fn remittance(element: &Element<'_>) -> (String, String) {
    let mut reference = String::new();
    let mut texts: Vec<&str> = element
        .all("Ustrd")
        .map(|text| text.text.as_ref())
        .collect();
    for structured in element.all("Strd") {
        let found = structured.text_at(&["CdtrRefInf", "Ref"]);
        if reference.is_empty() {
            found.clone_into(&mut reference);
        } else {
            texts.push(found);
        }
        texts.extend(
            structured
                .all("RfrdDocInf")
                .map(|document| document.text_at(&["Nb"])),
        );
        texts.extend(structured.all("AddtlRmtInf").map(|text| text.text.as_ref()));
    }
    texts.retain(|text| !text.is_empty());
    (reference, texts.join(" "))
}

/// Name and account of the other party: who pays where we are paid, and the other way round; of a payment that came
/// back, whoever is not us.
fn counterparty(element: &Element<'_>, entry: &Entry, own: &str) -> (String, String) {
    let Some(parties) = element.child("RltdPties") else {
        return (String::new(), String::new());
    };
    let party = |name: &str, account_name: &str| {
        let found = account(parties.at(&[account_name, "Id"]));
        (party_name(parties.child(name)).to_owned(), found.to_owned())
    };
    let (debtor, creditor) = (party("Dbtr", "DbtrAcct"), party("Cdtr", "CdtrAcct"));
    let is_debit = entry.amount.starts_with('-');
    let is_back = entry.is_reversal || !entry.return_reason.is_empty();
    let is_us = |party: &(String, String)| {
        (party.0.is_empty() && party.1.is_empty()) || (!own.is_empty() && party.1 == own)
    };
    let (likely, other) = if is_debit == is_back {
        (debtor, creditor)
    } else {
        (creditor, debtor)
    };
    if is_us(&likely) && !is_us(&other) && is_back {
        other
    } else {
        likely
    }
}

/// The name of a party; it stands one level deeper from version 8 on.
fn party_name<'e>(party: Option<&'e Element<'_>>) -> &'e str {
    let Some(party) = party else { return "" };
    match party.text_at(&["Nm"]) {
        "" => party.text_at(&["Pty", "Nm"]),
        name => name,
    }
}

#[cfg(test)]
#[path = "camt_tests.rs"]
mod tests;
