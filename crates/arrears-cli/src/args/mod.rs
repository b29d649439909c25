//! What can be typed: one definition per flag, with its help and its default.
//!
//! Nothing is opened here, and nothing is decided: see `arrears::plan` for that.

mod acceptance;
mod compare;
mod ledger;
mod models;
mod monitor;
mod policy;
mod retrain;
mod sample;
mod scorecard;

use std::path::PathBuf;

use arrears::config::Language;
use arrears::plan::Typed;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

pub use acceptance::Accept;
pub use compare::Compare;
pub use ledger::{Backtest, Check, Forecast, Init, Predict, Read, Run, Train};
pub use models::{Models, ModelsCommand};
pub use monitor::Monitor;
pub use policy::Policy;
pub use retrain::Retrain;
pub use sample::{Demo, Format, Generate};
pub use scorecard::Scorecard;

/// Levels of log lines, the gravest first.
const LOG_LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];
/// Log lines for people.
const LOG_TEXT: &str = "text";
/// An object per log line, errors and warnings too.
pub const LOG_JSON: &str = "json";

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "arrears",
    version,
    about = "Risk clusters and late-payment predictions from a receivables ledger",
    long_about = "Risk clusters and late-payment predictions from a receivables ledger.\n\n\
        Reads the invoices, payments and reminders that a bookkeeping package exports, as `arrears.toml` names \
        them; finds groups of customers who pay alike; predicts for every open invoice when it will be paid; and \
        writes a report for people and Parquet files for programs.\n\n\
        To see it at work: `arrears demo`. To use it on your own files: `arrears init FILE...`, look through the \
        `arrears.toml` it writes, then `arrears run --as-of DATE`.",
    after_help = "Exit codes: 0 done; 1 the input is at fault; 2 the command was typed wrongly; 3 a quality gate \
        refused and nothing was overwritten; 4 the environment refused (disk full, permission, lock held), trying \
        again is safe. Any other is a bug in arrears.",
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "General")]
pub struct Global {
    /// Print nothing but errors: no progress, no warnings, no summary
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Print the summary (or the error) as JSON on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Number of threads; 0 takes every core. Results do not depend on it
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: Option<u16>,
    /// Seed of every random choice [default: as the config says, else 1]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Write log lines of this level and graver on standard error [default: as ARREARS_LOG says, else none]
    #[arg(long, global = true, value_name = "LEVEL", value_parser = LOG_LEVELS)]
    pub log_level: Option<String>,
    /// How log lines are written; at level info where no level is given
    #[arg(long, global = true, value_name = "FORMAT", value_parser = [LOG_TEXT, LOG_JSON])]
    pub log_format: Option<String>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a sample ledger and run the whole job on it
    Demo(Demo),
    /// Make a synthetic ledger whose truth is known
    Generate(Generate),
    /// Look at files and write an arrears.toml for them
    Init(Init),
    /// Show how one file is read, and write the table it holds
    Read(Read),
    /// Read and check the ledger, and say what is in it
    Check(Check),
    /// Run the monthly job: check, train, predict, report
    Run(Run),
    /// Train a model and keep it in the registry
    Train(Train),
    /// Put a new model to the test against the one in use, and let it take over only if it holds
    Retrain(Retrain),
    /// Tell what has changed since the model in use was trained, and alert
    Monitor(Monitor),
    /// Predict with a kept model
    Predict(Predict),
    /// Predict with a kept model and write the report
    Report(Predict),
    /// Forecast cash by week, and write the key figures by month
    Forecast(Forecast),
    /// Test out of time: train before a day, predict what was invoiced from it on
    Backtest(Backtest),
    /// Put the late-payment estimate into points: a card as CSV, JSON and SQL
    Scorecard(Scorecard),
    /// Advise on customers without a history: risk, terms and limit, never a refusal
    Accept(Accept),
    /// Show what another policy would move from segment to segment
    Policy(Policy),
    /// Set two runs side by side
    Compare(Compare),
    /// Look after the models in the registry
    Models(Models),
    /// Write a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the reference of this command line as Markdown
    #[command(hide = true)]
    Reference,
}

/// `-c`, on every command that reads a config.
#[derive(Debug, Clone, Args)]
pub struct ConfigArg {
    /// The config file
    #[arg(long, short, value_name = "FILE", default_value = "arrears.toml")]
    pub config: PathBuf,
}

/// `--lang`, on every command that writes a report.
#[derive(Debug, Clone, Args)]
pub struct LanguageArg {
    /// Language of the report [default: as the config says, else en]
    #[arg(long = "lang", value_name = "LANGUAGE", value_parser = languages())]
    pub language: Option<Language>,
}

fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code))
        .try_map(|code| code.parse::<Language>())
}

impl Global {
    /// What was typed, for a plan; the rest comes from the command's own flags.
    pub fn typed(&self) -> Typed {
        Typed {
            seed: self.seed,
            threads: self.threads.map(usize::from),
            ..Typed::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_are_sound() {
        Cli::command().debug_assert();
    }

    /// Every flag and every command has a help text that starts with a capital and ends without a full stop.
    #[test]
    fn every_flag_is_described_in_the_house_style() {
        fn look(command: &clap::Command, bad: &mut Vec<String>) {
            let mut texts = vec![(command.get_name().to_string(), command.get_about().cloned())];
            texts.extend(command.get_arguments().map(|arg| {
                (
                    format!("{} {}", command.get_name(), arg.get_id()),
                    arg.get_help().cloned(),
                )
            }));
            for (name, text) in texts {
                let text = text.map(|text| text.to_string()).unwrap_or_default();
                let capital = text.chars().next().is_some_and(char::is_uppercase);
                if !capital || text.ends_with('.') {
                    bad.push(format!("{name}: {text}"));
                }
            }
            for inner in command.get_subcommands() {
                look(inner, bad);
            }
        }
        let mut bad = Vec::new();
        look(&Cli::command(), &mut bad);
        assert!(bad.is_empty(), "{bad:#?}");
    }
}
