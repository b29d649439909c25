//! The first page: what is outstanding, what comes in, who to look at, and
//! whether to trust the model.

use askama::Template;

use super::figure::Figure;
use super::outcome::Outcome;
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::texts::Texts;
use crate::{CashWeek, CustomerRow, ReportError, chart};

/// How many customers the first page names.
const N_CUSTOMERS: usize = 5;
/// Weeks in the headline of what comes in.
const N_WEEKS: usize = 4;

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let data = view.data;
    let overview = Overview {
        t: &view.t,
        is_backtest: data.is_backtest(),
        n_open: data.kpis.n_open,
        open: view.f.money(data.kpis.open_minor),
        open_of: view.fill(
            view.t.money.open_of,
            &[
                ("n", &view.f.count(data.kpis.n_open)),
                ("customers", &view.f.count(data.kpis.n_customers_open)),
            ],
        ),
        overdue: overdue(view),
        ageing: ageing(view)?,
        kpis: kpis(view),
        incoming: view.f.money(sum(data.cash.weeks.iter().take(N_WEEKS))),
        spans: spans(view),
        cash: cash(view)?,
        people: data
            .top_risks
            .iter()
            .take(N_CUSTOMERS)
            .map(|c| person(view, c))
            .collect(),
        outcome: Outcome::of(view),
    };
    Section::new("overview", view.t.common.nav_overview, &overview)
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview<'a> {
    t: &'a Texts,
    is_backtest: bool,
    n_open: u64,
    open: String,
    open_of: String,
    overdue: String,
    ageing: Html,
    kpis: Vec<Kpi<'a>>,
    incoming: String,
    spans: Vec<(String, String)>,
    cash: Html,
    people: Vec<Person<'a>>,
    outcome: Outcome<'a>,
}

struct Kpi<'a> {
    name: &'a str,
    meaning: &'a str,
    value: String,
}

struct Person<'a> {
    name: &'a str,
    segment: &'a str,
    line: String,
    measure: &'a str,
    warning: bool,
}

fn overdue(view: &View) -> String {
    let kpis = &view.data.kpis;
    let share = (kpis.open_minor > 0).then(|| kpis.overdue_minor as f64 / kpis.open_minor as f64);
    view.fill(
        view.t.money.overdue,
        &[
            ("amount", &view.f.money(kpis.overdue_minor)),
            ("share", &view.f.maybe_percent(share, 0)),
            ("n", &view.f.count(kpis.n_overdue)),
        ],
    )
}

fn kpis<'a>(view: &View<'a>) -> Vec<Kpi<'a>> {
    let (t, kpis) = (view.t.money, &view.data.kpis);
    let days = |v: Option<f64>| view.fill(view.t.common.days, &[("n", &view.f.maybe(v, 1))]);
    let cei = view.f.maybe_percent(kpis.cei_percent.map(|p| p / 100.0), 1);
    let rows = [
        (t.dso, t.dso_long, kpis.dso_days, days(kpis.dso_days)),
        (
            t.bpdso,
            t.bpdso_long,
            kpis.best_possible_dso_days,
            days(kpis.best_possible_dso_days),
        ),
        (t.add, t.add_long, kpis.add_days, days(kpis.add_days)),
        (t.cei, t.cei_long, kpis.cei_percent, cei),
    ];
    let known = rows.into_iter().filter(|row| row.2.is_some());
    known
        .map(|(name, meaning, _, value)| Kpi {
            name,
            meaning,
            value,
        })
        .collect()
}

fn ageing(view: &View) -> Result<Html, ReportError> {
    let (t, buckets) = (&view.t, &view.data.kpis.ageing);
    let total: i64 = buckets
        .iter()
        .map(|b| b.amount_minor)
        .fold(0, i64::saturating_add);
    let table = Table::new(t.money.ageing)
        .text(t.money.age)
        .number(t.common.invoices)
        .number(view.in_currency(t.common.amount_in))
        .number(t.money.share_open)
        .rows(buckets.iter().map(|b| {
            let share = (total > 0).then(|| b.amount_minor as f64 / total as f64);
            vec![
                Cell::text(t.codes.bucket(&b.bucket)),
                view.count_cell(b.n),
                view.money_cell(b.amount_minor),
                view.percent_cell(share),
            ]
        }));
    let chart = chart::ageing(buckets, &view.f, t)?;
    Figure {
        title: t.money.ageing,
        chart,
        note: vec![],
        table: Some(table),
    }
    .html(view)
}

fn cash(view: &View) -> Result<Html, ReportError> {
    let (t, cash) = (&view.t, &view.data.cash);
    let table = Table::new(t.money.cash)
        .text(t.money.week_of)
        .number(view.in_currency(t.money.expected_in))
        .number(view.in_currency(t.money.range_in))
        .number(view.in_currency(t.money.contractual_in))
        .rows(cash.weeks.iter().map(|w| {
            vec![
                Cell::text(view.f.short_date(&w.from)),
                view.money_cell(w.expected_minor),
                view.range_cell(w.low_minor, w.high_minor),
                view.maybe_money_cell(w.contractual_minor),
            ]
        }));
    let mut note = vec![t.money.cash_note.to_owned()];
    note.push(view.say(&cash.method).to_owned());
    note.retain(|line| !line.is_empty());
    let chart = chart::cash(&cash.weeks, &view.f, t)?;
    Figure {
        title: t.money.cash,
        chart,
        note,
        table: Some(table),
    }
    .html(view)
}

/// What comes in over all weeks, later, and not at all.
fn spans(view: &View) -> Vec<(String, String)> {
    let (t, cash) = (view.t.money, &view.data.cash);
    let weeks = view.fill(
        t.incoming_n,
        &[("n", &view.f.count(cash.weeks.len() as u64))],
    );
    let mut spans = vec![
        (weeks, view.f.money(sum(cash.weeks.iter()))),
        (t.incoming_later.to_owned(), view.f.money(cash.later_minor)),
        (t.incoming_never.to_owned(), view.f.money(cash.never_minor)),
    ];
    if cash.unbooked_minor > 0 {
        let unbooked = view.f.money(cash.unbooked_minor);
        spans.insert(0, (t.incoming_unbooked.to_owned(), unbooked));
    }
    spans
}

fn sum<'a>(weeks: impl Iterator<Item = &'a CashWeek>) -> i64 {
    weeks.map(|w| w.expected_minor).fold(0, i64::saturating_add)
}

fn person<'a>(view: &View<'a>, customer: &'a CustomerRow) -> Person<'a> {
    let values = [
        ("p", view.f.chance(customer.p_late)),
        ("open", view.f.money(customer.open_minor)),
        ("overdue", view.f.money(customer.overdue_minor)),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    Person {
        name: if customer.name.is_empty() {
            &customer.customer_id
        } else {
            &customer.name
        },
        segment: &customer.segment,
        line: view.fill(view.t.customers.who_line, &values),
        measure: customer.measures.first().map_or("", |m| view.say(m)),
        warning: customer.early_warning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgeBucket, Kpis, Language, ReportData, RunInfo};

    fn body(language: Language) -> String {
        let data = ReportData {
            run: RunInfo {
                currency: "EUR".into(),
                ..RunInfo::default()
            },
            kpis: Kpis {
                open_minor: 1_250_050,
                overdue_minor: 250_000,
                n_open: 12,
                n_overdue: 3,
                n_customers_open: 5,
                ageing: vec![AgeBucket {
                    bucket: "current".into(),
                    amount_minor: 1_000_050,
                    n: 9,
                }],
                dso_days: Some(41.26),
                ..Kpis::default()
            },
            top_risks: vec![CustomerRow {
                customer_id: "00042".into(),
                segment: "B".into(),
                p_late: Some(0.614),
                open_minor: 125_000,
                early_warning: true,
                ..CustomerRow::default()
            }],
            ..ReportData::default()
        };
        section(&View::new(&data, language)).unwrap().body.0
    }

    #[test]
    fn the_first_page_in_dutch() {
        insta::assert_snapshot!(body(Language::Nl));
    }

    #[test]
    fn the_first_page_in_french() {
        insta::assert_snapshot!(body(Language::Fr));
    }
}
