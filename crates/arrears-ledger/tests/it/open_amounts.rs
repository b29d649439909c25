//! What the source says is still open: what was paid of an invoice, where no table of payments says.

use crate::helper::*;

const HEADER: &str = "invoice_id,customer_id,invoice_date,due_date,amount,paid_date,open_amount\n";

fn with_rows(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn a_part_payment_is_of_what_is_not_open_any_more() {
    let invoices = with_rows(
        "1,C1,2025-01-10,2025-02-09,100.00,2025-02-03,\n\
         2,C1,2025-01-11,2025-02-10,100.00,2025-02-04,0.00\n\
         3,C1,2025-01-12,2025-02-11,100.01,2025-02-05,33.34\n\
         4,C1,2025-01-13,2025-02-12,100.00,2025-02-06,100.00\n\
         5,C1,2025-01-14,2025-02-13,100.00,,100.00\n\
         6,C1,2025-01-15,2025-02-14,100.00,,40.00\n\
         7,C1,2025-01-16,2025-02-15,100.00,2025-02-07,950.00\n\
         8,C1,2025-01-17,2025-02-16,-10.00,,-10.00\n",
    );
    let ledger = ledger(INVOICES, &[("invoices.csv", &invoices)]);
    assert_eq!(rejected(&ledger), [] as [&str; 0]);
    assert_eq!(cells(&ledger.payments, "invoice_id"), ["1", "2", "3", "7"]);
    assert_eq!(
        cells(&ledger.payments, "amount"),
        ["100.0", "100.0", "66.67", "100.0"]
    );
    assert_eq!(
        cells(&ledger.payments, "payment_date"),
        ["2025-02-03", "2025-02-04", "2025-02-05", "2025-02-07"]
    );
    let told: Vec<String> = flags(&ledger)
        .into_iter()
        .filter(|flag| flag.contains("Paid"))
        .collect();
    assert_eq!(
        told,
        [
            "invoices PaidInPart x2 line 4 3: billed 100.01, open 33.34, paid on 2025-02-05",
            "invoices PaidUndated x1 line 7 6: billed 100.00, open 40.00",
        ]
    );
}

#[test]
fn a_table_of_payments_alone_says_what_was_paid() {
    let invoices = with_rows("3,C1,2025-01-12,2025-02-11,100.00,2025-02-05,33.34\n");
    let ledger = ledger(
        "[invoices]\npath = \"invoices.csv\"\n[payments]\npath = \"payments.csv\"\n",
        &[
            ("invoices.csv", &invoices),
            (
                "payments.csv",
                "invoice_id,payment_date,amount\n3,2025-02-05,100.00\n",
            ),
        ],
    );
    assert_eq!(cells(&ledger.payments, "amount"), ["100.0"]);
    assert_eq!(flags(&ledger), [] as [&str; 0]);
}

#[test]
fn what_is_open_is_in_the_currency_of_the_row() {
    let ledger = ledger(
        "[invoices]\npath = \"invoices.csv\"\n[rates]\npath = \"rates.csv\"\nquoted = \"foreign-per-ledger\"\n",
        &[
            (
                "invoices.csv",
                "invoice_id,customer_id,invoice_date,due_date,amount,paid_date,open_amount,currency\n\
                 1,C1,2025-01-10,2025-02-09,200.00,2025-02-03,50.00,USD\n",
            ),
            ("rates.csv", "date,currency,rate\n2025-01-09,USD,2\n"),
        ],
    );
    assert_eq!(cells(&ledger.invoices, "open_amount"), ["25.0"]);
    assert_eq!(cells(&ledger.payments, "amount"), ["75.0"]);
}
