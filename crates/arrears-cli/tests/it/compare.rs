//! `compare`: two runs of one ledger side by side, and every pair of folders that is none.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{Invoice, Sandbox, invoices};

const CUSTOMERS: usize = 40;

/// A third pays in time, a third weeks late; the rest turned late in the second year, and owes its last months.
fn ledger() -> String {
    invoices(CUSTOMERS, |customer, month| Invoice {
        amount: 100.0 + customer as f64 + 0.25,
        days_late: match (customer % 3, month) {
            (0, _) => Some(-3),
            (1, _) => Some(20 + (customer as i64 + month as i64) % 30),
            (_, 0..16) => Some(-2),
            (_, 16..22) => Some(45),
            _ => None,
        },
    })
}

/// The runs of the end of October and of December 2024, made once for all tests.
fn runs() -> &'static Sandbox {
    static RUNS: OnceLock<Sandbox> = OnceLock::new();
    RUNS.get_or_init(|| {
        let sandbox = Sandbox::with_invoices(&ledger());
        for (day, out) in [("2024-10-31", "oct"), ("2024-12-31", "dec")] {
            let line = format!("run --as-of {day} --out {out} --registry models --quiet");
            sandbox.run(&line).done();
        }
        sandbox
    })
}

/// A sandbox with copies of both runs, to be changed.
fn copies() -> Sandbox {
    let sandbox = Sandbox::new();
    for run in ["oct", "dec"] {
        copy(&runs().path(run), &sandbox.path(run));
    }
    sandbox
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn compared(sandbox: &Sandbox, line: &str) -> Value {
    let text = sandbox.run(&format!("compare {line} --json")).done();
    serde_json::from_str(&text).unwrap()
}

fn sum(rows: &Value, key: &str) -> i64 {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row[key].as_i64().unwrap()).sum()
}

#[test]
fn what_is_told_adds_up() {
    let found = compared(runs(), "oct dec");
    assert_eq!(found["days_between"], 61);
    let (segments, money) = (&found["segments"], &found["money"]);
    for side in ["before", "now"] {
        let (total, open) = (&segments[side], &money[side]["open_minor"]);
        assert_eq!(sum(total, "open_minor"), open.as_i64().unwrap(), "{side}");
        assert_eq!(sum(total, "n_customers"), CUSTOMERS as i64, "{side}");
        let ages = money[side]["by_age_minor"].as_array().unwrap().iter();
        let ages: i64 = ages.map(|age| age.as_i64().unwrap()).sum();
        assert_eq!(ages, open.as_i64().unwrap(), "{side}");
    }
    let moves = &segments["moves"];
    assert_eq!(sum(moves, "n_customers"), CUSTOMERS as i64);
    assert_eq!(
        sum(moves, "open_minor"),
        sum(&segments["now"], "open_minor")
    );
    let moved = moves
        .as_array()
        .unwrap()
        .iter()
        .filter(|m| m["from"] != m["to"]);
    let moved: i64 = moved.map(|m| m["n_customers"].as_i64().unwrap()).sum();
    let told = segments["moved"].as_array().unwrap();
    assert_eq!((told.len() as i64, moved > 0), (moved, true), "{segments}");
    assert!(
        told.iter()
            .all(|m| !m["reason_now"].as_str().unwrap().is_empty())
    );
    // The earlier day is the same by both ledgers: nothing was booked in arrears.
    let known = &money["before_as_known_now"];
    assert_eq!(known["open_minor"], money["before"]["open_minor"]);
    assert_eq!(found["model"]["same_model"], false);
    assert_eq!(found["config_changes"], serde_json::json!([]));
    assert!(
        found["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .all(|i| i["state"] == "same")
    );
}

#[test]
fn chances_are_held_against_what_happened() {
    let outcomes = &compared(runs(), "oct dec")["outcomes"];
    let n = |key: &str| outcomes[key].as_i64().unwrap();
    let told =
        n("n_settled") + n("n_still_open") + n("n_cancelled") + n("n_written_off") + n("n_untold");
    assert_eq!((told, n("n_untold")), (n("n_open_before"), 0), "{outcomes}");
    // Open and not late on 31 October: the invoices of 5 October, all due on 4 November. Who pays in time pays on
    // 1 November, who pays 20 days late or more and who never pays is late.
    let late = &outcomes["late"];
    assert_eq!(
        (&late["n"], &late["n_late"]),
        (&CUSTOMERS.into(), &26.into())
    );
    assert_eq!(sum(&late["bands"], "n"), CUSTOMERS as i64);
    assert_eq!(outcomes["paid"]["days"], 60);
    assert_eq!(outcomes["paid"]["n"], outcomes["n_open_before"]);
}

#[test]
fn the_page_is_one_file_in_three_languages_and_always_the_same() {
    let sandbox = copies();
    let page = |line: &str| {
        sandbox
            .run(&format!("compare oct dec --out page.html --force {line}"))
            .done();
        sandbox.read("page.html")
    };
    let english = page("--threads 1");
    assert_eq!(page("--threads 3"), english);
    for fetched in ["http:", "https:", "src=", "@import", "url("] {
        assert!(!english.contains(fetched), "{fetched}");
    }
    let heads = [
        ("en", "How it came out", "Settings (hash)"),
        ("nl", "Hoe het uitkwam", "Instellingen (hash)"),
        ("fr", "Ce qu’il en est advenu", "Réglages (empreinte)"),
    ];
    for (language, title, row) in heads {
        let page = page(&format!("--lang {language}"));
        let html = format!("<html lang=\"{language}\">");
        assert!(
            page.contains(&html) && page.contains(title) && page.contains(row),
            "{language}"
        );
        let text = sandbox
            .run(&format!("compare oct dec --lang {language}"))
            .done();
        assert!(
            text.contains(&title.to_uppercase()) && text.contains(row),
            "{text}"
        );
    }
    assert!(!english.contains("stand in the language of their run"));
    assert!(page("--lang nl").contains("in de taal van hun run"));
}

#[test]
fn a_page_replaces_nothing_and_stays_out_of_the_runs() {
    let sandbox = copies();
    sandbox.write("page.html", "mine");
    for (out, why) in [
        ("page.html", "is there already"),
        ("oct/page.html", "lies within the results"),
        ("page.pdf", "does not end in `.html`"),
        ("none/page.html", "there is no folder `none`\nhint: make"),
    ] {
        let ended = sandbox.fails_without_a_trace(&format!("compare oct dec --out {out}"));
        assert!(ended.code == 2 && ended.stderr.contains(why), "{ended:?}");
    }
}

#[test]
fn what_is_no_pair_of_runs_is_refused() {
    let sandbox = copies();
    sandbox.write("other/manifest.json", "{\"made_by\": \"someone\"}");
    sandbox.write(
        "test/manifest.json",
        "{\"made_by\": \"arrears\", \"kind\": \"backtest\", \"command\": \"backtest\"}",
    );
    sandbox.write("empty/readme", "");
    for (line, why) in [
        ("oct oct", "are one folder"),
        ("oct ./oct/../oct", "are one folder"),
        ("dec oct", "is of 2024-12-31, after"),
        ("oct nothing", "there is no such folder"),
        ("oct empty", "it has no `manifest.json`"),
        ("oct other", "arrears did not make it"),
        (
            "oct test",
            "it holds the results of `backtest`, and only runs are compared",
        ),
    ] {
        let ended = sandbox.fails_without_a_trace(&format!("compare {line}"));
        assert!(
            ended.code == 2 && ended.stderr.contains(why),
            "{line}: {ended:?}"
        );
    }
}

#[test]
fn other_currencies_ledgers_and_changed_files_are_refused() {
    let sandbox = copies();
    let manifest = sandbox.read("dec/manifest.json");
    let dollars = manifest.replacen("\"currency\": \"EUR\"", "\"currency\": \"USD\"", 1);
    sandbox.write("dec/manifest.json", &dollars);
    let ended = sandbox.fails_without_a_trace("compare oct dec");
    assert!(
        ended.code == 1 && ended.stderr.contains("is in `EUR` and `dec` in `USD`"),
        "{ended:?}"
    );
    sandbox.write("dec/manifest.json", &manifest);
    let metrics = sandbox.read("dec/metrics.json");
    sandbox.write("dec/metrics.json", &metrics.replacen('1', "2", 1));
    let ended = sandbox.fails_without_a_trace("compare oct dec");
    assert!(
        ended.code == 1 && ended.stderr.contains("it was changed since"),
        "{ended:?}"
    );
    // The same numbers of customers and invoices, and other dates and amounts.
    let other = Sandbox::with_invoices(&ledger().replace("-05,", "-06,"));
    other
        .run("run --as-of 2024-12-31 --out dec --registry models --quiet")
        .done();
    copy(&other.path("dec"), &sandbox.path("other"));
    let ended = sandbox.fails_without_a_trace("compare oct other");
    assert!(
        ended.code == 1 && ended.stderr.contains("are of different ledgers"),
        "{ended:?}"
    );
}

#[test]
fn what_a_folder_lacks_is_told_and_left_out() {
    let sandbox = copies();
    for file in ["metrics.json", "warnings.parquet", "evidence.parquet"] {
        fs::remove_file(sandbox.path("dec").join(file)).unwrap();
    }
    let found = compared(&sandbox, "oct dec");
    let notes = found["notes"].to_string();
    for file in ["metrics.json", "warnings.parquet", "evidence.parquet"] {
        assert!(
            notes.contains(&format!("`dec/{file}` is not there")),
            "{notes}"
        );
    }
    assert_eq!(
        (&found["warnings"], &found["model"]["now"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(found["outcomes"]["late"], Value::Null);
    assert!(found["segments"].is_object());
    // A run made by another version, with another setting, of the same day.
    let manifest = sandbox.read("dec/manifest.json");
    let old = manifest
        .replacen("\"version\": \"", "\"version\": \"0.0.9-", 1)
        .replacen("\"k_max\": 10", "\"k_max\": 8", 1);
    copy(&sandbox.path("dec"), &sandbox.path("old"));
    sandbox.write("old/manifest.json", &old);
    let found = compared(&sandbox, "old dec");
    let notes = found["notes"].to_string();
    for told in [
        "were made by versions 0.0.9-",
        "settings differ",
        "both runs are of one day",
    ] {
        assert!(notes.contains(told), "{notes}");
    }
    assert_eq!(found["config_changes"][0]["key"], "clusters.k_max");
    assert_eq!(found["model"]["same_model"], true);
}
