//! A fold ready to be fitted: its features encoded once, for one recipe after another.

use arrears_features::columns::{CUSTOMER_ID, Column, Columns};
use arrears_learn::logistic::LogisticModel;
use ndarray::{Array1, Array2, ArrayView1};

use super::choose::{Recipe, summed_log_loss, weights};
use super::customers::{CustomerEffects, OwnRows};
use super::fit::{Start, regress};
use super::folds::{Fold, base_log_odds};
use super::terms::Terms;
use crate::ModelError;
use crate::encoding::{self, Encoding};

/// A fold predicted by a recipe: log-odds of its test and of its training rows.
#[derive(Clone)]
pub(super) struct Predicted {
    pub(super) scores: Vec<f64>,
    pub(super) train_scores: Vec<f64>,
}

/// A set of features with a penalty, fitted on one fold.
#[derive(Clone)]
pub(super) struct Candidate {
    /// None without a feature.
    model: Option<LogisticModel>,
    /// Log loss summed over the test rows.
    pub(super) log_loss: f64,
}

/// The features of one fold.
pub(super) struct FoldData<'a> {
    fold: &'a Fold,
    /// Whose row each is, of the training and of the test rows.
    customers: [Option<Column>; 2],
    encoding: Encoding,
    /// Every encoded feature.
    all: Matrices,
}

/// A fold with the matrices of the features chosen, for one refinement after another.
pub(super) struct Ready<'a> {
    data: FoldData<'a>,
    matrices: Matrices,
    /// The plain recipe's fit, where the refinements begin; none without a feature.
    plain: Option<LogisticModel>,
    /// What the departures of large customers know.
    own: Matrices,
    own_encoding: Encoding,
}

/// A set of features of a fold's training and test rows, encoded.
struct Matrices {
    x: Array2<f64>,
    x_test: Array2<f64>,
}

impl<'a> FoldData<'a> {
    pub(super) fn new(columns: &Columns, fold: &'a Fold) -> Result<Self, ModelError> {
        let train = columns.select(&fold.train);
        let test = columns.select(&fold.test);
        let encoding = encoding::fit(&train, &vec![true; fold.train.len()]);
        Ok(Self {
            fold,
            all: Matrices {
                x: encoding.apply(&train)?,
                x_test: encoding.apply(&test)?,
            },
            customers: [&train, &test].map(|rows| rows.get(CUSTOMER_ID).cloned()),
            encoding,
        })
    }

    /// Every set of features with every penalty. Each fit begins where the one before it ended: the next penalty at
    /// the last one's optimum, a set at that of the set it holds.
    pub(super) fn candidates(&self, penalties: &[f64]) -> Result<Vec<Candidate>, ModelError> {
        let weights = vec![1.0; self.fold.train.len()];
        let mut candidates = Vec::new();
        let mut smaller: Option<(Vec<usize>, LogisticModel)> = None;
        for terms in Terms::CANDIDATES {
            let chosen = self.chosen(|feature| terms.has(feature));
            let matrices = self.all.columns(&chosen);
            let mut start = smaller
                .take()
                .map(|(at, model)| widened(&at, &model, &chosen));
            let first = candidates.len();
            for &penalty in penalties {
                let model = matrices.fit(self.fold, penalty, &weights, start.as_ref())?;
                start = model.as_ref().map(Start::from);
                let scores = matrices.predicted(self.fold, model.as_ref()).scores;
                candidates.push(Candidate {
                    log_loss: summed_log_loss(&scores, &self.fold.test_late),
                    model,
                });
            }
            smaller = candidates
                .get(first)
                .and_then(|candidate| Some((chosen, candidate.model.clone()?)));
        }
        Ok(candidates)
    }

    /// Positions of the columns of those features that `keep` keeps.
    fn chosen(&self, keep: impl Fn(&str) -> bool) -> Vec<usize> {
        let columns = self.encoding.columns().iter().enumerate();
        columns
            .filter(|(_, column)| keep(&column.feature))
            .map(|(at, _)| at)
            .collect()
    }
}

/// A fit as the start of another with further columns, which begin at nought. `columns` hold those of the fit.
fn widened(of_fit: &[usize], fit: &LogisticModel, columns: &[usize]) -> Start {
    let coefficient = |column: &usize| {
        let at = of_fit.binary_search(column).ok();
        at.map_or(0.0, |at| fit.coefficients()[at])
    };
    Start {
        intercept: fit.intercept(),
        coefficients: columns.iter().map(coefficient).collect(),
    }
}

impl<'a> Ready<'a> {
    /// Keeps the features of a recipe, and its fit.
    pub(super) fn new(data: FoldData<'a>, terms: Terms, plain: Candidate) -> Self {
        let own = data.chosen(CustomerEffects::knows);
        Self {
            matrices: data.all.columns(&data.chosen(|feature| terms.has(feature))),
            plain: plain.model,
            own: data.all.columns(&own),
            own_encoding: data.encoding.only(CustomerEffects::knows),
            data,
        }
    }

    /// Predicts by the regression of all customers, with training rows that lose weight by age.
    pub(super) fn common(
        &self,
        penalty: f64,
        half_life: Option<f64>,
    ) -> Result<Predicted, ModelError> {
        let fold = self.data.fold;
        if half_life.is_none() {
            return Ok(self.matrices.predicted(fold, self.plain.as_ref()));
        }
        let weights = weights(&fold.train_age, half_life);
        let start = self.plain.as_ref().map(Start::from);
        let model = self.matrices.fit(fold, penalty, &weights, start.as_ref())?;
        Ok(self.matrices.predicted(fold, model.as_ref()))
    }

    /// Adds the departures of large customers to what the common regression predicts.
    pub(super) fn with_departures(
        &self,
        common: &Predicted,
        half_life: Option<f64>,
        penalty: f64,
    ) -> Result<Predicted, ModelError> {
        let fold = self.data.fold;
        let [train, test] = self.data.customers.each_ref().map(Option::as_ref);
        let own = OwnRows {
            customers: train,
            encoding: &self.own_encoding,
            x: self.own.x.view(),
            late: &fold.train_late,
            weights: &weights(&fold.train_age, half_life),
            score: &common.train_scores,
        };
        let effects = CustomerEffects::fit(&own, penalty)?;
        let mut predicted = common.clone();
        effects
            .of_encoded(test, self.own.x_test.view())
            .add_to(&mut predicted.scores);
        effects
            .of_encoded(train, self.own.x.view())
            .add_to(&mut predicted.train_scores);
        Ok(predicted)
    }

    /// Predicts with those of the features that `keep` keeps.
    pub(super) fn predict_with(
        &self,
        recipe: Recipe,
        keep: impl Fn(&str) -> bool,
    ) -> Result<Predicted, ModelError> {
        let fold = self.data.fold;
        let chosen = self
            .data
            .chosen(|feature| recipe.terms.has(feature) && keep(feature));
        let matrices = self.data.all.columns(&chosen);
        let weights = weights(&fold.train_age, recipe.half_life);
        let model = matrices.fit(fold, recipe.penalty, &weights, None)?;
        let common = matrices.predicted(fold, model.as_ref());
        match recipe.customer_penalty {
            Some(penalty) => self.with_departures(&common, recipe.half_life, penalty),
            None => Ok(common),
        }
    }

    /// Columns of the regression with those of the features that `keep` keeps.
    pub(super) fn n_columns(&self, terms: Terms, keep: impl Fn(&str) -> bool) -> usize {
        let chosen = |feature: &str| terms.has(feature) && keep(feature);
        self.data.chosen(chosen).len()
    }
}

impl Matrices {
    /// Some of the columns, row by row in memory.
    fn columns(&self, chosen: &[usize]) -> Matrices {
        let of = |x: &Array2<f64>| {
            let shape = (x.nrows(), chosen.len());
            Array2::from_shape_fn(shape, |(row, at)| x[[row, chosen[at]]])
        };
        Matrices {
            x: of(&self.x),
            x_test: of(&self.x_test),
        }
    }

    /// The regression of the fold's training rows; none without a feature.
    fn fit(
        &self,
        fold: &Fold,
        penalty: f64,
        weights: &[f64],
        start: Option<&Start>,
    ) -> Result<Option<LogisticModel>, ModelError> {
        if self.x.ncols() == 0 {
            return Ok(None);
        }
        let late = fold.train_late.iter();
        let y: Array1<f64> = late.map(|&late| f64::from(late)).collect();
        let weights = ArrayView1::from(weights);
        regress(self.x.view(), y.view(), weights, penalty, start).map(Some)
    }

    /// Log-odds by a regression; those of the base rate without one.
    fn predicted(&self, fold: &Fold, model: Option<&LogisticModel>) -> Predicted {
        let log_odds = |x: &Array2<f64>| match model {
            Some(model) => (x.dot(&model.coefficients()) + model.intercept()).to_vec(),
            None => vec![base_log_odds(&fold.train_late); x.nrows()],
        };
        Predicted {
            scores: log_odds(&self.x_test),
            train_scores: log_odds(&self.x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrears_ledger::Day;

    /// 600 rows of a core feature, one of behaviour and one of the calendar, each of which matters.
    fn rows() -> (Columns, Fold) {
        let value = |i: usize, step: usize| (i * step % 101) as f64 / 101.0;
        let column = |step| (0..600).map(|i| value(i, step)).collect();
        let columns = Columns::from_numeric("late_ratio_smoothed", column(7))
            .beside(Columns::from_numeric("late_ratio_90d", column(13)))
            .beside(Columns::from_numeric("due_day_of_month", column(29)));
        let late = |i: &usize| {
            let sum = value(*i, 7) + 0.7 * value(*i, 13) + 0.4 * value(*i, 29);
            sum + 0.5 * value(*i, 53) > 1.3
        };
        let (train, test): (Vec<usize>, Vec<usize>) = ((0..400).collect(), (400..600).collect());
        let fold = Fold {
            origin: Day(0),
            train_late: train.iter().map(late).collect(),
            train_age: train.iter().map(|&i| (400 - i) as f64).collect(),
            train_days: vec![(0, true); train.len()],
            test_late: test.iter().map(late).collect(),
            train,
            test,
        };
        (columns, fold)
    }

    #[test]
    fn the_path_ends_where_fits_of_their_own_do() {
        let (columns, fold) = rows();
        let data = FoldData::new(&columns, &fold).expect("a fold");
        let penalties = [1.0, 10.0, 100.0];
        let path = data.candidates(&penalties).expect("fits");
        assert_eq!(path.len(), Terms::CANDIDATES.len() * penalties.len());
        let pairs = Terms::CANDIDATES
            .into_iter()
            .flat_map(|terms| penalties.map(|penalty| (terms, penalty)));
        for ((terms, penalty), on_path) in pairs.zip(&path) {
            let matrices = data.all.columns(&data.chosen(|feature| terms.has(feature)));
            let own = matrices
                .fit(&fold, penalty, &[1.0; 400], None)
                .expect("a fit");
            let scores = matrices.predicted(&fold, own.as_ref()).scores;
            let apart = summed_log_loss(&scores, &fold.test_late) - on_path.log_loss;
            assert!(apart.abs() < 1e-4, "{terms:?} {penalty}: {apart}");
        }
        assert!(
            path[6].log_loss < path[0].log_loss,
            "what matters is told apart"
        );
    }

    #[test]
    fn a_start_with_further_columns_gives_them_nothing() {
        let (columns, fold) = rows();
        let data = FoldData::new(&columns, &fold).expect("a fold");
        let matrices = data.all.columns(&[1]);
        let fit = matrices.fit(&fold, 1.0, &[1.0; 400], None).expect("a fit");
        let fit = fit.expect("a column");
        let start = widened(&[1], &fit, &[0, 1, 2]);
        assert_eq!(start.coefficients[1], fit.coefficients()[0]);
        assert_eq!((start.coefficients[0], start.coefficients[2]), (0.0, 0.0));
        assert_eq!(start.intercept, fit.intercept());
    }
}
