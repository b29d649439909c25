//! Invoices and customers written by hand, for the tests of every rule.

use super::*;

/// The as-of day of the examples: 2025-12-31.
pub(crate) const DAY: Day = Day(20_453);

/// An open invoice of 1,000.00 at 30 days, due `ago` days before the as-of day, not yet paid.
pub(crate) fn invoice(ago: i32) -> InvoiceFacts {
    let due_date = DAY - ago;
    let invoice_date = due_date - 30;
    InvoiceFacts {
        ix: InvoiceIx(0),
        invoice_date,
        due_date,
        known_day: invoice_date,
        amount_minor: 100_000,
        sold_minor: 100_000,
        open_minor: 100_000,
        opening_minor: if invoice_date <= DAY - KPI_WINDOW_DAYS {
            100_000
        } else {
            0
        },
        is_credit_note: false,
        direct_debit: false,
        excluded: false,
        mature: ago >= 0,
        late: ago >= 0,
        settled_on: None,
        days_late: ago.max(0),
        depth: 0,
        depth_since: None,
        unpaid_depth: 0,
        unpaid_depth_since: None,
        opening_unpaid_depth: 0,
        has_dispute: false,
        dispute_open: false,
        promised: Promised::default(),
        n_broken_promises: 0,
        opening_broken_promises: 0,
    }
}

/// An unpaid invoice due `ago` days ago.
pub(crate) fn unpaid(ago: i32) -> InvoiceFacts {
    invoice(ago)
}

/// An invoice due `ago` days ago and paid `late` days after its due date.
pub(crate) fn paid(ago: i32, late: i32) -> InvoiceFacts {
    let base = invoice(ago);
    let settled_on = base.due_date + late;
    assert!(settled_on <= DAY, "an example is paid by the as-of day");
    let opening_minor = if settled_on <= DAY - KPI_WINDOW_DAYS {
        0
    } else {
        base.opening_minor
    };
    InvoiceFacts {
        settled_on: Some(settled_on),
        days_late: late,
        late: base.mature && late > 0,
        open_minor: 0,
        opening_minor,
        ..base
    }
}

/// A customer with these invoices (given in any order).
pub(crate) struct Example {
    pub(crate) facts: CustomerFacts,
    pub(crate) invoices: Vec<InvoiceFacts>,
}

pub(crate) fn customer(id: &str, invoices: Vec<InvoiceFacts>) -> Example {
    let facts = CustomerFacts {
        ix: CustomerIx(0),
        customer_id: id.to_owned(),
        sector: None,
        size_class: None,
        traits: Traits::default(),
        consumer: false,
        natural_person: false,
        intercompany: false,
        signals: Vec::new(),
        invoices: 0..0,
    };
    Example { facts, invoices }
}

/// A portfolio of these customers with all tables.
pub(crate) fn portfolio(examples: Vec<Example>) -> Portfolio {
    let mut all = Portfolio {
        as_of: DAY,
        known: DAY,
        currency: "EUR".to_owned(),
        evidence: Evidence::ALL,
        customers: Vec::new(),
        invoices: Vec::new(),
    };
    for (
        i,
        Example {
            mut facts,
            mut invoices,
        },
    ) in examples.into_iter().enumerate()
    {
        invoices.sort_by_key(|invoice| invoice.due_date);
        facts.ix = CustomerIx(i as u32);
        facts.invoices = all.invoices.len()..all.invoices.len() + invoices.len();
        all.customers.push(facts);
        all.invoices.extend(invoices);
    }
    all
}
