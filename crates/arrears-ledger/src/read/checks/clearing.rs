//! Which invoices a payment settles where only the booking that clears them is known.
//!
//! Items with one `clearing_id` were cleared together, and with the item whose `entry_id` it is; an id of zeros alone
//! is none. A payment with an `invoice_id` of its own keeps it. What the other payments of the group bring goes to its invoices, oldest due date first, in cents; the rest stays with the
//! customer. A credit note of the group is used up in the same way, on its own date. The day of the clearing itself
//! is no day of payment, but the day from which it is known what the payment was for: an item that was cleared after
//! a day was open on it.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::super::index::NONE;
use super::super::table::{Loaded, LoadedColumn};
use super::super::view::{AmountView, DayView, TextView, ours, sure};
use super::InvoiceLookup;
use super::links::{Ids, Links};
use crate::schema::ColumnType;
use crate::{Day, LedgerError, Table};

/// What rows of the payments become where clearing spreads them over invoices.
#[derive(Default)]
pub(crate) struct Shares {
    /// By row of the payments: invoices (`NONE`: none) and cents. Rows that are not here stay as they are.
    of_row: BTreeMap<u32, Vec<(u32, i64)>>,
    /// Credit notes used up: the credit note, the invoice, cents.
    credits: Vec<Used>,
    /// Ids, customers and dates of the invoices, for the rows that are made.
    invoices: Option<Invoices>,
}

/// A row of the payments, and its invoice and cents where it is spread.
type Spread = (u32, Option<(u32, i64)>);

/// A credit note used up: the credit note, the invoice, cents.
type Used = (u32, u32, i64);

/// What is needed of the invoices.
struct Invoices {
    ids: TextView,
    customers: TextView,
    dates: DayView,
    cleared_on: Option<DayView>,
    due: DayView,
    known: Option<DayView>,
    kinds: TextView,
    cleared: Ids,
    amounts: AmountView,
}

/// Days of the payments, by row.
struct PaymentDays {
    known: Option<Int32Chunked>,
    cleared: Option<Int32Chunked>,
}

impl PaymentDays {
    fn of(columns: &[LoadedColumn]) -> Result<PaymentDays, LedgerError> {
        let days = |name: &str| {
            let column = columns.iter().find(|column| {
                column.planned.table == Table::Payments && column.planned.canonical == name
            });
            column
                .map(|column| {
                    let days = column.series.date().map_err(ours("reading dates"))?;
                    Ok(days.physical().clone())
                })
                .transpose()
        };
        Ok(PaymentDays {
            known: days("known_date")?,
            cleared: days("cleared_date")?,
        })
    }

    fn at(days: &Option<Int32Chunked>, row: usize) -> Option<Day> {
        days.as_ref().and_then(|days| days.get(row)).map(Day)
    }
}

/// What of a group is to be spread, and over what.
#[derive(Default)]
struct Group {
    /// Date, whether it is a credit note, row, cents.
    sources: Vec<(Day, bool, u32, i64)>,
    /// Date and cents taken back.
    reversals: Vec<(Day, i64)>,
    /// Due date, row, cents still open.
    targets: Vec<(Day, u32, i64)>,
}

/// By clearing and customer.
type Groups<'a> = BTreeMap<u32, BTreeMap<&'a str, Group>>;

impl Shares {
    /// What the rows add up to that used up credit notes make: each stands on the invoice and on the credit note.
    pub fn cents_made(&self) -> i128 {
        self.credits
            .iter()
            .map(|(.., cents)| 2 * i128::from(*cents))
            .sum()
    }
}

impl Shares {
    /// Invoices (`NONE`: none) and cents of a payment that is spread.
    pub fn of(&self, row: usize) -> Option<&[(u32, i64)]> {
        self.of_row.get(&(row as u32)).map(Vec::as_slice)
    }

    /// The columns with a row for every share; of the columns' rows those that are `bad` are left out.
    pub fn apply(
        &self,
        columns: Vec<LoadedColumn>,
        bad: &[bool],
    ) -> Result<Vec<LoadedColumn>, LedgerError> {
        let Some(invoices) = &self.invoices else {
            return Ok(columns);
        };
        let mut rows: Vec<Spread> = Vec::new();
        for row in (0..bad.len() as u32).filter(|&row| !bad[row as usize]) {
            match self.of_row.get(&row) {
                None => rows.push((row, None)),
                Some(shares) => rows.extend(shares.iter().map(|share| (row, Some(*share)))),
            }
        }
        let taken = IdxCa::from_vec("row".into(), rows.iter().map(|(row, _)| *row).collect());
        let failed = ours("spreading payments over invoices");
        let days = PaymentDays::of(&columns)?;
        columns
            .into_iter()
            .map(|mut column| {
                let series = column.series.take(&taken).map_err(&failed)?;
                let mut series = match column.planned.canonical.as_str() {
                    "invoice_id" => invoices.ids_of(&series, &rows)?,
                    "amount" => cents_of(&series, &rows)?,
                    "known_date" => invoices.known_dates(&days, &rows),
                    _ => series,
                };
                let credits = invoices.credit_rows(&column, &self.credits);
                series
                    .append(&credits.cast(series.dtype()).map_err(&failed)?)
                    .map_err(&failed)?;
                column.series = series.rechunk();
                Ok(column)
            })
            .collect()
    }
}

/// The shares of the payments, and the customers that their invoices tell where they tell none.
pub(crate) fn spread(
    table: &mut Loaded,
    lookup: &InvoiceLookup<'_>,
    invoice_table: &Loaded,
    invoice_rows: &[u32],
) -> Result<(), LedgerError> {
    let Some(invoices) = Invoices::of(invoice_table, lookup)? else {
        return Ok(());
    };
    let Some(cleared) = Ids::of(table)? else {
        return Ok(());
    };
    let mut links = Links::default();
    links.note(&invoices.cleared, &invoice_table.bad);
    links.note(&cleared, &table.bad);
    let mut groups = invoices.groups(invoice_table, &links);
    let customers = table.text("customer_id")?;
    let amounts = sure(table.amounts("amount")?)?;
    let dates = sure(table.days("payment_date")?)?;
    let kinds = sure(table.text("kind")?)?;
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
        let cents = amounts.cents(row).unwrap_or(0);
        let invoice = invoice_rows[row];
        if invoice != NONE {
            invoices.book(&mut groups, &links, invoice, kinds.get(row), cents);
            continue;
        }
        let (Some(id), Some(day)) = (links.of(&cleared, row), dates.get(row)) else {
            continue;
        };
        let customer = customers.as_ref().and_then(|customers| customers.get(row));
        let Some(group) = group_of(&mut groups, id, customer) else {
            continue;
        };
        match kinds.get(row) {
            Some("reversal") => group.reversals.push((day, cents.abs())),
            _ => group.sources.push((day, false, row as u32, cents)),
        }
    }
    let mut shares = Shares::default();
    for group in groups.into_values().flat_map(BTreeMap::into_values) {
        group.spread(&mut shares);
    }
    let is_dated = invoices.cleared_on.is_some() || table.series("cleared_date").is_some();
    if is_dated && table.series("known_date").is_none() {
        let none = Series::full_null("known_date".into(), table.n_rows(), &DataType::Date);
        table.set("known_date", ColumnType::Date, none);
    }
    shares.invoices = Some(invoices);
    if !shares.of_row.is_empty() || !shares.credits.is_empty() {
        table.shares = Some(shares);
    }
    Ok(())
}

/// The customer of a payment without one: that of the invoices it clears, if they have one.
pub(crate) fn complete_customers(
    table: &mut Loaded,
    lookup: &InvoiceLookup<'_>,
    invoice_table: &Loaded,
) -> Result<(), LedgerError> {
    let (Some(cleared), Some(invoices)) = (Ids::of(table)?, Invoices::of(invoice_table, lookup)?)
    else {
        return Ok(());
    };
    let mut links = Links::default();
    links.note(&invoices.cleared, &invoice_table.bad);
    links.note(&cleared, &table.bad);
    // By clearing: the one customer, or `None` where there are several.
    let mut of_clearing: BTreeMap<u32, Option<&str>> = BTreeMap::new();
    for row in (0..invoice_table.n_rows()).filter(|&row| !invoice_table.bad[row]) {
        if let (Some(id), Some(customer)) = (
            links.of(&invoices.cleared, row),
            invoices.customers.get(row),
        ) {
            let one = of_clearing.entry(id).or_insert(Some(customer));
            *one = one.filter(|one| *one == customer);
        }
    }
    let stated = table.text("customer_id")?;
    let mut builder = StringChunkedBuilder::new("customer_id".into(), table.n_rows());
    for row in 0..table.n_rows() {
        let own = stated.as_ref().and_then(|stated| stated.get(row));
        let told = || *of_clearing.get(&links.of(&cleared, row)?)?;
        builder.append_option(own.or_else(told));
    }
    let series = builder.finish().into_series();
    if series.null_count() < series.len() {
        table.set("customer_id", ColumnType::Id, series);
    }
    Ok(())
}

/// The group that a payment belongs to: its customer's, else the only one of the clearing.
fn group_of<'g>(
    groups: &'g mut Groups<'_>,
    id: u32,
    customer: Option<&str>,
) -> Option<&'g mut Group> {
    let of_clearing = groups.get_mut(&id)?;
    let own = customer.filter(|customer| of_clearing.contains_key(*customer));
    match own {
        Some(own) => of_clearing.get_mut(own),
        // Paid for another customer: only where it is one, so that nothing is guessed.
        None if of_clearing.len() == 1 => of_clearing.values_mut().next(),
        None => None,
    }
}

impl Invoices {
    fn of(table: &Loaded, lookup: &InvoiceLookup<'_>) -> Result<Option<Invoices>, LedgerError> {
        let Some(cleared) = Ids::of(table)? else {
            return Ok(None);
        };
        Ok(Some(Invoices {
            ids: sure(table.text("invoice_id")?)?,
            customers: lookup.customer.clone(),
            dates: lookup.date.clone(),
            cleared_on: table.days("cleared_date")?,
            due: sure(table.days("due_date")?)?,
            known: table.days("known_date")?,
            kinds: sure(table.text("kind")?)?,
            cleared,
            amounts: lookup.amount.clone(),
        }))
    }

    /// The invoices by clearing and customer.
    fn groups(&self, table: &Loaded, links: &Links) -> Groups<'_> {
        let mut groups = Groups::new();
        for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
            let (Some(id), Some(cents)) = (links.of(&self.cleared, row), self.amounts.cents(row))
            else {
                continue;
            };
            let customer = self.customers.get(row).unwrap_or_default();
            let of_clearing = groups.entry(id).or_default();
            let group = of_clearing.entry(customer).or_default();
            if self.kinds.get(row) == Some("credit_note") {
                if let Some(day) = self.dates.get(row) {
                    let source = (day, true, row as u32, cents.abs());
                    group.sources.push(source);
                }
            } else if let Some(day) = self.due.get(row) {
                group.targets.push((day, row as u32, cents));
            }
        }
        groups
    }

    /// Takes what is booked on an invoice by name from what its group leaves open.
    fn book(
        &self,
        groups: &mut Groups<'_>,
        links: &Links,
        invoice: u32,
        kind: Option<&str>,
        cents: i64,
    ) {
        let Some(id) = links.of(&self.cleared, invoice as usize) else {
            return;
        };
        let cents = match kind {
            Some("reversal") => -cents.abs(),
            _ => cents,
        };
        let customer = self.customers.get(invoice as usize).unwrap_or_default();
        let group = groups.get_mut(&id).and_then(|of| of.get_mut(customer));
        let targets = group.into_iter().flat_map(|group| &mut group.targets);
        for target in targets.filter(|(_, row, _)| *row == invoice) {
            target.2 -= cents;
        }
    }

    /// A payment is known to be an invoice's when it is booked and the two are cleared.
    fn known_dates(&self, days: &PaymentDays, rows: &[Spread]) -> Series {
        let day = |(row, share): &Spread| {
            let row = *row as usize;
            let known = PaymentDays::at(&days.known, row);
            let Some((invoice, _)) = share.filter(|(invoice, _)| *invoice != NONE) else {
                return known;
            };
            let invoice = invoice as usize;
            let cleared = self.cleared_on.as_ref().and_then(|view| view.get(invoice));
            let cleared = cleared.max(PaymentDays::at(&days.cleared, row));
            known.max(cleared)
        };
        let known: Int32Chunked = rows.iter().map(|row| day(row).map(|day| day.0)).collect();
        known
            .into_date()
            .into_series()
            .with_name("known_date".into())
    }

    fn ids_of(&self, own: &Series, rows: &[Spread]) -> Result<Series, LedgerError> {
        let own = own.str().map_err(ours("reading text"))?;
        let id = |(own, (_, share)): (Option<&str>, &Spread)| match share {
            Some((invoice, _)) if *invoice != NONE => {
                self.ids.get(*invoice as usize).map(str::to_owned)
            }
            _ => own.map(str::to_owned),
        };
        let ids: StringChunked = own.iter().zip(rows).map(id).collect();
        Ok(ids.with_name("invoice_id".into()).into_series())
    }

    /// A column of the rows that used up credit notes make: one on the invoice, one on the credit note.
    fn credit_rows(&self, column: &LoadedColumn, credits: &[Used]) -> Series {
        let both: Vec<Used> = credits
            .iter()
            .flat_map(|&(credit, invoice, cents)| {
                [(credit, invoice, cents), (credit, credit, cents)]
            })
            .collect();
        let name: PlSmallStr = column.planned.canonical.as_str().into();
        let days = |day: &dyn Fn(usize) -> Option<Day>| {
            let days: Int32Chunked = both
                .iter()
                .map(|(credit, ..)| day(*credit as usize).map(|day| day.0))
                .collect();
            days.into_date().into_series()
        };
        let text = |text: &dyn Fn(&Used) -> Option<String>| {
            let texts: StringChunked = both.iter().map(text).collect();
            texts.into_series()
        };
        let owned = |view: &TextView, row: u32| view.get(row as usize).map(str::to_owned);
        let series = match (column.planned.table, column.planned.canonical.as_str()) {
            (Table::Payments, "invoice_id") => text(&|(_, on, _)| owned(&self.ids, *on)),
            (Table::Payments, "customer_id") => text(&|(_, on, _)| owned(&self.customers, *on)),
            (Table::Payments, "kind") => text(&|_| Some("credit_note".to_owned())),
            (Table::Payments, "payment_date") => days(&|row| self.dates.get(row)),
            (Table::Payments, "known_date") => {
                let on = |view: &Option<DayView>, row| view.as_ref().and_then(|view| view.get(row));
                days(&|row| on(&self.known, row).max(on(&self.cleared_on, row)))
            }
            (Table::Payments, "amount") => {
                let amounts: Float64Chunked = both
                    .iter()
                    .map(|(_, _, cents)| Some(*cents as f64 / 100.0))
                    .collect();
                amounts.into_series()
            }
            _ => Series::full_null(name.clone(), both.len(), column.series.dtype()),
        };
        series.with_name(name)
    }
}

fn cents_of(own: &Series, rows: &[Spread]) -> Result<Series, LedgerError> {
    let own = own.f64().map_err(ours("reading amounts"))?;
    let amount = |(own, (_, share)): (Option<f64>, &Spread)| match share {
        Some((_, cents)) => Some(*cents as f64 / 100.0),
        None => own,
    };
    let amounts: Float64Chunked = own.iter().zip(rows).map(amount).collect();
    Ok(amounts.with_name("amount".into()).into_series())
}

impl Group {
    /// Oldest source to the invoice that was due first, until the one or the other is used up.
    fn spread(mut self, shares: &mut Shares) {
        self.sources.sort_unstable();
        self.targets.sort_unstable();
        self.take_back();
        let mut next = 0;
        for (_, is_credit, row, mut left) in self.sources {
            let mut spread: Vec<(u32, i64)> = Vec::new();
            while let Some((_, invoice, open)) = self.targets.get_mut(next).filter(|_| left > 0) {
                let cents = left.min((*open).max(0));
                if cents > 0 {
                    spread.push((*invoice, cents));
                    (left, *open) = (left - cents, *open - cents);
                }
                if *open <= 0 {
                    next += 1;
                }
            }
            if is_credit {
                let used = spread.into_iter();
                shares
                    .credits
                    .extend(used.map(|(invoice, cents)| (row, invoice, cents)));
            } else if !spread.is_empty() {
                if left > 0 {
                    spread.push((NONE, left));
                }
                shares.of_row.insert(row, spread);
            }
        }
    }

    /// What a reversal takes back was not there to be spread: it comes off the last payment before it.
    fn take_back(&mut self) {
        for (day, mut cents) in std::mem::take(&mut self.reversals) {
            let payments = self.sources.iter_mut().rev();
            for source in payments.filter(|source| !source.1 && source.0 <= day) {
                let taken = cents.min(source.3.max(0));
                (source.3, cents) = (source.3 - taken, cents - taken);
            }
        }
    }
}
