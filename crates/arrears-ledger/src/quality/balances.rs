//! The general ledger's balance, as `[ledger.control]` gives it: one figure, or a table of balances per customer.

use std::collections::BTreeMap;
use std::path::Path;

use arrears_formats::{
    MarkFinding, NumberEvidence, is_total_word, is_worded_as_total, parse_money, shown,
};

use crate::config::{ControlConfig, IdForm};
use crate::read::{
    FileRef, Known, PlannedColumn, RawFile, Selection, TextOptions, convert_all, decide_forms,
    load, ours, parse_all, raw_cell, resolve_merges, without_leading_zeros,
};
use crate::schema::ColumnType;
use crate::{Day, DecimalMark, InputFile, LedgerConfig, LedgerError, Table};

/// What the general ledger says is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenBalances {
    /// The day of these balances; the ledger's last known day if absent.
    pub date: Option<Day>,
    /// Over all customers, in cents.
    pub overall: Option<i64>,
    /// By customer, where there is a table of them; one that is not in it has a balance of 0.
    pub customers: Option<BTreeMap<String, i64>>,
}

/// Reads what the config says of the general ledger; also the file it names, if any.
pub(crate) fn given_balances(
    config: &LedgerConfig,
    base_dir: &Path,
    known: Known,
) -> Result<Option<(GivenBalances, Option<InputFile>)>, LedgerError> {
    let Some(control) = &config.control else {
        return Ok(None);
    };
    let set = control.decimal_mark.or(config.decimal_mark);
    let known = Known {
        set_mark: set.map(Into::into),
        ..known
    };
    let (customers, input) = match &control.path {
        None => (None, None),
        Some(path) => {
            let file = file_at(path, base_dir)?;
            let balances = read_table(config, control, &file, known)?;
            let balances = Balances {
                customers: as_in_ledger(config, balances.customers)?,
                ..balances
            };
            (Some(balances), Some(InputFile::from(file)))
        }
    };
    let stated = control
        .balance
        .as_deref()
        .map(|text| stated_balance(text, set.or(known.seen_mark.map(Into::into))))
        .transpose()?;
    let of_table = customers.as_ref().map(|table| {
        table
            .total
            .unwrap_or_else(|| table.customers.values().sum())
    });
    let given = GivenBalances {
        date: control.date,
        overall: stated.or(of_table),
        customers: customers.map(|table| table.customers),
    };
    Ok(Some((given, input)))
}

/// A balance as a person types it, in cents. The mark, where it is known, decides what the figure alone leaves open.
pub fn stated_balance(text: &str, mark: Option<DecimalMark>) -> Result<i64, LedgerError> {
    let fault = |expected: &'static str| LedgerError::ControlBalance {
        value: shown(text),
        expected,
    };
    let found = NumberEvidence::of(std::iter::once(text)).finding();
    let mark = match (mark, found) {
        (_, MarkFinding::Decided(mark)) => mark,
        (Some(mark), _) => mark.into(),
        (None, MarkFinding::Ambiguous) => {
            return Err(fault(
                "an amount with its cents, such as 1234.00: this can be read in two ways",
            ));
        }
        (None, _) => DecimalMark::Point.into(),
    };
    match parse_money(text, mark) {
        Some((cents, false)) => Ok(cents),
        Some((_, true)) => Err(fault("an amount in whole cents, such as 123456.78")),
        None => Err(fault("an amount such as 123456.78")),
    }
}

fn file_at(path: &str, base_dir: &Path) -> Result<FileRef, LedgerError> {
    let full = base_dir.join(path);
    let metadata = std::fs::metadata(&full)
        .ok()
        .filter(std::fs::Metadata::is_file);
    let metadata = metadata.ok_or_else(|| LedgerError::ControlTable {
        file: path.to_owned(),
        reason: "it is not there, or no regular file".to_owned(),
    })?;
    Ok(FileRef::of(path.to_owned(), full, &metadata))
}

/// The two columns of the table. They are planned as a customer's, which has no table of its own in the config.
fn plan(control: &ControlConfig) -> Vec<PlannedColumn> {
    [
        ("customer_id", ColumnType::Id),
        ("balance", ColumnType::Amount),
    ]
    .map(|(name, column_type)| PlannedColumn {
        table: Table::Customers,
        canonical: name.to_owned(),
        source: control
            .columns
            .get(name)
            .map_or(name, String::as_str)
            .trim()
            .to_owned(),
        parts: Vec::new(),
        column_type,
        required: true,
        mapped: true,
        expected: false,
    })
    .to_vec()
}

fn read_table(
    config: &LedgerConfig,
    control: &ControlConfig,
    file: &FileRef,
    known: Known,
) -> Result<Balances, LedgerError> {
    let planned = plan(control);
    let unusable = |error: LedgerError| match error {
        LedgerError::Io { .. } | LedgerError::Format { .. } | LedgerError::Parquet { .. } => error,
        other => LedgerError::ControlTable {
            file: file.name.clone(),
            reason: other.to_string(),
        },
    };
    let options = TextOptions::of_file(config, control.sheet.as_deref());
    let mut raw = vec![load(file, &planned, &options, &Selection::default()).map_err(unusable)?];
    if let Some(absent) =
        (0..planned.len()).find(|index| !raw[0].located.iter().any(|(at, _)| at == index))
    {
        let present = raw[0].header_words(&planned);
        return Err(LedgerError::ControlTable {
            file: file.name.clone(),
            reason: format!(
                "it has no column `{}`, needed for `{}`; its columns are {present}",
                shown(&planned[absent].source),
                planned[absent].canonical
            ),
        });
    }
    let converted = convert_all(&planned, &raw).map_err(unusable)?;
    let forms = decide_forms(&planned, &raw, &converted, known).map_err(unusable)?;
    let parsed = parse_all(&planned, &mut raw, converted, &forms);
    if let Some(ragged) = raw[0].ragged.first() {
        return Err(LedgerError::ControlTable {
            file: file.name.clone(),
            reason: format!(
                "line {} has {} cells where the header has {}: `{}`",
                ragged.line,
                ragged.n_cells,
                ragged.n_expected,
                shown(&ragged.text)
            ),
        });
    }
    let columns: Vec<_> = parsed.into_iter().flatten().flatten().collect();
    for (index, column) in columns.iter().enumerate() {
        if let Some((row, _)) = column.faults.first() {
            let row = *row as usize;
            return Err(LedgerError::ControlTable {
                file: file.name.clone(),
                reason: format!(
                    "{}, column `{}`, value `{}`: expected {} in every row",
                    raw[0].places.of(row),
                    shown(&planned[index].source),
                    shown(raw_cell(&raw[0], column, index, row).trim()),
                    planned[index].column_type
                ),
            });
        }
        if let Some(&row) = column.rounded.first() {
            let again = load(file, &planned, &options, &Selection::default()).map_err(unusable)?;
            return Err(LedgerError::ControlTable {
                file: file.name.clone(),
                reason: more_than_cents(&again, &planned[index].source, index, row as usize),
            });
        }
    }
    let failed = ours("reading balances");
    let ids = columns[0].series.str().map_err(&failed)?;
    let amounts = columns[1].series.f64().map_err(&failed)?;
    let rows = ids.iter().zip(amounts.iter());
    let rows = rows.filter_map(|(id, amount)| Some((id?, (amount? * 100.0).round() as i64)));
    Ok(Balances::of(&rows.collect::<Vec<_>>()))
}

/// A table of balances.
struct Balances {
    customers: BTreeMap<String, i64>,
    /// What its last row says all of them are together.
    total: Option<i64>,
}

impl Balances {
    /// The last row is the total of the others where its id is a word for that, or begins with one and the sum agrees: no
    /// customer.
    fn of(rows: &[(&str, i64)]) -> Balances {
        let last = rows.split_last().filter(|((id, cents), above)| {
            let sum: i64 = above.iter().map(|(_, cents)| cents).sum();
            is_total_word(id) || (is_worded_as_total(id) && above.len() > 1 && *cents == sum)
        });
        let (total, rows) = match last {
            Some(((_, total), above)) => (Some(*total), above),
            None => (None, rows),
        };
        let mut customers = BTreeMap::new();
        for (id, cents) in rows {
            *customers.entry((*id).to_owned()).or_insert(0) += cents;
        }
        Balances { customers, total }
    }
}

/// The balances by the ids of the ledger, whose leading zeros may be gone and customers merged.
fn as_in_ledger(
    config: &LedgerConfig,
    balances: BTreeMap<String, i64>,
) -> Result<BTreeMap<String, i64>, LedgerError> {
    let merged = resolve_merges(&config.merge_customers)?;
    let mut found = BTreeMap::new();
    for (id, cents) in balances {
        let id = match config.ids {
            IdForm::Exact => id,
            IdForm::StripLeadingZeros => without_leading_zeros(&id).to_owned(),
        };
        let id = merged.get(&id).cloned().unwrap_or(id);
        *found.entry(id).or_insert(0) += cents;
    }
    Ok(found)
}

/// A balance to a fraction of a cent cannot be met to the cent; it is no balance of a ledger. Its cell stands in the file
/// as read anew: cells of text go when they are parsed.
fn more_than_cents(raw: &RawFile, column: &str, planned: usize, row: usize) -> String {
    format!(
        "{}, column `{}`, value `{}`: expected an amount of at most two decimals in every row",
        raw.places.of(row),
        shown(column),
        shown(raw.cell(planned, row).trim())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_is_read_in_any_form_that_is_not_in_doubt() {
        let read = |text: &str, mark| stated_balance(text, mark).map_err(|error| error.to_string());
        for (text, mark, cents) in [
            ("123456.78", None, 12_345_678),
            ("123.456,78", None, 12_345_678),
            ("€ 1 299,99", None, 129_999),
            ("-5", None, -500),
            ("1.299", Some(DecimalMark::Comma), 129_900),
            ("12,50-", Some(DecimalMark::Point), -1_250),
        ] {
            assert_eq!(read(text, mark), Ok(cents), "{text}");
        }
        assert_eq!(
            read("1.299", None).unwrap_err(),
            "the balance `1.299` is not usable: expected an amount with its cents, such as 1234.00: this can be read in \
             two ways"
        );
        assert_eq!(
            read("1.299", Some(DecimalMark::Point)).unwrap_err(),
            "the balance `1.299` is not usable: expected an amount in whole cents, such as 123456.78"
        );
        assert_eq!(
            read("<much>", None).unwrap_err(),
            "the balance `<much>` is not usable: expected an amount such as 123456.78"
        );
    }
}
