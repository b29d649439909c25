//! Folds in order of time: what is tested always comes after what was learnt from.
//!
//! A random split lets a model learn from the future of the rows it is tested on. Here the rows are
//! cut into blocks of time, and block `i + 1` is predicted from blocks `0..=i` (rolling origin;
//! Tashman 2000, doi:10.1016/S0169-2070(00)00065-0). Rows of one time are never split.

use crate::validate::ParamError;

/// One fold: rows to learn from and later rows to test on, both ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Rows with time before `test_from` less the gap.
    pub train: Vec<usize>,
    /// Rows of the test block.
    pub test: Vec<usize>,
    /// Time of the earliest test row.
    pub test_from: i32,
}

/// Why rows cannot be cut into folds.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FoldError {
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Each fold needs a time of its own, and the first training block one more.
    #[error("{n_folds} folds need {n_folds} + 1 distinct times, got {n_times}")]
    TooFewTimes {
        /// The folds asked for.
        n_folds: usize,
        /// Distinct times in the data.
        n_times: usize,
    },
}

/// Cuts rows into `n_folds + 1` blocks of time with about equal numbers of rows; fold `i` tests on
/// block `i + 1` and trains on all blocks before it.
///
/// ```
/// let folds = arrears_learn::folds::time_ordered(&[3, 1, 2, 2], 2)?;
/// assert_eq!((&folds[0].train[..], &folds[0].test[..]), (&[1][..], &[2, 3][..]));
/// assert_eq!((&folds[1].train[..], &folds[1].test[..]), (&[1, 2, 3][..], &[0][..]));
/// # Ok::<(), arrears_learn::folds::FoldError>(())
/// ```
pub fn time_ordered(times: &[i32], n_folds: usize) -> Result<Vec<Fold>, FoldError> {
    time_ordered_with_gap(times, n_folds, 0)
}

/// As [`time_ordered`], leaving out of training the rows less than `gap` time units before the
/// test block: those whose outcome would not have been known by then. A fold's training set may
/// then be empty.
pub fn time_ordered_with_gap(
    times: &[i32],
    n_folds: usize,
    gap: u32,
) -> Result<Vec<Fold>, FoldError> {
    crate::validate::at_least_one("n_folds", n_folds)?;
    let starts = block_starts(times, n_folds)?;
    let rows = |from: Option<i32>, before: i64| {
        let inside = |time: i32| from.is_none_or(|from| time >= from) && i64::from(time) < before;
        (0..times.len()).filter(|&row| inside(times[row])).collect()
    };
    let end = |fold: usize| {
        starts
            .get(fold + 1)
            .map_or(i64::MAX, |&time| i64::from(time))
    };
    Ok((0..n_folds)
        .map(|fold| Fold {
            train: rows(None, i64::from(starts[fold]) - i64::from(gap)),
            test: rows(Some(starts[fold]), end(fold)),
            test_from: starts[fold],
        })
        .collect())
}

/// The first time of each test block: the time whose rows reach the next equal share of all rows,
/// moved just far enough that every block has a time of its own.
fn block_starts(times: &[i32], n_folds: usize) -> Result<Vec<i32>, FoldError> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let groups: Vec<(i32, usize)> = groups(&sorted);
    let n_times = groups.len();
    if n_times < n_folds + 1 {
        return Err(FoldError::TooFewTimes { n_folds, n_times });
    }
    let mut starts = Vec::with_capacity(n_folds);
    let mut at = 0;
    for block in 1..=n_folds {
        let share = times.len() * block / (n_folds + 1);
        let wanted = groups.partition_point(|&(_, before)| before < share);
        let latest = n_times - (n_folds + 1 - block);
        at = wanted.clamp(at + 1, latest);
        starts.push(groups[at].0);
    }
    Ok(starts)
}

/// Each distinct time with the number of rows before it.
fn groups(sorted: &[i32]) -> Vec<(i32, usize)> {
    let mut before = 0;
    sorted
        .chunk_by(|a, b| a == b)
        .map(|rows| {
            let group = (rows[0], before);
            before += rows.len();
            group
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn training_is_always_before_testing_and_tests_cover_the_rest() {
        let times: Vec<i32> = (0..500).map(|i| (i * 37) % 91 - 40).collect();
        let folds = time_ordered(&times, 4).unwrap();
        let mut tested = 0;
        for fold in &folds {
            let last = fold.train.iter().map(|&row| times[row]).max().unwrap();
            let first = fold.test.iter().map(|&row| times[row]).min().unwrap();
            assert!(last < first && first == fold.test_from);
            assert!((80..120).contains(&fold.test.len()));
            tested += fold.test.len();
        }
        assert_eq!(tested + folds[0].train.len(), 500);
    }

    #[test]
    fn one_crowded_time_still_leaves_each_fold_a_time() {
        let mut times = vec![5; 100];
        times.extend([6, 7]);
        let folds = time_ordered(&times, 2).unwrap();
        assert_eq!((folds[0].test_from, folds[1].test_from), (6, 7));
        let mut times = vec![1, 2];
        times.extend([3; 100]);
        let folds = time_ordered(&times, 2).unwrap();
        assert_eq!((folds[0].test_from, folds[1].test_from), (2, 3));
    }

    #[test]
    fn a_gap_leaves_out_what_was_not_yet_known() {
        let times: Vec<i32> = (0..10).collect();
        let folds = time_ordered_with_gap(&times, 1, 3).unwrap();
        assert_eq!(folds[0].test_from, 5);
        assert_eq!(folds[0].train, [0, 1]);
        let folds = time_ordered_with_gap(&[i32::MIN, i32::MAX], 1, u32::MAX).unwrap();
        assert!(folds[0].train.is_empty());
    }

    #[test]
    fn too_few_times_are_counted() {
        let error = time_ordered(&[1, 1, 2], 2).unwrap_err();
        assert_eq!(
            error.to_string(),
            "2 folds need 2 + 1 distinct times, got 2"
        );
        assert!(time_ordered(&[1], 0).is_err());
        assert!(time_ordered(&[], 1).is_err());
    }
}
