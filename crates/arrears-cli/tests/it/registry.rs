//! A registry in disorder: copied by halves, with files of somebody else, damaged, or rolled back.

use std::fs;

use serde_json::Value;

use crate::support::{CONFIG, Invoice, Sandbox, invoices};

/// A ledger, with champions of July and of August.
fn two_champions() -> Sandbox {
    let sandbox = Sandbox::with_invoices(&invoices(60, |customer, month| {
        let dice = (customer * 7_919 + month * 104_729 + customer * month * 31) % 97;
        let late = dice < 10 + customer;
        Invoice {
            amount: 50.0 + (customer * 13 + month * 7) as f64,
            days_late: Some(if late { 12 } else { -3 } + (dice % 5) as i64),
        }
    }));
    sandbox.run("retrain --as-of 2024-09-30").done();
    sandbox.run("retrain --as-of 2024-10-31").done();
    sandbox
}

/// `champion.json`.
fn pointer(sandbox: &Sandbox) -> Value {
    serde_json::from_str(&sandbox.read("registry/champion.json")).unwrap()
}

fn id(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn folders_of_somebody_else_outlive_the_oldest_versions() {
    let sandbox = two_champions();
    sandbox.write("arrears.toml", &format!("{CONFIG}\n[registry]\nkeep = 3\n"));
    sandbox.write("registry/models/2020-backup-of-mine/model.json", "mine");
    sandbox.write("registry/models/.foo.staging", "mine");
    let ended = sandbox.run("retrain --as-of 2024-11-30 --json");
    assert!(matches!(ended.code, 0 | 3), "{ended:?}");
    let told: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(told["removed"], serde_json::json!([]), "{told:#}");
    for name in ["2020-backup-of-mine/model.json", ".foo.staging"] {
        assert_eq!(sandbox.read(&format!("registry/models/{name}")), "mine");
    }
    sandbox.run("models verify").done();
}

#[test]
fn half_a_registry_is_never_taken_for_a_new_one() {
    let halves: [(&[&str], &str); 4] = [
        (
            &["registry.json", "models"],
            "it lacks `registry.json`, models in `models/`, and has `champion.json`, decisions in `decisions/`\n\
             hint: copy it again whole; a new start takes an empty folder",
        ),
        (
            &["models", "champion.json"],
            "it lacks models in `models/`, `champion.json`, and has `registry.json`, decisions in `decisions/`",
        ),
        (
            &["models"],
            "it lacks models in `models/`, and has `registry.json`, `champion.json`, decisions in `decisions/`",
        ),
        (
            &["registry.json"],
            "it lacks `registry.json`, and has models in `models/`, `champion.json`, decisions in `decisions/`\n\
             hint: copy it again whole; or `arrears models promote ID` goes on with one of `2024-10-31-",
        ),
    ];
    let sandbox = two_champions();
    let whole = sandbox.tree();
    for (lost, words) in halves {
        for name in lost {
            let path = sandbox.path("registry").join(name);
            match path.is_dir() {
                true => fs::remove_dir_all(path).unwrap(),
                false => fs::remove_file(path).unwrap(),
            }
        }
        for line in [
            "retrain --as-of 2024-11-30",
            "models show",
            "retrain --as-of 2024-11-30 --dry-run",
        ] {
            let ended = sandbox.fails_without_a_trace(line);
            assert_eq!(ended.code, 1, "{lost:?}: {ended:?}");
            let told = format!("error: the registry `registry` is not whole: {words}");
            assert!(ended.stderr.contains(&told), "{lost:?}: {ended:?}");
        }
        for (path, bytes) in &whole {
            let place = sandbox.path("").join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, bytes).unwrap();
        }
    }
}

#[test]
fn a_registry_that_lost_its_first_file_is_healed_by_promoting() {
    let sandbox = two_champions();
    let kept = sandbox.tree();
    let champion = pointer(&sandbox)["champion"].clone();
    for damage in [None, Some("")] {
        match damage {
            None => fs::remove_file(sandbox.path("registry/registry.json")).unwrap(),
            Some(text) => {
                sandbox.write("registry/registry.json", text);
            }
        }
        sandbox.fails_without_a_trace("models promote 2023");
        sandbox.fails_without_a_trace("models list");
        sandbox
            .run(&format!("models promote {}", id(&champion)))
            .done();
        assert_eq!(sandbox.tree(), kept);
    }
}

#[test]
fn what_was_rolled_back_is_not_promoted_again_by_itself() {
    let sandbox = two_champions();
    let second = pointer(&sandbox)["champion"].clone();
    let second = id(&second);
    let before = sandbox.read("registry/champion.json");
    sandbox.run("models rollback").done();
    let first = pointer(&sandbox)["champion"].clone();
    assert_eq!(
        pointer(&sandbox)["rolled_back"],
        serde_json::json!([second])
    );
    let list = sandbox.run("models list").done();
    assert!(list.contains(&format!("rolled back  {second}")), "{list}");
    let dry = sandbox.fails_without_a_trace("retrain --as-of 2024-10-31 --dry-run");
    let ended = sandbox.run("retrain --as-of 2024-10-31");
    let told = format!(
        "it is `{second}`, which was rolled back: only `arrears models promote {second}` makes it champion again"
    );
    for ended in [&dry, &ended] {
        assert_eq!(ended.code, 3, "{ended:?}");
        assert!(ended.stderr.contains(&told), "{ended:?}");
    }
    let hint = format!("`arrears models promote {second}` overrules");
    assert!(ended.stderr.contains(&hint), "{ended:?}");
    assert_eq!(pointer(&sandbox)["champion"], first);
    let log = sandbox.run("models log").done();
    assert!(log.ends_with(&format!("  rolled back {second}\n")), "{log}");
    sandbox.run(&format!("models promote {second}")).done();
    assert_eq!(sandbox.read("registry/champion.json"), before);
}

#[test]
fn a_file_that_is_no_decision_does_not_hide_the_others() {
    let sandbox = two_champions();
    let log = sandbox.run("models log").done();
    sandbox.write("registry/decisions/notes.json", "{}");
    sandbox.write("registry/decisions/2024-11-30-0123456789ab.json", "");
    let told = sandbox.run("models log").done();
    assert!(told.starts_with(&log), "{told}");
    for name in ["notes", "2024-11-30-0123456789ab"] {
        let line = format!("warning     left out: `registry/decisions/{name}.json` cannot be read");
        assert!(told.contains(&line), "{told}");
    }
}

#[test]
fn a_lost_pointer_is_rebuilt_by_promoting() {
    let sandbox = two_champions();
    let kept = pointer(&sandbox);
    sandbox.write("registry/champion.json", "null\n");
    let ended = sandbox.fails_without_a_trace("models show");
    let told = "`registry/champion.json` does not say which model is in use";
    assert!(ended.stderr.contains(told), "{ended:?}");
    let ended = sandbox.fails_without_a_trace("models verify");
    assert_eq!(ended.stdout.matches("sound").count(), 4, "{ended:?}");
    assert!(ended.stdout.contains(told), "{ended:?}");
    let text = sandbox.run("models promote 2024-10").done();
    let told = format!("rebuilt from `decisions/`: {}\n", id(&kept["before"][0]));
    assert!(text.ends_with(&told), "{text}");
    assert_eq!(pointer(&sandbox), kept);
}
