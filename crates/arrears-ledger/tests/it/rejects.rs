//! Rows that are left out, each with file, line, column, value and reason.

use crate::helper::*;

fn rejected_invoices(header: &str, rows: &[&str]) -> Vec<String> {
    let good = "0,C1,2025-01-10,2025-02-09,1.00";
    let commas = ",".repeat(header.matches(',').count() - 4);
    let text = format!("{header}\n{good}{commas}\n{}\n", rows.join("\n"));
    rejected(&ledger(INVOICES, &[("invoices.csv", &text)]))
}

const HEADER: &str = "invoice_id,customer_id,invoice_date,due_date,amount";

#[test]
fn cells_at_fault_reject_their_row() {
    assert_eq!(
        rejected_invoices(
            HEADER,
            &[
                ",C1,2025-01-10,2025-02-09,1.00",
                "2,,2025-01-10,2025-02-09,1.00",
                "3,C1,2025-02-30,2025-02-09,1.00",
                "4,C1,2025-01-10,9999-12-31,1.00",
                "5,C1,2025-01-10,2025-02-09,12..5",
                "6,C1,2025-01-10,2025-02-09,",
                "7,C1,2025-01-10,,1.00",
                "8,C1,,,",
                "9,C1,2025-01-10,2025-02-09",
                "10,C1,2025-01-10,2025-02-09,1.00,extra",
            ]
        ),
        [
            "invoices.csv:3 invoice_id=: `invoice_id` is missing",
            "invoices.csv:4 customer_id=: `customer_id` is missing",
            "invoices.csv:5 invoice_date=2025-02-30: impossible date",
            "invoices.csv:6 due_date=9999-12-31: impossible date",
            "invoices.csv:7 amount=12..5: unreadable amount",
            "invoices.csv:8 amount=: `amount` is missing",
            "invoices.csv:9 due_date=: `due_date` is missing",
            "invoices.csv:10 invoice_date=: `invoice_date` is missing",
            "invoices.csv:11 =9,C1,2025-01-10,2025-02-09: 4 cells where the header has 5",
            "invoices.csv:12 =10,C1,2025-01-10,2025-02-09,1.00,extra: 6 cells where the header has 5",
        ]
    );
}

#[test]
fn optional_cells_at_fault_are_not_made_null() {
    assert_eq!(
        rejected_invoices(
            "invoice_id,customer_id,invoice_date,due_date,amount,paid_date,kind,dunning_level,disputed,discount_pct",
            &[
                "1,C1,2025-01-10,2025-02-09,1.00,soon,,,,",
                "2,C1,2025-01-10,2025-02-09,1.00,,memo,,,",
                "3,C1,2025-01-10,2025-02-09,1.00,,,two,,",
                "4,C1,2025-01-10,2025-02-09,1.00,,,,perhaps,",
                "5,C1,2025-01-10,2025-02-09,1.00,,,,,much",
            ]
        ),
        [
            "invoices.csv:3 paid_date=soon: impossible date",
            "invoices.csv:4 kind=memo: unknown kind",
            "invoices.csv:5 dunning_level=two: `dunning_level` is not a whole number",
            "invoices.csv:6 disputed=perhaps: `disputed` is not yes or no",
            "invoices.csv:7 discount_pct=much: `discount_pct` is not a number",
        ]
    );
}

#[test]
fn of_one_id_the_first_usable_row_is_kept() {
    assert_eq!(
        rejected_invoices(
            HEADER,
            &[
                "1,C1,2025-01-10,2025-02-09,x",
                "1,C1,2025-01-10,2025-02-09,1.00",
                "1,C1,2025-01-10,2025-02-09,1.00",
                "1,C2,2025-01-10,2025-02-09,2.00",
                "01,C2,2025-01-10,2025-02-09,2.00",
            ]
        ),
        [
            "invoices.csv:3 amount=x: unreadable amount",
            "invoices.csv:5 invoice_id=1: the same row again: first on line 4",
            "invoices.csv:6 invoice_id=1: duplicate `invoice_id`: first on line 4, with other content (`customer_id` is `C1` there)",
        ]
    );
}

#[test]
fn customers_must_be_known_where_there_is_a_table_of_them() {
    let config = "[invoices]\npath = \"invoices.csv\"\n[customers]\npath = \"customers.csv\"\n[signals]\npath = \"signals.csv\"\n";
    let ledger = ledger(
        config,
        &[
            ("invoices.csv", TWO),
            ("customers.csv", "customer_id,name\nC1,A\nC1,A\n,B\nC3,C\n"),
            (
                "signals.csv",
                "customer_id,invoice_id,signal_date,kind\nC9,,2025-01-01,lawsuit\nC1,002,2025-01-01,lawsuit\nC1,001,2025-01-01,\n",
            ),
        ],
    );
    assert_eq!(
        rejected(&ledger),
        [
            "customers.csv:3 customer_id=C1: duplicate `customer_id`: first on line 2",
            "customers.csv:4 customer_id=: `customer_id` is missing",
            "invoices.csv:3 customer_id=C2: unknown customer",
            "signals.csv:2 customer_id=C9: unknown customer",
            "signals.csv:3 invoice_id=002: its invoice was rejected",
            "signals.csv:4 kind=: `kind` is missing",
        ]
    );
    assert_eq!(
        cells(&ledger.customers, "customer_id"),
        ["C1", "C3"],
        "a customer without invoices stays"
    );
}

#[test]
fn events_must_be_of_a_known_invoice() {
    let config = ["invoices", "payments", "reminders", "disputes", "promises"]
        .map(|table| format!("[{table}]\npath = \"{table}.csv\"\n"))
        .concat();
    let ledger = ledger(
        &config,
        &[
            ("invoices.csv", TWO),
            (
                "payments.csv",
                "invoice_id,customer_id,payment_date,amount,kind\n009,,2025-02-01,1.00,\n,,2025-02-01,1.00,\n001,,2025-02-01,1.00,gift\n",
            ),
            (
                "reminders.csv",
                "invoice_id,sent_date,level\n1,2025-03-05,1\n001,2025-03-05,7\n,2025-03-05,1\n",
            ),
            ("disputes.csv", "invoice_id,opened_date\n009,2025-02-01\n"),
            (
                "promises.csv",
                "invoice_id,made_date,promised_date\n001,2025-02-01,\n",
            ),
        ],
    );
    assert_eq!(
        rejected(&ledger),
        [
            "payments.csv:2 invoice_id=009: unknown invoice",
            "payments.csv:3 invoice_id=: `invoice_id` and `customer_id` are missing",
            "payments.csv:4 kind=gift: unknown kind",
            "reminders.csv:2 invoice_id=1: unknown invoice",
            "reminders.csv:3 level=7: `level` is out of range",
            "reminders.csv:4 invoice_id=: `invoice_id` is missing",
            "disputes.csv:2 invoice_id=009: unknown invoice",
            "promises.csv:2 promised_date=: `promised_date` is missing",
        ]
    );
}

#[test]
fn lines_are_physical_and_values_are_cut() {
    let long = "x".repeat(100);
    let text = format!(
        "invoice_id,customer_id,invoice_date,due_date,amount,note\n\n1,C1,2025-01-10,2025-02-09,1.00,\"two\nlines\"\n2,C1,2025-01-10,2025-02-09,{long},\n"
    );
    let config = format!("{INVOICES}[invoices.columns]\nnote = \"note\"\n");
    let cut = format!("{}…", "x".repeat(80));
    assert_eq!(
        rejected(&ledger(&config, &[("invoices.csv", &text)])),
        [format!("invoices.csv:5 amount={cut}: unreadable amount")]
    );
}

#[test]
fn a_few_dates_in_the_other_order_are_rejected_not_guessed() {
    let row = |n: u32| {
        format!(
            "{n},C1,{:02}/03/2025,{:02}/04/2025,1.00",
            n % 28 + 1,
            n % 28 + 1
        )
    };
    let rows: Vec<String> = (0..56).map(row).collect();
    let text = format!(
        "{HEADER}\n{}\n99,C1,03/13/2025,13/04/2025,1.00\n",
        rows.join("\n")
    );
    let ledger = ledger(INVOICES, &[("invoices.csv", &text)]);
    assert_eq!(
        rejected(&ledger),
        ["invoices.csv:58 invoice_date=03/13/2025: impossible date"]
    );
    assert_eq!(
        ledger.notes[1],
        "`invoices`: 1 dates in `invoice_date` are not in the order of the others"
    );
}

/// Each reason in full: what is wrong, what was expected, and the key of the config that would change it.
#[test]
fn a_reason_says_what_was_expected_and_which_key_changes_it() {
    let config = ["invoices", "customers", "payments", "reminders"]
        .map(|table| format!("[{table}]\npath = \"{table}.csv\"\n"))
        .concat();
    let ledger = ledger(
        &config,
        &[
            (
                "invoices.csv",
                "invoice_id,customer_id,invoice_date,due_date,amount,kind,dunning_level,disputed,discount_pct\n\
                 0,C1,15-01-2025,14-02-2025,\"1,50\",,,,\n\
                 1,C1,30-02-2025,14-02-2025,\"1,50\",,,,\n\
                 2,C1,15-01-2025,31-12-9999,\"1,50\",,,,\n\
                 3,C1,15-01-2025,,\"1,50\",,,,\n\
                 4,C1,15-01-2025,14-02-2025,veel,,,,\n\
                 5,C1,15-01-2025,14-02-2025,\"1,50\",memo,,,\n\
                 6,C1,15-01-2025,14-02-2025,\"1,50\",,twee,,\n\
                 7,C1,15-01-2025,14-02-2025,\"1,50\",,,misschien,\n\
                 8,C1,15-01-2025,14-02-2025,\"1,50\",,,,veel\n\
                 9,C9,15-01-2025,14-02-2025,\"1,50\",,,,\n\
                 0,C1,15-01-2025,14-02-2025,\"1,50\",,,,\n\
                 10,C1,15-01-2025\n\
                 ,C1,15-01-2025,14-02-2025,\"1,50\",,,,\n",
            ),
            ("customers.csv", "customer_id\nC1\nC1\n"),
            (
                "payments.csv",
                "invoice_id,payment_date,amount\n77,14-02-2025,\"1,50\"\n9,14-02-2025,\"1,50\"\n,14-02-2025,\"1,50\"\n",
            ),
            (
                "reminders.csv",
                "invoice_id,sent_date,level\n0,14-02-2025,7\n",
            ),
        ],
    );
    insta::assert_snapshot!(rejected_in_full(&ledger).join("\n"));
    let cents = |file: &str| {
        ledger
            .row_counts
            .iter()
            .find(|count| count.file == file)
            .unwrap()
            .cents
    };
    let count = cents("invoices.csv").unwrap();
    assert_eq!(
        (
            count.read,
            count.used,
            count.rejected,
            count.n_unreadable,
            count.n_empty
        ),
        (1_650, 150, 1_500, 2, 0),
        "an amount that cannot be read is counted, and never taken for 0"
    );
    assert_eq!(cents("payments.csv").unwrap().rejected, 450);
    assert_eq!(cents("customers.csv"), None);
}

#[test]
fn an_amount_beyond_the_limit_rejects_its_row() {
    let text = "invoice_id,customer_id,invoice_date,due_date,amount\n\
        1,C1,2025-01-10,2025-02-09,9999999999999.99\n2,C1,2025-01-10,2025-02-09,10000000000000.00\n\
        3,C1,2025-01-10,2025-02-09,-90071992547409.00\n";
    let ledger = ledger(INVOICES, &[("invoices.csv", text)]);
    assert_eq!(
        rejected(&ledger),
        [
            "invoices.csv:3 amount=10000000000000.00: impossible amount",
            "invoices.csv:4 amount=-90071992547409.00: impossible amount",
        ]
    );
    assert_eq!(cells(&ledger.invoices, "invoice_id"), ["1"]);
}
