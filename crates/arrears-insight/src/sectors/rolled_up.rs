//! The group that each sector of the ledger is spoken of in: its own where it is large enough, else one above it.
//!
//! The groups are those of the question which sectors delay ([`roll_up()`]). A sector whose customers name two versions
//! of the classification may be in two groups: it is told with the one that holds most of them.

use std::collections::BTreeMap;

use super::{MIN_GROUP, roll_up};
use crate::facts::Portfolio;

/// A group of sectors, as files name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct RolledUp {
    /// Its code: `46.45`, `G`, the ledger's own words, or `other`.
    pub code: String,
    /// At which level it stands: `section`, `division`, `group`, `class`, `subclass`, `name` or `other`.
    pub level: String,
}

/// The group of each sector that is in one, by the sector's name in the ledger.
pub(super) fn rolled_up(portfolio: &Portfolio) -> BTreeMap<String, RolledUp> {
    let customers: Vec<_> = portfolio.external().map(|(customer, _)| customer).collect();
    let found = roll_up(customers.iter().copied().enumerate(), MIN_GROUP);
    let mut counts: BTreeMap<&str, BTreeMap<RolledUp, usize>> = BTreeMap::new();
    for group in &found.groups {
        let rolled_up = RolledUp {
            code: group.code(),
            level: group.level().to_owned(),
        };
        let sectors = group.customers.iter().map(|&at| &customers[at].sector);
        for sector in sectors.flatten() {
            let of_sector = counts.entry(sector).or_default();
            *of_sector.entry(rolled_up.clone()).or_default() += 1;
        }
    }
    let most = |groups: BTreeMap<RolledUp, usize>| {
        // Of two with equally many, the first by code.
        let best = groups.into_iter().rev().max_by_key(|(_, n)| *n);
        best.map(|(group, _)| group)
    };
    let told = counts
        .into_iter()
        .map(|(name, groups)| Some((name.to_owned(), most(groups)?)));
    told.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{Example, customer, paid, portfolio};
    use crate::sectors::{UNKNOWN_SECTOR, sectors};

    fn customers(sector: &str, scheme: &str, n: usize) -> Vec<Example> {
        let one = |_| {
            let mut example = customer("c", vec![paid(50, 3)]);
            example.facts.sector = Some(sector.to_owned());
            example.facts.traits.sector_scheme = Some(scheme.to_owned());
            example
        };
        (0..n).map(one).collect()
    }

    #[test]
    fn a_small_sector_tells_the_group_it_joined() {
        let mut all: Vec<Example> = [
            customers("46.45", "SBI 2008", 12),
            customers("46.46", "SBI 2008", 6),
            customers("46.47", "SBI 2008", 5),
            customers("Kunst", "SBI 2008", 10),
            customers("41 Bouw", "SBI 2008", 3),
        ]
        .into_iter()
        .flatten()
        .collect();
        all.push(customer("unknown", vec![paid(50, 3)]));
        let found = sectors(&portfolio(all), &Default::default());
        let told = |name: &str| {
            let own = found.iter().find(|sector| sector.sector == name).unwrap();
            let group = own.rolled_up.as_ref();
            group.map(|group| (group.code.as_str(), group.level.as_str()))
        };
        assert_eq!(told("46.45"), Some(("46.45", "class")));
        assert_eq!(told("46.46"), Some(("46.4", "group")));
        assert_eq!(told("46.47"), Some(("46.4", "group")));
        assert_eq!(told("Kunst"), Some(("Kunst", "name")));
        // Three customers are in no group.
        assert_eq!((told("41 Bouw"), told(UNKNOWN_SECTOR)), (None, None));
    }

    #[test]
    fn of_two_versions_the_one_of_most_customers_counts() {
        let all: Vec<Example> = [
            customers("62 IT", "SBI 2008", 10),
            customers("62 IT", "SBI 2025", 11),
        ]
        .into_iter()
        .flatten()
        .collect();
        let found = rolled_up(&portfolio(all));
        let only = &found["62 IT"];
        assert_eq!(
            (only.code.as_str(), only.level.as_str()),
            ("62", "division")
        );
        assert_eq!(found.len(), 1);
    }
}
