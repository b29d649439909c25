//! Whatever the dress, the ledger is the same; whatever is broken, the row that is broken is told.

use std::fmt::Write as _;

use arrears_ledger::Day;
use arrears_ledger::parquet::write_parquet;
use polars::prelude::*;
use proptest::prelude::*;

use crate::helper::{cells, try_read};

/// An invoice: customer, day of issue, term in days, cents.
type Invoice = (u8, i32, i32, i64);

fn invoices() -> impl Strategy<Value = Vec<Invoice>> {
    prop::collection::vec(
        (
            0..5_u8,
            18_000..20_500_i32,
            0..90_i32,
            -1_000_000..100_000_000_i64,
        ),
        1..40,
    )
}

/// Day first, decimal comma, points between thousands, semicolons, Windows line ends.
fn dutch(invoices: &[Invoice]) -> String {
    let mut out = String::from("\"Nr\";\"Klant\";\"Datum\";\"Vervalt\";\"Bedrag\"\r\n");
    for (number, (customer, issued, term, cents)) in invoices.iter().enumerate() {
        let date = |day: Day| {
            format!(
                "{:02}-{:02}-{}",
                day.day_of_month(),
                day.month(),
                day.year()
            )
        };
        let whole = (cents.abs() / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let minus = if *cents < 0 { "-" } else { "" };
        let (issued, due) = (date(Day(*issued)), date(Day(issued + term)));
        let _ = write!(
            out,
            "{number:05};{customer};{issued};{due};{grouped},{:02}{minus}\r\n",
            cents.abs() % 100
        );
    }
    out
}

const DUTCH: &str = "[invoices]\npath = \"f.csv\"\ndate_order = \"dmy\"\ndecimal_mark = \",\"\n[invoices.columns]\ninvoice_id = \"Nr\"\n\
    customer_id = \"Klant\"\ninvoice_date = \"Datum\"\ndue_date = \"Vervalt\"\namount = \"Bedrag\"\n";

fn typed(invoices: &[Invoice]) -> Vec<u8> {
    let days = |name: &str, days: Vec<i32>| {
        Int32Chunked::from_vec(name.into(), days)
            .into_date()
            .into_series()
            .into_column()
    };
    let columns = vec![
        Column::new(
            "invoice_id".into(),
            (0..invoices.len())
                .map(|n| format!("{n:05}"))
                .collect::<Vec<_>>(),
        ),
        Column::new(
            "customer_id".into(),
            invoices.iter().map(|i| i.0).collect::<Vec<_>>(),
        ),
        days("invoice_date", invoices.iter().map(|i| i.1).collect()),
        days("due_date", invoices.iter().map(|i| i.1 + i.2).collect()),
        Column::new(
            "amount".into(),
            invoices
                .iter()
                .map(|i| i.3 as f64 / 100.0)
                .collect::<Vec<_>>(),
        ),
    ];
    write_parquet(&mut DataFrame::new(invoices.len(), columns).unwrap(), &[]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_dutch_export_and_typed_columns_are_one_ledger(invoices in invoices()) {
        let text = try_read(DUTCH, &[("f.csv", dutch(&invoices).as_bytes())]).unwrap();
        let typed = try_read("[invoices]\npath = \"f.parquet\"\n", &[("f.parquet", &typed(&invoices))]).unwrap();
        prop_assert!(text.invoices.equals_missing(&typed.invoices));
        prop_assert!(text.customers.equals_missing(&typed.customers));
        prop_assert_eq!(text.invoices.height(), invoices.len());
        prop_assert_eq!(&text.flags.iter().map(|f| (f.kind, f.count)).collect::<Vec<_>>(), &typed.flags.iter().map(|f| (f.kind, f.count)).collect::<Vec<_>>());
    }

    #[test]
    fn one_broken_cell_rejects_its_row_and_no_other(
        invoices in prop::collection::vec((0..5_u8, 18_000..20_500_i32, 0..90_i32, 1..100_000_000_i64), 2..30),
        row in any::<prop::sample::Index>(),
        column in 0..5_usize,
        how in 0..4_usize,
    ) {
        let row = row.index(invoices.len());
        let broken = ["", "?!", "\u{fffd}", "31-02-2020"][how];
        // Text is a good id, so only an empty one is a fault there.
        prop_assume!(column > 1 || broken.is_empty());
        let text = dutch(&invoices);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut cells_of_row: Vec<&str> = lines[row + 1].split(';').collect();
        cells_of_row[column] = broken;
        lines[row + 1] = cells_of_row.join(";");
        let ledger = try_read(DUTCH, &[("f.csv", lines.join("\n").as_bytes())]).unwrap();
        prop_assert_eq!(ledger.rejected.len(), 1);
        prop_assert_eq!(ledger.rejected[0].line, row as u64 + 2);
        prop_assert_eq!(ledger.rejected[0].value.as_str(), broken);
        prop_assert_eq!(ledger.rejected[0].column.as_str(), ["Nr", "Klant", "Datum", "Vervalt", "Bedrag"][column]);
        let left: Vec<String> = (0..invoices.len()).filter(|n| *n != row).map(|n| format!("{n:05}")).collect();
        prop_assert_eq!(cells(&ledger.invoices, "invoice_id"), left);
    }

    #[test]
    fn any_bytes_are_a_ledger_or_a_message(noise in prop::collection::vec(any::<u8>(), 0..400), text in "[a-c;,\"\n\r0-9.\\-]{0,200}") {
        let header = "invoice_id,customer_id,invoice_date,due_date,amount\n";
        for content in [noise.clone(), text.clone().into_bytes(), [header.as_bytes(), &noise].concat(), format!("{header}{text}").into_bytes(), [b"PAR1", noise.as_slice()].concat()] {
            if let Err(error) = try_read("[invoices]\npath = \"f.csv\"\n", &[("f.csv", &content)]) {
                prop_assert!(!error.to_string().contains("bug"), "{}", error);
            }
        }
    }
}
