//! Reading the ledger a plan names, and refusing one that is too faulty to be used.

use arrears_ledger::{Ledger, RejectedRow};

use crate::error::Error;
use crate::plan::Settings;
use crate::progress::{Progress, Stage};
use crate::trust;

/// Reads and checks the ledger. Rejected rows are in it; more of them than `[checks] max_rejected_share`
/// allows is an error.
pub fn load_ledger(settings: &Settings, progress: &dyn Progress) -> Result<Ledger, Error> {
    let mut ledger = read(settings, progress)?;
    refuse_faulty(&ledger, settings.config.checks.max_rejected_share)?;
    trust::apply(&mut ledger, &settings.config.trust)?;
    Ok(ledger)
}

/// Reads and checks the ledger, however faulty it is.
pub(crate) fn read(settings: &Settings, progress: &dyn Progress) -> Result<Ledger, Error> {
    progress.stage(Stage::Read, 0, || {
        Ok(arrears_ledger::read(
            &settings.config.ledger,
            &settings.base_dir,
        )?)
    })
}

/// Refuses a ledger whose figures would mean nothing.
pub(crate) fn refuse_faulty(ledger: &Ledger, max_rejected_share: f64) -> Result<(), Error> {
    let faulty = || ledger.rejected.iter().filter(|row| row.kind.is_fault());
    let (n_read, n_rejected) = (ledger.n_read(), faulty().count() as u64);
    if n_rejected as f64 > max_rejected_share * n_read as f64 {
        return Err(Error::TooManyRejected {
            n_rejected,
            n_read,
            allowed_percent: max_rejected_share * 100.0,
            first: faulty().next().map(describe).unwrap_or_default(),
        });
    }
    Ok(())
}

/// A rejected row in words: ``line 7 of `invoices.csv`, column `amount`, value `abc`: not a number``.
pub(crate) fn describe(row: &RejectedRow) -> String {
    let column = if row.column.is_empty() {
        String::new()
    } else {
        format!(", column `{}`", row.column)
    };
    let value = if row.value.is_empty() {
        String::new()
    } else {
        format!(", value `{}`", row.value)
    };
    format!(
        "line {} of `{}`{column}{value}: {}",
        row.line, row.file, row.reason
    )
}
