//! What do we keep, and how does it survive?
//!
//! Everything `arrears` writes goes through here: single files ([`write_atomic`]), whole folders of results
//! ([`StagedDir`]), and the [`Registry`] of models. Each is there whole or not at all, also when the
//! process is killed or the disk fills up. Nothing here knows what a model or a report is.

mod atomic;
mod error;
mod hash;
mod json;
mod lock;
mod manifest;
mod read;
mod registry;
mod staged;

pub use atomic::write_atomic;
pub use error::StoreError;
pub use hash::{sha256, sha256_file};
pub use json::{from_json, to_json};
pub use lock::{Lock, LockOwner};
pub use manifest::{MANIFEST, OutputFile, OutputKind};
pub use read::{begins_with, read_text};
pub use registry::{
    Before, Change, Finding, ModelChoice, ModelId, ModelMeta, NewModel, REGISTRY_FORMAT, Registry,
    VersionInfo, Writer, diff, id_of,
};
pub use staged::StagedDir;
