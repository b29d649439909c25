//! Little to report: no clusters, one sector, no test, nothing at all.

use arrears_report::*;

use crate::example::example;
use crate::markup::read;
use crate::page::page;

fn check(data: &ReportData, expected: &[&str]) {
    for language in Language::ALL {
        read(&page(data, language));
        model_card(data, language);
    }
    let page = page(data, Language::En);
    for text in expected {
        assert!(page.contains(text), "no {text:?}");
    }
}

#[test]
fn nothing_at_all_is_a_page_too() {
    check(
        &ReportData::default(),
        &[
            "Nothing is open at this date.",
            "There is no forecast",
            "Nobody: no call is due.",
            "There is no model",
            "There is no customer to list.",
            "No open invoice is overdue or expected to be late.",
            "No clusters were made",
            "No group is large enough, or the ledger does not name any.",
            "No invoice was late in the last twelve months.",
            "No invoice has come due yet",
            "No row was rejected.",
        ],
    );
}

#[test]
fn no_clusters_and_one_sector() {
    let mut data = example();
    data.clusters = None;
    data.questions.sectors.truncate(1);
    data.top_risks.truncate(1);
    data.late_by_month.truncate(1);
    check(
        &data,
        &["No clusters were made", "Points with intervals for 1 rows"],
    );
}

#[test]
fn a_backtest_shows_the_model_alone() {
    let data = ReportData {
        run: example().run,
        quality: example().quality,
        model: example().model,
        dictionary: example().dictionary,
        ..ReportData::default()
    };
    check(
        &data,
        &[
            "Can I trust the model?",
            "How well it did, beside simpler ways",
        ],
    );
    let page = page(&data, Language::En);
    for absent in [
        "What is outstanding?",
        "Nothing is open",
        "No clusters",
        "href=\"#customers\"",
    ] {
        assert!(!page.contains(absent), "{absent:?}");
    }
}

#[test]
fn a_model_without_a_test() {
    let mut data = example();
    let model = data.model.as_mut().unwrap();
    model.samples.retain(|s| s.sample != "test");
    (model.roc, model.reliability, model.groups) = (vec![], vec![], vec![]);
    check(&data, &["Not tested yet", "No invoices were kept apart"]);
}

#[test]
fn a_test_too_small_to_say() {
    let mut data = example();
    for score in &mut data.model.as_mut().unwrap().samples[0].scores {
        score.n = 100;
    }
    check(&data, &["Too early to say", "this one has 100 and 36"]);
}

#[test]
fn figures_that_are_no_numbers() {
    let mut data = example();
    for customer in &mut data.top_risks {
        customer.p_late = Some(f64::NAN);
    }
    for month in &mut data.late_by_month {
        month.late_share_amount = Some(f64::INFINITY);
    }
    for sector in &mut data.questions.sectors {
        sector.material_share_high = Some(f64::NAN);
    }
    let clusters = data.clusters.as_mut().unwrap();
    for (i, point) in clusters.map.iter_mut().enumerate() {
        point.x = if i % 2 == 0 { f64::NAN } else { 1.0 };
    }
    for choice in &mut clusters.k_choice {
        choice.silhouette = Some(f64::NAN);
    }
    let model = data.model.as_mut().unwrap();
    model.coefficients[0].standard_error = Some(f64::NAN);
    model.coefficients[1].coefficient = f64::INFINITY;
    model.reliability[0].predicted = f64::NAN;
    model.roc[0].points[3] = (f64::NAN, f64::NAN);
    check(&data, &[]);
}

#[test]
fn extreme_amounts() {
    let mut data = example();
    data.kpis.open_minor = i64::MAX;
    data.kpis.ageing[0].amount_minor = i64::MAX;
    data.kpis.ageing[1].amount_minor = i64::MIN;
    data.cash.weeks[0].expected_minor = i64::MAX;
    data.cash.weeks[1].expected_minor = i64::MIN;
    data.top_risks[0].open_minor = i64::MIN;
    check(&data, &[]);
}

#[test]
fn ten_clusters_forty_sectors_and_a_hundred_months() {
    let mut data = example();
    let clusters = data.clusters.as_mut().unwrap();
    for id in 5..12 {
        let mut more = clusters.clusters[0].clone();
        more.cluster_id = id;
        clusters.map.extend((0..200).map(|i| {
            let (x, y) = (
                f64::from(id) - 6.0 + f64::from(i % 17) / 9.0,
                f64::from(i % 13) / 4.0 - 4.0,
            );
            MapPoint {
                x,
                y,
                cluster_id: id,
                customer_id: format!("{i}"),
            }
        }));
        clusters.clusters.push(more);
    }
    for i in 0..40 {
        let mut more = data.questions.sectors[i % 9].clone();
        more.sector = format!("Sector {i}").as_str().into();
        data.questions.sectors.push(more);
    }
    data.late_by_month = (0..100)
        .map(|i| LateMonth {
            month: format!("{}-{:02}", 2017 + i / 12, i % 12 + 1),
            ..data.late_by_month[0].clone()
        })
        .collect();
    check(&data, &["The chart shows the first 15 rows"]);
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("report-full.html");
    std::fs::write(path, page(&data, Language::Fr)).unwrap();
}
