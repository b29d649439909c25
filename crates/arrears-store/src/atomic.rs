//! One file, written so that a reader sees the old one or the new one, whole.
//!
//! The bytes go to a temporary file in the same folder, are forced to disk, and the file is renamed over the
//! old one; then the folder is forced to disk, so that the rename survives a power cut too.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// Writes `bytes` to `path`, replacing the file that is there, all or nothing. The folder must exist. A link is followed;
/// a folder, a device or a pipe is refused: the rename would put a file in its place.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let path = &target(path)?;
    let folder = folder_of(path);
    let mut temporary = tempfile::Builder::new()
        .prefix(".arrears-")
        .suffix(".tmp")
        .tempfile_in(&folder)
        .map_err(|error| unmade(error, path, &folder))?;
    temporary
        .write_all(bytes)
        .map_err(StoreError::io("write", path))?;
    set_usual_permissions(temporary.as_file(), path)?;
    temporary
        .as_file()
        .sync_all()
        .map_err(StoreError::io("write", path))?;
    temporary
        .persist(path)
        .map_err(|error| StoreError::io("write", path)(error.error))?;
    sync_folder(&folder)
}

/// Why nothing can be made in the folder.
fn unmade(error: std::io::Error, path: &Path, folder: &Path) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::NoFolder {
            path: path.to_path_buf(),
            folder: folder.to_path_buf(),
        },
        _ => StoreError::io("write", path)(error),
    }
}

/// The file that is written: where a link leads, and nothing but a regular file.
fn target(path: &Path) -> Result<PathBuf, StoreError> {
    let failed = |source| StoreError::io("write", path)(source);
    match fs::symlink_metadata(path) {
        Err(_) => Ok(path.to_path_buf()),
        Ok(found) if found.is_file() => Ok(path.to_path_buf()),
        Ok(found) if found.is_symlink() => target(&path.canonicalize().map_err(failed)?),
        Ok(found) if found.is_dir() => Err(failed(std::io::ErrorKind::IsADirectory.into())),
        Ok(_) => Err(StoreError::NotAText {
            action: "write",
            path: path.to_path_buf(),
            why: "it is not a regular file",
        }),
    }
}

/// The folder a path stands in; the working directory for a bare name.
pub(crate) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Whether a file, or a device, stands where a folder is wanted.
pub(crate) fn is_no_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_dir())
}

/// Forces a folder's list of names to disk.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let handle = File::open(folder).map_err(StoreError::io("open", folder))?;
    match handle.sync_all() {
        // Some network file systems cannot sync a folder; there is nothing better to do there.
        Err(error) if error.kind() != std::io::ErrorKind::InvalidInput => {
            Err(StoreError::io("write", folder)(error))
        }
        _ => Ok(()),
    }
}

/// Elsewhere a folder has no handle to sync.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Forces every file and folder below `folder` to disk.
pub(crate) fn sync_tree(folder: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::io("open", folder))? {
        let path = entry.map_err(StoreError::io("open", folder))?.path();
        if path.is_dir() {
            sync_tree(&path)?;
        } else {
            let file = File::open(&path).map_err(StoreError::io("open", &path))?;
            file.sync_all().map_err(StoreError::io("write", &path))?;
        }
    }
    sync_folder(folder)
}

/// A temporary file is private to its owner; a result is as readable as any file the user makes, or as the
/// file it replaces.
#[cfg(unix)]
fn set_usual_permissions(file: &File, path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = match fs::metadata(path) {
        Ok(old) => old.permissions().mode() & 0o777,
        Err(_) => 0o666 & !umask(),
    };
    file.set_permissions(fs::Permissions::from_mode(mode))
        .map_err(StoreError::io("write", path))
}

#[cfg(not(unix))]
fn set_usual_permissions(_: &File, _: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// The process's umask. It can only be read by setting it, which other threads would see, so it is read from
/// the kernel's text where there is one; 022 otherwise.
#[cfg(unix)]
pub(crate) fn umask() -> u32 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Umask:"));
    line.and_then(|octal| u32::from_str_radix(octal.trim(), 8).ok())
        .unwrap_or(0o022)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn replaces_the_whole_file_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file.txt");
        write_atomic(&path, b"a long first text").unwrap();
        write_atomic(&path, b"short").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"short");
        assert_eq!(names(dir.path()), ["file.txt"]);
    }

    #[test]
    fn a_folder_in_the_way_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("taken");
        fs::create_dir(&path).unwrap();
        let error = write_atomic(&path, b"text").unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot write `{}`: is a directory", path.display())
        );
        assert_eq!(names(dir.path()), ["taken"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_result_is_readable_as_any_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let (plain, ours) = (dir.path().join("plain"), dir.path().join("ours"));
        fs::write(&plain, "x").unwrap();
        write_atomic(&ours, b"x").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&plain), mode(&ours));
    }
}
