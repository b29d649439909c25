//! A file as raw columns, with the place of every row.

use arrears_formats::{FormatError, RaggedRow, TextColumn, TextTable};
use polars::prelude::{ParquetReader, SerReader, Series};

use super::document::Refused;
use super::files::FileRef;
use super::only::Selection;
use super::plan::{PlannedColumn, locate};
use super::seen::see;
use super::typed::{id_part, shown_cell};
use crate::parquet::guarded;
use crate::{LedgerConfig, LedgerError, Place, Table, TableConfig, several};

/// A file as read, before its cells are given types.
pub(crate) struct RawFile {
    /// Name for messages.
    pub name: String,
    /// Rows (ragged ones left out).
    pub n_rows: usize,
    /// Cells of a column, by position in `columns`.
    pub columns: Vec<RawColumn>,
    /// For each planned column that the file has: its index in the plan and its position in `columns`.
    pub located: Vec<(usize, usize)>,
    /// Positions in `columns` of those that tell whose a row is.
    pub selectors: Vec<(String, usize)>,
    /// Columns of the file that no plan uses.
    pub unused: Vec<String>,
    /// Where the rows stand.
    pub places: Places,
    /// Records that do not match the header.
    pub ragged: Vec<RaggedRow>,
    /// Records of a document that cannot be used.
    pub refused: Vec<Refused>,
    /// How the text was read, in words; `None` for Parquet.
    pub dialect: Option<String>,
    /// What speaks against the whole file.
    pub doubts: Vec<String>,
    /// Whether it is drawn from documents, where a line may be the whole file.
    pub is_document: bool,
}

impl RawFile {
    /// A file without rows.
    pub fn without_rows(name: String) -> RawFile {
        RawFile {
            name,
            n_rows: 0,
            columns: Vec::new(),
            located: Vec::new(),
            selectors: Vec::new(),
            unused: Vec::new(),
            places: Places::Lines(Vec::new()),
            ragged: Vec::new(),
            refused: Vec::new(),
            dialect: None,
            doubts: Vec::new(),
            is_document: false,
        }
    }

    /// The cell of a column that tells whose a row is.
    pub fn selector(&self, column: &str, row: usize) -> Option<String> {
        let (_, position) = self.selectors.iter().find(|(name, _)| name == column)?;
        Some(match &self.columns[*position] {
            RawColumn::Text(cells) => cells.get(row).to_owned(),
            RawColumn::Series(series) => shown_cell(series, row),
        })
    }

    /// The cell of a planned column, as it stands in the file; nothing where the file has no such column.
    pub fn cell(&self, planned: usize, row: usize) -> String {
        let located = self.located.iter().find(|(index, _)| *index == planned);
        match located.map(|(_, position)| &self.columns[*position]) {
            Some(RawColumn::Text(cells)) => cells.get(row).to_owned(),
            Some(RawColumn::Series(series)) => shown_cell(series, row),
            None => String::new(),
        }
    }

    /// The names of all its columns.
    pub fn header_words(&self, planned: &[PlannedColumn]) -> String {
        let located = self
            .located
            .iter()
            .map(|(index, _)| &planned[*index].source);
        let names: Vec<String> = located
            .chain(&self.unused)
            .map(|name| format!("`{}`", arrears_formats::shown(name)))
            .collect();
        names.join(", ")
    }
}

/// The cells of one column.
pub(crate) enum RawColumn {
    /// Of a text file.
    Text(TextColumn),
    /// Of a Parquet file, in one chunk.
    Series(Series),
}

/// Where rows stand in their file.
pub(crate) enum Places {
    /// Physical line by row.
    Lines(Vec<u32>),
    /// Row numbers: the row itself.
    Rows,
    /// Lines in the files of a folder or archive: their names, and by row the position of its name, and its line.
    Parts {
        /// Names of the files.
        names: Vec<String>,
        /// Position of the name by row.
        parts: Vec<u32>,
        /// Physical line by row.
        lines: Vec<u32>,
    },
}

impl Places {
    /// The place of a row.
    pub fn of(&self, row: usize) -> Place {
        match self {
            Places::Lines(lines) => Place::Line(u64::from(lines[row])),
            Places::Rows => Place::Row(row as u64 + 1),
            Places::Parts { lines, .. } => Place::Line(u64::from(lines[row])),
        }
    }

    /// The file of a row, where it is one of many in a folder or archive.
    pub fn part(&self, row: usize) -> Option<&str> {
        match self {
            Places::Parts { names, parts, .. } => Some(names[parts[row] as usize].as_str()),
            Places::Lines(_) | Places::Rows => None,
        }
    }
}

/// How the text files of a table are to be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextOptions {
    pub encoding: Option<String>,
    pub separator: Option<char>,
    pub sheet: Option<String>,
}

impl TextOptions {
    /// A sheet of a workbook, all else as found.
    pub fn sheet(name: &str) -> TextOptions {
        TextOptions {
            sheet: Some(name.to_owned()),
            ..TextOptions::default()
        }
    }

    /// The table's own settings, else the ledger's.
    pub fn of(config: &LedgerConfig, table: &TableConfig) -> TextOptions {
        TextOptions {
            encoding: table.encoding.clone().or_else(|| config.encoding.clone()),
            separator: table.separator.or(config.separator),
            sheet: table.sheet.clone(),
        }
    }

    /// The ledger's settings, for a file that is no table of it.
    pub fn of_file(config: &LedgerConfig, sheet: Option<&str>) -> TextOptions {
        TextOptions {
            encoding: config.encoding.clone(),
            separator: config.separator,
            sheet: sheet.map(str::to_owned),
        }
    }
}

/// Reads the planned columns of a file.
pub(crate) fn load(
    file: &FileRef,
    planned: &[PlannedColumn],
    options: &TextOptions,
    selection: &Selection,
) -> Result<RawFile, LedgerError> {
    if file.is_parquet() {
        load_parquet(file, planned, selection)
    } else {
        load_text(file, planned, options, selection)
    }
}

/// The columns that tell whose a row is, by name and position in a header.
fn selectors(selection: &Selection, header: &[String]) -> Vec<(String, usize)> {
    let position = |name: &str| header.iter().position(|column| column == name);
    selection
        .columns()
        .filter_map(|name| Some((name.to_owned(), position(name)?)))
        .collect()
}

/// Names over the wrong columns would be a ledger that is wrong throughout: refused.
fn short_header(file: &FileRef, table: &TextTable) -> LedgerError {
    LedgerError::Format {
        file: file.name.clone(),
        source: FormatError::ShortHeader {
            line: table.head_line,
            n_names: table.head.len(),
            n_cells: table.header.len(),
        },
    }
}

fn load_text(
    file: &FileRef,
    planned: &[PlannedColumn],
    options: &TextOptions,
    selection: &Selection,
) -> Result<RawFile, LedgerError> {
    let seen = see(&file.path, &file.name, options, |name| {
        let is_part = |column: &PlannedColumn| column.parts.iter().any(|part| part == name);
        planned
            .iter()
            .any(|column| column.source == name || is_part(column))
            || selection.columns().any(|column| column == name)
    })?;
    let dialect = seen.in_words();
    let (table, doubt) = (seen.table, seen.doubt);
    if table.lacks_names {
        return Err(short_header(file, &table));
    }
    let (header, joins) = several::extended(planned, &file.name, &table.header)?;
    let located = locate(planned, &file.name, &header)?;
    selection.check(table_of(planned), &file.name, &table.header)?;
    let selectors = selectors(selection, &table.header);
    let unused = unused(&table.header, &located, &selectors, &joins);
    let (mut columns, lines, ragged) = table.into_parts();
    let joined = joins
        .iter()
        .map(|parts| several::joined_text(&columns, parts));
    let joined: Vec<TextColumn> = joined.collect();
    columns.extend(joined);
    Ok(RawFile {
        n_rows: lines.len(),
        columns: columns.into_iter().map(RawColumn::Text).collect(),
        located,
        selectors,
        unused,
        places: Places::Lines(lines),
        ragged,
        dialect: Some(dialect),
        doubts: doubt.into_iter().collect(),
        ..RawFile::without_rows(file.name.clone())
    })
}

/// The table that a plan is for; the customers may be planned with it.
fn table_of(planned: &[PlannedColumn]) -> Table {
    planned
        .first()
        .map_or(Table::Invoices, |column| column.table)
}

fn load_parquet(
    file: &FileRef,
    planned: &[PlannedColumn],
    selection: &Selection,
) -> Result<RawFile, LedgerError> {
    let own = parquet_columns(file)?;
    let (header, joins) = several::extended(planned, &file.name, &own)?;
    let located = locate(planned, &file.name, &header)?;
    selection.check(table_of(planned), &file.name, &own)?;
    let selectors = selectors(selection, &own);
    let positions = located.iter().map(|(_, position)| *position);
    let mut wanted: Vec<usize> = positions
        .chain(selectors.iter().map(|(_, position)| *position))
        .chain(joins.iter().flatten().copied())
        .filter(|position| *position < own.len())
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let names: Vec<String> = wanted
        .iter()
        .map(|&position| own[position].clone())
        .collect();
    let unused = unused(&own, &located, &selectors, &joins);
    let (n_rows, mut columns) = read_columns(file, names)?;
    // Positions in the header become positions among the columns that were read; what is put together stands behind them.
    let place = |position: usize| match position.checked_sub(own.len()) {
        Some(joined) => wanted.len() + joined,
        None => wanted.binary_search(&position).unwrap_or_default(),
    };
    for (index, parts) in joins.iter().enumerate() {
        let at = own.len() + index;
        let column = located.iter().find(|(_, position)| *position == at);
        let parts = parts.iter().map(|&part| {
            let column = &planned[column.map_or(0, |(index, _)| *index)];
            id_part(&columns[place(part)], column, &file.name)
        });
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        columns.push(several::joined_series(&parts));
    }
    Ok(RawFile {
        n_rows,
        columns: columns.into_iter().map(RawColumn::Series).collect(),
        located: located
            .iter()
            .map(|&(index, position)| (index, place(position)))
            .collect(),
        selectors: selectors
            .iter()
            .map(|(name, position)| (name.clone(), place(*position)))
            .collect(),
        unused,
        places: Places::Rows,
        ..RawFile::without_rows(file.name.clone())
    })
}

/// The columns that nothing uses, not as a part of an id either.
pub(crate) fn unused(
    header: &[String],
    located: &[(usize, usize)],
    selectors: &[(String, usize)],
    joins: &[several::Parts],
) -> Vec<String> {
    let used = |position: usize| {
        joins.iter().flatten().any(|at| *at == position)
            || located.iter().any(|(_, at)| *at == position)
            || selectors.iter().any(|(_, at)| *at == position)
    };
    header
        .iter()
        .enumerate()
        .filter(|(position, _)| !used(*position))
        .map(|(_, name)| name.clone())
        .collect()
}

/// The names of a Parquet file's columns.
pub(crate) fn parquet_columns(file: &FileRef) -> Result<Vec<String>, LedgerError> {
    guarded(&file.path, &file.name, |opened| {
        let schema = ParquetReader::new(opened).schema()?;
        Ok(schema.iter_names().map(|name| name.to_string()).collect())
    })
}

/// Some columns of a Parquet file, in the file's order, each in one chunk; and its number of rows.
fn read_columns(file: &FileRef, names: Vec<String>) -> Result<(usize, Vec<Series>), LedgerError> {
    guarded(&file.path, &file.name, |opened| {
        let frame = ParquetReader::new(opened)
            .with_columns(Some(names))
            .finish()?;
        let n_rows = frame.height();
        let columns = frame
            .into_columns()
            .into_iter()
            .map(|column| column.take_materialized_series().rechunk());
        Ok((n_rows, columns.collect()))
    })
}
