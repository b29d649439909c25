//! From the paths of a config to files on disk.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::document;
use crate::{LedgerError, Table, TableConfig};

/// A file of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileRef {
    /// As the config names it (a pattern: as it matched, relative to the config).
    pub name: String,
    /// As opened.
    pub path: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// When it was last written, where the system tells.
    pub modified: Option<SystemTime>,
}

impl FileRef {
    /// A file as it is before anything of it is read.
    pub fn of(name: String, path: PathBuf, metadata: &Metadata) -> Self {
        Self {
            name,
            path,
            bytes: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }

    /// Whether the file is Parquet, judged by its first bytes.
    pub fn is_parquet(&self) -> bool {
        use std::io::Read as _;
        let mut magic = [0; 4];
        let read = std::fs::File::open(&self.path).and_then(|mut file| file.read_exact(&mut magic));
        read.is_ok() && &magic == b"PAR1"
    }
}

/// The files of a table, in the order of their names.
pub(crate) fn resolve(
    table: Table,
    config: &TableConfig,
    base_dir: &Path,
) -> Result<Vec<FileRef>, LedgerError> {
    if config.path.trim().is_empty() {
        return Err(LedgerError::NoPath { table });
    }
    let path = base_dir.join(&config.path);
    let is_pattern = config.path.contains(['*', '?', '[']);
    if path.is_dir() {
        let files = in_folder(&config.path, &path)?;
        if document::holds_documents(&files)? {
            return Ok(files);
        }
    }
    if !is_pattern || path.exists() {
        return Ok(vec![file_at(table, config.path.clone(), path)?]);
    }
    matching(table, &config.path, base_dir)
}

/// The files directly in a folder, in the order of their names, but for hidden ones.
pub(crate) fn in_folder(name: &str, folder: &Path) -> Result<Vec<FileRef>, LedgerError> {
    let failed = |source| LedgerError::Io {
        path: folder.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let own = path.file_name().unwrap_or_default().to_string_lossy();
        if own.starts_with('.') || !path.is_file() {
            continue;
        }
        let name = Path::new(name).join(&*own).to_string_lossy().into_owned();
        let metadata = std::fs::metadata(&path).map_err(failed)?;
        files.push(FileRef::of(name, path, &metadata));
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn matching(table: Table, pattern: &str, base_dir: &Path) -> Result<Vec<FileRef>, LedgerError> {
    let bad = |reason: String| LedgerError::BadPattern {
        table,
        path: pattern.to_owned(),
        reason,
    };
    let base = base_dir
        .to_str()
        .ok_or_else(|| bad("the folder of the config is not named in UTF-8".to_owned()))?;
    let escaped = PathBuf::from(glob::Pattern::escape(base)).join(pattern);
    let escaped = escaped.to_string_lossy();
    let mut files = Vec::new();
    for entry in glob::glob(&escaped).map_err(|error| bad(error.msg.to_owned()))? {
        let path = entry.map_err(|error| LedgerError::Io {
            path: error.path().to_owned(),
            source: error.into(),
        })?;
        if path.is_file() {
            let name = path
                .strip_prefix(base_dir)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            files.push(file_at(table, name, path)?);
        }
    }
    if files.is_empty() {
        return Err(LedgerError::MissingFile {
            table,
            path: base_dir.join(pattern),
        });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// A regular file: reading a pipe or device could block or never end.
fn file_at(table: Table, name: String, path: PathBuf) -> Result<FileRef, LedgerError> {
    let metadata = match std::fs::metadata(&path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(LedgerError::MissingFile { table, path });
        }
        Err(source) => return Err(LedgerError::Io { path, source }),
    };
    if !metadata.is_file() {
        return Err(LedgerError::NotAFile { path });
    }
    Ok(FileRef::of(name, path, &metadata))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve_in(dir: &Path, path: &str) -> Result<Vec<String>, String> {
        resolve(Table::Invoices, &TableConfig::at(path), dir)
            .map(|files| files.into_iter().map(|file| file.name).collect())
            .map_err(|error| error.to_string().replace(&dir.display().to_string(), "DIR"))
    }

    #[test]
    fn names_patterns_and_what_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("a[b]c");
        std::fs::create_dir_all(dir.join("export/sub.csv")).unwrap();
        for name in ["export/2.csv", "export/1.csv", "export/10.txt", "x[1].csv"] {
            std::fs::write(dir.join(name), "a\n").unwrap();
        }
        assert_eq!(
            resolve_in(&dir, "export/*.csv"),
            Ok(vec!["export/1.csv".to_owned(), "export/2.csv".to_owned()])
        );
        assert_eq!(
            resolve_in(&dir, "x[1].csv"),
            Ok(vec!["x[1].csv".to_owned()]),
            "a file of that very name"
        );
        assert_eq!(
            resolve_in(&dir, "no.csv"),
            Err("the file `DIR/no.csv` of table `invoices` does not exist".to_owned())
        );
        assert_eq!(
            resolve_in(&dir, "no*.csv"),
            Err("the file `DIR/no*.csv` of table `invoices` does not exist".to_owned())
        );
        assert_eq!(
            resolve_in(&dir, "export"),
            Err("`DIR/export` is not a regular file".to_owned())
        );
        assert_eq!(
            resolve_in(&dir, " "),
            Err("`[ledger.invoices]` has no `path`".to_owned())
        );
        let bad = resolve_in(&dir, "ex***.csv").unwrap_err();
        assert!(
            bad.starts_with("the path `ex***.csv` of table `invoices` is no valid pattern: "),
            "{bad}"
        );
    }
}
