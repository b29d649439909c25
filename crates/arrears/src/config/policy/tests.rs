//! Mistakes in a policy file, each with its file, its line and what would be right.

use super::*;
use crate::config::ConfigFile;

fn message(text: &str) -> String {
    match PolicyFile::parse(Path::new("policy.toml"), text.to_string()) {
        Ok(_) => "sound".into(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_empty_file_is_the_default_policy() {
    let file = PolicyFile::parse(Path::new("policy.toml"), String::new()).unwrap();
    assert_eq!(file.policy, Policy::default());
}

#[test]
fn an_unknown_key_names_file_line_and_the_nearest() {
    assert_eq!(
        message("[c]\np_late_30d_form = 0.3\n"),
        "`policy.toml`, line 2: unknown key `p_late_30d_form` in `[c]`; the nearest known key is `p_late_30d_from`"
    );
    assert_eq!(
        message(
            "[ladders]\nmine = [\n  { level = 1, days = 7, channel = \"email\", day = 3 },\n]\n"
        ),
        "`policy.toml`, line 3: unknown key `day` in `[ladders.mine[1]]`; the nearest known key is `days`"
    );
}

#[test]
fn a_contradiction_has_its_line() {
    assert_eq!(
        message("[a]\np_late_30d_up_to = 0.9\n"),
        "`policy.toml`, line 2: `a.p_late_30d_up_to` must be below `c.p_late_30d_from`, which is 0.4 by default, found \
         0.9"
    );
    assert_eq!(
        message("[c]\np_late_30d_from = nan\n"),
        "`policy.toml`, line 2: `c.p_late_30d_from` must be from 0 to 1, found NaN"
    );
}

#[test]
fn what_the_user_wrote_is_led_with() {
    assert_eq!(
        message("[c]\np_late_30d_from = 0.15\n"),
        "`policy.toml`, line 2: `c.p_late_30d_from` must be above `a.p_late_30d_up_to`, which is 0.2 by default, found 0.15"
    );
    // Of two that are written, the later one, with its own line.
    assert_eq!(
        message("[c]\np_late_30d_from = 0.15\n[a]\np_late_30d_up_to = 0.15\n"),
        "`policy.toml`, line 4: `a.p_late_30d_up_to` must be below `c.p_late_30d_from`, which is 0.15, found 0.15"
    );
    assert_eq!(
        message("[a]\np_late_30d_up_to = 0.15\n[c]\np_late_30d_from = 0.15\n"),
        "`policy.toml`, line 4: `c.p_late_30d_from` must be above `a.p_late_30d_up_to`, which is 0.15, found 0.15"
    );
    assert_eq!(
        message("[size_classes]\nXL = 0.1\n"),
        "`policy.toml`, line 2: `size_classes.XL` must be above `a.p_late_30d_up_to`, which is 0.2 by default, found 0.1"
    );
    assert_eq!(
        message("[c]\npatterns = [\"habit\", \"incident\"]\n"),
        "`policy.toml`, line 2: `c.patterns` must be without what `a.patterns` has by default, found `incident`"
    );
}

#[test]
fn thresholds_that_can_never_decide_are_refused() {
    assert_eq!(
        message("[exposure]\nsmall_amount = 60000\n"),
        "`policy.toml`, line 2: `exposure.small_amount` must be at most `exposure.large_amount`, which is 50000 by default, \
         found 60000"
    );
    assert_eq!(
        message("[exposure]\nlarge_amount = 500\nsmall_amount = 600\n"),
        "`policy.toml`, line 3: `exposure.small_amount` must be at most `exposure.large_amount`, which is 500, found 600"
    );
    assert_eq!(
        message("[exposure]\nlarge_p_late_30d_from = 0.6\n"),
        "`policy.toml`, line 2: `exposure.large_p_late_30d_from` must be at most `c.p_late_30d_from`, which is 0.4 by \
         default, found 0.6"
    );
    assert_eq!(
        message("[exposure]\nlarge_p_late_30d_from = 0.35\n[c]\np_late_30d_from = 0.25\n"),
        "`policy.toml`, line 4: `c.p_late_30d_from` must be at least `exposure.large_p_late_30d_from`, which is 0.35, found \
         0.25"
    );
    assert_eq!(message("[c]\np_late_30d_from = 0.25\n"), "sound");
}

#[test]
fn a_rule_of_another_kind_than_its_feature_is_refused_before_anything_is_read() {
    assert_eq!(
        message("[[rule]]\nfeature = \"dispute_share_12m\"\none_of = [\"0.2\"]\nsegment = \"C\"\n"),
        "`policy.toml`, line 2: `rule[1].feature` must be beside a bound (`at_least`, `above`, `at_most`, `below`) or a share \
         (`highest`, `lowest`): its values are numbers, found dispute_share_12m"
    );
    assert_eq!(
        message("[[rule]]\nfeature = \"sector\"\nat_least = 47\nsegment = \"C\"\n"),
        "`policy.toml`, line 2: `rule[1].feature` must be beside `is` or `one_of`: its values are texts, found sector"
    );
    assert!(
        message("[[rule]]\nfeature = \"pattern\"\nis = \"habits\"\nsegment = \"C\"\n")
            .starts_with("`policy.toml`, line 3: `rule[1].is` must be of the patterns prompt,")
    );
}

#[test]
fn a_consumer_has_no_reminder_before_the_due_date() {
    let steps = "{ level = 2, days = -30, channel = \"letter\" },\n  { level = 3, days = 1, channel = \"letter\" },";
    assert_eq!(
        message(&format!("[ladders]\nconsumer_nl = [\n  {steps}\n]\n")),
        "`policy.toml`, line 3: `ladders.consumer_nl[1].days` must be 1 or more: the fourteen-day letter follows the due date \
         (art. 6:96 BW), found -30"
    );
}

#[test]
fn numbers_beyond_all_bounds_are_told_in_words() {
    let step = |days: &str| {
        message(&format!(
            "[ladders]\nmine = [\n  {{ level = 1, days = {days}, channel = \"email\" }},\n]\n"
        ))
    };
    let right = "must be a whole number from -2147483648 to 2147483647, found the number";
    for days in ["9999999999", "99999999999999999999"] {
        assert_eq!(
            step(days),
            format!("`policy.toml`, line 3: `ladders.mine[1].days` {right} {days}")
        );
    }
    assert!(
        step(&"9".repeat(60)).ends_with("must be a smaller number, found one of too many digits")
    );
}

#[test]
fn a_ladder_whose_days_do_not_rise_is_refused_at_its_step() {
    let steps = "{ level = 1, days = 20, channel = \"email\" },\n  { level = 2, days = 14, channel = \"letter\" },";
    assert_eq!(
        message(&format!("[ladders]\nstandard = [\n  {steps}\n]\n")),
        "`policy.toml`, line 4: `ladders.standard[2].days` must be above the 20 days of the step before, found 14"
    );
    assert_eq!(
        message("[ladders]\nmine = [{ level = 1, days = 20 }]\n"),
        "`policy.toml`, line 2: `ladders.mine[1]` lacks `channel`"
    );
    assert!(message("[ladders]\nmine = [{ level = 1, days = 2, channel = \"fax\" }]\n").contains(
        "`ladders.mine[1].channel` must be \"email\", \"letter\", \"payment_link\" or \"phone\", found the text `fax`"
    ));
}

#[test]
fn an_unknown_measure_or_ladder_names_those_there_are() {
    let found = message("[segments.C]\nmeasures = [\"part_in_advanse\"]\n");
    assert!(
        found.contains("line 2") && found.contains("\"part_in_advance\""),
        "{found}"
    );
    let found = message("[sectors.Bouw]\nladder = \"snel\"\n");
    assert!(
        found
            .starts_with("`policy.toml`, line 2: `sectors.Bouw.ladder` must be one of the ladders"),
        "{found}"
    );
}

#[test]
fn contradicting_rules_are_refused_at_the_later_one() {
    let rules = "[[rule]]\nfeature = \"dispute_share_12m\"\nat_least = 0.2\nsegment = \"C\"\n\n\
                 [[rule]]\nfeature = \"dispute_share_12m\"\nat_most = 0.3\nsegment = \"A\"\n";
    assert_eq!(
        message(rules),
        "`policy.toml`, line 6: `rule[2]` must be apart from `rule[1]`, which puts `dispute_share_12m` at_least = 0.2 in \
         C: a value would be in C and A, found `dispute_share_12m` at_most = 0.3"
    );
    assert_eq!(
        message("[[rule]]\nfeature = \"sector\"\nat_lest = 0.2\nsegment = \"C\"\n"),
        "`policy.toml`, line 3: unknown key `at_lest` in `[rule[1]]`; the nearest known key is `at_least`"
    );
    assert!(message("segments_by = \"rules\"\n").contains("without one no customer has a segment"));
    assert!(message("otherwise = \"B\"\n").contains("behaviour leaves no customer without"));
    assert!(
        message("[a]\nshare = 0.9\n[c]\nshare = 0.2\n")
            .contains("line 2: `a.share` must be at most 0.8,")
    );
    assert!(
        message("[a]\nshare = 0.7\n[c]\nshare = 0.7\n")
            .contains("line 2: `a.share` must be at most 0.3,")
    );
    assert!(
        message("[pattern]\nlast_invoices = 2\nmin_judged = 5\n")
            .contains("line 3: `pattern.min_judged` must be at most `pattern.last_invoices`, which is 2, found 5")
    );
}

#[test]
fn a_policy_in_the_config_is_shown_its_new_place() {
    let text = "seed = 2\n[policy.c]\np_late_30d_from = 0.3\n".to_string();
    let error = ConfigFile::parse(Path::new("arrears.toml"), text).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`arrears.toml`, line 2: `[policy.c]` is read from a policy file, no longer from here"
    );
    let hint = error.hint().expect("a remedy");
    assert!(
        hint.contains("`[c]`") && hint.contains("path = \"policy.toml\""),
        "{hint}"
    );
}

#[test]
fn a_policy_that_is_not_there_is_named() {
    let config = PolicyConfig {
        path: Some("absent.toml".into()),
    };
    let error = PolicyFile::named(&config, Path::new("nowhere")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("there is no policy file `nowhere"),
        "{error}"
    );
    assert!(
        error
            .hint()
            .is_some_and(|hint| hint.contains("[policy] path"))
    );
    let error = PolicyFile::load(Path::new("absent.toml"), NamedBy::WhatIf).unwrap_err();
    let hint = error.hint().expect("a remedy");
    assert!(
        hint.starts_with("`--what-if FILE`") && !hint.contains("[policy]"),
        "{hint}"
    );
}

/// Run with `UPDATE_DOCS=1` to rewrite the pages.
#[test]
fn the_reference_and_the_schema_are_up_to_date() {
    let docs =
        Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../docs");
    for (page, right) in [
        ("policy-reference.md", policy_markdown()),
        ("policy.schema.json", policy_schema()),
    ] {
        let page = docs.join(page);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&page, &right).unwrap();
        }
        let found = std::fs::read_to_string(&page).unwrap_or_default();
        assert!(
            found == right,
            "{} is stale: run `UPDATE_DOCS=1 cargo test --release -p arrears`",
            page.display()
        );
    }
}

#[test]
fn the_template_says_the_default() {
    let text = render_policy();
    assert_eq!(message(&text), "sound");
    let active: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if is_setting(setting) => setting,
            _ => line,
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let file = PolicyFile::parse(Path::new("policy.toml"), active.clone());
    let policy = file
        .unwrap_or_else(|error| panic!("{error}:\n{active}"))
        .policy;
    assert_eq!(policy, Policy::default());
}

fn is_setting(line: &str) -> bool {
    line.split_once(" = ")
        .is_some_and(|(key, _)| !key.contains(' '))
}
