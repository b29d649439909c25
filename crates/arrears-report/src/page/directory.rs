//! The list of all customers: the first rows as markup, all of them as data for the page's script.
//!
//! Twenty thousand rows of markup would take seconds to lay out. As data, an array for each customer, they take under
//! two megabytes, and the script makes rows of those that are looked at.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::{Value, json};

use super::{Html, View, visible};
use crate::texts::Texts;
use crate::{ListedCustomer, ReportError};

/// Rows that stand in the page, and that the script shows at a time.
const STEP: usize = 25;
/// Flags of a row.
const WARNED: u8 = 1;
const PERSON: u8 = 2;

/// The list; empty where there is no customer.
pub(super) fn directory(view: &View) -> Result<Html, ReportError> {
    let customers = &view.data.customers;
    if customers.is_empty() {
        return Ok(Html::default());
    }
    let t = &view.t;
    let clusters = clusters(view);
    let counts = [customers.len().min(STEP), customers.len()].map(|n| view.f.count(n as u64));
    let n_pages = view.f.count(view.data.pages.len() as u64);
    let with_page = match view.data.pages.is_empty() {
        true => String::new(),
        false => view.fill(t.pages.lead, &[("n", &n_pages), ("total", &counts[1])]),
    };
    let directory = Directory {
        with_page,
        t,
        label: view.fill(t.common.scrolls, &[("table", t.pages.all)]),
        open_in: view.in_currency(t.common.open_in),
        overdue_in: view.in_currency(t.common.overdue_in),
        first: view.fill(
            t.pages.all_first,
            &[("n", &counts[0]), ("total", &counts[1])],
        ),
        rows: customers
            .iter()
            .take(STEP)
            .map(|customer| row(view, customer, &clusters))
            .collect(),
        data: Html(harmless(&data(view, &clusters))),
    };
    Ok(Html(directory.render()?))
}

#[derive(Template)]
#[template(path = "directory.html")]
struct Directory<'a> {
    t: &'a Texts,
    label: String,
    open_in: String,
    overdue_in: String,
    first: String,
    /// Who has a page; empty where nobody has.
    with_page: String,
    rows: Vec<Row<'a>>,
    data: Html,
}

struct Row<'a> {
    name: &'a str,
    id: &'a str,
    /// 0 where there is none.
    page: usize,
    natural_person: bool,
    segment: &'a str,
    cluster: &'a str,
    chance: String,
    open: String,
    overdue: String,
    warned: bool,
}

/// The clusters' names by their numbers.
fn clusters<'a>(view: &View<'a>) -> BTreeMap<u32, &'a str> {
    let clusters = view.data.clusters.iter().flat_map(|found| &found.clusters);
    clusters
        .map(|cluster| (cluster.cluster_id, view.say(&cluster.name)))
        .collect()
}

fn row<'a>(
    view: &View<'a>,
    customer: &'a ListedCustomer,
    clusters: &BTreeMap<u32, &'a str>,
) -> Row<'a> {
    let named = !customer.name.is_empty();
    let id = customer.customer_id.as_str();
    Row {
        name: if named { &customer.name } else { id },
        id: if named { id } else { "" },
        page: view.page_of(id).unwrap_or(0),
        natural_person: customer.natural_person,
        segment: &customer.segment,
        cluster: customer
            .cluster_id
            .and_then(|id| clusters.get(&id).copied())
            .unwrap_or_default(),
        chance: view.f.chance(customer.p_late),
        open: view.f.amount(customer.open_minor),
        overdue: view.f.amount(customer.overdue_minor),
        warned: customer.early_warning,
    }
}

/// What the script needs: its words, the clusters' names and a short array for each customer.
fn data(view: &View, clusters: &BTreeMap<u32, &str>) -> Value {
    let t = &view.t;
    let clusters: BTreeMap<String, String> = clusters
        .iter()
        .map(|(id, name)| (id.to_string(), visible(name)))
        .collect();
    let rows: Vec<Value> = view
        .data
        .customers
        .iter()
        .map(|customer| entry(view, customer))
        .collect();
    json!({
        "step": STEP,
        "words": {
            "search": t.pages.search,
            "segment": t.customers.segment,
            "anySegment": t.pages.any_segment,
            "onlyWarned": t.pages.only_warned,
            "onlyOverdue": t.pages.only_overdue,
            "found": t.pages.found,
            "more": t.pages.more,
            "sort": t.common.sort,
            "risk": t.customers.risk,
            "open": view.in_currency(t.common.open_in),
            "overdue": view.in_currency(t.common.overdue_in),
            "warning": t.pages.warning,
            "warned": t.customers.early_warning,
            "person": t.customers.natural_person,
        },
        "clusters": clusters,
        "rows": rows,
    })
}

fn entry(view: &View, customer: &ListedCustomer) -> Value {
    let p = customer.p_late.filter(|p| p.is_finite());
    let flags = [
        (customer.early_warning, WARNED),
        (customer.natural_person, PERSON),
    ];
    let flags = flags.iter().filter(|(set, _)| *set).map(|(_, bit)| bit);
    json!([
        visible(&customer.name),
        visible(&customer.customer_id),
        visible(&customer.segment),
        customer.cluster_id.map_or(-1, i64::from),
        view.f.chance(p),
        p.map_or(-1, |p| (p * 1e4).round() as i64),
        view.f.units(customer.open_minor),
        view.f.units(customer.overdue_minor),
        flags.sum::<u8>(),
        view.page_of(&customer.customer_id).unwrap_or(0),
    ])
}

/// JSON that cannot end the element it stands in, whatever the ledger says.
fn harmless(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, ReportData};

    #[test]
    fn a_name_cannot_end_the_data() {
        let mut data = ReportData::default();
        data.customers.push(ListedCustomer {
            customer_id: "0042".into(),
            name: "</script><b>&\u{202e}\"\\".into(),
            segment: "B".into(),
            p_late: Some(0.123456),
            open_minor: -149,
            overdue_minor: 250,
            early_warning: true,
            natural_person: true,
            ..ListedCustomer::default()
        });
        let view = View::new(&data, Language::En);
        let text = harmless(&super::data(&view, &BTreeMap::new()));
        assert!(!text.contains(['<', '>', '&', '\u{202e}']), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        let row = json!([
            "</script><b>&\u{fffd}\"\\",
            "0042",
            "B",
            -1,
            "12%",
            1235,
            -1,
            3,
            3,
            0
        ]);
        assert_eq!(read["rows"][0], row);
    }
}
