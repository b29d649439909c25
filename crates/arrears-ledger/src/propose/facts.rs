//! What stands in the columns of a file, to be held against what a table needs.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use arrears_formats::{
    DateEvidence, DateOrder, DecimalMark, MarkFinding, NumberEvidence, OrderFinding, TextColumn,
    is_missing, parse_bool, shown,
};
use polars::prelude::{DataType, ParquetReader, SerReader};
use rayon::prelude::*;

use super::TableProposal;
use crate::parquet::guarded;
use crate::read::cells::TextCells;
use crate::read::files::FileRef;
use crate::read::forms::{Known, Witness, decide};
use crate::read::plan::PlannedColumn;
use crate::read::seen::{Seen, see};
use crate::read::source::TextOptions;
use crate::schema::{self, ColumnType, currency_code};
use crate::{LedgerError, Table};

/// Rows of a Parquet file that are looked at; its types tell the rest.
const PARQUET_ROWS: usize = 10_000;

/// A file looked at.
pub(crate) struct FileFacts {
    /// Its columns, in order.
    pub columns: Vec<ColumnFacts>,
    /// Rows looked at.
    pub n_rows: u64,
    /// Why its encoding is in doubt, if it is.
    pub doubt: Option<String>,
    /// Encoding and separator, for a text file.
    pub dialect: Option<String>,
    /// The sheet, where the workbook has several.
    pub sheet: Option<String>,
}

/// A column looked at.
pub(crate) struct ColumnFacts {
    /// Its name.
    pub name: String,
    /// Evidence on dates, if it is text.
    pub dates: DateEvidence,
    numbers: NumberEvidence,
    n_flags: u64,
    n_values: u64,
    /// Type, if it is typed.
    dtype: Option<DataType>,
    /// Distinct values, while they are few.
    distinct: BTreeSet<String>,
    /// Hashes of the values among the first rows, and how many those rows are.
    hashes: HashSet<u64>,
    n_hashed: u64,
    /// Values of several words.
    n_worded: u64,
    /// The first values.
    pub first: Vec<String>,
    cells: Option<TextColumn>,
}

/// Distinct values that are kept.
const N_DISTINCT: usize = 20;
/// Values that are kept to be shown.
const N_FIRST: usize = 3;
/// Values among which distinct ones are counted.
const N_HASHED: u64 = 10_000;

/// Forms found, and what is open.
#[derive(Default)]
pub(crate) struct FoundForms {
    /// Order of the dates.
    pub order: Option<DateOrder>,
    /// Decimal mark.
    pub mark: Option<DecimalMark>,
    /// What is open or was decided by logic, a sentence each.
    pub doubts: Vec<String>,
}

impl FileFacts {
    /// Looks at a file; at every sheet of a workbook that has something in it.
    pub fn all_of(file: &FileRef) -> Result<Vec<FileFacts>, LedgerError> {
        if file.is_parquet() {
            return Ok(vec![Self::of_parquet(file)?]);
        }
        let first = see(&file.path, &file.name, &TextOptions::default(), |_| true)?;
        let sheets = first.sheets.clone();
        if sheets.len() < 2 {
            return Ok(vec![Self::of_text(first, None)]);
        }
        let look = |sheet: &String| {
            let seen = see(&file.path, &file.name, &TextOptions::sheet(sheet), |_| true)?;
            Ok(Self::of_text(seen, Some(sheet.clone())))
        };
        sheets.iter().map(look).collect()
    }

    fn of_text(seen: Seen, sheet: Option<String>) -> FileFacts {
        let (dialect, doubt) = (seen.in_words(), seen.doubt.clone());
        let header = seen.table.header.clone();
        let n_rows = seen.table.n_rows() as u64;
        let (columns, _, _) = seen.table.into_parts();
        let columns = header
            .into_par_iter()
            .zip(columns)
            .map(|(name, cells)| ColumnFacts::of_text(name, cells))
            .collect();
        FileFacts {
            columns,
            n_rows,
            doubt,
            dialect: Some(dialect),
            sheet,
        }
    }

    /// The names of its columns.
    pub fn header(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    }

    /// A column by its name.
    pub fn column(&self, name: &str) -> Option<&ColumnFacts> {
        self.columns.iter().find(|column| column.name == name)
    }

    fn of_parquet(file: &FileRef) -> Result<FileFacts, LedgerError> {
        let frame = guarded(&file.path, &file.name, |opened| {
            ParquetReader::new(opened)
                .with_slice(Some((0, PARQUET_ROWS)))
                .finish()
        })?;
        let columns = frame.columns().iter().map(|column| {
            let series = column.as_materialized_series();
            let mut facts = ColumnFacts::new(column.name().to_string());
            if let Ok(strings) = series.str() {
                strings.iter().flatten().for_each(|cell| facts.add(cell));
            } else {
                facts.dtype = Some(series.dtype().clone());
                facts.n_values = (series.len() - series.null_count()) as u64;
            }
            facts
        });
        Ok(FileFacts {
            columns: columns.collect(),
            n_rows: frame.height() as u64,
            doubt: None,
            dialect: None,
            sheet: None,
        })
    }

    /// The columns that a table maps to a type.
    pub fn mapped(
        &self,
        table: &TableProposal,
        column_type: ColumnType,
    ) -> impl Iterator<Item = &ColumnFacts> {
        let names: Vec<String> = table
            .columns
            .iter()
            .filter(|column| {
                schema::column(table.table, &column.canonical)
                    .is_some_and(|def| def.column_type == column_type)
            })
            .map(|column| column.column.clone())
            .collect();
        self.columns
            .iter()
            .filter(move |column| names.contains(&column.name))
    }

    /// How the mapped columns are written, by the same rules as when the ledger is read.
    pub fn forms(&self, table: &TableProposal) -> FoundForms {
        let planned: Vec<(PlannedColumn, TextCells)> = table
            .columns
            .iter()
            .filter_map(|column| {
                let def = schema::column(table.table, &column.canonical)?;
                let cells = self
                    .columns
                    .iter()
                    .find(|facts| facts.name == column.column)?
                    .cells
                    .as_ref()?;
                let planned = PlannedColumn {
                    table: table.table,
                    canonical: column.canonical.clone(),
                    source: column.column.clone(),
                    parts: Vec::new(),
                    column_type: def.column_type,
                    required: def.required,
                    mapped: true,
                    expected: true,
                };
                Some((planned, TextCells::Column(cells)))
            })
            .collect();
        let file = table.path.display().to_string();
        let witnesses: Vec<Witness> = planned
            .iter()
            .map(|(column, cells)| Witness {
                column,
                cells: vec![(file.as_str(), cells)],
            })
            .collect();
        let mut found = FoundForms::default();
        // Dates and numbers apart, so that the one can be told where the other is open.
        let apart = |dates: bool| -> Vec<Witness> {
            let is = |witness: &&Witness| (witness.column.column_type == ColumnType::Date) == dates;
            witnesses
                .iter()
                .filter(is)
                .map(|w| Witness {
                    column: w.column,
                    cells: w.cells.clone(),
                })
                .collect()
        };
        for dates in [true, false] {
            match decide(&apart(dates), Known::default()) {
                Ok(forms) => {
                    found.order = found.order.or(forms.order);
                    found.mark = found.mark.or(forms.mark);
                    found.doubts.extend(forms.notes);
                }
                Err(error) => {
                    let hint = error
                        .hint()
                        .map(|hint| format!(": {hint}"))
                        .unwrap_or_default();
                    found.doubts.push(format!("{error}{hint}"));
                }
            }
        }
        found
    }

    /// A date that tells the order of a table's dates.
    pub fn telling_date(&self, table: &TableProposal) -> Option<String> {
        let tells = |cell: &&str| {
            matches!(
                DateEvidence::of(std::iter::once(*cell)).finding(),
                OrderFinding::Decided(_)
            )
        };
        self.mapped(table, ColumnType::Date)
            .filter_map(|column| column.cells.as_ref())
            .find_map(|cells| cells.iter().find(tells).map(|cell| shown(cell.trim())))
    }

    /// The value of a mapped column that has only one.
    pub fn only_value(&self, table: &TableProposal, canonical: &str) -> Option<String> {
        if table.table != Table::Invoices {
            return None;
        }
        let column = table
            .columns
            .iter()
            .find(|column| column.canonical == canonical)?;
        let facts = self
            .columns
            .iter()
            .find(|facts| facts.name == column.column)?;
        // An empty cell is in the ledger's own currency, which the only value of the others need not be.
        let is_full = facts.n_values == self.n_rows;
        match facts.distinct.first() {
            Some(code) if facts.distinct.len() == 1 && is_full => Some(
                currency_code(code).map_or_else(|| code.to_uppercase(), |code| code.to_owned()),
            ),
            _ => None,
        }
    }
}

impl ColumnFacts {
    fn new(name: String) -> ColumnFacts {
        ColumnFacts {
            name,
            dates: DateEvidence::default(),
            numbers: NumberEvidence::default(),
            n_flags: 0,
            n_values: 0,
            dtype: None,
            distinct: BTreeSet::new(),
            hashes: HashSet::new(),
            n_hashed: 0,
            n_worded: 0,
            first: Vec::new(),
            cells: None,
        }
    }

    fn of_text(name: String, cells: TextColumn) -> ColumnFacts {
        let mut facts = ColumnFacts::new(name);
        cells.iter().for_each(|cell| facts.add(cell));
        facts.cells = Some(cells);
        facts
    }

    fn add(&mut self, cell: &str) {
        if is_missing(cell) {
            return;
        }
        self.n_values += 1;
        self.dates.add(cell);
        self.numbers.add(cell);
        self.n_flags += u64::from(parse_bool(cell).is_some());
        let cell = cell.trim();
        if self.first.len() < N_FIRST {
            self.first.push(shown(cell));
        }
        if self.n_hashed < N_HASHED {
            self.n_hashed += 1;
            let mut hasher = DefaultHasher::new();
            cell.hash(&mut hasher);
            self.hashes.insert(hasher.finish());
        }
        let words = cell.split_whitespace();
        self.n_worded += u64::from(
            words
                .filter(|word| word.chars().any(char::is_alphabetic))
                .count()
                > 1,
        );
        if self.distinct.len() < N_DISTINCT && !self.distinct.contains(cell.trim()) {
            self.distinct.insert(cell.trim().to_owned());
        }
    }

    /// Share of its values that are of a type, 0 to 1; 1 where it has none.
    pub fn fit(&self, column_type: ColumnType) -> f64 {
        if let Some(dtype) = &self.dtype {
            return f64::from(u8::from(dtype_fits(dtype, column_type)));
        }
        let share = |n: u64| {
            if self.n_values == 0 {
                1.0
            } else {
                n as f64 / self.n_values as f64
            }
        };
        match column_type {
            ColumnType::Id | ColumnType::Text => 1.0,
            ColumnType::Date => share(self.dates.n_dates() + self.dates.n_serial),
            ColumnType::Amount | ColumnType::Number | ColumnType::Integer => {
                share(self.numbers.n_numbers())
            }
            ColumnType::Flag => share(self.n_flags),
        }
    }

    /// The values, if they are few.
    pub fn few_values(&self) -> Option<&BTreeSet<String>> {
        (self.distinct.len() < N_DISTINCT).then_some(&self.distinct)
    }

    /// The first distinct values.
    pub fn distinct(&self) -> &BTreeSet<String> {
        &self.distinct
    }

    /// How its numbers are written.
    pub fn mark(&self) -> MarkFinding {
        self.numbers.finding()
    }

    /// Share of its first values that occur once more or less often: 1 where all differ.
    pub fn share_distinct(&self) -> f64 {
        if self.n_hashed == 0 {
            return 1.0;
        }
        self.hashes.len() as f64 / self.n_hashed as f64
    }

    /// Number of values.
    pub fn n_values(&self) -> u64 {
        self.n_values
    }

    /// Whether most values are of several words, as names are and numbers are not.
    pub fn is_worded(&self) -> bool {
        2 * self.n_worded > self.n_values
    }

    /// Whether its values can be ids: neither dates nor amounts with decimals.
    pub fn may_be_id(&self) -> bool {
        let is_dates =
            self.dates.n_dates() > 0 && self.dates.n_dates() == self.n_values && !self.is_plain();
        let is_amounts = self.has_decimals() && self.fit(ColumnType::Amount) > 0.9;
        !is_dates && !is_amounts
    }

    /// Whether all values are digits alone, which may be days written as `20250131` and ids as well.
    fn is_plain(&self) -> bool {
        self.first
            .iter()
            .all(|value| value.chars().all(|character| character.is_ascii_digit()))
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.cells.as_ref().map_or(0, TextColumn::len)
    }

    /// The text of a cell.
    pub fn cell(&self, row: usize) -> Option<&str> {
        self.cells.as_ref().map(|cells| cells.get(row).trim())
    }

    /// Whether some number has decimals: an amount rather than a count.
    pub fn has_decimals(&self) -> bool {
        matches!(self.numbers.finding(), MarkFinding::Decided(_))
            || self.dtype.as_ref().is_some_and(DataType::is_float)
    }
}

fn dtype_fits(dtype: &DataType, column_type: ColumnType) -> bool {
    let is_number = dtype.is_primitive_numeric() || matches!(dtype, DataType::Decimal(..));
    let is_null = matches!(dtype, DataType::Null);
    is_null
        || match column_type {
            ColumnType::Id => {
                dtype.is_integer()
                    || matches!(
                        dtype,
                        DataType::Categorical(..) | DataType::Enum(..) | DataType::Binary
                    )
            }
            ColumnType::Text => !dtype.is_nested(),
            ColumnType::Date => matches!(dtype, DataType::Date | DataType::Datetime(..)),
            ColumnType::Amount | ColumnType::Number => is_number,
            ColumnType::Integer => dtype.is_integer(),
            ColumnType::Flag => matches!(dtype, DataType::Boolean),
        }
}
