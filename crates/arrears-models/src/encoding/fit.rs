//! What the training rows say about scales: bounds, means, deviations, and which categories stand on their own.

use arrears_features::catalogue;
use arrears_features::columns::{CUSTOMER_ID, Column, Columns};
use rayon::prelude::*;

use super::{EncodedColumn, Encoding, Part, Transform};

/// Rows at most on which bounds are taken; means and deviations use every training row.
const BOUND_ROWS: usize = 100_000;
/// Share of the training rows outside each bound.
const TAIL: f64 = 0.005;
/// A category stands on its own from this many training rows, and from this share of them.
const MIN_LEVEL_ROWS: usize = 20;
const MIN_LEVEL_SHARE: f64 = 0.005;
/// An unknown-value column is worth having from this many rows on either side.
const MIN_UNKNOWN_ROWS: usize = 20;

/// Learns the encoding of `rows` where `used` is true.
///
/// A column that is constant over the training rows is left out: it could only repeat the intercept.
pub fn fit(rows: &Columns, used: &[bool]) -> Encoding {
    let columns = rows
        .iter()
        .filter(|(name, _)| *name != CUSTOMER_ID)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(name, column)| match column {
            Column::Numeric(values) => numeric(name, values, used),
            Column::Category { codes, levels } => category(name, codes, levels, used),
        })
        .collect::<Vec<_>>();
    Encoding {
        columns: without_twins(columns.into_iter().flatten().collect()),
    }
}

fn numeric(name: &str, values: &[f64], used: &[bool]) -> Vec<EncodedColumn> {
    let Some((low, high)) = bounds(values, used) else {
        return Vec::new();
    };
    let unit = catalogue::feature(name).map_or("", |feature| feature.unit);
    let transform = Transform::for_unit(unit);
    let mut shown: Vec<f64> = values
        .iter()
        .zip(used)
        .filter(|(_, used)| **used)
        // An unknown value stays one: no bound holds it.
        .map(|(x, _)| transform.apply(x.clamp(low, high)))
        .collect();
    let fill = mean(shown.iter().copied().filter(|x| !x.is_nan()));
    for value in shown.iter_mut().filter(|value| value.is_nan()) {
        *value = fill;
    }
    let mut columns = Vec::new();
    if let Some((mean, scale)) = moments(&shown) {
        let part = Part::Value {
            transform,
            low,
            high,
            fill,
        };
        columns.push(EncodedColumn {
            feature: name.to_owned(),
            part,
            mean,
            scale,
        });
    }
    columns.extend(unknown(name, values.iter().map(|x| x.is_nan()), used));
    columns
}

fn category(
    name: &str,
    codes: &[Option<u32>],
    levels: &[String],
    used: &[bool],
) -> Vec<EncodedColumn> {
    let mut counts = vec![0usize; levels.len()];
    let mut n = 0;
    for (code, _) in codes.iter().zip(used).filter(|(_, used)| **used) {
        n += 1;
        if let Some(code) = code {
            counts[*code as usize] += 1;
        }
    }
    let enough = MIN_LEVEL_ROWS.max((MIN_LEVEL_SHARE * n as f64).ceil() as usize);
    let mut kept: Vec<usize> = (0..levels.len())
        .filter(|&l| counts[l] >= enough && counts[l] < n)
        .collect();
    kept.sort_by(|&a, &b| levels[a].cmp(&levels[b]));
    kept.into_iter()
        .map(|l| {
            let share = counts[l] as f64 / n as f64;
            EncodedColumn {
                feature: name.to_owned(),
                part: Part::Level(levels[l].clone()),
                mean: share,
                scale: (share * (1.0 - share)).sqrt(),
            }
        })
        .collect()
}

fn unknown(
    name: &str,
    unknown: impl Iterator<Item = bool>,
    used: &[bool],
) -> Option<EncodedColumn> {
    let (mut n, mut n_unknown) = (0usize, 0usize);
    for (unknown, _) in unknown.zip(used).filter(|(_, used)| **used) {
        n += 1;
        n_unknown += usize::from(unknown);
    }
    if n_unknown < MIN_UNKNOWN_ROWS || n - n_unknown < MIN_UNKNOWN_ROWS {
        return None;
    }
    let share = n_unknown as f64 / n as f64;
    let scale = (share * (1.0 - share)).sqrt();
    Some(EncodedColumn {
        feature: name.to_owned(),
        part: Part::Unknown,
        mean: share,
        scale,
    })
}

/// Features without a history are unknown together: of unknown-value columns with one and the same share, the first is kept.
fn without_twins(columns: Vec<EncodedColumn>) -> Vec<EncodedColumn> {
    let mut seen: Vec<f64> = Vec::new();
    columns
        .into_iter()
        .filter(|column| {
            let twin = column.part == Part::Unknown && seen.contains(&column.mean);
            if column.part == Part::Unknown {
                seen.push(column.mean);
            }
            !twin
        })
        .collect()
}

fn bounds(values: &[f64], used: &[bool]) -> Option<(f64, f64)> {
    let known = values
        .iter()
        .zip(used)
        .filter(|(x, used)| **used && !x.is_nan())
        .count();
    let step = known.div_ceil(BOUND_ROWS).max(1);
    let mut sample: Vec<f64> = values
        .iter()
        .zip(used)
        .filter(|(x, used)| **used && !x.is_nan())
        .map(|(x, _)| *x)
        .step_by(step)
        .collect();
    if sample.is_empty() {
        return None;
    }
    let last = sample.len() - 1;
    let mut at = |q: f64| {
        let rank = (last as f64 * q).round() as usize;
        *sample.select_nth_unstable_by(rank, f64::total_cmp).1
    };
    Some((at(TAIL), at(1.0 - TAIL)))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (n, sum) = values.fold((0usize, 0.0), |(n, sum), x| (n + 1, sum + x));
    if n == 0 { 0.0 } else { sum / n as f64 }
}

/// Mean and standard deviation, or nothing where the values do not vary.
fn moments(values: &[f64]) -> Option<(f64, f64)> {
    let centre = mean(values.iter().copied());
    let variance = mean(values.iter().map(|x| (x - centre) * (x - centre)));
    let scale = variance.sqrt();
    (scale > 1e-9 * centre.abs().max(1.0)).then_some((centre, scale))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrears_features::columns::Columns;

    fn encode(columns: Columns, used: &[bool]) -> (Encoding, ndarray::Array2<f64>) {
        let encoding = fit(&columns, used);
        let x = encoding.apply(&columns).expect("the same features");
        (encoding, x)
    }

    #[test]
    fn columns_are_standardised_over_the_used_rows() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let used: Vec<bool> = (0..100).map(|i| i < 60).collect();
        let (_, x) = encode(Columns::from_numeric("some", values), &used);
        let column = x.column(0);
        let mean = column.iter().take(60).sum::<f64>() / 60.0;
        assert!(mean.abs() < 1e-12);
        assert_eq!(
            column[80], column[59],
            "a later value is held at the training rows' bound"
        );
    }

    #[test]
    fn an_unknown_value_stands_at_the_mean_and_has_a_column() {
        let values: Vec<f64> = (0..100)
            .map(|i| if i % 2 == 0 { f64::NAN } else { f64::from(i) })
            .collect();
        let (encoding, x) = encode(Columns::from_numeric("some", values), &[true; 100]);
        assert_eq!(encoding.columns().len(), 2);
        assert!(x[[0, 0]].abs() < 1e-12);
        assert_eq!((x[[0, 1]], x[[1, 1]]), (1.0, -1.0));
    }

    #[test]
    fn a_constant_feature_is_left_out() {
        let (encoding, x) = encode(Columns::from_numeric("some", vec![4.2; 50]), &[true; 50]);
        assert!(encoding.columns().is_empty());
        assert_eq!(x.dim(), (50, 0));
    }

    #[test]
    fn rare_categories_share_the_reference() {
        let cells: Vec<Option<String>> = (0..100)
            .map(|i| {
                Some(
                    if i < 60 {
                        "a"
                    } else if i < 97 {
                        "b"
                    } else {
                        "c"
                    }
                    .to_owned(),
                )
            })
            .collect();
        let (encoding, _) = encode(Columns::from_categories("some", &cells), &[true; 100]);
        let parts: Vec<_> = encoding.columns().iter().map(|c| c.part.clone()).collect();
        assert_eq!(parts, [Part::Level("a".into()), Part::Level("b".into())]);
    }
}
