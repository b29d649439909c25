//! From cells of text to a typed column, and the cells that are at fault.

use arrears_formats::{
    TextColumn, is_missing, is_zero_date, parse_bool, parse_cents, parse_date, parse_money,
    parse_number,
};
use polars::prelude::*;

use super::fillers::{Filler, is_filler, may_be_empty};
use super::forms::Form;
use super::plan::PlannedColumn;
use crate::schema::ColumnType;
use crate::several::Joined;
use crate::{Day, RejectKind};

/// A typed column, with the rows whose cell is at fault (null there), in order.
pub(crate) struct Parsed {
    /// The values.
    pub series: Series,
    /// Rows at fault, in order.
    pub faults: Vec<(u32, Fault)>,
    /// The cells of those rows, as much of them as messages show; of columns that never were text the column itself tells.
    pub texts: Vec<String>,
    /// Rows whose amount says more than cents, in order.
    pub rounded: Vec<u32>,
    /// Cells that stand for no date and were read as empty, in order.
    pub fillers: Vec<Filler>,
}

impl Parsed {
    /// Leaves out the faults of other rows.
    pub fn keep_faults(&mut self, is_kept: impl Fn(u32) -> bool) {
        if !self.texts.is_empty() {
            let mut faults = self.faults.iter();
            self.texts
                .retain(|_| faults.next().is_some_and(|(row, _)| is_kept(*row)));
        }
        self.faults.retain(|(row, _)| is_kept(*row));
        self.rounded.retain(|row| is_kept(*row));
        self.fillers.retain(|filler| is_kept(filler.row));
    }
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Empty, though the column is required.
    Missing,
    /// An id of which a part is empty.
    Incomplete,
    /// Not a value of the column's type.
    Unreadable,
    /// An amount beyond what a ledger takes.
    TooLarge,
    /// A date that no ledger can have.
    YearOutside,
}

impl Fault {
    /// As reports count it.
    pub fn kind(self) -> RejectKind {
        match self {
            Fault::Missing | Fault::Incomplete => RejectKind::Missing,
            Fault::Unreadable => RejectKind::Unreadable,
            Fault::YearOutside | Fault::TooLarge => RejectKind::Impossible,
        }
    }
}

/// Amounts are below 10^13 in whole units: what is more is no amount, and sums of it would not be exact.
pub(crate) const MOST_CENTS: i64 = 1_000_000_000_000_000;

/// Years that a date may have. Earlier and later ones are typing errors or fillers such as 9999-12-31.
pub(crate) const FIRST_YEAR: i32 = 1990;
/// See [`FIRST_YEAR`].
pub(crate) const LAST_YEAR: i32 = 2100;

/// Cells of text by row; a null is an empty cell.
pub(crate) enum TextCells<'a> {
    /// Of a text file.
    Column(&'a TextColumn),
    /// Of a Parquet file, in one chunk.
    Strings(StringChunked),
}

impl TextCells<'_> {
    /// Number of cells.
    pub fn len(&self) -> usize {
        match self {
            TextCells::Column(column) => column.len(),
            TextCells::Strings(strings) => strings.len(),
        }
    }

    /// All cells.
    pub fn iter(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            TextCells::Column(column) => Box::new(column.iter()),
            TextCells::Strings(strings) => {
                Box::new(strings.iter().map(|cell| cell.unwrap_or_default()))
            }
        }
    }

    /// Visits all cells in order; for millions of them this is quicker than one by one.
    pub fn each<'c>(&'c self, visit: impl FnMut(&'c str)) {
        match self {
            TextCells::Column(column) => column.iter().for_each(visit),
            TextCells::Strings(strings) => strings
                .iter()
                .map(|cell| cell.unwrap_or_default())
                .for_each(visit),
        }
    }

    /// Visits all cells in order with what each says. Where few differ, each of them is read once.
    fn each_read<'c, T: Copy>(
        &'c self,
        read: impl Fn(&'c str) -> T,
        mut visit: impl FnMut(&'c str, T),
    ) {
        let TextCells::Column(column) = self else {
            return self.each(|cell| visit(cell, read(cell)));
        };
        for piece in column.pieces() {
            let Some((cells, numbers)) = piece.few() else {
                piece.iter().for_each(|cell| visit(cell, read(cell)));
                continue;
            };
            let told: Vec<(&str, T)> = cells.into_iter().map(|cell| (cell, read(cell))).collect();
            for number in numbers {
                let (cell, says) = told[*number as usize];
                visit(cell, says);
            }
        }
    }
}

/// Gives cells their type. Cells that say nothing are null, and a fault where the column is required.
pub(crate) fn parse(cells: &TextCells<'_>, column: &PlannedColumn, form: Form) -> Parsed {
    let name = PlSmallStr::from_str(&column.canonical);
    let mut faults = Faults {
        required: column.required,
        may_be_empty: may_be_empty(column),
        row: 0,
        rows: Vec::new(),
        texts: Vec::new(),
        rounded: Vec::new(),
        fillers: Vec::new(),
    };
    let series = match column.column_type {
        ColumnType::Id if !column.parts.is_empty() => joined_ids(cells, name, &mut faults),
        ColumnType::Id | ColumnType::Text => text(cells, name, &mut faults),
        ColumnType::Date => dates(cells, name, &mut faults, form)
            .into_date()
            .into_series(),
        ColumnType::Amount => amounts(cells, name, &mut faults, form).into_series(),
        ColumnType::Number => collect::<Float64Type>(cells, name, &mut faults, |cell| {
            parse_number(cell, form.decimal_mark)
                .filter(|number| number.is_finite())
                .ok_or(Fault::Unreadable)
        })
        .into_series(),
        ColumnType::Integer => collect::<Int32Type>(cells, name, &mut faults, |cell| {
            whole(parse_cents(cell, form.decimal_mark)).ok_or(Fault::Unreadable)
        })
        .into_series(),
        ColumnType::Flag => flags(cells, name, &mut faults),
    };
    Parsed {
        series,
        faults: faults.rows,
        texts: faults.texts,
        rounded: faults.rounded,
        fillers: faults.fillers,
    }
}

/// The days of the years that a date may have.
pub(crate) fn year_range() -> std::ops::RangeInclusive<i32> {
    let day = |year, month, day| Day::from_ymd(year, month, day).map_or(0, |day| day.0);
    day(FIRST_YEAR, 1, 1)..=day(LAST_YEAR, 12, 31)
}

fn whole(cents: Option<i64>) -> Option<i32> {
    let cents = cents?;
    if cents % 100 == 0 {
        i32::try_from(cents / 100).ok()
    } else {
        None
    }
}

/// Characters kept of a cell at fault: one more than messages show, so that they can tell that it goes on.
const MOST_SHOWN: usize = 81;

/// The faults of a column, found row by row.
struct Faults {
    required: bool,
    /// Whether dates that stand for no date are taken as empty.
    may_be_empty: bool,
    /// The row that is being read.
    row: u32,
    rows: Vec<(u32, Fault)>,
    texts: Vec<String>,
    /// Rows whose amount says more than cents.
    rounded: Vec<u32>,
    /// Cells that stand for no date.
    fillers: Vec<Filler>,
}

impl Faults {
    fn missing(&mut self, cell: &str) {
        if self.required {
            self.add(cell, Fault::Missing);
        }
    }

    /// Takes note of a cell that stands for no date; false where the column needs one.
    fn fill(&mut self, day: Option<i32>) -> bool {
        if self.may_be_empty {
            let row = self.row;
            self.fillers.push(Filler { row, day });
        }
        self.may_be_empty
    }

    fn add(&mut self, cell: &str, fault: Fault) {
        self.rows.push((self.row, fault));
        self.texts
            .push(cell.trim().chars().take(MOST_SHOWN).collect());
    }
}

fn collect<T: PolarsNumericType>(
    cells: &TextCells<'_>,
    name: PlSmallStr,
    faults: &mut Faults,
    read: impl Fn(&str) -> Result<T::Native, Fault>,
) -> ChunkedArray<T> {
    let mut builder = PrimitiveChunkedBuilder::<T>::new(name, cells.len());
    let read = |cell| (!is_missing(cell)).then(|| read(cell));
    cells.each_read(read, |cell, said| {
        match said {
            None => faults.missing(cell),
            Some(Err(fault)) => faults.add(cell, fault),
            Some(Ok(_)) => {}
        }
        builder.append_option(said.and_then(Result::ok));
        faults.row += 1;
    });
    builder.finish()
}

fn dates(cells: &TextCells<'_>, name: PlSmallStr, faults: &mut Faults, form: Form) -> Int32Chunked {
    let in_years = year_range();
    let mut builder = PrimitiveChunkedBuilder::<Int32Type>::new(name, cells.len());
    cells.each(|cell| {
        if is_missing(cell) {
            missing_day(cell, faults);
            builder.append_null();
        } else {
            match parse_date(cell, form.date_order) {
                Some(day) if in_years.contains(&day) => builder.append_value(day),
                day => {
                    no_day(cell, day, faults);
                    builder.append_null();
                }
            }
        }
        faults.row += 1;
    });
    builder.finish()
}

/// A cell that says nothing; zeros for it are told.
fn missing_day(cell: &str, faults: &mut Faults) {
    if cell.is_empty() || !is_zero_date(cell) || !faults.fill(None) {
        faults.missing(cell);
    }
}

/// A cell that is no day of a ledger: one that stands for no date, or a fault.
fn no_day(cell: &str, day: Option<i32>, faults: &mut Faults) {
    match day {
        Some(day) if is_filler(day) && faults.fill(Some(day)) => {}
        Some(_) => faults.add(cell, Fault::YearOutside),
        None => faults.add(cell, Fault::Unreadable),
    }
}

fn amounts(
    cells: &TextCells<'_>,
    name: PlSmallStr,
    faults: &mut Faults,
    form: Form,
) -> Float64Chunked {
    let mut builder = PrimitiveChunkedBuilder::<Float64Type>::new(name, cells.len());
    let read = |cell| (!is_missing(cell)).then(|| parse_money(cell, form.decimal_mark));
    cells.each_read(read, |cell, said| {
        let mut value = None;
        match said {
            None => faults.missing(cell),
            Some(None) => faults.add(cell, Fault::Unreadable),
            Some(Some((cents, _))) if cents.abs() >= MOST_CENTS => {
                faults.add(cell, Fault::TooLarge)
            }
            Some(Some((cents, is_rounded))) => {
                // Up to 2^53 cents the quotient is the float nearest to the amount.
                value = Some(cents as f64 / 100.0);
                if is_rounded {
                    faults.rounded.push(faults.row);
                }
            }
        }
        builder.append_option(value);
        faults.row += 1;
    });
    builder.finish()
}

fn text(cells: &TextCells<'_>, name: PlSmallStr, faults: &mut Faults) -> Series {
    let mut builder = StringChunkedBuilder::new(name, cells.len());
    cells.each_read(trimmed, |cell, said| {
        match said {
            "" => {
                faults.missing(cell);
                builder.append_null();
            }
            said => builder.append_value(said),
        }
        faults.row += 1;
    });
    builder.finish().into_series()
}

/// Ids of several parts, each of which must be there.
fn joined_ids(cells: &TextCells<'_>, name: PlSmallStr, faults: &mut Faults) -> Series {
    let mut builder = StringChunkedBuilder::new(name, cells.len());
    cells.each(|cell| {
        match Joined::of(cell) {
            Joined::Whole(id) => builder.append_value(id),
            Joined::Missing => {
                faults.missing("");
                builder.append_null();
            }
            Joined::Incomplete(id) => {
                faults.add(&id, Fault::Incomplete);
                builder.append_null();
            }
        }
        faults.row += 1;
    });
    builder.finish().into_series()
}

/// A cell without blanks around it; most have none, which their first and last byte tell.
fn trimmed(cell: &str) -> &str {
    let bytes = cell.as_bytes();
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_plain(bytes.first()) && is_plain(bytes.last()) {
        cell
    } else {
        cell.trim()
    }
}

fn flags(cells: &TextCells<'_>, name: PlSmallStr, faults: &mut Faults) -> Series {
    let mut builder = BooleanChunkedBuilder::new(name, cells.len());
    let read = |cell| (parse_bool(cell), is_missing(cell));
    cells.each_read(read, |cell, (value, is_missing)| {
        match value {
            None if is_missing => faults.missing(cell),
            None => faults.add(cell, Fault::Unreadable),
            Some(_) => {}
        }
        builder.append_option(value);
        faults.row += 1;
    });
    builder.finish().into_series()
}

#[cfg(test)]
mod tests {
    use arrears_formats::{DateOrder, DecimalMark};

    use super::*;
    use crate::Table;

    fn check(
        column_type: ColumnType,
        required: bool,
        cells: &[&str],
        expected: &[AnyValue<'static>],
        faults: &[(u32, Fault)],
    ) {
        let column = PlannedColumn {
            table: Table::Invoices,
            canonical: "x".to_owned(),
            source: "X".to_owned(),
            parts: Vec::new(),
            column_type,
            required,
            mapped: true,
            expected: true,
        };
        let cells = TextCells::Strings(cells.iter().map(|cell| Some(*cell)).collect());
        let form = Form {
            date_order: DateOrder::Dmy,
            decimal_mark: DecimalMark::Comma,
        };
        let parsed = parse(&cells, &column, form);
        assert_eq!(parsed.series.dtype(), &column_type.dtype());
        let values: Vec<AnyValue> = parsed.series.iter().map(AnyValue::into_static).collect();
        assert_eq!(
            (values.as_slice(), parsed.faults.as_slice()),
            (expected, faults)
        );
    }

    #[test]
    fn cells_get_their_type_or_a_fault() {
        use AnyValue::{Boolean, Date, Float64, Int32, Null, StringOwned};
        use Fault::{Missing, Unreadable, YearOutside};
        check(
            ColumnType::Date,
            true,
            &[
                "31-12-2025",
                "",
                "30-02-2025",
                "31-12-9999",
                "1989-12-31",
                "1990-01-01",
            ],
            &[Date(20_453), Null, Null, Null, Null, Date(7_305)],
            &[
                (1, Missing),
                (2, Unreadable),
                (3, YearOutside),
                (4, YearOutside),
            ],
        );
        check(
            ColumnType::Amount,
            false,
            &["1.299,99", "NULL", "12,50-", "veel"],
            &[Float64(1299.99), Null, Float64(-12.5), Null],
            &[(3, Unreadable)],
        );
        check(
            ColumnType::Integer,
            false,
            &["3", "3,0", "3,5", "99999999999"],
            &[Int32(3), Int32(3), Null, Null],
            &[(2, Unreadable), (3, Unreadable)],
        );
        check(
            ColumnType::Flag,
            false,
            &["ja", "Nee", "", "soms"],
            &[Boolean(true), Boolean(false), Null, Null],
            &[(3, Unreadable)],
        );
        check(
            ColumnType::Id,
            true,
            &[" 007 ", " ", "NULL"],
            &[StringOwned("007".into()), Null, StringOwned("NULL".into())],
            &[(1, Missing)],
        );
        check(
            ColumnType::Number,
            false,
            &["2,125 %", "x"],
            &[Float64(2.125), Null],
            &[(1, Unreadable)],
        );
    }
}
