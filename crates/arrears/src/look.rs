//! `arrears read`: how one file is read, and the table it holds.

use std::path::{Path, PathBuf};

use arrears_store::write_atomic;
use serde::Serialize;

use crate::error::Error;
use crate::plan::comma_separated;

pub use arrears_ledger::{DocumentLook, Look};

/// One file as it is seen, and where its table was written.
#[derive(Debug, Serialize)]
pub struct ReadSummary {
    /// The file.
    pub file: PathBuf,
    /// Where the table was written, if anywhere.
    pub out: Option<PathBuf>,
    /// What was seen.
    #[serde(flatten)]
    pub look: Look,
}

/// Looks at a file; with `out`, writes its table there as CSV, over a file that is there only with `force`. Of a document,
/// `table` names the one meant.
pub fn read(
    file: &Path,
    table: Option<&str>,
    out: Option<&Path>,
    force: bool,
) -> Result<ReadSummary, Error> {
    if let Some(out) = out {
        comma_separated(out, "table.csv")?;
        refuse_itself(file, out)?;
        if out.symlink_metadata().is_ok() && !force {
            return Err(Error::Usage {
                message: format!("`{}` is there already", out.display()),
                hint: "give another file with `--out FILE`, or replace it with `--force`".into(),
            });
        }
    }
    let look = arrears_ledger::look(file, table)?;
    if let Some(out) = out {
        write_atomic(out, &look.to_csv())?;
    }
    Ok(ReadSummary {
        file: file.to_path_buf(),
        out: out.map(Path::to_path_buf),
        look,
    })
}

fn refuse_itself(file: &Path, out: &Path) -> Result<(), Error> {
    match (file.canonicalize(), out.canonicalize()) {
        (Ok(file), Ok(other)) if file == other => Err(Error::Usage {
            message: format!(
                "the table would replace `{}`, which it is read from",
                out.display()
            ),
            hint: "give another file with `--out FILE`".into(),
        }),
        _ => Ok(()),
    }
}
