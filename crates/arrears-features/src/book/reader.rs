//! Reads the tables that hang on invoices and customers into dated facts.

use std::collections::BTreeSet;

use arrears_ledger::{Ledger, Table};
use polars::prelude::StringChunked;
use rayon::prelude::*;

use super::credits::BookingRows;
use super::customers::Customers;
use super::facts::{Cash, Dispute, Ordered, Promise, Reminder, Signal};
use super::frame::{NO_AMOUNT, Source};
use super::grouped::Grouped;
use super::index::{IdMap, Interner, NO_SYMBOL};
use super::invoices::{Invoices, NO_ROW};
use super::settlement::{Booking, BookingKind};
use super::words::{DisputeReason, SignalKind};
use crate::FeatureError;

/// Reads the tables that hang on invoices and customers.
pub(super) struct FactReader<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) invoices: &'a Invoices,
    pub(super) customers: &'a Customers,
}

impl FactReader<'_> {
    /// The invoice of each row; [`NO_ROW`] where there is none such.
    fn invoices_of(&self, source: &Source) -> Result<Vec<u32>, FeatureError> {
        if source.n_rows() == 0 {
            return Ok(Vec::new());
        }
        Ok(self.invoices.find_all(&source.text("invoice_id")?))
    }

    /// The day on which a fact was known: not before its date, its booking and its invoice.
    fn known(&self, date: i32, known_date: i32, invoice: u32) -> i32 {
        let own = date.max(known_date);
        let invoice = self.invoices.known.get(invoice as usize);
        invoice.map_or(own, |&known| own.max(known))
    }

    /// Bookings on invoices, those that follow from linked credit notes included, and cash on none.
    pub(super) fn bookings(&self) -> Result<(Grouped<Booking>, CashOnAccount), FeatureError> {
        let (mut rows, cash) = self.payments()?;
        let bookings = rows.grouped(self.invoices.len());
        if self.invoices.links().is_empty() {
            return Ok((bookings, cash));
        }
        rows.add_linked(self.invoices, &bookings);
        Ok((rows.grouped(self.invoices.len()), cash))
    }

    /// The payments table: the booking of each row, and cash on no invoice.
    fn payments(&self) -> Result<(BookingRows, CashOnAccount), FeatureError> {
        let source = Source::new(Table::Payments, &self.ledger.payments);
        if source.n_rows() == 0 {
            let none = || Grouped::collect(self.customers.ids.len(), &[], &[]);
            let (unallocated, early) = (none(), none());
            let cash = CashOnAccount { unallocated, early };
            return Ok((BookingRows::default(), cash));
        }
        let keys = self.invoices_of(&source)?;
        let dates = source.days("payment_date")?;
        let amounts = source.cents("amount")?;
        let known = source.optional_days("known_date")?;
        let kinds = source.optional_text("kind")?;
        let kind = |row: usize| {
            kinds
                .as_ref()
                .and_then(|kinds| kinds.get(row))
                .unwrap_or("payment")
        };
        let rows: Vec<Booking> = (0..keys.len())
            .into_par_iter()
            .map(|row| {
                let on_credit_note = self.invoices.credit_note.get(keys[row] as usize);
                let (kind, amount) = match on_credit_note {
                    Some(true) => BookingKind::on_credit_note(kind(row), amounts[row]),
                    _ => BookingKind::of(kind(row), amounts[row]),
                };
                let invoice_date = self.invoices.date.get(keys[row] as usize);
                Booking {
                    known: self.known(dates[row], known[row], keys[row]),
                    date: invoice_date.map_or(dates[row], |&date| dates[row].max(date)),
                    kind,
                    amount,
                }
            })
            .collect();
        check_total(Table::Payments, rows.iter().map(|row| row.amount))?;
        let own = |row: usize| dates[row].max(known[row]);
        let cash = CashOnAccount {
            unallocated: self.unallocated(&source, &keys, &rows)?,
            early: self.early(&keys, &rows, own),
        };
        Ok((BookingRows { keys, rows }, cash))
    }

    /// Bookings that were known before their invoice: cash from their own day on, and none from the invoice's.
    fn early(&self, keys: &[u32], rows: &[Booking], own: impl Fn(usize) -> i32) -> Grouped<Cash> {
        let (mut customers, mut cash) = (Vec::new(), Vec::new());
        for (row, booking) in rows.iter().enumerate() {
            let invoice = keys[row] as usize;
            let Some(&known) = self
                .invoices
                .known
                .get(invoice)
                .filter(|&&day| day > own(row))
            else {
                continue;
            };
            // A credit note is used up by what is on it, whatever sign the source gives that.
            let amount = match self.invoices.credit_note[invoice] {
                true => -booking.amount.abs(),
                false => booking.amount,
            };
            for (known, amount) in [(own(row), amount), (known, -amount)] {
                customers.push(self.invoices.customer[invoice]);
                cash.push(Cash { known, amount });
            }
        }
        Grouped::collect(self.customers.ids.len(), &customers, &cash)
    }

    /// Cash of customers that hangs on no invoice.
    fn unallocated(
        &self,
        source: &Source,
        keys: &[u32],
        rows: &[Booking],
    ) -> Result<Grouped<Cash>, FeatureError> {
        let ids = source.optional_text("customer_id")?;
        let mut customers = Vec::new();
        let mut cash = Vec::new();
        if let Some(ids) = ids {
            for (row, booking) in rows.iter().enumerate() {
                if keys[row] == NO_ROW
                    && let Some(id) = ids.get(row)
                {
                    customers.push(self.customers.find(id));
                    cash.push(Cash {
                        known: booking.known,
                        amount: booking.amount,
                    });
                }
            }
        }
        Ok(Grouped::collect(
            self.customers.ids.len(),
            &customers,
            &cash,
        ))
    }

    pub(super) fn reminders(
        &self,
        symbols: &mut Interner,
    ) -> Result<Grouped<Reminder>, FeatureError> {
        let source = Source::new(Table::Reminders, &self.ledger.reminders);
        let keys = self.invoices_of(&source)?;
        if keys.is_empty() {
            return Ok(Grouped::collect(self.invoices.len(), &[], &[]));
        }
        let sent = source.days("sent_date")?;
        let known = source.optional_days("known_date")?;
        let replied = source.optional_days("replied_date")?;
        let levels = source.levels("level")?;
        let channels = numbered(
            source.optional_text("channel")?.as_ref(),
            keys.len(),
            symbols,
        );
        let rows: Vec<Reminder> = (0..keys.len())
            .map(|row| Reminder {
                known: self.known(sent[row], known[row], keys[row]),
                sent: sent[row],
                level: levels[row],
                replied: replied[row],
                channel: channels[row],
                invoice: keys[row],
            })
            .collect();
        Ok(Grouped::collect(self.invoices.len(), &keys, &rows))
    }

    pub(super) fn disputes(
        &self,
        symbols: &mut Interner,
    ) -> Result<Grouped<Dispute>, FeatureError> {
        let source = Source::new(Table::Disputes, &self.ledger.disputes);
        let keys = self.invoices_of(&source)?;
        if keys.is_empty() {
            return Ok(Grouped::collect(self.invoices.len(), &[], &[]));
        }
        let opened = source.days("opened_date")?;
        let closed = source.optional_days("closed_date")?;
        let known = source.optional_days("known_date")?;
        let reasons = source.optional_text("reason")?;
        let mut classes = Memo::new(DisputeReason::of);
        let rows: Vec<Dispute> = (0..keys.len())
            .map(|row| {
                let reason = reasons.as_ref().and_then(|reasons| reasons.get(row));
                Dispute {
                    known: self.known(opened[row], known[row], keys[row]),
                    opened: opened[row],
                    closed: closed[row],
                    reason: reason.map_or(DisputeReason::Other, |text| classes.of(text)),
                    reason_text: reason.map_or(NO_SYMBOL, |text| symbols.number(text)),
                    invoice: keys[row],
                }
            })
            .collect();
        Ok(Grouped::collect(self.invoices.len(), &keys, &rows))
    }

    pub(super) fn promises(&self) -> Result<Grouped<Promise>, FeatureError> {
        let source = Source::new(Table::Promises, &self.ledger.promises);
        let keys = self.invoices_of(&source)?;
        if keys.is_empty() {
            return Ok(Grouped::collect(self.invoices.len(), &[], &[]));
        }
        let made = source.days("made_date")?;
        let promised = source.days("promised_date")?;
        let known = source.optional_days("known_date")?;
        let amounts = source.optional_cents("amount")?;
        let rows: Vec<Promise> = (0..keys.len())
            .map(|row| Promise {
                known: self.known(made[row], known[row], keys[row]),
                made: made[row],
                promised: promised[row],
                amount: amounts[row],
                invoice: keys[row],
            })
            .collect();
        let amounts = rows.iter().map(|row| row.amount);
        check_total(
            Table::Promises,
            amounts.filter(|&amount| amount != NO_AMOUNT),
        )?;
        Ok(Grouped::collect(self.invoices.len(), &keys, &rows))
    }

    pub(super) fn signals(&self, symbols: &mut Interner) -> Result<Grouped<Signal>, FeatureError> {
        let source = Source::new(Table::Signals, &self.ledger.signals);
        if source.n_rows() == 0 {
            return Ok(Grouped::collect(self.customers.ids.len(), &[], &[]));
        }
        let ids = source.text("customer_id")?;
        let days = source.days("signal_date")?;
        let ends = source.optional_days("end_date")?;
        let known = source.optional_days("known_date")?;
        let kinds = source.text("kind")?;
        let values = source.numbers("value")?;
        let invoices = match source.has("invoice_id") {
            true => self.invoices.find_all(&source.text("invoice_id")?),
            false => vec![NO_ROW; days.len()],
        };
        let mut classes = Memo::new(SignalKind::of);
        let mut keys = Vec::with_capacity(days.len());
        let mut rows = Vec::with_capacity(days.len());
        for (row, &day) in days.iter().enumerate() {
            let kind = kinds.get(row).unwrap_or("");
            keys.push(ids.get(row).map_or(NO_ROW, |id| self.customers.find(id)));
            rows.push(Signal {
                known: day.max(known[row]),
                day,
                kind: classes.of(kind),
                end: ends[row],
                value: Ordered(values[row]),
                kind_text: symbols.number(kind),
                invoice: invoices[row],
                source_row: row as u32,
            });
        }
        Ok(Grouped::collect(self.customers.ids.len(), &keys, &rows))
    }
}

/// Customers' cash that is on no invoice known yet.
pub(super) struct CashOnAccount {
    /// On none.
    pub(super) unallocated: Grouped<Cash>,
    /// On one that was booked later.
    pub(super) early: Grouped<Cash>,
}

/// Sums of amounts must fit in 64 bits, whatever is added to whatever.
pub(super) fn check_total(
    table: Table,
    amounts: impl Iterator<Item = i64>,
) -> Result<(), FeatureError> {
    let total: i128 = amounts.map(|amount| i128::from(amount.abs())).sum();
    if total < i128::from(i64::MAX / 8) {
        return Ok(());
    }
    Err(FeatureError::TotalOutOfRange {
        table,
        total: total / 100,
    })
}

/// The symbol of each cell, numbered in the order of the texts, so that the order of rows never matters.
fn numbered(cells: Option<&StringChunked>, n_rows: usize, symbols: &mut Interner) -> Vec<u32> {
    let Some(cells) = cells else {
        return vec![NO_SYMBOL; n_rows];
    };
    let texts: BTreeSet<&str> = cells.iter().flatten().collect();
    for text in texts.into_iter().filter(|text| !text.trim().is_empty()) {
        symbols.number(text);
    }
    let number = |cell: Option<&str>| match cell {
        Some(text) if !text.trim().is_empty() => symbols.number(text),
        _ => NO_SYMBOL,
    };
    cells.iter().map(number).collect()
}

/// Remembers what each distinct text means.
struct Memo<T> {
    meaning: fn(&str) -> T,
    known: IdMap<String, T>,
}

impl<T: Copy> Memo<T> {
    fn new(meaning: fn(&str) -> T) -> Memo<T> {
        Memo {
            meaning,
            known: IdMap::default(),
        }
    }

    fn of(&mut self, text: &str) -> T {
        if let Some(&meaning) = self.known.get(text) {
            return meaning;
        }
        let meaning = (self.meaning)(text);
        self.known.insert(text.to_owned(), meaning);
        meaning
    }
}

/// Whether each text is in a class, for a text column that may be absent.
pub(super) fn classify(
    cells: Option<&StringChunked>,
    n_rows: usize,
    class: fn(&str) -> bool,
) -> Vec<bool> {
    let Some(cells) = cells else {
        return vec![false; n_rows];
    };
    let mut memo = Memo::new(class);
    cells
        .iter()
        .map(|cell| cell.is_some_and(|text| memo.of(text)))
        .collect()
}
