//! What would put right what stops a ledger from being read.

use super::LedgerError;
use super::words::{
    already_in_ledgers, document_hint, format_hint, negative_hint, two_folders_hint,
};
use crate::{AdministrationFrom, Table};

impl LedgerError {
    /// What would put it right, if we can tell.
    pub fn hint(&self) -> Option<String> {
        match self {
            LedgerError::NoInvoices => {
                Some("add `[ledger.invoices]` with `path = \"...\"`, or let `arrears init FILE...` write the config".to_owned())
            }
            LedgerError::NoPath { table } => Some(format!("add `path = \"...\"` under `[ledger.{table}]`")),
            LedgerError::MissingFile { .. } => Some("paths are relative to the config file".to_owned()),
            LedgerError::BadPattern { .. } => {
                Some("`*`, `?` and `[...]` form patterns; write `[[]` for a bracket in a file name".to_owned())
            }
            LedgerError::Format { source, .. } => format_hint(source),
            LedgerError::NotInDocument { kind, tables, .. } => Some(document_hint(*kind, tables)),
            LedgerError::NoLedgerInDocument { hint, .. } => Some(hint.clone()),
            LedgerError::NoTableInDocument { .. } => Some("name one of them with `--table NAME`".to_owned()),
            LedgerError::OneTable { .. } => Some("leave `--table` out".to_owned()),
            LedgerError::MissingColumn { table: Table::Worklists, .. }
            | LedgerError::DoubledColumn { table: Table::Worklists, .. }
            | LedgerError::WrongType { table: Table::Worklists, .. } => Some(
                "a list keeps the heads that `worklist.csv` or `worklist.xlsx` was written with, each once; name nothing but \
                 such lists with `worklists` under `[ledger]`"
                    .to_owned(),
            ),
            LedgerError::NothingUsed { .. } => Some(
                "mend the rows, or take the file out of what `worklists` under `[ledger]` names: is it a list of another ledger?"
                    .to_owned(),
            ),
            LedgerError::MissingColumn { table, canonical, .. } => {
                Some(format!("name its column under `[ledger.{table}.columns]`: `{canonical} = \"<column in the file>\"`"))
            }
            LedgerError::DoubledColumn { table, column, .. } => Some(format!(
                "say which under `[ledger.{table}.columns]`: `{column} = \"{column}\"` is the first, `{column} = \"{column} (2)\"` the second"
            )),
            LedgerError::WrongType { table, canonical, .. } => {
                Some(format!("map another column to `{canonical}` under `[ledger.{table}.columns]`"))
            }
            LedgerError::FloatIds { .. } => Some("export the column as text, or as whole numbers".to_owned()),
            LedgerError::AmbiguousDates { table, .. } | LedgerError::MixedDates { table, .. } => {
                Some(format!("add `date_order = \"dmy\"` (or `\"mdy\"`) under `{}`", table.section()))
            }
            LedgerError::AmbiguousNumbers { table, .. } => {
                Some(format!("add `decimal_mark = \",\"` (or `\".\"`) under `{}`", table.section()))
            }
            LedgerError::ControlBalance { .. } => Some(
                "`balance` under `[ledger.control]` is the general ledger's, `decimal_mark` there says how it is written".to_owned(),
            ),
            LedgerError::ControlTable { .. } => Some(
                "`path`, `sheet` and `decimal_mark` under `[ledger.control]` say which table it is, `customer_id` and \
                 `balance` under `[ledger.control.columns]` which columns"
                    .to_owned(),
            ),
            LedgerError::TooMuchMoney { table, .. } => Some(format!(
                "`amount` under `[ledger.{table}.columns]` says which column holds the amounts: is it one of numbers or ids?"
            )),
            LedgerError::OtherCurrency { found, ledger, table } => Some(format!(
                "set `currency = \"{found}\"` under `[ledger]`, or name a table of rates under `[ledger.rates]`; {}",
                already_in_ledgers(ledger, *table)
            )),
            LedgerError::MixedCurrencies { ledger, table, .. } => Some(format!(
                "name a table of rates: `path = \"...\"` under `[ledger.rates]`, with the columns `date`, `currency` and \
                 `rate`; {}",
                already_in_ledgers(ledger, *table)
            )),
            LedgerError::MixedSigns { table, .. } => Some(negative_hint(*table)),
            LedgerError::Empty { first: Some(first), .. } if first.contains("unknown kind") => Some(
                "say what its words are under `[ledger.invoices.kinds]`: a line there is `\"word in the file\" = \"invoice\"`"
                    .to_owned(),
            ),
            LedgerError::SeveralColumns { key, .. } => Some(format!("name one: `{key} = \"<column in the file>\"`; ids may be `[\"<first>\", \"<second>\"]`")),
            LedgerError::AmountIsOther { table, amount, other, .. } => Some(format!(
                "under `[ledger.{table}.columns]` name another column for one of them: `{amount} = \"<column in the file>\"` or \
                 `{other} = \"<column in the file>\"`"
            )),
            LedgerError::UnknownKind { .. } => Some("a line there is `\"word in the file\" = \"kind\"`".to_owned()),
            LedgerError::NoAdministration { table } => Some(format!(
                "name its column under `[ledger.{table}.columns]`: `administration = \"<column in the file>\"`, or set \
                 `administration = \"folder\"` under `[ledger]`"
            )),
            LedgerError::AdministrationUnclear { from, .. } => Some(match from {
                AdministrationFrom::Folder => "each administration needs a folder of its own: `path = \"*/invoices.csv\"`".to_owned(),
                AdministrationFrom::Wildcard => "the path of each table needs a `*`, not `**`: `path = \"invoices-*.csv\"`".to_owned(),
            }),
            LedgerError::AdministrationTwice { table, .. } => Some(two_folders_hint(*table)),
            LedgerError::MergeCircle { .. } => Some("a line there is `\"id\" = \"id it is merged into\"`".to_owned()),
            _ => None,
        }
    }
}
