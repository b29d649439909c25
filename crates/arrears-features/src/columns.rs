//! A feature frame as plain columns: what the models read, without a copy of the whole frame at any moment.
//!
//! Numbers become `f64` with NaN for null, text becomes codes into its sorted distinct levels. Each frame column is
//! freed as soon as it is read, so a table of a million rows is never held twice.

use polars::prelude::{DataFrame, DataType};

use crate::book::IdMap;
use crate::{Book, CustomerIx, FeatureError};

/// Name of the column that says whose row it is; no feature, and no model may encode it.
pub const CUSTOMER_ID: &str = "customer_id";

/// Named columns of equal length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    n_rows: usize,
    columns: Vec<(String, Column)>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers; NaN where unknown.
    Numeric(Vec<f64>),
    /// Categories, as positions in `levels`, which is sorted; none where unknown.
    Category {
        /// Position of each row's level.
        codes: Vec<Option<u32>>,
        /// The distinct categories, sorted.
        levels: Vec<String>,
    },
}

impl Columns {
    /// Reads a frame column by column, freeing each.
    ///
    /// # Errors
    /// A column that is neither a number, a flag nor text.
    pub fn from_frame(mut frame: DataFrame) -> Result<Self, FeatureError> {
        let n_rows = frame.height();
        let names: Vec<String> = frame
            .get_column_names()
            .iter()
            .map(|name| name.to_string())
            .collect();
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            let series = frame.drop_in_place(&name)?;
            let column = match series.dtype() {
                DataType::String => categories(series.str()?.iter(), n_rows),
                _ => numbers(&series.cast(&DataType::Float64)?)?,
            };
            columns.push((name, column));
        }
        Ok(Self { n_rows, columns })
    }

    /// Columns of `n_rows` rows each.
    pub(crate) fn of(n_rows: usize, columns: Vec<(String, Column)>) -> Self {
        Self { n_rows, columns }
    }

    /// Columns of equal length; rows beyond the shortest are cut off.
    pub fn from_columns(columns: Vec<(String, Column)>) -> Self {
        let length = |column: &Column| match column {
            Column::Numeric(values) => values.len(),
            Column::Category { codes, .. } => codes.len(),
        };
        let n_rows = columns.iter().map(|(_, column)| length(column)).min();
        let all: Vec<usize> = (0..n_rows.unwrap_or(0)).collect();
        Self {
            n_rows: all.len(),
            columns,
        }
        .select(&all)
    }

    /// One numeric column.
    pub fn from_numeric(name: &str, values: Vec<f64>) -> Self {
        Self {
            n_rows: values.len(),
            columns: vec![(name.to_owned(), Column::Numeric(values))],
        }
    }

    /// One column of categories.
    pub fn from_categories(name: &str, cells: &[Option<String>]) -> Self {
        let column = categories(cells.iter().map(Option::as_deref), cells.len());
        Self {
            n_rows: cells.len(),
            columns: vec![(name.to_owned(), column)],
        }
    }

    /// The columns of both, which are of the same rows.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        debug_assert_eq!(self.n_rows, other.n_rows);
        self.columns.extend(other.columns);
        self
    }

    /// Adds whose row each is, of those customers that `keep` wants told apart; the others stay unknown.
    #[must_use]
    pub fn with_customers(
        mut self,
        book: &Book,
        customers: &[CustomerIx],
        keep: impl Fn(CustomerIx) -> bool,
    ) -> Self {
        let mut kept: Vec<CustomerIx> = customers.iter().copied().filter(|&c| keep(c)).collect();
        kept.sort_unstable();
        kept.dedup();
        let code = |customer: &CustomerIx| kept.binary_search(customer).ok().map(|at| at as u32);
        let column = Column::Category {
            codes: customers.iter().map(code).collect(),
            levels: kept
                .iter()
                .map(|&c| book.customer_id(c).to_owned())
                .collect(),
        };
        self.n_rows = customers.len();
        self.columns.push((CUSTOMER_ID.to_owned(), column));
        self
    }

    /// Takes a column of numbers out; nothing where it is absent or a category.
    pub fn take_numeric(&mut self, name: &str) -> Option<Vec<f64>> {
        let is_wanted =
            |(n, column): &(String, Column)| n == name && matches!(column, Column::Numeric(_));
        let at = self.columns.iter().position(is_wanted)?;
        match self.columns.remove(at).1 {
            Column::Numeric(values) => Some(values),
            Column::Category { .. } => None,
        }
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The column of this name.
    pub fn get(&self, name: &str) -> Option<&Column> {
        self.columns
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, column)| column)
    }

    /// The numbers of this name, NaN where unknown; nothing where the column is absent or a category.
    pub fn numeric(&self, name: &str) -> Option<&[f64]> {
        match self.get(name)? {
            Column::Numeric(values) => Some(values),
            Column::Category { .. } => None,
        }
    }

    /// Names and columns, in the frame's order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.columns
            .iter()
            .map(|(name, column)| (name.as_str(), column))
    }

    /// The rows at these positions, in this order.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let columns = self
            .columns
            .iter()
            .map(|(name, column)| (name.clone(), column.select(rows)))
            .collect();
        Self {
            n_rows: rows.len(),
            columns,
        }
    }
}

impl Column {
    /// Whether row `i` is unknown.
    pub fn is_unknown(&self, i: usize) -> bool {
        match self {
            Self::Numeric(values) => values[i].is_nan(),
            Self::Category { codes, .. } => codes[i].is_none(),
        }
    }

    /// The number in row `i`, where it is known and a number.
    pub fn value(&self, i: usize) -> Option<f64> {
        match self {
            Self::Numeric(values) => Some(values[i]).filter(|v| !v.is_nan()),
            Self::Category { .. } => None,
        }
    }

    /// The category in row `i`, where it is known and a category.
    pub fn category(&self, i: usize) -> Option<&str> {
        match self {
            Self::Numeric(_) => None,
            Self::Category { codes, levels } => codes[i].map(|code| levels[code as usize].as_str()),
        }
    }

    fn select(&self, rows: &[usize]) -> Self {
        match self {
            Self::Numeric(values) => Self::Numeric(rows.iter().map(|&i| values[i]).collect()),
            Self::Category { codes, levels } => Self::Category {
                codes: rows.iter().map(|&i| codes[i]).collect(),
                levels: levels.clone(),
            },
        }
    }
}

fn numbers(series: &polars::prelude::Column) -> Result<Column, FeatureError> {
    let values = series.f64()?;
    Ok(Column::Numeric(
        values.iter().map(|v| v.unwrap_or(f64::NAN)).collect(),
    ))
}

pub(crate) fn categories<'a>(
    cells: impl Iterator<Item = Option<&'a str>>,
    n_rows: usize,
) -> Column {
    // Few texts stand in many rows: number them as they come, and sort only the distinct ones.
    let mut numbers: IdMap<&str, u32> = IdMap::default();
    let mut codes = Vec::with_capacity(n_rows);
    for cell in cells {
        let next = numbers.len() as u32;
        codes.push(cell.map(|text| *numbers.entry(text).or_insert(next)));
    }
    let mut levels: Vec<(&str, u32)> = numbers.into_iter().collect();
    levels.sort_unstable();
    let mut rank = vec![0; levels.len()];
    for (position, (_, number)) in levels.iter().enumerate() {
        rank[*number as usize] = position as u32;
    }
    for code in codes.iter_mut().flatten() {
        *code = rank[*code as usize];
    }
    Column::Category {
        codes,
        levels: levels
            .into_iter()
            .map(|(text, _)| text.to_owned())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::df;

    #[test]
    fn a_frame_becomes_numbers_and_sorted_levels() {
        let frame =
            df!("a" => [Some(1.5), None], "b" => [Some("y"), Some("x")], "c" => [true, false])
                .expect("a frame");
        let columns = Columns::from_frame(frame).expect("columns");
        assert_eq!(columns.get("a").and_then(|c| c.value(0)), Some(1.5));
        assert!(columns.get("a").is_some_and(|c| c.is_unknown(1)));
        assert_eq!(columns.get("b").and_then(|c| c.category(0)), Some("y"));
        assert_eq!(columns.numeric("c"), Some(&[1.0, 0.0][..]));
        assert_eq!(
            columns.select(&[1]).get("b").and_then(|c| c.category(0)),
            Some("x")
        );
    }
}
