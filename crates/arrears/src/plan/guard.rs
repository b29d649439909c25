//! A job must never write over its own input.
//!
//! A folder of results is replaced as a whole. If the config, the ledger or the models stood inside it, the
//! job would remove what it has just read.

use std::path::{Component, Path, PathBuf};

use arrears_ledger::Table;
use arrears_store::{OutputKind, StagedDir};

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
    let out_real = real(out);
    let mut kept = vec![settings.config_path.clone()];
    let tables = Table::ALL
        .iter()
        .filter_map(|table| settings.config.ledger.table(*table));
    kept.extend(tables.map(|table| settings.base_dir.join(fixed_part(&table.path))));
    kept.extend(registry.map(Path::to_path_buf));
    match kept.iter().find(|path| real(path).starts_with(&out_real)) {
        None => Ok(StagedDir::check(out, kind)?),
        Some(path) => Err(Error::Usage {
            message: format!(
                "the results would replace `{}`, which holds `{}`",
                out.display(),
                path.display()
            ),
            hint: "give a folder of its own with `--out DIR`".into(),
        }),
    }
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
