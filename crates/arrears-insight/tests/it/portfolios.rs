//! Made-up portfolios from a seed, by a small congruential generator (no distribution matters here).

use arrears_features::{CustomerIx, InvoiceIx};
use arrears_insight::facts::{
    CustomerFacts, Evidence, InvoiceFacts, Portfolio, SignalFact, Traits,
};
use arrears_ledger::Day;

pub const AS_OF: Day = Day(20_453);

/// Knuth's 64-bit linear congruential generator; the high bits are used.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1) as u64) as i32
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// `n` customers of all kinds, some without anything but an open invoice.
pub fn portfolio(seed: u64, n: usize) -> Portfolio {
    let mut numbers = Numbers(seed);
    let customers = (0..n).map(|i| customer(&mut numbers, i)).collect();
    assemble(customers)
}

pub fn assemble(customers: Vec<(CustomerFacts, Vec<InvoiceFacts>)>) -> Portfolio {
    let mut all = Portfolio {
        as_of: AS_OF,
        known: AS_OF,
        currency: "EUR".to_owned(),
        evidence: Evidence::ALL,
        customers: Vec::new(),
        invoices: Vec::new(),
    };
    for (i, (mut facts, invoices)) in customers.into_iter().enumerate() {
        facts.ix = CustomerIx(i as u32);
        facts.invoices = all.invoices.len()..all.invoices.len() + invoices.len();
        all.customers.push(facts);
        all.invoices.extend(invoices);
    }
    all
}

pub fn parts(portfolio: &Portfolio) -> Vec<(CustomerFacts, Vec<InvoiceFacts>)> {
    let part =
        |customer: &CustomerFacts| (customer.clone(), portfolio.invoices_of(customer).to_vec());
    portfolio.customers.iter().map(part).collect()
}

pub fn customer(numbers: &mut Numbers, i: usize) -> (CustomerFacts, Vec<InvoiceFacts>) {
    let typical_late = numbers.between(-15, 40);
    let n_invoices = [1, 3, 12, 40][numbers.below(4) as usize];
    let mut invoices: Vec<InvoiceFacts> = (0..n_invoices)
        .map(|_| invoice(numbers, typical_late))
        .collect();
    invoices.sort_by_key(|invoice| invoice.due_date);
    let kinds = [
        "bankruptcy",
        "lawsuit",
        "direct_debit_revoked",
        "negative_review",
    ];
    let signals = numbers.chance(10).then(|| SignalFact {
        kind: kinds[numbers.below(4) as usize].to_owned(),
        day: AS_OF - numbers.between(0, 200),
        end: None,
    });
    let facts = CustomerFacts {
        ix: CustomerIx(0),
        customer_id: format!("c{i:04}"),
        sector: numbers
            .chance(90)
            .then(|| format!("sector {}", numbers.below(6))),
        size_class: numbers
            .chance(80)
            .then(|| format!("size {}", numbers.below(3))),
        traits: Traits::default(),
        consumer: numbers.chance(5),
        natural_person: numbers.chance(15),
        intercompany: numbers.chance(5),
        signals: signals.into_iter().collect(),
        invoices: 0..0,
    };
    (facts, invoices)
}

fn invoice(numbers: &mut Numbers, typical_late: i32) -> InvoiceFacts {
    let due_date = AS_OF - numbers.between(-40, 900);
    let invoice_date = due_date - [14, 30, 60][numbers.below(3) as usize];
    let invoice_date = invoice_date.min(AS_OF);
    let amount_minor = i64::from(numbers.between(1_000, 900_000));
    let days_late = typical_late + numbers.between(-12, 12);
    let paid_on = (due_date + days_late).max(invoice_date);
    let is_paid = paid_on <= AS_OF && numbers.chance(95);
    let mature = due_date <= AS_OF;
    let opening = AS_OF - 90;
    let known_then = invoice_date <= opening;
    let depth = if days_late > 14 {
        numbers.below(4) as u8
    } else {
        0
    };
    InvoiceFacts {
        ix: InvoiceIx(0),
        invoice_date,
        due_date,
        known_day: invoice_date,
        amount_minor,
        sold_minor: amount_minor,
        open_minor: if is_paid { 0 } else { amount_minor },
        opening_minor: if known_then && (!is_paid || paid_on > opening) {
            amount_minor
        } else {
            0
        },
        is_credit_note: false,
        direct_debit: numbers.chance(8),
        excluded: numbers.chance(2),
        mature,
        late: mature && !(is_paid && paid_on <= due_date),
        settled_on: is_paid.then_some(paid_on),
        days_late: if is_paid {
            paid_on - due_date
        } else {
            (AS_OF - due_date).max(0)
        },
        depth,
        depth_since: (depth > 0).then_some(due_date + 14),
        unpaid_depth: depth,
        unpaid_depth_since: (depth > 0).then_some(due_date + 14),
        opening_unpaid_depth: if due_date + 14 <= opening { depth } else { 0 },
        has_dispute: numbers.chance(6),
        dispute_open: false,
        promised: Default::default(),
        n_broken_promises: 0,
        opening_broken_promises: 0,
    }
}
