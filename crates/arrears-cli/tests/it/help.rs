//! Help texts and mistyped commands.

use crate::support::Sandbox;

#[test]
fn help_of_the_whole() {
    insta::assert_snapshot!(Sandbox::new().run("--help").done());
}

#[test]
fn help_of_run() {
    insta::assert_snapshot!(Sandbox::new().run("run --help").done());
}

#[test]
fn the_version_is_the_package_s() {
    assert_eq!(
        Sandbox::new().run("--version").done(),
        format!("arrears {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// A mistyped command ends with 2, prints nothing on standard output, and says what was wrong.
#[test]
fn mistyped() {
    let cases = [
        ("", "Usage: arrears"),
        ("rum", "a similar subcommand exists: 'run'"),
        ("run", "--as-of <DATE>"),
        (
            "run --as-of 2025-02-30",
            "`2025-02-30` is not a day written as YYYY-MM-DD",
        ),
        (
            "run --as-of 31-12-2025",
            "`31-12-2025` is not a day written as YYYY-MM-DD",
        ),
        (
            "run --as-off 2025-01-31",
            "a similar argument exists: '--as-of'",
        ),
        (
            "run --as-of 2025-01-31 --threads many",
            "invalid digit found in string",
        ),
        (
            "run --as-of 2025-01-31 --threads 1025",
            "1025 is not in 0..=1024",
        ),
        (
            "run --as-of 2025-01-31 --lang de",
            "[possible values: en, nl, fr]",
        ),
        ("generate", "--out <DIR>"),
        (
            "generate --out x --format xls",
            "[possible values: csv, parquet]",
        ),
        ("init", "<FILE>..."),
        ("models", "Usage: arrears models"),
        (
            "completions ksh",
            "[possible values: bash, elvish, fish, powershell, zsh]",
        ),
    ];
    for (line, expected) in cases {
        let ended = Sandbox::new().fails_without_a_trace(line);
        assert_eq!(ended.code, 2, "{line}: {ended:?}");
        assert_eq!(ended.stdout, "", "{line}");
        assert!(ended.stderr.contains(expected), "{line}: {}", ended.stderr);
    }
}

#[test]
fn contradicting_flags() {
    let sandbox = Sandbox::with_invoices("");
    sandbox
        .run("generate --out x --format parquet --dutch")
        .failed(
            2,
            "error: `--dutch` is a way of writing CSV, and `--format parquet` was asked for\n\
         hint: leave one of the two out",
        );
    sandbox
        .run("backtest --train-until 2025-02-01 --test-until 2025-01-31")
        .failed(
            2,
            "error: `--test-until 2025-01-31` lies before `--train-until 2025-02-01`\n\
         hint: the test runs from the day training ends, up to and including `--test-until`",
        );
}

#[test]
fn completions_for_every_shell() {
    for (shell, mark) in [
        ("bash", "complete -F _arrears"),
        ("zsh", "#compdef arrears"),
        ("fish", "complete -c arrears"),
        ("elvish", "edit:completion:arg-completer[arrears]"),
        (
            "powershell",
            "Register-ArgumentCompleter -Native -CommandName 'arrears'",
        ),
    ] {
        let script = Sandbox::new().run(&format!("completions {shell}")).done();
        assert!(script.contains(mark), "{shell}");
        assert!(script.contains("backtest"), "{shell}");
    }
}
