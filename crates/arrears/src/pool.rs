//! One thread pool for everything.
//!
//! polars makes a rayon pool at its first use and keeps it to itself. Work started on another pool would
//! compete with it for the same cores. [`run`] moves a job into polars' own pool, where its rayon calls, ours
//! and linfa's all share the same threads. The pool's size is fixed at first use by `POLARS_MAX_THREADS`.

use std::sync::Mutex;

use polars::prelude::{Column, DataFrame};

/// Runs `work` inside polars' thread pool.
///
/// polars has no call for this, but `apply_columns_par` runs a function of ours inside the pool for every
/// column of a frame: here a frame of one.
pub fn run<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    let work = Mutex::new(Some(work));
    let outcome = Mutex::new(None);
    let take = || {
        work.lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .take()
    };
    let put = |result: R| {
        *outcome
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(result)
    };
    if let Ok(frame) = DataFrame::new(1, vec![Column::new("job".into(), [0i32])]) {
        frame.apply_columns_par(|column| {
            if let Some(work) = take() {
                put(work());
            }
            column.clone()
        });
    }
    let result = outcome
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .take();
    match (result, take()) {
        (Some(result), _) => result,
        // The frame did not come about: the work is still ours to do, on whatever pool there is.
        (None, Some(work)) => work(),
        (None, None) => unreachable!("work that was taken left a result or unwound"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_runs_once_in_polars_threads_and_its_result_comes_back() {
        let mut calls = 0;
        let (name, n_threads) = run(|| {
            calls += 1;
            let thread = std::thread::current();
            (
                thread.name().map(str::to_string),
                rayon::current_num_threads(),
            )
        });
        assert_eq!(calls, 1);
        assert!(
            name.as_deref()
                .is_some_and(|name| name.starts_with("polars-")),
            "{name:?}"
        );
        assert!(n_threads >= 1);
    }

    #[test]
    fn a_panic_comes_through() {
        let outcome = std::panic::catch_unwind(|| run(|| -> i32 { panic!("as planned") }));
        let payload = outcome.unwrap_err();
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"as planned"));
    }
}
