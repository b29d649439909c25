//! The first page: five answers, and below them the figures they rest on.

use askama::Template;

use super::figure::Figure;
use super::outcome::Outcome;
use super::table::{Cell, Table};
use super::{Html, Section, View, answers};
use crate::texts::Texts;
use crate::{ReportError, WorklistRow, chart};

/// How many calls the first page names.
const N_CALLS: usize = 5;

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let data = view.data;
    let overview = Overview {
        t: &view.t,
        is_backtest: data.is_backtest(),
        answers: answers::answers(view)?,
        has_outstanding: data.kpis.n_open > 0 || !kpis(view).is_empty(),
        ageing: ageing(view)?,
        kpis: kpis(view),
        cash: cash(view)?,
        calls: data
            .worklist
            .iter()
            .take(N_CALLS)
            .map(|row| call(view, row))
            .collect(),
        all_calls: all_calls(view),
        outcome: Outcome::of(view),
    };
    Section::new("overview", view.t.common.nav_overview, &overview)
}

/// How many lines of the worklist there are of each status.
pub(super) fn all_calls(view: &View) -> String {
    let data = view.data;
    view.fill(
        view.t.worklist.all,
        &[
            ("calls", &view.f.count(data.n_calls)),
            ("send", &view.f.count(data.n_to_send)),
            ("later", &view.f.count(data.n_later)),
            ("others", &view.f.count(data.n_not_called)),
        ],
    )
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview<'a> {
    t: &'a Texts,
    is_backtest: bool,
    answers: Html,
    has_outstanding: bool,
    ageing: Html,
    kpis: Vec<Kpi<'a>>,
    cash: Html,
    calls: Vec<Call<'a>>,
    all_calls: String,
    outcome: Outcome<'a>,
}

struct Kpi<'a> {
    name: &'a str,
    meaning: &'a str,
    value: String,
}

struct Call<'a> {
    name: &'a str,
    page: Option<usize>,
    segment: &'a str,
    contact: String,
    line: String,
    /// The next step of the ladder, and when.
    next: String,
    natural_person: bool,
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

fn call<'a>(view: &View<'a>, row: &'a WorklistRow) -> Call<'a> {
    let values = [
        ("net", view.f.money(row.net_minor)),
        ("overdue", view.f.money(row.overdue_minor)),
        (
            "days",
            view.f
                .count(u64::from(row.oldest_days_past_due.unsigned_abs())),
        ),
        ("expected", view.f.money(row.expected_minor)),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    let line = match values[0].1 == values[1].1 {
        true => view.t.worklist.line,
        false => view.t.worklist.line_of,
    };
    let said = |parts: &[&str]| {
        let parts = parts.iter().filter(|part| !part.is_empty());
        parts.copied().collect::<Vec<&str>>().join(", ")
    };
    let on = view.f.short_date(&row.next_action_date);
    Call {
        name: if row.name.is_empty() {
            &row.customer_id
        } else {
            &row.name
        },
        page: view.page_of(&row.customer_id),
        segment: &row.segment,
        contact: said(&[&row.contact_name, &row.phone, &row.email]),
        line: view.fill(line, &values),
        next: said(&[view.say(&row.next_step), &on]),
        natural_person: row.natural_person,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgeBucket, Kpis, Language, ReportData, RunInfo};

    fn body(language: Language) -> String {
        section(&View::new(&data(), language)).unwrap().body.0
    }

    fn data() -> ReportData {
        ReportData {
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
            worklist: vec![WorklistRow {
                customer_id: "00042".into(),
                segment: "B".into(),
                contact_name: "Vera <b>Prins</b>".into(),
                phone: "+31 20 555 0161".into(),
                net_minor: 125_000,
                overdue_minor: 125_000,
                expected_minor: 61_400,
                oldest_days_past_due: 23,
                next_action_date: "2026-01-02".into(),
                ..WorklistRow::default()
            }],
            n_calls: 12,
            n_to_send: 4,
            n_later: 9,
            n_not_called: 3,
            ..ReportData::default()
        }
    }

    #[test]
    fn what_is_not_called_about_is_told_apart() {
        let mut data = data();
        data.worklist[0].overdue_minor = 200_000;
        let line = |language| {
            let view = View::new(&data, language);
            call(&view, &data.worklist[0])
                .line
                .replace(['\u{a0}', '\u{202f}'], " ")
        };
        for (language, told) in [
            (
                Language::En,
                "1,250 to call about, of €2,000 overdue (the rest is handed over, disputed, promised,",
            ),
            (Language::Nl, "1.250 om over te bellen, van"),
            (Language::Fr, "à évoquer, sur 2 000"),
        ] {
            let line = line(language);
            assert!(line.contains(told), "{line}");
        }
        data.worklist[0].overdue_minor = 125_000;
        let view = View::new(&data, Language::En);
        let line = call(&view, &data.worklist[0]).line;
        assert!(!line.contains("to call about"), "{line}");
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
