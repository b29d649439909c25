//! The `arrears` command: typed, resolved, run.
//!
//! [`args`] records what was typed, [`commands`] turns it into a plan and runs it through the library, and
//! [`output`] is the only place that prints. The exit code says whose fault a failure is.

mod args;
mod bars;
mod commands;
mod limits;
mod output;
mod panics;
mod reference;
mod threads;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::args::Cli;
use crate::output::Output;

fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(text_only()) {
        Ok(cli) => cli,
        // Help and version are no failures: clap knows which is which.
        Err(error) => return output::usage(&error),
    };
    output::start_log();
    limits::survive_file_size();
    let output = Output::new(cli.global.json, cli.global.quiet);
    match panics::caught(|| commands::run(cli, &output)) {
        Some(Ok(outcome)) => output.outcome(&outcome),
        Some(Err(error)) => output.error(&error),
        None => output::bug(),
    }
}

/// The arguments, those that are no text marked so: a path that no summary can name is refused before the work.
fn text_only() -> impl Iterator<Item = OsString> {
    std::env::args_os().map(|argument| match argument.to_str() {
        Some(_) => argument,
        None => format!("--not-utf-8={}", argument.to_string_lossy()).into(),
    })
}
