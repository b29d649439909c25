//! What the ledger says of reasons: what was written down, and the records a reason can be inferred from.

use std::collections::BTreeMap;

use arrears_features::{Book, SignalRow};
use arrears_ledger::{Day, Table};

use super::words::{Reason, ReasonWords};
use crate::facts::Portfolio;

/// Records about an invoice that a reason is inferred from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// A signal `billing_error`, or a dispute about the invoice itself.
    pub billing_error: bool,
    /// A signal `contact_unanswered`.
    pub unanswered: bool,
    /// The customer asked for longer terms while it was open.
    pub terms_asked: bool,
    /// The customer was bankrupt while it was open.
    pub bankrupt: bool,
}

/// Reasons and records by invoice, in the portfolio's order, as known at the as-of day.
#[derive(Clone, Debug, Default)]
pub struct ReasonEvidence {
    /// Whether the ledger has a signal `nonpayment_reason`.
    pub has_registered: bool,
    /// Texts that no word was found in, with how often, the most frequent first.
    pub unread: Vec<(String, u64)>,
    registered: BTreeMap<usize, (Reason, Day)>,
    records: Vec<Records>,
}

/// Distinct texts that are kept as unread.
const MOST_UNREAD: usize = 1_000;

impl ReasonEvidence {
    /// Reads signals and disputes of the portfolio's customers.
    pub fn from_book(book: &Book, portfolio: &Portfolio, words: &ReasonWords) -> ReasonEvidence {
        let mut evidence = ReasonEvidence::empty(portfolio.invoices.len());
        let mut unread: BTreeMap<String, u64> = BTreeMap::new();
        let has_signals = book.coverage().has_table(Table::Signals);
        for customer in &portfolio.customers {
            let own = customer.invoices.clone();
            if has_signals {
                let known = book
                    .signals(customer.ix)
                    .filter(|signal| signal.known <= portfolio.as_of);
                for signal in known {
                    evidence.signal(portfolio, own.clone(), &signal, words, &mut unread);
                }
            }
            for at in own {
                let invoice = &portfolio.invoices[at];
                if invoice.has_dispute {
                    let mut known = book
                        .disputes(invoice.ix)
                        .filter(|row| row.known <= portfolio.as_of);
                    let billing =
                        known.any(|row| row.reason.is_some_and(|text| words.is_billing(text)));
                    evidence.records[at].billing_error |= billing;
                }
            }
        }
        evidence.unread = unread.into_iter().collect();
        evidence
            .unread
            .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        evidence
    }

    /// Evidence that says nothing, of `n` invoices.
    pub fn empty(n: usize) -> ReasonEvidence {
        ReasonEvidence {
            records: vec![Records::default(); n],
            ..ReasonEvidence::default()
        }
    }

    /// The reason written down for an invoice, with the day.
    pub fn registered(&self, invoice: usize) -> Option<(Reason, Day)> {
        self.registered.get(&invoice).copied()
    }

    /// The records about an invoice.
    pub fn records(&self, invoice: usize) -> Records {
        self.records.get(invoice).copied().unwrap_or_default()
    }

    /// Writes a reason down for an invoice; of several the last one holds.
    pub fn register(&mut self, invoice: usize, reason: Reason, day: Day) {
        let entry = self.registered.entry(invoice).or_insert((reason, day));
        if day >= entry.1 {
            *entry = (reason, day);
        }
    }

    fn signal(
        &mut self,
        portfolio: &Portfolio,
        own: std::ops::Range<usize>,
        signal: &SignalRow<'_>,
        words: &ReasonWords,
        unread: &mut BTreeMap<String, u64>,
    ) {
        let kind = signal.kind.to_lowercase().replace([' ', '-'], "_");
        match kind.as_str() {
            "nonpayment_reason" => {
                self.has_registered = true;
                let reason = self.read(signal, words, unread);
                for at in about(portfolio, own, signal) {
                    self.register(at, reason, signal.day);
                }
            }
            "billing_error" => self.mark(about(portfolio, own, signal), |records| {
                records.billing_error = true
            }),
            "contact_unanswered" => self.mark(about(portfolio, own, signal), |records| {
                records.unanswered = true
            }),
            "terms_extension_requested" => self.mark(about(portfolio, own, signal), |records| {
                records.terms_asked = true
            }),
            "bankruptcy" => self.mark(unpaid(portfolio, own, signal), |records| {
                records.bankrupt = true
            }),
            _ => {}
        }
    }

    fn mark(&mut self, invoices: Vec<usize>, mark: impl Fn(&mut Records)) {
        for at in invoices {
            mark(&mut self.records[at]);
        }
    }

    /// The reason in a signal's text, else in its value; another reason where no word is found.
    fn read(
        &mut self,
        signal: &SignalRow<'_>,
        words: &ReasonWords,
        unread: &mut BTreeMap<String, u64>,
    ) -> Reason {
        let text = signal.text.map(str::trim).filter(|text| !text.is_empty());
        let text = match (text, signal.value) {
            (Some(text), _) => text.to_owned(),
            (None, Some(value)) => value.to_string(),
            (None, None) => return Reason::Other,
        };
        words.read(&text).unwrap_or_else(|| {
            if unread.len() < MOST_UNREAD || unread.contains_key(&text) {
                *unread.entry(text).or_default() += 1;
            }
            Reason::Other
        })
    }
}

/// The invoices that a signal is about: the one it names, else those past due and unpaid on its day.
fn about(portfolio: &Portfolio, own: std::ops::Range<usize>, signal: &SignalRow<'_>) -> Vec<usize> {
    let invoices = || own.clone().map(|at| (at, &portfolio.invoices[at]));
    if let Some(named) = signal.invoice {
        return invoices()
            .filter(|(_, invoice)| invoice.ix == named)
            .map(|(at, _)| at)
            .collect();
    }
    let overdue = invoices().filter(|(_, invoice)| {
        !invoice.is_credit_note
            && invoice.due_date < signal.day
            && invoice.settled_on.is_none_or(|day| day >= signal.day)
    });
    overdue.map(|(at, _)| at).collect()
}

/// The customer's invoices that were not paid before a signal's day, those that came after it too.
fn unpaid(
    portfolio: &Portfolio,
    own: std::ops::Range<usize>,
    signal: &SignalRow<'_>,
) -> Vec<usize> {
    let is_unpaid = |&at: &usize| {
        portfolio.invoices[at]
            .settled_on
            .is_none_or(|day| day >= signal.day)
    };
    own.filter(is_unpaid).collect()
}
