//! What a person should confirm about a table that was recognised.

use arrears_formats::{DateEvidence, OrderFinding, parse_date};

use super::facts::{self, FileFacts};
use super::{Confidence, KnownExport, Proposal, TableProposal, order_words};
use crate::schema::ColumnType;
use crate::{DateOrder, Table};

impl Proposal {
    /// A question for each column that is not certain.
    pub(super) fn ask_for_columns(&mut self, table: &TableProposal) {
        let file = table.path.display();
        for column in table
            .columns
            .iter()
            .filter(|column| column.confidence < Confidence::High)
        {
            self.doubts.push(match column.column.as_str() {
                "" => format!("`{file}`: {}", column.reason),
                name => format!(
                    "`{file}`: confirm that `{name}` is `{}` of `{}` ({})",
                    column.canonical, table.table, column.reason
                ),
            });
        }
    }

    /// How a table's dates and numbers are written, and every question about it.
    pub(super) fn decide_forms(&mut self, table: &mut TableProposal, facts: &FileFacts) {
        let file = table.path.display().to_string();
        let forms = facts.forms(table);
        let doubt = facts.doubt.iter();
        self.doubts
            .extend(doubt.map(|doubt| format!("`{file}`: {doubt}")));
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
                let proof = format!("`{file}`: dates are {}: ", order_words(order));
                // A file of several tables is written in one way, which is told once.
                if !self.proven.iter().any(|known| known.starts_with(&proof)) {
                    self.proven.push(format!(
                        "{proof}{told} of them, such as `{example}`, are dates only so"
                    ));
                }
            }
        }
        self.ask_for_columns(table);
        for name in &table.missing {
            self.doubts.push(format!(
                "`{file}`: no column is known to be `{name}`, which `{}` must have: fill it in",
                table.table
            ));
        }
        self.doubts.extend(due_before_invoice(table, facts));
        self.doubts.extend(payments_among(table, facts));
    }
}

/// Share of credits from which they are hardly all credit notes, and the rows from which it counts.
const MANY_CREDITS: (f64, u64) = (0.3, 20);

/// Credits among invoices that are too many for credit notes: the payments are perhaps in the same list.
fn payments_among(table: &TableProposal, facts: &FileFacts) -> Option<String> {
    if table.table != Table::Invoices || !table.only.is_empty() {
        return None;
    }
    let mut columns = table.columns.iter();
    let credit = columns.find(|column| column.canonical == "credit")?;
    let cells = facts.column(&credit.column)?;
    let is_amount = |cell: &str| cell.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    let credits = (0..cells.n_rows()).filter_map(|row| cells.cell(row));
    let n_credits = credits.filter(|cell| is_amount(cell)).count() as u64;
    let n = cells.n_rows() as u64;
    let (share, least) = MANY_CREDITS;
    (n >= least && n_credits as f64 >= share * n as f64).then(|| {
        format!(
            "`{}`: {n_credits} of {n} rows are credits (`{}`) and would count as credit notes: if payments are among \
             them, write `only` in `[ledger.invoices]` and in `[ledger.payments]`, with a column that tells them apart, \
             such as that of the journal",
            table.path.display(),
            credit.column
        )
    })
}

/// Most invoices are due on or after their date: if not, the columns are perhaps exchanged.
fn due_before_invoice(table: &TableProposal, facts: &FileFacts) -> Option<String> {
    let order = table.date_order.unwrap_or(DateOrder::Dmy).into();
    let named = |canonical: &str| {
        let column = table.columns.iter().find(|c| c.canonical == canonical)?;
        facts.column(&column.column)
    };
    let (issued, due) = (named("invoice_date")?, named("due_date")?);
    let day = |column: &facts::ColumnFacts, row| parse_date(column.cell(row)?, order);
    let (mut n, mut n_before) = (0_u64, 0_u64);
    for row in 0..issued.n_rows().min(due.n_rows()) {
        if let (Some(issued), Some(due)) = (day(issued, row), day(due, row)) {
            n += 1;
            n_before += u64::from(due < issued);
        }
    }
    (2 * n_before > n).then(|| {
        format!(
            "`{}`: {n_before} of {n} rows are due (`{}`) before their date (`{}`): are the columns exchanged?",
            table.path.display(),
            due.name,
            issued.name
        )
    })
}

/// A question about an export that is not quite a known one.
pub(super) fn unsure_export(known: &KnownExport) -> String {
    let others = match known.others.as_slice() {
        [] => String::new(),
        others => format!(", and like {}", others.join(", ")),
    };
    format!(
        "`{}` looks like {} ({} of {} headers){others}: confirm",
        known.path.display(),
        known.name,
        known.n_found,
        known.n_wanted
    )
}

impl FileFacts {
    /// The evidence of all mapped date columns.
    fn dates(&self, table: &TableProposal) -> DateEvidence {
        let mut all = DateEvidence::default();
        self.mapped(table, ColumnType::Date)
            .for_each(|column| all.merge(&column.dates, 1));
        all
    }
}
