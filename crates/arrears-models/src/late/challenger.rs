//! Gradient-boosted trees on the same rows and the same encoded features, as a ceiling to compare the regression with.
//!
//! They find curved effects and interactions by themselves, and so tell what the regression leaves lying. On the folds
//! they are tested on the invoices that the regression is tested on, and learn from every invoice known on the fold's
//! eve: a sample of `fold_rows` settles the coefficients of a regression, not the leaves of trees. Only where their
//! log loss on the folds is lower by more than a margin do they give the probability in its place.
//!
//! The fitted trees are plain data: only fitting them needs the cargo feature `trees`.

use arrears_features::columns::Columns;
use arrears_learn::trees::Forest;
use ndarray::{Array1, Array2, ArrayView1, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::choose::{MIN_GAIN, Recipe, carried, pooled, weights};
use super::fit::TrainingRows;
use super::folds::{Fold, known_before};
use super::prepared::Predicted;
use crate::ModelError;
use crate::config::ModelConfig;
use crate::encoding::{self, Encoding};

/// Numbers of trees to choose from: a forest holds the smaller ones. Of those that hardly differ the largest is taken,
/// since the final fit has more rows than any fold, and with more rows more trees are of use.
const N_TREES: [usize; 4] = [50, 100, 200, 400];
/// Seed of the rows and columns drawn for each tree.
#[cfg(feature = "trees")]
const SEED: u64 = 1;

/// Whether this build can fit trees.
pub const TREES_BUILT: bool = cfg!(feature = "trees");

/// Trees fitted beside a regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Challenger {
    pub(super) encoding: Encoding,
    forest: Forest,
    /// What is added to every row's log-odds because the base rate moved.
    pub(super) shift: f64,
    /// Whether they give the probability in the regression's place.
    pub(super) leads: bool,
}

/// What the folds said of the challenger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChallengerReport {
    /// Mean out-of-time log loss by number of trees, in nats.
    pub trees: Vec<TreesScore>,
    /// That of the regression on the same invoices.
    pub regression: f64,
    /// By how much the trees' must be lower.
    pub margin: f64,
    /// Whether it is.
    pub leads: bool,
}

/// A number of trees, and how it did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TreesScore {
    /// The number of trees.
    pub n_trees: usize,
    /// Mean out-of-time log loss, in nats.
    pub log_loss: f64,
}

impl ChallengerReport {
    /// The number of trees chosen, and its log loss.
    pub fn chosen(&self) -> Option<TreesScore> {
        self.trees.get(most_of_the_best(&self.trees)).copied()
    }
}

/// The largest forest that is no worse than the best by [`MIN_GAIN`].
fn most_of_the_best(trees: &[TreesScore]) -> usize {
    let least = trees.iter().map(|score| score.log_loss);
    let least = least.fold(f64::INFINITY, f64::min);
    let good = |score: &TreesScore| score.log_loss < least + MIN_GAIN;
    trees.iter().rposition(good).unwrap_or(0)
}

/// What the folds chose for the trees.
pub(super) struct Chosen {
    n_trees: usize,
    half_life: Option<f64>,
    shift: f64,
    pub(super) report: ChallengerReport,
    /// Log-odds of the last fold's test rows, by trees that knew nothing of it.
    pub(super) holdout: Vec<f64>,
}

/// Tries the trees on the folds; `regression` is what the regression predicted there.
pub(super) fn judge(
    rows: &TrainingRows,
    folds: &[Fold],
    regression: &[Predicted],
    recipe: Recipe,
    config: &ModelConfig,
) -> Result<Chosen, ModelError> {
    let by_fold = folds
        .par_iter()
        .map(|fold| on_fold(rows, fold, recipe.half_life))
        .collect::<Result<Vec<_>, _>>()?;
    let by_size: Vec<Vec<Predicted>> = (0..N_TREES.len())
        .map(|size| by_fold.iter().map(|fold| test_only(&fold[size])).collect())
        .collect();
    let trees: Vec<TreesScore> = N_TREES
        .iter()
        .zip(&by_size)
        .map(|(&n_trees, predicted)| TreesScore {
            n_trees,
            log_loss: pooled(folds, predicted),
        })
        .collect();
    let best = most_of_the_best(&trees);
    let regression = pooled(folds, regression);
    let shift = carried(folds, &by_size[best]);
    let last = by_size[best].last().map_or(&[][..], |p| &p.scores);
    Ok(Chosen {
        n_trees: N_TREES[best],
        half_life: recipe.half_life,
        shift: shift.next,
        report: ChallengerReport {
            leads: trees[best].log_loss < regression - config.challenger_margin,
            margin: config.challenger_margin,
            trees,
            regression,
        },
        holdout: last.iter().map(|score| score + shift.last).collect(),
    })
}

impl Chosen {
    /// Fits the trees to every usable row, and gives their log-odds for all.
    pub(super) fn fit(
        &self,
        rows: &TrainingRows,
        encoding: &Encoding,
        used: &[bool],
    ) -> Result<(Challenger, Vec<f64>), ModelError> {
        let x = encoding.apply(rows.columns)?;
        let taught: Vec<usize> = (0..used.len()).filter(|&i| used[i]).collect();
        let y: Array1<f64> = taught
            .iter()
            .map(|&i| f64::from(rows.labels.late[i]))
            .collect();
        let weights = super::fit::row_weights(rows, self.half_life);
        let weights: Array1<f64> = taught.iter().map(|&i| weights[i]).collect();
        let own = x.select(Axis(0), &taught);
        let challenger = Challenger {
            encoding: encoding.clone(),
            forest: forest(&own, y.view(), weights.view(), self.n_trees)?,
            shift: self.shift,
            leads: self.report.leads,
        };
        let score = challenger.of_encoded(&x)?;
        Ok((challenger, score))
    }
}

impl Challenger {
    /// Log-odds of being late for each row.
    pub(super) fn log_odds(&self, rows: &Columns) -> Result<Vec<f64>, ModelError> {
        self.of_encoded(&self.encoding.apply(rows)?)
    }

    fn of_encoded(&self, x: &Array2<f64>) -> Result<Vec<f64>, ModelError> {
        Ok((self.forest.log_odds(x.view())? + self.shift).to_vec())
    }

    /// What each encoded column adds to each row's log-odds; with [`intercept`](Self::intercept) it adds up to them.
    pub(super) fn contributions(&self, rows: &Columns) -> Result<Array2<f64>, ModelError> {
        Ok(self
            .forest
            .contributions(self.encoding.apply(rows)?.view())?)
    }

    /// Log-odds expected of an invoice of which nothing is known.
    pub(super) fn intercept(&self) -> f64 {
        self.forest.expected_log_odds() + self.shift
    }
}

/// Log-odds of a fold's test rows, for each number of trees.
fn on_fold(
    rows: &TrainingRows,
    fold: &Fold,
    half_life: Option<f64>,
) -> Result<Vec<Vec<f64>>, ModelError> {
    let known = known_before(rows, fold.origin, usize::MAX);
    let train = rows.columns.select(&known.rows);
    let encoding = encoding::fit(&train, &vec![true; known.rows.len()]);
    let x_test = encoding.apply(&rows.columns.select(&fold.test))?;
    let y: Array1<f64> = known.late.iter().map(|&late| f64::from(late)).collect();
    let weights = Array1::from(weights(&known.age, half_life));
    let most = N_TREES[N_TREES.len() - 1];
    let forest = forest(&encoding.apply(&train)?, y.view(), weights.view(), most)?;
    let sizes = N_TREES.iter().map(|&n| forest.first(n));
    sizes
        .map(|forest| Ok(forest.log_odds(x_test.view())?.to_vec()))
        .collect()
}

fn test_only(scores: &[f64]) -> Predicted {
    Predicted {
        scores: scores.to_vec(),
        train_scores: Vec::new(),
    }
}

#[cfg(feature = "trees")]
fn forest(
    x: &Array2<f64>,
    y: ArrayView1<f64>,
    weights: ArrayView1<f64>,
    n_trees: usize,
) -> Result<Forest, ModelError> {
    use arrears_learn::trees::TreesParams;
    use linfa::ParamGuard;
    let params = TreesParams::new(SEED).n_trees(n_trees).check()?;
    Ok(params.fit(x.view(), y, weights)?)
}

#[cfg(not(feature = "trees"))]
fn forest(
    _: &Array2<f64>,
    _: ArrayView1<f64>,
    _: ArrayView1<f64>,
    _: usize,
) -> Result<Forest, ModelError> {
    Err(ModelError::TreesNotBuilt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(n_trees: usize, log_loss: f64) -> TreesScore {
        TreesScore { n_trees, log_loss }
    }

    #[test]
    fn of_trees_that_hardly_differ_the_most_are_taken() {
        let flat = [score(50, 0.37), score(100, 0.3600), score(200, 0.3604)];
        assert_eq!(most_of_the_best(&flat), 2);
        let steep = [score(50, 0.37), score(100, 0.3600), score(200, 0.3606)];
        assert_eq!(most_of_the_best(&steep), 1);
    }
}

#[cfg(all(test, feature = "trees"))]
mod trees_tests {
    use super::*;
    use crate::config::ChallengerKind;
    use crate::late::{self, Fitted, LateModel};
    use arrears_features::{InvoiceIx, Labels};
    use arrears_ledger::Day;

    const N: usize = 2_400;

    /// Two features of which neither alone tells much, and three that tell nothing: late where the two are both high or
    /// both low, but for every ninth.
    fn columns() -> Columns {
        let spread = |k: usize| {
            (0..N)
                .map(move |i| ((i * k) % 1009) as f64 / 1009.0)
                .collect()
        };
        let noise = [
            ("open_count", 101),
            ("n_mature_all", 211),
            ("last_days_late_all", 577),
        ];
        let telling = Columns::from_numeric("late_ratio_smoothed", spread(37))
            .beside(Columns::from_numeric("overdue_count", spread(419)));
        noise.into_iter().fold(telling, |columns, (name, k)| {
            columns.beside(Columns::from_numeric(name, spread(k)))
        })
    }

    fn fitted(margin: f64) -> (Fitted, Columns) {
        let columns = columns();
        let of = |name| columns.numeric(name).expect("a number");
        let pairs = of("late_ratio_smoothed").iter().zip(of("overdue_count"));
        let late = pairs.enumerate();
        let late = late.map(|(i, (a, b))| ((a - 0.6) * (b - 0.4) > 0.0) != (i % 9 == 0));
        let late: Vec<bool> = late.collect();
        let labels = |rows: &[InvoiceIx]| Labels {
            late: rows.iter().map(|row| late[row.0 as usize]).collect(),
            mature: vec![true; rows.len()],
            excluded: vec![false; rows.len()],
            settled: vec![true; rows.len()],
            days_late: vec![0; rows.len()],
            ..Labels::default()
        };
        let invoices: Vec<InvoiceIx> = (0..N as u32).map(InvoiceIx).collect();
        let issued: Vec<Day> = (0..N as i32).map(|i| Day(18_000 + i / 4)).collect();
        let rows = TrainingRows {
            columns: &columns,
            invoices: &invoices,
            issued: &issued,
            labels: &labels(&invoices),
            labels_at: &|rows, _| labels(rows),
        };
        let config = ModelConfig {
            challenger: ChallengerKind::Trees,
            challenger_margin: margin,
            ..ModelConfig::default()
        };
        (late::fit(&rows, &config).expect("a model"), columns)
    }

    #[test]
    fn trees_that_win_by_more_than_the_margin_lead() {
        let (fitted, columns) = fitted(0.005);
        let report = fitted.model.folds().challenger.clone().expect("a report");
        let best = report.chosen().expect("a choice").log_loss;
        assert!(
            report.leads && best < report.regression - 0.02,
            "{report:?}"
        );
        let estimates = fitted.model.estimates(&columns).expect("estimates");
        assert_eq!(estimates.trees, fitted.estimates.trees);
        assert_eq!(
            estimates.leading(),
            fitted.model.log_odds(&columns).expect("them")
        );
        assert!(fitted.holdout.estimates.trees_lead);
    }

    #[test]
    fn trees_within_the_margin_stand_beside_the_regression() {
        let (fitted, columns) = fitted(1.0);
        let estimates = fitted.model.estimates(&columns).expect("estimates");
        assert!(!fitted.model.trees_lead() && estimates.trees.is_some());
        assert_eq!(estimates.leading(), estimates.regression);
        let reasons = fitted.model.contributions(&columns).expect("reasons");
        let sum: f64 = reasons[7].iter().map(|reason| reason.log_odds).sum();
        let z = fitted.model.intercept() + sum;
        assert!((z - estimates.regression[7]).abs() < 1e-9);
    }

    #[test]
    fn reasons_of_trees_add_up_to_their_log_odds() {
        let (fitted, columns) = fitted(0.005);
        let z = fitted.model.log_odds(&columns).expect("log-odds");
        let reasons = fitted.model.contributions(&columns).expect("reasons");
        for (z, reasons) in z.iter().zip(reasons).step_by(50) {
            assert_eq!(reasons.len(), 5, "one per feature");
            let sum: f64 = reasons.iter().map(|reason| reason.log_odds).sum();
            assert!((fitted.model.intercept() + sum - z).abs() < 1e-9);
        }
    }

    #[test]
    fn trees_loaded_again_give_the_same_bits() {
        let (fitted, columns) = fitted(0.005);
        let text = serde_json::to_string(&fitted.model).expect("json");
        let loaded: LateModel = serde_json::from_str(&text).expect("a model");
        assert_eq!(loaded, fitted.model);
        let estimates = loaded.estimates(&columns).expect("estimates");
        assert_eq!(estimates.trees, fitted.estimates.trees);
    }

    #[test]
    fn trees_are_the_same_on_any_number_of_threads() {
        let on = |n: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build();
            pool.expect("a pool").install(|| fitted(0.005).0.model)
        };
        assert_eq!(on(1), on(3));
    }
}

#[cfg(all(test, not(feature = "trees")))]
mod without_trees_tests {
    use super::*;

    #[test]
    fn a_build_without_trees_says_how_to_get_them() {
        let one = Array1::ones(1);
        let refused = forest(&Array2::ones((1, 1)), one.view(), one.view(), 1);
        let error = refused.expect_err("no trees");
        let hint = error.hint().expect("a hint");
        assert!(hint.contains("--features trees"), "{error}: {hint}");
    }
}
