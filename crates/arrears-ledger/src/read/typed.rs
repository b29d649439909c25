//! From a Parquet column of any type to a ledger column.
//!
//! What has a type already is converted as a whole; text, and numbers that stand for dates, go the way of
//! text cells. A type that cannot hold the ledger's column is an error of the file, not of its rows.

use polars::prelude::arity::unary_elementwise_values;
use polars::prelude::*;

use super::cells::{Fault, MOST_CENTS, Parsed, year_range};
use super::fillers::{Filler, is_filler, may_be_empty};
use super::plan::PlannedColumn;
use crate::LedgerError;
use crate::schema::ColumnType;

/// A column that has its type, or that is yet to be parsed.
pub(crate) enum Converted {
    /// Done.
    Typed(Parsed),
    /// Text to be parsed, in one chunk.
    Text(StringChunked),
}

/// Converts one column (in one chunk) of `file`.
pub(crate) fn convert(
    series: &Series,
    column: &PlannedColumn,
    file: &str,
) -> Result<Converted, LedgerError> {
    let unfit = || LedgerError::WrongType {
        file: file.to_owned(),
        table: column.table,
        column: column.source.clone(),
        canonical: column.canonical.clone(),
        expected: column.column_type,
        found: match series.dtype() {
            zoned @ DataType::Datetime(_, Some(_)) => {
                format!(
                    "its type is {zoned}, of which the day depends on the zone: export it as a date"
                )
            }
            dtype => format!("its type is {dtype}"),
        },
    };
    let converted = by_type(series, column.column_type).map_err(|error| match error {
        Unfit::FloatIds => LedgerError::FloatIds {
            file: file.to_owned(),
            table: column.table,
            column: column.source.clone(),
        },
        Unfit::Type | Unfit::Polars(_) => unfit(),
    })?;
    Ok(match converted {
        Values::Text(strings) => {
            let strings = strings.rechunk().into_owned();
            // Clean text is taken as it stands, without a copy.
            let is_text = matches!(column.column_type, ColumnType::Id | ColumnType::Text);
            if is_text && column.parts.is_empty() && is_clean(&strings) {
                Converted::Typed(finish(strings.into_series(), Faulty::default(), column))
            } else {
                Converted::Text(strings)
            }
        }
        Values::Typed(series, faults) => Converted::Typed(finish(series, faults, column)),
    })
}

/// A column of a Parquet file that is a part of an id, as text.
pub(crate) fn id_part(
    series: &Series,
    column: &PlannedColumn,
    file: &str,
) -> Result<StringChunked, LedgerError> {
    let part = PlannedColumn {
        source: series.name().to_string(),
        required: false,
        ..column.clone()
    };
    match convert(series, &part, file)? {
        Converted::Text(text) => Ok(text),
        Converted::Typed(parsed) => {
            parsed
                .series
                .str()
                .cloned()
                .map_err(|error| LedgerError::Internal {
                    doing: "reading a part of an id",
                    reason: error.to_string(),
                })
        }
    }
}

enum Values {
    Text(StringChunked),
    Typed(Series, Faulty),
}

/// Rows at fault, those whose amount says more than cents, and those whose date stands for none.
#[derive(Default)]
struct Faulty {
    faults: Vec<(u32, Fault)>,
    rounded: Vec<u32>,
    fillers: Vec<Filler>,
}

impl From<Vec<(u32, Fault)>> for Faulty {
    fn from(faults: Vec<(u32, Fault)>) -> Faulty {
        Faulty {
            faults,
            ..Faulty::default()
        }
    }
}

enum Unfit {
    Type,
    FloatIds,
    #[expect(dead_code, reason = "kept for a debugger; the message names the type")]
    Polars(PolarsError),
}

impl From<PolarsError> for Unfit {
    fn from(error: PolarsError) -> Unfit {
        Unfit::Polars(error)
    }
}

fn by_type(series: &Series, column_type: ColumnType) -> Result<Values, Unfit> {
    let dtype = series.dtype();
    match dtype {
        DataType::Null => {
            return Ok(typed(Series::full_null(
                series.name().clone(),
                series.len(),
                &column_type.dtype(),
            )));
        }
        DataType::String => return Ok(Values::Text(series.str()?.clone())),
        DataType::Categorical(..) | DataType::Enum(..) => {
            return Ok(Values::Text(series.cast(&DataType::String)?.str()?.clone()));
        }
        DataType::Binary => return Ok(Values::Text(utf8(series.binary()?)?)),
        _ => {}
    }
    match column_type {
        ColumnType::Id | ColumnType::Text => as_text(series, column_type),
        ColumnType::Date => date(series),
        ColumnType::Amount => amount(series),
        ColumnType::Number => number(series),
        ColumnType::Integer => integer(series),
        ColumnType::Flag => flag(series),
    }
}

fn typed(series: Series) -> Values {
    Values::Typed(series, Faulty::default())
}

fn utf8(binary: &BinaryChunked) -> Result<StringChunked, Unfit> {
    let mut builder = StringChunkedBuilder::new(binary.name().clone(), binary.len());
    for cell in binary.iter() {
        builder.append_option(
            cell.map(std::str::from_utf8)
                .transpose()
                .map_err(|_| Unfit::Type)?,
        );
    }
    Ok(builder.finish())
}

fn as_text(series: &Series, column_type: ColumnType) -> Result<Values, Unfit> {
    match series.dtype() {
        dtype if dtype.is_integer() => {
            Ok(Values::Text(series.cast(&DataType::String)?.str()?.clone()))
        }
        DataType::Decimal(_, 0) => Ok(Values::Text(
            series
                .decimal()?
                .physical()
                .iter()
                .map(|value| value.map(|value| value.to_string()))
                .collect(),
        )),
        dtype if dtype.is_float() && column_type == ColumnType::Id => Err(Unfit::FloatIds),
        _ if column_type == ColumnType::Id => Err(Unfit::Type),
        dtype if dtype.is_float() => {
            let floats = series.cast(&DataType::Float64)?;
            Ok(Values::Text(
                floats
                    .f64()?
                    .iter()
                    .map(|value| value.map(|value| value.to_string()))
                    .collect(),
            ))
        }
        DataType::Boolean | DataType::Date => {
            Ok(Values::Text(series.cast(&DataType::String)?.str()?.clone()))
        }
        _ => Err(Unfit::Type),
    }
}

fn date(series: &Series) -> Result<Values, Unfit> {
    let days: Int32Chunked = match series.dtype() {
        DataType::Date => series.date()?.physical().clone(),
        // Only UTC: the day in another zone is not the one that is stored.
        DataType::Datetime(_, Some(zone)) if zone.as_str() != "UTC" => return Err(Unfit::Type),
        DataType::Datetime(unit, _) => {
            let per_day: i64 = match unit {
                TimeUnit::Nanoseconds => 86_400_000_000_000,
                TimeUnit::Microseconds => 86_400_000_000,
                TimeUnit::Milliseconds => 86_400_000,
            };
            let in_days = |value: i64| i32::try_from(value.div_euclid(per_day)).unwrap_or(i32::MAX);
            unary_elementwise_values(series.datetime()?.physical(), in_days)
        }
        // `20200326` as a number.
        dtype if dtype.is_integer() => {
            return Ok(Values::Text(series.cast(&DataType::String)?.str()?.clone()));
        }
        dtype if dtype.is_float() => {
            let floats = series.cast(&DataType::Float64)?;
            let text = |value: f64| {
                if value.is_nan() {
                    String::new()
                } else {
                    value.to_string()
                }
            };
            return Ok(Values::Text(
                floats.f64()?.iter().map(|value| value.map(text)).collect(),
            ));
        }
        _ => return Err(Unfit::Type),
    };
    let in_years = year_range();
    let fillers = fillers(&days);
    let (days, mut faults) = checked(&days, |day| in_years.contains(&day), Fault::YearOutside);
    faults.retain(|(row, _)| fillers.binary_search_by_key(row, |f| f.row).is_err());
    let faulty = Faulty {
        fillers,
        ..faults.into()
    };
    Ok(Values::Typed(days.into_date().into_series(), faulty))
}

/// Days that stand for no date.
fn fillers(days: &Int32Chunked) -> Vec<Filler> {
    let in_years = year_range();
    let is_none = |day: &i32| !in_years.contains(day) && is_filler(*day);
    let found = (0..).zip(days.iter());
    found
        .filter_map(|(row, day)| day.filter(is_none).map(|_| Filler { row, day }))
        .collect()
}

/// Rows whose amount says more than cents, and more than the last bits of its type.
fn rounded(series: &Series) -> Result<Vec<u32>, Unfit> {
    let rows = |says_more: &mut dyn Iterator<Item = bool>| {
        let rows = (0..).zip(says_more).filter(|(_, more)| *more);
        rows.map(|(row, _)| row).collect()
    };
    Ok(match series.dtype() {
        DataType::Decimal(_, scale) => {
            let unit = 10_i128.checked_pow((*scale as u32).saturating_sub(2));
            let values = series.decimal()?.physical();
            let says_more = |value: i128| unit.is_some_and(|unit| value % unit != 0);
            rows(&mut values.iter().map(|value| value.is_some_and(says_more)))
        }
        dtype if dtype.is_float() => {
            let noise = if *dtype == DataType::Float32 {
                1.2e-7
            } else {
                1e-12
            };
            let says_more = |value: f64| {
                let cents = value * 100.0;
                (cents - cents.round()).abs() > cents.abs() * noise + 1e-6
            };
            let floats = series.cast(&DataType::Float64)?;
            let floats = floats.f64()?;
            rows(&mut floats.iter().map(|value| value.is_some_and(says_more)))
        }
        _ => Vec::new(),
    })
}

fn amount(series: &Series) -> Result<Values, Unfit> {
    let floats = match series.dtype() {
        DataType::Decimal(_, scale) => {
            let scale = *scale as u32;
            let cents = |value: i128| {
                cents_of_decimal(value, scale).map_or(f64::INFINITY, |cents| cents as f64 / 100.0)
            };
            unary_elementwise_values(series.decimal()?.physical(), cents)
        }
        dtype if dtype.is_integer() || dtype.is_float() => {
            series.cast(&DataType::Float64)?.f64()?.clone()
        }
        _ => return Err(Unfit::Type),
    };
    // Adding zero makes -0.0 a plain zero.
    let floats = without_nan(&floats).apply_values(|value| (value * 100.0).round() / 100.0 + 0.0);
    let (floats, faults) = checked(
        &floats,
        |value| value.abs() < MOST_CENTS as f64 / 100.0,
        Fault::TooLarge,
    );
    let rounded = rounded(series)?;
    Ok(Values::Typed(
        floats.into_series(),
        Faulty {
            faults,
            rounded,
            ..Faulty::default()
        },
    ))
}

/// Rounded half away from zero; `None` beyond the range of cents.
fn cents_of_decimal(value: i128, scale: u32) -> Option<i64> {
    let cents = if scale <= 2 {
        value.checked_mul(10_i128.pow(2 - scale))?
    } else {
        let unit = 10_i128.checked_pow(scale - 2)?;
        let half = if value < 0 { -unit / 2 } else { unit / 2 };
        value.checked_add(half)? / unit
    };
    i64::try_from(cents).ok()
}

fn number(series: &Series) -> Result<Values, Unfit> {
    if !(series.dtype().is_primitive_numeric() || matches!(series.dtype(), DataType::Decimal(..))) {
        return Err(Unfit::Type);
    }
    let floats = without_nan(series.cast(&DataType::Float64)?.f64()?);
    let (floats, faults) = checked(&floats, |value: f64| value.is_finite(), Fault::Unreadable);
    Ok(Values::Typed(floats.into_series(), faults.into()))
}

fn integer(series: &Series) -> Result<Values, Unfit> {
    if matches!(
        series.dtype(),
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16
    ) {
        return Ok(typed(series.cast(&DataType::Int32)?));
    }
    let Values::Typed(floats, Faulty { mut faults, .. }) = number(series)? else {
        return Err(Unfit::Type);
    };
    // Every i32 is a float exactly, so nothing in range is lost on the way.
    let fits = |value: f64| {
        value.fract() == 0.0 && value >= f64::from(i32::MIN) && value <= f64::from(i32::MAX)
    };
    let (floats, others) = checked(floats.f64()?, fits, Fault::Unreadable);
    faults.extend(others);
    faults.sort_unstable_by_key(|(row, _)| *row);
    Ok(Values::Typed(
        floats.into_series().cast(&DataType::Int32)?,
        faults.into(),
    ))
}

fn flag(series: &Series) -> Result<Values, Unfit> {
    if series.dtype() == &DataType::Boolean {
        return Ok(typed(series.clone()));
    }
    let Values::Typed(floats, _) = number(series)? else {
        return Err(Unfit::Type);
    };
    let (floats, faults) = checked(
        floats.f64()?,
        |value: f64| value == 0.0 || value == 1.0,
        Fault::Unreadable,
    );
    Ok(Values::Typed(
        floats.into_series().cast(&DataType::Boolean)?,
        faults.into(),
    ))
}

/// Not a number is what some writers put for nothing.
fn without_nan(floats: &Float64Chunked) -> Float64Chunked {
    if floats.iter().flatten().any(f64::is_nan) {
        floats
            .iter()
            .map(|value| value.filter(|value| !value.is_nan()))
            .collect_ca(floats.name().clone())
    } else {
        floats.clone()
    }
}

/// Values that are no good become null and a fault.
fn checked<T: PolarsNumericType>(
    values: &ChunkedArray<T>,
    good: impl Fn(T::Native) -> bool,
    fault: Fault,
) -> (ChunkedArray<T>, Vec<(u32, Fault)>) {
    let bad = |value: Option<T::Native>| value.is_some_and(|value| !good(value));
    let faults: Vec<(u32, Fault)> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| bad(*value))
        .map(|(row, _)| (row as u32, fault))
        .collect();
    if faults.is_empty() {
        return (values.clone(), faults);
    }
    let mut builder = PrimitiveChunkedBuilder::<T>::new(values.name().clone(), values.len());
    values
        .iter()
        .for_each(|value| builder.append_option(value.filter(|value| good(*value))));
    (builder.finish(), faults)
}

/// Names the column and adds the cells missing where it is required.
fn finish(series: Series, faulty: Faulty, column: &PlannedColumn) -> Parsed {
    let Faulty {
        mut faults,
        rounded,
        mut fillers,
    } = faulty;
    if !may_be_empty(column) {
        let impossible = fillers
            .drain(..)
            .map(|filler| (filler.row, Fault::YearOutside));
        faults.extend(impossible);
        faults.sort_unstable_by_key(|(row, _)| *row);
    }
    if column.required && series.null_count() > 0 {
        let nulls = series.is_null();
        let known: Vec<u32> = faults.iter().map(|(row, _)| *row).collect();
        let missing = nulls
            .iter()
            .enumerate()
            .filter(|(row, null)| {
                *null == Some(true) && known.binary_search(&(*row as u32)).is_err()
            })
            .map(|(row, _)| (row as u32, Fault::Missing));
        faults.extend(missing.collect::<Vec<_>>());
        faults.sort_unstable_by_key(|(row, _)| *row);
    }
    Parsed {
        series: series.with_name(PlSmallStr::from_str(&column.canonical)),
        faults,
        texts: Vec::new(),
        rounded,
        fillers,
    }
}

/// Whether no text is empty or has space around it.
fn is_clean(strings: &StringChunked) -> bool {
    strings.iter().flatten().all(|text| match text.as_bytes() {
        [] => false,
        [first, .., last] => first.is_ascii_graphic() && last.is_ascii_graphic(),
        [only] => only.is_ascii_graphic(),
    })
}

/// Whether an instant lies before the year 0 or after 9999.
fn beyond_calendar(ticks: i64, unit: TimeUnit) -> bool {
    let per_day = match unit {
        TimeUnit::Nanoseconds => 86_400_000_000_000,
        TimeUnit::Microseconds => 86_400_000_000,
        TimeUnit::Milliseconds => 86_400_000,
    };
    !(-700_000..=2_932_896).contains(&ticks.div_euclid(per_day))
}

/// The cell of a Parquet column, for a message.
pub(crate) fn shown_cell(series: &Series, row: usize) -> String {
    match series.get(row) {
        Ok(AnyValue::Null) | Err(_) => String::new(),
        Ok(AnyValue::String(text)) => text.to_owned(),
        Ok(AnyValue::StringOwned(text)) => text.to_string(),
        // polars panics where it shows a day or an instant beyond its calendar.
        Ok(AnyValue::Date(days)) if !(-700_000..=2_932_896).contains(&days) => {
            format!("day {days} since 1970-01-01")
        }
        Ok(AnyValue::Datetime(ticks, unit, _)) if beyond_calendar(ticks, unit) => {
            format!("instant {ticks} {unit} since 1970-01-01")
        }
        Ok(AnyValue::DatetimeOwned(ticks, unit, _)) if beyond_calendar(ticks, unit) => {
            format!("instant {ticks} {unit} since 1970-01-01")
        }
        Ok(value) => value.to_string(),
    }
}
