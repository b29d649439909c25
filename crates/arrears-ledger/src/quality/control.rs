//! Control totals: debits, credits and what is open at a day, per customer and overall, in integer cents.
//!
//! Added up from the rows alone, apart from the book of the features, so that the one can be held against the other.

use serde::Serialize;

use super::frames::{Days, Frame};
use crate::read::{IdIndex, NONE, money};
use crate::rejects::csv;
use crate::{Day, Ledger, LedgerError, Table};

/// Debits and credits by kind, in cents. What is open is the one less the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Debit: invoices.
    pub invoiced: i64,
    /// Debit: payments taken back.
    pub reversals: i64,
    /// Debit: credit notes used up, matched to an invoice or paid out.
    pub credit_notes_used: i64,
    /// Credit: payments on invoices.
    pub payments: i64,
    /// Credit: credit notes, as documents of their own and as bookings on invoices.
    pub credit_notes: i64,
    /// Credit: early-payment discounts.
    pub discounts: i64,
    /// Credit: offsets.
    pub offsets: i64,
    /// Credit: write-offs.
    pub write_offs: i64,
    /// Credit: cash that is on no invoice.
    pub unallocated: i64,
}

impl Sums {
    /// All debits.
    pub fn debits(&self) -> i64 {
        self.invoiced + self.reversals + self.credit_notes_used
    }

    /// All credits.
    pub fn credits(&self) -> i64 {
        self.payments
            + self.credit_notes
            + self.discounts
            + self.offsets
            + self.write_offs
            + self.unallocated
    }

    /// The open balance: debits less credits.
    pub fn balance(&self) -> i64 {
        self.debits() - self.credits()
    }

    fn add(&mut self, other: &Sums) {
        self.invoiced += other.invoiced;
        self.reversals += other.reversals;
        self.credit_notes_used += other.credit_notes_used;
        self.payments += other.payments;
        self.credit_notes += other.credit_notes;
        self.discounts += other.discounts;
        self.offsets += other.offsets;
        self.write_offs += other.write_offs;
        self.unallocated += other.unallocated;
    }

    /// Takes a booking: on which kind of document, of which kind, of how many cents.
    fn book(&mut self, on: BookedOn, kind: &str, cents: i64) {
        let place = match (on, kind) {
            (BookedOn::CreditNote, _) => {
                self.credit_notes_used += cents.saturating_abs();
                return;
            }
            (_, "reversal") => {
                self.reversals += cents.saturating_abs();
                return;
            }
            (BookedOn::Nothing, _) => &mut self.unallocated,
            (BookedOn::Invoice, "credit_note") => &mut self.credit_notes,
            (BookedOn::Invoice, "discount") => &mut self.discounts,
            (BookedOn::Invoice, "write_off") => &mut self.write_offs,
            (BookedOn::Invoice, "offset") => &mut self.offsets,
            (BookedOn::Invoice, _) => &mut self.payments,
        };
        // A negative one takes an earlier one back.
        *place += cents;
    }
}

#[derive(Clone, Copy)]
enum BookedOn {
    Invoice,
    CreditNote,
    Nothing,
}

/// One customer's sums.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomerTotals {
    /// The customer.
    pub customer_id: String,
    /// Its sums.
    pub sums: Sums,
}

/// The control totals of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ControlTotals {
    /// What was known through the end of this day is in them.
    pub date: Day,
    /// Over all customers.
    pub total: Sums,
    /// Every customer, by id.
    pub customers: Vec<CustomerTotals>,
}

/// Adds up what was known through the end of `date`.
pub fn control_totals(ledger: &Ledger, date: Day) -> Result<ControlTotals, LedgerError> {
    let customers = Frame::new(Table::Customers, &ledger.customers)?;
    let invoices = Frame::new(Table::Invoices, &ledger.invoices)?;
    let ids = customers.sure(customers.text("customer_id"))?;
    let index = IdIndex::new(&ids, &vec![false; ids.len()], |_, _| {});
    let billed = invoices.sure(invoices.text("customer_id"))?;
    let customer_of = index.rows(&billed);
    let mut sums = vec![Sums::default(); ids.len() + 1];
    add_invoices(&invoices, date, &customer_of, &mut sums)?;
    if ledger.payments.height() > 0 {
        let payments = Frame::new(Table::Payments, &ledger.payments)?;
        add_payments(
            &invoices,
            &payments,
            date,
            (&index, &customer_of),
            &mut sums,
        )?;
    }
    let mut total = Sums::default();
    sums.iter().for_each(|sums| total.add(sums));
    // A customer with several rows of history has its sums at the first.
    let array = ids.downcast_as_array();
    let mut customers: Vec<CustomerTotals> = (0..ids.len())
        .filter_map(|row| {
            let id = array.get(row)?;
            (index.row(id) == row as u32).then(|| CustomerTotals {
                customer_id: id.to_owned(),
                sums: sums[row],
            })
        })
        .collect();
    customers.sort_by(|a, b| a.customer_id.cmp(&b.customer_id));
    Ok(ControlTotals {
        date,
        total,
        customers,
    })
}

/// The row of `sums` of a customer; the last one for nobody.
fn slot(sums: &[Sums], customer: u32) -> usize {
    if customer == NONE {
        sums.len() - 1
    } else {
        customer as usize
    }
}

/// Whether a row was known by the end of a day: the later of its date and its booking.
fn known_by(date: Day, own: &Days, known: Option<&Days>, row: usize) -> bool {
    let booked = known.and_then(|known| known.get(row));
    own.get(row)
        .is_some_and(|own| own.max(booked.unwrap_or(own)) <= date.0)
}

fn add_invoices(
    invoices: &Frame,
    date: Day,
    customer_of: &[u32],
    sums: &mut [Sums],
) -> Result<(), LedgerError> {
    if invoices.n_rows == 0 {
        return Ok(());
    }
    let own = invoices.sure(invoices.days("invoice_date"))?;
    let known = invoices.days("known_date");
    let cents = invoices.sure(invoices.cents("amount"))?;
    let kinds = invoices.sure(invoices.text("kind"))?;
    let kinds = kinds.downcast_as_array();
    for (row, &customer) in customer_of.iter().enumerate() {
        if !known_by(date, &own, known.as_ref(), row) {
            continue;
        }
        let cents = cents.get(row).unwrap_or(0);
        let at = slot(sums, customer);
        match kinds.get(row) {
            Some("credit_note") => sums[at].credit_notes += cents.saturating_abs(),
            _ => sums[at].invoiced += cents,
        }
    }
    Ok(())
}

fn add_payments(
    invoices: &Frame,
    payments: &Frame,
    date: Day,
    (index, customer_of): (&IdIndex<'_>, &[u32]),
    sums: &mut [Sums],
) -> Result<(), LedgerError> {
    let invoice_ids = invoices.sure(invoices.text("invoice_id"))?;
    let paid = payments.sure(payments.text("invoice_id"))?;
    let invoice_rows = IdIndex::rows_of(&invoice_ids, &paid);
    let payers = payments.text("customer_id").map(|ids| index.rows(&ids));
    let own = payments.sure(payments.days("payment_date"))?;
    let known = payments.days("known_date");
    let cents = payments.sure(payments.cents("amount"))?;
    let kinds = payments.sure(payments.text("kind"))?;
    let kinds = kinds.downcast_as_array();
    let invoice_kinds = invoices.sure(invoices.text("kind"))?;
    let invoice_kinds = invoice_kinds.downcast_as_array();
    for (row, &invoice) in invoice_rows.iter().enumerate() {
        if !known_by(date, &own, known.as_ref(), row) {
            continue;
        }
        let (customer, on) = match invoice {
            NONE => {
                let payer = payers.as_ref().map_or(NONE, |payers| payers[row]);
                (payer, BookedOn::Nothing)
            }
            invoice if invoice_kinds.get(invoice as usize) == Some("credit_note") => {
                (customer_of[invoice as usize], BookedOn::CreditNote)
            }
            invoice => (customer_of[invoice as usize], BookedOn::Invoice),
        };
        let kind = kinds.get(row).unwrap_or("payment");
        let at = slot(sums, customer);
        sums[at].book(on, kind, cents.get(row).unwrap_or(0));
    }
    Ok(())
}

/// The first line of `control_totals.csv`.
pub const CONTROL_TOTALS_HEADER: &str = "customer_id,invoiced,reversals,credit_notes_used,payments,credit_notes,discounts,offsets,\
     write_offs,unallocated,balance,given,difference";

/// RFC 4180 UTF-8, a row per customer and one for all together (`customer_id` empty); cells are safe against formula
/// injection. `given` is the general ledger's balance where it is known, `difference` the balance here less that.
pub fn control_totals_csv(
    totals: &ControlTotals,
    given: impl Fn(Option<&str>) -> Option<i64>,
) -> Vec<u8> {
    let row = |id: Option<&str>, sums: &Sums| {
        let balance = sums.balance();
        let given = given(id);
        let amounts = [
            sums.invoiced,
            sums.reversals,
            sums.credit_notes_used,
            sums.payments,
            sums.credit_notes,
            sums.discounts,
            sums.offsets,
            sums.write_offs,
            sums.unallocated,
            balance,
        ];
        let mut cells = vec![id.unwrap_or_default().to_owned()];
        cells.extend(amounts.map(money));
        cells.push(given.map(money).unwrap_or_default());
        cells.push(
            given
                .map(|given| money(balance - given))
                .unwrap_or_default(),
        );
        cells
    };
    let all = std::iter::once(row(None, &totals.total));
    let customers = totals
        .customers
        .iter()
        .map(|customer| row(Some(&customer.customer_id), &customer.sums));
    csv(CONTROL_TOTALS_HEADER, all.chain(customers))
}
