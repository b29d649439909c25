//! Why an overdue invoice, or a customer, is not called about.

use arrears_ledger::Day;

use crate::customers::warnings::insolvent_since;
use crate::facts::{CustomerFacts, InvoiceFacts};

/// Days for which a payment that the customer says it made is looked for, before it is called again.
const LOOK_DAYS: i32 = 14;

/// Why something is listed and not called about, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The customer belongs to the own group.
    Intercompany,
    /// A bankruptcy or moratorium holds: there is an administrator to write to.
    Insolvent,
    /// A collection agency, a bailiff or a court has it.
    HandedOver,
    /// It is contested: the dispute comes first.
    Disputed,
    /// Instalments were agreed, and the next is not yet due.
    PaymentPlan,
    /// All of it was promised for a day that has not passed.
    PromiseNotDue,
    /// The customer says that it has paid: the payment is looked for.
    PaymentClaimed,
    /// It is collected by direct debit, which is on its way.
    DirectDebitPending,
    /// Cash that is on no invoice covers all of it: it is to be allocated.
    CoveredByCash,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Cause; 9] = [
        Cause::Intercompany,
        Cause::Insolvent,
        Cause::HandedOver,
        Cause::Disputed,
        Cause::PaymentPlan,
        Cause::PromiseNotDue,
        Cause::PaymentClaimed,
        Cause::DirectDebitPending,
        Cause::CoveredByCash,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Cause::Intercompany => "intercompany",
            Cause::Insolvent => "insolvent",
            Cause::HandedOver => "handed_over",
            Cause::Disputed => "disputed",
            Cause::PaymentPlan => "payment_plan",
            Cause::PromiseNotDue => "promise_not_due",
            Cause::PaymentClaimed => "payment_claimed",
            Cause::DirectDebitPending => "direct_debit_pending",
            Cause::CoveredByCash => "covered_by_cash",
        }
    }

    /// Why nothing of a customer is called about.
    pub(super) fn of_customer(customer: &CustomerFacts) -> Option<Cause> {
        match () {
            () if customer.intercompany => Some(Cause::Intercompany),
            () if insolvent_since(customer).is_some() => Some(Cause::Insolvent),
            () => None,
        }
    }

    /// Why an open invoice is not called about.
    pub(super) fn of_invoice(
        invoice: &InvoiceFacts,
        claimed: Option<Day>,
        as_of: Day,
        direct_debit_days: i32,
    ) -> Option<Cause> {
        let collected = invoice.direct_debit && invoice.days_past_due(as_of) <= direct_debit_days;
        match of_promise(invoice) {
            _ if invoice.is_handed_over() => Some(Cause::HandedOver),
            _ if invoice.dispute_open => Some(Cause::Disputed),
            Some(cause) => Some(cause),
            None if claimed.is_some_and(|day| as_of - day <= LOOK_DAYS) => {
                Some(Cause::PaymentClaimed)
            }
            None if collected => Some(Cause::DirectDebitPending),
            None => None,
        }
    }
}

/// Where all of an invoice is promised.
fn of_promise(invoice: &InvoiceFacts) -> Option<Cause> {
    let cause = match invoice.promised.is_plan() {
        true => Cause::PaymentPlan,
        false => Cause::PromiseNotDue,
    };
    invoice.promised.covers(invoice.open_minor).then_some(cause)
}
