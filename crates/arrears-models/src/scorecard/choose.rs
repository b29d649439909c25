//! Which features a card has: those that tell most by themselves, each only where it adds to those before it.

use arrears_features::columns::{CUSTOMER_ID, Column, Columns};
use arrears_learn::binning::{BinningParams, BinningValidParams};
use linfa::ParamGuard;
use rayon::prelude::*;

use super::bins::{CardBins, is_writable};
use super::regress::try_last;
use super::{LeftOut, Reason};
use crate::ModelError;
use crate::config::ScorecardConfig;

/// Two features whose weights of evidence correlate by more than this say the same.
const SAME: f64 = 0.9;

/// Invoices with a known outcome: positions among the rows of `columns`, and whether each was late.
pub(super) struct Sample<'a> {
    pub(super) columns: &'a Columns,
    pub(super) rows: &'a [usize],
    pub(super) late: &'a [bool],
}

/// A feature that may be on the card.
pub(super) struct Candidate {
    pub(super) feature: String,
    pub(super) information_value: f64,
    pub(super) bins: CardBins,
    /// Whether its bins were given by the user.
    pub(super) given: bool,
}

/// A chosen feature with the weight of evidence of each row.
pub(super) struct Chosen {
    pub(super) candidate: Candidate,
    pub(super) woe: Vec<f64>,
}

/// Chooses the features, those with bins of the user first, and then the most informative first.
pub(super) fn choose(
    sample: &Sample,
    config: &ScorecardConfig,
) -> Result<(Vec<Chosen>, Vec<LeftOut>), ModelError> {
    let mut chosen: Vec<Chosen> = Vec::new();
    let mut left_out = Vec::new();
    for candidate in candidates(sample, config)? {
        let woe = candidate.woe(sample);
        if let Some((reason, why)) = refusal(&candidate, &woe, &chosen, config) {
            left_out.push(candidate.left_out(reason, why));
            continue;
        }
        chosen.push(Chosen { candidate, woe });
        try_last(&mut chosen, sample.late, &mut left_out)?;
    }
    Ok((chosen, left_out))
}

impl Candidate {
    /// Why the feature is not on the card.
    pub(super) fn left_out(self, reason: Reason, why: String) -> LeftOut {
        LeftOut {
            feature: self.feature,
            information_value: Some(self.information_value),
            reason,
            why,
        }
    }

    fn woe(&self, sample: &Sample) -> Vec<f64> {
        let Some(column) = sample.columns.get(&self.feature) else {
            return Vec::new();
        };
        let all: Vec<f64> = self.bins.of_rows(column).map(|bin| bin.woe).collect();
        sample.rows.iter().map(|&row| all[row]).collect()
    }
}

/// Every feature with its bins, in the order in which they are asked.
fn candidates(sample: &Sample, config: &ScorecardConfig) -> Result<Vec<Candidate>, ModelError> {
    let params = BinningParams::new().check()?;
    let mut candidates = sample
        .columns
        .iter()
        .filter(|(name, _)| *name != CUSTOMER_ID)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(name, column)| {
            let given = config.bins.get(name);
            let params = match given {
                Some(edges) => BinningParams::new().edges(edges.clone()).check()?,
                None => params.clone(),
            };
            let (bins, information_value) = bin(column, sample, &params)?;
            Ok(Candidate {
                feature: name.to_owned(),
                information_value,
                bins,
                given: given.is_some(),
            })
        })
        .collect::<Result<Vec<_>, ModelError>>()?;
    candidates.sort_by(|a, b| {
        let order = b.given.cmp(&a.given);
        order
            .then(b.information_value.total_cmp(&a.information_value))
            .then_with(|| a.feature.cmp(&b.feature))
    });
    Ok(candidates)
}

fn bin(
    column: &Column,
    sample: &Sample,
    params: &BinningValidParams,
) -> Result<(CardBins, f64), ModelError> {
    Ok(match column {
        Column::Numeric(values) => {
            let values: Vec<f64> = sample.rows.iter().map(|&row| values[row]).collect();
            let fitted = params.fit_column(&values, sample.late)?;
            (CardBins::of_numbers(&fitted), fitted.information_value())
        }
        Column::Category { codes, levels } => {
            let codes = writable(codes, levels, sample.rows);
            let fitted = params.fit_levels(&codes, levels.len(), sample.late)?;
            (
                CardBins::of_levels(&fitted, levels),
                fitted.information_value(),
            )
        }
    })
}

/// Codes of the sample's rows; a category that cannot be written is unknown, as it is when a row is scored.
fn writable(codes: &[Option<u32>], levels: &[String], rows: &[usize]) -> Vec<Option<u32>> {
    let good: Vec<bool> = levels.iter().map(|level| is_writable(level)).collect();
    let known = |code: &u32| good[*code as usize];
    rows.iter().map(|&row| codes[row].filter(known)).collect()
}

/// Why a candidate has no place on the card, if it has none; one with bins of the user always has.
fn refusal(
    candidate: &Candidate,
    woe: &[f64],
    chosen: &[Chosen],
    config: &ScorecardConfig,
) -> Option<(Reason, String)> {
    if candidate.given {
        return None;
    }
    let told = candidate.information_value;
    if told < config.min_information_value {
        let least = config.min_information_value;
        let why = format!("it tells too little: an information value of {told:.4}, below {least}");
        return Some((Reason::TellsLittle, why));
    }
    for other in chosen {
        let correlation = correlation(woe, &other.woe);
        if correlation.abs() > SAME {
            let name = &other.candidate.feature;
            let why = format!("it says what `{name}` says: a correlation of {correlation:.2}");
            return Some((Reason::SaysTheSame, why));
        }
    }
    (chosen.len() >= config.max_features).then(|| {
        let n = chosen.len();
        (
            Reason::CardIsFull,
            format!("the card has {n} features already"),
        )
    })
}

/// Pearson's correlation; 0 where one of the two does not vary.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut own_a, mut own_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        both += a * b;
        own_a += a * a;
        own_b += b * b;
    }
    let spread = (own_a * own_b).sqrt();
    if spread > 0.0 { both / spread } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_by_hand() {
        assert!((correlation(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]) - 1.0).abs() < 1e-12);
        assert!((correlation(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]) + 1.0).abs() < 1e-12);
        assert_eq!(correlation(&[1.0, 1.0], &[0.0, 5.0]), 0.0);
    }
}
