//! A ledger that cannot be used: what is wrong, where, and what is there; and nothing is touched.

use crate::support::{HEADER, Sandbox};

/// What a run on these invoices ends with. Earlier results stay as they are.
#[track_caller]
fn refused(csv: &str) -> (i32, String) {
    let sandbox = Sandbox::with_invoices(csv);
    sandbox.with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    assert_eq!(ended.stdout, "", "{ended:?}");
    (ended.code, ended.stderr)
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    assert!(text.starts_with("error: "), "{text}");
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
    let paragraph = text.split("\nhint: ").next().unwrap().trim_end();
    assert!(!paragraph.contains('\n'), "more than one paragraph: {text}");
}

#[test]
fn a_missing_file() {
    let sandbox = Sandbox::with_invoices(HEADER);
    sandbox
        .write(
            "arrears.toml",
            "[ledger.invoices]\npath = \"facturen.csv\"\n",
        )
        .with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(&ended.stderr, &["facturen.csv", "does not exist"]);
}

#[test]
fn a_missing_column_lists_what_is_there_and_the_nearest() {
    let (code, text) = refused(
        "invoice_id,customer_id,invoice_date,due_date,amuont\nF1,C1,2024-01-05,2024-02-04,10\n",
    );
    assert_eq!(code, 1, "{text}");
    says(
        &text,
        &[
            "`amount`",
            "`amuont`",
            "`invoice_id`",
            "`customer_id`",
            "`invoice_date`",
            "`due_date`",
        ],
    );
}

#[test]
fn a_mapped_column_that_is_not_there() {
    let sandbox = Sandbox::with_invoices("Factuur,Klant\n");
    let config = "[ledger.invoices]\npath = \"invoices.csv\"\n[ledger.invoices.columns]\ninvoice_id = \"Factuurnr\"\n";
    sandbox.write("arrears.toml", config).with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(&ended.stderr, &["`Factuurnr`", "`Factuur`", "`Klant`"]);
}

#[test]
fn a_column_of_the_wrong_type() {
    let rows: String = (1..30)
        .map(|n| format!("F{n},C1,2024-01-05,2024-02-04,unknown,\n"))
        .collect();
    let (code, text) = refused(&format!("{HEADER}{rows}"));
    assert_eq!(code, 1, "{text}");
    says(&text, &["amount", "unknown", "invoices.csv"]);
}

#[test]
fn an_empty_ledger() {
    let (code, text) = refused(HEADER);
    assert_eq!(code, 1, "{text}");
    says(&text, &["empty", "invoices.csv"]);
}

#[test]
fn an_empty_file() {
    let (code, text) = refused("");
    assert_eq!(code, 1, "{text}");
    says(&text, &["invoices.csv"]);
}

#[test]
fn a_file_that_is_no_text_and_no_parquet() {
    let sandbox = Sandbox::with_invoices("");
    std::fs::write(
        sandbox.path("invoices.csv"),
        [0u8, 159, 146, 150, 0, 1, 2, 3, 0, 0, 7, 10, 13].repeat(50),
    )
    .unwrap();
    sandbox.with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(&ended.stderr, &["invoices.csv"]);

    sandbox.write(
        "arrears.toml",
        "[ledger.invoices]\npath = \"invoices.parquet\"\n",
    );
    sandbox.write("invoices.parquet", "PAR1 this is not Parquet PAR1");
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(&ended.stderr, &["invoices.parquet"]);
}

#[test]
fn too_many_rejected_rows() {
    let bad: String = (0..4)
        .map(|n| format!("F9{n},C1,2024-01-05,2024-02-04,ten,\n"))
        .collect();
    let good: String = (0..16)
        .map(|n| format!("F1{n},C1,2024-01-05,2024-02-04,10,2024-02-01\n"))
        .collect();
    let sandbox = Sandbox::with_invoices(&format!("{HEADER}{bad}{good}"));
    sandbox.with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(
        &ended.stderr,
        &[
            "4 of 20 rows were rejected, more than the 10 % allowed; the first: line 2 of `invoices.csv`, column `amount`",
        ],
    );
    // `check` writes them all down, says the same, and ends the same.
    let ended = sandbox.run("check");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(
        ended.stderr.contains("4 of 20 rows were rejected"),
        "{ended:?}"
    );
    assert_eq!(sandbox.read("rejected_rows.csv").lines().count(), 5);
}

#[test]
fn an_as_of_date_before_the_first_invoice() {
    let csv = format!("{HEADER}F1,C1,2024-01-05,2024-02-04,10.00,2024-02-01\n");
    let sandbox = Sandbox::with_invoices(&csv);
    sandbox.with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2023-12-31 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(&ended.stderr, &["2023-12-31", "2024-01-05"]);
}
