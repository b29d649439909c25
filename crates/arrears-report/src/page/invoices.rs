//! The open invoices that are expected to be late.

use askama::Template;

use super::customers::{ReasonView, reasons};
use super::{Section, View};
use crate::format::NONE;
use crate::texts::Texts;
use crate::{OpenInvoiceRow, ReportError};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let t = &view.t;
    let invoices = Invoices {
        t,
        label: view.fill(t.common.scrolls, &[("table", t.customers.invoices_title)]),
        open_in: view.in_currency(t.common.open_in),
        rows: view
            .data
            .expected_late
            .iter()
            .map(|i| row(view, i))
            .collect(),
    };
    Section::new("invoices", t.common.invoices, &invoices)
}

#[derive(Template)]
#[template(path = "invoices.html")]
struct Invoices<'a> {
    t: &'a Texts,
    label: String,
    open_in: String,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    id: &'a str,
    customer: &'a str,
    page: Option<usize>,
    open: String,
    open_order: i64,
    due: String,
    past_due: String,
    past_due_order: i32,
    is_late: bool,
    p_late: String,
    p_late_order: f64,
    p_paid_30d: String,
    p_paid_order: f64,
    expected: String,
    expected_order: &'a str,
    between: Option<String>,
    reasons: Vec<ReasonView<'a>>,
}

fn row<'a>(view: &View<'a>, invoice: &'a OpenInvoiceRow) -> Row<'a> {
    let named = !invoice.customer_name.is_empty();
    Row {
        id: &invoice.invoice_id,
        customer: if named {
            &invoice.customer_name
        } else {
            &invoice.customer_id
        },
        page: view.page_of(&invoice.customer_id),
        open: view.f.amount_exact(invoice.open_minor),
        open_order: invoice.open_minor,
        due: view.f.short_date(&invoice.due_date),
        past_due: past_due(view, invoice.days_past_due),
        past_due_order: invoice.days_past_due,
        is_late: invoice.days_past_due > 0 && invoice.p_late.is_some_and(|p| p >= 1.0),
        p_late: view.f.chance(invoice.p_late),
        p_late_order: order(invoice.p_late),
        p_paid_30d: view.f.chance(invoice.p_paid_30d),
        p_paid_order: order(invoice.p_paid_30d),
        expected: expected(view, invoice),
        expected_order: invoice.expected_pay_date.as_deref().unwrap_or("9999"),
        between: between(view, invoice),
        reasons: reasons(view, &invoice.reasons),
    }
}

/// The day of payment, where it lies within a year after the due date.
pub(super) fn expected(view: &View, invoice: &OpenInvoiceRow) -> String {
    invoice.expected_pay_date.as_deref().map_or_else(
        || view.t.customers.beyond_a_year.to_owned(),
        |day| view.f.short_date(day),
    )
}

fn order(p: Option<f64>) -> f64 {
    p.filter(|p| p.is_finite()).unwrap_or(-1.0)
}

pub(super) fn past_due(view: &View, days: i32) -> String {
    let t = view.t.customers;
    let n = view.f.count(u64::from(days.unsigned_abs()));
    match days {
        -1 => t.due_tomorrow.to_owned(),
        0 => t.due_today.to_owned(),
        1 => t.one_day.to_owned(),
        2.. => view.fill(t.is_past_due, &[("n", &n)]),
        _ => view.fill(t.not_due_yet, &[("n", &n)]),
    }
}

/// The days between which it is paid with a chance of 80 %; a dash where neither is known.
pub(super) fn between_dates(view: &View, invoice: &OpenInvoiceRow) -> String {
    let day = |day: &Option<String>| day.as_deref().map(|day| view.f.short_date(day));
    let low = day(&invoice.pay_date_p10);
    match (low, day(&invoice.pay_date_p90)) {
        (Some(low), Some(high)) => view.fill(view.t.common.to, &[("low", &low), ("high", &high)]),
        (Some(low), None) => view.fill(view.t.pages.no_end, &[("low", &low)]),
        _ => NONE.to_owned(),
    }
}

fn between(view: &View, invoice: &OpenInvoiceRow) -> Option<String> {
    let low = view.f.short_date(invoice.pay_date_p10.as_deref()?);
    let t = view.t.customers;
    Some(match invoice.pay_date_p90.as_deref() {
        Some(high) => view.fill(
            t.between,
            &[("low", &low), ("high", &view.f.short_date(high))],
        ),
        None => view.fill(t.from_on, &[("low", &low)]),
    })
}
