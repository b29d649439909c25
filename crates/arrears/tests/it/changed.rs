//! A ledger on disk, and the same ledger with everything changed that became known after a day.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::Path;

use arrears::generate::{Format, GeneratePlan, generate};
use arrears::{Day, Silent};
use arrears_ledger::parquet::write_parquet;
use polars::prelude::*;

/// Generates a ledger as Parquet.
pub fn ledger(dir: &Path, seed: u64) {
    let plan = GeneratePlan {
        out: dir.to_owned(),
        n_invoices: 3_000,
        n_customers: 90,
        seed,
        from: Day::from_ymd(2023, 1, 1).unwrap(),
        until: Day::from_ymd(2024, 12, 31).unwrap(),
        format: Format::Parquet,
    };
    generate(&plan, &Silent).unwrap();
}

/// Copies the ledger of `from` into `to`, with every row and cell changed that became known after `day`.
pub fn change_after(from: &Path, to: &Path, day: Day) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    let known_then = invoices_with_events_by(from, day);
    let gone = change_invoices(&to.join("invoices.parquet"), day, &known_then);
    for (table, date, end) in [
        ("payments", "payment_date", None),
        ("reminders", "sent_date", Some("replied_date")),
        ("disputes", "opened_date", Some("closed_date")),
        ("promises", "made_date", None),
        ("signals", "signal_date", Some("end_date")),
    ] {
        let path = to.join(format!("{table}.parquet"));
        let mut frame = read(&path);
        let later = later(&frame, date, day);
        let ids = texts(&frame, "invoice_id");
        change_values(&mut frame, &later);
        if let Some(end) = end {
            change_ends(&mut frame, end, day);
        }
        let kept = (0..later.len())
            .map(|row| {
                let its_invoice_is_gone = ids[row].as_ref().is_some_and(|id| gone.contains(id));
                !its_invoice_is_gone && (!later[row] || row % 3 != 0)
            })
            .collect();
        write(&path, &frame.filter(&kept).unwrap());
    }
}

/// Invoices of which something was known by the day, so that they cannot be taken away.
fn invoices_with_events_by(dir: &Path, day: Day) -> HashSet<String> {
    let mut ids = HashSet::new();
    for (table, date) in [
        ("payments", "payment_date"),
        ("reminders", "sent_date"),
        ("disputes", "opened_date"),
        ("promises", "made_date"),
        ("signals", "signal_date"),
    ] {
        let frame = read(&dir.join(format!("{table}.parquet")));
        let later = later(&frame, date, day);
        let named = texts(&frame, "invoice_id").into_iter().zip(later);
        ids.extend(named.filter(|(_, later)| !later).filter_map(|(id, _)| id));
    }
    ids
}

/// Later invoices are changed, every other one taken away; end-state flags are changed on all. Returns those gone.
fn change_invoices(path: &Path, day: Day, known_then: &HashSet<String>) -> HashSet<String> {
    let mut frame = read(path);
    let later = later(&frame, "invoice_date", day);
    let ids = texts(&frame, "invoice_id");
    change_values(&mut frame, &later);
    shift_dates(&mut frame, "due_date", &later, 20);
    let n = frame.height();
    if frame.column("dunning_level").is_ok() {
        frame
            .with_column(Column::new("dunning_level".into(), vec![5i32; n]))
            .unwrap();
    }
    if frame.column("disputed").is_ok() {
        frame
            .with_column(Column::new("disputed".into(), vec![true; n]))
            .unwrap();
    }
    let gone: HashSet<String> = (0..n)
        .filter(|&row| later[row] && row % 2 == 0)
        .filter_map(|row| ids[row].clone())
        .filter(|id| !known_then.contains(id))
        .collect();
    let kept = ids
        .iter()
        .map(|id| id.as_ref().is_some_and(|id| !gone.contains(id)))
        .collect();
    write(path, &frame.filter(&kept).unwrap());
    gone
}

/// Amounts tripled, levels and scores replaced, where `later`.
fn change_values(frame: &mut DataFrame, later: &[bool]) {
    for (column, change) in [
        ("amount", (|x| x * 3.0 + 1.0) as fn(f64) -> f64),
        ("level", |_| 4.0),
    ] {
        let Ok(values) = frame.column(column) else {
            continue;
        };
        let kind = values.dtype().clone();
        let values = values.cast(&DataType::Float64).unwrap();
        let changed: Vec<Option<f64>> = values
            .f64()
            .unwrap()
            .iter()
            .zip(later)
            .map(|(x, later)| if *later { x.map(change) } else { x })
            .collect();
        let changed = Column::new(column.into(), changed).cast(&kind).unwrap();
        frame.with_column(changed).unwrap();
    }
}

/// Ends known after the day are opened; open ends are closed on a later day.
fn change_ends(frame: &mut DataFrame, column: &str, day: Day) {
    let changed: Vec<Option<i32>> = days(frame, column)
        .into_iter()
        .enumerate()
        .map(|(row, end)| match end {
            Some(end) if end <= day.0 => Some(end),
            Some(_) => None,
            None => Some(day.0 + 1 + row as i32 % 50),
        })
        .collect();
    set_days(frame, column, changed);
}

fn shift_dates(frame: &mut DataFrame, column: &str, rows: &[bool], by: i32) {
    let shifted = days(frame, column)
        .into_iter()
        .zip(rows)
        .map(|(day, row)| day.map(|day| day + if *row { by } else { 0 }))
        .collect();
    set_days(frame, column, shifted);
}

/// Whether each row became known after the day: the later of its date and the date it was booked.
fn later(frame: &DataFrame, date: &str, day: Day) -> Vec<bool> {
    let booked = if frame.column("known_date").is_ok() {
        days(frame, "known_date")
    } else {
        vec![None; frame.height()]
    };
    let dated = days(frame, date).into_iter().zip(booked);
    dated
        .map(|(date, booked)| date.max(booked) > Some(day.0))
        .collect()
}

fn days(frame: &DataFrame, column: &str) -> Vec<Option<i32>> {
    let column = frame.column(column).unwrap().cast(&DataType::Int32);
    column.unwrap().i32().unwrap().iter().collect()
}

fn set_days(frame: &mut DataFrame, column: &str, days: Vec<Option<i32>>) {
    let column = Column::new(column.into(), days);
    frame
        .with_column(column.cast(&DataType::Date).unwrap())
        .unwrap();
}

fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
    let column = frame.column(column).unwrap().str().unwrap();
    column.iter().map(|id| id.map(str::to_owned)).collect()
}

fn read(path: &Path) -> DataFrame {
    ParquetReader::new(File::open(path).unwrap())
        .finish()
        .unwrap()
}

fn write(path: &Path, frame: &DataFrame) {
    let first = frame.get_column_names()[0].to_string();
    fs::write(path, write_parquet(&mut frame.clone(), &[&first]).unwrap()).unwrap();
}
