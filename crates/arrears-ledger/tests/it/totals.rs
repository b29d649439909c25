//! Rows that are the total of a list, and fill every cell as an invoice does.

use crate::helper::*;

/// A ledger of three invoices, 160.00 together, and this last row.
fn with_last(row: &str) -> arrears_ledger::Ledger {
    let text = format!(
        "invoice_id,customer_id,invoice_date,due_date,amount\n\
         1,C1,2025-01-10,2025-02-09,100.00\n\
         2,C2,2025-01-11,2025-02-10,80.00\n\
         3,C2,2025-01-12,2025-02-11,-20.00\n{row}\n"
    );
    ledger(INVOICES, &[("invoices.csv", &text)])
}

#[test]
fn a_total_that_fills_every_cell_is_no_invoice() {
    for row in [
        "140 facturen,Totaal,2025-05-31,2025-05-31,160.00",
        "Gesamt:,C2,2025-05-31,2025-05-31,160.00",
        "9,nobody,2025-05-31,2025-05-31,160.00",
    ] {
        let ledger = with_last(row);
        assert_eq!(
            cells(&ledger.invoices, "invoice_id"),
            ["1", "2", "3"],
            "{row}"
        );
        assert_eq!(
            rejected(&ledger),
            [
                "invoices.csv:5 amount=160.00: a total, no invoice: its amount is the sum of the 3 rows above it"
            ],
            "{row}"
        );
    }
}

#[test]
fn a_last_invoice_that_is_the_sum_of_the_others_is_told_and_used() {
    let ledger = with_last("4,C2,2025-05-31,2025-05-31,160.00");
    assert_eq!(ledger.invoices.height(), 4);
    let told = "invoices SumOfOthers x1 line 5 4: 160.00, the sum of the 3 rows above".to_owned();
    assert!(flags(&ledger).contains(&told), "{:?}", flags(&ledger));
}

#[test]
fn a_word_or_another_amount_alone_makes_no_total() {
    for row in [
        "4,Totaal Bouw,2025-05-31,2025-05-31,160.01",
        "Totaal,C2,2025-05-31,2025-05-31,200.00",
    ] {
        let ledger = with_last(row);
        assert_eq!(ledger.invoices.height(), 4, "{row}");
        assert!(!flags(&ledger).join(" ").contains("SumOfOthers"), "{row}");
    }
}
