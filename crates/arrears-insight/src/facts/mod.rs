//! The plain facts that every statement is made from: customers and their invoices as known at the as-of day.
//!
//! [`Portfolio::from_book`] collects them once; everything after it is arithmetic on slices, so each rule can be
//! tried on three invoices written by hand. Days are [`Day`], money is whole cents.

mod behaviour;
mod collect;
mod follow_up;
mod promised;
mod traits;

use std::ops::Range;

use arrears_features::{CustomerIx, InvoiceIx};
use arrears_ledger::Day;

use crate::statistics::{Count, intraclass_correlation};

pub use behaviour::{Behaviour, PATH_DAYS, TypicalStep};
pub(crate) use collect::canonical;
pub use follow_up::{Contact, FollowUp};
pub use promised::Promised;
pub use traits::Traits;

/// Days late from which an invoice is *materially* late (more than this many): patterns, segments, sectors.
pub const MATERIAL_DAYS: i32 = 14;
/// Dunning level from which an invoice is no longer ours to call about: a collection agency or a bailiff has it.
const HANDED_OVER: u8 = 4;

/// Days of the window that DSO and its kin look back over.
pub const KPI_WINDOW_DAYS: i32 = 90;

/// Customers and invoices as known at one day.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// The as-of day: nothing known after it is used.
    pub as_of: Day,
    /// The day until which outcomes are known: the as-of day, or the ledger's last known day if that is earlier.
    pub known: Day,
    /// ISO 4217 code of the ledger's currency, for texts.
    pub currency: String,
    /// Which optional evidence the ledger has; without a table its figures are unknown, not zero.
    pub evidence: Evidence,
    /// Every customer with an invoice known at the as-of day, by [`CustomerIx`].
    pub customers: Vec<CustomerFacts>,
    /// Their invoices and credit notes: by customer, and within a customer by due date.
    pub invoices: Vec<InvoiceFacts>,
}

/// Which optional tables the ledger has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Reminders: without them, dunning levels are unknown.
    pub reminders: bool,
    /// Disputes.
    pub disputes: bool,
    /// Promises to pay.
    pub promises: bool,
    /// Signals.
    pub signals: bool,
}

impl Evidence {
    /// A ledger with all tables.
    pub const ALL: Evidence = Evidence {
        reminders: true,
        disputes: true,
        promises: true,
        signals: true,
    };
}

/// One customer.
#[derive(Clone, Debug)]
pub struct CustomerFacts {
    /// Its index in the Book.
    pub ix: CustomerIx,
    /// Its identifier in the ledger.
    pub customer_id: String,
    /// Sector as the ledger names it.
    pub sector: Option<String>,
    /// Size class as the ledger names it.
    pub size_class: Option<String>,
    /// What else the customers table says of it.
    pub traits: Traits,
    /// Marked as a consumer.
    pub consumer: bool,
    /// A natural person, such as a sole trader or a consumer: never decided about automatically.
    pub natural_person: bool,
    /// Part of the own group: left out of figures on money and sectors.
    pub intercompany: bool,
    /// Signals known at the as-of day, by day.
    pub signals: Vec<SignalFact>,
    /// Where its invoices stand in [`Portfolio::invoices`].
    pub invoices: Range<usize>,
}

/// A signal about a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalFact {
    /// Its kind, as in the contract: `bankruptcy`, `direct_debit_revoked`, ...
    pub kind: String,
    /// Its day.
    pub day: Day,
    /// The day it ended, when it did.
    pub end: Option<Day>,
}

/// One invoice or credit note as known at the as-of day.
#[derive(Clone, Debug)]
pub struct InvoiceFacts {
    /// Its index in the Book.
    pub ix: InvoiceIx,
    /// Invoice date.
    pub invoice_date: Day,
    /// Contractual due date.
    pub due_date: Day,
    /// The day it became known: its date, or the day it was booked if that is later.
    pub known_day: Day,
    /// Amount in cents, less what was credited below half; negative for a credit note.
    pub amount_minor: i64,
    /// What was sold: amount less all that was credited, also where that cancelled it, in cents.
    pub sold_minor: i64,
    /// Open at the as-of day, in cents.
    pub open_minor: i64,
    /// Open at the start of the KPI window (as-of day less 90), as known then, in cents.
    pub opening_minor: i64,
    /// A credit note.
    pub is_credit_note: bool,
    /// Collected by direct debit: the creditor picks the date, so it says nothing about behaviour.
    pub direct_debit: bool,
    /// Cancelled before it was mature (credited for half or more): no outcome.
    pub excluded: bool,
    /// Whether it is known by now whether it is late.
    pub mature: bool,
    /// Late: not settled by the end of the due date plus grace.
    pub late: bool,
    /// Day of settlement.
    pub settled_on: Option<Day>,
    /// Settlement date less due date; until it is settled, what it is at least.
    pub days_late: i32,
    /// Highest dunning level reached.
    pub depth: u8,
    /// The day on which that level was first reached.
    pub depth_since: Option<Day>,
    /// Highest dunning level sent while it was unpaid: what is sent on or after the day of settlement is an error of ours.
    pub unpaid_depth: u8,
    /// The day on which that level was first reached.
    pub unpaid_depth_since: Option<Day>,
    /// The same level by the start of the KPI window.
    pub opening_unpaid_depth: u8,
    /// Ever disputed.
    pub has_dispute: bool,
    /// Disputed now.
    pub dispute_open: bool,
    /// What was last promised of it; nothing of an invoice that is not open.
    pub promised: Promised,
    /// Promises whose day passed without what was promised.
    pub n_broken_promises: u32,
    /// The same by the start of the KPI window.
    pub opening_broken_promises: u32,
}

impl InvoiceFacts {
    /// Whether it tells of the customer's own behaviour: an invoice, not cancelled, not by direct debit.
    pub fn is_behaviour(&self) -> bool {
        !self.is_credit_note && !self.direct_debit && !self.excluded
    }

    /// Whether it was settled within `days` after its due date; `None` while that is not yet known.
    ///
    /// Known for everybody on the same day, `due + days`: an early payer's outcome does not count before a late
    /// payer's could (else every young figure would look too good).
    pub fn settled_within(&self, days: i32, known: Day) -> Option<bool> {
        let is_known = self.due_date + days <= known;
        is_known.then_some(self.settled_on.is_some() && self.days_late <= days)
    }

    /// Whether it is materially late (more than [`MATERIAL_DAYS`]); `None` while that is not yet known.
    pub fn materially_late(&self, known: Day) -> Option<bool> {
        self.settled_within(MATERIAL_DAYS, known)
            .map(|settled| !settled)
    }

    /// An invoice with something left to pay.
    pub fn is_open(&self) -> bool {
        !self.is_credit_note && self.open_minor > 0
    }

    /// Whether a collection agency, a bailiff or a court has it.
    pub fn is_handed_over(&self) -> bool {
        self.depth >= HANDED_OVER
    }

    /// Days past due at `as_of`: negative when not yet due.
    pub fn days_past_due(&self, as_of: Day) -> i32 {
        as_of - self.due_date
    }
}

impl Portfolio {
    /// A customer's invoices, by due date.
    pub fn invoices_of(&self, customer: &CustomerFacts) -> &[InvoiceFacts] {
        &self.invoices[customer.invoices.clone()]
    }

    /// Customers outside the own group, with their invoices.
    pub fn external(&self) -> impl Iterator<Item = (&CustomerFacts, &[InvoiceFacts])> {
        let outside = self
            .customers
            .iter()
            .filter(|customer| !customer.intercompany);
        outside.map(|customer| (customer, self.invoices_of(customer)))
    }

    /// How alike two invoices of one customer are in being late, in `[0, 1]`; see [`crate::statistics`].
    pub fn late_correlation(&self) -> f64 {
        let counts: Vec<Count> = self
            .external()
            .map(|(_, invoices)| late_count(invoices))
            .collect();
        intraclass_correlation(&counts)
    }

    /// What a customer owes.
    pub fn money_of(&self, customer: &CustomerFacts) -> CustomerMoney {
        CustomerMoney::of(self.invoices_of(customer), self.as_of)
    }
}

/// Late among the mature invoices that tell of behaviour.
pub(crate) fn late_count(invoices: &[InvoiceFacts]) -> Count {
    let mut count = Count::default();
    for invoice in invoices
        .iter()
        .filter(|invoice| invoice.is_behaviour() && invoice.mature)
    {
        count.n += 1;
        count.late += u64::from(invoice.late);
    }
    count
}

/// Materially late among the invoices that tell of behaviour and of which it is known.
pub(crate) fn material_count(invoices: &[InvoiceFacts], known: Day) -> Count {
    let mut count = Count::default();
    for invoice in invoices.iter().filter(|invoice| invoice.is_behaviour()) {
        if let Some(late) = invoice.materially_late(known) {
            count.n += 1;
            count.late += u64::from(late);
        }
    }
    count
}

/// What a customer owes, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CustomerMoney {
    /// Open.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// Open invoices.
    pub n_open: u32,
    /// Of which past due.
    pub n_overdue: u32,
    /// Days past due of the oldest open invoice; negative when nothing is due yet, `None` when nothing is open.
    pub oldest_days_past_due: Option<i32>,
    /// The same among invoices that are not disputed now.
    pub oldest_undisputed_days_past_due: Option<i32>,
    /// The same among those that are handed over for collection.
    pub oldest_handed_over_days_past_due: Option<i32>,
    /// Open, undisputed invoices that are materially late by now.
    pub n_materially_overdue: u32,
    /// Invoiced in the 365 days up to the as-of day.
    pub invoiced_12m_minor: i64,
    /// Invoices that tell of behaviour and of which it is known whether they are late.
    pub n_mature: u32,
}

impl CustomerMoney {
    pub(crate) fn of(invoices: &[InvoiceFacts], as_of: Day) -> CustomerMoney {
        let mut money = CustomerMoney::default();
        for invoice in invoices.iter().filter(|invoice| !invoice.is_credit_note) {
            if invoice.invoice_date > as_of - 365 {
                money.invoiced_12m_minor += invoice.amount_minor;
            }
            money.n_mature += u32::from(invoice.mature && invoice.is_behaviour());
            if invoice.is_open() {
                money.add_open(invoice, invoice.days_past_due(as_of));
            }
        }
        money
    }

    fn add_open(&mut self, invoice: &InvoiceFacts, days_past_due: i32) {
        self.open_minor += invoice.open_minor;
        self.n_open += 1;
        if days_past_due > 0 {
            self.overdue_minor += invoice.open_minor;
            self.n_overdue += 1;
        }
        self.oldest_days_past_due = self.oldest_days_past_due.max(Some(days_past_due));
        if !invoice.dispute_open {
            self.n_materially_overdue += u32::from(days_past_due > MATERIAL_DAYS);
            let oldest = &mut self.oldest_undisputed_days_past_due;
            *oldest = (*oldest).max(Some(days_past_due));
            if invoice.is_handed_over() {
                let oldest = &mut self.oldest_handed_over_days_past_due;
                *oldest = (*oldest).max(Some(days_past_due));
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod examples;
#[cfg(test)]
pub(crate) use follow_up::examples as follow_up_examples;
