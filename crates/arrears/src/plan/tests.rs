//! Plans merged from flags, config and defaults.

use std::path::Path;

use super::*;

const INVOICES: &str = "[ledger.invoices]\npath = \"data/invoices.csv\"\n";

fn file(text: &str) -> ConfigFile {
    ConfigFile::parse(Path::new("books/arrears.toml"), format!("{text}{INVOICES}")).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn run(text: &str, typed: Typed) -> Result<RunPlan, Error> {
    RunPlan::new(file(text), &typed, day("2025-06-30"))
}

#[test]
fn what_was_typed_wins_over_the_config_and_the_config_over_the_default() {
    let plan = run("", Typed::default()).unwrap();
    assert_eq!(
        (plan.settings.config.seed, plan.settings.config.threads),
        (1, 0)
    );
    assert_eq!(plan.out, Path::new("books/arrears-out"));
    assert_eq!(
        plan.registry_in_place(),
        Path::new("books/arrears-out/registry")
    );

    let text =
        "seed = 5\nthreads = 2\n[output]\ndir = \"results\"\n[registry]\npath = \"../models\"\n";
    let plan = run(text, Typed::default()).unwrap();
    assert_eq!(
        (plan.settings.config.seed, plan.settings.config.threads),
        (5, 2)
    );
    assert_eq!(plan.out, Path::new("books/results"));
    assert_eq!(plan.registry_in_place(), Path::new("books/../models"));

    let typed = Typed {
        out: Some("o".into()),
        registry: Some("r".into()),
        previous: None,
        seed: Some(9),
        threads: Some(3),
        language: Some(Language::Nl),
        resume: false,
    };
    let plan = run(text, typed).unwrap();
    assert_eq!(
        (plan.settings.config.seed, plan.settings.config.threads),
        (9, 3)
    );
    assert_eq!(
        (plan.out.as_path(), plan.registry_in_place().as_path()),
        (Path::new("o"), Path::new("r"))
    );
}

#[test]
fn only_what_can_change_a_result_changes_the_hash() {
    let hash = |text: &str| run(text, Typed::default()).unwrap().settings.config_sha256;
    let plain = hash("");
    assert_eq!(
        plain,
        hash("threads = 4\n[output]\ndir = \"elsewhere\"\n[registry]\npath = \"m\"\n")
    );
    assert_eq!(plain, hash("# a comment\nseed = 1\n"));
    assert_ne!(plain, hash("seed = 2\n"));
    assert_ne!(plain, hash("[definitions]\ngrace_days = 3\n"));
    let typed = Typed {
        seed: Some(2),
        ..Typed::default()
    };
    assert_eq!(
        run("", typed).unwrap().settings.config_sha256,
        hash("seed = 2\n")
    );
}

#[test]
fn a_config_without_invoices_is_no_ledger() {
    let file = ConfigFile::parse(Path::new("arrears.toml"), String::new()).unwrap();
    let error = RunPlan::new(file, &Typed::default(), day("2025-06-30")).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`[ledger.invoices]` with a `path` is the one section"),
        "{error}"
    );
}

#[test]
fn results_never_replace_their_own_input() {
    let out = |out: &str| {
        run(
            "",
            Typed {
                out: Some(out.into()),
                ..Typed::default()
            },
        )
    };
    for holding in ["books", "books/data", ".", "books/../books", "/"] {
        let error = out(holding).unwrap_err();
        assert!(
            error.to_string().starts_with(&format!(
                "the results would replace `{holding}`, which holds "
            )),
            "{error}"
        );
    }
    for apart in ["books/out", "books2", "books/data2"] {
        assert!(out(apart).is_ok(), "{apart}");
    }
    let typed = Typed {
        out: Some("r".into()),
        registry: Some("r/registry".into()),
        ..Typed::default()
    };
    assert!(run("", typed).is_err());
    let globbed = "[ledger.invoices]\npath = \"export/*/open-*.csv\"\n";
    let globbed = ConfigFile::parse(Path::new("arrears.toml"), globbed.into()).unwrap();
    let typed = Typed {
        out: Some("export".into()),
        ..Typed::default()
    };
    assert!(RunPlan::new(globbed, &typed, day("2025-06-30")).is_err());
}

#[test]
fn a_backtest_goes_beside_the_runs_and_ends_after_it_begins() {
    let plan = |until: Option<&str>| {
        BacktestPlan::new(
            file(""),
            &Typed::default(),
            day("2025-01-01"),
            until.map(day),
            Retraining::Never,
        )
    };
    assert_eq!(
        plan(None).unwrap().out,
        Path::new("books/arrears-out-backtest")
    );
    assert!(plan(Some("2025-01-01")).is_ok());
    let error = plan(Some("2024-12-31")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`--test-until 2024-12-31` lies before `--train-until 2025-01-01`"
    );
}

#[test]
fn a_scorecard_goes_beside_the_runs() {
    let plan = ScorecardPlan::new(file(""), &Typed::default(), day("2025-01-01")).unwrap();
    assert_eq!(plan.out, Path::new("books/arrears-out-scorecard"));
}

#[test]
fn trained_models_stand_beside_the_config() {
    let plan = TrainPlan::new(file(""), &Typed::default(), day("2025-06-30"), false).unwrap();
    assert_eq!(plan.registry, Path::new("books/registry"));
}

#[test]
fn what_is_written_beside_the_rejected_rows_is_named_after_them() {
    let written = |out: Option<&str>| {
        let typed = Typed {
            out: out.map(Into::into),
            ..Typed::default()
        };
        let plan = CheckPlan::new(file(""), &typed, None).unwrap();
        (
            plan.rejected_rows.display().to_string(),
            plan.control_totals.display().to_string(),
        )
    };
    for (out, rejected, totals) in [
        (None, "books/rejected_rows.csv", "books/control_totals.csv"),
        (
            Some("o/rejected_rows.csv"),
            "o/rejected_rows.csv",
            "o/control_totals.csv",
        ),
        (Some("o/may.csv"), "o/may.csv", "o/may-control_totals.csv"),
        (
            Some("may-rejected_rows.csv"),
            "may-rejected_rows.csv",
            "may-control_totals.csv",
        ),
    ] {
        assert_eq!(
            written(out),
            (rejected.to_owned(), totals.to_owned()),
            "{out:?}"
        );
    }
}
