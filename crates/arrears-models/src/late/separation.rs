//! Features that tell late from in time by themselves in training: separation, complete or of a part of the rows.
//!
//! Without a penalty the coefficient of such a feature has no finite estimate; the penalty holds it. What tells the
//! outcome exactly was mostly written down after it, so the features are named for a person to look at.
//!
//! A column separates where no late row lies below `c` and no row in time above it, or the reverse: rows on either side
//! of `c` have one outcome each, and both outcomes meet at `c` alone, if at all (complete and quasi-complete separation).
//!
//! Reference: Albert and Anderson (1984), On the existence of maximum likelihood estimates in logistic regression models,
//! doi:10.1093/biomet/71.1.1.

use arrears_features::columns::{Column, Columns};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::encoding::{EncodedColumn, Encoding, Part};

/// Rows told apart from which a separation is worth a word.
const LEAST_ROWS: usize = 20;
/// A part of the rows is told where chance alone, by the share late, gave its outcomes less often than this.
const CHANCE: f64 = 1e-6;

/// A feature that tells late from in time by itself in training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Separation {
    /// The catalogue's name of the feature.
    pub feature: String,
    /// What of it tells: its value, its being unknown, or the category.
    pub shows: Shows,
    /// Training rows in which it is known.
    pub n_rows: usize,
    /// Those of them that it tells: all, or those on one side of the value at which both outcomes meet.
    pub n_told: usize,
    /// Late ones among the told.
    pub n_late: usize,
    /// The larger of two shares: of the late training invoices and of those in time, what is told.
    pub share_of_outcome: f64,
}

/// What of a feature tells the outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Its value.
    Value,
    /// Whether it is unknown.
    Unknown,
    /// Whether it is this category.
    Level(String),
}

impl Separation {
    /// Whether it tells every row in which it is known.
    pub fn is_complete(&self) -> bool {
        self.n_told == self.n_rows
    }

    /// Whether it tells half of an outcome or more. What tells less may well be so: a known bankruptcy, for one.
    pub fn is_broad(&self) -> bool {
        self.share_of_outcome >= 0.5
    }
}

/// The features of an encoding that tell the outcomes of the used rows apart, each once, in the encoding's order.
pub(super) fn separated(
    encoding: &Encoding,
    rows: &Columns,
    used: &[bool],
    late: &[bool],
) -> Vec<Separation> {
    let outcomes = Outcomes::new(used, late);
    let found: Vec<Option<Separation>> = encoding
        .columns()
        .par_iter()
        .map(|column| outcomes.told_by(column, rows.get(&column.feature)?))
        .collect();
    let mut found: Vec<Separation> = found.into_iter().flatten().collect();
    found.dedup_by(|next, kept| next.feature == kept.feature);
    found
}

/// The used rows, and whether each was late.
struct Outcomes {
    rows: Vec<(usize, bool)>,
    n_late: usize,
}

impl Outcomes {
    fn new(used: &[bool], late: &[bool]) -> Self {
        let rows = (0..used.len()).filter(|&row| used[row]);
        let rows: Vec<(usize, bool)> = rows.map(|row| (row, late[row])).collect();
        let n_late = rows.iter().filter(|(_, late)| *late).count();
        Self { rows, n_late }
    }

    fn told_by(&self, column: &EncodedColumn, source: &Column) -> Option<Separation> {
        let (shows, told) = match (&column.part, source) {
            (Part::Value { .. }, Column::Numeric(values)) => {
                let known = |row: usize| Some(values[row]).filter(|x| !x.is_nan());
                (Shows::Value, self.told(known)?)
            }
            (Part::Unknown, source) => {
                let unknown = |row| Some(f64::from(source.is_unknown(row)));
                (Shows::Unknown, self.told(unknown)?)
            }
            (Part::Level(level), Column::Category { codes, levels }) => {
                let wanted = levels.iter().position(|other| other == level)? as u32;
                let here = |row: usize| Some(f64::from(codes[row] == Some(wanted)));
                (Shows::Level(level.clone()), self.told(here)?)
            }
            _ => return None,
        };
        Some(Separation {
            feature: column.feature.clone(),
            shows,
            n_rows: told.n_rows,
            n_told: told.n_told,
            n_late: told.n_late,
            share_of_outcome: self.share_of_outcome(&told),
        })
    }

    fn share_of_outcome(&self, told: &Told) -> f64 {
        let n_in_time = self.rows.len() - self.n_late;
        let of_late = told.n_late as f64 / self.n_late as f64;
        let of_in_time = (told.n_told - told.n_late) as f64 / n_in_time as f64;
        of_late.max(of_in_time)
    }

    /// What a column tells, if it separates; `value` is none where it is unknown.
    fn told(&self, value: impl Fn(usize) -> Option<f64>) -> Option<Told> {
        let (end, start) = self.gap(&value)?;
        let mut told = Told::default();
        for &(row, late) in &self.rows {
            let Some(x) = value(row) else { continue };
            told.n_rows += 1;
            if end < start || x != end {
                told.n_told += 1;
                told.n_late += usize::from(late);
            }
        }
        self.is_telling(&told).then_some(told)
    }

    /// Where the outcome of the lower values ends and that of the higher ones starts: the same value where they meet.
    /// None where they overlap or one is missing. Of most columns a few rows show it, and the others are not looked at.
    fn gap(&self, value: impl Fn(usize) -> Option<f64>) -> Option<(f64, f64)> {
        let nothing = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut in_time, mut late) = (nothing, nothing);
        for &(row, is_late) in &self.rows {
            let Some(x) = value(row) else { continue };
            let (low, high) = if is_late { &mut late } else { &mut in_time };
            (*low, *high) = (low.min(x), high.max(x));
            if late.0 < in_time.1 && in_time.0 < late.1 {
                return None;
            }
        }
        if in_time == nothing || late == nothing {
            return None;
        }
        Some(if late.0 >= in_time.1 {
            (in_time.1, late.0)
        } else {
            (late.1, in_time.0)
        })
    }

    /// Enough rows, and more than chance gives.
    fn is_telling(&self, told: &Told) -> bool {
        let n_in_time = told.n_told - told.n_late;
        let share = self.n_late as f64 / self.rows.len() as f64;
        let log_chance = told.n_late as f64 * share.ln() + n_in_time as f64 * (1.0 - share).ln();
        told.n_told >= LEAST_ROWS && log_chance < CHANCE.ln()
    }
}

/// Rows that a column tells.
#[derive(Default)]
struct Told {
    n_rows: usize,
    n_told: usize,
    n_late: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding;
    use proptest::prelude::*;

    /// What `values` tell of rows of which those `late` are late.
    fn numeric(values: Vec<f64>, late: &[bool]) -> Vec<Separation> {
        of(Columns::from_numeric("some", values), late)
    }

    fn of(columns: Columns, late: &[bool]) -> Vec<Separation> {
        let used = vec![true; late.len()];
        let encoding = encoding::fit(&columns, &used);
        separated(&encoding, &columns, &used, late)
    }

    /// Of a hundred rows the last forty are late.
    fn late() -> Vec<bool> {
        (0..100).map(|row| row >= 60).collect()
    }

    fn told(found: &[Separation]) -> Vec<(&Shows, usize, usize, usize)> {
        found
            .iter()
            .map(|s| (&s.shows, s.n_rows, s.n_told, s.n_late))
            .collect()
    }

    #[test]
    fn a_value_that_tells_every_row_is_complete_whichever_way_it_goes() {
        for sign in [1.0, -1.0] {
            let values = (0..100).map(|row| sign * f64::from(row)).collect();
            let found = numeric(values, &late());
            assert_eq!(told(&found), [(&Shows::Value, 100, 100, 40)]);
            assert!(found[0].is_complete());
        }
    }

    #[test]
    fn one_row_on_the_wrong_side_is_no_separation() {
        let values = |row: i32| f64::from(if row == 0 { 70 } else { row });
        assert_eq!(numeric((0..100).map(values).collect(), &late()), []);
    }

    #[test]
    fn rows_beyond_the_value_at_which_both_meet_are_told() {
        // 5 of the sixty in time and 10 of the forty late have the same value, the others one of their own.
        let values = (0..100).map(|row| match row {
            0..55 => 1.0,
            55..70 => 2.0,
            _ => 3.0,
        });
        let found = numeric(values.collect(), &late());
        assert_eq!(told(&found), [(&Shows::Value, 100, 85, 30)]);
        assert!(!found[0].is_complete());
        assert_eq!(found[0].share_of_outcome, 55.0 / 60.0);
    }

    #[test]
    fn an_unknown_value_of_one_outcome_tells_it() {
        // Unknown in 30 late rows; where known it tells nothing.
        let values = (0..100).map(|row| {
            if row < 70 {
                f64::from(row % 7)
            } else {
                f64::NAN
            }
        });
        let values: Vec<f64> = values.collect();
        assert!(values[0] < values[61] && values[5] > values[64]);
        let found = numeric(values, &late());
        assert_eq!(told(&found), [(&Shows::Unknown, 100, 30, 30)]);
    }

    #[test]
    fn a_category_of_one_outcome_tells_it() {
        let cells =
            (0..100).map(|row| Some(if row >= 75 { "a" } else { ["b", "c"][row % 2] }.to_owned()));
        let columns = Columns::from_categories("some", &cells.collect::<Vec<_>>());
        let found = of(columns, &late());
        assert_eq!(told(&found), [(&Shows::Level("a".into()), 100, 25, 25)]);
    }

    #[test]
    fn few_rows_or_what_chance_gives_tell_nothing() {
        // 19 late rows apart: too few. 24 rows in time of a sixty per cent: 0.6^24 = 5e-6.
        let apart = |n: usize, from: usize| {
            (0..100)
                .map(move |row| f64::from(from <= row && row < from + n))
                .collect()
        };
        assert_eq!(numeric(apart(19, 81), &late()), []);
        assert_eq!(numeric(apart(24, 0), &late()), []);
        assert_eq!(numeric(apart(28, 0), &late()).len(), 1, "0.6^28 = 6e-7");
    }

    #[test]
    fn rows_without_an_outcome_take_no_part() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let columns = Columns::from_numeric("some", values);
        let mut late = late();
        late[3] = true;
        let used: Vec<bool> = (0..100).map(|row| row != 3).collect();
        let encoding = encoding::fit(&columns, &used);
        let found = separated(&encoding, &columns, &used, &late);
        assert_eq!(told(&found), [(&Shows::Value, 99, 99, 40)]);
    }

    proptest! {
        /// A column separates if and only if there are pairs of a late and an in-time row, and not some ordered one
        /// way and others the other way.
        #[test]
        fn as_every_pair_of_rows_says(rows in prop::collection::vec((0u8..4, any::<bool>()), 2..40)) {
            let late: Vec<bool> = rows.iter().map(|(_, late)| *late).collect();
            let value = |row: usize| Some(f64::from(rows[row].0));
            let outcomes = Outcomes::new(&vec![true; rows.len()], &late);
            let pairs = rows.iter().filter(|(_, late)| *late).flat_map(|(x, _)| {
                rows.iter().filter(|(_, late)| !late).map(move |(y, _)| x.cmp(y))
            });
            let pairs: Vec<std::cmp::Ordering> = pairs.collect();
            let (up, down) = (pairs.iter().any(|o| o.is_gt()), pairs.iter().any(|o| o.is_lt()));
            prop_assume!(!pairs.is_empty());
            prop_assert_eq!(outcomes.gap(value).is_none(), up && down);
        }
    }
}
