//! Bins of a category: one for each frequent level, one for all rare ones together.

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::error::BinningError;
use super::fit::check_outcomes;
use super::model::Bin;
use super::params::BinningValidParams;
use crate::validate::{self, DataError};

/// Bins of a column of levels, which are counted from 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelBins {
    /// Levels with a bin of their own, rising.
    levels: Vec<u32>,
    bins: Vec<Bin>,
    other: Bin,
    missing: Bin,
}

impl BinningValidParams {
    /// Bins of a category, given as positions among `n_levels` levels. A level stands on its own with
    /// `min_share` of all rows and `min_outcome_share` of either outcome; the others are one bin.
    pub fn fit_levels(
        &self,
        codes: &[Option<u32>],
        n_levels: usize,
        outcomes: &[bool],
    ) -> Result<LevelBins, BinningError> {
        let all = check_outcomes(outcomes)?;
        validate::length("codes", codes.len(), outcomes.len())?;
        let mut counts = vec![Counts::default(); n_levels];
        let mut missing = Counts::default();
        for (row, (code, &event)) in codes.iter().zip(outcomes).enumerate() {
            match code {
                None => missing.add(event),
                Some(code) => counts
                    .get_mut(*code as usize)
                    .ok_or(beyond(row, *code))?
                    .add(event),
            }
        }
        let (levels, bins) = (0..)
            .zip(&counts)
            .filter(|(_, level)| self.stands_alone(**level, all))
            .map(|(level, counts)| (level, Bin::new(*counts, all)))
            .unzip();
        let rare = counts
            .iter()
            .filter(|level| !self.stands_alone(**level, all));
        let other = rare.fold(Counts::default(), |sum, level| sum.with(*level));
        Ok(LevelBins {
            levels,
            bins,
            other: Bin::new(other, all),
            missing: Bin::new(missing, all),
        })
    }

    fn stands_alone(&self, level: Counts, all: Counts) -> bool {
        let least = self.min_outcome_share;
        level.rows() as f64 >= self.min_share * all.rows() as f64
            && level.events as f64 >= least * all.events as f64
            && level.others as f64 >= least * all.others as f64
    }
}

impl LevelBins {
    /// Levels with a bin of their own, rising.
    pub fn levels(&self) -> &[u32] {
        &self.levels
    }

    /// Their bins, in the same order.
    pub fn bins(&self) -> &[Bin] {
        &self.bins
    }

    /// The bin of all other levels.
    pub fn other(&self) -> &Bin {
        &self.other
    }

    /// The bin of what is missing.
    pub fn missing(&self) -> &Bin {
        &self.missing
    }

    /// What the column tells, as for numbers.
    pub fn information_value(&self) -> f64 {
        let own: f64 = self.bins.iter().map(Bin::information).sum();
        own + self.other.information() + self.missing.information()
    }
}

fn beyond(row: usize, code: u32) -> BinningError {
    DataError::OutOfRange {
        name: "codes",
        accepted: "below `n_levels`",
        row,
        value: f64::from(code),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binning::BinningParams;
    use linfa::ParamGuard;

    #[test]
    fn rare_levels_are_one_bin() {
        // Level 0: 50 rows; level 1: 45; levels 2 and 3: two and one; two rows are missing.
        let codes: Vec<Option<u32>> = [(0, 50), (1, 45), (2, 2), (3, 1)]
            .into_iter()
            .flat_map(|(level, n)| std::iter::repeat_n(Some(level), n))
            .chain([None, None])
            .collect();
        let outcomes: Vec<bool> = (0..100).map(|row| row % 4 == 0).collect();
        let params = BinningParams::new().check().unwrap();
        let bins = params.fit_levels(&codes, 4, &outcomes).unwrap();
        assert_eq!(bins.levels(), [0, 1]);
        assert_eq!(bins.bins()[0].counts().rows(), 50);
        assert_eq!(bins.other().counts().rows(), 3);
        assert_eq!(bins.missing().counts().rows(), 2);
        let parts = bins.bins().iter().map(Bin::information).sum::<f64>();
        assert!(bins.information_value() >= parts);
    }

    #[test]
    fn a_code_beyond_the_levels_is_refused() {
        let params = BinningParams::new().check().unwrap();
        let error = params.fit_levels(&[Some(0), Some(2)], 2, &[true, false]);
        assert_eq!(
            error.unwrap_err().to_string(),
            "`codes` must be below `n_levels`, got `2` at row 1"
        );
    }
}
