//! What can go wrong when keeping things, told so that a caller can act on it.

use std::io;
use std::path::{Path, PathBuf};

use crate::lock::LockOwner;
use crate::manifest::OutputKind;

/// A failure to keep or to find something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The system refused to read or write.
    #[error("cannot {action} `{}`: {}", path.display(), reason(source))]
    Io {
        /// What was tried, such as `write`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file is to be written in a folder that is not there.
    #[error("cannot write `{}`: there is no folder `{}`", path.display(), folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// A text is wanted, and this is no file that could be one.
    #[error("cannot {action} `{}`: {why}", path.display())]
    NotAText {
        /// What was tried, such as `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: &'static str,
    },
    /// A folder is wanted where a file stands.
    #[error("cannot write the folder `{}`: `{}` is a file", path.display(), file.display())]
    NotAFolder {
        /// The folder wanted.
        path: PathBuf,
        /// The file in its way.
        file: PathBuf,
    },
    /// The folder to be replaced holds something that is not a result of `arrears`.
    #[error("`{}` is not empty and was not made by arrears, so it is not replaced", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The folder to be replaced holds something that was added to what `arrears` made.
    #[error("`{}` holds `{name}`, which arrears did not make with it, so it is not replaced", path.display())]
    NotOurFile {
        /// The folder.
        path: PathBuf,
        /// The file or folder within.
        name: String,
    },
    /// The folder to be replaced holds another kind of result.
    #[error("`{}` holds {found}, so it is not replaced by {wanted}", path.display())]
    OtherKind {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        found: OutputKind,
        /// What was to be written.
        wanted: OutputKind,
    },
    /// A folder of results cannot be published without its manifest.
    #[error("`{}` has no manifest: this is a bug in arrears", path.display())]
    NoManifest {
        /// The staged folder.
        path: PathBuf,
    },
    /// Another process holds the lock.
    #[error("`{}` is in use by {owner}", path.display())]
    Locked {
        /// What is locked.
        path: PathBuf,
        /// Who holds it.
        owner: LockOwner,
    },
    /// A value has no JSON form.
    #[error("`{at}` is {value}, which cannot be stored: this is a bug in arrears")]
    NotFinite {
        /// Path of the value within the document.
        at: String,
        /// `NaN`, `inf` or `-inf`.
        value: String,
    },
    /// A value could not be turned into JSON.
    #[error("cannot write as JSON: {message}: this is a bug in arrears")]
    Encode {
        /// The encoder's reason.
        message: String,
    },
    /// A stored document is not what it should be.
    #[error("`{}` cannot be read: {message}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// The decoder's reason.
        message: String,
    },
    /// The pointer to the model in use is none.
    #[error("`{}` does not say which model is in use: it is empty, cut off, or was not written by arrears", path.display())]
    BadPointer {
        /// The file.
        path: PathBuf,
    },
    /// A text to be read whole, such as a config, in another encoding.
    #[error("`{}` cannot be read: byte {byte} is not UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first byte that is none, counted from 1.
        byte: usize,
    },
    /// A stored file changed since it was written.
    #[error("`{}` is damaged: its SHA-256 is not the one written with it", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// There is no registry at this place.
    #[error("there is no model registry in `{}`", path.display())]
    NoRegistry {
        /// The folder.
        path: PathBuf,
    },
    /// Parts of a registry are there, and parts that must be there with them are not.
    #[error("the registry `{}` is not whole: it lacks {}, and has {}", path.display(), lacking.join(", "), there.join(", "))]
    Halved {
        /// The folder.
        path: PathBuf,
        /// What is there, in words.
        there: Vec<&'static str>,
        /// What is not.
        lacking: Vec<&'static str>,
        /// The ids of the models there are, oldest first.
        available: Vec<String>,
    },
    /// The registry was written by a newer program.
    #[error("the registry `{}` has format {found}; this version of arrears knows formats up to {known}", path.display())]
    NewerRegistry {
        /// The folder.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
    /// A model has another format than the one that is read.
    #[error("`{}` has format {found}, which arrears {written_by} wrote; this version of arrears reads format {known}", path.display())]
    OtherFormat {
        /// The model's file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The format read here.
        known: u32,
        /// Version of the program that wrote it.
        written_by: String,
    },
    /// A model's file is as it was written, and yet none that this program can read.
    #[error("`{}` cannot be read as a model: {message}; arrears {written_by} wrote it", path.display())]
    NotThisModel {
        /// The model's file.
        path: PathBuf,
        /// Version of the program that wrote it.
        written_by: String,
        /// The decoder's reason.
        message: String,
    },
    /// No model has this id.
    #[error("there is no model `{id}` in `{}`", path.display())]
    NoModel {
        /// The registry.
        path: PathBuf,
        /// The id asked for.
        id: String,
        /// The ids there are, oldest first.
        available: Vec<String>,
    },
    /// More than one model's id begins so.
    #[error("{} models in `{}` begin with `{start}`", matching.len(), path.display())]
    SeveralModels {
        /// The registry.
        path: PathBuf,
        /// The start of an id asked for.
        start: String,
        /// The ids that begin so, oldest first.
        matching: Vec<String>,
    },
    /// No champion has been chosen.
    #[error("the registry `{}` has no champion", path.display())]
    NoChampion {
        /// The registry.
        path: PathBuf,
        /// The ids there are, oldest first.
        available: Vec<String>,
    },
    /// No model stands beside the champion.
    #[error("the registry `{}` has no challenger", path.display())]
    NoChallenger {
        /// The registry.
        path: PathBuf,
    },
    /// There is no earlier champion to go back to.
    #[error("the registry `{}` has no earlier champion to go back to", path.display())]
    NoEarlierChampion {
        /// The registry.
        path: PathBuf,
    },
}

impl StoreError {
    /// An [`StoreError::Io`], to be used with `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.to_path_buf();
        move |source| StoreError::Io {
            action,
            path,
            source,
        }
    }

    /// Whether what was to be read is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, StoreError::Io { action: "read", source, .. } if is_absent(source.kind()))
    }

    /// Whether the environment refused, so that trying again is safe and may succeed.
    pub fn is_environment(&self) -> bool {
        match self {
            StoreError::Io {
                action: "read",
                source,
                ..
            } => !is_absent(source.kind()) && source.kind() != io::ErrorKind::IsADirectory,
            // A path that leads through a file will lead through it again.
            StoreError::Io { source, .. } => source.kind() != io::ErrorKind::NotADirectory,
            StoreError::Locked { .. } => true,
            _ => false,
        }
    }

    /// Whether this can only be a mistake in our own code.
    pub fn is_bug(&self) -> bool {
        matches!(
            self,
            StoreError::NoManifest { .. }
                | StoreError::NotFinite { .. }
                | StoreError::Encode { .. }
        )
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            StoreError::NotAFolder { .. } => "give a folder that can be made".into(),
            StoreError::NotAText { .. } => "name a text file".into(),
            StoreError::NoFolder { .. } => "make the folder first, or name a file in one that is there".into(),
            StoreError::NotOurs { .. } => "give a new or empty folder with `--out DIR`".into(),
            StoreError::NotOurFile { .. } => {
                "move it away, or give another folder with `--out DIR`".into()
            }
            StoreError::OtherKind { .. } => "give another folder with `--out DIR`".into(),
            StoreError::Locked { .. } => "wait until the other job is done, then try again".into(),
            StoreError::Damaged { .. } | StoreError::Decode { .. } | StoreError::BadPointer { .. } => {
                "`arrears models verify` lists what is damaged; `arrears models promote ID` chooses a sound model".into()
            }
            StoreError::NotUtf8 { .. } => "save it as UTF-8, without another change".into(),
            StoreError::NoRegistry { .. } => {
                "`arrears train` makes one; or name an existing one with `--registry DIR`".into()
            }
            StoreError::Halved { available, .. } if available.is_empty() => {
                "copy it again whole; a new start takes an empty folder".into()
            }
            StoreError::Halved { available, .. } => format!(
                "copy it again whole; or `arrears models promote ID` goes on with one of {}",
                quoted(available)
            ),
            StoreError::NewerRegistry { .. } => "use the version of arrears that wrote it, or a newer one".into(),
            StoreError::OtherFormat { .. } | StoreError::NotThisModel { .. } => {
                "`arrears train` makes a model of this version; or use the version of arrears that wrote it".into()
            }
            StoreError::NoModel { available, .. } if available.is_empty() => "`arrears train` makes a model".into(),
            StoreError::NoModel { available, .. } => format!("the registry has {}", quoted(available)),
            StoreError::SeveralModels { matching, .. } => {
                format!("give more of the id: it may be {}", quoted(matching))
            }
            StoreError::NoChampion { available, .. } if available.is_empty() => "`arrears train` makes a model".into(),
            StoreError::NoChampion { available, .. } => {
                format!("`arrears models promote ID` chooses one of {}", quoted(available))
            }
            StoreError::NoChallenger { .. } => {
                "`arrears retrain` makes one when it refuses a promotion; `arrears models list` shows every model".into()
            }
            StoreError::Io { source, .. } => return io_hint(source),
            _ => return None,
        })
    }
}

fn is_absent(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The system's reason without its number, which means nothing to a reader.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

fn io_hint(error: &io::Error) -> Option<String> {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("free some space and try again; what was there before is untouched".into())
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some("choose a folder you may write to, or have the rights changed".into())
        }
        io::ErrorKind::IsADirectory => Some("name a file in it".into()),
        io::ErrorKind::NotADirectory => {
            Some("a part of the path is a file: name one in a folder".into())
        }
        _ => None,
    }
}

fn quoted(ids: &[String]) -> String {
    let all: Vec<String> = ids
        .iter()
        .rev()
        .take(5)
        .map(|id| format!("`{id}`"))
        .collect();
    let more = ids.len().saturating_sub(all.len());
    if more == 0 {
        all.join(", ")
    } else {
        format!("{} and {more} more", all.join(", "))
    }
}
