//! Accounts of payers: those that the customers' table gives, and those seen to pay a customer's invoices.

use std::collections::HashMap;

use super::confidence::{ACCOUNT_GIVEN, ACCOUNT_SEEN};
use super::references::squeeze;

/// Accounts by number. Only looked up, never walked through.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    given: HashMap<String, Owner>,
    seen: HashMap<String, Owner>,
}

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    One(u32),
    /// Such as the account of a payment service, or of a group: it tells nobody.
    Several,
}

impl Accounts {
    /// An account that the customers' table has.
    pub fn give(&mut self, account: &str, customer: u32) {
        add(&mut self.given, account, customer);
    }

    /// An account from which a customer's invoices were paid.
    pub fn learn(&mut self, account: &str, customer: u32) {
        add(&mut self.seen, account, customer);
    }

    /// The one customer of an account, and how sure that is.
    pub fn find(&self, account: &str) -> Option<(u32, f64)> {
        let account = squeeze(account);
        let one = |owner: Option<&Owner>| match owner {
            Some(Owner::One(customer)) => Some(*customer),
            Some(Owner::Several) | None => None,
        };
        let given = one(self.given.get(&account)).map(|customer| (customer, ACCOUNT_GIVEN));
        given.or_else(|| one(self.seen.get(&account)).map(|customer| (customer, ACCOUNT_SEEN)))
    }
}

fn add(owners: &mut HashMap<String, Owner>, account: &str, customer: u32) {
    let account = squeeze(account);
    if account.is_empty() {
        return;
    }
    let owner = owners.entry(account).or_insert(Owner::One(customer));
    if *owner != Owner::One(customer) {
        *owner = Owner::Several;
    }
}
