//! The ways in which a cell of each type goes wrong in real exports, and what must become of it.

use arrears_ledger::schema::{ColumnType, column};
use arrears_ledger::{RejectKind, Table};

use super::clean::Clean;

/// One damaged cell.
pub struct Case {
    pub table: Table,
    pub column: &'static str,
    pub cell: String,
    pub outcome: Outcome,
}

/// What must become of it.
pub enum Outcome {
    /// Its row is rejected, for this kind of fault.
    Rejected(RejectKind),
    /// It is read as this (as `cells` shows it).
    Reads(String),
    /// It says nothing: a null, or a rejected row where the column is required.
    Missing,
    /// The ledger is refused, with these words.
    Refused(&'static str),
}

use Outcome::{Missing, Refused, Rejected};
use RejectKind::{Impossible, Unreadable};

fn reads(value: &str) -> Outcome {
    Outcome::Reads(value.to_owned())
}

/// Every way, for every column of the clean ledger.
pub fn cases(clean: &Clean) -> Vec<Case> {
    let mut cases = Vec::new();
    for table in Table::ALL {
        for name in clean.columns(table) {
            let definition = column(table, name).expect("a column");
            let damages = match definition.column_type {
                ColumnType::Date => dates(definition.required),
                ColumnType::Amount => amounts(),
                ColumnType::Number => numbers(),
                ColumnType::Integer => integers(table, name),
                ColumnType::Flag => flags(),
                ColumnType::Id => ids(table, name),
                ColumnType::Text => texts(table, name),
            };
            cases.extend(damages.into_iter().map(|(cell, outcome)| {
                let required = definition.required;
                Case {
                    table,
                    column: definition.name,
                    cell,
                    outcome: match outcome {
                        // The invoice date and thirty days of terms.
                        Missing if name == "due_date" => reads("2025-02-17"),
                        Missing if is_needed(table, name, required) => {
                            Rejected(RejectKind::Missing)
                        }
                        outcome => outcome,
                    },
                }
            }));
        }
    }
    cases
}

/// Whether the row cannot do without the cell. A payment without an invoice has its customer.
fn is_needed(table: Table, name: &str, required: bool) -> bool {
    required && (table, name) != (Table::Payments, "invoice_id")
}

fn list<const N: usize>(damages: [(&str, Outcome); N]) -> Vec<(String, Outcome)> {
    damages
        .into_iter()
        .map(|(cell, outcome)| (cell.to_owned(), outcome))
        .collect()
}

fn dates(required: bool) -> Vec<(String, Outcome)> {
    let day = || reads("2025-03-26");
    // What stands for no date is an empty cell where the column may have one.
    let filler = || match required {
        true => Rejected(Impossible),
        false => Missing,
    };
    list([
        ("31-02-2025", Rejected(Unreadable)),
        ("2025-13-01", Rejected(Unreadable)),
        ("2025-02-29", Rejected(Unreadable)),
        ("tomorrow", Rejected(Unreadable)),
        ("2025", Rejected(Unreadable)),
        ("12", Rejected(Unreadable)),
        ("=TODAY()", Rejected(Unreadable)),
        ("2025-03-26 and later", Rejected(Unreadable)),
        ("2025-03-26\0", Rejected(Unreadable)),
        ("#VALUE!", Rejected(Unreadable)),
        ("9999-12-31", filler()),
        ("31-12-9999", filler()),
        ("12/31/9999", filler()),
        ("31.12.2999", filler()),
        ("01-01-1900", filler()),
        ("1899-12-30 00:00:00", filler()),
        ("1970-01-01", filler()),
        ("0001-01-01T00:00:00", filler()),
        ("1889-01-01", Rejected(Impossible)),
        ("2999-12-30", Rejected(Impossible)),
        ("2199-12-31", Rejected(Impossible)),
        ("20250326", day()),
        ("20250326.0", day()),
        ("26-3-2025", day()),
        ("26.03.2025", day()),
        ("3/26/2025", day()),
        ("26/03/25", day()),
        ("45742", day()),
        (" 2025-03-26 ", day()),
        ("2025-03-26 10:15", day()),
        ("2025-03-26T23:59:59+02:00", day()),
        ("26 mrt 2025", day()),
        ("26 maart 2025", day()),
        ("26 mars 2025", day()),
        ("26. März 2025", day()),
        ("March 26, 2025", day()),
        ("03-04-2025", Refused("date_order")),
        ("", Missing),
        ("   ", Missing),
        ("NULL", Missing),
        ("0000-00-00", Missing),
        ("00.00.0000", Missing),
        ("0000-00-00 00:00:00", Missing),
    ])
}

fn amounts() -> Vec<(String, Outcome)> {
    let amount = || reads("1299.99");
    list([
        // Every other amount has a decimal point, so these are not guessed.
        ("1.299,99", Rejected(Unreadable)),
        ("12,50", Rejected(Unreadable)),
        ("12.50.00", Rejected(Unreadable)),
        ("12,34,567.00", Rejected(Unreadable)),
        ("twelve", Rejected(Unreadable)),
        ("1e5", Rejected(Unreadable)),
        ("inf", Rejected(Unreadable)),
        ("12.5O", Rejected(Unreadable)),
        ("12.50 13.50", Rejected(Unreadable)),
        ("--5.00", Rejected(Unreadable)),
        ("(5.00", Rejected(Unreadable)),
        ("=1+1", Rejected(Unreadable)),
        ("#REF!", Rejected(Unreadable)),
        ("5.00 CR DR", Rejected(Unreadable)),
        ("99999999999999999999", Rejected(Unreadable)),
        ("12.50\0", Rejected(Unreadable)),
        ("50 %", Rejected(Unreadable)),
        ("1,299.99", amount()),
        ("1 299.99", amount()),
        ("1\u{a0}299.99", amount()),
        ("1\u{202f}299.99", amount()),
        ("1'299.99", amount()),
        ("€ 1299.99", amount()),
        ("1299.99 EUR", amount()),
        ("$1,299.99", amount()),
        ("1299.99 DR", amount()),
        ("+1299.99", amount()),
        ("01299.990", amount()),
        ("", Missing),
        ("NULL", Missing),
        ("n/a", Missing),
        ("NaN", Missing),
    ])
}

fn numbers() -> Vec<(String, Outcome)> {
    list([
        ("much", Rejected(Unreadable)),
        ("2,5", Rejected(Unreadable)),
        ("inf", Rejected(Unreadable)),
        ("2.5.1", Rejected(Unreadable)),
        ("=2", Rejected(Unreadable)),
        ("3.25 %", reads("3.25")),
        ("3.250", reads("3.25")),
        ("1,000.5", reads("1000.5")),
        ("", Missing),
        ("N/A", Missing),
    ])
}

fn integers(table: Table, name: &str) -> Vec<(String, Outcome)> {
    let is_level = (table, name) == (Table::Reminders, "level");
    let mut damages = list([
        ("two", Rejected(Unreadable)),
        ("1.5", Rejected(Unreadable)),
        ("99999999999", Rejected(Unreadable)),
        ("1 2", Rejected(Unreadable)),
        ("=1", Rejected(Unreadable)),
        ("3", reads("3")),
        ("3.0", reads("3")),
        (" 3 ", reads("3")),
        ("003", reads("3")),
        ("", Missing),
        ("null", Missing),
    ]);
    if is_level {
        damages.extend(list([
            ("6", Rejected(Impossible)),
            ("-1", Rejected(Impossible)),
            ("0", reads("0")),
            ("5", reads("5")),
        ]));
    }
    damages
}

fn flags() -> Vec<(String, Outcome)> {
    list([
        ("perhaps", Rejected(Unreadable)),
        ("2", Rejected(Unreadable)),
        ("jaja", Rejected(Unreadable)),
        ("ja nee", Rejected(Unreadable)),
        ("YES", reads("true")),
        ("Waar", reads("true")),
        ("oui", reads("true")),
        ("wahr", reads("true")),
        ("x", reads("true")),
        ("1", reads("true")),
        ("Neen", reads("false")),
        ("faux", reads("false")),
        ("falsch", reads("false")),
        ("0", reads("false")),
        ("", Missing),
        ("-", Missing),
    ])
}

/// Ids are text: what looks like a number, a formula or markup stays as it is, or names nothing that is known.
fn ids(table: Table, name: &str) -> Vec<(String, Outcome)> {
    let cells = [
        "00099",
        "1e5",
        "=HYPERLINK(\"x\")",
        "<script>",
        "NULL",
        "4.0",
        "Ü-1",
    ];
    let is_customer = name == "customer_id" && table != Table::Customers;
    let is_invoice = name == "invoice_id" && table != Table::Invoices;
    let mut damages: Vec<(String, Outcome)> = cells
        .iter()
        .map(|cell| {
            let outcome = if is_invoice {
                Rejected(RejectKind::UnknownInvoice)
            } else if is_customer {
                Rejected(RejectKind::UnknownCustomer)
            } else {
                reads(cell)
            };
            ((*cell).to_owned(), outcome)
        })
        .collect();
    damages.push((String::new(), Missing));
    damages.push(("  ".to_owned(), Missing));
    if is_invoice {
        damages.push(("i5".to_owned(), Rejected(RejectKind::UnknownInvoice)));
        damages.push(("05".to_owned(), Rejected(RejectKind::UnknownInvoice)));
    } else if is_customer {
        damages.push(("k5".to_owned(), Rejected(RejectKind::UnknownCustomer)));
    } else if name == "invoice_id" {
        damages.push(("I1".to_owned(), Rejected(RejectKind::Duplicate)));
        damages.push((" I1 ".to_owned(), Rejected(RejectKind::Duplicate)));
    }
    damages
}

fn texts(table: Table, name: &str) -> Vec<(String, Outcome)> {
    let unknown = || Rejected(RejectKind::UnknownWord);
    match (table, name) {
        (Table::Invoices, "kind") => list([
            ("memo", unknown()),
            ("invoice or so", unknown()),
            ("Creditnota", reads("credit_note")),
            ("AVOIR", reads("credit_note")),
            ("Gutschrift", reads("credit_note")),
            ("Factuur", reads("invoice")),
            ("", reads("invoice")),
        ]),
        (Table::Payments, "kind") => list([
            ("gift", unknown()),
            ("betaling of niet", unknown()),
            ("write-off", reads("write_off")),
            ("Rücklastschrift", reads("reversal")),
            ("escompte", reads("discount")),
            ("Verrekening", reads("offset")),
            ("", reads("payment")),
        ]),
        (Table::Invoices | Table::Payments, "currency") => list([
            ("USD", Refused("there are no rates")),
            ("euros", unknown()),
            ("$", unknown()),
            ("€", reads("€")),
            ("eur", reads("eur")),
        ]),
        (Table::Signals, "kind") => list([("", Missing), ("  ", Missing)]),
        _ => list([
            (
                "<script>alert(1)</script>",
                reads("<script>alert(1)</script>"),
            ),
            (
                "=HYPERLINK(\"http://x\")",
                reads("=HYPERLINK(\"http://x\")"),
            ),
            ("two\nlines; and, marks", reads("two\nlines; and, marks")),
            ("\"quoted\"", reads("\"quoted\"")),
            ("Müller & Söhne – ’s", reads("Müller & Söhne – ’s")),
            ("  blank around  ", reads("blank around")),
            ("12,50", reads("12,50")),
            ("null", reads("null")),
            ("", Missing),
        ]),
    }
}
