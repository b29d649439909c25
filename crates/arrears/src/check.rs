//! `arrears check`: reads and checks the ledger, and says what is in it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use arrears_features::Book;
use arrears_ledger::quality::{Quality, Reconciliation, Sums};
use arrears_ledger::{
    BANK_MATCHES_HEADER, BankSummary, CentsCount, Day, Ledger, Table, bank_matches_csv,
    rejected_rows_csv,
};
use arrears_store::write_atomic;
use serde::Serialize;

use crate::error::Error;
use crate::findings;
use crate::input::Input;
use crate::load;
use crate::open_amounts;
use crate::plan::{CheckPlan, named_after, output_file};
use crate::progress::Progress;
use crate::rejects::{self, RejectGroup};

/// What a ledger holds and what is wrong with it.
#[derive(Debug, Clone, Serialize)]
pub struct CheckSummary {
    /// What became of every file's rows.
    pub files: Vec<FileSummary>,
    /// Customers with an entry of their own or an invoice.
    pub n_customers: usize,
    /// Columns of the customers that stand in the rows of the invoices' files; empty where customers have files of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customers_of_invoices: Vec<String>,
    /// Invoices and credit notes that can be used.
    pub n_invoices: usize,
    /// First and last invoice date.
    pub invoice_dates: Option<(Day, Day)>,
    /// Latest day on which anything is known to have happened.
    pub last_known_day: Option<Day>,
    /// Sum of the invoice amounts, in `currency`.
    pub invoiced: f64,
    /// The ledger's currency.
    pub currency: String,
    /// Invoices open on the last known day.
    pub n_open: usize,
    /// What is open on that day, in `currency`.
    pub open_amount: f64,
    /// The tables that are there, with their columns.
    pub tables: BTreeMap<String, Vec<String>>,
    /// The tables that are not there.
    pub absent_tables: Vec<String>,
    /// What is odd but true, one sentence each.
    pub oddities: Vec<String>,
    /// How each text file was read, one sentence each.
    pub notes: Vec<String>,
    /// Rows rejected, over all files.
    pub n_rejected: usize,
    /// Rejected rows by table, column and reason: faults first, the most frequent first.
    pub rejects: Vec<RejectGroup>,
    /// Where the rejected rows are written; written also when there is none.
    pub rejected_rows: PathBuf,
    /// Debits, credits and what is open.
    pub control: Control,
    /// Where the control totals of every customer are written.
    pub control_totals: PathBuf,
    /// The general ledger's balance beside ours, where the config gives it.
    pub reconciliation: Option<Reconciliation>,
    /// Rows and columns by month, late bookings, and what to look at.
    pub quality: Quality,
    /// What to look at, one sentence each, the gravest first.
    pub look_at: Vec<LookAt>,
    /// The entries of bank statements, where there are such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank: Option<BankCheck>,
    /// Why this ledger cannot be used for a run, if it cannot.
    pub refused: Option<String>,
    /// Why `run` and `train` would refuse it though it can be read, as an export of open items alone.
    pub run_refuses: Option<RunRefused>,
}

/// Why a run would be refused.
#[derive(Debug, Clone, Serialize)]
pub struct RunRefused {
    /// The as-of date of that run.
    pub as_of: Day,
    /// Why.
    pub reason: String,
}

/// What became of the entries of bank statements.
#[derive(Debug, Clone, Serialize)]
pub struct BankCheck {
    /// Entries and their cents.
    pub summary: BankSummary,
    /// Where every entry is told.
    pub matches: PathBuf,
}

/// The account of one file.
#[derive(Debug, Clone, Serialize)]
pub struct FileSummary {
    /// The file, as the config names it.
    pub file: String,
    /// The table it holds.
    pub table: String,
    /// Rows read.
    pub read: u64,
    /// Rows used.
    pub used: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// What its amounts add up to, in cents, where the table has amounts.
    pub cents: Option<CentsCount>,
}

/// Control totals at a day, in cents.
#[derive(Debug, Clone, Serialize)]
pub struct Control {
    /// The day.
    pub date: Day,
    /// By kind of booking.
    pub sums: Sums,
    /// All debits.
    pub debits: i64,
    /// All credits.
    pub credits: i64,
    /// Debits less credits: what is open.
    pub balance: i64,
}

/// Something to look at before believing a figure.
#[derive(Debug, Clone, Serialize)]
pub struct LookAt {
    /// Whether figures are wrong if it is what it looks like.
    pub grave: bool,
    /// What it is, and what it means.
    pub text: String,
}

/// Reads and checks the ledger; writes the rejected rows and the control totals, and nothing else.
pub fn check(plan: &CheckPlan, progress: &dyn Progress) -> Result<CheckSummary, Error> {
    let ledger = load::read(&plan.settings, progress)?;
    write_atomic(&plan.rejected_rows, &rejected_rows_csv(&ledger.rejected))?;
    let book = Book::of_standings(&ledger, &plan.settings.definitions)?;
    let input = Input::of(&ledger, book.last_known_day(), plan.as_of)?;
    write_atomic(&plan.control_totals, &input.control_csv())?;
    let refused = refused(&ledger, &input, plan);
    let mut summary = describe_ledger(&ledger, input, plan);
    describe_book(&book, &mut summary);
    if let Some(text) = open_amounts::differ(&ledger, &book, open_column(plan)) {
        summary.look_at.insert(0, LookAt { grave: true, text });
    }
    summary.run_refuses = run_refuses(&book, plan);
    summary.refused = refused;
    summary.bank = write_bank_matches(&ledger, plan)?;
    Ok(summary)
}

/// What the file calls the column of what is open.
fn open_column(plan: &CheckPlan) -> &str {
    let invoices = plan.settings.config.ledger.invoices.as_ref();
    let named = invoices.and_then(|table| table.columns.get("open_amount"));
    named.map_or("open_amount", String::as_str)
}

/// Why this ledger cannot teach what payment looks like, on the day asked for, else its last: the guard of a run.
fn run_refuses(book: &Book, plan: &CheckPlan) -> Option<RunRefused> {
    if book.n_invoices() == 0 {
        return None;
    }
    let as_of = plan.as_of.unwrap_or(book.last_known_day());
    let refused = arrears_models::may_train(book, as_of).err()?;
    Some(RunRefused {
        as_of,
        reason: refused.to_string(),
    })
}

/// Writes what became of the entries of bank statements, beside the rejected rows and named after them.
fn write_bank_matches(ledger: &Ledger, plan: &CheckPlan) -> Result<Option<BankCheck>, Error> {
    if ledger.bank_matches.is_empty() {
        return Ok(None);
    }
    let matches = named_after(&plan.rejected_rows, "bank_matches.csv");
    output_file(&plan.settings, &matches, BANK_MATCHES_HEADER)?;
    write_atomic(&matches, &bank_matches_csv(&ledger.bank_matches))?;
    Ok(Some(BankCheck {
        summary: BankSummary::of(&ledger.bank_matches),
        matches,
    }))
}

/// Why a run would refuse this ledger: all reasons at once.
fn refused(ledger: &Ledger, input: &Input, plan: &CheckPlan) -> Option<String> {
    let config = &plan.settings.config;
    let reasons = [
        load::refuse_faulty(ledger, config.checks.max_rejected_share),
        input.refuse_difference(&config.ledger.currency),
    ];
    let words: Vec<String> = reasons
        .into_iter()
        .filter_map(Result::err)
        .map(|error| error.to_string())
        .collect();
    (!words.is_empty()).then(|| words.join("; and "))
}

fn control(input: &Input) -> Control {
    let sums = input.control.total;
    Control {
        date: input.control.date,
        sums,
        debits: sums.debits(),
        credits: sums.credits(),
        balance: sums.balance(),
    }
}

fn describe_ledger(ledger: &Ledger, input: Input, plan: &CheckPlan) -> CheckSummary {
    let tables = ledger.coverage.tables.iter();
    let is_absent = |table: &&Table| !ledger.coverage.has_table(**table);
    CheckSummary {
        files: ledger.row_counts.iter().map(file_summary).collect(),
        n_customers: 0,
        customers_of_invoices: customers_of_invoices(ledger),
        n_invoices: 0,
        invoice_dates: None,
        last_known_day: None,
        invoiced: 0.0,
        currency: plan.settings.config.ledger.currency.clone(),
        n_open: 0,
        open_amount: 0.0,
        tables: tables
            .map(|(table, found)| (table.name().to_string(), found.columns.clone()))
            .collect(),
        absent_tables: Table::ALL
            .iter()
            .filter(is_absent)
            .map(|table| table.name().to_string())
            .collect(),
        oddities: ledger.flags.iter().map(oddity).collect(),
        notes: ledger.notes.clone(),
        n_rejected: ledger.rejected.len(),
        rejects: rejects::group(&ledger.rejected),
        control: control(&input),
        control_totals: plan.control_totals.clone(),
        reconciliation: input.reconciliation,
        look_at: look_at(ledger, &input.quality),
        quality: input.quality,
        rejected_rows: plan.rejected_rows.clone(),
        bank: None,
        refused: None,
        run_refuses: None,
    }
}

/// The customers' columns where they are drawn from the rows of the invoices, which are counted as invoices alone.
fn customers_of_invoices(ledger: &Ledger) -> Vec<String> {
    let mut counts = ledger.row_counts.iter();
    let has_files = counts.any(|count| count.table == Table::Customers);
    let found = ledger.coverage.tables.get(&Table::Customers);
    // An id alone is what every invoice has.
    let drawn = found.filter(|found| !has_files && found.columns.len() > 1);
    drawn.map_or_else(Vec::new, |found| found.columns.clone())
}

/// What speaks against whole files, then what was found in their rows.
fn look_at(ledger: &Ledger, quality: &Quality) -> Vec<LookAt> {
    let doubts = ledger.doubts.iter().map(|doubt| (true, doubt.clone()));
    let no_worklist = ledger.no_worklist.iter();
    doubts
        .chain(findings::in_english(quality))
        .chain(no_worklist.map(|pattern| (false, findings::no_worklist(pattern))))
        .map(|(grave, text)| LookAt { grave, text })
        .collect()
}

fn file_summary(count: &arrears_ledger::FileCount) -> FileSummary {
    FileSummary {
        file: count.file.clone(),
        table: count.table.name().to_string(),
        read: count.read,
        used: count.used,
        rejected: count.rejected,
        cents: count.cents,
    }
}

fn oddity(flag: &arrears_ledger::Flag) -> String {
    let first = flag
        .examples
        .first()
        .map(|example| format!(", first at {} ({})", example.place, example.detail));
    format!(
        "{} of `{}`: {}{}",
        flag.count,
        flag.file,
        flag.kind.text(),
        first.unwrap_or_default()
    )
}

/// Figures of the ledger as a whole, on its last known day.
fn describe_book(book: &Book, summary: &mut CheckSummary) {
    summary.n_customers = book.n_customers();
    summary.n_invoices = book.n_invoices();
    if book.n_invoices() == 0 {
        return;
    }
    let last = book.last_known_day();
    let (mut first_date, mut last_date) = (Day(i32::MAX), Day(i32::MIN));
    let (mut invoiced, mut open, mut n_open) = (0i64, 0i64, 0);
    for index in 0..book.n_invoices() {
        let index = arrears_features::InvoiceIx(index as u32);
        let (row, state) = (book.invoice(index), book.state(index, last));
        first_date = first_date.min(row.invoice_date);
        last_date = last_date.max(row.invoice_date);
        invoiced = invoiced.saturating_add(row.amount_minor);
        if state.open_minor != 0 && !row.is_credit_note {
            open = open.saturating_add(state.open_minor);
            n_open += 1;
        }
    }
    summary.invoice_dates = Some((first_date, last_date));
    summary.last_known_day = Some(last);
    summary.invoiced = invoiced as f64 / 100.0;
    summary.n_open = n_open;
    summary.open_amount = open as f64 / 100.0;
}
