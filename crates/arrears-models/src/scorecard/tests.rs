//! Cards by hand, from their JSON, from their CSV, and with hostile categories.

use arrears_features::columns::{Column, Columns};
use proptest::prelude::*;

use super::choose::Sample;
use super::fit::fit;
use super::*;
use crate::ScorecardConfig;

/// Hundred invoices: of those with a value of 1, ten of fifty are late, of the others thirty of fifty.
fn two_bins() -> (Columns, Vec<bool>) {
    let values = (0..100).map(|i| if i < 50 { 1.0 } else { 7.0 }).collect();
    let late = (0..100)
        .map(|i| i % 50 < if i < 50 { 10 } else { 30 })
        .collect();
    (Columns::from_numeric("open_count", values), late)
}

fn card_of(
    columns: &Columns,
    late: &[bool],
    config: &ScorecardConfig,
) -> Result<Scorecard, ModelError> {
    let rows: Vec<usize> = (0..late.len()).collect();
    let sample = Sample {
        columns,
        rows: &rows,
        late,
    };
    fit(&sample, config)
}

#[test]
fn a_card_by_hand() {
    let (columns, late) = two_bins();
    let card = card_of(&columns, &late, &ScorecardConfig::default()).unwrap();
    let feature = &card.features[0];
    let CardBins::Numbers { bins, unknown } = &feature.bins else {
        panic!("{:?}", feature.bins);
    };
    // Late and in time: 10 and 40 of 40 and 60, 30 and 20 of 40 and 60.
    let woe = [
        ((10.5 / 40.5) / (40.5 / 60.5_f64)).ln(),
        ((30.5 / 40.5) / (20.5 / 60.5_f64)).ln(),
    ];
    let shares = [(10.5 / 40.5, 40.5 / 60.5), (30.5 / 40.5, 20.5 / 60.5)];
    let iv: f64 = shares
        .iter()
        .zip(woe)
        .map(|((p, q), woe)| (p - q) * woe)
        .sum();
    assert!((feature.information_value - iv).abs() < 1e-12);
    assert_eq!((bins[0].below, bins[1].below), (Some(7.0), None));
    for (bin, woe) in bins.iter().zip(woe) {
        assert!((bin.bin.woe - woe).abs() < 1e-12);
        // 20 points double the odds: 28.85 points per unit of log-odds.
        let points = -28.853_900_8 * feature.coefficient * woe;
        assert!((points - bin.bin.points as f64).abs() <= 0.5);
    }
    assert_eq!((unknown.points, unknown.n_invoices), (0, 0));
    // Odds in time of 4 and of 2/3, but for the halves, the penalty and the rounding.
    let scores = card.scores(&columns).unwrap();
    let (low, high) = (card.p_late(scores[0]), card.p_late(scores[99]));
    assert!(
        (low - 0.2).abs() < 0.02 && (high - 0.6).abs() < 0.02,
        "{low} {high}"
    );
    assert_eq!(scores[0], card.base_points + bins[0].bin.points);
    let even = 600.0 - 28.853_900_8 * 50f64.ln() - 28.853_900_8 * card.intercept;
    assert_eq!(card.base_points, even.round() as i64);
}

#[test]
fn edges_of_the_user_are_the_card_s() {
    let (columns, late) = two_bins();
    let mut config = ScorecardConfig::default();
    config.bins.insert("open_count".into(), vec![0.0, 2.5]);
    let card = card_of(&columns, &late, &config).unwrap();
    let CardBins::Numbers { bins, .. } = &card.features[0].bins else {
        panic!("numbers");
    };
    let below: Vec<Option<f64>> = bins.iter().map(|bin| bin.below).collect();
    assert_eq!(below, [Some(0.0), Some(2.5), None]);
    assert_eq!((bins[0].bin.n_invoices, bins[0].bin.points), (0, 0));
}

#[test]
fn what_tells_nothing_is_left_out_and_said() {
    let late: Vec<bool> = (0..100).map(|i| i % 2 == 0).collect();
    let columns = Columns::from_numeric("open_count", vec![3.0; 100]);
    let error = card_of(&columns, &late, &ScorecardConfig::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no feature tells enough for a scorecard: `open_count` came first, and it tells too little: an information \
         value of 0.0000, below 0.02"
    );
}

#[test]
fn of_two_features_that_say_the_same_one_is_on_the_card() {
    let (columns, late) = two_bins();
    let twin: Vec<f64> = columns
        .numeric("open_count")
        .unwrap()
        .iter()
        .map(|value| value * 3.0)
        .collect();
    let both = joined(&[
        ("open_count", columns.get("open_count").unwrap().clone()),
        ("twin", Column::Numeric(twin)),
    ]);
    let card = card_of(&both, &late, &ScorecardConfig::default()).unwrap();
    assert_eq!(card.features.len(), 1);
    assert_eq!(card.left_out[0].reason, Reason::SaysTheSame);
    assert_eq!(
        card.left_out[0].why,
        "it says what `open_count` says: a correlation of 1.00"
    );
}

#[test]
fn a_feature_with_bins_of_the_user_needs_no_more_than_the_right_sign() {
    // `weak` hardly tells: 48 of 100 invoices late against 50 of 100.
    let (columns, late) = cells(
        "weak",
        [
            (0.0, 0.0, 50, 10),
            (1.0, 0.0, 50, 38),
            (0.0, 1.0, 50, 11),
            (1.0, 1.0, 50, 39),
        ],
    );
    let without = card_of(&columns, &late, &ScorecardConfig::default()).unwrap();
    assert_eq!(without.features.len(), 1);
    let mut config = ScorecardConfig::default();
    config.bins.insert("weak".into(), vec![1.0]);
    let with = card_of(&columns, &late, &config).unwrap();
    let names: Vec<&str> = with.features.iter().map(|f| f.feature.as_str()).collect();
    assert_eq!(names, ["weak", "a"]);
}

#[test]
fn a_coefficient_of_the_wrong_sign_drops_the_feature() {
    // `b` goes with lateness by itself, but against it once `a` is known: of the rows with one value of `a`, those with
    // b = 1 are late less often.
    let (columns, late) = cells(
        "b",
        [
            (0.0, 0.0, 400, 80),
            (0.0, 1.0, 100, 10),
            (1.0, 0.0, 100, 80),
            (1.0, 1.0, 400, 260),
        ],
    );
    let card = card_of(&columns, &late, &ScorecardConfig::default()).unwrap();
    assert_eq!(card.features.len(), 1, "{:?}", card.left_out);
    assert_eq!(card.features[0].feature, "a");
    assert_eq!(card.left_out[0].reason, Reason::WrongSign);
    assert!(
        card.left_out[0].why.contains("wrong sign: -"),
        "{:?}",
        card.left_out
    );
}

/// Categories that break what quotes them badly, each in enough rows to have a bin of its own.
const HOSTILE: [&str; 5] = [
    "O'Neil\"; DROP TABLE t; --",
    "=cmd()|'A1'",
    "line\nbreak -- */",
    "back\\slash'",
    "",
];

fn hostile() -> (Columns, Vec<bool>) {
    let cells: Vec<Option<String>> = (0..600)
        .map(|i| HOSTILE.get(i % 6).map(|text| (*text).to_owned()))
        .collect();
    let late = (0..600).map(|i| (i / 6) % 10 < 2 + i % 6).collect();
    (Columns::from_categories("due_weekday", &cells), late)
}

#[test]
fn hostile_categories_are_quoted() {
    let (columns, late) = hostile();
    let card = card_of(&columns, &late, &ScorecardConfig::default()).unwrap();
    let sql = to_sql(&card);
    assert!(
        sql.contains("WHEN t.\"due_weekday\" = 'O''Neil\"; DROP TABLE t; --' THEN "),
        "{sql}"
    );
    assert!(sql.contains("= 'line\nbreak -- */' THEN"), "{sql}");
    assert!(sql.contains("= 'back\\slash''' THEN"), "{sql}");
    // With text in quotes taken away, no quote is left over and one statement stands.
    let outside: String = sql.split('\'').step_by(2).collect();
    assert_eq!(outside.matches(';').count(), 1, "{outside}");
    let csv = String::from_utf8(to_csv(&card)).unwrap();
    assert!(csv.starts_with(CSV_HEADER));
    assert!(csv.contains("'=cmd()|'A1'"), "{csv}");
    assert!(csv.contains("\"O'Neil\"\"; DROP TABLE t; --\""), "{csv}");
}

#[test]
fn a_category_with_nul_is_unknown_in_training_and_after() {
    let cells: Vec<Option<String>> = (0..300)
        .map(|i| Some(if i % 2 == 0 { "a\0b" } else { "plain" }.to_owned()))
        .collect();
    let late: Vec<bool> = (0..300)
        .map(|i| i % 2 == 0 && i % 3 != 0 || i % 7 == 0)
        .collect();
    let columns = Columns::from_categories("due_weekday", &cells);
    let card = card_of(&columns, &late, &ScorecardConfig::default()).unwrap();
    let CardBins::Categories { bins, unknown, .. } = &card.features[0].bins else {
        panic!("categories");
    };
    assert_eq!((bins.len(), unknown.n_invoices), (1, 150));
    assert_eq!(
        card.scores(&columns).unwrap()[0],
        card.base_points + unknown.points
    );
    assert!(!to_sql(&card).contains('\0'));
}

#[test]
fn a_reloaded_card_scores_equally() {
    let (columns, late) = hostile();
    let card = card_of(&columns, &late, &ScorecardConfig::default()).unwrap();
    let again: Scorecard = serde_json::from_str(&serde_json::to_string(&card).unwrap()).unwrap();
    assert_eq!(again, card);
    let (one, two) = (
        card.scores(&columns).unwrap(),
        again.scores(&columns).unwrap(),
    );
    assert_eq!(one, two);
    let bits = |card: &Scorecard, scores: &[i64]| -> Vec<u64> {
        scores
            .iter()
            .map(|&score| card.p_late(score).to_bits())
            .collect()
    };
    assert_eq!(bits(&card, &one), bits(&again, &two));
}

#[test]
fn a_feature_absent_at_scoring_is_named() {
    let (columns, late) = two_bins();
    let card = card_of(&columns, &late, &ScorecardConfig::default()).unwrap();
    let error = card.scores(&Columns::from_numeric("other", vec![1.0]));
    assert!(error.unwrap_err().to_string().contains("`open_count`"));
}

proptest! {
    /// Within a feature, more points go with fewer late invoices.
    #[test]
    fn points_run_against_lateness(seed in 0u64..10_000) {
        let noise = |i: u64| ((i + 1).wrapping_mul(seed * 2 + 0x9E37_79B9) >> 7) % 100;
        let values: Vec<f64> = (0..400).map(|i| (noise(i) / 5) as f64).collect();
        let late: Vec<bool> = (0..400).map(|i| noise(i + 7_919) < 20 + 3 * (noise(i) / 5)).collect();
        let columns = Columns::from_numeric("open_count", values);
        if let Ok(card) = card_of(&columns, &late, &ScorecardConfig::default()) {
            let CardBins::Numbers { bins, .. } = &card.features[0].bins else {
                panic!("numbers");
            };
            for pair in bins.windows(2) {
                let (a, b) = (pair[0].bin, pair[1].bin);
                prop_assert!((a.woe - b.woe) * (a.points - b.points) as f64 <= 0.0);
            }
        }
    }
}

/// Rows of two features, `a` and another, by the values of both, their number and how many are late.
fn cells(other: &str, cells: [(f64, f64, usize, usize); 4]) -> (Columns, Vec<bool>) {
    let rows: Vec<(f64, f64, bool)> = cells
        .iter()
        .flat_map(|&(a, b, n, n_late)| (0..n).map(move |i| (a, b, i < n_late)))
        .collect();
    let column =
        |value: fn(&(f64, f64, bool)) -> f64| Column::Numeric(rows.iter().map(value).collect());
    let columns = joined(&[("a", column(|row| row.0)), (other, column(|row| row.1))]);
    (columns, rows.iter().map(|row| row.2).collect())
}

fn joined(columns: &[(&str, Column)]) -> Columns {
    Columns::from_columns(
        columns
            .iter()
            .map(|(name, column)| ((*name).to_owned(), column.clone()))
            .collect(),
    )
}
