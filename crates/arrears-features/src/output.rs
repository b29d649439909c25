//! From answers to a frame, and to plain columns.

use polars::prelude::{
    Column, DataFrame, Float64Chunked, IntoColumn, PlSmallStr, StringChunkedBuilder,
};

use crate::Book;
use crate::book::NO_SYMBOL;
use crate::catalogue::{FeatureDef, Value};
use crate::columns;
use crate::kernel::Answers;

/// A frame with a column per feature, in their order.
pub(crate) fn to_frame(
    book: &Book,
    n_rows: usize,
    features: &[&'static FeatureDef],
    answers: Vec<Answers>,
) -> DataFrame {
    let columns = features.iter().zip(answers).map(|(feature, answers)| {
        let name = PlSmallStr::from_static(feature.id);
        match (answers, feature.value) {
            (Answers::Numbers(numbers), _) => numeric(name, numbers),
            (Answers::Codes(codes), Value::Code(_, text)) => {
                category(name, &codes, |code| text(book, code))
            }
            (Answers::Codes(_), Value::Number(_)) => unreachable!("codes answer categories"),
        }
    });
    DataFrame::new(n_rows, columns.collect())
        .unwrap_or_else(|_| unreachable!("columns have a cell per row and names of their own"))
}

/// The same as plain columns.
pub(crate) fn to_columns(
    book: &Book,
    n_rows: usize,
    features: &[&'static FeatureDef],
    answers: Vec<Answers>,
) -> columns::Columns {
    let columns = features.iter().zip(answers).map(|(feature, answers)| {
        let column = match (answers, feature.value) {
            (Answers::Numbers(numbers), _) => columns::Column::Numeric(numbers),
            (Answers::Codes(codes), Value::Code(_, text)) => {
                let text = |code| (code != NO_SYMBOL).then(|| text(book, code)).flatten();
                columns::categories(codes.into_iter().map(text), n_rows)
            }
            (Answers::Codes(_), Value::Number(_)) => unreachable!("codes answer categories"),
        };
        (feature.id.to_owned(), column)
    });
    columns::Columns::of(n_rows, columns.collect())
}

/// Numbers as they are, with a mask over what is unknown.
pub(crate) fn numeric(name: PlSmallStr, numbers: Vec<f64>) -> Column {
    let unknown = numbers.iter().any(|number| number.is_nan());
    let known = unknown.then(|| numbers.iter().map(|number| !number.is_nan()).collect());
    Float64Chunked::from_vec_validity(name, numbers, known).into_column()
}

fn category<'a>(name: PlSmallStr, codes: &[u32], text: impl Fn(u32) -> Option<&'a str>) -> Column {
    let mut column = StringChunkedBuilder::new(name, codes.len());
    for &code in codes {
        column.append_option((code != NO_SYMBOL).then(|| text(code)).flatten());
    }
    column.finish().into_column()
}
