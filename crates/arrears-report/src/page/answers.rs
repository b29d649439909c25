//! The five questions that the report answers first, each in a few lines: what is outstanding, what comes in and when,
//! what changed since last month, who to call today, and whether to trust the model.

use askama::Template;

use super::outcome::Outcome;
use super::overview::all_calls;
use super::{Html, View};
use crate::texts::Texts;
use crate::{CashWeek, KpiMonth, MigrationReport, ReportError, WorklistRow};

/// Customers to call that are named here; more stand below.
const N_CALLS: usize = 3;
/// Weeks in the headline of what comes in.
const N_WEEKS: usize = 4;

/// Days without an event from which the reader is asked whether the export is a new one.
const STALE_DAYS: i32 = 14;

/// The answers, side by side.
pub(super) fn answers(view: &View) -> Result<Html, ReportError> {
    let data = view.data;
    let since = last_month(&data.kpi_months);
    let answers = Answers {
        t: &view.t,
        stale: stale(view),
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
        incoming: view.f.money(sum(data.cash.weeks.iter().take(N_WEEKS))),
        spans: spans(view),
        since: since.map_or_else(String::new, |(before, _)| {
            view.fill(view.t.pages.since, &[("date", &view.f.date(&before.day))])
        }),
        change: since.map_or_else(String::new, |(before, now)| {
            let overdue = signed_money(view, now.overdue_minor - before.overdue_minor);
            format!("{overdue} {}", view.t.pages.changed_overdue)
        }),
        changes: changes(view, since),
        calls: data
            .worklist
            .iter()
            .take(N_CALLS)
            .map(|row| call(view, row))
            .collect(),
        all_calls: all_calls(view),
        outcome: Outcome::of(view),
    };
    Ok(Html(answers.render()?))
}

#[derive(Template)]
#[template(path = "answers.html")]
struct Answers<'a> {
    t: &'a Texts,
    stale: String,
    n_open: u64,
    open: String,
    open_of: String,
    overdue: String,
    incoming: String,
    spans: Vec<(String, String)>,
    since: String,
    change: String,
    changes: Vec<Change>,
    calls: Vec<Call<'a>>,
    all_calls: String,
    outcome: Outcome<'a>,
}

/// Something that changed, and where the page tells more of it.
struct Change {
    name: String,
    value: String,
    href: &'static str,
}

struct Call<'a> {
    name: &'a str,
    page: Option<usize>,
    brief: String,
    natural_person: bool,
}

/// That the ledger ends long before the as-of date, as an export does that was not made anew.
fn stale(view: &View) -> String {
    let run = &view.data.run;
    let last = run.last_known_day.as_deref();
    last.filter(|_| run.days_since_last >= STALE_DAYS)
        .map_or_else(String::new, |last| {
            view.fill(
                view.t.pages.stale,
                &[
                    ("last", &view.f.date(last)),
                    ("n", &view.f.count(run.days_since_last as u64)),
                ],
            )
        })
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

/// What comes in over all weeks, later, and not at all.
fn spans(view: &View) -> Vec<(String, String)> {
    let (t, cash) = (view.t.money, &view.data.cash);
    if cash.weeks.is_empty() {
        return Vec::new();
    }
    let weeks = view.fill(
        t.incoming_n,
        &[("n", &view.f.count(cash.weeks.len() as u64))],
    );
    let mut spans = vec![
        (
            t.incoming_1.to_owned(),
            view.f.money(sum(cash.weeks.iter().take(1))),
        ),
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

/// The last month's end before the as-of date, and the as-of date.
fn last_month(months: &[KpiMonth]) -> Option<(&KpiMonth, &KpiMonth)> {
    match months {
        [.., before, now] => Some((before, now)),
        _ => None,
    }
}

fn signed_money(view: &View, minor: i64) -> String {
    let text = view.f.money(minor);
    if view.f.units(minor) > 0 {
        format!("+{text}")
    } else {
        text
    }
}

/// What else changed: in the key figures, in who pays otherwise, and in the segments.
fn changes(view: &View, since: Option<(&KpiMonth, &KpiMonth)>) -> Vec<Change> {
    let (t, watch) = (&view.t.pages, &view.data.watch);
    let mut changes = Vec::new();
    let mut add = |name: &str, value: String, href| {
        changes.push(Change {
            name: name.to_owned(),
            value,
            href,
        });
    };
    if let Some((before, now)) = since {
        let open = signed_money(view, now.open_minor - before.open_minor);
        add(t.changed_open, open, "");
        if let Some((now, before)) = now.dso_days.zip(before.dso_days) {
            let days = view.f.signed(now - before, 1);
            let days = view.fill(view.t.common.days, &[("n", &days)]);
            add(view.t.money.dso, days, "");
        }
    }
    if watch.n_watched > 0 {
        add(t.new_warnings, view.f.count(watch.n_new), "#warnings");
        add(t.sooner, view.f.count(watch.n_improved), "#warnings");
    }
    let clusters = view.data.clusters.as_ref();
    if let Some(migration) = clusters
        .map(|c| &c.migration)
        .filter(|m| !m.from.is_empty())
    {
        let date = view.f.short_date(&migration.from);
        for (text, change) in [(t.worse, "worse"), (t.better, "better")] {
            let moved = view.f.count(moved(migration, change));
            add(&view.fill(text, &[("date", &date)]), moved, "#migration-h");
        }
    }
    changes
}

/// Customers whose segment changed that way.
fn moved(migration: &MigrationReport, change: &str) -> u64 {
    let flows = migration.segments.iter();
    flows
        .filter(|flow| flow.change == change)
        .map(|flow| flow.n_customers)
        .sum()
}

fn call<'a>(view: &View<'a>, row: &'a WorklistRow) -> Call<'a> {
    let days = u64::from(row.oldest_days_past_due.unsigned_abs());
    Call {
        name: if row.name.is_empty() {
            &row.customer_id
        } else {
            &row.name
        },
        page: view.page_of(&row.customer_id),
        brief: view.fill(
            view.t.pages.brief,
            &[
                ("net", &view.f.money(row.net_minor)),
                ("days", &view.f.count(days)),
            ],
        ),
        natural_person: row.natural_person,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClusterReport, Language, MigrationFlow, ReportData};

    #[test]
    fn what_changed_is_told_against_the_last_month_end() {
        let month = |day: &str, open, overdue, dso| KpiMonth {
            day: day.into(),
            open_minor: open,
            overdue_minor: overdue,
            dso_days: Some(dso),
            ..KpiMonth::default()
        };
        let flow = |change: &str, n_customers| MigrationFlow {
            change: change.into(),
            n_customers,
            ..MigrationFlow::default()
        };
        let mut data = ReportData {
            kpi_months: vec![
                month("2025-10-31", 1, 1, 1.0),
                month("2025-11-30", 500_000, 120_000, 44.0),
                month("2025-12-31", 450_000, 170_050, 45.26),
            ],
            ..ReportData::default()
        };
        data.run.currency = "EUR".into();
        data.clusters = Some(ClusterReport {
            migration: MigrationReport {
                from: "2025-09-30".into(),
                segments: vec![
                    flow("worse", 3),
                    flow("worse", 4),
                    flow("better", 2),
                    flow("stayed", 9),
                ],
                ..MigrationReport::default()
            },
            ..ClusterReport::default()
        });
        let view = View::new(&data, Language::En);
        let since = last_month(&data.kpi_months);
        let told: Vec<(String, String)> = changes(&view, since)
            .into_iter()
            .map(|change| (change.name.replace('\u{a0}', " "), change.value))
            .collect();
        let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(
            told,
            [
                ("Open", "\u{2212}€500"),
                ("DSO", "+1.3 days"),
                ("To a riskier segment, since 30 Sep 2025", "7"),
                ("To a less risky segment, since 30 Sep 2025", "2"),
            ]
        );
        let page = answers(&view).unwrap().0;
        assert!(
            page.contains("+€501 overdue") && page.contains("since 30\u{a0}November 2025"),
            "{page}"
        );
    }

    #[test]
    fn a_first_month_has_nothing_to_compare_with() {
        let data = ReportData::default();
        let page = answers(&View::new(&data, Language::En)).unwrap().0;
        assert!(page.contains("There is no earlier month to compare with."));
    }
}
