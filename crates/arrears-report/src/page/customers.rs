//! The customers with the highest risk: who, how risky, why, what to do.

use askama::Template;

use super::figure::Figure;
use super::{Html, Section, View, directory};
use crate::texts::Texts;
use crate::{CustomerRow, Reason, ReportError, chart};

/// Reasons shown per customer or invoice.
const N_REASONS: usize = 3;

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let rows = &view.data.top_risks;
    let t = &view.t;
    let figure = Figure {
        title: t.customers.chart,
        chart: chart::top_risks(rows, &view.f, t)?,
        note: vec![
            t.customers.axis.to_owned(),
            t.customers.chart_note.to_owned(),
        ],
        table: None,
    };
    let customers = Customers {
        t,
        label: view.fill(t.common.scrolls, &[("table", t.customers.title)]),
        open_in: view.in_currency(t.common.open_in),
        overdue_in: view.in_currency(t.common.overdue_in),
        figure: figure.html(view)?,
        natural_persons: rows.iter().any(|c| c.natural_person),
        rows: rows.iter().map(|c| row(view, c)).collect(),
        directory: directory::directory(view)?,
    };
    Section::new("customers", t.common.customers, &customers)
}

#[derive(Template)]
#[template(path = "customers.html")]
struct Customers<'a> {
    t: &'a Texts,
    label: String,
    open_in: String,
    overdue_in: String,
    figure: Html,
    natural_persons: bool,
    rows: Vec<Row<'a>>,
    directory: Html,
}

struct Row<'a> {
    name: &'a str,
    /// Empty where it is the name already.
    id: &'a str,
    page: Option<usize>,
    sector: &'a str,
    segment: &'a str,
    cluster_name: &'a str,
    p_late: String,
    p_late_order: f64,
    /// Length of the bar, 0..100.
    bar: u32,
    score: Option<String>,
    open: String,
    open_order: i64,
    overdue: String,
    overdue_order: i64,
    oldest: Option<String>,
    pattern: &'a str,
    early_warning: bool,
    warnings: Vec<&'a str>,
    natural_person: bool,
    reasons: Vec<ReasonView<'a>>,
    nearest: &'a str,
    measures: Vec<&'a str>,
    channel: Option<String>,
}

/// A reason and which way it works.
pub(super) struct ReasonView<'a> {
    pub(super) text: &'a str,
    pub(super) raises: bool,
}

/// The weightiest reasons that have words.
pub(super) fn reasons<'a>(view: &View<'a>, reasons: &'a [Reason]) -> Vec<ReasonView<'a>> {
    let mut reasons = all_reasons(view, reasons);
    reasons.truncate(N_REASONS);
    reasons
}

/// All reasons that have words.
pub(super) fn all_reasons<'a>(view: &View<'a>, reasons: &'a [Reason]) -> Vec<ReasonView<'a>> {
    let worded = reasons.iter().filter(|r| !r.text.en.is_empty());
    let seen = |r: &'a Reason| ReasonView {
        text: view.say(&r.text),
        raises: r.contribution > 0.0,
    };
    worded.map(seen).collect()
}

fn row<'a>(view: &View<'a>, customer: &'a CustomerRow) -> Row<'a> {
    let t = view.t.customers;
    let named = !customer.name.is_empty();
    let p_late = customer.p_late.filter(|p| p.is_finite());
    let overdue_days = customer.oldest_days_past_due.filter(|d| *d > 0);
    let channel = view.say(&customer.channel);
    Row {
        name: if named {
            &customer.name
        } else {
            &customer.customer_id
        },
        id: if named { &customer.customer_id } else { "" },
        page: view.page_of(&customer.customer_id),
        sector: &customer.sector,
        segment: &customer.segment,
        cluster_name: view.say(&customer.cluster_name),
        p_late: view.f.chance(p_late),
        p_late_order: p_late.unwrap_or(-1.0),
        bar: (p_late.unwrap_or(0.0).clamp(0.0, 1.0) * 100.0).round() as u32,
        score: customer.risk_score.map(|s| view.f.count(u64::from(s))),
        open: view.f.amount(customer.open_minor),
        open_order: customer.open_minor,
        overdue: view.f.amount(customer.overdue_minor),
        overdue_order: customer.overdue_minor,
        oldest: overdue_days
            .map(|days| view.fill(t.oldest, &[("n", &view.f.number(f64::from(days), 0))])),
        pattern: view.t.codes.pattern(&customer.pattern),
        early_warning: customer.early_warning,
        warnings: view.say_all(&customer.warnings),
        natural_person: customer.natural_person,
        reasons: reasons(view, &customer.reasons),
        nearest: view.say(&customer.nearest),
        measures: view.say_all(&customer.measures),
        channel: (!channel.is_empty()).then(|| view.fill(t.by_channel, &[("channel", channel)])),
    }
}
