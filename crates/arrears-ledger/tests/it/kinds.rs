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
            &"`payments`: 2 of 2 amounts of kind `credit_note` are negative, so that is how they are written: their size \
              counts (`negative` under `[ledger.payments]`)"
                .to_owned()
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

/// Payments of one invoice by amount, dated one after the other, all of one kind.
fn dated(kind: &str, amounts: &[&str]) -> String {
    let row = |(n, amount): (usize, &&str)| format!("001,2025-02-{:02},{amount},{kind}", n + 1);
    let rows: Vec<String> = amounts.iter().enumerate().map(row).collect();
    payments(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn one_later_row_does_not_turn_the_earlier_ones_round() {
    let mut amounts = vec!["-1.00"; 12];
    amounts.push("0.50");
    for kind in ["credit_note", "discount", "write_off"] {
        let rows = dated(kind, &amounts);
        let ledger = ledger(CONFIG, &[("invoices.csv", TWO), ("payments.csv", &rows)]);
        let amounts = cells(&ledger.payments, "amount");
        assert_eq!(amounts[..12], ["1.0"; 12]);
        assert_eq!(amounts[12], "-0.5", "the positive one takes back");
        assert_eq!(
            flags(&ledger),
            [format!(
                "payments TakenBack x1 line 14 001: `{kind}` of 0.50"
            )]
        );
    }
}

#[test]
fn payments_that_are_written_as_negative_amounts_are_payments() {
    let few = dated("", &["-60.00", "-40.00"]);
    let ledger_of_few = ledger(CONFIG, &[("invoices.csv", TWO), ("payments.csv", &few)]);
    assert_eq!(cells(&ledger_of_few.payments, "kind"), ["payment"; 2]);
    assert_eq!(cells(&ledger_of_few.payments, "amount"), ["60.0", "40.0"]);
    let mut amounts = vec!["-5.00"; 9];
    amounts.push("5.00");
    let many = dated("", &amounts);
    let ledger = ledger(CONFIG, &[("invoices.csv", TWO), ("payments.csv", &many)]);
    assert_eq!(
        cells(&ledger.payments, "kind")[8..],
        ["payment", "reversal"]
    );
    assert_eq!(cells(&ledger.payments, "amount"), ["5.0"; 10]);
    assert_eq!(
        flags(&ledger),
        ["payments NegativeAsReversal x1 line 11 001: amount 5.00"]
    );
}

#[test]
fn signs_that_tell_nothing_are_asked_for() {
    for (amounts, n) in [
        (
            vec!["-5.00", "5.00"],
            "of 2 amounts of kind `payment` in `payments` 1 are",
        ),
        (
            vec!["-5.00", "-5.00", "5.00"],
            "of 3 amounts of kind `payment` in `payments` 2 are",
        ),
    ] {
        let rows = dated("", &amounts);
        let files = [("invoices.csv", TWO), ("payments.csv", rows.as_str())];
        let (text, hint) = message(CONFIG, &files);
        assert_eq!(
            text,
            format!(
                "{n} negative (first on line 2 of `payments.csv`): too many to be taken back, and too few to be how such \
                 amounts are written"
            )
        );
        assert!(
            hint.contains("`negative` under `[ledger.payments]`"),
            "{hint}"
        );
        let size = ledger(&format!("{CONFIG}negative = \"size\"\n"), &files);
        assert_eq!(cells(&size.payments, "kind").last().unwrap(), "reversal");
        assert_eq!(cells(&size.payments, "amount")[0], "5.0");
        let back = ledger(&format!("{CONFIG}negative = \"taken-back\"\n"), &files);
        assert_eq!(cells(&back.payments, "kind")[0], "reversal");
    }
}

#[test]
fn a_credit_note_of_the_other_sign_takes_one_back() {
    let invoices = "invoice_id,customer_id,invoice_date,due_date,amount,kind\n\
        F1,C1,2025-03-01,2025-03-31,500.00,invoice\nN1,C1,2025-03-01,,30.00,credit_note\n\
        N2,C1,2025-03-01,,-30.00,credit_note\n";
    let ledger = ledger(INVOICES, &[("invoices.csv", invoices)]);
    assert_eq!(rejected(&ledger), [] as [&str; 0]);
    assert_eq!(
        cells(&ledger.invoices, "kind"),
        ["invoice", "credit_note", "invoice"]
    );
    assert_eq!(cells(&ledger.invoices, "amount"), ["500.0", "30.0", "30.0"]);
    assert_eq!(
        flags(&ledger),
        ["invoices TakenBack x1 line 4 N2: `credit_note` of -30.00"]
    );
}
