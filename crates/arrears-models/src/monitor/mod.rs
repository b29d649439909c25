//! Is the model in use still a model of what is invoiced now?
//!
//! **Intuition.** Two speeds. *Now*, before any outcome: do this month's invoices, and the scores the model gives them, look
//! like those it learnt from; is the import whole; and what would its quality be if its probabilities still mean what they
//! say? *Later*, as invoices fall due: what its quality turned out to be, beside the base rate and beside what was expected.
//!
//! ```text
//!   reference: 12 months the model knows        recent invoices
//! -------------------------------------------|------------------|---> time
//!                                    as-of of the model       as of
//! ```
//!
//! 1. Training keeps a [`Reference`]: histograms of the scores and of every feature of the invoices of its last twelve months,
//!    each as of the day before its issue, and how much there was. It is kept with the model and not counted again, since
//!    an export is a whole: where a column is empty this month, it is empty in the ledger's past too.
//! 2. [`monitor`] holds the invoices issued since against it: population stability index of the scores (PSI), of each feature
//!    (CSI), shares missing, categories never seen, and the volume by month.
//! 3. The expected log loss and AUC are those of the probabilities alone (Kivimäki et al. 2025, arXiv:2505.05295). They see
//!    that invoices have become harder to tell, not that the same invoices have come to be paid otherwise: that shows later.
//! 4. [`Realised`] judges what was said: each invoice that has an outcome by the model that was in use before its issue
//!    ([`InUse`]).
//! 5. [`Change`] splits the change of the average risk into the customers themselves, the mix
//!    of customers, and the model.
//!
//! Nothing alerts by chance alone: an index must exceed its threshold and what one in a thousand unchanged months would show,
//! by as many independent invoices as those of the same customers, and of the same months, are worth
//! ([`arrears_learn::clustered`]). What moves with the months for everybody, as a season does, is worth few of them.

mod alerts;
mod drift;
mod in_use;
mod levels;
mod missing;
mod realised;
mod reference;
mod sample;
mod volume;
mod window;

use arrears_features::Book;
pub use arrears_learn::decompose::Change;
use arrears_learn::decompose::{Row, change};
use arrears_learn::metrics::{expected_auc, expected_log_loss};
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

pub use alerts::{Alert, Code, Level};
pub use drift::Drift;
pub use in_use::{InUse, LeftOut, Unasked};
pub use levels::GroupLevel;
pub use realised::{Came, ModelRealised, MonthRealised, Realised};
pub use reference::{Bins, ColumnReference, Reference};
pub use volume::{MonthVolume, Usual};

use crate::late::sigmoid;
use crate::marks::{Found, LedgerMarks};
use crate::retrain::Window;
use crate::{ModelError, Trained};
use sample::Sample;
use volume::Flow;

/// When monitoring alerts, section `[monitor]`; `look` asks a person to look, `act` to do something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MonitorConfig {
    /// Months of recent invoices at most.
    pub months: u32,
    /// Stability index of the scores or of a feature.
    pub psi_look: f64,
    /// The same, to act on.
    pub psi_act: f64,
    /// By how much the share of unknown values may rise.
    pub missing_look: f64,
    /// The same, to act on.
    pub missing_act: f64,
    /// Share of invoices in categories that the model never saw.
    pub new_category_look: f64,
    /// The same, to act on.
    pub new_category_act: f64,
    /// A month's invoices, or payments, beside those of a usual month.
    pub volume_look: f64,
    /// The same, to act on.
    pub volume_act: f64,
    /// By how much the months the model knows may hold more or less than when it was trained.
    pub history_look: f64,
    /// The same, to act on.
    pub history_act: f64,
    /// Share of the invoices known to the model that are no longer in the ledger as they were.
    pub rewritten_look: f64,
    /// The same, to act on.
    pub rewritten_act: f64,
    /// Share of the rows read that were rejected.
    pub rejected_look: f64,
    /// The same, to act on.
    pub rejected_act: f64,
    /// Months of issue whose invoices are judged once they have an outcome.
    pub realised_months: u32,
    /// Fewest outcomes that say anything of the model's quality.
    pub min_labels: usize,
    /// By how much, for sure, the log loss is above the expected one.
    pub loss_look: f64,
    /// Fewest outcomes of a group.
    pub group_labels: usize,
    /// By how much a group's share late may lie off what was promised.
    pub group_look: f64,
    /// The same, to act on.
    pub group_act: f64,
    /// Probability at most of an alert about any group where none is off.
    pub group_alpha: f64,
}

impl Default for MonitorConfig {
    fn default() -> Self {
        Self {
            months: 3,
            psi_look: 0.1,
            psi_act: 0.25,
            missing_look: 0.05,
            missing_act: 0.2,
            new_category_look: 0.01,
            new_category_act: 0.1,
            volume_look: 0.75,
            volume_act: 0.6,
            history_look: 0.05,
            history_act: 0.2,
            rewritten_look: 0.02,
            rewritten_act: 0.1,
            rejected_look: 0.005,
            rejected_act: 0.05,
            realised_months: 6,
            min_labels: 100,
            loss_look: 0.02,
            group_labels: 100,
            group_look: 0.05,
            group_act: 0.15,
            group_alpha: 0.01,
        }
    }
}

/// What is monitored.
#[derive(Clone, Copy)]
pub struct Watched<'a> {
    /// The ledger.
    pub book: &'a Book,
    /// The model in use.
    pub model: &'a Trained,
    /// The model that was in use on `since`, where it was another one.
    pub before: Option<&'a Trained>,
    /// The models to be judged, each by the invoices it scored; oldest first.
    pub in_use: &'a [InUse<'a>],
    /// The day from whose end on invoices are recent.
    pub since: Day,
    /// What is known through the end of this day is used.
    pub as_of: Day,
    /// Rows read and rows rejected.
    pub rows: (u64, u64),
    /// Tables of the ledger without a row.
    pub empty: &'a [String],
}

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct Monitored {
    /// The recent invoices.
    pub window: Window,
    /// Their number.
    pub n: usize,
    /// Customers they are of.
    pub n_customers: usize,
    /// The invoices they are held against.
    pub reference: Window,
    /// Whether these were counted when the model was trained; otherwise in today's ledger.
    pub reference_is_kept: bool,
    /// The model's scores; none where the ledger no longer gives a feature of the model.
    pub scores: Option<Drift>,
    /// The model's features, and the customers' attributes.
    pub features: Vec<Drift>,
    /// Whole months since, and the running one up to the as-of date, from its tenth day on.
    pub volume: Vec<MonthVolume>,
    /// Invoices of the months that the model knows, then and now.
    pub history: [usize; 2],
    /// Payments of these months, then and now.
    pub payment_history: [usize; 2],
    /// A sample of the invoices of the model's last year, and how many of them today's ledger has as they were; none where the
    /// model keeps no marks of them.
    pub marked: Option<Found>,
    /// Of the invoices that fell due in a window as long as the recent one the share settled by its end: up to the model's
    /// as-of date, and recently; none where none fell due.
    pub settled: [Option<f64>; 2],
    /// Share of the rows read that were rejected.
    pub rejected_share: f64,
    /// What quality the probabilities promise.
    pub expected: Option<Expected>,
    /// What quality came, where anything has matured.
    pub realised: Option<Realised>,
    /// Invoices left out of that; told elsewhere, with a sentence each.
    #[serde(skip)]
    pub left_out: Vec<LeftOut>,
    /// Why the average risk of invoices changed, by number and by amount.
    pub change: Option<RiskChange>,
    /// What to look at, the gravest first; told elsewhere, with a sentence each.
    #[serde(skip)]
    pub alerts: Vec<Alert>,
}

/// Quality by the probabilities alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// Share late.
    pub late: f64,
    /// Log loss, in nats.
    pub log_loss: f64,
    /// Area under the ROC curve; none where it is not defined.
    pub auc: Option<f64>,
}

/// The change of the average risk from the invoices of as many days before `since` to the recent ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RiskChange {
    /// The invoices before.
    pub before: Window,
    /// An invoice counts once.
    pub by_count: Change,
    /// An invoice counts by its amount.
    pub by_amount: Change,
}

/// The invoice dates whose invoices the models in use are judged on.
pub fn judged_window(as_of: Day, config: &MonitorConfig) -> Window {
    window::months_up_to(as_of, config.realised_months)
}

/// Holds what was issued since against what the model knows, and what was said against what came.
///
/// # Errors
/// What the features refuse.
pub fn monitor(watched: Watched, config: &MonitorConfig) -> Result<Monitored, ModelError> {
    let mut found = data(watched, config)?;
    let known = watched.known();
    (found.realised, found.left_out) = Realised::of(watched.book, watched.in_use, known, config)?;
    found.change = risk_change(watched, found.window)?;
    found.alerts = alerts::all(&found, config);
    Ok(found)
}

/// What a person is to look at before anything is learnt from the ledger: what speaks for a corrupted import, and scores that
/// have moved by far. One call, for who trains.
///
/// # Errors
/// What the features refuse.
pub fn gate_alerts(watched: Watched, config: &MonitorConfig) -> Result<Vec<Alert>, ModelError> {
    let found = data(watched, config)?;
    let mut alerts = alerts::all(&found, config);
    alerts.retain(|alert| alert.code.stops_learning() && alert.level == Level::Act);
    Ok(alerts)
}

/// Everything that needs no outcome.
fn data(watched: Watched, config: &MonitorConfig) -> Result<Monitored, ModelError> {
    let (book, model, known) = (watched.book, watched.model, watched.known());
    let window = window::recent(watched.since, watched.as_of, config.months);
    let recent = Sample::at_issue(book, &model.late, window, known)?;
    let flow = Flow::of(book);
    let counted;
    let reference = match &model.reference {
        Some(kept) => kept,
        None => {
            counted = Reference::of_ledger(book, &model.late, model.as_of, &flow)?;
            &counted
        }
    };
    let p = recent.chances();
    let (read, rejected) = watched.rows;
    Ok(Monitored {
        window,
        n: recent.customers.len(),
        n_customers: recent.n_customers(),
        reference: reference.window,
        reference_is_kept: model.reference.is_some(),
        scores: reference.scores(&recent),
        features: reference.features(&recent, watched.empty),
        volume: volume::months(&flow, window, watched.as_of, known),
        history: [
            reference.n_invoices,
            flow.n_invoices(reference.window, reference.window.until),
        ],
        payment_history: [reference.n_payments, flow.n_payments(reference.window)],
        marked: Some(model.marks.found_in(&LedgerMarks::of(book))).filter(|found| found.n > 0),
        settled: [window::as_long_before(model.as_of, window), window]
            .map(|window| volume::settled_share(book, window)),
        rejected_share: rejected as f64 / read.max(1) as f64,
        expected: p.as_deref().and_then(Expected::of),
        realised: None,
        left_out: Vec::new(),
        change: None,
        alerts: Vec::new(),
    })
}

impl Watched<'_> {
    /// The last day that is known.
    fn known(&self) -> Day {
        self.as_of.min(self.book.last_known_day())
    }
}

impl Expected {
    /// Of probabilities; none of none.
    pub(crate) fn of(p: &[f64]) -> Option<Self> {
        Some(Self {
            late: p.iter().sum::<f64>() / p.len() as f64,
            log_loss: expected_log_loss(p).ok()?,
            auc: expected_auc(p).ok()?,
        })
    }
}

/// Both models on both sets of invoices, where the ledger gives their features.
fn risk_change(watched: Watched, after: Window) -> Result<Option<RiskChange>, ModelError> {
    let before = window::as_long_before(watched.since, after);
    let first = watched.before.unwrap_or(watched.model);
    let known = watched.known();
    let at_issue =
        |model: &Trained, window| Sample::at_issue(watched.book, &model.late, window, known);
    let (old, new) = (at_issue(first, before)?, at_issue(first, after)?);
    let second = match watched.before {
        None => new.chances(),
        Some(_) => at_issue(watched.model, after)?.chances(),
    };
    let (Some(p), Some(q), Some(r)) = (old.chances(), new.chances(), second) else {
        return Ok(None);
    };
    let by =
        |weight: fn(i64) -> f64| change(&rows(&old, &p, &p, weight), &rows(&new, &q, &r, weight));
    let both = by(|_| 1.0).zip(by(|minor| minor.max(0) as f64));
    Ok(both.map(|(by_count, by_amount)| RiskChange {
        before,
        by_count,
        by_amount,
    }))
}

fn rows(sample: &Sample, first: &[f64], second: &[f64], weight: fn(i64) -> f64) -> Vec<Row> {
    (0..sample.customers.len())
        .map(|i| Row {
            group: sample.customers[i],
            weight: weight(sample.amounts[i]),
            first: first[i],
            second: second[i],
        })
        .collect()
}

fn chances(log_odds: &[f64]) -> Vec<f64> {
    log_odds.iter().map(|z| sigmoid(*z)).collect()
}
