//! Parquet of any sensible type as input.

use arrears_ledger::parquet::write_parquet;
use polars::prelude::*;

use crate::helper::*;

const CONFIG: &str = "[invoices]\npath = \"invoices.parquet\"\n";

fn read_frame(mut frame: DataFrame) -> Result<arrears_ledger::Ledger, String> {
    let bytes = write_parquet(&mut frame, &[]).expect("written");
    try_read(CONFIG, &[("invoices.parquet", &bytes)]).map_err(|error| error.to_string())
}

/// Three invoices, with the columns given in place of the plain ones.
fn frame(columns: Vec<Column>) -> DataFrame {
    let mut frame = df!(
        "invoice_id" => ["001", "002", "003"],
        "customer_id" => ["C1", "C1", "C2"],
        "amount" => [1.0, 2.5, 3.25],
    )
    .unwrap();
    for (name, days) in [("invoice_date", 20_000), ("due_date", 20_030)] {
        let series = Int32Chunked::from_vec(name.into(), vec![days, days + 1, days + 2])
            .into_date()
            .into_series();
        frame.with_column(series.into_column()).unwrap();
    }
    for column in columns {
        frame.with_column(column).unwrap();
    }
    frame
}

#[test]
fn ids_from_integers_are_their_decimal_text() {
    let ledger = read_frame(frame(vec![
        Column::new("invoice_id".into(), [7_i64, -8, 9_007_199_254_740_993]),
        Column::new("customer_id".into(), [1_u8, 1, 2]),
    ]))
    .unwrap();
    assert_eq!(
        cells(&ledger.invoices, "invoice_id"),
        ["7", "-8", "9007199254740993"]
    );
    assert_eq!(cells(&ledger.customers, "customer_id"), ["1", "2"]);
}

#[test]
fn floating_ids_are_refused() {
    assert_eq!(
        read_frame(frame(vec![Column::new(
            "invoice_id".into(),
            [1.0, 2.0, 3.0]
        )]))
        .unwrap_err(),
        "column `invoice_id` of `invoices.parquet` holds ids as floating-point numbers: leading zeros are gone and long numbers are rounded"
    );
}

#[test]
fn text_is_trimmed_and_empty_text_is_missing() {
    let ledger = read_frame(frame(vec![Column::new(
        "invoice_id".into(),
        [Some(" 01 "), Some(" "), None],
    )]))
    .unwrap();
    assert_eq!(cells(&ledger.invoices, "invoice_id"), ["01"]);
    assert_eq!(
        rejected(&ledger),
        [
            "invoices.parquet:2 invoice_id=: `invoice_id` is missing",
            "invoices.parquet:3 invoice_id=: `invoice_id` is missing"
        ]
    );
}

#[test]
fn dates_from_timestamps_numbers_and_text() {
    let day = 86_400_000_000_i64;
    let stamps = Int64Chunked::from_vec(
        "invoice_date".into(),
        vec![20_000 * day, 20_000 * day + day - 1, 20_002 * day],
    )
    .into_datetime(TimeUnit::Microseconds, None)
    .into_series();
    let ledger = read_frame(frame(vec![
        stamps.into_column(),
        Column::new("due_date".into(), [20_241_231_i32, 20_250_101, 99]),
    ]))
    .unwrap();
    assert_eq!(
        cells(&ledger.invoices, "invoice_date"),
        ["2024-10-04", "2024-10-04"]
    );
    assert_eq!(
        cells(&ledger.invoices, "due_date"),
        ["2024-12-31", "2025-01-01"]
    );
    assert_eq!(
        rejected(&ledger),
        ["invoices.parquet:3 due_date=99: impossible date"]
    );
    let ledger = read_frame(frame(vec![
        Column::new(
            "invoice_date".into(),
            [20_241_001.0, 20_241_002.0, 20_241_003.0],
        ),
        Column::new(
            "due_date".into(),
            ["31/12/2024", "01/01/2025", "2025-01-02"],
        ),
    ]))
    .unwrap();
    assert_eq!(
        cells(&ledger.invoices, "invoice_date"),
        ["2024-10-01", "2024-10-02", "2024-10-03"]
    );
    assert_eq!(
        cells(&ledger.invoices, "due_date"),
        ["2024-12-31", "2025-01-01", "2025-01-02"]
    );
}

#[test]
fn amounts_from_floats_decimals_and_text() {
    let floats = Column::new(
        "amount".into(),
        [Some(0.1 + 0.2), Some(f64::INFINITY), Some(f64::NAN)],
    );
    let ledger = read_frame(frame(vec![floats])).unwrap();
    assert_eq!(
        cells(&ledger.invoices, "amount"),
        ["0.3"],
        "rounded to cents"
    );
    assert_eq!(
        rejected(&ledger),
        [
            "invoices.parquet:2 amount=inf: impossible amount",
            "invoices.parquet:3 amount=NaN: `amount` is missing"
        ]
    );
    let decimals = Int128Chunked::from_vec("amount".into(), vec![12_345, -5, 999_950])
        .into_decimal_unchecked(20, 4)
        .into_series();
    let ledger = read_frame(frame(vec![decimals.into_column()])).unwrap();
    assert_eq!(cells(&ledger.invoices, "amount"), ["1.23", "0.0", "100.0"]);
    let ledger = read_frame(frame(vec![Column::new(
        "amount".into(),
        ["1.234,50", "1,00", "-7"],
    )]))
    .unwrap();
    assert_eq!(cells(&ledger.invoices, "amount"), ["1234.5", "1.0", "-7.0"]);
}

#[test]
fn levels_flags_and_categories() {
    let ledger = read_frame(frame(vec![
        Column::new("dunning_level".into(), [Some(1.0), None, Some(2.5)]),
        Column::new("disputed".into(), [1_i64, 0, 0]),
        Column::new("po_reference".into(), [5_i32, 6, 7]),
        Column::full_null("sent_date".into(), 3, &DataType::Null),
        Column::new("payment_method".into(), ["a", "b", "a"])
            .cast(&DataType::from_categories(Categories::global()))
            .unwrap(),
    ]))
    .unwrap();
    assert_eq!(cells(&ledger.invoices, "dunning_level"), ["1", "-"]);
    assert_eq!(cells(&ledger.invoices, "disputed"), ["true", "false"]);
    assert_eq!(cells(&ledger.invoices, "po_reference"), ["5", "6"]);
    assert_eq!(cells(&ledger.invoices, "sent_date"), ["-", "-"]);
    assert_eq!(cells(&ledger.invoices, "payment_method"), ["a", "b"]);
    assert_eq!(
        rejected(&ledger),
        ["invoices.parquet:3 dunning_level=2.5: `dunning_level` is not a whole number"]
    );
}

#[test]
fn a_type_that_cannot_be_is_refused() {
    assert_eq!(
        read_frame(frame(vec![Column::new(
            "due_date".into(),
            [true, false, true]
        )]))
        .unwrap_err(),
        "column `due_date` of `invoices.parquet` is mapped to `due_date` of table `invoices` (a date), but its type is bool"
    );
}

#[test]
fn a_timestamp_is_a_day_only_without_a_zone_or_in_utc() {
    let in_zone = |zone: Option<TimeZone>| {
        let stamps =
            Int64Chunked::from_vec("due_date".into(), vec![20_000 * 86_400_000 + 43_200_000; 3]);
        let series = stamps
            .into_datetime(TimeUnit::Milliseconds, zone)
            .into_series();
        read_frame(frame(vec![series.into_column()]))
    };
    assert_eq!(
        cells(&in_zone(Some(TimeZone::UTC)).unwrap().invoices, "due_date"),
        ["2024-10-04"; 3]
    );
    let zone = TimeZone::opt_try_new(Some("Europe/Amsterdam")).unwrap();
    assert_eq!(
        in_zone(zone).unwrap_err(),
        "column `due_date` of `invoices.parquet` is mapped to `due_date` of table `invoices` (a date), but its type is \
         datetime[ms, Europe/Amsterdam], of which the day depends on the zone: export it as a date"
    );
}

#[test]
fn a_truncated_file_is_an_error() {
    let bytes = write_parquet(&mut frame(Vec::new()), &[]).unwrap();
    let error = try_read(CONFIG, &[("invoices.parquet", &bytes[..bytes.len() / 2])])
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("cannot read `invoices.parquet` as Parquet: "),
        "{error}"
    );
}

#[test]
fn a_day_beyond_every_calendar_rejects_its_row() {
    let days = |first: i32| {
        Int32Chunked::from_vec("due_date".into(), vec![first, 20_031, 20_032])
            .into_date()
            .into_series()
    };
    let instants = |unit: TimeUnit, per_day: i64| {
        let ticks = vec![i64::MAX, 20_031 * per_day, 20_032 * per_day];
        Int64Chunked::from_vec("due_date".into(), ticks)
            .into_datetime(unit, None)
            .into_series()
    };
    for due in [
        days(i32::MAX),
        days(i32::MIN),
        instants(TimeUnit::Milliseconds, 86_400_000),
        instants(TimeUnit::Microseconds, 86_400_000_000),
    ] {
        let ledger = read_frame(frame(vec![due.into_column()])).unwrap();
        let rejected = rejected(&ledger);
        assert!(
            rejected.len() == 1 && rejected[0].starts_with("invoices.parquet:1 due_date="),
            "{rejected:?}"
        );
    }
}

#[test]
fn decimals_beyond_cents_are_told_and_noise_is_not() {
    let floats = Series::new("amount".into(), [1.005, 0.1 + 0.2, 417.16]);
    let f32s = Series::new("amount".into(), [417.16_f32, 9999.99, 1.234]);
    for (amounts, n_rounded) in [(floats, 1), (f32s, 1)] {
        let n = amounts.len();
        let text = |name: &str, value: &str| Column::new(name.into(), vec![value; n]);
        let ids: Vec<String> = (0..n).map(|n| n.to_string()).collect();
        let ledger = read_frame(frame(vec![
            Column::new("invoice_id".into(), ids),
            text("customer_id", "C"),
            text("invoice_date", "2025-01-10"),
            text("due_date", "2025-02-09"),
            amounts.into_column(),
        ]))
        .expect("a ledger");
        let rounded =
            |flag: &&arrears_ledger::Flag| flag.kind == arrears_ledger::FlagKind::RoundedToCents;
        let count = ledger.flags.iter().find(rounded).map(|flag| flag.count);
        assert_eq!(count, Some(n_rounded));
    }
}
