//! What the model's figures are worth: beside simple rules, for new customers, without its parts, month after month.

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, View};
use crate::trust::tested;
use crate::{Bounds, EceLimit, ModelReport, OriginRow, PartRow, ReportError, chart};

pub(super) fn differences_figure(view: &View, model: &ModelReport) -> Result<Html, ReportError> {
    Figure {
        title: view.t.evidence.differences,
        chart: chart::differences(&model.differences, &view.f, &view.t)?,
        note: vec![view.t.evidence.differences_note.to_owned()],
        table: Some(differences(view, model)),
    }
    .html(view)
}

/// The model's log loss less each rule's.
pub(crate) fn differences(view: &View, model: &ModelReport) -> Table {
    let t = &view.t;
    Table::new(t.evidence.differences)
        .text(t.evidence.rule)
        .number(t.evidence.difference)
        .number(t.common.interval)
        .rows(model.differences.iter().map(|row| {
            vec![
                Cell::text(view.say(&row.name)),
                signed_cell(view, Some(row.log_loss.estimate), 3),
                bounds_cell(view, Some(row.log_loss)),
            ]
        }))
}

/// The calibration line and the calibration error, in sentences.
pub(crate) fn calibration(view: &View, model: &ModelReport) -> Vec<String> {
    let t = view.t.evidence;
    let mut lines = Vec::new();
    if let Some(line) = model.calibration {
        let percent = |p: f64| view.f.percent(p, 0);
        let came = |p: f64| percent(came_true(line.intercept.estimate, line.slope.estimate, p));
        let (p, came) = ([0.1, 0.3, 0.6].map(percent), [0.1, 0.3, 0.6].map(came));
        let values = [
            ("p1", p[0].as_str()),
            ("o1", &came[0]),
            ("p2", &p[1]),
            ("o2", &came[1]),
            ("p3", &p[2]),
            ("o3", &came[2]),
        ];
        lines.push(view.fill(t.came_true, &values));
        let (slope, intercept) = (written(view, line.slope), written(view, line.intercept));
        let values = [
            ("slope", slope[0].as_str()),
            ("slope_low", &slope[1]),
            ("slope_high", &slope[2]),
            ("intercept", &intercept[0]),
            ("intercept_low", &intercept[1]),
            ("intercept_high", &intercept[2]),
        ];
        lines.push(view.fill(t.line, &values));
        if line.slope.high < 1.0 {
            lines.push(t.extreme.to_owned());
        } else if line.slope.low > 1.0 {
            lines.push(t.cautious.to_owned());
        }
    }
    let ece = tested(model).and_then(|(_, score)| score.ece);
    lines.extend(
        ece.zip(model.ece_limit)
            .map(|(ece, limit)| ece_line(view, ece, limit)),
    );
    lines
}

/// The share that a chance came true in, by the line through the log-odds.
fn came_true(intercept: f64, slope: f64, p: f64) -> f64 {
    1.0 / (1.0 + (-(intercept + slope * (p / (1.0 - p)).ln())).exp())
}

fn written(view: &View, bounds: Bounds) -> [String; 3] {
    [bounds.estimate, bounds.low, bounds.high].map(|value| view.f.number(value, 2))
}

fn ece_line(view: &View, ece: f64, limit: EceLimit) -> String {
    let t = view.t.evidence;
    let points = |share: f64| view.fill(t.points, &[("n", &view.f.number(share * 100.0, 1))]);
    let text = if ece <= limit.limit {
        t.ece_within
    } else {
        t.ece_above
    };
    let (ece, chance, limit) = (points(ece), points(limit.chance_95), points(limit.limit));
    view.fill(
        text,
        &[("ece", &ece), ("chance", &chance), ("limit", &limit)],
    )
}

/// New customers beside returning ones.
pub(crate) fn history(view: &View, model: &ModelReport) -> Table {
    let t = &view.t;
    Table::new(t.evidence.history)
        .text(t.model.group)
        .number(t.common.invoices)
        .number(t.common.customers)
        .number(t.model.event_rate)
        .number(t.common.interval)
        .number(t.model.predicted_h)
        .number("AUC")
        .number("Log loss")
        .number(t.evidence.base_rate_loss)
        .number(t.evidence.difference)
        .number(t.common.interval)
        .rows(model.history.iter().map(|row| {
            vec![
                Cell::text(view.say(&row.name)),
                view.count_cell(row.n),
                view.count_cell(row.n_customers),
                late_cell(view, row.event_rate),
                view.interval_cell(row.low, row.high),
                view.percent_cell(row.mean_p_late),
                view.number_cell(row.auc, 3),
                view.number_cell(row.log_loss, 3),
                view.number_cell(row.base_rate_log_loss, 3),
                signed_cell(view, row.difference.map(|d| d.estimate), 3),
                bounds_cell(view, row.difference),
            ]
        }))
}

/// The late share of a group, or that it is too small to say.
pub(super) fn late_cell(view: &View, share: Option<f64>) -> Cell {
    match share {
        Some(_) => view.percent_cell(share),
        None => Cell::number(view.t.evidence.too_few, None),
    }
}

pub(super) fn parts_figure(view: &View, model: &ModelReport) -> Result<Html, ReportError> {
    Figure {
        title: view.t.evidence.parts,
        chart: chart::parts(&by_loss(&model.parts), &view.f, &view.t)?,
        note: vec![parts_note(view, model)],
        table: Some(parts(view, model)),
    }
    .html(view)
}

/// How to read what is lost without each part.
pub(crate) fn parts_note(view: &View, model: &ModelReport) -> String {
    let whole = view.f.maybe(model.folds_log_loss, 4);
    view.fill(view.t.evidence.parts_note, &[("whole", &whole)])
}

/// What is lost without each part, the most first.
pub(crate) fn parts(view: &View, model: &ModelReport) -> Table {
    let t = &view.t;
    Table::new(t.evidence.parts)
        .text(t.evidence.part)
        .number("Log loss")
        .number(t.evidence.difference)
        .number(t.evidence.columns)
        .rows(by_loss(&model.parts).into_iter().map(|row| {
            vec![
                Cell::text(view.say(&row.part)),
                view.number_cell(Some(row.log_loss), 4),
                signed_cell(view, Some(row.difference), 4),
                view.count_cell(row.n_columns),
            ]
        }))
}

fn by_loss(rows: &[PartRow]) -> Vec<&PartRow> {
    let mut rows: Vec<&PartRow> = rows.iter().collect();
    rows.sort_by(|a, b| b.difference.total_cmp(&a.difference));
    rows
}

/// How each setting of the refinements did.
pub(crate) fn refinements(view: &View, model: &ModelReport) -> Table {
    let t = &view.t;
    Table::new(t.evidence.refinements)
        .text(t.evidence.refinement)
        .number(t.evidence.setting)
        .number("Log loss")
        .number(t.evidence.difference)
        .text(t.evidence.chosen)
        .rows(model.refinements.iter().map(|row| {
            let setting = match row.setting {
                Some(value) => view.number_cell(Some(value), 0),
                None => Cell::number(t.evidence.without, None),
            };
            vec![
                Cell::text(view.say(&row.refinement)),
                setting,
                view.number_cell(Some(row.log_loss), 4),
                signed_cell(view, Some(row.difference), 4),
                Cell::text(if row.chosen {
                    t.common.yes
                } else {
                    t.common.no
                })
                .strong(row.chosen),
            ]
        }))
}

/// Both charts of the origins; empty where there is one origin or none.
pub(super) fn origin_figures(view: &View, model: &ModelReport) -> Result<[Html; 2], ReportError> {
    let figure = |title, chart| {
        Figure {
            title,
            chart,
            note: vec![],
            table: None,
        }
        .html(view)
    };
    let (t, rows) = (&view.t, &model.origins);
    Ok([
        figure(
            t.evidence.origins_loss,
            chart::origins_loss(rows, &view.f, t)?,
        )?,
        figure(
            t.evidence.origins_share,
            chart::origins_share(rows, &view.f, t)?,
        )?,
    ])
}

/// How each origin did.
pub(crate) fn origins(view: &View, model: &ModelReport) -> Table {
    let t = &view.t;
    let row = |row: &OriginRow| {
        vec![
            Cell::text(view.f.short_date(&row.from)),
            view.count_cell(row.n),
            view.number_cell(row.auc, 3),
            view.number_cell(row.log_loss, 3),
            view.number_cell(row.base_rate_log_loss, 3),
            view.percent_cell(row.mean_p_late),
            view.percent_cell(row.event_rate),
        ]
    };
    Table::new(t.evidence.origins)
        .text(t.evidence.origin)
        .number(t.common.invoices)
        .number("AUC")
        .number("Log loss")
        .number(t.evidence.base_rate_loss)
        .number(t.model.predicted_h)
        .number(t.model.observed_h)
        .rows(model.origins.iter().map(row))
}

fn signed_cell(view: &View, value: Option<f64>, decimals: usize) -> Cell {
    match value {
        Some(value) => Cell::number(view.f.signed(value, decimals), Some(value)),
        None => view.number_cell(None, decimals),
    }
}

/// An interval of a difference, sorted by its lower end.
fn bounds_cell(view: &View, bounds: Option<Bounds>) -> Cell {
    let Some(bounds) = bounds else {
        return view.number_cell(None, 0);
    };
    let ends = [bounds.low, bounds.high].map(|end| view.f.signed(end, 3));
    let text = view.fill(view.t.common.to, &[("low", &ends[0]), ("high", &ends[1])]);
    Cell::number(text.replace(' ', "\u{a0}"), Some(bounds.low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_slope_one_says_what_it_is_given() {
        assert!((came_true(0.0, 1.0, 0.3) - 0.3).abs() < 1e-12);
        // Even odds, a log unit lower.
        assert!((came_true(-1.0, 2.0, 0.5) - 0.268_941_421).abs() < 1e-9);
    }
}
