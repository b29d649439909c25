//! The number of threads, fixed before polars is touched.
//!
//! polars reads `POLARS_MAX_THREADS` once, at its first use. A program cannot safely change its own
//! environment, so it starts itself again with the variable set, once.

use std::env;
use std::process::Command;

const POLARS: &str = "POLARS_MAX_THREADS";

/// Starts the program again with that many threads, unless it already has them. Returns when it has, or when
/// starting again failed: results do not depend on the number of threads. 0 means every core.
pub fn settle(n_threads: usize) {
    let wanted = n_threads.to_string();
    if n_threads == 0 || env::var(POLARS).is_ok_and(|set| set == wanted) {
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    let mut again = Command::new(program);
    again.args(env::args_os().skip(1)).env(POLARS, wanted);
    replace_self(again);
}

/// The same process goes on as the new program: its id, its open files and its terminal stay.
#[cfg(unix)]
fn replace_self(mut again: Command) {
    use std::os::unix::process::CommandExt;
    let error = again.exec();
    tracing::warn!(%error, "could not start again with the number of threads asked for");
}

/// Elsewhere a child does the work, and its exit code is ours.
#[cfg(not(unix))]
#[expect(
    clippy::exit,
    reason = "the child has done everything, its exit code included"
)]
fn replace_self(mut again: Command) {
    if let Ok(status) = again.status() {
        std::process::exit(status.code().unwrap_or(101));
    }
}
