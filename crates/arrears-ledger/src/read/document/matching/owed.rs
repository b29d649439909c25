//! What a customer owes, beside the amount of a payment.

use super::confidence::{self, OwedFit};
use super::{MatchMethod, Matcher, Proposal};
use crate::read::document::bank::BankEntry;

/// Open invoices among which a few that make the amount are looked for.
const MOST_LOOKED_AT: usize = 12;
/// Invoices that are taken together so.
const MOST_TOGETHER: usize = 4;

impl Matcher {
    /// What a payment of a known customer pays, by its amount alone.
    pub(super) fn by_customer(
        &self,
        entry: &BankEntry,
        payer: Option<(u32, f64)>,
    ) -> Option<Proposal> {
        let (customer, sure) = payer?;
        let items = self.owed_on(entry, customer);
        let (fit, chosen, netted) = self.fit(entry.cents, &items);
        let (parts, rest) = self.share_out(entry.cents, &chosen);
        Some(Proposal {
            method: if parts.is_empty() {
                MatchMethod::Customer
            } else {
                MatchMethod::CustomerAmount
            },
            confidence: confidence::owed(sure, fit),
            customer,
            parts,
            rest,
            netted,
        })
    }

    /// A customer's open items that are known on the day of the entry, the longest due first.
    fn owed_on(&self, entry: &BankEntry, customer: u32) -> Vec<u32> {
        let known = &self.by_customer[customer as usize];
        let n_known =
            known.partition_point(|&item| self.items[item as usize].known <= entry.booked);
        let mut items = known[..n_known].to_vec();
        items.sort_by_key(|&item| (self.items[item as usize].due, item));
        items
    }

    /// How an amount fits open items: the invoices that it pays, and items that it settles without cash.
    fn fit(&self, cents: i64, items: &[u32]) -> (OwedFit, Vec<u32>, Vec<u32>) {
        let open = |item: &u32| self.open[*item as usize];
        let invoices: Vec<u32> = items
            .iter()
            .copied()
            .filter(|item| open(item) > 0)
            .collect();
        let equal: Vec<u32> = invoices
            .iter()
            .copied()
            .filter(|item| open(item) == cents)
            .collect();
        match equal.as_slice() {
            [] => {}
            [one] => return (OwedFit::One, vec![*one], Vec::new()),
            [oldest, ..] => return (OwedFit::OneOfEqual, vec![*oldest], Vec::new()),
        }
        let mut sum = 0;
        let n_oldest = invoices.iter().position(|item| {
            sum += open(item);
            sum >= cents
        });
        if let Some(last) = n_oldest.filter(|_| sum == cents) {
            return (OwedFit::Oldest, invoices[..=last].to_vec(), Vec::new());
        }
        let net: i64 = items.iter().map(open).sum();
        if net == cents && items.len() > invoices.len() {
            return (OwedFit::AllNet, invoices, items.to_vec());
        }
        let looked_at = &invoices[..invoices.len().min(MOST_LOOKED_AT)];
        let mut few = Vec::new();
        for n in 2..=MOST_TOGETHER {
            self.together(cents, looked_at, n, &mut Vec::new(), &mut few);
        }
        match few.as_slice() {
            [only] => (OwedFit::Few, only.clone(), Vec::new()),
            _ => (OwedFit::None, Vec::new(), Vec::new()),
        }
    }

    /// All ways to make an amount of `n` of these invoices; looked for no further than the second.
    fn together(
        &self,
        cents: i64,
        invoices: &[u32],
        n: usize,
        taken: &mut Vec<u32>,
        found: &mut Vec<Vec<u32>>,
    ) {
        for (position, &item) in invoices.iter().enumerate() {
            let rest = cents - self.open[item as usize];
            if found.len() > 1 || rest < 0 || (rest == 0) != (n == 1) {
                continue;
            }
            taken.push(item);
            if n == 1 {
                found.push(taken.clone());
            } else {
                self.together(rest, &invoices[position + 1..], n - 1, taken, found);
            }
            taken.pop();
        }
    }
}
