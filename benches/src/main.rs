//! Our kernels against linfa's, in one process on the same data: time, and what the time bought.
//!
//! Each line names its parameters in its id. Data come from a constant seed and are built outside
//! the timed closure; a figure is the median of three runs. Run with
//! `cargo run --release -p arrears-benches`; `--rows 1000,5000` takes other sizes.
//! With `--warnings arrears.toml --from 2024-01-31 --until 2025-12-31 --every 7` it replays the watch ([`watched`]).
//! With `--goals arrears.toml --as-of 2025-12-31` it times parts of the job on a ledger instead ([`goals`]).

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's figures are its output; nothing depends on this package"
)]

mod data;
mod goals;
mod kmeans;
mod logistic;
mod watched;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use arrears::Day;

const ROWS: [usize; 3] = [20_000, 100_000, 500_000];
const N_RUNS: usize = 3;

/// Time of one kernel and the quality of what it fitted (lower is better for both).
struct Measured {
    seconds: f64,
    quality: f64,
    n_iterations: Option<usize>,
}

/// What was asked for.
enum Asked {
    /// Our kernels against linfa's on so many rows.
    Kernels(Vec<usize>),
    /// The parts of the job on the ledger of a config.
    Goals(PathBuf, Day),
    /// The watch over a ledger's customers, on one day after the other.
    Watch(PathBuf, watched::Days),
    /// The clusters alone, on the ledger of a config.
    Clusters(PathBuf, Day),
}

fn main() -> Result<(), Box<dyn Error>> {
    match asked()? {
        Asked::Kernels(rows) => kernels(&rows),
        Asked::Goals(config, as_of) => goals::run(&config, as_of),
        Asked::Watch(config, days) => watched::run(&config, &days),
        Asked::Clusters(config, as_of) => goals::clusters(&config, as_of),
    }
}

fn kernels(rows: &[usize]) -> Result<(), Box<dyn Error>> {
    println!(
        "id                                          ours s  linfa s  ratio  quality ours / linfa"
    );
    for &n_rows in rows {
        let (ours, linfa) = kmeans::compare(n_rows)?;
        show(
            &format!("kmeans/rows={n_rows}/features=12/k=8/starts=5"),
            "inertia",
            &ours,
            &linfa,
        );
    }
    for &n_rows in rows {
        let (ours, linfa) = logistic::compare(n_rows)?;
        show(
            &format!("logistic/rows={n_rows}/features=30/l2=1"),
            "log loss",
            &ours,
            &linfa,
        );
    }
    Ok(())
}

fn asked() -> Result<Asked, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => Ok(Asked::Kernels(ROWS.to_vec())),
        ["--rows", list] => {
            let rows = list.split(',').map(|n| n.trim().parse());
            Ok(Asked::Kernels(rows.collect::<Result<_, _>>()?))
        }
        ["--goals", config, "--as-of", day] => Ok(Asked::Goals(config.into(), day.parse()?)),
        ["--clusters", config, "--as-of", day] => Ok(Asked::Clusters(config.into(), day.parse()?)),
        [
            "--warnings",
            config,
            "--from",
            from,
            "--until",
            until,
            "--every",
            every,
        ] => {
            let days = watched::Days {
                from: from.parse()?,
                until: until.parse()?,
                every: every.parse()?,
            };
            Ok(Asked::Watch(config.into(), days))
        }
        _ => Err(
            "usage: arrears-benches [--rows N,N,N | --goals CONFIG --as-of DATE | \
             --clusters CONFIG --as-of DATE | --warnings CONFIG --from DATE --until DATE --every DAYS]"
                .into(),
        ),
    }
}

/// The median time of some runs, and the last run's fit.
fn timed<T, E>(mut fit: impl FnMut() -> Result<T, E>) -> Result<(f64, T), E> {
    let mut run = || {
        let clock = Instant::now();
        fit().map(|fitted| (clock.elapsed().as_secs_f64(), fitted))
    };
    let mut seconds = Vec::with_capacity(N_RUNS);
    for _ in 1..N_RUNS {
        seconds.push(run()?.0);
    }
    let (last, fitted) = run()?;
    seconds.push(last);
    seconds.sort_by(f64::total_cmp);
    Ok((seconds[N_RUNS / 2], fitted))
}

fn show(id: &str, measure: &str, ours: &Measured, linfa: &Measured) {
    let iterations = ours
        .n_iterations
        .map_or(String::new(), |n| format!(" ({n} iterations of ours)"));
    println!(
        "{id:<44}{:>6.3}{:>9.3}{:>7.2}  {measure} {:.6} / {:.6}{iterations}",
        ours.seconds,
        linfa.seconds,
        linfa.seconds / ours.seconds,
        ours.quality,
        linfa.quality,
    );
}
