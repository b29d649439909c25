//! Messages where a file or a whole column cannot be used: one paragraph, and a hint.

use crate::helper::*;

fn invoices(text: &str) -> (String, String) {
    message(INVOICES, &[("invoices.csv", text)])
}

#[test]
fn no_invoices_no_path_no_file() {
    assert_eq!(
        message("", &[]),
        (
            "the config names no invoices: a ledger needs at least the table `invoices`".to_owned(),
            "add `[ledger.invoices]` with `path = \"...\"`, or let `arrears init FILE...` write the config".to_owned()
        )
    );
    assert_eq!(
        message("[invoices]\n", &[]),
        (
            "`[ledger.invoices]` has no `path`".to_owned(),
            "add `path = \"...\"` under `[ledger.invoices]`".to_owned()
        )
    );
    assert_eq!(
        message(INVOICES, &[]),
        (
            "the file `DIR/invoices.csv` of table `invoices` does not exist".to_owned(),
            "paths are relative to the config file".to_owned()
        )
    );
    assert_eq!(
        message("[invoices]\npath = \".\"\n", &[]).0,
        "`DIR/.` is not a regular file"
    );
}

#[test]
fn a_missing_column_lists_those_there_are() {
    let (text, hint) = invoices(
        "invoice_id,customer_id,invoicedate,due_date,amount\n1,C1,2025-01-01,2025-01-02,1\n",
    );
    assert_eq!(
        text,
        "the file `invoices.csv` has no column `invoice_date`, needed for `invoice_date` of table `invoices` (did you mean \
         `invoicedate`?); its columns are `invoice_id`, `customer_id`, `invoicedate`, `due_date`, `amount`"
    );
    assert_eq!(
        hint,
        "name its column under `[ledger.invoices.columns]`: `invoice_date = \"<column in the file>\"`"
    );
}

#[test]
fn a_column_of_the_wrong_type_is_one_error() {
    let rows = "1,C1,2025-01-01,2025-01-02,Jansen\n2,C1,2025-01-01,2025-01-02,De Vries\n3,C1,2025-01-01,2025-01-02,\n4,C1,2025-01-01,2025-01-02,Bos\n";
    let (text, hint) = invoices(&format!(
        "invoice_id,customer_id,invoice_date,due_date,amount\n{rows}"
    ));
    assert_eq!(
        text,
        "column `amount` of `invoices.csv` is mapped to `amount` of table `invoices` (an amount of money), but none of its 3 \
         values can be read as such; the first, on line 2, is `Jansen`"
    );
    assert_eq!(
        hint,
        "map another column to `amount` under `[ledger.invoices.columns]`"
    );
}

#[test]
fn an_empty_ledger_says_why() {
    let header = "invoice_id,customer_id,invoice_date,due_date,amount\n";
    assert_eq!(
        invoices(header).0,
        "the ledger is empty: its invoices have no row"
    );
    assert_eq!(
        invoices(&format!("{header}1,C1,2025-01-01,2025-01-02,x\n")).0,
        "the ledger is empty: its one invoice row could not be used: `invoices.csv` line 2, column `amount`, value `x`: unreadable amount: expected a number, such as 1299.99 \
         (`decimal_mark` under `[ledger.invoices]`)"
    );
    assert_eq!(
        invoices(&format!("{header}1,C1\n2,C1\n")).0,
        "the ledger is empty: none of its 2 invoice rows could be used; first, `invoices.csv` line 2: 2 cells where the header \
         has 5: expected one for each column (`separator` under `[ledger.invoices]`)"
    );
    assert_eq!(
        invoices("").0,
        "cannot read `invoices.csv` as a table of text: the file is empty: it has no header line"
    );
}

#[test]
fn ambiguous_dates_ask_for_one_line() {
    let text = "invoice_id,customer_id,invoice_date,due_date,amount\n1,C1,01/02/2025,03/04/2025,1.00\n2,C1,02/03/2025,04/05/2025,1.00\n";
    let (message_text, hint) = invoices(text);
    assert_eq!(
        message_text,
        "the dates of `invoices.csv` can be read day first or month first: `01/02/2025` in column `invoice_date` fits both, and \
         no other value tells"
    );
    assert_eq!(
        hint,
        "add `date_order = \"dmy\"` (or `\"mdy\"`) under `[ledger.invoices]`"
    );
    let settled = ledger(
        &format!("{INVOICES}date_order = \"mdy\"\n"),
        &[("invoices.csv", text)],
    );
    assert_eq!(
        cells(&settled.invoices, "invoice_date"),
        ["2025-01-02", "2025-02-03"]
    );
    let settled = ledger(
        &format!("date_order = \"dmy\"\n{INVOICES}"),
        &[("invoices.csv", text)],
    );
    assert_eq!(
        cells(&settled.invoices, "invoice_date"),
        ["2025-02-01", "2025-03-02"]
    );
}

#[test]
fn mixed_dates_are_not_guessed() {
    let text = "invoice_id,customer_id,invoice_date,due_date,amount\n1,C1,13/02/2025,14/03/2025,1.00\n2,C1,02/13/2025,14/05/2025,1.00\n";
    assert_eq!(
        invoices(text).0,
        "the dates of `invoices.csv` are mixed: 3 are dates only day first, 1 only month first; the fewer stand in column \
         `invoice_date`"
    );
}

#[test]
fn ambiguous_numbers_ask_for_one_line() {
    let text =
        "invoice_id,customer_id,invoice_date,due_date,amount\n1,C1,2025-01-01,2025-01-02,1.000\n";
    let (message_text, hint) = invoices(text);
    assert_eq!(
        message_text,
        "the numbers of `invoices.csv` can be read with a decimal comma or a decimal point: `1.000` in column `amount` fits both, \
         and no other value tells"
    );
    assert_eq!(
        hint,
        "add `decimal_mark = \",\"` (or `\".\"`) under `[ledger.invoices]`"
    );
    let settled = ledger(
        &format!("{INVOICES}decimal_mark = \",\"\n"),
        &[("invoices.csv", text)],
    );
    assert_eq!(cells(&settled.invoices, "amount"), ["1000.0"]);
}

#[test]
fn bytes_that_are_not_in_the_encoding() {
    let config = format!("{INVOICES}encoding = \"utf-8\"\n");
    let error = try_read(&config, &[("invoices.csv", b"invoice_id\n1\ncaf\xE9\n")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read `invoices.csv` as a table of text: the bytes on line 3 are not UTF-8"
    );
    assert_eq!(
        error.hint().unwrap(),
        "leave `encoding` out to have it found, or set the one the file was written in"
    );
    let (text, hint) = message(
        &format!("{INVOICES}encoding = \"klingon\"\n"),
        &[("invoices.csv", TWO)],
    );
    assert_eq!(
        text,
        "cannot read `invoices.csv` as a table of text: `klingon` is not the name of a text encoding"
    );
    assert!(hint.contains("`windows-1252`"), "{hint}");
    let (text, hint) = message(INVOICES, &[("invoices.csv", "PK\u{3}\u{4}")]);
    assert_eq!(
        text,
        "cannot read `invoices.csv` as a table of text: the ZIP archive cannot be read: invalid Zip archive: Could not find EOCD"
    );
    assert_eq!(hint, "save it as CSV, Excel (xlsx, xls, ods) or Parquet");
    let (text, _) = message(
        &format!("{INVOICES}separator = \"é\"\n"),
        &[("invoices.csv", TWO)],
    );
    assert_eq!(
        text,
        "cannot read `invoices.csv` as a table of text: the separator `é` is not one ASCII character"
    );
}

#[test]
fn one_currency_that_is_not_the_ledgers() {
    let (text, hint) = invoices(
        "invoice_id,customer_id,invoice_date,due_date,amount,currency\n1,C1,2025-01-01,2025-01-02,1,USD\n2,C1,2025-01-01,2025-01-02,1,USD\n",
    );
    assert_eq!(
        text,
        "every row of `invoices` is in `USD`, but the currency of the ledger is `EUR`"
    );
    assert_eq!(
        hint,
        "set `currency = \"USD\"` under `[ledger]`, or name a table of rates under `[ledger.rates]`; \
         if the amounts are already in EUR, remove `currency` under `[ledger.invoices.columns]`"
    );
}

#[test]
fn an_unknown_column_key_names_the_nearest() {
    let config = format!("{INVOICES}[invoices.columns]\nduedate = \"due_date\"\n");
    assert_eq!(
        message(&config, &[("invoices.csv", TWO)]).0,
        "`duedate` under `[ledger.invoices.columns]` is no column of `invoices` (did you mean `due_date`?)"
    );
}
