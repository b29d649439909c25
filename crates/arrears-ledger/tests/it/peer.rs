//! A million invoices, kept outside the repository: `ARREARS_PEER_DIR` names the folder, else nothing is tested.

use std::path::PathBuf;
use std::time::Instant;

use arrears_ledger::{LedgerConfig, Table, TableConfig, read};

#[test]
fn a_million_invoices_are_read_and_checked_in_seconds() {
    let Some(dir) = std::env::var_os("ARREARS_PEER_DIR").map(PathBuf::from) else {
        return;
    };
    let mut config = LedgerConfig::default();
    for table in [
        Table::Customers,
        Table::Invoices,
        Table::Payments,
        Table::Reminders,
        Table::Disputes,
    ] {
        let csv = dir.join(format!("{table}.csv")).exists();
        config.set_table(
            table,
            TableConfig::at(format!("{table}.{}", if csv { "csv" } else { "parquet" })),
        );
    }
    for _ in 0..3 {
        let start = Instant::now();
        let ledger = read(&config, &dir).expect("readable");
        let seconds = start.elapsed().as_secs_f64();
        let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = peak
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap_or_default()
            .to_owned();
        #[expect(clippy::print_stderr, reason = "the figure is what this run is for")]
        {
            eprintln!("{} rows in {seconds:.2} s, {peak}", ledger.n_read());
        }
        assert_eq!(ledger.rejected.len(), 0);
        assert!(seconds < 30.0);
    }
}
