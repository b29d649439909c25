//! `arrears accept` by command: what it says of applicants, and what it refuses of their file.

use crate::support::{CONFIG, Invoice, Sandbox, invoices};

const HEADER: &str = "customer_id,sector,size_class,terms_asked,amount\n";

/// Eighty customers, of which the first of every four is late.
fn ledger() -> Sandbox {
    Sandbox::with_invoices(&invoices(80, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some(if customer % 4 == 0 { 35 } else { -3 }),
    }))
}

fn with(applicants: &str) -> Sandbox {
    let sandbox = ledger();
    sandbox.write("new.csv", applicants);
    sandbox
}

const LINE: &str = "accept new.csv --as-of 2024-12-31 --out new";

#[test]
fn help_of_accept() {
    insta::assert_snapshot!(Sandbox::new().run("accept --help").done());
}

#[test]
fn applicants_are_told_with_their_uncertainty() {
    let sandbox = with(&format!("{HEADER}N1,building,small,30,1000\nN2,,,,\n"));
    let text = sandbox.run(LINE).done();
    let told = text.split("  time ").next().unwrap_or_default();
    insta::assert_snapshot!(told);
    for file in ["acceptance.parquet", "rejected_rows.csv", "manifest.json"] {
        assert!(sandbox.path("new").join(file).is_file(), "{file}");
    }
    let json = sandbox.run(&format!("{LINE} --json")).done();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["applicants"][1]["customer_id"], "N2");
    // A run is not replaced by it.
    sandbox.with_earlier_results();
    sandbox.fails_without_a_trace("accept new.csv --as-of 2024-12-31 --out out");
}

#[test]
fn rows_at_fault_are_told_and_the_others_advised_on() {
    let sandbox = with(
        "customer_id,sector,amount,payment_terms_days,colour\nN1,x,-5,30,red\nN2,x,many,30,red\nN3,x,100,-1,red\nN1,y,1,1,red\n\
         N4,x,100,30,red\n",
    );
    let text = sandbox.run(LINE).done();
    for told in [
        "4 of 5 rows rejected, see rejected_rows.csv; the first: line 2 of `new.csv`, column `amount`, value `-5.00`: an \
         amount asked cannot be negative",
        "columns that are not used: `colour`; `[acceptance.columns]` says which column is what",
    ] {
        assert!(text.contains(told), "{text}");
    }
    let rejected = sandbox.read("new/rejected_rows.csv");
    for told in [
        "new.csv,2,amount,-5.00,an amount asked cannot be negative",
        "new.csv,3,amount,many,",
        "new.csv,4,payment_terms_days,-1,terms are from 0 to 3650 days",
        "new.csv,5,customer_id,N1,an applicant of this id stands above: one row each",
    ] {
        assert!(rejected.contains(told), "{rejected}");
    }
}

#[test]
fn a_customer_already_is_pointed_to_its_history() {
    let sandbox = with(&format!("{HEADER}C000,,,30,100\nN1,,,30,100\n"));
    let text = sandbox.run(LINE).done();
    let told = "already customers, so that nothing is suggested from others' first invoices: `C000` (24 invoices)";
    assert!(text.contains(told), "{text}");
    sandbox.run("train --as-of 2024-12-31").done();
    let text = sandbox.run(LINE).done();
    assert!(text.contains("C000 (in the ledger; late "), "{text}");
    assert!(text.contains("% by own history)"), "{text}");
}

#[test]
fn who_bears_the_name_of_another_is_noted_and_not_refused() {
    let sandbox = with(
        "customer_id,name\nN1,Bakker B.V.\nN2,BAKKER BV\nN3,De Boer\nN4,Visser\nC003,Mulder\n",
    );
    let name = |i: usize| match i {
        1 => "de boer".to_owned(),
        2 => "De Boer.".to_owned(),
        3 => "Mulder".to_owned(),
        i => format!("Party {i}"),
    };
    let customers: String = (0..80).map(|i| format!("C{i:03},{}\n", name(i))).collect();
    sandbox
        .write("customers.csv", &format!("customer_id,name\n{customers}"))
        .write(
            "arrears.toml",
            &format!("{CONFIG}\n[ledger.customers]\npath = \"customers.csv\"\n"),
        );
    let json = sandbox.run(&format!("{LINE} --json")).done();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let warnings = json["warnings"].as_array().expect("notes");
    let told: Vec<&str> = warnings
        .iter()
        .filter_map(|note| note.as_str())
        .filter(|note| note.contains("same name"))
        .collect();
    assert_eq!(
        told,
        [
            "`N1`, `N2` bear the same name, Bakker B.V.: if they are one, ask for one row, and mind that their limits add up",
            "`N3` of the file and `C001`, `C002` of the ledger bear the same name, De Boer: if they are one, its own history \
             says more, and what is open there counts against the limit",
        ]
    );
    assert_eq!(json["applicants"].as_array().expect("rows").len(), 5);
}

#[test]
fn credit_above_the_limit_is_noted() {
    let sandbox = with(&format!("{HEADER}N1,,,30,1000000\n"));
    let text = sandbox.run(LINE).done();
    assert!(
        text.contains("`N1`: Of EUR 1,000,000 asked, EUR 500,000 would stay on credit: above the limit of EUR "),
        "{text}"
    );
}

#[test]
fn files_that_are_none() {
    let refused = |applicants: &str, error: &str| {
        let ended = with(applicants).fails_without_a_trace(LINE);
        assert!(ended.stderr.starts_with(error), "{ended:?}");
        assert_eq!(ended.code, 1, "{ended:?}");
    };
    refused(
        HEADER,
        "error: there is no applicant in `new.csv`\nhint: a row per would-be customer, with the column `customer_id`",
    );
    refused(
        "customer_id,amount\nN1,-5\n",
        "error: there is no applicant in `new.csv`: 1 rows, all rejected; the first: line 2",
    );
    refused(
        "klant,bedrag\nN1,5\n",
        "error: the file `new.csv` has no column `customer_id`",
    );
    let ended = ledger().fails_without_a_trace("accept none.csv --as-of 2024-12-31");
    assert!(
        ended
            .stderr
            .starts_with("error: the file of applicants `none.csv` does not exist"),
        "{ended:?}"
    );
}

#[test]
fn a_mapping_of_its_own_and_one_that_is_mistyped() {
    let sandbox = with("Nr;Bedrag\nN1;1.250,00\n");
    let config = sandbox.read("arrears.toml");
    let section = "[acceptance.columns]\ncustomer_id = \"Nr\"\namount = \"Bedrag\"\n";
    sandbox.write("arrears.toml", &format!("{config}\n{section}"));
    sandbox.run(LINE).done();
    sandbox.write(
        "arrears.toml",
        &format!("{config}\n{section}amuont = \"Bedrag\"\n"),
    );
    let ended = sandbox.run(LINE);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(
        ended
            .stderr
            .contains("`amuont` under `[acceptance.columns]` is no column of an applicant (did you mean `amount`?)"),
        "{ended:?}"
    );
}

#[test]
fn without_a_champion_and_with_too_little() {
    let sandbox = with(&format!("{HEADER}N1,,,30,100\n"));
    // Asked for by name, where there is none.
    let ended = sandbox.fails_without_a_trace(&format!("{LINE} --model champion"));
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stderr.contains("hint: "), "{ended:?}");
    // Few customers' first invoices say nothing of the next.
    let few = Sandbox::with_invoices(&invoices(20, |_, month| Invoice {
        amount: 100.0,
        days_late: Some(month as i64 % 9 - 4),
    }));
    few.write("new.csv", &format!("{HEADER}N1,,,30,100\n"));
    few.fails_without_a_trace(LINE).failed(
        1,
        "error: what new customers do is told by the first invoices of 20 customers, where 50 are wanted\n\
         hint: choose a later as-of date, or export a longer history",
    );
}
