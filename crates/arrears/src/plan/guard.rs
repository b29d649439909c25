//! A job must never write over its own input.
//!
//! A folder of results is replaced as a whole. If the config, the ledger or the models stood inside it, the
//! job would remove what it has just read.

use std::path::{Component, Path, PathBuf};

use arrears_ledger::Table;
use arrears_store::{OutputKind, StagedDir, begins_with};

use super::Settings;
use crate::error::Error;

/// Refuses a folder of results that holds the config, a file of the ledger or the registry, or that may not be
/// replaced: before the work, not after it.
pub fn outputs(
    settings: &Settings,
    out: &Path,
    kind: OutputKind,
    registry: Option<&Path>,
) -> Result<(), Error> {
    let mut inputs = vec![settings.config_path.clone()];
    inputs.extend(settings.policy.path.clone());
    let tables = Table::ALL
        .iter()
        .filter_map(|table| settings.config.ledger.table(*table));
    inputs.extend(tables.map(|table| settings.base_dir.join(fixed_part(&table.path))));
    inputs.extend(balances(settings));
    inputs.extend(registry.map(Path::to_path_buf));
    inputs.iter().try_for_each(|path| kept(out, path))?;
    Ok(StagedDir::check(out, kind)?)
}

/// Refuses a folder of results that holds a file or folder which is read.
pub fn kept(out: &Path, path: &Path) -> Result<(), Error> {
    match real(path).starts_with(real(out)) {
        false => Ok(()),
        true => Err(Error::Usage {
            message: format!(
                "the results would replace `{}`, which holds `{}`",
                out.display(),
                path.display()
            ),
            hint: "give a folder of its own with `--out DIR`".into(),
        }),
    }
}

/// Refuses to write a single file into a folder of results, which is replaced as a whole and then no longer could be.
pub fn outside(file: &Path, results: &Path) -> Result<(), Error> {
    match real(file).starts_with(real(results)) {
        false => Ok(()),
        true => Err(Error::Usage {
            message: format!(
                "`{}` lies within the results `{}`, which are kept as they were made",
                file.display(),
                results.display()
            ),
            hint: "give a file elsewhere with `--out FILE`".into(),
        }),
    }
}

/// Refuses to write a single file over the config or a file of the ledger, or over a file that does not begin as
/// `ours` does.
pub fn output_file(settings: &Settings, out: &Path, ours: &str) -> Result<(), Error> {
    let out_real = real(out);
    let mut kept = vec![settings.config_path.clone()];
    kept.extend(settings.policy.path.clone());
    let tables = Table::ALL
        .iter()
        .filter_map(|table| settings.config.ledger.table(*table));
    kept.extend(tables.map(|table| settings.base_dir.join(&table.path)));
    kept.extend(balances(settings));
    let is_input = kept.iter().any(|path| real(path) == out_real);
    if is_input || begins_with(out, ours.as_bytes()) == Some(false) {
        return Err(Error::Usage {
            message: format!(
                "`{}` holds something else, which would be lost",
                out.display()
            ),
            hint: "give another file with `--out FILE`".into(),
        });
    }
    Ok(())
}

/// Endings of formats that hold no text with commas: such a file would not open as what it says it is.
const OTHER_FORMATS: [&str; 18] = [
    "xlsx", "xlsm", "xlsb", "xls", "ods", "numbers", "parquet", "arrow", "feather", "json",
    "jsonl", "ndjson", "xml", "html", "pdf", "docx", "zip", "gz",
];

/// Refuses a place for text with commas that is no file, as `-`, or that bears the name of another format; `such` is a
/// name that would do.
pub(crate) fn comma_separated(out: &Path, such: &str) -> Result<(), Error> {
    let hint = format!("name a file that ends in `.csv`: `--out {such}`");
    if out.as_os_str() == "-" {
        return Err(Error::Usage {
            message: "`-` is no file, and nothing of this is written to standard output".into(),
            hint,
        });
    }
    let ending = out.extension().unwrap_or_default().to_string_lossy();
    let is_other = OTHER_FORMATS.contains(&ending.to_lowercase().as_str());
    match is_other {
        false => Ok(()),
        true => Err(Error::Usage {
            message: format!(
                "`{}` ends in `.{ending}`, but what is written is CSV",
                out.display()
            ),
            hint,
        }),
    }
}

/// The table of the general ledger's balances, if there is one.
fn balances(settings: &Settings) -> Option<PathBuf> {
    let control = settings.config.ledger.control.as_ref()?;
    Some(settings.base_dir.join(control.path.as_ref()?))
}

/// The part of a path before its first wildcard.
fn fixed_part(path: &str) -> &str {
    match path.find(['*', '?', '[']) {
        Some(wildcard) => path[..wildcard]
            .rsplit_once(['/', '\\'])
            .map_or("", |(folder, _)| folder),
        None => path,
    }
}

/// The path without links, `.` and `..`, also when its last parts do not exist yet.
fn real(path: &Path) -> PathBuf {
    let here = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let absolute = std::path::absolute(here).unwrap_or_else(|_| here.to_path_buf());
    for ancestor in absolute.ancestors() {
        if let (Ok(found), Ok(rest)) = (ancestor.canonicalize(), absolute.strip_prefix(ancestor)) {
            return rest.components().fold(found, |mut path, part| {
                match part {
                    Component::ParentDir => {
                        path.pop();
                    }
                    Component::CurDir => {}
                    other => path.push(other),
                }
                path
            });
        }
    }
    absolute
}
