//! Refuses ledgers that would teach a model that everybody pays late.
//!
//! An export of open items has no settled invoice, or few; an export of "open items and what was paid lately" lacks
//! those that were settled before. Either makes every customer of the past a late payer. Both show in the share of
//! settled invoices per month of due date, once an invoice has had three months to be paid: in a whole ledger it
//! varies, but no month falls to a tenth while the others stand above one half.

use arrears_ledger::Day;

use crate::book::NO_DAY;
use crate::{Book, FeatureError};

/// Invoices are judged when they have been due for this many days.
const GRACE: i32 = 90;
/// Below this share of settled invoices a ledger of some size is an export of open items.
const OPEN_ITEMS_SHARE: f64 = 0.05;
/// Invoices from which that share is telling.
const OPEN_ITEMS_COUNT: usize = 20;
/// A month is suspect when no more than this share of it is settled ...
const SUSPECT_SHARE: f64 = 0.1;
/// ... of at least this many invoices ...
const SUSPECT_COUNT: usize = 3;
/// ... while at least this share of the others is.
const USUAL_SHARE: f64 = 0.5;
/// Suspect months are refused when chance alone would make them so less often than this.
const CHANCE: f64 = 1e-6;

/// Refuses to train on what is known at the end of `known` when it is an export of open items alone, or when months
/// miss their settled invoices.
pub fn training_guard(book: &Book, known: Day) -> Result<(), FeatureError> {
    let cohorts = cohorts(book, known.0);
    let n_mature = cohorts.iter().map(|cohort| cohort.n_mature).sum();
    let n_settled = cohorts.iter().map(|cohort| cohort.n_mature_settled).sum();
    if n_mature == 0 {
        return Err(FeatureError::NothingMature { known });
    }
    let few =
        n_mature >= OPEN_ITEMS_COUNT && (n_settled as f64) < OPEN_ITEMS_SHARE * n_mature as f64;
    if n_settled == 0 || few {
        return Err(FeatureError::OpenItemsOnly {
            known,
            n_mature,
            n_settled,
        });
    }
    check_months(&cohorts)
}

fn check_months(cohorts: &[Cohort]) -> Result<(), FeatureError> {
    let (suspect, others): (Vec<&Cohort>, Vec<&Cohort>) = cohorts
        .iter()
        .filter(|cohort| cohort.n_ripe > 0)
        .partition(|cohort| cohort.is_suspect());
    let usual = share(&others);
    // How often chance would leave so few settled, month by month: the binomial's lower tail, bounded by Chernoff.
    let log_chance: f64 = suspect.iter().map(|cohort| cohort.log_chance(usual)).sum();
    if suspect.is_empty() || usual < USUAL_SHARE || log_chance > CHANCE.ln() {
        return Ok(());
    }
    Err(FeatureError::CohortsMissSettled {
        months: suspect.iter().map(|cohort| cohort.name()).collect(),
        n_mature: suspect.iter().map(|cohort| cohort.n_ripe).sum(),
        n_settled: suspect.iter().map(|cohort| cohort.n_settled).sum(),
        percent_elsewhere: (100.0 * usual).round() as u32,
    })
}

/// The invoices due in one month.
#[derive(Debug, Clone, Copy, Default)]
struct Cohort {
    /// Year times 12 plus month less one.
    month: i32,
    /// Due by the day, and settled by then.
    n_mature: usize,
    n_mature_settled: usize,
    /// Due for [`GRACE`] days, and settled.
    n_ripe: usize,
    n_settled: usize,
}

impl Cohort {
    fn is_suspect(&self) -> bool {
        self.n_ripe >= SUSPECT_COUNT && self.n_settled as f64 <= SUSPECT_SHARE * self.n_ripe as f64
    }

    /// Logarithm of a bound on the chance of so few settled invoices where `usual` is their share.
    fn log_chance(&self, usual: f64) -> f64 {
        let n = self.n_ripe as f64;
        let found = self.n_settled as f64 / n;
        let usual = usual.clamp(1e-9, 1.0 - 1e-9);
        // Kullback-Leibler divergence of the share found from the usual one; 0 ln 0 is 0.
        let term = |p: f64, q: f64| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
        -n * (term(found, usual) + term(1.0 - found, 1.0 - usual))
    }

    fn name(&self) -> String {
        format!(
            "{:04}-{:02}",
            self.month.div_euclid(12),
            self.month.rem_euclid(12) + 1
        )
    }
}

fn share(cohorts: &[&Cohort]) -> f64 {
    let ripe: usize = cohorts.iter().map(|cohort| cohort.n_ripe).sum();
    let settled: usize = cohorts.iter().map(|cohort| cohort.n_settled).sum();
    if ripe == 0 {
        return 0.0;
    }
    settled as f64 / ripe as f64
}

/// Months of due dates, as known at the end of `known`; credit notes and cancelled invoices left out.
fn cohorts(book: &Book, known: i32) -> Vec<Cohort> {
    let mut cohorts: std::collections::BTreeMap<i32, Cohort> = std::collections::BTreeMap::new();
    let invoices = &book.invoices;
    for invoice in 0..invoices.len() {
        let due = invoices.due[invoice];
        let counts = invoices.known[invoice] <= known && !invoices.credit_note[invoice];
        if !counts || due + book.definitions().grace_days > known {
            continue;
        }
        let standing = book.standing(invoice, known);
        if standing.cancelled_on != NO_DAY {
            continue;
        }
        let settled = usize::from(standing.settled_on != NO_DAY);
        let ripe = usize::from(due + GRACE <= known);
        let month = Day(due).year() * 12 + Day(due).month() as i32 - 1;
        let cohort = cohorts.entry(month).or_default();
        cohort.month = month;
        cohort.n_mature += 1;
        cohort.n_mature_settled += settled;
        cohort.n_ripe += ripe;
        cohort.n_settled += ripe * settled;
    }
    cohorts.into_values().collect()
}
