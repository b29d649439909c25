//! The customers' pages: they add up to what the run says of the customer, and tell nothing of what came after its day.

use std::fs;
use std::path::Path;

use arrears::plan::Settings;
use arrears::{ConfigFile, Day, RunPlan, Silent, Typed, job};
use serde_json::Value;

use crate::changed::{change_after, ledger};

fn report(dir: &Path, as_of: Day) -> Value {
    let file = ConfigFile::load(&dir.join("arrears.toml")).unwrap();
    let base = tempfile::tempdir().unwrap();
    let out = base.path().join("run");
    let plan = RunPlan {
        settings: Settings::new(file, &Typed::default()).unwrap(),
        as_of,
        out: out.clone(),
        registry: None,
        previous: None,
        resume: false,
    };
    job::run(&plan, &Silent).unwrap();
    serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap()
}

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of[key].as_array().unwrap()
}

/// The sum of an invoice's events of a kind.
fn sum(invoice: &Value, kind: &str) -> i64 {
    let events = list(invoice, "events").iter();
    let of_kind = events.filter(|event| event["kind"] == kind);
    of_kind
        .map(|event| event["amount_minor"].as_i64().unwrap())
        .sum()
}

fn adds_up(page: &Value, as_of: &str) {
    let customer = &page["customer"];
    let now = list(page, "months").last().unwrap();
    assert_eq!(now["day"], as_of);
    for key in ["open_minor", "overdue_minor"] {
        assert_eq!(
            now[key], customer[key],
            "{key} of {}",
            customer["customer_id"]
        );
    }
    let open = list(page, "open").iter();
    let open: i64 = open.map(|row| row["open_minor"].as_i64().unwrap()).sum();
    if list(page, "open").len() as u64 == page["n_open"] {
        assert_eq!(Some(open), customer["open_minor"].as_i64());
    }
    for invoice in list(page, "timeline") {
        let taken: i64 = ["payment", "credit", "write_off"]
            .map(|kind| sum(invoice, kind))
            .iter()
            .sum();
        let left = invoice["amount_minor"].as_i64().unwrap() - taken + sum(invoice, "reversal");
        let settled = invoice["ended_on"].is_string();
        // Settled is what is left of it up to the tolerance of one unit, or half of it credited.
        let credited = sum(invoice, "credit") > 0;
        assert!(
            credited || settled == (left <= 100),
            "{invoice}: {left} is left"
        );
        let events = list(invoice, "events").iter();
        let days: Vec<&str> = events.map(|event| event["day"].as_str().unwrap()).collect();
        assert!(
            days.is_sorted() && days.iter().all(|day| *day <= as_of),
            "{days:?}"
        );
    }
}

#[test]
fn pages_add_up_and_know_nothing_of_what_came_after() {
    let base = tempfile::tempdir().unwrap();
    let day = Day::from_ymd(2024, 7, 15).unwrap();
    let (original, changed) = (base.path().join("a"), base.path().join("b"));
    ledger(&original, 6);
    change_after(&original, &changed, day);
    let (found, other) = (report(&original, day), report(&changed, day));
    let pages = list(&found, "pages");
    assert!(pages.len() > 20);
    let mut kinds = std::collections::BTreeSet::new();
    for page in pages {
        adds_up(page, "2024-07-15");
        let events = list(page, "timeline")
            .iter()
            .flat_map(|invoice| list(invoice, "events"));
        kinds.extend(events.map(|event| event["kind"].as_str().unwrap().to_owned()));
    }
    for kind in ["payment", "reminder", "dispute", "promise"] {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
    assert_eq!(found["pages"], other["pages"]);
    assert_eq!(found["customers"], other["customers"]);
}

#[test]
fn nobody_has_a_page_where_the_config_says_none() {
    let base = tempfile::tempdir().unwrap();
    let dir = base.path().join("a");
    ledger(&dir, 6);
    let config = dir.join("arrears.toml");
    let text = fs::read_to_string(&config).unwrap();
    let report = "[report]\n";
    assert_eq!(text.matches(report).count(), 1, "{text}");
    let text = text.replace(report, "[report]\ncustomer_pages = 0\n");
    fs::write(&config, text).unwrap();
    let found = self::report(&dir, Day::from_ymd(2024, 7, 15).unwrap());
    assert_eq!(list(&found, "pages").len(), 0);
    assert!(list(&found, "customers").len() > 20);
}
