//! Looks at files and proposes a config, for `arrears init`.
//!
//! A file of a known export is mapped as its profile says. Any other is taken for the table of which its columns, by
//! name and by what stands in them, fill the most required ones. One file may hold the invoices and what is known of
//! their customers, or invoices and payments. Nothing is guessed that the values leave open: what is in doubt is
//! asked, and where nothing fits a skeleton says what was seen and what is to be filled in.

mod amounts;
mod combine;
mod currency;
mod customer;
mod document;
mod doubts;
mod facts;
mod kinds;
mod known;
mod lexicon;
mod matching;
mod meaning;
mod mixed;
mod open_amount;
mod preview;
mod rates;
mod toml;
mod words;

pub use preview::{Preview, PreviewTable};
pub(crate) use words::fold;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::read::EVERY_SHEET;
use crate::read::files::FileRef;
use crate::{DateOrder, DecimalMark, LedgerConfig, LedgerError, Table, TableConfig};
use amounts::settle_amounts;
use combine::combine;
use customer::customer_columns;
use doubts::unsure_export;
use facts::FileFacts;
use known::known_tables;
use matching::{best_table, missing};
use mixed::split_tables;

/// What was recognised in a set of files.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The config proposed. Where a date order is open it is left out, and `read` asks for it.
    pub config: LedgerConfig,
    /// Per table proposed: its file, columns and how sure we are.
    pub tables: Vec<TableProposal>,
    /// Files that were recognised as known exports.
    pub known: Vec<KnownExport>,
    /// Files that were not recognised, with the reason.
    pub unrecognised: Vec<(PathBuf, String)>,
    /// Columns of the files that were not recognised, or not whole: what a person needs to fill in the rest.
    pub seen: Vec<SeenFile>,
    /// What a person should confirm, one sentence each.
    pub doubts: Vec<String>,
    /// What the cells prove, one sentence each.
    pub proven: Vec<String>,
}

/// A file recognised as a known export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownExport {
    /// The file.
    pub path: PathBuf,
    /// The profile's file name, without its ending.
    pub id: String,
    /// The export.
    pub name: String,
    /// Headers that give it away and that the file has.
    pub n_found: usize,
    /// Headers that give it away.
    pub n_wanted: usize,
    /// Whether all are there, and of no other export.
    pub is_sure: bool,
    /// Other exports that fit as well.
    pub others: Vec<String>,
    /// What goes wrong with such an export.
    pub traps: Vec<String>,
}

/// What stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenFile {
    /// The file.
    pub path: PathBuf,
    /// Its columns, each with its first values.
    pub columns: Vec<(String, Vec<String>)>,
}

/// One table recognised in one file, or in several files with the same columns.
#[derive(Debug, Clone, PartialEq)]
pub struct TableProposal {
    /// The table.
    pub table: Table,
    /// The file, or a pattern that names several.
    pub path: PathBuf,
    /// The sheet, where the workbook has several.
    pub sheet: Option<String>,
    /// Which rows are the table's, by column of the file; empty where all are.
    pub only: BTreeMap<String, Vec<String>>,
    /// Rows looked at.
    pub n_rows: u64,
    /// Mapped columns, in the schema's order.
    pub columns: Vec<ColumnProposal>,
    /// Required columns for which the file has none that is known.
    pub missing: Vec<String>,
    /// Columns of the file that no table of the proposal uses.
    pub unmapped: Vec<String>,
    /// Words of its kinds that are none that is known.
    pub unknown_kinds: Vec<String>,
    /// Encoding and separator found, for a text file.
    pub dialect: Option<String>,
    /// Order of the dates found; `None` where every date is year first, or where it is open.
    pub date_order: Option<DateOrder>,
    /// Decimal mark found; `None` where no number needs one, or where it is open.
    pub decimal_mark: Option<DecimalMark>,
}

/// One canonical column and the file's column for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnProposal {
    /// Canonical name.
    pub canonical: String,
    /// Name in the file.
    pub column: String,
    /// How sure we are.
    pub confidence: Confidence,
    /// Why, in words.
    pub reason: String,
}

/// How sure a mapping is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Look at it.
    Low,
    /// Likely.
    Medium,
    /// The name is the canonical one or a well-known synonym, and the values fit.
    High,
}

impl std::fmt::Display for Confidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        })
    }
}

impl TableProposal {
    /// A table with these columns of a file.
    fn new(
        table: Table,
        path: &Path,
        facts: &FileFacts,
        columns: Vec<ColumnProposal>,
    ) -> TableProposal {
        let used = |name: &str| columns.iter().any(|column| column.column == name);
        let unmapped = facts.header().into_iter().filter(|name| !used(name));
        TableProposal {
            table,
            path: path.to_owned(),
            sheet: facts.sheet.clone(),
            only: BTreeMap::new(),
            n_rows: facts.n_rows,
            missing: missing(table, &columns),
            unmapped: unmapped.collect(),
            columns,
            unknown_kinds: Vec::new(),
            dialect: facts.dialect.clone(),
            date_order: None,
            decimal_mark: None,
        }
    }

    /// The file, and the sheet where there are several.
    pub fn place(&self) -> String {
        match &self.sheet {
            Some(sheet) if sheet == EVERY_SHEET => format!("{}, every sheet", self.path.display()),
            Some(sheet) => format!("{}, sheet {sheet}", self.path.display()),
            None => self.path.display().to_string(),
        }
    }
}

/// Recognises tables and columns in `files` and proposes a config, with the paths as given (see
/// [`Proposal::relative_to`]).
pub fn propose(files: &[PathBuf]) -> Result<Proposal, LedgerError> {
    let mut found: Vec<(TableProposal, Arc<FileFacts>)> = Vec::new();
    let mut proposal = Proposal {
        config: LedgerConfig::default(),
        tables: Vec::new(),
        known: Vec::new(),
        unrecognised: Vec::new(),
        seen: Vec::new(),
        doubts: Vec::new(),
        proven: Vec::new(),
    };
    for path in &document::take(files, &mut proposal)? {
        let looked = match FileFacts::all_of(&file_ref(path)?) {
            Ok(looked) => looked,
            // What is no table at all is told, and the other files are looked at.
            Err(error @ (LedgerError::Format { .. } | LedgerError::Parquet { .. })) => {
                proposal
                    .unrecognised
                    .push((path.clone(), error.to_string()));
                continue;
            }
            Err(error) => return Err(error),
        };
        for facts in looked {
            let facts = Arc::new(facts);
            for mut table in proposal.tables_of(&facts, path) {
                settle_amounts(&mut table, &facts);
                proposal.settle_currency(&mut table, &facts);
                proposal.ask_for_kinds(&mut table, &facts);
                found.push((table, Arc::clone(&facts)));
            }
        }
    }
    if !found
        .iter()
        .any(|(table, _)| table.table == Table::Invoices)
    {
        // What the invoices are to be filled in from.
        for (table, facts) in &found {
            proposal.see(facts, &table.path);
        }
    }
    let found = combine(found, &mut proposal);
    let has_customers = proposal.has(Table::Customers)
        || found
            .iter()
            .any(|(table, _)| table.table == Table::Customers);
    for (mut table, facts) in found {
        if proposal.tells_of_another(table.table, &table.path) {
            continue;
        }
        proposal.decide_forms(&mut table, &facts);
        let may_share = table.table == Table::Invoices && !has_customers;
        let customers = may_share
            .then(|| customer_columns(&mut table, &facts))
            .flatten();
        if let Some(customers) = &customers {
            proposal.ask_for_columns(customers);
        }
        if let Some(currency) = facts.only_value(&table, "currency") {
            proposal.config.currency = currency;
        } else if table.table == Table::Invoices && !proposal.says_currency(&table, &facts) {
            proposal.doubts.push(format!(
                "`{}`: confirm that amounts are in {}: no column says so",
                table.path.display(),
                proposal.config.currency
            ));
        }
        if !table.missing.is_empty() {
            proposal.see(&facts, &table.path);
        }
        proposal.tables.push(table);
        proposal.tables.extend(customers);
    }
    proposal.tables.sort_by_key(|table| table.table);
    proposal.fill_config();
    Ok(proposal)
}

impl Proposal {
    /// Whether the invoices are there with every column they need.
    pub fn is_whole(&self) -> bool {
        let mut tables = self.tables.iter();
        tables.any(|table| table.table == Table::Invoices && table.missing.is_empty())
    }

    fn has(&self, table: Table) -> bool {
        self.tables.iter().any(|found| found.table == table)
    }

    /// Whether a table is proposed from another file already; the file at hand is then told as not used.
    fn tells_of_another(&mut self, table: Table, path: &Path) -> bool {
        let mut tables = self.tables.iter();
        let Some(first) = tables.find(|found| found.table == table) else {
            return false;
        };
        let reason = format!(
            "it holds `{table}`, which are read from `{}` already: one table is read from files of one kind; to read it \
             instead, change `path` under `[ledger.{table}]`",
            first.place()
        );
        self.unrecognised.push((path.to_owned(), reason));
        true
    }

    /// The tables of one file or sheet.
    fn tables_of(&mut self, facts: &FileFacts, path: &Path) -> Vec<TableProposal> {
        let is_whole = |tables: &[TableProposal]| {
            let mut tables = tables.iter();
            tables.all(|table| table.missing.is_empty())
        };
        let export = known_tables(facts, path);
        if let Some((known, tables)) = &export
            && known.is_sure
        {
            self.known.push(known.clone());
            return tables.clone();
        }
        if let Some((tables, doubts)) = split_tables(facts, path) {
            self.doubts.extend(doubts);
            return tables;
        }
        let table = best_table(facts, path);
        // A likely export only where the headers by themselves say less.
        if let Some((known, tables)) = export
            && is_whole(&tables)
            && !table.as_ref().is_some_and(|table| table.missing.is_empty())
        {
            self.doubts.push(unsure_export(&known));
            self.known.push(known);
            return tables;
        }
        if let Some(table) = table {
            return vec![table];
        }
        if self.take_rates(facts, path) {
            return Vec::new();
        }
        self.unrecognised
            .push((path.to_owned(), unrecognised(facts)));
        self.see(facts, path);
        Vec::new()
    }

    fn see(&mut self, facts: &FileFacts, path: &Path) {
        let columns = facts.columns.iter();
        self.seen.push(SeenFile {
            path: path.to_owned(),
            columns: columns
                .map(|column| (column.name.clone(), column.first.clone()))
                .collect(),
        });
    }

    /// Rewrites the paths relative to the folder that the config will be in.
    pub fn relative_to(&mut self, folder: &Path) {
        for table in &mut self.tables {
            table.path = relative(&table.path, folder);
        }
        for seen in &mut self.seen {
            seen.path = relative(&seen.path, folder);
        }
        if let Some(rates) = &mut self.config.rates {
            let path = relative(Path::new(&rates.path), folder);
            rates.path = path.to_string_lossy().into_owned();
        }
        self.fill_config();
    }

    /// The `[ledger]` part of `arrears.toml`, with comments.
    pub fn to_toml(&self) -> String {
        toml::to_toml(self)
    }

    fn fill_config(&mut self) {
        self.config.date_order = agreed(self.tables.iter().map(|table| table.date_order));
        self.config.decimal_mark = agreed(self.tables.iter().map(|table| table.decimal_mark));
        for table in &self.tables {
            let mut config = TableConfig::at(table.path.to_string_lossy());
            config.sheet.clone_from(&table.sheet);
            config.only.clone_from(&table.only);
            config.date_order = table
                .date_order
                .filter(|_| self.config.date_order.is_none());
            config.decimal_mark = table
                .decimal_mark
                .filter(|_| self.config.decimal_mark.is_none());
            for column in table
                .columns
                .iter()
                .filter(|column| column.canonical != column.column)
            {
                config
                    .columns
                    .insert(column.canonical.clone(), column.column.clone());
            }
            self.config.set_table(table.table, config);
        }
    }
}

/// The one value among those found; none if there is none or they differ.
fn agreed<T: Copy + PartialEq>(found: impl Iterator<Item = Option<T>>) -> Option<T> {
    let mut values = found.flatten();
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn order_words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day, month, year",
        DateOrder::Mdy => "month, day, year",
        DateOrder::Ymd => "year, month, day",
    }
}

fn file_ref(path: &Path) -> Result<FileRef, LedgerError> {
    let failed = |source: std::io::Error| LedgerError::Io {
        path: path.to_owned(),
        source,
    };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(LedgerError::NotAFile {
            path: path.to_owned(),
        });
    }
    Ok(FileRef::of(
        path.display().to_string(),
        path.to_owned(),
        &metadata,
    ))
}

fn unrecognised(facts: &FileFacts) -> String {
    let names: Vec<String> = facts
        .columns
        .iter()
        .take(40)
        .map(|column| format!("`{}`", column.name))
        .collect();
    format!("its columns are those of no table: {}", names.join(", "))
}

/// `path` as seen from `folder`; absolute if they share nothing that can be resolved.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    let file_name = path.file_name().map(PathBuf::from).unwrap_or_default();
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let (Ok(parent), Ok(folder)) = (parent.canonicalize(), folder.canonicalize()) else {
        return path.to_owned();
    };
    let shared = parent
        .components()
        .zip(folder.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared <= 1 {
        return parent.join(file_name);
    }
    let mut out: PathBuf = folder.components().skip(shared).map(|_| "..").collect();
    out.extend(parent.components().skip(shared));
    out.join(file_name)
}
