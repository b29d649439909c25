//! A fold ready to be fitted: its features encoded once, for one recipe after another.

use arrears_features::columns::Columns;
use arrears_learn::logistic::LogisticModel;
use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::choose::{Recipe, weights};
use super::customers::{CustomerEffects, OwnRows};
use super::fit::regress;
use super::folds::{Fold, base_log_odds};
use super::terms::Terms;
use crate::ModelError;
use crate::encoding::{self, Encoding};

/// A fold predicted by a recipe: log-odds of its test and of its training rows.
pub(super) struct Predicted {
    pub(super) scores: Vec<f64>,
    pub(super) train_scores: Vec<f64>,
}

/// A fold with its features encoded, for one refinement after another.
pub(super) struct Ready<'a> {
    fold: &'a Fold,
    data: FoldData,
    matrices: Matrices,
    /// The plain recipe's fit, where the refinements begin; none without a feature.
    start: Option<LogisticModel>,
}

/// A fold with the matrices of some of its features.
pub(super) struct Chosen<'a> {
    fold: &'a Fold,
    data: &'a FoldData,
    matrices: &'a Matrices,
    start: Option<&'a LogisticModel>,
}

impl<'a> Ready<'a> {
    pub(super) fn new(
        columns: &Columns,
        fold: &'a Fold,
        recipe: Recipe,
    ) -> Result<Self, ModelError> {
        let data = FoldData::new(columns, fold)?;
        let matrices = data.matrices(|feature| recipe.terms.has(feature));
        let weights = vec![1.0; fold.train.len()];
        Ok(Self {
            fold,
            start: matrices.fit(fold, recipe.penalty, &weights, None)?,
            matrices,
            data,
        })
    }

    /// The chosen features.
    pub(super) fn whole(&self) -> Chosen<'_> {
        Chosen {
            fold: self.fold,
            data: &self.data,
            matrices: &self.matrices,
            start: self.start.as_ref(),
        }
    }

    /// Predicts with those of the features that `keep` keeps.
    pub(super) fn predict_with(
        &self,
        recipe: Recipe,
        keep: impl Fn(&str) -> bool,
    ) -> Result<Predicted, ModelError> {
        let chosen = |feature: &str| recipe.terms.has(feature) && keep(feature);
        let matrices = self.data.matrices(chosen);
        let part = Chosen {
            fold: self.fold,
            data: &self.data,
            matrices: &matrices,
            start: None,
        };
        part.predict(recipe)
    }

    /// Columns of the regression with those of the features that `keep` keeps.
    pub(super) fn n_columns(&self, terms: Terms, keep: impl Fn(&str) -> bool) -> usize {
        let columns = self.data.encoding.columns().iter();
        let chosen = |feature: &str| terms.has(feature) && keep(feature);
        columns.filter(|column| chosen(&column.feature)).count()
    }
}

impl Chosen<'_> {
    pub(super) fn predict(&self, recipe: Recipe) -> Result<Predicted, ModelError> {
        let weights = weights(&self.fold.train_age, recipe.half_life);
        let (mut scores, mut train_scores) =
            self.matrices
                .scores(self.fold, recipe.penalty, &weights, self.start)?;
        if let Some(penalty) = recipe.customer_penalty {
            let effects = CustomerEffects::fit(
                &OwnRows {
                    columns: &self.data.train,
                    encoding: &self.data.encoding,
                    late: &self.fold.train_late,
                    weights: &weights,
                    score: &train_scores,
                },
                penalty,
            )?;
            effects.add_to(&self.data.test, &mut scores)?;
            effects.add_to(&self.data.train, &mut train_scores)?;
        }
        Ok(Predicted {
            scores,
            train_scores,
        })
    }
}

/// The features of one fold.
pub(super) struct FoldData {
    train: Columns,
    test: Columns,
    encoding: Encoding,
    /// Every encoded feature.
    all: Matrices,
}

/// A set of features of a fold's training and test rows, encoded.
pub(super) struct Matrices {
    x: Array2<f64>,
    x_test: Array2<f64>,
}

impl FoldData {
    pub(super) fn new(columns: &Columns, fold: &Fold) -> Result<Self, ModelError> {
        let train = columns.select(&fold.train);
        let test = columns.select(&fold.test);
        let encoding = encoding::fit(&train, &vec![true; fold.train.len()]);
        let all = Matrices {
            x: encoding.apply(&train)?,
            x_test: encoding.apply(&test)?,
        };
        Ok(Self {
            train,
            test,
            encoding,
            all,
        })
    }

    pub(super) fn matrices(&self, keep: impl Fn(&str) -> bool) -> Matrices {
        let columns = self.encoding.columns().iter().enumerate();
        let chosen: Vec<usize> = columns
            .filter(|(_, column)| keep(&column.feature))
            .map(|(at, _)| at)
            .collect();
        Matrices {
            x: self.all.x.select(Axis(1), &chosen),
            x_test: self.all.x_test.select(Axis(1), &chosen),
        }
    }
}

impl Matrices {
    /// Log-odds of test and training rows of the fold, fitted with a penalty.
    pub(super) fn scores(
        &self,
        fold: &Fold,
        penalty: f64,
        weights: &[f64],
        start: Option<&LogisticModel>,
    ) -> Result<(Vec<f64>, Vec<f64>), ModelError> {
        let Some(model) = self.fit(fold, penalty, weights, start)? else {
            let base = base_log_odds(&fold.train_late);
            return Ok((vec![base; fold.test.len()], vec![base; fold.train.len()]));
        };
        Ok((log_odds(&model, &self.x_test), log_odds(&model, &self.x)))
    }

    /// The regression of the fold's training rows; none without a feature.
    fn fit(
        &self,
        fold: &Fold,
        penalty: f64,
        weights: &[f64],
        start: Option<&LogisticModel>,
    ) -> Result<Option<LogisticModel>, ModelError> {
        if self.x.ncols() == 0 {
            return Ok(None);
        }
        let late = fold.train_late.iter();
        let y: Array1<f64> = late.map(|&late| f64::from(late)).collect();
        let weights = ArrayView1::from(weights);
        regress(self.x.view(), y.view(), Some(weights), penalty, start).map(Some)
    }
}

fn log_odds(model: &LogisticModel, x: &Array2<f64>) -> Vec<f64> {
    (x.dot(&model.coefficients()) + model.intercept()).to_vec()
}
