//! What is told of a ledger as a whole: it fires on a made case, and is silent where nothing is wrong.

use std::collections::BTreeMap;
use std::fmt::Write;

use arrears_ledger::quality::{FindingKind, assess, control_totals, reconcile};
use arrears_ledger::{Day, Ledger};

use crate::helper::*;

const CONFIG: &str = "[invoices]\npath = \"invoices.csv\"\n[payments]\npath = \"payments.csv\"\n";

/// One invoice and its payment.
#[derive(Clone)]
struct Deal {
    issued: Day,
    due: Day,
    paid: Option<Day>,
    cents: i64,
    reference: &'static str,
}

/// Three invoices on every working day of three years, fewer in August and at the end of the year, paid after 35 days.
fn deals() -> Vec<Deal> {
    let first = day("2023-01-02");
    let mut deals = Vec::new();
    for at in 0..1_090 {
        let issued = first + at;
        let quiet = issued.month() == 8 || issued.month() == 12 && issued.day_of_month() > 20;
        if issued.weekday() >= 5 || quiet && at % 4 != 0 {
            continue;
        }
        for n in 0..3 {
            let mut paid = issued + 35;
            while paid.weekday() >= 5 {
                paid = paid + 1;
            }
            deals.push(Deal {
                issued,
                due: issued + 30,
                paid: Some(paid).filter(|paid| *paid <= first + 1_090),
                cents: 10_000 + i64::from(at * 37 + n * 11) % 9_000,
                reference: "PO",
            });
        }
    }
    deals
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn files(deals: &[Deal]) -> (String, String) {
    let mut invoices =
        "invoice_id,customer_id,invoice_date,due_date,amount,po_reference\n".to_owned();
    let mut payments = "invoice_id,payment_date,amount\n".to_owned();
    for (number, deal) in deals.iter().enumerate() {
        let amount = format!("{}.{:02}", deal.cents / 100, deal.cents % 100);
        let Deal {
            issued,
            due,
            reference,
            ..
        } = deal;
        let customer = number % 40;
        writeln!(
            invoices,
            "F{number},C{customer},{issued},{due},{amount},{reference}"
        )
        .unwrap();
        if let Some(paid) = deal.paid {
            writeln!(payments, "F{number},{paid},{amount}").unwrap();
        }
    }
    (invoices, payments)
}

fn read_deals(deals: &[Deal]) -> Ledger {
    let (invoices, payments) = files(deals);
    ledger(
        CONFIG,
        &[("invoices.csv", &invoices), ("payments.csv", &payments)],
    )
}

/// The findings after the deals were changed: kind, table, days.
fn told(change: impl Fn(usize, &mut Deal)) -> Vec<String> {
    let mut deals = deals();
    for (number, deal) in deals.iter_mut().enumerate() {
        change(number, deal);
    }
    let quality = assess(&read_deals(&deals)).unwrap();
    let days = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let line = |found: &arrears_ledger::quality::Finding| {
        format!(
            "{}{:?} {} {}..{}",
            if found.grave { "! " } else { "" },
            found.kind,
            found.table,
            days(found.from),
            days(found.until)
        )
    };
    quality.findings.iter().map(line).collect()
}

#[test]
fn a_usual_ledger_is_silent_through_august_and_christmas() {
    assert_eq!(told(|_, _| {}), [] as [&str; 0]);
}

#[test]
fn payments_that_end_or_pause_are_told() {
    let end = day("2025-03-12");
    assert_eq!(
        told(|_, deal| deal.paid = deal.paid.filter(|paid| *paid <= end)),
        ["! EndsEarly payments 2025-03-12..2025-12-25"]
    );
    let month = |paid: &Day| (paid.year(), paid.month()) != (2024, 5);
    assert_eq!(
        told(|_, deal| deal.paid = deal.paid.filter(month)),
        ["! Gap payments 2024-05-01..2024-06-02"]
    );
    let begin = day("2024-03-01");
    assert_eq!(
        told(|_, deal| deal.paid = deal.paid.filter(|paid| *paid >= begin)),
        ["! StartsLate payments 2023-01-20..2024-03-05"]
    );
}

#[test]
fn a_company_that_rests_every_year_has_no_gap() {
    let rests = |day: Day| day.month() == 8 || day.month() == 7 && day.day_of_month() > 20;
    let mut deals = deals();
    deals.retain(|deal| !rests(deal.issued));
    let quality = assess(&read_deals(&deals)).unwrap();
    let of_invoices = quality
        .findings
        .iter()
        .filter(|found| found.table == arrears_ledger::Table::Invoices);
    assert_eq!(of_invoices.count(), 0, "{:?}", quality.findings);
}

#[test]
fn spikes_are_told() {
    let filler = day("2025-12-31");
    assert_eq!(
        told(|number, deal| {
            if number % 3 == 0 {
                deal.due = filler;
            }
        }),
        ["! DueOnOneDay invoices 2023-01-02..2025-12-25"]
    );
    assert_eq!(
        told(|number, deal| {
            if number % 3 == 0 {
                deal.cents = 100;
            }
        }),
        ["OneAmount invoices ..", "OneAmount payments .."]
    );
    let conversion = day("2024-02-14");
    assert_eq!(
        told(|number, deal| {
            if number % 15 == 0 {
                deal.issued = conversion;
            }
        })[..1],
        ["ManyOnOneDay invoices 2024-02-14..2024-02-14"]
    );
    assert_eq!(
        told(|_, deal| deal.paid = deal
            .paid
            .map(|paid| paid - (paid.day_of_month() as i32 - 1)))
        .iter()
        .filter(|line| line.contains("MonthEdge"))
        .count(),
        1
    );
}

#[test]
fn stray_dates_and_columns_that_stop_are_told() {
    assert_eq!(
        told(|number, deal| {
            if number == 7 {
                deal.issued = day("2032-01-05");
                deal.due = day("2032-02-05");
            }
        }),
        ["FutureDates invoices 2032-01-05..2032-01-05"]
    );
    let stop = day("2025-06-01");
    assert_eq!(
        told(|_, deal| {
            if deal.issued >= stop {
                deal.reference = "";
            }
        }),
        ["ColumnStops invoices 2025-06-01.."]
    );
}

#[test]
fn few_rows_tell_nothing() {
    let quality = assess(&ledger(INVOICES, &[("invoices.csv", TWO)])).unwrap();
    assert_eq!(quality.findings, []);
    assert_eq!(quality.tables.len(), 2, "customers and invoices");
    let invoices = &quality.tables[1];
    assert_eq!(invoices.months.len(), 1);
    assert_eq!(invoices.columns[0].by_month, [Some(1.0)]);
}

#[test]
fn coverage_is_by_month_of_the_rows_own_date() {
    let quality = assess(&read_deals(&deals())).unwrap();
    let payments = &quality.tables[2];
    assert_eq!(
        payments.months.iter().map(|m| m.n_rows).sum::<u64>(),
        payments.n_rows
    );
    let totals: BTreeMap<&str, u64> = payments
        .columns
        .iter()
        .map(|column| (column.column.as_str(), column.n_filled))
        .collect();
    assert_eq!(totals["amount"], payments.n_rows);
    assert!(quality.findings.iter().all(|f| f.kind != FindingKind::Gap));
}

const BOOKED: &str = "invoice_id,customer_id,invoice_date,due_date,amount,kind\n\
    1,C1,2025-01-10,2025-02-09,100.00,\n\
    2,C2,2025-01-20,2025-02-19,50.50,\n\
    3,C2,2025-02-20,2025-02-19,-10.25,\n\
    4,C3,2025-02-20,bad,7.77,\n";
const PAID: &str = "invoice_id,customer_id,payment_date,amount,kind\n\
    1,C1,2025-02-01,60.00,\n\
    1,C1,2025-02-02,1.50,discount\n\
    1,C1,2025-02-05,-20.00,\n\
    ,C2,2025-02-03,12.34,\n\
    2,C2,2025-03-05,5.00,write_off\n";

#[test]
fn control_totals_are_debits_less_credits_at_a_day() {
    let ledger = ledger(CONFIG, &[("invoices.csv", BOOKED), ("payments.csv", PAID)]);
    let totals = control_totals(&ledger, day("2025-02-28")).unwrap();
    let sums = totals.total;
    assert_eq!(
        (sums.invoiced, sums.reversals, sums.credit_notes),
        (15_050, 2_000, 1_025)
    );
    assert_eq!(
        (sums.payments, sums.discounts, sums.unallocated),
        (6_000, 150, 1_234)
    );
    assert_eq!((sums.write_offs, sums.balance()), (0, 8_641));
    let balances: Vec<(&str, i64)> = totals
        .customers
        .iter()
        .map(|customer| (customer.customer_id.as_str(), customer.sums.balance()))
        .collect();
    assert_eq!(balances, [("C1", 5_850), ("C2", 2_791)]);
    let later = control_totals(&ledger, day("2025-03-31")).unwrap();
    assert_eq!(
        (later.total.write_offs, later.total.balance()),
        (500, 8_141)
    );
}

/// What the comparison with a balance says.
fn compared(control: &str) -> String {
    let config = format!("{CONFIG}[control]\ndate = \"2025-02-28\"\n{control}");
    let files = [
        ("invoices.csv", BOOKED),
        ("payments.csv", PAID),
        (
            "balances.csv",
            "Nr;Saldo\nC1;58,50\nC2;40,25\nC9;1.000,00\n",
        ),
    ];
    let ledger = ledger(&config, &files);
    let totals = control_totals(&ledger, day("2025-02-28")).unwrap();
    let given = ledger.given_balances.clone().unwrap();
    let found = reconcile(&ledger, &totals, &given).unwrap().unwrap();
    let customers = found
        .customers
        .iter()
        .map(|customer| format!("{} {}", customer.customer_id, customer.difference()));
    let causes = found.causes.iter().map(ToString::to_string);
    let difference = format!("difference {}", found.difference);
    let lines: Vec<String> = std::iter::once(difference)
        .chain(customers)
        .chain(causes)
        .collect();
    lines.join("\n")
}

#[test]
fn a_difference_is_told_with_what_has_its_amount() {
    assert_eq!(compared("balance = \"86.41\"\n"), "difference 0");
    insta::assert_snapshot!(
        [
            compared("balance = \"€ 94,18\"\n"),
            compared("balance = \"98.75\"\n"),
            compared("balance = \"81.41\"\n"),
            compared("path = \"balances.csv\"\n[control.columns]\ncustomer_id = \"Nr\"\nbalance = \"Saldo\"\n"),
        ]
        .join("\n\n")
    );
}

#[test]
fn a_table_of_balances_that_cannot_be_used_says_why() {
    let config = format!("{CONFIG}[control]\npath = \"balances.csv\"\n");
    let with = |balances: &str| {
        let files = [
            ("invoices.csv", BOOKED),
            ("payments.csv", PAID),
            ("balances.csv", balances),
        ];
        message(&config, &files).0
    };
    assert_eq!(
        with("Nr,balance\nC1,58.50\n"),
        "the balances in `balances.csv` cannot be used: it has no column `customer_id`, needed for `customer_id`; its \
         columns are `balance`, `Nr`"
    );
    assert_eq!(
        with("customer_id,balance\nC1,58.50\nC2,much\n"),
        "the balances in `balances.csv` cannot be used: line 3, column `balance`, value `much`: expected an amount of \
         money in every row"
    );
    assert_eq!(
        with("customer_id,balance\nC1,58.50\nC2,12.345\n"),
        "the balances in `balances.csv` cannot be used: line 3, column `balance`, value `12.345`: expected an amount of at \
         most two decimals in every row"
    );
}

/// The balances of a table, and what they are together.
fn balances(table: &str) -> (Vec<(String, i64)>, Option<i64>) {
    let config = format!("{CONFIG}[control]\npath = \"balances.csv\"\n");
    let table = format!("customer_id;balance\n{table}");
    let files = [
        ("invoices.csv", BOOKED),
        ("payments.csv", PAID),
        ("balances.csv", table.as_str()),
    ];
    let given = ledger(&config, &files).given_balances.unwrap();
    let customers = given.customers.unwrap().into_iter().collect();
    (customers, given.overall)
}

#[test]
fn the_total_of_a_table_of_balances_is_no_customer() {
    let two = vec![("C1".to_owned(), 5_850), ("C2".to_owned(), 4_025)];
    for (last, overall) in [
        ("Totaal;98,75", 9_875),
        ("Total debtors:;98,75", 9_875),
        ("Saldo;98,80", 9_880),
    ] {
        let found = balances(&format!("C1;58,50\nC2;40,25\n{last}\n"));
        assert_eq!(found, (two.clone(), Some(overall)), "{last}");
    }
    for own in ["Total Energies;98,70", "Totaal Bouw;5,00"] {
        let (customers, _) = balances(&format!("C1;58,50\nC2;40,25\n{own}\n"));
        assert_eq!(customers.len(), 3, "{own}");
    }
}

#[test]
fn balances_are_of_the_ids_of_the_ledger() {
    let found = balances("0017;5,00\n17;1,00\n").0;
    assert_eq!(found, [("0017".to_owned(), 500), ("17".to_owned(), 100)]);
    let config = "ids = \"strip-leading-zeros\"\nmerge_customers = { C3 = \"C1\" }\n";
    let config = [config, CONFIG].concat();
    let table = "customer_id;balance\n0017;5,00\n17;1,00\nC1;1,00\nC3;2,00\n";
    let files = [
        ("invoices.csv", BOOKED),
        ("payments.csv", PAID),
        ("balances.csv", table),
    ];
    let config = format!("{config}[control]\npath = \"balances.csv\"\n");
    let given = ledger(&config, &files).given_balances.unwrap();
    let customers: Vec<_> = given.customers.unwrap().into_iter().collect();
    assert_eq!(customers, [("17".to_owned(), 600), ("C1".to_owned(), 300)]);
}
