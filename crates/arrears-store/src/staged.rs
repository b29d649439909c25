//! A folder of results, replaced as a whole.
//!
//! Files are written into a staging folder beside the target. [`StagedDir::commit`] forces them to disk and
//! exchanges the two folders in one step of the file system (`renameat2` with `RENAME_EXCHANGE`), so that a
//! reader sees the old results or the new ones, whole. Where the file system cannot exchange, two renames do
//! it, and for the instant between them the target is absent.
//!
//! A staging folder belongs to the process that holds the lock beside it. One whose lock is free was left by a
//! process that died, and is removed by the next job that writes to the same target.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::atomic::{folder_of, is_no_folder, sync_folder, sync_tree};
use crate::error::StoreError;
use crate::json::to_json;
use crate::lock::Lock;
use crate::manifest::{MANIFEST, Manifest, OutputFile, OutputKind, added_to, kind_of, list_files};

/// A folder being filled, beside the one it will replace. Dropping it uncommitted removes it.
#[derive(Debug)]
pub struct StagedDir {
    target: PathBuf,
    staging: PathBuf,
    kind: OutputKind,
    /// Marks the staging folder as alive; let go after it is gone (fields drop in order, after `drop`).
    _lock: Lock,
}

impl StagedDir {
    /// Opens a staging folder for `target`, after proving that the target may be replaced. Missing parent
    /// folders are made; what earlier, dead processes left behind is removed.
    pub fn beside(target: &Path, kind: OutputKind) -> Result<StagedDir, StoreError> {
        check_replaceable(target, kind)?;
        // Through a symbolic link, the folder it points to is exchanged, not the link.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_path_buf());
        let parent = folder_of(&target);
        fs::create_dir_all(&parent).map_err(StoreError::io("make", &parent))?;
        sweep(&target);
        let (staging, lock) = new_staging(&target)?;
        Ok(StagedDir {
            target,
            staging,
            kind,
            _lock: lock,
        })
    }

    /// Proves that `target` may be replaced, without touching anything.
    pub fn check(target: &Path, kind: OutputKind) -> Result<(), StoreError> {
        check_replaceable(target, kind)
    }

    /// Where to write the files.
    pub fn path(&self) -> &Path {
        &self.staging
    }

    /// The folder that will be replaced.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Writes one file; `name` may hold `/`. It is forced to disk by [`StagedDir::commit`].
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.staging.join(name);
        let folder = folder_of(&path);
        fs::create_dir_all(&folder).map_err(StoreError::io("make", &folder))?;
        // The user knows the target's name, not the staging folder's.
        fs::write(&path, bytes).map_err(StoreError::io("write", &self.target.join(name)))
    }

    /// Every file written so far, by name, with length and hash.
    pub fn files(&self) -> Result<Vec<OutputFile>, StoreError> {
        list_files(&self.staging)
    }

    /// Writes `manifest.json`: the mark of the folder, the fields of `body`, and every file with its hash. Call
    /// it last.
    pub fn write_manifest<T: Serialize>(&self, body: &T) -> Result<(), StoreError> {
        let manifest = Manifest::new(self.kind, body, self.files()?);
        self.write(MANIFEST, &to_json(&manifest)?)
    }

    /// Puts the folder in the target's place and removes what was there.
    pub fn commit(self) -> Result<(), StoreError> {
        if kind_of(&self.staging) != Some(self.kind) {
            return Err(StoreError::NoManifest {
                path: self.staging.clone(),
            });
        }
        // It was replaceable when we began; someone may have put something there since.
        check_replaceable(&self.target, self.kind)?;
        sync_tree(&self.staging)?;
        let parent = folder_of(&self.target);
        if self.target.exists() {
            exchange(&self.staging, &self.target)?;
        } else {
            fs::rename(&self.staging, &self.target)
                .map_err(StoreError::io("write", &self.target))?;
        }
        sync_folder(&parent)
        // The drop that follows removes what now stands in the staging folder's place: the old results.
    }
}

impl Drop for StagedDir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// A folder may be replaced when it is absent, empty, or holds the same kind of result (a generated ledger: and
/// nothing else).
fn check_replaceable(target: &Path, kind: OutputKind) -> Result<(), StoreError> {
    if let Some(file) = target.ancestors().find(|path| is_no_folder(path)) {
        return Err(StoreError::NotAFolder {
            path: target.to_path_buf(),
            file: file.to_path_buf(),
        });
    }
    let mut entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io("open", target)(error)),
    };
    if entries.next().is_none() {
        return Ok(());
    }
    match kind_of(target) {
        // A run's folder is replaced every month, whatever was put in it. A generated ledger is worked in: runs
        // and notes of one's own may stand beside its files.
        Some(OutputKind::Ledger) if kind == OutputKind::Ledger => match added_to(target) {
            None => Ok(()),
            Some(name) => Err(StoreError::NotOurFile {
                path: target.to_path_buf(),
                name,
            }),
        },
        Some(found) if found == kind => Ok(()),
        Some(found) => Err(StoreError::OtherKind {
            path: target.to_path_buf(),
            found,
            wanted: kind,
        }),
        None => Err(StoreError::NotOurs {
            path: target.to_path_buf(),
        }),
    }
}

const STAGING: &str = ".staging";
const LOCK: &str = ".lock";
/// Old results on their way out, where the file system cannot exchange.
const ASIDE: &str = ".aside";

/// The start of every name this module makes beside `target`.
fn prefix_of(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or_default());
    prefix.push(".arrears-");
    prefix
}

/// A name of this module's own beside `target`.
fn beside(target: &Path, stem: &str, ending: &str) -> PathBuf {
    let mut name = prefix_of(target);
    name.push(stem);
    name.push(ending);
    folder_of(target).join(name)
}

/// Makes a staging folder with a name nobody has, its lock first, so that no other process sweeps it away.
fn new_staging(target: &Path) -> Result<(PathBuf, Lock), StoreError> {
    for attempt in 0..100 {
        let stem = format!("{}-{attempt}", std::process::id());
        let Some(lock) = Lock::try_acquire(&beside(target, &stem, LOCK))
            .map_err(|error| as_target(error, target))?
        else {
            continue;
        };
        let staging = beside(target, &stem, STAGING);
        match fs::create_dir(&staging) {
            Ok(()) => return Ok((staging, lock)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StoreError::io("write", target)(error)),
        }
    }
    Err(StoreError::io("write", target)(
        std::io::ErrorKind::AlreadyExists.into(),
    ))
}

/// Names the folder the user asked for instead of a file of our own beside it.
fn as_target(error: StoreError, target: &Path) -> StoreError {
    match error {
        StoreError::Io { action, source, .. } => StoreError::Io {
            action,
            path: target.to_path_buf(),
            source,
        },
        other => other,
    }
}

/// Removes the staging folders of dead processes. Best effort: what cannot be removed stays.
fn sweep(target: &Path) {
    let prefix = prefix_of(target);
    let Ok(entries) = fs::read_dir(folder_of(target)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(rest) = name
            .as_encoded_bytes()
            .strip_prefix(prefix.as_encoded_bytes())
        else {
            continue;
        };
        let Some(stem) = [STAGING, LOCK, ASIDE]
            .iter()
            .find_map(|ending| rest.strip_suffix(ending.as_bytes()))
        else {
            continue;
        };
        let stem = String::from_utf8_lossy(stem);
        // Its lock being free proves its owner dead; holding it keeps other sweepers away.
        if let Ok(Some(_lock)) = Lock::try_acquire(&beside(target, &stem, LOCK)) {
            let aside = beside(target, &stem, ASIDE);
            // Its owner died between its two renames: the old results go back.
            if !target.exists() && aside.exists() {
                let _ = fs::rename(&aside, target);
            }
            let _ = fs::remove_dir_all(beside(target, &stem, STAGING));
            let _ = fs::remove_dir_all(aside);
        }
    }
}

/// Exchanges two folders in one step where the file system can, and in two renames where it cannot.
fn exchange(staging: &Path, target: &Path) -> Result<(), StoreError> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, staging, CWD, target, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(
                rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP,
            ) => {}
            Err(errno) => return Err(StoreError::io("write", target)(errno.into())),
        }
    }
    rename_both(staging, target)
}

/// The way without an exchange: old results aside, new ones in place. Undone when the second step fails.
fn rename_both(staging: &Path, target: &Path) -> Result<(), StoreError> {
    let aside = staging.with_extension(&ASIDE[1..]);
    fs::rename(target, &aside).map_err(StoreError::io("write", target))?;
    if let Err(error) = fs::rename(staging, target) {
        let _ = fs::rename(&aside, target);
        return Err(StoreError::io("write", target)(error));
    }
    fs::rename(&aside, staging).map_err(StoreError::io("write", target))
}

#[cfg(test)]
mod tests;
