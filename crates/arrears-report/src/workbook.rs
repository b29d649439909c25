//! The worklist as a workbook: real dates and amounts, a frozen head, filters, and a column to fill in.
//!
//! Every text of the ledger is written as a text cell, which no spreadsheet takes for a formula, and one that looks like a
//! formula is marked as text for good. The same rows give the same bytes: the workbook's own date is the as-of date.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};

use crate::texts::{Texts, fill};
use crate::{Language, ReportError, WorklistRow};

/// Columns to fill in, the last ones: the outcome first.
const N_TO_FILL: u16 = 5;
/// Longest text that a cell holds.
const LONGEST: usize = 32_767;
/// Rows that a sheet holds below its head.
const MOST_ROWS: usize = 1_048_575;

/// The worklist of an as-of date (`2025-12-31`) as a workbook; `outcomes` is what its outcome column takes.
pub fn worklist_workbook(
    rows: &[WorklistRow],
    as_of: &str,
    currency: &str,
    outcomes: &[&str],
    language: Language,
) -> Result<Vec<u8>, ReportError> {
    let texts = Texts::of(language);
    let t = texts.worklist;
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::parse_from_str(as_of)?;
    let title = fill(t.title, &[("date", as_of)]);
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&title)
            .set_comment(texts.about.no_judgement)
            .set_creation_datetime(&made),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name(t.sheet)?;
    let formats = Formats::new();
    let columns = columns(language);
    for (at, column) in (0..).zip(&columns) {
        let head = fill(column.head, &[("unit", currency)]);
        sheet.write_string_with_format(0, at, &head, &formats.head)?;
        sheet.set_column_width(at, column.width)?;
    }
    for (at, row) in (1..).zip(rows.iter().take(MOST_ROWS)) {
        for (column_at, column) in (0..).zip(&columns) {
            (column.write)(
                &mut Cell {
                    sheet: &mut *sheet,
                    at: (at, column_at),
                    formats: &formats,
                    rank: at,
                    as_of,
                    language,
                },
                row,
            )?;
        }
    }
    finish(
        sheet,
        rows.len().min(MOST_ROWS) as u32,
        columns.len() as u16,
        outcomes,
    )?;
    Ok(workbook.save_to_buffer()?)
}

/// The head stays in sight, every column has a filter, and the outcome is chosen from its codes.
fn finish(
    sheet: &mut Worksheet,
    n_rows: u32,
    n_columns: u16,
    outcomes: &[&str],
) -> Result<(), XlsxError> {
    // The number of the line and the customer stay in sight too.
    sheet.set_freeze_panes(1, 3)?;
    sheet.set_row_height(0, 32)?;
    sheet.autofilter(0, 0, n_rows, n_columns - 1)?;
    if n_rows > 0 {
        let outcome = n_columns - N_TO_FILL;
        let codes = DataValidation::new().allow_list_strings(outcomes)?;
        sheet.add_data_validation(1, outcome, n_rows, outcome, &codes)?;
    }
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

struct Formats {
    head: Format,
    /// Plain, and for what a spreadsheet would take for a formula once it is edited.
    text: [Format; 2],
    /// The same of several lines.
    wrapped: [Format; 2],
    date: Format,
    money: Format,
    count: Format,
    to_fill: Format,
    date_to_fill: Format,
    money_to_fill: Format,
}

impl Formats {
    fn new() -> Formats {
        let plain = || Format::new().set_align(FormatAlign::Top);
        let to_fill = || plain().set_background_color("#FFF8DC");
        Formats {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color("#E7EEF3"),
            text: [plain(), plain().set_quote_prefix()],
            wrapped: [
                plain().set_text_wrap(),
                plain().set_text_wrap().set_quote_prefix(),
            ],
            date: plain().set_num_format("yyyy-mm-dd"),
            money: plain().set_num_format("#,##0.00"),
            count: plain().set_num_format("0"),
            to_fill: to_fill(),
            date_to_fill: to_fill().set_num_format("yyyy-mm-dd"),
            money_to_fill: to_fill().set_num_format("#,##0.00"),
        }
    }
}

/// A place in the sheet, and how things are written there.
struct Cell<'a> {
    sheet: &'a mut Worksheet,
    at: (u32, u16),
    formats: &'a Formats,
    rank: u32,
    as_of: &'a str,
    language: Language,
}

type Written = Result<(), XlsxError>;

impl Cell<'_> {
    fn text(&mut self, text: &str) -> Written {
        let [plain, quoted] = &self.formats.text;
        self.string(text, if is_like_formula(text) { quoted } else { plain })
    }

    /// A text of several lines.
    fn long(&mut self, text: &str) -> Written {
        let [plain, quoted] = &self.formats.wrapped;
        self.string(text, if is_like_formula(text) { quoted } else { plain })
    }

    fn string(&mut self, text: &str, format: &Format) -> Written {
        let (row, column) = self.at;
        let held: String = text.chars().filter(|c| is_seen(*c)).take(LONGEST).collect();
        match held.is_empty() {
            true => self.sheet.write_blank(row, column, format)?,
            false => self
                .sheet
                .write_string_with_format(row, column, &held, format)?,
        };
        Ok(())
    }

    fn number(&mut self, number: f64, format: &Format) -> Written {
        let (row, column) = self.at;
        self.sheet
            .write_number_with_format(row, column, number, format)?;
        Ok(())
    }

    fn money(&mut self, minor: i64) -> Written {
        self.number(minor as f64 / 100.0, &self.formats.money)
    }

    fn count(&mut self, n: f64) -> Written {
        self.number(n, &self.formats.count)
    }

    fn date(&mut self, day: &str) -> Written {
        let (row, column) = self.at;
        match ExcelDateTime::parse_from_str(day) {
            Ok(date) => {
                let format = &self.formats.date;
                self.sheet
                    .write_datetime_with_format(row, column, &date, format)?;
            }
            Err(_) => self.text("")?,
        }
        Ok(())
    }

    fn blank(&mut self, format: &Format) -> Written {
        let (row, column) = self.at;
        self.sheet.write_blank(row, column, format)?;
        Ok(())
    }
}

fn is_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Control characters, and marks that turn text round, are no part of a cell.
fn is_seen(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (!c.is_control() || c == '\n') && !turns
}

struct Column {
    head: &'static str,
    width: f64,
    write: fn(&mut Cell, &WorklistRow) -> Written,
}

fn columns(language: Language) -> Vec<Column> {
    let t = Texts::of(language).worklist;
    let of = |head, width, write| Column { head, width, write };
    vec![
        of(t.rank, 5.0, |cell, _| {
            let rank = f64::from(cell.rank);
            cell.count(rank)
        }),
        of(t.customer_id, 14.0, |cell, row| cell.text(&row.customer_id)),
        of(t.customer_name, 30.0, |cell, row| cell.text(&row.name)),
        of(t.parent_id, 12.0, |cell, row| cell.text(&row.parent_id)),
        of(t.status, 10.0, |cell, row| {
            let language = cell.language;
            cell.text(row.status.get(language))
        }),
        of(t.cause, 26.0, |cell, row| {
            let language = cell.language;
            cell.long(row.cause.get(language))
        }),
        of(t.contact_name, 20.0, |cell, row| {
            cell.text(&row.contact_name)
        }),
        of(t.phone, 17.0, |cell, row| cell.text(&row.phone)),
        of(t.email, 28.0, |cell, row| cell.text(&row.email)),
        of(t.language, 9.0, |cell, row| cell.text(&row.language)),
        of(t.expected_overdue, 16.0, |cell, row| {
            cell.money(row.expected_minor)
        }),
        of(t.net_overdue_amount, 14.0, |cell, row| {
            cell.money(row.net_minor)
        }),
        of(t.overdue_amount, 14.0, |cell, row| {
            cell.money(row.overdue_minor)
        }),
        of(t.unallocated_cash, 14.0, |cell, row| {
            cell.money(row.unallocated_minor)
        }),
        of(t.oldest_days_past_due, 30.0, |cell, row| {
            cell.count(f64::from(row.oldest_days_past_due))
        }),
        of(t.n_invoices, 18.0, |cell, row| {
            cell.count(f64::from(row.n_invoices))
        }),
        of(t.invoices, 24.0, |cell, row| cell.long(&row.invoices)),
        of(t.invoice_details, 44.0, |cell, row| {
            let language = cell.language;
            cell.long(row.invoice_details.get(language))
        }),
        of(t.po_references, 18.0, |cell, row| {
            cell.long(&row.po_references)
        }),
        of(t.segment, 9.0, |cell, row| cell.text(&row.segment)),
        of(
            Texts::of(language).customers.natural_person,
            12.0,
            |cell, row| {
                let t = Texts::of(cell.language).worklist;
                cell.text(if row.natural_person { t.yes } else { t.no })
            },
        ),
        of(t.reasons, 44.0, |cell, row| {
            let language = cell.language;
            cell.long(row.reasons.get(language))
        }),
        of(t.nonpayment, 24.0, |cell, row| {
            let language = cell.language;
            cell.long(row.nonpayment.get(language))
        }),
        of(t.measures, 34.0, |cell, row| {
            let language = cell.language;
            cell.long(row.measures.get(language))
        }),
        of(t.channel, 12.0, |cell, row| {
            let language = cell.language;
            cell.text(row.channel.get(language))
        }),
        of(t.next_step, 30.0, |cell, row| {
            let language = cell.language;
            cell.text(row.next_step.get(language))
        }),
        of(t.next_action_date, 12.0, |cell, row| {
            cell.date(&row.next_action_date)
        }),
        of(t.what_to_say, 60.0, |cell, row| cell.long(&row.what_to_say)),
        of(t.as_of, 12.0, |cell, _| {
            let as_of = cell.as_of;
            cell.date(as_of)
        }),
        of(t.outcome, 24.0, |cell, _| cell.blank(&cell.formats.to_fill)),
        of(t.outcome_on, 14.0, |cell, _| {
            cell.blank(&cell.formats.date_to_fill)
        }),
        of(t.promised_date, 14.0, |cell, _| {
            cell.blank(&cell.formats.date_to_fill)
        }),
        of(t.promised_amount, 14.0, |cell, _| {
            cell.blank(&cell.formats.money_to_fill)
        }),
        of(t.outcome_note, 30.0, |cell, _| {
            cell.blank(&cell.formats.to_fill)
        }),
    ]
}
