//! The late-payment estimate as points: a card that can be added up by hand, in SQL, or here, with one and the same sum.
//!
//! Each feature is cut into a few bins ([`arrears_learn::binning`]), a logistic regression on their weights of evidence
//! says what each bin is worth, and its worth is rounded to whole points. The score of an invoice is the sum of the
//! rounded points, so whoever adds them up comes to the same whole number; the probability is read from the score alone.
//! More points are better: so many more of them double the odds of payment in time.
//!
//! ```text
//! points of a bin = round( -factor b_j woe )           factor = points to double the odds / ln 2
//! base points     = round( offset - factor a )         offset = base score - factor ln(base odds)
//! score           = base points + sum of the points
//! p_late          = 1 / (1 + exp((score - offset) / factor))
//!
//! a, b_j  intercept and coefficient of the regression;   woe  the bin's weight of evidence for lateness
//! ```
//!
//! References: Siddiqi (2006), Credit Risk Scorecards, chapter 6, doi:10.1002/9781119201731; Thomas, Edelman and Crook
//! (2002), Credit Scoring and its Applications, chapters 4 and 8, doi:10.1137/1.9780898718317.

mod bins;
mod choose;
mod csv;
mod fit;
mod regress;
mod scale;
mod sql;

pub use bins::{CardBin, CardBins, LevelBin, NumberBin};
pub use csv::{HEADER as CSV_HEADER, to_csv};
pub use fit::scorecard;
pub use scale::Scale;
pub use sql::{TABLE as SQL_TABLE, to_sql};

use arrears_features::Definitions;
use arrears_features::columns::Columns;
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::ModelError;

/// The version of a card's form, as its file tells it.
pub const FORMAT: u32 = 1;

/// A fitted card. Loaded from its JSON it scores as before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// The version of this form.
    pub format: u32,
    /// Last day of what the card knows.
    pub as_of: Day,
    /// What late and settled meant.
    pub definitions: Definitions,
    /// What a score means.
    pub scale: Scale,
    /// Points of every invoice, before those of its features.
    pub base_points: i64,
    /// Log-odds of lateness where every weight of evidence is 0.
    pub intercept: f64,
    /// Its standard error.
    pub intercept_standard_error: f64,
    /// The features, the most informative first.
    pub features: Vec<CardFeature>,
    /// Features that are not on the card, and why.
    pub left_out: Vec<LeftOut>,
    /// Invoices that the card was fitted on.
    pub n_invoices: usize,
    /// Of which late.
    pub n_late: usize,
    /// How a card did out of time, beside the regression; none where the period is too short to hold a part of it out.
    pub out_of_time: Option<OutOfTime>,
}

/// One feature of a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardFeature {
    /// The catalogue's name of the feature.
    pub feature: String,
    /// Its name in words.
    pub name: String,
    /// What the feature tells by itself.
    pub information_value: f64,
    /// Change of the log-odds of lateness per unit of weight of evidence.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its bins with their points.
    pub bins: CardBins,
}

/// A feature that is not on the card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The catalogue's name of the feature.
    pub feature: String,
    /// What the feature tells by itself; none where it could not be looked at.
    pub information_value: Option<f64>,
    /// The kind of reason.
    pub reason: Reason,
    /// Why, in words.
    pub why: String,
}

/// Why a feature is not on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The ledger does not give it.
    Absent,
    /// It tells too little.
    TellsLittle,
    /// It says what a feature on the card says already.
    SaysTheSame,
    /// The card has all the features it may have.
    CardIsFull,
    /// Beside the others its coefficient is not clearly above 0.
    AddsLittle,
    /// Beside the others its coefficient has the wrong sign.
    WrongSign,
}

/// The latest fold of the training period, scored by a card, and predicted by a regression, that knew only what came
/// before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutOfTime {
    /// First invoice date of the fold.
    pub from: Day,
    /// Its invoices.
    pub n_invoices: usize,
    /// Of which late.
    pub n_late: usize,
    /// The card.
    pub card: Quality,
    /// The regression of the late-payment model.
    pub regression: Quality,
}

/// How good probabilities were.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Area under the ROC curve; none where all or none were late.
    pub auc: Option<f64>,
    /// Mean negative log likelihood, in nats; none of no invoices.
    pub log_loss: Option<f64>,
}

impl Scorecard {
    /// The score of each row: base points and the points of its bins.
    ///
    /// # Errors
    /// A feature of the card that `rows` does not hold.
    pub fn scores(&self, rows: &Columns) -> Result<Vec<i64>, ModelError> {
        let mut scores = vec![self.base_points; rows.n_rows()];
        for CardFeature { feature, bins, .. } in &self.features {
            let column = rows
                .get(feature)
                .ok_or_else(|| ModelError::FeatureMissing {
                    feature: feature.clone(),
                    missing: "its source is absent".to_owned(),
                })?;
            for (score, bin) in scores.iter_mut().zip(bins.of_rows(column)) {
                *score += bin.points;
            }
        }
        Ok(scores)
    }

    /// Probability of being late that belongs to a score.
    pub fn p_late(&self, score: i64) -> f64 {
        self.scale.p_late(score)
    }
}

#[cfg(test)]
mod tests;
