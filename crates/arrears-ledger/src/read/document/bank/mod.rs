//! Bank statements as payments: what an entry is, what it pays, and rows of the table of payments.

mod entries;
mod receivables;
mod statements;

pub(crate) use entries::BankEntry;
pub(crate) use receivables::Receivables;

use arrears_formats::{Document, DocumentKind, FormatError, document_kind, read_document, shown};
use rayon::prelude::*;

use super::super::files::FileRef;
use super::drawn::{Drawn, Refused, Rows, amount};
use super::matching::{Matcher, Proposal};
use super::parts;
use crate::{BankMatch, BankStatus, FlagKind, LedgerError, RejectKind};
use entries::EntryRow;
use statements::{Checked, Statement};

/// Payments drawn from statements, and what became of every entry.
pub(crate) struct Statements {
    /// The payments, by file.
    pub drawn: Vec<Drawn>,
    /// The entries, in the order of the files.
    pub matches: Vec<BankMatch>,
    /// What is odd about the statements.
    pub oddities: Vec<Told>,
}

/// What is odd about a statement, and where it stands.
pub(crate) struct Told {
    /// What is odd.
    pub kind: FlagKind,
    /// The file.
    pub file: String,
    /// Line on which the statement begins.
    pub line: u64,
    /// Account and number of the statement.
    pub statement: String,
    /// In words.
    pub detail: String,
}

/// Draws the payments from files that are statements.
pub(crate) fn draw(
    files: &[FileRef],
    receivables: Receivables,
    min_confidence: f64,
) -> Result<Statements, LedgerError> {
    let (files, passed) = parts::apart(files, DocumentKind::Mt940)?;
    let read = Entries::read(&files)?;
    let checked = statements::check(&read.statements, &read.entries);
    let mut matches = read.untold();
    read.match_all(&checked, receivables, min_confidence, &mut matches);
    let oddities = checked.oddities.into_iter().map(|oddity| {
        let statement = &read.statements[oddity.statement];
        Told {
            kind: oddity.kind,
            file: read.files[statement.file].0.clone(),
            line: statement.line,
            statement: statement.id(),
            detail: oddity.detail,
        }
    });
    let mut drawn = read.drawn(&matches)?;
    drawn.extend(passed);
    Ok(Statements {
        drawn,
        oddities: oddities.collect(),
        matches,
    })
}

/// The entries of all files, in order.
struct Entries {
    /// Name and format of each file.
    files: Vec<(String, DocumentKind)>,
    statements: Vec<Statement>,
    /// By entry, what it says; `None` where it cannot be read.
    entries: Vec<Option<BankEntry>>,
    /// By entry: file, line, and the fault where it cannot be read.
    places: Vec<(usize, u64, String)>,
}

impl Entries {
    fn read(files: &[FileRef]) -> Result<Entries, LedgerError> {
        let read = files
            .par_iter()
            .map(read_file)
            .collect::<Result<Vec<_>, _>>()?;
        let mut all = Entries {
            files: Vec::new(),
            statements: Vec::new(),
            entries: Vec::new(),
            places: Vec::new(),
        };
        for (name, document) in read.into_iter().flatten() {
            all.add(name, &document);
        }
        Ok(all)
    }

    fn add(&mut self, name: String, document: &Document) {
        let (Some(heads), Some(rows)) = (document.table("statements"), document.table("entries"))
        else {
            return;
        };
        let file = self.files.len();
        self.files.push((name, document.kind));
        let mut row = 0;
        for head in 0..heads.n_rows() {
            let mut statement =
                Statement::new(heads, head, (file, &self.files[file].0), self.entries.len());
            let number = (head + 1).to_string();
            while row < rows.n_rows() && EntryRow::new(rows, row).cell("statement") == number {
                let read = EntryRow::new(rows, row).read();
                self.places
                    .push((file, rows.line(row), read.clone().err().unwrap_or_default()));
                self.entries.push(read.ok());
                row += 1;
            }
            statement.entries.end = self.entries.len();
            self.statements.push(statement);
        }
    }

    /// A row for every entry, of which it is not yet told what became of it.
    fn untold(&self) -> Vec<BankMatch> {
        let row = |(entry, (file, line, fault)): (&Option<BankEntry>, &(usize, u64, String))| {
            let text =
                |of: fn(&BankEntry) -> &String| entry.as_ref().map(of).cloned().unwrap_or_default();
            BankMatch {
                file: self.files[*file].0.clone(),
                line: *line,
                booked: entry.as_ref().map(|entry| entry.booked),
                cents: entry.as_ref().map(|entry| entry.cents),
                counterparty: text(|entry| &entry.counterparty),
                account: text(|entry| &entry.account),
                remittance: text(|entry| &entry.remittance),
                status: BankStatus::Faulty,
                invoices: Vec::new(),
                unallocated_cents: 0,
                customer_id: None,
                method: None,
                confidence: None,
                reason: fault.clone(),
            }
        };
        self.entries.iter().zip(&self.places).map(row).collect()
    }

    /// Tells what becomes of each entry, in the order in which the bank booked them.
    fn match_all(
        &self,
        checked: &Checked,
        receivables: Receivables,
        min_confidence: f64,
        matches: &mut [BankMatch],
    ) {
        let Receivables {
            items,
            payers,
            customer_ids,
            currency,
        } = receivables;
        let mut matcher = Matcher::new(items, &payers, min_confidence);
        let mut order: Vec<(usize, &BankEntry)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| Some((at, entry.as_ref()?)))
            .collect();
        order.sort_by_key(|(at, entry)| (entry.booked, *at));
        for (at, entry) in order {
            let told = &mut matches[at];
            if let Some(&counted) = checked.repeated.get(&at) {
                let statement = &self.statements[counted];
                told.status = BankStatus::Repeated;
                told.reason = format!("it counts in the statement on {}", statement.place());
                continue;
            }
            if !entry.currency.is_empty() && !entry.currency.eq_ignore_ascii_case(&currency) {
                told.reason = format!(
                    "the currency of the ledger is `{currency}`, that of the entry `{}`",
                    shown(&entry.currency)
                );
                continue;
            }
            if let Some(reason) = entry.not_a_receipt() {
                told.status = BankStatus::NotAReceipt;
                reason.clone_into(&mut told.reason);
                continue;
            }
            let proposal = if entry.cents > 0 {
                matcher.receive(entry)
            } else {
                matcher.give_back(entry)
            };
            tell(
                told,
                entry,
                proposal,
                &matcher,
                &customer_ids,
                min_confidence,
            );
        }
    }

    /// The payments of each file as rows, and the entries that are none.
    fn drawn(&self, matches: &[BankMatch]) -> Result<Vec<Drawn>, LedgerError> {
        let mut by_file: Vec<(Rows, Vec<Refused>)> = self
            .files
            .iter()
            .map(|_| (Rows::new(&COLUMNS, COLUMNS.len()), Vec::new()))
            .collect();
        let mut nth = vec![0usize; self.files.len()];
        for ((entry, (file, line, _)), told) in self.entries.iter().zip(&self.places).zip(matches) {
            let (rows, refused) = &mut by_file[*file];
            nth[*file] += 1;
            match (entry, told.status) {
                (Some(entry), BankStatus::Matched) => {
                    push_rows(rows, &self.files[*file].0, *line, entry, told)?
                }
                _ => refused.push(refuse(*line, nth[*file], told)),
            }
        }
        let with_files = by_file.into_iter().zip(&self.files);
        Ok(with_files
            .map(|((rows, refused), (name, kind))| Drawn {
                name: name.clone(),
                table: rows.finish(),
                parts: None,
                refused,
                words: format!("a bank statement ({kind})"),
                doubts: Vec::new(),
            })
            .collect())
    }
}

/// The documents of a file, which may be an archive of them.
fn read_file(file: &FileRef) -> Result<Vec<(String, Document)>, LedgerError> {
    let (parts, _) = parts::parts(file)?;
    let document = |part: parts::Part| {
        let read = part.bytes.and_then(|bytes| match document_kind(&bytes) {
            Some(kind) if kind.is_statement() => read_document(&bytes, kind),
            _ => Err(FormatError::OtherDocument),
        });
        let document = read.map_err(|source| LedgerError::Format {
            file: part.name.clone(),
            source,
        })?;
        Ok((part.name, document))
    };
    parts.into_iter().map(document).collect()
}

/// Columns of the payments that are drawn.
const COLUMNS: [&str; 6] = [
    "invoice_id",
    "customer_id",
    "payment_date",
    "amount",
    "known_date",
    "kind",
];

/// Writes down what a proposal says, or why it is not taken.
fn tell(
    told: &mut BankMatch,
    entry: &BankEntry,
    proposal: Option<Proposal>,
    matcher: &Matcher,
    customer_ids: &[String],
    min_confidence: f64,
) {
    told.status = BankStatus::Unmatched;
    let Some(found) = proposal else {
        told.reason = if entry.cents > 0 {
            "no invoice, customer or amount fits it".to_owned()
        } else {
            "no payment of this amount was matched before".to_owned()
        };
        return;
    };
    told.method = Some(found.method);
    told.confidence = Some(found.confidence);
    let sign = entry.cents.signum();
    let parts = found
        .parts
        .iter()
        .map(|(item, cents)| (matcher.item(*item).id.clone(), sign * cents));
    if found.confidence < min_confidence {
        let ids: Vec<String> = parts.map(|(id, _)| format!("`{}`", shown(&id))).collect();
        let what = if ids.is_empty() {
            format!(
                "customer `{}`",
                shown(&customer_ids[found.customer as usize])
            )
        } else {
            ids.join(", ")
        };
        told.reason = format!("less sure than `min_confidence` {min_confidence}: perhaps {what}");
        return;
    }
    told.status = BankStatus::Matched;
    told.invoices = parts.collect();
    told.unallocated_cents = sign * found.rest;
    told.customer_id = Some(customer_ids[found.customer as usize].clone());
}

fn push_rows(
    rows: &mut Rows,
    name: &str,
    line: u64,
    entry: &BankEntry,
    told: &BankMatch,
) -> Result<(), LedgerError> {
    let kind = if entry.cents > 0 {
        "payment"
    } else {
        "reversal"
    };
    let (value, booked) = (entry.value.to_string(), entry.booked.to_string());
    let customer = told.customer_id.as_deref().unwrap_or_default();
    let rest = (told.unallocated_cents != 0).then_some(("", told.unallocated_cents));
    let parts = told
        .invoices
        .iter()
        .map(|(id, cents)| (id.as_str(), *cents));
    for (id, cents) in parts.chain(rest) {
        let cents = amount(cents.saturating_abs());
        let cells = [
            ("invoice_id", id),
            ("customer_id", if id.is_empty() { customer } else { "" }),
            ("payment_date", value.as_str()),
            ("amount", cents.as_str()),
            ("known_date", booked.as_str()),
            ("kind", kind),
        ];
        rows.push(name, line, &cells)?;
    }
    Ok(())
}

/// The entry `nth` of a file, which no payment is made of. A file may be one line: the entry is told by its number.
fn refuse(line: u64, nth: usize, told: &BankMatch) -> Refused {
    let kind = match told.status {
        BankStatus::Unmatched => RejectKind::Unmatched,
        BankStatus::NotAReceipt => RejectKind::NotAReceipt,
        BankStatus::Repeated => RejectKind::Repeated,
        BankStatus::Matched | BankStatus::Faulty if told.cents.is_some() => RejectKind::NoRate,
        BankStatus::Matched | BankStatus::Faulty => RejectKind::Unreadable,
    };
    let reason = match told.status {
        BankStatus::Unmatched => format!("unmatched: {}", told.reason),
        BankStatus::NotAReceipt => format!("not a receipt: {}", told.reason),
        _ => told.reason.clone(),
    };
    Refused {
        file: None,
        line,
        column: "amount".to_owned(),
        value: told.cents.map(amount).unwrap_or_default(),
        kind,
        reason: match told.booked {
            Some(booked) => format!("{reason} (entry {nth} of the file, booked {booked})"),
            None => format!("{reason} (entry {nth} of the file)"),
        },
        cents: told.cents,
    }
}
