//! The table of rates: by currency, what it was worth on which day.
//!
//! Either long (`date`, `currency`, `rate`) or wide, a column per currency beside the date, as the European Central
//! Bank publishes them. Rates are kept as the decimals they were published as. The table comes from elsewhere than
//! the ledger, so its form is found from its own cells; what is set for the ledger decides where they leave it open.

use std::collections::BTreeMap;
use std::path::Path;

use arrears_formats::{
    DateEvidence, DateOrder, DecimalMark, MarkFinding, NumberEvidence, OrderFinding, is_missing,
    parse_date, shown,
};
use polars::prelude::{ParquetReader, SerReader};

use super::decimal::Rate;
use crate::parquet::guarded;
use crate::read::files::FileRef;
use crate::read::seen::see;
use crate::read::source::TextOptions;
use crate::read::typed::shown_cell;
use crate::schema::currency_code;
use crate::{Day, LedgerConfig, LedgerError, Place, Quotation, RatesConfig};

/// The rates of other currencies.
pub(crate) struct Rates {
    by_currency: BTreeMap<&'static str, Vec<(Day, Rate)>>,
    quoted: Quotation,
    max_age_days: i32,
    /// The file, for the list of inputs.
    pub file: FileRef,
}

/// A rate with the day it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote {
    pub day: Day,
    pub rate: Rate,
    quoted: Quotation,
}

impl Quote {
    /// Cents of the other currency in cents of the ledger's.
    pub fn convert(&self, cents: i64) -> Option<i64> {
        match self.quoted {
            Quotation::ForeignPerLedger => self.rate.divide(cents),
            Quotation::LedgerPerForeign => self.rate.multiply(cents),
        }
    }
}

impl Rates {
    /// Reads the table that the config names.
    pub fn read(
        config: &LedgerConfig,
        rates: &RatesConfig,
        base_dir: &Path,
    ) -> Result<Rates, LedgerError> {
        let file = file_at(rates, base_dir)?;
        let cells = Cells::read(&file, rates)?;
        let columns = Columns::find(&cells, rates)?;
        let order = date_order(&cells, &columns, rates, config)?;
        let mark = decimal_mark(&cells, &columns, rates, config)?;
        let mut by_currency: BTreeMap<&'static str, Vec<(Day, Rate)>> = BTreeMap::new();
        for row in 0..cells.n_rows() {
            let date = cells.get(columns.date, row);
            if is_missing(date) && columns.is_blank(&cells, row) {
                continue;
            }
            let day = parse_date(date, order).ok_or_else(|| cells.fault(row, date, "a date"))?;
            for (currency, cell) in columns.quotes(&cells, row)? {
                let rate = Rate::parse(cell, mark)
                    .ok_or_else(|| cells.fault(row, cell, "a rate above zero"))?;
                if currency == config.currency && !rate.is_one() {
                    return Err(cells.fault(row, cell, "1, for the currency of the ledger itself"));
                }
                by_currency
                    .entry(currency)
                    .or_default()
                    .push((Day(day), rate));
            }
        }
        for (currency, quotes) in &mut by_currency {
            sort(&cells.name, currency, quotes)?;
        }
        Ok(Rates {
            by_currency,
            quoted: rates.quoted,
            max_age_days: i32::from(rates.max_age_days),
            file,
        })
    }

    /// The last rate of a currency on or before a day, or why there is none. A later one is never used.
    pub fn on(&self, currency: &str, day: Day) -> Result<Quote, String> {
        let quotes = self
            .by_currency
            .get(currency)
            .map_or(&[][..], Vec::as_slice);
        let before = quotes.partition_point(|(quoted, _)| *quoted <= day);
        let last = before.checked_sub(1).map(|last| quotes[last]);
        match last {
            Some((quoted, rate)) if day - quoted <= self.max_age_days => Ok(Quote {
                day: quoted,
                rate,
                quoted: self.quoted,
            }),
            last => Err(self.none_on(currency, day, last)),
        }
    }

    fn none_on(&self, currency: &str, day: Day, last: Option<(Day, Rate)>) -> String {
        let last = match last {
            None => "there is none before".to_owned(),
            Some((quoted, _)) => format!("the last is of {quoted}"),
        };
        format!(
            "no rate of `{currency}` on {day}: expected one of that day or at most {} days before, {last} (`path` and \
             `max_age_days` under `[ledger.rates]`)",
            self.max_age_days
        )
    }
}

/// By day; a day that is quoted twice must be quoted alike.
fn sort(file: &str, currency: &str, quotes: &mut Vec<(Day, Rate)>) -> Result<(), LedgerError> {
    quotes.sort_by_key(|(day, _)| *day);
    quotes.dedup();
    let twice = quotes.windows(2).find(|pair| pair[0].0 == pair[1].0);
    match twice {
        None => Ok(()),
        Some(pair) => Err(LedgerError::Rates {
            file: file.to_owned(),
            place: None,
            reason: format!(
                "`{currency}` has two rates on {}: {} and {}",
                pair[0].0, pair[0].1, pair[1].1
            ),
        }),
    }
}

fn file_at(rates: &RatesConfig, base_dir: &Path) -> Result<FileRef, LedgerError> {
    let refuse = |reason: &str| LedgerError::Rates {
        file: rates.path.clone(),
        place: None,
        reason: reason.to_owned(),
    };
    if rates.path.trim().is_empty() {
        return Err(refuse("`[ledger.rates]` has no `path`"));
    }
    let path = base_dir.join(&rates.path);
    match std::fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => Ok(FileRef::of(rates.path.clone(), path, &metadata)),
        Ok(_) => Err(refuse("it is not a regular file")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(refuse("it does not exist"))
        }
        Err(source) => Err(LedgerError::Io { path, source }),
    }
}

/// The cells of the file as text, by column.
struct Cells {
    name: String,
    header: Vec<String>,
    columns: Vec<Vec<String>>,
    places: Vec<Place>,
}

impl Cells {
    fn read(file: &FileRef, rates: &RatesConfig) -> Result<Cells, LedgerError> {
        if file.is_parquet() {
            return Cells::read_parquet(file);
        }
        let options = TextOptions {
            encoding: rates.encoding.clone(),
            separator: rates.separator,
            sheet: rates.sheet.clone(),
        };
        let table = see(&file.path, &file.name, &options, |_| true)?.table;
        if let Some(ragged) = table.ragged.first() {
            return Err(LedgerError::Rates {
                file: file.name.clone(),
                place: Some(Place::Line(ragged.line)),
                reason: format!(
                    "{} cells where the header has {}",
                    ragged.n_cells, ragged.n_expected
                ),
            });
        }
        let places = (0..table.n_rows())
            .map(|row| Place::Line(table.line(row)))
            .collect();
        let text =
            |column: &arrears_formats::TextColumn| column.iter().map(str::to_owned).collect();
        Ok(Cells {
            name: file.name.clone(),
            columns: table.columns.iter().map(text).collect(),
            header: table.header,
            places,
        })
    }

    fn read_parquet(file: &FileRef) -> Result<Cells, LedgerError> {
        let frame = guarded(&file.path, &file.name, |opened| {
            ParquetReader::new(opened).finish()
        })?;
        let n_rows = frame.height();
        let text = |column: polars::prelude::Column| -> Vec<String> {
            let series = column.take_materialized_series();
            (0..n_rows).map(|row| shown_cell(&series, row)).collect()
        };
        Ok(Cells {
            name: file.name.clone(),
            header: frame
                .get_column_names()
                .iter()
                .map(|name| name.to_string())
                .collect(),
            columns: frame.into_columns().into_iter().map(text).collect(),
            places: (1..=n_rows as u64).map(Place::Row).collect(),
        })
    }

    fn n_rows(&self) -> usize {
        self.places.len()
    }

    fn get(&self, column: usize, row: usize) -> &str {
        self.columns[column][row].trim()
    }

    fn fault(&self, row: usize, found: &str, expected: &str) -> LedgerError {
        LedgerError::Rates {
            file: self.name.clone(),
            place: Some(self.places[row]),
            reason: format!("`{}` is not {expected}", shown(found)),
        }
    }
}

/// What the columns are called, in English, Dutch, French and German.
const NAMES: [(&str, &str); 3] = [
    ("date", "date, datum, time period, TIME_PERIOD"),
    (
        "currency",
        "currency, currency code, valuta, valutacode, munt, muntcode, munteenheid, devise, monnaie, Währung",
    ),
    (
        "rate",
        "rate, exchange rate, koers, wisselkoers, cours, taux, Kurs, Wechselkurs",
    ),
];

/// Whether a header is that of a table of rates and of nothing else: no column besides those of rates.
pub(crate) fn is_of_rates(header: &[String]) -> bool {
    match Columns::locate(header, &RatesConfig::default()) {
        Err(_) => false,
        Ok(columns) => {
            let n_used =
                columns.rates().len() + 1 + usize::from(matches!(columns.shape, Shape::Long(..)));
            // What is published often ends with an empty column.
            n_used == header.len() || n_used + 1 == header.len()
        }
    }
}

/// Where dates, currencies and rates stand.
struct Columns {
    date: usize,
    shape: Shape,
}

enum Shape {
    /// Columns of the currency and of the rate.
    Long(usize, usize),
    /// A column per currency.
    Wide(Vec<(usize, &'static str)>),
}

impl Columns {
    fn find(cells: &Cells, rates: &RatesConfig) -> Result<Columns, LedgerError> {
        let refuse = |reason: String| LedgerError::Rates {
            file: cells.name.clone(),
            place: None,
            reason,
        };
        let known = ["date", "currency", "rate"];
        if let Some(key) = rates
            .columns
            .keys()
            .find(|key| !known.contains(&key.as_str()))
        {
            return Err(refuse(format!(
                "`{key}` under `[ledger.rates.columns]` is none of its columns `date`, `currency`, `rate`"
            )));
        }
        Columns::locate(&cells.header, rates).map_err(|name| {
            refuse(format!(
                "it has no column `{}`; its columns are `{}` (`columns = {{ {name} = \"<column in the file>\" }}` under \
                 `[ledger.rates]` names it)",
                rates.columns.get(name).map_or(name, String::as_str),
                cells
                    .header
                    .iter()
                    .map(|name| shown(name))
                    .collect::<Vec<_>>()
                    .join("`, `")
            ))
        })
    }

    /// The columns by a header, or the one that is not there.
    fn locate(header: &[String], rates: &RatesConfig) -> Result<Columns, &'static str> {
        let at = |wanted: &str| {
            let mut header = header.iter();
            header.position(|found| found.trim().eq_ignore_ascii_case(wanted.trim()))
        };
        let position = |name: &str| match rates.columns.get(name) {
            Some(wanted) => at(wanted),
            None => {
                let (_, names) = NAMES.iter().find(|(column, _)| *column == name)?;
                names.split(", ").find_map(at)
            }
        };
        let date = position("date").ok_or("date")?;
        let shape = match (position("currency"), position("rate")) {
            (Some(currency), Some(rate)) => Shape::Long(currency, rate),
            (currency, _) => {
                let wide: Vec<(usize, &'static str)> = header
                    .iter()
                    .enumerate()
                    .filter_map(|(at, name)| Some((at, currency_code(name)?)))
                    .collect();
                if wide.is_empty()
                    || currency.is_some()
                    || !rates.columns.is_empty() && rates.columns.keys().any(|key| key != "date")
                {
                    let absent = if currency.is_none() {
                        "currency"
                    } else {
                        "rate"
                    };
                    return Err(absent);
                }
                Shape::Wide(wide)
            }
        };
        Ok(Columns { date, shape })
    }

    /// Columns that hold rates.
    fn rates(&self) -> Vec<usize> {
        match &self.shape {
            Shape::Long(_, rate) => vec![*rate],
            Shape::Wide(wide) => wide.iter().map(|(at, _)| *at).collect(),
        }
    }

    fn is_blank(&self, cells: &Cells, row: usize) -> bool {
        self.rates()
            .iter()
            .all(|&at| is_missing(cells.get(at, row)))
    }

    /// The currencies and rates of a row; a currency without a rate on that day has none.
    fn quotes<'a>(
        &self,
        cells: &'a Cells,
        row: usize,
    ) -> Result<Vec<(&'static str, &'a str)>, LedgerError> {
        let quotes = match &self.shape {
            Shape::Long(currency, rate) => {
                let found = cells.get(*currency, row);
                let code = currency_code(found)
                    .ok_or_else(|| cells.fault(row, found, "a code of ISO 4217"))?;
                vec![(code, cells.get(*rate, row))]
            }
            Shape::Wide(wide) => wide
                .iter()
                .map(|(at, code)| (*code, cells.get(*at, row)))
                .collect(),
        };
        Ok(quotes
            .into_iter()
            .filter(|(_, cell)| !is_missing(cell))
            .collect())
    }
}

fn date_order(
    cells: &Cells,
    columns: &Columns,
    rates: &RatesConfig,
    config: &LedgerConfig,
) -> Result<DateOrder, LedgerError> {
    if let Some(order) = rates.date_order {
        return Ok(order.into());
    }
    let evidence = DateEvidence::of(cells.columns[columns.date].iter().map(String::as_str));
    match evidence.finding() {
        OrderFinding::Decided(order) => Ok(order),
        OrderFinding::Indifferent => Ok(DateOrder::Ymd),
        OrderFinding::Mixed(..) | OrderFinding::Ambiguous => {
            config.date_order.map(Into::into).ok_or_else(|| LedgerError::Rates {
                file: cells.name.clone(),
                place: None,
                reason: "its dates can be read day first or month first: set `date_order` under `[ledger.rates]`"
                    .to_owned(),
            })
        }
    }
}

fn decimal_mark(
    cells: &Cells,
    columns: &Columns,
    rates: &RatesConfig,
    config: &LedgerConfig,
) -> Result<DecimalMark, LedgerError> {
    if let Some(mark) = rates.decimal_mark {
        return Ok(mark.into());
    }
    let mut evidence = NumberEvidence::default();
    for at in columns.rates() {
        let cells = cells.columns[at].iter().map(|cell| cell.trim());
        evidence.merge(&NumberEvidence::of(cells), 1);
    }
    match evidence.finding() {
        MarkFinding::Decided(mark) => Ok(mark),
        MarkFinding::Indifferent => Ok(DecimalMark::Point),
        MarkFinding::Mixed(..) | MarkFinding::Ambiguous => {
            config.decimal_mark.map(Into::into).ok_or_else(|| LedgerError::Rates {
                file: cells.name.clone(),
                place: None,
                reason: "its rates can be read with a decimal comma or a decimal point: set `decimal_mark` under \
                         `[ledger.rates]`"
                    .to_owned(),
            })
        }
    }
}
