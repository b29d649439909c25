//! `--resume`: results that are there already, whole and of the same question, are left alone.
//!
//! The question is the command, the as-of date, the files as they are now, the settings, the version and the model, where one
//! is named. A folder is exchanged as a whole, so one with a manifest was once complete; that no file has gone since is seen.

use std::path::Path;
use std::time::Instant;

use arrears_ledger::Day;

use super::compare::Account;
use super::keep::hashed;
use super::material::Loaded;
use super::{RunSummary, output};
use crate::error::Error;
use crate::plan::Settings;

/// What is to be made.
pub struct Wanted<'a> {
    pub command: &'a str,
    pub settings: &'a Settings,
    pub as_of: Day,
    pub out: &'a Path,
    /// The kept model that is used; `None` where one is fitted.
    pub model_id: Option<String>,
}

impl Wanted<'_> {
    /// The summary of results that are there already; `None` where they are not, are others, or may not be resumed.
    ///
    /// # Errors
    /// A file of the ledger that cannot be read any more, or was written to since.
    pub fn already_there(
        &self,
        resume: bool,
        loaded: &Loaded,
        started: Instant,
    ) -> Result<Option<RunSummary>, Error> {
        let there = resume.then(|| Account::whole(self.out)).flatten();
        let Some(made) = there.filter(|made| self.is_asked_by(made)) else {
            return Ok(None);
        };
        if !same_files(&made, loaded)? {
            return Ok(None);
        }
        let report = output::report_in(self.out);
        Ok(Some(RunSummary {
            as_of: Some(self.as_of),
            out: Some(self.out.to_path_buf()),
            report: report.exists().then_some(report),
            model_id: Some(made.model_id),
            n_customers: Some(loaded.book.n_customers()),
            n_invoices: Some(loaded.book.n_invoices()),
            n_rejected: Some(loaded.rejected.len()),
            already_there: true,
            seconds: started.elapsed().as_secs_f64(),
            ..RunSummary::default()
        }))
    }

    fn is_asked_by(&self, made: &Account) -> bool {
        let model = self.model_id.as_ref();
        made.command == self.command
            && made.version == crate::VERSION
            && made.as_of == Some(self.as_of)
            && made.config_sha256 == self.settings.config_sha256
            && model.is_none_or(|model| *model == made.model_id)
    }
}

/// Whether the same files were read, by their names and bytes. The folder on the way to them is another from another working
/// directory; what the config says of them is in the hash of the settings.
fn same_files(made: &Account, loaded: &Loaded) -> Result<bool, Error> {
    if made.inputs.len() != loaded.inputs.len() {
        return Ok(false);
    }
    for (mark, file) in made.inputs.iter().zip(&loaded.inputs) {
        let same_name = Path::new(&mark.path).file_name() == file.path.file_name();
        if !same_name || mark.sha256 != hashed(file)?.0 {
            return Ok(false);
        }
    }
    Ok(true)
}
