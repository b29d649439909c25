//! Checks of `invoices`: due dates, kinds, currency, duplicates, and what is odd.

use polars::prelude::*;
use rayon::prelude::*;

use super::super::currency::{Currencies, ForeignInvoices};
use super::super::flags::Flags;
use super::super::index::{IdIndex, NONE};
use super::super::reasons;
use super::super::table::Loaded;
use super::super::view::{IntegerView, TextView, money, sure};
use super::amounts::complete_amounts;
use super::signs;
use super::{
    KnownCustomers, OwnWords, normalise_kinds, open_amounts, reject_unknown_customers, totals,
};
use crate::schema::{ColumnType, INVOICE_KINDS};
use crate::{Day, FlagKind, LedgerError, NegativeAmounts, RejectKind, TableConfig};

/// The longest term of payment taken for true, in days.
const LONGEST_TERM: i32 = 3_650;

/// Completes and checks the invoices, up to but not including duplicates (see [`reject_duplicates`]).
pub(crate) fn check(
    table: &mut Loaded,
    known: KnownCustomers<'_>,
    config: &TableConfig,
    currencies: &Currencies,
    flags: &mut Flags,
) -> Result<(ForeignInvoices, TakenBack), LedgerError> {
    complete_amounts(table)?;
    totals::reject(table, flags)?;
    let taken_back = complete_kinds(table, &config.kinds, config.negative, flags)?;
    complete_due_dates(table, &taken_back)?;
    let foreign = currencies.convert_invoices(table)?;
    open_amounts::convert(table)?;
    reject_unknown_customers(table, known)?;
    Ok((foreign, taken_back))
}

/// Gives the rows without a term of payment the one that the config sets for all.
pub(crate) fn set_terms(table: &mut Loaded, days: Option<u16>) -> Result<(), LedgerError> {
    let Some(days) = days else {
        return Ok(());
    };
    let own = table.integers("payment_terms_days")?;
    let all = Some(i32::from(days));
    let terms: Int32Chunked = (0..table.n_rows())
        .map(|row| own.as_ref().and_then(|own| own.get(row)).or(all))
        .collect();
    table.set(
        "payment_terms_days",
        ColumnType::Integer,
        terms.into_series(),
    );
    Ok(())
}

/// Due date where it is empty: baseline date, else invoice date, and the net term of payment. A credit note without a
/// term is due on its own date.
fn complete_due_dates(table: &mut Loaded, taken_back: &TakenBack) -> Result<(), LedgerError> {
    if table
        .series("due_date")
        .is_some_and(|due| due.null_count() == 0)
    {
        return Ok(());
    }
    let due = table.days("due_date")?;
    let terms = Terms::of(table)?;
    let issued = sure(table.days("invoice_date")?)?;
    let baseline = table.days("baseline_date")?;
    let kinds = sure(table.text("kind")?)?;
    let is_note = |row: usize| taken_back.0[row] || kinds.get(row) == Some("credit_note");
    let mut builder = PrimitiveChunkedBuilder::<Int32Type>::new("due_date".into(), table.n_rows());
    for row in 0..table.n_rows() {
        let stated = due.as_ref().and_then(|due| due.get(row));
        let (column, term) = terms.net(row);
        let from = baseline
            .as_ref()
            .and_then(|baseline| baseline.get(row))
            .or_else(|| issued.get(row));
        let derived = match (stated, term, from) {
            (Some(day), _, _) => Some(day),
            (None, Some(term), Some(day)) if (0..=LONGEST_TERM).contains(&term) => Some(day + term),
            (None, Some(term), _) if !table.bad[row] => {
                let range = format!("0 to {LONGEST_TERM} days");
                let reason = reasons::outside(table.table, "payment_terms_days", &range);
                table.reject(
                    row,
                    column,
                    &term.to_string(),
                    RejectKind::Impossible,
                    reason,
                );
                None
            }
            (None, None, Some(day)) if is_note(row) => Some(day),
            _ => None,
        };
        if derived.is_none() {
            table.reject(
                row,
                "due_date",
                "",
                RejectKind::Missing,
                "`due_date` is missing: expected one in every row, or a term in `payment_terms_days` (both under \
                 `[ledger.invoices.columns]`), or one for all in `payment_terms_days` under `[ledger.invoices]`"
                    .to_owned(),
            );
        }
        builder.append_option(derived.map(|day| day.0));
    }
    table.set(
        "due_date",
        ColumnType::Date,
        builder.finish().into_date().into_series(),
    );
    Ok(())
}

/// The terms of payment, in up to three steps.
struct Terms([(&'static str, Option<IntegerView>); 3]);

impl Terms {
    fn of(table: &Loaded) -> Result<Terms, LedgerError> {
        let step = |name: &'static str| Ok((name, table.integers(name)?));
        Ok(Terms([
            step("payment_terms_days_3")?,
            step("payment_terms_days_2")?,
            step("payment_terms_days")?,
        ]))
    }

    /// The net term of a row: the last step that is not 0; and its column.
    fn net(&self, row: usize) -> (&'static str, Option<i32>) {
        let at = |(name, view): &(&'static str, Option<IntegerView>)| {
            Some((*name, view.as_ref()?.get(row)?))
        };
        let mut steps = self.0.iter().filter_map(at);
        let found = steps
            .clone()
            .find(|(_, term)| *term != 0)
            .or_else(|| steps.next());
        found.map_or(("payment_terms_days", None), |(name, term)| {
            (name, Some(term))
        })
    }
}

/// Kind where it is empty: by the sign of the amount. A negative invoice is a credit note, whatever it is called. What
/// is called a credit note but has the sign that credit notes do not have takes one back: it is owed, as an invoice is.
/// Gives the rows whose sign is yet to be turned (see [`settle_signs`]).
fn complete_kinds(
    table: &mut Loaded,
    own: OwnWords<'_>,
    negative: Option<NegativeAmounts>,
    flags: &mut Flags,
) -> Result<TakenBack, LedgerError> {
    let stated = normalise_kinds(table, INVOICE_KINDS, own)?.map(TextView);
    let has_no_kinds = stated.is_none();
    let stated = |row: usize| stated.as_ref().and_then(|stated| stated.get(row));
    let amounts = sure(table.amounts("amount")?)?;
    let ids = sure(table.text("invoice_id")?)?;
    let n_rows = table.n_rows();
    let mut taken_back = TakenBack(vec![false; n_rows]);
    let is_negative = |row: usize| amounts.cents(row).is_some_and(|cents| cents < 0);
    if has_no_kinds && !(0..n_rows).into_par_iter().any(is_negative) {
        let kinds = StringChunked::full("kind".into(), "invoice", n_rows);
        table.set("kind", ColumnType::Text, kinds.into_series());
        return Ok(taken_back);
    }
    let id = |row: usize| ids.get(row).unwrap_or_default().to_owned();
    let is_note = |row: usize| stated(row) == Some("credit_note");
    let written = signs::written(table, "credit_note", "invoice_date", negative, is_note)?;
    let mut builder = StringChunkedBuilder::new("kind".into(), table.n_rows());
    for row in 0..table.n_rows() {
        let cents = amounts.cents(row).unwrap_or(0);
        if is_note(row) && !table.bad[row] && written.takes_back(cents) {
            flags.row(FlagKind::TakenBack, table, row, || {
                (id(row), signs::taken_back("credit_note", cents))
            });
            taken_back.0[row] = true;
            builder.append_value("invoice");
        } else if cents < 0 && !is_note(row) {
            if !table.bad[row] {
                flags.row(FlagKind::NegativeAsCreditNote, table, row, || {
                    (id(row), format!("amount {}", money(cents)))
                });
            }
            builder.append_value("credit_note");
        } else {
            builder.append_value(stated(row).unwrap_or("invoice"));
        }
    }
    table.set("kind", ColumnType::Text, builder.finish().into_series());
    Ok(taken_back)
}

/// By row, whether it takes a credit note back.
pub(crate) struct TakenBack(Vec<bool>);

/// Makes what takes a credit note back positive, once amounts are in the ledger's currency.
pub(crate) fn settle_signs(table: &mut Loaded, taken_back: &TakenBack) -> Result<(), LedgerError> {
    let amounts = sure(table.amounts("amount")?)?;
    let is_negative = |row: usize| amounts.cents(row).is_some_and(|cents| cents < 0);
    let turned: Vec<bool> = (0..table.n_rows())
        .map(|row| taken_back.0[row] && is_negative(row))
        .collect();
    signs::turn(table, &turned)
}

/// Indexes the usable invoices by id and rejects all but the first of each id.
pub(crate) fn reject_duplicates<'a>(table: &mut Loaded, ids: &'a StringChunked) -> IdIndex<'a> {
    let mut duplicates = Vec::new();
    let index = IdIndex::new(ids, &table.bad, |row, first| {
        duplicates.push((row as usize, first as usize))
    });
    for (row, first) in duplicates {
        let (_, place) = table.place(first);
        let name = table.file_name(first);
        let place = if name == table.file_name(row) {
            place.to_string()
        } else {
            format!("{place} of `{name}`")
        };
        let reason = match first_difference(table, row, first) {
            None => format!("the same row again: first on {place}"),
            Some((column, of_first)) => format!(
                "duplicate `invoice_id`: first on {place}, with other content (`{column}` is {of_first} there)"
            ),
        };
        let reason = reasons::duplicate(&reason, table.table, "invoice_id");
        let id = ids.downcast_as_array().get(row).unwrap_or_default();
        table.reject(row, "invoice_id", id, RejectKind::Duplicate, reason);
    }
    index
}

/// The first column in which two rows differ, and the value of the second of them.
fn first_difference(table: &Loaded, row: usize, first: usize) -> Option<(String, String)> {
    for column in &table.columns {
        let (Ok(here), Ok(there)) = (column.series.get(row), column.series.get(first)) else {
            continue;
        };
        if here != there {
            let shown = match there {
                AnyValue::Null => "empty".to_owned(),
                AnyValue::Float64(amount) if column.planned.column_type == ColumnType::Amount => {
                    format!("`{amount:.2}`")
                }
                there => format!("`{}`", arrears_formats::shown(&there.str_value())),
            };
            return Some((column.planned.source.clone(), shown));
        }
    }
    None
}

/// Flags links of credit notes that lead nowhere: they stay the customer's credit.
pub(crate) fn flag_links(
    table: &Loaded,
    index: &IdIndex<'_>,
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let Some(named) = table.text("credits_invoice_id")? else {
        return Ok(());
    };
    let (ids, kinds) = (sure(table.text("invoice_id")?)?, sure(table.text("kind")?)?);
    let customers = sure(table.text("customer_id")?)?;
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
        let Some(name) = named.get(row) else { continue };
        let target = index.row(name);
        let fault = match (kinds.get(row), target) {
            (Some("credit_note"), NONE) => "no usable invoice has this number",
            (Some("credit_note"), target) if target as usize == row => "it names itself",
            (Some("credit_note"), target) if kinds.get(target as usize) != Some("invoice") => {
                "it names another credit note"
            }
            (Some("credit_note"), target) => {
                let (payer, billed) = (customers.get(row), customers.get(target as usize));
                if payer != billed {
                    flags.row(FlagKind::CustomerMismatch, table, row, || {
                        let (payer, billed) = (payer.unwrap_or(""), billed.unwrap_or(""));
                        (
                            ids.get(row).unwrap_or_default().to_owned(),
                            format!("credited to {payer}, invoice `{name}` billed to {billed}"),
                        )
                    });
                }
                continue;
            }
            _ => "it is no credit note",
        };
        flags.row(FlagKind::IdleLink, table, row, || {
            (
                ids.get(row).unwrap_or_default().to_owned(),
                format!(
                    "`{}` is not credited: {fault}",
                    arrears_formats::shown(name)
                ),
            )
        });
    }
    Ok(())
}

/// Flags what is odd in the rows that are used.
pub(crate) fn flag(table: &Loaded, flags: &mut Flags) -> Result<(), LedgerError> {
    let (ids, amounts) = (
        sure(table.text("invoice_id")?)?,
        sure(table.amounts("amount")?)?,
    );
    let (issued, due) = (
        sure(table.days("invoice_date")?)?,
        sure(table.days("due_date")?)?,
    );
    let paid = table.days("paid_date")?;
    let id = |row: usize| ids.get(row).unwrap_or_default().to_owned();
    let is_odd = |row: usize| {
        let before = |day: Option<Day>| day.is_some_and(|day| issued.get(row) > Some(day));
        amounts.cents(row) == Some(0)
            || before(due.get(row))
            || before(paid.as_ref().and_then(|paid| paid.get(row)))
    };
    for row in table.usable_rows(is_odd) {
        if amounts.cents(row) == Some(0) {
            flags.row(FlagKind::ZeroAmount, table, row, || {
                (id(row), "amount 0.00".to_owned())
            });
        }
        let (Some(issued), Some(due)) = (issued.get(row), due.get(row)) else {
            continue;
        };
        if due < issued {
            flags.row(FlagKind::DueBeforeInvoice, table, row, || {
                (id(row), format!("due {due}, dated {issued}"))
            });
        }
        if let Some(paid) = paid.as_ref().and_then(|paid| paid.get(row))
            && paid < issued
        {
            flags.row(FlagKind::PaidBeforeInvoice, table, row, || {
                (id(row), format!("paid {paid}, dated {issued}"))
            });
        }
    }
    Ok(())
}
