//! From files to features: what is dated after a day changes nothing on it, over currencies, rates, merged customers,
//! leading zeros and linked credit notes; and the order of rows never matters.

use std::fmt::Write as _;
use std::path::Path;

use arrears::config::ConfigFile;
use arrears_features::{
    Book, Definitions, InvoiceIx, Selection, at_issue, labels, next_invoice, of_customers, of_open,
};
use arrears_ledger::{Day, Ledger};

const CONFIG: &str = "[ledger]\nids = \"strip-leading-zeros\"\n\
    [ledger.merge_customers]\n\"3\" = \"1\"\n\
    [ledger.invoices]\npath = \"invoices.csv\"\n\
    [ledger.payments]\npath = \"payments.csv\"\n\
    [ledger.rates]\npath = \"rates.csv\"\n";

/// SplitMix64 (doi:10.1145/2714064.2660195).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

/// A row of a file, and the day on which it is known.
type Row = (i32, String);

#[derive(Clone)]
struct Files {
    invoices: Vec<Row>,
    payments: Vec<Row>,
    rates: Vec<Row>,
}

const START: i32 = 20_000;
const CURRENCIES: [&str; 3] = ["EUR", "USD", "JPY"];

fn files(seed: u64) -> Files {
    let mut random = Random(seed);
    let mut files = Files {
        invoices: Vec::new(),
        payments: Vec::new(),
        rates: Vec::new(),
    };
    for number in 0..60 {
        let date = START + random.below(200) as i32;
        let known = date + [0, 0, 0, 25][random.below(4) as usize];
        let customer = ["1", "0001", "2", "3", "003", "4"][random.below(6) as usize];
        let currency = CURRENCIES[random.below(3) as usize];
        let cents = 10_000 + random.below(500_000);
        let is_note = number > 5 && random.below(6) == 0;
        let (kind, link) = match is_note {
            true => ("credit_note", format!("{:03}", 100 + random.below(number))),
            false => ("invoice", String::new()),
        };
        let id = format!("{:03}", 100 + number);
        let row = format!(
            "{id},{customer},{},{},{},{},{currency},{kind},{link}",
            Day(date),
            Day(date + 14 + random.below(30) as i32),
            money(cents),
            Day(known)
        );
        files.invoices.push((known, row));
        if is_note {
            continue;
        }
        for _ in 0..random.below(4) {
            let paid = date + random.below(80) as i32;
            let booked = paid + [0, 0, 12][random.below(3) as usize];
            let of_payment = match random.below(5) {
                0 => "",
                1 => CURRENCIES[random.below(3) as usize],
                _ => currency,
            };
            let kind = ["payment", "payment", "discount", "reversal"][random.below(4) as usize];
            let cents = match random.below(3) {
                0 => cents,
                _ => cents / 3,
            };
            let row = format!(
                "{id},{},{},{},{kind},{of_payment}",
                Day(paid),
                money(cents),
                Day(booked)
            );
            files.payments.push((booked.max(known), row));
        }
    }
    for day in (START - 7..START + 300).step_by(5) {
        for (code, base) in [("USD", 10_000), ("JPY", 1_600_000)] {
            let rate = base + random.below(base / 10);
            let row = format!("{},{code},{}.{:04}", Day(day), rate / 10_000, rate % 10_000);
            files.rates.push((day, row));
        }
    }
    files
}

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn read(files: &Files) -> Ledger {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, header: &str, rows: &[Row]| {
        let mut text = format!("{header}\n");
        for (_, row) in rows {
            let _ = writeln!(text, "{row}");
        }
        std::fs::write(dir.path().join(name), text).expect("a file");
    };
    write(
        "invoices.csv",
        "invoice_id,customer_id,invoice_date,due_date,amount,known_date,currency,kind,credits_invoice_id",
        &files.invoices,
    );
    write(
        "payments.csv",
        "invoice_id,payment_date,amount,known_date,kind,currency",
        &files.payments,
    );
    write("rates.csv", "date,currency,rate", &files.rates);
    let config = ConfigFile::parse(Path::new("arrears.toml"), CONFIG.to_owned()).expect("a config");
    let ledger = arrears_ledger::read(&config.config.ledger, dir.path()).expect("a ledger");
    assert_eq!(ledger.rejected, [], "no row is at fault");
    ledger
}

/// Everything a book says on a day: features, states and labels of what is known.
fn told(ledger: &Ledger, day: Day) -> String {
    let book = Book::from_ledger(ledger, &Definitions::default()).expect("a book");
    let all = Selection::All;
    let mut told = String::new();
    for table in [
        at_issue(&book, Day(0), day + 1, day, all),
        of_open(&book, day, all),
        of_customers(&book, day, all),
        next_invoice(&book, day, all),
    ] {
        let frame = &table.frame;
        for row in 0..table.n_rows() {
            let invoice = table.invoice[row].map_or("", |invoice| book.invoice_id(invoice));
            let customer = book.customer_id(table.customer[row]);
            let _ = write!(told, "{customer} {invoice}");
            for column in frame.columns() {
                let value = column.get(row).expect("a cell");
                let _ = write!(told, " {value:?}");
            }
            told.push('\n');
        }
    }
    for invoice in (0..book.n_invoices() as u32).map(InvoiceIx) {
        let state = book.state(invoice, day);
        if state.known {
            let label = labels(&book, &[invoice], day);
            let (id, row) = (book.invoice_id(invoice), book.invoice(invoice));
            let _ = writeln!(told, "{id} {} {state:?} {label:?}", row.amount_minor);
        }
    }
    told
}

#[test]
fn what_is_dated_later_changes_nothing() {
    let mut n_foreign = 0;
    for seed in 0..40 {
        let whole = files(seed);
        let day = START + 20 + (seed as i32 * 37) % 220;
        let mut cut = whole.clone();
        let known = |row: &Row| row.0 <= day;
        cut.invoices.retain(known);
        cut.payments.retain(known);
        cut.rates.retain(known);
        if cut.invoices.is_empty() {
            continue;
        }
        let (whole, cut) = (read(&whole), read(&cut));
        n_foreign += cut
            .invoices
            .column("rate")
            .map_or(0, |rate| rate.len() - rate.null_count());
        let (whole, cut) = (told(&whole, Day(day)), told(&cut, Day(day)));
        let differing = whole.lines().zip(cut.lines()).find(|(a, b)| a != b);
        assert_eq!(differing, None, "seed {seed}");
        assert_eq!(whole.lines().count(), cut.lines().count(), "seed {seed}");
    }
    assert!(n_foreign > 100, "{n_foreign} invoices in other currencies");
}

#[test]
fn the_order_of_rows_in_files_changes_nothing() {
    for seed in 0..20 {
        let rows = files(seed);
        let mut shuffled = rows.clone();
        let mut random = Random(seed ^ 0xABCD);
        random.shuffle(&mut shuffled.invoices);
        random.shuffle(&mut shuffled.payments);
        random.shuffle(&mut shuffled.rates);
        let day = Day(START + 400);
        let told = |files: &Files| told(&read(files), day);
        assert!(told(&rows) == told(&shuffled), "seed {seed}");
    }
}

#[test]
fn a_full_payment_in_parts_settles_to_the_cent_whatever_the_rate() {
    for seed in 0..200 {
        let mut random = Random(seed);
        let cents = 1 + random.below(1_000_000);
        let n_parts = 1 + random.below(7).min(cents - 1);
        let mut files = Files {
            invoices: vec![(
                START,
                format!("1,1,{0},{0},{1},{0},USD,invoice,", Day(START), money(cents)),
            )],
            payments: Vec::new(),
            rates: vec![(
                START,
                format!(
                    "{},USD,{}.{:04}",
                    Day(START),
                    random.below(3),
                    1 + random.below(9_999)
                ),
            )],
        };
        let mut left = cents;
        for part in 0..n_parts {
            let is_last = part + 1 == n_parts;
            let paid = if is_last { left } else { random.below(left) };
            left -= paid;
            let day = Day(START + part as i32 % 3);
            files
                .payments
                .push((START, format!("1,{day},{},,payment,", money(paid))));
        }
        let ledger = read(&files);
        let book = Book::from_ledger(&ledger, &Definitions::default()).expect("a book");
        let state = book.state(InvoiceIx(0), Day(START + 10));
        assert_eq!(state.open_minor, 0, "seed {seed}: {:?}", files.payments);
    }
}
