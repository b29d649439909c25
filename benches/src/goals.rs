//! What the hazards of settlement cost beside a plain logistic fit, and what scoring costs, on one ledger.
//!
//! The parts are those of the job, called one after the other: the hazards with their sample, its features and histories
//! at issue and at every landmark; the plain fit with the encoding of every row. Scoring gives every invoice of the
//! ledger, as seen at its issue, what a prediction holds: the chance of lateness with its reasons, and the quantiles of
//! the settlement day.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use arrears::{ConfigFile, Day, Settings, Silent, Typed, load_ledger, pool};
use arrears_features::columns::Columns;
use arrears_features::{Book, InvoiceIx, Questions, Selection, labels};
use arrears_learn::logistic::{LogisticParams, sigmoid};
use arrears_models::settlement::{Rows, dates};
use arrears_models::{AtIssue, ModelConfig, Trained, encoding, late, train, train_clusters};
use linfa::ParamGuard;
use ndarray::{Array1, ArrayView1};

/// Rows scored at once: their histories are in memory together.
const CHUNK: usize = 50_000;
/// Reasons given with each score.
const N_REASONS: usize = 3;
/// Penalty of the plain fit.
const L2: f64 = 30.0;

/// Runs the parts on the ledger of a config, as known at the end of a day, and prints what each took.
pub fn run(config: &Path, as_of: Day) -> Result<(), Box<dyn Error>> {
    let settings = Settings::new(ConfigFile::load(config)?, &Typed::default())?;
    pool::run(|| {
        println!("part                                   seconds  processor");
        let ledger = part("reading", || load_ledger(&settings, &Silent))?;
        let book = part("events by customer", || {
            Book::from_ledger(&ledger, &settings.definitions)
        })?;
        drop(ledger);
        let model = &settings.config.model;
        hazards(&book, as_of, model)?;
        let clusters = &settings.config.clusters;
        let training = part("whole training, clusters too", || {
            train(&book, as_of, model, clusters, settings.config.seed, None)
        })?;
        scoring(&book, as_of, &training.trained)
    })
    .map_err(|error: Box<dyn Error + Send + Sync>| error as Box<dyn Error>)
}

/// Runs the clusters alone on the ledger of a config, and prints what each part took.
pub fn clusters(config: &Path, as_of: Day) -> Result<(), Box<dyn Error>> {
    let settings = Settings::new(ConfigFile::load(config)?, &Typed::default())?;
    pool::run(|| {
        println!("part                                   seconds  processor");
        let ledger = part("reading", || load_ledger(&settings, &Silent))?;
        let book = part("events by customer", || {
            Book::from_ledger(&ledger, &settings.definitions)
        })?;
        drop(ledger);
        let clusters = &settings.config.clusters;
        let found = part("clusters, features and resamples too", || {
            train_clusters(&book, as_of, clusters, settings.config.seed, None)
        })?;
        match found {
            Ok(model) => println!(
                "  ({} customers, k = {})",
                model.n_customers(),
                model.n_clusters()
            ),
            Err(none) => println!("  ({none:?})"),
        }
        Ok(())
    })
    .map_err(|error: Box<dyn Error + Send + Sync>| error as Box<dyn Error>)
}

/// The hazards beside a plain fit.
fn hazards(
    book: &Book,
    as_of: Day,
    config: &ModelConfig,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let known = as_of.min(book.last_known_day());
    let at_issue = part("features at issue, for training", || {
        AtIssue::new(book, known, config)
    })?;
    let labels_at = |invoices: &[InvoiceIx], day| labels(book, invoices, day);
    let rows = at_issue.rows(&labels_at);
    let n = rows.issued.len();
    let used: Vec<bool> = (0..n).map(|i| rows.usable(i)).collect();
    let (encoding, x) = part("plain fit: encoding", || {
        let encoding = encoding::fit(rows.columns, &used);
        encoding.apply(rows.columns).map(|x| (encoding, x))
    })?;
    let y: Array1<f64> = rows
        .labels
        .late
        .iter()
        .map(|&late| f64::from(late))
        .collect();
    let weights: Array1<f64> = used.iter().map(|&used| f64::from(used)).collect();
    part("plain fit: regression", || {
        let params = LogisticParams::new().l2(L2).check()?;
        let weights = Some(weights.view());
        Ok::<_, Box<dyn Error + Send + Sync>>(black_box(params.fit_weighted(
            x.view(),
            y.view(),
            weights,
            None,
            None,
        )?))
    })?;
    println!("  ({n} invoices, {} columns)", encoding.columns().len());
    drop(x);
    let fitted = part("late-payment model, folds too", || late::fit(&rows, config))?;
    part("hazards", || {
        at_issue
            .settlement(book, &rows, &fitted, config, known)
            .map(black_box)
    })?;
    Ok(())
}

/// Every invoice of the ledger scored as at its issue.
fn scoring(book: &Book, as_of: Day, trained: &Trained) -> Result<(), Box<dyn Error + Send + Sync>> {
    let questions = Questions::at_issue(book, Day(i32::MIN / 2), as_of, as_of);
    let all: Vec<usize> = (0..questions.len()).collect();
    let (mut features, mut scores) = (Clock::NONE, Clock::NONE);
    for chunk in all.chunks(CHUNK) {
        let questions = questions.select(chunk);
        let mut asked = trained.late.features();
        asked.extend(trained.settlement.features_at_issue());
        let (columns, histories, _) =
            features.add(|| questions.columns_and_histories(book, Selection::Only(&asked)));
        let own = |customer| trained.late.customers().has(book.customer_id(customer));
        let columns = columns.with_customers(book, &questions.customers(), own);
        scores.add(|| scored(&questions, &columns, &histories, trained).map(black_box))?;
    }
    println!("  ({} invoices)", all.len());
    features.show("scoring: features and histories");
    scores.show("scoring: chances, reasons, dates");
    Ok(())
}

/// Chance of lateness, number of reasons, and days of the quantiles of one invoice.
type Scored = (f64, usize, [i32; 3]);

/// What is read of each row, so that nothing is left out as unused.
fn scored(
    questions: &Questions,
    columns: &Columns,
    histories: &arrears_features::Histories,
    trained: &Trained,
) -> Result<Vec<Scored>, Box<dyn Error + Send + Sync>> {
    use rayon::prelude::*;
    let score = trained.late.log_odds(columns)?;
    let reasons = trained.late.reasons(columns, N_REASONS)?;
    let (due, terms) = dates(questions);
    let rows = Rows {
        columns,
        score: &score,
        histories,
        due: &due,
        terms: &terms,
    };
    let curves = trained.settlement.at_issue(&rows)?;
    let score = ArrayView1::from(&score);
    Ok(reasons
        .par_iter()
        .enumerate()
        .map(|(row, reasons)| {
            let curve = curves.at_issue(row, sigmoid(score[row]));
            let days = [0.1, 0.5, 0.9].map(|share| curve.quantile(share).days);
            (curve.p_late(), reasons.len(), days)
        })
        .collect())
}

/// Wall and processor time.
struct Clock {
    seconds: f64,
    processor: f64,
}

impl Clock {
    const NONE: Clock = Clock {
        seconds: 0.0,
        processor: 0.0,
    };

    fn add<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (started, processor) = (Instant::now(), processor_time());
        let done = work();
        self.seconds += started.elapsed().as_secs_f64();
        self.processor += processor_time() - processor;
        done
    }

    fn show(&self, name: &str) {
        println!("{name:<36}{:>10.2}{:>11.2}", self.seconds, self.processor);
    }
}

fn part<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let mut clock = Clock::NONE;
    let done = clock.add(work);
    clock.show(name);
    done
}

/// Seconds of processor time of all threads so far, as Linux tells it in hundredths; not a number elsewhere.
fn processor_time() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program comes first, in parentheses, and may hold spaces.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |nth: usize| {
        let field = after_name.split_whitespace().nth(nth);
        field.and_then(|ticks| ticks.parse::<f64>().ok())
    };
    let both = ticks(11).zip(ticks(12));
    both.map_or(f64::NAN, |(user, system)| (user + system) / 100.0)
}
