//! Rows and customers that are perhaps one: used as they are, and told.

use crate::helper::*;

const HEADER: &str = "invoice_id,customer_id,invoice_date,due_date,amount";

fn of_kind(ledger: &arrears_ledger::Ledger, kind: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for flag in ledger
        .flags
        .iter()
        .filter(|flag| format!("{:?}", flag.kind) == kind)
    {
        assert_eq!(flag.count as usize, flag.examples.len());
        for example in &flag.examples {
            lines.push(format!(
                "{} {}: {}",
                example.place, example.id, example.detail
            ));
        }
    }
    lines
}

#[test]
fn ids_that_differ_by_leading_zeros_are_told_both() {
    let text = format!(
        "{HEADER}\n00042,C1,2025-01-10,2025-02-09,1.00\n7,042,2025-01-11,2025-02-09,2.00\n42,42,2025-01-12,2025-02-09,3.00\n"
    );
    let ledger = ledger(INVOICES, &[("invoices.csv", &text)]);
    assert_eq!(
        of_kind(&ledger, "LeadingZeros"),
        [
            "line 2 00042: `00042` and `42`",
            "line 4 42: `42` and `00042`",
            "line 3 042: `042` and `42`",
            "line 4 42: `42` and `042`",
        ]
    );
    assert_eq!(rejected(&ledger), [] as [&str; 0]);
}

#[test]
fn one_customer_under_many_spellings_is_told() {
    let customers = "customer_id,name,vat_id,bank_account\n\
        1,Jansen Bouw B.V.,NL001234567B01,\n\
        2,Bakkerij De Vries,,NL91 ABNA 0417 1643 00\n\
        3,JANSEN BOUW BV,,\n\
        4,Janssen Bouw,nl 0012.34.567.b01,\n\
        5,Iemand anders,,nl91abna0417164300\n\
        6,Filiaal Oost 12,,\n\
        7,Filiaal Oost 13,,\n";
    let config = "[invoices]\npath = \"invoices.csv\"\n[customers]\npath = \"customers.csv\"\n";
    let invoices = format!("{HEADER}\n1,1,2025-01-10,2025-02-09,1.00\n");
    let ledger = ledger(
        config,
        &[("invoices.csv", &invoices), ("customers.csv", customers)],
    );
    assert_eq!(
        of_kind(&ledger, "AlikeCustomers"),
        [
            "line 4 3: `3` (`JANSEN BOUW BV`) bears nearly the name of `1` (`Jansen Bouw B.V.`)",
            "line 5 4: `4` (`Janssen Bouw`) bears the VAT number of `1` (`Jansen Bouw B.V.`)",
            "line 6 5: `5` (`Iemand anders`) bears the bank account of `2` (`Bakkerij De Vries`)",
        ]
    );
    assert_eq!(ledger.customers.height(), 7, "none is merged");
}

#[test]
fn names_in_the_file_of_invoices_are_compared_too() {
    let config = "[invoices]\npath = \"i.csv\"\n[customers]\npath = \"i.csv\"\n";
    let text = format!(
        "{HEADER},name\n1,A,2025-01-10,2025-02-09,1.00,Peeters & Zonen NV\n2,B,2025-01-10,2025-02-09,2.00,Peeters en Zonen\n"
    );
    let ledger = ledger(config, &[("i.csv", &text)]);
    assert_eq!(
        of_kind(&ledger, "AlikeCustomers"),
        ["line 3 B: `B` (`Peeters en Zonen`) bears nearly the name of `A` (`Peeters & Zonen NV`)"]
    );
}

#[test]
fn one_invoice_under_two_numbers_is_told() {
    let text = format!(
        "{HEADER},po_reference\n\
         1,C1,2025-01-10,2025-02-09,1.00,\n\
         1-A,C1,2025-01-10,2025-02-09,1.00,PO 7\n\
         2,C1,2025-01-10,2025-02-09,1.00,PO 8\n\
         3,C2,2025-01-10,2025-02-09,1.00,\n\
         4,C1,2025-01-10,2025-02-10,1.00,\n\
         5,C2,2025-01-10,2025-02-09,0.00,\n\
         6,C2,2025-01-10,2025-02-09,0.00,\n"
    );
    let ledger = ledger(INVOICES, &[("invoices.csv", &text)]);
    assert_eq!(
        of_kind(&ledger, "TwoNumbers"),
        [
            "line 3 1-A: `1-A` and `1`, both of 1.00",
            "line 4 2: `2` and `1`, both of 1.00",
        ]
    );
    assert_eq!(ledger.invoices.height(), 7, "all are used");
}

#[test]
fn bookings_that_repeat_are_told_and_count() {
    let config = "[invoices]\npath = \"invoices.csv\"\n[payments]\npath = \"payments.csv\"\n";
    let payments = "invoice_id,payment_date,amount,kind\n\
        001,2025-02-01,50.00,payment\n\
        001,2025-02-01,50.00,betaling\n\
        001,2025-02-01,50.00,discount\n\
        001,2025-02-02,50.00,payment\n";
    let ledger = ledger(config, &[("invoices.csv", TWO), ("payments.csv", payments)]);
    assert_eq!(
        of_kind(&ledger, "RepeatedRow"),
        ["line 3 001: 50.00, as on line 2"]
    );
    assert_eq!(ledger.payments.height(), 4);
}

#[test]
fn links_of_credit_notes_that_lead_nowhere_are_told() {
    let config = "[invoices]\npath = \"invoices.csv\"\n[payments]\npath = \"payments.csv\"\n";
    let invoices = format!(
        "{HEADER},kind,credits_invoice_id\n\
         1,C1,2025-01-10,2025-02-09,100.00,invoice,\n\
         2,C1,2025-01-20,2025-02-09,30.00,credit_note,1\n\
         3,C1,2025-01-20,2025-02-09,30.00,credit_note,9\n\
         4,C1,2025-01-20,2025-02-09,30.00,credit_note,4\n\
         5,C1,2025-01-21,2025-02-09,31.00,credit_note,2\n\
         6,C1,2025-01-20,2025-02-09,32.00,invoice,1\n\
         7,C2,2025-01-20,2025-02-09,33.00,credit_note,1\n"
    );
    let payments = "invoice_id,payment_date,amount,kind\n1,2025-01-25,30.00,credit_note\n1,2025-01-25,70.00,payment\n";
    let ledger = ledger(
        config,
        &[("invoices.csv", &invoices), ("payments.csv", payments)],
    );
    assert_eq!(
        of_kind(&ledger, "IdleLink"),
        [
            "line 4 3: `9` is not credited: no usable invoice has this number",
            "line 5 4: `4` is not credited: it names itself",
            "line 6 5: `2` is not credited: it names another credit note",
            "line 7 6: `1` is not credited: it is no credit note",
        ]
    );
    assert_eq!(
        of_kind(&ledger, "CustomerMismatch"),
        ["line 8 7: credited to C2, invoice `1` billed to C1"]
    );
    assert_eq!(
        of_kind(&ledger, "CreditedTwice"),
        ["line 2 1: 30.00 by credit note `2` and by this booking"]
    );
}
