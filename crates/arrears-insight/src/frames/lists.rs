//! Columns of lists: texts, and reasons as structs.

use polars::chunked_array::builder::get_list_builder;
use polars::prelude::*;

/// One reason as it is written: what it is about, its figure, its weight and its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct ReasonRow {
    /// What it is about.
    pub feature: String,
    /// The figure; none for a category, whose value stands in the text.
    pub value: Option<f64>,
    /// How much it adds to (or takes from) the risk.
    pub contribution: f64,
    /// The sentence.
    pub text: String,
}

/// `List(Struct { feature, value, contribution, text })`, one list per row of the frame; empty lists stay empty.
///
/// For predictions and segments alike, so that both files read the same.
pub fn reasons_column(name: &str, rows: &[Vec<ReasonRow>]) -> PolarsResult<Column> {
    let flat = || rows.iter().flatten();
    let n = flat().count();
    let fields = [
        super::column("feature", flat().map(|reason| reason.feature.as_str())),
        super::column("value", flat().map(|reason| reason.value)),
        super::column("contribution", flat().map(|reason| reason.contribution)),
        super::column("text", flat().map(|reason| reason.text.as_str())),
    ];
    let all = StructChunked::from_columns("reasons".into(), n, &fields)?.into_series();
    slices(name, all, rows.iter().map(Vec::len))
}

/// `List(String)`, one list per row.
pub(super) fn texts_column<'a>(
    name: &str,
    rows: impl Iterator<Item = Vec<&'a str>>,
) -> PolarsResult<Column> {
    let rows: Vec<Vec<&str>> = rows.collect();
    let all = Series::new("texts".into(), rows.concat());
    slices(name, all, rows.iter().map(Vec::len))
}

/// Cuts one long series into a list per row, of the given lengths.
fn slices(
    name: &str,
    all: Series,
    lengths: impl ExactSizeIterator<Item = usize>,
) -> PolarsResult<Column> {
    let mut builder = get_list_builder(all.dtype(), all.len(), lengths.len(), name.into());
    let mut start = 0;
    for length in lengths {
        builder.append_series(&all.slice(start as i64, length))?;
        start += length;
    }
    Ok(builder.finish().into_series().into_column())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(feature: &str, value: Option<f64>) -> ReasonRow {
        ReasonRow {
            feature: feature.into(),
            value,
            contribution: 0.5,
            text: format!("{feature}!"),
        }
    }

    fn reasons_type() -> DataType {
        DataType::List(Box::new(DataType::Struct(vec![
            Field::new("feature".into(), DataType::String),
            Field::new("value".into(), DataType::Float64),
            Field::new("contribution".into(), DataType::Float64),
            Field::new("text".into(), DataType::String),
        ])))
    }

    #[test]
    fn reasons_keep_their_rows_and_type() {
        let rows = [
            vec![],
            vec![reason("a", Some(1.0)), reason("b", None)],
            vec![reason("c", None)],
        ];
        let column = reasons_column("reasons", &rows).unwrap();
        assert_eq!(column.dtype(), &reasons_type());
        let series = column.as_materialized_series();
        let lists = series.list().unwrap();
        assert_eq!((column.len(), column.null_count()), (3, 0));
        let lengths: Vec<usize> = (0..3)
            .map(|i| lists.get_as_series(i).unwrap().len())
            .collect();
        assert_eq!(lengths, [0, 2, 1]);
        let last = lists.get_as_series(2).unwrap();
        let texts = last.struct_().unwrap().field_by_name("text").unwrap();
        assert_eq!(texts.str().unwrap().get(0), Some("c!"));
    }

    #[test]
    fn without_rows_or_reasons_the_type_is_the_same() {
        for rows in [vec![], vec![vec![], vec![]]] {
            let column = reasons_column("reasons", &rows).unwrap();
            assert_eq!(
                (column.dtype(), column.len()),
                (&reasons_type(), rows.len())
            );
        }
        let texts = texts_column("measures", std::iter::empty()).unwrap();
        assert_eq!(texts.dtype(), &DataType::List(Box::new(DataType::String)));
    }
}
