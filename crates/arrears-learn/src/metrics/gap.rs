//! Is a grouping tighter than one of points without groups would be?

use ndarray::{Array2, ArrayView2};
use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::random::task_rng;
use crate::validate::{self, DataError};

/// The gap statistic of one number of groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Mean logarithm of the dispersion of references, less that of the data: above 0 is tighter than chance.
    pub gap: f64,
    /// Its standard error.
    pub error: f64,
}

/// The gap between the dispersion within groups and that of `references`, sums of squared distances to centres found in
/// points without groups ([`uniform_like`]). `None` where a dispersion is nought.
///
/// ```text
/// gap = mean(ln W*) - ln W,   error = sd(ln W*) sqrt(1 + 1 / B)
///
/// W   sum of squared distances to the nearest centre;   W*  the same of each of B references
/// ```
///
/// Tibshirani, Walther and Hastie 2001, doi:10.1111/1467-9868.00293, sections 3 and 4.
pub fn gap(within: f64, references: &[f64]) -> Option<Gap> {
    let all_positive = within > 0.0 && references.iter().all(|&w| w > 0.0);
    if references.is_empty() || !all_positive {
        return None;
    }
    let n = references.len() as f64;
    let logs: Vec<f64> = references.iter().map(|w| w.ln()).collect();
    let mean = logs.iter().sum::<f64>() / n;
    let variance = logs.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / n;
    Some(Gap {
        gap: mean - within.ln(),
        error: (variance * (1.0 + 1.0 / n)).sqrt(),
    })
}

/// As many rows as `x` has, each column uniform over the range of `x`'s: reference `index` of `seed`.
pub fn uniform_like(
    x: ArrayView2<'_, f64>,
    seed: u64,
    index: u64,
) -> Result<Array2<f64>, DataError> {
    validate::matrix("x", x)?;
    let ranges: Vec<(f64, f64)> = x
        .columns()
        .into_iter()
        .map(|column| {
            let low = column.iter().copied().fold(f64::INFINITY, f64::min);
            let high = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (low, high - low)
        })
        .collect();
    let mut rng = task_rng(seed, index);
    Ok(Array2::from_shape_fn(x.dim(), |(_, column)| {
        let (low, width) = ranges[column];
        low + width * rng.random::<f64>()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn by_hand() {
        // Logs of the references: 1 and 3. Mean 2, variance 1; the data's log is 0.5.
        let e = std::f64::consts::E;
        let found = gap(e.sqrt(), &[e, e.powi(3)]).unwrap();
        assert!((found.gap - 1.5).abs() < 1e-12);
        assert!((found.error - 1.5_f64.sqrt()).abs() < 1e-12);
        assert_eq!(gap(0.0, &[1.0]), None);
        assert_eq!(gap(1.0, &[0.0]), None);
        assert_eq!(gap(1.0, &[]), None);
    }

    #[test]
    fn references_fill_the_range_of_each_column() {
        let x = array![[0.0, 5.0], [2.0, 5.0], [1.0, 5.0]];
        let drawn = uniform_like(x.view(), 7, 0).unwrap();
        assert_eq!(drawn.dim(), x.dim());
        assert!(drawn.column(0).iter().all(|v| (0.0..=2.0).contains(v)));
        assert!(drawn.column(1).iter().all(|&v| v == 5.0));
        assert_eq!(drawn, uniform_like(x.view(), 7, 0).unwrap());
        assert_ne!(drawn, uniform_like(x.view(), 7, 1).unwrap());
        assert!(uniform_like(array![[f64::NAN]].view(), 1, 0).is_err());
    }
}
