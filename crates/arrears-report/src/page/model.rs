//! The late-payment model: what it is, how well it did, what it rests on.

use askama::Template;

use super::evidence::{self, late_cell};
use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::texts::Texts;
use crate::{
    CoefficientRow, GroupMetrics, ModelReport, ReportError, SampleMetrics, Score, ScoreKind, chart,
};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let t = &view.t;
    let contents = view
        .data
        .model
        .as_ref()
        .map(|model| contents(view, model))
        .transpose()?;
    Section::new("model", t.model.nav, &ModelSection { t, contents })
}

#[derive(Template)]
#[template(path = "model.html")]
struct ModelSection<'a> {
    t: &'a Texts,
    contents: Option<Contents<'a>>,
}

struct Contents<'a> {
    description: &'a str,
    trained: String,
    notes: Vec<&'a str>,
    metrics: Option<Html>,
    differences: Html,
    roc: Html,
    calibration: Html,
    history: Option<Html>,
    coefficients: Html,
    parts: Html,
    refinements: Option<Html>,
    origins: Option<Html>,
    origin_figures: [Html; 2],
    groups: Option<Html>,
}

fn contents<'a>(view: &View<'a>, model: &'a ModelReport) -> Result<Contents<'a>, ReportError> {
    let shown = |table: Table| {
        (!table.rows.is_empty())
            .then(|| table.html(view))
            .transpose()
    };
    Ok(Contents {
        description: view.say(&model.description),
        trained: trained(view, model),
        notes: view.say_all(&model.notes),
        metrics: shown(metrics(view, &model.samples))?,
        differences: evidence::differences_figure(view, model)?,
        roc: roc(view, model)?,
        calibration: calibration(view, model)?,
        history: shown(evidence::history(view, model))?,
        coefficients: coefficients(view, model)?,
        parts: evidence::parts_figure(view, model)?,
        refinements: shown(evidence::refinements(view, model))?,
        origins: shown(evidence::origins(view, model))?,
        origin_figures: evidence::origin_figures(view, model)?,
        groups: shown(groups(view, model))?,
    })
}

/// What it was trained on, in a sentence.
pub(crate) fn trained(view: &View, model: &ModelReport) -> String {
    let (t, n) = (view.t.model, view.f.count(model.n_train));
    let mut text = match (&model.train_from, &model.train_until) {
        (Some(from), Some(until)) => {
            let (from, until) = (view.f.short_date(from), view.f.short_date(until));
            view.fill(
                t.trained_dates,
                &[("n", &n), ("from", &from), ("until", &until)],
            )
        }
        _ => view.fill(t.trained, &[("n", &n)]),
    };
    if let Some(l2) = model.l2 {
        text.push_str(", ");
        text.push_str(&view.fill(t.penalty, &[("l2", &view.f.figures(Some(l2)))]));
    }
    text.push('.');
    let n_models = model.origins.len();
    if n_models > 1 {
        text += &view.fill(t.one_of_many, &[("n", &view.f.count(n_models as u64))]);
    }
    text
}

/// The columns that any score fills; the days stay out where none has them.
pub(crate) fn metrics(view: &View, samples: &[SampleMetrics]) -> Table {
    let t = &view.t;
    let scores = || samples.iter().flat_map(|s| &s.scores);
    let with_days = scores().any(|s| s.mae_days.is_some() || s.interval_coverage.is_some());
    let with_amount = scores().any(|s| s.amount_ratio.is_some());
    let mut table = Table::new(t.model.metrics)
        .text(t.model.scored_by)
        .text(t.model.sample)
        .number(t.common.invoices)
        .number(t.model.event_rate);
    for name in ["AUC", "Gini", "KS", "Brier", "Log loss", "ECE"] {
        table = table.number(name);
    }
    if with_days {
        table = table.number(t.model.mae_days).number(t.model.coverage);
    }
    if with_amount {
        table = table.number(t.model.amount_ratio);
    }
    table.rows(samples.iter().flat_map(|sample| {
        sample.scores.iter().map(move |score| {
            let mut cells = score_cells(view, sample, score);
            if with_days {
                cells.push(view.number_cell(score.mae_days, 1));
                cells.push(view.percent_cell(score.interval_coverage));
            }
            if with_amount {
                cells.push(view.number_cell(score.amount_ratio, 2));
            }
            cells
        })
    }))
}

fn score_cells(view: &View, sample: &SampleMetrics, score: &Score) -> Vec<Cell> {
    let kind = match score.kind {
        ScoreKind::Model => view.t.model.model,
        ScoreKind::Baseline => view.t.model.baseline,
        ScoreKind::Ablation => view.t.model.ablation,
        ScoreKind::Challenger => view.t.model.challenger,
    };
    let is_model = score.kind == ScoreKind::Model;
    let name = view.say(&score.name);
    let name = if is_model {
        name.to_owned()
    } else {
        format!("{name} ({kind})")
    };
    vec![
        Cell::text(name).strong(is_model),
        Cell::text(view.t.codes.sample(&sample.sample)),
        view.count_cell(score.n),
        view.percent_cell(score.event_rate),
        view.number_cell(score.auc, 3).strong(is_model),
        view.number_cell(score.gini, 3),
        view.number_cell(score.ks, 3),
        view.number_cell(score.brier, 3).strong(is_model),
        view.number_cell(score.log_loss, 3),
        view.number_cell(score.ece, 3),
    ]
}

fn roc(view: &View, model: &ModelReport) -> Result<Html, ReportError> {
    const AT: [f64; 5] = [0.05, 0.1, 0.2, 0.3, 0.5];
    let t = &view.t;
    let mut table = Table::new(t.model.roc)
        .text(t.model.scored_by)
        .number("AUC");
    for share in AT {
        table = table.number(view.fill(t.model.roc_at, &[("share", &view.f.percent(share, 0))]));
    }
    let table = table.rows(model.roc.iter().map(|curve| {
        let mut cells = vec![
            Cell::text(view.say(&curve.name)),
            view.number_cell(curve.auc, 3),
        ];
        cells.extend(AT.map(|share| view.percent_cell(found_at(&curve.points, share))));
        cells
    }));
    let chart = chart::roc(&model.roc, &view.f, t)?;
    Figure {
        title: t.model.roc,
        chart,
        note: vec![],
        table: Some(table),
    }
    .html(view)
}

/// The true positive rate at a false positive rate, between two points of the curve.
fn found_at(points: &[(f64, f64)], flagged: f64) -> Option<f64> {
    let after = points.iter().position(|p| p.0 >= flagged)?;
    let (x1, y1) = points[after];
    let Some(&(x0, y0)) = after.checked_sub(1).and_then(|before| points.get(before)) else {
        return Some(y1);
    };
    let share = if x1 > x0 {
        (flagged - x0) / (x1 - x0)
    } else {
        1.0
    };
    Some(y0 + share * (y1 - y0))
}

fn calibration(view: &View, model: &ModelReport) -> Result<Html, ReportError> {
    let t = &view.t;
    let table = Table::new(t.model.reliability)
        .number(t.model.predicted_h)
        .number(t.model.observed_h)
        .number(t.common.interval)
        .number(t.common.invoices)
        .rows(model.reliability.iter().map(|bin| {
            vec![
                view.percent_cell(Some(bin.predicted)),
                view.percent_cell(Some(bin.observed)),
                view.interval_cell(bin.low, bin.high),
                view.count_cell(bin.n),
            ]
        }));
    let mut note = vec![t.model.reliability_note.to_owned()];
    if chart::uneven(&model.reliability) {
        note.push(t.model.reliability_bars.to_owned());
    }
    note.extend(evidence::calibration(view, model));
    let chart = chart::calibration(&model.reliability, &view.f, t)?;
    Figure {
        title: t.model.reliability,
        chart,
        note,
        table: Some(table),
    }
    .html(view)
}

fn coefficients(view: &View, model: &ModelReport) -> Result<Html, ReportError> {
    let t = &view.t;
    Figure {
        title: t.model.coefficients,
        chart: chart::coefficients(&by_weight(&model.coefficients), &view.f, t)?,
        note: vec![
            t.model.coefficients_lead.to_owned(),
            t.model.associations.to_owned(),
        ],
        table: Some(coefficient_table(view, model)),
    }
    .html(view)
}

pub(crate) fn coefficient_table(view: &View, model: &ModelReport) -> Table {
    let t = &view.t;
    Table::new(t.model.coefficients)
        .text(t.groups.feature)
        .text(t.common.unit)
        .number(t.model.coefficient)
        .number(t.model.standard_error)
        .number(t.model.odds_ratio)
        .rows(by_weight(&model.coefficients).iter().map(|row| {
            vec![
                Cell::text(view.say(&row.label)),
                Cell::text(view.unit(&row.unit)),
                Cell::number(view.f.signed(row.coefficient, 3), Some(row.coefficient)),
                view.number_cell(row.standard_error, 3),
                view.number_cell(Some(row.odds_ratio_per_sd), 2),
            ]
        }))
}

/// Coefficients by weight, the heaviest first; equal ones by name.
fn by_weight(rows: &[CoefficientRow]) -> Vec<&CoefficientRow> {
    let mut rows: Vec<&CoefficientRow> = rows.iter().collect();
    rows.sort_by(|a, b| {
        let weight = b.coefficient.abs().total_cmp(&a.coefficient.abs());
        weight.then_with(|| a.feature.cmp(&b.feature))
    });
    rows
}

pub(crate) fn groups(view: &View, model: &ModelReport) -> Table {
    let t = &view.t;
    Table::new(t.model.groups)
        .text(t.model.group)
        .text(t.model.dimension)
        .number(t.common.invoices)
        .number(t.common.customers)
        .number(t.model.event_rate)
        .number(t.common.interval)
        .number(t.model.predicted_h)
        .number("AUC")
        .number("Brier")
        .number("ECE")
        .rows(model.groups.iter().map(|group| {
            vec![
                Cell::text(group_name(view, group)),
                Cell::text(view.say(&group.dimension)),
                view.count_cell(group.n),
                view.count_cell(group.n_customers),
                late_cell(view, group.event_rate),
                view.interval_cell(group.low, group.high),
                view.percent_cell(group.mean_p_late),
                view.number_cell(group.auc, 3),
                view.number_cell(group.brier, 3),
                view.number_cell(group.ece, 3),
            ]
        }))
}

/// What a group is called: by its amounts, where it has any.
fn group_name(view: &View, group: &GroupMetrics) -> String {
    let t = &view.t;
    match group.amounts {
        None | Some((None, None)) => view.say(&group.group).to_owned(),
        Some((None, Some(high))) => view.fill(t.evidence.up_to, &[("high", &view.f.money(high))]),
        Some((Some(low), None)) => view.fill(t.evidence.above, &[("low", &view.f.money(low))]),
        Some((Some(low), Some(high))) => {
            let (low, high) = (view.f.money(low), view.f.money(high));
            view.fill(t.common.to, &[("low", &low), ("high", &high)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_read_between_its_points() {
        let curve = [(0.0, 0.0), (0.2, 0.5), (0.2, 0.7), (1.0, 1.0)];
        assert_eq!(found_at(&curve, 0.1), Some(0.25));
        assert_eq!(found_at(&curve, 0.0), Some(0.0));
        assert_eq!(found_at(&[], 0.1), None);
    }

    #[test]
    fn coefficients_stand_by_weight_whatever_their_sign() {
        let row = |feature: &str, coefficient| CoefficientRow {
            feature: feature.into(),
            coefficient,
            ..CoefficientRow::default()
        };
        let rows = [row("b", 0.5), row("c", -0.9), row("a", -0.5)];
        let names: Vec<&str> = by_weight(&rows)
            .iter()
            .map(|r| r.feature.as_str())
            .collect();
        assert_eq!(names, ["c", "a", "b"]);
    }
}
