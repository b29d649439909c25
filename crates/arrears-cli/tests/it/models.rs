//! The registry by command: kept, compared, promoted, rolled back, verified.

use crate::support::{Invoice, Sandbox, invoices};

fn ledger() -> Sandbox {
    Sandbox::with_invoices(&invoices(40, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some((customer as i64 * 7 + month as i64 * 11) % 45 - 20),
    }))
}

/// The ids in the registry, oldest first.
fn ids(sandbox: &Sandbox) -> Vec<String> {
    let text = sandbox.run("models list --json").done();
    let start = "\"id\": \"";
    text.lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix(start)?
                .split('"')
                .next()
                .map(str::to_string)
        })
        .collect()
}

#[test]
fn a_model_is_kept_compared_promoted_and_rolled_back() {
    let sandbox = ledger();
    sandbox.run("train --as-of 2024-10-31").done();
    sandbox.run("train --as-of 2024-11-30").done();
    let ids = ids(&sandbox);
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(
        ids[0].starts_with("2024-10-31-") && ids[1].starts_with("2024-11-30-"),
        "{ids:?}"
    );

    let champion = || sandbox.run("models show").done();
    assert!(champion().contains(&format!("{} (champion)", ids[0])));
    let text = sandbox.run("models diff 2024-10 2024-11").done();
    assert!(text.contains("as_of"), "{text}");
    sandbox.run("models promote 2024-11").done();
    assert!(champion().contains(&format!("{} (champion)", ids[1])));
    assert_eq!(
        sandbox.run("models rollback").done(),
        format!("  champion is again {}\n", ids[0])
    );
    sandbox.run("models rollback").failed(
        1,
        "error: the registry `registry` has no earlier champion to go back to",
    );
    sandbox.run("models verify").done();
}

#[test]
fn a_kept_model_predicts_and_a_damaged_one_does_not() {
    let sandbox = ledger();
    sandbox.run("train --as-of 2024-10-31").done();
    sandbox.run("predict --as-of 2024-11-30 --out out").done();
    sandbox.run("report --as-of 2024-11-30 --out out").done();
    assert!(sandbox.path("out/report.html").is_file());

    let id = ids(&sandbox).remove(0);
    let model = sandbox.path(&format!("registry/models/{id}/model.json"));
    let mut bytes = std::fs::read(&model).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&model, bytes).unwrap();
    let ended = sandbox.fails_without_a_trace("predict --as-of 2024-11-30 --out out");
    let damaged = format!(
        "`registry/models/{id}/model.json` is damaged: its SHA-256 is not the one written with it"
    );
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stderr.contains(&damaged), "{ended:?}");
    let ended = sandbox.run("models verify");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stdout.contains(&damaged), "{ended:?}");
}

#[test]
fn no_registry() {
    let sandbox = Sandbox::with_invoices("");
    let no_registry = "error: there is no model registry in `registry`\n\
                       hint: `arrears train` makes one; or name an existing one with `--registry DIR`";
    sandbox
        .fails_without_a_trace("models list")
        .failed(1, no_registry);
    sandbox
        .fails_without_a_trace("models verify --registry registry")
        .failed(1, no_registry);
    sandbox
        .fails_without_a_trace("predict --as-of 2024-12-31 --out out")
        .failed(1, no_registry);
}

#[test]
fn an_empty_registry_and_a_newer_one() {
    let sandbox = Sandbox::new();
    sandbox.write("r/registry.json", "{\"format\": 1}\n");
    assert_eq!(
        sandbox.run("models list --registry r").done(),
        "  no models in r\n"
    );
    sandbox.run("models show --registry r").failed(
        1,
        "error: the registry `r` has no champion\nhint: `arrears train` makes a model",
    );
    sandbox.write("r/registry.json", "{\"format\": 99}\n");
    sandbox.run("models list --registry r").failed(
        1,
        "error: the registry `r` has format 99; this version of arrears knows formats up to 1\n\
         hint: use the version of arrears that wrote it, or a newer one",
    );
}

#[test]
fn a_model_of_other_definitions_is_refused() {
    let sandbox = ledger();
    sandbox.run("train --as-of 2024-10-31").done();
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("{config}\n[definitions]\ngrace_days = 30\n"),
    );
    let ended = sandbox.fails_without_a_trace("predict --as-of 2024-11-30 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    for part in [
        "was trained with grace_days = 0, settle_tolerance = 1.00; the config says grace_days = 30",
        "hint: train a model with these definitions",
    ] {
        assert!(ended.stderr.contains(part), "{ended:?}");
    }
}

#[test]
fn a_damaged_champion_is_healed_by_promoting_again() {
    let sandbox = ledger();
    sandbox.run("train --as-of 2024-10-31").done();
    let id = ids(&sandbox).remove(0);
    sandbox.write("registry/champion.json", "");
    sandbox.run(&format!("models promote {id}")).done();
    sandbox.run("predict --as-of 2024-11-30 --out out").done();
}
