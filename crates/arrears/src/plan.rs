//! What is going to be done: flags, config and defaults, merged and proved good before anything is opened.
//!
//! Parsing a command line only records what was typed ([`Typed`]). The functions here turn that into a plan
//! whose dates, folders and settings are all resolved, and which cannot harm its own input.

mod compare;
mod guard;

pub use compare::ComparePlan;
pub(crate) use guard::{comma_separated, output_file};
mod settings;

use std::path::{Path, PathBuf};

use arrears_ledger::quality::CONTROL_TOTALS_HEADER;
use arrears_ledger::{Day, REJECTED_ROWS_HEADER};
use arrears_models::Retraining;
use arrears_store::{ModelChoice, OutputKind};

use crate::config::{ConfigFile, Language, NamedBy, PolicyFile};
use crate::error::Error;
pub use settings::{Settings, registry_of};

/// What the user typed that overrides the config. Absent means "as the config says".
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// `--out`: folder of the results, relative to the working directory.
    pub out: Option<PathBuf>,
    /// `--registry`: folder of the models, relative to the working directory.
    pub registry: Option<PathBuf>,
    /// `--previous`: an earlier run or registry, relative to the working directory.
    pub previous: Option<PathBuf>,
    /// `--seed`.
    pub seed: Option<u64>,
    /// `--threads`; 0 is every core.
    pub threads: Option<usize>,
    /// `--lang`.
    pub language: Option<Language>,
    /// `--resume`: whether results that are there already, whole and of the same question, are left alone.
    pub resume: bool,
}

/// `arrears check`: read and check only.
#[derive(Debug, Clone)]
pub struct CheckPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// Where the rejected rows are written.
    pub rejected_rows: PathBuf,
    /// Where the control totals are written: beside the rejected rows, and named after them.
    pub control_totals: PathBuf,
    /// Day of the control totals; `None`: the config's, else the ledger's last.
    pub as_of: Option<Day>,
}

/// `arrears run`: the monthly job.
#[derive(Debug, Clone)]
pub struct RunPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Folder of the results, replaced as a whole.
    pub out: PathBuf,
    /// Folder of the models; `None`: `registry` inside the results.
    pub registry: Option<PathBuf>,
    /// An earlier run or registry, whose clusters keep their numbers; `None`: the registry's champion, if it is named.
    pub previous: Option<PathBuf>,
    /// Whether results that are there already, whole and of the same question, are left alone.
    pub resume: bool,
}

/// `arrears train`: fit a model and keep it.
#[derive(Debug, Clone)]
pub struct TrainPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Folder of the models.
    pub registry: PathBuf,
    /// Make the model champion even if there is one already (the first model always becomes champion).
    pub promote: bool,
    /// An earlier run or registry, whose clusters keep their numbers; `None`: the registry's champion.
    pub previous: Option<PathBuf>,
}

/// `arrears retrain`: the champion against its challenger.
#[derive(Debug, Clone)]
pub struct RetrainPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Folder of the models.
    pub registry: PathBuf,
    /// Decide, and write nothing.
    pub dry_run: bool,
}

/// `arrears predict`: score open invoices and customers with a kept model; no report.
#[derive(Debug, Clone)]
pub struct PredictPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Folder of the models.
    pub registry: PathBuf,
    /// Which model.
    pub model: ModelChoice,
    /// Folder of the results, replaced as a whole.
    pub out: PathBuf,
    /// Whether results that are there already, whole and of the same question, are left alone.
    pub resume: bool,
}

/// `arrears report`: as [`PredictPlan`], with the report.
pub type ReportPlan = PredictPlan;

/// `arrears forecast`: cash by week, key figures by month, provisions; no report.
#[derive(Debug, Clone)]
pub struct ForecastPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Folder of the models.
    pub registry: PathBuf,
    /// Which model; `None`: the champion, or where there is no registry one fitted for the occasion and not kept.
    pub model: Option<ModelChoice>,
    /// Folder of the results, replaced as a whole.
    pub out: PathBuf,
}

/// `arrears monitor`: what has changed since the model in use was trained.
#[derive(Debug, Clone)]
pub struct MonitorPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Invoices after this day are recent; `None`: after the model's as-of date.
    pub since: Option<Day>,
    /// Folder of the models.
    pub registry: PathBuf,
    /// This model alone; `None`: the champion, and for what came the champions that were in use.
    pub model: Option<ModelChoice>,
    /// Folder of the results, replaced as a whole.
    pub out: PathBuf,
}

/// `arrears backtest`: the out-of-time test.
#[derive(Debug, Clone)]
pub struct BacktestPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// What was known before this day trains; invoices issued on or after it test.
    pub train_until: Day,
    /// Last invoice date of the test, included; `None`: to the end of the ledger.
    pub test_until: Option<Day>,
    /// Whether the model is trained anew for each month of the test.
    pub retraining: Retraining,
    /// Folder of the results, replaced as a whole.
    pub out: PathBuf,
}

/// `arrears policy --what-if`: what another policy would move.
#[derive(Debug, Clone)]
pub struct WhatIfPlan {
    /// Config and what was typed; its policy is the one in force.
    pub settings: Settings,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// The other policy.
    pub what_if: PolicyFile,
    /// Where a model may stand, the first that is there first; never empty.
    pub registries: Vec<PathBuf>,
    /// Which model; `None`: the champion, or where there is none one fitted for the occasion and not kept.
    pub model: Option<ModelChoice>,
}

/// `arrears scorecard`: the late-payment estimate as points.
#[derive(Debug, Clone)]
pub struct ScorecardPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Folder of the results, replaced as a whole.
    pub out: PathBuf,
}

/// `arrears accept`: advice on customers without a history.
#[derive(Debug, Clone)]
pub struct AcceptPlan {
    /// Config and what was typed.
    pub settings: Settings,
    /// The file of applicants.
    pub file: PathBuf,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Folder of the models.
    pub registry: PathBuf,
    /// Which model tells of applicants that are customers already; `None`: the champion, where there is a registry.
    pub model: Option<ModelChoice>,
    /// Attributes that may not be used.
    pub forbidden: Vec<String>,
    /// Folder of the results, replaced as a whole.
    pub out: PathBuf,
}

/// What else is written beside the rejected rows, named after them: beside `may.csv` it is `may-control_totals.csv`, beside
/// `may-rejected_rows.csv` too, and beside `rejected_rows.csv` it is `control_totals.csv`. So two checks into one folder keep
/// all of their files.
pub(crate) fn named_after(rejected_rows: &Path, name: &str) -> PathBuf {
    let stem = rejected_rows.file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy();
    let own = stem.strip_suffix("rejected_rows");
    match own.unwrap_or(&stem) {
        "" => rejected_rows.with_file_name(name),
        own => rejected_rows
            .with_file_name(format!("{}-{name}", own.trim_end_matches(['-', '_', '.']))),
    }
}

impl CheckPlan {
    /// Plans a check. `--out` is a file; without it, `rejected_rows.csv` beside the config.
    pub fn new(file: ConfigFile, typed: &Typed, as_of: Option<Day>) -> Result<CheckPlan, Error> {
        let settings = Settings::new(file, typed)?;
        let beside = settings.base_dir.join("rejected_rows.csv");
        let rejected_rows = typed.out.clone().unwrap_or(beside);
        comma_separated(&rejected_rows, "rejected_rows.csv")?;
        let control_totals = named_after(&rejected_rows, "control_totals.csv");
        guard::output_file(&settings, &rejected_rows, REJECTED_ROWS_HEADER)?;
        guard::output_file(&settings, &control_totals, CONTROL_TOTALS_HEADER)?;
        Ok(CheckPlan {
            rejected_rows,
            control_totals,
            as_of,
            settings,
        })
    }
}

impl RunPlan {
    /// Plans the monthly job.
    pub fn new(file: ConfigFile, typed: &Typed, as_of: Day) -> Result<RunPlan, Error> {
        let settings = Settings::new(file, typed)?;
        let out = settings.out(typed, as_of)?;
        let registry = settings.registry(typed);
        guard::outputs(&settings, &out, OutputKind::Run, registry.as_deref())?;
        Ok(RunPlan {
            settings,
            as_of,
            out,
            registry,
            previous: typed.previous.clone(),
            resume: typed.resume,
        })
    }

    /// The folder of the models once the results stand in their place.
    pub fn registry_in_place(&self) -> PathBuf {
        self.registry
            .clone()
            .unwrap_or_else(|| self.out.join("registry"))
    }
}

impl TrainPlan {
    /// Plans a training.
    pub fn new(
        file: ConfigFile,
        typed: &Typed,
        as_of: Day,
        promote: bool,
    ) -> Result<TrainPlan, Error> {
        let settings = Settings::new(file, typed)?;
        let registry = settings.registry_or_default(typed);
        Ok(TrainPlan {
            settings,
            as_of,
            registry,
            promote,
            previous: typed.previous.clone(),
        })
    }
}

impl RetrainPlan {
    /// Plans a contest.
    pub fn new(
        file: ConfigFile,
        typed: &Typed,
        as_of: Day,
        dry_run: bool,
    ) -> Result<RetrainPlan, Error> {
        let settings = Settings::new(file, typed)?;
        let registry = settings.registry_or_default(typed);
        Ok(RetrainPlan {
            settings,
            as_of,
            registry,
            dry_run,
        })
    }
}

impl PredictPlan {
    /// Plans a prediction, or a report, with a kept model.
    pub fn new(
        file: ConfigFile,
        typed: &Typed,
        as_of: Day,
        model: ModelChoice,
    ) -> Result<PredictPlan, Error> {
        let settings = Settings::new(file, typed)?;
        let registry = settings.registry_or_default(typed);
        let out = settings.out(typed, as_of)?;
        guard::outputs(&settings, &out, OutputKind::Run, Some(&registry))?;
        Ok(PredictPlan {
            settings,
            as_of,
            registry,
            model,
            out,
            resume: typed.resume,
        })
    }
}

impl ForecastPlan {
    /// Plans a forecast. Without `--out` it goes beside the results of runs, not in their place.
    pub fn new(
        file: ConfigFile,
        typed: &Typed,
        as_of: Day,
        model: Option<ModelChoice>,
    ) -> Result<ForecastPlan, Error> {
        let settings = Settings::new(file, typed)?;
        let registry = settings.registry_or_default(typed);
        let out = settings.out_beside(typed, as_of, "-forecast")?;
        guard::outputs(&settings, &out, OutputKind::Forecast, Some(&registry))?;
        Ok(ForecastPlan {
            settings,
            as_of,
            registry,
            model,
            out,
        })
    }
}

impl MonitorPlan {
    /// Plans a look at what has changed. Without `--out` it goes beside the results of runs, not in their place.
    pub fn new(
        file: ConfigFile,
        typed: &Typed,
        (since, as_of): (Option<Day>, Day),
        model: Option<ModelChoice>,
    ) -> Result<MonitorPlan, Error> {
        if let Some(since) = since.filter(|since| *since >= as_of) {
            return Err(Error::Usage {
                message: format!("`--since {since}` is not before `--as-of {as_of}`"),
                hint:
                    "what is monitored is the days after `--since`, up to and including `--as-of`"
                        .into(),
            });
        }
        let settings = Settings::new(file, typed)?;
        let registry = settings.registry_or_default(typed);
        let out = settings.out_beside(typed, as_of, "-monitor")?;
        guard::outputs(&settings, &out, OutputKind::Monitor, Some(&registry))?;
        Ok(MonitorPlan {
            settings,
            as_of,
            since,
            registry,
            model,
            out,
        })
    }
}

impl BacktestPlan {
    /// Plans an out-of-time test. Without `--out` it goes beside the results of runs, not in their place.
    pub fn new(
        file: ConfigFile,
        typed: &Typed,
        train_until: Day,
        test_until: Option<Day>,
        retraining: Retraining,
    ) -> Result<BacktestPlan, Error> {
        if let Some(test_until) = test_until.filter(|day| *day < train_until) {
            return Err(Error::Usage {
                message: format!(
                    "`--test-until {test_until}` lies before `--train-until {train_until}`"
                ),
                hint:
                    "the test runs from the day training ends, up to and including `--test-until`"
                        .into(),
            });
        }
        let settings = Settings::new(file, typed)?;
        let out = settings.out_beside(typed, train_until - 1, "-backtest")?;
        guard::outputs(&settings, &out, OutputKind::Backtest, None)?;
        Ok(BacktestPlan {
            settings,
            train_until,
            test_until,
            retraining,
            out,
        })
    }
}

impl WhatIfPlan {
    /// Plans a comparison; the other policy is read and proved here.
    pub fn new(
        file: ConfigFile,
        typed: &Typed,
        as_of: Day,
        what_if: &Path,
        model: Option<ModelChoice>,
    ) -> Result<WhatIfPlan, Error> {
        let settings = Settings::new(file, typed)?;
        let what_if = PolicyFile::load(what_if, NamedBy::WhatIf)?;
        settings.config.trust.check_policy(&what_if)?;
        let named = settings.registry(typed);
        let registries = match named {
            Some(named) => vec![named],
            None => vec![
                settings.registry_or_default(typed),
                settings.out(typed, as_of)?.join("registry"),
            ],
        };
        Ok(WhatIfPlan {
            settings,
            as_of,
            what_if,
            registries,
            model,
        })
    }
}

impl ScorecardPlan {
    /// Plans a scorecard. Without `--out` it goes beside the results of runs, not in their place.
    pub fn new(file: ConfigFile, typed: &Typed, as_of: Day) -> Result<ScorecardPlan, Error> {
        let settings = Settings::new(file, typed)?;
        let out = settings.out_beside(typed, as_of, "-scorecard")?;
        guard::outputs(&settings, &out, OutputKind::Scorecard, None)?;
        Ok(ScorecardPlan {
            settings,
            as_of,
            out,
        })
    }
}

impl AcceptPlan {
    /// Plans advice. Without `--out` it goes beside the results of runs, not in their place.
    pub fn new(
        config: ConfigFile,
        typed: &Typed,
        file: PathBuf,
        as_of: Day,
        model: Option<ModelChoice>,
    ) -> Result<AcceptPlan, Error> {
        let settings = Settings::new(config, typed)?;
        let registry = settings.registry_or_default(typed);
        let out = settings.out_beside(typed, as_of, "-acceptance")?;
        guard::outputs(&settings, &out, OutputKind::Acceptance, Some(&registry))?;
        guard::kept(&out, &file)?;
        Ok(AcceptPlan {
            forbidden: settings.config.trust.forbidden.clone(),
            settings,
            file,
            as_of,
            registry,
            model,
            out,
        })
    }
}

#[cfg(test)]
mod tests;
