//! Both recipes on the same invoices: fitted as of the eve of the test months, judged on them.

use arrears_features::columns::Columns;
use arrears_features::{Book, InvoiceIx, Questions, Selection, labels};
use arrears_learn::bootstrap::{BootstrapParams, paired_mean_difference};
use arrears_learn::drift::{Histogram, stability_index};
use arrears_ledger::Day;
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::RetrainConfig;
use super::groups::{GroupDifference, Grouping, Losses, by_group};
use super::verdict::Refusal;
use super::window::{Window, first_of_month};
use crate::certainty::{CalibrationLine, Estimate, calibration_line, log_loss};
use crate::evaluate::{REPORTED, Scores, scores};
use crate::groups::{amount_quartiles, keys};
use crate::late::{LateModel, shift, sigmoid};
use crate::train::late_model;
use crate::{ModelConfig, ModelError, Trained};

/// Bins of the scores whose stability is measured.
const SCORE_BINS: usize = 10;
/// A customer with more than this share of the rows is drawn by month.
const LARGE_CUSTOMER: f64 = 0.1;

/// Who meets: the model in use with the recipe that made it, and the recipe that would make the new one.
#[derive(Debug, Clone, Copy)]
pub struct Entrants<'a> {
    /// The champion, if there is one.
    pub champion: Option<(&'a Trained, &'a ModelConfig)>,
    /// The new model's recipe.
    pub recipe: &'a ModelConfig,
}

/// How one of the two did on the test months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tested {
    /// Whether it is the champion's own bytes, trained before the test months; otherwise its recipe, fitted on their eve.
    pub own: bool,
    /// Its figures.
    pub scores: Scores,
    /// Its calibration, where one can be told.
    pub calibration: Option<CalibrationLine>,
}

/// What the test months say of the two.
#[derive(Debug, Clone)]
pub struct Contest {
    /// The test months.
    pub window: Window,
    /// Their invoices with a known outcome.
    pub n: usize,
    /// Of which late.
    pub n_late: usize,
    /// Customers they are of.
    pub n_customers: usize,
    /// The champion, if there is one.
    pub champion: Option<Tested>,
    /// The new recipe.
    pub challenger: Tested,
    /// Whether both have the same recipe.
    pub same_recipe: bool,
    /// Log loss of the share late before the test months, on the same invoices.
    pub base_rate_log_loss: Option<f64>,
    /// Log loss of the new one less the champion's, with its 95 % interval; none where both are one and the same model.
    pub difference: Option<Estimate>,
    /// The same by group, for groups large enough.
    pub groups: Vec<GroupDifference>,
    /// The new recipe's log-odds on the test months.
    log_odds: Vec<f64>,
}

/// Fits both recipes as of the eve of `window`, and judges them on what is known of it at the end of `known`.
///
/// # Errors
/// What training refuses; a feature of the champion that the ledger does not give.
pub fn contest(
    book: &Book,
    window: Window,
    known: Day,
    entrants: Entrants,
    config: &RetrainConfig,
    seed: u64,
) -> Result<Contest, ModelError> {
    let judged = Judged::of(book, window, known);
    let eve = window.eve();
    let challenger = late_model(book, eve, entrants.recipe)?;
    let z = judged.log_odds(book, &challenger)?;
    let same_recipe = entrants
        .champion
        .is_some_and(|(_, recipe)| recipe.spelt_out() == entrants.recipe.spelt_out());
    let champion = match entrants.champion {
        None => None,
        Some((trained, _)) if trained.as_of <= eve => {
            Some((true, judged.log_odds(book, &trained.late)?))
        }
        Some(_) if same_recipe => Some((false, z.clone())),
        Some((_, recipe)) => Some((
            false,
            judged.log_odds(book, &late_model(book, eve, recipe)?)?,
        )),
    };
    let base_rate = vec![challenger.base_rate(); judged.late.len()];
    let mut contest = Contest {
        window,
        n: judged.late.len(),
        n_late: judged.late.iter().filter(|late| **late).count(),
        n_customers: judged.n_customers(),
        challenger: judged.tested(false, &z),
        champion: champion.as_ref().map(|(own, z)| judged.tested(*own, z)),
        same_recipe,
        base_rate_log_loss: scores(&base_rate, &judged.late, &judged.amounts).log_loss,
        difference: None,
        groups: Vec::new(),
        log_odds: z.clone(),
    };
    if let Some((_, theirs)) = champion.filter(|(own, _)| *own || !same_recipe) {
        contest.compare(&judged, book, (&z, &theirs), config, seed)?;
    }
    Ok(contest)
}

impl Contest {
    fn compare(
        &mut self,
        judged: &Judged,
        book: &Book,
        (new, champion): (&[f64], &[f64]),
        config: &RetrainConfig,
        seed: u64,
    ) -> Result<(), ModelError> {
        if judged.late.is_empty() {
            return Ok(());
        }
        let loss = |z: &[f64]| -> Vec<f64> {
            let rows = z.iter().zip(&judged.late);
            rows.map(|(z, late)| log_loss(sigmoid(*z), *late)).collect()
        };
        let (new, champion) = (loss(new), loss(champion));
        let losses = Losses {
            new: &new,
            champion: &champion,
            late: &judged.late,
            drawn: &drawn(&judged.customers, &judged.months),
        };
        let params = BootstrapParams::new(seed)
            .n_resamples(config.n_resamples)
            .check()?;
        self.difference =
            paired_mean_difference(&new, &champion, losses.drawn, &params)?.map(Estimate::from);
        let margin = self.margin(config);
        let groupings = judged.groupings(book, self.window);
        self.groups = by_group(&losses, &groupings, margin, seed, config)?;
        Ok(())
    }

    /// How the model fitted to everything scores the test months, beside the tested one.
    ///
    /// Both are first brought to the level that these months turned out to have: what a model carries forward of the
    /// latest months' level is its business, and told apart.
    ///
    /// # Errors
    /// A feature of the model that the ledger does not give.
    pub fn stability(
        &self,
        book: &Book,
        known: Day,
        model: &LateModel,
    ) -> Result<Option<Stability>, ModelError> {
        let judged = Judged::of(book, self.window, known);
        let z = judged.log_odds(book, model)?;
        let at_level = |z: &[f64]| -> (f64, Vec<f64>) {
            let shift = shift(z, &judged.late);
            (shift, z.iter().map(|z| sigmoid(z + shift)).collect())
        };
        let ((_, tested), (shift, last)) = (at_level(&self.log_odds), at_level(&z));
        let bins = Histogram::by_quantiles(&tested, SCORE_BINS);
        let psi = stability_index(&bins.counts, &bins.of(&last).counts);
        Ok(psi.map(|psi| Stability { psi, level: -shift }))
    }
}

/// Whether the model fitted to everything is the one that was tested, as far as its scores on the test months tell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// Population stability index over ten bins of the tested model's scores, both at the level of the outcomes.
    pub psi: f64,
    /// By how much its log-odds lie above what these months turned out to be.
    pub level: f64,
}

impl Stability {
    /// What of it refuses a promotion.
    pub fn refusals(&self, config: &RetrainConfig) -> Vec<Refusal> {
        let drifted = (self.psi >= config.max_psi).then_some(Refusal::Drifted {
            psi: self.psi,
            limit: config.max_psi,
        });
        let off = (self.level.abs() >= config.max_level).then_some(Refusal::LevelOff {
            level: self.level,
            limit: config.max_level,
        });
        drifted.into_iter().chain(off).collect()
    }
}

/// The invoices of some months whose outcome is known.
pub(super) struct Judged {
    questions: Questions,
    pub(super) late: Vec<bool>,
    pub(super) customers: Vec<usize>,
    amounts: Vec<i64>,
    months: Vec<Day>,
}

impl Judged {
    pub(super) fn of(book: &Book, window: Window, known: Day) -> Self {
        let all = Questions::at_issue(book, window.from, window.until, known);
        let invoices: Vec<InvoiceIx> = all.invoices().iter().copied().flatten().collect();
        let outcome = labels(book, &invoices, known);
        let rows: Vec<usize> = (0..invoices.len())
            .filter(|&i| outcome.mature[i] && !outcome.excluded[i])
            .collect();
        let invoice = |i: &usize| book.invoice(invoices[*i]);
        Self {
            late: rows.iter().map(|&i| outcome.late[i]).collect(),
            customers: rows
                .iter()
                .map(|i| invoice(i).customer.0 as usize)
                .collect(),
            amounts: rows.iter().map(|i| invoice(i).amount_minor).collect(),
            months: rows
                .iter()
                .map(|i| first_of_month(invoice(i).invoice_date))
                .collect(),
            questions: all.select(&rows),
        }
    }

    /// What a model says of each, as it was known when the invoice was issued.
    pub(super) fn log_odds(&self, book: &Book, model: &LateModel) -> Result<Vec<f64>, ModelError> {
        let (columns, _) = self
            .questions
            .columns(book, Selection::Only(&model.features()));
        let own = |customer| model.customers().has(book.customer_id(customer));
        let columns = columns.with_customers(book, &self.questions.customers(), own);
        Ok(model.estimates(&columns)?.leading().to_vec())
    }

    fn tested(&self, own: bool, z: &[f64]) -> Tested {
        let p: Vec<f64> = z.iter().map(|z| sigmoid(*z)).collect();
        Tested {
            own,
            scores: scores(&p, &self.late, &self.amounts),
            calibration: calibration_line(&p, &self.late, &self.customers),
        }
    }

    fn n_customers(&self) -> usize {
        let mut distinct = self.customers.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.len()
    }

    fn groupings(&self, book: &Book, window: Window) -> Vec<Grouping> {
        let (columns, _): (Columns, _) = self.questions.columns(book, Selection::Only(&REPORTED));
        let quartiles = amount_quartiles(book, window.from);
        keys(&columns, &self.amounts, quartiles)
    }
}

/// What is drawn for the interval: customers, and of a large customer its months.
fn drawn(customers: &[usize], months: &[Day]) -> Vec<usize> {
    let most = customers.iter().max().map_or(0, |last| last + 1);
    let mut n_of = vec![0_usize; most];
    for customer in customers {
        n_of[*customer] += 1;
    }
    let large = LARGE_CUSTOMER * customers.len() as f64;
    let part = |(customer, month): (&usize, &Day)| match n_of[*customer] as f64 > large {
        // Beyond all numbers of customers, apart for each customer and month.
        true => most * (1 + (month.year() * 12 + month.month() as i32) as usize) + customer,
        false => *customer,
    };
    customers.iter().zip(months).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_customer_is_drawn_by_month_and_a_small_one_whole() {
        let mut customers = vec![7; 4];
        customers.extend(0..16);
        let mut months = vec!["2025-01-01", "2025-01-01", "2025-02-01", "2025-03-01"];
        months.extend(["2025-01-01"; 16]);
        let months: Vec<Day> = months
            .iter()
            .map(|day| day.parse().expect("a day"))
            .collect();
        let drawn = drawn(&customers, &months);
        // Four of twenty rows, and its own row among the sixteen: five are a quarter.
        assert_eq!(drawn[0], drawn[1]);
        assert_ne!(drawn[1], drawn[2]);
        assert_ne!(drawn[2], drawn[3]);
        assert_eq!(drawn[4..11], [0, 1, 2, 3, 4, 5, 6]);
        let distinct: std::collections::BTreeSet<usize> = drawn.into_iter().collect();
        assert_eq!(distinct.len(), 15 + 3);
    }
}
