//! Gives the raw columns of a table's files their types, and joins the files.

use arrears_formats::{TextColumn, shown};
use polars::prelude::*;
use rayon::prelude::*;

use super::cells::{Fault, Parsed, TextCells, parse};
use super::forms::{Form, Forms, Known, Witness, decide};
use super::plan::PlannedColumn;
use super::source::{RawColumn, RawFile};
use super::table::LoadedColumn;
use super::typed::{Converted, convert, shown_cell};
use crate::{LedgerError, several};

/// By file and planned column: what it becomes, if the file has it.
pub(crate) type ByFile<T> = Vec<Vec<Option<T>>>;

fn position(file: &RawFile, planned: usize) -> Option<usize> {
    file.located
        .iter()
        .find(|(index, _)| *index == planned)
        .map(|(_, position)| *position)
}

/// Parquet columns are converted; `None` for text files, and for columns a file does not have.
pub(crate) fn convert_all(
    planned: &[PlannedColumn],
    raw: &[RawFile],
) -> Result<ByFile<Converted>, LedgerError> {
    raw.iter()
        .map(|file| {
            planned
                .par_iter()
                .enumerate()
                .map(|(index, column)| {
                    match position(file, index).map(|position| &file.columns[position]) {
                        Some(RawColumn::Series(series)) => {
                            convert(series, column, &file.name).map(Some)
                        }
                        Some(RawColumn::Text(_)) | None => Ok(None),
                    }
                })
                .collect()
        })
        .collect()
}

/// The text cells of a column in a file, if it is text there.
fn text_of<'a>(
    file: &'a RawFile,
    converted: &[Option<Converted>],
    planned: usize,
) -> Option<TextCells<'a>> {
    match (&file.columns[position(file, planned)?], &converted[planned]) {
        (RawColumn::Text(cells), _) => Some(TextCells::Column(cells)),
        (RawColumn::Series(_), Some(Converted::Text(strings))) => {
            Some(TextCells::Strings(strings.clone()))
        }
        _ => None,
    }
}

/// The forms of all text columns.
pub(crate) fn decide_forms(
    planned: &[PlannedColumn],
    raw: &[RawFile],
    converted: &ByFile<Converted>,
    known: Known,
) -> Result<Forms, LedgerError> {
    let texts: ByFile<TextCells> = raw
        .iter()
        .zip(converted)
        .map(|(file, converted)| {
            (0..planned.len())
                .map(|index| text_of(file, converted, index))
                .collect()
        })
        .collect();
    let witnesses: Vec<Witness> = planned
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let cells = raw
                .iter()
                .zip(&texts)
                .filter_map(|(file, texts)| Some((file.name.as_str(), texts[index].as_ref()?)));
            Witness {
                column,
                cells: cells.collect(),
            }
        })
        .collect();
    decide(&witnesses, known)
}

/// Every column with its type. Cells of text go as soon as the columns drawn from them are parsed, but for those that tell
/// whose a row is.
pub(crate) fn parse_all(
    planned: &[PlannedColumn],
    raw: &mut [RawFile],
    converted: ByFile<Converted>,
    forms: &Forms,
) -> ByFile<Parsed> {
    raw.iter_mut()
        .zip(converted)
        .map(|(file, converted)| parse_file(planned, file, converted, forms))
        .collect()
}

fn parse_file(
    planned: &[PlannedColumn],
    file: &mut RawFile,
    converted: Vec<Option<Converted>>,
    forms: &Forms,
) -> Vec<Option<Parsed>> {
    let parse_as = |index: usize, cells: &TextCells<'_>| {
        let form: Form = forms.by_witness[index];
        parse(cells, &planned[index], form)
    };
    let mut parsed: Vec<Option<Parsed>> = converted
        .into_par_iter()
        .enumerate()
        .map(|(index, converted)| {
            Some(match converted? {
                Converted::Typed(parsed) => parsed,
                Converted::Text(strings) => parse_as(index, &TextCells::Strings(strings)),
            })
        })
        .collect();
    let (located, selectors) = (&file.located, &file.selectors);
    let of_text: Vec<(usize, Parsed)> = file
        .columns
        .par_iter_mut()
        .enumerate()
        .flat_map_iter(|(position, column)| {
            let RawColumn::Text(text) = column else {
                return Vec::new();
            };
            let drawn = located.iter().filter(|(_, at)| *at == position);
            let cells = TextCells::Column(text);
            let parsed: Vec<(usize, Parsed)> = drawn
                .map(|&(index, _)| (index, parse_as(index, &cells)))
                .collect();
            if selectors.iter().all(|(_, at)| *at != position) {
                *text = TextColumn::default();
            }
            parsed
        })
        .collect();
    for (index, column) in of_text {
        parsed[index] = Some(column);
    }
    parsed
}

/// Faults that are no slips of the pen where nothing else is sound: fewer may be.
pub(super) const ENOUGH: usize = 3;

/// A column of which no value can be read is mapped wrongly: that is one error, not a million rejected rows.
pub(crate) fn refuse_wrong_types(
    planned: &[PlannedColumn],
    file: &RawFile,
    columns: &[Option<Parsed>],
) -> Result<(), LedgerError> {
    for (index, parsed) in columns.iter().enumerate() {
        let Some(parsed) = parsed else { continue };
        let n_unreadable = parsed
            .faults
            .iter()
            .filter(|(_, fault)| *fault == Fault::Unreadable)
            .count();
        let n_values = parsed.series.len() - parsed.series.null_count();
        if n_unreadable >= ENOUGH && n_values == 0 {
            let first = parsed
                .faults
                .iter()
                .find(|(_, fault)| *fault == Fault::Unreadable)
                .map_or(0, |(row, _)| *row as usize);
            let column = &planned[index];
            return Err(LedgerError::WrongType {
                file: file.name.clone(),
                table: column.table,
                column: column.source.clone(),
                canonical: column.canonical.clone(),
                expected: column.column_type,
                found: format!(
                    "none of its {n_unreadable} values can be read as such; the first, on {}, is `{}`",
                    file.places.of(first),
                    shown(raw_cell(file, parsed, index, first).trim()),
                ),
            });
        }
    }
    Ok(())
}

/// Puts the files' columns end to end; where a file lacks a column that another has, its rows are null.
pub(crate) fn join_files(
    planned: &[PlannedColumn],
    raw: &[RawFile],
    mut parsed: ByFile<Parsed>,
) -> Result<Vec<LoadedColumn>, LedgerError> {
    let mut columns = Vec::new();
    for (index, column) in planned.iter().enumerate() {
        if parsed.iter().all(|file| file[index].is_none()) {
            continue;
        }
        let mut joined: Option<Series> = None;
        for (file, parsed) in raw.iter().zip(&mut parsed) {
            let part = parsed[index].take().map_or_else(
                || {
                    Series::full_null(
                        column.canonical.as_str().into(),
                        file.n_rows,
                        &column.column_type.dtype(),
                    )
                },
                |parsed| parsed.series,
            );
            match &mut joined {
                None => joined = Some(part),
                Some(joined) => {
                    joined
                        .append(&part)
                        .map_err(|error| LedgerError::Internal {
                            doing: "joining the files of a table",
                            reason: error.to_string(),
                        })?;
                }
            }
        }
        if let Some(series) = joined {
            columns.push(LoadedColumn {
                planned: column.clone(),
                series: series.rechunk(),
                from_file: true,
            });
        }
    }
    Ok(columns)
}

/// A cell at fault as it stands in the file, as much of it as a message shows.
pub(crate) fn raw_cell(file: &RawFile, parsed: &Parsed, planned: usize, row: usize) -> String {
    match position(file, planned).map(|position| &file.columns[position]) {
        Some(RawColumn::Series(series)) => {
            shown_cell(series, row).replace(several::BETWEEN, several::MARK)
        }
        _ => {
            let at = parsed
                .faults
                .partition_point(|(at, _)| (*at as usize) < row);
            parsed.texts.get(at).cloned().unwrap_or_default()
        }
    }
}
