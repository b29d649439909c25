//! One filled row: its cells, what they tell, and why they cannot be used.

use super::super::table::Loaded;
use super::super::view::{AmountView, DayView, TextView, money, sure};
use super::OUTCOMES;
use super::events::Told;
use super::ids::ids_of;
use super::invoices::{Billed, Invoices, Owners};
use crate::rejects::unescaped;
use crate::{Day, LedgerError, RejectKind};

/// Longest time for which anyone promises a payment, in days: beyond two years it is a slip of the pen.
const LONGEST_PROMISE: i32 = 730;

/// Why a row cannot be used.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) column: &'static str,
    pub(super) value: String,
    pub(super) kind: RejectKind,
    pub(super) reason: String,
}

/// The cells of a filled list.
pub(super) struct Cells {
    as_of: DayView,
    customer: Option<TextView>,
    invoices: Option<TextView>,
    outcome: TextView,
    on: Option<DayView>,
    promised: Option<DayView>,
    amount: Option<AmountView>,
    note: Option<TextView>,
}

impl Cells {
    pub(super) fn of(loaded: &Loaded) -> Result<Cells, LedgerError> {
        Ok(Cells {
            as_of: sure(loaded.days("as_of")?)?,
            customer: loaded.text("customer_id")?,
            invoices: loaded.text("invoices")?,
            outcome: sure(loaded.text("outcome")?)?,
            on: loaded.days("outcome_on")?,
            promised: loaded.days("promised_date")?,
            amount: loaded.amounts("promised_amount")?,
            note: loaded.text("outcome_note")?,
        })
    }

    pub(super) fn outcome(&self, row: usize) -> Option<&str> {
        let outcome = self.outcome.get(row)?.trim();
        (!outcome.is_empty()).then_some(outcome)
    }

    /// The ids of a row's invoices, each once.
    pub(super) fn invoices(&self, row: usize) -> Result<Vec<String>, Refusal> {
        let cell = self.invoices.as_ref().and_then(|cells| cells.get(row));
        let cell = cell.unwrap_or_default();
        let mut ids = ids_of(cell)
            .map_err(|reason| refusal("invoices", cell, RejectKind::Unreadable, reason))?;
        if ids.is_empty() {
            let reason = "the row names no invoice in `invoices`".to_owned();
            return Err(refusal("invoices", "", RejectKind::Missing, reason));
        }
        ids.sort();
        ids.dedup();
        Ok(ids)
    }

    /// What a row with an outcome tells.
    pub(super) fn told(
        &self,
        row: usize,
        invoices: &Invoices,
        owners: &Owners,
    ) -> Result<Told, Refusal> {
        let said = self.outcome(row).unwrap_or_default();
        let Some(outcome) = outcome_of(said) else {
            let codes = OUTCOMES.map(|outcome| outcome.code).join(", ");
            let reason = format!("no outcome of a call: it is one of {codes}");
            return Err(refusal("outcome", said, RejectKind::UnknownWord, reason));
        };
        let on = self.contact(row)?;
        let (promised, amount_minor) = match outcome {
            "promise" => (Some(self.promised(row, on)?), self.amount(row)?),
            _ => (None, None),
        };
        let billed = self.billed(row, invoices)?;
        self.prove_owner(row, &billed, owners)?;
        let note = self.note.as_ref().and_then(|notes| notes.get(row));
        Ok(Told {
            outcome,
            list: self.as_of.get(row),
            customer_id: self.customer(row).unwrap_or_default().to_owned(),
            invoices: billed,
            on,
            promised,
            amount_minor,
            note: note.map(unescaped).map(str::to_owned),
        })
    }

    /// The day of the contact, else that of the list: nobody calls about a list before there is one.
    fn contact(&self, row: usize) -> Result<Day, Refusal> {
        let list = self.as_of.get(row);
        let on = self.on.as_ref().and_then(|days| days.get(row));
        match (on, list) {
            (Some(on), Some(list)) if on < list => {
                let reason = format!(
                    "a call about the list of {list} was made on that day or later: expected no earlier day of contact"
                );
                let value = on.to_string();
                Err(refusal(
                    "outcome_on",
                    &value,
                    RejectKind::Impossible,
                    reason,
                ))
            }
            _ => on.or(list).ok_or_else(|| {
                let reason =
                    "neither the day of the contact nor that of the list is known".to_owned();
                refusal("as_of", "", RejectKind::Missing, reason)
            }),
        }
    }

    fn promised(&self, row: usize, on: Day) -> Result<Day, Refusal> {
        let Some(promised) = self.promised.as_ref().and_then(|days| days.get(row)) else {
            let reason = "a promise wants its day in `promised_date`".to_owned();
            return Err(refusal("promised_date", "", RejectKind::Missing, reason));
        };
        let reason = if promised < on {
            format!("the day promised lies before the contact of {on}: expected that day or later")
        } else if promised - on > LONGEST_PROMISE {
            format!(
                "the day promised lies more than two years after the contact of {on}: expected at most {LONGEST_PROMISE} days"
            )
        } else {
            return Ok(promised);
        };
        let value = promised.to_string();
        Err(refusal(
            "promised_date",
            &value,
            RejectKind::Impossible,
            reason,
        ))
    }

    fn amount(&self, row: usize) -> Result<Option<i64>, Refusal> {
        let minor = self.amount.as_ref().and_then(|cells| cells.cents(row));
        if let Some(minor) = minor.filter(|minor| *minor <= 0) {
            let reason =
                "an amount promised is above 0; leave it empty for all that is open".to_owned();
            let value = money(minor);
            return Err(refusal(
                "promised_amount",
                &value,
                RejectKind::Impossible,
                reason,
            ));
        }
        Ok(minor)
    }

    /// The invoices of a row, the oldest first.
    fn billed(&self, row: usize, invoices: &Invoices) -> Result<Vec<Billed>, Refusal> {
        let mut billed: Vec<Billed> = Vec::new();
        for id in self.invoices(row)? {
            let found = invoices.get(&id).ok_or_else(|| {
                let reason =
                    "unknown invoice: expected one that the ledger has, leading zeros included";
                refusal(
                    "invoices",
                    &id,
                    RejectKind::UnknownInvoice,
                    reason.to_owned(),
                )
            })?;
            billed.push(found);
        }
        billed.sort_by(|a, b| (a.due, &a.invoice_id).cmp(&(b.due, &b.invoice_id)));
        Ok(billed)
    }

    fn customer(&self, row: usize) -> Option<&str> {
        let cell = self.customer.as_ref().and_then(|cells| cells.get(row));
        cell.map(str::trim).filter(|cell| !cell.is_empty())
    }

    /// A row that names a customer is about that customer's invoices, or about those of the customers that have it as their
    /// parent.
    fn prove_owner(&self, row: usize, billed: &[Billed], owners: &Owners) -> Result<(), Refusal> {
        let Some(named) = self.customer(row) else {
            return Ok(());
        };
        let other = billed
            .iter()
            .find(|invoice| !owners.is_of(&invoice.customer_id, named));
        let Some(other) = other else {
            return Ok(());
        };
        let (kind, reason) = if owners.is_known(named) {
            let reason = format!(
                "invoice `{}` is of customer `{}`: expected the customer (or its parent) that all invoices of the row are of",
                other.invoice_id, other.customer_id
            );
            (RejectKind::Impossible, reason)
        } else {
            let reason = "unknown customer: expected the one that the invoices are of, leading zeros included";
            (RejectKind::UnknownCustomer, reason.to_owned())
        };
        Err(refusal("customer_id", named, kind, reason))
    }
}

/// The code of an outcome that is written as such or in words.
fn outcome_of(said: &str) -> Option<&'static str> {
    let said = said.to_lowercase();
    let is_said = |word: &str| word == said;
    let found = OUTCOMES
        .into_iter()
        .find(|outcome| is_said(outcome.code) || outcome.words.into_iter().any(is_said));
    found.map(|outcome| outcome.code)
}

fn refusal(column: &'static str, value: &str, kind: RejectKind, reason: String) -> Refusal {
    Refusal {
        column,
        value: value.to_owned(),
        kind,
        reason,
    }
}
