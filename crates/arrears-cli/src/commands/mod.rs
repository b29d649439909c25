//! From what was typed to a plan, from the plan to its outcome.

mod acceptance;
mod cash;
mod check;
mod compare;
mod jobs;
mod ledger;
mod models;
mod monitor;
mod policy;
mod retrain;
mod sample;
mod scorecard;

use std::sync::OnceLock;

use arrears::Error;
use arrears::config::ConfigFile;
use clap::CommandFactory;
use serde_json::{Value, json};

use crate::args::{Cli, Command, ConfigArg, Global};
use crate::bars::Bars;
use crate::notify::Notify;
use crate::output::Outcome;
use crate::{reference, threads};

/// Does what was typed.
pub fn run(context: &Context, command: Command) -> Result<Outcome, Error> {
    match command {
        Command::Demo(args) => sample::demo(context, &args),
        Command::Generate(args) => sample::generate(context, &args),
        Command::Init(args) => ledger::init(context, &args),
        Command::Read(args) => ledger::read(context, &args),
        Command::Check(args) => check::check(context, &args),
        Command::Run(args) => jobs::run(context, &args),
        Command::Train(args) => jobs::train(context, &args),
        Command::Retrain(args) => retrain::retrain(context, &args),
        Command::Monitor(args) => monitor::monitor(context, &args),
        Command::Predict(args) => jobs::predict(context, &args),
        Command::Report(args) => jobs::report(context, &args),
        Command::Forecast(args) => jobs::forecast(context, &args),
        Command::Backtest(args) => jobs::backtest(context, &args),
        Command::Scorecard(args) => scorecard::scorecard(context, &args),
        Command::Accept(args) => acceptance::accept(context, &args),
        Command::Policy(args) => policy::what_if(context, &args),
        Command::Compare(args) => compare::compare(context, &args),
        Command::Models(args) => models::models(&args),
        Command::Completions { shell } => Ok(completions(shell)),
        Command::Reference => Ok(plain(reference::markdown())),
    }
}

/// What every command needs beside its own flags.
pub struct Context {
    global: Global,
    notify: OnceLock<Option<Notify>>,
}

impl Context {
    /// As typed.
    pub fn new(global: Global) -> Context {
        Context {
            global,
            notify: OnceLock::new(),
        }
    }

    /// Whom the config of the job tells how it ended.
    pub fn notify(&self) -> Option<&Notify> {
        self.notify.get()?.as_ref()
    }

    /// The config of a job, whose ending is told to whom it says.
    fn load_job(&self, arg: &ConfigArg) -> Result<ConfigFile, Error> {
        let file = load(arg)?;
        self.notify.get_or_init(|| Notify::of(&file));
        Ok(file)
    }

    /// Does the work with progress, on that many threads, in the one pool.
    fn work<R: Send>(
        &self,
        n_threads: usize,
        work: impl FnOnce(&dyn arrears::Progress) -> Result<R, Error> + Send,
    ) -> Result<R, Error> {
        threads::settle(n_threads);
        let bars = Bars::new(self.global.quiet);
        arrears::pool::run(|| work(&bars))
    }

    /// The number of threads typed; 0 is every core.
    fn n_threads(&self) -> usize {
        self.global.threads.map_or(0, usize::from)
    }
}

fn load(arg: &ConfigArg) -> Result<ConfigFile, Error> {
    Ok(ConfigFile::load(&arg.config)?)
}

/// A summary as JSON. Every summary of ours has a JSON form; one that had none would be a bug.
fn to_json<E: std::fmt::Display>(value: Result<Value, E>) -> Result<Value, Error> {
    value.map_err(|error| Error::Bug {
        what: format!("the summary has no JSON form: {error}"),
    })
}

fn plain(text: String) -> Outcome {
    Outcome {
        json: json!({ "text": text }),
        text,
        failure: None,
    }
}

fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "arrears", &mut script);
    plain(String::from_utf8_lossy(&script).into_owned())
}
