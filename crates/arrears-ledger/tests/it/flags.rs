//! What is odd but true: used, and told.

use crate::helper::*;

#[test]
fn odd_invoices_are_used_and_flagged() {
    let ledger = ledger(
        INVOICES,
        &[(
            "invoices.csv",
            "invoice_id,customer_id,invoice_date,due_date,amount,paid_date,kind\n\
             1,C1,2025-01-10,2025-01-09,1.00,,\n\
             2,C1,2025-01-10,2025-02-09,0.00,,\n\
             3,C1,2025-01-10,2025-02-09,-7.25,,\n\
             4,C1,2025-01-10,2025-02-09,1.00,2025-01-09,\n\
             5,C1,2025-01-10,2025-02-09,-1.00,,invoice\n\
             6,C1,2025-01-10,2025-02-09,-1.00,,credit note\n\
             7,C1,2025-01-10,2025-02-09,0.00,,\n",
        )],
    );
    assert_eq!(rejected(&ledger), [] as [&str; 0]);
    assert_eq!(
        flags(&ledger),
        [
            "invoices DueBeforeInvoice x1 line 2 1: due 2025-01-09, dated 2025-01-10",
            "invoices ZeroAmount x2 line 3 2: amount 0.00",
            "invoices NegativeAsCreditNote x2 line 4 3: amount -7.25",
            "invoices PaidBeforeInvoice x1 line 5 4: paid 2025-01-09, dated 2025-01-10",
            "invoices TwoNumbers x1 line 7 6: `6` and `5`, both of -1.00",
        ]
    );
    let kinds = [
        "invoice",
        "invoice",
        "credit_note",
        "invoice",
        "credit_note",
        "credit_note",
        "invoice",
    ];
    assert_eq!(cells(&ledger.invoices, "kind"), kinds);
}

#[test]
fn odd_events_are_used_and_flagged() {
    let config = ["invoices", "payments", "disputes"]
        .map(|table| format!("[{table}]\npath = \"{table}.csv\"\n"))
        .concat();
    let ledger = ledger(
        &config,
        &[
            ("invoices.csv", TWO),
            (
                "payments.csv",
                "invoice_id,customer_id,payment_date,amount,kind\n\
                 001,C1,2025-01-09,60.00,\n\
                 001,C2,2025-02-01,60.00,\n\
                 001,C1,2025-02-02,-5.00,\n\
                 001,C1,2025-02-03,0.00,discount\n\
                 002,C2,2025-02-03,100.00,write-off\n",
            ),
            (
                "disputes.csv",
                "invoice_id,opened_date,closed_date\n001,2025-02-01,2025-01-31\n",
            ),
        ],
    );
    assert_eq!(rejected(&ledger), [] as [&str; 0]);
    assert_eq!(
        flags(&ledger),
        [
            "invoices Overpayment x1 line 2 001: billed 100.00, booked 115.00",
            "payments ZeroAmount x1 line 5 001: amount 0.00",
            "payments NegativeAsReversal x1 line 4 001: amount -5.00",
            "payments PaymentBeforeInvoice x1 line 2 001: paid 2025-01-09, invoice dated 2025-01-10",
            "payments CustomerMismatch x1 line 3 001: paid by C2, billed to C1",
            "disputes EndBeforeStart x1 line 2 001: `opened_date` 2025-02-01, `closed_date` 2025-01-31",
        ]
    );
    assert_eq!(
        cells(&ledger.payments, "kind"),
        ["payment", "payment", "reversal", "discount", "write_off"]
    );
}

#[test]
fn examples_are_the_first_ten() {
    let rows: String = (0..25)
        .map(|n| format!("{n},C1,2025-01-10,2025-02-09,0\n"))
        .collect();
    let ledger = ledger(
        INVOICES,
        &[(
            "invoices.csv",
            &format!("invoice_id,customer_id,invoice_date,due_date,amount\n{rows}"),
        )],
    );
    assert_eq!(
        (ledger.flags[0].count, ledger.flags[0].examples.len()),
        (25, 10)
    );
    assert_eq!(ledger.flags[0].kind.text(), "amount of zero");
}

#[test]
fn amounts_of_more_than_two_decimals_are_told() {
    let files = [
        (
            "invoices.csv",
            "invoice_id,customer_id,invoice_date,due_date,amount\n\
             1,C1,2025-01-10,2025-02-09,1000.005\n2,C1,2025-01-10,2025-02-09,0.30000000000000004\n\
             3,C1,2025-01-11,2025-02-09,1.2340\n4,C1,2025-01-12,2025-02-09,1.2300\n",
        ),
        (
            "payments.csv",
            "invoice_id,payment_date,debit,credit\n1,2025-02-01,,999.9990\n",
        ),
    ];
    let config = format!("{INVOICES}[payments]\npath = \"payments.csv\"\n");
    let ledger = ledger(&config, &files);
    assert_eq!(
        flags(&ledger),
        [
            "invoices RoundedToCents x2 line 2 1: `amount` taken as 1000.01",
            "payments RoundedToCents x1 line 2 1: `credit` taken as 1000.00",
        ]
    );
}
