//! `arrears compare`: which two folders, and where the page goes.

use std::path::{Path, PathBuf};

use arrears_insight::text::Language;

use super::guard;
use crate::config;
use crate::error::Error;

/// `arrears compare`: two runs side by side.
#[derive(Debug, Clone)]
pub struct ComparePlan {
    /// The earlier run's folder.
    pub before: PathBuf,
    /// The later run's folder.
    pub now: PathBuf,
    /// Where the page is written; `None`: nowhere.
    pub out: Option<PathBuf>,
    /// The language of the sentences; `None`: the later run's.
    pub language: Option<Language>,
}

impl ComparePlan {
    /// Plans a comparison; a page that is there already is replaced only with `force`.
    pub fn new(
        before: &Path,
        now: &Path,
        out: Option<&Path>,
        force: bool,
        language: Option<config::Language>,
    ) -> Result<ComparePlan, Error> {
        two_folders(before, now)?;
        if let Some(out) = out {
            page_place(out, [before, now], force)?;
        }
        Ok(ComparePlan {
            before: before.to_path_buf(),
            now: now.to_path_buf(),
            out: out.map(Path::to_path_buf),
            language: language.map(|language| match language {
                config::Language::En => Language::En,
                config::Language::Nl => Language::Nl,
                config::Language::Fr => Language::Fr,
            }),
        })
    }
}

fn two_folders(before: &Path, now: &Path) -> Result<(), Error> {
    let real = |path: &Path| path.canonicalize().ok();
    match real(before).is_some() && real(before) == real(now) {
        false => Ok(()),
        true => Err(usage(
            format!(
                "`{}` and `{}` are one folder",
                before.display(),
                now.display()
            ),
            "name the folders of two runs; give every month a folder of its own",
        )),
    }
}

fn page_place(out: &Path, runs: [&Path; 2], force: bool) -> Result<(), Error> {
    let ending = out.extension().unwrap_or_default().to_string_lossy();
    if !["html", "htm"].contains(&ending.to_lowercase().as_str()) {
        return Err(usage(
            format!(
                "`{}` does not end in `.html`, and a page is what is written",
                out.display()
            ),
            "name a file such as `--out comparison.html`; `--json` prints the figures for programs",
        ));
    }
    for run in runs {
        guard::outside(out, run)?;
    }
    match out.symlink_metadata().is_ok() && !force {
        false => Ok(()),
        true => Err(usage(
            format!("`{}` is there already", out.display()),
            "give another file with `--out FILE`, or replace it with `--force`",
        )),
    }
}

fn usage(message: String, hint: &str) -> Error {
    Error::Usage {
        message,
        hint: hint.into(),
    }
}
