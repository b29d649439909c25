//! The worklist by command: who is called, who is not and why, and what to say.

mod outcomes;

use std::fmt::Write;

use crate::support::{Ended, Sandbox};

const LINE: &str = "run --as-of 2025-06-30 --out out --quiet";
const TABLES: [&str; 7] = [
    "customers",
    "invoices",
    "payments",
    "reminders",
    "disputes",
    "promises",
    "signals",
];

/// Thirty customers who paid for two years, some of them late, and what the tests add to each table.
fn ledger(more: &[(&str, &str)]) -> Sandbox {
    let mut texts = [
        "customer_id,name,parent_id,intercompany,contact_name,phone,email,language\n".to_owned(),
        "invoice_id,customer_id,invoice_date,due_date,amount,payment_method,po_reference\n"
            .to_owned(),
        "invoice_id,customer_id,payment_date,amount\n".to_owned(),
        "invoice_id,sent_date,level\n".to_owned(),
        "invoice_id,opened_date,closed_date\n".to_owned(),
        "invoice_id,made_date,promised_date\n".to_owned(),
        "customer_id,signal_date,kind\n".to_owned(),
    ];
    for customer in 0..30 {
        let _ = writeln!(texts[0], "C{customer:03},Customer {customer},,no,,,,");
        for month in 0..24 {
            let (year, of_year) = (2023 + month / 12, month % 12 + 1);
            let day = if (customer + month) % 3 == 0 { 28 } else { 9 };
            let id = format!("P{customer:03}{month:02}");
            let _ = writeln!(
                texts[1],
                "{id},C{customer:03},{year}-{of_year:02}-01,{year}-{of_year:02}-15,100.00,bank_transfer,"
            );
            let _ = writeln!(texts[2], "{id},,{year}-{of_year:02}-{day:02},100.00");
        }
    }
    // The ledger is one of June 2025.
    texts[1].push_str("PLAST,C000,2025-06-01,2025-06-30,100.00,bank_transfer,\n");
    texts[2].push_str("PLAST,,2025-06-20,100.00\n");
    let sandbox = Sandbox::new();
    let mut config = String::new();
    for (table, mut text) in TABLES.into_iter().zip(texts) {
        for (_, rows) in more.iter().filter(|(name, _)| *name == table) {
            text.push_str(rows);
        }
        sandbox.write(&format!("{table}.csv"), &text);
        let _ = writeln!(config, "[ledger.{table}]\npath = \"{table}.csv\"");
    }
    sandbox.write("arrears.toml", &config);
    sandbox
}

/// A customer with an open invoice of 2025-05-01, 45 days past due, of so much.
fn owes(id: &str, amount: &str) -> [(&'static str, String); 2] {
    [
        (
            "customers",
            format!("{id},Name of {id},,no,Vera Prins,+31 20 555,{id}@x.example,nl\n"),
        ),
        (
            "invoices",
            format!("F{id},{id},2025-05-01,2025-05-16,{amount},bank_transfer,PO-{id}\n"),
        ),
    ]
}

fn with(parts: Vec<[(&'static str, String); 2]>, more: &[(&str, &str)]) -> Sandbox {
    let mut all: Vec<(&str, &str)> = more.to_vec();
    let parts: Vec<(&str, String)> = parts.into_iter().flatten().collect();
    all.extend(parts.iter().map(|(table, rows)| (*table, rows.as_str())));
    ledger(&all)
}

/// Rows of the worklist, by the columns named.
fn rows(sandbox: &Sandbox, names: &[&str]) -> Vec<Vec<String>> {
    let text = sandbox.read("out/worklist.csv");
    let mut records = text
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .map(split);
    let header = records.next().expect("a header");
    let at: Vec<usize> = names
        .iter()
        .map(|name| {
            header
                .iter()
                .position(|cell| cell == name)
                .unwrap_or_else(|| panic!("no `{name}`"))
        })
        .collect();
    records
        .map(|cells| at.iter().map(|&at| cells[at].clone()).collect())
        .collect()
}

/// The cells of a record of RFC 4180.
fn split(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}

fn run(sandbox: &Sandbox) -> Ended {
    let ended = sandbox.run(LINE);
    assert_eq!(ended.code, 0, "{ended:?}");
    ended
}

#[test]
fn every_cause_is_told_and_the_others_are_called_the_weightiest_first() {
    let parts = [
        "W1", "W2", "DIS", "PRO", "PLAN", "OUT", "BANK", "OWN", "DD", "CASH", "BROKE",
    ];
    let amounts = [
        "200.00", "900.00", "500.00", "500.00", "500.00", "500.00", "500.00", "500.00", "500.00",
        "500.00", "100.00",
    ];
    let parts = parts
        .iter()
        .zip(amounts)
        .map(|(id, amount)| owes(id, amount))
        .collect();
    let more = [
        ("disputes", "FDIS,2025-05-20,\nFW2B,2025-05-20,\n"),
        (
            "promises",
            "FPRO,2025-06-20,2025-07-10\nFPLAN,2025-06-20,2025-07-01\nFPLAN,2025-06-20,2025-08-01\nFBROKE,2025-05-20,2025-06-01\n",
        ),
        (
            "reminders",
            "FOUT,2025-05-30,1\nFOUT,2025-06-10,4\nFW1,2025-05-25,1\n",
        ),
        ("signals", "BANK,2025-06-01,bankruptcy\n"),
        ("customers", "OWNED,Sister,,yes,,,,\n"),
        (
            "invoices",
            "FSIS,OWNED,2025-05-01,2025-05-16,500.00,bank_transfer,\nFDEB,DD2,2025-06-10,2025-06-25,500.00,direct_debit,\n\
             FW2B,W2,2025-04-01,2025-04-16,50.00,bank_transfer,\n",
        ),
        ("customers", "DD2,Debit,,no,,,,\n"),
        (
            "payments",
            ",CASH,2025-06-15,600.00\n,W2,2025-06-15,100.00\n",
        ),
    ];
    let sandbox = with(parts, &more);
    run(&sandbox);
    let got = rows(
        &sandbox,
        &[
            "customer_id",
            "status",
            "cause",
            "net_overdue_amount",
            "next_step",
        ],
    );
    let calls: Vec<&str> = got
        .iter()
        .filter(|row| row[1] == "send")
        .map(|row| row[0].as_str())
        .collect();
    // OWN and DD are plain customers here: what makes the cause is the flag and the method.
    assert_eq!(calls[0], "W2", "{got:?}");
    assert_eq!(calls.last(), Some(&"BROKE"));
    let cause = |id: &str| {
        got.iter()
            .find(|row| row[0] == id)
            .map(|row| row[2].as_str())
            .unwrap_or("not listed")
    };
    assert_eq!(
        [
            "DIS", "PRO", "PLAN", "OUT", "BANK", "OWNED", "DD2", "CASH", "W1", "BROKE"
        ]
        .map(cause),
        [
            "disputed",
            "promise_not_due",
            "payment_plan",
            "handed_over",
            "insolvent",
            "intercompany",
            "direct_debit_pending",
            "covered_by_cash",
            "",
            ""
        ]
    );
    let of = |id: &str, column: usize| {
        got.iter().find(|row| row[0] == id).expect("listed")[column].clone()
    };
    assert_eq!(of("W2", 3), "800.00", "cash on account is netted");
    assert_eq!(of("W1", 4), "2", "the first reminder was sent");
    let told = rows(
        &sandbox,
        &[
            "customer_id",
            "contact_name",
            "phone",
            "email",
            "language",
            "po_references",
            "invoices",
            "what_to_say",
            "next_action_date",
            "n_invoices",
            "overdue_amount",
            "invoice_details",
        ],
    );
    let w2 = told.iter().find(|row| row[0] == "W2").expect("listed");
    assert_eq!(
        w2[1..7],
        [
            "Vera Prins",
            "'+31 20 555",
            "W2@x.example",
            "nl",
            "PO-W2",
            "FW2"
        ]
    );
    assert!(
        w2[7].starts_with("Wij schrijven u over factuur FW2 (uw order PO-W2, vervallen 16"),
        "{w2:?}"
    );
    assert_eq!(w2[8], "2025-06-30");
    assert_eq!(w2[9..11], ["1", "950.00"], "one of two is called about");
    assert!(w2[11].contains("FW2B"), "{w2:?}");
    let report = sandbox.read("out/report.html");
    assert!(report.contains("Who to call today?") && report.contains("Name of W2"));
}

#[test]
fn lines_by_parent_and_a_ledger_without_customers_or_contacts() {
    let sandbox = with(
        vec![owes("A1", "300.00"), owes("A2", "400.00")],
        &[("customers", "A,Parent,,no,Tess,+32 2,a@x.example,fr\n")],
    );
    let customers = sandbox
        .read("customers.csv")
        .replace("Name of A1,", "Name of A1,A")
        .replace("Name of A2,", "Name of A2,A");
    sandbox.write("customers.csv", &customers);
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("{config}[worklist]\nper_parent = true\n"),
    );
    run(&sandbox);
    let got = rows(
        &sandbox,
        &[
            "customer_id",
            "parent_id",
            "customer_name",
            "net_overdue_amount",
            "contact_name",
            "invoices",
        ],
    );
    assert_eq!(got, [["A", "A", "Parent", "700.00", "Tess", "FA1; FA2"]]);
    let config = config.replace("[ledger.customers]\npath = \"customers.csv\"\n", "");
    sandbox.write("arrears.toml", &config);
    let ended = sandbox.run("run --as-of 2025-06-30 --out out");
    let got = rows(
        &sandbox,
        &[
            "customer_id",
            "customer_name",
            "contact_name",
            "phone",
            "language",
        ],
    );
    assert_eq!(got, [["A2", "", "", "", "en"], ["A1", "", "", "", "en"]]);
    let told = "columns of the worklist that are empty, since the customers have none: `contact_name`, `phone`, `email`";
    assert!(ended.done().contains(told));
}

#[test]
fn hostile_text_is_text() {
    let row =
        "=cmd|'/C calc'!A0,\"<script>alert(1)</script>\nsecond line\",,no,=1+1,@SUM(1),-2+3,fr\n";
    let invoice = "=F1,=cmd|'/C calc'!A0,2025-05-01,2025-05-16,700.00,bank_transfer,\"+PO\"\n";
    let sandbox = ledger(&[("customers", row), ("invoices", invoice)]);
    run(&sandbox);
    let text = sandbox.read("out/worklist.csv");
    for cell in split_all(&text) {
        assert!(
            !cell.starts_with(['=', '@', '+'])
                && (!cell.starts_with('-') || cell.parse::<f64>().is_ok()),
            "{cell}"
        );
    }
    assert!(!sandbox.read("out/report.html").contains("<script>alert"));
    // The invoice of that name is found again.
    let filled = filled(&text, "disputed", "", "");
    sandbox.write("lists/june.csv", &filled);
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nworklists = \"lists/*.csv\"\n{config}"),
    );
    run(&sandbox);
    assert_eq!(rows(&sandbox, &["cause"]), [["disputed"]]);
}

#[test]
fn any_invoice_number_is_found_again() {
    let ids = ["A; B", "5\" pipe", "two\nlines", "'=1+1", "-7", "F; \"x\""];
    let invoices: Vec<String> = ids
        .iter()
        .map(|id| {
            let id = id.replace('"', "\"\"");
            format!("\"{id}\",ODD,2025-05-01,2025-05-16,700.00,bank_transfer,PO | 1\n")
        })
        .collect();
    let odd = "ODD,Odd,,no,,,,fr\n";
    let sandbox = ledger(&[("customers", odd), ("invoices", &invoices.concat())]);
    run(&sandbox);
    let list = sandbox.read("out/worklist.csv");
    assert!(!list.contains(['\u{a0}', '\u{202f}']));
    let got = rows(
        &sandbox,
        &["n_invoices", "po_references", "invoice_details"],
    );
    assert_eq!(got[0][..2], ["6", "PO / 1"]);
    assert_eq!(got[0][2].split(" | ").count(), 6, "{got:?}");
    sandbox.write("lists/june.csv", &filled(&list, "disputed", "", ""));
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nworklists = \"lists/*.csv\"\n{config}"),
    );
    run(&sandbox);
    assert_eq!(rows(&sandbox, &["cause"]), [["disputed"]]);
    assert!(!sandbox.read("out/rejected_rows.csv").contains("lists/"));
}

#[test]
fn the_last_call_has_words_of_its_own_and_the_reason_why_is_told() {
    let reminders =
        "FHAND,2025-05-30,1\nFHAND,2025-06-06,2\nFHAND,2025-06-13,3\nFONE,2025-05-30,1\n";
    let sandbox = with(
        vec![owes("HAND", "900.00"), owes("ONE", "500.00")],
        &[("reminders", reminders)],
    );
    run(&sandbox);
    let columns = [
        "customer_id",
        "next_step",
        "nonpayment_reason",
        "nonpayment_basis",
        "what_to_say",
    ];
    let got = rows(&sandbox, &columns);
    assert_eq!(got[0][..4], ["HAND", "4", "", ""]);
    assert!(
        got[0][4].contains(
            "U ontving onze ingebrekestelling. Onze volgende stap is factuur FHAND uit handen te geven"
        ),
        "{got:?}"
    );
    assert!(got[1][4].contains("U ontving onze herinnering"), "{got:?}");
    let list = sandbox.read("out/worklist.csv");
    sandbox.write("lists/june.csv", &filled(&list, "cash_trouble", "", ""));
    let config = sandbox.read("arrears.toml");
    sandbox.write(
        "arrears.toml",
        &format!("[ledger]\nworklists = \"lists/*.csv\"\n{config}"),
    );
    run(&sandbox);
    let got = rows(&sandbox, &columns);
    assert_eq!(got[0][..4], ["HAND", "4", "cash_trouble", "registered"]);
}

#[test]
fn what_was_promised_of_an_invoice_is_told_of_that_one_and_the_rest_is_called_about() {
    let later = "FTWOB,TWO,2025-05-02,2025-05-17,500.00,bank_transfer,\n";
    let sandbox = with(vec![owes("TWO", "1000.00")], &[("invoices", later)]);
    sandbox.write(
        "promises.csv",
        "invoice_id,made_date,promised_date,amount\n\
         FTWO,2025-06-20,2025-07-10,400.00\nFTWOB,2025-05-20,2025-06-10,\n",
    );
    sandbox.write(
        "reminders.csv",
        "invoice_id,sent_date,level\nFTWOB,2025-05-30,1\nFTWOB,2025-06-10,3\n",
    );
    run(&sandbox);
    let columns = [
        "net_overdue_amount",
        "overdue_amount",
        "invoices",
        "status",
        "next_step_invoice",
        "invoice_details",
        "what_to_say",
    ];
    let got = rows(&sandbox, &columns);
    // Of 1,000 open 400 are to come; the other 500 were promised, and did not come.
    assert_eq!(
        got[0][..5],
        ["1100.00", "1500.00", "FTWO; FTWOB", "send", "FTWO"],
        "{got:?}"
    );
    assert!(
        got[0][5].contains("45 days (of which EUR 400.00 promised, day not yet passed)"),
        "{got:?}"
    );
    assert!(
        got[0][6].contains(
            "Voor factuur FTWOB (EUR 500,00) hadden wij een dag afgesproken en zagen wij de betaling nog niet. U ontving onze \
             ingebrekestelling over factuur FTWOB."
        ),
        "{got:?}"
    );
}

fn split_all(text: &str) -> Vec<String> {
    text.split("\r\n").flat_map(split).collect()
}

/// The list with the first line's outcome filled in.
fn filled(text: &str, outcome: &str, on: &str, promised: &str) -> String {
    let end = format!("{outcome},{on},{promised},,");
    let (head, rest) = text.split_once("\r\n").expect("a header");
    let (line, rest) = rest.split_once("\r\n").expect("a line");
    let line = line.strip_suffix(",,,,").expect("five columns to fill in");
    format!("{head}\r\n{line}{end}\r\n{rest}")
}
