//! The `arrears` command: typed, resolved, run.
//!
//! [`args`] records what was typed, [`commands`] turns it into a plan and runs it through the library, and
//! [`output`] is the only place that prints. The exit code says whose fault a failure is.

mod args;
mod bars;
mod commands;
mod limits;
mod log;
mod notify;
mod output;
mod panics;
mod reference;
mod threads;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, FromArgMatches};

use crate::args::Cli;
use crate::commands::Context;
use crate::output::Output;

fn main() -> ExitCode {
    let (command, cli) = match typed() {
        Ok(typed) => typed,
        // Help and version are no failures: clap knows which is which.
        Err(error) => return output::usage(&error),
    };
    log::start(&cli.global);
    limits::survive_file_size();
    let started = Instant::now();
    let output = Output::new(cli.global.json, cli.global.quiet);
    let context = Context::new(cli.global);
    let ended = panics::caught(|| commands::run(&context, cli.command));
    let ended = output.ended(ended);
    log::finished(&command, ended.code, started.elapsed(), &ended.summary);
    if let Some(notify) = context.notify() {
        let told = notify.tell(notify::ending(ended.code), &ended.message(&command));
        output::told(told);
    }
    ExitCode::from(ended.code as u8)
}

/// What was typed, and the name of the command.
fn typed() -> Result<(String, Cli), clap::Error> {
    let matches = Cli::command().try_get_matches_from(text_only())?;
    let command = matches.subcommand_name().unwrap_or_default().to_owned();
    let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut Cli::command()))?;
    Ok((command, cli))
}

/// The arguments, those that are no text marked so: a path that no summary can name is refused before the work.
fn text_only() -> impl Iterator<Item = OsString> {
    std::env::args_os().map(|argument| match argument.to_str() {
        Some(_) => argument,
        None => format!("--not-utf-8={}", argument.to_string_lossy()).into(),
    })
}
