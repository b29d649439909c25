//! Progress as bars on standard error, when it is a terminal.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

use arrears::{Progress, Stage};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::output;

/// A bar per stage under way; warnings go above them.
pub struct Bars {
    quiet: bool,
    bars: MultiProgress,
    open: Mutex<BTreeMap<Stage, ProgressBar>>,
    visible: bool,
}

impl Bars {
    /// Bars that show nothing when `quiet` or when nobody looks.
    pub fn new(quiet: bool) -> Bars {
        let visible = !quiet && std::io::stderr().is_terminal();
        Bars {
            quiet,
            visible,
            bars: MultiProgress::new(),
            open: Mutex::default(),
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
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, total: u64) {
        tracing::info!("begun: {}", stage.label());
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
        tracing::info!("done: {}", stage.label());
        if let Some(bar) = self.with(|open| open.remove(&stage)) {
            bar.finish_and_clear();
        }
    }

    fn warn(&self, message: &str) {
        if !self.quiet {
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
