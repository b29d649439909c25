//! An advisory lock: one writer at a time, and a dead one holds nothing.
//!
//! The lock is the operating system's lock on an open file, which ends with its process, however that ends.
//! The file's text says who holds it, for the message to the one who must wait. It is removed when the lock is
//! let go, so that a folder of results holds no trace of who made it.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::StoreError;

/// A lock held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Closing the file lets the lock go.
    _file: File,
}

/// Who holds a lock, as written in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockOwner {
    /// Process id on `host`.
    pub pid: Option<u32>,
    /// Name of the machine.
    pub host: Option<String>,
    /// Seconds since 1970-01-01 at which it was taken.
    pub since: Option<u64>,
}

impl Lock {
    /// Takes the lock at `path`, or says at once who has it. `what` is what the message calls it.
    pub fn acquire(path: &Path, what: &Path) -> Result<Lock, StoreError> {
        match Lock::try_acquire(path)? {
            Some(lock) => Ok(lock),
            None => Err(StoreError::Locked {
                path: what.to_path_buf(),
                owner: LockOwner::read(path),
            }),
        }
    }

    /// Takes the lock at `path`; `None` when another process has it.
    pub(crate) fn try_acquire(path: &Path) -> Result<Option<Lock>, StoreError> {
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(path)
                .map_err(StoreError::io("write", path))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(StoreError::io("lock", path)(error)),
            }
            // Its last owner may have removed the file between our opening and locking it; then we hold a
            // lock on a file nobody else will ever find.
            if still_named(&file, path) {
                let written = file
                    .set_len(0)
                    .and_then(|()| file.write_all(LockOwner::me().to_text().as_bytes()));
                written.map_err(StoreError::io("write", path))?;
                return Ok(Some(Lock {
                    path: path.to_path_buf(),
                    _file: file,
                }));
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn still_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(named)) => open.dev() == named.dev() && open.ino() == named.ino(),
        _ => false,
    }
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn still_named(_: &File, _: &Path) -> bool {
    true
}

impl LockOwner {
    fn me() -> LockOwner {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .map(|passed| passed.as_secs());
        LockOwner {
            pid: Some(std::process::id()),
            host: host(),
            since,
        }
    }

    /// One `name value` a line.
    fn to_text(&self) -> String {
        let line = |name: &str, value: Option<String>| {
            value
                .map(|value| format!("{name} {value}\n"))
                .unwrap_or_default()
        };
        let (pid, since) = (
            self.pid.map(|pid| pid.to_string()),
            self.since.map(|since| since.to_string()),
        );
        line("pid", pid) + &line("host", self.host.clone()) + &line("since", since)
    }

    fn read(path: &Path) -> LockOwner {
        let mut text = String::new();
        let _ = File::open(path).and_then(|mut file| file.read_to_string(&mut text));
        let field = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name))
                .map(str::trim)
        };
        LockOwner {
            pid: field("pid ").and_then(|value| value.parse().ok()),
            host: field("host ").map(str::to_string),
            since: field("since ").and_then(|value| value.parse().ok()),
        }
    }
}

fn host() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok());
    name.map(|name| name.trim().to_string())
        .filter(|name| !name.is_empty())
}

/// The words after "in use by".
impl fmt::Display for LockOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pid {
            Some(pid) => write!(f, "process {pid}")?,
            None => write!(f, "another process")?,
        }
        if let Some(host) = &self.host {
            write!(f, " on {host}")?;
        }
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .map(|passed| passed.as_secs());
        match (self.since, now) {
            (Some(since), Some(now)) if now >= since => {
                write!(f, ", for {}", duration(now - since))
            }
            _ => Ok(()),
        }
    }
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taker_is_told_who_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let held = Lock::acquire(&path, dir.path()).unwrap();
        let error = Lock::acquire(&path, dir.path()).unwrap_err();
        let me = format!("process {}", std::process::id());
        assert!(error.to_string().contains(&me), "{error}");
        assert!(error.is_environment());
        drop(held);
        assert!(!path.exists());
        Lock::acquire(&path, dir.path()).unwrap();
    }

    #[test]
    fn the_file_of_a_dead_process_holds_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        fs::write(&path, "pid 1\nhost elsewhere\nsince 0\n").unwrap();
        let _held = Lock::acquire(&path, dir.path()).unwrap();
        assert_eq!(LockOwner::read(&path).pid, Some(std::process::id()));
    }

    /// Sixteen threads count under one lock, each removing the file as it lets go: none may be lost.
    #[test]
    fn one_holder_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let (lock, counter) = (dir.path().join("lock"), dir.path().join("counter"));
        fs::write(&counter, "0").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let _held = loop {
                            if let Some(held) = Lock::try_acquire(&lock).unwrap() {
                                break held;
                            }
                            std::thread::yield_now();
                        };
                        let n: u32 = fs::read_to_string(&counter).unwrap().parse().unwrap();
                        fs::write(&counter, (n + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&counter).unwrap(), "320");
    }
}
