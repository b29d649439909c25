//! The one place where a frame becomes a matrix and a matrix a frame.
//!
//! polars and linfa may depend on different versions of `ndarray`; types of both meet nowhere else.

use ndarray::{Array2, ArrayView2};
use polars::prelude::{DataFrame, DataType, PlSmallStr};
use rayon::prelude::*;

use crate::FeatureError;
use crate::output::numeric;

/// Rows filled by one task.
const ROWS: usize = 4_096;

/// The columns as a matrix of shape `(n_rows, columns)`, row after row in memory; null becomes NaN.
pub fn to_matrix(frame: &DataFrame, columns: &[&str]) -> Result<Array2<f64>, FeatureError> {
    let n_rows = frame.height();
    let cells: Vec<Vec<f64>> = columns
        .par_iter()
        .map(|name| numbers(frame, name))
        .collect::<Result<_, _>>()?;
    let mut values = vec![0.0; n_rows * columns.len()];
    if !columns.is_empty() {
        let blocks = values.par_chunks_mut(ROWS * columns.len());
        blocks.enumerate().for_each(|(block, values)| {
            for (offset, row) in values.chunks_mut(columns.len()).enumerate() {
                for (cell, column) in row.iter_mut().zip(&cells) {
                    *cell = column[block * ROWS + offset];
                }
            }
        });
    }
    let matrix = Array2::from_shape_vec((n_rows, columns.len()), values);
    Ok(matrix.unwrap_or_else(|_| unreachable!("the values were made for this shape")))
}

/// A frame with a Float64 column per matrix column; NaN becomes null.
pub fn from_columns(
    names: &[&str],
    matrix: ArrayView2<'_, f64>,
) -> Result<DataFrame, FeatureError> {
    if names.len() != matrix.ncols() {
        return Err(FeatureError::ColumnCount {
            names: names.len(),
            columns: matrix.ncols(),
        });
    }
    let columns = names
        .iter()
        .zip(matrix.columns())
        .map(|(&name, column)| numeric(PlSmallStr::from(name), column.to_vec()));
    Ok(DataFrame::new(matrix.nrows(), columns.collect())?)
}

fn numbers(frame: &DataFrame, name: &str) -> Result<Vec<f64>, FeatureError> {
    let column = frame
        .column(name)
        .map_err(|_| FeatureError::MissingColumn {
            place: "the frame".to_owned(),
            column: name.to_owned(),
            present: frame
                .get_column_names()
                .iter()
                .map(|name| name.to_string())
                .collect(),
        })?;
    let is_number = column.dtype().is_primitive_numeric() || *column.dtype() == DataType::Boolean;
    if !is_number {
        return Err(FeatureError::ColumnType {
            place: "the frame".to_owned(),
            column: name.to_owned(),
            found: column.dtype().clone(),
            expected: "a numeric type",
        });
    }
    let column = column.cast(&DataType::Float64)?;
    Ok(column
        .f64()?
        .iter()
        .map(|cell| cell.unwrap_or(f64::NAN))
        .collect())
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use polars::prelude::df;

    use super::*;

    #[test]
    fn a_frame_becomes_a_matrix_in_the_order_asked() {
        let frame =
            df!("a" => [Some(1.5), None], "b" => [3i64, 4], "c" => [true, false]).expect("a frame");
        let matrix = to_matrix(&frame, &["c", "b"]).expect("a matrix");
        assert_eq!(matrix, array![[1.0, 3.0], [0.0, 4.0]]);
        assert!(to_matrix(&frame, &["a"]).expect("a matrix")[[1, 0]].is_nan());
        assert_eq!(to_matrix(&frame, &[]).expect("a matrix").dim(), (2, 0));
    }

    #[test]
    fn a_matrix_becomes_a_frame_and_comes_back() {
        let matrix = array![[1.0, f64::NAN], [2.0, 3.0]];
        let frame = from_columns(&["x", "y"], matrix.view()).expect("a frame");
        assert_eq!(frame.column("y").expect("a column").null_count(), 1);
        let back = to_matrix(&frame, &["x", "y"]).expect("a matrix");
        assert_eq!(back[[1, 1]], 3.0);
        assert!(back[[0, 1]].is_nan());
    }

    #[test]
    fn what_is_no_number_is_refused_by_name() {
        let frame = df!("a" => [1.5], "b" => ["x"]).expect("a frame");
        let message = |columns: &[&str]| to_matrix(&frame, columns).unwrap_err().to_string();
        assert_eq!(
            message(&["z"]),
            "the frame has no column `z`; it has `a`, `b`"
        );
        assert_eq!(
            message(&["a", "b"]),
            "column `b` of the frame has type str; a numeric type is needed"
        );
        let matrix = array![[1.0, 2.0]];
        assert_eq!(
            from_columns(&["x"], matrix.view()).unwrap_err().to_string(),
            "1 names were given for 2 columns of the matrix"
        );
    }
}
