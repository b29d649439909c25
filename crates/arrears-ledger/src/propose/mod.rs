//! Looks at files and proposes a config, for `arrears init`.
//!
//! A file is taken for the table of which its columns, by name and by what stands in them, fill the most required
//! ones. One file may hold the invoices and what is known of their customers. Nothing is guessed that the
//! values leave open: where dates fit day first and month first, the proposal asks.

mod combine;
mod facts;
mod matching;
mod toml;

use std::path::{Path, PathBuf};

use arrears_formats::{DateEvidence, OrderFinding};

use crate::read::files::FileRef;
use crate::schema::ColumnType;
use crate::{DateOrder, DecimalMark, LedgerConfig, LedgerError, Table, TableConfig};
use combine::combine;
use facts::FileFacts;
use matching::{best_table, customer_columns};

/// What was recognised in a set of files.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The config proposed. Where a date order is open it is left out, and `read` asks for it.
    pub config: LedgerConfig,
    /// Per table proposed: its file, columns and how sure we are.
    pub tables: Vec<TableProposal>,
    /// Files that were not recognised, with the reason.
    pub unrecognised: Vec<(PathBuf, String)>,
    /// What a person should confirm, one sentence each.
    pub doubts: Vec<String>,
    /// What the cells prove, one sentence each.
    pub proven: Vec<String>,
}

/// One table recognised in one file, or in several files with the same columns.
#[derive(Debug, Clone, PartialEq)]
pub struct TableProposal {
    /// The table.
    pub table: Table,
    /// The file, or a pattern that names several.
    pub path: PathBuf,
    /// Rows looked at.
    pub n_rows: u64,
    /// Mapped columns, in the schema's order.
    pub columns: Vec<ColumnProposal>,
    /// Columns of the file that no table of the proposal uses.
    pub unmapped: Vec<String>,
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

/// Recognises tables and columns in `files` and proposes a config, with the paths as given (see
/// [`Proposal::relative_to`]).
pub fn propose(files: &[PathBuf]) -> Result<Proposal, LedgerError> {
    let mut found: Vec<(TableProposal, FileFacts)> = Vec::new();
    let mut proposal = Proposal {
        config: LedgerConfig::default(),
        tables: Vec::new(),
        unrecognised: Vec::new(),
        doubts: Vec::new(),
        proven: Vec::new(),
    };
    for path in files {
        let facts = FileFacts::of(&file_ref(path)?)?;
        match best_table(&facts, path) {
            Some(table) => found.push((table, facts)),
            None => proposal
                .unrecognised
                .push((path.clone(), unrecognised(&facts))),
        }
    }
    let found = combine(found, &mut proposal);
    let has_customers = found
        .iter()
        .any(|(table, _)| table.table == Table::Customers);
    for (mut table, facts) in found {
        proposal.decide_forms(&mut table, &facts);
        let may_share = table.table == Table::Invoices && !has_customers;
        let customers = may_share
            .then(|| customer_columns(&mut table, &facts))
            .flatten();
        if let Some(currency) = facts.only_value(&table, "currency") {
            proposal.config.currency = currency;
        } else if table.table == Table::Invoices
            && !table.columns.iter().any(|c| c.canonical == "currency")
        {
            proposal.doubts.push(format!(
                "`{}`: confirm that amounts are in {}: no column says so",
                table.path.display(),
                proposal.config.currency
            ));
        }
        proposal.tables.push(table);
        proposal.tables.extend(customers);
    }
    proposal.tables.sort_by_key(|table| table.table);
    proposal.fill_config();
    Ok(proposal)
}

impl Proposal {
    /// Rewrites the paths relative to the folder that the config will be in.
    pub fn relative_to(&mut self, folder: &Path) {
        for table in &mut self.tables {
            table.path = relative(&table.path, folder);
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

    fn decide_forms(&mut self, table: &mut TableProposal, facts: &FileFacts) {
        let file = table.path.display().to_string();
        let forms = facts.forms(table);
        table.date_order = forms.order.map(Into::into);
        table.decimal_mark = forms.mark.map(Into::into);
        self.doubts.extend(
            forms
                .doubts
                .into_iter()
                .map(|doubt| format!("`{file}`: {doubt}")),
        );
        if let Some(order) = table.date_order {
            let all = facts.dates(table);
            let told = all.n_day_first.max(all.n_month_first);
            if told > 0 && matches!(all.finding(), OrderFinding::Decided(_)) {
                let example = facts.telling_date(table).unwrap_or_default();
                self.proven.push(format!(
                    "`{file}`: dates are {}: {told} of them, such as `{example}`, are dates only so",
                    order_words(order)
                ));
            }
        }
        for column in table
            .columns
            .iter()
            .filter(|column| column.confidence < Confidence::High)
        {
            self.doubts.push(format!(
                "`{file}`: confirm that `{}` is `{}` of `{}` ({})",
                column.column, column.canonical, table.table, column.reason
            ));
        }
    }
}

/// The one value among those found; none if there is none or they differ.
fn agreed<T: Copy + PartialEq>(found: impl Iterator<Item = Option<T>>) -> Option<T> {
    let mut values = found.flatten();
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

impl FileFacts {
    /// The evidence of all mapped date columns.
    fn dates(&self, table: &TableProposal) -> DateEvidence {
        let mut all = DateEvidence::default();
        self.mapped(table, ColumnType::Date)
            .for_each(|column| all.merge(&column.dates));
        all
    }
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
    Ok(FileRef {
        name: path.display().to_string(),
        path: path.to_owned(),
        bytes: metadata.len(),
    })
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
