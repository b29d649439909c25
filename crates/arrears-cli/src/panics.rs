//! A panic is a bug of ours, and says so.
//!
//! polars and the reader of workbooks panic on some damaged files, and that is caught at the file's border. So a panic is only
//! noted where it happens, and reported when it reaches the top.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

/// The last panic: its message and place.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Runs `work`; `None` when it panicked.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    panic::set_hook(Box::new(|info| {
        let message = info.payload_as_str().unwrap_or("no message");
        let place = info
            .location()
            .map(|at| format!(" ({}:{})", at.file(), at.line()))
            .unwrap_or_default();
        let backtrace = Backtrace::capture();
        let trace = match backtrace.status() {
            BacktraceStatus::Captured => format!("\n{backtrace}"),
            _ => String::new(),
        };
        *LAST.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) =
            Some(format!("{message}{place}{trace}"));
    }));
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

/// What the last panic said.
pub fn last() -> String {
    LAST.lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .take()
        .unwrap_or_else(|| "no message".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_noted_with_its_place_and_not_printed() {
        let hook = panic::take_hook();
        assert_eq!(caught(|| 7), Some(7));
        assert_eq!(
            caught(|| -> i32 { panic!("the {} is odd", "figure") }),
            None
        );
        panic::set_hook(hook);
        let text = last();
        assert!(
            text.starts_with("the figure is odd (") && text.contains("panics.rs:"),
            "{text}"
        );
    }
}
