//! The four questions on ledgers that lack their sources: each says what it cannot tell, and nothing is guessed.

use crate::support::{Invoice, Sandbox, invoices};

/// Forty customers over two years, a sixth of them late as a rule.
fn ledger() -> Sandbox {
    Sandbox::with_invoices(&invoices(40, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some(if customer % 6 == 0 {
            30
        } else {
            (month % 3) as i64 - 2
        }),
    }))
}

fn english(report: &serde_json::Value, path: &str) -> String {
    let notes = report.pointer(path).and_then(serde_json::Value::as_array);
    let texts = notes
        .into_iter()
        .flatten()
        .filter_map(|note| note["en"].as_str());
    texts.collect::<Vec<&str>>().join("\n")
}

fn report(sandbox: &Sandbox) -> serde_json::Value {
    sandbox.run("run --as-of 2024-12-31 --out out").done();
    serde_json::from_str(&sandbox.read("out/report.json")).unwrap()
}

#[test]
fn what_a_table_of_invoices_alone_cannot_tell_is_said() {
    let sandbox = ledger();
    let found = report(&sandbox);
    let without = "The ledger has no reminders, so this cannot be told.";
    assert_eq!(english(&found, "/questions/formal/notes"), without);
    assert_eq!(english(&found, "/questions/effort_notes"), without);
    let absent = english(&found, "/follow_up/absent");
    for source in [
        "Reminders:",
        "invoices.delivery_date",
        "reminders.channel",
        "customers.account_manager",
    ] {
        assert!(absent.contains(source), "{absent}");
    }
    let rule = english(&found, "/questions/late_rule/notes");
    assert!(
        rule.starts_with("7 of 40 customers pay late as a rule: 18%"),
        "{rule}"
    );
    let reasons = english(&found, "/reasons/notes");
    assert!(
        reasons.starts_with("No reason is written down in the ledger"),
        "{reasons}"
    );
    let groups = english(&found, "/groups/notes");
    assert!(
        groups.contains(
            "Not in the ledger, so in no group: sector, size, business model, payment method."
        ),
        "{groups}"
    );
    let header = sandbox.read("out/evidence.csv");
    assert!(
        header.starts_with("invoice_id,customer_id,sector,as_of,"),
        "{header}"
    );
}

#[test]
fn a_sector_for_everyone_different_is_no_group() {
    let sandbox = ledger();
    let customers: String = (0..40).map(|i| format!("C{i:03},Only {i}\n")).collect();
    sandbox.write("customers.csv", &format!("customer_id,sector\n{customers}"));
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("{config}\n[ledger.customers]\npath = \"customers.csv\"\n"),
    );
    let found = report(&sandbox);
    let notes = english(&found, "/questions/sector_notes");
    assert!(
        notes.contains("40 sectors (40 customers) have no place in SBI or NACE, such as “Only 0”"),
        "{notes}"
    );
    let sectors = found
        .pointer("/questions/sectors")
        .and_then(serde_json::Value::as_array)
        .unwrap();
    let names: Vec<&str> = sectors
        .iter()
        .filter_map(|row| row["sector"]["en"].as_str())
        .collect();
    assert_eq!(
        names,
        ["other sectors"],
        "small ones are one group together"
    );
}
