//! Every sheet of a workbook as one table.

use super::files::FileRef;
use super::only::Selection;
use super::plan::PlannedColumn;
use super::seen::see;
use super::source::{RawFile, TextOptions, load};
use crate::LedgerError;

/// What stands for every sheet of a workbook.
pub(crate) const EVERY_SHEET: &str = "*";

/// Between the name of a workbook and that of its sheet.
const SHEET_MARK: &str = ", sheet ";

/// The file of a name that may be that of a sheet.
pub(crate) fn file_of(name: &str) -> &str {
    name.split_once(SHEET_MARK).map_or(name, |(file, _)| file)
}

/// Reads the planned columns of a file: where every sheet is asked for, of each that has them. Other sheets are passed
/// over, each told by its name.
pub(crate) fn load_sheets(
    file: &FileRef,
    planned: &[PlannedColumn],
    options: &TextOptions,
    selection: &Selection,
) -> Result<Vec<RawFile>, LedgerError> {
    let one = || load(file, planned, options, selection).map(|raw| vec![raw]);
    if options.sheet.as_deref() != Some(EVERY_SHEET) || file.is_parquet() {
        return one();
    }
    let first = TextOptions {
        sheet: None,
        ..options.clone()
    };
    let sheets = see(&file.path, &file.name, &first, |_| true)?.sheets;
    if sheets.is_empty() {
        return one();
    }
    let (mut all, mut first_error) = (Vec::new(), None);
    for sheet in sheets {
        let named = FileRef {
            name: format!("{}{SHEET_MARK}{sheet}", file.name),
            ..file.clone()
        };
        let of_sheet = TextOptions {
            sheet: Some(sheet),
            ..options.clone()
        };
        match load(&named, planned, &of_sheet, selection) {
            Ok(raw) => all.push(raw),
            Err(error @ LedgerError::MissingColumn { .. }) => {
                all.push(RawFile::passed_over(named.name, &lacks(&error)));
                first_error = first_error.or(Some(error));
            }
            Err(error) => return Err(error),
        }
    }
    match first_error {
        Some(error) if all.iter().all(|raw| raw.columns.is_empty()) => Err(error),
        _ => Ok(all),
    }
}

fn lacks(error: &LedgerError) -> String {
    match error {
        LedgerError::MissingColumn { wanted, .. } => {
            format!("it has no column `{}`", arrears_formats::shown(wanted))
        }
        other => other.to_string(),
    }
}

impl RawFile {
    /// A file or sheet of which nothing is read, and why.
    pub fn passed_over(name: String, why: &str) -> RawFile {
        RawFile {
            dialect: Some(format!("passed over: {why}")),
            ..RawFile::without_rows(name)
        }
    }
}
