//! Figures that `arrears init` would have silently wrong: amounts in another currency, on one side, or without VAT.

use arrears_ledger::{Ledger, Proposal, propose, read};

use crate::helper::cells;

/// Proposes for a file, and gives where each column of a table is from, as `canonical=column`.
fn proposed(text: &str) -> (tempfile::TempDir, Proposal) {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("f.csv");
    std::fs::write(&path, text).expect("a file");
    let mut proposal = propose(&[path]).expect("a proposal");
    proposal.relative_to(dir.path());
    (dir, proposal)
}

fn columns(proposal: &Proposal, table: &str) -> Vec<String> {
    let mut tables = proposal.tables.iter();
    let table = tables.find(|found| found.table.to_string() == table);
    let columns = table.map(|table| &table.columns).into_iter().flatten();
    columns
        .map(|column| format!("{}={}", column.canonical, column.column))
        .collect()
}

fn has(proposal: &Proposal, table: &str, column: &str) -> bool {
    columns(proposal, table).iter().any(|found| found == column)
}

fn doubts(proposal: &Proposal) -> String {
    proposal.doubts.join("\n")
}

fn ledger(dir: &tempfile::TempDir, proposal: &Proposal) -> Ledger {
    read(&proposal.config, dir.path()).expect("a ledger")
}

const TWINFIELD: &str = "Dagboek;Boekst.nr.;Relatie;Naam;Datum;Vervaldatum;Factuurnummer;Valuta;Bedrag;Basisbedrag;Openstaand\n\
    VRK;1;10005;Van Dijk;18/01/2024;17/02/2024;180;USD;2.039,70;1.631,76;0,00\n\
    BNK;2;10005;Van Dijk;12/02/2024;;180;USD;-2.039,70;-1.631,76;0,00\n\
    VRK;3;10001;Jansen;10/01/2024;09/02/2024;181;EUR;8.661,68;8.661,68;0,00\n";

#[test]
fn an_amount_in_the_currency_of_the_books_goes_before_one_of_the_invoice() {
    let (dir, proposal) = proposed(TWINFIELD);
    assert!(has(&proposal, "invoices", "amount=Basisbedrag"));
    assert!(has(&proposal, "payments", "debit=Basisbedrag"));
    assert!(!has(&proposal, "invoices", "currency=Valuta"));
    assert!(doubts(&proposal).contains("confirm that `Basisbedrag` is in EUR"));
    assert!(!has(&proposal, "invoices", "open_amount=Openstaand"));
    assert!(!doubts(&proposal).contains("no column says so"));
    let ledger = ledger(&dir, &proposal);
    assert_eq!(cells(&ledger.invoices, "amount"), ["1631.76", "8661.68"]);
    assert_eq!(cells(&ledger.payments, "amount"), ["1631.76"]);
}

#[test]
fn an_amount_in_the_currency_of_the_invoice_has_its_currency() {
    let without_base = TWINFIELD.replace(";Basisbedrag", ";Boekwaarde");
    let (dir, proposal) = proposed(&without_base);
    for table in ["invoices", "payments"] {
        assert!(has(&proposal, table, "currency=Valuta"), "{table}");
    }
    let error = read(&proposal.config, dir.path()).expect_err("no rates");
    let hint = error.hint().expect("a hint");
    assert!(
        hint.contains(
            "if the amounts are already in EUR, remove `currency` under `[ledger.invoices.columns]`"
        ),
        "{hint}"
    );

    let (_dir, central) = proposed(
        "Volgnr.;Klantnr.;Documentsoort;Documentnr.;Boekingsdatum;Vervaldatum;Valutacode;Oorspronkelijk bedrag\n\
         2;105;Factuur;180;18-01-2024;17-02-2024;USD;3.263,52\n4;101;Factuur;181;20-01-2024;19-02-2024;;8.661,68\n",
    );
    assert_eq!(central.known[0].id, "business-central-entries");
    assert!(has(&central, "invoices", "currency=Valutacode"));
    // The empty cells are in the ledger's currency, not in that of the others.
    assert_eq!(central.config.currency, "EUR");

    let (_dir, odoo) = proposed(
        "Number,Partner,Invoice/Bill Date,Due Date,Total in Currency Signed,Currency,Payment Status\n\
         I1,Van Dijk,2024-01-08,2024-02-07,3263.52,USD,paid\nI2,Jansen,2024-01-10,2024-02-09,8661.68,EUR,paid\n",
    );
    assert_eq!(odoo.known[0].id, "odoo-invoices");
    assert!(has(&odoo, "invoices", "currency=Currency"));
}

#[test]
fn a_column_of_codes_under_another_name_is_told() {
    let file = "Factuurnummer;Klantnr;Factuurdatum;Vervaldatum;Bedrag;Xyz\n\
        F1;K1;13-01-2025;13-02-2025;10,50;EUR\nF2;K1;14-01-2025;14-02-2025;10,50;USD\n";
    let (_dir, proposal) = proposed(file);
    let told = doubts(&proposal);
    assert!(
        told.contains("`Xyz` holds codes of currencies (EUR, USD) and is not used"),
        "{told}"
    );
    assert!(!told.contains("no column says so"), "{told}");
    // One that says what is assumed anyway is no question.
    let (_dir, proposal) = proposed(&file.replace("USD", "EUR"));
    assert_eq!(proposal.doubts, Vec::<String>::new());
}

#[test]
fn an_amount_that_names_the_ledgers_currency_is_not_converted_again() {
    let file = "Factuurnr;Debiteurnr;Factuurdatum;Vervaldatum;Valuta;Bedrag VV;Bedrag EUR\n\
        1;10005;18-01-2024;17-02-2024;USD;1.794,93;1.631,76\n2;10001;10-01-2024;09-02-2024;EUR;8.661,68;8.661,68\n";
    for own in [
        "Bedrag EUR",
        "Bedrag in eigen valuta",
        "Betrag Hauswährung",
        "Basisbedrag",
    ] {
        let (dir, proposal) = proposed(&file.replace("Bedrag EUR", own));
        assert!(
            has(&proposal, "invoices", &format!("amount={own}")),
            "{own}"
        );
        assert!(!has(&proposal, "invoices", "currency=Valuta"), "{own}");
        assert!(
            doubts(&proposal).contains(&format!("`{own}` is in EUR")),
            "{own}"
        );
        let ledger = ledger(&dir, &proposal);
        assert_eq!(cells(&ledger.invoices, "amount"), ["1631.76", "8661.68"]);
    }
    let (_dir, dollars) = proposed(&file.replace("Bedrag EUR", "Bedrag USD"));
    assert_eq!(dollars.config.currency, "USD");
    assert!(doubts(&dollars).contains("confirm that amounts are in USD, as `Bedrag USD` says"));
}

#[test]
fn two_amounts_of_which_one_is_always_zero_are_debit_and_credit() {
    let file = "Deb.nr;Naam;Fact.nr;Fact.dat.;Verv.dat.;Bedrag D;Bedrag C\n\
        105;Van Dijk;180;18-01-24;17-02-24;1.631,76;0,00\n101;Jansen;181;10-01-24;09-02-24;;61,68\n";
    let (dir, proposal) = proposed(file);
    assert!(has(&proposal, "invoices", "debit=Bedrag D"));
    assert!(has(&proposal, "invoices", "credit=Bedrag C"));
    let ledger = ledger(&dir, &proposal);
    assert_eq!(cells(&ledger.invoices, "amount"), ["1631.76", "-61.68"]);
    assert_eq!(cells(&ledger.invoices, "kind"), ["invoice", "credit_note"]);
    // Where a row has both they are something else.
    let (_dir, both) = proposed(&file.replace("0,00", "5,00"));
    assert!(!has(&both, "invoices", "debit=Bedrag D"));
}

const EXCLUSIVE: &str = "Klantcode;Factuurnummer;Factuurdatum;Vervaldatum;Bedrag;BTW;Totaal;Saldo\n\
    105;180;18-01-2024;17-02-2024;1.348,56;283,20;1.631,76;0,00\n\
    101;181;10-01-2024;09-02-2024;7.158,41;1.503,27;8.661,68;0,00\n\
    100;182;15-01-2024;14-02-2024;4.438,71;932,13;5.370,84;0,00\n";

#[test]
fn of_three_amounts_the_sum_is_billed() {
    let (dir, proposal) = proposed(EXCLUSIVE);
    assert!(has(&proposal, "invoices", "amount=Totaal"));
    assert!(doubts(&proposal).contains("in every row it is `Bedrag` and `BTW` together"));
    let ledger = ledger(&dir, &proposal);
    assert_eq!(
        cells(&ledger.invoices, "amount"),
        ["1631.76", "8661.68", "5370.84"]
    );
    // One row of which it is not true, and nothing is told.
    let (_dir, other) = proposed(&EXCLUSIVE.replace("8.661,68", "8.661,69"));
    assert!(has(&other, "invoices", "amount=Bedrag"));
}

#[test]
fn a_file_published_in_dollars_is_in_dollars() {
    let (_dir, proposal) = proposed(
        "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate\n\
         391,0379-NEVHP,4/6/2013,611365,1/2/2013,2/1/2013,55.94,No,1/15/2013\n",
    );
    assert_eq!(proposal.known[0].id, "late-payment-histories");
    assert_eq!(proposal.config.currency, "USD");
    let text = proposal.to_toml();
    assert!(text.contains("currency = \"USD\""), "{text}");
    assert!(!text.contains("EUR"), "{text}");
}

#[test]
fn a_list_of_transactions_is_split_by_its_journals() {
    let (dir, twinfield) = proposed(
        "Dagboek;Bkst.nr.;Rel.;Relatienaam;Fact.nr.;Datum;Verv.dat.;Valuta;D/C;Bedrag\n\
         VRK;1;105;Van Dijk;180;18/01/2024;17/02/2024;EUR;D;1631,76\n\
         VRK;2;101;Jansen;181;10/01/2024;09/02/2024;EUR;D;8661,68\n\
         BNK;3;105;Van Dijk;180;12/02/2024;;EUR;C;1631,76\n",
    );
    assert!(
        twinfield
            .to_toml()
            .contains("only = { \"Dagboek\" = [\"VRK\"] }")
    );
    assert!(
        twinfield
            .to_toml()
            .contains("only = { \"Dagboek\" = [\"BNK\"] }")
    );
    let split = ledger(&dir, &twinfield);
    assert_eq!(cells(&split.invoices, "amount"), ["1631.76", "8661.68"]);
    assert_eq!(cells(&split.payments, "amount"), ["1631.76"]);
    assert_eq!(cells(&split.payments, "invoice_id"), ["180"]);

    let (dir, mixed) = proposed(
        "Dagboek;Soort;Rel.nr.;Fact.nr.;Boekdat.;Verv.dat.;Debet;Credit\n\
         70;Verkoop;105;180;18-01-24;17-02-24;1.631,76;0,00\n70;Verkoop;101;181;10-01-24;09-02-24;0,00;61,68\n\
         20;Bank;105;180;12-02-24;;0,00;1.631,76\n",
    );
    assert!(
        doubts(&mixed)
            .contains("holds invoices (`Verkoop`) and payments (`Bank`), told apart by `Soort`")
    );
    let split = ledger(&dir, &mixed);
    assert_eq!(cells(&split.invoices, "kind"), ["invoice", "credit_note"]);
    assert_eq!(cells(&split.payments, "amount"), ["1631.76"]);
}

#[test]
fn french_journals_of_two_letters_tell_sales_from_the_bank_and_cash() {
    let (dir, sage) = proposed(
        "Code journal;Date;N° facture;Compte tiers;Libellé;Échéance;Débit;Crédit\n\
         VE;13/01/2024;180;C105;Facture;17/02/2024;1 631,76;\nVE;20/01/2024;181;C101;Facture;19/02/2024;61,68;\n\
         BQ;12/02/2024;180;C105;Règlement;;;1 631,76\nCA;14/02/2024;181;C101;Règlement;;;61,68\n",
    );
    let split = ledger(&dir, &sage);
    assert_eq!(cells(&split.invoices, "amount"), ["1631.76", "61.68"]);
    assert_eq!(cells(&split.payments, "invoice_id"), ["180", "181"]);

    let (_dir, lettered) = proposed(
        "Code journal;Date;N° pièce;Compte tiers;Échéance;Débit;Crédit;Lettrage\n\
         VE;13/01/2024;180;C105;17/02/2024;1 631,76;;AA\nVE;20/01/2024;181;C101;19/02/2024;61,68;;\n\
         BQ;12/02/2024;77;C105;;;1 631,76;AA\n",
    );
    let text = lettered.to_toml();
    assert!(text.contains("the same `Lettrage`"), "{text}");
    assert!(!doubts(&lettered).contains("which invoice is paid"));
    let unused = lettered.tables.iter().flat_map(|table| &table.unmapped);
    assert_eq!(unused.count(), 0, "the journal is used by `only`");
}

#[test]
fn the_number_that_payments_bear_too_is_that_of_the_invoices() {
    let mut text = "Dagboek;Boekstuknr;Factuurnr;Debiteur;Datum;Vervaldatum;Bedrag\n".to_owned();
    for n in 1..=20 {
        text += &format!("VRK;{};F{n};101;13-01-2024;12-02-2024;{n},50\n", 500 + n);
        text += &format!("BNK;{};F{n};101;20-02-2024;;-{n},50\n", 900 + n);
    }
    let (dir, proposal) = proposed(&text);
    let split = ledger(&dir, &proposal);
    assert_eq!(cells(&split.invoices, "invoice_id")[..2], ["F1", "F2"]);
    assert_eq!(cells(&split.payments, "invoice_id")[..2], ["F1", "F2"]);
}

#[test]
fn credits_that_are_too_many_for_credit_notes_are_asked_about() {
    let list = |n_paid: usize| {
        let mut text =
            "Dagboek;Factuurnr;Debiteur;Factuurdatum;Vervaldatum;Debet;Credit\n".to_owned();
        for n in 1..=20 {
            text += &format!("70;{n};101;13-01-2024;12-02-2024;{n},50;0,00\n");
            if n <= n_paid {
                text += &format!("20;9{n};101;20-02-2024;;0,00;{n},50\n");
            }
        }
        text
    };
    let (_dir, ledger) = proposed(&list(15));
    assert!(
        doubts(&ledger).contains("15 of 35 rows are credits (`Credit`)"),
        "{}",
        doubts(&ledger)
    );
    let (_dir, ledger) = proposed(&list(5));
    assert!(!doubts(&ledger).contains("are credits"));
}

#[test]
fn a_code_that_stands_one_to_one_with_the_names_numbers_the_customers() {
    let file = "Code;Naam;Factuurnr.;Factuurdatum;Vervaldatum;Bedrag;Openstaand\n\
        105;Van Dijk;180;18-01-2024;17-02-2024;1.631,76;0,00\n101;Jansen;181;10-01-2024;09-02-2024;8.661,68;0,00\n\
        105;Van Dijk;182;15-01-2024;14-02-2024;5.370,84;0,00\n";
    let (_dir, proposal) = proposed(file);
    assert!(has(&proposal, "invoices", "customer_id=Code"));
    assert!(has(&proposal, "customers", "name=Naam"));
    assert!(doubts(&proposal).contains("confirm that `Code` is `customer_id`"));
    // One name with two codes: it is the number of something else.
    let (_dir, other) = proposed(&file.replace("101;Jansen", "101;Van Dijk"));
    assert!(has(&other, "invoices", "customer_id=Naam"));
}

#[test]
fn words_of_kinds_that_nobody_knows_are_asked_for() {
    let file = "Factuurnr;Debiteurnr;Factuurdatum;Vervaldatum;Soort;Bedrag\n\
        180;105;18-01-2024;17-02-2024;1;1.631,76\n181;101;10-01-2024;09-02-2024;2;61,68\n";
    let (_dir, proposal) = proposed(file);
    assert!(
        doubts(&proposal)
            .contains("say what `1`, `2` of `Soort` means under `[ledger.invoices.kinds]`")
    );
    let text = proposal.to_toml();
    assert!(
        text.contains("# [ledger.invoices.kinds]\n# \"1\" = \"\"\n# \"2\" = \"\"\n"),
        "{text}"
    );
    for (invoice, note) in [("FACT", "CN"), ("F", "C")] {
        let words = file
            .replace(";1;", &format!(";{invoice};"))
            .replace(";2;", &format!(";{note};"));
        let (dir, proposal) = proposed(&words);
        assert!(!doubts(&proposal).contains("kinds]"));
        let ledger = ledger(&dir, &proposal);
        assert_eq!(cells(&ledger.invoices, "kind"), ["invoice", "credit_note"]);
    }
}

#[test]
fn headers_cut_short_are_known() {
    let file = "Factuurnr;Debiteurnr;Factuurdatum;Vervalt op;Incl. btw\n180;105;18-01-2024;17-02-2024;1.631,76\n";
    let boekdat = file.replace("Factuurdatum", "Boekdat.");
    for text in [file, &file.replace("Vervalt op", "Vervalt"), &boekdat] {
        let (_dir, proposal) = proposed(text);
        assert!(proposal.is_whole(), "{text} {:?}", doubts(&proposal));
        assert!(
            !doubts(&proposal).contains("Vervalt"),
            "{:?}",
            doubts(&proposal)
        );
        assert!(
            !doubts(&proposal).contains("Incl. btw"),
            "{:?}",
            doubts(&proposal)
        );
    }
}

#[test]
fn a_table_of_rates_is_proposed_as_one() {
    let invoices = "Factuurnummer;Debiteur;Factuurdatum;Vervaldatum;Bedrag;Valuta\n\
        F1;C1;05-03-2025;04-04-2025;1.046,50;USD\nF2;C2;29-03-2025;28-04-2025;500,00;EUR\n";
    for rates in [
        "Datum;Munt;Koers\n03-03-2025;USD;1,0465\n28-03-2025;USD;1,0797\n",
        "date,currency,rate\n2025-03-03,USD,1.0465\n",
        "Date,USD,GBP,\n2025-03-03,1.0465,0.8265,\n",
    ] {
        let dir = tempfile::tempdir().expect("a directory");
        let paths = ["f.csv", "rates.csv"].map(|name| dir.path().join(name));
        std::fs::write(&paths[0], invoices).expect("a file");
        std::fs::write(&paths[1], rates).expect("a file");
        let mut proposal = propose(&paths).expect("a proposal");
        proposal.relative_to(dir.path());
        assert!(
            proposal.unrecognised.is_empty(),
            "{:?}",
            proposal.unrecognised
        );
        let text = proposal.to_toml();
        assert!(
            text.contains("[ledger.rates]\npath = \"rates.csv\"\n"),
            "{text}"
        );
        assert!(doubts(&proposal).contains("is taken for a table of rates"));
        let ledger = ledger(&dir, &proposal);
        assert_eq!(
            cells(&ledger.invoices, "amount"),
            ["1000.0", "500.0"],
            "{rates}"
        );
    }
}
