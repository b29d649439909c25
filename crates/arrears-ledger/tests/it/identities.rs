//! Which ids are one, by config: leading zeros, administrations, merged customers.

use crate::helper::*;

const CUSTOMERS: &str =
    "[invoices]\npath = \"invoices.csv\"\n[customers]\npath = \"customers.csv\"\n";

#[test]
fn merged_customers_are_one_in_every_table() {
    let config = format!(
        "{CUSTOMERS}[payments]\npath = \"payments.csv\"\n[merge_customers]\n\"00042\" = \"42\"\n\"7\" = \"00042\"\n\"99\" = \"42\"\n"
    );
    let ledger = ledger(
        &config,
        &[
            (
                "customers.csv",
                "customer_id,name,parent_id\n00042,Jansen B.V.,\n42,Jansen,\n8,De Vries,7\n",
            ),
            (
                "invoices.csv",
                "invoice_id,customer_id,invoice_date,due_date,amount\n\
                 1,00042,2025-01-10,2025-02-09,100.00\n\
                 2,42,2025-01-11,2025-02-10,50.00\n\
                 3,7,2025-01-12,2025-02-11,25.00\n",
            ),
            (
                "payments.csv",
                "invoice_id,customer_id,payment_date,amount\n,7,2025-02-01,5.00\n",
            ),
        ],
    );
    assert_eq!(rejected(&ledger), [] as [&str; 0]);
    assert_eq!(cells(&ledger.invoices, "customer_id"), ["42", "42", "42"]);
    assert_eq!(cells(&ledger.payments, "customer_id"), ["42"]);
    assert_eq!(cells(&ledger.customers, "customer_id"), ["42", "8"]);
    assert_eq!(
        cells(&ledger.customers, "name"),
        ["Jansen", "De Vries"],
        "the row of the id itself stays"
    );
    assert_eq!(cells(&ledger.customers, "parent_id"), ["-", "42"]);
    let customers = ledger
        .row_counts
        .iter()
        .find(|count| count.file == "customers.csv")
        .unwrap();
    assert_eq!(
        (customers.read, customers.used),
        (3, 3),
        "the row that gave way is used"
    );
    assert!(
        ledger.notes.contains(
            &"`[ledger.merge_customers]` names `99`, and no row has that customer".to_owned()
        ),
        "{:?}",
        ledger.notes
    );
}

#[test]
fn the_first_row_of_a_merged_id_stands_for_it_where_it_has_none() {
    let config = format!("{CUSTOMERS}[merge_customers]\na = \"z\"\nb = \"z\"\n");
    let ledger = ledger(
        &config,
        &[
            ("customers.csv", "customer_id,name\nb,Two\na,One\n"),
            (
                "invoices.csv",
                "invoice_id,customer_id,invoice_date,due_date,amount\n1,a,2025-01-10,2025-02-09,1.00\n",
            ),
        ],
    );
    assert_eq!(cells(&ledger.customers, "customer_id"), ["z"]);
    assert_eq!(cells(&ledger.customers, "name"), ["Two"]);
}

#[test]
fn merges_in_a_circle_are_refused() {
    let (text, hint) = message(
        &format!("{INVOICES}[merge_customers]\na = \"b\"\nb = \"a\"\n"),
        &[("invoices.csv", TWO)],
    );
    assert_eq!(text, "`[ledger.merge_customers]` goes in a circle from `a`");
    assert_eq!(hint, "a line there is `\"id\" = \"id it is merged into\"`");
}

#[test]
fn leading_zeros_go_by_config_alone() {
    let files = [
        (
            "invoices.csv",
            "invoice_id,customer_id,invoice_date,due_date,amount\n\
             0010,00042,2025-01-10,2025-02-09,100.00\n\
             0A11,42,2025-01-11,2025-02-10,50.00\n",
        ),
        (
            "payments.csv",
            "invoice_id,payment_date,amount\n10,2025-02-01,100.00\n",
        ),
    ];
    let tables = "[invoices]\npath = \"invoices.csv\"\n[payments]\npath = \"payments.csv\"\n";
    let exact = ledger(tables, &files);
    assert_eq!(
        rejected_in_full(&exact),
        [
            "payments.csv:2 invoice_id=10: unknown invoice: expected `0010`, which differs only by leading zeros (`ids = \
             \"strip-leading-zeros\"` under `[ledger]` takes such ids as one)"
        ]
    );
    assert_eq!(cells(&exact.customers, "customer_id"), ["00042", "42"]);
    let stripped = ledger(&format!("ids = \"strip-leading-zeros\"\n{tables}"), &files);
    assert_eq!(rejected(&stripped), [] as [&str; 0]);
    assert_eq!(cells(&stripped.invoices, "invoice_id"), ["10", "0A11"]);
    assert_eq!(cells(&stripped.customers, "customer_id"), ["42"]);
}

#[test]
fn an_unknown_customer_is_told_the_id_that_was_perhaps_meant() {
    let ledger = ledger(
        CUSTOMERS,
        &[
            ("customers.csv", "customer_id,name\n42,Jansen\n1,Other\n"),
            (
                "invoices.csv",
                "invoice_id,customer_id,invoice_date,due_date,amount\n\
                 1,00042,2025-01-10,2025-02-09,100.00\n\
                 2,1,2025-01-10,2025-02-09,100.00\n",
            ),
        ],
    );
    assert_eq!(
        rejected_in_full(&ledger),
        [
            "invoices.csv:2 customer_id=00042: unknown customer: expected `42`, which differs only by leading zeros (`ids = \
             \"strip-leading-zeros\"` under `[ledger]` takes such ids as one)"
        ]
    );
}

const HEADER: &str = "invoice_id,customer_id,invoice_date,due_date,amount\n";

#[test]
fn administrations_in_folders_do_not_collide() {
    let north = format!("{HEADER}1,C1,2025-01-10,2025-02-09,100.00\n");
    let south = format!("{HEADER}1,C1,2025-01-12,2025-02-11,70.00\n");
    let config = "administration = \"folder\"\n[invoices]\npath = \"*/invoices.csv\"\n[payments]\npath = \"*/payments.csv\"\n[customers]\npath = \"*/customers.csv\"\n";
    let ledger = ledger(
        config,
        &[
            ("north/invoices.csv", &north),
            ("south/invoices.csv", &south),
            (
                "north/payments.csv",
                "invoice_id,payment_date,amount\n1,2025-02-01,100.00\n",
            ),
            (
                "south/payments.csv",
                "invoice_id,payment_date,amount\n2,2025-02-01,100.00\n",
            ),
            (
                "north/customers.csv",
                "customer_id,name,parent_id\nC1,Jansen,C0\n",
            ),
            (
                "south/customers.csv",
                "customer_id,name,parent_id\nC1,Jansen,\n",
            ),
        ],
    );
    assert_eq!(
        cells(&ledger.invoices, "invoice_id"),
        ["north/1", "south/1"]
    );
    assert_eq!(
        cells(&ledger.invoices, "customer_id"),
        ["north/C1", "south/C1"]
    );
    assert_eq!(
        cells(&ledger.invoices, "administration"),
        ["north", "south"]
    );
    assert_eq!(cells(&ledger.payments, "invoice_id"), ["north/1"]);
    assert_eq!(cells(&ledger.customers, "parent_id"), ["north/C0", "-"]);
    assert_eq!(
        rejected(&ledger),
        ["south/payments.csv:2 invoice_id=south/2: unknown invoice"]
    );
    assert_eq!(
        flags(&ledger),
        [] as [&str; 0],
        "one name in two administrations is nothing odd"
    );
}

#[test]
fn administrations_can_stand_in_names_or_in_a_column() {
    let text = format!("{HEADER}1,C1,2025-01-10,2025-02-09,100.00\n");
    let by_name = ledger(
        "administration = \"wildcard\"\n[invoices]\npath = \"inv-*.csv\"\n",
        &[("inv-a.csv", &text), ("inv-b.csv", &text)],
    );
    assert_eq!(cells(&by_name.invoices, "invoice_id"), ["a/1", "b/1"]);
    assert_eq!(cells(&by_name.customers, "customer_id"), ["a/C1", "b/C1"]);
    let by_column = ledger(
        "[invoices]\npath = \"i.csv\"\n[invoices.columns]\nadministration = \"Bedrijf\"\n[merge_customers]\n\"b/C1\" = \"a/C1\"\n",
        &[(
            "i.csv",
            "invoice_id,customer_id,invoice_date,due_date,amount,Bedrijf\n\
             1,C1,2025-01-10,2025-02-09,100.00,a\n\
             1,C1,2025-01-10,2025-02-09,100.00,b\n\
             2,C1,2025-01-10,2025-02-09,100.00,\n",
        )],
    );
    assert_eq!(cells(&by_column.invoices, "invoice_id"), ["a/1", "b/1"]);
    assert_eq!(cells(&by_column.customers, "customer_id"), ["a/C1"]);
    assert_eq!(
        rejected(&by_column),
        ["i.csv:4 Bedrijf=: `administration` is missing"]
    );
}

#[test]
fn every_table_must_tell_its_administration() {
    let config = "[invoices]\npath = \"i.csv\"\n[payments]\npath = \"p.csv\"\n";
    let invoices = "administration,invoice_id,customer_id,invoice_date,due_date,amount\na,1,C1,2025-01-10,2025-02-09,1\n";
    let (text, hint) = message(
        config,
        &[
            ("i.csv", invoices),
            ("p.csv", "invoice_id,payment_date,amount\n1,2025-02-01,1\n"),
        ],
    );
    assert_eq!(
        text,
        "the invoices have a column `administration`, table `payments` has none: its rows could be of any"
    );
    assert!(hint.contains("`[ledger.payments.columns]`"), "{hint}");
    let (text, hint) = message(
        "administration = \"folder\"\n[invoices]\npath = \"i.csv\"\n",
        &[("i.csv", invoices)],
    );
    assert_eq!(
        text,
        "`administration = \"folder\"` under `[ledger]`: the name `i.csv` of table `invoices` does not tell it"
    );
    assert_eq!(
        hint,
        "each administration needs a folder of its own: `path = \"*/invoices.csv\"`"
    );
}

#[test]
fn two_folders_of_one_name_are_no_one_administration() {
    let rows =
        "invoice_id,customer_id,invoice_date,due_date,amount\n1,C1,2025-01-10,2025-02-09,1.00\n";
    let (text, hint) = message(
        "administration = \"folder\"\n[invoices]\npath = \"**/x.csv\"\n",
        &[("m/n/x.csv", rows), ("n/x.csv", rows)],
    );
    assert_eq!(
        text,
        "`administration = \"folder\"` under `[ledger]`: `m/n/x.csv` and `n/x.csv` of table `invoices` lie in different \
         folders of one name, `n`"
    );
    assert!(hint.contains("`administration = \"wildcard\"`"), "{hint}");
}
