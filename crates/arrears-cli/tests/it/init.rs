//! `init` and what follows from its config.

use crate::support::{Invoice, Sandbox, invoices};

/// A Dutch export: semicolons, decimal commas, dd-mm-yyyy.
fn dutch() -> String {
    let csv = invoices(12, |customer, month| Invoice {
        amount: 1250.5 + customer as f64,
        days_late: Some((customer as i64 * 7 + month as i64 * 3) % 40 - 15),
    });
    let mut text = String::from(
        "Factuurnummer;Debiteurnummer;Factuurdatum;Vervaldatum;Factuurbedrag;Betaaldatum\r\n",
    );
    for line in csv.lines().skip(1) {
        let cells: Vec<String> = line
            .split(',')
            .map(|cell| match cell.split('-').collect::<Vec<_>>()[..] {
                [year, month, day] => format!("{day}-{month}-{year}"),
                _ => cell.replace('.', ","),
            })
            .collect();
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    text
}

#[test]
fn the_config_it_writes_is_ready_to_use() {
    let sandbox = Sandbox::new();
    sandbox.write("export/facturen.csv", &dutch());
    let text = sandbox.run("init export/facturen.csv").done();
    assert!(text.contains("invoices: export/facturen.csv"), "{text}");
    assert!(text.contains("Vervaldatum"), "{text}");
    let config = sandbox.read("arrears.toml");
    assert!(
        config.contains("path = \"export/facturen.csv\""),
        "{config}"
    );
    assert!(
        config.contains("invoice_id = \"Factuurnummer\""),
        "{config}"
    );
    assert!(config.contains("# grace_days = 0"), "{config}");
    let text = sandbox.run("check").done();
    assert!(
        text.contains("invoices   288, dated 2023-01-05 to 2024-12-05"),
        "{text}"
    );
    assert!(text.contains("customers  12"), "{text}");
}

#[test]
fn paths_are_seen_from_the_config() {
    let sandbox = Sandbox::new();
    sandbox
        .write("export/facturen.csv", &dutch())
        .write("settings/keep", "");
    sandbox
        .run("init export/facturen.csv --out settings/arrears.toml")
        .done();
    assert!(
        sandbox
            .read("settings/arrears.toml")
            .contains("path = \"../export/facturen.csv\"")
    );
    sandbox.run("check -c settings/arrears.toml").done();
}

#[test]
fn a_config_that_is_there_stays_unless_forced() {
    let sandbox = Sandbox::new();
    sandbox
        .write("facturen.csv", &dutch())
        .write("arrears.toml", "# mine\n");
    sandbox.fails_without_a_trace("init facturen.csv").failed(
        2,
        "error: `arrears.toml` exists already\nhint: `--force` replaces it; `--out FILE` writes another",
    );
    sandbox.run("init facturen.csv --force").done();
    assert!(sandbox.read("arrears.toml").contains("[ledger.invoices]"));
}

#[test]
fn files_without_invoices_give_no_config() {
    let sandbox = Sandbox::new();
    sandbox.write("recipes.csv", "dish,minutes\nsoup,30\npie,90\n");
    let ended = sandbox.fails_without_a_trace("init recipes.csv");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(
        ended
            .stderr
            .starts_with("error: none of the files holds invoices (`recipes.csv`: "),
        "{ended:?}"
    );
    let ended = sandbox.fails_without_a_trace("init absent.csv");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stderr.contains("absent.csv"), "{ended:?}");
}
