//! How sure is the first payment of a customer without a history?
//!
//! The only evidence is how others paid their first invoices ([`FirstInvoices`]). A penalised logistic regression on
//! sector, size class, sector within size class, country, amount, terms and credit score, each customer counted once,
//! gives the risk; its penalty is a prior under which a small sector is drawn towards its size class and that towards
//! all, and a sector never seen is given what sectors differ by as uncertainty. So the estimate is one of a group, with
//! its interval, and no statement about the one who asks.
//!
//! How strongly levels are drawn together is chosen on customers who began later, and how good the estimate is, is
//! measured on those who began later still ([`Trust`]).
//!
//! Reference: Gelman and Hill (2007), Data Analysis Using Regression and Multilevel/Hierarchical Models, chapter 14,
//! doi:10.1017/CBO9780511790942.

mod design;
mod first;
mod fitted;
mod trust;

pub use design::Factor;
pub use first::{FirstInvoices, MIN_NEW_CUSTOMERS, WARM_UP_DAYS};
pub use trust::Trust;

use arrears_features::Book;
use arrears_ledger::Day;

use crate::ModelError;
use first::FirstInvoice;
use fitted::Fitted;

/// Customers whose first invoice has a known outcome, at least.
const MIN_CUSTOMERS: usize = 50;
/// Customers that are enough to be called comparable.
const MIN_COMPARABLE: f64 = 10.0;
/// Strengths of the penalty that are tried: one over the variance that sectors are taken to have, in log-odds.
const PENALTIES: [f64; 5] = [1.0, 4.0, 12.0, 40.0, 200.0];
/// The penalty where there is too little to choose one by.
const PENALTY: f64 = 40.0;

/// What is known of who asks for credit; nothing of it must be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Applicant {
    /// Sector, as the ledger names it.
    pub sector: Option<String>,
    /// Size class, as the ledger names it.
    pub size_class: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Days from invoice to due date.
    pub terms_days: Option<i32>,
    /// Amount of the invoice, in cents.
    pub amount_minor: Option<i64>,
    /// Credit score.
    pub credit_score: Option<f64>,
}

/// A risk with its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Risk {
    /// The estimate.
    pub p: f64,
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What is expected of an applicant's first invoice.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Not settled by due + grace.
    pub late: Risk,
    /// Not settled by due + 30.
    pub late_30d: Risk,
    /// Not settled by due + 365.
    pub never: Risk,
    /// Customers it rests on most: those of its sector and size class, else sector, else size class, else all.
    pub n_comparable: usize,
    /// What these have in common; none for all.
    pub comparable_by: Option<Factor>,
    /// What is known of no earlier customer, or not said: the interval is the wider for it.
    pub unseen: Vec<Factor>,
    /// What moves the risk of being late against that of all new customers, in log-odds, the weightiest first.
    pub reasons: Vec<(Factor, f64)>,
}

/// The estimate for customers without a history.
#[derive(Debug, Clone)]
pub struct AcceptanceModel {
    late: Fitted,
    late_30d: Fitted,
    never: Fitted,
    first: FirstInvoices,
    trust: Option<Trust>,
    penalty: f64,
}

impl AcceptanceModel {
    /// Learns from the first invoices known at `as_of`; attributes that are `forbidden` are not used.
    ///
    /// # Errors
    /// Too few customers whose first invoice has a known outcome.
    pub fn fit(
        book: &Book,
        as_of: Day,
        forbidden: &[String],
    ) -> Result<AcceptanceModel, ModelError> {
        let known = as_of.min(book.last_known_day());
        let first = FirstInvoices::of(book, known);
        let n_known = known_customers(&first);
        if n_known < MIN_CUSTOMERS {
            return Err(ModelError::TooFewFirstInvoices {
                n: n_known,
                least: MIN_CUSTOMERS,
            });
        }
        let penalty = trust::penalty(book, &first, forbidden)?;
        let trust = Trust::measure(book, &first, penalty, forbidden)?;
        let rows: Vec<&FirstInvoice> = first.rows.iter().collect();
        let fit = |outcome: fn(&FirstInvoice) -> Option<bool>| {
            Fitted::of(&rows, outcome, penalty, forbidden)
        };
        Ok(AcceptanceModel {
            late: fit(|row| row.late)?,
            late_30d: fit(|row| row.late_30d)?,
            never: fit(|row| row.never)?,
            trust,
            penalty,
            first,
        })
    }

    /// What is expected of an applicant.
    pub fn outlook(&self, applicant: &Applicant) -> Outlook {
        let (late, placed) = self.late.risk(applicant);
        let within = |inner: Risk, outer: Risk| Risk {
            p: inner.p.min(outer.p),
            low: inner.low.min(outer.low),
            high: inner.high.min(outer.high),
        };
        let late_30d = within(self.late_30d.risk(applicant).0, late);
        let never = within(self.never.risk(applicant).0, late_30d);
        let comparable = self.late.design().comparable(applicant, MIN_COMPARABLE);
        Outlook {
            late,
            late_30d,
            never,
            n_comparable: comparable.map_or(self.late.n_customers(), |(_, n)| n.round() as usize),
            comparable_by: comparable.map(|(factor, _)| factor),
            reasons: self.late.reasons(&placed),
            unseen: placed.unseen,
        }
    }

    /// The share of late first invoices of all, each customer counted once.
    pub fn base_rate(&self) -> f64 {
        self.late.base_rate()
    }

    /// The same for being more than 30 days late.
    pub fn base_rate_30d(&self) -> f64 {
        self.late_30d.base_rate()
    }

    /// Customers whose first invoice has a known outcome.
    pub fn n_customers(&self) -> usize {
        self.late.n_customers()
    }

    /// Whether these are new customers only, or all for want of enough new ones.
    pub fn of_new_customers(&self) -> bool {
        self.first.of_new_customers
    }

    /// Terms that new customers usually get, in days: the lower median of their first invoices'.
    pub fn usual_terms(&self) -> i32 {
        let rows = self.first.rows.iter();
        let mut terms: Vec<i32> = rows.filter_map(|row| row.applicant.terms_days).collect();
        terms.sort_unstable();
        let middle = terms.len().saturating_sub(1) / 2;
        terms.get(middle).copied().unwrap_or(0)
    }

    /// How good it was on customers who began later; none where too few did.
    pub fn trust(&self) -> Option<&Trust> {
        self.trust.as_ref()
    }

    /// The penalty chosen.
    pub fn penalty(&self) -> f64 {
        self.penalty
    }

    /// Whether the ledger's first invoices have this.
    pub fn uses(&self, factor: Factor) -> bool {
        self.late.design().has(factor)
    }
}

/// Customers with a first invoice whose outcome is known.
fn known_customers(first: &FirstInvoices) -> usize {
    let mut customers: Vec<u32> = first
        .rows
        .iter()
        .filter(|row| row.late.is_some())
        .map(|row| row.customer.0)
        .collect();
    customers.dedup();
    customers.len()
}

#[cfg(test)]
mod tests;
