//! Ids that stand in several columns of a file: `invoice_id = ["BELNR", "GJAHR"]`, where numbers begin again every year.
//!
//! In a config they are a list. Within, the names are one text, joined by a character that stands in no header; so are the
//! cells until they are read, when every part must be filled. In the ledger the parts are joined by [`MARK`].

use arrears_formats::TextColumn;
use polars::prelude::{NamedFrom, Series, StringChunked};

use crate::read::PlannedColumn;
use crate::read::plan::nearest;
use crate::{LedgerError, Table};

/// What stands between the parts of an id, as it is in the ledger and as messages name its columns.
pub(crate) const MARK: &str = "/";

/// What stands between them until then.
pub(crate) const BETWEEN: char = '\u{1f}';

/// The names of the columns that a source in a config is; one for most.
pub(crate) fn names(source: &str) -> Vec<String> {
    let names = source.split(BETWEEN).map(|name| name.trim().to_owned());
    names.collect()
}

/// The parts of an id as one.
pub(crate) enum Joined {
    /// No part says anything.
    Missing,
    /// Some parts are empty: the id names nothing for sure.
    Incomplete(String),
    /// Every part is there.
    Whole(String),
}

impl Joined {
    /// Of a cell in which the parts stand as they are in the file.
    pub fn of(cell: &str) -> Joined {
        let parts: Vec<&str> = cell.split(BETWEEN).map(str::trim).collect();
        let n_filled = parts.iter().filter(|part| !part.is_empty()).count();
        match n_filled {
            0 => Joined::Missing,
            n if n < parts.len() => Joined::Incomplete(parts.join(MARK)),
            _ => Joined::Whole(parts.join(MARK)),
        }
    }
}

/// An id to be put together: the positions of its parts in a file.
pub(crate) type Parts = Vec<usize>;

/// A file's header with the ids that are put together behind its own columns, and where the parts of each stand.
pub(crate) fn extended(
    planned: &[PlannedColumn],
    file: &str,
    header: &[String],
) -> Result<(Vec<String>, Vec<Parts>), LedgerError> {
    let (mut all, mut joins) = (header.to_vec(), Vec::new());
    for column in planned.iter().filter(|column| !column.parts.is_empty()) {
        let found = |name: &String| header.iter().position(|known| known == name);
        let positions: Vec<Option<usize>> = column.parts.iter().map(found).collect();
        let absent = positions.iter().position(Option::is_none);
        match absent {
            None => {
                all.push(column.source.clone());
                joins.push(positions.into_iter().flatten().collect());
            }
            Some(absent) if column.expected => {
                let wanted = &column.parts[absent];
                return Err(LedgerError::MissingColumn {
                    file: file.to_owned(),
                    table: column.table,
                    canonical: column.canonical.as_str().into(),
                    wanted: wanted.as_str().into(),
                    present: header.to_vec(),
                    nearest: nearest(wanted, header.iter().map(String::as_str)),
                });
            }
            Some(_) => {}
        }
    }
    Ok((all, joins))
}

/// The cells of a text put together.
pub(crate) fn joined_text(columns: &[TextColumn], parts: &Parts) -> TextColumn {
    let parts: Vec<&TextColumn> = parts.iter().map(|&position| &columns[position]).collect();
    TextColumn::joined(&parts, BETWEEN)
}

/// Columns of a Parquet file put together, each as text.
pub(crate) fn joined_series(parts: &[StringChunked]) -> Series {
    let n_rows = parts.first().map_or(0, StringChunked::len);
    let cells = (0..n_rows).map(|row| {
        let cells = parts.iter().map(|part| part.get(row).unwrap_or_default());
        cells.collect::<Vec<_>>().join("\u{1f}")
    });
    Series::new("".into(), cells.collect::<Vec<String>>())
}

/// Only ids may stand in several columns, each of them named.
pub(crate) fn prove(table: Table, key: &str, source: &str, is_id: bool) -> Result<(), LedgerError> {
    let names = names(source);
    let reason = match names.len() {
        1 => return Ok(()),
        _ if !is_id => "only ids may, such as `invoice_id`",
        _ if names.iter().any(String::is_empty) => "each must have a name",
        _ if is_twice(&names) => "each must be another one",
        _ => return Ok(()),
    };
    Err(LedgerError::SeveralColumns {
        table,
        key: key.to_owned(),
        reason,
    })
}

fn is_twice(names: &[String]) -> bool {
    let mut later = names.iter().enumerate();
    later.any(|(index, name)| names[..index].contains(name))
}

/// `[ledger.<table>.columns]` in a config: a name, or a list of names.
pub(crate) mod columns {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::BETWEEN;

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Names {
        One(String),
        Several(Vec<String>),
    }

    /// A source with several names as a list.
    pub fn serialize<S: Serializer>(
        columns: &BTreeMap<String, String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let names = |source: &String| match source.contains(BETWEEN) {
            true => Names::Several(source.split(BETWEEN).map(str::to_owned).collect()),
            false => Names::One(source.clone()),
        };
        let columns = columns.iter().map(|(key, source)| (key, names(source)));
        serializer.collect_map(columns)
    }

    /// A list as a source with several names.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<String, String>, D::Error> {
        let columns = BTreeMap::<String, toml::Value>::deserialize(deserializer)?;
        let one = |(key, value): (String, toml::Value)| {
            let wrong = |found: &str| {
                de::Error::custom(format!(
                    "`{key}` must be the name of a column, or of ids a list of names such as [\"BELNR\", \"GJAHR\"], \
                     found {found}"
                ))
            };
            let source = match value {
                toml::Value::String(name) => name,
                toml::Value::Array(names) if names.is_empty() => {
                    return Err(wrong("an empty list"));
                }
                toml::Value::Array(names) => {
                    let text = |name: &toml::Value| name.as_str().map(str::to_owned);
                    let texts: Option<Vec<String>> = names.iter().map(text).collect();
                    texts
                        .ok_or_else(|| wrong(&toml::Value::Array(names).to_string()))?
                        .join(&BETWEEN.to_string())
                }
                value => return Err(wrong(&value.to_string())),
            };
            Ok((key, source))
        };
        columns.into_iter().map(one).collect()
    }
}
