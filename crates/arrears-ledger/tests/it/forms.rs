//! One cell does not decide how thousands are written: the dates of a table decide together, and so do its numbers.

use crate::helper::{INVOICES, cells, ledger, message, rejected, rejected_in_full};

const HEADER: &str = "invoice_id;customer_id;invoice_date;due_date;amount\n";

/// Invoices 1 to `n` by their rest of the line.
fn invoices(n: u32, rest: impl Fn(u32) -> String, last: &str) -> String {
    let rows: String = (1..=n).map(|i| format!("{i};C1;{}\n", rest(i))).collect();
    format!("{HEADER}{rows}{last}\n")
}

#[test]
fn a_single_date_does_not_turn_a_column() {
    let text = invoices(
        300,
        |i| format!("{:02}/02/2024;{}/03/2024;1,00", i % 12 + 1, i % 12 + 14),
        "999;C1;12/31/2023;14/03/2024;1,00",
    );
    let ledger = ledger(INVOICES, &[("invoices.csv", &text)]);
    assert_eq!(cells(&ledger.invoices, "invoice_date")[2], "2024-02-04");
    assert_eq!(
        rejected(&ledger),
        ["invoices.csv:302 invoice_date=12/31/2023: impossible date"]
    );
}

#[test]
fn dates_of_two_columns_in_two_orders_are_refused() {
    let text = invoices(
        40,
        |i| format!("02/{}/2024;{}/03/2024;1,00", i % 12 + 14, i % 12 + 14),
        "",
    );
    assert_eq!(
        message(INVOICES, &[("invoices.csv", &text)]).0,
        "the dates of `invoices.csv` are mixed: 40 are dates only day first, 40 only month first; the fewer stand in column \
         `invoice_date`"
    );
}

#[test]
fn a_few_dates_that_tell_among_many_that_fit_both_are_no_proof() {
    let invoices_text = invoices(
        40,
        |i| format!("{}/02/2024;{}/03/2024;1,00", i % 12 + 14, i % 12 + 14),
        "",
    );
    let rows: String = (1..=300)
        .map(|i| format!("{};{:02}/05/2024;1,00\n", i % 40 + 1, i % 12 + 1))
        .collect();
    let payments = format!("invoice_id;payment_date;amount\n{rows}1;05/13/2024;1,00\n");
    let config = format!("{INVOICES}[payments]\npath = \"payments.csv\"\n");
    let followed = ledger(
        &config,
        &[
            ("invoices.csv", &invoices_text),
            ("payments.csv", &payments),
        ],
    );
    assert_eq!(cells(&followed.payments, "payment_date")[2], "2024-05-04");
    assert_eq!(
        rejected(&followed),
        ["payments.csv:302 payment_date=05/13/2024: impossible date"]
    );

    let year_first = invoices(
        40,
        |i| format!("2024-02-{};2024-03-{};1,00", i % 12 + 14, i % 12 + 14),
        "",
    );
    let files = [
        ("invoices.csv", year_first.as_str()),
        ("payments.csv", payments.as_str()),
    ];
    let (asked, hint) = message(&config, &files);
    assert_eq!(
        asked,
        "the dates of `payments.csv` can be read day first or month first: `02/05/2024` in column `payment_date` fits both, \
         and the one value that tells may be a mistake"
    );
    assert!(hint.contains("[ledger.payments]"), "{hint}");
    let settled = ledger(&format!("{config}date_order = \"mdy\"\n"), &files);
    assert_eq!(cells(&settled.payments, "payment_date")[2], "2024-04-05");
    assert_eq!(rejected(&settled), [] as [&str; 0]);
}

#[test]
fn a_single_number_does_not_decide_whether_thousands_are_thousandths() {
    let rest = |i: u32| format!("2024-01-02;2024-02-01;{}.{}", i % 90 + 10, i % 900 + 100);
    let text = invoices(300, rest, "999;C1;2024-01-02;2024-02-01;12.50");
    let (asked, _) = message(INVOICES, &[("invoices.csv", &text)]);
    assert!(
        asked.ends_with(
            "`11.101` in column `amount` fits both, and the one value that tells may be a mistake"
        ),
        "{asked}"
    );
    let config = format!("{INVOICES}decimal_mark = \",\"\n");
    let ledger = ledger(&config, &[("invoices.csv", &text)]);
    assert_eq!(cells(&ledger.invoices, "amount")[0], "11101.0");
    assert_eq!(
        rejected(&ledger),
        ["invoices.csv:302 amount=12.50: unreadable amount"]
    );
}

#[test]
fn a_file_that_is_cut_off_or_ends_as_in_dos_is_told() {
    let rest = |_: u32| "2024-01-02;2024-02-01;1,00".to_owned();
    let cut = ledger(
        INVOICES,
        &[("invoices.csv", invoices(3, rest, "F900").trim_end())],
    );
    assert_eq!(
        rejected_in_full(&cut),
        [
            "invoices.csv:5 =F900: 1 cell where the header has 5, and no end of the line: expected a whole row; the file may be \
          cut off"
        ]
    );
    let dos = ledger(
        INVOICES,
        &[(
            "invoices.csv",
            invoices(3, rest, "\u{1a}").trim_end_matches('\n'),
        )],
    );
    assert_eq!((dos.invoices.height(), rejected(&dos).len()), (3, 0));
    assert!(
        dos.notes.iter().any(|note| note.contains("Ctrl-Z")),
        "{:?}",
        dos.notes
    );
}
