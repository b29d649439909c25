//! Too little to learn from, and tests that go further than the ledger: told in figures, never guessed.

use crate::support::{Invoice, Sandbox, invoices};

fn ledger(n_customers: usize, days_late: impl Fn(usize, usize) -> Option<i64>) -> Sandbox {
    Sandbox::with_invoices(&invoices(n_customers, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: days_late(customer, month),
    }))
}

fn mixed(customer: usize, month: usize) -> Option<i64> {
    Some((customer as i64 * 7 + month as i64 * 11) % 45 - 20)
}

/// What each command that trains prints.
fn trained(sandbox: &Sandbox, as_of: &str, train_until: &str) -> Vec<String> {
    let commands = [
        format!("forecast --as-of {as_of} --out forecast"),
        format!("run --as-of {as_of} --out run"),
        format!("train --as-of {as_of}"),
        format!("backtest --train-until {train_until} --out backtest"),
    ];
    commands.map(|line| sandbox.run(&line).done()).into()
}

#[test]
fn too_few_labels_are_counted_beside_what_is_wanted() {
    let sandbox = ledger(2, mixed);
    for text in trained(&sandbox, "2023-12-31", "2024-01-01") {
        let told = "the late-payment model is the base rate alone: only 22 invoices have a known outcome, and a \
                    regression wants 50";
        assert!(text.contains(told), "{text}");
    }
    sandbox.run("scorecard --as-of 2023-12-31").failed(
        1,
        "error: a scorecard wants 50 invoices with a known outcome, and 22 have one: 11 late, 11 in time\n\
         hint: choose a later as-of date, export a longer history, or set `min_invoices` under `[model]` lower",
    );
}

#[test]
fn one_outcome_gives_the_base_rate_and_says_so() {
    for (days, outcome) in [(5, "late"), (-3, "in time")] {
        let sandbox = ledger(10, move |_, month| Some(days - (month % 3) as i64));
        for text in trained(&sandbox, "2024-12-31", "2024-12-05") {
            assert!(
                text.contains("the late-payment model is the base rate alone: all 2"),
                "{text}"
            );
            let told = format!("0 invoices with a known outcome were paid {outcome}");
            assert!(text.contains(&told), "{text}");
        }
    }
}

#[test]
fn no_outcome_is_known_before_the_first_due_date() {
    let sandbox = ledger(3, mixed);
    let refusal = "error: of the 3 invoices known on 2023-01-20 none had fallen due by then, grace of 0 days included, \
                   and the first will on 2023-02-04: there is nothing to learn from\n\
                   hint: choose an as-of date well after 2023-02-04, or add older invoices";
    for line in [
        "run --as-of 2023-01-20 --out out",
        "train --as-of 2023-01-20",
        "forecast --as-of 2023-01-20 --out out",
        "scorecard --as-of 2023-01-20",
        "backtest --train-until 2023-01-21 --out out",
    ] {
        sandbox.fails_without_a_trace(line).failed(1, refusal);
    }
}

#[test]
fn without_a_payment_there_is_nothing_to_learn_from() {
    let sandbox = ledger(3, |_, _| None);
    for (line, due) in [
        (
            "run --as-of 2024-12-31 --out out",
            "69 invoices due by 2024-12-05",
        ),
        ("train --as-of 2024-12-31", "69 invoices due by 2024-12-05"),
        (
            "forecast --as-of 2024-12-31 --out out",
            "69 invoices due by 2024-12-05",
        ),
        (
            "scorecard --as-of 2024-12-31",
            "69 invoices due by 2024-12-05",
        ),
        (
            "backtest --train-until 2024-12-01 --out out",
            "66 invoices due by 2024-11-30",
        ),
    ] {
        let refusal = format!(
            "error: of {due}, 0 are settled: this looks like an export of open items alone, on which every customer seems \
             to pay late\n\
             hint: export all invoices of the period, paid ones included, with their payments"
        );
        sandbox.fails_without_a_trace(line).failed(1, &refusal);
    }
}

#[test]
fn a_test_ends_with_the_ledger_and_says_so() {
    let sandbox = ledger(30, mixed);
    let text = sandbox
        .run("backtest --train-until 2024-07-01 --test-until 2030-01-01 --out far")
        .done();
    let told = "the test was asked to go to 2030-01-01, but ends on 2025-01-28, the day of the ledger's last event: it \
                holds 180 invoices, the outcome of 180 of which is known";
    assert!(text.contains(told), "{text}");
    let card = sandbox.read("far/model_card.md");
    assert!(
        card.contains("The test was asked to go to 2030-01-01"),
        "{card}"
    );
    let text = sandbox
        .run("backtest --train-until 2024-07-01 --out own")
        .done();
    assert!(!text.contains("the test was asked"), "{text}");
    assert_eq!(
        sandbox.read("far/metrics.json"),
        sandbox.read("own/metrics.json")
    );
}

#[test]
fn there_is_no_origin_after_the_ledger() {
    let sandbox = ledger(10, mixed);
    let line = "backtest --train-until 2024-11-01 --test-until 2026-06-30 --monthly --out out";
    let text = sandbox.run(line).done();
    assert!(text.contains("ends on 2025-01-26"), "{text}");
    let metrics = sandbox.read("out/metrics.json");
    assert!(metrics.contains("\"from\": \"2025-01-01\""), "{metrics}");
    assert!(metrics.contains("\"until\": \"2025-01-26\""), "{metrics}");
    assert!(!metrics.contains("2025-02-01"), "{metrics}");
}

#[test]
fn a_test_after_the_ledger_is_refused() {
    let sandbox = ledger(10, mixed);
    sandbox
        .fails_without_a_trace("backtest --train-until 2025-01-10 --test-until 2025-06-30 --out out")
        .failed(
            1,
            "error: no invoice is dated 2025-01-10 or later, and 2025-06-30 or earlier: the ledger's last invoice is dated \
             2024-12-05\n\
             hint: choose a `--train-until` well before 2024-12-05",
        );
}

#[test]
fn a_test_whose_outcomes_are_not_known_yet_has_no_figures() {
    // The last month's invoices are due on 2025-01-04, after what the ledger knows.
    let sandbox = ledger(10, |customer, month| match month {
        23 => None,
        _ => mixed(customer, month).map(|days| days.min(20)),
    });
    let text = sandbox
        .run("backtest --train-until 2024-12-01 --out out")
        .done();
    let told = "of the 10 invoices of the test none had fallen due, grace included, by 2024-12-23: there are \
                predictions, and no figures";
    assert!(text.contains(told), "{text}");
}

/// The forecast goes on for thirteen weeks after a ledger of five, and says what it stands on.
#[test]
fn a_forecast_at_the_end_of_a_short_ledger() {
    let csv = invoices(40, |customer, month| Invoice {
        amount: 50.0 + customer as f64,
        days_late: mixed(customer, month),
    });
    let first_month = |line: &&str| !line.contains(",2023-") || line.contains(",2023-01-05,");
    let csv: Vec<&str> = csv
        .lines()
        .filter(|line| !line.contains(",2024-"))
        .filter(first_month)
        .collect();
    assert_eq!(csv.len(), 41);
    let sandbox = Sandbox::with_invoices(&csv.join("\n"));
    let text = sandbox.run("forecast --as-of 2023-02-10 --out out").done();
    let told =
        "the base rate alone: only 40 invoices have a known outcome, and a regression wants 50";
    assert!(text.contains(told), "{text}");
    assert!(text.contains("within 13 weeks"), "{text}");
    let ended = sandbox.fails_without_a_trace("forecast --as-of 2023-12-31 --out later");
    assert!(
        ended
            .stderr
            .contains("days before the as-of date 2023-12-31"),
        "{ended:?}"
    );
}

/// Half of the customers pay in time and half do not: their history tells it.
#[test]
fn groups_without_spread_have_no_infinite_index() {
    let sandbox = ledger(30, |customer, _| {
        Some(if customer % 2 == 0 { 9 } else { -3 })
    });
    let text = sandbox.run("run --as-of 2024-12-31 --out out").done();
    assert!(
        text.contains("alone tells late from paid in time in training"),
        "{text}"
    );
    assert!(text.contains("are they known at issue?"), "{text}");
}

#[test]
fn a_feature_that_tells_the_outcome_is_named() {
    let late = |customer: usize, month: usize| (customer * 7 + month * 11) % 5 < 2;
    let sandbox = ledger(30, move |customer, month| {
        Some(if late(customer, month) { 9 } else { -3 })
    });
    let mut signals = String::from("customer_id,signal_date,kind,value\n");
    for (customer, month) in
        (0..30).flat_map(|customer| (0..24).map(move |month| (customer, month)))
    {
        let (year, month_of_year) = (2023 + month / 12, month % 12 + 1);
        let score = if late(customer, month) { 30 } else { 70 };
        signals.push_str(&format!(
            "C{customer:03},{year}-{month_of_year:02}-03,credit_score,{score}\n"
        ));
    }
    let config = sandbox.read("arrears.toml");
    sandbox.write("signals.csv", &signals).write(
        "arrears.toml",
        &format!("{config}[ledger.signals]\npath = \"signals.csv\"\n"),
    );
    let text = sandbox.run("run --as-of 2024-12-31 --out out").done();
    let told = "`credit_score` alone tells late from paid in time in training: its coefficient is held by the penalty (30); \
                is it known at issue?";
    assert!(text.contains(told), "{text}");
    let card = sandbox.read("out/model_card.md");
    assert!(
        card.contains("alone tells late from paid in time in training"),
        "{card}"
    );
    let metrics = sandbox.read("out/metrics.json");
    assert!(
        metrics.contains("\"feature\": \"credit_score\""),
        "{metrics}"
    );
}
