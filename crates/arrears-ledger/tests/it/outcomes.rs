//! What filled worklists tell, as rows of the ledger.

use arrears_ledger::{OUTCOMES, RejectKind, Table};

use crate::helper::*;

const CONFIG: &str = "worklists = \"lists/*.csv\"\n[invoices]\npath = \"i.csv\"\n[reminders]\npath = \"r.csv\"\n\
                      [promises]\npath = \"p.csv\"\n";
const INVOICES: &str = "invoice_id,customer_id,invoice_date,due_date,amount,paid_date\n\
                        F1,C1,2025-01-02,2025-02-01,100.00,\nF2,C1,2025-01-05,2025-02-04,50.00,\nF3,C2,2025-01-05,2025-02-04,70.00,\n";
const REMINDERS: &str = "invoice_id,sent_date,level,channel\nF1,2025-02-15,1,email\n";
const PROMISES: &str = "invoice_id,made_date,promised_date\nF3,2025-02-20,2025-02-28\n";
const HEAD: &str = "as_of,customer_id,invoices,outcome,outcome_on,promised_date,promised_amount,outcome_note,what_to_say\n";

fn with(list: &str) -> arrears_ledger::Ledger {
    let list = format!("{HEAD}{list}");
    ledger(
        CONFIG,
        &[
            ("i.csv", INVOICES),
            ("r.csv", REMINDERS),
            ("p.csv", PROMISES),
            ("lists/march.csv", &list),
        ],
    )
}

#[test]
fn a_promise_stands_on_every_invoice_oldest_first() {
    let ledger = with("2025-03-03,C1,F2; F1,promise,2025-03-04,2025-03-20,120.00,,x\n");
    assert_eq!(cells(&ledger.promises, "invoice_id"), ["F3", "F1", "F2"]);
    assert_eq!(
        cells(&ledger.promises, "promised_date"),
        ["2025-02-28", "2025-03-20", "2025-03-20"]
    );
    assert_eq!(cells(&ledger.promises, "made_date")[1], "2025-03-04");
    assert_eq!(
        cells(&ledger.promises, "known_date"),
        ["-", "2025-03-04", "2025-03-04"]
    );
    assert_eq!(cells(&ledger.promises, "amount"), ["-", "100.0", "20.0"]);
    // A contact that was replied to, on both.
    assert_eq!(cells(&ledger.reminders, "level"), ["1", "0", "0"]);
    assert_eq!(
        cells(&ledger.reminders, "replied_date"),
        ["-", "2025-03-04", "2025-03-04"]
    );
    assert!(ledger.coverage.has(Table::Promises, "known_date"));
    assert_eq!(
        ledger
            .row_counts
            .last()
            .map(|count| (count.read, count.used)),
        Some((1, 1))
    );
    assert!(
        ledger
            .inputs
            .iter()
            .any(|input| input.name == "lists/march.csv")
    );
}

#[test]
fn every_outcome_is_what_the_ledger_has_a_table_for() {
    let row = |code: &&str| format!("2025-03-03,C2,F3,{code},,2025-03-09,,not as ordered,\n");
    let ledger = with(&OUTCOMES.iter().map(row).collect::<String>());
    assert_eq!(cells(&ledger.disputes, "reason"), ["not as ordered"]);
    assert_eq!(
        cells(&ledger.disputes, "opened_date"),
        ["2025-03-03"],
        "the day of the list"
    );
    assert_eq!(
        cells(&ledger.signals, "kind"),
        [
            "contact_unanswered",
            "billing_error",
            "terms_extension_requested",
            "nonpayment_reason",
            "nonpayment_reason",
            "nonpayment_reason",
            "nonpayment_reason"
        ]
    );
    assert_eq!(
        cells(&ledger.signals, "text")[3..],
        ["forgot", "not_received", "internal_process", "cash_trouble"]
    );
    assert_eq!(cells(&ledger.reminders, "level").len(), 1 + OUTCOMES.len());
    assert!(ledger.rejected.is_empty());
}

#[test]
fn rows_without_an_outcome_say_nothing_and_others_must_make_sense() {
    let ledger = with(
        "2025-03-03,C1,F1,,,,,,\n2025-03-03,C1,F1,call back,,,,,\n2025-03-03,C1,F1,promise,,,,,\n2025-03-03,C1,F9,reached,,,,,\n\
         2025-03-03,C1,,reached,,,,,\n2025-03-03,C1,F1,reached,soon,,,,\n",
    );
    let kinds: Vec<RejectKind> = ledger.rejected.iter().map(|row| row.kind).collect();
    assert_eq!(
        kinds,
        [
            RejectKind::UnknownWord,
            RejectKind::Missing,
            RejectKind::UnknownInvoice,
            RejectKind::Missing,
            RejectKind::Unreadable
        ]
    );
    assert!(
        ledger.rejected[0]
            .reason
            .contains("it is one of reached, promise")
    );
    assert_eq!(ledger.promises.height(), 1);
    assert_eq!(ledger.reminders.height(), 1);
}

#[test]
fn without_reminders_no_contact_is_added_and_without_lists_nothing() {
    let config = "worklists = \"lists/*.csv\"\n[invoices]\npath = \"i.csv\"\n";
    let list = format!("{HEAD}2025-03-03,C1,F1,no_answer,,,,,\n");
    let read = ledger(config, &[("i.csv", INVOICES), ("lists/a.csv", &list)]);
    assert!(!read.coverage.has_table(Table::Reminders));
    assert_eq!(cells(&read.signals, "customer_id"), ["C1"]);
    let none = ledger(config, &[("i.csv", INVOICES)]);
    assert!(!none.coverage.has_table(Table::Signals));
}

#[test]
fn what_spreadsheets_were_kept_from_is_read_as_it_was() {
    let invoices = INVOICES.replace("F1,", "=F1,");
    let list = format!("{HEAD}2025-03-03,C1,'=F1; F2,disputed,,,,'=HYPERLINK(1),\n");
    let read = ledger(
        "worklists = \"l.csv\"\n[invoices]\npath = \"i.csv\"\n",
        &[("i.csv", &invoices), ("l.csv", &list)],
    );
    assert_eq!(cells(&read.disputes, "invoice_id"), ["=F1", "F2"]);
    assert_eq!(cells(&read.disputes, "reason")[0], "=HYPERLINK(1)");
}
