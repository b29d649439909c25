//! Which invoices a payment pays, as far as it was known on the day the bank booked it.
//!
//! Payments are taken in the order of their days, and what is open follows from those before: a later payment, and an
//! invoice of a later day that the payment does not name, are not there yet. Of several ways to read a payment the
//! surest is taken; if that is less sure than asked for, nothing is.

mod accounts;
mod confidence;
mod names;
mod numbers;
mod owed;
mod references;
mod returns;

use std::collections::HashMap;

use accounts::Accounts;
use confidence::{Agreement, NamedFit};
use names::{FoldedName, NameIndex};
use numbers::{Mention, NumberIndex, Strength};
use returns::Received;

use super::bank::BankEntry;
use crate::Day;

/// An invoice or credit note.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Its number.
    pub id: String,
    /// Its customer.
    pub customer: u32,
    /// Day from which it is known: the invoice's, or a later one on which it was booked.
    pub known: Day,
    /// Day on which it is due.
    pub due: Day,
    /// Its amount in cents, negative for a credit note.
    pub cents: i64,
    /// The reference printed on it for its payment.
    pub reference: Option<String>,
}

/// A customer, as far as payers show it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Payer {
    /// Names.
    pub names: Vec<String>,
    /// Accounts.
    pub accounts: Vec<String>,
}

/// What told the invoices of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchMethod {
    /// A reference with check digits.
    Reference,
    /// Numbers of invoices in what the payer wrote.
    InvoiceNumber,
    /// The customer, and an amount that fits what it owes.
    CustomerAmount,
    /// The customer alone: cash on account.
    Customer,
    /// An amount that one invoice has, and a name like that of its customer.
    AmountName,
    /// A payment taken back, found among those before it.
    Return,
}

impl MatchMethod {
    /// As files name it.
    pub fn name(self) -> &'static str {
        match self {
            MatchMethod::Reference => "reference",
            MatchMethod::InvoiceNumber => "invoice_number",
            MatchMethod::CustomerAmount => "customer_amount",
            MatchMethod::Customer => "customer",
            MatchMethod::AmountName => "amount_name",
            MatchMethod::Return => "return",
        }
    }
}

/// One reading of a payment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Proposal {
    /// What told it.
    pub method: MatchMethod,
    /// How sure it is.
    pub confidence: f64,
    /// Whose payment it is.
    pub customer: u32,
    /// Invoices with the cents that go to each.
    pub parts: Vec<(u32, i64)>,
    /// Cents on no invoice.
    pub rest: i64,
    /// Items that the payment settles without cash: what credit notes take off, and these notes.
    pub netted: Vec<u32>,
}

/// What is known up to the day of the payment at hand.
pub(crate) struct Matcher {
    items: Vec<Item>,
    /// Cents still open, by item; negative for a credit note.
    open: Vec<i64>,
    numbers: NumberIndex,
    /// Items by the content of the reference printed on them.
    references: HashMap<String, Vec<u32>>,
    names: NameIndex,
    /// Names by customer, for likeness.
    folded: Vec<Vec<FoldedName>>,
    accounts: Accounts,
    /// Open items by customer, in the order in which they become known.
    by_customer: Vec<Vec<u32>>,
    /// Items by amount.
    by_amount: HashMap<i64, Vec<u32>>,
    received: Vec<Received>,
    /// The least sure match that is taken.
    min_confidence: f64,
}

impl Matcher {
    /// A matcher before the first payment. Customers are counted as in `payers`.
    pub fn new(items: Vec<Item>, payers: &[Payer], min_confidence: f64) -> Matcher {
        let mut matcher = Matcher {
            open: items.iter().map(|item| item.cents).collect(),
            numbers: NumberIndex::default(),
            references: HashMap::new(),
            names: NameIndex::default(),
            folded: Vec::new(),
            accounts: Accounts::default(),
            by_customer: vec![Vec::new(); payers.len()],
            by_amount: HashMap::new(),
            received: Vec::new(),
            items,
            min_confidence,
        };
        for (number, item) in (0..).zip(&matcher.items) {
            matcher.numbers.add(&item.id);
            matcher.by_customer[item.customer as usize].push(number);
            matcher
                .by_amount
                .entry(item.cents)
                .or_default()
                .push(number);
            if let Some(reference) = &item.reference {
                let whole = references::squeeze(reference);
                matcher.references.entry(whole).or_default().push(number);
            }
        }
        for items in &mut matcher.by_customer {
            items.sort_by_key(|&item| (matcher.items[item as usize].known, item));
        }
        for (customer, payer) in (0..).zip(payers) {
            payer
                .names
                .iter()
                .for_each(|name| matcher.names.add(customer, name));
            let folded = payer
                .names
                .iter()
                .map(|name| FoldedName::new(name))
                .collect();
            matcher.folded.push(folded);
            payer
                .accounts
                .iter()
                .for_each(|account| matcher.accounts.give(account, customer));
        }
        matcher
    }

    /// The number of an item.
    pub fn item(&self, item: u32) -> &Item {
        &self.items[item as usize]
    }

    /// The surest reading of a payment received, if there is any. It counts from now on if it is sure enough.
    pub fn receive(&mut self, entry: &BankEntry) -> Option<Proposal> {
        let name = FoldedName::new(&entry.counterparty);
        let payer = self.payer(entry, &name);
        let proposals = [
            self.by_reference(entry, payer),
            self.by_number(entry, payer),
            self.by_customer(entry, payer),
            self.by_amount(entry, &name),
        ];
        let best = surest(proposals.into_iter().flatten())?;
        if best.confidence >= self.min_confidence {
            self.book(entry, &best);
        }
        Some(best)
    }

    /// The surest reading of a payment taken back.
    pub fn give_back(&mut self, entry: &BankEntry) -> Option<Proposal> {
        let found = self.returned(entry)?;
        if found.1.confidence >= self.min_confidence {
            self.reopen(found.0, &found.1);
        }
        Some(found.1)
    }

    /// The customer that an account or a name tells, and how sure that is.
    fn payer(&self, entry: &BankEntry, name: &FoldedName) -> Option<(u32, f64)> {
        let by_name = self.names.nearest(name).and_then(|found| {
            let sure = confidence::by_name(found.likeness, found.likeness - found.next);
            (sure > 0.0).then_some((found.customer, sure))
        });
        let Some((customer, sure)) = self.accounts.find(&entry.account) else {
            return by_name;
        };
        let is_other = by_name.is_some_and(|(other, sure)| other != customer && sure >= 0.95);
        Some((
            customer,
            if is_other {
                confidence::ACCOUNT_NOT_NAME
            } else {
                sure
            },
        ))
    }

    fn by_reference(&self, entry: &BankEntry, payer: Option<(u32, f64)>) -> Option<Proposal> {
        let mut mentions: Vec<Mention> = Vec::new();
        let fields = [&entry.creditor_reference, &entry.end_to_end_id];
        let in_fields = fields
            .into_iter()
            .filter_map(|field| references::in_field(field));
        for reference in in_fields.chain(references::in_text(&entry.remittance)) {
            let printed = self.references.get(&reference.whole).map(Vec::as_slice);
            let meant = printed.unwrap_or_else(|| self.numbers.exactly(&reference.content));
            let strength = if meant.len() == 1 {
                Strength::Strong
            } else {
                Strength::Fair
            };
            for &invoice in meant {
                if mentions.iter().all(|known| known.invoice != invoice) {
                    mentions.push(Mention { invoice, strength });
                }
            }
        }
        self.named(entry, mentions, payer, MatchMethod::Reference)
    }

    fn by_number(&self, entry: &BankEntry, payer: Option<(u32, f64)>) -> Option<Proposal> {
        let text = format!(
            "{} | {} | {}",
            entry.creditor_reference, entry.remittance, entry.end_to_end_id
        );
        self.named(
            entry,
            self.numbers.mentions(&text),
            payer,
            MatchMethod::InvoiceNumber,
        )
    }

    /// What a payment that names these invoices pays. Weak mentions count where they make the amount fit.
    fn named(
        &self,
        entry: &BankEntry,
        mentions: Vec<Mention>,
        payer: Option<(u32, f64)>,
        method: MatchMethod,
    ) -> Option<Proposal> {
        let at_least = |least: Strength| {
            let kept = mentions.iter().filter(|mention| mention.strength >= least);
            kept.copied().collect::<Vec<_>>()
        };
        let sets = [Strength::Weak, Strength::Fair, Strength::Strong].map(at_least);
        let readings = sets
            .iter()
            .filter(|set| !set.is_empty())
            .map(|set| self.named_set(entry, set, payer, method));
        surest(readings)
    }

    fn named_set(
        &self,
        entry: &BankEntry,
        set: &[Mention],
        payer: Option<(u32, f64)>,
        method: MatchMethod,
    ) -> Proposal {
        let open = |mention: &Mention| self.open[mention.invoice as usize];
        // One that is settled is named beside what is paid, not paid again.
        let unsettled: Vec<Mention> = set.iter().copied().filter(|one| open(one) != 0).collect();
        let set = if unsettled.is_empty() {
            set
        } else {
            &unsettled
        };
        let total: i64 = set.iter().map(open).sum();
        let customers = || {
            set.iter()
                .map(|mention| self.items[mention.invoice as usize].customer)
        };
        let agreement = match payer {
            None => Agreement::Unknown,
            Some((payer, _)) if customers().any(|customer| customer == payer) => Agreement::Same,
            Some(_) => Agreement::Other,
        };
        let strength = set
            .iter()
            .map(|mention| mention.strength)
            .min()
            .unwrap_or(Strength::Weak);
        let mut items: Vec<u32> = set.iter().map(|mention| mention.invoice).collect();
        items.sort_by_key(|&item| (self.items[item as usize].due, item));
        let fit = named_fit(entry.cents, total, items.len());
        let (parts, rest) = match fit {
            NamedFit::Untold => (Vec::new(), entry.cents),
            _ => self.share_out(entry.cents, &items),
        };
        Proposal {
            method,
            confidence: match method {
                MatchMethod::Reference => confidence::referred(strength, fit, agreement),
                _ => confidence::named(strength, fit, agreement),
            },
            customer: customers().next().unwrap_or_default(),
            parts,
            rest,
            netted: if fit == NamedFit::Exact {
                items
            } else {
                Vec::new()
            },
        }
    }

    /// Gives cents to items in turn, to each what is open on it.
    fn share_out(&self, cents: i64, items: &[u32]) -> (Vec<(u32, i64)>, i64) {
        let mut rest = cents;
        let mut parts = Vec::new();
        for &item in items {
            let part = rest.min(self.open[item as usize]);
            if part > 0 {
                parts.push((item, part));
                rest -= part;
            }
        }
        (parts, rest)
    }

    /// One open invoice of the very amount, of a customer whose name is like the payer's.
    fn by_amount(&self, entry: &BankEntry, name: &FoldedName) -> Option<Proposal> {
        let of_amount = self.by_amount.get(&entry.cents)?;
        let open: Vec<u32> = of_amount
            .iter()
            .copied()
            .filter(|&item| {
                self.open[item as usize] == entry.cents
                    && self.items[item as usize].known <= entry.booked
            })
            .collect();
        let likeness = |item: u32| {
            let names = &self.folded[self.items[item as usize].customer as usize];
            names
                .iter()
                .map(|known| known.likeness(name))
                .fold(0.0, f64::max)
        };
        let order = |item: &u32| {
            (
                likeness(*item),
                std::cmp::Reverse((self.items[*item as usize].due, *item)),
            )
        };
        let best = open.iter().copied().max_by(|a, b| {
            let (a, b) = (order(a), order(b));
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
        })?;
        let alike = open
            .iter()
            .filter(|&&item| likeness(item) >= likeness(best) - 0.05)
            .count();
        let customer = self.items[best as usize].customer;
        let agreement = match self.accounts.find(&entry.account) {
            None => Agreement::Unknown,
            Some((owner, _)) if owner == customer => Agreement::Same,
            Some(_) => Agreement::Other,
        };
        Some(Proposal {
            method: MatchMethod::AmountName,
            confidence: confidence::amount_and_name(likeness(best), alike, agreement),
            customer,
            parts: vec![(best, entry.cents)],
            rest: 0,
            netted: Vec::new(),
        })
    }

    /// Books a payment: what it pays is no longer open, and its account is its customer's.
    fn book(&mut self, entry: &BankEntry, proposal: &Proposal) {
        for (item, cents) in &proposal.parts {
            self.open[*item as usize] -= cents;
        }
        for item in &proposal.netted {
            self.open[*item as usize] = 0;
        }
        let touched = proposal
            .parts
            .iter()
            .map(|(item, _)| *item)
            .chain(proposal.netted.iter().copied());
        let customers: Vec<u32> = touched
            .map(|item| self.items[item as usize].customer)
            .collect();
        for customer in customers {
            let open = &self.open;
            self.by_customer[customer as usize].retain(|&item| open[item as usize] != 0);
        }
        let tells_account = matches!(
            proposal.method,
            MatchMethod::Reference | MatchMethod::InvoiceNumber
        );
        if tells_account && proposal.confidence >= 0.95 {
            self.accounts.learn(&entry.account, proposal.customer);
        }
        self.received.push(Received::new(entry, proposal));
    }
}

/// How cents fit `n` invoices on which a total is open.
fn named_fit(cents: i64, total: i64, n: usize) -> NamedFit {
    // Discounts for early payment go to three per cent, and a bank's costs are a few euros of a small amount.
    let most_short = total / 20;
    match total - cents {
        _ if total <= 0 => NamedFit::Settled,
        0 => NamedFit::Exact,
        ..0 => NamedFit::More,
        _ if n == 1 => NamedFit::Part,
        short if short <= most_short => NamedFit::Short,
        _ => NamedFit::Untold,
    }
}

fn surest(proposals: impl Iterator<Item = Proposal>) -> Option<Proposal> {
    proposals.fold(None, |best, found| match best {
        // Of two that are as sure the first is kept.
        Some(best) if best.confidence >= found.confidence => Some(best),
        _ => Some(found),
    })
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
