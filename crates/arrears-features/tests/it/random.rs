//! Random ledgers in which everything that can happen does: late bookings, parts, reversals, credits, write-offs,
//! history of attributes, promises kept and broken.

use crate::rows::{
    Customer, Days, Dispute, Invoice, Payment, Promise, Reminder, Rows, Signal, day,
};

/// SplitMix64 (doi:10.1145/2714064.2660195): enough for tests, and the same everywhere.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both possible.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = u64::from((high - low).unsigned_abs()) + 1;
        low + (self.next() % width) as i32
    }

    pub fn chance(&mut self, percent: i32) -> bool {
        self.between(1, 100) <= percent
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.between(0, items.len() as i32 - 1) as usize]
    }

    pub fn maybe<T>(&mut self, percent: i32, value: impl FnOnce(&mut Random) -> T) -> Option<T> {
        self.chance(percent).then(|| value(self))
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.between(0, last as i32) as usize);
        }
    }
}

/// A day within the span of the ledgers made here.
pub fn any_day(random: &mut Random) -> Days {
    random.between(day("2023-10-01"), day("2025-08-31"))
}

/// A ledger of a few customers and `n_invoices` invoices.
pub fn rows(seed: u64, n_invoices: i32) -> Rows {
    let mut random = Random(seed);
    let mut rows = Rows {
        dated: random.chance(50),
        ..Rows::default()
    };
    let n_customers = random.between(1, 5);
    for customer in 0..n_customers {
        add_customer(&mut random, &mut rows, &format!("C{customer}"));
    }
    for number in 0..n_invoices {
        let customer = format!("C{}", random.between(0, n_customers - 1));
        // Ids of their own whose order is not that of the rows.
        let id = format!("{:04}", number * 37 % 1_009);
        add_invoice(&mut random, &mut rows, id, customer);
    }
    rows
}

/// One invoice with all that hangs on it.
pub fn add_invoice(random: &mut Random, rows: &mut Rows, id: String, customer: String) {
    let date = random.between(day("2023-11-01"), day("2025-03-31"));
    // Dates and terms that repeat, so that ties and equal due dates come up.
    let date = date - if random.chance(50) { date % 7 } else { 0 };
    let terms = *random.pick(&[-3, 0, 7, 14, 30, 30, 30, 60]);
    let amount = match random.between(0, 9) {
        0 => 50,
        1 => 101,
        2 => 0,
        _ => i64::from(random.between(1_000, 300_000)),
    };
    let credit_note = random.chance(12);
    let invoice = Invoice {
        credits: link(random, rows, &id, credit_note),
        id,
        customer,
        date,
        due: date + terms + if random.chance(10) { 15 } else { 0 },
        original_due: random.maybe(15, |_| date + terms),
        amount,
        credit_note,
        direct_debit: random.chance(10),
        known_date: random.maybe(20, |random| date + random.between(-2, 80)),
        paid_date: random.maybe(30, any_day),
        dunning_level: random.maybe(30, |random| random.between(0, 5)),
        disputed: random.maybe(30, |random| random.chance(50)),
    };
    for _ in 0..*random.pick(&[0, 0, 1, 1, 1, 1, 2, 3]) {
        rows.payments.push(payment(random, &invoice));
    }
    for _ in 0..*random.pick(&[0, 0, 0, 1, 2, 4]) {
        rows.reminders.push(reminder(random, &invoice));
    }
    for _ in 0..*random.pick(&[0, 0, 0, 0, 1, 2]) {
        rows.disputes.push(dispute(random, &invoice));
    }
    for _ in 0..*random.pick(&[0, 0, 0, 0, 1, 2]) {
        rows.promises.push(promise(random, &invoice));
    }
    rows.invoices.push(invoice);
}

/// What a credit note names: mostly an earlier invoice, at times itself, nothing there is, or another credit note.
pub fn link(random: &mut Random, rows: &Rows, own: &str, credit_note: bool) -> Option<String> {
    if !random.chance(if credit_note { 80 } else { 5 }) {
        return None;
    }
    match random.between(0, 19) {
        0 => Some(own.to_owned()),
        1 => Some("no such invoice".to_owned()),
        _ if rows.invoices.is_empty() => None,
        _ => Some(random.pick(&rows.invoices).id.clone()),
    }
}

fn lag(random: &mut Random, date: Days) -> Option<Days> {
    random.maybe(30, |random| date + random.between(-1, 40))
}

pub fn payment(random: &mut Random, invoice: &Invoice) -> Payment {
    let date = invoice.due + *random.pick(&[-35, -10, -3, -1, 0, 0, 1, 2, 5, 16, 31, 90]);
    let kind = *random.pick(&[
        "payment",
        "payment",
        "payment",
        "payment",
        "discount",
        "offset",
        "credit_note",
        "write_off",
        "reversal",
    ]);
    let amount = match random.between(0, 5) {
        0 => invoice.amount / 2,
        1 => invoice.amount - 100,
        2 => invoice.amount / 3,
        3 => invoice.amount + 500,
        _ => invoice.amount,
    };
    Payment {
        invoice: Some(invoice.id.clone()),
        customer: random.maybe(50, |_| invoice.customer.clone()),
        date,
        amount: if random.chance(4) { -amount } else { amount },
        kind: kind.to_owned(),
        known_date: lag(random, date),
    }
}

pub fn reminder(random: &mut Random, invoice: &Invoice) -> Reminder {
    let sent = invoice.due + random.between(-5, 100);
    Reminder {
        invoice: invoice.id.clone(),
        sent,
        level: random.between(0, 5),
        replied: random.maybe(40, |random| sent + random.between(0, 60)),
        known_date: lag(random, sent),
    }
}

pub fn dispute(random: &mut Random, invoice: &Invoice) -> Dispute {
    let opened = invoice.date + random.between(0, 60);
    let reasons = ["billing_error", "goods", "terms", "no idea"];
    Dispute {
        invoice: invoice.id.clone(),
        opened,
        closed: random.maybe(50, |random| opened + random.between(0, 90)),
        reason: random.maybe(90, |random| (*random.pick(&reasons)).to_owned()),
        known_date: lag(random, opened),
    }
}

pub fn promise(random: &mut Random, invoice: &Invoice) -> Promise {
    let made = invoice.due + random.between(-10, 30);
    Promise {
        invoice: invoice.id.clone(),
        made,
        promised: made + random.between(0, 40),
        amount: random.maybe(50, |_| invoice.amount / 2),
        known_date: lag(random, made),
    }
}

pub fn signal(random: &mut Random, customer: &str) -> Signal {
    let date = any_day(random);
    let kinds = [
        "credit_score",
        "credit_score",
        "terms_extension_requested",
        "prepayment_refused",
        "direct_debit_revoked",
        "billing_error",
        "contact_unanswered",
        "bankruptcy",
        "lawsuit",
        "negative_review",
        "nonpayment_reason",
    ];
    Signal {
        customer: customer.to_owned(),
        date,
        end: random.maybe(40, |random| date + random.between(0, 200)),
        kind: (*random.pick(&kinds)).to_owned(),
        value: random.maybe(70, |random| random.between(1, 9).to_string()),
        known_date: random.maybe(30, |random| date + random.between(-1, 400)),
    }
}

fn add_customer(random: &mut Random, rows: &mut Rows, id: &str) {
    let starts: Vec<Option<Days>> = match (rows.dated, random.between(0, 2)) {
        (false, _) | (true, 0) => vec![None],
        (true, 1) => vec![Some(any_day(random))],
        (true, _) => vec![None, Some(day("2024-04-17")), Some(day("2024-11-30"))],
    };
    for valid_from in starts {
        rows.customers.push(customer(random, id, valid_from));
    }
    for _ in 0..random.between(0, 8) {
        rows.signals.push(signal(random, id));
    }
    for _ in 0..random.between(0, 2) {
        let date = any_day(random);
        rows.payments.push(Payment {
            invoice: None,
            customer: Some(id.to_owned()),
            date,
            amount: i64::from(random.between(1, 50_000)),
            kind: (*random.pick(&["payment", "reversal"])).to_owned(),
            known_date: lag(random, date),
        });
    }
}

pub fn customer(random: &mut Random, id: &str, valid_from: Option<Days>) -> Customer {
    let text = |random: &mut Random, options: &[&str]| {
        random.maybe(90, |random| (*random.pick(options)).to_owned())
    };
    Customer {
        id: id.to_owned(),
        valid_from,
        sector: text(random, &["retail", "transport"]),
        size_class: text(random, &["small", "large"]),
        country: text(random, &["NL", "BE", "FR"]),
        legal_form: text(random, &["BV", "eenmanszaak"]),
        credit_limit: random.maybe(80, |random| i64::from(random.between(0, 500_000))),
    }
}
