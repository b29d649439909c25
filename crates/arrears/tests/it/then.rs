//! Risk over time: what a run tells of earlier month-ends is what was said then, and knows nothing of what came after.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use arrears::{Day, MODEL_FORMAT, PredictPlan, RunPlan, Silent, job, store::ModelChoice};
use polars::prelude::DataFrame;
use serde_json::Value;

use crate::changed::change_after;
use crate::identity::{Months, altered, read, texts};

/// Of each customer: the model, the bits of both chances, and the segment.
type Said = BTreeMap<String, (String, u64, u64, Option<String>)>;

fn numbers(frame: &DataFrame, column: &str) -> Vec<u64> {
    let column = frame.column(column).unwrap().f64().unwrap();
    column
        .iter()
        .map(|value| value.unwrap().to_bits())
        .collect()
}

fn dates(frame: &DataFrame) -> Vec<String> {
    let days = frame.column("as_of").unwrap().date().unwrap();
    let days = days.physical().iter().map(|day| Day(day.unwrap()));
    days.map(|day| day.to_string()).collect()
}

/// What a run wrote of its own day, in `segments.parquet`.
fn said_by(out: &Path) -> Said {
    let frame = read(&out.join("segments.parquet"));
    let manifest = fs::read(out.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let model = manifest["model_id"].as_str().unwrap();
    let chances = numbers(&frame, "p_late")
        .into_iter()
        .zip(numbers(&frame, "p_late_30d"));
    let told = chances.zip(texts(&frame, "segment"));
    let told = told.map(|((late, late_30d), segment)| (model.to_owned(), late, late_30d, segment));
    let customers = texts(&frame, "customer_id").into_iter().flatten();
    customers.zip(told).collect()
}

/// What a run tells of a day, in `risk_history.parquet`.
fn told_of(out: &Path, day: &str) -> Said {
    let frame = read(&out.join("risk_history.parquet"));
    let (customers, models) = (texts(&frame, "customer_id"), texts(&frame, "model_id"));
    let (late, late_30d) = (numbers(&frame, "p_late"), numbers(&frame, "p_late_30d"));
    let (segments, days) = (texts(&frame, "segment"), dates(&frame));
    let own = (0..days.len()).filter(|&row| days[row] == day);
    own.map(|row| {
        let model = models[row].clone().unwrap();
        let told = (model, late[row], late_30d[row], segments[row].clone());
        (customers[row].clone().unwrap(), told)
    })
    .collect()
}

fn report(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap()
}

/// Who scored each day, oldest first.
fn by(report: &Value) -> Vec<(&str, &str)> {
    let days = report["risk_over_time"]["days"].as_array().unwrap();
    let by = days
        .iter()
        .map(|day| (day["day"].as_str().unwrap(), day["by"].as_str().unwrap()));
    by.collect()
}

/// Everybody told of is told of as it was said.
fn is_as_said(told: &Said, said: &Said) {
    assert!(told.len() > 60, "{}", told.len());
    for (customer, told) in told {
        assert_eq!(Some(told), said.get(customer), "{customer}");
    }
}

/// Scores a month's end with the champion.
fn predict(months: &Months, month: u32, out: &str) {
    let RunPlan {
        settings,
        as_of,
        out,
        registry,
        ..
    } = months.plan(month, out);
    let plan = PredictPlan {
        settings,
        as_of,
        out,
        registry: registry.unwrap(),
        model: ModelChoice::Champion,
        resume: false,
    };
    job::predict(&plan, &Silent).unwrap();
}

#[test]
fn an_earlier_month_end_is_told_as_its_champion_scored_it() {
    let months = Months::new(5);
    months.run(8, "august");
    // September is scored with the model of August, October has one of its own.
    predict(&months, 9, "september");
    months.run(10, "october");
    months.run(11, "november");
    let out = months.path("november");
    for (day, then) in [
        ("2024-08-31", "august"),
        ("2024-09-30", "september"),
        ("2024-10-31", "october"),
        ("2024-11-30", "november"),
    ] {
        is_as_said(&told_of(&out, day), &said_by(&months.path(then)));
    }
    assert!(told_of(&out, "2024-07-31").is_empty());
    let report = report(&out);
    let by = by(&report);
    let (first, last) = by.split_at(by.len() - 4);
    assert!(first.iter().all(|(_, by)| *by == "not_yet") && first.len() > 3);
    assert!(last.iter().all(|(_, by)| *by == "model"), "{by:?}");
    assert_eq!(report["risk_over_time"]["is_unnamed"], false);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("not yet scored"));
    // The page says what the file says.
    let told = told_of(&out, "2024-10-31");
    for page in report["pages"].as_array().unwrap() {
        let customer = page["customer"]["customer_id"].as_str().unwrap();
        let months = page["months"].as_array().unwrap();
        let month = months.iter().find(|month| month["day"] == "2024-10-31");
        let scored = &month.unwrap()["scored"];
        let p_late = scored["p_late"].as_f64().map(f64::to_bits);
        assert_eq!(p_late, told.get(customer).map(|told| told.1), "{customer}");
    }
}

#[test]
fn what_is_told_of_a_month_end_knows_nothing_of_what_came_after() {
    let months = Months::new(6);
    months.run(9, "september");
    months.run(10, "october");
    let books = months.path("books");
    let changed = months.path("changed");
    change_after(&books, &changed, Day::from_ymd(2024, 10, 31).unwrap());
    // Either month after goes on from the same two champions.
    copy(&months.path("registry"), &months.path("other/registry"));
    months.run(11, "november");
    fs::rename(&books, months.path("original")).unwrap();
    fs::rename(&changed, &books).unwrap();
    let plan = RunPlan {
        registry: Some(months.path("other/registry")),
        ..months.plan(11, "changed-november")
    };
    job::run(&plan, &Silent).unwrap();
    let (one, other) = (months.path("november"), months.path("changed-november"));
    for day in ["2024-09-30", "2024-10-31"] {
        let (one, other) = (told_of(&one, day), told_of(&other, day));
        assert!(one.len() > 60);
        assert_eq!(one, other, "{day}");
    }
    let today = "2024-11-30";
    assert_ne!(told_of(&one, today), told_of(&other, today));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &target),
            false => {
                fs::copy(&path, &target).unwrap();
            }
        }
    }
}

#[test]
fn a_first_run_says_that_risk_over_time_begins_with_it() {
    let months = Months::new(7);
    let plan = RunPlan {
        registry: None,
        ..months.plan(9, "alone")
    };
    job::run(&plan, &Silent).unwrap();
    let out = months.path("alone");
    let report = report(&out);
    assert_eq!(by(&report).last(), Some(&("2024-09-30", "model")));
    let earlier = by(&report).len() - 1;
    assert!(
        by(&report)[..earlier]
            .iter()
            .all(|(_, by)| *by == "not_yet")
    );
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("Risk over time begins with this month"));
    assert!(page.contains("keep the models of all months in one folder"));
    is_as_said(&told_of(&out, "2024-09-30"), &said_by(&out));
}

#[test]
fn a_champion_that_cannot_be_applied_leaves_its_month_open_and_says_why() {
    let months = Months::new(8);
    altered(&months, MODEL_FORMAT, |model| {
        model["definitions"]["grace_days"] = 3.into();
    });
    months.run(10, "october");
    let out = months.path("october");
    let report = report(&out);
    let by = by(&report);
    assert_eq!(by[by.len() - 2], ("2024-09-30", "unfit"));
    assert!(told_of(&out, "2024-09-30").is_empty());
    let note = report["risk_over_time"]["notes"][0]["en"].as_str().unwrap();
    let words = "One month-end is left open, as the model of 2024-09-30 cannot be applied to this ledger: this program cannot \
                 read it, or it was made with another";
    assert!(note.starts_with(words), "{note}");
}
