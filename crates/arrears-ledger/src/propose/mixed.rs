//! One file that holds invoices and payments together: proposes `only` for both.
//!
//! A column of few words, some of which are kinds of invoices and some kinds of payments, tells the rows apart; so does
//! one of journals, those of sales and those of the bank.
//! Whether the payments name their invoice is told by the values: their numbers are those of invoices, or not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::facts::{ColumnFacts, FileFacts};
use super::known::no_invoice;
use super::lexicon::Notion;
use super::matching::{as_table, match_column};
use super::words::{fold, read};
use super::{ColumnProposal, Confidence, TableProposal};
use crate::Table;
use crate::schema::{self, INVOICE_KINDS, PAYMENT_KINDS, normalise_kind, squeeze};

/// Share of the payments whose number must be an invoice's for the column to name their invoice.
const NAMED: f64 = 0.5;
/// Journals of sales.
const SALES: &str = "vrk vrkoop vrkp verkoop verkopen verkoopboek verkoopdagboek vkb vk vf sales sls sale vte ventes \
     vente ve vt verkauf verkaufe";
/// Journals of the bank and of cash.
const MONEY: &str = "bnk bank bankboek bq banque kas kasboek csh cash caisse ca kasse ing rabo rabobank abn abnamro kbc \
     belfius triodos";

/// The two tables of a file that holds both, and what is to be confirmed.
pub(crate) fn split_tables(
    facts: &FileFacts,
    path: &Path,
) -> Option<(Vec<TableProposal>, Vec<String>)> {
    let kinds = facts.columns.iter().find_map(Kinds::of)?;
    let mut invoices = as_table(facts, path, Table::Invoices);
    // One that is missing is asked for; with more of them it is perhaps no ledger at all.
    if invoices.missing.len() > 1 {
        return None;
    }
    let mut payments = as_table(facts, path, Table::Payments);
    payments
        .columns
        .retain(|column| column.canonical != "kind" && column.canonical != "invoice_id");
    invoices.columns.retain(|column| column.canonical != "kind");
    number_of_both(facts, &kinds, &mut invoices.columns);
    let of_invoices = |name: &str| {
        let mut columns = invoices.columns.iter();
        columns.find(|column| column.canonical == name).cloned()
    };
    if let Some(number) = of_invoices("invoice_id") {
        let paid = invoice_of(facts, &kinds, number);
        let paid = or_by_clearing(paid, &payments.columns);
        payments.columns.insert(0, paid);
    }
    let has = |columns: &[ColumnProposal], name: &str| columns.iter().any(|c| c.canonical == name);
    // One date and one amount serve both, where the payments have none of their own.
    if !has(&payments.columns, "payment_date")
        && let Some(date) = of_invoices("invoice_date")
    {
        payments.columns.push(renamed(date, "payment_date"));
    }
    if let Some(amount) = of_invoices("amount")
        && !has(&payments.columns, "side")
    {
        payments
            .columns
            .retain(|column| column.canonical != "amount");
        let canonical = if kinds.payments_are_negative(facts, &amount.column) {
            "debit"
        } else {
            "amount"
        };
        payments.columns.push(renamed(amount, canonical));
    }
    for (table, words) in [
        (&mut invoices, &kinds.of_invoices),
        (&mut payments, &kinds.of_payments),
    ] {
        // The name of a journal does not say what kind a row is: its sign or its side does.
        if kinds.are_kinds(words, table.table) {
            table.columns.push(ColumnProposal {
                canonical: "kind".to_owned(),
                column: kinds.column.clone(),
                confidence: Confidence::High,
                reason: "its words are kinds of invoices and payments".to_owned(),
            });
        }
        *table = TableProposal {
            only: BTreeMap::from([(kinds.column.clone(), words.iter().cloned().collect())]),
            ..TableProposal::new(table.table, path, facts, std::mem::take(&mut table.columns))
        };
    }
    let used = |name: &String| {
        let mut both = invoices.columns.iter().chain(&payments.columns);
        both.any(|column| column.column == *name)
    };
    let unmapped: Vec<String> = invoices
        .unmapped
        .iter()
        .filter(|name| !used(name) && **name != kinds.column)
        .cloned()
        .collect();
    (invoices.unmapped, payments.unmapped) = (unmapped, Vec::new());
    let doubts = kinds.doubts(path);
    Some((vec![invoices, payments], doubts))
}

fn renamed(column: ColumnProposal, canonical: &str) -> ColumnProposal {
    ColumnProposal {
        canonical: canonical.to_owned(),
        reason: format!("as `{}` of the invoices", column.canonical),
        ..column
    }
}

/// The column that tells the rows apart.
struct Kinds {
    column: String,
    of_invoices: BTreeSet<String>,
    of_payments: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Kinds {
    fn of(column: &ColumnFacts) -> Option<Kinds> {
        let mut kinds = Kinds {
            column: column.name.clone(),
            of_invoices: BTreeSet::new(),
            of_payments: BTreeSet::new(),
            others: BTreeSet::new(),
        };
        let notions = read(&column.name).notions;
        let is_journal = notions.contains(&Notion::Journal) || notions.contains(&Notion::Kind);
        let is_one = |word: &str, journals: &str| {
            let word = squeeze(&fold(word));
            is_journal && journals.split_whitespace().any(|journal| journal == word)
        };
        for word in column.few_values()? {
            // A letter or two say too little: D is a debit, a day, a discount.
            let is_long = squeeze(word).len() > 1;
            let is_of = |known| is_long && normalise_kind(word, known).is_some();
            let into = if is_of(INVOICE_KINDS) || is_one(word, SALES) {
                &mut kinds.of_invoices
            } else if is_of(PAYMENT_KINDS) || is_one(word, MONEY) {
                &mut kinds.of_payments
            } else {
                &mut kinds.others
            };
            into.insert(word.clone());
        }
        let n_known = kinds.of_invoices.len() + kinds.of_payments.len();
        let is_both = !kinds.of_invoices.is_empty() && !kinds.of_payments.is_empty();
        (is_both && n_known >= kinds.others.len()).then_some(kinds)
    }

    /// Whether all words of a table are kinds that it has.
    fn are_kinds(&self, words: &BTreeSet<String>, table: Table) -> bool {
        let known = if table == Table::Invoices {
            INVOICE_KINDS
        } else {
            PAYMENT_KINDS
        };
        words
            .iter()
            .all(|word| normalise_kind(word, known).is_some())
    }

    /// Rows of the payments or of the invoices.
    fn rows<'f>(
        &self,
        facts: &'f FileFacts,
        words: &'f BTreeSet<String>,
    ) -> impl Iterator<Item = usize> + 'f {
        let column = facts.column(&self.column);
        (0..column.map_or(0, ColumnFacts::n_rows)).filter(move |&row| {
            let word = column.and_then(|column| column.cell(row));
            word.is_some_and(|word| words.contains(word))
        })
    }

    /// Whether a column numbers the invoices: one for each, as good as always.
    fn numbers_invoices(&self, facts: &FileFacts, column: &ColumnFacts) -> bool {
        let rows = self.rows(facts, &self.of_invoices);
        let cells: Vec<&str> = rows.filter_map(|row| column.cell(row)).collect();
        let distinct: BTreeSet<&str> = cells.iter().copied().collect();
        20 * distinct.len() >= 19 * cells.len() && !distinct.contains("")
    }

    fn payments_are_negative(&self, facts: &FileFacts, amount: &str) -> bool {
        let amounts = facts.column(amount);
        let (mut n_negative, mut n) = (0_u64, 0_u64);
        for row in self.rows(facts, &self.of_payments) {
            let cell = amounts.and_then(|amounts| amounts.cell(row)).unwrap_or("");
            let is_negative = cell.starts_with(['-', '(', '\u{2212}']) || cell.ends_with('-');
            n += u64::from(!cell.is_empty());
            n_negative += u64::from(is_negative);
        }
        2 * n_negative > n
    }

    fn doubts(&self, path: &Path) -> Vec<String> {
        let list = |words: &BTreeSet<String>| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            format!("`{}`", words.join("`, `"))
        };
        let mut doubts = vec![format!(
            "`{}` holds invoices ({}) and payments ({}), told apart by `{}`: confirm",
            path.display(),
            list(&self.of_invoices),
            list(&self.of_payments),
            self.column
        )];
        if !self.others.is_empty() {
            doubts.push(format!(
                "`{}`: rows where `{}` is {} are taken by no table and rejected: add these words to `only` of the \
                 table they belong to",
                path.display(),
                self.column,
                list(&self.others)
            ));
        }
        doubts
    }
}

/// Where the payments do not bear the number that was taken for the invoices', and do bear another that may be it, that
/// one is taken: it comes back in the whole list only because of them.
fn number_of_both(facts: &FileFacts, kinds: &Kinds, columns: &mut [ColumnProposal]) {
    let Some(at) = columns.iter().position(|one| one.canonical == "invoice_id") else {
        return;
    };
    if !invoice_of(facts, kinds, columns[at].clone())
        .column
        .is_empty()
    {
        return;
    }
    let Some(def) = schema::column(Table::Invoices, "invoice_id") else {
        return;
    };
    let is_free = |name: &str| columns.iter().all(|one| one.column != name);
    let others = facts.columns.iter().filter(|one| is_free(&one.name));
    let mut named = others
        .filter(|column| {
            match_column(def, column).is_some() && kinds.numbers_invoices(facts, column)
        })
        .map(|column| ColumnProposal {
            column: column.name.clone(),
            ..columns[at].clone()
        })
        .map(|number| invoice_of(facts, kinds, number))
        .filter(|paid| !paid.column.is_empty());
    if let Some(number) = named.next() {
        columns[at] = number;
    }
}

/// Whether the payments name their invoice in the invoices' own column.
fn invoice_of(facts: &FileFacts, kinds: &Kinds, number: ColumnProposal) -> ColumnProposal {
    let Some(column) = facts.column(&number.column) else {
        return no_invoice();
    };
    let of_invoices: BTreeSet<&str> = kinds
        .rows(facts, &kinds.of_invoices)
        .filter_map(|row| column.cell(row))
        .collect();
    let (mut n, mut n_named) = (0_u64, 0_u64);
    for cell in kinds
        .rows(facts, &kinds.of_payments)
        .filter_map(|row| column.cell(row))
        .filter(|cell| !cell.is_empty())
    {
        n += 1;
        n_named += u64::from(of_invoices.contains(cell));
    }
    if n_named as f64 >= NAMED * n as f64 && n > 0 {
        let reason = format!("{n_named} of {n} payments bear the number of an invoice");
        ColumnProposal {
            confidence: Confidence::Medium,
            reason,
            ..number
        }
    } else {
        ColumnProposal {
            confidence: Confidence::Low,
            ..no_invoice()
        }
    }
}

/// What pays an invoice without naming it, where a column of what was cleared together tells which one.
fn or_by_clearing(paid: ColumnProposal, columns: &[ColumnProposal]) -> ColumnProposal {
    let clearing = columns.iter().find(|one| one.canonical == "clearing_id");
    match clearing {
        Some(clearing) if paid.column.is_empty() => ColumnProposal {
            confidence: Confidence::High,
            reason: format!(
                "payments settle the invoices with the same `{}`",
                clearing.column
            ),
            ..paid
        },
        _ => paid,
    }
}
