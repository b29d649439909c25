//! The control totals against the general ledger's balance, to the cent; and where a difference comes from.

use std::collections::BTreeSet;
use std::fmt;

use polars::prelude::StringChunked;
use serde::Serialize;

use super::balances::GivenBalances;
use super::control::ControlTotals;
use super::frames::{Cents, Days, Frame};
use crate::read::{NearIds, money};
use crate::{Day, Ledger, LedgerError, Table};

/// What is open here and in the general ledger on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// The day.
    pub date: Day,
    /// Open balance here, in cents.
    pub balance: i64,
    /// Open balance in the general ledger, in cents.
    pub given: i64,
    /// The one less the other.
    pub difference: i64,
    /// Customers whose balance differs, the largest difference first.
    pub customers: Vec<CustomerDifference>,
    /// What may explain the differences.
    pub causes: Vec<Cause>,
}

/// A customer whose balance is not the general ledger's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomerDifference {
    /// The customer.
    pub customer_id: String,
    /// Open balance here, in cents.
    pub balance: i64,
    /// Open balance in the general ledger, in cents.
    pub given: i64,
    /// Whether the ledger knows this customer.
    pub known: bool,
    /// An id in the other of the two that differs from this one only by leading zeros, where this one is not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
}

impl CustomerDifference {
    /// The balance here less the general ledger's.
    pub fn difference(&self) -> i64 {
        self.balance - self.given
    }
}

impl Reconciliation {
    /// Whether both agree to the cent, overall and for every customer.
    pub fn agrees(&self) -> bool {
        self.difference == 0 && self.customers.is_empty()
    }
}

/// Something in the data with exactly the amount of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// A rejected row.
    RejectedRow {
        /// The file.
        file: String,
        /// Its line.
        line: u64,
        /// Its amount, in cents.
        cents: i64,
        /// Why it was rejected.
        reason: String,
    },
    /// All rejected rows of a file together.
    RejectedRows {
        /// The file.
        file: String,
        /// How many.
        n: u64,
        /// Their amount, in cents.
        cents: i64,
    },
    /// A payment that is on no invoice.
    Unallocated {
        /// The customer.
        customer_id: String,
        /// Day of the payment.
        date: Day,
        /// Its amount, in cents.
        cents: i64,
    },
    /// A row dated or booked shortly after the day.
    AfterTheDay {
        /// The table.
        table: Table,
        /// Its invoice, else its customer.
        id: String,
        /// Its date.
        date: Day,
        /// The day on which it was booked.
        known: Day,
        /// Its amount, in cents.
        cents: i64,
    },
    /// An invoice, a credit note or a payment on an invoice of exactly the amount: one of the two books lacks it.
    OfThatAmount {
        /// The table.
        table: Table,
        /// Its invoice.
        id: String,
        /// Its date.
        date: Day,
        /// Its amount, in cents.
        cents: i64,
    },
    /// A row of half the amount: on the wrong side it makes twice its amount.
    WrongSide {
        /// The table.
        table: Table,
        /// Its invoice, else its customer.
        id: String,
        /// Its date.
        date: Day,
        /// Its amount, in cents.
        cents: i64,
    },
    /// All that was written off.
    WriteOffs {
        /// In cents.
        cents: i64,
    },
    /// All cash that is on no invoice.
    AllUnallocated {
        /// In cents.
        cents: i64,
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::RejectedRow {
                file,
                line,
                cents,
                reason,
            } => write!(
                f,
                "line {line} of `{file}`, of {}, was rejected: {reason}",
                money(*cents)
            ),
            Cause::RejectedRows { file, n, cents } => {
                write!(
                    f,
                    "the {n} rejected rows of `{file}` add up to {}",
                    money(*cents)
                )
            }
            Cause::Unallocated {
                customer_id,
                date,
                cents,
            } => write!(
                f,
                "the payment of {} of customer `{}` on {date} is on no invoice",
                money(*cents),
                arrears_formats::shown(customer_id)
            ),
            Cause::AfterTheDay {
                table,
                id,
                date,
                known,
                cents,
            } => {
                let booked = if known > date {
                    format!(", booked {known}")
                } else {
                    String::new()
                };
                write!(
                    f,
                    "a row of `{table}` of {} (`{}`), dated {date}{booked}, is known only after that day",
                    money(*cents),
                    arrears_formats::shown(id)
                )
            }
            Cause::WrongSide {
                table,
                id,
                date,
                cents,
            } => write!(
                f,
                "a row of `{table}` (`{}`) of {date} has half the difference, {}: on the wrong side it counts twice",
                arrears_formats::shown(id),
                money(*cents)
            ),
            Cause::OfThatAmount {
                table,
                id,
                date,
                cents,
            } => write!(
                f,
                "a row of `{table}` (`{}`) of {date} is of exactly that amount, {}: the general ledger may lack it, or \
                 have it twice",
                arrears_formats::shown(id),
                money(*cents)
            ),
            Cause::WriteOffs { cents } => {
                write!(f, "all write-offs together are {}", money(*cents))
            }
            Cause::AllUnallocated { cents } => {
                write!(f, "all cash that is on no invoice is {}", money(*cents))
            }
        }
    }
}

/// Differences looked into; the first of them explain most.
const LOOKED_INTO: usize = 10;
/// Causes told of one kind.
const TOLD: usize = 3;
/// Days after the day in which a row may belong to it in the general ledger.
const CUT_OFF: i32 = 10;

/// Holds the totals against the given balances; `None` where none is given.
pub fn reconcile(
    ledger: &Ledger,
    totals: &ControlTotals,
    given: &GivenBalances,
) -> Result<Option<Reconciliation>, LedgerError> {
    let Some(overall) = given.overall else {
        return Ok(None);
    };
    let balance = totals.total.balance();
    let mut found = Reconciliation {
        date: totals.date,
        balance,
        given: overall,
        difference: balance - overall,
        customers: differences(totals, given),
        causes: Vec::new(),
    };
    if !found.agrees() {
        found.causes = causes(ledger, totals, &found)?;
    }
    Ok(Some(found))
}

fn differences(totals: &ControlTotals, given: &GivenBalances) -> Vec<CustomerDifference> {
    let Some(given) = &given.customers else {
        return Vec::new();
    };
    let is_here = |id: &str| {
        totals
            .customers
            .binary_search_by(|customer| customer.customer_id.as_str().cmp(id))
            .is_ok()
    };
    let ids = || totals.customers.iter().map(|one| one.customer_id.as_str());
    let unknown = || given.keys().map(String::as_str).filter(|id| !is_here(id));
    let known_as = NearIds::new(unknown(), ids());
    let given_as = NearIds::new(ids().filter(|id| !given.contains_key(*id)), unknown());
    let here = totals.customers.iter().map(|customer| {
        let id = &customer.customer_id;
        let own = given.get(id);
        CustomerDifference {
            balance: customer.sums.balance(),
            given: own.copied().unwrap_or(0),
            customer_id: id.clone(),
            known: true,
            near: own.map_or_else(|| given_as.of(id).map(str::to_owned), |_| None),
        }
    });
    let unknown = unknown().map(|id| CustomerDifference {
        balance: 0,
        given: given.get(id).copied().unwrap_or(0),
        customer_id: id.to_owned(),
        known: false,
        near: known_as.of(id).map(str::to_owned),
    });
    let mut differing: Vec<CustomerDifference> = here
        .chain(unknown)
        .filter(|customer| customer.difference() != 0)
        .collect();
    differing.sort_by(|a, b| {
        let key = |c: &CustomerDifference| std::cmp::Reverse(c.difference().unsigned_abs());
        key(a)
            .cmp(&key(b))
            .then_with(|| a.customer_id.cmp(&b.customer_id))
    });
    differing
}

fn causes(
    ledger: &Ledger,
    totals: &ControlTotals,
    found: &Reconciliation,
) -> Result<Vec<Cause>, LedgerError> {
    let of_customers = found.customers.iter().take(LOOKED_INTO);
    let wanted: BTreeSet<u64> = std::iter::once(found.difference)
        .chain(of_customers.map(CustomerDifference::difference))
        .map(i64::unsigned_abs)
        .filter(|&cents| cents > 0)
        .collect();
    let is_wanted = |cents: i64| wanted.contains(&cents.unsigned_abs());
    let mut causes = rejected(ledger, &is_wanted);
    let sums = &totals.total;
    if is_wanted(sums.write_offs) {
        let cents = sums.write_offs;
        causes.push(Cause::WriteOffs { cents });
    }
    if is_wanted(sums.unallocated) {
        let cents = sums.unallocated;
        causes.push(Cause::AllUnallocated { cents });
    }
    for (table, date, frame) in [
        (Table::Payments, "payment_date", &ledger.payments),
        (Table::Invoices, "invoice_date", &ledger.invoices),
    ] {
        if frame.height() > 0 {
            let rows = Rows::of(&Frame::new(table, frame)?, date)?;
            causes.extend(rows.causes(totals.date, &wanted));
        }
    }
    Ok(causes)
}

fn rejected(ledger: &Ledger, is_wanted: &dyn Fn(i64) -> bool) -> Vec<Cause> {
    let rows = ledger.rejected.iter().filter_map(|row| {
        let cents = row.cents.filter(|&cents| is_wanted(cents))?;
        Some(Cause::RejectedRow {
            file: row.file.clone(),
            line: row.line,
            cents,
            reason: row.reason.clone(),
        })
    });
    let files = ledger.row_counts.iter().filter_map(|count| {
        let cents = count.cents.as_ref()?.rejected;
        (count.rejected > 1 && is_wanted(cents)).then(|| Cause::RejectedRows {
            file: count.file.clone(),
            n: count.rejected,
            cents,
        })
    });
    rows.take(TOLD).chain(files.take(TOLD)).collect()
}

/// The rows of a table in which a cause may be.
struct Rows {
    table: Table,
    dates: Days,
    known: Option<Days>,
    cents: Cents,
    invoices: StringChunked,
    customers: Option<StringChunked>,
    n_rows: usize,
}

impl Rows {
    fn of(frame: &Frame, date: &str) -> Result<Rows, LedgerError> {
        Ok(Rows {
            table: frame.table,
            dates: frame.sure(frame.days(date))?,
            known: frame.days("known_date"),
            cents: frame.sure(frame.cents("amount"))?,
            invoices: frame.sure(frame.text("invoice_id"))?,
            customers: frame.text("customer_id"),
            n_rows: frame.n_rows,
        })
    }

    fn causes(&self, day: Day, wanted: &BTreeSet<u64>) -> Vec<Cause> {
        let (mut unallocated, mut after) = (Vec::new(), Vec::new());
        let (mut alike, mut wrong_side) = (Vec::new(), Vec::new());
        for row in 0..self.n_rows {
            let (Some(cents), Some(date)) = (self.cents.get(row), self.dates.get(row)) else {
                continue;
            };
            let known = self.known.as_ref().and_then(|known| known.get(row));
            let known = known.unwrap_or(date).max(date);
            let size = cents.unsigned_abs();
            let of_size = wanted.contains(&size);
            if known > day.0 {
                if of_size && (known <= day.0 + CUT_OFF || date <= day.0) {
                    after.push(Cause::AfterTheDay {
                        table: self.table,
                        id: self.id(row),
                        date: Day(date),
                        known: Day(known),
                        cents,
                    });
                }
            } else if of_size && self.table == Table::Payments && self.invoice(row).is_none() {
                unallocated.push(Cause::Unallocated {
                    customer_id: self.id(row),
                    date: Day(date),
                    cents,
                });
            } else if of_size {
                alike.push(Cause::OfThatAmount {
                    table: self.table,
                    id: self.id(row),
                    date: Day(date),
                    cents,
                });
            } else if wanted.contains(&(2 * size)) {
                wrong_side.push(Cause::WrongSide {
                    table: self.table,
                    id: self.id(row),
                    date: Day(date),
                    cents,
                });
            }
        }
        [unallocated, after, alike, wrong_side]
            .into_iter()
            .flat_map(|causes| causes.into_iter().take(TOLD))
            .collect()
    }

    fn invoice(&self, row: usize) -> Option<&str> {
        self.invoices.downcast_as_array().get(row)
    }

    fn id(&self, row: usize) -> String {
        let customer = || {
            let customers = self.customers.as_ref()?;
            customers.downcast_as_array().get(row)
        };
        let id = self.invoice(row).or_else(customer);
        id.unwrap_or_default().to_owned()
    }
}
