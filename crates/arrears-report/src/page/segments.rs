//! Segments A, B and C.

use askama::Template;

use super::{Section, View};
use crate::texts::Texts;
use crate::{ReportError, SegmentRow};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let rows = view.data.segments.iter().map(|s| card(view, s)).collect();
    let segments = Segments { t: &view.t, rows };
    Section::new("segments", view.t.customers.segments_title, &segments)
}

#[derive(Template)]
#[template(path = "segments.html")]
struct Segments<'a> {
    t: &'a Texts,
    rows: Vec<Card<'a>>,
}

struct Card<'a> {
    segment: &'a str,
    customers: String,
    meaning: &'a str,
    risk: String,
    open: String,
    overdue: String,
    measures: Vec<&'a str>,
}

fn card<'a>(view: &View<'a>, row: &'a SegmentRow) -> Card<'a> {
    Card {
        segment: &row.segment,
        customers: view.fill(
            view.t.customers.segment_n,
            &[("n", &view.f.count(row.n_customers))],
        ),
        meaning: view.say(&row.meaning),
        risk: view.f.chance(row.mean_p_late),
        open: view.f.money(row.open_minor),
        overdue: view.f.money(row.overdue_minor),
        measures: view.say_all(&row.measures),
    }
}
