//! The only place that prints. Data goes to standard output, everything else to standard error.

mod table;
mod text;

use std::io::{self, Write};
use std::process::ExitCode;

use arrears::Error;
use serde_json::{Value, json};

pub use table::{Rows, columns};
use text::printable;
pub use text::{amount, cents, count, counted, list, one_line};

use crate::{log, panics};

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

    /// Prints how a command ended, whichever way it did.
    pub fn ended(&self, ended: Option<Result<Outcome, Error>>) -> Ended {
        match ended {
            Some(Ok(outcome)) => self.outcome(outcome),
            Some(Err(error)) => self.error(Failure::from(&error)),
            None => self.error(bug()),
        }
    }

    /// Prints what a command has to say.
    fn outcome(&self, outcome: Outcome) -> Ended {
        let written = if self.json {
            print(&format!("{:#}\n", outcome.json))
        } else if self.quiet {
            Ok(())
        } else {
            print(&printable(&outcome.text))
        };
        let failure = match (outcome.failure, written) {
            (Some(failure), _) => Some(failure),
            // A reader that has seen enough, such as `head`, is no failure; a full disk is.
            (None, Err(error)) if !error_is_closed_pipe(&error) => Some(not_written(&error)),
            (None, _) => None,
        };
        if let Some(failure) = &failure {
            print_failure(failure);
        }
        Ended::new(outcome.json, failure)
    }

    /// Prints a failure, for programs too if they asked.
    fn error(&self, failure: Failure) -> Ended {
        if self.json {
            let value = json!({
                "error": failure.message, "hint": failure.hint, "exit_code": failure.code as u8,
            });
            // The error itself is the news; that it could not be written as JSON is not.
            let _ = print(&format!("{value:#}\n"));
        }
        print_failure(&failure);
        Ended::new(Value::Null, Some(failure))
    }
}

/// Warns where nobody could be told, `--quiet` or not: who counts on being told has no other sign. The job ended as it did.
pub fn told(told: Result<(), String>) {
    if let Err(why) = told {
        warning(&why);
    }
}

/// How a command ended.
pub struct Ended {
    /// Its exit code.
    pub code: arrears::ExitCode,
    /// Its summary; null where there is none.
    pub summary: Value,
    failure: Option<Failure>,
}

impl Ended {
    fn new(summary: Value, failure: Option<Failure>) -> Ended {
        let done = arrears::ExitCode::Done;
        Ended {
            code: failure.as_ref().map_or(done, |failure| failure.code),
            summary,
            failure,
        }
    }

    /// The same for who is told of it.
    pub fn message(&self, command: &str) -> Value {
        let failure = self.failure.as_ref();
        json!({
            "command": command,
            "ending": crate::notify::ending(self.code),
            "exit_code": self.code as u8,
            "error": failure.map(|failure| &failure.message),
            "hint": failure.and_then(|failure| failure.hint.as_ref()),
            "version": arrears::VERSION,
            "summary": self.summary,
        })
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
        Err(unwritten) if !error.use_stderr() && !error_is_closed_pipe(&unwritten) => {
            let failure = not_written(&unwritten);
            print_failure(&failure);
            ExitCode::from(failure.code as u8)
        }
        _ => ExitCode::from(
            u8::try_from(error.exit_code()).unwrap_or(arrears::ExitCode::Usage as u8),
        ),
    }
}

/// That a panic reached the top.
fn bug() -> Failure {
    Failure {
        message: format!("this is a bug in arrears: {}", panics::last()),
        hint: Some(format!(
            "please report it, with the command and the version ({})",
            arrears::VERSION
        )),
        code: arrears::ExitCode::Bug,
    }
}

/// Prints a warning.
pub fn warning(message: &str) {
    if log::is_json() {
        tracing::warn!("{message}");
        return;
    }
    let _ = writeln!(io::stderr(), "warning: {}", one_line(message));
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush())
}

fn print_failure(failure: &Failure) {
    if log::is_json() {
        let (code, hint) = (failure.code as u8, failure.hint.as_deref());
        tracing::error!(exit_code = code, hint, "{}", failure.message);
        return;
    }
    let mut err = io::stderr().lock();
    let message = match failure.code {
        // Where it happened takes several lines.
        arrears::ExitCode::Bug => printable(&failure.message),
        _ => one_line(&failure.message),
    };
    let _ = writeln!(err, "error: {message}");
    if let Some(hint) = &failure.hint {
        let _ = writeln!(err, "hint: {}", one_line(hint));
    }
}

fn not_written(error: &io::Error) -> Failure {
    Failure {
        message: format!("cannot write to standard output: {error}"),
        hint: None,
        code: arrears::ExitCode::Environment,
    }
}

fn error_is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}
