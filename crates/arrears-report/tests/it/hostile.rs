//! A ledger may hold anything: names that look like markup stay text.

use arrears_report::{Language, ReportData, json, model_card};
use serde_json::Value;

use crate::example::example;
use crate::markup::read;
use crate::page::page;

const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>",
    "'; alert(3); //",
    "</title></svg></style></script><b>",
    "{n} & {date} &lt; --> ]]> \u{202e}\u{0}\" fill=\"#010204",
];

/// Values that choose a branch and are no text of a ledger's.
const CODES: [&str; 3] = ["kind", "sample", "bucket"];

/// Puts a hostile text in the place of every text.
fn poison(value: &mut Value, key: &str, n: &mut usize) {
    match value {
        Value::String(text) if !CODES.contains(&key) => {
            *text = HOSTILE[*n % HOSTILE.len()].to_owned();
            *n += 1;
        }
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, key, n)),
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(key, item)| poison(item, key, n)),
        _ => {}
    }
}

fn poisoned(first: usize) -> ReportData {
    let mut value: Value = serde_json::from_slice(&json(&example())).unwrap();
    poison(&mut value, "", &mut first.clone());
    serde_json::from_value(value).unwrap()
}

#[test]
fn hostile_names_stay_text_everywhere() {
    let clean = read(&page(&example(), Language::En));
    let known: std::collections::BTreeSet<&str> = clean.iter().map(|e| e.name.as_str()).collect();
    // Five turns, so that each text meets each place.
    for first in 0..HOSTILE.len() {
        for language in Language::ALL {
            let page = page(&poisoned(first), language);
            let elements = read(&page);
            assert!(elements.iter().all(|e| known.contains(e.name.as_str())));
            let scripts = elements.iter().filter(|e| e.name == "script");
            let (code, data): (Vec<_>, Vec<_>) = scripts.partition(|e| e.get("type").is_none());
            assert_eq!((code.len(), data.len()), (1, 1));
            assert!(serde_json::from_str::<Value>(&data[0].text).is_ok());
            let handlers = elements
                .iter()
                .flat_map(|e| &e.attributes)
                .filter(|(k, _)| k.starts_with("on"));
            assert_eq!(handlers.count(), 0);
        }
    }
}

#[test]
fn hostile_names_are_shown_as_they_are() {
    let mut data = example();
    data.worklist[0].name = HOSTILE[1].into();
    data.top_risks[0].name = HOSTILE[1].into();
    data.pages[0].customer.name = HOSTILE[1].into();
    let elements = read(&page(&data, Language::En));
    // In the answers and the calls of the first page, in the table, and on the customer's page; and in the chart.
    let shown: Vec<&str> = elements
        .iter()
        .filter(|e| e.text.trim() == HOSTILE[1])
        .map(|e| e.name.as_str())
        .collect();
    assert_eq!(shown, ["strong", "strong", "a", "span"]);
    let cut = elements
        .iter()
        .any(|e| e.name == "text" && e.text.contains("\"><img"));
    assert!(cut, "the chart names the customer too");
}

#[test]
fn a_hostile_card_opens_nothing() {
    for first in 0..HOSTILE.len() {
        let card = model_card(&poisoned(first), Language::En);
        assert!(!card.contains('<'), "{card}");
    }
}

#[test]
fn what_hides_or_turns_text_is_made_visible() {
    let mut data = example();
    data.top_risks[0].name = "a\u{0}b\u{202e}c\u{1b}[31m".into();
    let page = page(&data, Language::En);
    assert!(page.contains("a\u{fffd}b\u{fffd}c\u{fffd}[31m"));
    assert!(!page.contains(['\u{0}', '\u{202e}', '\u{1b}']));
}
