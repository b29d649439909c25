//! Refuses ledgers that would teach a model that everybody pays late.
//!
//! An export of open items has no settled invoice, or few; an export of "open items and what was paid lately" lacks
//! those that were settled before. Either makes every customer of the past a late payer. It shows in three ways: in the
//! share settled by month of due date, once an invoice has had three months to be paid (in a whole ledger it varies, but
//! no month falls to a tenth of the others); in the share settled in time of the latest months; and in settlements that
//! begin long after the invoices do.

use arrears_ledger::Day;

use crate::book::{NO_DAY, Standing};
use crate::{Book, FeatureError};

/// Invoices are judged when they have been due for this many days.
const GRACE: i32 = 90;
/// Below this share of settled invoices a ledger of some size is an export of open items.
const OPEN_ITEMS_SHARE: f64 = 0.05;
/// Invoices from which that share is telling.
const OPEN_ITEMS_COUNT: usize = 20;
/// Settlements start late when this share of the invoices was due long before them.
const BEFORE_SHARE: f64 = 0.1;
/// A month is suspect when it has no more than this share of the settled invoices that are usual ...
const SUSPECT_SHARE: f64 = 0.1;
/// ... of at least this many invoices ...
const SUSPECT_COUNT: usize = 3;
/// ... while at least this share of the others is.
const USUAL_SHARE: f64 = 0.3;
/// Suspect months are refused when chance alone would make them so less often than this.
const CHANCE: f64 = 1e-6;

/// Refuses to train on what is known at the end of `known` when it is an export of open items alone, or when months
/// miss their settled invoices.
pub fn training_guard(book: &Book, known: Day) -> Result<(), FeatureError> {
    let cohorts = cohorts(book, known.0);
    let n_mature = cohorts.iter().map(|cohort| cohort.n_mature).sum();
    let n_settled = cohorts.iter().map(|cohort| cohort.n_mature_settled).sum();
    let few =
        n_mature >= OPEN_ITEMS_COUNT && (n_settled as f64) < OPEN_ITEMS_SHARE * n_mature as f64;
    if n_settled == 0 || few {
        settled_elsewhere(book, known, n_settled)?;
    }
    if n_mature == 0 {
        return Err(nothing_mature(book, known));
    }
    if n_settled == 0 || few {
        return Err(FeatureError::OpenItemsOnly {
            known,
            n_mature,
            n_settled,
        });
    }
    check_months(&cohorts)?;
    check_latest(&cohorts)?;
    settlements_start(book, known.0)
}

/// Refuses invoices that are not settled while half of what they amount to came in as credit notes, or as cash on no
/// invoice: that is no export of open items, but payments that are read as something else.
fn settled_elsewhere(book: &Book, known: Day, n_settled: usize) -> Result<(), FeatureError> {
    let invoices = &book.invoices;
    let (mut n_due, mut due, mut on_invoices, mut documents) = (0, 0_i64, 0_i64, 0_i64);
    for invoice in (0..invoices.len()).filter(|&invoice| invoices.known[invoice] <= known.0) {
        let amount = invoices.amount[invoice];
        if invoices.credit_note[invoice] {
            documents = documents.saturating_add(amount.saturating_abs());
        } else if invoices.due[invoice] + book.definitions().grace_days <= known.0 {
            n_due += 1;
            due = due.saturating_add(amount);
            let credited = book.standing(invoice, known.0).credited;
            on_invoices = on_invoices.saturating_add(credited);
        }
    }
    let cash = book.facts.cash.items().iter();
    let cash = cash.filter(|cash| cash.known <= known.0);
    let cash = cash.fold(0_i64, |sum, cash| sum.saturating_add(cash.amount));
    // A credit note that is linked to an invoice is also credited on it.
    let credited = documents.max(on_invoices);
    if n_due == 0 || credited.saturating_add(cash.max(0)) < due / 2 {
        return Ok(());
    }
    Err(FeatureError::SettledElsewhere {
        known,
        n_due,
        due,
        n_settled,
        credited,
        cash,
    })
}

/// Refuses an export of open items with what was paid lately: invoices go back for long before the first settlements.
///
/// The start is the day by which one settlement in twenty has happened. Of a whole ledger hardly an invoice was due
/// long before it, where long is the usual delay, or a month.
fn settlements_start(book: &Book, known: i32) -> Result<(), FeatureError> {
    let (mut due, mut settled, mut delays) = (Vec::new(), Vec::new(), Vec::new());
    for (invoice, standing) in mature(book, known) {
        due.push(book.invoices.due[invoice]);
        if standing.settled_on != NO_DAY {
            settled.push(standing.settled_on);
            delays.push(standing.settled_on - book.invoices.due[invoice]);
        }
    }
    settled.sort_unstable();
    delays.sort_unstable();
    let (Some(&start), Some(&delay)) = (
        settled.get(settled.len() / 20),
        delays.get(delays.len() / 2),
    ) else {
        return Ok(());
    };
    let long_before = start - delay.max(30);
    let n_before = due.iter().filter(|due| **due < long_before).count();
    if n_before < OPEN_ITEMS_COUNT || (n_before as f64) < BEFORE_SHARE * due.len() as f64 {
        return Ok(());
    }
    Err(FeatureError::SettlementsStartLate {
        start: Day(start),
        n_before,
        n_mature: due.len(),
    })
}

/// Invoices of a month, and those of them that were settled.
struct Share<'a> {
    cohort: &'a Cohort,
    n: usize,
    settled: usize,
}

impl Share<'_> {
    fn is_suspect(&self, usual: f64) -> bool {
        self.n >= SUSPECT_COUNT && self.settled as f64 <= SUSPECT_SHARE * usual * self.n as f64
    }

    /// Logarithm of a bound on the chance of so few settled invoices where `usual` is their share.
    fn log_chance(&self, usual: f64) -> f64 {
        let n = self.n as f64;
        let found = self.settled as f64 / n;
        let usual = usual.clamp(1e-9, 1.0 - 1e-9);
        // Kullback-Leibler divergence of the share found from the usual one; 0 ln 0 is 0.
        let term = |p: f64, q: f64| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
        -n * (term(found, usual) + term(1.0 - found, 1.0 - usual))
    }
}

/// Any month, by the invoices that had the time to be settled.
fn check_months(cohorts: &[Cohort]) -> Result<(), FeatureError> {
    let (suspect, others): (Vec<Share>, Vec<Share>) = cohorts
        .iter()
        .filter(|cohort| cohort.n_ripe > 0)
        .map(|cohort| Share {
            cohort,
            n: cohort.n_ripe,
            settled: cohort.n_settled,
        })
        .partition(|share| share.is_suspect(1.0));
    refuse(&suspect, &others, "settled")
}

/// The latest months, whose invoices had no such time yet, by those settled in time. Where an earlier month had as few,
/// it is the customers' way and not the export's.
fn check_latest(cohorts: &[Cohort]) -> Result<(), FeatureError> {
    let (latest, earlier): (Vec<Share>, Vec<Share>) = cohorts
        .iter()
        .map(|cohort| Share {
            cohort,
            n: cohort.n_mature,
            settled: cohort.n_in_time,
        })
        .partition(|share| share.cohort.n_ripe < share.n);
    let usual = pooled(&earlier);
    if earlier.iter().any(|share| share.is_suspect(usual)) {
        return Ok(());
    }
    let suspect: Vec<Share> = latest
        .into_iter()
        .filter(|share| share.is_suspect(usual))
        .collect();
    refuse(&suspect, &earlier, "settled in time")
}

fn refuse(suspect: &[Share], others: &[Share], what: &'static str) -> Result<(), FeatureError> {
    let usual = pooled(others);
    // How often chance would leave so few settled, month by month: the binomial's lower tail, bounded by Chernoff.
    let log_chance: f64 = suspect.iter().map(|share| share.log_chance(usual)).sum();
    if suspect.is_empty() || usual < USUAL_SHARE || log_chance > CHANCE.ln() {
        return Ok(());
    }
    Err(FeatureError::CohortsMissSettled {
        months: suspect.iter().map(|share| share.cohort.name()).collect(),
        n_mature: suspect.iter().map(|share| share.n).sum(),
        n_settled: suspect.iter().map(|share| share.settled).sum(),
        what,
        percent_elsewhere: (100.0 * usual).round() as u32,
    })
}

/// Share settled over several months.
fn pooled(shares: &[Share]) -> f64 {
    let n: usize = shares.iter().map(|share| share.n).sum();
    let settled: usize = shares.iter().map(|share| share.settled).sum();
    if n == 0 {
        0.0
    } else {
        settled as f64 / n as f64
    }
}

/// The invoices due in one month.
#[derive(Debug, Clone, Copy, Default)]
struct Cohort {
    /// Year times 12 plus month less one.
    month: i32,
    /// Due by the day, and settled by then.
    n_mature: usize,
    n_mature_settled: usize,
    /// Settled by the due date plus grace.
    n_in_time: usize,
    /// Due for [`GRACE`] days, and settled.
    n_ripe: usize,
    n_settled: usize,
}

impl Cohort {
    fn name(&self) -> String {
        format!(
            "{:04}-{:02}",
            self.month.div_euclid(12),
            self.month.rem_euclid(12) + 1
        )
    }
}

fn nothing_mature(book: &Book, known: Day) -> FeatureError {
    let invoices = &book.invoices;
    let counted = |&invoice: &usize| {
        invoices.known[invoice] <= known.0
            && !invoices.credit_note[invoice]
            && book.standing(invoice, known.0).cancelled_on == NO_DAY
    };
    let due: Vec<i32> = (0..invoices.len())
        .filter(counted)
        .map(|invoice| invoices.due[invoice])
        .collect();
    let grace_days = book.definitions().grace_days;
    FeatureError::NothingMature {
        known,
        n_invoices: due.len(),
        grace_days,
        first: due.iter().min().map(|due| Day(due + grace_days)),
    }
}

/// Invoices due by the end of `known`, each as it stood then; credit notes and cancelled invoices left out.
fn mature(book: &Book, known: i32) -> impl Iterator<Item = (usize, Standing)> {
    let invoices = &book.invoices;
    let counts = move |&invoice: &usize| {
        invoices.known[invoice] <= known
            && !invoices.credit_note[invoice]
            && invoices.due[invoice] + book.definitions().grace_days <= known
    };
    (0..invoices.len())
        .filter(counts)
        .map(move |invoice| (invoice, book.standing(invoice, known)))
        .filter(|(_, standing)| standing.cancelled_on == NO_DAY)
}

/// Months of due dates, as known at the end of `known`.
fn cohorts(book: &Book, known: i32) -> Vec<Cohort> {
    let mut cohorts: std::collections::BTreeMap<i32, Cohort> = std::collections::BTreeMap::new();
    for (invoice, standing) in mature(book, known) {
        let due = book.invoices.due[invoice];
        let settled = usize::from(standing.settled_on != NO_DAY);
        let in_time = standing.settled_on <= due + book.definitions().grace_days;
        let ripe = usize::from(due + GRACE <= known);
        let month = Day(due).year() * 12 + Day(due).month() as i32 - 1;
        let cohort = cohorts.entry(month).or_default();
        cohort.month = month;
        cohort.n_mature += 1;
        cohort.n_mature_settled += settled;
        cohort.n_in_time += settled * usize::from(in_time);
        cohort.n_ripe += ripe;
        cohort.n_settled += ripe * settled;
    }
    cohorts.into_values().collect()
}
