//! Have the invoices changed? The recent ones against the reference, column by column.

use arrears_features::catalogue;
use arrears_features::columns::Column;
use arrears_learn::clustered::mean_group_size;
use arrears_learn::drift::{NORMAL_999, chance_limit, stability_index};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::reference::{Bins, ColumnReference, Reference, SCORES};
use super::sample::Sample;

/// New categories that are named.
const NAMED: usize = 5;

/// How far one column has moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// The feature; `scores` for the model's scores.
    pub feature: String,
    /// Stability index of the known values; none where there are none, or no two bins.
    pub index: Option<f64>,
    /// What one in a thousand unchanged samples exceeds; none of a rate that many customers have in common, such as the late
    /// rate of the sector, which moves for all of them at once.
    pub index_chance: Option<f64>,
    /// Independent invoices that the known values are worth, then and now.
    pub effective: [f64; 2],
    /// Share unknown, then and now.
    pub missing: [f64; 2],
    /// By how much chance alone lets that share rise, in one of a thousand samples.
    pub missing_chance: f64,
    /// What it came from, where the ledger no longer has it, or has it without a row.
    pub absent: Option<String>,
    /// Share of the invoices in categories never seen.
    pub new_share: f64,
    /// Their number.
    pub n_new: usize,
    /// Some of these categories, by name.
    pub new_categories: Vec<String>,
}

impl Reference {
    /// The scores; none where there are none on either side.
    pub(super) fn scores(&self, recent: &Sample) -> Option<Drift> {
        let scores = self.scores.as_ref()?;
        let column = Column::Numeric(recent.log_odds.clone()?);
        Some(self.drift(scores, Some(&column), recent))
    }

    /// Every column that the reference has; `empty` are the tables of today's ledger without a row.
    pub(super) fn features(&self, recent: &Sample, empty: &[String]) -> Vec<Drift> {
        let of = |column: &ColumnReference| {
            let now = recent.columns.get(&column.feature);
            let mut drift = self.drift(column, now, recent);
            if now.is_some_and(|now| column.has_come_to_rest(now, recent.customers.len())) {
                drift.absent = emptied(&column.feature, empty);
            }
            drift
        };
        self.columns.par_iter().map(of).collect()
    }

    fn drift(&self, then: &ColumnReference, now: Option<&Column>, recent: &Sample) -> Drift {
        let n = recent.customers.len();
        let bins = match now {
            Some(column) => then.bins_of(column, n),
            None => vec![None; n],
        };
        let mut counts = vec![0.0; then.bins.n()];
        bins.iter().flatten().for_each(|bin| counts[*bin] += 1.0);
        let n_known: f64 = counts.iter().sum();
        let effective = [then.effective, then.effective_number(&bins, recent)];
        let n_used = counts
            .iter()
            .zip(then.bins.counts())
            .filter(|(a, e)| **a + **e > 0.0)
            .count();
        let missing = [
            then.n_missing as f64 / self.n.max(1) as f64,
            1.0 - n_known / n.max(1) as f64,
        ];
        let new = now.map_or_else(Vec::new, |column| unseen(&then.bins, column, n));
        let mut new_categories = new.clone();
        new_categories.sort_unstable();
        new_categories.dedup();
        new_categories.truncate(NAMED);
        let index = stability_index(then.bins.counts(), &counts).filter(|_| n_used > 1);
        let of_source = recent
            .absent
            .iter()
            .find(|absent| absent.feature == then.feature);
        Drift {
            feature: then.feature.clone(),
            index,
            index_chance: (!is_common(&then.feature))
                .then(|| chance_limit(n_used, effective[0], effective[1], NORMAL_999)),
            effective,
            missing: if n == 0 { [missing[0]; 2] } else { missing },
            missing_chance: self.missing_chance(missing, recent),
            absent: of_source
                .filter(|_| then.feature != SCORES && now.is_none())
                .map(|absent| absent.missing.clone()),
            new_share: new.len() as f64 / n.max(1) as f64,
            n_new: new.len(),
            new_categories,
        }
    }

    /// The unknown come customer by customer, so customers are counted and not invoices.
    fn missing_chance(&self, missing: [f64; 2], recent: &Sample) -> f64 {
        let n_now = recent.customers.len() as f64;
        let worth = [
            self.n as f64 / self.customer_size,
            n_now / mean_group_size(&recent.customers),
        ];
        if worth.iter().any(|n| *n <= 0.0) {
            return 1.0;
        }
        let [then, now] = worth;
        let share = (missing[0] * then + missing[1] * now) / (then + now);
        NORMAL_999 * (share * (1.0 - share) * (1.0 / then + 1.0 / now)).sqrt()
    }
}

impl ColumnReference {
    /// Whether it told invoices apart and tells none apart any more. The count of what is in a table is 0 for everybody where the
    /// table is empty, which is a value as good as any; of new customers it stays unknown.
    fn has_come_to_rest(&self, now: &Column, n: usize) -> bool {
        let told_apart = self.bins.counts().iter().filter(|count| **count > 0.0);
        let bins = self.bins_of(now, n);
        let mut known = bins.iter().flatten();
        let first = known.next();
        n > 0 && told_apart.count() > 1 && known.all(|bin| Some(bin) == first)
    }
}

/// The first empty table that a feature comes from.
fn emptied(feature: &str, empty: &[String]) -> Option<String> {
    let sources = catalogue::feature(feature)?.sources;
    let found = sources
        .iter()
        .find(|source| empty.iter().any(|table| table == *source))?;
    Some(format!("table `{found}`"))
}

/// Whether a feature is one and the same for many customers: there are no independent invoices to tell chance by.
fn is_common(feature: &str) -> bool {
    feature.contains("_late_rate")
}

/// The categories of rows that the reference never saw.
fn unseen(bins: &Bins, column: &Column, n: usize) -> Vec<String> {
    let Bins::Category { seen, .. } = bins else {
        return Vec::new();
    };
    let is_new = |name: &&str| {
        seen.binary_search_by(|level| level.as_str().cmp(name))
            .is_err()
    };
    let names = (0..n).filter_map(|i| column.category(i));
    names.filter(is_new).map(str::to_owned).collect()
}

#[cfg(test)]
impl Drift {
    /// A feature that has not moved, unknown of these shares then and now.
    pub(super) fn of(feature: &str, missing: [f64; 2]) -> Self {
        Self {
            feature: feature.to_owned(),
            index: Some(0.0),
            index_chance: Some(0.15),
            effective: [100.0; 2],
            missing,
            missing_chance: 0.1,
            absent: None,
            new_share: 0.0,
            n_new: 0,
            new_categories: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrears_features::columns::Columns;

    fn sample(columns: Columns) -> Sample {
        let n = columns.n_rows();
        Sample {
            features: columns.iter().map(|(name, _)| name.to_owned()).collect(),
            columns,
            absent: Vec::new(),
            log_odds: None,
            customers: (0..n).collect(),
            months: (0..n).map(|i| i % 6).collect(),
            amounts: vec![100; n],
        }
    }

    fn reference(columns: Columns) -> Reference {
        let flow = super::super::Flow::default();
        let window = super::super::window::year_before(arrears_ledger::Day(20_000));
        Reference::new(&sample(columns), window, &flow)
    }

    fn drift(then: Columns, now: Columns) -> Drift {
        reference(then).features(&sample(now), &[]).remove(0)
    }

    #[test]
    fn the_same_has_not_moved_and_a_shift_has() {
        let values = |shift: f64| (0..600).map(|i| f64::from(i * 37 % 600) + shift).collect();
        let column = |shift| Columns::from_numeric("x", values(shift));
        let same = drift(column(0.0), column(0.0));
        assert!(same.index < Some(1e-3), "{same:?}");
        let moved = drift(column(0.0), column(300.0));
        let chance = moved.index_chance.expect("a limit");
        assert!(moved.index > Some(1.0) && moved.index > Some(chance));
        // 27.88 over ten bins of 600 and 600 rows, customers and months being all alike.
        assert!((chance - 27.88 / 300.0).abs() < 0.01, "{moved:?}");
    }

    #[test]
    fn a_rate_that_a_sector_has_in_common_moves_at_once_and_has_no_limit_by_chance() {
        let column = |value| Columns::from_numeric("sector_late_rate", vec![value; 50]);
        assert_eq!(drift(column(0.2), column(0.3)).index_chance, None);
    }

    #[test]
    fn unknown_values_are_told_apart_from_moved_ones() {
        let then = Columns::from_numeric("x", (0..400).map(f64::from).collect());
        let half = (0..400).map(|i| if i % 2 == 0 { f64::NAN } else { f64::from(i) });
        let found = drift(then, Columns::from_numeric("x", half.collect()));
        assert_eq!(found.missing, [0.0, 0.5]);
        assert!(
            found.missing_chance < 0.2 && found.index < Some(0.1),
            "{found:?}"
        );
    }

    #[test]
    fn a_feature_of_an_empty_table_that_is_the_same_for_all_has_lost_its_source() {
        let column = |n: i32| {
            let values = (0..60).map(|i| f64::from(i % n)).collect();
            Columns::from_numeric("mean_depth_12m", values)
        };
        let absent = |then, now, empty: &[&str]| {
            let empty: Vec<String> = empty.iter().map(|table| (*table).to_owned()).collect();
            let found = reference(column(then)).features(&sample(column(now)), &empty);
            found[0].absent.clone()
        };
        assert_eq!(
            absent(3, 1, &["reminders"]),
            Some("table `reminders`".into())
        );
        // The table has rows, the feature still differs, or it never did: an export without a reminder in two years.
        assert_eq!(absent(3, 1, &["promises"]), None);
        assert_eq!(absent(3, 2, &["reminders"]), None);
        assert_eq!(absent(1, 1, &["reminders"]), None);
    }

    #[test]
    fn a_feature_of_an_empty_table_may_be_unknown_of_new_customers() {
        let column = |values: fn(i32) -> f64| {
            Columns::from_numeric("mean_depth_12m", (0..60).map(values).collect())
        };
        let then = reference(column(|i| if i < 10 { f64::NAN } else { f64::from(i % 3) }));
        let now = sample(column(|i| if i < 10 { f64::NAN } else { 0.0 }));
        let found = then.features(&now, &["reminders".to_owned()]);
        assert_eq!(found[0].absent.as_deref(), Some("table `reminders`"));
    }

    #[test]
    fn a_category_never_seen_is_named() {
        let cells = |name: &str| -> Vec<Option<String>> {
            let cell = |i: usize| Some(if i < 90 { "a" } else { name }.to_owned());
            (0..100).map(cell).collect()
        };
        let column = |name: &str| Columns::from_categories("sector", &cells(name));
        let found = drift(column("b"), column("new"));
        assert_eq!(found.new_share, 0.1);
        assert_eq!(found.new_categories, ["new"]);
        assert_eq!(drift(column("b"), column("b")).new_share, 0.0);
    }

    #[test]
    fn no_rows_and_one_row_say_nothing() {
        let none = |n: usize| Columns::from_numeric("x", vec![1.0; n]);
        for (then, now) in [(0, 0), (0, 5), (5, 0), (1, 1)] {
            let found = drift(none(then), none(now));
            assert_eq!(found.index, None, "{then} {now}");
        }
    }
}
