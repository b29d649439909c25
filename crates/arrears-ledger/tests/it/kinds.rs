//! Words for kinds, and what a negative amount means.

use crate::helper::*;

const CONFIG: &str = "[invoices]\npath = \"invoices.csv\"\n[payments]\npath = \"payments.csv\"\n";

fn payments(rows: &[&str]) -> String {
    format!("invoice_id,payment_date,amount,kind\n{}\n", rows.join("\n"))
}

#[test]
fn words_of_the_users_own_stand_for_kinds() {
    let config = format!(
        "{CONFIG}[payments.kinds]\n\"Storno bank\" = \"reversal\"\n\"bank\" = \"offset\"\n"
    );
    let rows = payments(&[
        "001,2025-02-01,10.00,Storno bank",
        "001,2025-02-02,10.00,STORNO-BANK",
        "001,2025-02-03,10.00,Bank",
        "001,2025-02-04,10.00,betaling",
    ]);
    let ledger = ledger(&config, &[("invoices.csv", TWO), ("payments.csv", &rows)]);
    assert_eq!(rejected(&ledger), [] as [&str; 0]);
    assert_eq!(
        cells(&ledger.payments, "kind"),
        ["reversal", "reversal", "offset", "payment"],
        "the config goes before the words that are known"
    );
}

#[test]
fn a_word_stands_for_a_kind_that_there_is() {
    let (text, hint) = message(
        &format!("{CONFIG}[payments.kinds]\n\"Storno\" = \"refund\"\n"),
        &[
            ("invoices.csv", TWO),
            ("payments.csv", &payments(&["001,2025-02-01,1,"])),
        ],
    );
    assert_eq!(
        text,
        "`Storno = \"refund\"` under `[ledger.payments.kinds]`: `refund` is no kind of `payments`; it has `payment`, \
         `discount`, `credit_note`, `offset`, `write_off`, `reversal`"
    );
    assert_eq!(hint, "a line there is `\"word in the file\" = \"kind\"`");
    let config = "[invoices]\npath = \"invoices.csv\"\n[reminders]\npath = \"r.csv\"\n[reminders.kinds]\na = \"b\"\n";
    let (text, _) = message(
        config,
        &[
            ("invoices.csv", TWO),
            ("r.csv", "invoice_id,sent_date,level\n"),
        ],
    );
    assert_eq!(
        text,
        "`[ledger.reminders.kinds]`: the table `reminders` has no kinds"
    );
}

#[test]
fn where_a_kind_is_negative_throughout_its_size_counts() {
    let rows = payments(&[
        "001,2025-02-01,60.00,payment",
        "001,2025-02-02,-30.00,credit_note",
        "001,2025-02-02,-5.00,credit_note",
    ]);
    let ledger = ledger(CONFIG, &[("invoices.csv", TWO), ("payments.csv", &rows)]);
    assert_eq!(cells(&ledger.payments, "amount"), ["60.0", "30.0", "5.0"]);
    assert!(
        ledger.notes.contains(
            &"`payments.csv`: every `credit_note` is negative there, so its size counts".to_owned()
        ),
        "{:?}",
        ledger.notes
    );
}

#[test]
fn where_a_kind_has_both_signs_a_negative_one_takes_back() {
    let rows = payments(&[
        "001,2025-02-01,100.00,write_off",
        "001,2025-02-20,-100.00,write_off",
    ]);
    let ledger = ledger(CONFIG, &[("invoices.csv", TWO), ("payments.csv", &rows)]);
    assert_eq!(cells(&ledger.payments, "amount"), ["100.0", "-100.0"]);
    assert_eq!(
        flags(&ledger),
        ["payments TakenBack x1 line 3 001: `write_off` of -100.00"]
    );
}

#[test]
fn money_paid_out_on_a_credit_note_is_no_reversal() {
    let invoices = format!("{TWO}003,C1,2025-02-01,2025-03-01,-40.00\n");
    let rows = payments(&["003,2025-02-10,-40.00,"]);
    let ledger = ledger(
        CONFIG,
        &[("invoices.csv", &invoices), ("payments.csv", &rows)],
    );
    assert_eq!(cells(&ledger.payments, "kind"), ["payment"]);
    assert_eq!(
        flags(&ledger),
        ["invoices NegativeAsCreditNote x1 line 4 003: amount -40.00"]
    );
}
