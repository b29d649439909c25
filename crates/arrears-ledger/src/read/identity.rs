//! From the ids in a file to the ids of the ledger, as the config says: leading zeros, administrations, merged customers.
//!
//! Every table goes through this before anything is looked up by an id, so that all of them agree. Nothing is merged
//! because it looks alike: what does is flagged, and one line of config makes it one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use polars::prelude::*;

use super::reasons;
use super::sheets::file_of;
use super::table::Loaded;
use super::view::{TextView, ours};
use crate::schema::ColumnType;
use crate::{AdministrationFrom, IdForm, LedgerConfig, LedgerError, RejectKind};

/// Columns that hold the id of a customer.
const CUSTOMER_IDS: [&str; 2] = ["customer_id", "parent_id"];
/// Columns that hold the id of an invoice.
const INVOICE_IDS: [&str; 2] = ["invoice_id", "credits_invoice_id"];
/// Columns that hold the id of a booking.
const BOOKING_IDS: [&str; 2] = ["clearing_id", "entry_id"];

/// What an id is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IdKind {
    Customer,
    Invoice,
    Booking,
}

impl IdKind {
    /// That of a column; `None` where it holds no ids.
    fn of(column: &str) -> Option<IdKind> {
        if CUSTOMER_IDS.contains(&column) {
            Some(IdKind::Customer)
        } else if INVOICE_IDS.contains(&column) {
            Some(IdKind::Invoice)
        } else {
            BOOKING_IDS.contains(&column).then_some(IdKind::Booking)
        }
    }
}

/// How ids become those of the ledger.
pub(crate) struct Identity {
    form: IdForm,
    administration: Option<AdministrationFrom>,
    /// By id, the id it is merged into in the end.
    merged: BTreeMap<String, String>,
    /// Merged ids that a row has.
    met: BTreeSet<String>,
    /// Whether ids bear their administration; known once the invoices are read.
    has_administrations: Option<bool>,
}

impl Identity {
    pub fn new(config: &LedgerConfig) -> Result<Identity, LedgerError> {
        Ok(Identity {
            form: config.ids,
            administration: config.administration,
            merged: resolve_merges(&config.merge_customers)?,
            met: BTreeSet::new(),
            has_administrations: None,
        })
    }

    /// Rewrites the ids of a table whose files were named by `pattern`.
    pub fn apply(
        &mut self,
        table: &mut Loaded,
        pattern: &str,
        notes: &mut Vec<String>,
    ) -> Result<(), LedgerError> {
        let administrations = self.administrations(table, pattern, notes)?;
        if self.form == IdForm::Exact && administrations.is_none() && self.merged.is_empty() {
            return Ok(());
        }
        for index in 0..table.columns.len() {
            let name = table.columns[index].planned.canonical.as_str();
            let Some(kind) = IdKind::of(name) else {
                continue;
            };
            let ids = table.columns[index].series.str();
            let ids = TextView(ids.map_err(ours("rewriting ids"))?.clone());
            let is_key = name == "customer_id";
            let mut builder = StringChunkedBuilder::new(ids.0.name().clone(), ids.0.len());
            for row in 0..ids.0.len() {
                let of_row = administrations.as_ref().map(|of| of.get(row));
                let Some(id) = ids.get(row) else {
                    builder.append_null();
                    continue;
                };
                let plain = with_administration(id, of_row);
                let id = self.rewritten(id, of_row, kind);
                if is_key && id != plain {
                    table.moved.push(row);
                }
                builder.append_value(id);
            }
            table.columns[index].series = builder.finish().into_series();
        }
        Ok(())
    }

    /// Merges that met no row: the id may be misspelt.
    pub fn notes(&self) -> Vec<String> {
        let unmet = self.merged.keys().filter(|id| !self.met.contains(*id));
        unmet
            .map(|id| {
                format!(
                    "`[ledger.merge_customers]` names `{}`, and no row has that customer",
                    arrears_formats::shown(id)
                )
            })
            .collect()
    }

    fn rewritten(
        &mut self,
        id: &str,
        administration: Option<Option<&str>>,
        kind: IdKind,
    ) -> String {
        if kind == IdKind::Booking {
            // Zeros alone are how programs write that there is none.
            let is_none = id.bytes().all(|byte| byte == b'0');
            let administration = administration.filter(|_| !is_none);
            return with_administration(id, administration);
        }
        let id = match self.form {
            IdForm::Exact => id,
            IdForm::StripLeadingZeros => without_leading_zeros(id),
        };
        let id = with_administration(id, administration);
        match self.merged.get(&id).filter(|_| kind == IdKind::Customer) {
            None => id,
            Some(into) => {
                let into = into.clone();
                self.met.insert(id);
                into
            }
        }
    }

    /// The administration of each row, if the ledger tells administrations apart.
    fn administrations(
        &mut self,
        table: &mut Loaded,
        pattern: &str,
        notes: &mut Vec<String>,
    ) -> Result<Option<TextView>, LedgerError> {
        if let Some(from) = self.administration {
            set_from_files(table, pattern, from)?;
        }
        let found = table.text("administration")?;
        let expected = *self.has_administrations.get_or_insert(found.is_some());
        match (expected, found) {
            (false, None) => Ok(None),
            (false, Some(_)) => {
                notes.push(format!(
                    "`{}` has a column `administration`, the invoices have none: it is not used",
                    table.table
                ));
                Ok(None)
            }
            (true, None) => Err(LedgerError::NoAdministration { table: table.table }),
            (true, Some(found)) => {
                reject_without(table, &found);
                Ok(Some(found))
            }
        }
    }
}

fn with_administration(id: &str, administration: Option<Option<&str>>) -> String {
    match administration {
        Some(administration) => format!("{}/{id}", administration.unwrap_or_default()),
        None => id.to_owned(),
    }
}

/// Rows of no administration.
fn reject_without(table: &mut Loaded, found: &TextView) {
    for row in (0..table.n_rows()).filter(|&row| found.get(row).is_none()) {
        let reason = reasons::missing(table.table, "administration");
        table.reject(row, "administration", "", RejectKind::Missing, reason);
    }
}

/// Sets the column `administration` from the names of the files.
fn set_from_files(
    table: &mut Loaded,
    pattern: &str,
    from: AdministrationFrom,
) -> Result<(), LedgerError> {
    if from == AdministrationFrom::Folder {
        refuse_two_folders_of_one_name(table)?;
    }
    let mut builder = StringChunkedBuilder::new("administration".into(), table.n_rows());
    for file in &table.files {
        let name = match from {
            AdministrationFrom::Folder => folder_of(file_of(&file.name)),
            AdministrationFrom::Wildcard => matched(pattern, file_of(&file.name)),
        };
        let Some(name) = name else {
            return Err(LedgerError::AdministrationUnclear {
                table: table.table,
                file: file.name.clone(),
                from,
            });
        };
        (0..file.n_rows).for_each(|_| builder.append_value(&name));
    }
    table.set(
        "administration",
        ColumnType::Text,
        builder.finish().into_series(),
    );
    Ok(())
}

/// Refuses two folders that bear one name: they would be taken for one administration.
fn refuse_two_folders_of_one_name(table: &Loaded) -> Result<(), LedgerError> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    for file in &table.files {
        let Some(name) = folder_of(&file.name) else {
            continue;
        };
        let known = *first.entry(name.clone()).or_insert(&file.name);
        if Path::new(known).parent() != Path::new(&file.name).parent() {
            return Err(LedgerError::AdministrationTwice {
                table: table.table,
                name,
                one: known.to_owned(),
                other: file.name.clone(),
            });
        }
    }
    Ok(())
}

/// The name of the folder a file lies in.
fn folder_of(file: &str) -> Option<String> {
    let folder = Path::new(file).parent()?.file_name()?;
    Some(folder.to_string_lossy().into_owned())
}

/// What the first wildcard of a pattern stands for in a name that it matches.
fn matched(pattern: &str, file: &str) -> Option<String> {
    let is_wild = |part: &str| part.contains(['*', '?', '[']);
    let parts = |text: &str| -> Vec<String> {
        Path::new(text)
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect()
    };
    let (pattern, file) = (parts(pattern), parts(file));
    let at = pattern.iter().position(|part| is_wild(part))?;
    let (wild, name) = (&pattern[at], file.get(at)?);
    if pattern.len() != file.len() || wild == "**" {
        return None;
    }
    let start = wild.find(['*', '?', '['])?;
    let end = wild.len() - wild.rfind(['*', '?', ']'])? - 1;
    let matched = name.get(start..name.len().checked_sub(end)?)?;
    (!matched.is_empty()).then(|| matched.to_owned())
}

/// An id of digits alone without its leading zeros; the last digit always stays.
pub(crate) fn without_leading_zeros(id: &str) -> &str {
    if !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return id;
    }
    match id.trim_start_matches('0') {
        "" => id.get(id.len().saturating_sub(1)..).unwrap_or(id),
        stripped => stripped,
    }
}

/// Follows every merge to its end; refuses a circle.
pub(crate) fn resolve_merges(
    merges: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, LedgerError> {
    let mut resolved = BTreeMap::new();
    for (from, into) in merges {
        let mut end = into;
        let mut n_steps = 0;
        while let Some(next) = merges.get(end) {
            n_steps += 1;
            if n_steps > merges.len() {
                return Err(LedgerError::MergeCircle { id: from.clone() });
            }
            end = next;
        }
        if end == from {
            return Err(LedgerError::MergeCircle { id: from.clone() });
        }
        resolved.insert(from.clone(), end.clone());
    }
    Ok(resolved)
}

/// How an unknown id could be one that is known: for the reason of a reject.
pub(crate) struct NearIds(BTreeMap<String, String>);

impl NearIds {
    /// Known ids that differ from an unknown one only by leading zeros.
    pub fn new<'a>(
        unknown: impl Iterator<Item = &'a str>,
        known: impl Iterator<Item = &'a str>,
    ) -> NearIds {
        let wanted: BTreeSet<&str> = unknown.map(without_leading_zeros).collect();
        let mut near = BTreeMap::new();
        if !wanted.is_empty() {
            for id in known {
                let stripped = without_leading_zeros(id);
                if wanted.contains(stripped) && !near.contains_key(stripped) {
                    near.insert(stripped.to_owned(), id.to_owned());
                }
            }
        }
        NearIds(near)
    }

    /// The known id that differs from an unknown one only by leading zeros.
    pub fn of(&self, id: &str) -> Option<&str> {
        self.0.get(without_leading_zeros(id)).map(String::as_str)
    }

    /// Why the id of an invoice or a customer is unknown: the id that was perhaps meant, else what `otherwise` says.
    pub fn reason(&self, what: &str, id: &str, otherwise: impl FnOnce() -> String) -> String {
        match self.of(id) {
            None => otherwise(),
            Some(near) => format!(
                "unknown {what}: expected `{near}`, which differs only by leading zeros (`ids = \"strip-leading-zeros\"` \
                 under `[ledger]` takes such ids as one)"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_are_those_of_digits_alone() {
        for (id, stripped) in [
            ("00042", "42"),
            ("42", "42"),
            ("000", "0"),
            ("0A42", "0A42"),
            ("INV-0042", "INV-0042"),
            ("", ""),
        ] {
            assert_eq!(without_leading_zeros(id), stripped, "{id}");
        }
    }

    #[test]
    fn a_file_tells_its_administration_by_folder_or_wildcard() {
        assert_eq!(folder_of("clients/north/invoices.csv").unwrap(), "north");
        assert_eq!(folder_of("invoices.csv"), None);
        for (pattern, file, expected) in [
            ("*/invoices.csv", "north/invoices.csv", Some("north")),
            ("invoices-*.csv", "invoices-north.csv", Some("north")),
            ("in/*/2025/*.csv", "in/b/2025/x.csv", Some("b")),
            ("inv-??.csv", "inv-07.csv", Some("07")),
            ("inv-*-[ab].csv", "inv-n-a.csv", Some("n-a")),
            ("invoices.csv", "invoices.csv", None),
            ("**/x.csv", "a/x.csv", None),
            ("inv*.csv", "inv.csv", None),
        ] {
            assert_eq!(matched(pattern, file).as_deref(), expected, "{pattern}");
        }
    }

    #[test]
    fn merges_are_followed_to_their_end_and_circles_refused() {
        let merges = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(a, b)| (a.to_string(), b.to_string()));
            resolve_merges(&pairs.collect())
        };
        let chain = merges(&[("1", "2"), ("2", "3"), ("9", "3")]).unwrap();
        assert_eq!(
            chain.values().collect::<BTreeSet<_>>().len(),
            1,
            "all end in 3"
        );
        for circle in [
            &[("1", "1")][..],
            &[("1", "2"), ("2", "1")],
            &[("0", "1"), ("1", "2"), ("2", "1")],
        ] {
            let error = merges(circle).unwrap_err().to_string();
            assert!(error.contains("circle"), "{error}");
        }
    }
}
