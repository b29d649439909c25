//! What goes where: data to standard output, everything else to standard error.

use crate::support::{CONFIG, Invoice, Sandbox, invoices};

fn ledger() -> Sandbox {
    Sandbox::with_invoices(&invoices(12, |customer, month| Invoice {
        amount: 100.0,
        days_late: (month < 20).then_some((customer as i64 * 7 + month as i64 * 3) % 40 - 15),
    }))
}

#[test]
fn a_check_says_what_is_in_the_ledger() {
    insta::assert_snapshot!(ledger().run("check").done());
}

#[test]
fn json_is_one_document_on_standard_output() {
    let ended = ledger().run("check --json");
    let value: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(value["n_invoices"], 288);
    assert_eq!(
        value["invoice_dates"],
        serde_json::json!(["2023-01-05", "2024-12-05"])
    );
    assert_eq!(value["open_amount"], 4800.0);
}

#[test]
fn an_error_is_json_too_when_asked_for() {
    let ended = Sandbox::new().run("check --json");
    let value: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(value["error"], "there is no config file `arrears.toml`");
    assert_eq!(value["exit_code"], 1);
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.starts_with("error: there is no config file"));
}

#[test]
fn quiet_is_quiet() {
    let ended = ledger().run("check --quiet");
    assert_eq!(
        (ended.code, ended.stdout.as_str(), ended.stderr.as_str()),
        (0, "", "")
    );
    let ended = Sandbox::new().run("check --quiet");
    assert!(ended.stderr.starts_with("error: "), "{ended:?}");
}

#[test]
fn a_number_of_threads_changes_no_figure() {
    let sandbox = ledger();
    let plain = sandbox.run("check --json").done();
    for line in [
        "check --json --threads 1",
        "check --json --threads 3",
        "--threads 0 check --json",
    ] {
        assert_eq!(sandbox.run(line).done(), plain, "{line}");
    }
    sandbox.write("arrears.toml", &format!("threads = 1\n{CONFIG}"));
    assert_eq!(sandbox.run("check --json").done(), plain);
}

#[test]
fn no_bar_is_drawn_where_no_one_looks() {
    let ended = ledger().run("check");
    assert_eq!(ended.stderr, "", "{ended:?}");
}

#[test]
fn one_file_is_shown_and_its_table_written() {
    let sandbox = crate::support::Sandbox::new();
    sandbox.write(
        "export.csv",
        "Open items\n\nNr;Datum;Bedrag\n1;13-02-2025;1.299,00\n2;01-03-2025;2,50\n\nTotaal;;1.301,50\n",
    );
    let text = sandbox.run("read export.csv --out table.csv").done();
    for part in [
        "cells     separated by semicolon",
        "header    line 3",
        "rows      2",
        "1 line above the table is no part of it",
        "1 line below the table is no row of it",
        "Bedrag  number: decimal comma",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert_eq!(
        sandbox.read("table.csv"),
        "Nr,Datum,Bedrag\r\n1,13-02-2025,\"1.299,00\"\r\n2,01-03-2025,\"2,50\"\r\n"
    );
    sandbox
        .fails_without_a_trace("read export.csv --out ./export.csv")
        .failed(
            2,
            "error: the table would replace `./export.csv`, which it is read from\n\
             hint: give another file with `--out FILE`",
        );
}

#[test]
fn check_says_where_customers_come_from_that_have_no_file_of_their_own() {
    let rows = "invoice_id,customer_id,invoice_date,due_date,amount,Branche\n\
                F1,C1,2024-01-05,2024-02-04,10,bouw\nF2,C2,2024-01-06,2024-02-05,20,zorg\n";
    let customers = "[ledger.customers]\npath = \"invoices.csv\"\n[ledger.customers.columns]\nsector = \"Branche\"\n";
    let sandbox = Sandbox::with_invoices(rows);
    let config = sandbox.read("arrears.toml");
    let line = |text: &str| {
        let lines = text.lines().map(str::trim);
        let found = lines.rev().find(|line| line.starts_with("customers"));
        found.unwrap_or_default().to_owned()
    };
    let alone = sandbox.run("check -c arrears.toml").done();
    assert!(!line(&alone).contains("drawn"), "{alone}");
    sandbox.write("arrears.toml", &format!("{config}\n{customers}"));
    let shared = sandbox.run("check -c arrears.toml").done();
    let said = line(&shared);
    assert!(
        said.contains("2, drawn from the rows of the invoices:") && said.contains("sector"),
        "{shared}"
    );
}

/// Rejected rows, cells and names: whatever stands in them, a line is ours.
#[test]
fn what_the_ledger_says_begins_no_line() {
    let sandbox = ledger();
    let forged = "\"X\n\nopen  nothing at all\"";
    let text = sandbox.read("invoices.csv");
    let text = text
        .replacen("2023-01-05", forged, 1)
        .replacen("F00001", forged, 1);
    let more = "\n[checks]\nmax_rejected_share = 0.9\n";
    sandbox
        .write("invoices.csv", &text)
        .write("arrears.toml", &format!("{CONFIG}{more}"));
    for line in ["check", "read invoices.csv"] {
        let ended = sandbox.run(line);
        assert_eq!(ended.code, 0, "{ended:?}");
        for said in [&ended.stdout, &ended.stderr] {
            assert!(
                !said.lines().any(|line| line.starts_with("open  ")),
                "{said}"
            );
        }
    }
}
