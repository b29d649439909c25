//! Binning: what holds for any column.

use arrears_learn::binning::{BinningParams, ColumnBins};
use linfa::ParamGuard;
use proptest::prelude::*;

fn fit(values: &[f64], outcomes: &[bool]) -> ColumnBins {
    let params = BinningParams::new().check().unwrap();
    params.fit_column(values, outcomes).unwrap()
}

/// Rows with few or many distinct values, some missing; both outcomes occur.
fn rows() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    let value = prop_oneof![
        6 => (-20i32..20).prop_map(f64::from),
        3 => -1e6..1e6f64,
        1 => Just(f64::NAN),
    ];
    prop::collection::vec((value, any::<bool>()), 2..300).prop_map(|rows| {
        let (values, mut outcomes): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
        (outcomes[0], outcomes[1]) = (true, false);
        (values, outcomes)
    })
}

proptest! {
    #[test]
    fn bins_are_monotonic_large_enough_and_hold_every_row((values, outcomes) in rows()) {
        let bins = fit(&values, &outcomes);
        let woe: Vec<f64> = bins.bins().iter().map(|bin| bin.woe()).collect();
        let rises = woe.windows(2).all(|pair| pair[0] < pair[1]);
        let falls = woe.windows(2).all(|pair| pair[0] > pair[1]);
        prop_assert!(rises || falls, "{woe:?}");
        prop_assert!(bins.edges().windows(2).all(|pair| pair[0] < pair[1]));
        let n = outcomes.len() as f64;
        let n_events = outcomes.iter().filter(|event| **event).count() as f64;
        if woe.len() > 1 {
            prop_assert!(woe.len() <= 8);
            for bin in bins.bins() {
                let counts = bin.counts();
                prop_assert!(counts.rows() as f64 >= 0.05 * n);
                prop_assert!(counts.events as f64 >= 0.02 * n_events);
                prop_assert!(counts.others as f64 >= 0.02 * (n - n_events));
            }
        }
        let known: u64 = bins.bins().iter().map(|bin| bin.counts().rows()).sum();
        let missing = values.iter().filter(|value| value.is_nan()).count() as u64;
        prop_assert_eq!(bins.missing().counts().rows(), missing);
        prop_assert_eq!(known + missing, values.len() as u64);
        prop_assert!(bins.information_value() >= 0.0);
    }

    #[test]
    fn the_order_of_rows_does_not_matter((values, outcomes) in rows()) {
        let reversed = |rows: &[f64]| rows.iter().rev().copied().collect::<Vec<_>>();
        let outcomes_reversed: Vec<bool> = outcomes.iter().rev().copied().collect();
        prop_assert_eq!(fit(&values, &outcomes), fit(&reversed(&values), &outcomes_reversed));
    }

    #[test]
    fn the_unit_of_a_column_does_not_matter((values, outcomes) in rows()) {
        let larger: Vec<f64> = values.iter().map(|value| value * 37.5 + 1000.0).collect();
        let (bins, same) = (fit(&values, &outcomes), fit(&larger, &outcomes));
        prop_assert_eq!(bins.bins(), same.bins());
    }
}
