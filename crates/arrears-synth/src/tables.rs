//! The seven ledger tables: what an export made at the end of `until` shows.
//!
//! A row that happens or is booked after that day is not there yet, and a cell
//! that is dated after it is empty; only due dates and promised dates lie in
//! the future. Coded cells keep the contract's words in every style.

use crate::{
    attributes::Attributes,
    calendar::year_month_day,
    sectors::SECTORS,
    signals::signals,
    simulate::Events,
    table::{SynthColumn, SynthTable},
    world::World,
};

/// The identifiers rows are joined by.
#[derive(Debug)]
pub(crate) struct Ids {
    pub customers: Vec<String>,
    pub invoices: Vec<String>,
}

impl Ids {
    /// Customer numbers of seven digits with leading zeros; invoice numbers of
    /// the year and a running number, in order of issue.
    pub(crate) fn new(world: &World) -> Self {
        const FIRST_CUSTOMER: usize = 1_001;
        let customers = (0..world.customers.len())
            .map(|index| format!("{:07}", FIRST_CUSTOMER + index))
            .collect();
        let (mut year, mut n) = (0, 0);
        let invoices = world
            .invoices
            .iter()
            .map(|invoice| {
                let (now, _, _) = year_month_day(invoice.issue);
                n = if now == year { n + 1 } else { 1 };
                year = now;
                format!("{:02}{n:06}", year % 100)
            })
            .collect();
        Self {
            customers,
            invoices,
        }
    }

    fn customer(&self, index: u32) -> Option<String> {
        Some(self.customers[index as usize].clone())
    }

    fn invoice(&self, number: u32) -> Option<String> {
        Some(self.invoices[number as usize].clone())
    }
}

/// All seven tables.
pub(crate) fn tables(
    world: &World,
    events: &Events,
    attributes: &[Attributes],
    ids: &Ids,
) -> Vec<SynthTable> {
    vec![
        customers(world, attributes, ids),
        invoices(world, events, ids),
        payments(world, events, ids),
        reminders(world, events, ids),
        disputes(world, events, ids),
        promises(world, events, ids),
        signal_table(world, events, ids),
    ]
}

/// A table from its rows: one line per column, each with what it reads.
macro_rules! table {
    ($name:literal, $rows:expr, { $($column:literal: $form:ident($row:pat => $cell:expr)),* $(,)? }) => {{
        let mut table = SynthTable::new($name);
        $(table.push($column, SynthColumn::$form($rows.iter().map(|$row| $cell).collect()));)*
        table
    }};
}
pub(crate) use table;

fn text(word: &str) -> Option<String> {
    Some(word.to_owned())
}

fn customers(world: &World, attributes: &[Attributes], ids: &Ids) -> SynthTable {
    let rows: Vec<_> = (0_u32..)
        .zip(world.customers.iter().zip(attributes))
        .collect();
    table!("customers", rows, {
        "customer_id": Text((index, _) => ids.customer(*index)),
        "name": Text((_, (_, own)) => Some(own.names.name.clone())),
        "parent_id": Text((_, (_, own)) => own.parent.and_then(|head| ids.customer(head as u32))),
        "country": Text((_, (_, own)) => text(own.country)),
        "sector": Text((_, (customer, _)) => text(SECTORS[customer.sector].label)),
        "sector_scheme": Text(_ => text("SBI 2008")),
        "business_model": Text((_, (customer, _)) => text(SECTORS[customer.sector].business_model)),
        "size_class": Text((_, (_, own)) => text(own.size_class)),
        "legal_form": Text((_, (_, own)) => own.legal_form.and_then(text)),
        "consumer": Bool((_, (_, own)) => Some(own.legal_form.is_none())),
        "intercompany": Bool((_, (_, own)) => Some(own.intercompany)),
        "customer_since": Date((_, (_, own)) => Some(own.customer_since)),
        "credit_limit": Money((_, (_, own)) => Some(own.credit_limit_minor)),
        "insured_limit": Money((_, (_, own)) => own.insured_limit_minor),
        "payment_method": Text((_, (_, own)) => text(own.payment_method)),
        "account_manager": Text((_, (_, own)) => Some(own.account_manager.clone())),
        "collector": Text((_, (_, own)) => Some(own.collector.clone())),
        "contact_name": Text((_, (_, own)) => Some(own.names.contact.clone())),
        "phone": Text((_, (_, own)) => Some(own.names.phone.clone())),
        "email": Text((_, (_, own)) => Some(own.names.email.clone())),
        "language": Text((_, (_, own)) => text(own.language)),
    })
}

fn invoices(world: &World, events: &Events, ids: &Ids) -> SynthTable {
    let until = world.span.until;
    let mut disputed = vec![false; world.invoices.len()];
    for row in events
        .disputes
        .iter()
        .filter(|row| row.known.max(row.dispute.opened) <= until)
    {
        disputed[row.invoice as usize] = true;
    }
    let mut levels = vec![0_i64; world.invoices.len()];
    for row in events.reminders.iter().filter(|row| row.sent <= until) {
        let level = &mut levels[row.invoice as usize];
        *level = (*level).max(i64::from(row.level));
    }
    let rows: Vec<_> = (0_u32..).zip(&world.invoices).collect();
    table!("invoices", rows, {
        "invoice_id": Text((number, _) => ids.invoice(*number)),
        "customer_id": Text((_, invoice) => ids.customer(invoice.customer)),
        "invoice_date": Date((_, invoice) => Some(invoice.issue)),
        "due_date": Date((_, invoice) => Some(invoice.due)),
        "amount": Money((_, invoice) => Some(invoice.amount_minor)),
        "currency": Text(_ => text("EUR")),
        "kind": Text(_ => text("invoice")),
        "known_date": Date((_, invoice) => Some(invoice.known)),
        "payment_method": Text((_, invoice) => {
            text(if invoice.direct_debit { "direct_debit" } else { "bank_transfer" })
        }),
        "dunning_level": Int((number, _) => Some(levels[*number as usize])),
        "disputed": Bool((number, _) => Some(disputed[*number as usize])),
    })
}

fn payments(world: &World, events: &Events, ids: &Ids) -> SynthTable {
    let until = world.span.until;
    let mut rows: Vec<_> = events
        .entries
        .iter()
        .filter(|row| row.known <= until)
        .collect();
    rows.sort_by_key(|row| (row.entry.day, row.invoice));
    table!("payments", rows, {
        "invoice_id": Text(row => ids.invoice(row.invoice)),
        "payment_date": Date(row => Some(row.entry.day)),
        "amount": Money(row => Some(row.entry.amount_minor)),
        "known_date": Date(row => Some(row.known)),
        "kind": Text(row => text(row.entry.kind.name())),
    })
}

fn reminders(world: &World, events: &Events, ids: &Ids) -> SynthTable {
    let until = world.span.until;
    let mut rows: Vec<_> = events
        .reminders
        .iter()
        .filter(|row| row.sent <= until)
        .collect();
    rows.sort_by_key(|row| (row.sent, row.invoice, row.level));
    table!("reminders", rows, {
        "invoice_id": Text(row => ids.invoice(row.invoice)),
        "sent_date": Date(row => Some(row.sent)),
        "level": Int(row => Some(i64::from(row.level))),
        "channel": Text(row => text(row.channel)),
        "replied_date": Date(row => row.replied.filter(|&day| day <= until)),
        "known_date": Date(row => Some(row.sent)),
    })
}

fn disputes(world: &World, events: &Events, ids: &Ids) -> SynthTable {
    let until = world.span.until;
    let mut rows: Vec<_> = events
        .disputes
        .iter()
        .filter(|row| row.known <= until)
        .collect();
    rows.sort_by_key(|row| (row.dispute.opened, row.invoice));
    table!("disputes", rows, {
        "invoice_id": Text(row => ids.invoice(row.invoice)),
        "opened_date": Date(row => Some(row.dispute.opened)),
        "reason": Text(row => text(row.reason)),
        "closed_date": Date(row => Some(row.dispute.closed).filter(|&day| day <= until)),
        "known_date": Date(row => Some(row.known)),
    })
}

fn promises(world: &World, events: &Events, ids: &Ids) -> SynthTable {
    let until = world.span.until;
    let mut rows: Vec<_> = events
        .promises
        .iter()
        .filter(|row| row.known <= until)
        .collect();
    rows.sort_by_key(|row| (row.made, row.invoice, row.promised));
    table!("promises", rows, {
        "invoice_id": Text(row => ids.invoice(row.invoice)),
        "made_date": Date(row => Some(row.made)),
        "promised_date": Date(row => Some(row.promised)),
        "amount": Money(row => Some(row.amount_minor)),
        "known_date": Date(row => Some(row.known)),
    })
}

fn signal_table(world: &World, events: &Events, ids: &Ids) -> SynthTable {
    let until = world.span.until;
    let mut rows = signals(world, events);
    rows.retain(|row| row.known <= until);
    table!("signals", rows, {
        "customer_id": Text(row => ids.customer(row.customer)),
        "invoice_id": Text(row => row.invoice.and_then(|number| ids.invoice(number))),
        "signal_date": Date(row => Some(row.day)),
        "end_date": Date(row => row.end.filter(|&day| day <= until)),
        "known_date": Date(row => Some(row.known)),
        "kind": Text(row => text(row.kind)),
        "value": Float(row => row.value),
        "text": Text(row => row.text.and_then(text)),
    })
}
