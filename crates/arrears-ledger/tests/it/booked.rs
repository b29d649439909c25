//! Amounts in two columns or with a mark, terms from a baseline, clearings, and one file for several tables.

use arrears_ledger::Ledger;

use crate::helper::{cells, flags, ledger, message, rejected};

/// The payments in one line each: `invoice customer date amount kind`.
fn payments(ledger: &Ledger) -> Vec<String> {
    let frame = &ledger.payments;
    let column = |name: &str| {
        frame.column(name).map_or_else(
            |_| vec!["-".to_owned(); frame.height()],
            |_| cells(frame, name),
        )
    };
    let columns: Vec<Vec<String>> = [
        "invoice_id",
        "customer_id",
        "payment_date",
        "amount",
        "kind",
    ]
    .iter()
    .map(|name| column(name))
    .collect();
    (0..frame.height())
        .map(|row| {
            columns
                .iter()
                .map(|column| column[row].as_str())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

const HEAD: &str = "invoice_id,customer_id,invoice_date,due_date";

#[test]
fn an_amount_in_two_columns_is_debit_less_credit() {
    let text = format!(
        "{HEAD},debit,credit\n1,C,2025-01-01,2025-01-31,100.10,\n2,C,2025-01-01,2025-01-31,0.00,40.00\n\
         3,C,2025-01-01,2025-01-31,5.00,6.00\n4,C,2025-01-01,2025-01-31,,\n5,C,2025-01-01,2025-01-31,-7.00,\n"
    );
    let ledger = ledger("[invoices]\npath = \"i.csv\"\n", &[("i.csv", &text)]);
    assert_eq!(
        cells(&ledger.invoices, "amount"),
        ["100.1", "-40.0", "-7.0"]
    );
    assert_eq!(
        cells(&ledger.invoices, "kind"),
        ["invoice", "credit_note", "credit_note"]
    );
    assert_eq!(
        rejected(&ledger),
        [
            "i.csv:4 debit=5.00 and 6.00: `debit` and `credit` are both filled",
            "i.csv:5 amount=: `amount` is missing"
        ]
    );
}

#[test]
fn a_payment_is_credit_less_debit() {
    let invoices = format!("{HEAD},amount\n1,C,2025-01-01,2025-01-31,100.00\n");
    let paid = "invoice_id,payment_date,debit,credit\n1,2025-02-01,,100.00\n1,2025-02-09,100.00,\n";
    let config = "[invoices]\npath = \"i.csv\"\n[payments]\npath = \"p.csv\"\n";
    let ledger = ledger(config, &[("i.csv", &invoices), ("p.csv", paid)]);
    assert_eq!(
        payments(&ledger),
        [
            "1 - 2025-02-01 100.0 payment",
            "1 - 2025-02-09 -100.0 reversal"
        ]
    );
}

#[test]
fn a_mark_gives_the_side_and_an_unknown_one_is_rejected() {
    let text = format!(
        "{HEAD},amount,side\n1,C,2025-01-01,2025-01-31,100.00,S\n2,C,2025-01-01,2025-01-31,40.00,H\n\
         3,C,2025-01-01,2025-01-31,5.00,X\n4,C,2025-01-01,2025-01-31,5.00,\n5,C,2025-01-01,2025-01-31,-5.00,S\n"
    );
    let ledger = ledger("[invoices]\npath = \"i.csv\"\n", &[("i.csv", &text)]);
    assert_eq!(cells(&ledger.invoices, "amount"), ["100.0", "-40.0"]);
    assert_eq!(
        rejected(&ledger),
        [
            "i.csv:4 side=X: unknown side",
            "i.csv:5 side=: `side` is missing",
            "i.csv:6 side=S: the amount -5.00 has a sign and a side (debit), and other rows of the table do not tell \
             which holds"
        ]
    );
}

#[test]
fn amounts_that_have_the_sign_of_their_side_keep_it() {
    let text = format!(
        "{HEAD},amount,side\n1,C,2025-01-01,2025-01-31,100.00,D\n2,C,2025-01-01,2025-01-31,-40.00,C\n"
    );
    let ledger = ledger("[invoices]\npath = \"i.csv\"\n", &[("i.csv", &text)]);
    assert_eq!(cells(&ledger.invoices, "amount"), ["100.0", "-40.0"]);
}

#[test]
fn the_due_date_counts_from_the_baseline_with_the_net_term() {
    let text = "invoice_id,customer_id,invoice_date,baseline_date,due_date,payment_terms_days,payment_terms_days_2,\
         payment_terms_days_3,amount\n\
         1,C,2025-01-10,2025-02-01,,30,0,0,1.00\n2,C,2025-01-10,,,14,30,0,1.00\n3,C,2025-01-10,2025-02-01,,14,30,60,1.00\n\
         4,C,2025-01-10,2025-02-01,2025-03-03,14,30,60,1.00\n5,C,2025-01-10,2025-02-01,,,,,1.00\n6,C,2025-01-10,,,-1,0,0,1.00\n";
    let ledger = ledger("[invoices]\npath = \"i.csv\"\n", &[("i.csv", text)]);
    assert_eq!(
        cells(&ledger.invoices, "due_date"),
        ["2025-03-03", "2025-02-09", "2025-04-02", "2025-03-03"]
    );
    assert_eq!(
        rejected(&ledger),
        [
            "i.csv:6 due_date=: `due_date` is missing",
            "i.csv:7 payment_terms_days=-1: `payment_terms_days` is out of range"
        ]
    );
}

/// Two invoices cleared as `K1`, one as `K2`, one open; due in another order than they stand.
const CLEARED: &str = "invoice_id,customer_id,invoice_date,due_date,amount,clearing_id\n\
    1,C,2025-01-01,2025-02-28,100.00,K1\n2,C,2025-01-02,2025-01-31,50.00,K1\n3,D,2025-01-03,2025-02-03,70.00,K2\n\
    4,C,2025-01-04,2025-02-04,10.00,\n";
const BOTH: &str = "[invoices]\npath = \"i.csv\"\n[payments]\npath = \"p.csv\"\n";

#[test]
fn a_clearing_settles_what_was_due_first_and_the_rest_stays() {
    let paid = "customer_id,payment_date,amount,clearing_id\nC,2025-02-10,120.00,K1\nC,2025-03-01,45.00,K1\n\
        D,2025-02-05,70.00,K2\nC,2025-02-06,10.00,\n";
    let ledger = ledger(BOTH, &[("i.csv", CLEARED), ("p.csv", paid)]);
    assert_eq!(
        payments(&ledger),
        [
            "2 C 2025-02-10 50.0 payment",
            "1 C 2025-02-10 70.0 payment",
            "1 C 2025-03-01 30.0 payment",
            "- C 2025-03-01 15.0 payment",
            "3 D 2025-02-05 70.0 payment",
            "- C 2025-02-06 10.0 payment"
        ]
    );
    let counts = &ledger.row_counts[1];
    assert_eq!(
        (counts.read, counts.used, counts.rejected),
        (4, 4, 0),
        "rows of the file"
    );
    assert_eq!(flags(&ledger), [] as [&str; 0]);
}

#[test]
fn a_payment_that_names_its_invoice_keeps_it() {
    let paid = "invoice_id,customer_id,payment_date,amount,clearing_id\n1,C,2025-02-01,30.00,K1\n,C,2025-02-10,120.00,K1\n";
    let ledger = ledger(BOTH, &[("i.csv", CLEARED), ("p.csv", paid)]);
    assert_eq!(
        payments(&ledger),
        [
            "1 C 2025-02-01 30.0 payment",
            "2 C 2025-02-10 50.0 payment",
            "1 C 2025-02-10 70.0 payment"
        ]
    );
}

#[test]
fn a_credit_note_of_a_clearing_is_used_up_and_a_reversal_takes_back() {
    let invoices = "invoice_id,customer_id,invoice_date,due_date,amount,clearing_id\n1,C,2025-01-01,2025-01-31,100.00,K\n\
        N,C,2025-01-20,2025-01-20,-20.00,K\n";
    let paid = "customer_id,payment_date,amount,clearing_id,kind\nC,2025-02-01,80.00,K,\nC,2025-02-05,80.00,K,reversal\n\
        C,2025-02-20,80.00,K,\n";
    let ledger = ledger(BOTH, &[("i.csv", invoices), ("p.csv", paid)]);
    assert_eq!(
        payments(&ledger),
        [
            "- C 2025-02-01 80.0 payment",
            "- C 2025-02-05 80.0 reversal",
            "1 C 2025-02-20 80.0 payment",
            "1 C 2025-01-20 20.0 credit_note",
            "N C 2025-01-20 20.0 credit_note"
        ]
    );
}

#[test]
fn a_payment_counts_on_its_own_day_and_is_known_from_the_clearing_on() {
    let invoices = "invoice_id,customer_id,invoice_date,due_date,amount,clearing_id,cleared_date\n\
        1,C,2025-01-01,2025-01-31,100.00,K,2025-03-05\n";
    let paid = "customer_id,payment_date,known_date,amount,clearing_id\nC,2025-02-10,2025-02-11,120.00,K\n\
        C,2025-02-12,,5.00,\n";
    let ledger = ledger(BOTH, &[("i.csv", invoices), ("p.csv", paid)]);
    assert_eq!(
        payments(&ledger),
        [
            "1 C 2025-02-10 100.0 payment",
            "- C 2025-02-10 20.0 payment",
            "- C 2025-02-12 5.0 payment"
        ]
    );
    assert_eq!(
        cells(&ledger.payments, "known_date"),
        ["2025-03-05", "2025-02-11", "-"],
        "the invoice was open until it was cleared"
    );
}

#[test]
fn entries_are_linked_either_way_and_zeros_are_no_clearing() {
    let invoices = "invoice_id,customer_id,invoice_date,due_date,amount,entry_id,clearing_id\n\
        1,C,2025-01-01,2025-01-31,100.00,11,22\n2,C,2025-01-01,2025-02-05,60.00,12,0\n3,C,2025-01-01,2025-02-06,60.00,13,0\n";
    let paid = "customer_id,payment_date,amount,entry_id,clearing_id\nC,2025-02-01,40.00,21,11\nC,2025-02-03,60.00,22,0\n\
        C,2025-02-04,5.00,23,0\n";
    let ledger = ledger(BOTH, &[("i.csv", invoices), ("p.csv", paid)]);
    assert_eq!(
        payments(&ledger),
        [
            "1 C 2025-02-01 40.0 payment",
            "1 C 2025-02-03 60.0 payment",
            "- C 2025-02-04 5.0 payment"
        ]
    );
}

#[test]
fn a_payment_without_a_customer_has_that_of_its_clearing() {
    let paid = "payment_date,amount,clearing_id\n2025-02-10,150.00,K1\n2025-02-10,1.00,K9\n";
    let ledger = ledger(BOTH, &[("i.csv", CLEARED), ("p.csv", paid)]);
    assert_eq!(
        payments(&ledger),
        [
            "2 C 2025-02-10 50.0 payment",
            "1 C 2025-02-10 100.0 payment"
        ]
    );
    assert_eq!(
        rejected(&ledger),
        ["p.csv:3 invoice_id=: `invoice_id` and `customer_id` are missing"]
    );
}

/// Invoices, payments and something else in one file.
const ONE_FILE: &str = "kind_of;invoice_id;customer_id;invoice_date;due_date;amount\n\
    Invoice;1;C;2025-01-01;2025-01-31;100,00\nPayment;1;C;2025-02-01;;100,00\nQuote;9;C;2025-01-01;2025-01-31;5,00\n\
    Invoice;2;C;not a day;2025-01-31;100,00\n";
const ONE_CONFIG: &str = "[invoices]\npath = \"o.csv\"\nonly = { kind_of = [\"Invoice\"] }\n\
    [payments]\npath = \"o.csv\"\nonly = { kind_of = [\"Payment\"] }\ncolumns = { payment_date = \"invoice_date\" }\n";

#[test]
fn one_file_serves_several_tables_and_every_row_is_accounted_for() {
    let ledger = ledger(ONE_CONFIG, &[("o.csv", ONE_FILE)]);
    assert_eq!(cells(&ledger.invoices, "invoice_id"), ["1"]);
    assert_eq!(payments(&ledger), ["1 C 2025-02-01 100.0 payment"]);
    let counts: Vec<(u64, u64, u64)> = ledger
        .row_counts
        .iter()
        .map(|count| (count.read, count.used, count.rejected))
        .collect();
    assert_eq!(counts, [(3, 1, 2), (1, 1, 0)], "four rows, each once");
    assert_eq!(
        rejected(&ledger),
        [
            "o.csv:4 kind_of=Quote: no table takes it: `invoices` those where `kind_of` is `Invoice`; `payments` those \
             where `kind_of` is `Payment`",
            "o.csv:5 invoice_date=not a day: impossible date"
        ]
    );
}

#[test]
fn a_table_that_takes_all_leaves_none() {
    let config = "[invoices]\npath = \"o.csv\"\nonly = { kind_of = [\"Invoice\"] }\n[payments]\npath = \"o.csv\"\n\
        columns = { payment_date = \"invoice_date\" }\n";
    let ledger = ledger(config, &[("o.csv", ONE_FILE)]);
    assert_eq!(ledger.row_counts[0].read, 2, "the invoices take two");
    assert_eq!(ledger.row_counts[1].read, 4, "the payments take all");
}

#[test]
fn a_column_of_only_that_is_not_there_is_told() {
    let config = ONE_CONFIG.replace("kind_of = [\"Invoice", "Kind_off = [\"Invoice");
    assert_eq!(
        message(&config, &[("o.csv", ONE_FILE)]).0,
        "the file `o.csv` has no column `Kind_off`, needed for `only` of table `invoices` (did you mean `kind_of`?); its \
         columns are `kind_of`, `invoice_id`, `customer_id`, `invoice_date`, `due_date`, `amount`"
    );
}

#[test]
fn an_empty_name_says_that_there_is_no_such_column() {
    let invoices = format!("{HEAD},amount\n1,C,2025-01-01,2025-01-31,100.00\n");
    let paid = "customer_id,payment_date,amount\nC,2025-02-01,100.00\n";
    let files = [("i.csv", invoices.as_str()), ("p.csv", paid)];
    assert!(
        message(BOTH, &files)
            .0
            .contains("has no column `invoice_id`"),
        "it must be said"
    );
    let config = format!("{BOTH}columns = {{ invoice_id = \"\" }}\n");
    assert_eq!(
        payments(&ledger(&config, &files)),
        ["- C 2025-02-01 100.0 payment"]
    );
}
