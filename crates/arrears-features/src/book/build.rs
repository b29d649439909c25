//! From the frames of a ledger to the book: ids to positions, dates to days, amounts to cents, rows to events.

use std::ops::Range;

use arrears_ledger::{Ledger, Table};
use polars::prelude::StringChunked;
use rayon::prelude::*;

use super::attributes::AttributeTable;
use super::events::{Event, EventKind, MAX_ROWS};
use super::facts::{Cash, Dispute, Ordered, Promise, PromiseTurn, Reminder, Reversal, Signal};
use super::frame::{NO_AMOUNT, NO_DAY, Source};
use super::grouped::Grouped;
use super::index::{IdIndex, IdMap, Interner, NO_SYMBOL, hash};
use super::invoices::Invoices;
use super::promises::turns;
use super::settlement::{Booking, BookingKind, Change, Follower};
use super::words::{DisputeReason, SignalKind};
use super::{Book, Facts};
use crate::{Definitions, FeatureError};

/// Days after which a dated count forgets an event.
pub(crate) const YEAR: i32 = 365;

/// No customer, no invoice.
const NONE: u32 = u32::MAX;

impl Book {
    pub(super) fn build(ledger: &Ledger, definitions: &Definitions) -> Result<Book, FeatureError> {
        definitions.check()?;
        for table in Table::ALL {
            let rows = ledger.frame(table).height();
            if rows >= MAX_ROWS {
                return Err(FeatureError::TooManyRows {
                    table,
                    rows,
                    limit: MAX_ROWS - 1,
                });
            }
        }
        let mut symbols = Interner::default();
        let customers = Customers::read(ledger)?;
        let n_customers = customers.ids.len();
        let attributes =
            AttributeTable::read(ledger, &customers.of_rows, n_customers, &mut symbols)?;
        let invoices = Invoices::read(ledger, &customers.of_invoices, n_customers)?;
        let reader = FactReader {
            ledger,
            invoices: &invoices,
            customers: &customers,
        };
        let (bookings, cash) = reader.bookings()?;
        let reminders = reader.reminders()?;
        let disputes = reader.disputes(&mut symbols)?;
        let promises = reader.promises()?;
        let signals = reader.signals(&mut symbols)?;
        let parts = BookingParts {
            invoices: &invoices,
            bookings: &bookings,
            promises: &promises,
            definitions,
        };
        let (changes, promise_turns, reversals) = parts.follow();
        drop(bookings);
        let facts = Facts {
            changes,
            reminders,
            disputes,
            promises,
            promise_turns,
            signals,
            reversals,
            cash,
        };
        let events = gather_events(&invoices, &facts);
        let last_known = last_known(&invoices, &facts);
        Ok(Book {
            coverage: ledger.coverage.clone(),
            definitions: definitions.clone(),
            customer_index: customers.index,
            customer_ids: customers.ids,
            attributes,
            invoices,
            facts,
            events,
            symbols: symbols.into_texts(),
            signal_texts: ledger.signals.column("text").ok().cloned(),
            last_known,
            rates: std::sync::OnceLock::new(),
        })
    }
}

/// The customers of the ledger by id, with or without invoices.
struct Customers {
    ids: Vec<String>,
    index: IdIndex,
    /// The customer of each row of the customers table.
    of_rows: Vec<u32>,
    /// The customer of each row of the invoices table.
    of_invoices: Vec<u32>,
}

impl Customers {
    fn read(ledger: &Ledger) -> Result<Customers, FeatureError> {
        let invoices = Source::new(Table::Invoices, &ledger.invoices);
        let customers = Source::new(Table::Customers, &ledger.customers);
        let mut distinct = Distinct::default();
        let mut number = |source: &Source| -> Result<Vec<u32>, FeatureError> {
            if source.n_rows() == 0 {
                return Ok(Vec::new());
            }
            let ids = source.text("customer_id")?;
            Ok(ids
                .iter()
                .map(|id| distinct.number(id.unwrap_or("")))
                .collect())
        };
        let mut of_rows = number(&customers)?;
        let mut of_invoices = number(&invoices)?;
        let (ids, rank) = distinct.sorted();
        of_rows
            .iter_mut()
            .for_each(|customer| *customer = rank[*customer as usize]);
        of_invoices
            .iter_mut()
            .for_each(|customer| *customer = rank[*customer as usize]);
        let hashes: Vec<u64> = ids.iter().map(|id| hash(id)).collect();
        Ok(Customers {
            index: IdIndex::new(hashes.into_iter()),
            ids,
            of_rows,
            of_invoices,
        })
    }

    fn find(&self, id: &str) -> u32 {
        let found = self.index.find(id, |position| &self.ids[position as usize]);
        found.unwrap_or(NONE)
    }
}

/// Distinct ids in the order of first appearance.
#[derive(Default)]
struct Distinct {
    numbers: IdMap<String, u32>,
}

impl Distinct {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(id.to_owned(), number);
        number
    }

    /// The ids in their own order, and the position of each number in it.
    fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut ids: Vec<(String, u32)> = self.numbers.into_iter().collect();
        ids.sort_unstable();
        let mut rank = vec![0; ids.len()];
        for (position, (_, number)) in ids.iter().enumerate() {
            rank[*number as usize] = position as u32;
        }
        (ids.into_iter().map(|(id, _)| id).collect(), rank)
    }
}

/// Reads the tables that hang on invoices and customers.
struct FactReader<'a> {
    ledger: &'a Ledger,
    invoices: &'a Invoices,
    customers: &'a Customers,
}

impl FactReader<'_> {
    /// The invoice of each row; [`NONE`] where there is none such.
    fn invoices_of(&self, source: &Source) -> Result<Vec<u32>, FeatureError> {
        if source.n_rows() == 0 {
            return Ok(Vec::new());
        }
        let ids = source.text("invoice_id")?;
        let find = |row: usize| {
            ids.get(row)
                .and_then(|id| self.invoices.find(id))
                .unwrap_or(NONE)
        };
        Ok((0..ids.len()).into_par_iter().map(find).collect())
    }

    /// The day on which a fact was known: not before its date, its booking and its invoice.
    fn known(&self, date: i32, known_date: i32, invoice: u32) -> i32 {
        let own = date.max(known_date);
        let invoice = self.invoices.known.get(invoice as usize);
        invoice.map_or(own, |&known| own.max(known))
    }

    fn bookings(&self) -> Result<(Grouped<Booking>, Grouped<Cash>), FeatureError> {
        let source = Source::new(Table::Payments, &self.ledger.payments);
        if source.n_rows() == 0 {
            return Ok((
                Grouped::collect(self.invoices.len(), &[], &[]),
                Grouped::collect(self.customers.ids.len(), &[], &[]),
            ));
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
                let (kind, amount) = BookingKind::of(kind(row), amounts[row]);
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
        let cash = self.unallocated(&source, &keys, &rows)?;
        Ok((Grouped::collect(self.invoices.len(), &keys, &rows), cash))
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
                if keys[row] == NONE
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

    fn reminders(&self) -> Result<Grouped<Reminder>, FeatureError> {
        let source = Source::new(Table::Reminders, &self.ledger.reminders);
        let keys = self.invoices_of(&source)?;
        if keys.is_empty() {
            return Ok(Grouped::collect(self.invoices.len(), &[], &[]));
        }
        let sent = source.days("sent_date")?;
        let known = source.optional_days("known_date")?;
        let replied = source.optional_days("replied_date")?;
        let levels = source.levels("level")?;
        let rows: Vec<Reminder> = (0..keys.len())
            .map(|row| Reminder {
                known: self.known(sent[row], known[row], keys[row]),
                sent: sent[row],
                level: levels[row],
                replied: replied[row],
                invoice: keys[row],
            })
            .collect();
        Ok(Grouped::collect(self.invoices.len(), &keys, &rows))
    }

    fn disputes(&self, symbols: &mut Interner) -> Result<Grouped<Dispute>, FeatureError> {
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

    fn promises(&self) -> Result<Grouped<Promise>, FeatureError> {
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

    fn signals(&self, symbols: &mut Interner) -> Result<Grouped<Signal>, FeatureError> {
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
        let mut classes = Memo::new(SignalKind::of);
        let mut keys = Vec::with_capacity(days.len());
        let mut rows = Vec::with_capacity(days.len());
        for (row, &day) in days.iter().enumerate() {
            let kind = kinds.get(row).unwrap_or("");
            keys.push(ids.get(row).map_or(NONE, |id| self.customers.find(id)));
            rows.push(Signal {
                known: day.max(known[row]),
                day,
                kind: classes.of(kind),
                end: ends[row],
                value: Ordered(values[row]),
                kind_text: symbols.number(kind),
                source_row: row as u32,
            });
        }
        Ok(Grouped::collect(self.customers.ids.len(), &keys, &rows))
    }
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

/// What settlement follows from.
struct BookingParts<'a> {
    invoices: &'a Invoices,
    bookings: &'a Grouped<Booking>,
    promises: &'a Grouped<Promise>,
    definitions: &'a Definitions,
}

impl BookingParts<'_> {
    /// Follows every invoice through its bookings; chunks of invoices in parallel, joined in order.
    fn follow(&self) -> (Grouped<Change>, Grouped<PromiseTurn>, Vec<Reversal>) {
        let n = self.invoices.len();
        let chunks: Vec<Range<usize>> = (0..n)
            .step_by(16_384)
            .map(|start| start..(start + 16_384).min(n))
            .collect();
        let parts: Vec<Followed> = chunks
            .into_par_iter()
            .map(|chunk| self.follow_chunk(chunk))
            .collect();
        let n_changes: Vec<u32> = parts
            .iter()
            .flat_map(|part| &part.n_changes)
            .copied()
            .collect();
        let n_turns: Vec<u32> = parts
            .iter()
            .flat_map(|part| &part.n_turns)
            .copied()
            .collect();
        let reversals = parts
            .iter()
            .flat_map(|part| &part.reversals)
            .copied()
            .collect();
        let mut changes = Vec::with_capacity(n_changes.iter().map(|&n| n as usize).sum());
        let mut promise_turns = Vec::new();
        for part in parts {
            changes.extend_from_slice(&part.changes);
            promise_turns.extend_from_slice(&part.turns);
        }
        (
            Grouped::from_lengths(n_changes.into_iter(), changes),
            Grouped::from_lengths(n_turns.into_iter(), promise_turns),
            reversals,
        )
    }

    fn follow_chunk(&self, chunk: Range<usize>) -> Followed {
        let mut out = Followed::default();
        let tolerance = self.definitions.settle_tolerance_minor;
        let mut follower: Option<Follower> = None;
        for invoice in chunk {
            let claim = self.invoices.claim(invoice, tolerance);
            let bookings = self.bookings.of(invoice);
            let before = out.changes.len();
            if !bookings.is_empty() {
                follower.get_or_insert_with(|| Follower::new(claim)).follow(
                    invoice as u32,
                    claim,
                    bookings,
                    &mut out.changes,
                );
            }
            out.n_changes.push((out.changes.len() - before) as u32);
            let turns_before = out.turns.len();
            let promises = self.promises.range(invoice);
            if !promises.is_empty() {
                turns(
                    promises,
                    self.promises.of(invoice),
                    &claim.unpaid(),
                    &out.changes[before..],
                    bookings,
                    tolerance,
                    &mut out.turns,
                );
            }
            out.n_turns.push((out.turns.len() - turns_before) as u32);
            let reversed = bookings
                .iter()
                .filter(|booking| booking.kind == BookingKind::Reversal);
            out.reversals.extend(reversed.map(|booking| Reversal {
                known: booking.known,
                date: booking.date,
                invoice: invoice as u32,
            }));
        }
        out
    }
}

#[derive(Default)]
struct Followed {
    changes: Vec<Change>,
    n_changes: Vec<u32>,
    turns: Vec<PromiseTurn>,
    n_turns: Vec<u32>,
    reversals: Vec<Reversal>,
}

/// The events of every customer, sorted; chunks of customers in parallel, joined in order.
fn gather_events(invoices: &Invoices, facts: &Facts) -> Grouped<Event> {
    let chunks = invoices.customer_chunks(16_384);
    let parts: Vec<(Vec<u32>, Vec<Event>)> = chunks
        .into_par_iter()
        .map(|customers| {
            let mut events = Vec::new();
            let mut lengths = Vec::with_capacity(customers.len());
            for customer in customers {
                let before = events.len();
                push_events(invoices, facts, customer, &mut events);
                events[before..].sort_unstable();
                lengths.push((events.len() - before) as u32);
            }
            (lengths, events)
        })
        .collect();
    let lengths: Vec<u32> = parts
        .iter()
        .flat_map(|(lengths, _)| lengths)
        .copied()
        .collect();
    let mut events = Vec::with_capacity(parts.iter().map(|(_, events)| events.len()).sum());
    for (_, part) in parts {
        events.extend_from_slice(&part);
    }
    Grouped::from_lengths(lengths.into_iter(), events)
}

fn push_events(invoices: &Invoices, facts: &Facts, customer: usize, events: &mut Vec<Event>) {
    let own = invoices.of_customer(customer);
    for invoice in own.clone() {
        events.push(Event::new(
            invoices.known[invoice],
            EventKind::Invoice,
            invoice,
        ));
    }
    for index in facts.changes.range_of(own.clone()) {
        let change = &facts.changes.items()[index];
        events.push(Event::new(change.known, EventKind::Change, index));
    }
    for index in facts.reminders.range_of(own.clone()) {
        let reminder = &facts.reminders.items()[index];
        events.push(Event::new(reminder.known, EventKind::Reminder, index));
        if reminder.replied != NO_DAY {
            events.push(Event::new(reminder.reply_known(), EventKind::Reply, index));
        }
    }
    for index in facts.disputes.range_of(own.clone()) {
        let dispute = &facts.disputes.items()[index];
        events.push(Event::new(dispute.known, EventKind::DisputeOpened, index));
        if dispute.closed != NO_DAY {
            events.push(Event::new(
                dispute.closed_known(),
                EventKind::DisputeClosed,
                index,
            ));
        }
    }
    for index in facts.promises.range_of(own.clone()) {
        let promise = &facts.promises.items()[index];
        push_old(
            events,
            promise.matures(),
            promise.promised,
            EventKind::PromiseOld,
            index,
        );
    }
    for index in facts.promise_turns.range_of(own.clone()) {
        let turn = &facts.promise_turns.items()[index];
        events.push(Event::new(turn.day, EventKind::PromiseTurn, index));
    }
    for index in facts.signals.range(customer) {
        let signal = &facts.signals.items()[index];
        events.push(Event::new(signal.known, EventKind::Signal, index));
        push_old(
            events,
            signal.known,
            signal.day,
            EventKind::SignalOld,
            index,
        );
        if signal.end != NO_DAY {
            events.push(Event::new(signal.end_known(), EventKind::SignalEnd, index));
        }
    }
    let first = facts
        .reversals
        .partition_point(|reversal| (reversal.invoice as usize) < own.start);
    for (offset, reversal) in facts.reversals[first..].iter().enumerate() {
        if reversal.invoice as usize >= own.end {
            break;
        }
        events.push(Event::new(
            reversal.known,
            EventKind::Reversal,
            first + offset,
        ));
        push_old(
            events,
            reversal.known,
            reversal.date,
            EventKind::ReversalOld,
            first + offset,
        );
    }
    for index in facts.cash.range(customer) {
        events.push(Event::new(
            facts.cash.items()[index].known,
            EventKind::Cash,
            index,
        ));
    }
}

/// The day on which something dated is a year old; where it was known only after that, the same day, so that it is
/// forgotten as soon as it is learnt.
fn push_old(events: &mut Vec<Event>, known: i32, date: i32, kind: EventKind, index: usize) {
    events.push(Event::new(known.max(date + YEAR), kind, index));
}

/// The latest day on which anything became known.
fn last_known(invoices: &Invoices, facts: &Facts) -> i32 {
    let replies = facts
        .reminders
        .items()
        .iter()
        .filter(|reminder| reminder.replied != NO_DAY);
    let closings = facts
        .disputes
        .items()
        .iter()
        .filter(|dispute| dispute.closed != NO_DAY);
    let days = [
        invoices.known.iter().copied().max(),
        facts.changes.items().iter().map(|fact| fact.known).max(),
        facts.reminders.items().iter().map(|fact| fact.known).max(),
        replies.map(Reminder::reply_known).max(),
        facts.disputes.items().iter().map(|fact| fact.known).max(),
        closings.map(Dispute::closed_known).max(),
        facts.promises.items().iter().map(|fact| fact.known).max(),
        facts.signals.items().iter().map(|fact| fact.known).max(),
        facts.cash.items().iter().map(|fact| fact.known).max(),
    ];
    days.into_iter().flatten().max().unwrap_or(0)
}
