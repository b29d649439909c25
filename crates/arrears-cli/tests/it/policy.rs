//! `arrears policy --what-if`: a file that cannot be used, and what is told in whose language.

use crate::support::{CONFIG, Invoice, Sandbox, invoices};

const WHAT_IF: &str = "policy --as-of 2024-12-31 --what-if";

fn ledger() -> Sandbox {
    Sandbox::with_invoices(&invoices(20, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some((customer as i64 * 7 + month as i64 * 11) % 45 - 20),
    }))
}

#[test]
fn a_policy_that_is_not_there_is_looked_for_where_it_was_named() {
    let sandbox = ledger();
    sandbox
        .fails_without_a_trace(&format!("{WHAT_IF} absent.toml"))
        .failed(
            1,
            "error: there is no policy file `absent.toml`\n\
             hint: `--what-if FILE` names the other policy, relative to the folder you are in; docs/policy.md says what it may hold",
        );
    sandbox.write(
        "arrears.toml",
        &format!("{CONFIG}\n[policy]\npath = \"absent.toml\"\n"),
    );
    let ended = sandbox.fails_without_a_trace("check");
    assert!(
        ended.stderr.contains("hint: `[policy] path` in"),
        "{ended:?}"
    );
}

#[test]
fn a_folder_is_no_policy() {
    let sandbox = ledger();
    sandbox.write("policies/a.toml", "");
    let told = "error: cannot read `policies`: it is a folder\nhint: name a file in it";
    sandbox
        .fails_without_a_trace(&format!("{WHAT_IF} policies"))
        .failed(1, told);
    sandbox.write(
        "arrears.toml",
        &format!("{CONFIG}\n[policy]\npath = \"policies\"\n"),
    );
    sandbox.fails_without_a_trace("check").failed(1, told);
}

#[test]
fn a_contradiction_leads_with_what_was_written() {
    let sandbox = ledger();
    sandbox.write("other.toml", "[c]\np_late_30d_from = 0.15\n");
    sandbox
        .fails_without_a_trace(&format!("{WHAT_IF} other.toml"))
        .failed(
            1,
            "error: `other.toml`, line 2: `c.p_late_30d_from` must be above `a.p_late_30d_up_to`, which is 0.2 by default, \
             found 0.15",
        );
}

#[test]
fn what_would_move_is_told_in_the_language_of_the_report() {
    let sandbox = ledger();
    sandbox.write(
        "other.toml",
        "[a]\np_late_up_to = 0.0\np_late_30d_up_to = 0.0\n[sectors.Bouw]\nladder = \"close\"\n",
    );
    let english = sandbox.run(&format!("{WHAT_IF} other.toml")).done();
    for words in [
        "Segments as of 2024-12-31, now and with `other.toml`",
        "All 3 changes together: ",
        "customers with EUR ",
        "no customer has the sector `Bouw`",
        "fitted for the occasion, not kept",
    ] {
        assert!(english.contains(words), "{words}:\n{english}");
    }
    let dutch = sandbox
        .run(&format!("{WHAT_IF} other.toml --lang nl"))
        .done();
    for words in [
        "Segmenten op 2024-12-31, nu en met `other.toml`",
        "Alle 3 wijzigingen samen: ",
        "geen klant heeft als sector `Bouw`",
        "De aandelen te laat zeggen",
        "Dit schat betaalgedrag",
        "niet bewaard",
    ] {
        assert!(dutch.contains(words), "{words}:\n{dutch}");
    }
    assert!(!dutch.contains("customer"), "{dutch}");
    sandbox.write(
        "arrears.toml",
        &format!("{CONFIG}\n[report]\nlanguage = \"fr\"\n"),
    );
    let french = sandbox.run(&format!("{WHAT_IF} other.toml")).done();
    assert!(french.starts_with("Segments au 2024-12-31"), "{french}");
    assert!(!french.contains("customer"), "{french}");
}

#[test]
fn a_code_is_a_text_with_its_zeros_and_what_nobody_has_is_told() {
    let sandbox = ledger();
    let customers: String = (0..20).map(|i| format!("C{i:03},011{}\n", i % 2)).collect();
    sandbox
        .write(
            "customers.csv",
            &format!("customer_id,branch_code\n{customers}"),
        )
        .write(
            "arrears.toml",
            &format!("{CONFIG}\n[ledger.customers]\npath = \"customers.csv\"\n[ledger.customers.columns]\ncustomer_id = \
                 \"customer_id\"\nbranch_code = \"branch_code\"\n"),
        );
    let rule = |codes: &str| {
        let rules =
            "segments_by = \"rules\"\notherwise = \"B\"\n[[rule]]\nfeature = \"branch_code\"";
        sandbox.write(
            "other.toml",
            &format!("{rules}\none_of = {codes}\nsegment = \"C\"\n"),
        );
        let told = sandbox.run(&format!("{WHAT_IF} other.toml --json")).done();
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let n_in_c = told["after"][2]["n_customers"].as_u64();
        (n_in_c, told["warnings"].clone())
    };
    assert_eq!(rule("[\"0111\"]"), (Some(10), serde_json::json!([])));
    let told = "`other.toml`, line 5: no customer has the branch_code `111`; the nearest there is is `0111`";
    assert_eq!(
        rule("[\"0110\", \"111\"]"),
        (Some(10), serde_json::json!([told]))
    );
}

#[test]
fn a_ladder_that_nobody_set_is_said_to_be_a_default_one() {
    let sandbox = ledger();
    sandbox
        .write(
            "reminders.csv",
            "invoice_id,sent_date,level\nF00020,2024-10-20,1\nF00021,2024-11-20,1\n",
        )
        .write(
            "arrears.toml",
            &format!("{CONFIG}\n[ledger.reminders]\npath = \"reminders.csv\"\n\n[policy]\npath = \"policy.toml\"\n"),
        );
    let notes = |policy: &str| {
        sandbox.write("policy.toml", policy);
        sandbox.run("run --as-of 2024-12-31 --out out").done();
        let report: serde_json::Value =
            serde_json::from_str(&sandbox.read("out/report.json")).unwrap();
        let follow_up = &report["follow_up"];
        assert!(
            follow_up["ladder"]
                .as_array()
                .is_some_and(|rows| !rows.is_empty())
        );
        let notes = follow_up["ladder_notes"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        (
            notes.len(),
            sandbox
                .read("out/report.html")
                .contains("Nobody set these ladders"),
        )
    };
    assert_eq!(notes("# all defaults\n"), (1, true));
    let own = "[ladders]\nstandard = [{ level = 1, days = 10, channel = \"email\" }]\n";
    assert_eq!(notes(own), (0, false));
}

#[test]
fn a_number_asked_of_a_column_of_texts_is_refused_before_anything_is_learnt() {
    let sandbox = ledger();
    let customers: String = (0..20).map(|i| format!("C{i:03},grade {i}\n")).collect();
    sandbox
        .write("customers.csv", &format!("customer_id,grade\n{customers}"))
        .write(
            "policy.toml",
            "segments_by = \"rules\"\notherwise = \"B\"\n[[rule]]\nfeature = \"grade\"\nat_least = 3\nsegment = \"C\"\n",
        )
        .write(
            "arrears.toml",
            &format!(
                "{CONFIG}\n[policy]\npath = \"policy.toml\"\n[ledger.customers]\npath = \"customers.csv\"\n\
                 [ledger.customers.columns]\ncustomer_id = \"customer_id\"\ngrade = \"grade\"\n"
            ),
        );
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --log-level info --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    let told = "`policy.toml`, line 4: `rule[1].feature` must be beside `is` or `one_of`: its values are texts, found grade";
    assert!(ended.stderr.contains(told), "{ended:?}");
    assert!(ended.stderr.contains("stage=\"check\""), "{ended:?}");
    assert!(!ended.stderr.contains("model"), "{ended:?}");
}
