//! Progress as bars on standard error, when it is a terminal.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use arrears::{Progress, Stage};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::{log, output};

/// A bar per stage under way; warnings go above them.
pub struct Bars {
    quiet: bool,
    bars: MultiProgress,
    open: Mutex<BTreeMap<Stage, ProgressBar>>,
    begun: Mutex<BTreeMap<Stage, Instant>>,
    visible: bool,
}

impl Bars {
    /// Bars that show nothing when `quiet` or when nobody looks.
    pub fn new(quiet: bool) -> Bars {
        let visible = !quiet && !log::is_json() && std::io::stderr().is_terminal();
        Bars {
            quiet,
            visible,
            bars: MultiProgress::new(),
            open: Mutex::default(),
            begun: Mutex::default(),
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<Stage, ProgressBar>) -> T) -> T {
        work(
            &mut self
                .open
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner()),
        )
    }

    fn begun<T>(&self, work: impl FnOnce(&mut BTreeMap<Stage, Instant>) -> T) -> T {
        let mut begun = self.begun.lock();
        work(begun.as_deref_mut().unwrap_or(&mut BTreeMap::new()))
    }
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, total: u64) {
        self.begun(|begun| begun.insert(stage, Instant::now()));
        tracing::info!(
            stage = stage.code(),
            steps = total,
            "begun: {}",
            stage.label()
        );
        if !self.visible {
            return;
        }
        let bar = if total == 0 {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::new(total)
        };
        let bar = self
            .bars
            .add(bar.with_message(stage.label()).with_style(style(total)));
        bar.enable_steady_tick(Duration::from_millis(120));
        self.with(|open| open.insert(stage, bar));
    }

    fn advance(&self, stage: Stage, steps: u64) {
        self.with(|open| {
            if let Some(bar) = open.get(&stage) {
                bar.inc(steps);
            }
        });
    }

    fn end(&self, stage: Stage) {
        let begun = self.begun(|begun| begun.remove(&stage));
        let seconds = begun.map(|begun| begun.elapsed().as_secs_f64());
        tracing::info!(stage = stage.code(), seconds, "done: {}", stage.label());
        if let Some(bar) = self.with(|open| open.remove(&stage)) {
            bar.finish_and_clear();
        }
    }

    fn warn(&self, message: &str) {
        if !self.quiet || log::is_json() {
            self.bars.suspend(|| output::warning(message));
        }
    }
}

fn style(total: u64) -> ProgressStyle {
    let template = if total == 0 {
        "{spinner} {msg:24} {elapsed:>5}"
    } else {
        "{spinner} {msg:24} {bar:28} {pos}/{len} {elapsed:>5}"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Drop for Bars {
    /// A job that failed left its bars open.
    fn drop(&mut self) {
        self.with(|open| open.values().for_each(ProgressBar::finish_and_clear));
    }
}
