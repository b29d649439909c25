//! What payments are matched to: invoices, and customers as payers show them.

use std::collections::HashMap;

use crate::read::document::matching::{Item, Payer};
use crate::read::table::Loaded;
use crate::read::view::{TextView, ours, sure};
use crate::{LedgerError, Table};

/// Usable invoices and the customers of the ledger.
pub(crate) struct Receivables {
    /// Invoices and credit notes.
    pub items: Vec<Item>,
    /// Customers, counted as the items count them.
    pub payers: Vec<Payer>,
    /// Their numbers.
    pub customer_ids: Vec<String>,
    /// Currency of the ledger.
    pub currency: String,
}

impl Receivables {
    /// From checked tables. Without a table of customers their names are looked for beside the invoices.
    pub fn new(
        invoices: &Loaded,
        customers: Option<&Loaded>,
        currency: &str,
    ) -> Result<Receivables, LedgerError> {
        let mut known = Customers::default();
        known.add_names(customers.unwrap_or(invoices))?;
        let items = items(invoices, &mut known)?;
        Ok(Receivables {
            items,
            payers: known.payers,
            customer_ids: known.ids,
            currency: currency.to_owned(),
        })
    }
}

/// Customers by number, in the order in which they are met.
#[derive(Default)]
struct Customers {
    by_id: HashMap<String, u32>,
    ids: Vec<String>,
    payers: Vec<Payer>,
}

impl Customers {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(&number) = self.by_id.get(id) {
            return number;
        }
        let number = self.ids.len() as u32;
        self.by_id.insert(id.to_owned(), number);
        self.ids.push(id.to_owned());
        self.payers.push(Payer::default());
        number
    }

    fn add_names(&mut self, table: &Loaded) -> Result<(), LedgerError> {
        let column = |name: &str| customer_column(table, name);
        let (Some(ids), names, accounts) = (
            column("customer_id")?,
            column("name")?,
            column("bank_account")?,
        ) else {
            return Ok(());
        };
        for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
            let Some(id) = ids.get(row) else { continue };
            let number = self.number(id) as usize;
            let of = |column: &Option<TextView>| {
                column
                    .as_ref()
                    .and_then(|column| column.get(row))
                    .map(str::to_owned)
            };
            add_once(&mut self.payers[number].names, of(&names));
            add_once(&mut self.payers[number].accounts, of(&accounts));
        }
        Ok(())
    }
}

fn add_once(values: &mut Vec<String>, value: Option<String>) {
    if let Some(value) = value.filter(|value| !values.contains(value)) {
        values.push(value);
    }
}

/// A column of the customers, in their own table or beside the invoices.
fn customer_column(table: &Loaded, name: &str) -> Result<Option<TextView>, LedgerError> {
    let found = table.columns.iter().find(|column| {
        column.planned.table == Table::Customers && column.planned.canonical == name
    });
    let text = found.map(|column| column.series.str().cloned()).transpose();
    Ok(text.map_err(ours("reading text"))?.map(TextView))
}

fn items(invoices: &Loaded, customers: &mut Customers) -> Result<Vec<Item>, LedgerError> {
    let (ids, customer) = (
        sure(invoices.text("invoice_id")?)?,
        sure(invoices.text("customer_id")?)?,
    );
    let (issued, due) = (
        sure(invoices.days("invoice_date")?)?,
        sure(invoices.days("due_date")?)?,
    );
    let (amounts, kinds) = (
        sure(invoices.amounts("amount")?)?,
        sure(invoices.text("kind")?)?,
    );
    let (booked, references) = (
        invoices.days("known_date")?,
        invoices.text("payment_reference")?,
    );
    let mut items = Vec::new();
    for row in (0..invoices.n_rows()).filter(|&row| !invoices.bad[row]) {
        let (Some(id), Some(customer), Some(issued), Some(due), Some(cents)) = (
            ids.get(row),
            customer.get(row),
            issued.get(row),
            due.get(row),
            amounts.cents(row),
        ) else {
            continue;
        };
        let cents = if kinds.get(row) == Some("credit_note") {
            -cents.saturating_abs()
        } else {
            cents
        };
        let booked = booked.as_ref().and_then(|booked| booked.get(row));
        let reference = references
            .as_ref()
            .and_then(|references| references.get(row));
        items.push(Item {
            id: id.to_owned(),
            customer: customers.number(customer),
            known: booked.map_or(issued, |booked| booked.max(issued)),
            due,
            cents,
            reference: reference.map(str::to_owned),
        });
    }
    Ok(items)
}
