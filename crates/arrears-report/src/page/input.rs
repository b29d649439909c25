//! What to look at first, control totals, rows and coverage by month, late bookings.

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, View};
use crate::{ControlReport, FileRows, ReportError, TableMonths, chart};

/// A finding as it is shown.
pub(super) struct Finding<'a> {
    pub(super) text: &'a str,
    pub(super) grave: bool,
}

pub(super) fn findings<'a>(view: &View<'a>) -> Vec<Finding<'a>> {
    let findings = view.data.quality.findings.iter();
    findings
        .map(|finding| Finding {
            text: view.say(&finding.text),
            grave: finding.grave,
        })
        .collect()
}

/// Rows and amounts of every file.
pub(super) fn files(view: &View) -> Table {
    let (t, input) = (view.t.quality, view.t.input);
    let cents = |cents: Option<i64>| {
        let text = cents.map_or_else(
            || crate::format::NONE.to_owned(),
            |n| view.f.amount_exact(n),
        );
        Cell::number(text, cents.map(|n| n as f64))
    };
    let row = |file: &FileRows| {
        let unreadable = file.amount_used_minor.map(|_| file.n_unreadable);
        vec![
            Cell::text(&file.file),
            Cell::text(view.t.codes.table(&file.table)),
            view.count_cell(file.read),
            view.count_cell(file.used),
            view.count_cell(file.rejected).strong(file.rejected > 0),
            cents(file.amount_used_minor),
            cents(file.amount_rejected_minor).strong(file.amount_rejected_minor.unwrap_or(0) != 0),
            match unreadable {
                Some(n) => view.count_cell(n).strong(n > 0),
                None => view.number_cell(None, 0),
            },
        ]
    };
    Table::new(t.files)
        .text(t.file)
        .text(t.table)
        .number(t.read)
        .number(t.used)
        .number(t.rejected)
        .number(view.in_currency(input.amount_used))
        .number(view.in_currency(input.amount_rejected))
        .number(input.n_unreadable)
        .rows(view.data.quality.files.iter().map(row))
}

/// Control totals: their heading, the table, and what they were compared with.
pub(super) struct Control<'a> {
    pub(super) title: String,
    pub(super) table: Html,
    pub(super) outcome: &'a str,
}

pub(super) fn control<'a>(view: &View<'a>) -> Result<Option<Control<'a>>, ReportError> {
    let t = view.t.input;
    let Some(control) = &view.data.quality.control else {
        return Ok(None);
    };
    let title = view.fill(t.control, &[("date", &view.f.date(&control.date))]);
    Ok(Some(Control {
        table: control_table(view, control, &title).html(view)?,
        outcome: if control.given_minor.is_some() {
            t.agrees
        } else {
            t.not_compared
        },
        title,
    }))
}

fn control_table(view: &View, control: &ControlReport, title: &str) -> Table {
    let t = view.t.input;
    let amount = |minor: i64| Cell::number(view.f.amount_exact(minor), Some(minor as f64));
    let debits = [
        (t.invoiced, control.invoiced_minor),
        (t.reversals, control.reversals_minor),
        (t.credit_notes_used, control.credit_notes_used_minor),
    ];
    let credits = [
        (t.payments, control.payments_minor),
        (t.credit_notes, control.credit_notes_minor),
        (t.discounts, control.discounts_minor),
        (t.offsets, control.offsets_minor),
        (t.write_offs, control.write_offs_minor),
        (t.unallocated, control.unallocated_minor),
    ];
    // The lines of every ledger, and of the others those that it has.
    let shown =
        |(name, minor): &(&str, i64)| *minor != 0 || [t.invoiced, t.payments].contains(name);
    let debit = debits
        .into_iter()
        .filter(shown)
        .map(|(name, minor)| vec![Cell::text(name), amount(minor), Cell::text("")]);
    let credit = credits
        .into_iter()
        .filter(shown)
        .map(|(name, minor)| vec![Cell::text(name), Cell::text(""), amount(minor)]);
    let balance = vec![
        Cell::text(t.balance).strong(true),
        amount(control.balance_minor).strong(true),
        Cell::text(""),
    ];
    Table::new(title)
        .text(t.line)
        .number(view.in_currency(t.debit_in))
        .number(view.in_currency(t.credit_in))
        .rows(debit.chain(credit).chain([balance]))
}

/// The tables that have months.
fn dated<'a>(view: &View<'a>) -> Vec<&'a TableMonths> {
    let tables = view.data.quality.tables.iter();
    tables.filter(|table| !table.months.is_empty()).collect()
}

pub(super) fn rows_by_month(view: &View) -> Result<Html, ReportError> {
    let (t, tables) = (view.t.input, dated(view));
    let mut note = vec![t.rows_note.to_owned()];
    let most = chart::MOST_MONTHS;
    if tables.iter().any(|table| table.months.len() > most) {
        let n = view.f.count(most as u64);
        note.push(view.fill(t.rows_cut, &[("n", &n)]));
    }
    let figure = Figure {
        title: t.rows_figure,
        chart: chart::rows_by_month(&tables, &view.f, &view.t)?,
        note,
        table: Some(rows_table(view, &tables)),
    };
    figure.html(view)
}

fn rows_table(view: &View, tables: &[&TableMonths]) -> Table {
    let (t, quality) = (view.t.input, view.t.quality);
    let date = |iso: &Option<String>| {
        let text = iso.as_ref().map(|iso| view.f.date(iso));
        Cell::text(text.unwrap_or_default())
    };
    let extreme = |table: &TableMonths, most: bool| {
        let months = table.months.iter();
        let found = match most {
            true => months.max_by_key(|m| m.n_rows),
            false => months.min_by_key(|m| m.n_rows),
        };
        let text = found.map(|m| format!("{}: {}", view.f.month(&m.month), view.f.count(m.n_rows)));
        Cell::text(text.unwrap_or_default())
    };
    Table::new(t.rows_figure)
        .text(quality.table)
        .number(quality.rows)
        .text(t.from)
        .text(t.until)
        .number(t.rows_outside)
        .text(t.busiest)
        .text(t.quietest)
        .rows(tables.iter().map(|table| {
            vec![
                Cell::text(view.t.codes.table(&table.table)),
                view.count_cell(table.n_rows),
                date(&table.from),
                date(&table.until),
                view.count_cell(table.n_outside).strong(table.n_outside > 0),
                extreme(table, true),
                extreme(table, false),
            ]
        }))
}

pub(super) fn coverage(view: &View) -> Result<Html, ReportError> {
    let (t, quality) = (view.t.input, view.t.quality);
    let columns = chart::chosen_columns(&view.data.quality.tables);
    let least = |shares: &[Option<f64>]| shares.iter().flatten().copied().reduce(f64::min);
    let table = Table::new(t.coverage_figure)
        .text(quality.table)
        .text(t.column)
        .number(t.filled)
        .number(t.filled_least)
        .number(t.filled_last)
        .rows(columns.iter().map(|(table, column)| {
            vec![
                Cell::text(&table.table),
                Cell::text(&column.column),
                view.percent_cell(Some(column.share)),
                view.percent_cell(least(&column.by_month)),
                view.percent_cell(column.by_month.last().copied().flatten()),
            ]
        }));
    let figure = Figure {
        title: t.coverage_figure,
        chart: chart::coverage(&columns, &view.f, &view.t)?,
        note: vec![t.coverage_note.to_owned()],
        table: Some(table),
    };
    figure.html(view)
}

pub(super) fn bookings(view: &View) -> Table {
    let (t, quality) = (view.t.input, view.t.quality);
    let days = |n: i32| view.number_cell(Some(f64::from(n)), 0);
    let rows = view.data.quality.tables.iter().filter_map(|table| {
        let lags = table.bookings.as_ref()?;
        Some(vec![
            Cell::text(view.t.codes.table(&table.table)),
            view.percent_cell(Some(lags.late_share)),
            view.percent_cell(Some(lags.retroactive_share)),
            view.percent_cell(Some(lags.month_late_share)),
            days(lags.days_p50),
            days(lags.days_p90),
            days(lags.days_max),
        ])
    });
    Table::new(t.bookings)
        .text(quality.table)
        .number(t.booked_late)
        .number(t.retroactive)
        .number(t.month_late)
        .number(t.half)
        .number(t.nine_in_ten)
        .number(t.latest)
        .rows(rows)
}
