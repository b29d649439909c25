//! Ledgers in the shapes that exports have.

use arrears_ledger::Table;

use crate::helper::*;

#[test]
fn invoices_alone_with_a_paid_date_are_a_complete_ledger() {
    let ledger = ledger(
        INVOICES,
        &[(
            "invoices.csv",
            "invoice_id,customer_id,invoice_date,due_date,amount,paid_date\n\
             001,C2,2025-01-10,2025-02-09,100.00,2025-02-20\n\
             002,C1,2025-01-20,2025-02-19,50.50,\n\
             003,C2,2025-01-21,2025-02-20,-20.00,2025-02-20\n",
        )],
    );
    assert_eq!(
        cells(&ledger.invoices, "invoice_id"),
        ["001", "002", "003"],
        "leading zeros stay"
    );
    assert_eq!(
        cells(&ledger.invoices, "kind"),
        ["invoice", "invoice", "credit_note"]
    );
    assert_eq!(
        cells(&ledger.customers, "customer_id"),
        ["C2", "C1"],
        "by first appearance"
    );
    assert_eq!(
        cells(&ledger.payments, "invoice_id"),
        ["001"],
        "credit notes are not paid"
    );
    assert_eq!(cells(&ledger.payments, "payment_date"), ["2025-02-20"]);
    assert_eq!(cells(&ledger.payments, "amount"), ["100.0"]);
    assert_eq!(cells(&ledger.payments, "kind"), ["payment"]);
    assert!(
        ledger.coverage.has(Table::Payments, "payment_date")
            && !ledger.coverage.has_table(Table::Reminders)
    );
    assert_eq!(ledger.coverage.tables[&Table::Invoices].derived, ["kind"]);
    assert_eq!(
        ledger.reminders.get_column_names_owned(),
        ["invoice_id", "sent_date", "level"]
    );
    assert_eq!(ledger.reminders.height(), 0);
}

#[test]
fn a_dutch_export_reads_as_it_stands() {
    let config = "[invoices]\npath = \"posten.csv\"\n[invoices.columns]\ninvoice_id = \"Factuurnr\"\ncustomer_id = \"Debiteurnr\"\n\
        invoice_date = \"Factuurdatum\"\ndue_date = \"Vervaldatum\"\namount = \"Bedrag\"\nregio = \"Regio\"\n";
    let text = "Debiteurnr;Naam;Factuurnr;Factuurdatum;Vervaldatum;Bedrag;Regio\r\n\
        00017;\"Caf\u{e9} 't Hoekje; BV\";F-1;03-04-2025;03-05-2025;1.299,99;Noord\r\n\
        \r\n\
        00018;Soci\u{e9}t\u{e9} X;F-2;20250413.0;13-05-2025;12,50-;Zuid\r\n";
    let windows: Vec<u8> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).expect("Latin"))
        .collect();
    let ledger = try_read(config, &[("posten.csv", &windows)]).expect("readable");
    assert_eq!(cells(&ledger.invoices, "customer_id"), ["00017", "00018"]);
    assert_eq!(
        cells(&ledger.invoices, "invoice_date"),
        ["2025-04-03", "2025-04-13"],
        "13-05 shows the day first"
    );
    assert_eq!(cells(&ledger.invoices, "amount"), ["1299.99", "-12.5"]);
    assert_eq!(cells(&ledger.invoices, "regio"), ["Noord", "Zuid"]);
    assert_eq!(ledger.coverage.tables[&Table::Invoices].unused, ["Naam"]);
    assert_eq!(
        ledger.notes,
        [
            "`posten.csv`: windows-1252, cells separated by semicolon; dates day first; decimal comma"
        ]
    );
}

#[test]
fn all_seven_tables() {
    let config = [
        "customers",
        "invoices",
        "payments",
        "reminders",
        "disputes",
        "promises",
        "signals",
    ]
    .map(|table| format!("[{table}]\npath = \"{table}.csv\"\n"))
    .concat();
    let ledger = ledger(
        &config,
        &[
            (
                "customers.csv",
                "customer_id,name,valid_from,consumer\nC1,Old name,2020-01-01,nee\nC1,New name,2024-01-01,nee\nC2,B,,ja\n",
            ),
            ("invoices.csv", TWO),
            (
                "payments.csv",
                "invoice_id,customer_id,payment_date,amount,kind\n001,C1,2025-02-01,60.00,Betaling\n001,C1,2025-02-03,40.00,\n,C2,2025-02-03,10.00,payment\n",
            ),
            (
                "reminders.csv",
                "invoice_id,sent_date,level,channel\n002,2025-03-05,1,e-mail\n002,2025-03-15,0,phone\n",
            ),
            (
                "disputes.csv",
                "invoice_id,opened_date,reason,closed_date\n002,2025-02-01,goods,\n",
            ),
            (
                "promises.csv",
                "invoice_id,made_date,promised_date,amount\n002,2025-03-06,2025-03-20,50.50\n",
            ),
            (
                "signals.csv",
                "customer_id,signal_date,kind,value\nC1,2025-01-01,credit_score,71.5\n",
            ),
        ],
    );
    assert_eq!(rejected(&ledger), [] as [&str; 0]);
    assert_eq!(flags(&ledger), [] as [&str; 0]);
    assert_eq!(
        cells(&ledger.customers, "consumer"),
        ["false", "false", "true"]
    );
    assert_eq!(
        cells(&ledger.payments, "kind"),
        ["payment", "payment", "payment"]
    );
    assert_eq!(
        cells(&ledger.payments, "invoice_id"),
        ["001", "001", "-"],
        "unallocated cash"
    );
    assert_eq!(cells(&ledger.reminders, "level"), ["1", "0"]);
    assert_eq!(cells(&ledger.signals, "value"), ["71.5"]);
    assert_eq!(ledger.n_read(), 3 + 2 + 3 + 2 + 1 + 1 + 1);
    let tables: Vec<Table> = ledger.row_counts.iter().map(|count| count.table).collect();
    assert_eq!(tables, Table::ALL);
}

#[test]
fn many_files_are_one_table() {
    let config = "[invoices]\npath = \"export/*.csv\"\n";
    let january = "invoice_id,customer_id,invoice_date,due_date,amount\n1,C1,03/04/2025,03/05/2025,\"1.000\"\n";
    let february = "invoice_id;customer_id;invoice_date;due_date;amount;kind\n2;C1;13/04/2025;13/05/2025;2.000,50;factuur\n1;C1;13/04/2025;13/05/2025;7,00;\n";
    let ledger = ledger(
        config,
        &[("export/1.csv", january), ("export/2.csv", february)],
    );
    assert_eq!(
        cells(&ledger.invoices, "invoice_date"),
        ["2025-04-03", "2025-04-13"],
        "the second file tells for the first"
    );
    assert_eq!(cells(&ledger.invoices, "amount"), ["1000.0", "2000.5"]);
    assert_eq!(cells(&ledger.invoices, "kind"), ["invoice", "invoice"]);
    assert_eq!(
        rejected(&ledger),
        [
            "export/2.csv:3 invoice_id=1: duplicate `invoice_id`: first on line 2 of `export/1.csv`, with other content (`invoice_date` is `2025-04-03` there)"
        ]
    );
}

#[test]
fn customers_drawn_from_the_invoices_keep_the_most_frequent_value() {
    let config = "[invoices]\npath = \"invoices.csv\"\n[customers]\npath = \"invoices.csv\"\n[customers.columns]\ncountry = \"land\"\n";
    let ledger = ledger(
        config,
        &[(
            "invoices.csv",
            "invoice_id,customer_id,invoice_date,due_date,amount,land,name\n\
             1,C1,2025-01-10,2025-02-09,1.00,BE,Jansen\n\
             2,C2,2025-01-10,2025-02-09,1.00,,Peeters\n\
             3,C1,2025-01-11,2025-02-09,1.00,NL,Jansen\n\
             4,C1,2025-01-12,2025-02-09,1.00,NL,Jansen\n\
             5,C3,2025-01-12,2025-02-09,1.00,FR,\n\
             6,C3,2025-01-12,2025-02-09,1.00,DE,\n\
             7,C2,2025-01-12,2025-02-09,veel,LU,Peeters\n",
        )],
    );
    assert_eq!(cells(&ledger.customers, "customer_id"), ["C1", "C2", "C3"]);
    assert_eq!(
        cells(&ledger.customers, "country"),
        ["NL", "-", "FR"],
        "row 7 is not used; of equals the first"
    );
    assert_eq!(cells(&ledger.customers, "name"), ["Jansen", "Peeters", "-"]);
    assert_eq!(
        flags(&ledger),
        [
            "customers ContradictoryAttribute x2 line 2 C1: `country` is `BE` in 1 rows, `NL` in 2 rows; `NL` is kept",
            "invoices TwoNumbers x1 line 7 6: `6` and `5`, both of 1.00",
        ]
    );
    assert_eq!(
        rejected(&ledger),
        ["invoices.csv:8 amount=veel: unreadable amount"]
    );
    assert_eq!(
        ledger.row_counts.len(),
        1,
        "the rows are accounted for as invoices"
    );
    assert!(
        !ledger.coverage.has(Table::Invoices, "land")
            && ledger.coverage.has(Table::Customers, "country")
    );
    assert_eq!(ledger.inputs.len(), 1);
}

#[test]
fn terms_of_payment_stand_in_for_due_dates() {
    let ledger = ledger(
        INVOICES,
        &[(
            "invoices.csv",
            "invoice_id,customer_id,invoice_date,due_date,payment_terms_days,amount\n\
             1,C1,2025-01-31,,30,1.00\n\
             2,C1,2025-01-31,2025-02-01,30,1.00\n\
             3,C1,2025-01-31,,,1.00\n\
             4,C1,2025-01-31,,99999,1.00\n",
        )],
    );
    assert_eq!(
        cells(&ledger.invoices, "due_date"),
        ["2025-03-02", "2025-02-01"]
    );
    assert_eq!(
        rejected(&ledger),
        [
            "invoices.csv:4 due_date=: `due_date` is missing",
            "invoices.csv:5 payment_terms_days=99999: `payment_terms_days` is out of range",
        ]
    );
}

#[test]
fn ambiguous_dates_are_settled_by_the_ledgers_own_logic() {
    // Month first, the second invoice would be due in March for a date in May.
    let text = "invoice_id,customer_id,invoice_date,due_date,amount\n1,C1,01/02/2025,03/02/2025,1.00\n2,C1,05/02/2025,04/03/2025,1.00\n";
    let ledger = ledger(INVOICES, &[("invoices.csv", text)]);
    assert_eq!(
        cells(&ledger.invoices, "due_date"),
        ["2025-02-03", "2025-03-04"]
    );
    assert_eq!(
        ledger.notes[1],
        "`invoices`: dates are read day first: read the other way, 1 of 2 invoices would be due before their date"
    );
}

#[test]
fn a_table_that_cannot_tell_follows_the_invoices() {
    let config = "[invoices]\npath = \"invoices.csv\"\n[payments]\npath = \"payments.csv\"\n";
    let ledger = ledger(
        config,
        &[
            (
                "invoices.csv",
                "invoice_id;customer_id;invoice_date;due_date;amount\n1;C1;13/01/2025;13/02/2025;1.000,00\n",
            ),
            (
                "payments.csv",
                "invoice_id;payment_date;amount\n1;01/02/2025;1.000\n",
            ),
        ],
    );
    assert_eq!(cells(&ledger.payments, "payment_date"), ["2025-02-01"]);
    assert_eq!(cells(&ledger.payments, "amount"), ["1000.0"]);
}

#[test]
fn customers_in_the_invoice_file_need_no_id_of_their_own() {
    let config = "[invoices]\npath = \"x.csv\"\n[invoices.columns]\ncustomer_id = \"Klant\"\n[customers]\npath = \"./x.csv\"\n[customers.columns]\nsector = \"Branche\"\n";
    let text = "invoice_id,Klant,invoice_date,due_date,amount,Branche\n1,C1,2025-01-10,2025-02-09,1.00,bouw\n";
    let ledger = ledger(config, &[("x.csv", text)]);
    assert_eq!(cells(&ledger.customers, "customer_id"), ["C1"]);
    assert_eq!(cells(&ledger.customers, "sector"), ["bouw"]);
}
