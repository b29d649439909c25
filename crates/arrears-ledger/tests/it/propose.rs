//! What `arrears init` proposes.

use std::path::PathBuf;

use arrears_ledger::{LedgerConfig, Proposal, Table, propose, read};

/// Writes the files into a folder, proposes a config for them, and gives both.
fn proposed(files: &[(&str, &str)]) -> (tempfile::TempDir, Proposal) {
    let dir = tempfile::tempdir().expect("a directory");
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, text)| {
            std::fs::write(dir.path().join(name), text).expect("a file");
            dir.path().join(name)
        })
        .collect();
    let mut proposal = propose(&paths).expect("a proposal");
    proposal.relative_to(dir.path());
    (dir, proposal)
}

/// `table.canonical=column (confidence)`.
fn mapping(proposal: &Proposal) -> Vec<String> {
    let of_table = |table: &arrears_ledger::TableProposal| -> Vec<String> {
        let line = |column: &arrears_ledger::ColumnProposal| {
            format!(
                "{}.{}={} ({})",
                table.table, column.canonical, column.column, column.confidence
            )
        };
        table.columns.iter().map(line).collect()
    };
    proposal.tables.iter().flat_map(of_table).collect()
}

/// The text parses to the config proposed, which reads the files.
fn check_reads(dir: &tempfile::TempDir, proposal: &Proposal) -> arrears_ledger::Ledger {
    let text = proposal.to_toml();
    let sections: std::collections::BTreeMap<String, LedgerConfig> =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(sections["ledger"], proposal.config, "{text}");
    read(&proposal.config, dir.path()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

const DUTCH: &str = "Debiteurnr;Naam;Factuurnummer;Factuurdatum;Vervaldatum;Bedrag;Landcode;Branche;Opmerking\n\
    00017;Jansen;F1;03-04-2025;03-05-2025;1.299,99;NL;bouw;x\n\
    00018;Peeters;F2;13-04-2025;13-05-2025;12,50;BE;horeca;\n";

#[test]
fn a_dutch_export_is_recognised_with_its_customers() {
    let (dir, proposal) = proposed(&[("openstaand.csv", DUTCH)]);
    assert_eq!(
        mapping(&proposal),
        [
            "customers.customer_id=Debiteurnr (high)",
            "customers.name=Naam (high)",
            "customers.country=Landcode (high)",
            "customers.sector=Branche (high)",
            "invoices.invoice_id=Factuurnummer (high)",
            "invoices.customer_id=Debiteurnr (high)",
            "invoices.invoice_date=Factuurdatum (high)",
            "invoices.due_date=Vervaldatum (high)",
            "invoices.amount=Bedrag (high)",
        ]
    );
    assert_eq!(proposal.tables[1].unmapped, ["Opmerking"]);
    assert_eq!(proposal.proven.len(), 1);
    assert!(proposal.proven[0].ends_with(
        "dates are day, month, year: 2 of them, such as `13-04-2025`, are dates only so"
    ));
    assert_eq!(proposal.doubts.len(), 1);
    assert!(proposal.doubts[0].ends_with("confirm that amounts are in EUR: no column says so"));
    let ledger = check_reads(&dir, &proposal);
    assert_eq!(
        (ledger.invoices.height(), ledger.customers.height()),
        (2, 2)
    );
}

#[test]
fn the_text_is_what_a_person_reads() {
    let (_dir, proposal) = proposed(&[("openstaand.csv", DUTCH)]);
    let text = proposal.to_toml();
    let (_, text) = text.split_once("\n\n").expect("doubts come first");
    assert_eq!(
        text,
        "[ledger]\n\
         date_order = \"dmy\"      # day, month, year\n\
         decimal_mark = \",\"\n\
         currency = \"EUR\"        # of all amounts\n\
         \n\
         [ledger.customers]\n\
         path = \"openstaand.csv\"    # 2 rows looked at, UTF-8, cells separated by semicolon\n\
         \n\
         [ledger.customers.columns]\n\
         customer_id = \"Debiteurnr\"               # high: a known header\n\
         name = \"Naam\"                            # high: a known header\n\
         country = \"Landcode\"                     # high: a known header\n\
         sector = \"Branche\"                       # high: a known header\n\
         \n\
         [ledger.invoices]\n\
         path = \"openstaand.csv\"    # 2 rows looked at, UTF-8, cells separated by semicolon\n\
         \n\
         [ledger.invoices.columns]\n\
         invoice_id = \"Factuurnummer\"             # high: a known header\n\
         customer_id = \"Debiteurnr\"               # high: a known header\n\
         invoice_date = \"Factuurdatum\"            # high: a known header\n\
         due_date = \"Vervaldatum\"                 # high: a known header\n\
         amount = \"Bedrag\"                        # high: a known header\n\
         # columns not used: \"Opmerking\"\n"
    );
}

#[test]
fn french_and_german_exports_and_their_tables() {
    let (dir, proposal) = proposed(&[
        (
            "Kunden.csv",
            "Kundennummer;Firmenname;Rechtsform\nK1;Müller;GmbH\n",
        ),
        (
            "Rechnungen.csv",
            "Rechnungsnummer;Kundennummer;Rechnungsdatum;Fälligkeitsdatum;Betrag\nR1;K1;31.01.2025;02.03.2025;1.000,00\n",
        ),
        (
            "Zahlungen.csv",
            "Rechnungsnummer;Zahlungsdatum;Betrag\nR1;05.03.2025;1.000,00\n",
        ),
        (
            "Mahnungen.csv",
            "Rechnungsnummer;Mahndatum;Mahnstufe\nR1;04.03.2025;1\n",
        ),
        (
            "litiges.csv",
            "N° facture;Date d'ouverture;Motif\nR1;04/03/2025;prix\n",
        ),
        ("anders.csv", "a;b\n1;2\n"),
    ]);
    let tables: Vec<Table> = proposal.tables.iter().map(|table| table.table).collect();
    assert_eq!(
        tables,
        [
            Table::Customers,
            Table::Invoices,
            Table::Payments,
            Table::Reminders,
            Table::Disputes
        ]
    );
    let unsure: Vec<String> = mapping(&proposal)
        .into_iter()
        .filter(|line| !line.ends_with("(high)"))
        .collect();
    assert_eq!(unsure, [] as [&str; 0]);
    assert_eq!(proposal.unrecognised.len(), 1);
    assert_eq!(
        proposal.unrecognised[0].1,
        "its columns are those of no table: `a`, `b`"
    );
    let ledger = check_reads(&dir, &proposal);
    assert_eq!(
        (ledger.disputes.height(), ledger.rejected.len()),
        (1, 0),
        "its date follows the invoices' order"
    );
}

#[test]
fn open_dates_are_asked_not_guessed() {
    let text = "Invoice number,Customer,Invoice date,Due date,Amount\n1,C1,01/02/2025,03/04/2025,1.00\n2,C1,02/03/2025,04/05/2025,1.00\n";
    let (dir, proposal) = proposed(&[("export.csv", text)]);
    assert_eq!(proposal.config.date_order, None);
    assert!(
        proposal.doubts[0].contains(
            "can be read day first or month first: `01/02/2025` in column `Invoice date`"
        ),
        "{:?}",
        proposal.doubts
    );
    assert!(
        proposal
            .to_toml()
            .contains("\n# date_order = \"dmy\"    # choose: "),
        "{}",
        proposal.to_toml()
    );
    let settled = proposal.to_toml().replace("# date_order", "date_order");
    let sections: std::collections::BTreeMap<String, LedgerConfig> =
        toml::from_str(&settled).expect("TOML");
    assert!(
        read(&proposal.config, dir.path()).is_err(),
        "until it is chosen"
    );
    assert_eq!(
        read(&sections["ledger"], dir.path())
            .expect("readable")
            .invoices
            .height(),
        2
    );
}

#[test]
fn files_of_one_table_become_a_pattern() {
    let header = "invoice_id,customer_id,invoice_date,due_date,amount,currency\n";
    let one = format!("{header}1,C1,2025-01-01,2025-01-31,1.00,usd\n");
    let two = format!("{header}2,C1,2025-02-01,2025-02-28,1.00,usd\n");
    let (dir, proposal) = proposed(&[("p-2025-01.csv", &one), ("p-2025-02.csv", &two)]);
    let config = proposal.config.invoices.as_ref().expect("invoices");
    assert_eq!(
        (config.path.as_str(), config.columns.len()),
        ("p-2025-0*.csv", 0),
        "canonical names need no line"
    );
    assert_eq!(proposal.config.currency, "USD", "the only one in the file");
    assert_eq!(check_reads(&dir, &proposal).invoices.height(), 2);
}

#[test]
fn near_names_are_less_sure_and_values_decide() {
    let text = "Invoice numbr,Client number,Datum,Due date,Amount EUR,Amount due,Paid\n1,7,2025-01-01,2025-01-31,12.50,maybe,x\n2,7,2025-02-01,2025-03-02,10.00,no,x\n";
    let (_dir, proposal) = proposed(&[("export.csv", text)]);
    assert_eq!(
        mapping(&proposal),
        [
            "invoices.invoice_id=Invoice numbr (medium)",
            "invoices.customer_id=Client number (high)",
            "invoices.invoice_date=Datum (medium)",
            "invoices.due_date=Due date (high)",
            "invoices.amount=Amount EUR (high)",
        ],
        "`Amount due` is a known header, but no amounts stand in it"
    );
}

#[test]
fn a_header_cannot_break_the_text() {
    let text = "\"Factuur\"\"nummer\nx\";Debiteur;Factuurdatum;Vervaldatum;Bedrag\n1;C;2025-01-01;2025-01-31;1,00\n";
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a\"b.csv"), text).unwrap();
    let mut proposal = propose(&[dir.path().join("a\"b.csv")]).expect("a proposal");
    proposal.relative_to(dir.path());
    let text = proposal.to_toml();
    let sections: std::collections::BTreeMap<String, LedgerConfig> =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(sections["ledger"], proposal.config);
}

#[test]
fn files_that_cannot_be_opened_are_told() {
    let error = propose(&[PathBuf::from("no/such/file.csv")])
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("cannot read `no/such/file.csv`: "),
        "{error}"
    );
    assert_eq!(
        propose(&[PathBuf::from("/")]).unwrap_err().to_string(),
        "`/` is not a regular file"
    );
}

/// Invoices and payments in one list, as many packages show an account.
const ACCOUNT: &str = "Soort;Nummer;Debiteur;Datum;Vervaldatum;Bedrag\n\
    Factuur;F1;100;13-01-2025;12-02-2025;1.210,00\nFactuur;F2;101;14-01-2025;13-02-2025;363,00\n\
    Betaling;F1;100;10-02-2025;;-1.210,00\nCreditnota;F3;101;20-01-2025;20-01-2025;-63,00\n\
    Memoriaal;M1;101;21-01-2025;;5,00\n";

#[test]
fn a_file_of_invoices_and_payments_is_split_by_its_kinds() {
    let (dir, proposal) = proposed(&[("rekening.csv", ACCOUNT)]);
    let invoices = proposal.config.invoices.as_ref().expect("invoices");
    let payments = proposal.config.payments.as_ref().expect("payments");
    assert_eq!(invoices.only["Soort"], ["Creditnota", "Factuur"]);
    assert_eq!(payments.only["Soort"], ["Betaling"]);
    assert_eq!(
        (
            payments.columns["invoice_id"].as_str(),
            payments.columns["debit"].as_str()
        ),
        ("Nummer", "Bedrag"),
        "payments are negative, and bear the number of their invoice"
    );
    for doubt in [
        "holds invoices (`Creditnota`, `Factuur`) and payments (`Betaling`), told apart by `Soort`: confirm",
        "rows where `Soort` is `Memoriaal` are taken by no table",
        "confirm that `Nummer` is `invoice_id` of `payments` (1 of 1 payments bear the number of an invoice)",
    ] {
        assert!(
            proposal.doubts.iter().any(|found| found.contains(doubt)),
            "{doubt}\n{:?}",
            proposal.doubts
        );
    }
    let ledger = check_reads(&dir, &proposal);
    assert_eq!(
        (
            ledger.invoices.height(),
            ledger.payments.height(),
            ledger.rejected.len()
        ),
        (3, 1, 1)
    );
}

#[test]
fn payments_whose_numbers_are_no_invoices_stay_with_the_customer() {
    let text = ACCOUNT.replace("Betaling;F1", "Betaling;B77");
    let (dir, proposal) = proposed(&[("rekening.csv", &text)]);
    let payments = proposal.config.payments.as_ref().expect("payments");
    assert_eq!(payments.columns["invoice_id"], "");
    let ledger = check_reads(&dir, &proposal);
    assert_eq!(ledger.payments.height(), 1);
    assert!(
        proposal
            .doubts
            .iter()
            .any(|doubt| doubt.contains("does not say which invoice is paid")),
        "{:?}",
        proposal.doubts
    );
}

#[test]
fn of_the_sheets_of_a_workbook_each_table_has_its_own() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let mut sheet = |name: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        for (r, row) in rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                sheet
                    .write_string(r as u32, c as u16, *cell)
                    .expect("a cell");
            }
        }
    };
    sheet(
        "Uitleg",
        &[
            &["Dit overzicht is gemaakt op 1 januari"],
            &["Vragen: tel. 12"],
        ],
    );
    sheet(
        "Facturen",
        &[
            &[
                "Factuurnummer",
                "Debiteurnummer",
                "Factuurdatum",
                "Vervaldatum",
                "Bedrag",
            ],
            &["F1", "7", "2025-01-13", "2025-02-12", "12,50"],
            &["F2", "7", "2025-01-14", "2025-02-13", "20,00"],
        ],
    );
    sheet(
        "Betalingen",
        &[
            &["Factuurnummer", "Betaaldatum", "Betaald bedrag"],
            &["F1", "2025-02-10", "12,50"],
        ],
    );
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("export.xlsx");
    book.save(&path).expect("a workbook");
    let mut proposal = propose(&[path]).expect("a proposal");
    proposal.relative_to(dir.path());
    let sheet_of = |table| {
        proposal
            .config
            .table(table)
            .and_then(|config| config.sheet.clone())
    };
    assert_eq!(sheet_of(Table::Invoices).as_deref(), Some("Facturen"));
    assert_eq!(sheet_of(Table::Payments).as_deref(), Some("Betalingen"));
    let ledger = check_reads(&dir, &proposal);
    assert_eq!((ledger.invoices.height(), ledger.payments.height()), (2, 1));
}

#[test]
fn what_is_no_table_is_told_and_the_others_are_read() {
    let dir = tempfile::tempdir().expect("a directory");
    let (csv, other) = (
        dir.path().join("facturen.csv"),
        dir.path().join("scan.xlsx"),
    );
    std::fs::write(&csv, DUTCH).expect("a file");
    std::fs::write(&other, b"PK\x03\x04 nothing").expect("a file");
    let proposal = propose(&[other, csv]).expect("a proposal");
    assert!(proposal.is_whole());
    assert_eq!(proposal.unrecognised.len(), 1);
}

#[test]
fn exchanged_dates_are_asked_about() {
    let text = "Factuurnummer;Debiteurnummer;Vervaldatum;Factuurdatum;Bedrag\nF1;7;13-01-2025;12-02-2025;1,00\n\
        F2;7;14-01-2025;13-02-2025;2,00\n";
    let (_dir, proposal) = proposed(&[("x.csv", text)]);
    assert!(
        proposal
            .doubts
            .iter()
            .any(|doubt| doubt.contains("are the columns exchanged?")),
        "{:?}",
        proposal.doubts
    );
}

#[test]
fn a_file_of_another_administrations_codes_is_not_taken_by_a_profile() {
    let text = "Dagboek;Debiteur;Datum;Vervaldatum;Factuurnummer;Bedrag;Openstaand\n\
        A1;7;13-01-2025;12-02-2025;F1;10,50;0,00\nA2;7;14-02-2025;;F1;-10,50;0,00\n";
    let (_dir, proposal) = proposed(&[("x.csv", text)]);
    assert_eq!(
        proposal.known,
        [],
        "no journal of it is one of the profile's"
    );
}
