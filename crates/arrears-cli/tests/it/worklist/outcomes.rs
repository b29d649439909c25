//! What became of the calls of a worklist, read back.

use super::*;

#[test]
fn a_list_of_another_ledger_stops_the_run() {
    let sandbox = with(vec![owes("W1", "300.00")], &[]);
    run(&sandbox);
    let list = sandbox.read("out/worklist.csv");
    let (head, line) = filled(&list, "reached", "", "")
        .replace("FW1", "FX1")
        .split_once("\r\n")
        .map(|(head, line)| (head.to_owned(), line.to_owned()))
        .expect("a header");
    sandbox.write("lists/june.csv", &format!("{head}\r\n{}", line.repeat(3)));
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nworklists = \"lists/*.csv\"\n{config}"),
    );
    for command in ["check --quiet", LINE] {
        let ended = sandbox.run(command);
        assert_eq!(ended.code, 1, "{ended:?}");
        let told = format!("{ended:?}");
        assert!(
            told.contains("none of the 3 rows that are filled in in `lists/june.csv` can be used"),
            "{told}"
        );
    }
}

#[test]
fn what_became_of_a_call_is_read_back() {
    let sandbox = with(vec![owes("W1", "300.00")], &[]);
    run(&sandbox);
    assert_eq!(rows(&sandbox, &["customer_id", "status"]), [["W1", "send"]]);
    let list = sandbox.read("out/worklist.csv");
    sandbox.write(
        "lists/june.csv",
        &filled(&list, "promise", "2025-06-30", "2025-07-15"),
    );
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nworklists = \"lists/*.csv\"\n{config}"),
    );
    run(&sandbox);
    assert_eq!(
        rows(&sandbox, &["customer_id", "status", "cause"]),
        [["W1", "not_called", "promise_not_due"]]
    );
    // The same list once more tells nothing new.
    let list_again = sandbox.read("lists/june.csv");
    sandbox.write("lists/june (1).csv", &list_again);
    let told = sandbox.run("check --json").done();
    let rejected = sandbox.read("rejected_rows.csv");
    assert!(
        rejected.contains("lists/june.csv,2,outcome,promise,")
            && rejected.contains("stands on line 2 of `lists/june (1).csv`"),
        "{rejected}"
    );
    assert!(told.contains("\"table\": \"worklists\""), "{told}");
    std::fs::remove_file(sandbox.path("lists/june (1).csv")).expect("a file");
    // What was agreed on a later day is not known before it.
    sandbox
        .run("run --as-of 2025-06-29 --out out --quiet")
        .done();
    assert_eq!(rows(&sandbox, &["status"]), [["send"]]);
    // A promise for a day before the contact is none, and a contact before the list neither.
    for (on, promised, told) in [
        ("2025-07-02", "2025-07-01", "2,promised_date,2025-07-01,"),
        ("2025-06-29", "2025-07-15", "2,outcome_on,2025-06-29,"),
    ] {
        sandbox.write("lists/june.csv", &filled(&list, "promise", on, promised));
        let checked = sandbox.run("check --json").done();
        assert!(checked.contains("\"rejected\": 1"), "{checked}");
        let rejected = sandbox.read("rejected_rows.csv");
        assert!(
            rejected.contains(&format!("lists/june.csv,{told}")),
            "{rejected}"
        );
    }
    // An outcome that is none is a rejected row, not an answer.
    sandbox.write("lists/june.csv", &filled(&list, "maybe", "", ""));
    sandbox.run("check --quiet").done();
    let rejected = sandbox.read("rejected_rows.csv");
    assert!(
        rejected.contains(
            "lists/june.csv,2,outcome,maybe,\"no outcome of a call: it is one of reached"
        ),
        "{rejected}"
    );
}

#[test]
fn a_pattern_that_no_file_matches_is_told() {
    let sandbox = with(vec![owes("W1", "300.00")], &[]);
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nworklists = \"nonexist/*.csv\"\n{config}"),
    );
    let told = "no file matches `nonexist/*.csv`, which `worklists` under `[ledger]` names";
    for command in ["check --json", "run --as-of 2025-06-30 --out out --json"] {
        let done = sandbox.run(command).done();
        assert!(done.contains(told), "{done}");
    }
}

#[test]
fn who_says_it_has_paid_is_not_called_while_the_payment_is_looked_for() {
    let sandbox = with(vec![owes("W1", "300.00")], &[]);
    run(&sandbox);
    let list = sandbox.read("out/worklist.csv");
    sandbox.write(
        "lists/june.csv",
        &filled(&list, "heeft betaald", "2025-06-30", ""),
    );
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nworklists = \"lists/*.csv\"\n{config}"),
    );
    for (as_of, told) in [
        ("2025-06-30", ["not_called", "payment_claimed"]),
        ("2025-07-14", ["not_called", "payment_claimed"]),
        ("2025-07-15", ["send", ""]),
    ] {
        sandbox
            .run(&format!("run --as-of {as_of} --out out --quiet"))
            .done();
        assert_eq!(rows(&sandbox, &["status", "cause"]), [told], "{as_of}");
    }
}

#[test]
fn a_column_of_a_workbook_in_dutch_is_named_as_it_stands_there() {
    let sandbox = with(vec![owes("W1", "300.00")], &[]);
    run(&sandbox);
    let list = filled(&sandbox.read("out/worklist.csv"), "promise", "", "");
    sandbox.write(
        "lists/june.csv",
        &list.replace("promised_date", "Toegezegde dag"),
    );
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nworklists = \"lists/*.csv\"\n{config}"),
    );
    sandbox.run("check --quiet").done();
    let rejected = sandbox.read("rejected_rows.csv");
    assert!(
        rejected.contains(
            "lists/june.csv,2,Toegezegde dag,,a promise wants its day in `Toegezegde dag`"
        ),
        "{rejected}"
    );
}
