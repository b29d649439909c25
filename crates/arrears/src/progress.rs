//! How the job tells what it is doing, without printing.
//!
//! The job announces stages and counts; whoever called it decides whether that becomes a bar, a log line or
//! nothing. Stages may overlap: clusters and models are fitted at the same time.

/// A part of a job that takes noticeable time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Making a synthetic ledger.
    Generate,
    /// Reading and checking the ledger's files.
    Read,
    /// Adding up and looking at the ledger as a whole.
    Check,
    /// Sweeping the events for features and labels.
    Features,
    /// Choosing and fitting the clusters.
    Clusters,
    /// Fitting the late-payment model, folds included.
    Model,
    /// Judging champion and challenger on the same months.
    Compare,
    /// Holding recent invoices against what the model knows.
    Monitor,
    /// Predicting open invoices and customers.
    Predict,
    /// Profiles, segments, sectors and warnings.
    Insight,
    /// Drawing the report.
    Report,
    /// Writing the output folder.
    Write,
}

impl Stage {
    /// Its name in logs.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Generate => "generate",
            Stage::Read => "read",
            Stage::Check => "check",
            Stage::Features => "features",
            Stage::Clusters => "clusters",
            Stage::Model => "model",
            Stage::Compare => "compare",
            Stage::Monitor => "monitor",
            Stage::Predict => "predict",
            Stage::Insight => "insight",
            Stage::Report => "report",
            Stage::Write => "write",
        }
    }

    /// The words shown beside a progress bar.
    pub fn label(self) -> &'static str {
        match self {
            Stage::Generate => "making the ledger",
            Stage::Read => "reading the ledger",
            Stage::Check => "checking that it adds up",
            Stage::Features => "computing features",
            Stage::Clusters => "finding clusters",
            Stage::Model => "fitting the model",
            Stage::Compare => "comparing with the champion",
            Stage::Monitor => "looking at what has changed",
            Stage::Predict => "predicting",
            Stage::Insight => "describing groups",
            Stage::Report => "drawing the report",
            Stage::Write => "writing the results",
        }
    }
}

/// Receives what a job has to say while it runs. Called from several threads at once.
pub trait Progress: Sync {
    /// A stage begins; `total` is its number of steps, 0 when unknown.
    fn begin(&self, stage: Stage, total: u64);
    /// `steps` more steps of a stage are done.
    fn advance(&self, stage: Stage, steps: u64);
    /// A stage is done.
    fn end(&self, stage: Stage);
    /// Something the user should know that does not stop the job.
    fn warn(&self, message: &str);
}

impl dyn Progress + '_ {
    /// Runs `work` as one stage: begun before it, ended after it, also when it fails.
    pub fn stage<T>(&self, stage: Stage, total: u64, work: impl FnOnce() -> T) -> T {
        self.begin(stage, total);
        let outcome = work();
        self.end(stage);
        outcome
    }
}

/// A [`Progress`] that keeps silent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Stage, _: u64) {}
    fn advance(&self, _: Stage, _: u64) {}
    fn end(&self, _: Stage) {}
    fn warn(&self, _: &str) {}
}
