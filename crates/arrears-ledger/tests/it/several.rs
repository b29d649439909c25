//! Ids that stand in several columns of a file.

use arrears_ledger::parquet::write_parquet;
use arrears_ledger::{LedgerConfig, TableConfig};
use polars::prelude::*;

use crate::helper::{cells, ledger, message, rejected_in_full, try_read};

const CONFIG: &str = "[invoices]\npath = \"invoices.csv\"\n[invoices.columns]\ninvoice_id = [\"BELNR\", \"GJAHR\"]\n\
                      [payments]\npath = \"payments.csv\"\n[payments.columns]\ninvoice_id = [\"REBZG\", \"REBZJ\"]\n";
const INVOICES: &str = "BELNR,GJAHR,customer_id,invoice_date,due_date,amount\n\
                        18001,2024,C1,2024-01-15,2024-02-14,10.00\n\
                        18001, 2025 ,C1,2025-01-15,2025-02-14,20.00\n";

#[test]
fn a_number_that_begins_again_every_year_is_told_apart_by_its_year() {
    let payments = "REBZG,REBZJ,customer_id,payment_date,amount\n\
                    18001,2025,C1,2025-02-01,20.00\n\
                    ,,C1,2025-02-02,5.00\n\
                    18001,,C1,2025-02-03,1.00\n\
                    18001,2023,C1,2025-02-04,2.00\n";
    let found = ledger(
        CONFIG,
        &[("invoices.csv", INVOICES), ("payments.csv", payments)],
    );
    assert_eq!(
        cells(&found.invoices, "invoice_id"),
        ["18001/2024", "18001/2025"]
    );
    assert_eq!(cells(&found.payments, "invoice_id"), ["18001/2025", "-"]);
    assert_eq!(
        rejected_in_full(&found)
            .iter()
            .map(|row| row.split(" (").next().unwrap_or_default())
            .collect::<Vec<_>>(),
        [
            "payments.csv:4 REBZG/REBZJ=18001/: `invoice_id` lacks a part: expected a value in each of `REBZG`, `REBZJ`",
            "payments.csv:5 REBZG/REBZJ=18001/2023: unknown invoice: expected an `invoice_id` of the table `invoices`, \
             leading zeros included",
        ]
    );
    let unused = &found.coverage.tables[&arrears_ledger::Table::Invoices].unused;
    assert_eq!(unused, &[""; 0], "parts are used");
}

#[test]
fn what_cannot_be_several_columns_is_told() {
    let refused = |columns: &str| {
        let config =
            format!("[invoices]\npath = \"invoices.csv\"\n[invoices.columns]\n{columns}\n");
        message(&config, &[("invoices.csv", INVOICES)])
    };
    assert_eq!(
        refused("invoice_date = [\"BELNR\", \"GJAHR\"]"),
        (
            "`invoice_date` under `[ledger.invoices.columns]` names several columns: only ids may, such as `invoice_id`"
                .to_owned(),
            "name one: `invoice_date = \"<column in the file>\"`; ids may be `[\"<first>\", \"<second>\"]`".to_owned()
        )
    );
    assert_eq!(
        refused("invoice_id = [\"BELNR\", \"\"]").0,
        "`invoice_id` under `[ledger.invoices.columns]` names several columns: each must have a name"
    );
    assert_eq!(
        refused("invoice_id = [\"BELNR\", \" BELNR\"]").0,
        "`invoice_id` under `[ledger.invoices.columns]` names several columns: each must be another one"
    );
    assert_eq!(
        refused("invoice_id = [\"BELNR\", \"GJAHRR\"]").0,
        "the file `invoices.csv` has no column `GJAHRR`, needed for `invoice_id` of table `invoices` (did you mean \
         `GJAHR`?); its columns are `BELNR`, `GJAHR`, `customer_id`, `invoice_date`, `due_date`, `amount`"
    );
    for (wrong, found) in [("[]", "an empty list"), ("5", "5"), ("[1, 2]", "[1, 2]")] {
        let config =
            format!("[invoices]\npath = \"a\"\n[invoices.columns]\ninvoice_id = {wrong}\n");
        let error = toml::from_str::<LedgerConfig>(&config).expect_err("no names");
        let said = "`invoice_id` must be the name of a column, or of ids a list of names such as [\"BELNR\", \"GJAHR\"]";
        assert!(
            error
                .to_string()
                .contains(&format!("{said}, found {found}")),
            "{error}"
        );
    }
}

#[test]
fn a_config_is_written_as_it_was_read() {
    let text =
        "path = \"a.csv\"\n\n[columns]\namount = \"Bedrag\"\ninvoice_id = [\"BELNR\", \"GJAHR\"]\n";
    let config: TableConfig = toml::from_str(text).expect("a config");
    assert_eq!(toml::to_string(&config).expect("a text"), text);
}

#[test]
fn parts_of_parquet_are_put_together_as_text() {
    let day = |name: &str, day: i32| {
        Int32Chunked::from_vec(name.into(), vec![day, day])
            .into_date()
            .into_series()
            .into_column()
    };
    let mut frame = df!(
        "BELNR" => ["0018", "0018"],
        "GJAHR" => [2024_i32, 2025],
        "customer_id" => ["C1", "C1"],
        "amount" => [1.0, 2.0],
    )
    .expect("a frame");
    for column in [day("invoice_date", 20_000), day("due_date", 20_030)] {
        frame.with_column(column).expect("as long as the others");
    }
    let bytes = write_parquet(&mut frame, &[]).expect("written");
    let config = "[invoices]\npath = \"i.parquet\"\n[invoices.columns]\ninvoice_id = [\"BELNR\", \"GJAHR\"]\n";
    let found = try_read(config, &[("i.parquet", &bytes)]).expect("a ledger");
    assert_eq!(
        cells(&found.invoices, "invoice_id"),
        ["0018/2024", "0018/2025"]
    );
}
