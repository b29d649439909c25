//! Who to call, and who not, as people read it.

use serde::{Deserialize, Serialize};

use crate::Wording;

/// One line of the worklist.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorklistRow {
    /// The customer's identifier in the ledger.
    pub customer_id: String,
    /// Name; may be empty.
    pub name: String,
    /// The parent that the line is for; empty where lines are by customer.
    pub parent_id: String,
    /// `A`, `B` or `C`.
    pub segment: String,
    /// A natural person: never decided about automatically.
    pub natural_person: bool,
    /// Person to speak to; may be empty.
    pub contact_name: String,
    /// Telephone number; may be empty.
    pub phone: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Language to speak: `en`, `nl` or `fr`.
    pub language: String,
    /// The customer's order numbers on the invoices, one on each line.
    pub po_references: String,
    /// Numbers of the invoices to call about (where nobody is called, of all that are overdue), oldest first, as they are
    /// read back.
    pub invoices: String,
    /// All that are overdue, with amount, days past due and cause, one on each line.
    pub invoice_details: Wording,
    /// How many these are: of a call those to call about, else all that are overdue.
    pub n_invoices: u32,
    /// Overdue amount.
    pub overdue_minor: i64,
    /// Cash on no invoice.
    pub unallocated_minor: i64,
    /// What the call is about, that cash taken off.
    pub net_minor: i64,
    /// Of which expected to be unpaid in 30 days: what the list is ordered by.
    pub expected_minor: i64,
    /// Days past due of the oldest to call about; where nobody is called, of all.
    pub oldest_days_past_due: i32,
    /// What is done: a call, something to send, or nothing before a later day.
    pub status: Wording,
    /// Why nothing is done; empty where something is.
    pub cause: Wording,
    /// What changed, and why the risk is what it is, one on each line.
    pub reasons: Wording,
    /// Why it did not pay, by the register of reasons; empty where nothing tells.
    pub nonpayment: Wording,
    /// What to agree.
    pub measures: Wording,
    /// How to reach the customer.
    pub channel: Wording,
    /// The next step of the ladder; empty where there is none.
    pub next_step: Wording,
    /// When; empty where nobody is called.
    pub next_action_date: String,
    /// What to say, in the customer's language.
    pub what_to_say: String,
}
