//! Log lines on standard error, for people or for programs.
//!
//! Nothing is logged unless asked for: by `--log-level`, by `--log-format`, or by `ARREARS_LOG`, which takes filters such
//! as `arrears=debug`. In JSON every line of standard error is one object, errors and warnings too, and there are no bars.
//! A line that cannot be written, as its reader has gone or the disk is full, is lost, and the job goes on.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;
use tracing_subscriber::EnvFilter;

use crate::args::{Global, LOG_JSON};

static JSON: OnceLock<bool> = OnceLock::new();

/// Starts logging, if it was asked for.
pub fn start(global: &Global) {
    let Some(filter) = filter(global) else {
        return;
    };
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(is_coloured())
        // It would tell on standard error itself that a line could not be written there, and panic.
        .log_internal_errors(false)
        .with_writer(io::stderr);
    let json = global.log_format.as_deref() == Some(LOG_JSON);
    JSON.get_or_init(|| json);
    match json {
        true => lines.json().flatten_event(true).init(),
        false => lines.init(),
    }
}

/// What was typed goes before the environment.
fn filter(global: &Global) -> Option<EnvFilter> {
    let typed = global.log_level.as_ref().map(EnvFilter::new);
    let asked = global.log_format.as_ref().map(|_| EnvFilter::new("info"));
    typed
        .or_else(|| EnvFilter::try_from_env("ARREARS_LOG").ok())
        .or(asked)
}

/// A file or a journal gets no colours; `NO_COLOR` is honoured (no-color.org).
fn is_coloured() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
}

/// Whether every line of standard error is JSON.
pub fn is_json() -> bool {
    JSON.get().copied().unwrap_or(false)
}

/// How a command ended, in one line: the figures of its summary that a log is searched for.
pub fn finished(command: &str, code: arrears::ExitCode, took: Duration, summary: &Value) {
    let text = |path: &str| summary.pointer(path).and_then(Value::as_str);
    let number = |path: &str| summary.pointer(path).and_then(Value::as_f64);
    let count = |path: &str| summary.pointer(path).and_then(Value::as_u64);
    tracing::info!(
        command,
        exit_code = code as u8,
        seconds = took.as_secs_f64(),
        as_of = text("/as_of").or(text("/decision/as_of")),
        outcome = text("/decision/outcome"),
        model_id = text("/model_id"),
        out = text("/out"),
        n_customers = count("/n_customers"),
        n_invoices = count("/n_invoices"),
        n_rejected = count("/n_rejected"),
        n_open = count("/n_open"),
        open_amount = number("/open_amount"),
        expected_cash = number("/expected_cash"),
        "finished"
    );
}
