//! `arrears compare`: two runs side by side, from their folders alone.
//!
//! Neither the ledger nor the models are opened, so a comparison can be made of folders that were kept when all else is
//! gone. The same two folders give the same bytes.

mod document;
mod folder;
mod model;
mod notes;
mod provenance;

use std::path::PathBuf;

use arrears_insight::compare::{
    self, ClusterComparison, Common, Drift, MoneyComparison, Outcomes, Relation, SegmentComparison,
    WarningComparison,
};
use arrears_insight::text::{Language, statement};
use arrears_report::Document;
use arrears_store::write_atomic;
use serde::Serialize;

pub use document::rows_left_out;
pub(super) use folder::Account;
use folder::RunFolder;
pub use model::{ModelComparison, Scores, Tested};
pub use provenance::{Changed, InputChange, InputState, RunSide};

use crate::error::Error;
use crate::plan::ComparePlan;

/// Two runs side by side. What a folder does not hold is `None`.
#[derive(Debug, Clone, Serialize)]
pub struct CompareSummary {
    /// The earlier run.
    pub before: RunSide,
    /// The later run.
    pub now: RunSide,
    /// Days from the one to the other.
    pub days_between: i32,
    /// The currency of both.
    pub currency: String,
    /// Settings that differ and can change a result.
    pub config_changes: Vec<Changed>,
    /// Keys of the policy that differ.
    pub policy_changes: Vec<Changed>,
    /// The files that were read.
    pub inputs: Vec<InputChange>,
    /// What both hold.
    pub common: Common,
    /// Segments, and who moved.
    pub segments: Option<SegmentComparison>,
    /// Clusters.
    pub clusters: Option<ClusterComparison>,
    /// Key figures, expected cash and provisions, in cents.
    pub money: MoneyComparison,
    /// The models by their own metrics.
    pub model: ModelComparison,
    /// How far the scores lie apart.
    pub drift: Vec<Drift>,
    /// Warnings that are new and that have ended.
    pub warnings: Option<WarningComparison>,
    /// How the earlier run's chances came out.
    pub outcomes: Option<Outcomes>,
    /// What the reader should know, in `language`.
    pub notes: Vec<String>,
    /// What these figures are, and are not.
    pub statement: String,
    /// The language of the sentences.
    pub language: Language,
    /// The page, where one was written.
    pub out: Option<PathBuf>,
    /// The same as sentences and tables.
    #[serde(skip)]
    pub document: Document,
}

/// Compares two runs, and writes the page where one is asked for.
pub fn compare(plan: &ComparePlan) -> Result<CompareSummary, Error> {
    let (before, now) = (RunFolder::read(&plan.before)?, RunFolder::read(&plan.now)?);
    in_order(&before, &now)?;
    one_currency(&before, &now)?;
    let common = compare::common(&before.tables, &now.tables);
    one_ledger(&before, &now, &common)?;
    let language = plan.language.or(now.language()).unwrap_or_default();
    let mut summary = compared(&before, &now, common, language);
    summary.notes = notes::of(&before, &now, &summary)
        .iter()
        .map(|note| note.get(language).to_owned())
        .collect();
    summary.document = document::document(&summary);
    if let Some(out) = &plan.out {
        let page = arrears_report::document_html(&summary.document, page_language(language))?;
        write_atomic(out, &page)?;
        summary.out = Some(out.clone());
    }
    Ok(summary)
}

fn compared(
    before: &RunFolder,
    now: &RunFolder,
    common: Common,
    language: Language,
) -> CompareSummary {
    let (first, second) = (&before.tables, &now.tables);
    let names = (before.names_in(language), now.names_in(language));
    CompareSummary {
        before: RunSide::of(before),
        now: RunSide::of(now),
        days_between: now.as_of - before.as_of,
        currency: now.currency().to_owned(),
        config_changes: provenance::config_changes(&before.account, &now.account),
        policy_changes: provenance::policy_changes(&before.account, &now.account),
        inputs: provenance::inputs(&before.account.inputs, &now.account.inputs),
        common,
        segments: compare::segments(first, second),
        clusters: compare::clusters(first, second, &names.0, &names.1),
        money: compare::money(first, second),
        model: model::models(before, now),
        drift: compare::drift(first, second),
        warnings: compare::warnings(first, second),
        outcomes: compare::outcomes(first, second),
        notes: Vec::new(),
        statement: statement().get(language).to_owned(),
        language,
        out: None,
        document: Document::default(),
    }
}

fn page_language(language: Language) -> arrears_report::Language {
    match language {
        Language::En => arrears_report::Language::En,
        Language::Nl => arrears_report::Language::Nl,
        Language::Fr => arrears_report::Language::Fr,
    }
}

/// The earlier run comes first: from and to, new and ended would else be told the wrong way round.
fn in_order(before: &RunFolder, now: &RunFolder) -> Result<(), Error> {
    if before.as_of <= now.as_of {
        return Ok(());
    }
    let (first, second) = (before.path.display(), now.path.display());
    Err(Error::Usage {
        message: format!(
            "`{first}` is of {}, after `{second}` of {}",
            before.as_of, now.as_of
        ),
        hint: format!("name the earlier run first: `arrears compare {second} {first}`"),
    })
}

fn one_currency(before: &RunFolder, now: &RunFolder) -> Result<(), Error> {
    match before.currency() == now.currency() {
        true => Ok(()),
        false => Err(Error::Incomparable {
            message: format!(
                "`{}` is in `{}` and `{}` in `{}`: their amounts cannot be set side by side",
                before.path.display(),
                before.currency(),
                now.path.display(),
                now.currency()
            ),
            hint: "compare runs whose `[ledger] currency` is the same".into(),
        }),
    }
}

fn one_ledger(before: &RunFolder, now: &RunFolder, common: &Common) -> Result<(), Error> {
    if common.relation() != Relation::Other {
        return Ok(());
    }
    let why = match common.n_customers {
        0 => format!(
            "none of {} customers of the one is among {} of the other",
            common.n_customers_before, common.n_customers_now
        ),
        _ => format!(
            "of {} invoice numbers in both, {} have the same customer and date",
            common.n_invoices, common.n_same_invoices
        ),
    };
    Err(Error::Incomparable {
        message: format!(
            "`{}` and `{}` are of different ledgers: {why}",
            before.path.display(),
            now.path.display()
        ),
        hint: "compare two runs of one ledger".into(),
    })
}
