//! Checks shared by every estimator: parameters against their range, data against NaN, infinity and shape.
//!
//! A message names the parameter, the accepted range and the value received. Floats are tested
//! for finiteness first, because NaN fails no `<=` comparison.

use ndarray::{ArrayView1, ArrayView2};

use crate::parallel;

/// A hyperparameter outside its range.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("parameter `{name}` must be {accepted}, got `{value}`")]
pub struct ParamError {
    /// The parameter, as the setter is called.
    pub name: &'static str,
    /// The accepted range in words.
    pub accepted: &'static str,
    /// The value received.
    pub value: String,
}

/// Input data an estimator or a metric cannot use.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DataError {
    /// No rows (or no columns) where at least one is needed.
    #[error("`{name}` is empty; at least one row and one column are needed")]
    Empty {
        /// The argument.
        name: &'static str,
    },
    /// NaN or an infinity.
    #[error("`{name}` must be finite, got `{value}` at row {row}, column {column}")]
    NotFinite {
        /// The argument.
        name: &'static str,
        /// Row, counted from 0.
        row: usize,
        /// Column, counted from 0 (0 for a vector).
        column: usize,
        /// The value received.
        value: f64,
    },
    /// A finite value outside the accepted range.
    #[error("`{name}` must be {accepted}, got `{value}` at row {row}")]
    OutOfRange {
        /// The argument.
        name: &'static str,
        /// The accepted range in words.
        accepted: &'static str,
        /// Row, counted from 0.
        row: usize,
        /// The value received.
        value: f64,
    },
    /// Two arguments that must have one length have two.
    #[error("`{name}` has {got} entries where {expected} are needed")]
    Length {
        /// The argument that does not fit.
        name: &'static str,
        /// The length the other arguments ask for.
        expected: usize,
        /// The length received.
        got: usize,
    },
    /// The matrix has another number of columns than the model was fitted on.
    #[error("the model was fitted on {expected} columns, got {got}")]
    ColumnCount {
        /// Columns at fit.
        expected: usize,
        /// Columns received.
        got: usize,
    },
    /// All weight is zero, so that nothing is left to learn from.
    #[error("the weights sum to zero")]
    NoWeight,
}

/// `Ok` when `value >= 1`.
pub(crate) fn at_least_one(name: &'static str, value: usize) -> Result<(), ParamError> {
    let accepted = "an integer in [1, inf)";
    param(value >= 1, name, accepted, value)
}

/// `Ok` when `value` is finite and `>= 0`.
pub(crate) fn non_negative(name: &'static str, value: f64) -> Result<(), ParamError> {
    let accepted = "a finite number in [0, inf)";
    param(value.is_finite() && value >= 0.0, name, accepted, value)
}

/// `Ok` when `value` is finite and `> 0`.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<(), ParamError> {
    let accepted = "a finite number in (0, inf)";
    param(value.is_finite() && value > 0.0, name, accepted, value)
}

/// `Ok` when `value` is strictly between 0 and 1.
pub(crate) fn open_unit(name: &'static str, value: f64) -> Result<(), ParamError> {
    let accepted = "a number in (0, 1)";
    param(value > 0.0 && value < 1.0, name, accepted, value)
}

fn param(
    good: bool,
    name: &'static str,
    accepted: &'static str,
    value: impl ToString,
) -> Result<(), ParamError> {
    if good {
        return Ok(());
    }
    let value = value.to_string();
    Err(ParamError {
        name,
        accepted,
        value,
    })
}

/// A matrix of at least one row and one column, all finite.
pub(crate) fn matrix(name: &'static str, x: ArrayView2<'_, f64>) -> Result<(), DataError> {
    if x.is_empty() {
        return Err(DataError::Empty { name });
    }
    finite_matrix(name, x)
}

/// A matrix to predict on: the model's column count, all finite; no rows is fine.
pub(crate) fn matrix_of_width(
    name: &'static str,
    x: ArrayView2<'_, f64>,
    expected: usize,
) -> Result<(), DataError> {
    let got = x.ncols();
    if got != expected {
        return Err(DataError::ColumnCount { expected, got });
    }
    finite_matrix(name, x)
}

fn finite_matrix(name: &'static str, x: ArrayView2<'_, f64>) -> Result<(), DataError> {
    first_bad_row(x, |row, values| {
        // The sum of a row times zero is zero unless a member is NaN or infinite: this form
        // vectorises where an early exit per value does not.
        match values.iter().map(|v| v * 0.0).sum::<f64>() == 0.0 {
            true => Ok(()),
            false => finite_row(name, row, values),
        }
    })
}

fn finite_row(
    name: &'static str,
    row: usize,
    values: ArrayView1<'_, f64>,
) -> Result<(), DataError> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(column) => Err(DataError::NotFinite {
            name,
            row,
            column,
            value: values[column],
        }),
    }
}

/// A matrix as [`matrix`] accepts it whose squares can be added up without overflow.
pub(crate) fn squares(name: &'static str, x: ArrayView2<'_, f64>) -> Result<(), DataError> {
    const LARGEST: f64 = 1e140;
    if x.is_empty() {
        return Err(DataError::Empty { name });
    }
    first_bad_row(x, |row, values| {
        // Vectorises as above; only a row that may be at fault is looked at value by value.
        if values.dot(&values) <= LARGEST * LARGEST {
            return Ok(());
        }
        finite_row(name, row, values)?;
        match values.iter().find(|value| value.abs() > LARGEST) {
            None => Ok(()),
            Some(&value) => Err(DataError::OutOfRange {
                name,
                accepted: "within 1e140 of 0, so that squares stay finite",
                row,
                value,
            }),
        }
    })
}

/// The first error in row order.
fn first_bad_row(
    x: ArrayView2<'_, f64>,
    check: impl Fn(usize, ArrayView1<'_, f64>) -> Result<(), DataError> + Sync,
) -> Result<(), DataError> {
    let chunks = parallel::chunks(x.nrows(), |mut range| {
        range.try_for_each(|row| check(row, x.row(row)))
    });
    chunks.into_iter().collect()
}

/// A vector of `expected` finite entries.
pub(crate) fn vector(
    name: &'static str,
    values: ArrayView1<'_, f64>,
    expected: usize,
) -> Result<(), DataError> {
    length(name, values.len(), expected)?;
    match values.iter().position(|v| !v.is_finite()) {
        None => Ok(()),
        Some(row) => Err(DataError::NotFinite {
            name,
            row,
            column: 0,
            value: values[row],
        }),
    }
}

/// A vector of `expected` entries in `[0, 1]`.
pub(crate) fn unit_vector(
    name: &'static str,
    values: ArrayView1<'_, f64>,
    expected: usize,
) -> Result<(), DataError> {
    vector(name, values, expected)?;
    in_range(name, values, "in [0, 1]", |v| (0.0..=1.0).contains(&v))
}

/// Optional weights: finite, not negative, not all zero.
pub(crate) fn weights(
    weights: Option<ArrayView1<'_, f64>>,
    expected: usize,
) -> Result<(), DataError> {
    let Some(values) = weights else {
        return Ok(());
    };
    vector("weights", values, expected)?;
    in_range("weights", values, "at least 0", |v| v >= 0.0)?;
    if values.iter().all(|&v| v == 0.0) {
        return Err(DataError::NoWeight);
    }
    Ok(())
}

/// `Ok` when `got` is `expected`.
pub(crate) fn length(name: &'static str, got: usize, expected: usize) -> Result<(), DataError> {
    if got == expected {
        return Ok(());
    }
    Err(DataError::Length {
        name,
        expected,
        got,
    })
}

fn in_range(
    name: &'static str,
    values: ArrayView1<'_, f64>,
    accepted: &'static str,
    good: impl Fn(f64) -> bool,
) -> Result<(), DataError> {
    match values.iter().position(|&v| !good(v)) {
        None => Ok(()),
        Some(row) => Err(DataError::OutOfRange {
            name,
            accepted,
            row,
            value: values[row],
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_parameter_message_names_parameter_range_and_value() {
        let error = positive("tolerance", f64::NAN).unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter `tolerance` must be a finite number in (0, inf), got `NaN`"
        );
    }

    #[test]
    fn bounds_are_as_written() {
        assert!(at_least_one("n", 0).is_err() && at_least_one("n", 1).is_ok());
        assert!(non_negative("a", 0.0).is_ok() && non_negative("a", -1e-300).is_err());
        assert!(positive("a", 0.0).is_err() && positive("a", 1e-300).is_ok());
        assert!(open_unit("a", 0.0).is_err() && open_unit("a", 1.0).is_err());
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(non_negative("a", bad).is_err());
            assert!(positive("a", bad).is_err());
            assert!(open_unit("a", bad).is_err());
        }
    }

    #[test]
    fn a_bad_cell_is_found_where_it_stands() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let x = array![[1.0, 2.0], [3.0, bad]];
            let error = matrix("x", x.view()).unwrap_err();
            assert!(error.to_string().contains("row 1, column 1"), "{error}");
        }
        assert!(matrix("x", array![[1e308, 1e308]].view()).is_ok());
        assert!(squares("x", array![[1e140, -1e140]].view()).is_ok());
        assert!(squares("x", array![[0.0, -1e141]].view()).is_err());
        assert!(squares("x", array![[0.0, f64::NAN]].view()).is_err());
    }

    #[test]
    fn weights_may_be_zero_but_not_all_nor_negative() {
        assert!(weights(Some(array![0.0, 1.0].view()), 2).is_ok());
        assert_eq!(
            weights(Some(array![0.0, 0.0].view()), 2),
            Err(DataError::NoWeight)
        );
        assert!(weights(Some(array![1.0, -1.0].view()), 2).is_err());
        assert!(weights(Some(array![1.0].view()), 2).is_err());
    }
}
