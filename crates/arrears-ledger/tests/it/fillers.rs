//! Dates that stand for no date: empty where the column may be, told, and impossible where it may not.

use arrears_ledger::parquet::write_parquet;
use polars::prelude::*;

use crate::helper::{INVOICES, cells, ledger, rejected, try_read};

const HEADER: &str =
    "invoice_id;customer_id;invoice_date;due_date;amount;paid_date;delivery_date\n";

fn told(ledger: &arrears_ledger::Ledger) -> Vec<&str> {
    let notes = ledger.notes.iter().map(String::as_str);
    notes.filter(|note| note.contains("no date")).collect()
}

#[test]
fn fillers_are_empty_in_columns_that_may_be_and_told_by_column() {
    let text = format!(
        "{HEADER}1;C1;15-01-2025;14-02-2025;10,00;31-12-9999;00.00.0000\n\
         2;C1;15-01-2025;14-02-2025;10,00;20-02-2025;14-01-2025\n\
         3;C1;15-01-2025;14-02-2025;10,00;31-12-9999;01-01-1900\n"
    );
    let found = ledger(INVOICES, &[("invoices.csv", &text)]);
    assert_eq!(rejected(&found), [""; 0]);
    assert_eq!(
        cells(&found.invoices, "paid_date"),
        ["-", "2025-02-20", "-"]
    );
    assert_eq!(
        cells(&found.invoices, "delivery_date"),
        ["-", "2025-01-14", "-"]
    );
    assert_eq!(
        told(&found),
        [
            "`invoices`: `delivery_date` of `invoices.csv`: 2 cells such as 0000-00-00 stand for no date and are read as \
             empty, the first on line 2",
            "`invoices`: `paid_date` of `invoices.csv`: 2 cells such as 9999-12-31 stand for no date and are read as \
             empty, the first on line 2",
        ]
    );
    assert_eq!(found.payments.height(), 1, "open is not paid in 9999");
}

#[test]
fn a_required_date_is_no_filler() {
    let text = format!(
        "{HEADER}1;C1;01-01-1900;14-02-2025;10,00;;\n2;C1;15-01-2025;31-12-9999;10,00;;\n3;C1;15-01-2025;14-02-2025;10,00;;\n"
    );
    let found = ledger(INVOICES, &[("invoices.csv", &text)]);
    assert_eq!(
        rejected(&found),
        [
            "invoices.csv:2 invoice_date=01-01-1900: impossible date",
            "invoices.csv:3 due_date=31-12-9999: impossible date",
        ]
    );
    assert_eq!(told(&found), [""; 0]);
}

#[test]
fn typed_dates_of_parquet_are_judged_alike() {
    let days = |name: &str, days: [Option<i32>; 2]| {
        let days = Int32Chunked::from_slice_options(name.into(), &days);
        days.into_date().into_series().into_column()
    };
    let mut frame = df!(
        "invoice_id" => ["1", "2"],
        "customer_id" => ["C1", "C1"],
        "amount" => [1.0, 2.0],
    )
    .expect("a frame");
    for column in [
        days("invoice_date", [Some(20_000), Some(20_000)]),
        days("due_date", [Some(20_030), Some(2_932_896)]),
        days("paid_date", [Some(2_932_896), Some(-25_567)]),
    ] {
        frame.with_column(column).expect("as long as the others");
    }
    let bytes = write_parquet(&mut frame, &[]).expect("written");
    let config = "[invoices]\npath = \"invoices.parquet\"\n";
    let found = try_read(config, &[("invoices.parquet", &bytes)]).expect("a ledger");
    assert_eq!(
        rejected(&found),
        ["invoices.parquet:2 due_date=9999-12-31: impossible date"]
    );
    assert_eq!(cells(&found.invoices, "paid_date"), ["-"]);
    assert_eq!(
        told(&found),
        [
            "`invoices`: `paid_date` of `invoices.parquet`: 2 cells such as 9999-12-31 stand for no date and are read as \
             empty, the first on row 1"
        ]
    );
}
