//! `arrears demo`: a sample ledger and the monthly job on it.

use std::path::{Path, PathBuf};

use arrears_ledger::Day;

use crate::config::ConfigFile;
use crate::error::Error;
use crate::generate::{DEFAULT_SPAN, Format, GeneratePlan, SAMPLE};
use crate::plan::{RunPlan, Typed};

/// The two jobs of a demo. The second is planned after the first is done: it reads what the first wrote.
#[derive(Debug, Clone)]
pub struct DemoPlan {
    /// The sample ledger, in `DIR/ledger`.
    pub generate: GeneratePlan,
    /// Folder of the results, `DIR/run`.
    pub run: PathBuf,
}

impl DemoPlan {
    /// Plans a demo in the folder `out`.
    pub fn new(out: &Path, seed: u64) -> DemoPlan {
        let generate = GeneratePlan {
            out: out.join("ledger"),
            n_invoices: SAMPLE.0,
            n_customers: SAMPLE.1,
            seed,
            from: DEFAULT_SPAN.0,
            until: DEFAULT_SPAN.1,
            format: Format::Dutch,
        };
        DemoPlan {
            generate,
            run: out.join("run"),
        }
    }

    /// The as-of date of the run: the last day of the ledger.
    pub fn as_of(&self) -> Day {
        self.generate.until
    }

    /// Plans the run on the ledger that was generated, in the language and on the threads of `typed`.
    pub fn run_plan(&self, typed: &Typed) -> Result<RunPlan, Error> {
        let file = ConfigFile::load(&self.generate.out.join("arrears.toml"))?;
        let typed = Typed {
            out: Some(self.run.clone()),
            registry: None,
            seed: Some(self.generate.seed),
            ..typed.clone()
        };
        RunPlan::new(file, &typed, self.as_of())
    }
}
