//! A ledger as plain rows, which tests can change, shuffle and scale before it becomes frames.

use arrears_ledger::{Day, Ledger, Table, TableCoverage};
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series};

pub type Days = i32;

#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub customers: Vec<Customer>,
    /// Whether customers have `valid_from`.
    pub dated: bool,
    pub invoices: Vec<Invoice>,
    pub payments: Vec<Payment>,
    pub reminders: Vec<Reminder>,
    pub disputes: Vec<Dispute>,
    pub promises: Vec<Promise>,
    pub signals: Vec<Signal>,
}

#[derive(Debug, Clone, Default)]
pub struct Customer {
    pub id: String,
    pub valid_from: Option<Days>,
    pub sector: Option<String>,
    pub size_class: Option<String>,
    pub country: Option<String>,
    pub legal_form: Option<String>,
    pub credit_limit: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub struct Invoice {
    pub id: String,
    pub customer: String,
    pub date: Days,
    pub due: Days,
    pub original_due: Option<Days>,
    pub amount: i64,
    pub credit_note: bool,
    pub direct_debit: bool,
    pub known_date: Option<Days>,
    /// The invoice that a credit note names.
    pub credits: Option<String>,
    /// End-state columns, which no feature may use.
    pub paid_date: Option<Days>,
    pub dunning_level: Option<i32>,
    pub disputed: Option<bool>,
}

#[derive(Debug, Clone, Default)]
pub struct Payment {
    pub invoice: Option<String>,
    pub customer: Option<String>,
    pub date: Days,
    pub amount: i64,
    pub kind: String,
    pub known_date: Option<Days>,
}

#[derive(Debug, Clone, Default)]
pub struct Reminder {
    pub invoice: String,
    pub sent: Days,
    pub level: i32,
    pub replied: Option<Days>,
    pub known_date: Option<Days>,
}

#[derive(Debug, Clone, Default)]
pub struct Dispute {
    pub invoice: String,
    pub opened: Days,
    pub closed: Option<Days>,
    pub reason: Option<String>,
    pub known_date: Option<Days>,
}

#[derive(Debug, Clone, Default)]
pub struct Promise {
    pub invoice: String,
    pub made: Days,
    pub promised: Days,
    pub amount: Option<i64>,
    pub known_date: Option<Days>,
}

#[derive(Debug, Clone, Default)]
pub struct Signal {
    pub customer: String,
    pub date: Days,
    pub end: Option<Days>,
    pub kind: String,
    pub value: Option<String>,
    pub known_date: Option<Days>,
}

impl Rows {
    /// The ledger with these rows, as `arrears-ledger` would read it.
    pub fn ledger(&self) -> Ledger {
        let mut ledger = Ledger {
            customers: self.customer_frame(),
            invoices: self.invoice_frame(),
            payments: self.payment_frame(),
            reminders: self.reminder_frame(),
            disputes: self.dispute_frame(),
            promises: self.promise_frame(),
            signals: self.signal_frame(),
            ..Ledger::default()
        };
        for table in Table::ALL {
            let names = ledger.frame(table).get_column_names();
            let columns = names.iter().map(|name| name.to_string()).collect();
            let coverage = TableCoverage {
                columns,
                ..TableCoverage::default()
            };
            ledger.coverage.tables.insert(table, coverage);
        }
        ledger
    }

    fn customer_frame(&self) -> DataFrame {
        let rows = &self.customers;
        let mut columns = vec![
            text("customer_id", rows, |row| Some(row.id.clone())),
            text("sector", rows, |row| row.sector.clone()),
            text("size_class", rows, |row| row.size_class.clone()),
            text("country", rows, |row| row.country.clone()),
            text("legal_form", rows, |row| row.legal_form.clone()),
            money("credit_limit", rows, |row| row.credit_limit),
        ];
        if self.dated {
            columns.push(days("valid_from", rows, |row| row.valid_from));
        }
        frame(columns)
    }

    fn invoice_frame(&self) -> DataFrame {
        let rows = &self.invoices;
        let kind = |row: &Invoice| {
            if row.credit_note {
                "credit_note"
            } else {
                "invoice"
            }
        };
        let method = |row: &Invoice| {
            if row.direct_debit {
                "sepa_dd"
            } else {
                "transfer"
            }
        };
        frame(vec![
            text("invoice_id", rows, |row| Some(row.id.clone())),
            text("customer_id", rows, |row| Some(row.customer.clone())),
            days("invoice_date", rows, |row| Some(row.date)),
            days("due_date", rows, |row| Some(row.due)),
            days("original_due_date", rows, |row| row.original_due),
            money("amount", rows, |row| Some(row.amount)),
            text("kind", rows, |row| Some(kind(row).to_owned())),
            text("payment_method", rows, |row| Some(method(row).to_owned())),
            days("known_date", rows, |row| row.known_date),
            text("credits_invoice_id", rows, |row| row.credits.clone()),
            days("paid_date", rows, |row| row.paid_date),
            Series::new(
                "dunning_level".into(),
                column(rows, |row| row.dunning_level),
            )
            .into(),
            Series::new("disputed".into(), column(rows, |row| row.disputed)).into(),
        ])
    }

    fn payment_frame(&self) -> DataFrame {
        let rows = &self.payments;
        frame(vec![
            text("invoice_id", rows, |row| row.invoice.clone()),
            text("customer_id", rows, |row| row.customer.clone()),
            days("payment_date", rows, |row| Some(row.date)),
            money("amount", rows, |row| Some(row.amount)),
            text("kind", rows, |row| Some(row.kind.clone())),
            days("known_date", rows, |row| row.known_date),
        ])
    }

    fn reminder_frame(&self) -> DataFrame {
        let rows = &self.reminders;
        frame(vec![
            text("invoice_id", rows, |row| Some(row.invoice.clone())),
            days("sent_date", rows, |row| Some(row.sent)),
            Series::new("level".into(), column(rows, |row| row.level)).into(),
            days("replied_date", rows, |row| row.replied),
            days("known_date", rows, |row| row.known_date),
        ])
    }

    fn dispute_frame(&self) -> DataFrame {
        let rows = &self.disputes;
        frame(vec![
            text("invoice_id", rows, |row| Some(row.invoice.clone())),
            days("opened_date", rows, |row| Some(row.opened)),
            days("closed_date", rows, |row| row.closed),
            text("reason", rows, |row| row.reason.clone()),
            days("known_date", rows, |row| row.known_date),
        ])
    }

    fn promise_frame(&self) -> DataFrame {
        let rows = &self.promises;
        frame(vec![
            text("invoice_id", rows, |row| Some(row.invoice.clone())),
            days("made_date", rows, |row| Some(row.made)),
            days("promised_date", rows, |row| Some(row.promised)),
            money("amount", rows, |row| row.amount),
            days("known_date", rows, |row| row.known_date),
        ])
    }

    fn signal_frame(&self) -> DataFrame {
        let rows = &self.signals;
        frame(vec![
            text("customer_id", rows, |row| Some(row.customer.clone())),
            days("signal_date", rows, |row| Some(row.date)),
            days("end_date", rows, |row| row.end),
            text("kind", rows, |row| Some(row.kind.clone())),
            text("value", rows, |row| row.value.clone()),
            days("known_date", rows, |row| row.known_date),
        ])
    }
}

/// A day of the tests' ledgers.
pub fn day(text: &str) -> Days {
    text.parse::<Day>().expect("an ISO day").0
}

fn frame(columns: Vec<Column>) -> DataFrame {
    DataFrame::new_infer_height(columns).expect("columns of one length")
}

fn column<R, T>(rows: &[R], value: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

fn text<R>(name: &str, rows: &[R], value: impl Fn(&R) -> Option<String>) -> Column {
    Series::new(name.into(), column(rows, value)).into_column()
}

fn days<R>(name: &str, rows: &[R], value: impl Fn(&R) -> Option<Days>) -> Column {
    let days = Series::new(name.into(), column(rows, value));
    days.cast(&DataType::Date)
        .expect("days are dates")
        .into_column()
}

fn money<R>(name: &str, rows: &[R], value: impl Fn(&R) -> Option<i64>) -> Column {
    let cells = column(rows, |row| value(row).map(|cents| cents as f64 / 100.0));
    Series::new(name.into(), cells).into_column()
}
