//! Each mechanism's share and days, as the tables show them.

use std::{collections::HashMap, sync::LazyLock};

use arrears_synth::{GenerateParams, Population, generate};

use crate::view::{Invoice, dates, flags, floats, full, invoices, rows_by_id, table, texts};

static POPULATION: LazyLock<Population> =
    LazyLock::new(|| generate(&GenerateParams::new(60_000, 1_667, 42)).expect("valid"));
static INVOICES: LazyLock<Vec<Invoice>> = LazyLock::new(|| invoices(&POPULATION));

const UNTIL: i32 = GenerateParams::DEFAULT_UNTIL;

fn share<T>(rows: &[T], event: impl Fn(&T) -> bool) -> f64 {
    rows.iter().filter(|row| event(row)).count() as f64 / rows.len() as f64
}

fn check(what: &str, value: f64, expected: f64, tolerance: f64) {
    assert!(
        (value - expected).abs() <= tolerance,
        "{what}: {value:.4}, expected {expected}"
    );
}

#[test]
fn the_types_keep_their_shares() {
    let types = full(texts(table(&POPULATION, "true_customers"), "type"));
    for (name, expected) in [
        ("prompt", 0.52),
        ("forgetful", 0.16),
        ("habitual", 0.10),
        ("disputing", 0.07),
        ("deteriorating", 0.05),
        ("distressed", 0.10),
    ] {
        check(name, share(&types, |kind| kind == name), expected, 0.015);
    }
}

#[test]
fn parts_reversals_and_direct_debits_have_their_shares() {
    let truth = table(&POPULATION, "true_invoices");
    let settled: Vec<usize> = (0..INVOICES.len())
        .filter(|&row| INVOICES[row].settled.is_some())
        .collect();
    let (in_parts, reversed) = (flags(truth, "in_parts"), flags(truth, "reversed"));
    check(
        "in parts",
        share(&settled, |&row| in_parts[row] == Some(true)),
        0.04,
        0.004,
    );
    check(
        "reversed",
        share(&settled, |&row| reversed[row] == Some(true)),
        0.01,
        0.002,
    );
    check(
        "direct debit",
        share(&INVOICES, |row| row.direct_debit),
        0.10,
        0.015,
    );
}

#[test]
fn one_customer_holds_a_twentieth_of_the_rows() {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for invoice in INVOICES.iter() {
        *counts.entry(&invoice.customer).or_default() += 1;
    }
    assert_eq!(counts.values().max(), Some(&3_000));
}

#[test]
fn reminders_climb_the_ladder() {
    let mut n = 0.0;
    let mut sent_at = [0.0; 4];
    let mut skipped = [0.0; 4];
    let truth = table(&POPULATION, "true_customers");
    let (rows, bankrupt) = (rows_by_id(truth, "customer_id"), dates(truth, "bankrupt"));
    for invoice in INVOICES.iter() {
        let steps: Vec<(i32, i64)> = invoice
            .reminders
            .iter()
            .copied()
            .filter(|step| step.1 > 0)
            .collect();
        for &(day, level) in &steps {
            let earliest = [14, 24, 45, 90][level as usize - 1];
            // Ten days late at most, then off a weekend or a holiday.
            assert!(
                (earliest..=earliest + 10 + 5).contains(&(day - invoice.due)),
                "{invoice:?}"
            );
            assert!(!matches!((day + 3).rem_euclid(7), 5 | 6), "{invoice:?}");
        }
        assert!(
            steps.windows(2).all(|pair| pair[0].1 != pair[1].1),
            "{invoice:?}"
        );
        // Nobody reminds the bankrupt.
        let solvent = bankrupt[rows[&invoice.customer]].is_none_or(|day| day > invoice.due + 120);
        if invoice.mechanism == "never" && solvent && invoice.due + 120 <= UNTIL {
            n += 1.0;
            for level in 1..=4_i64 {
                let step = steps.iter().find(|step| step.1 == level);
                let on_day = step.is_some_and(|step| {
                    step.0 - invoice.due <= [14, 24, 45, 90][level as usize - 1] + 4
                });
                skipped[level as usize - 1] += f64::from(u8::from(step.is_none()));
                sent_at[level as usize - 1] += f64::from(u8::from(on_day));
            }
        }
    }
    assert!(n > 500.0);
    for level in 0..4 {
        check("skipped", skipped[level] / n, 0.05, 0.02);
        check(
            "sent on its day or after a weekend",
            sent_at[level] / n,
            0.95 * 0.93,
            0.06,
        );
    }
}

#[test]
fn a_forgotten_invoice_is_paid_soon_after_the_reminder_really_sent() {
    let mut levels = [0.0; 5];
    let mut waits = Vec::new();
    for invoice in INVOICES.iter().filter(|row| row.mechanism == "forgotten") {
        let first = invoice.entries.iter().find(|entry| entry.kind == "payment");
        let Some(first) = first else { continue };
        assert!(first.day > invoice.due + 14, "{invoice:?}");
        let before = invoice
            .reminders
            .iter()
            .filter(|step| step.0 < first.day)
            .max();
        let &(sent, level) = before.expect("a reminder came before the money");
        levels[level as usize] += 1.0;
        waits.push(f64::from(first.day - sent));
    }
    let n = waits.len() as f64;
    assert!(n > 2_000.0, "{n}");
    // 55 / 30 / 15 %; a skipped step hands its share to the next, and a wait
    // that outlasts the ten days to level 2 is counted there.
    check("after level 1", levels[1] / n, 0.55 * 0.95 * 0.88, 0.05);
    check("after level 2", levels[2] / n, 0.36, 0.05);
    check("days waited", waits.iter().sum::<f64>() / n, 5.6, 1.0);
}

#[test]
fn disputes_open_and_last_as_specified() {
    let disputes = table(&POPULATION, "disputes");
    let rows = rows_by_id(table(&POPULATION, "invoices"), "invoice_id");
    let mut lasted = Vec::new();
    let mut credited = Vec::new();
    for row in 0..disputes.n_rows() {
        let id = texts(disputes, "invoice_id")[row].as_ref().expect("given");
        let invoice = &INVOICES[rows[id]];
        let opened = dates(disputes, "opened_date")[row].expect("given");
        assert!((3..=20).contains(&(opened - invoice.issue)), "{invoice:?}");
        // Old enough for all but the longest to be closed: a fair sample.
        if opened <= UNTIL - 400 {
            let closed = dates(disputes, "closed_date")[row].unwrap_or(UNTIL);
            lasted.push(closed - opened);
            let never = ["never", "bankrupt"].contains(&invoice.mechanism.as_str());
            if !never {
                credited.push(
                    invoice
                        .entries
                        .iter()
                        .any(|entry| entry.kind == "credit_note"),
                );
            }
        }
    }
    lasted.sort_unstable();
    assert!(lasted.len() > 600, "{}", lasted.len());
    check(
        "median days",
        f64::from(lasted[lasted.len() / 2]),
        45.0,
        5.0,
    );
    check(
        "90th percentile",
        f64::from(lasted[lasted.len() * 9 / 10]),
        125.0,
        20.0,
    );
    check(
        "credit notes",
        share(&credited, |&credited| credited),
        0.30,
        0.05,
    );
}

#[test]
fn an_incident_is_exactly_one_forgotten_invoice() {
    let customers = table(&POPULATION, "true_customers");
    let (ids, types) = (texts(customers, "customer_id"), texts(customers, "type"));
    let marked = texts(customers, "incident_invoice_id");
    let invoice_ids = texts(table(&POPULATION, "invoices"), "invoice_id");
    let mut n = 0;
    for row in 0..customers.n_rows() {
        let incident = flags(customers, "incident")[row] == Some(true);
        assert_eq!(incident, marked[row].is_some());
        if !incident {
            continue;
        }
        n += 1;
        assert_eq!(types[row].as_deref(), Some("prompt"));
        let forgotten: Vec<_> = INVOICES
            .iter()
            .zip(invoice_ids)
            .filter(|(invoice, _)| Some(&invoice.customer) == ids[row].as_ref())
            .filter(|(invoice, _)| ["forgotten", "incident"].contains(&invoice.mechanism.as_str()))
            .map(|(_, id)| id.clone())
            .collect();
        // Bankruptcy may have come between the reminder and the money.
        assert!(forgotten.len() <= 1, "{forgotten:?}");
        assert!(forgotten.iter().all(|id| *id == marked[row]));
    }
    let n_prompt = types
        .iter()
        .filter(|kind| kind.as_deref() == Some("prompt"))
        .count();
    check("incidents", f64::from(n) / n_prompt as f64, 0.05, 0.02);
}

#[test]
fn a_deteriorating_customer_is_prompt_until_its_onset() {
    let customers = table(&POPULATION, "true_customers");
    let rows = rows_by_id(customers, "customer_id");
    let onsets = dates(customers, "onset");
    let december = texts(customers, "type_2025_12");
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for invoice in INVOICES.iter() {
        let row = rows[&invoice.customer];
        let Some(onset) = onsets[row] else { continue };
        assert!(
            (365..=1_036).contains(&(onset - GenerateParams::DEFAULT_FROM)),
            "{onset}"
        );
        assert_eq!(december[row].as_deref(), Some("deteriorating"));
        if invoice.due < onset {
            before.push(invoice.late);
        } else if invoice.due > onset + 122 {
            after.push(invoice.late);
        }
    }
    assert!(
        share(&before, |&late| late) < 0.25,
        "{}",
        share(&before, |&late| late)
    );
    assert!(
        share(&after, |&late| late) > 0.65,
        "{}",
        share(&after, |&late| late)
    );
}

#[test]
fn bookings_lag_and_scores_cover_part_of_the_customers() {
    let lags: Vec<i32> = INVOICES
        .iter()
        .filter(|invoice| invoice.due < UNTIL - 200)
        .flat_map(|invoice| invoice.entries.iter().map(|entry| entry.known - entry.day))
        .collect();
    assert!(lags.iter().all(|lag| (0..=60).contains(lag)));
    check("retroactive", share(&lags, |&lag| lag > 5), 0.02, 0.003);
    let signals = table(&POPULATION, "signals");
    let scored: std::collections::HashSet<_> = texts(signals, "customer_id")
        .iter()
        .zip(texts(signals, "kind"))
        .filter(|(_, kind)| kind.as_deref() == Some("credit_score"))
        .map(|(id, _)| id.clone())
        .collect();
    check("scored", scored.len() as f64 / 1_667.0, 0.60, 0.04);
    let in_range = |value: &Option<f64>| value.is_none_or(|value| (0.0..=100.0).contains(&value));
    assert!(floats(signals, "value").iter().all(in_range));
}

#[test]
fn columns_of_customers_in_trouble_were_changed_after_it_began() {
    let (customers, truth) = (
        table(&POPULATION, "customers"),
        table(&POPULATION, "true_customers"),
    );
    let (changed, start) = (dates(truth, "columns_changed_on"), dates(truth, "start"));
    let (onsets, bankrupt) = (dates(truth, "onset"), dates(truth, "bankrupt"));
    let methods = texts(customers, "payment_method");
    let mut n = 0;
    for row in 0..customers.n_rows() {
        let prepays = methods[row].as_deref() == Some("prepayment");
        assert_eq!(prepays, changed[row].is_some());
        let Some(day) = changed[row] else { continue };
        n += 1;
        let gone = bankrupt[row].filter(|&end| end <= UNTIL);
        assert!(day <= UNTIL && Some(day) > start[row]);
        assert!(gone == Some(day) || onsets[row].is_none_or(|onset| day > onset));
    }
    assert!(n > 100, "{n}");
}

#[test]
fn customers_start_late_and_leave_in_their_shares() {
    let truth = table(&POPULATION, "true_customers");
    let month_6 = GenerateParams::DEFAULT_FROM + 182;
    check(
        "start after month 6",
        share(dates(truth, "start"), |day| *day >= Some(month_6)),
        0.25,
        0.02,
    );
    check(
        "leave",
        share(dates(truth, "left"), Option::is_some),
        0.10,
        0.03,
    );
    let runs = full(texts(truth, "payment_run"));
    check("no run", share(&runs, |run| run == "none"), 0.30, 0.02);
    check("the 25th", share(&runs, |run| run == "25th"), 0.10, 0.02);
    check(
        "15th and month-end",
        share(&runs, |run| run == "15th_and_month_end"),
        0.15,
        0.02,
    );
}
