//! Why no step of a ladder is to be taken by itself.

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::Situation;
use crate::facts::InvoiceFacts;

/// A fact that bars a customer from automatic measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Barred {
    /// A natural person, such as a sole trader or a consumer: a colleague decides.
    NaturalPerson,
    /// A signal of insolvency holds.
    Insolvent,
    /// Part of the own group.
    Intercompany,
    /// All that is past due is disputed.
    Disputed,
    /// Promises whose day has not passed cover all that is past due.
    PromiseNotDue,
    /// All that is past due is collected by direct debit.
    DirectDebit,
}

impl Barred {
    /// Every cause.
    pub const ALL: [Barred; 6] = [
        Barred::NaturalPerson,
        Barred::Insolvent,
        Barred::Intercompany,
        Barred::Disputed,
        Barred::PromiseNotDue,
        Barred::DirectDebit,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Barred::NaturalPerson => "natural_person",
            Barred::Insolvent => "insolvent",
            Barred::Intercompany => "intercompany",
            Barred::Disputed => "disputed",
            Barred::PromiseNotDue => "promise_not_due",
            Barred::DirectDebit => "direct_debit",
        }
    }
}

pub(super) fn of(situation: Situation<'_>, invoices: &[InvoiceFacts], as_of: Day) -> Vec<Barred> {
    let overdue: Vec<&InvoiceFacts> = invoices
        .iter()
        .filter(|invoice| invoice.is_open() && invoice.due_date < as_of)
        .collect();
    let all = |is: fn(&InvoiceFacts) -> bool| {
        !overdue.is_empty() && overdue.iter().all(|invoice| is(invoice))
    };
    let causes = [
        (Barred::NaturalPerson, situation.customer.natural_person),
        (Barred::Insolvent, situation.insolvent),
        (Barred::Intercompany, situation.customer.intercompany),
        (Barred::Disputed, all(|invoice| invoice.dispute_open)),
        (
            Barred::PromiseNotDue,
            all(|invoice| invoice.promised.covers(invoice.open_minor)),
        ),
        (Barred::DirectDebit, all(|invoice| invoice.direct_debit)),
    ];
    let holds = causes.into_iter().filter(|(_, holds)| *holds);
    holds.map(|(cause, _)| cause).collect()
}
