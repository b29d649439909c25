//! Payments found again in bank statements: a generated ledger, its payments told by a bank as people write them,
//! matched, and compared with the truth.
//!
//! ```console
//! cargo test --release -p arrears --test it bank -- --nocapture
//! ```

mod truth;
mod write;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use arrears::plan::Settings;
use arrears::{CheckPlan, ConfigFile, Day, RunPlan, Silent, Typed, check, job};
use arrears_ledger::{
    BankMatch, BankStatus, DEFAULT_MIN_CONFIDENCE, Ledger, LedgerConfig, MatchMethod, read,
};
use arrears_synth::{CsvStyle, GenerateParams, generate, to_csv};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use truth::{Numbers, Transfer, customers, transfers};
use write::{camt, mt940, tell};

/// The truth of each entry, by file and line.
type Truth = HashMap<(String, u64), Transfer>;

/// Writes a ledger without payments and the statements that tell of them; gives the truth.
fn write_ledger(
    dir: &Path,
    seed: u64,
    n_invoices: usize,
    n_customers: usize,
    numbers: Numbers,
) -> Truth {
    let mut population = generate(&GenerateParams::new(n_invoices, n_customers, seed)).unwrap();
    numbers.apply(&mut population);
    for table in &population.tables[..2] {
        std::fs::write(
            dir.join(format!("{}.csv", table.name)),
            to_csv(table, CsvStyle::Iso),
        )
        .unwrap();
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let customers = customers(&population, &mut random);
    let transfers = transfers(&population, &customers, &mut random);
    let mut months: BTreeMap<(i32, u32), Vec<&Transfer>> = BTreeMap::new();
    for transfer in &transfers {
        months
            .entry((transfer.day.year(), transfer.day.month()))
            .or_default()
            .push(transfer);
    }
    let (mut truth, mut balance) = (Truth::new(), 1_000_000);
    for (number, ((year, month), transfers)) in months.into_iter().enumerate() {
        let days = (
            Day::from_ymd(year, month, 1).unwrap(),
            transfers.last().unwrap().day,
        );
        let told: Vec<_> = transfers
            .iter()
            .map(|transfer| (*transfer, tell(transfer, &customers, &mut random)))
            .collect();
        let is_camt = number % 2 == 0;
        let name = format!(
            "bank-{year}-{month:02}.{}",
            if is_camt { "xml" } else { "sta" }
        );
        for (at, transfer) in transfers.iter().enumerate() {
            let line = if is_camt { 4 + at } else { 5 + 2 * at };
            truth.insert((name.clone(), line as u64), (*transfer).clone());
        }
        let text = if is_camt {
            camt(number, balance, days, &told)
        } else {
            mt940(number, balance, days, &told)
        };
        std::fs::write(dir.join(name), text).unwrap();
        balance += transfers
            .iter()
            .map(|transfer| transfer.cents())
            .sum::<i64>();
    }
    truth
}

fn matched(
    seed: u64,
    n_invoices: usize,
    n_customers: usize,
    numbers: Numbers,
    min_confidence: f64,
) -> (Ledger, Truth) {
    let dir = tempfile::tempdir().unwrap();
    let truth = write_ledger(dir.path(), seed, n_invoices, n_customers, numbers);
    let config = format!(
        "[invoices]\npath = \"invoices.csv\"\n[customers]\npath = \"customers.csv\"\n[payments]\npath = \"bank-*\"\nmin_confidence = {min_confidence}\n"
    );
    let config: LedgerConfig = toml::from_str(&config).unwrap();
    (read(&config, dir.path()).unwrap(), truth)
}

/// Whether nothing of a match is false: each part is one that was paid, and the rest is that customer's.
fn is_right(found: &BankMatch, truth: &Transfer, customers: &HashMap<String, usize>) -> bool {
    let paid = |id: &str| {
        truth
            .parts
            .iter()
            .filter(|(own, _)| own == id)
            .map(|(_, cents)| cents)
            .sum::<i64>()
    };
    let parts_are = found
        .invoices
        .iter()
        .all(|(id, cents)| cents.signum() == paid(id).signum() && cents.abs() <= paid(id).abs());
    let rest_is = found.unallocated_cents == 0
        || found
            .customer_id
            .as_ref()
            .and_then(|id| customers.get(id))
            .copied()
            == truth.customer;
    parts_are && rest_is && truth.customer.is_some()
}

/// Matches and how many of them are right.
#[derive(Default, Clone, Copy)]
struct Score {
    n: usize,
    n_right: usize,
}

impl Score {
    fn add(&mut self, is_right: bool) {
        self.n += 1;
        self.n_right += usize::from(is_right);
    }

    fn precision(self) -> f64 {
        self.n_right as f64 / self.n as f64
    }
}

impl Figures {
    /// Share of the cents of payments that stand on the right invoices.
    fn recall(&self) -> f64 {
        self.cents_right as f64 / self.cents as f64
    }
}

/// Figures over all ledgers.
#[derive(Default)]
struct Figures {
    all: Score,
    by_method: BTreeMap<(MatchMethod, String), Score>,
    n_payments: usize,
    n_others: usize,
    n_others_booked: usize,
    cents: i64,
    cents_right: i64,
}

fn add_figures(ledger: &Ledger, truth: &Truth, figures: &mut Figures) {
    let ids = ledger
        .customers
        .column("customer_id")
        .unwrap()
        .str()
        .unwrap()
        .clone();
    let customers: HashMap<String, usize> = ids
        .iter()
        .enumerate()
        .map(|(at, id)| (id.unwrap().to_owned(), at))
        .collect();
    for found in &ledger.bank_matches {
        let transfer = &truth[&(found.file.clone(), found.line)];
        assert_eq!(
            found.cents,
            Some(transfer.cents()),
            "line {} of {}",
            found.line,
            found.file
        );
        let is_payment = transfer.customer.is_some();
        figures.n_payments += usize::from(is_payment);
        figures.n_others += usize::from(!is_payment);
        figures.cents += transfer
            .parts
            .iter()
            .map(|(_, cents)| cents.abs())
            .sum::<i64>();
        if found.status != BankStatus::Matched {
            continue;
        }
        figures.n_others_booked += usize::from(!is_payment);
        let right = is_right(found, transfer, &customers);
        let band = format!("{:.2}", found.confidence.unwrap());
        figures.all.add(right);
        figures
            .by_method
            .entry((found.method.unwrap(), band))
            .or_default()
            .add(right);
        if right {
            figures.cents_right += found
                .invoices
                .iter()
                .map(|(_, cents)| cents.abs())
                .sum::<i64>();
        }
    }
}

fn table(figures: &Figures) -> String {
    let mut out =
        "| method | confidence | matches | right | share |\n| --- | --- | --- | --- | --- |\n"
            .to_owned();
    for ((method, confidence), score) in &figures.by_method {
        out.push_str(&format!(
            "| `{}` | {confidence} | {} | {} | {:.4} |\n",
            method.name(),
            score.n,
            score.n_right,
            score.precision()
        ));
    }
    let n = figures.n_payments;
    out.push_str(&format!(
        "\nPayments {n}, matched {} ({:.4}), right {:.4}; cents on the right invoices {:.4}; other entries {}, booked {}.\n",
        figures.all.n,
        (figures.all.n - figures.n_others_booked) as f64 / n as f64,
        figures.all.precision(),
        figures.recall(),
        figures.n_others,
        figures.n_others_booked,
    ));
    out
}

/// Ledgers of different density, and numbers of invoices with letters and marks or without.
const LEDGERS: [(u64, usize, usize, Numbers); 3] = [
    (1, 6_000, 300, Numbers::Plain),
    (2, 6_000, 1_500, Numbers::Plain),
    (3, 6_000, 900, Numbers::Marked),
];

#[test]
#[expect(
    clippy::print_stderr,
    reason = "the figures of the docs come from here"
)]
fn bank_matches_are_as_sure_as_they_say() {
    let asked = std::env::var("ARREARS_MIN_CONFIDENCE").ok();
    let least = asked
        .and_then(|text| text.parse().ok())
        .unwrap_or(DEFAULT_MIN_CONFIDENCE);
    let mut all = Figures::default();
    for (seed, n_invoices, n_customers, numbers) in LEDGERS {
        let (ledger, truth) = matched(seed, n_invoices, n_customers, numbers, least);
        assert_eq!(
            ledger.bank_matches.len(),
            truth.len(),
            "every entry is told"
        );
        add_figures(&ledger, &truth, &mut all);
    }
    eprintln!("{}", table(&all));
    if least < DEFAULT_MIN_CONFIDENCE {
        return;
    }
    assert!(all.all.precision() >= 0.99, "{}", all.all.precision());
    for ((method, confidence), score) in &all.by_method {
        // Of few matches a share says little.
        let is_enough = score.n >= 100;
        let promised: f64 = confidence.parse().unwrap();
        assert!(
            !is_enough || score.precision() >= promised - 0.01,
            "{method:?} {confidence}: {}",
            score.precision()
        );
    }
    assert!(all.recall() >= 0.9, "{}", all.recall());
}

#[test]
fn check_and_run_tell_of_every_entry() {
    let dir = tempfile::tempdir().unwrap();
    let truth = write_ledger(dir.path(), 4, 1_500, 80, Numbers::Plain);
    let config = dir.path().join("arrears.toml");
    let text = "[ledger.invoices]\npath = \"invoices.csv\"\n[ledger.customers]\npath = \"customers.csv\"\n[ledger.payments]\npath = \"bank-*\"\n";
    std::fs::write(&config, text).unwrap();
    let load = || ConfigFile::load(&config).unwrap();
    let plan = CheckPlan::new(load(), &Typed::default(), None).unwrap();
    let summary = check::check(&plan, &Silent).unwrap();
    assert_eq!(summary.refused, None, "what is unmatched is no fault");
    let bank = summary.bank.unwrap();
    assert_eq!(bank.summary.n_entries, truth.len());
    let told: usize = bank.summary.by_status.values().map(|(n, _)| n).sum();
    let cents: i64 = bank
        .summary
        .by_status
        .values()
        .map(|(_, cents)| cents)
        .sum();
    assert_eq!(told, truth.len());
    assert_eq!(
        cents,
        truth.values().map(Transfer::cents).sum::<i64>(),
        "no cent is lost"
    );
    let checked = std::fs::read(dir.path().join("bank_matches.csv")).unwrap();
    let run = RunPlan {
        settings: Settings::new(load(), &Typed::default()).unwrap(),
        as_of: Day::from_ymd(2025, 6, 30).unwrap(),
        out: dir.path().join("run"),
        registry: None,
        previous: None,
        resume: false,
    };
    job::run(&run, &Silent).unwrap();
    assert!(checked == std::fs::read(run.out.join("bank_matches.csv")).unwrap());
}
