//! What filled worklists tell, as rows of the ledger.

use arrears_ledger::{OUTCOMES, Outcome, RejectKind, Table};

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
    // What was promised is read of a promise alone.
    let row = |outcome: &Outcome| {
        let code = outcome.code;
        format!("2025-03-03,C2,F3,{code},,2025-03-09,,not as ordered,\n")
    };
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
            "payment_claimed",
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
        cells(&ledger.signals, "text")[4..],
        ["forgot", "not_received", "internal_process", "cash_trouble"]
    );
    assert_eq!(cells(&ledger.reminders, "level").len(), 1 + OUTCOMES.len());
    assert!(ledger.rejected.is_empty());
    // In words of any language it is the same.
    for language in 0..3 {
        let row = |outcome: &Outcome| {
            let word = outcome.words[language];
            format!("2025-03-03,C2,F3,{word},,2025-03-09,,not as ordered,\n")
        };
        let in_words = with(&OUTCOMES.iter().map(row).collect::<String>());
        assert!(in_words.signals.equals_missing(&ledger.signals));
        assert!(in_words.promises.equals_missing(&ledger.promises));
        assert_eq!(in_words.disputes.height(), 1);
        let length: usize = OUTCOMES
            .iter()
            .map(|o| o.words[language].chars().count() + 1)
            .sum();
        assert!(length <= 255, "what a list to choose from may have");
        assert!(
            OUTCOMES
                .iter()
                .all(|o| !o.words[language].contains([',', ';']))
        );
    }
}

#[test]
fn rows_without_an_outcome_say_nothing_and_others_must_make_sense() {
    let ledger = with(
        "2025-03-03,C2,F3,forgot,,,,,\n2025-03-03,C1,F1,,,,,,\n2025-03-03,C1,F1,call back,,,,,\n2025-03-03,C1,F1,promise,,,,,\n2025-03-03,C1,F9,reached,,,,,\n\
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
    assert!(
        ledger
            .rejected
            .iter()
            .all(|row| row.table == Table::Worklists
                && row.file == "lists/march.csv"
                && !row.reason.contains("signals"))
    );
    assert_eq!(
        ledger.rejected[4].reason,
        "impossible date: expected a day of the calendar, such as 2025-12-31 (`date_order` under `[ledger]`)"
    );
    assert_eq!(ledger.promises.height(), 1);
    assert_eq!(ledger.reminders.height(), 2);
    let count = ledger.row_counts.last().expect("the list");
    assert_eq!(
        (count.table, count.read, count.used, count.rejected),
        (Table::Worklists, 7, 2, 5)
    );
}

/// The rejected rows as `line column value kind`.
fn rejected(ledger: &arrears_ledger::Ledger) -> Vec<String> {
    let told = ledger
        .rejected
        .iter()
        .map(|row| format!("{} {} {} {:?}", row.line, row.column, row.value, row.kind));
    told.collect()
}

#[test]
fn a_list_that_is_given_twice_counts_once() {
    let rows = "2025-03-03,C1,F1; F2,promise,2025-03-04,2025-03-20,,,x\n2025-03-03,C1,F1; F2,no_answer,2025-03-03,,,,x\n\
                2025-03-03,C1,F2; F1,promise,2025-03-04,2025-03-20,,again,x\n2025-03-03,C1,F1; F2,promise,2025-03-04,2025-04-20,,,x\n\
                2025-03-10,C1,F1; F2,promise,2025-03-10,2025-03-20,,,x\n2025-03-03,C2,F3,no_answer,2025-03-03,,,,x\n\
                2025-03-03,C2,F3,no_answer,2025-03-05,,,,x\n2025-03-03,C2,F3; F3,reached,,,,,x\n";
    let list = format!("{HEAD}{rows}");
    let files = [
        ("i.csv", INVOICES),
        ("r.csv", REMINDERS),
        ("p.csv", PROMISES),
        ("lists/a.csv", list.as_str()),
        ("lists/b.csv", list.as_str()),
    ];
    let twice = ledger(CONFIG, &files);
    let once = ledger(CONFIG, &files[..4]);
    for (a, b) in [
        (&once.promises, &twice.promises),
        (&once.reminders, &twice.reminders),
        (&once.signals, &twice.signals),
    ] {
        assert!(a.equals_missing(b));
    }
    // A plan's second day, another list and another day of contact are outcomes of their own.
    assert_eq!(cells(&once.promises, "promised_date").len(), 1 + 3 * 2);
    assert_eq!(cells(&once.signals, "kind"), ["contact_unanswered"; 3]);
    assert_eq!(rejected(&once), ["4 outcome promise Duplicate"]);
    assert_eq!(
        once.rejected[0].reason,
        "the same outcome of this call stands on line 2 of `lists/a.csv`: it counts once (a payment plan has a row per \
         promised day)"
    );
    let second: Vec<String> = rejected(&twice).split_off(1);
    assert_eq!(second.len(), 8);
    assert!(second.iter().all(|row| row.ends_with("Duplicate")));
    assert!(twice.rejected[1].reason.contains("line 2 of `lists/a.csv`"));
    let of = |name: &str| {
        let count = twice.row_counts.iter().find(|count| count.file == name);
        count.map(|count| (count.read, count.used, count.rejected))
    };
    assert_eq!(of("lists/a.csv"), Some((8, 7, 1)));
    assert_eq!(
        of("lists/b.csv"),
        Some((8, 0, 8)),
        "no list of another ledger"
    );
}

#[test]
fn days_and_amounts_that_no_call_comes_to_are_rejected() {
    let ledger = with(
        "2025-03-03,C1,F1,promise,2025-03-04,2025-03-03,,,\n2025-03-03,C1,F1,promise,2025-03-04,2025-03-04,,,\n\
         2025-03-03,C1,F1,reached,2025-03-02,,,,\n2025-03-03,C1,F1,promise,2025-03-04,2027-03-05,,,\n\
         2025-03-03,C1,F1,promise,2025-03-04,2027-03-04,,,\n2025-03-03,C1,F1,promise,,2025-03-20,0.00,,\n\
         2025-03-03,C1,F1,promise,,2025-03-20,-50.00,,\n2025-03-03,C1,F1,promise,,2025-03-20,0.01,,\n",
    );
    assert_eq!(
        rejected(&ledger),
        [
            "2 promised_date 2025-03-03 Impossible",
            "4 outcome_on 2025-03-02 Impossible",
            "5 promised_date 2027-03-05 Impossible",
            "7 promised_amount 0.00 Impossible",
            "8 promised_amount -50.00 Impossible",
        ]
    );
    assert_eq!(
        cells(&ledger.promises, "promised_date")[1..],
        ["2025-03-04", "2027-03-04", "2025-03-20"]
    );
    assert!(
        ledger.rejected[0]
            .reason
            .contains("before the contact of 2025-03-04")
    );
    assert!(ledger.rejected[1].reason.contains("the list of 2025-03-03"));
    assert!(
        ledger.rejected[2]
            .reason
            .contains("more than two years after the contact")
    );
}

#[test]
fn a_row_is_about_the_invoices_of_its_customer_or_of_its_customers_parent() {
    let list = format!(
        "{HEAD}2025-03-03,C2,F1,reached,,,,,\n2025-03-03,C9,F1,reached,,,,,\n2025-03-03,C1,F1; F3,reached,,,,,\n\
         2025-03-03,P,F1; F3,reached,,,,,\n2025-03-03,OLD,F1,reached,,,,,\n2025-03-03,,F1; F3,no_answer,,,,,\n"
    );
    let customers = "customer_id,parent_id\nC1,P\nC2,P\nP,\n";
    let config =
        format!("{CONFIG}[customers]\npath = \"c.csv\"\n[merge_customers]\n\"OLD\" = \"C1\"\n");
    let read = ledger(
        &config,
        &[
            ("i.csv", INVOICES),
            ("r.csv", REMINDERS),
            ("p.csv", PROMISES),
            ("c.csv", customers),
            ("lists/a.csv", &list),
        ],
    );
    assert_eq!(
        rejected(&read),
        [
            "2 customer_id C2 Impossible",
            "3 customer_id C9 UnknownCustomer",
            "4 customer_id C1 Impossible"
        ]
    );
    assert!(
        read.rejected[2]
            .reason
            .starts_with("invoice `F3` is of customer `C2`")
    );
    assert_eq!(cells(&read.reminders, "level").len(), 1 + 2 + 1 + 2);
}

#[test]
fn a_list_of_which_no_row_can_be_used_is_none_of_this_ledger() {
    let told = |rows: &str| {
        let list = format!("{HEAD}{rows}");
        let files = [
            ("i.csv", INVOICES),
            ("r.csv", REMINDERS),
            ("p.csv", PROMISES),
            ("lists/a.csv", list.as_str()),
        ];
        message(CONFIG, &files)
    };
    let unknown = "2025-03-03,C1,X1,reached,,,,,\n".repeat(3);
    assert_eq!(
        told(&unknown),
        (
            "none of the 3 rows that are filled in in `lists/a.csv` can be used; the first, `lists/a.csv` line 2, column \
             `invoices`, value `X1`: unknown invoice: expected one that the ledger has, leading zeros included"
                .to_owned(),
            "mend the rows, or take the file out of what `worklists` under `[ledger]` names: is it a list of another ledger?"
                .to_owned()
        )
    );
    // A column of which no value can be read is the same error as in any table, under the list's own name.
    let unread = "2025-03-03,C1,F1,reached,soon,,,,\n".repeat(3);
    let (text, hint) = told(&unread);
    assert!(
        text.starts_with(
            "column `outcome_on` of `lists/a.csv` is mapped to `outcome_on` of table `worklists` (a date)"
        ),
        "{text}"
    );
    assert!(
        hint.contains("keeps the heads") && !hint.contains("signals"),
        "{hint}"
    );
    // Two may be slips of the pen.
    let two = with(&"2025-03-03,C1,X1,reached,,,,,\n".repeat(2));
    assert_eq!(two.rejected.len(), 2);
}

#[test]
fn a_list_without_its_columns_or_its_file_is_told_by_its_own_name() {
    let files = |list| [("i.csv", INVOICES), ("lists/a.csv", list)];
    let config = "worklists = \"lists/a.csv\"\n[invoices]\npath = \"i.csv\"\n";
    let (text, hint) = message(config, &files("as_of,outcome\n2025-03-03,reached\n"));
    assert!(
        text.contains("no column `invoices`, needed for `invoices` of table `worklists`"),
        "{text}"
    );
    assert!(hint.contains("`worklists` under `[ledger]`"), "{hint}");
    let (text, _) = message(config, &files("")[..1]);
    assert!(
        text.contains("of table `worklists` does not exist"),
        "{text}"
    );
    let ambiguous = format!("{HEAD}03/04/2025,C1,F1,reached,05/04/2025,,,,\n");
    let (text, hint) = message(config, &files(&ambiguous));
    assert!(text.contains("day first or month first"), "{text}");
    assert!(hint.ends_with("under `[ledger]`"), "{hint}");
}

#[test]
fn any_id_comes_back_from_the_cell_it_was_written_in() {
    let ids = [
        "A; B",
        "C;D",
        "5\" pipe",
        "two\nlines",
        "=1+1",
        "'=1+1",
        "-7",
        "\\",
        "plain",
        "a, b",
    ];
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut invoices = "invoice_id,customer_id,invoice_date,due_date,amount\n".to_owned();
    for id in ids {
        invoices += &format!("{},=C1,2025-01-02,2025-02-01,100.00\n", quoted(id));
    }
    let cell = arrears_ledger::invoices_cell(ids.into_iter());
    let list = format!("{HEAD}2025-03-03,'=C1,{},disputed,,,,,\n", quoted(&cell));
    let read = ledger(
        "worklists = \"l.csv\"\n[invoices]\npath = \"i.csv\"\n",
        &[("i.csv", &invoices), ("l.csv", &list)],
    );
    assert!(read.rejected.is_empty(), "{:?}", read.rejected);
    let mut found = cells(&read.disputes, "invoice_id");
    let mut ids = cells(&read.invoices, "invoice_id");
    found.sort();
    ids.sort();
    assert_eq!(found, ids);
    assert_eq!(found.len(), 10);
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
    let list = format!("{HEAD}2025-03-03,C1,%3DF1; F2,disputed,,,,'=HYPERLINK(1),\n");
    let read = ledger(
        "worklists = \"l.csv\"\n[invoices]\npath = \"i.csv\"\n",
        &[("i.csv", &invoices), ("l.csv", &list)],
    );
    assert_eq!(cells(&read.disputes, "invoice_id"), ["=F1", "F2"]);
    assert_eq!(cells(&read.disputes, "reason")[0], "=HYPERLINK(1)");
}
