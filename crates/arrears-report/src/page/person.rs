//! A page for each customer that has one, within the same file: shown when its link is followed, printed alone.
//!
//! Each stands in a `noscript`: to a browser with scripts it is text until it is opened, so that hundreds of pages cost nothing
//! to load; to one without it is there like the rest.

use askama::Template;

use super::customers::{ReasonView, all_reasons};
use super::figure::Figure;
use super::invoices::{between_dates, expected, past_due};
use super::table::{Cell, Table};
use super::{Html, View, risk};
use crate::texts::Texts;
use crate::{CustomerPage, ReportError, TimelineEvent, WorklistRow, chart};

/// All pages in one section; nothing where no customer has one.
pub(super) fn pages(view: &View) -> Result<Html, ReportError> {
    let pages = &view.data.pages;
    if pages.is_empty() {
        return Ok(Html::default());
    }
    let pages = Pages {
        t: &view.t,
        pages: pages
            .iter()
            .enumerate()
            .map(|(i, page)| person(view, i + 1, page))
            .collect::<Result<_, _>>()?,
    };
    Ok(Html(pages.render()?))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = "<section id=\"pages\" aria-labelledby=\"pages-h\">
<h2 class=\"quiet\" id=\"pages-h\">{{ t.pages.title }}</h2>
{%- for page in pages %}
<noscript data-page=\"customer-{{ loop.index }}\">{{ page }}</noscript>
{%- endfor %}
</section>"
)]
struct Pages<'a> {
    t: &'a Texts,
    pages: Vec<Html>,
}

#[derive(Template)]
#[template(path = "person.html")]
struct Person<'a> {
    t: &'a Texts,
    number: usize,
    name: &'a str,
    id: &'a str,
    natural_person: bool,
    facts: Vec<(&'a str, String)>,
    to_do: Vec<String>,
    say: &'a str,
    say_language: &'a str,
    warnings: Vec<&'a str>,
    reasons: Vec<ReasonView<'a>>,
    nearest: &'a str,
    open_note: String,
    open: Html,
    timeline: Html,
    risk: Html,
    months: Html,
}

fn person(view: &View, number: usize, page: &CustomerPage) -> Result<Html, ReportError> {
    let customer = &page.customer;
    let named = !customer.name.is_empty();
    let id = customer.customer_id.as_str();
    let person = Person {
        t: &view.t,
        number,
        name: if named { &customer.name } else { id },
        id: if named { id } else { "" },
        natural_person: customer.natural_person,
        facts: facts(view, page),
        to_do: to_do(view, page),
        say: page.call.as_ref().map_or("", |call| &call.what_to_say),
        say_language: page.call.as_ref().map_or("", |call| &call.language),
        warnings: view.say_all(&customer.warnings),
        reasons: all_reasons(view, &customer.reasons),
        nearest: view.say(&customer.nearest),
        open_note: open_note(view, page),
        open: open(view, page)?,
        timeline: timeline(view, number, page)?,
        risk: risk::over_time(view, number, page)?,
        months: months(view, number, page)?,
    };
    Ok(Html(person.render()?))
}

/// The customer in figures, those that are known.
fn facts<'a>(view: &View<'a>, page: &CustomerPage) -> Vec<(&'a str, String)> {
    let (t, customer) = (&view.t, &page.customer);
    let overdue = customer.oldest_days_past_due.filter(|days| *days > 0);
    let of_page: Vec<(&'a str, Option<String>)> = vec![
        (
            t.pages.changed_open,
            Some(view.f.money(customer.open_minor)),
        ),
        (
            t.customers.segment_overdue,
            Some(view.f.money(customer.overdue_minor)),
        ),
        (t.pages.oldest, overdue.map(|days| past_due(view, days))),
        (t.customers.risk, Some(view.f.chance(customer.p_late))),
        (t.pages.p_late_30d, Some(view.f.chance(customer.p_late_30d))),
        (
            t.customers.score,
            customer.risk_score.map(|s| view.f.count(u64::from(s))),
        ),
        (t.customers.segment, Some(customer.segment.clone())),
        (
            t.pages.cluster,
            Some(customer.cluster_name.get(view.language).to_owned()),
        ),
        (
            t.customers.behaviour,
            Some(t.codes.pattern(&customer.pattern).to_owned()),
        ),
        (t.pages.sector, Some(customer.sector.clone())),
    ];
    let known = of_page.into_iter().filter_map(|(name, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some((name, value))
    });
    known.collect()
}

/// Measures, the channel, the next step and whom to speak to, a line each.
fn to_do(view: &View, page: &CustomerPage) -> Vec<String> {
    let (t, customer) = (&view.t.pages, &page.customer);
    let mut lines: Vec<String> = view
        .say_all(&customer.measures)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let channel = view.say(&customer.channel);
    if !channel.is_empty() {
        lines.push(view.fill(view.t.customers.by_channel, &[("channel", channel)]));
    }
    if let Some(call) = &page.call {
        let next = joined(&[
            view.say(&call.next_step),
            &view.f.short_date(&call.next_action_date),
        ]);
        let told = [
            (t.next, "step", next),
            (t.not_called, "cause", view.say(&call.cause).to_owned()),
            (t.unpaid, "reason", view.say(&call.nonpayment).to_owned()),
            (t.contact, "contact", contact(call)),
        ];
        let told = told.iter().filter(|(_, _, value)| !value.is_empty());
        lines.extend(told.map(|(text, place, value)| view.fill(text, &[(place, value)])));
    }
    lines
}

fn contact(call: &WorklistRow) -> String {
    joined(&[&call.contact_name, &call.phone, &call.email])
}

fn joined(parts: &[&str]) -> String {
    let parts = parts.iter().filter(|part| !part.is_empty());
    parts.copied().collect::<Vec<&str>>().join(", ")
}

fn open_note(view: &View, page: &CustomerPage) -> String {
    let shown = page.open.len() as u64;
    match (page.n_open, shown) {
        (0, _) => view.t.pages.open_none.to_owned(),
        (total, shown) if shown < total => view.fill(
            view.t.pages.open_of,
            &[("n", &view.f.count(shown)), ("total", &view.f.count(total))],
        ),
        _ => String::new(),
    }
}

/// The open invoices, with the day each is expected on.
fn open(view: &View, page: &CustomerPage) -> Result<Html, ReportError> {
    if page.open.is_empty() {
        return Ok(Html::default());
    }
    let t = &view.t;
    Table::new(t.pages.open)
        .text(t.customers.invoice)
        .number(view.in_currency(t.common.open_in))
        .text(t.customers.due)
        .number(t.pages.past_due)
        .number(t.customers.p_paid_30d)
        .text(t.customers.expected)
        .text(t.pages.range)
        .rows(page.open.iter().map(|invoice| {
            let days = f64::from(invoice.days_past_due);
            vec![
                Cell::text(&invoice.invoice_id),
                Cell::number(
                    view.f.amount_exact(invoice.open_minor),
                    Some(invoice.open_minor as f64),
                ),
                Cell::text(view.f.short_date(&invoice.due_date)).by_day(&invoice.due_date),
                Cell::number(past_due(view, invoice.days_past_due), Some(days)),
                Cell::number(view.f.chance(invoice.p_paid_30d), invoice.p_paid_30d),
                Cell::text(expected(view, invoice))
                    .by_day(invoice.expected_pay_date.as_deref().unwrap_or("9999")),
                Cell::text(between_dates(view, invoice)),
            ]
        }))
        .html(view)
}

/// What happened to the last invoices: drawn, and listed by day.
fn timeline(view: &View, number: usize, page: &CustomerPage) -> Result<Html, ReportError> {
    let t = &view.t;
    let id = format!("timeline-{number}");
    let mut events: Vec<(&str, Vec<Cell>)> = Vec::new();
    for invoice in &page.timeline {
        let due = view.f.short_date(&invoice.due_date);
        let issued = view.fill(t.pages.invoice_of, &[("due", &due)]);
        let line = |day: &str, what: String, amount: Option<i64>| {
            let amount = amount.map_or_else(
                || view.number_cell(None, 0),
                |minor| Cell::number(view.f.amount_exact(minor), Some(minor as f64)),
            );
            vec![
                Cell::text(view.f.short_date(day)).by_day(day),
                Cell::text(&invoice.invoice_id),
                Cell::text(what),
                amount,
            ]
        };
        let first = &invoice.invoice_date;
        events.push((first, line(first, issued, Some(invoice.amount_minor))));
        for event in &invoice.events {
            let cells = line(&event.day, said(view, event), event.amount_minor);
            events.push((&event.day, cells));
        }
    }
    events.sort_by(|a, b| b.0.cmp(a.0));
    let table = Table::new(t.pages.timeline)
        .text(t.pages.day)
        .text(t.customers.invoice)
        .text(t.pages.event)
        .number(view.in_currency(t.common.amount_in))
        .rows(events.into_iter().map(|(_, cells)| cells));
    Figure {
        title: t.pages.timeline,
        chart: chart::timeline(&id, &page.timeline, &view.data.run.as_of, &view.f, t)?,
        note: vec![],
        table: Some(table),
    }
    .html(view)
}

fn said(view: &View, event: &TimelineEvent) -> String {
    let t = &view.t.pages;
    let until = view
        .f
        .short_date(event.until.as_deref().unwrap_or_default());
    let what = match event.kind.as_str() {
        "payment" => t.payment.to_owned(),
        "credit" => t.credit.to_owned(),
        "write_off" => t.write_off.to_owned(),
        "reversal" => t.reversal.to_owned(),
        "call" => t.call.to_owned(),
        "reminder" => view.fill(t.reminder, &[("level", &event.level.to_string())]),
        "dispute" => t.dispute.to_owned(),
        "dispute_closed" => t.dispute_closed.to_owned(),
        "promise" => view.fill(t.promise, &[("until", &until)]),
        other => other.to_owned(),
    };
    joined(&[&what, &event.reason])
}

/// How it stood at each month's end.
fn months(view: &View, number: usize, page: &CustomerPage) -> Result<Html, ReportError> {
    let t = &view.t;
    let id = format!("months-{number}");
    let table = Table::new(t.pages.months)
        .text(t.pages.day)
        .number(view.in_currency(t.common.open_in))
        .number(view.in_currency(t.common.overdue_in))
        .number(t.pages.n_due)
        .number(t.pages.n_late)
        .rows(page.months.iter().map(|month| {
            vec![
                Cell::text(view.f.short_date(&month.day)).by_day(&month.day),
                view.money_cell(month.open_minor),
                view.money_cell(month.overdue_minor),
                view.count_cell(month.n_due),
                view.count_cell(month.n_late),
            ]
        }));
    Figure {
        title: t.pages.months,
        chart: chart::customer_months(&id, &page.months, &view.f, t)?,
        note: vec![t.pages.months_note.to_owned()],
        table: Some(table),
    }
    .html(view)
}
