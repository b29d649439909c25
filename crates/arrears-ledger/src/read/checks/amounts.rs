//! The amount of a row, however the source writes it: signed, in two columns, or with a mark of its side.
//!
//! On a customer's account a debit is what is billed and a credit what is paid. So `invoices.amount` is debit less
//! credit and `payments.amount` credit less debit, in cents. A row that says two things at once is rejected.

use polars::prelude::*;

use super::super::table::Loaded;
use super::super::view::{AmountView, TextView, money};
use crate::schema::{ColumnType, SIDES, normalise_kind};
use crate::{LedgerError, RejectKind, Table};

/// Completes `amount` from `debit`, `credit` and `side`; rejects the rows in which they leave it open.
pub(crate) fn complete_amounts(table: &mut Loaded) -> Result<(), LedgerError> {
    let parts = Parts::of(table)?;
    let is_full = |series: &Series| series.null_count() == 0;
    if parts.is_plain() && table.series("amount").is_some_and(is_full) {
        return Ok(());
    }
    let towards = if table.table == Table::Payments {
        -1
    } else {
        1
    };
    let signed = parts.are_signed(&table.bad);
    let mut builder = PrimitiveChunkedBuilder::<Float64Type>::new("amount".into(), table.n_rows());
    for row in 0..table.n_rows() {
        if table.bad[row] {
            builder.append_null();
            continue;
        }
        match parts.amount(row, signed, towards) {
            Ok(cents) => builder.append_value(cents as f64 / 100.0),
            Err(fault) => {
                builder.append_null();
                table.reject(row, fault.column, &fault.value, fault.kind, fault.reason);
            }
        }
    }
    table.set("amount", ColumnType::Amount, builder.finish().into_series());
    // They were ways of writing the amount: beside it they would say it twice.
    table.columns.retain(|column| {
        column.planned.table != table.table
            || !matches!(
                column.planned.canonical.as_str(),
                "debit" | "credit" | "side"
            )
    });
    Ok(())
}

/// The columns that tell an amount.
struct Parts {
    amount: Option<AmountView>,
    debit: Option<AmountView>,
    credit: Option<AmountView>,
    side: Option<TextView>,
}

/// Why a row has no amount.
struct Fault {
    column: &'static str,
    value: String,
    kind: RejectKind,
    reason: String,
}

impl Parts {
    fn of(table: &Loaded) -> Result<Parts, LedgerError> {
        Ok(Parts {
            amount: table.amounts("amount")?,
            debit: table.amounts("debit")?,
            credit: table.amounts("credit")?,
            side: table.text("side")?,
        })
    }

    fn is_plain(&self) -> bool {
        self.debit.is_none() && self.credit.is_none() && self.side.is_none()
    }

    fn cents(view: Option<&AmountView>, row: usize) -> Option<i64> {
        view.and_then(|view| view.cents(row))
    }

    fn side(&self, row: usize) -> Option<&str> {
        self.side.as_ref().and_then(|side| side.get(row))
    }

    /// Whether amounts beside a mark have its sign already: every credit is negative, and no debit.
    fn are_signed(&self, bad: &[bool]) -> bool {
        let (mut n_negative, mut others) = (0_usize, false);
        for (row, _) in bad.iter().enumerate().filter(|(_, bad)| !**bad) {
            let side = self.side(row).and_then(|word| normalise_kind(word, SIDES));
            match (side, Self::cents(self.amount.as_ref(), row).unwrap_or(0)) {
                (Some("credit"), cents) if cents < 0 => n_negative += 1,
                (Some("credit"), cents) if cents > 0 => others = true,
                (Some("debit"), cents) if cents < 0 => others = true,
                _ => {}
            }
        }
        n_negative > 0 && !others
    }

    /// The amount of a row in cents, positive for what its table counts: `towards` is 1 for a debit, -1 for a credit.
    fn amount(&self, row: usize, signed: bool, towards: i64) -> Result<i64, Fault> {
        let stated = Self::cents(self.amount.as_ref(), row);
        let balance = self.balance(row)?;
        match (stated, balance) {
            (None, Some(balance)) => Ok(balance * towards),
            (Some(stated), Some(balance)) if stated.abs() == balance.abs() => Ok(balance * towards),
            (Some(stated), Some(balance)) => Err(Fault {
                column: "amount",
                value: money(stated),
                kind: RejectKind::Impossible,
                reason: format!(
                    "`amount` is not what `debit` less `credit` gives ({})",
                    money(balance)
                ),
            }),
            (Some(stated), None) if self.side.is_some() && stated != 0 => self
                .by_side(row, stated, signed)
                .map(|cents| cents * towards),
            (Some(stated), None) => Ok(stated),
            (None, None) => Err(Fault {
                column: "amount",
                value: String::new(),
                kind: RejectKind::Missing,
                reason: "`amount` is missing".to_owned(),
            }),
        }
    }

    /// Debit less credit, where one of them is filled.
    fn balance(&self, row: usize) -> Result<Option<i64>, Fault> {
        let (debit, credit) = (
            Self::cents(self.debit.as_ref(), row),
            Self::cents(self.credit.as_ref(), row),
        );
        match (debit, credit) {
            (None, None) => Ok(None),
            (Some(debit), Some(credit)) if debit != 0 && credit != 0 => Err(Fault {
                column: "debit",
                value: format!("{} and {}", money(debit), money(credit)),
                kind: RejectKind::Impossible,
                reason: "`debit` and `credit` are both filled".to_owned(),
            }),
            (debit, credit) => Ok(Some(debit.unwrap_or(0) - credit.unwrap_or(0))),
        }
    }

    /// An amount as a debit, by the mark of its side.
    fn by_side(&self, row: usize, stated: i64, signed: bool) -> Result<i64, Fault> {
        let word = self.side(row).unwrap_or_default();
        let fault = |kind: RejectKind, reason: String| Fault {
            column: "side",
            value: word.to_owned(),
            kind,
            reason,
        };
        if word.is_empty() {
            let reason = "`side` is missing".to_owned();
            return Err(fault(RejectKind::Missing, reason));
        }
        let Some(side) = normalise_kind(word, SIDES) else {
            let reason = "unknown side: expected debit (D, DR, S) or credit (C, CR, H)".to_owned();
            return Err(fault(RejectKind::UnknownWord, reason));
        };
        match side {
            _ if signed => Ok(stated),
            _ if stated < 0 => Err(fault(
                RejectKind::Impossible,
                format!(
                    "the amount {} has a sign and a side ({side}), and other rows of the table do not tell which holds",
                    money(stated)
                ),
            )),
            "credit" => Ok(-stated),
            _ => Ok(stated),
        }
    }
}
