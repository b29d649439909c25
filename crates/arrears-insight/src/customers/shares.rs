//! How the segments fall in each sector, size class and country, so that a group that fares otherwise is seen.
//!
//! A group of fewer than ten customers is not told, and where one group alone would be left untold, or those untold are
//! fewer than ten together, the smallest told one is not told either: else it could be computed from the total.

use std::collections::BTreeMap;

use serde::Serialize;

use super::assess::CustomerInsight;
use super::segments::Segment;
use crate::facts::{CustomerFacts, Portfolio};

/// Fewest customers of a group that is told.
pub const FEWEST_CUSTOMERS: u64 = 10;

/// The groups of one attribute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentShares {
    /// `sector`, `size_class` or `country`.
    pub by: String,
    /// The groups, by name; customers without the attribute stand under `unknown`.
    pub groups: Vec<GroupShares>,
}

/// One group; figures are `None` where it is not told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupShares {
    /// The attribute's value.
    pub name: String,
    /// Customers.
    pub n_customers: Option<u64>,
    /// Shares of A, B and C.
    pub shares: Option<[f64; 3]>,
}

/// What customers are grouped by.
type Attribute = fn(&CustomerFacts) -> Option<&str>;

/// The shares by every attribute that has two values or more; customers of the own group are left out.
pub fn segment_shares(portfolio: &Portfolio, customers: &[CustomerInsight]) -> Vec<SegmentShares> {
    let attributes: [(&str, Attribute); 3] = [
        ("sector", |facts| facts.sector.as_deref()),
        ("size_class", |facts| facts.size_class.as_deref()),
        ("country", |facts| facts.traits.country.as_deref()),
    ];
    let all = attributes.iter().map(|(by, of)| SegmentShares {
        by: (*by).to_owned(),
        groups: told(counts(portfolio, customers, *of)),
    });
    all.filter(|shares| shares.groups.len() > 1).collect()
}

fn counts(
    portfolio: &Portfolio,
    customers: &[CustomerInsight],
    of: Attribute,
) -> BTreeMap<String, [u64; 3]> {
    let mut counts: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    let outside = portfolio
        .customers
        .iter()
        .zip(customers)
        .filter(|(facts, _)| !facts.intercompany);
    for (facts, customer) in outside {
        let name = of(facts).unwrap_or("unknown").to_owned();
        let place = Segment::ALL
            .iter()
            .position(|segment| *segment == customer.segment);
        if let Some(count) = place.and_then(|i| counts.entry(name).or_default().get_mut(i)) {
            *count += 1;
        }
    }
    counts
}

fn told(counts: BTreeMap<String, [u64; 3]>) -> Vec<GroupShares> {
    let sizes: Vec<u64> = counts.values().map(|count| count.iter().sum()).collect();
    let mut hidden: Vec<bool> = sizes.iter().map(|&n| n < FEWEST_CUSTOMERS).collect();
    while remainder_is_open(&sizes, &hidden) {
        let told = (0..sizes.len()).filter(|&i| !hidden[i]);
        match told.min_by_key(|&i| sizes[i]) {
            Some(smallest) => hidden[smallest] = true,
            None => break,
        }
    }
    let groups = counts.into_iter().zip(sizes).zip(hidden);
    groups
        .map(|(((name, count), n), hidden)| GroupShares {
            name,
            n_customers: (!hidden).then_some(n),
            shares: (!hidden).then(|| count.map(|count| count as f64 / n as f64)),
        })
        .collect()
}

/// Whether what is not told could be computed from the total: one group alone, or fewer than ten customers in all.
fn remainder_is_open(sizes: &[u64], hidden: &[bool]) -> bool {
    let sizes = sizes
        .iter()
        .zip(hidden)
        .filter(|(_, hidden)| **hidden)
        .map(|(n, _)| *n);
    let (n_groups, n_customers) = sizes.fold((0, 0), |(groups, all), n| (groups + 1, all + n));
    n_groups == 1 || (n_groups > 0 && n_customers < FEWEST_CUSTOMERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_told(sizes: &[u64]) -> String {
        let named = sizes
            .iter()
            .enumerate()
            .map(|(i, &n)| (format!("g{i}"), [n, 0, 0]));
        let told = told(named.collect());
        told.iter()
            .map(|group| if group.shares.is_some() { '+' } else { '-' })
            .collect()
    }

    #[test]
    fn groups_of_ten_and_more_are_told() {
        assert_eq!(names_told(&[10, 50, 12]), "+++");
    }

    #[test]
    fn what_is_hidden_cannot_be_computed_from_the_total() {
        assert_eq!(
            names_told(&[9, 50, 12]),
            "-+-",
            "one alone would be the total less the others"
        );
        assert_eq!(
            names_told(&[4, 4, 50, 12]),
            "--+-",
            "two of eight together are still few"
        );
        assert_eq!(names_told(&[6, 6, 50, 12]), "--++");
        assert_eq!(names_told(&[3, 50]), "--");
        assert_eq!(names_told(&[3]), "-");
    }
}
