//! What changed since, by command: nothing without a cause, and the right alert for each cause.

use std::fmt::Write;
use std::fs;

use serde_json::Value;

use crate::support::{CONFIG, Invoice, Sandbox, invoices};

/// The as-of date of the model, before all that changes.
const TRAINED: &str = "2024-08-31";
/// Sixty outcomes of a sector are enough here.
const SETTINGS: &str =
    "\n[ledger.customers]\npath = \"customers.csv\"\n\n[monitor]\ngroup_labels = 50\n";

/// Sixty customers in three sectors, each with a chance of its own of being late; customer and month add days.
fn rows(more: impl Fn(usize, usize) -> i64) -> String {
    invoices(60, |customer, month| {
        let dice = dice(customer, month);
        let late = dice % 97 < 10 + customer as u64;
        let days = if late { 12 } else { -3 } + (dice / 97 % 5) as i64;
        Invoice {
            amount: (50 + customer * 13 % 400) as f64 + (dice / 500 % 50) as f64,
            days_late: Some(days + more(customer, month)),
        }
    })
}

/// Without a pattern (the finaliser of SplitMix64).
fn dice(customer: usize, month: usize) -> u64 {
    let z = ((customer * 100 + month) as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn customers(size_class: impl Fn(usize) -> &'static str) -> String {
    let mut text = String::from("customer_id,sector,size_class\n");
    for customer in 0..60 {
        let sector = ["building", "retail", "care"][customer % 3];
        writeln!(text, "C{customer:03},{sector},{}", size_class(customer)).unwrap();
    }
    text
}

fn size(customer: usize) -> &'static str {
    ["small", "large"][customer / 3 % 2]
}

/// A ledger, and the model that was trained on it in August.
fn trained() -> Sandbox {
    let sandbox = Sandbox::with_invoices(&rows(|_, _| 0));
    sandbox
        .write("arrears.toml", &format!("{CONFIG}{SETTINGS}"))
        .write("customers.csv", &customers(size));
    sandbox.run(&format!("train --as-of {TRAINED}")).done();
    sandbox
}

fn report(sandbox: &Sandbox, line: &str) -> Value {
    let ended = sandbox.run(&format!("monitor --json {line}"));
    assert_eq!(ended.code, 0, "{ended:?}");
    serde_json::from_str(&ended.stdout).unwrap()
}

/// Codes of the alerts with what they are about.
fn alerts(report: &Value) -> Vec<String> {
    let told = |alert: &Value| {
        let text = |key: &str| alert[key].as_str().unwrap().to_owned();
        format!("{} {} {}", text("level"), text("code"), text("about"))
    };
    let alerts = report["alerts"].as_array().unwrap();
    alerts
        .iter()
        .map(|alert| told(alert).trim_end().to_owned())
        .collect()
}

/// The invoices without those of some customers and a month.
fn without(sandbox: &Sandbox, month: &str, gone: impl Fn(usize) -> bool) {
    let kept: String = sandbox
        .read("invoices.csv")
        .lines()
        .filter(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let is_gone = |id: &str| id.parse().is_ok_and(&gone);
            !(cells[2].starts_with(month) && is_gone(&cells[1][1..]))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    sandbox.write("invoices.csv", &kept);
}

#[test]
fn nothing_changed_and_nothing_is_told() {
    let sandbox = trained();
    let report = report(&sandbox, "--as-of 2024-12-31");
    assert_eq!(alerts(&report), Vec::<String>::new(), "{report:#}");
    assert_eq!(
        (&report["since"], &report["n"]),
        (&TRAINED.into(), &180.into())
    );
    assert_eq!(report["window"]["from"], "2024-10-01");
    assert_eq!(report["reference_is_kept"], true);
    // Invoices of November are due on the fifth of December, those of December later.
    assert_eq!(report["realised"]["n"], 180);
    let change = &report["change"]["by_count"];
    let part = |name: &str| change[name].as_f64().unwrap();
    let parts = ["within", "weights", "entries", "exits", "scale"].map(part);
    assert!(
        (parts.iter().sum::<f64>() - part("total")).abs() < 1e-12,
        "{change:#}"
    );
    assert_eq!(part("scale"), 0.0);
    let manifest: Value =
        serde_json::from_str(&sandbox.read("arrears-out-monitor/manifest.json")).unwrap();
    assert_eq!(manifest["kind"], "monitor");
    let text = sandbox
        .run("monitor --as-of 2024-12-31 --fail-on-alert")
        .done();
    assert!(text.starts_with("no alerts\n"), "{text}");
}

#[test]
fn a_feature_that_goes_missing_is_named_and_nothing_else() {
    let sandbox = trained();
    sandbox.write("customers.csv", &customers(|_| ""));
    let report = report(&sandbox, "--as-of 2024-12-31");
    assert_eq!(alerts(&report), ["act missing size_class"], "{report:#}");
    let text = sandbox.run("monitor --as-of 2024-12-31 --lang nl").done();
    assert!(
        text.contains("is onbekend bij 100% van de facturen, eerder bij 0%"),
        "{text}"
    );
}

#[test]
fn a_category_never_seen_is_named() {
    let sandbox = trained();
    sandbox.write(
        "customers.csv",
        &customers(|c| if c == 7 { "huge" } else { size(c) }),
    );
    let report = report(&sandbox, "--as-of 2024-12-31");
    // Three invoices are too few to tell of.
    assert_eq!(alerts(&report), Vec::<String>::new(), "{report:#}");
    sandbox.write(
        "customers.csv",
        &customers(|c| if c % 20 == 7 { "huge" } else { size(c) }),
    );
    let report = self::report(&sandbox, "--as-of 2024-12-31");
    assert_eq!(
        alerts(&report),
        ["look new_category size_class"],
        "{report:#}"
    );
    assert_eq!(report["alerts"][0]["also"][0], "huge");
}

#[test]
fn a_half_empty_month_is_told_and_refuses_a_new_model() {
    let sandbox = trained();
    without(&sandbox, "2024-11", |customer| customer % 2 == 1);
    let report = report(&sandbox, "--as-of 2024-11-30");
    assert_eq!(alerts(&report), ["act volume 2024-11"], "{report:#}");
    let ended = sandbox.run("monitor --as-of 2024-11-30 --fail-on-alert");
    assert_eq!(ended.code, 3, "{ended:?}");
    assert!(
        ended
            .stderr
            .contains("2024-11 has 30 invoices, a usual month 60"),
        "{ended:?}"
    );
    fs::remove_dir_all(sandbox.path("arrears-out-monitor")).unwrap();
    let refused = sandbox.fails_without_a_trace("retrain --as-of 2024-11-30");
    assert_eq!(refused.code, 3);
    let told =
        "error: a person has to look at the ledger first, which is not as champion `2024-08-31-";
    assert!(refused.stderr.starts_with(told), "{refused:?}");
    assert!(
        refused.stderr.contains("2024-11 has 30 invoices"),
        "{refused:?}"
    );
    let lets = format!("{CONFIG}{SETTINGS}\n[retrain]\nrefuse_on_data_alerts = false\n");
    sandbox.write("arrears.toml", &lets);
    let ended = sandbox.run("retrain --as-of 2024-11-30");
    assert!(!ended.stderr.contains("has to look"), "{ended:?}");
}

#[test]
fn payments_that_are_no_longer_exported_are_told() {
    let sandbox = trained();
    let unpaid: String = sandbox
        .read("invoices.csv")
        .lines()
        .map(|line| match line.rsplit_once(',') {
            Some((rest, paid)) if paid > "2024-11-02" && paid < "2025" => format!("{rest},\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    sandbox.write("invoices.csv", &unpaid);
    let report = report(&sandbox, "--as-of 2024-11-30");
    let told = alerts(&report);
    assert!(
        told.contains(&"act payments 2024-11".to_owned()),
        "{told:?}"
    );
    assert!(
        !told.iter().any(|alert| alert.contains("volume")),
        "{told:?}"
    );
}

#[test]
fn history_that_is_gone_is_told() {
    let sandbox = trained();
    for month in ["2023-10", "2023-11", "2023-12", "2024-01"] {
        without(&sandbox, month, |_| true);
    }
    let report = report(&sandbox, "--as-of 2024-12-31");
    let told = alerts(&report);
    assert!(told.contains(&"act history".to_owned()), "{told:?}");
    assert_eq!(report["history"], serde_json::json!([720, 480]));
}

#[test]
fn a_sector_that_changes_its_ways_is_told_once_known() {
    let sandbox = trained();
    let changed = |customer: usize, month: usize| {
        if customer.is_multiple_of(3) && month >= 20 {
            25
        } else {
            0
        }
    };
    sandbox.write("invoices.csv", &rows(changed));
    let report = report(&sandbox, "--as-of 2024-12-31");
    let told = alerts(&report);
    let groups: Vec<&String> = told
        .iter()
        .filter(|alert| alert.contains("group"))
        .collect();
    assert_eq!(groups, ["act group sector building"], "{told:?}");
    let of_data = ["volume", "payments", "history", "missing", "rejected"];
    let is_of_data = |alert: &&String| of_data.iter().any(|code| alert.contains(code));
    assert_eq!(told.iter().filter(is_of_data).count(), 0, "{told:?}");
}

/// Lines of the ledger's own making, in the name of a sector.
#[test]
fn what_the_ledger_says_begins_no_line() {
    let sandbox = trained();
    let forged = "Wholesale)\n\nno alerts\n  act    nothing at all (";
    let customers = customers(size).replace("building", &format!("\"{forged}\""));
    sandbox.write("customers.csv", &customers);
    let ended = sandbox.run("monitor --as-of 2024-12-31 --fail-on-alert");
    assert_eq!(ended.code, 3, "{ended:?}");
    for text in [&ended.stdout, &ended.stderr] {
        assert!(text.contains("Wholesale)\\n\\nno alerts\\n"), "{text}");
        let is_forged = |line: &str| {
            line.trim_start().starts_with("no alerts") || line.contains("  act    nothing")
        };
        assert!(
            !text
                .lines()
                .any(|line| is_forged(line) && !line.contains("Wholesale")),
            "{text}"
        );
    }
    assert_eq!(ended.stderr.lines().count(), 2, "{}", ended.stderr);
}

#[test]
fn another_model_since_is_part_of_the_change() {
    let sandbox = trained();
    sandbox.run("train --as-of 2024-11-30 --promote").done();
    let report = report(&sandbox, "--as-of 2024-12-31 --since 2024-10-31");
    assert!(
        report["model_before"]
            .as_str()
            .unwrap()
            .starts_with(TRAINED),
        "{report:#}"
    );
    assert_ne!(report["change"]["by_count"]["scale"], 0.0);
    // A model of the very day looks back to the champion before it.
    let report = self::report(&sandbox, "--as-of 2024-11-30");
    assert_eq!(report["since"], TRAINED);
    // Invoices of September and October have an outcome, and the champion before it scored them; it itself scored none.
    assert_eq!(report["realised"]["n"], 120);
    let alone = self::report(&sandbox, "--as-of 2024-11-30 --model champion");
    assert_eq!(alone["realised"], Value::Null);
}

/// Two more invoices, on the day of the second champion and on the day after, and three monthly champions.
fn three_champions() -> Sandbox {
    let sandbox = trained();
    let more = "F99990,C000,2024-09-30,2024-10-30,100.00,2024-10-28\n\
                F99991,C000,2024-10-01,2024-10-31,100.00,2024-11-20\n";
    sandbox.write("invoices.csv", &(sandbox.read("invoices.csv") + more));
    for day in ["2024-09-30", "2024-10-31"] {
        sandbox
            .run(&format!("train --as-of {day} --promote"))
            .done();
    }
    sandbox
}

#[test]
fn each_invoice_is_judged_by_the_champion_in_use_before_its_issue() {
    let sandbox = three_champions();
    let joint = report(&sandbox, "--as-of 2024-12-31");
    let came = &joint["realised"];
    let models = came["models"].as_array().unwrap();
    let told: Vec<String> = models
        .iter()
        .map(|model| {
            format!("{} {} {}", model["from"], model["until"], model["n"]).replace('"', "")
        })
        .collect();
    // Sixty on the fifth of each month; the one of 30 September was scored on the eve, by the model of August.
    assert_eq!(
        told,
        [
            "2024-09-01 2024-09-30 61",
            "2024-10-01 2024-10-31 61",
            "2024-11-01 2024-12-31 60"
        ]
    );
    // Together they are the whole.
    let sum = |key: &str| -> u64 { models.iter().map(|m| m[key].as_u64().unwrap()).sum() };
    assert_eq!(came["n"], sum("n"));
    assert_eq!(came["n_late"], sum("n_late"));
    let mean = |key: &str| {
        let weighed = models
            .iter()
            .map(|m| m[key].as_f64().unwrap() * m["n"].as_f64().unwrap());
        weighed.sum::<f64>() / sum("n") as f64
    };
    let near = |a: f64, b: &Value| assert!((a - b.as_f64().unwrap()).abs() < 1e-9, "{a} {b}");
    near(mean("log_loss"), &came["scores"]["log_loss"]);
    near(mean("promised"), &came["scores"]["mean_p_late"]);
    near(mean("expected_log_loss"), &came["expected"]["log_loss"]);
    // And each is what that model alone says of these months.
    for (model, month) in models
        .iter()
        .zip(["2024-09-01", "2024-10-01", "2024-11-01"])
    {
        let id = model["id"].as_str().unwrap();
        let alone = report(&sandbox, &format!("--as-of 2024-12-31 --model {id}"));
        let months = alone["realised"]["months"].as_array().unwrap();
        let own = months.iter().find(|own| own["month"] == month).unwrap();
        for key in ["n", "n_late", "promised", "log_loss", "expected_log_loss"] {
            near(model[key].as_f64().unwrap(), &own[key]);
        }
        assert_eq!(alone["realised"]["models"].as_array().unwrap().len(), 1);
    }
    let text = sandbox.run("monitor --as-of 2024-12-31").done();
    assert!(text.contains("scored by 3 models in turn"), "{text}");
    assert!(text.contains("2024-09-01 to 2024-09-30     61"), "{text}");
}

#[test]
fn a_champion_that_cannot_be_asked_leaves_its_invoices_out_and_that_is_told() {
    let sandbox = three_champions();
    let whole = report(&sandbox, "--as-of 2024-12-31");
    assert_eq!(whole["left_out"], serde_json::json!([]));
    let id = whole["realised"]["models"][1]["id"].as_str().unwrap();
    let model = format!("registry/models/{id}/model.json");
    let bytes = sandbox.read(&model);
    sandbox.write(&model, &bytes.replace("0.1", "0.2"));
    let report = report(&sandbox, "--as-of 2024-12-31");
    let left = &report["left_out"][0];
    assert_eq!(
        (&left["id"], &left["n"], &left["code"]),
        (&id.into(), &61.into(), &"unreadable".into()),
        "{left:#}"
    );
    assert_eq!(report["realised"]["n"], 121);
    assert_eq!(report["realised"]["models"].as_array().unwrap().len(), 2);
    let text = sandbox.run("monitor --as-of 2024-12-31").done();
    assert!(
        text.contains("2024-10-01 to 2024-10-31 (61 with an outcome)"),
        "{text}"
    );
    // A version that is no longer kept is told the same way.
    fs::remove_dir_all(sandbox.path(&format!("registry/models/{id}"))).unwrap();
    let report = self::report(&sandbox, "--as-of 2024-12-31");
    assert_eq!(
        (&report["left_out"][0]["n"], &report["left_out"][0]["code"]),
        (&61.into(), &"unreadable".into())
    );
}

#[test]
fn champions_of_another_ledger_or_of_another_lateness_say_nothing_of_this_one() {
    let codes = |report: &Value| -> Vec<String> {
        let left = report["left_out"].as_array().unwrap();
        left.iter()
            .map(|left| format!("{} {}", left["code"].as_str().unwrap(), left["n"]))
            .collect()
    };
    let sandbox = three_champions();
    let own = sandbox.read("invoices.csv");
    let own_customers = sandbox.read("customers.csv");
    sandbox
        .write("invoices.csv", &own.replace(",C", ",D"))
        .write("customers.csv", &own_customers.replace("\nC", "\nD"));
    let other = report(&sandbox, "--as-of 2024-12-31");
    assert_eq!(
        codes(&other),
        ["other_ledger 61", "other_ledger 61", "other_ledger 60"]
    );
    assert_eq!(other["realised"], Value::Null);
    sandbox
        .write("invoices.csv", &own)
        .write("customers.csv", &own_customers);
    let lenient = format!("{CONFIG}{SETTINGS}\n[definitions]\ngrace_days = 5\n");
    sandbox.write("arrears.toml", &lenient);
    sandbox.run("train --as-of 2024-12-31 --promote").done();
    let report = report(&sandbox, "--as-of 2024-12-31");
    // Due on 5 December, with five days of grace: known by the end of the month all the same.
    assert_eq!(
        codes(&report),
        [
            "other_definitions 61",
            "other_definitions 61",
            "other_definitions 60"
        ]
    );
}

#[test]
fn the_same_bytes_on_one_thread_and_on_four() {
    let sandbox = trained();
    sandbox
        .run("monitor --as-of 2024-12-31 --threads 1 --out one")
        .done();
    sandbox
        .run("monitor --as-of 2024-12-31 --threads 4 --out four")
        .done();
    for file in ["monitor.json", "drift.parquet"] {
        let bytes = |dir: &str| fs::read(sandbox.path(dir).join(file)).unwrap();
        assert_eq!(bytes("one"), bytes("four"), "{file}");
    }
}

#[test]
fn a_tiny_ledger_and_one_outcome_say_what_they_can() {
    let sandbox = Sandbox::with_invoices(&invoices(2, |_, month| Invoice {
        amount: 100.0 + month as f64,
        days_late: Some(-1),
    }));
    sandbox.run(&format!("train --as-of {TRAINED}")).done();
    let report = report(&sandbox, "--as-of 2024-12-31");
    assert_eq!(alerts(&report), Vec::<String>::new(), "{report:#}");
    assert_eq!(report["realised"]["calibration"], Value::Null);
}

#[test]
fn days_that_make_no_sense_are_refused() {
    let sandbox = trained();
    let ended = sandbox.fails_without_a_trace("monitor --as-of 2024-12-31 --since 2024-12-31");
    assert_eq!(ended.code, 2);
    let ended = sandbox.fails_without_a_trace(&format!("monitor --as-of {TRAINED}"));
    assert_eq!(ended.code, 2);
    assert!(
        ended.stderr.contains("nothing has happened since"),
        "{ended:?}"
    );
    let ended = sandbox.fails_without_a_trace("monitor --as-of 2024-07-31");
    assert!(
        ended.stderr.contains("it has seen that future"),
        "{ended:?}"
    );
}
