//! Which columns of a file become which columns of a table.

use crate::schema::{self, ColumnDef, ColumnType};
use crate::{LedgerError, Table, TableConfig, several};

/// One column to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedColumn {
    /// The table it is for (customers too, where one file serves both).
    pub table: Table,
    /// Canonical name, or the user's own.
    pub canonical: String,
    /// Name in the file; of an id in several columns their names, joined.
    pub source: String,
    /// The columns of an id in several; empty for all others.
    pub parts: Vec<String>,
    /// Type in the ledger.
    pub column_type: ColumnType,
    /// Whether an empty cell is a fault.
    pub required: bool,
    /// Whether the config names it.
    pub mapped: bool,
    /// Whether the file must have it: it is required or the config names it.
    pub expected: bool,
}

/// The columns of a table that a file may have, as the config maps them.
pub(crate) fn plan(table: Table, config: &TableConfig) -> Result<Vec<PlannedColumn>, LedgerError> {
    prove_kinds(table, config)?;
    let mut planned: Vec<PlannedColumn> = schema::columns_of(table)
        .iter()
        .map(|column| canonical(column, config))
        .collect();
    for (key, source) in &config.columns {
        let known = schema::column(table, key);
        let is_id = known.is_some_and(|column| column.column_type == ColumnType::Id);
        several::prove(table, key, source, is_id)?;
        if known.is_some() {
            continue;
        }
        let nearest = nearest(
            key,
            schema::columns_of(table).iter().map(|column| column.name),
        );
        let typo = nearest
            .as_ref()
            .is_some_and(|name| strsim::damerau_levenshtein(name, key) <= 1);
        if !schema::allows_user_columns(table) || typo {
            return Err(LedgerError::UnknownColumn {
                table,
                key: key.clone(),
                nearest,
            });
        }
        planned.push(PlannedColumn {
            table,
            canonical: key.clone(),
            source: source.clone(),
            parts: Vec::new(),
            column_type: ColumnType::Text,
            required: false,
            mapped: true,
            expected: true,
        });
    }
    prove_amounts(&planned)?;
    Ok(planned)
}

/// No column holds amounts as well as ids or dates: numbers of invoices would add up like money. Two dates or two ids may
/// be read from one column, where a file has no other.
fn prove_amounts(planned: &[PlannedColumn]) -> Result<(), LedgerError> {
    let is_amount = |column: &&PlannedColumn| {
        column.column_type == ColumnType::Amount && !column.source.trim().is_empty()
    };
    for amount in planned.iter().filter(is_amount) {
        let is_same = |column: &&PlannedColumn| {
            matches!(column.column_type, ColumnType::Id | ColumnType::Date)
                && (column.source == amount.source || column.parts.contains(&amount.source))
        };
        if let Some(other) = planned.iter().find(is_same) {
            return Err(LedgerError::AmountIsOther {
                table: amount.table,
                column: amount.source.clone(),
                amount: amount.canonical.clone(),
                other: other.canonical.clone(),
                other_type: other.column_type,
            });
        }
    }
    Ok(())
}

/// Every word under `kinds` must stand for a kind of the table.
fn prove_kinds(table: Table, config: &TableConfig) -> Result<(), LedgerError> {
    let known = match table {
        Table::Invoices => schema::INVOICE_KINDS,
        Table::Payments => schema::PAYMENT_KINDS,
        _ if config.kinds.is_empty() => return Ok(()),
        _ => return Err(LedgerError::NoKinds { table }),
    };
    for (word, kind) in &config.kinds {
        if !known.iter().any(|known| known.name == kind) {
            return Err(LedgerError::UnknownKind {
                table,
                word: word.clone(),
                kind: kind.clone(),
                known: known.iter().map(|kind| kind.name.to_owned()).collect(),
            });
        }
    }
    Ok(())
}

fn canonical(column: &ColumnDef, config: &TableConfig) -> PlannedColumn {
    let mapped = config.columns.get(column.name);
    // These may be empty in a row, or derived; their own checks say when.
    let checked_later = matches!(
        (column.table, column.name),
        (Table::Invoices, "due_date") | (Table::Payments, "invoice_id")
    );
    let has_terms = column.name == "due_date" && config.payment_terms_days.is_some();
    let names = mapped.map_or_else(|| vec![column.name.to_owned()], |name| several::names(name));
    PlannedColumn {
        table: column.table,
        canonical: column.name.to_owned(),
        source: names.join(several::MARK),
        parts: if names.len() > 1 { names } else { Vec::new() },
        column_type: column.column_type,
        required: column.required && !checked_later,
        mapped: mapped.is_some(),
        // An empty name says that the file has no such column.
        expected: column.required && !has_terms
            || mapped.is_some_and(|name| !name.trim().is_empty()),
    }
}

/// An amount may be empty where it stands in two columns: `located` tells which columns the files have.
pub(crate) fn relax_amounts(planned: &mut [PlannedColumn], located: &[usize]) {
    let stands_in = |index: &usize| {
        matches!(planned[*index].canonical.as_str(), "debit" | "credit")
            && planned[*index].table != Table::Customers
    };
    if located.iter().any(stands_in) {
        let amounts = planned.iter_mut();
        amounts
            .filter(|column| column.canonical == "amount")
            .for_each(|column| column.required = false);
    }
}

/// Finds the planned columns in a file's header: the ones that are there, each with its position.
pub(crate) fn locate(
    planned: &[PlannedColumn],
    file: &str,
    header: &[String],
) -> Result<Vec<(usize, usize)>, LedgerError> {
    let position = |column: &PlannedColumn| {
        let is_named = !(column.mapped && column.source.is_empty());
        let mut names = header.iter();
        let is_it = |name: &String| *name == column.source;
        // What is put together stands behind the file's own columns.
        let found = match column.parts.is_empty() {
            true => names.position(is_it),
            false => names.rposition(is_it),
        };
        found.filter(|_| is_named)
    };
    let has = |table: Table, names: &[&str]| {
        planned.iter().any(|column| {
            column.table == table
                && names.contains(&column.canonical.as_str())
                && position(column).is_some()
        })
    };
    // Other columns stand in for these, where the config does not name one.
    let replaced = |column: &PlannedColumn| {
        let instead: &[&str] = match (column.table, column.canonical.as_str()) {
            (Table::Invoices, "due_date") => &["payment_terms_days"],
            (Table::Invoices | Table::Payments, "amount") => &["debit", "credit"],
            (Table::Payments, "invoice_id") => &["clearing_id", "entry_id"],
            _ => &[],
        };
        let is_none = column.mapped && column.source.is_empty();
        let may_be_none = column.canonical == "invoice_id" && column.table == Table::Payments;
        (is_none && may_be_none) || (!column.mapped && has(column.table, instead))
    };
    let mut found = Vec::new();
    for (index, column) in planned.iter().enumerate() {
        let again = format!("{} (2)", column.source);
        if !column.mapped && position(column).is_some() && header.contains(&again) {
            return Err(LedgerError::DoubledColumn {
                file: file.to_owned(),
                table: column.table,
                column: column.source.clone(),
            });
        }
        match position(column) {
            Some(position) => found.push((index, position)),
            None if replaced(column) => {}
            None if column.expected => {
                return Err(LedgerError::MissingColumn {
                    file: file.to_owned(),
                    table: column.table,
                    canonical: column.canonical.as_str().into(),
                    wanted: column.source.as_str().into(),
                    present: header.to_vec(),
                    nearest: nearest(&column.source, header.iter().map(String::as_str)),
                });
            }
            None => {}
        }
    }
    Ok(found)
}

/// The most similar of `names`, if one is similar at all.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let squeezed = schema::squeeze(name);
    names
        .map(|candidate| {
            (
                strsim::jaro_winkler(&squeezed, &schema::squeeze(candidate)),
                candidate,
            )
        })
        .filter(|(similarity, _)| *similarity >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(columns: &[(&str, &str)]) -> TableConfig {
        let mut config = TableConfig::at("x.csv");
        config.columns = columns
            .iter()
            .map(|(key, source)| ((*key).to_owned(), (*source).to_owned()))
            .collect();
        config
    }

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn located(columns: &[(&str, &str)], names: &[&str]) -> Result<Vec<String>, String> {
        let planned = plan(Table::Invoices, &config(columns)).map_err(|error| error.to_string())?;
        let found = locate(&planned, "x.csv", &header(names)).map_err(|error| error.to_string())?;
        Ok(found
            .into_iter()
            .map(|(index, position)| format!("{}={}", planned[index].canonical, names[position]))
            .collect())
    }

    #[test]
    fn canonical_names_mapped_names_and_own_columns_are_found() {
        let names = [
            "invoice_id",
            "Debiteurnr",
            "invoice_date",
            "due_date",
            "amount",
            "Regio",
            "Overig",
        ];
        assert_eq!(
            located(
                &[("customer_id", "Debiteurnr"), ("region", "Regio")],
                &names
            )
            .unwrap(),
            [
                "invoice_id=invoice_id",
                "customer_id=Debiteurnr",
                "invoice_date=invoice_date",
                "due_date=due_date",
                "amount=amount",
                "region=Regio"
            ]
        );
    }

    #[test]
    fn a_column_of_ids_or_dates_holds_no_amounts() {
        let planned = |table, columns: &[(&str, &str)]| {
            let planned = plan(table, &config(columns));
            planned.map(|_| ()).map_err(|error| error.to_string())
        };
        let refused = |table, columns: &[(&str, &str)]| planned(table, columns).unwrap_err();
        assert_eq!(
            refused(
                Table::Invoices,
                &[("amount", "Factuurnummer"), ("invoice_id", "Factuurnummer")]
            ),
            "`amount` and `invoice_id` of table `invoices` are both read from the column `Factuurnummer`: one cannot hold \
             an amount of money and an id"
        );
        let parts = [("open_amount", "GJAHR"), ("invoice_id", "BELNR\u{1f}GJAHR")];
        assert!(refused(Table::Invoices, &parts).starts_with("`open_amount` and `invoice_id`"));
        assert!(
            refused(Table::Payments, &[("debit", "payment_date")])
                .ends_with("an amount of money and a date")
        );
        let sound: [&[(&str, &str)]; 3] = [
            &[("invoice_date", "Datum"), ("due_date", "Datum")],
            &[("invoice_id", "Kenmerk"), ("payment_reference", "Kenmerk")],
            &[("amount", "Bedrag"), ("open_amount", "Bedrag")],
        ];
        for columns in sound {
            assert_eq!(planned(Table::Invoices, columns), Ok(()), "{columns:?}");
        }
        let none = [("invoice_id", ""), ("debit", "")];
        assert_eq!(planned(Table::Payments, &none), Ok(()));
    }

    #[test]
    fn terms_stand_in_for_a_due_date() {
        let names = [
            "invoice_id",
            "customer_id",
            "invoice_date",
            "payment_terms_days",
            "amount",
        ];
        assert_eq!(located(&[], &names).unwrap().len(), 5);
        assert!(
            located(&[("due_date", "Vervaldatum")], &names).is_err(),
            "but not where one is named"
        );
    }

    #[test]
    fn a_missing_column_lists_those_there_are_and_the_nearest() {
        assert_eq!(
            located(
                &[("due_date", "Vervaldatun")],
                &[
                    "invoice_id",
                    "customer_id",
                    "invoice_date",
                    "Vervaldatum",
                    "amount"
                ]
            )
            .unwrap_err(),
            "the file `x.csv` has no column `Vervaldatun`, needed for `due_date` of table `invoices` (did you mean \
             `Vervaldatum`?); its columns are `invoice_id`, `customer_id`, `invoice_date`, `Vervaldatum`, `amount`"
        );
        assert_eq!(
            located(&[], &["a", "b"]).unwrap_err(),
            "the file `x.csv` has no column `invoice_id`, needed for `invoice_id` of table `invoices`; its columns are `a`, `b`"
        );
    }

    #[test]
    fn a_key_that_is_no_column_is_told_with_the_nearest() {
        let unknown = |table, key| plan(table, &config(&[(key, "x")])).unwrap_err().to_string();
        assert_eq!(
            unknown(Table::Invoices, "due_dat"),
            "`due_dat` under `[ledger.invoices.columns]` is no column of `invoices` (did you mean `due_date`?)"
        );
        assert_eq!(
            unknown(Table::Payments, "bank"),
            "`bank` under `[ledger.payments.columns]` is no column of `payments`"
        );
    }
}
