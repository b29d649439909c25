//! The only place that prints. Data goes to standard output, everything else to standard error.

mod table;
mod text;

use std::io::{self, Write};
use std::process::ExitCode;

use arrears::Error;
use serde_json::{Value, json};

pub use table::{Rows, columns};
use text::printable;
pub use text::{amount, cents, count, counted, list};

use crate::panics;

/// What a command has to say when it is done.
pub struct Outcome {
    /// For people.
    pub text: String,
    /// For programs.
    pub json: Value,
    /// A failure that comes with a summary, such as a damaged model found by `models verify`.
    pub failure: Option<Failure>,
}

/// A failure in words.
pub struct Failure {
    /// One paragraph.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// How the command ends.
    pub code: arrears::ExitCode,
}

/// How to print.
pub struct Output {
    json: bool,
    quiet: bool,
}

impl Output {
    /// `--json` and `--quiet`.
    pub fn new(json: bool, quiet: bool) -> Output {
        Output { json, quiet }
    }

    /// Whether people look on.
    pub fn quiet(&self) -> bool {
        self.quiet
    }

    /// Prints what a command has to say; gives its exit code.
    pub fn outcome(&self, outcome: &Outcome) -> ExitCode {
        let written = if self.json {
            print(&format!("{:#}\n", outcome.json))
        } else if self.quiet {
            Ok(())
        } else {
            print(&printable(&outcome.text))
        };
        match (&outcome.failure, written) {
            (Some(failure), _) => {
                print_failure(failure);
                code(failure.code)
            }
            (None, Err(error)) => print_failed(&error),
            (None, Ok(())) => code(arrears::ExitCode::Done),
        }
    }

    /// Prints an error, for programs too if they asked; gives the exit code.
    pub fn error(&self, error: &Error) -> ExitCode {
        let failure = Failure::from(error);
        if self.json {
            let value = json!({
                "error": failure.message, "hint": failure.hint, "exit_code": failure.code as u8,
            });
            // The error itself is the news; that it could not be written as JSON is not.
            let _ = print(&format!("{value:#}\n"));
        }
        print_failure(&failure);
        code(failure.code)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Failure {
        Failure {
            message: error.to_string(),
            hint: error.hint(),
            code: error.exit_code(),
        }
    }
}

/// Prints what clap has to say: help, the version, or how the command was typed wrongly.
pub fn usage(error: &clap::Error) -> ExitCode {
    match error.print() {
        Err(error) if !error_is_closed_pipe(&error) => print_failed(&error),
        _ => ExitCode::from(
            u8::try_from(error.exit_code()).unwrap_or(arrears::ExitCode::Usage as u8),
        ),
    }
}

/// Prints that a panic reached the top.
pub fn bug() -> ExitCode {
    print_failure(&Failure {
        message: format!("this is a bug in arrears: {}", panics::last()),
        hint: Some(format!(
            "please report it, with the command and the version ({})",
            arrears::VERSION
        )),
        code: arrears::ExitCode::Bug,
    });
    code(arrears::ExitCode::Bug)
}

/// Prints a warning.
pub fn warning(message: &str) {
    let _ = writeln!(io::stderr(), "warning: {}", printable(message));
}

/// Log lines on standard error, if `ARREARS_LOG` asks for them (such as `debug`).
pub fn start_log() {
    if let Ok(filter) = tracing_subscriber::EnvFilter::try_from_env("ARREARS_LOG") {
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(io::stderr)
            .init();
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush())
}

fn print_failure(failure: &Failure) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "error: {}", printable(&failure.message));
    if let Some(hint) = &failure.hint {
        let _ = writeln!(err, "hint: {}", printable(hint));
    }
}

/// A reader that has seen enough, such as `head`, is no failure; a full disk is.
fn print_failed(error: &io::Error) -> ExitCode {
    if error_is_closed_pipe(error) {
        return code(arrears::ExitCode::Done);
    }
    print_failure(&Failure {
        message: format!("cannot write to standard output: {error}"),
        hint: None,
        code: arrears::ExitCode::Environment,
    });
    code(arrears::ExitCode::Environment)
}

fn error_is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

fn code(code: arrears::ExitCode) -> ExitCode {
    ExitCode::from(code as u8)
}
