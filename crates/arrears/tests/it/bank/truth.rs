//! Transfers that would have led to the payments of a generated ledger: whose money, for which invoices.

use std::collections::{BTreeMap, HashMap};

use arrears::Day;
use arrears_synth::{Population, SynthColumn, SynthTable};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

/// A customer as its bank knows it.
pub struct Customer {
    pub id: String,
    pub name: String,
    pub contact: String,
    pub accounts: Vec<String>,
}

/// Money that moves once, and what it is for. Without parts it is nobody's payment.
#[derive(Clone)]
pub struct Transfer {
    pub day: Day,
    pub customer: Option<usize>,
    /// Invoices with cents, negative where a direct debit comes back.
    pub parts: Vec<(String, i64)>,
    pub is_direct_debit: bool,
    /// Cents of a transfer without parts.
    pub other_cents: i64,
}

impl Transfer {
    pub fn cents(&self) -> i64 {
        self.other_cents + self.parts.iter().map(|(_, cents)| cents).sum::<i64>()
    }
}

/// How invoices are numbered.
#[derive(Clone, Copy, PartialEq)]
pub enum Numbers {
    /// `23000123`, as generated.
    Plain,
    /// `VF-23/000123`.
    Marked,
}

impl Numbers {
    /// Renumbers the invoices and what refers to them.
    pub fn apply(self, population: &mut Population) {
        if self == Numbers::Plain {
            return;
        }
        for table in &mut population.tables {
            let columns = table
                .columns
                .iter_mut()
                .filter(|(name, _)| name == "invoice_id");
            for (_, column) in columns {
                let SynthColumn::Text(cells) = column else {
                    continue;
                };
                for cell in cells.iter_mut().flatten() {
                    *cell = format!("VF-{}/{}", &cell[..2], &cell[2..]);
                }
            }
        }
    }
}

fn texts<'a>(table: &'a SynthTable, column: &str) -> &'a [Option<String>] {
    match table.column(column) {
        Some(SynthColumn::Text(cells)) => cells,
        _ => panic!("no text in {column}"),
    }
}

/// The customers, each with one account or two.
pub fn customers(population: &Population, random: &mut ChaCha8Rng) -> Vec<Customer> {
    let table = &population.tables[0];
    let column = |name| {
        texts(table, name)
            .iter()
            .map(|cell| cell.clone().unwrap_or_default())
    };
    let people = column("customer_id")
        .zip(column("name"))
        .zip(column("contact_name"));
    people
        .map(|((id, name), contact)| {
            let n_accounts = if random.random_bool(0.1) { 2 } else { 1 };
            let accounts = (0..n_accounts).map(|_| iban(random)).collect();
            Customer {
                id,
                name,
                contact,
                accounts,
            }
        })
        .collect()
}

/// An account number with the right check digits, of a bank that is none.
pub fn iban(random: &mut ChaCha8Rng) -> String {
    let number: u64 = random.random_range(100_000_000..9_999_999_999);
    let body = format!("XBNK{number:010}");
    let rest = arrears_formats_mod_97(&format!("{body}NL00"));
    format!("NL{:02}{body}", 98 - rest)
}

fn arrears_formats_mod_97(text: &str) -> u32 {
    text.bytes().fold(0, |rest, byte| {
        let digit = char::from(byte).to_digit(36).unwrap();
        (rest * if digit < 10 { 10 } else { 100 } + digit) % 97
    })
}

/// Customer by invoice, and whether it is collected by direct debit.
fn invoices(population: &Population, customers: &[Customer]) -> HashMap<String, (usize, bool)> {
    let by_id: HashMap<&str, usize> = customers
        .iter()
        .enumerate()
        .map(|(at, customer)| (customer.id.as_str(), at))
        .collect();
    let table = &population.tables[1];
    let rows = texts(table, "invoice_id")
        .iter()
        .zip(texts(table, "customer_id"))
        .zip(texts(table, "payment_method"));
    rows.map(|((id, customer), method)| {
        let is_debit = method.as_deref() == Some("direct_debit");
        (
            id.clone().unwrap(),
            (by_id[customer.as_deref().unwrap()], is_debit),
        )
    })
    .collect()
}

/// The transfers, in order of their days. What a customer pays on one day is mostly one transfer.
pub fn transfers(
    population: &Population,
    customers: &[Customer],
    random: &mut ChaCha8Rng,
) -> Vec<Transfer> {
    let invoices = invoices(population, customers);
    let table = &population.tables[2];
    let (Some(SynthColumn::Date(days)), Some(SynthColumn::Money(amounts))) =
        (table.column("payment_date"), table.column("amount"))
    else {
        panic!("payments without days and amounts");
    };
    let mut runs: BTreeMap<(Day, usize), Vec<(String, i64)>> = BTreeMap::new();
    let mut transfers = Vec::new();
    for (row, (id, kind)) in texts(table, "invoice_id")
        .iter()
        .zip(texts(table, "kind"))
        .enumerate()
    {
        let (id, day, cents) = (
            id.clone().unwrap(),
            Day(days[row].unwrap()),
            amounts[row].unwrap().abs(),
        );
        let (customer, is_debit) = invoices[&id];
        let single = |cents| Transfer {
            day,
            customer: Some(customer),
            parts: vec![(id.clone(), cents)],
            is_direct_debit: is_debit,
            other_cents: 0,
        };
        match kind.as_deref() {
            Some("payment") if is_debit || random.random_bool(0.15) => {
                transfers.push(single(cents))
            }
            Some("payment") => runs.entry((day, customer)).or_default().push((id, cents)),
            Some("reversal") => transfers.push(single(-cents)),
            _ => {}
        }
    }
    transfers.extend(runs.into_iter().map(|((day, customer), parts)| Transfer {
        day,
        customer: Some(customer),
        parts,
        is_direct_debit: false,
        other_cents: 0,
    }));
    let others = others(&transfers, random);
    transfers.extend(others);
    transfers.sort_by(|a, b| {
        (a.day, a.customer, &a.parts, a.other_cents).cmp(&(
            b.day,
            b.customer,
            &b.parts,
            b.other_cents,
        ))
    });
    transfers
}

/// Money that has nothing to do with invoices; a tenth of what comes in has the very amount of a payment.
fn others(transfers: &[Transfer], random: &mut ChaCha8Rng) -> Vec<Transfer> {
    let n = transfers.len() / 6;
    let other = |_| {
        let like = &transfers[random.random_range(0..transfers.len())];
        let is_debit = random.random_bool(0.5);
        let cents = if random.random_bool(0.1) {
            like.cents().abs()
        } else {
            random.random_range(500..2_000_000)
        };
        Transfer {
            day: like.day + random.random_range(0..20),
            customer: None,
            parts: Vec::new(),
            is_direct_debit: false,
            other_cents: if is_debit { -cents } else { cents },
        }
    };
    (0..n).map(other).collect()
}
