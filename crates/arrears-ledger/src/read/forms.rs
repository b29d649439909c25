//! Decides for a whole table how its dates and numbers are written.
//!
//! Every cell of every file of the table is a witness. All date columns decide together; a column of numbers that cannot
//! tell takes the mark of the table's others. A few cells that tell among many that fit both prove nothing: then the
//! ledger's own logic decides (an invoice is due on or after its date), then the tables read before; if none tells, the
//! user is asked for one line of config.

use arrears_formats::{
    ColumnPiece, DateEvidence, DateOrder, DecimalMark, MarkFinding, NumberEvidence, OrderFinding,
    parse_date, shown,
};
use rayon::prelude::*;

use super::cells::TextCells;
use super::plan::PlannedColumn;
use crate::schema::ColumnType;
use crate::{LedgerError, Table};

/// How one column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    /// Order of its dates.
    pub date_order: DateOrder,
    /// Mark of its numbers.
    pub decimal_mark: DecimalMark,
}

/// What the config says, and what the tables read before have shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// `date_order` of the config.
    pub set_order: Option<DateOrder>,
    /// `decimal_mark` of the config.
    pub set_mark: Option<DecimalMark>,
    /// Order shown by earlier tables.
    pub seen_order: Option<DateOrder>,
    /// Mark shown by earlier tables.
    pub seen_mark: Option<DecimalMark>,
}

impl Known {
    /// Documents write dates with the year first and numbers with a decimal point, whatever else there is.
    pub fn of_documents() -> Known {
        Known {
            set_order: Some(DateOrder::Ymd),
            set_mark: Some(DecimalMark::Point),
            ..Known::default()
        }
    }
}

/// The text cells of one planned column, by file (those files that have it as text).
pub(crate) struct Witness<'a> {
    /// The column.
    pub column: &'a PlannedColumn,
    /// File name and cells.
    pub cells: Vec<(&'a str, &'a TextCells<'a>)>,
}

/// The forms of a table's columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Forms {
    /// Order by planned column, in the order of the witnesses given; what needs none has the default.
    pub by_witness: Vec<Form>,
    /// Order that the table shows, if it does.
    pub order: Option<DateOrder>,
    /// Mark that some column shows, if any does.
    pub mark: Option<DecimalMark>,
    /// How it was decided where the cells alone do not tell, and what stands for no date, a sentence each.
    pub notes: Vec<String>,
}

/// Of two orders among the dates of a table, this share of the lesser one is still taken for mistakes.
const TOLERATED_MIX: f64 = 0.01;
/// The same where it is a single date.
const TOLERATED_SINGLE: f64 = 0.05;

/// Decides the forms of all columns.
pub(crate) fn decide(witnesses: &[Witness<'_>], known: Known) -> Result<Forms, LedgerError> {
    let mut forms = Forms::default();
    let orders = decide_orders(witnesses, known, &mut forms)?;
    let marks = decide_marks(witnesses, known, &mut forms)?;
    forms.by_witness = orders
        .into_iter()
        .zip(marks)
        .map(|(order, mark)| Form {
            date_order: order.unwrap_or(DateOrder::Dmy),
            decimal_mark: mark.unwrap_or(DecimalMark::Point),
        })
        .collect();
    Ok(forms)
}

fn decide_orders(
    witnesses: &[Witness<'_>],
    known: Known,
    forms: &mut Forms,
) -> Result<Vec<Option<DateOrder>>, LedgerError> {
    if known.set_order.is_some() {
        forms.order = known.set_order;
        return Ok(vec![known.set_order; witnesses.len()]);
    }
    let evidence: Vec<DateEvidence> = evidence(
        witnesses,
        ColumnType::Date,
        DateEvidence::add,
        DateEvidence::merge,
    );
    let mut all = DateEvidence::default();
    evidence.iter().for_each(|column| all.merge(column, 1));
    let order = match all.finding() {
        OrderFinding::Decided(order) => Some(order),
        OrderFinding::Mixed(order, others) => {
            let column = with_most_others(&evidence, order);
            let share = if others == 1 {
                TOLERATED_SINGLE
            } else {
                TOLERATED_MIX
            };
            if others as f64 > share * telling(&all) as f64 {
                return Err(mixed(&witnesses[column], &all));
            }
            forms.notes.push(format!(
                "{others} dates in `{}` are not in the order of the others",
                witnesses[column].column.source
            ));
            Some(order)
        }
        OrderFinding::Indifferent => None,
        OrderFinding::Ambiguous => {
            let order = order_by_logic(witnesses, &evidence, known, forms)?;
            return Ok(vec![Some(order); witnesses.len()]);
        }
    };
    forms.order = order;
    Ok(vec![order; witnesses.len()])
}

/// The order of dates whose cells do not tell it, or too few of them.
fn order_by_logic(
    witnesses: &[Witness<'_>],
    evidence: &[DateEvidence],
    known: Known,
    forms: &mut Forms,
) -> Result<DateOrder, LedgerError> {
    let asked = evidence
        .iter()
        .position(|column| column.n_either > 0)
        .unwrap_or_default();
    if let Some((order, sentence)) = due_not_before_invoice(witnesses) {
        forms.notes.push(sentence);
        forms.order = Some(order);
        return Ok(order);
    }
    let order = known
        .seen_order
        .ok_or_else(|| ambiguous_dates(&witnesses[asked], evidence.iter().map(telling).sum()))?;
    forms.notes.push(format!(
        "the order of the dates in `{}` is taken from the other tables",
        witnesses[asked].column.source
    ));
    Ok(order)
}

/// Dates that are one in one order only.
fn telling(evidence: &DateEvidence) -> u64 {
    evidence.n_day_first + evidence.n_month_first
}

/// The column with most dates that are not in this order.
fn with_most_others(evidence: &[DateEvidence], order: DateOrder) -> usize {
    let others = |column: &DateEvidence| match order {
        DateOrder::Mdy => column.n_day_first,
        DateOrder::Dmy | DateOrder::Ymd => column.n_month_first,
    };
    (0..evidence.len())
        .rev()
        .max_by_key(|&index| others(&evidence[index]))
        .unwrap_or_default()
}

fn decide_marks(
    witnesses: &[Witness<'_>],
    known: Known,
    forms: &mut Forms,
) -> Result<Vec<Option<DecimalMark>>, LedgerError> {
    if known.set_mark.is_some() {
        forms.mark = known.set_mark;
        return Ok(vec![known.set_mark; witnesses.len()]);
    }
    let mut evidence = evidence(
        witnesses,
        ColumnType::Amount,
        NumberEvidence::add,
        NumberEvidence::merge,
    );
    for kind in [ColumnType::Number, ColumnType::Integer] {
        let more = self::evidence(witnesses, kind, NumberEvidence::add, NumberEvidence::merge);
        evidence
            .iter_mut()
            .zip(&more)
            .for_each(|(all, more)| all.merge(more, 1));
    }
    let mut marks = Vec::new();
    for (witness, evidence) in witnesses.iter().zip(&evidence) {
        marks.push(match evidence.finding() {
            MarkFinding::Decided(mark) => Some(mark),
            MarkFinding::Mixed(mark, others) => {
                forms.notes.push(format!(
                    "{others} numbers in `{}` do not have the decimal mark of the others",
                    witness.column.source
                ));
                Some(mark)
            }
            MarkFinding::Indifferent | MarkFinding::Ambiguous => None,
        });
    }
    forms.mark = agreed(&marks);
    let asked = evidence
        .iter()
        .position(|evidence| evidence.finding() == MarkFinding::Ambiguous);
    let Some(asked) = asked else {
        return Ok(marks);
    };
    let n_telling = evidence[asked].n_comma + evidence[asked].n_point;
    let mark = forms
        .mark
        .or(known.seen_mark)
        .ok_or_else(|| ambiguous_numbers(&witnesses[asked], n_telling))?;
    if n_telling > 0 {
        forms.notes.push(format!(
            "the decimal mark in `{}` is taken from the other numbers: only {n_telling} of its own tell it",
            witnesses[asked].column.source
        ));
    }
    Ok(marks
        .into_iter()
        .map(|found| found.or(Some(mark)))
        .collect())
}

/// The evidence by witness, of all files together; empty for columns of another type.
fn evidence<E: Default + Send>(
    witnesses: &[Witness<'_>],
    column_type: ColumnType,
    add: impl Fn(&mut E, &str) + Sync,
    merge: impl Fn(&mut E, &E, u64) + Sync,
) -> Vec<E> {
    let of_piece = |piece: &ColumnPiece| {
        let mut all = E::default();
        match piece.few() {
            None => piece.iter().for_each(|cell| add(&mut all, cell)),
            Some((cells, numbers)) => {
                for (cell, n_rows) in cells.iter().zip(counts(numbers, cells.len())) {
                    let mut one = E::default();
                    add(&mut one, cell);
                    merge(&mut all, &one, n_rows);
                }
            }
        }
        all
    };
    let of_cells = |cells: &TextCells<'_>| match cells {
        // Counts of the pieces add up to those of the column, in any order.
        TextCells::Column(column) => {
            column
                .pieces()
                .par_iter()
                .map(of_piece)
                .reduce(E::default, |mut all, piece| {
                    merge(&mut all, &piece, 1);
                    all
                })
        }
        TextCells::Strings(_) => {
            let mut evidence = E::default();
            cells.each(|cell| add(&mut evidence, cell));
            evidence
        }
    };
    witnesses
        .par_iter()
        .map(|witness| {
            let mut all = E::default();
            if witness.column.column_type == column_type {
                for (_, cells) in &witness.cells {
                    merge(&mut all, &of_cells(cells), 1);
                }
            }
            all
        })
        .collect()
}

/// How many rows have each of so many different cells.
fn counts(numbers: &[u16], n_cells: usize) -> Vec<u64> {
    let mut counts = vec![0; n_cells];
    for number in numbers {
        counts[*number as usize] += 1;
    }
    counts
}

/// The one value among those found; none if there is none or they differ.
fn agreed<T: Copy + PartialEq>(found: &[Option<T>]) -> Option<T> {
    let mut values = found.iter().flatten();
    let first = *values.next()?;
    values.all(|value| *value == first).then_some(first)
}

/// An invoice is due on or after its date: the order under which (nearly) all are, if under the other many are not.
fn due_not_before_invoice(witnesses: &[Witness<'_>]) -> Option<(DateOrder, String)> {
    let column = |name: &str| {
        witnesses
            .iter()
            .position(|w| w.column.table == Table::Invoices && w.column.canonical == name)
    };
    let (invoice, due) = (column("invoice_date")?, column("due_date")?);
    let broken = |order: DateOrder| {
        let (mut n, mut n_broken) = (0_u64, 0_u64);
        for ((_, a), (_, b)) in witnesses[invoice].cells.iter().zip(&witnesses[due].cells) {
            for (a, b) in a.iter().zip(b.iter()) {
                let issued = parse_date(a, order);
                let due = parse_date(b, order);
                if let (Some(issued), Some(due)) = (issued, due) {
                    n += 1;
                    n_broken += u64::from(due < issued);
                }
            }
        }
        (n, n_broken)
    };
    let (n, day_first) = broken(DateOrder::Dmy);
    let (_, month_first) = broken(DateOrder::Mdy);
    let choose = |best: u64, other: u64| best * 100 <= n && other > 0 && other * 10 >= n;
    let (order, words, others) = if choose(day_first, month_first) {
        (DateOrder::Dmy, "day first", month_first)
    } else if choose(month_first, day_first) {
        (DateOrder::Mdy, "month first", day_first)
    } else {
        return None;
    };
    let sentence = format!(
        "dates are read {words}: read the other way, {others} of {n} invoices would be due before their date"
    );
    Some((order, sentence))
}

fn ambiguous_dates(witness: &Witness<'_>, n_telling: u64) -> LedgerError {
    let (file, example) = first_cell(witness, |cell| {
        DateEvidence::of(std::iter::once(cell)).finding() == OrderFinding::Ambiguous
    });
    LedgerError::AmbiguousDates {
        file,
        table: witness.column.table,
        column: witness.column.source.clone(),
        example,
        n_telling,
    }
}

fn ambiguous_numbers(witness: &Witness<'_>, n_telling: u64) -> LedgerError {
    let (file, example) = first_cell(witness, |cell| {
        NumberEvidence::of(std::iter::once(cell)).finding() == MarkFinding::Ambiguous
    });
    LedgerError::AmbiguousNumbers {
        file,
        table: witness.column.table,
        column: witness.column.source.clone(),
        example,
        n_telling,
    }
}

fn mixed(witness: &Witness<'_>, evidence: &DateEvidence) -> LedgerError {
    LedgerError::MixedDates {
        file: witness
            .cells
            .first()
            .map(|(file, _)| (*file).to_owned())
            .unwrap_or_default(),
        table: witness.column.table,
        column: witness.column.source.clone(),
        n_day_first: evidence.n_day_first,
        n_month_first: evidence.n_month_first,
    }
}

fn first_cell(witness: &Witness<'_>, is: impl Fn(&str) -> bool) -> (String, String) {
    witness
        .cells
        .iter()
        .find_map(|(file, cells)| {
            cells
                .iter()
                .find(|cell| is(cell))
                .map(|cell| ((*file).to_owned(), shown(cell.trim())))
        })
        .unwrap_or_default()
}
