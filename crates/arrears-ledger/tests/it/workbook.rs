//! Workbooks as input: a sheet is read like any other export.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::helper::*;

/// A workbook with a cover and a sheet of invoices below a title.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Voorblad")
        .unwrap()
        .write(0, 0, "Export van 31 januari 2025")
        .unwrap();
    let sheet = book.add_worksheet().set_name("Facturen").unwrap();
    let day = Format::new().set_num_format("dd-mm-yyyy");
    sheet.write(0, 0, "Openstaande posten").unwrap();
    let names = [
        "invoice_id",
        "customer_id",
        "invoice_date",
        "due_date",
        "amount",
    ];
    for (column, name) in names.iter().enumerate() {
        sheet.write(2, column as u16, *name).unwrap();
    }
    for (row, (id, amount)) in [(101.0, 1299.99), (102.0, 45.5), (103.0, -12.125)]
        .into_iter()
        .enumerate()
    {
        let row = row as u32 + 3;
        let date = |month, day| ExcelDateTime::from_ymd(2025, month, day).unwrap();
        sheet.write(row, 0, id).unwrap();
        sheet.write(row, 1, "00417").unwrap();
        sheet.write_with_format(row, 2, date(1, 3), &day).unwrap();
        sheet.write_with_format(row, 3, date(2, 2), &day).unwrap();
        sheet.write(row, 4, amount).unwrap();
    }
    sheet.write(6, 0, "104").unwrap();
    sheet.write(6, 1, "00417").unwrap();
    sheet.write(6, 2, "soon").unwrap();
    sheet.write(6, 4, 1.0).unwrap();
    book.save_to_buffer().unwrap()
}

fn config(sheet: &str) -> String {
    format!("[invoices]\npath = \"export.xlsx\"\n{sheet}")
}

#[test]
fn a_sheet_is_a_ledger_and_its_rows_keep_their_numbers() {
    let files: &[(&str, &[u8])] = &[("export.xlsx", &workbook())];
    let ledger = try_read(&config("sheet = \"Facturen\"\n"), files).unwrap();
    assert_eq!(cells(&ledger.invoices, "invoice_id"), ["101", "102", "103"]);
    assert_eq!(cells(&ledger.invoices, "customer_id")[0], "00417");
    assert_eq!(cells(&ledger.invoices, "due_date")[0], "2025-02-02");
    assert_eq!(
        rejected(&ledger),
        ["export.xlsx:7 invoice_date=soon: impossible date"]
    );
}

#[test]
fn the_first_filled_sheet_is_taken_and_an_unknown_one_told() {
    let files: &[(&str, &[u8])] = &[("export.xlsx", &workbook())];
    let error = try_read(&config(""), files).unwrap_err().to_string();
    assert!(error.contains("has no column `invoice_id`"), "{error}");
    let error = try_read(&config("sheet = \"Blad1\"\n"), files).unwrap_err();
    let said = std::error::Error::source(&error).map_or(error.to_string(), ToString::to_string);
    assert!(
        said.contains("the workbook has no sheet `Blad1`; it has `Voorblad`, `Facturen`"),
        "{said}"
    );
}

#[test]
fn a_sheet_is_told_as_one() {
    let dir = tempfile::tempdir().unwrap();
    let (book, text) = (dir.path().join("book.xlsx"), dir.path().join("text.csv"));
    std::fs::write(&book, workbook()).unwrap();
    std::fs::write(&text, "a;b\n1;2\n").unwrap();
    let seen = |path| arrears_ledger::look(path, None).unwrap();
    assert!(seen(&book).is_sheet && !seen(&text).is_sheet);
}

/// Invoices of two customers, each with its subtotal, and what is open of all.
fn with_subtotals() -> Vec<Vec<&'static str>> {
    let row = |id, customer, amount| vec![id, customer, "2025-01-13", "2025-02-13", amount];
    let sum = |word, amount| vec!["", word, "", "", amount];
    let names = [
        "invoice_id",
        "customer_id",
        "invoice_date",
        "due_date",
        "amount",
    ];
    vec![
        names.to_vec(),
        row("1001", "C1", "12.50"),
        row("1002", "C1", "100"),
        sum("Subtotaal Jansen", "112.50"),
        row("1003", "C2", "80"),
        sum("Subtotaal De Vries", "80"),
        row("1004", "C3", "40"),
        vec!["Saldo", "", "", "", "232.50"],
    ]
}

#[test]
fn subtotals_are_no_rows_and_told_in_texts_as_in_workbooks() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Openstaand").unwrap();
    for (row, cells) in (0..).zip(with_subtotals()) {
        for (column, cell) in (0..).zip(cells) {
            let is_number = column == 4 || (column == 0 && row > 0);
            match cell.parse::<f64>() {
                Ok(number) if is_number => sheet.write(row, column, number).unwrap(),
                _ if cell.is_empty() => continue,
                _ => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    let book = book.save_to_buffer().unwrap();
    let text: Vec<String> = with_subtotals().iter().map(|row| row.join(";")).collect();
    let text = text.join("\n").into_bytes();
    for (name, bytes, place) in [("i.xlsx", book, "row"), ("i.csv", text, "line")] {
        let config = format!("[invoices]\npath = \"{name}\"\n");
        let ledger = try_read(&config, &[(name, &bytes)]).unwrap();
        let ids = cells(&ledger.invoices, "invoice_id");
        assert_eq!(ids, ["1001", "1002", "1003", "1004"], "{name}");
        assert_eq!(rejected(&ledger), [""; 0], "{name}");
        let told =
            format!("1 line below the table, 2 subtotals that are no rows, the first on {place} 4");
        assert!(ledger.notes[0].contains(&told), "{:?}", ledger.notes);
    }
}

/// A workbook with a sheet of invoices per year, and one with something else.
fn years() -> Vec<u8> {
    let mut book = Workbook::new();
    for (year, id) in [("2024", "F1"), ("2025", "F2")] {
        let sheet = book.add_worksheet().set_name(year).unwrap();
        let names = [
            "invoice_id",
            "customer_id",
            "invoice_date",
            "due_date",
            "amount",
        ];
        let row = [id, "417", "2025-01-13", "2025-02-13", "12.50"];
        for (column, (name, cell)) in names.iter().zip(row).enumerate() {
            sheet.write(0, column as u16, *name).unwrap();
            sheet.write(1, column as u16, cell).unwrap();
        }
    }
    let notes = book.add_worksheet().set_name("Toelichting").unwrap();
    notes.write(0, 0, "Soort").unwrap();
    notes.write(0, 1, "Betekenis").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn every_sheet_with_the_columns_is_one_table() {
    let files: &[(&str, &[u8])] = &[("export.xlsx", &years())];
    let ledger = try_read(&config("sheet = \"*\"\n"), files).unwrap();
    assert_eq!(cells(&ledger.invoices, "invoice_id"), ["F1", "F2"]);
    let counts: Vec<(&str, u64)> = ledger
        .row_counts
        .iter()
        .map(|count| (count.file.as_str(), count.used))
        .collect();
    assert_eq!(
        counts,
        [
            ("export.xlsx, sheet 2024", 1),
            ("export.xlsx, sheet 2025", 1),
            ("export.xlsx, sheet Toelichting", 0)
        ]
    );
}

#[test]
fn sheets_of_one_header_are_proposed_as_one_table() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("export.xlsx");
    std::fs::write(&path, years()).unwrap();
    let proposal = arrears_ledger::propose(&[path]).unwrap();
    let invoices = proposal.config.invoices.unwrap();
    assert_eq!(invoices.sheet.as_deref(), Some("*"));
    let told = |(_, reason): &(std::path::PathBuf, String)| reason.contains("other columns");
    assert!(!proposal.unrecognised.iter().any(told));
}
