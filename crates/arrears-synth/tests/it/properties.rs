//! What holds for every population, whatever was asked for.

use arrears_synth::{
    CsvStyle, GenerateParams, Population, SynthColumn, SynthError, dutch_headers, generate, to_csv,
};
use proptest::prelude::*;

use crate::view::{Entry, dates, full, invoices, rows_by_id, table, texts, whole};

/// The only columns that may lie in the future.
const AHEAD: [(&str, &str); 2] = [("invoices", "due_date"), ("promises", "promised_date")];

fn requests() -> impl Strategy<Value = GenerateParams> {
    (
        1_usize..2_500,
        1_usize..120,
        any::<u64>(),
        8_000_i32..30_000,
        27_i32..1_500,
    )
        .prop_map(
            |(n_invoices, n_customers, seed, from, n_days)| GenerateParams {
                n_invoices,
                n_customers,
                seed,
                from,
                until: from + n_days,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_population_is_sound(params in requests()) {
        let population = generate(&params).expect("in range");
        sizes_are_met(&population, &params);
        columns_are_even_and_named(&population);
        keys_hold(&population);
        nothing_is_known_ahead(&population, &params);
        accounts_add_up(&population, &params);
        truth_is_consistent(&population, &params);
    }
}

fn sizes_are_met(population: &Population, params: &GenerateParams) {
    assert_eq!(table(population, "invoices").n_rows(), params.n_invoices);
    assert_eq!(table(population, "customers").n_rows(), params.n_customers);
    let mut invoiced = full(texts(table(population, "invoices"), "customer_id"));
    invoiced.sort();
    invoiced.dedup();
    let share = (0.05 * params.n_invoices as f64).round() as usize;
    if params.n_invoices >= params.n_customers + share {
        assert_eq!(invoiced.len(), params.n_customers);
    }
}

fn columns_are_even_and_named(population: &Population) {
    assert_eq!(population.tables.len(), 7);
    for table in population.tables.iter().chain(&population.truth) {
        assert!(
            table
                .columns
                .iter()
                .all(|(_, column)| column.len() == table.n_rows())
        );
    }
    for table in &population.tables {
        let names: Vec<&str> = table
            .columns
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let mapped: Vec<&str> = dutch_headers(&table.name)
            .iter()
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(names, mapped);
    }
}

fn keys_hold(population: &Population) {
    let customers = rows_by_id(table(population, "customers"), "customer_id");
    let invoices = rows_by_id(table(population, "invoices"), "invoice_id");
    for table in &population.tables {
        for (column, keys) in [("customer_id", &customers), ("invoice_id", &invoices)] {
            let Some(SynthColumn::Text(ids)) = table.column(column) else {
                continue;
            };
            assert!(
                ids.iter().flatten().all(|id| keys.contains_key(id)),
                "{}",
                table.name
            );
        }
    }
    assert!(
        customers
            .keys()
            .all(|id| id.len() == 7 && id.starts_with('0'))
    );
}

fn nothing_is_known_ahead(population: &Population, params: &GenerateParams) {
    for table in &population.tables {
        for (name, column) in &table.columns {
            let SynthColumn::Date(cells) = column else {
                continue;
            };
            if !AHEAD.contains(&(table.name.as_str(), name.as_str())) {
                let latest = cells.iter().flatten().max().copied();
                assert!(
                    latest <= Some(params.until),
                    "{}.{name}: {latest:?}",
                    table.name
                );
            }
        }
    }
    for (name, event) in [
        ("invoices", "invoice_date"),
        ("payments", "payment_date"),
        ("disputes", "opened_date"),
        ("promises", "made_date"),
        ("signals", "signal_date"),
    ] {
        let table = table(population, name);
        let booked = dates(table, event).iter().zip(dates(table, "known_date"));
        booked.for_each(|(event, known)| assert!(event <= known, "{name}: {event:?} {known:?}"));
    }
}

fn accounts_add_up(population: &Population, params: &GenerateParams) {
    for invoice in invoices(population) {
        assert!(invoice.issue >= params.from && invoice.issue <= params.until);
        assert!(invoice.amount >= 500 && invoice.due > invoice.issue);
        let mut open = invoice.amount;
        for entry in &invoice.entries {
            assert!(entry.amount > 0 && entry.day > invoice.issue, "{invoice:?}");
            assert!(
                !matches!((entry.day + 3).rem_euclid(7), 5 | 6),
                "{invoice:?}"
            );
            open -= entry.settles();
        }
        let balance = |day: i32| {
            let paid = invoice.entries.iter().filter(|entry| entry.day <= day);
            invoice.amount - paid.map(|entry| entry.settles()).sum::<i64>()
        };
        // Near the end of the ledger a payment may be booked before the reversal that it makes good.
        let complete = |entry: &&Entry| entry.day + 60 <= params.until;
        assert!(
            invoice
                .entries
                .iter()
                .filter(complete)
                .all(|entry| balance(entry.day) >= 0),
            "{invoice:?}"
        );
        match invoice.settled {
            // Booked at most 60 days later: by then all of it is there.
            Some(settled) if settled + 60 <= params.until => assert_eq!(open, 0, "{invoice:?}"),
            Some(_) => {}
            None => assert!(open > 0, "{invoice:?}"),
        }
    }
}

fn truth_is_consistent(population: &Population, params: &GenerateParams) {
    let truth = table(population, "true_invoices");
    let quantiles = ["q10", "q50", "q90"].map(|name| full(whole(truth, name)));
    for (row, invoice) in invoices(population).iter().enumerate() {
        assert!(invoice.p_late > 0.0 && invoice.p_late < 1.0);
        let [q10, q50, q90] = [&quantiles[0], &quantiles[1], &quantiles[2]].map(|cells| cells[row]);
        assert!(q10 <= q50 && q50 <= q90 && q90 <= 365, "{invoice:?}");
        // Half the mass by the due date, and late with the other half.
        assert!((q50 <= 0) == (invoice.p_late <= 0.5) || (invoice.p_late - 0.5).abs() < 0.02);
        if invoice.settled.is_none_or(|day| day > invoice.due) && !invoice.late {
            let reversed = invoice.entries.iter().any(|entry| entry.kind == "reversal");
            assert!(reversed || invoice.due + 90 > params.until, "{invoice:?}");
        }
        if invoice.settled.is_some_and(|day| day <= invoice.due) {
            assert!(!invoice.late, "{invoice:?}");
        }
    }
}

#[test]
fn the_same_request_gives_the_same_tables() {
    let params = GenerateParams::new(3_000, 90, 7);
    let first = generate(&params).expect("valid");
    assert!(first == generate(&params).expect("valid"));
    let other = generate(&GenerateParams { seed: 8, ..params }).expect("valid");
    assert!(first.tables != other.tables);
}

#[test]
fn all_seven_tables_have_rows_in_a_small_ledger() {
    let population = generate(&GenerateParams::new(6_000, 300, 1)).expect("valid");
    for table in population.tables.iter().chain(&population.truth) {
        assert!(table.n_rows() > 0, "`{}` is empty", table.name);
        let lines = to_csv(table, CsvStyle::Dutch)
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count();
        assert_eq!(lines, table.n_rows() + 1);
    }
}

#[test]
fn a_request_that_cannot_be_met_is_refused() {
    let good = GenerateParams::new(10, 5, 1);
    let check = |params: GenerateParams, expected: &str| {
        let error = generate(&params).expect_err("out of range");
        assert!(error.to_string().contains(expected), "{error}");
    };
    check(
        GenerateParams {
            n_customers: 0,
            ..good.clone()
        },
        "`n_customers` must be 1 to 10,000,000",
    );
    check(
        GenerateParams {
            n_invoices: 0,
            ..good.clone()
        },
        "`n_invoices` must be 1 to 100,000,000",
    );
    check(
        GenerateParams {
            until: good.from + 26,
            ..good.clone()
        },
        "28 to 7305 days",
    );
    check(
        GenerateParams {
            from: i32::MAX,
            until: i32::MIN,
            ..good.clone()
        },
        "28 to 7305 days",
    );
    check(
        GenerateParams {
            from: 0,
            ..good.clone()
        },
        "between 1990-01-01 and 2089-12-31",
    );
    assert_eq!(
        generate(&GenerateParams {
            n_customers: 0,
            ..good
        }),
        Err(SynthError::Customers { received: 0 })
    );
}
