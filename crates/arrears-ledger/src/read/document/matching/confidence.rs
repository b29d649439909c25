//! How sure a match is: one figure for each way of matching, from what was measured.
//!
//! The figures are shares of right matches on statements written from generated ledgers, whose truth is known, rounded
//! down; docs/bank-statements.md has the table and the command that makes it again. A match is as sure as its
//! weakest part: what tells the invoice or the customer, and how the amount fits.

use super::numbers::Strength;

/// How a payer's customer agrees with the customer of the invoices that the payment names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The same.
    Same,
    /// The payer is not known.
    Unknown,
    /// Another customer pays.
    Other,
}

/// How an amount fits the invoices that a payment names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedFit {
    /// To the cent.
    Exact,
    /// Less than the one invoice.
    Part,
    /// Less than several add up to, by no more than a discount or the costs of a bank.
    Short,
    /// Far less than several add up to: which of them it pays is not told, so it is cash on account.
    Untold,
    /// More than they add up to.
    More,
    /// They are settled already.
    Settled,
}

/// A match by a reference that has check digits, so that no slip of the pen makes another.
pub(super) fn referred(strength: Strength, fit: NamedFit, agreement: Agreement) -> f64 {
    let sure = named(strength, fit, agreement);
    match (strength, fit) {
        (Strength::Strong, NamedFit::Settled) => sure,
        (Strength::Strong, _) if agreement != Agreement::Other => sure.max(0.9),
        _ => sure,
    }
}

/// A match by number.
pub(super) fn named(strength: Strength, fit: NamedFit, agreement: Agreement) -> f64 {
    use Agreement::{Other, Same, Unknown};
    use NamedFit::{Exact, More, Part, Settled, Short, Untold};
    use Strength::{Fair, Strong, Weak};
    match (strength, fit, agreement) {
        (Strong, Exact, Same | Unknown) => 0.99,
        (Strong, Exact, Other) => 0.97,
        (Strong, Untold, Same) => 0.95,
        (Strong, Part | Short, Same) => 0.9,
        (Strong, Settled, Same) => 0.9,
        (Strong, More, Same) => 0.86,
        (Strong, Untold | Short, Unknown) => 0.85,
        // A slip of the pen makes a number that another invoice has: with a wrong amount that is the likelier.
        (Strong, Part | More, Unknown) => 0.25,
        (Strong, Part | Short | Untold | More | Settled, Unknown | Other) => 0.05,
        (Fair, Exact, Same) => 0.99,
        (Fair, Exact, Unknown) => 0.95,
        (Fair, Exact, Other) => 0.7,
        (Fair, Part | Short | Untold | More, Same) => 0.82,
        (Fair, _, _) => 0.4,
        (Weak, Exact, Same) => 0.97,
        (Weak, Exact, Unknown) => 0.7,
        (Weak, _, _) => 0.2,
    }
}

/// How the amount of a payment fits what its customer owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OwedFit {
    /// One open invoice to the cent.
    One,
    /// One of several open invoices of that amount.
    OneOfEqual,
    /// The oldest open invoices, two or more, to the cent.
    Oldest,
    /// All that is open, credit notes taken off.
    AllNet,
    /// A few of the oldest open invoices, to the cent, and no other few of them.
    Few,
    /// None: cash on account.
    None,
}

/// A match by customer and amount; `payer` is how sure the customer is.
pub(super) fn owed(payer: f64, fit: OwedFit) -> f64 {
    payer
        * match fit {
            OwedFit::One => 0.99,
            OwedFit::OneOfEqual => 0.85,
            OwedFit::Oldest | OwedFit::AllNet => 0.98,
            OwedFit::Few => 0.9,
            OwedFit::None => 0.9,
        }
}

/// A payer known by an account that the customers' table has.
pub(super) const ACCOUNT_GIVEN: f64 = 0.99;
/// A payer known by an account from which that customer's invoices were paid before.
pub(super) const ACCOUNT_SEEN: f64 = 0.98;
/// Account and name say different customers: with an amount that fits the account's, still surer than not.
pub(super) const ACCOUNT_NOT_NAME: f64 = 0.88;
/// Amount and name say another customer than the account does.
const NAME_NOT_ACCOUNT: f64 = 0.75;

/// A payer known by name, of a likeness that leads the next one by `lead`.
pub(super) fn by_name(likeness: f64, lead: f64) -> f64 {
    match likeness {
        1.0.. if lead > 0.0 => 0.97,
        0.92.. if lead >= 0.05 => 0.9,
        0.85.. if lead >= 0.1 => 0.7,
        _ => 0.0,
    }
}

/// One open invoice of the amount whose customer's name is like the payer's; of the account's customer, of nobody's
/// account, or of another than the account says.
pub(super) fn amount_and_name(likeness: f64, n_equal: usize, agreement: Agreement) -> f64 {
    match likeness {
        0.85.. if agreement == Agreement::Other => NAME_NOT_ACCOUNT,
        0.85.. if n_equal == 1 => 0.9,
        0.85.. => 0.82,
        0.7.. if n_equal == 1 => 0.6,
        _ if n_equal == 1 => 0.4,
        _ => 0.1,
    }
}

/// A returned payment, found by its own reference, by the invoices that it names, or by payer and amount.
pub(super) const RETURN_BY_ID: f64 = 0.99;
/// See [`RETURN_BY_ID`].
pub(super) const RETURN_BY_NUMBER: f64 = 0.97;
/// See [`RETURN_BY_ID`].
pub(super) const RETURN_BY_PAYER: f64 = 0.9;
