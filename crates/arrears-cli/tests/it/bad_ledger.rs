//! A ledger that cannot be used: what is wrong, where, and what is there; and nothing is touched.

use crate::support::{HEADER, Sandbox};

/// What a run on these invoices ends with. Earlier results stay as they are.
#[track_caller]
fn refused(csv: &str, error: &str) {
    let sandbox = Sandbox::with_invoices(csv);
    sandbox.with_earlier_results();
    let ended = sandbox
        .fails_without_a_trace("run --as-of 2024-12-31 --out out")
        .failed(1, error);
    assert_eq!(ended.stdout, "");
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
    sandbox
        .fails_without_a_trace("run --as-of 2024-12-31 --out out")
        .failed(
            1,
            "error: the file `facturen.csv` of table `invoices` does not exist\n\
         hint: paths are relative to the config file",
        );
}

#[test]
fn a_missing_column_lists_what_is_there_and_the_nearest() {
    refused(
        "invoice_id,customer_id,invoice_date,due_date,amuont\nF1,C1,2024-01-05,2024-02-04,10\n",
        "error: the file `invoices.csv` has no column `amount`, needed for `amount` of table `invoices` \
         (did you mean `amuont`?); its columns are `invoice_id`, `customer_id`, `invoice_date`, `due_date`, `amuont`\n\
         hint: name its column under `[ledger.invoices.columns]`: `amount = \"<column in the file>\"`",
    );
}

#[test]
fn a_mapped_column_that_is_not_there() {
    let sandbox = Sandbox::with_invoices("Factuur,Klant\n1,2\n");
    let config = "[ledger.invoices]\npath = \"invoices.csv\"\n[ledger.invoices.columns]\ninvoice_id = \"Factuurnr\"\n";
    sandbox.write("arrears.toml", config).with_earlier_results();
    sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out").failed(
        1,
        "error: the file `invoices.csv` has no column `Factuurnr`, needed for `invoice_id` of table `invoices` \
         (did you mean `Factuur`?); its columns are `Factuur`, `Klant`\n\
         hint: name its column under `[ledger.invoices.columns]`: `invoice_id = \"<column in the file>\"`",
    );
}

#[test]
fn a_column_of_the_wrong_type() {
    let rows: String = (1..=30)
        .map(|n| format!("F{n},C1,2024-01-05,2024-02-04,unknown,\n"))
        .collect();
    refused(
        &format!("{HEADER}{rows}"),
        "error: column `amount` of `invoices.csv` is mapped to `amount` of table `invoices` (an amount of money), but \
         none of its 30 values can be read as such; the first, on line 2, is `unknown`\n\
         hint: map another column to `amount` under `[ledger.invoices.columns]`",
    );
}

#[test]
fn an_empty_ledger() {
    refused(
        HEADER,
        "error: the ledger is empty: its invoices have no row\nhint: export all invoices of the last two years or more, paid ones included",
    );
}

#[test]
fn an_empty_file() {
    refused(
        "",
        "error: cannot read `invoices.csv` as a table of text: the file is empty: it has no header line",
    );
}

#[test]
fn a_file_that_is_no_text_and_no_parquet() {
    let sandbox = Sandbox::with_invoices("");
    let noise = [0u8, 159, 146, 150, 0, 1, 2, 3, 0, 0, 7, 10, 13].repeat(50);
    std::fs::write(sandbox.path("invoices.csv"), noise).unwrap();
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
    says(
        &ended.stderr,
        &["cannot read `invoices.parquet` as Parquet"],
    );
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
            "4 of 20 rows were rejected, more than the 1 % that `[checks] max_rejected_share` allows; the first: line 2 of `invoices.csv`, column `amount`",
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

#[test]
fn an_export_of_open_items_alone() {
    let open: String = (0..30)
        .map(|n| {
            format!(
                "F{n},C{},2024-0{}-05,2024-0{}-04,10.00,\n",
                n % 4,
                1 + n % 6,
                2 + n % 6
            )
        })
        .collect();
    let sandbox = Sandbox::with_invoices(&format!("{HEADER}{open}"));
    sandbox.with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-06-30 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(
        &ended.stderr,
        &[
            "of 25 invoices due by 2024-06-05, 0 are settled: this looks like an export of open items alone",
            "hint: export all invoices of the period, paid ones included",
        ],
    );
}

#[test]
fn an_as_of_date_long_after_the_ledger() {
    let csv = format!("{HEADER}F1,C1,2024-01-05,2024-02-04,10.00,2024-02-01\n");
    let sandbox = Sandbox::with_invoices(&csv);
    sandbox.with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(
        &ended.stderr,
        &[
            "the ledger's last event is dated 2024-02-01, 334 days before the as-of date 2024-12-31",
            "hint: export the ledger again, or choose `--as-of 2024-02-01`",
        ],
    );
}

#[test]
fn two_columns_of_one_name() {
    let csv = "invoice_id,customer_id,invoice_date,due_date,amount,amount\nF1,C1,2024-01-05,2024-02-04,10.00,1.00\n";
    let sandbox = Sandbox::with_invoices(csv);
    let ended = sandbox.fails_without_a_trace("check");
    assert_eq!(ended.code, 1, "{ended:?}");
    says(
        &ended.stderr,
        &[
            "`invoices.csv` has more than one column `amount`",
            "`amount = \"amount (2)\"` the second",
        ],
    );
}

/// A small ledger whose open balance is 60.00, with a rejected row of 7.50.
fn with_balance(control: &str) -> Sandbox {
    let rows: String = (10..40)
        .map(|n| format!("F{n},C{},2024-01-05,2024-02-04,10.00,2024-02-01\n", n % 7))
        .collect();
    let open: String = (40..46)
        .map(|n| format!("F{n},C{},2024-03-05,2024-04-04,10.00,\n", n % 7))
        .collect();
    let bad = "F99,C1,2024-02-31,2024-04-04,7.50,\n";
    let sandbox = Sandbox::with_invoices(&format!("{HEADER}{rows}{open}{bad}"));
    let config = format!(
        "[checks]\nmax_rejected_share = 0.1\n[ledger.invoices]\npath = \"invoices.csv\"\n[ledger.control]\n{control}"
    );
    sandbox
        .write("arrears.toml", &config)
        .with_earlier_results();
    sandbox
}

#[test]
fn a_balance_that_is_not_the_general_ledgers() {
    let sandbox = with_balance("balance = \"67,50\"\n");
    let run = sandbox.fails_without_a_trace("run --as-of 2024-03-31 --out out");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let check = sandbox.run("check");
    assert_eq!(check.code, 1);
    assert_eq!(
        sandbox.read("control_totals.csv").lines().nth(1),
        Some(",360.00,0.00,0.00,300.00,0.00,0.00,0.00,0.00,0.00,60.00,67.50,-7.50")
    );
    insta::assert_snapshot!(format!(
        "{}\n{}\n{}",
        run.stderr, check.stdout, check.stderr
    ));
}

#[test]
fn a_balance_that_is_the_general_ledgers() {
    let sandbox = with_balance("balance = \"60.00\"\n");
    let text = sandbox.run("check").done();
    assert!(
        text.contains("general ledger  EUR 60.00 on 2024-03-05: the same to the cent"),
        "{text}"
    );
    // A balance of another day is held against that day, whatever day the totals are asked for.
    let sandbox = with_balance("date = \"2024-01-31\"\nbalance = \"300\"\n");
    let text = sandbox.run("check --as-of 2024-03-05").done();
    assert!(text.contains("totals            on 2024-03-05"), "{text}");
    assert!(
        text.contains("EUR 300.00 on 2024-01-31: the same"),
        "{text}"
    );
}

#[test]
fn customers_that_differ_are_named() {
    let sandbox = with_balance(
        "path = \"balances.csv\"\n[ledger.control.columns]\ncustomer_id = \"Nr\"\nbalance = \"Saldo\"\n",
    );
    let balances =
        "Nr;Saldo\nC0;0,00\nC1;10,00\nC2;10,00\nC3;20,00\nC5;10,00\nC6;10,00\n=C9;0,00\n";
    sandbox.write("balances.csv", balances);
    let run = sandbox.fails_without_a_trace("run --as-of 2024-03-31 --out out");
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn rows_rejected_alike_are_told_once_with_the_first_ten_places() {
    let bad: String = (0..14)
        .map(|n| format!("F{n},C1,2024-01-05,2024-02-04,ten,\n"))
        .collect();
    let good: String = (20..24)
        .map(|n| format!("F{n},C1,2024-01-05,2024-02-04,10,2024-02-01\n"))
        .collect();
    let sandbox = Sandbox::with_invoices(&format!(
        "{HEADER}{bad}{good},C1,2024-01-05,2024-02-04,10,\n"
    ));
    let check = sandbox.run("check");
    assert_eq!(check.code, 1);
    assert!(
        check.stdout.contains(
            "14 rows of `invoices`, column `amount`: unreadable amount: expected a number, such as 1299.99 (`decimal_mark` \
             under `[ledger.invoices]`)\n"
        ),
        "{}",
        check.stdout
    );
    assert_eq!(check.stdout.matches("(`ten`)").count(), 10);
    assert!(
        check
            .stdout
            .contains("`invoices.csv`: line 2 (`ten`), line 3 (`ten`), "),
        "{}",
        check.stdout
    );
    assert!(
        check.stdout.contains("and 4 more of this kind"),
        "{}",
        check.stdout
    );
    assert!(
        check.stdout.contains("`invoice_id` is missing"),
        "{}",
        check.stdout
    );
    assert_eq!(sandbox.read("rejected_rows.csv").lines().count(), 16);
}
