//! Generated tables as frames, to be written as Parquet.

use arrears_synth::{SynthColumn, SynthTable};
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, PolarsError, Series};

use crate::error::Error;

/// The table with the ledger's types: text, `Date`, and money in whole units.
pub fn frame(table: &SynthTable) -> Result<DataFrame, Error> {
    let columns: Result<Vec<Column>, PolarsError> = table
        .columns
        .iter()
        .map(|(name, cells)| column(name, cells))
        .collect();
    columns
        .and_then(|columns| DataFrame::new(table.n_rows(), columns))
        .map_err(|error| Error::Bug {
            what: format!("the generated table `{}` has no frame: {error}", table.name),
        })
}

fn column(name: &str, cells: &SynthColumn) -> Result<Column, PolarsError> {
    let name = name.into();
    Ok(match cells {
        SynthColumn::Text(cells) => Series::new(name, cells),
        SynthColumn::Date(cells) => Series::new(name, cells).cast(&DataType::Date)?,
        // The double nearest to the decimal amount: both operands are exact below 2^53 cents.
        SynthColumn::Money(cells) => {
            let amounts: Vec<Option<f64>> = cells
                .iter()
                .map(|cents| cents.map(|cents| cents as f64 / 100.0))
                .collect();
            Series::new(name, amounts)
        }
        SynthColumn::Int(cells) => Series::new(name, cells),
        SynthColumn::Float(cells) => Series::new(name, cells),
        SynthColumn::Bool(cells) => Series::new(name, cells),
    }
    .into_column())
}
