//! A scorecard from a ledger on disk: loaded again it scores as it did, and it knows nothing of what came after its day.

use std::fs;
use std::path::{Path, PathBuf};

use arrears::plan::Settings;
use arrears::{ConfigFile, Day, ScorecardPlan, Silent, Typed, job};
use arrears_features::columns::Columns;
use polars::prelude::*;

use crate::changed::{change_after, ledger};

/// Makes a card of the ledger in `books`, beside it.
fn card(books: &Path, as_of: Day, further: &str) -> (PathBuf, job::ScorecardSummary) {
    let path = books.join("arrears.toml");
    let text = fs::read_to_string(&path).unwrap() + further;
    let plan = ScorecardPlan {
        settings: Settings::new(ConfigFile::parse(&path, text).unwrap(), &Typed::default())
            .unwrap(),
        as_of,
        out: books.with_extension("card"),
    };
    let summary = job::scorecard(&plan, &Silent).unwrap();
    (plan.out, summary)
}

fn scored(out: &Path) -> DataFrame {
    let file = fs::File::open(out.join("scored_invoices.parquet")).unwrap();
    ParquetReader::new(file).finish().unwrap()
}

#[test]
fn a_card_loaded_again_scores_to_the_last_bit() {
    let base = tempfile::tempdir().unwrap();
    let books = base.path().join("books");
    ledger(&books, 7);
    let (out, summary) = card(&books, Day::from_ymd(2024, 10, 31).unwrap(), "");
    assert!(summary.auc.unwrap() > 0.7, "{summary:?}");
    assert!(summary.log_loss.is_some() && summary.regression_auc.is_some());
    let again = job::load_scorecard(&out.join("scorecard.json")).unwrap();
    let frame = scored(&out);
    let rows = Columns::from_frame(frame.select(features(&summary)).unwrap()).unwrap();
    let scores = again.scores(&rows).unwrap();
    let written = frame.column("score").unwrap().i64().unwrap();
    assert!(
        written
            .iter()
            .map(Option::unwrap)
            .eq(scores.iter().copied())
    );
    let p_late = frame.column("p_late").unwrap().f64().unwrap();
    for (p_late, score) in p_late.iter().zip(scores) {
        assert_eq!(p_late.unwrap().to_bits(), again.p_late(score).to_bits());
    }
}

fn features(summary: &job::ScorecardSummary) -> Vec<&str> {
    summary
        .features
        .iter()
        .map(|f| f.feature.as_str())
        .collect()
}

#[test]
fn a_card_knows_nothing_of_what_came_after_its_day() {
    let base = tempfile::tempdir().unwrap();
    let (original, changed) = (base.path().join("original"), base.path().join("changed"));
    let day = Day::from_ymd(2024, 7, 15).unwrap();
    ledger(&original, 6);
    change_after(&original, &changed, day);
    let bytes = |books: &Path| {
        let (out, _) = card(books, day, "");
        [
            "scorecard.csv",
            "scorecard.json",
            "scorecard.sql",
            "scored_invoices.parquet",
        ]
        .map(|file| fs::read(out.join(file)).unwrap())
    };
    assert!(bytes(&original) == bytes(&changed));
}

#[test]
fn bins_of_the_user_are_kept_and_the_scale_is_the_config_s() {
    let base = tempfile::tempdir().unwrap();
    let books = base.path().join("books");
    ledger(&books, 7);
    let further = "\n[scorecard]\nbase_score = 0\nbase_odds = 1\npoints_to_double_odds = 100\n\
                   [scorecard.bins]\nlate_ratio_smoothed = [0.25, 0.5]\n";
    let (out, summary) = card(&books, Day::from_ymd(2024, 10, 31).unwrap(), further);
    assert!(
        features(&summary).contains(&"late_ratio_smoothed"),
        "{summary:?}"
    );
    let sql = fs::read_to_string(out.join("scorecard.sql")).unwrap();
    let whens = sql.matches("WHEN t.\"late_ratio_smoothed\" < ").count();
    assert_eq!(whens, 2, "{sql}");
    let again = job::load_scorecard(&out.join("scorecard.json")).unwrap();
    assert_eq!(again.p_late(0), 0.5);
    assert!((again.p_late(100) - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn a_card_of_another_form_is_refused() {
    let base = tempfile::tempdir().unwrap();
    let books = base.path().join("books");
    ledger(&books, 7);
    let (out, _) = card(&books, Day::from_ymd(2024, 10, 31).unwrap(), "");
    let path = out.join("scorecard.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"format\": 1", "\"format\": 2")).unwrap();
    let error = job::load_scorecard(&path).unwrap_err().to_string();
    assert!(
        error.contains("has form 2; this version of arrears knows form 1"),
        "{error}"
    );
}
