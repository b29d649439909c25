//! Checks of `payments`, and payments derived from the invoices' `paid_date`.

use polars::prelude::*;

use super::super::account::Finished;
use super::super::currency::{Currencies, ForeignInvoices};
use super::super::flags::{Flags, example};
use super::super::index::NONE;
use super::super::table::Loaded;
use super::super::view::{AmountView, TextView, money, ours, sure};
use super::amounts::complete_amounts;
use super::signs::{self, Written};
use super::{
    InvoiceLookup, KnownCustomers, OwnWords, alike, clearing, normalise_kinds, open_amounts,
    reject_unknown_customers,
};
use crate::schema::{ColumnType, PAYMENT_KINDS};
use crate::{FlagKind, LedgerError, NegativeAmounts, RejectKind, Table};

/// What payments are checked against.
pub(crate) struct Against<'a> {
    /// The invoices they are on.
    pub invoices: &'a InvoiceLookup<'a>,
    /// The table the lookup's rows are of.
    pub invoice_table: &'a Loaded,
    /// Those in another currency.
    pub foreign: &'a ForeignInvoices,
    /// The ledger's currency and rates.
    pub currencies: &'a Currencies,
    /// The customers there are.
    pub customers: KnownCustomers<'a>,
    /// Words of the user's own for kinds.
    pub own_kinds: OwnWords<'a>,
    /// What the config says of negative amounts.
    pub negative: Option<NegativeAmounts>,
}

/// Completes and checks the payments.
pub(crate) fn check(
    table: &mut Loaded,
    against: &Against<'_>,
    flags: &mut Flags,
    notes: &mut Vec<String>,
) -> Result<(), LedgerError> {
    let (invoices, invoice_table) = (against.invoices, against.invoice_table);
    let has_sides = ["debit", "credit", "side"]
        .iter()
        .any(|name| table.series(name).is_some());
    complete_amounts(table)?;
    if table.series("invoice_id").is_none() {
        let none = Series::full_null("invoice_id".into(), table.n_rows(), &DataType::String);
        table.set("invoice_id", ColumnType::Id, none);
    }
    let invoice_rows = invoices.resolve(table, true)?;
    clearing::complete_customers(table, invoices, invoice_table)?;
    reject_unallocated_without_customer(table)?;
    reject_unknown_customers(table, against.customers)?;
    let on_credit_note = on_credit_note(invoice_table, &invoice_rows)?;
    let signs = complete_kinds(table, against, &on_credit_note, has_sides, flags)?;
    against
        .currencies
        .convert_payments(table, against.foreign, &invoice_rows, notes)?;
    settle_signs(table, &on_credit_note, signs, flags, notes)?;
    clearing::spread(table, invoices, invoice_table, &invoice_rows)?;
    flag(table, invoices, &invoice_rows, flags)?;
    alike::flag_repeated(table, &invoice_rows, flags)?;
    alike::flag_credited_twice(table, invoice_table, invoices, &invoice_rows, flags)?;
    flag_paid_without_payment(table, invoice_table, &invoice_rows, flags)?;
    flag_overpayments(table, invoices, invoice_table, &invoice_rows, flags)
}

/// By row, whether it is booked on a credit note.
fn on_credit_note(invoice_table: &Loaded, invoice_rows: &[u32]) -> Result<Vec<bool>, LedgerError> {
    let kinds = sure(invoice_table.text("kind")?)?;
    let is_note = |row: &u32| *row != NONE && kinds.get(*row as usize) == Some("credit_note");
    Ok(invoice_rows.iter().map(is_note).collect())
}

/// The kinds of which a row of the other sign takes an earlier one back; payments are first (see [`complete_kinds`]).
const SIGNED_KINDS: [&str; 4] = ["payment", "discount", "credit_note", "write_off"];

/// How the table writes the amounts of each of [`SIGNED_KINDS`].
type Signs = [Written; 4];

/// Payments, discounts, credits and write-offs that are written as negative amounts count by their size; one of the
/// other sign takes an earlier one back.
fn settle_signs(
    table: &mut Loaded,
    on_credit_note: &[bool],
    signs: Signs,
    flags: &mut Flags,
    notes: &mut Vec<String>,
) -> Result<(), LedgerError> {
    let (amounts, kinds) = (sure(table.amounts("amount")?)?, sure(table.text("kind")?)?);
    let ids = sure(table.text("invoice_id")?)?;
    let mut turned = vec![false; table.n_rows()];
    for (kind, written) in SIGNED_KINDS.into_iter().zip(signs) {
        // A payment that is taken back is a reversal by now.
        if kind == "payment" && written == Written::Positive {
            continue;
        }
        let of_kind = |row: &usize| {
            !table.bad[*row] && !on_credit_note[*row] && kinds.get(*row) == Some(kind)
        };
        let rows: Vec<usize> = (0..table.n_rows()).filter(of_kind).collect();
        if written == Written::Negative {
            notes.push(signs::note(table, kind, &amounts, &rows));
            rows.iter().for_each(|&row| turned[row] = true);
        }
        for row in rows {
            let cents = amounts.cents(row).unwrap_or(0);
            if written.takes_back(cents) {
                flags.row(FlagKind::TakenBack, table, row, || {
                    let id = ids.get(row).unwrap_or_default().to_owned();
                    (id, signs::taken_back(kind, cents))
                });
            }
        }
    }
    signs::turn(table, &turned)
}

/// Where there is a table of payments, it alone says what was paid: a `paid_date` that it knows nothing of is told.
fn flag_paid_without_payment(
    table: &Loaded,
    invoice_table: &Loaded,
    invoice_rows: &[u32],
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let Some(paid) = invoice_table.days("paid_date")? else {
        return Ok(());
    };
    let mut has_payment = vec![false; invoice_table.n_rows()];
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
        for (invoice, _) in bookings(table, row, &[(invoice_rows[row], 0)]) {
            has_payment[invoice as usize] = true;
        }
    }
    let ids = sure(invoice_table.text("invoice_id")?)?;
    let unpaid = |row: &usize| !has_payment[*row] && !invoice_table.is_others(*row);
    for row in (0..invoice_table.n_rows()).filter(unpaid) {
        if let Some(day) = paid.get(row) {
            let (file, place) = invoice_table.place(row);
            let name = &invoice_table.files[file].name;
            flags.add(FlagKind::PaidWithoutPayment, Table::Invoices, name, || {
                let id = ids.get(row).unwrap_or_default();
                example(place, id, format!("paid on {day} by its own column"))
            });
        }
    }
    Ok(())
}

/// The invoices (`NONE`: none) on which a payment is booked, and with how much; its `own` where it is not spread.
fn bookings<'t>(
    table: &'t Loaded,
    row: usize,
    own: &'t [(u32, i64)],
) -> impl Iterator<Item = (u32, i64)> + 't {
    let spread = table.shares.as_ref().and_then(|shares| shares.of(row));
    let all = spread.unwrap_or(own).iter().copied();
    all.filter(|(invoice, _)| *invoice != NONE)
}

/// Cash that is on no invoice must at least be a customer's.
fn reject_unallocated_without_customer(table: &mut Loaded) -> Result<(), LedgerError> {
    let (invoice, customer) = (sure(table.text("invoice_id")?)?, table.text("customer_id")?);
    if invoice.0.null_count() == 0 {
        return Ok(());
    }
    for row in 0..table.n_rows() {
        let has_customer = customer
            .as_ref()
            .is_some_and(|customer| customer.get(row).is_some());
        if invoice.get(row).is_none() && !has_customer {
            table.reject(
                row,
                "invoice_id",
                "",
                RejectKind::Missing,
                "`invoice_id` and `customer_id` are missing: expected at least one of them, since cash without an \
                 invoice is a customer's (both under `[ledger.payments.columns]`)"
                    .to_owned(),
            );
        }
    }
    Ok(())
}

/// Kind where it is empty: `payment`. A payment of the sign that payments do not have is a reversal, whatever it is
/// called; on a credit note it is none, but a refund.
fn complete_kinds(
    table: &mut Loaded,
    against: &Against<'_>,
    on_credit_note: &[bool],
    has_sides: bool,
    flags: &mut Flags,
) -> Result<Signs, LedgerError> {
    let stated = normalise_kinds(table, PAYMENT_KINDS, against.own_kinds)?.map(TextView);
    let stated = |row: usize| {
        let stated = stated.as_ref().and_then(|stated| stated.get(row));
        stated.unwrap_or("payment")
    };
    let (amounts, ids) = (
        sure(table.amounts("amount")?)?,
        sure(table.text("invoice_id")?)?,
    );
    let mut signs = [Written::Positive; 4];
    for (sign, kind) in signs.iter_mut().zip(SIGNED_KINDS) {
        // A side says itself which payment is taken back.
        if kind != "payment" || !has_sides {
            let of_kind = |row: usize| !on_credit_note[row] && stated(row) == kind;
            *sign = signs::written(table, kind, "payment_date", against.negative, of_kind)?;
        }
    }
    let mut builder = StringChunkedBuilder::new("kind".into(), table.n_rows());
    for (row, is_refund) in on_credit_note.iter().enumerate() {
        let kind = stated(row);
        let cents = amounts.cents(row).unwrap_or(0);
        if signs[0].takes_back(cents) && kind == "payment" && !is_refund {
            if !table.bad[row] {
                flags.row(FlagKind::NegativeAsReversal, table, row, || {
                    let id = ids.get(row).unwrap_or_default().to_owned();
                    (id, format!("amount {}", money(cents)))
                });
            }
            builder.append_value("reversal");
        } else {
            builder.append_value(kind);
        }
    }
    table.set("kind", ColumnType::Text, builder.finish().into_series());
    Ok(signs)
}

fn flag(
    table: &Loaded,
    invoices: &InvoiceLookup<'_>,
    invoice_rows: &[u32],
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let (ids, customer) = (sure(table.text("invoice_id")?)?, table.text("customer_id")?);
    let (amounts, paid) = (
        sure(table.amounts("amount")?)?,
        sure(table.days("payment_date")?)?,
    );
    let id = |row: usize| ids.get(row).unwrap_or_default().to_owned();
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
        if amounts.cents(row) == Some(0) {
            flags.row(FlagKind::ZeroAmount, table, row, || {
                (id(row), "amount 0.00".to_owned())
            });
        }
        let payer = customer.as_ref().and_then(|customer| customer.get(row));
        for (invoice, _) in bookings(table, row, &[(invoice_rows[row], 0)]) {
            if let (Some(paid), Some(issued)) = (paid.get(row), invoices.date.get(invoice as usize))
                && paid < issued
            {
                flags.row(FlagKind::PaymentBeforeInvoice, table, row, || {
                    (id(row), format!("paid {paid}, invoice dated {issued}"))
                });
            }
            if let (Some(payer), Some(billed)) = (payer, invoices.customer.get(invoice as usize))
                && payer != billed
            {
                flags.row(FlagKind::CustomerMismatch, table, row, || {
                    (id(row), format!("paid by {payer}, billed to {billed}"))
                });
            }
        }
    }
    Ok(())
}

/// Invoices on which more was booked than billed.
fn flag_overpayments(
    table: &Loaded,
    invoices: &InvoiceLookup<'_>,
    invoice_table: &Loaded,
    invoice_rows: &[u32],
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let (amounts, kinds) = (sure(table.amounts("amount")?)?, sure(table.text("kind")?)?);
    let invoice_kinds = sure(invoice_table.text("kind")?)?;
    let mut booked = vec![0_i64; invoice_table.n_rows()];
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
        let cents = amounts.cents(row).unwrap_or(0);
        for (invoice, cents) in bookings(table, row, &[(invoice_rows[row], cents)]) {
            let sum = &mut booked[invoice as usize];
            *sum = match kinds.get(row) {
                Some("reversal") => sum.saturating_sub(cents.saturating_abs()),
                Some("write_off") => *sum,
                _ => sum.saturating_add(cents),
            };
        }
    }
    let ids = sure(invoice_table.text("invoice_id")?)?;
    for (row, &booked) in booked.iter().enumerate() {
        let billed = invoices.amount.cents(row).unwrap_or(0);
        if booked > billed && booked > 0 && invoice_kinds.get(row) == Some("invoice") {
            let (file, place) = invoice_table.place(row);
            flags.add(
                FlagKind::Overpayment,
                Table::Invoices,
                &invoice_table.files[file].name,
                || {
                    example(
                        place,
                        ids.get(row).unwrap_or_default(),
                        format!("billed {}, booked {}", money(billed), money(booked)),
                    )
                },
            );
        }
    }
    Ok(())
}

/// Payments on the invoices' `paid_date`: of all, or of what `open_amount` says was paid; credit notes are not paid.
pub(crate) fn derive(invoices: &Finished) -> Result<Option<DataFrame>, LedgerError> {
    let column = |name: &str| {
        invoices.columns.iter().find(|column| {
            column.planned.table == Table::Invoices && column.planned.canonical == name
        })
    };
    let (Some(paid), Some(ids), Some(amounts), Some(kinds)) = (
        column("paid_date"),
        column("invoice_id"),
        column("amount"),
        column("kind"),
    ) else {
        return Ok(None);
    };
    let failed = ours("deriving payments");
    let kinds = kinds.series.str().map_err(&failed)?;
    let amounts = AmountView::of(&amounts.series)?;
    let open = column("open_amount")
        .map(|column| AmountView::of(&column.series))
        .transpose()?;
    let paid_of = |row: usize| {
        let billed = amounts.cents(row).unwrap_or(0);
        let open = open.as_ref().and_then(|open| open.cents(row));
        let paid = open_amounts::paid(billed, open);
        (paid != 0 || billed == 0).then_some(paid)
    };
    let is_invoice = kinds.iter().map(|kind| kind == Some("invoice"));
    let is_dated = paid.series.is_not_null();
    let (mut keep, mut cents) = (Vec::with_capacity(kinds.len()), Vec::new());
    for (row, (is_invoice, is_dated)) in is_invoice.zip(is_dated.iter()).enumerate() {
        let of_row = (is_invoice && is_dated == Some(true)).then(|| paid_of(row));
        keep.push(of_row.flatten().is_some());
        cents.extend(of_row.flatten().map(|cents| cents as f64 / 100.0));
    }
    let keep = BooleanChunked::from_slice("keep".into(), &keep);
    let take = |series: &Series, name: &str| {
        Ok(series
            .filter(&keep)
            .map_err(&failed)?
            .with_name(name.into())
            .into_column())
    };
    let n_rows = cents.len();
    let cents = Float64Chunked::from_vec("amount".into(), cents);
    let kind = StringChunked::full("kind".into(), "payment", n_rows);
    let columns = vec![
        take(&ids.series, "invoice_id")?,
        take(&paid.series, "payment_date")?,
        cents.into_series().into_column(),
        kind.into_series().into_column(),
    ];
    DataFrame::new(n_rows, columns).map(Some).map_err(&failed)
}
