//! A place that cannot be written to, or must not be.
//!
//! The tests may run as root, who may write anywhere: so the way is barred by a file, not by permissions.

use crate::support::{Invoice, Sandbox, invoices};

fn sound() -> Sandbox {
    Sandbox::with_invoices(&invoices(12, |customer, month| Invoice {
        amount: 100.0 + customer as f64,
        days_late: Some((customer as i64 * 7 + month as i64 * 3) % 40 - 15),
    }))
}

#[test]
fn an_output_folder_under_a_file() {
    let sandbox = sound();
    for (line, out) in [
        (
            "run --as-of 2024-12-31 --out invoices.csv/out",
            "invoices.csv/out",
        ),
        (
            "run --as-of 2024-12-31 --out invoices.csv/deep/out",
            "invoices.csv/deep/out",
        ),
        (
            "backtest --train-until 2024-06-01 --out invoices.csv/out",
            "invoices.csv/out",
        ),
        ("generate --out invoices.csv/out", "invoices.csv/out"),
    ] {
        let ended = sandbox.fails_without_a_trace(line);
        let error = format!(
            "error: cannot write the folder `{out}`: `invoices.csv` is a file\n\
             hint: give a folder that can be made"
        );
        ended.failed(2, &error);
    }
}

#[test]
fn an_output_that_is_a_file() {
    let sandbox = sound();
    sandbox.write("out", "precious");
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    ended.failed(
        2,
        "error: cannot write the folder `out`: `out` is a file\n\
         hint: give a folder that can be made",
    );
}

#[test]
fn a_folder_of_someone_s_own() {
    let sandbox = sound();
    sandbox.write("out/thesis.txt", "years of work");
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out out");
    ended.failed(
        2,
        "error: `out` is not empty and was not made by arrears, so it is not replaced\n\
         hint: give a new or empty folder with `--out DIR`",
    );
}

#[test]
fn the_folder_of_the_ledger_itself() {
    let sandbox = sound();
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out .");
    ended.failed(
        2,
        "error: the results would replace `.`, which holds `arrears.toml`\n\
         hint: give a folder of its own with `--out DIR`",
    );
}

#[test]
fn results_of_another_kind() {
    let sandbox = sound();
    sandbox.with_earlier_results();
    let ended = sandbox.fails_without_a_trace("backtest --train-until 2024-06-01 --out out");
    ended.failed(
        2,
        "error: `out` holds the results of a run, so it is not replaced by the results of a backtest\n\
         hint: give another folder with `--out DIR`",
    );
}

#[test]
fn rejected_rows_under_a_file() {
    let sandbox = sound();
    let ended = sandbox.fails_without_a_trace("check --out invoices.csv/rejected.csv");
    ended.failed(
        2,
        "error: cannot write `invoices.csv/rejected.csv`: not a directory\n\
         hint: a part of the path is a file: name one in a folder",
    );
}

#[test]
fn a_file_in_a_folder_that_is_not_there() {
    let sandbox = sound();
    for line in [
        "check --out none/r.csv",
        "read invoices.csv --out none/r.csv",
    ] {
        sandbox.fails_without_a_trace(line).failed(
            2,
            "error: cannot write `none/r.csv`: there is no folder `none`\n\
             hint: make the folder first, or name a file in one that is there",
        );
    }
}

/// A disk that is full while the summary is printed.
#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_takes_nothing() {
    use std::process::{Command, Stdio};
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_arrears"));
    let output = command
        .arg("reference")
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.starts_with("error: cannot write to standard output: "),
        "{text}"
    );
}

/// A reader that has seen enough, such as `head`, is no failure.
#[cfg(unix)]
#[test]
fn standard_output_that_closes_early() {
    use std::process::{Command, Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_arrears"));
    let mut child = command
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), b"".as_slice())
    );
}

#[test]
fn a_single_file_never_replaces_an_input_or_something_else() {
    let sandbox = sound();
    sandbox.write("notes.txt", "mine");
    for out in ["invoices.csv", "arrears.toml", "notes.txt"] {
        let ended = sandbox.fails_without_a_trace(&format!("check --out {out}"));
        let error = format!(
            "error: `{out}` holds something else, which would be lost\n\
             hint: give another file with `--out FILE`"
        );
        ended.failed(2, &error);
    }
    sandbox
        .fails_without_a_trace("init invoices.csv --out ./invoices.csv --force")
        .failed(
            2,
            "error: the config would replace `invoices.csv`, which it is to be made from\n\
             hint: give another file with `--out FILE`",
        );
    sandbox
        .fails_without_a_trace("init invoices.csv --out notes.txt --force")
        .failed(
            2,
            "error: `notes.txt` holds something else than a config, which would be lost\n\
             hint: give another file with `--out FILE`",
        );
    sandbox
        .fails_without_a_trace("read invoices.csv --out arrears.toml")
        .failed(
            2,
            "error: `arrears.toml` is there already\n\
             hint: give another file with `--out FILE`, or replace it with `--force`",
        );
    sandbox.run("check --out r.csv").done();
    sandbox.run("check --out r.csv").done();
    sandbox.run("read invoices.csv --out t.csv").done();
    sandbox.run("read invoices.csv --out t.csv --force").done();
}

#[test]
fn rejected_rows_under_the_name_of_another_format() {
    let sandbox = sound();
    sandbox.fails_without_a_trace("check -o -").failed(
        2,
        "error: `-` is no file, and nothing of this is written to standard output\n\
         hint: name a file that ends in `.csv`: `--out rejected_rows.csv`",
    );
    for ending in ["xlsx", "parquet", "JSON"] {
        sandbox
            .fails_without_a_trace(&format!("check -o may.{ending}"))
            .failed(
                2,
                &format!(
                    "error: `may.{ending}` ends in `.{ending}`, but what is written is CSV\n\
                     hint: name a file that ends in `.csv`: `--out rejected_rows.csv`"
                ),
            );
    }
    let ended = sandbox.fails_without_a_trace("read invoices.csv -o table.xlsx");
    assert!(
        ended.stderr.contains("`--out table.csv`"),
        "{}",
        ended.stderr
    );
    sandbox.run("check -o may.txt").done();
    sandbox.run("check -o may").done();
}

#[cfg(unix)]
#[test]
fn a_socket_is_no_config() {
    let sandbox = sound();
    let _listener = std::os::unix::net::UnixListener::bind(sandbox.path("s.toml")).unwrap();
    let ended = sandbox.run("check -c s.toml");
    assert!(
        ended.stderr.contains("it is not a regular file"),
        "{ended:?}"
    );
    assert_eq!(ended.code, 1);
}

#[test]
fn a_registry_that_is_a_file() {
    let sandbox = sound();
    for line in ["train", "retrain"] {
        sandbox
            .fails_without_a_trace(&format!(
                "{line} --as-of 2024-12-31 --registry invoices.csv"
            ))
            .failed(
                2,
                "error: cannot write the folder `invoices.csv`: `invoices.csv` is a file\n\
                 hint: give a folder that can be made",
            );
    }
    for line in ["monitor --as-of 2024-12-31", "models list"] {
        let ended = sandbox.fails_without_a_trace(&format!("{line} --registry invoices.csv"));
        assert_eq!(ended.code, 1, "{ended:?}");
        let told = "there is no model registry in `invoices.csv`";
        assert!(ended.stderr.contains(told), "{ended:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_neither_a_policy_nor_a_registry() {
    let sandbox = sound();
    let ended = sandbox.fails_without_a_trace("policy --what-if /dev/null --as-of 2024-12-31");
    ended.failed(
        1,
        "error: cannot read `/dev/null`: it is not a regular file\n\
         hint: name a text file",
    );
    let ended = sandbox.fails_without_a_trace("train --as-of 2024-12-31 --registry /dev/null");
    ended.failed(
        2,
        "error: cannot write the folder `/dev/null`: `/dev/null` is a file\n\
         hint: give a folder that can be made",
    );
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_refused_before_the_work() {
    use std::os::unix::ffi::OsStrExt;
    let ended = std::process::Command::new(env!("CARGO_BIN_EXE_arrears"))
        .arg("run")
        .arg("--out")
        .arg(std::ffi::OsStr::from_bytes(b"\xff\xfe"))
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
}
