//! The examples of `docs/bookkeeping.md`: its rows are read, and its outcomes are what comes out.
//!
//! An example is a heading of the third level with files (a code block after a line that names it in code type), and
//! what is to come of them: tables of invoices and of customers, and blocks after `Flagged:`, `Rejected:`, `Refused:`.

use std::collections::BTreeMap;
use std::path::Path;

use arrears::config::ConfigFile;
use arrears_features::{Book, CustomerIx, Definitions, InvoiceIx, labels};
use arrears_ledger::quality::control_totals;
use arrears_ledger::{Day, Ledger};

#[test]
fn every_example_comes_out_as_the_page_says() {
    let page = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../docs/bookkeeping.md");
    let examples = examples(&std::fs::read_to_string(page).expect("the page"));
    assert!(examples.len() >= 25, "{} examples", examples.len());
    let wrong: Vec<String> = examples.iter().filter_map(Example::wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// One example of the page.
#[derive(Default)]
struct Example {
    title: String,
    /// Content by name.
    files: BTreeMap<String, String>,
    /// Lines of the blocks after `Flagged:` and its like.
    told: BTreeMap<String, Vec<String>>,
    /// Rows of the tables, by the first word of their header.
    rows: BTreeMap<String, Vec<Vec<String>>>,
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let (mut caption, mut table) = (String::new(), String::new());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("### ") {
            examples.push(Example {
                title: title.to_owned(),
                ..Example::default()
            });
        } else if line.starts_with("## ") {
            caption.clear();
        }
        let Some(example) = examples.last_mut() else {
            continue;
        };
        if line.starts_with("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            example.add_block(&caption, &block);
        } else if let Some(row) = line.strip_prefix("| ") {
            let row = row.strip_suffix('|').expect("a row ends with a bar");
            let cells: Vec<String> = row.split('|').map(|cell| cell.trim().to_owned()).collect();
            match cells[0].as_str() {
                first @ ("invoice" | "customer") => first.clone_into(&mut table),
                "---" => {}
                _ => example.rows.entry(table.clone()).or_default().push(cells),
            }
        } else if !line.is_empty() {
            line.clone_into(&mut caption);
        }
    }
    examples
}

impl Example {
    fn add_block(&mut self, caption: &str, block: &[&str]) {
        let caption = caption
            .strip_suffix(':')
            .expect("a caption ends with a colon");
        match caption
            .strip_prefix('`')
            .and_then(|name| name.strip_suffix('`'))
        {
            Some(file) => drop(self.files.insert(file.to_owned(), block.join("\n") + "\n")),
            None => {
                let lines = block.iter().map(|line| (*line).to_owned()).collect();
                self.told.insert(caption.to_owned(), lines);
            }
        }
    }

    /// What differs from the page, if anything.
    fn wrong(&self) -> Option<String> {
        let found = self.found();
        let expected = self.expected();
        (found != expected).then(|| {
            format!(
                "{}\n  page:\n    {}\n  found:\n    {}",
                self.title,
                expected.join("\n    "),
                found.join("\n    ")
            )
        })
    }

    fn expected(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for table in ["invoice", "customer"] {
            lines.extend(
                self.rows
                    .get(table)
                    .into_iter()
                    .flatten()
                    .map(|row| row.join(" | ")),
            );
        }
        for block in ["Flagged", "Rejected", "Refused"] {
            lines.extend(self.told.get(block).into_iter().flatten().cloned());
        }
        assert!(!lines.is_empty(), "{} says nothing", self.title);
        lines
    }

    fn found(&self) -> Vec<String> {
        let ledger = match self.read() {
            Ok(ledger) => ledger,
            Err(refusal) => return vec![refusal],
        };
        let book = Book::from_ledger(&ledger, &Definitions::default()).expect("a book");
        let mut lines = Vec::new();
        for row in self.rows.get("invoice").into_iter().flatten() {
            lines.push(invoice_line(&book, &row[0], &row[1]));
        }
        for row in self.rows.get("customer").into_iter().flatten() {
            lines.push(customer_line(&book, &row[0], &row[1]));
        }
        self.prove_control_totals(&ledger, &book);
        lines.extend(flagged(&ledger));
        lines.extend(ledger.rejected.iter().map(|row| {
            let (file, line, reason) = (&row.file, row.line, &row.reason);
            format!("{file} line {line}, {} {}: {reason}", row.column, row.value)
        }));
        lines
    }

    /// The control totals, added up without the book, are what the book says is open less what is on account.
    fn prove_control_totals(&self, ledger: &Ledger, book: &Book) {
        for row in self.rows.values().flatten() {
            let day: Day = row[1].parse().expect("a day");
            let control = control_totals(ledger, day).expect("control totals");
            let open: i64 = (0..book.n_invoices() as u32)
                .map(|invoice| book.state(InvoiceIx(invoice), day).open_minor)
                .sum();
            let on_account: i64 = (0..book.n_customers() as u32)
                .map(|customer| book.unallocated_minor(CustomerIx(customer), day))
                .sum();
            let balance = open - on_account;
            assert_eq!(control.total.balance(), balance, "{} on {day}", self.title);
        }
    }

    /// The ledger, or why there is none.
    fn read(&self) -> Result<Ledger, String> {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, content) in &self.files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, content).expect("a file");
        }
        let mut config = self.files.get("arrears.toml").cloned().unwrap_or_default();
        for table in ["customers", "invoices", "payments"] {
            if self.files.contains_key(&format!("{table}.csv")) {
                config.push_str(&format!("\n[ledger.{table}]\npath = \"{table}.csv\"\n"));
            }
        }
        let config = ConfigFile::parse(Path::new("arrears.toml"), config);
        let config = config.unwrap_or_else(|error| panic!("{}: {error}", self.title));
        arrears_ledger::read(&config.config.ledger, dir.path()).map_err(|error| error.to_string())
    }
}

fn flagged(ledger: &Ledger) -> Vec<String> {
    let mut lines = Vec::new();
    for flag in &ledger.flags {
        for example in &flag.examples {
            let (place, id, detail) = (example.place, &example.id, &example.detail);
            lines.push(format!("{} {place}, {id}: {detail}", flag.file));
        }
    }
    lines
}

/// `invoice | known on | open | settled | days late | label`.
fn invoice_line(book: &Book, id: &str, known: &str) -> String {
    let day: Day = known.parse().expect("a day");
    let invoice = book
        .invoice_index(id)
        .unwrap_or_else(|| panic!("no invoice {id}"));
    let state = book.state(invoice, day);
    let label = labels(book, &[invoice], day);
    let row = book.invoice(invoice);
    let is_label = !label.excluded[0];
    let open = match state.known {
        true => money(state.open_minor),
        false => "unknown".to_owned(),
    };
    let settled = state.settled_on.filter(|_| !row.is_credit_note);
    let days_late = match (is_label, label.settled[0], label.mature[0]) {
        (true, true, _) => label.days_late[0].to_string(),
        (true, false, true) => format!("at least {}", label.days_late[0]),
        _ => String::new(),
    };
    let label = match (state.cancelled_on, is_label, label.mature[0], label.late[0]) {
        _ if !state.known => "none: unknown".to_owned(),
        _ if row.is_credit_note => "none: a credit note".to_owned(),
        (Some(on), false, ..) => format!("none: cancelled on {on}"),
        (_, _, false, _) => "not yet".to_owned(),
        (_, _, true, true) => "late".to_owned(),
        (_, _, true, false) => "on time".to_owned(),
    };
    let settled = settled.map(|day| day.to_string()).unwrap_or_default();
    [id, known, &open, &settled, &days_late, &label].join(" | ")
}

/// `customer | known on | open | on account`.
fn customer_line(book: &Book, id: &str, known: &str) -> String {
    let day: Day = known.parse().expect("a day");
    let customer: CustomerIx = book
        .customer_index(id)
        .unwrap_or_else(|| panic!("no customer {id}"));
    let open: i64 = book
        .invoices_of(customer)
        .map(|invoice| book.state(InvoiceIx(invoice), day).open_minor)
        .sum();
    let on_account = book.unallocated_minor(customer, day);
    [id, known, &money(open), &money(on_account)].join(" | ")
}

fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let size = cents.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}
