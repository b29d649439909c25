//! A card as a table for people: a row per bin, which is all that adding up by hand needs.

use arrears_ledger::csv;

use super::bins::{CardBin, CardBins};
use super::{CardFeature, Scorecard};

/// The first line of `scorecard.csv`.
pub const HEADER: &str = "feature,name,kind,bin,from,below,category,points,n_invoices,n_late,late_share,woe,\
     information_value,coefficient,standard_error";

/// RFC 4180 UTF-8; cells are safe against formula injection. The base points come first.
pub fn to_csv(card: &Scorecard) -> Vec<u8> {
    let mut rows = vec![base(card)];
    rows.extend(card.features.iter().flat_map(rows_of));
    csv(HEADER, rows.into_iter())
}

/// What tells a bin from the others of its feature.
struct Place {
    kind: &'static str,
    words: String,
    from: Option<f64>,
    below: Option<f64>,
    category: String,
}

impl Place {
    fn new(kind: &'static str, words: impl Into<String>) -> Self {
        Self {
            kind,
            words: words.into(),
            from: None,
            below: None,
            category: String::new(),
        }
    }

    fn range(from: Option<f64>, below: Option<f64>) -> Self {
        let words = match (from, below) {
            (None, None) => "any number".to_owned(),
            (None, Some(below)) => format!("below {below}"),
            (Some(from), None) => format!("from {from}"),
            (Some(from), Some(below)) => format!("from {from} to below {below}"),
        };
        Self {
            from,
            below,
            ..Self::new("range", words)
        }
    }
}

fn base(card: &Scorecard) -> Vec<String> {
    let bin = CardBin {
        n_invoices: card.n_invoices as u64,
        n_late: card.n_late as u64,
        woe: 0.0,
        points: card.base_points,
    };
    let fit = [
        String::new(),
        figure(card.intercept),
        figure(card.intercept_standard_error),
    ];
    row(
        ["", "Base points"],
        Place::new("base", "every invoice"),
        &bin,
        &fit,
    )
}

fn rows_of(feature: &CardFeature) -> Vec<Vec<String>> {
    let fit = [
        figure(feature.information_value),
        figure(feature.coefficient),
        figure(feature.standard_error),
    ];
    let names = [feature.feature.as_str(), feature.name.as_str()];
    places(&feature.bins)
        .into_iter()
        .map(|(place, bin)| row(names, place, bin, &fit))
        .collect()
}

fn places(bins: &CardBins) -> Vec<(Place, &CardBin)> {
    match bins {
        CardBins::Numbers { bins, unknown } => {
            let from = [None].into_iter().chain(bins.iter().map(|bin| bin.below));
            from.zip(bins)
                .map(|(from, number)| (Place::range(from, number.below), &number.bin))
                .chain([(Place::new("unknown", "unknown"), unknown)])
                .collect()
        }
        CardBins::Categories {
            bins,
            other,
            unknown,
        } => bins
            .iter()
            .map(|level| {
                let place = Place {
                    category: level.category.clone(),
                    ..Place::new("category", level.category.clone())
                };
                (place, &level.bin)
            })
            .chain([
                (Place::new("other", "any other"), other),
                (Place::new("unknown", "unknown"), unknown),
            ])
            .collect(),
    }
}

fn row(names: [&str; 2], place: Place, bin: &CardBin, fit: &[String; 3]) -> Vec<String> {
    let edge = |edge: Option<f64>| edge.map(|edge| edge.to_string()).unwrap_or_default();
    let share = match bin.n_invoices {
        0 => String::new(),
        n => figure(bin.n_late as f64 / n as f64),
    };
    let mut row = names.map(str::to_owned).to_vec();
    row.extend([
        place.kind.to_owned(),
        place.words,
        edge(place.from),
        edge(place.below),
        place.category,
        bin.points.to_string(),
        bin.n_invoices.to_string(),
        bin.n_late.to_string(),
        share,
        figure(bin.woe),
    ]);
    row.extend(fit.iter().cloned());
    row
}

/// Six decimals are enough for what is only looked at.
fn figure(value: f64) -> String {
    format!("{value:.6}")
}
