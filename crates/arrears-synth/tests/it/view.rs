//! Generated tables, read by column name.

use std::collections::HashMap;

use arrears_synth::{Population, SynthColumn, SynthTable};

/// A table of a population.
pub fn table<'a>(population: &'a Population, name: &str) -> &'a SynthTable {
    population
        .tables
        .iter()
        .chain(&population.truth)
        .find(|table| table.name == name)
        .unwrap_or_else(|| panic!("no table `{name}`"))
}

macro_rules! column_reader {
    ($name:ident, $form:ident, $cell:ty) => {
        /// The cells of a column of that form.
        pub fn $name<'a>(table: &'a SynthTable, column: &str) -> &'a [Option<$cell>] {
            match table.column(column) {
                Some(SynthColumn::$form(cells)) => cells,
                other => panic!("`{column}` of `{}` is {other:?}", table.name),
            }
        }
    };
}

column_reader!(texts, Text, String);
column_reader!(dates, Date, i32);
column_reader!(amounts, Money, i64);
column_reader!(whole, Int, i64);
column_reader!(floats, Float, f64);
column_reader!(flags, Bool, bool);

/// The cells of a column without missing values.
pub fn full<T: Clone>(cells: &[Option<T>]) -> Vec<T> {
    cells
        .iter()
        .map(|cell| cell.clone().expect("no missing value"))
        .collect()
}

/// Row of each identifier; identifiers are unique.
pub fn rows_by_id(table: &SynthTable, column: &str) -> HashMap<String, usize> {
    let ids = full(texts(table, column));
    let rows: HashMap<String, usize> = ids.iter().cloned().zip(0..).collect();
    assert_eq!(
        rows.len(),
        ids.len(),
        "`{column}` of `{}` is not unique",
        table.name
    );
    rows
}

/// An entry on an invoice's account.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub day: i32,
    pub known: i32,
    pub amount: i64,
    pub kind: String,
}

impl Entry {
    /// What it takes off the open amount, in cents.
    pub fn settles(&self) -> i64 {
        match self.kind.as_str() {
            "payment" | "credit_note" => self.amount,
            "reversal" => -self.amount,
            "write_off" => 0,
            other => panic!("kind `{other}`"),
        }
    }
}

/// An invoice with what the ledger and the truth say of it.
#[derive(Debug, Clone)]
pub struct Invoice {
    pub customer: String,
    pub issue: i32,
    pub due: i32,
    pub amount: i64,
    pub known: i32,
    pub direct_debit: bool,
    pub entries: Vec<Entry>,
    /// Day, level.
    pub reminders: Vec<(i32, i64)>,
    pub settled: Option<i32>,
    pub late: bool,
    pub p_late: f64,
    pub mechanism: String,
}

/// All invoices, in the order of the table.
pub fn invoices(population: &Population) -> Vec<Invoice> {
    let (ledger, truth) = (
        table(population, "invoices"),
        table(population, "true_invoices"),
    );
    assert_eq!(texts(ledger, "invoice_id"), texts(truth, "invoice_id"));
    let mut invoices: Vec<Invoice> = (0..ledger.n_rows())
        .map(|row| Invoice {
            customer: texts(ledger, "customer_id")[row].clone().expect("given"),
            issue: dates(ledger, "invoice_date")[row].expect("given"),
            due: dates(ledger, "due_date")[row].expect("given"),
            amount: amounts(ledger, "amount")[row].expect("given"),
            known: dates(ledger, "known_date")[row].expect("given"),
            direct_debit: texts(ledger, "payment_method")[row].as_deref() == Some("direct_debit"),
            entries: Vec::new(),
            reminders: Vec::new(),
            settled: dates(truth, "settlement_date")[row],
            late: flags(truth, "late")[row].expect("given"),
            p_late: floats(truth, "p_late")[row].expect("given"),
            mechanism: texts(truth, "mechanism")[row].clone().expect("given"),
        })
        .collect();
    let rows = rows_by_id(ledger, "invoice_id");
    let owner = |ids: &[Option<String>], row: usize| rows[ids[row].as_ref().expect("given")];
    let payments = table(population, "payments");
    let ids = texts(payments, "invoice_id");
    for row in 0..payments.n_rows() {
        invoices[owner(ids, row)].entries.push(Entry {
            day: dates(payments, "payment_date")[row].expect("given"),
            known: dates(payments, "known_date")[row].expect("given"),
            amount: amounts(payments, "amount")[row].expect("given"),
            kind: texts(payments, "kind")[row].clone().expect("given"),
        });
    }
    let reminders = table(population, "reminders");
    let ids = texts(reminders, "invoice_id");
    for row in 0..reminders.n_rows() {
        let sent = dates(reminders, "sent_date")[row].expect("given");
        let level = whole(reminders, "level")[row].expect("given");
        invoices[owner(ids, row)].reminders.push((sent, level));
    }
    invoices
}
