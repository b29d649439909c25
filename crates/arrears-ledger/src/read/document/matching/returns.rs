//! Payments taken back: a direct debit that bounces, a booking that the bank reverses.

use super::confidence::{RETURN_BY_ID, RETURN_BY_NUMBER, RETURN_BY_PAYER};
use super::names::FoldedName;
use super::references::squeeze;
use super::{MatchMethod, Matcher, Proposal};
use crate::Day;
use crate::read::document::bank::BankEntry;

/// Days within which a payment comes back: an unauthorised direct debit can for thirteen months.
const LONGEST: i32 = 400;

/// A payment that was booked, as far as its return is told by it.
#[derive(Debug)]
pub(super) struct Received {
    booked: Day,
    cents: i64,
    end_to_end_id: String,
    account: String,
    proposal: Proposal,
    is_returned: bool,
}

impl Received {
    /// A payment and what it paid.
    pub fn new(entry: &BankEntry, proposal: &Proposal) -> Received {
        Received {
            booked: entry.booked,
            cents: entry.cents,
            end_to_end_id: squeeze(&entry.end_to_end_id),
            account: squeeze(&entry.account),
            proposal: proposal.clone(),
            is_returned: false,
        }
    }
}

impl Matcher {
    /// The payment that an entry takes back, by position, and what is open again with it.
    pub(super) fn returned(&self, entry: &BankEntry) -> Option<(usize, Proposal)> {
        let cents = entry.cents.saturating_neg();
        let is_before =
            |(_, payment): &(usize, &Received)| !payment.is_returned && payment.cents == cents;
        let first = self
            .received
            .partition_point(|payment| entry.booked - payment.booked > LONGEST);
        let since = self.received.iter().enumerate().skip(first);
        let before: Vec<(usize, &Received)> = since.filter(is_before).collect();
        let (position, confidence) = self
            .by_id(entry, &before)
            .or_else(|| self.by_invoice(entry, &before))
            .or_else(|| self.by_payer(entry, &before))?;
        let payment = &self.received[position].proposal;
        let returned = Proposal {
            method: MatchMethod::Return,
            // It is no surer than the payment itself.
            confidence: confidence.min(payment.confidence),
            ..payment.clone()
        };
        Some((position, returned))
    }

    fn by_id(&self, entry: &BankEntry, before: &[(usize, &Received)]) -> Option<(usize, f64)> {
        let id = squeeze(&entry.end_to_end_id);
        let found = before
            .iter()
            .rev()
            .find(|(_, payment)| !id.is_empty() && payment.end_to_end_id == id);
        found.map(|(position, _)| (*position, RETURN_BY_ID))
    }

    fn by_invoice(&self, entry: &BankEntry, before: &[(usize, &Received)]) -> Option<(usize, f64)> {
        let text = format!(
            "{} | {} | {}",
            entry.creditor_reference, entry.remittance, entry.end_to_end_id
        );
        let mentions = self.numbers.mentions(&text);
        let paid = |payment: &Received| {
            let mut parts = payment.proposal.parts.iter();
            parts.any(|(item, _)| mentions.iter().any(|mention| mention.invoice == *item))
        };
        let found = before.iter().rev().find(|(_, payment)| paid(payment));
        found.map(|(position, _)| (*position, RETURN_BY_NUMBER))
    }

    /// The latest payment of the amount from that account or customer.
    fn by_payer(&self, entry: &BankEntry, before: &[(usize, &Received)]) -> Option<(usize, f64)> {
        let account = squeeze(&entry.account);
        let customer = self
            .payer(entry, &FoldedName::new(&entry.counterparty))
            .map(|(customer, _)| customer);
        let is_theirs = |payment: &Received| {
            (!account.is_empty() && payment.account == account)
                || Some(payment.proposal.customer) == customer
        };
        let found = before.iter().rev().find(|(_, payment)| is_theirs(payment));
        found.map(|(position, _)| (*position, RETURN_BY_PAYER))
    }

    /// What a payment had paid is open again.
    pub(super) fn reopen(&mut self, position: usize, proposal: &Proposal) {
        self.received[position].is_returned = true;
        for (item, cents) in &proposal.parts {
            self.open[*item as usize] += cents;
            let Item {
                customer, known, ..
            } = self.items[*item as usize];
            let items = &mut self.by_customer[customer as usize];
            if !items.contains(item) {
                let all = &self.items;
                let place = items
                    .partition_point(|&other| (all[other as usize].known, other) < (known, *item));
                items.insert(place, *item);
            }
        }
    }
}

use super::Item;
