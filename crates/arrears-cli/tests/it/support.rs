//! A folder of its own for every test, and the one place that starts the command.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with files, in which commands run. Messages name files as they were typed, so they hold no path of
/// the machine.
pub struct Sandbox {
    dir: tempfile::TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Sandbox {
    pub fn new() -> Sandbox {
        Sandbox {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// A sandbox with `arrears.toml` on `invoices.csv`, and these invoices.
    pub fn with_invoices(csv: &str) -> Sandbox {
        let sandbox = Sandbox::new();
        sandbox
            .write("arrears.toml", CONFIG)
            .write("invoices.csv", csv);
        sandbox
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> &Sandbox {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs `arrears` with the words of `line`.
    pub fn run(&self, line: &str) -> Ended {
        self.run_with(line, &[])
    }

    /// Runs `arrears` with the words of `line` and further environment.
    pub fn run_with(&self, line: &str, environment: &[(&str, &str)]) -> Ended {
        self.started("", line, environment)
    }

    /// Runs `arrears` with the words of `line` in a folder of the sandbox.
    pub fn run_in(&self, folder: &str, line: &str) -> Ended {
        self.started(folder, line, &[])
    }

    fn started(&self, folder: &str, line: &str, environment: &[(&str, &str)]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arrears"));
        command
            .current_dir(self.path(folder))
            .args(line.split_whitespace());
        command
            .env_remove("POLARS_MAX_THREADS")
            .env_remove("ARREARS_LOG")
            .env_remove("RUST_BACKTRACE");
        command.envs(environment.iter().copied());
        let output = command.output().unwrap();
        Ended {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Every file below the sandbox with its bytes.
    pub fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.dir.path(), self.dir.path(), &mut files);
        files
    }

    /// The results of an earlier run in `out`, which a failing command must leave alone.
    pub fn with_earlier_results(&self) -> &Sandbox {
        self.write(
            "out/manifest.json",
            "{\"made_by\": \"arrears\", \"kind\": \"run\", \"outputs\": []}\n",
        )
        .write("out/report.html", "<p>last month</p>\n")
    }

    /// Runs a command that must fail, and checks that it changed nothing at all.
    pub fn fails_without_a_trace(&self, line: &str) -> Ended {
        let before = self.tree();
        let ended = self.run(line);
        assert_ne!(ended.code, 0, "{line}: {ended:?}");
        assert_eq!(names(&self.tree()), names(&before), "{line}: {ended:?}");
        assert_eq!(self.tree(), before, "{line}");
        ended
    }
}

impl Ended {
    /// Asserts a success, and gives what was printed.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }

    /// Asserts a failure by its exit code and its whole text on standard error.
    #[track_caller]
    pub fn failed(self, code: i32, error: &str) -> Ended {
        assert_eq!(self.stderr.trim_end(), error, "{self:?}");
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

pub fn names(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<&Path> {
    files.keys().map(PathBuf::as_path).collect()
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(
                path.strip_prefix(root).unwrap().to_path_buf(),
                fs::read(&path).unwrap(),
            );
        }
    }
}

/// The smallest config there is.
pub const CONFIG: &str = "[ledger.invoices]\npath = \"invoices.csv\"\n";

/// The header of [`invoices`].
pub const HEADER: &str = "invoice_id,customer_id,invoice_date,due_date,amount,paid_date\n";

/// One invoice.
pub struct Invoice {
    pub amount: f64,
    /// Days from the due date to payment; `None` is open.
    pub days_late: Option<i64>,
}

/// Two years of invoices: of every customer one a month on the fifth, due after thirty days. `make` gets the
/// customer and the month, 0 to 23 from January 2023.
pub fn invoices(n_customers: usize, make: impl Fn(usize, usize) -> Invoice) -> String {
    let mut text = String::from(HEADER);
    for customer in 0..n_customers {
        for month in 0..24 {
            let invoice = make(customer, month);
            let issued = day_number(2023 + month as i64 / 12, month as i64 % 12 + 1, 5);
            let due = issued + 30;
            let paid = invoice
                .days_late
                .map(|days| iso(due + days))
                .unwrap_or_default();
            let (number, amount) = (customer * 100 + month, invoice.amount);
            let (issued, due) = (iso(issued), iso(due));
            writeln!(
                text,
                "F{number:05},C{customer:03},{issued},{due},{amount:.2},{paid}"
            )
            .unwrap();
        }
    }
    text
}

/// Days since 1970-01-01 (Fliegel and van Flandern, doi:10.1145/364096.364097).
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let a = (month - 14) / 12;
    day - 32_075 + 1461 * (year + 4800 + a) / 4 + 367 * (month - 2 - a * 12) / 12
        - 3 * ((year + 4900 + a) / 100) / 4
        - 2_440_588
}

/// The same, backwards.
fn iso(day: i64) -> String {
    let l = day + 2_440_588 + 68_569;
    let n = 4 * l / 146_097;
    let l = l - (146_097 * n + 3) / 4;
    let i = 4000 * (l + 1) / 1_461_001;
    let l = l - 1461 * i / 4 + 31;
    let j = 80 * l / 2447;
    let (day, l) = (l - 2447 * j / 80, j / 11);
    format!(
        "{:04}-{:02}-{day:02}",
        100 * (n - 49) + i + l,
        j + 2 - 12 * l
    )
}
