//! The report's figures, gathered from what the job found. Only moves and names figures: none is computed here.

mod challenger;
mod clusters;
mod customers;
mod evidence;
mod migration;
mod model;
mod money;
mod pages;
mod quality;
mod questions;
mod watch;

use arrears_features::catalogue;
use arrears_insight::text::Text;
use arrears_insight::worklist::Status;
use arrears_report::{DictionaryRow, ReportData, RunInfo, Wording};

use super::analysis::Analysis;
use super::labels;
use super::material::Material;
use super::then::RiskHistory;
use super::worklist::Worklist;
pub use pages::{month_ends, with_a_page};

/// Gathers the report of a run.
pub fn report(
    material: &Material,
    analysis: &Analysis,
    worklist: &Worklist,
    history: &RiskHistory,
) -> ReportData {
    let by_risk = customers::by_risk(analysis);
    ReportData {
        run: run(material),
        quality: quality::quality(material),
        kpis: money::kpis(&analysis.money.kpis),
        cash: money::cash(&analysis.money),
        provision: money::provision(&analysis.money.provision),
        kpi_months: money::kpi_months(&analysis.money.months),
        segments: customers::segments(&analysis.customers),
        worklist: worklist.first(),
        n_calls: worklist.n(Status::Call),
        n_to_send: worklist.n(Status::Send),
        n_later: worklist.n(Status::Later),
        n_not_called: worklist.n(Status::NotCalled),
        segment_shares: customers::segment_shares(&analysis.segment_shares),
        top_risks: customers::top_risks(material, analysis, &by_risk),
        customers: customers::listed(material, analysis, &by_risk),
        pages: pages::pages(material, analysis, worklist, history),
        risk_over_time: pages::risk_over_time(history),
        watch: watch::watch(material, analysis),
        expected_late: customers::expected_late(material, analysis),
        late_by_month: money::months(&analysis.months),
        questions: questions::questions(material, analysis),
        groups: questions::groups(analysis),
        follow_up: questions::follow_up(material, analysis),
        reasons: questions::reasons(analysis),
        clusters: clusters::clusters(material, analysis),
        model: Some(model::model(material)),
        dictionary: dictionary(),
    }
}

/// Gathers the report of a backtest: the model, what is to be noted of its test, and the input, without a day's
/// predictions.
pub fn backtest(material: &Material, notes: &[Text]) -> ReportData {
    let mut model = model::model(material);
    model.notes.extend(notes.iter().map(sentence));
    ReportData {
        run: run(material),
        quality: quality::quality(material),
        model: Some(model),
        dictionary: dictionary(),
        ..ReportData::default()
    }
}

fn run(material: &Material) -> RunInfo {
    let config = &material.settings.config;
    RunInfo {
        title: config.report.title.clone(),
        currency: config.ledger.currency.clone(),
        as_of: material.as_of.to_string(),
        last_known_day: Some(material.book.last_known_day().to_string()),
        days_since_last: material.as_of - material.book.last_known_day(),
        model_id: material.model_id.clone(),
        seed: config.seed,
        version: crate::VERSION.to_owned(),
        config_hash: material.settings.config_sha256.clone(),
        forbidden: config.trust.forbidden.clone(),
        grace_days: material.trained.definitions.grace_days,
    }
}

fn dictionary() -> Vec<DictionaryRow> {
    catalogue::CATALOGUE
        .iter()
        .map(|feature| DictionaryRow {
            feature: feature.id.to_owned(),
            label: wording(&labels::label(feature.id)),
            unit: feature.unit.into(),
            meaning: arrears_report::feature_meaning(feature.meaning),
            sources: feature.sources.iter().map(|s| (*s).to_owned()).collect(),
            formula: feature.formula.to_owned(),
            in_model: feature.in_model,
            in_clusters: feature.in_clusters,
        })
        .collect()
}

/// The report's form of a text in three languages.
pub(super) fn wording(text: &Text) -> Wording {
    Wording::new(text.en.clone(), text.nl.clone(), text.fr.clone())
}

/// A note of the summary as a sentence of the report, where a name has no backticks.
fn sentence(note: &Text) -> Wording {
    let said = |text: &str| {
        let text = text.replace('`', "");
        let mut letters = text.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let end = if text.ends_with('?') { "" } else { "." };
        format!("{first}{}{end}", letters.as_str())
    };
    Wording::new(said(&note.en), said(&note.nl), said(&note.fr))
}
