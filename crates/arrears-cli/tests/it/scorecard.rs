//! `arrears scorecard` by command: its files, and what it refuses.

use crate::support::{Invoice, Sandbox, invoices};

fn ledger(days_late: impl Fn(usize, usize) -> i64) -> Sandbox {
    Sandbox::with_invoices(&invoices(40, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some(days_late(customer, month)),
    }))
}

/// Some customers are late mostly, others seldom.
fn mixed() -> Sandbox {
    ledger(|customer, month| {
        let late = (customer * 7 + month * 11) % 40 < customer;
        if late { 9 } else { -2 }
    })
}

fn with(sandbox: Sandbox, section: &str) -> Sandbox {
    let config = sandbox.read("arrears.toml");
    sandbox.write("arrears.toml", &format!("{config}\n{section}\n"));
    sandbox
}

#[test]
fn help_of_scorecard() {
    insta::assert_snapshot!(Sandbox::new().run("scorecard --help").done());
}

#[test]
fn a_card_is_written_in_every_form_and_replaced_by_the_next() {
    let sandbox = mixed();
    let text = sandbox.run("scorecard --as-of 2024-12-31").done();
    assert!(text.contains("learnt from"), "{text}");
    for file in [
        "scorecard.csv",
        "scorecard.json",
        "scorecard.sql",
        "scored_invoices.parquet",
        "manifest.json",
    ] {
        assert!(
            sandbox.path("arrears-out-scorecard").join(file).is_file(),
            "{file}"
        );
    }
    let before = sandbox.read("arrears-out-scorecard/scorecard.json");
    sandbox
        .run("scorecard --as-of 2024-12-31 --threads 1")
        .done();
    assert_eq!(sandbox.read("arrears-out-scorecard/scorecard.json"), before);
    // A run does not replace a card, nor a card a run.
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out arrears-out-scorecard");
    assert!(ended.stderr.contains("a scorecard"), "{ended:?}");
    sandbox.with_earlier_results();
    sandbox.fails_without_a_trace("scorecard --as-of 2024-12-31 --out out");
}

#[test]
fn one_outcome() {
    ledger(|_, _| -3)
        .fails_without_a_trace("scorecard --as-of 2024-11-30 --out card")
        .failed(
            1,
            "error: all 880 invoices with a known outcome were paid in time: a scorecard wants both\n\
             hint: choose another as-of date, export a longer history, or look at `grace_days` under `[definitions]`",
        );
}

#[test]
fn too_few_labels() {
    with(mixed(), "[model]\nmin_invoices = 5000")
        .fails_without_a_trace("scorecard --as-of 2024-11-30 --out card")
        .failed(
            1,
            "error: a scorecard wants 5000 invoices with a known outcome, and 880 have one: 429 late, 451 in time\n\
             hint: choose a later as-of date, export a longer history, or set `min_invoices` under `[model]` lower",
        );
}

#[test]
fn nothing_that_tells_enough() {
    let ended = with(mixed(), "[scorecard]\nmin_information_value = 9.5")
        .fails_without_a_trace("scorecard --as-of 2024-12-31 --out card");
    assert_eq!(ended.code, 1, "{ended:?}");
    for part in [
        "error: no feature tells enough for a scorecard: `",
        "below 9.5",
        "hint: set `min_information_value` under `[scorecard]` lower",
    ] {
        assert!(ended.stderr.contains(part), "{ended:?}");
    }
}

#[test]
fn bins_that_cannot_be() {
    let refused = |bins: &str| {
        let sandbox = with(mixed(), &format!("[scorecard.bins]\n{bins}"));
        let ended = sandbox.fails_without_a_trace("scorecard --as-of 2024-12-31 --out card");
        assert_eq!(ended.code, 1, "{ended:?}");
        ended.stderr
    };
    let unknown = refused("overdue_cuont = [1]");
    assert!(
        unknown.starts_with(
            "error: `arrears.toml`, line 5: unknown key `overdue_cuont` in `[scorecard.bins]`; the nearest known key \
             is `overdue_count`\nhint: `[scorecard.bins]` knows `"
        ),
        "{unknown}"
    );
    assert_eq!(
        refused("overdue_count = [3, 1]").trim_end(),
        "error: `arrears.toml`, line 5: `scorecard.bins.overdue_count` must be a list of 1 to 50 numbers, each above \
         the one before, found [3.0, 1.0]"
    );
}

#[test]
fn bins_of_a_feature_that_the_ledger_does_not_give_are_told() {
    let sandbox = with(mixed(), "[scorecard.bins]\npromises_broken_12m = [1]");
    let text = sandbox
        .run("scorecard --as-of 2024-12-31 --out card")
        .done();
    let told =
        "`promises_broken_12m` is not on the card: the ledger does not have table `promises`";
    assert!(text.contains(told), "{text}");
}
