//! What is said of a ledger as a whole, on generated ledgers: nothing is told where nothing is wrong, and the control
//! totals are what the book of the features has open, though each is added up in its own way.

use arrears::input::Input;
use arrears_features::{Book, CustomerIx, Definitions, InvoiceIx};
use arrears_ledger::{LedgerConfig, TableConfig, read};

use crate::changed::ledger;

#[test]
fn a_sound_ledger_tells_nothing_and_balances_with_its_book() {
    for seed in [11, 12, 13, 14] {
        let dir = tempfile::tempdir().unwrap();
        ledger(dir.path(), seed);
        let mut config = LedgerConfig::default();
        for table in arrears_ledger::Table::ALL {
            config.set_table(table, TableConfig::at(format!("{}.parquet", table.name())));
        }
        let ledger = read(&config, dir.path()).unwrap();
        let book = Book::from_ledger(&ledger, &Definitions::default()).unwrap();
        let last = book.last_known_day();
        let input = Input::of(&ledger, last, None).unwrap();
        assert_eq!(input.quality.findings, [], "seed {seed}");
        let open: i64 = (0..book.n_invoices() as u32)
            .map(|invoice| book.state(InvoiceIx(invoice), last).open_minor)
            .sum();
        let unallocated: i64 = (0..book.n_customers() as u32)
            .map(|customer| book.unallocated_minor(CustomerIx(customer), last))
            .sum();
        assert_eq!(
            input.control.total.balance(),
            open - unallocated,
            "seed {seed}"
        );
        let by_customer: i64 = input
            .control
            .customers
            .iter()
            .map(|customer| customer.sums.balance())
            .sum();
        assert_eq!(by_customer, input.control.total.balance());
    }
}
