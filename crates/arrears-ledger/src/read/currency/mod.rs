//! Amounts in other currencies, converted to the ledger's by a dated table of rates.
//!
//! An invoice has the rate of its own date. Bookings on it in its currency have the invoice's rate, converted as
//! running sums, so that bookings that add up to the invoice in its currency do so to the cent in the ledger's. Any
//! other booking has the rate of its own date. What was converted stays traceable: `original_amount`, `rate` and
//! `rate_date` stand beside the amount.

mod decimal;
mod rates;

use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::*;

use super::cells::MOST_CENTS;
use super::index::NONE;
use super::reasons;
use super::table::Loaded;
use super::view::{AmountView, ours, sure};
use crate::schema::{ColumnType, currency_code};
use crate::{Day, LedgerConfig, LedgerError, RejectKind};
use rates::Quote;
pub(crate) use rates::{Rates, is_of_rates};

/// The ledger's currency, and the rates of others.
pub(crate) struct Currencies {
    ledger: String,
    rates: Option<Rates>,
}

/// Invoices in another currency, by row.
#[derive(Default)]
pub(crate) struct ForeignInvoices(BTreeMap<usize, Foreign>);

/// What stands behind a converted amount.
#[derive(Clone, Copy)]
struct Foreign {
    code: &'static str,
    quote: Quote,
    /// In the other currency.
    original: i64,
}

/// Converted amounts in cents, by row.
type Converted = BTreeMap<usize, (i64, Foreign)>;

impl Currencies {
    pub fn read(config: &LedgerConfig, base_dir: &Path) -> Result<Currencies, LedgerError> {
        let rates = config.rates.as_ref();
        Ok(Currencies {
            ledger: config.currency.clone(),
            rates: rates
                .map(|rates| Rates::read(config, rates, base_dir))
                .transpose()?,
        })
    }

    pub fn rates(&self) -> Option<&Rates> {
        self.rates.as_ref()
    }

    /// Converts the invoices in other currencies at the rates of their dates.
    pub fn convert_invoices(&self, table: &mut Loaded) -> Result<ForeignInvoices, LedgerError> {
        let codes = self.other_codes(table)?;
        if codes.is_empty() {
            return Ok(ForeignInvoices::default());
        }
        let dates = sure(table.days("invoice_date")?)?;
        let amounts = sure(table.amounts("amount")?)?;
        let mut converted = Converted::new();
        for (row, code) in codes {
            if let Some(amount) =
                self.converted(table, row, code, dates.get(row), amounts.cents(row))
            {
                converted.insert(row, amount);
            }
        }
        let foreign = converted.iter().map(|(row, (_, foreign))| (*row, *foreign));
        let foreign = ForeignInvoices(foreign.collect());
        foreign.convert_column(table, "blocked_amount", Some)?;
        set_converted(table, &converted)?;
        Ok(foreign)
    }

    /// A linked credit note in its invoice's currency takes the invoice's rate, so that a full credit leaves nothing.
    /// `invoice_of` gives the row of the invoice that a row names.
    pub fn align_credit_notes(
        &self,
        table: &mut Loaded,
        foreign: &mut ForeignInvoices,
        invoice_of: impl Fn(usize) -> u32,
    ) -> Result<(), LedgerError> {
        if foreign.0.is_empty() {
            return Ok(());
        }
        let (dates, kinds) = (
            sure(table.days("invoice_date")?)?,
            sure(table.text("kind")?)?,
        );
        let mut converted = Converted::new();
        for (&row, note) in &foreign.0 {
            let invoice = invoice_of(row);
            let (true, Some(of_invoice)) = (
                kinds.get(row) == Some("credit_note") && !table.bad[row],
                foreign.0.get(&(invoice as usize)),
            ) else {
                continue;
            };
            let is_later = dates.get(invoice as usize) <= dates.get(row);
            if of_invoice.code != note.code
                || !is_later
                || kinds.get(invoice as usize) != Some("invoice")
            {
                continue;
            }
            let aligned = Foreign {
                quote: of_invoice.quote,
                ..*note
            };
            if let Some(cents) = aligned.quote.convert(aligned.original) {
                converted.insert(row, (cents, aligned));
            }
        }
        if converted.is_empty() {
            return Ok(());
        }
        for (row, (_, aligned)) in &converted {
            foreign.0.insert(*row, *aligned);
        }
        let all = foreign.0.iter().filter_map(|(row, foreign)| {
            Some((*row, (foreign.quote.convert(foreign.original)?, *foreign)))
        });
        set_converted(table, &all.collect())
    }

    /// Converts the bookings in other currencies. `invoice_rows` has the invoice of each row.
    pub fn convert_payments(
        &self,
        table: &mut Loaded,
        invoices: &ForeignInvoices,
        invoice_rows: &[u32],
        notes: &mut Vec<String>,
    ) -> Result<(), LedgerError> {
        let mut codes = self.other_codes(table)?;
        assume_currency_of_invoice(table, invoices, invoice_rows, &mut codes, notes)?;
        if codes.is_empty() {
            return Ok(());
        }
        let dates = sure(table.days("payment_date")?)?;
        let amounts = sure(table.amounts("amount")?)?;
        let mut converted = Converted::new();
        let mut of_invoices: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (row, code) in codes {
            let invoice = invoice_rows[row];
            match invoices.0.get(&(invoice as usize)) {
                Some(foreign) if foreign.code == code => {
                    of_invoices.entry(invoice).or_default().push(row);
                }
                _ => {
                    if let Some(amount) =
                        self.converted(table, row, code, dates.get(row), amounts.cents(row))
                    {
                        converted.insert(row, amount);
                    }
                }
            }
        }
        for (invoice, rows) in of_invoices {
            let foreign = invoices.0[&(invoice as usize)];
            convert_running(table, rows, foreign, &amounts, &mut converted)?;
        }
        set_converted(table, &converted)
    }

    /// One amount at the rate of its date; rejects the row where there is none.
    fn converted(
        &self,
        table: &mut Loaded,
        row: usize,
        code: &'static str,
        day: Option<Day>,
        cents: Option<i64>,
    ) -> Option<(i64, Foreign)> {
        let (day, original, rates) = (day?, cents?, self.rates.as_ref()?);
        match rates.on(code, day) {
            Err(reason) => {
                table.reject(row, "currency", code, RejectKind::NoRate, reason);
                None
            }
            Ok(quote) => {
                let foreign = Foreign {
                    code,
                    quote,
                    original,
                };
                let cents = within_range(quote.convert(original));
                if cents.is_none() {
                    reject_too_large(table, row, original);
                }
                Some((cents?, foreign))
            }
        }
    }

    /// Usable rows in another currency than the ledger's; rejects those whose cell is no currency.
    fn other_codes(
        &self,
        table: &mut Loaded,
    ) -> Result<BTreeMap<usize, &'static str>, LedgerError> {
        let mut codes = BTreeMap::new();
        let Some(cells) = table.text("currency")? else {
            return Ok(codes);
        };
        let is_other = |row: usize| cells.get(row).is_some_and(|cell| cell != self.ledger);
        for row in table.usable_rows(is_other) {
            let cell = cells.get(row).unwrap_or_default();
            match currency_code(cell) {
                Some(code) if code == self.ledger => {}
                Some(code) => drop(codes.insert(row, code)),
                None if cell.eq_ignore_ascii_case(&self.ledger) => {}
                None => table.reject(
                    row,
                    "currency",
                    cell,
                    RejectKind::UnknownWord,
                    format!(
                        "no currency: expected a code of ISO 4217, such as `EUR` ({})",
                        reasons::which_column(table.table, "currency")
                    ),
                ),
            }
        }
        match (self.rates.is_some(), codes.first_key_value()) {
            (false, Some((&row, code))) => Err(self.without_rates(table, row, code, &codes)),
            _ => Ok(codes),
        }
    }

    fn without_rates(
        &self,
        table: &Loaded,
        row: usize,
        code: &str,
        codes: &BTreeMap<usize, &'static str>,
    ) -> LedgerError {
        let n_usable = table.bad.iter().filter(|bad| !**bad).count();
        if codes.len() == n_usable && codes.values().all(|other| *other == code) {
            return LedgerError::OtherCurrency {
                table: table.table,
                found: code.to_owned(),
                ledger: self.ledger.clone(),
            };
        }
        let (file, place) = table.place(row);
        LedgerError::MixedCurrencies {
            table: table.table,
            file: table.files[file].name.clone(),
            place,
            found: code.to_owned(),
            ledger: self.ledger.clone(),
        }
    }
}

impl ForeignInvoices {
    /// Converts another column of amounts, where `invoice_of` a row is in another currency, at that invoice's rate.
    pub fn convert_column(
        &self,
        table: &mut Loaded,
        column: &'static str,
        invoice_of: impl Fn(usize) -> Option<usize>,
    ) -> Result<(), LedgerError> {
        let Some(amounts) = table.amounts(column)?.filter(|_| !self.0.is_empty()) else {
            return Ok(());
        };
        let mut cents = BTreeMap::new();
        for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
            let foreign = invoice_of(row).and_then(|invoice| self.0.get(&invoice));
            if let (Some(foreign), Some(original)) = (foreign, amounts.cents(row)) {
                cents.insert(row, within_range(foreign.quote.convert(original)));
            }
        }
        for (row, converted) in &cents {
            if converted.is_none() {
                reject_too_large(table, *row, amounts.cents(*row).unwrap_or_default());
            }
        }
        let series = sure(table.series(column))?;
        let series = replaced(series, |row| cents.get(&row).copied().flatten())?;
        table.set(column, ColumnType::Amount, series);
        if column == "amount" {
            let written = cents
                .keys()
                .filter_map(|&row| Some((row, amounts.cents(row)?)));
            table.restated.extend(written);
        }
        Ok(())
    }
}

/// A booking whose currency is not said is in that of its invoice.
fn assume_currency_of_invoice(
    table: &Loaded,
    invoices: &ForeignInvoices,
    invoice_rows: &[u32],
    codes: &mut BTreeMap<usize, &'static str>,
    notes: &mut Vec<String>,
) -> Result<(), LedgerError> {
    if invoices.0.is_empty() {
        return Ok(());
    }
    let cells = table.text("currency")?;
    let mut n_assumed = 0;
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row] && invoice_rows[row] != NONE) {
        let is_said = cells.as_ref().is_some_and(|cells| cells.get(row).is_some());
        if let Some(foreign) = invoices
            .0
            .get(&(invoice_rows[row] as usize))
            .filter(|_| !is_said)
        {
            codes.insert(row, foreign.code);
            n_assumed += 1;
        }
    }
    if n_assumed > 0 {
        notes.push(format!(
            "`{}`: {n_assumed} rows without a currency are taken in that of their invoice",
            table.table
        ));
    }
    Ok(())
}

/// Converts the bookings of one invoice as running sums, in the order in which they became known: a later one never
/// changes an earlier one.
fn convert_running(
    table: &mut Loaded,
    mut rows: Vec<usize>,
    foreign: Foreign,
    amounts: &AmountView,
    converted: &mut Converted,
) -> Result<(), LedgerError> {
    let dates = sure(table.days("payment_date")?)?;
    let (known, kinds) = (table.days("known_date")?, sure(table.text("kind")?)?);
    let effect = |row: usize| {
        let cents = amounts.cents(row).unwrap_or(0);
        match kinds.get(row) {
            Some("reversal") => -cents.abs(),
            _ => cents,
        }
    };
    rows.sort_by_key(|&row| {
        let date = dates.get(row);
        let known = known.as_ref().and_then(|known| known.get(row));
        (date.max(known), date, kinds.get(row), effect(row))
    });
    let (mut sum, mut before) = (0_i64, Some(0_i64));
    for row in rows {
        let original = amounts.cents(row).unwrap_or(0);
        sum = sum.saturating_add(effect(row));
        let after = within_range(foreign.quote.convert(sum));
        let (Some(from), Some(to)) = (before, after) else {
            reject_too_large(table, row, original);
            continue;
        };
        before = after;
        let size = (to - from).abs();
        let cents = if original < 0 { -size } else { size };
        converted.insert(
            row,
            (
                cents,
                Foreign {
                    original,
                    ..foreign
                },
            ),
        );
    }
    Ok(())
}

/// Amounts in the ledger's currency have the limit of all amounts.
fn within_range(cents: Option<i64>) -> Option<i64> {
    cents.filter(|cents| cents.saturating_abs() < MOST_CENTS)
}

fn reject_too_large(table: &mut Loaded, row: usize, original: i64) {
    let value = super::view::money(original);
    let reason = "impossible amount: expected less than 10^13 in the ledger's currency (`quoted` and `path` under \
                  `[ledger.rates]`)"
        .to_owned();
    table.reject(row, "amount", &value, RejectKind::Impossible, reason);
}

/// Puts converted amounts in place, and beside them what they were.
fn set_converted(table: &mut Loaded, converted: &Converted) -> Result<(), LedgerError> {
    if converted.is_empty() {
        return Ok(());
    }
    let series = replaced(sure(table.series("amount"))?, |row| {
        converted.get(&row).map(|(cents, _)| *cents)
    })?;
    table.set("amount", ColumnType::Amount, series);
    for (row, (_, foreign)) in converted {
        table.restated.insert(*row, foreign.original);
    }
    let n_rows = table.n_rows();
    let foreign = |row: usize| converted.get(&row).map(|(_, foreign)| foreign);
    let original: Float64Chunked = (0..n_rows)
        .map(|row| foreign(row).map(|foreign| foreign.original as f64 / 100.0))
        .collect();
    let rate: StringChunked = (0..n_rows)
        .map(|row| foreign(row).map(|foreign| foreign.quote.rate.to_string()))
        .collect();
    let days: Int32Chunked = (0..n_rows)
        .map(|row| foreign(row).map(|foreign| foreign.quote.day.0))
        .collect();
    table.set(
        "original_amount",
        ColumnType::Amount,
        original.into_series(),
    );
    table.set("rate", ColumnType::Text, rate.into_series());
    table.set(
        "rate_date",
        ColumnType::Date,
        days.into_date().into_series(),
    );
    Ok(())
}

/// A column of amounts with some of them replaced, given in cents.
fn replaced(series: &Series, cents: impl Fn(usize) -> Option<i64>) -> Result<Series, LedgerError> {
    let amounts = series.f64().map_err(ours("converting amounts"))?;
    let amounts: Float64Chunked = amounts
        .iter()
        .enumerate()
        .map(|(row, amount)| cents(row).map_or(amount, |cents| Some(cents as f64 / 100.0)))
        .collect();
    Ok(amounts.into_series())
}
