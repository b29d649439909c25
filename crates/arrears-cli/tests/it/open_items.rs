//! What the source says is open, and exports of open items alone: what `check` says of them.

use crate::support::Sandbox;

const HEADER: &str = "invoice_id,customer_id,invoice_date,due_date,amount,paid_date,open_amount\n";

#[test]
fn check_says_that_a_run_will_refuse_open_items() {
    let rows: String = (1..=30)
        .map(|n| format!("F{n},C{},2024-01-05,2024-02-04,10.00,,\n", n % 4))
        .collect();
    let sandbox = Sandbox::with_invoices(&format!(
        "{HEADER}{rows}F31,C1,2024-06-05,2024-07-04,10.00,,\n"
    ));
    let text = sandbox.run("check").done();
    let why = "of 30 invoices due by 2024-06-05, 0 are settled: this looks like an export of open items alone";
    assert!(
        text.contains(&format!("will refuse as of 2024-06-05: {why}")),
        "{text}"
    );
    let ended = sandbox.run("run --as-of 2024-06-05 --out out");
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains(why), "{ended:?}");
}

#[test]
fn check_holds_what_is_open_against_the_source() {
    let agreeing = format!(
        "{HEADER}F1,C1,2024-01-05,2024-02-04,1000.00,2024-02-01,250.00\nF2,C1,2024-01-06,2024-02-05,10.00,,10.00\n"
    );
    let sandbox = Sandbox::with_invoices(&agreeing);
    let text = sandbox.run("check").done();
    assert!(
        text.contains("2 invoices, EUR 260.00, on 2024-02-01"),
        "{text}"
    );
    assert!(!text.contains("adds up to"), "{text}");
    let differing = format!("{agreeing}F3,C2,2024-01-07,2024-02-06,5000.00,,1500.00\n");
    let text = Sandbox::with_invoices(&differing).run("check").done();
    let told = "! `open_amount` adds up to 1,760.00 over 3 invoices, the ledger says 5,260.00 is open of them on \
                2024-02-01: 1 invoice differs, first `F3` (1,500.00, the ledger 5,000.00)";
    assert!(text.contains(told), "{text}");
}

#[test]
fn a_day_written_the_other_way_round_is_told_the_right_way() {
    let sandbox = Sandbox::with_invoices(HEADER);
    for (written, told) in [
        (
            "31-12-2025",
            "`31-12-2025` is not a day written as YYYY-MM-DD: did you mean 2025-12-31?",
        ),
        (
            "03-04-2025",
            "`03-04-2025` is not a day written as YYYY-MM-DD\n",
        ),
        (
            "31-02-2025",
            "`31-02-2025` is not a day written as YYYY-MM-DD\n",
        ),
    ] {
        let ended = sandbox.run(&format!("run --as-of {written}"));
        assert_ne!(ended.code, 0);
        assert!(ended.stderr.contains(told), "{}", ended.stderr);
    }
}

#[test]
fn a_difference_of_one_credit_note_is_told() {
    let sandbox = Sandbox::with_invoices(&format!(
        "{HEADER}F1,C1,2024-01-05,2024-02-04,1000.00,,\nF2,C1,2024-01-06,2024-02-05,300.00,,\n\
         N1,C1,2024-01-07,2024-02-06,-40.80,,\n"
    ));
    let config =
        "[ledger.invoices]\npath = \"invoices.csv\"\n[ledger.control]\nbalance = \"1300.00\"\n";
    sandbox.write("arrears.toml", config);
    let ended = sandbox.run("check");
    let told = "a difference of EUR -40.80; likeliest, a row of `invoices` (`N1`) of 2024-01-07 is of exactly that amount";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
}

#[test]
fn balances_whose_ids_lack_zeros_are_told_as_such() {
    let sandbox = Sandbox::with_invoices(&format!(
        "{HEADER}F1,0017,2024-01-05,2024-02-04,1000.00,,\nF2,C2,2024-01-06,2024-02-05,300.00,,\n"
    ));
    let config =
        "[ledger.invoices]\npath = \"invoices.csv\"\n[ledger.control]\npath = \"balances.csv\"\n";
    sandbox.write("arrears.toml", config);
    sandbox.write(
        "balances.csv",
        "customer_id;balance\n17;1000,00\nC2;300,00\nTotaal;1300,00\n",
    );
    let ended = sandbox.run("check");
    let told = "but not that of every customer; 2 customers differ, most of all `0017` by 1,000.00, `17` by -1,000.00; 1 id \
                differs from the general ledger's only by leading zeros, first `0017` here and `17` there (`ids = \
                \"strip-leading-zeros\"` under `[ledger]` takes such ids as one)";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nids = \"strip-leading-zeros\"\n{config}"),
    );
    sandbox.run("check").done();
}
