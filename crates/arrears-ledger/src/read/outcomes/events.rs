//! Outcomes as rows of reminders, disputes, promises and signals, behind those that the ledger has.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::super::assemble::frame_mut;
use super::super::view::ours;
use super::invoices::Billed;
use crate::schema::{self, ColumnType};
use crate::{Day, Ledger, LedgerError, Table};

/// One outcome.
pub(super) struct Told {
    pub(super) outcome: &'static str,
    /// The day of the list.
    pub(super) list: Option<Day>,
    /// As the list names it; empty where it has no such column.
    pub(super) customer_id: String,
    pub(super) invoices: Vec<Billed>,
    pub(super) on: Day,
    pub(super) promised: Option<Day>,
    pub(super) amount_minor: Option<i64>,
    pub(super) note: Option<String>,
}

/// What makes two rows one outcome. Two promised days are two promises.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) outcome: &'static str,
    list: Option<Day>,
    customer_id: String,
    invoice_ids: Vec<String>,
    on: Day,
    promised: Option<Day>,
}

impl Told {
    pub(super) fn key(&self) -> Key {
        let ids = self.invoices.iter().map(|invoice| &invoice.invoice_id);
        Key {
            outcome: self.outcome,
            list: self.list,
            customer_id: self.customer_id.clone(),
            invoice_ids: ids.cloned().collect(),
            on: self.on,
            promised: self.promised,
        }
    }
}

/// A cell of a row to be added.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Day(Day),
    Amount(i64),
    Level(i32),
}

/// A row to be added, by column.
type Row = BTreeMap<&'static str, Value>;

/// Rows by table.
#[derive(Default)]
pub(super) struct Events(BTreeMap<Table, Vec<Row>>);

impl Events {
    /// Takes one outcome apart.
    pub(super) fn take(&mut self, told: Told) {
        let answered = told.outcome != "no_answer";
        let mut left = told.amount_minor;
        for invoice in &told.invoices {
            self.contact(invoice, told.on, answered);
            match told.outcome {
                "promise" => self.promise(invoice, &told, &mut left),
                "paid" => self.claim(invoice, &told),
                "disputed" => self.dispute(invoice, &told),
                _ => {}
            }
        }
        if let Some((kind, text)) = signal(told.outcome) {
            let mut customers: Vec<&Billed> = told.invoices.iter().collect();
            customers.sort_by(|a, b| a.customer_id.cmp(&b.customer_id));
            customers.dedup_by(|a, b| a.customer_id == b.customer_id);
            for invoice in customers {
                let text = text.map(str::to_owned).or_else(|| told.note.clone());
                self.signal(invoice, told.on, kind, text);
            }
        }
    }

    fn contact(&mut self, invoice: &Billed, on: Day, answered: bool) {
        let mut row = Row::from([
            ("invoice_id", Value::Text(invoice.invoice_id.clone())),
            ("sent_date", Value::Day(on)),
            ("level", Value::Level(0)),
            ("channel", Value::Text("phone".to_owned())),
            ("known_date", Value::Day(on)),
        ]);
        if answered {
            row.insert("replied_date", Value::Day(on));
        }
        self.0.entry(Table::Reminders).or_default().push(row);
    }

    /// Of an amount for all, each invoice takes what it can, the oldest first.
    fn promise(&mut self, invoice: &Billed, told: &Told, left: &mut Option<i64>) {
        let Some(promised) = told.promised else {
            return;
        };
        let mut row = Row::from([
            ("invoice_id", Value::Text(invoice.invoice_id.clone())),
            ("made_date", Value::Day(told.on)),
            ("promised_date", Value::Day(promised)),
            ("known_date", Value::Day(told.on)),
        ]);
        if let Some(left) = left {
            let part = (*left).min(invoice.amount_minor.max(0));
            if part <= 0 {
                return;
            }
            *left -= part;
            row.insert("amount", Value::Amount(part));
        }
        self.0.entry(Table::Promises).or_default().push(row);
    }

    fn dispute(&mut self, invoice: &Billed, told: &Told) {
        let mut row = Row::from([
            ("invoice_id", Value::Text(invoice.invoice_id.clone())),
            ("opened_date", Value::Day(told.on)),
            ("known_date", Value::Day(told.on)),
        ]);
        if let Some(note) = &told.note {
            row.insert("reason", Value::Text(note.clone()));
        }
        self.0.entry(Table::Disputes).or_default().push(row);
    }

    /// The customer says that it has paid: nothing was promised, and it is us who look.
    fn claim(&mut self, invoice: &Billed, told: &Told) {
        let mut row = Row::from([
            ("customer_id", Value::Text(invoice.customer_id.clone())),
            ("signal_date", Value::Day(told.on)),
            ("known_date", Value::Day(told.on)),
            ("kind", Value::Text("payment_claimed".to_owned())),
            ("invoice_id", Value::Text(invoice.invoice_id.clone())),
        ]);
        if let Some(note) = &told.note {
            row.insert("text", Value::Text(note.clone()));
        }
        self.0.entry(Table::Signals).or_default().push(row);
    }

    fn signal(&mut self, invoice: &Billed, on: Day, kind: &str, text: Option<String>) {
        let mut row = Row::from([
            ("customer_id", Value::Text(invoice.customer_id.clone())),
            ("signal_date", Value::Day(on)),
            ("known_date", Value::Day(on)),
            ("kind", Value::Text(kind.to_owned())),
        ]);
        if kind == "nonpayment_reason" {
            row.insert("invoice_id", Value::Text(invoice.invoice_id.clone()));
        }
        if let Some(text) = text {
            row.insert("text", Value::Text(text));
        }
        self.0.entry(Table::Signals).or_default().push(row);
    }

    /// Puts the rows behind those of the ledger.
    pub(super) fn append_to(mut self, ledger: &mut Ledger) -> Result<(), LedgerError> {
        if !ledger.coverage.has_table(Table::Reminders) {
            self.0.remove(&Table::Reminders);
        }
        for (table, rows) in self.0 {
            let added = frame(table, &rows).map_err(ours("adding the outcomes of a worklist"))?;
            let columns = added.get_column_names_owned();
            let Some(own) = frame_mut(ledger, table) else {
                continue;
            };
            *own = joined(own, &added).map_err(ours("adding the outcomes of a worklist"))?;
            let covered = &mut ledger.coverage.tables.entry(table).or_default().columns;
            for column in columns {
                if !covered.iter().any(|name| *name == column.as_str()) {
                    covered.push(column.to_string());
                }
            }
        }
        Ok(())
    }
}

/// The signal that an outcome is, and what it says.
fn signal(outcome: &str) -> Option<(&'static str, Option<&'static str>)> {
    match outcome {
        "no_answer" => Some(("contact_unanswered", None)),
        "billing_error" => Some(("billing_error", None)),
        "terms_extension_requested" => Some(("terms_extension_requested", None)),
        "forgot" => Some(("nonpayment_reason", Some("forgot"))),
        "not_received" => Some(("nonpayment_reason", Some("not_received"))),
        "internal_process" => Some(("nonpayment_reason", Some("internal_process"))),
        "cash_trouble" => Some(("nonpayment_reason", Some("cash_trouble"))),
        _ => None,
    }
}

/// The rows as a frame, with the columns of the table that any of them has.
fn frame(table: Table, rows: &[Row]) -> PolarsResult<DataFrame> {
    let mut columns = Vec::new();
    for column in schema::columns_of(table) {
        if !rows.iter().any(|row| row.contains_key(column.name)) {
            continue;
        }
        let cells = || rows.iter().map(|row| row.get(column.name));
        let texts = || {
            cells().map(|cell| match cell {
                Some(Value::Text(text)) => Some(text.as_str()),
                _ => None,
            })
        };
        let numbers = || {
            cells().map(|cell| match cell {
                Some(Value::Day(day)) => Some(day.0),
                Some(Value::Level(level)) => Some(*level),
                _ => None,
            })
        };
        let name = column.name.into();
        let series = match column.column_type {
            ColumnType::Amount | ColumnType::Number => {
                let amounts = cells().map(|cell| match cell {
                    Some(Value::Amount(minor)) => Some(*minor as f64 / 100.0),
                    _ => None,
                });
                Series::new(name, amounts.collect::<Vec<_>>())
            }
            ColumnType::Date | ColumnType::Integer => {
                Series::new(name, numbers().collect::<Vec<_>>())
            }
            _ => Series::new(name, texts().collect::<Vec<_>>()),
        };
        columns.push(series.cast(&column.column_type.dtype())?.into_column());
    }
    DataFrame::new(rows.len(), columns)
}

/// Two frames, one behind the other; a column that one of them lacks is empty there.
fn joined(above: &DataFrame, below: &DataFrame) -> PolarsResult<DataFrame> {
    if above.height() == 0 {
        return Ok(below.clone());
    }
    let mut names = above.get_column_names_owned();
    names.extend(
        below
            .get_column_names_owned()
            .into_iter()
            .filter(|name| above.column(name).is_err()),
    );
    let columns = names.iter().map(|name| {
        let (upper, lower) = (above.column(name), below.column(name));
        let dtype = upper
            .as_ref()
            .or(lower.as_ref())
            .map(|column| column.dtype().clone());
        let dtype = dtype.unwrap_or(DataType::String);
        let filled = |column: PolarsResult<&Column>, n: usize| match column {
            Ok(column) => column.cast(&dtype),
            Err(_) => Ok(Column::full_null(name.clone(), n, &dtype)),
        };
        let mut upper = filled(upper, above.height())?;
        upper.append(&filled(lower, below.height())?)?;
        Ok(upper.rechunk())
    });
    let columns = columns.collect::<PolarsResult<Vec<Column>>>()?;
    DataFrame::new(above.height() + below.height(), columns)
}
