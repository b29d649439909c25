//! Training on what was known at an as-of date: late-payment model, settlement curves and risk clusters side by side.

use arrears_features::catalogue;
use arrears_features::columns::Columns;
use arrears_features::{
    AbsentFeature, Book, CustomerIx, Definitions, InvoiceIx, Labels, Questions, Redraws, Selection,
    labels, redrawn, training_guard,
};
use arrears_learn::bootstrap::positions;
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::clusters::identity::{Earlier, Unmatched};
use crate::clusters::{self, ClusterModel, NoClusters};
use crate::evaluate::Evaluation;
use crate::late::{self, Fitted, LateModel, MIN_OWN_INVOICES, TrainingRows, sigmoid};
use crate::marks::{LedgerMarks, Marks};
use crate::monitor::Reference;
use crate::settlement::SettlementModel;
use crate::settling;
use crate::{ClusterConfig, ModelConfig, ModelError};

/// Format of [`Trained`] as it is kept. It is raised where an earlier program would read a file wrongly, or this one an
/// earlier file: an added field with a default is no such change.
pub const MODEL_FORMAT: u32 = 2;

/// Everything that prediction needs, as it is kept in the registry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// Last day of what the model knows.
    pub as_of: Day,
    /// Seed of the clusters' restarts.
    pub seed: u64,
    /// What late and settled meant.
    pub definitions: Definitions,
    /// Marks of some of the invoices it knew; none in models that were kept before there were any.
    #[serde(default)]
    pub marks: Marks,
    /// The invoices of its last twelve months, for monitoring; none in models that were kept before there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Will it be late?
    pub late: LateModel,
    /// When will it be settled?
    pub settlement: SettlementModel,
    /// Who behaves alike? Absent where nobody can be told apart.
    pub clusters: Option<ClusterModel>,
    /// Why there are no clusters, where there are none.
    pub no_clusters: Option<NoClusters>,
    /// The latest fold of the training period, predicted by a model trained before it.
    pub holdout: Evaluation,
    /// The training sample itself, for comparison: in sample, so too good.
    pub in_sample: Evaluation,
}

impl Trained {
    /// Whether the parts of the late-payment model fit together, and this program knows the features that it and the
    /// hazards read: what a file may say otherwise that was written by another version, or by hand.
    ///
    /// # Errors
    /// What does not fit, or the first unknown feature.
    pub fn check(&self) -> Result<(), ModelError> {
        self.late.check()?;
        let mut features = self.late.features();
        features.extend(self.settlement.features());
        let unknown = features
            .into_iter()
            .find(|name| catalogue::feature(name).is_none());
        match unknown {
            Some(feature) => Err(ModelError::UnknownFeature {
                feature: feature.to_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// A trained model with what the reader should know of its making.
pub struct Training {
    /// The model.
    pub trained: Trained,
    /// Features left out because their source is absent.
    pub absent: Vec<AbsentFeature>,
}

/// Trains every model on what was known at the end of `as_of`. The clusters take over the numbers of an `earlier`
/// model's, one of an earlier day.
///
/// # Errors
/// Nothing known or nothing mature yet; an export that lacks its settled invoices; a setting out of range.
pub fn train(
    book: &Book,
    as_of: Day,
    config: &ModelConfig,
    clusters: &ClusterConfig,
    seed: u64,
    earlier: Option<&Trained>,
) -> Result<Training, ModelError> {
    let known = may_train(book, as_of)?;
    let (late, clusters) = rayon::join(
        || train_late(book, known, config),
        || train_clusters(book, as_of, clusters, seed, earlier),
    );
    let (late, clusters) = (late?, clusters?);
    let definitions = book.definitions().clone();
    let trained = Trained {
        as_of,
        seed,
        definitions,
        marks: Marks::of(book, as_of),
        reference: Some(late.reference),
        late: late.fitted.model,
        settlement: late.settlement,
        no_clusters: clusters.as_ref().err().copied(),
        clusters: clusters.ok(),
        holdout: late.holdout,
        in_sample: late.in_sample,
    };
    Ok(Training {
        trained,
        absent: late.absent,
    })
}

/// Whether this ledger can teach what payment looks like on a day; if so, the day through which it is known.
///
/// # Errors
/// Nothing known or nothing mature yet; an export that lacks its settled invoices.
pub fn may_train(book: &Book, as_of: Day) -> Result<Day, ModelError> {
    anything_known(book, as_of)?;
    // What happened after the ledger's last event is not known, whatever the as-of date.
    let known = as_of.min(book.last_known_day());
    training_guard(book, known)?;
    Ok(known)
}

/// The late-payment model alone, on what was known at the end of `as_of`.
///
/// # Errors
/// As [`train`].
pub(crate) fn late_model(
    book: &Book,
    as_of: Day,
    config: &ModelConfig,
) -> Result<LateModel, ModelError> {
    let known = may_train(book, as_of)?;
    let at_issue = AtIssue::new(book, known, config)?;
    let labels_at = |invoices: &[InvoiceIx], day| labels(book, invoices, day);
    Ok(late::fit(&at_issue.rows(&labels_at), config)?.model)
}

struct LateTraining {
    fitted: Fitted,
    settlement: SettlementModel,
    holdout: Evaluation,
    in_sample: Evaluation,
    reference: Reference,
    absent: Vec<AbsentFeature>,
}

/// Every invoice known on a day as it was seen when it was issued, and what became of it: what models learn from.
pub struct AtIssue {
    pub(crate) questions: Questions,
    pub(crate) columns: Columns,
    pub(crate) invoices: Vec<InvoiceIx>,
    pub(crate) issued: Vec<Day>,
    pub(crate) labels: Labels,
    pub(crate) absent: Vec<AbsentFeature>,
}

impl AtIssue {
    /// What is known at the end of `as_of`, as far as the model may use it.
    ///
    /// # Errors
    /// Nothing mature yet.
    pub fn new(book: &Book, as_of: Day, config: &ModelConfig) -> Result<Self, ModelError> {
        let questions = Questions::at_issue(book, Day(i32::MIN / 2), as_of, as_of);
        let (columns, absent) = questions.columns(book, Selection::Only(&config.candidates()));
        let invoices: Vec<InvoiceIx> = questions.invoices().iter().copied().flatten().collect();
        let columns = columns.with_customers(book, &questions.customers(), |customer| {
            book.invoices_of(customer).len() >= MIN_OWN_INVOICES
        });
        let outcome = labels(book, &invoices, as_of);
        anything_mature(book, as_of, &invoices, &outcome)?;
        let issued = invoices
            .iter()
            .map(|&i| book.invoice(i).invoice_date)
            .collect();
        Ok(Self {
            questions,
            columns,
            invoices,
            issued,
            labels: outcome,
            absent,
        })
    }

    /// The same as rows to be trained on; `labels_at` gives the labels as known on an earlier day.
    pub fn rows<'a>(
        &'a self,
        labels_at: &'a (dyn Fn(&[InvoiceIx], Day) -> Labels + Sync),
    ) -> TrainingRows<'a> {
        TrainingRows {
            columns: &self.columns,
            invoices: &self.invoices,
            issued: &self.issued,
            labels: &self.labels,
            labels_at,
        }
    }

    /// The hazards of settlement, at issue and at every landmark, as known at the end of `as_of`.
    ///
    /// # Errors
    /// An estimator that refuses its input.
    pub fn settlement(
        &self,
        book: &Book,
        rows: &TrainingRows,
        fitted: &Fitted,
        config: &ModelConfig,
        as_of: Day,
    ) -> Result<SettlementModel, ModelError> {
        self.issue(book, rows, config).fit(fitted, as_of)
    }

    fn issue<'a>(
        &'a self,
        book: &'a Book,
        rows: &'a TrainingRows<'a>,
        config: &ModelConfig,
    ) -> settling::Issue<'a> {
        settling::Issue {
            book,
            questions: &self.questions,
            rows,
            hazard_rows: config.hazard_rows,
        }
    }
}

fn train_late(book: &Book, as_of: Day, config: &ModelConfig) -> Result<LateTraining, ModelError> {
    let at_issue = AtIssue::new(book, as_of, config)?;
    let labels_at = |invoices: &[InvoiceIx], day| labels(book, invoices, day);
    let rows = at_issue.rows(&labels_at);
    let fitted = late::fit(&rows, config)?;
    let (settlement, holdout) = rayon::join(
        || at_issue.settlement(book, &rows, &fitted, config, as_of),
        || {
            let issue = at_issue.issue(book, &rows, config);
            issue.judge(&fitted.holdout, as_of)
        },
    );
    let reference = Reference::of_training(book, &fitted.model, &at_issue, as_of)?;
    Ok(LateTraining {
        reference,
        in_sample: judge_in_sample(book, &rows, &fitted),
        settlement: settlement?,
        holdout: holdout?,
        fitted,
        absent: at_issue.absent,
    })
}

fn judge_in_sample(book: &Book, rows: &TrainingRows, fitted: &Fitted) -> Evaluation {
    let used: Vec<usize> = (0..rows.issued.len()).filter(|&i| rows.usable(i)).collect();
    let p: Vec<f64> = used
        .iter()
        .map(|&i| sigmoid(fitted.estimates.leading()[i]))
        .collect();
    let late: Vec<bool> = used.iter().map(|&i| rows.labels.late[i]).collect();
    let scores = crate::evaluate::scores(&p, &late, &amounts(book, rows, &used));
    Evaluation {
        from: used.iter().map(|&i| rows.issued[i]).min(),
        until: used.iter().map(|&i| rows.issued[i]).max(),
        model: scores,
        ..Evaluation::default()
    }
}

/// Whether row `i` of the labels was unpaid 30 days after due; unknown before that day has passed.
pub(crate) fn late_30d(
    book: &Book,
    invoice: InvoiceIx,
    labels: &Labels,
    i: usize,
    known: Day,
) -> Option<bool> {
    let passed = book.invoice(invoice).due_date + 30 <= known;
    let settled_by_then = labels.settled[i] && labels.days_late[i] <= 30;
    (passed && !labels.excluded[i]).then_some(!settled_by_then)
}

pub(crate) fn amounts(book: &Book, rows: &TrainingRows, used: &[usize]) -> Vec<i64> {
    used.iter()
        .map(|&i| book.invoice(rows.invoices[i]).amount_minor)
        .collect()
}

/// Finds the risk clusters of the customers known at the end of `as_of`, or says why there are none.
///
/// # Errors
/// An estimator that refuses its input.
pub fn train_clusters(
    book: &Book,
    as_of: Day,
    config: &ClusterConfig,
    seed: u64,
    earlier: Option<&Trained>,
) -> Result<Result<ClusterModel, NoClusters>, ModelError> {
    let before = earlier.and_then(|earlier| earlier.clusters.as_ref());
    let categories = config.categories.iter().map(String::as_str);
    let own = clusters::default_columns().into_iter().chain(categories);
    let asked_for: Vec<&str> = own
        .chain(before.iter().flat_map(|model| model.columns()))
        .collect();
    let rows = CustomerRows::of(book, as_of, &asked_for);
    let earlier = earlier
        .map(|earlier| compare(book, &rows, earlier))
        .transpose()?;
    let CustomerRows {
        customers: asked,
        columns,
        n_mature,
        absent,
    } = rows;
    let redraw = |rows: &[usize], seeds: &[u64]| {
        let customers: Vec<CustomerIx> = rows.iter().map(|&row| asked[row]).collect();
        let draw = |row: usize, number: usize, n: usize| {
            // Stream 0 of a seed draws customers.
            positions(seeds[number], 1 + row as u64, n, n)
        };
        let redraws = Redraws {
            n: seeds.len(),
            most_invoices: MOST_REDRAWN,
            draw: &draw,
        };
        let features = clusters::default_columns();
        redrawn(book, as_of, &customers, &features, &redraws)
    };
    let customers = clusters::Customers {
        columns,
        n_mature,
        redraw: &redraw,
        absent,
    };
    clusters::fit(&customers, config, seed, earlier.as_ref())
}

/// Where an earlier model puts today's customers: on its own day, by what was known then, and today.
fn compare(book: &Book, rows: &CustomerRows, earlier: &Trained) -> Result<Earlier, ModelError> {
    let apart = |cause| Earlier::apart(earlier.as_of, earlier.clusters.as_ref(), cause);
    if earlier.definitions != *book.definitions() {
        return Ok(apart(Unmatched::OtherDefinitions));
    }
    if let Some(found) = earlier.marks.of_another(&LedgerMarks::of(book)) {
        return Ok(apart(Unmatched::OtherLedger(found)));
    }
    let then = |model: &ClusterModel| {
        let past = CustomerRows::of(book, earlier.as_of, &model.columns());
        let ids = model.assign(&past.columns, &past.n_mature)?;
        let mut by_customer = vec![None; book.n_customers()];
        for (customer, id) in past.customers.iter().zip(ids) {
            by_customer[customer.0 as usize] = Some(id);
        }
        Ok(rows
            .customers
            .iter()
            .map(|c| by_customer[c.0 as usize])
            .collect())
    };
    let now = |model: &ClusterModel| model.assign(&rows.columns, &rows.n_mature);
    Earlier::new(earlier.as_of, earlier.clusters.as_ref(), then, now)
}

/// Invoices of a customer beyond which drawing them anew would hardly move its shares: by two in a hundred at most.
const MOST_REDRAWN: usize = 400;

/// What clusters are made from: every customer known on a day.
pub(crate) struct CustomerRows {
    pub(crate) customers: Vec<CustomerIx>,
    /// What was asked for, as far as the ledger has it.
    pub(crate) columns: Columns,
    /// The mature invoices behind them.
    pub(crate) n_mature: Vec<u32>,
    /// Columns that the ledger has no source for.
    pub(crate) absent: Vec<AbsentFeature>,
}

impl CustomerRows {
    pub(crate) fn of(book: &Book, as_of: Day, asked: &[&str]) -> Self {
        let asked: Vec<&str> = asked.iter().copied().chain([N_MATURE]).collect();
        let questions = Questions::of_customers(book, as_of);
        let (columns, absent) = questions.columns(book, Selection::Only(&asked));
        let n_mature = columns.numeric(N_MATURE).unwrap_or_default();
        let n_mature = n_mature.iter().map(|&n| n as u32).collect();
        Self {
            customers: questions.customers(),
            columns,
            n_mature,
            absent,
        }
    }
}

/// Matured invoices.
const N_MATURE: &str = "n_mature_all";

fn anything_known(book: &Book, as_of: Day) -> Result<(), ModelError> {
    let all = || (0..book.n_invoices() as u32).map(|i| book.invoice(InvoiceIx(i)).known_day);
    match all().min() {
        Some(first) if first > as_of => Err(ModelError::NothingKnown { as_of, first }),
        _ => Ok(()),
    }
}

fn anything_mature(
    book: &Book,
    as_of: Day,
    invoices: &[InvoiceIx],
    labels: &Labels,
) -> Result<(), ModelError> {
    let usable = labels
        .mature
        .iter()
        .zip(&labels.excluded)
        .any(|(mature, excluded)| *mature && !excluded);
    if usable {
        return Ok(());
    }
    let first_due = invoices
        .iter()
        .map(|&i| book.invoice(i).due_date)
        .min()
        .unwrap_or(as_of);
    Err(ModelError::NothingMature {
        as_of,
        n_invoices: invoices.len(),
        first_due,
    })
}
