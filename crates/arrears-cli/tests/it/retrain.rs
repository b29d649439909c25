//! Champion against challenger by command: promoted, refused, told why, and the champion never harmed.

use std::fs;

use serde_json::Value;

use crate::support::{CONFIG, Invoice, Sandbox, invoices};

/// Sixty customers, each with a chance of its own of being late.
fn ledger() -> Sandbox {
    Sandbox::with_invoices(&rows(|_, _| 0))
}

/// The same where customer and month add so many days.
fn rows(more: impl Fn(usize, usize) -> i64) -> String {
    invoices(60, |customer, month| {
        let dice = (customer * 7_919 + month * 104_729 + customer * month * 31) % 97;
        let late = dice < 10 + customer;
        let days = if late { 12 } else { -3 } + (dice % 5) as i64;
        Invoice {
            amount: 50.0 + (customer * 13 + month * 7) as f64,
            days_late: Some(days + more(customer, month)),
        }
    })
}

fn decided(sandbox: &Sandbox, line: &str) -> (i32, Value) {
    let ended = sandbox.run(&format!("retrain --json {line}"));
    let decision = serde_json::from_str(&ended.stdout)
        .unwrap_or_else(|error| panic!("{line}: {error}: {ended:?}"));
    (ended.code, decision)
}

fn champion(sandbox: &Sandbox) -> String {
    let meta: Value = serde_json::from_str(&sandbox.run("models show --json").done()).unwrap();
    meta["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_first_is_promoted_the_same_recipe_follows_and_the_day_again_does_nothing() {
    let sandbox = ledger();
    let (code, first) = decided(&sandbox, "--as-of 2024-09-30");
    assert_eq!(
        (code, &first["outcome"], &first["kind"]),
        (0, &"promoted".into(), &"first".into())
    );
    assert_eq!(first["refusals"], serde_json::json!([]), "{first:#}");
    let before = champion(&sandbox);
    let (code, second) = decided(&sandbox, "--as-of 2024-10-31");
    assert_eq!(code, 0, "{second:#}");
    assert_eq!(
        (&second["outcome"], &second["kind"]),
        (&"promoted".into(), &"refresh".into())
    );
    assert_eq!(second["champion"], before.as_str());
    // Invoices of August are due in early September, those of September in October.
    assert_eq!(second["window"]["from"], "2024-07-01");
    assert_eq!(second["window"]["until"], "2024-09-30");
    assert_eq!(second["n"], 180);
    let kept = sandbox.tree();
    let (code, again) = decided(&sandbox, "--as-of 2024-10-31");
    assert_eq!((code, &again["outcome"]), (0, &"current".into()));
    assert_eq!(sandbox.tree(), kept);
    let log = sandbox.run("models log").done();
    assert_eq!(log.lines().count(), 5, "{log}");
    assert!(
        log.ends_with(&format!("in use now  {}\n", champion(&sandbox))),
        "{log}"
    );
    sandbox.run("models verify").done();
}

#[test]
fn a_dry_run_decides_the_same_and_writes_nothing() {
    let sandbox = ledger();
    sandbox.run("retrain --as-of 2024-09-30").done();
    let kept = sandbox.tree();
    let (code, dry) = decided(&sandbox, "--as-of 2024-10-31 --dry-run");
    assert_eq!(sandbox.tree(), kept);
    let (wet_code, wet) = decided(&sandbox, "--as-of 2024-10-31");
    assert_eq!(code, wet_code);
    for field in [
        "outcome",
        "kind",
        "window",
        "difference",
        "groups",
        "stability",
        "refusals",
    ] {
        assert_eq!(dry[field], wet[field], "{field}");
    }
    assert_ne!(sandbox.tree(), kept);
}

#[test]
fn another_recipe_that_is_not_surely_better_is_refused_and_kept_as_challenger() {
    let sandbox = ledger();
    sandbox.run("retrain --as-of 2024-09-30").done();
    let before = champion(&sandbox);
    let forecast = sandbox.run("predict --as-of 2024-10-31 --out kept").done();
    let bytes = fs::read(sandbox.path("kept/predictions.parquet")).unwrap();
    sandbox.write(
        "arrears.toml",
        &format!("{CONFIG}\n[model]\nfeatures = [\"log_amount\"]\n"),
    );
    let dry = sandbox.fails_without_a_trace("retrain --as-of 2024-10-31 --dry-run");
    assert!(dry.stderr.contains("hint: nothing was written"), "{dry:?}");
    let ended = sandbox.run("retrain --as-of 2024-10-31");
    assert_eq!(ended.code, 3, "{ended:?}");
    assert!(
        ended
            .stderr
            .contains("`arrears models promote challenger` overrules"),
        "{ended:?}"
    );
    let told = format!(
        "error: the new model does not take the place of `{before}`: another recipe has to be better for sure"
    );
    assert!(ended.stderr.contains(&told), "{ended:?}");
    assert_eq!(champion(&sandbox), before);
    let list = sandbox.run("models list").done();
    assert!(list.contains("challenger"), "{list}");
    sandbox.run("predict --as-of 2024-10-31 --out kept").done();
    assert_eq!(
        fs::read(sandbox.path("kept/predictions.parquet")).unwrap(),
        bytes,
        "{forecast}"
    );
    // The analyst may overrule.
    sandbox.run("models promote challenger").done();
    assert!(champion(&sandbox).starts_with("2024-10-31"));
    sandbox.run("models rollback").done();
    assert_eq!(champion(&sandbox), before);
}

#[test]
fn an_unknown_feature_of_the_recipe_is_named_with_the_nearest() {
    let sandbox = ledger();
    sandbox.write(
        "arrears.toml",
        &format!("{CONFIG}\n[model]\nfeatures = [\"late_ratio_al\"]\n"),
    );
    let ended = sandbox.fails_without_a_trace("retrain --as-of 2024-10-31");
    assert_eq!(ended.code, 1);
    assert!(
        ended.stderr.contains("did you mean `late_ratio_all`?"),
        "{ended:?}"
    );
}

#[test]
fn a_month_without_new_data_an_older_export_and_other_definitions_each_have_their_say() {
    let sandbox = ledger();
    sandbox.run("retrain --as-of 2024-10-31").done();
    let before = champion(&sandbox);
    let whole = sandbox.read("invoices.csv");
    let until = |day: &str| -> String {
        let of_before = |line: &&str| {
            let cells: Vec<&str> = line.split(',').collect();
            cells[0] == "invoice_id" || (cells[2] <= day && cells[5] <= day)
        };
        whole
            .lines()
            .filter(of_before)
            .map(|line| format!("{line}\n"))
            .collect()
    };
    let refused = |words: &str, code: i32| {
        let ended = sandbox.fails_without_a_trace("retrain --as-of 2024-11-15");
        assert_eq!(ended.code, code, "{ended:?}");
        assert!(ended.stderr.contains(words), "{words}: {ended:?}");
        assert_eq!(champion(&sandbox), before);
    };
    sandbox.write("invoices.csv", &until("2024-10-31"));
    refused("there is nothing new to learn from", 3);
    sandbox.write("invoices.csv", &whole);
    sandbox.write(
        "arrears.toml",
        &format!("{CONFIG}\n[definitions]\ngrace_days = 5\n"),
    );
    refused("was trained with grace_days = 0", 1);
    sandbox.write("arrears.toml", CONFIG);
    let earlier = sandbox.fails_without_a_trace("retrain --as-of 2024-09-30");
    assert_eq!(earlier.code, 2, "{earlier:?}");
}

/// A ledger with a champion of August, then changed; the gate names what it found, and lets it pass when told so.
fn gate(settings: &str, change: impl Fn(&Sandbox), as_of: &str, words: &str) {
    let sandbox = ledger();
    let config = format!("{CONFIG}{settings}");
    sandbox
        .write("arrears.toml", &config)
        .write("reminders.csv", &reminders(&sandbox));
    sandbox.run("retrain --as-of 2024-08-31").done();
    let before = champion(&sandbox);
    change(&sandbox);
    let line = format!("retrain --as-of {as_of}");
    let ended = sandbox.fails_without_a_trace(&line);
    assert_eq!(ended.code, 3, "{ended:?}");
    assert!(ended.stderr.contains(words), "{words}: {ended:?}");
    assert!(
        ended
            .stderr
            .contains("a person has to look at the ledger first"),
        "{ended:?}"
    );
    assert_eq!(champion(&sandbox), before);
    let lets = format!("{config}\n[retrain]\nrefuse_on_data_alerts = false\n");
    sandbox.write("arrears.toml", &lets);
    let ended = sandbox.run(&format!("{line} --dry-run"));
    assert!(!ended.stderr.contains("has to look"), "{ended:?}");
}

/// The invoices with the cells of each changed.
fn changed(sandbox: &Sandbox, change: impl Fn(&mut Vec<String>)) {
    let text = sandbox.read("invoices.csv");
    let (header, rows) = text.split_once('\n').unwrap();
    let rows = rows.lines().map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        change(&mut cells);
        match cells.is_empty() {
            true => String::new(),
            false => format!("{}\n", cells.join(",")),
        }
    });
    let rows: String = rows.collect();
    sandbox.write("invoices.csv", &format!("{header}\n{rows}"));
}

/// A reminder of each invoice that is paid late, on the day it is paid.
fn reminders(sandbox: &Sandbox) -> String {
    let mut text = String::from("invoice_id,sent_date,level\n");
    for line in sandbox.read("invoices.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[5] > cells[3] {
            text += &format!("{},{},1\n", cells[0], cells[5]);
        }
    }
    text
}

#[test]
fn a_past_that_was_rewritten_replaces_no_model() {
    let found = "of 500 invoices that the model knows, 0 are still in the ledger as they were";
    // Every customer's id goes to the next one.
    let shuffled = |cells: &mut Vec<String>| {
        let customer: usize = cells[1][1..].parse().unwrap();
        cells[1] = format!("C{:03}", (customer + 1) % 60);
    };
    gate(
        "",
        |sandbox| changed(sandbox, shuffled),
        "2024-09-30",
        found,
    );
    // Amounts of the past in cents, those of the new month in euros.
    let in_cents = |cells: &mut Vec<String>| {
        if cells[2].as_str() < "2024-09-01" {
            cells[4] = cells[4].replace('.', "") + ".00";
        }
    };
    gate(
        "",
        |sandbox| changed(sandbox, in_cents),
        "2024-09-30",
        found,
    );
}

#[test]
fn a_table_that_the_champion_learnt_from_does_not_vanish_unseen() {
    let with_reminders = "\n[ledger.reminders]\npath = \"reminders.csv\"\n";
    gate(
        with_reminders,
        |sandbox| {
            sandbox.write("reminders.csv", "invoice_id,sent_date,level\n");
        },
        "2024-09-30",
        "which the model knows: table `reminders` is not there, or is empty",
    );
}

#[test]
fn an_export_that_stops_in_the_running_month_replaces_no_model() {
    let stops = |cells: &mut Vec<String>| {
        if cells[2].as_str() > "2024-12-03" {
            cells.clear();
        } else if cells[5].as_str() > "2024-12-03" {
            cells[5].clear();
        }
    };
    gate(
        "",
        |sandbox| changed(sandbox, stops),
        "2024-12-30",
        "the month up to 2024-12-30 has 0 invoices, these days of a usual one 60",
    );
}

#[test]
fn scores_that_moved_by_far_are_looked_at_before_they_are_learnt_from() {
    // Every due date is read a month too late, of the past as well: nearly all was paid in time.
    let due_later = |cells: &mut Vec<String>| {
        let (year, month): (usize, usize) = (
            cells[2][..4].parse().unwrap(),
            cells[2][5..7].parse().unwrap(),
        );
        cells[3] = format!("{}-{:02}-05", year + (month + 1) / 12, (month + 1) % 12 + 1);
    };
    gate(
        "",
        |sandbox| changed(sandbox, due_later),
        "2024-12-31",
        "the model's scores have moved: a stability index of",
    );
}

#[test]
fn a_registry_copied_by_halves_is_not_taken_for_a_new_one() {
    let sandbox = ledger();
    sandbox.run("retrain --as-of 2024-09-30").done();
    let pointer = sandbox.read("registry/champion.json");
    fs::remove_file(sandbox.path("registry/champion.json")).unwrap();
    let ended = sandbox.fails_without_a_trace("retrain --as-of 2024-10-31");
    assert_eq!(ended.code, 1);
    assert!(
        ended
            .stderr
            .contains("the registry `registry` has no champion"),
        "{ended:?}"
    );
    assert!(
        ended
            .stderr
            .contains("`arrears models promote ID` chooses one of `2024-09-30-"),
        "{ended:?}"
    );
    // The pointer came over and the model did not.
    sandbox.write("registry/champion.json", &pointer);
    let folder = sandbox.path("registry/models").join(champion(&sandbox));
    fs::remove_file(folder.join("model.json")).unwrap();
    let ended = sandbox.fails_without_a_trace("retrain --as-of 2024-10-31");
    assert!(ended.stderr.contains("model.json` is damaged"), "{ended:?}");
}

#[test]
fn a_refusal_makes_no_registry() {
    let sandbox = ledger();
    let ended = sandbox.fails_without_a_trace("retrain --as-of 2020-01-31 --registry new");
    assert_eq!(ended.code, 1, "{ended:?}");
    let ended = sandbox.fails_without_a_trace("retrain --as-of 2024-10-31 --registry invoices.csv");
    assert_eq!(ended.code, 2, "{ended:?}");
}

#[test]
fn a_registry_of_a_newer_version_is_left_alone() {
    let sandbox = ledger();
    sandbox.run("retrain --as-of 2024-09-30").done();
    sandbox.write("registry/registry.json", "{\"format\": 9}\n");
    let ended = sandbox.fails_without_a_trace("retrain --as-of 2024-10-31");
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("has format 9"), "{ended:?}");
}

#[test]
fn an_old_champion_whose_level_is_off_is_set_right_as_a_new_version() {
    // From May on every third customer pays three weeks later, and every refit is refused: no two models score exactly alike.
    let sandbox = Sandbox::with_invoices(&rows(|customer, month| {
        if month >= 16 && customer % 3 == 0 {
            21
        } else {
            0
        }
    }));
    let strict = "[retrain]\nmax_psi = 0.0\n";
    sandbox.run("retrain --as-of 2024-04-30").done();
    let before = champion(&sandbox);
    sandbox.write("arrears.toml", &format!("{CONFIG}\n{strict}"));
    let (code, decision) = decided(&sandbox, "--as-of 2024-11-30");
    assert_eq!(
        (code, &decision["outcome"]),
        (3, &"recalibrated".into()),
        "{decision:#}"
    );
    let moved = &decision["recalibration"];
    assert!(moved["shift"].as_f64().unwrap() > 0.0, "{decision:#}");
    let mended: Value = serde_json::from_str(&sandbox.run("models show --json").done()).unwrap();
    assert_eq!(mended["parent"], before.as_str());
    assert_ne!(mended["id"], before.as_str());
    sandbox.run("predict --as-of 2024-11-30 --out after").done();
    sandbox.run("models verify").done();
}

#[test]
fn old_versions_go_and_what_is_in_use_stays() {
    let sandbox = ledger();
    sandbox.write("arrears.toml", &format!("{CONFIG}\n[registry]\nkeep = 3\n"));
    for day in ["2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31"] {
        sandbox.run(&format!("retrain --as-of {day}"));
    }
    let list = sandbox.run("models list --json").done();
    let list: Value = serde_json::from_str(&list).unwrap();
    let list = list.as_array().unwrap();
    assert!((3..=4).contains(&list.len()), "{list:#?}");
    assert!(list.iter().any(|version| version["champion"] == true));
    sandbox.run("models verify").done();
}
