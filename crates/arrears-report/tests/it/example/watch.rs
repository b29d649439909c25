//! Customers that pay otherwise than before.

use arrears_report::{FollowedWarnings, PathPoint, WatchReport, WatchRow, Wording};

/// Four customers that pay later, one recorded fact, one that pays sooner.
pub fn watch() -> WatchReport {
    WatchReport {
        false_alarms_per_100_months: 0.8,
        n_watched: 3_412,
        n_counted: 1_730,
        n_warned: 96,
        n_new: 21,
        n_with_warning: 118,
        n_improved: 31,
        followed: Some(FollowedWarnings {
            n_warned: 88,
            n_judged: 61,
            n_later: 43,
            n_others: 1_912,
            n_others_later: 210,
        }),
        warned: vec![
            later("Transport Vermeulen NV", 8, true),
            later("Garage Dupont SPRL", 11, false),
            recorded(),
        ],
        improved: vec![sooner()],
    }
}

fn later(name: &str, spread: i32, is_new: bool) -> WatchRow {
    WatchRow {
        customer_id: format!("{:05}", 20_400 + spread),
        name: name.into(),
        segment: "B".into(),
        open_minor: 1_840_000 + i64::from(spread) * 10_000,
        is_new,
        changes: vec![Wording::new(
            "Pays 21 days later than was usual: from 12 days early to 9 days late",
            "Betaalt 21 dagen later dan gebruikelijk: van 12 dagen te vroeg naar 9 dagen te laat",
            "Paie 21 jours plus tard que d’habitude\u{a0}: de 12 jours d’avance à 9 jours de retard",
        )],
        certainty: Wording::new("fairly sure", "vrij zeker", "assez sûr"),
        certainty_share: Some(0.83),
        since: Some("2025-10-05".into()),
        days_before: Some(-12.0),
        sd_days: Some(6.0),
        measures: vec![Wording::new(
            "Follow up earlier",
            "Eerder opvolgen",
            "Relancer plus tôt",
        )],
        path: path(spread, 21),
        ..WatchRow::default()
    }
}

/// An invoice a month, later since October; the last one is open.
fn path(spread: i32, by: i32) -> Vec<PathPoint> {
    let months = (1..=12).map(|month| format!("2025-{month:02}-05"));
    let point = |(i, due): (usize, String)| PathPoint {
        due,
        days: -12 + (i as i32 * 7) % spread - spread / 2 + if i >= 9 { by } else { 0 },
        settled: i != 11,
    };
    months.enumerate().map(point).collect()
}

fn recorded() -> WatchRow {
    WatchRow {
        customer_id: "20777".into(),
        name: "Studio Kwadraat".into(),
        segment: "B".into(),
        open_minor: 92_500,
        natural_person: true,
        changes: vec![Wording::new(
            "Signal of a lawsuit",
            "Signaal van een rechtszaak",
            "Signal d’une procédure judiciaire",
        )],
        ..WatchRow::default()
    }
}

fn sooner() -> WatchRow {
    WatchRow {
        changes: vec![Wording::new(
            "Pays 14 days sooner than was usual",
            "Betaalt 14 dagen eerder dan gebruikelijk",
            "Paie 14 jours plus tôt que d’habitude",
        )],
        segment: "A".into(),
        ..later("Brasserie Le Petit Coin", 6, false)
    }
}
