//! How good the estimate for new customers is: on customers who began later than those it was learnt from.
//!
//! The customers are put in the order in which they began. The penalty is chosen on those between the half and seven tenths,
//! from what was known on the day on which they begin; what is told is measured on the last three tenths, from what was
//! known on their first day. Nothing of a later day is used in either.

use std::collections::BTreeMap;

use arrears_features::Book;
use arrears_ledger::Day;

use super::first::{FirstInvoice, FirstInvoices};
use super::fitted::Fitted;
use super::{Applicant, PENALTIES, PENALTY};
use crate::ModelError;

/// Where the customers that choose the penalty, and those that measure, begin.
const SPLITS: [f64; 2] = [0.5, 0.7];
/// Customers that must have begun before a split, and after it.
const MIN_EACH_SIDE: usize = 50;
/// Customers of a group whose share is held against its interval.
const MIN_GROUP: f64 = 10.0;
/// Standard normal quantile of a 90 % interval.
const Z90: f64 = 1.644_853_626_951_472_7;
/// Probabilities nearer to 0 or 1 do not make the loss infinite.
const CLIP: f64 = 1e-6;

/// What was measured on customers who began from a day on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trust {
    /// The day.
    pub from: Day,
    /// Customers who began from it on, whose first invoice has a known outcome.
    pub n_customers: usize,
    /// Their share of late first invoices.
    pub late_share: f64,
    /// What was expected of them.
    pub expected_share: f64,
    /// Log loss, in nats, each customer counted once.
    pub log_loss: f64,
    /// The same of the base rate of those before.
    pub log_loss_base_rate: f64,
    /// Groups (sectors, size classes, fifths by risk) of at least ten such customers.
    pub n_groups: usize,
    /// Of which the late share lies within the 90 % interval given for so many customers.
    pub n_covered: usize,
}

/// The strongest penalty that told the customers who began later as well as the best did, but for one standard error; the
/// usual one where too few began later. A few hundred customers do not tell neighbours among penalties apart, and
/// the weaker of two gives a sector of few customers a figure of its own.
pub(super) fn penalty(
    book: &Book,
    first: &FirstInvoices,
    forbidden: &[String],
) -> Result<f64, ModelError> {
    let Some(split) = Split::at(book, first, SPLITS[0], SPLITS[1]) else {
        return Ok(PENALTY);
    };
    let mut tried = Vec::new();
    for penalty in PENALTIES {
        let fitted = split.fit(penalty, forbidden)?;
        tried.push((
            penalty,
            split.losses(|applicant| fitted.risk(applicant).0.p),
        ));
    }
    let total = |losses: &[f64]| losses.iter().sum::<f64>();
    let best = tried
        .iter()
        .map(|(_, losses)| losses)
        .min_by(|a, b| total(a).total_cmp(&total(b)));
    let as_good = |losses: &[f64]| best.is_none_or(|best| within_one_error(losses, best));
    let strongest = tried.iter().rev().find(|(_, losses)| as_good(losses));
    Ok(strongest.map_or(PENALTY, |(penalty, _)| *penalty))
}

impl Trust {
    /// Measures on the last to begin; none where too few did.
    pub(super) fn measure(
        book: &Book,
        first: &FirstInvoices,
        penalty: f64,
        forbidden: &[String],
    ) -> Result<Option<Trust>, ModelError> {
        let Some(split) = Split::at(book, first, SPLITS[1], 1.0) else {
            return Ok(None);
        };
        let fitted = split.fit(penalty, forbidden)?;
        let tested: Vec<Tested> = split
            .test
            .iter()
            .map(|row| Tested::of(&fitted, row))
            .collect();
        let mean = |of: fn(&Tested) -> f64| {
            tested.iter().map(|row| row.weight * of(row)).sum::<f64>() / split.n_test()
        };
        let (n_groups, n_covered) = covered(&tested);
        Ok(Some(Trust {
            from: split.from,
            n_customers: split.n_test().round() as usize,
            late_share: mean(|row| row.late),
            expected_share: mean(|row| row.p),
            log_loss: split.loss(|applicant| fitted.risk(applicant).0.p),
            log_loss_base_rate: split.loss(|_| fitted.base_rate()),
            n_groups,
            n_covered,
        }))
    }
}

/// Customers who began before a day, as known the day before it, and those who began from it on.
struct Split<'a> {
    from: Day,
    before: FirstInvoices,
    test: Vec<&'a FirstInvoice>,
}

impl<'a> Split<'a> {
    fn at(book: &Book, first: &'a FirstInvoices, share: f64, until: f64) -> Option<Split<'a>> {
        let from = first.day_at(share)?;
        let until = first.day_at(until);
        let before = FirstInvoices::of(book, from - 1);
        let test: Vec<&FirstInvoice> = first
            .began(|day| day >= from && until.is_none_or(|until| day < until))
            .into_iter()
            .filter(|row| row.late.is_some())
            .collect();
        let split = Split { from, before, test };
        let enough = super::known_customers(&split.before) >= MIN_EACH_SIDE
            && split.n_test() >= MIN_EACH_SIDE as f64;
        enough.then_some(split)
    }

    fn fit(&self, penalty: f64, forbidden: &[String]) -> Result<Fitted, ModelError> {
        let rows: Vec<&FirstInvoice> = self.before.rows.iter().collect();
        Fitted::of(&rows, |row| row.late, penalty, forbidden)
    }

    fn n_test(&self) -> f64 {
        self.test.iter().map(|row| row.weight).sum()
    }

    /// Log loss, each customer counted once.
    fn loss(&self, p: impl Fn(&Applicant) -> f64) -> f64 {
        self.losses(p).iter().sum::<f64>() / self.n_test()
    }

    /// The weighted loss of each row.
    fn losses(&self, p: impl Fn(&Applicant) -> f64) -> Vec<f64> {
        let of_row = |row: &&FirstInvoice| {
            let p = p(&row.applicant).clamp(CLIP, 1.0 - CLIP);
            let of_outcome = if row.late == Some(true) { p } else { 1.0 - p };
            -row.weight * of_outcome.ln()
        };
        self.test.iter().map(of_row).collect()
    }
}

/// Whether losses are above the best by no more than the standard error of the difference.
fn within_one_error(losses: &[f64], best: &[f64]) -> bool {
    let differences: Vec<f64> = losses.iter().zip(best).map(|(a, b)| a - b).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let squares: f64 = differences.iter().map(|d| (d - mean).powi(2)).sum();
    mean <= (squares / n).sqrt() / n.sqrt()
}

/// What was expected of a first invoice, and what became of it.
struct Tested {
    weight: f64,
    p: f64,
    /// Half the interval's width in standard deviations, as a probability.
    deviation: f64,
    late: f64,
    sector: Option<String>,
    size_class: Option<String>,
}

impl Tested {
    fn of(fitted: &Fitted, row: &FirstInvoice) -> Tested {
        let risk = fitted.risk(&row.applicant).0;
        Tested {
            weight: row.weight,
            p: risk.p,
            deviation: (risk.high - risk.low) / (2.0 * Z90),
            late: f64::from(row.late == Some(true)),
            sector: row.applicant.sector.clone(),
            size_class: row.applicant.size_class.clone(),
        }
    }
}

/// Groups of enough customers, and those whose late share lies where it was said to lie: within what the estimate is unsure
/// of, and what so many customers leave to chance.
fn covered(tested: &[Tested]) -> (usize, usize) {
    let mut groups: BTreeMap<(u8, String), Vec<&Tested>> = BTreeMap::new();
    let mut by_risk: Vec<&Tested> = tested.iter().collect();
    by_risk.sort_by(|a, b| a.p.total_cmp(&b.p));
    for (i, row) in by_risk.iter().enumerate() {
        let fifth = (i * 5 / by_risk.len()).to_string();
        groups.entry((0, fifth)).or_default().push(row);
        for (kind, level) in [(1, &row.sector), (2, &row.size_class)] {
            if let Some(level) = level {
                groups.entry((kind, level.clone())).or_default().push(row);
            }
        }
    }
    let mut counts = (0, 0);
    for rows in groups.values() {
        if let Some(covers) = covers(rows) {
            counts.0 += 1;
            counts.1 += usize::from(covers);
        }
    }
    counts
}

fn covers(rows: &[&Tested]) -> Option<bool> {
    let sum =
        |of: &dyn Fn(&Tested) -> f64| rows.iter().map(|row| row.weight * of(row)).sum::<f64>();
    let n = sum(&|_| 1.0);
    if n < MIN_GROUP {
        return None;
    }
    let (late, expected) = (sum(&|row| row.late) / n, sum(&|row| row.p) / n);
    let unsure = sum(&|row| row.deviation) / n;
    let chance = sum(&|row| row.p * (1.0 - row.p)) / (n * n);
    Some((late - expected).abs() <= Z90 * (unsure * unsure + chance).sqrt())
}
