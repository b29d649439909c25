//! The accounts of receivables of an audit file that has no subledger of customers.

use std::collections::BTreeSet;

use arrears_formats::{Document, shown};

use super::Cells;

/// The accounts whose bookings are receivables: as the config names them, else by the reference scheme (RGS: `BVorDeb`,
/// trade debtors), else by their names. Accounts that no booking of a customer is on are none.
pub(super) fn receivables(document: &Document, configured: &[String]) -> BTreeSet<String> {
    if !configured.is_empty() {
        return configured.iter().cloned().collect();
    }
    let booked = booked_on(document);
    let Some(accounts) = Cells::of(document, "ledgerAccount") else {
        return BTreeSet::new();
    };
    let of = |is_one: &dyn Fn(usize) -> bool| -> BTreeSet<String> {
        let rows = (0..accounts.n_rows()).filter(|row| is_one(*row));
        let ids = rows.map(|row| accounts.get(row, "accID").to_owned());
        ids.filter(|id| booked.contains(id.as_str())).collect()
    };
    let by_scheme = of(&|row| {
        let codes = ["RGScode", "leadReference", "leadCode"];
        codes
            .iter()
            .any(|code| accounts.get(row, code).starts_with("BVorDeb"))
    });
    if by_scheme.is_empty() {
        of(
            &|row| {
                accounts.get(row, "accTp") != "P" && is_receivables(accounts.get(row, "accDesc"))
            },
        )
    } else {
        by_scheme
    }
}

/// Accounts with a booking that names a customer or supplier.
fn booked_on(document: &Document) -> BTreeSet<&str> {
    let Some(lines) = Cells::of(document, "trLine") else {
        return BTreeSet::new();
    };
    let named = (0..lines.n_rows()).filter(|row| !lines.get(*row, "custSupID").is_empty());
    named.map(|row| lines.get(row, "accID")).collect()
}

/// Whether an account is called receivables, and is none of what is set against them.
fn is_receivables(name: &str) -> bool {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    has(&["debiteur", "debtor", "receivable", "debitor", "clients"])
        && !has(&[
            "voorziening",
            "dubieu",
            "provision",
            "allowance",
            "doubtful",
            "tussenrekening",
        ])
}

/// What to do where no account is known: the accounts that customers and suppliers are booked on, to choose from.
pub(super) fn hint(document: &Document) -> String {
    let candidates: Vec<String> = booked_on(document)
        .into_iter()
        .take(10)
        .map(|account| format!("`{}`", shown(account)))
        .collect();
    let choice = if candidates.is_empty() {
        "no booking names a customer".to_owned()
    } else {
        format!(
            "bookings that name a customer or supplier are on {}",
            candidates.join(", ")
        )
    };
    format!(
        "export the audit file with its subledgers, or name the accounts of receivables with `receivables_accounts = [\"...\"]` under `[ledger.invoices]`: {choice}"
    )
}

#[cfg(test)]
mod tests {
    use super::is_receivables;

    #[test]
    fn receivables_are_told_by_their_name() {
        for name in [
            "Debiteuren",
            "Handelsdebiteuren binnenland",
            "Trade receivables",
            "Debitoren",
        ] {
            assert!(is_receivables(name), "{name}");
        }
        for name in [
            "Crediteuren",
            "Voorziening dubieuze debiteuren",
            "Bank",
            "Omzet",
        ] {
            assert!(!is_receivables(name), "{name}");
        }
    }
}
