//! What a scheduler gets: log lines that programs read, and a command of the user's that is told how a job ended.

use serde_json::Value;

use crate::support::{CONFIG, Ended, Invoice, Sandbox, invoices};

fn ledger() -> Sandbox {
    Sandbox::with_invoices(&invoices(12, |customer, month| Invoice {
        amount: 100.0,
        days_late: (month < 23).then_some((customer as i64 * 7 + month as i64 * 3) % 40 - 15),
    }))
}

/// Every line of standard error as an object.
fn lines(ended: &Ended) -> Vec<Value> {
    let line = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
    ended.stderr.lines().map(line).collect()
}

fn with_message<'a>(lines: &'a [Value], message: &str) -> Vec<&'a Value> {
    let said = |line: &&Value| line["message"].as_str().unwrap().starts_with(message);
    lines.iter().filter(said).collect()
}

#[test]
fn a_log_in_json_has_the_stages_and_one_line_of_summary() {
    let sandbox = ledger();
    let line = "train --as-of 2024-12-31 --registry models --log-format json --quiet";
    let ended = sandbox.run(line);
    let lines = lines(&ended);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{ended:?}");
    let read = with_message(&lines, "done: reading the ledger");
    assert_eq!((read.len(), &read[0]["stage"]), (1, &"read".into()));
    assert!(read[0]["seconds"].as_f64() >= Some(0.0), "{}", read[0]);
    let finished = with_message(&lines, "finished");
    assert_eq!(finished.len(), 1, "{ended:?}");
    let last = finished[0];
    for (key, value) in [
        ("command", Value::from("train")),
        ("exit_code", 0.into()),
        ("as_of", "2024-12-31".into()),
        ("n_invoices", 288.into()),
        ("n_rejected", 0.into()),
        ("level", "INFO".into()),
    ] {
        assert_eq!(last[key], value, "{key}: {last}");
    }
    assert!(
        last["model_id"]
            .as_str()
            .unwrap()
            .starts_with("2024-12-31-")
    );
}

#[test]
fn an_error_is_a_line_of_the_log_too() {
    let ended = Sandbox::new().run("check --log-format json --log-level error");
    let lines = lines(&ended);
    assert_eq!((ended.code, lines.len()), (1, 1), "{ended:?}");
    assert_eq!(
        lines[0]["message"],
        "there is no config file `arrears.toml`"
    );
    assert_eq!(
        (&lines[0]["exit_code"], &lines[0]["level"]),
        (&1.into(), &"ERROR".into())
    );
    assert!(lines[0]["hint"].is_string());
}

#[test]
fn what_is_typed_goes_before_the_environment_and_without_either_nothing_is_logged() {
    let sandbox = ledger();
    let logged =
        |line: &str, environment: &[(&str, &str)]| sandbox.run_with(line, environment).stderr;
    assert_eq!(logged("check --quiet", &[]), "");
    let info = [("ARREARS_LOG", "info")];
    let text = logged("check --quiet", &info);
    assert!(
        text.contains("done: reading the ledger") && text.contains("finished"),
        "{text}"
    );
    assert_eq!(logged("check --quiet --log-level error", &info), "");
    let text = logged(
        "check --quiet --log-level info",
        &[("ARREARS_LOG", "error")],
    );
    assert!(
        text.contains("finished command=\"check\" exit_code=0"),
        "{text}"
    );
}

#[test]
fn a_month_has_a_folder_of_its_own_and_is_not_made_twice() {
    let sandbox = ledger();
    let line = "run --as-of 2024-12-31 --out runs/{month} --resume";
    sandbox.run(line).done();
    let first = sandbox.tree();
    assert!(sandbox.path("runs/2024-12/report.html").exists());
    let told = sandbox.run(line).done();
    assert!(told.contains("the results are there already"), "{told}");
    assert_eq!(sandbox.tree(), first, "not even the times of the manifest");
    let summary: Value =
        serde_json::from_str(&sandbox.run(&format!("{line} --json")).done()).unwrap();
    assert_eq!(summary["already_there"], true);
    let manifest = |sandbox: &Sandbox| sandbox.read("runs/2024-12/manifest.json");
    // A file less, another setting, another export: each is made anew.
    std::fs::remove_file(sandbox.path("runs/2024-12/metrics.json")).unwrap();
    sandbox.run(line).done();
    assert!(sandbox.path("runs/2024-12/metrics.json").exists());
    let before = manifest(&sandbox);
    sandbox.run(&format!("{line} --seed 2")).done();
    assert_ne!(manifest(&sandbox), before);
    let before = manifest(&sandbox);
    let export = sandbox.read("invoices.csv").replacen("100.00", "101.00", 1);
    sandbox.write("invoices.csv", &export);
    sandbox.run(&format!("{line} --seed 2")).done();
    assert_ne!(manifest(&sandbox), before);
    let first = sandbox.read("runs/2024-12/manifest.json");
    let from_elsewhere = format!("{line} --seed 2 -c ../arrears.toml").replace("runs/", "../runs/");
    sandbox.run_in("runs", &from_elsewhere).done();
    assert_eq!(manifest(&sandbox), first, "another working directory");
    let ended = sandbox.fails_without_a_trace("run --as-of 2024-12-31 --out runs/{moth}");
    assert!(
        ended.code == 2 && ended.stderr.contains("`{moth}` in the folder"),
        "{ended:?}"
    );
}

/// Whoever reads the log, the job is done: a reader that has seen enough and a disk that is full change nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_does_not_end_the_job() {
    use std::process::{Command, Stdio};
    let sandbox = ledger();
    let job = |line: &str, stderr: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arrears"));
        command.current_dir(sandbox.path(""));
        command.args(line.split_whitespace()).stderr(stderr);
        let status = command.stdout(Stdio::null()).status().unwrap();
        status.code()
    };
    let full = || {
        let file = std::fs::OpenOptions::new().write(true).open("/dev/full");
        Stdio::from(file.unwrap())
    };
    let closed = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        Stdio::from(writer)
    };
    for stderr in [full, closed] {
        for log in ["--log-format json", "--log-level debug"] {
            assert_eq!(job(&format!("check {log}"), stderr()), Some(0), "{log}");
        }
        let failing = "check -c none.toml";
        assert_eq!(job(failing, stderr()), Some(1), "an error");
        assert_eq!(job("check --no-such-flag", stderr()), Some(2), "usage");
    }
}

#[cfg(unix)]
mod told {
    use super::*;

    const TRAIN: &str = "train --as-of 2024-12-31 --registry models";

    fn telling(notify: &str) -> Sandbox {
        let sandbox = ledger();
        sandbox.write("arrears.toml", &format!("{CONFIG}[notify]\n{notify}\n"));
        sandbox
    }

    fn message(sandbox: &Sandbox) -> Value {
        serde_json::from_str(&sandbox.read("told")).unwrap()
    }

    const KEEP: &str = "command = [\"sh\", \"-c\", \"cat > told\"]";

    #[test]
    fn the_summary_is_on_its_standard_input() {
        let sandbox = telling(&format!("{KEEP}\non = [\"success\"]"));
        let told = sandbox.run(&format!("{TRAIN} --json")).done();
        let message = message(&sandbox);
        assert_eq!(
            (&message["command"], &message["ending"]),
            (&"train".into(), &"success".into())
        );
        assert_eq!(
            message["summary"],
            serde_json::from_str::<Value>(&told).unwrap()
        );
        assert_eq!(
            (&message["exit_code"], &message["error"]),
            (&0.into(), &Value::Null)
        );
    }

    #[test]
    fn failures_are_told_and_successes_are_not_unless_asked_for() {
        let sandbox = telling(KEEP);
        sandbox.run(TRAIN).done();
        assert!(!sandbox.path("told").exists());
        let ended = sandbox.run("predict --as-of 2024-12-31 --registry none --out out --quiet");
        assert_eq!(ended.code, 1, "{ended:?}");
        let message = message(&sandbox);
        assert_eq!(
            (&message["ending"], &message["exit_code"]),
            (&"failure".into(), &1.into())
        );
        let error = message["error"].as_str().unwrap();
        assert!(
            ended.stderr.starts_with(&format!("error: {error}")),
            "{ended:?}"
        );
    }

    #[test]
    fn a_refusal_is_told_as_one() {
        let sandbox = telling(KEEP);
        sandbox.run(TRAIN).done();
        // Nothing is known that the champion does not know.
        let ended = sandbox.run("retrain --as-of 2025-01-15 --registry models");
        assert_eq!(ended.code, 3, "{ended:?}");
        assert_eq!(message(&sandbox)["ending"], "refusal");
    }

    #[test]
    fn whatever_it_does_the_job_ended_as_it_did() {
        for (command, why) in [
            (
                "[\"./not-there\"]",
                "`./not-there` of `[notify] command` could not be told: ",
            ),
            (
                "[\"sh\", \"-c\", \"echo no >&2; exit 7\"]",
                "it ended with exit status: 7 (no)",
            ),
            ("[\"sleep\", \"60\"]", "it was stopped after 1 seconds"),
        ] {
            let sandbox = telling(&format!(
                "command = {command}\non = [\"success\"]\ntimeout_seconds = 1"
            ));
            let ended = sandbox.run(TRAIN);
            assert_eq!(ended.code, 0, "{ended:?}");
            assert!(ended.stderr.starts_with("warning: `"), "{ended:?}");
            assert!(ended.stderr.contains(why), "{ended:?}");
            assert!(sandbox.path("models").is_dir());
        }
    }

    #[test]
    fn that_nobody_could_be_told_is_told_with_quiet_too_and_on_one_line() {
        let sandbox = telling(
            "command = [\"sh\", \"-c\", \"printf 'no\\\\n\\\\nerror: forged' >&2; exit 7\"]\non = [\"success\"]",
        );
        let ended = sandbox.run(&format!("{TRAIN} --quiet"));
        assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{ended:?}");
        let warning = "it ended with exit status: 7 (no\\n\\nerror: forged)\n";
        assert!(ended.stderr.ends_with(warning), "{ended:?}");
        assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_it_started_is_stopped_with_it() {
        let sandbox = telling(
            "command = [\"sh\", \"-c\", \"sleep 60 & echo $! > child; wait\"]\non = [\"success\"]\ntimeout_seconds = 1",
        );
        let ended = sandbox.run(TRAIN);
        assert!(ended.stderr.contains("it was stopped after"), "{ended:?}");
        let state = format!("/proc/{}/stat", sandbox.read("child").trim());
        // Gone, or dead and not yet noticed by whoever inherits it.
        let is_over = || std::fs::read_to_string(&state).map_or(true, |stat| stat.contains(") Z "));
        let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while !is_over() && std::time::Instant::now() < until {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert!(is_over(), "{state}");
    }

    #[test]
    fn a_program_by_its_path_stands_beside_the_config_and_secrets_stay_out_of_the_manifest() {
        let sandbox = Sandbox::new();
        sandbox
            .write(
                "books/invoices.csv",
                &invoices(12, |_, month| Invoice {
                    amount: 100.0,
                    days_late: (month < 23).then_some(month as i64 % 7 - 3),
                }),
            )
            .write(
                "books/arrears.toml",
                &format!(
                    "{CONFIG}[notify]\ncommand = [\"./tell\", \"s3cret\"]\non = [\"success\"]\n"
                ),
            )
            .write("books/tell", "#!/bin/sh\necho \"$1\" > told\n");
        use std::os::unix::fs::PermissionsExt;
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(sandbox.path("books/tell"), executable).unwrap();
        let ended = sandbox
            .run("forecast -c books/arrears.toml --as-of 2024-12-31 --registry none --out out");
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
        assert_eq!(sandbox.read("books/told"), "s3cret\n");
        assert!(!sandbox.read("out/manifest.json").contains("s3cret"));
    }
}
