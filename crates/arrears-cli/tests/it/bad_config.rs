//! A config that cannot be used: the key, the line, what would be right; and nothing is touched.

use crate::support::{CONFIG, Sandbox};

/// What a run says of this config.
#[track_caller]
fn refused(config: &str, error: &str) {
    let sandbox = Sandbox::new();
    sandbox.write("arrears.toml", config).with_earlier_results();
    sandbox
        .fails_without_a_trace("run --as-of 2024-12-31 --out out")
        .failed(1, error);
}

#[test]
fn no_config() {
    let sandbox = Sandbox::new();
    sandbox.with_earlier_results();
    sandbox
        .fails_without_a_trace("run --as-of 2024-12-31 --out out")
        .failed(
            1,
            "error: there is no config file `arrears.toml`\n\
         hint: `arrears init FILE...` writes one; `-c FILE` names another",
        );
}

#[test]
fn an_unknown_key_names_the_nearest() {
    refused(
        &format!("{CONFIG}\n[definitions]\ngraze_days = 3\n"),
        "error: `arrears.toml`, line 5: unknown key `graze_days` in `[definitions]`; \
         the nearest known key is `grace_days`\n\
         hint: `[definitions]` knows `grace_days`, `settle_tolerance`",
    );
}

#[test]
fn an_unknown_section_names_the_nearest() {
    refused(
        &format!("{CONFIG}\n[cluster]\nk_max = 5\n"),
        "error: `arrears.toml`, line 4: unknown key `cluster`; the nearest known key is `clusters`\n\
         hint: the top of the file knows `seed`, `threads`, `ledger`, `checks`, `definitions`, `model`, \
         `clusters`, `scorecard`, `acceptance`, `questions`, `worklist`, `policy`, `trust`, `report`, `output`, `registry`, \
         `retrain`, `monitor`, `notify`",
    );
}

#[test]
fn a_wrong_type_names_key_expected_and_found() {
    refused(
        &format!("{CONFIG}\n[model]\nn_folds = \"four\"\n"),
        "error: `arrears.toml`, line 5: `model.n_folds` must be a whole number, 0 or more, found the text \"four\"",
    );
}

#[test]
fn a_value_out_of_range_names_the_range() {
    refused(
        &format!("{CONFIG}\n[clusters]\nk_max = 1\n"),
        "error: `arrears.toml`, line 5: `clusters.k_max` must be from `clusters.k_min` to 50, found 1",
    );
}

#[test]
fn no_toml() {
    let sandbox = Sandbox::new();
    sandbox
        .write("arrears.toml", "[ledger\n")
        .with_earlier_results();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    assert_eq!(ended.code, 1);
    assert!(
        ended
            .stderr
            .starts_with("error: `arrears.toml`, line 1: this is not TOML: "),
        "{}",
        ended.stderr
    );
}

#[test]
fn no_invoices() {
    refused(
        "[ledger.customers]\npath = \"customers.csv\"\n",
        "error: `arrears.toml` names no invoices: `[ledger.invoices]` with a `path` is the one section a ledger must \
         have\n\
         hint: `arrears init FILE...` looks at your files and writes the section",
    );
}
