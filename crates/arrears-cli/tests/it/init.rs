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
fn files_without_invoices_give_a_skeleton_and_say_so() {
    let sandbox = Sandbox::new();
    sandbox.write("recipes.csv", "dish,minutes\nsoup,30\npie,90\n");
    let ended = sandbox.run("init recipes.csv");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(
        ended.stderr.starts_with(
            "error: no whole table of invoices could be made out: `arrears.toml` is a skeleton to be filled in"
        ),
        "{ended:?}"
    );
    let config = sandbox.read("arrears.toml");
    for line in [
        "# Not used: `recipes.csv`: its columns are those of no table: `dish`, `minutes`",
        "path = \"recipes.csv\"",
        "# invoice_id = \"\"",
        "# due_date = \"\"",
        "#   \"dish\": soup | pie",
    ] {
        assert!(config.contains(line), "{line}\n{config}");
    }
    let ended = sandbox.fails_without_a_trace("init absent.csv --out other.toml");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stderr.contains("absent.csv"), "{ended:?}");
}

#[test]
fn a_part_of_the_invoices_is_mapped_and_the_rest_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "posten.csv",
        "Fact.nr;Deb.nr;Fact.dat.;Zaak;Bedr. incl.\nF1;7;13-01-2025;x;12,50\nF2;7;14-01-2025;y;20,00\n",
    );
    let ended = sandbox.run("init posten.csv");
    assert_eq!(ended.code, 1, "{ended:?}");
    let config = sandbox.read("arrears.toml");
    for line in [
        "invoice_id = \"Fact.nr\"",
        "amount = \"Bedr. incl.\"",
        "# due_date = \"\"",
        "#   \"Zaak\": x | y",
    ] {
        assert!(config.contains(line), "{line}\n{config}");
    }
}

#[test]
fn the_first_rows_are_shown_as_the_ledger_has_them() {
    let sandbox = Sandbox::new();
    sandbox.write("export/facturen.csv", &dutch());
    let text = sandbox.run("init export/facturen.csv").done();
    assert!(
        text.contains("invoices as read, the first of 288 rows"),
        "{text}"
    );
    assert!(
        text.contains("invoices: 288 of 288 rows used, 0 rejected"),
        "{text}"
    );
    assert!(text.contains("2023-01-05"), "{text}");
}

#[test]
fn a_known_export_is_recognised_with_what_goes_wrong_with_it() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "fbl5n.csv",
        "Account;Document Number;Document Type;Document Date;Net due date;Amount in local currency;Clearing Document\n\
         1;18;RV;15.01.2025;14.02.2025;1.190,00;14\n1;14;DZ;28.02.2025;28.02.2025;1.190,00-;14\n",
    );
    let text = sandbox.run("init fbl5n.csv").done();
    for words in [
        "recognised  SAP customer line items (FBL5N)",
        "sure: 5 of 5 telling headers",
        "payments as read, the first of 1 row",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let checked = sandbox.run("check").done();
    assert!(checked.contains("payments"), "{checked}");
}
