//! `generate` and `demo`.

use crate::support::Sandbox;

const SMALL: &str = "--invoices 400 --customers 40 --seed 7";

#[test]
fn a_generated_ledger_is_sound_and_has_its_truth() {
    for (format, file) in [
        ("csv", "csv"),
        ("csv --dutch", "csv"),
        ("parquet", "parquet"),
    ] {
        let sandbox = Sandbox::new();
        let text = sandbox
            .run(&format!("generate --out lab {SMALL} --format {format}"))
            .done();
        assert!(text.contains("invoices   400 rows"), "{text}");
        assert!(
            text.contains("next       arrears run -c lab/arrears.toml --as-of 2025-12-31"),
            "{text}"
        );
        for table in [
            "customers",
            "invoices",
            "payments",
            "reminders",
            "disputes",
            "promises",
            "signals",
        ] {
            assert!(
                sandbox.path(&format!("lab/{table}.{file}")).is_file(),
                "{table}"
            );
        }
        for truth in ["true_customers", "true_invoices"] {
            assert!(
                sandbox.path(&format!("lab/truth/{truth}.{file}")).is_file(),
                "{truth}"
            );
        }
        let checked = sandbox.run("check -c lab/arrears.toml --json").done();
        let value: serde_json::Value = serde_json::from_str(&checked).unwrap();
        let figures = (
            &value["n_invoices"],
            &value["n_customers"],
            &value["n_rejected"],
        );
        assert_eq!(
            figures,
            (&400.into(), &40.into(), &0.into()),
            "{format}: {checked}"
        );
        assert_eq!(value["absent_tables"], serde_json::json!([]), "{format}");
    }
}

#[test]
fn a_seed_gives_the_same_files_and_another_seed_others() {
    let sandbox = Sandbox::new();
    sandbox.run(&format!("generate --out a {SMALL}")).done();
    sandbox
        .run(&format!("generate --out b {SMALL} --threads 1"))
        .done();
    sandbox
        .run("generate --out c --invoices 400 --customers 40 --seed 8")
        .done();
    for file in ["invoices.csv", "payments.csv", "truth/true_invoices.csv"] {
        let of = |out: &str| sandbox.read(&format!("{out}/{file}"));
        assert_eq!(of("a"), of("b"), "{file}");
        assert_ne!(of("a"), of("c"), "{file}");
    }
}

#[test]
fn a_generated_ledger_is_replaced_but_not_what_was_added_to_it() {
    let sandbox = Sandbox::new();
    sandbox.run(&format!("generate --out lab {SMALL}")).done();
    sandbox.run(&format!("generate --out lab {SMALL}")).done();
    sandbox.write("lab/notes.txt", "mine");
    sandbox.fails_without_a_trace(&format!("generate --out lab {SMALL}")).failed(
        2,
        "error: `lab` holds `notes.txt`, which arrears did not make with it, so it is not replaced\n\
         hint: move it away, or give another folder with `--out DIR`",
    );
}

#[test]
fn what_cannot_be_generated() {
    let sandbox = Sandbox::new();
    for (line, says) in [
        (
            "generate --out lab --customers 0",
            "`n_customers` must be 1 to 10,000,000, received 0",
        ),
        (
            "generate --out lab --invoices 0",
            "`n_invoices` must be 1 to 100,000,000, received 0",
        ),
        (
            "generate --out lab --from 2025-01-01 --until 2024-01-01",
            "the span from",
        ),
    ] {
        let ended = sandbox.fails_without_a_trace(line);
        assert_eq!(ended.code, 2, "{line}: {ended:?}");
        assert!(ended.stderr.contains(says), "{line}: {ended:?}");
    }
}

#[test]
fn a_demo_ends_with_a_report() {
    let sandbox = Sandbox::new();
    let text = sandbox.run("demo --lang nl").done();
    assert!(
        text.contains("report    arrears-demo/run/report.html"),
        "{text}"
    );
    assert!(
        sandbox
            .read("arrears-demo/run/report.html")
            .contains("lang=\"nl\"")
    );
    // Once more, in the same place.
    sandbox.run("demo").done();
}
