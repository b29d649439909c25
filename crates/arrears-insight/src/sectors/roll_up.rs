//! Groups of sectors that are large enough: small ones go up to the parent level.
//!
//! From the leaves up: a code with fewer customers than asked joins its parent, with its like; one with enough stays
//! apart. What is left over of a section, and what has no place in the classification and is small, joins the other
//! sectors; if these are too few still, their customers are in no group, which is said.

use std::collections::{BTreeMap, BTreeSet};

use super::classify::{Place, Scheme};
use crate::facts::CustomerFacts;
use crate::text::Text;

/// What a group of sectors is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKey {
    /// A place in the classification.
    Place(Place),
    /// A sector that has no place, by its name in the ledger.
    Name(String),
    /// What is too small for a group of its own.
    Other,
}

/// A group of sectors.
#[derive(Clone, Debug, PartialEq)]
pub struct SectorGroup {
    /// What it is.
    pub key: GroupKey,
    /// Its name: the ledger's own where it is one sector.
    pub label: Text,
    /// How many sectors of the ledger are in it.
    pub n_sectors: usize,
    /// Its customers, as positions in the portfolio.
    pub customers: Vec<usize>,
}

impl SectorGroup {
    /// Its name in files: `46.45`, `G`, the ledger's own words, or `other`.
    pub fn code(&self) -> String {
        match &self.key {
            GroupKey::Place(place) => place.written(),
            GroupKey::Name(name) => name.clone(),
            GroupKey::Other => "other".to_owned(),
        }
    }

    /// At which level of the classification it stands: `section`, `division`, `group`, `class`, `subclass`; `name` for a
    /// sector of the ledger's own words, `other` for what is too small for a group of its own.
    pub fn level(&self) -> &'static str {
        match &self.key {
            GroupKey::Place(place) => match place.depth() {
                1 => "section",
                2 => "division",
                3 => "group",
                4 => "class",
                _ => "subclass",
            },
            GroupKey::Name(_) => "name",
            GroupKey::Other => "other",
        }
    }
}

/// All groups, and what could not be grouped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectorGroups {
    /// Groups of at least the number of customers asked for, by key.
    pub groups: Vec<SectorGroup>,
    /// Sectors without a place in the classification, with their customers, the most first.
    pub unplaced: Vec<(String, usize)>,
    /// Customers with a sector that are in no group.
    pub n_left_out: usize,
    /// Customers without a sector.
    pub n_unknown: usize,
    /// Customers whose sector has a code but no scheme: the older version was taken.
    pub n_assumed: usize,
    /// Versions that occur.
    pub schemes: Vec<Scheme>,
}

#[derive(Default)]
struct Part {
    customers: Vec<usize>,
    /// The sectors of the ledger in it.
    names: BTreeSet<String>,
    /// Whether a part of it stays apart.
    is_rest: bool,
}

impl Part {
    fn take(&mut self, other: Part) {
        self.customers.extend(other.customers);
        self.names.extend(other.names);
    }
}

/// Groups customers (with their positions) by sector, each group of at least `min_customers`.
pub fn roll_up<'a>(
    customers: impl Iterator<Item = (usize, &'a CustomerFacts)>,
    min_customers: usize,
) -> SectorGroups {
    let mut found = SectorGroups::default();
    let mut placed: BTreeMap<Place, Part> = BTreeMap::new();
    let mut named: BTreeMap<String, Part> = BTreeMap::new();
    for (position, customer) in customers {
        let Some(sector) = customer.sector.as_deref().map(str::trim) else {
            found.n_unknown += 1;
            continue;
        };
        let scheme = customer.traits.sector_scheme.as_deref();
        let part = match Place::of(sector, scheme) {
            Some(place) => {
                found.n_assumed += usize::from(scheme.is_none());
                placed.entry(place).or_default()
            }
            None => named.entry(sector.to_owned()).or_default(),
        };
        part.customers.push(position);
        if !part.names.contains(sector) {
            part.names.insert(sector.to_owned());
        }
    }
    found.schemes = placed.keys().map(|place| place.scheme).collect();
    found.schemes.dedup();
    found.unplaced = named
        .iter()
        .map(|(name, part)| (name.clone(), part.customers.len()))
        .collect();
    found
        .unplaced
        .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut other = lift(&mut placed, min_customers);
    let small: Vec<String> = named
        .iter()
        .filter(|(_, part)| part.customers.len() < min_customers)
        .map(|(name, _)| name.clone())
        .collect();
    for name in small {
        other.take(named.remove(&name).unwrap_or_default());
    }
    let both = found.schemes.len() > 1;
    let of_places = placed.into_iter().map(|(place, part)| {
        let label = place_label(&place, &part, both);
        group(GroupKey::Place(place), label, part)
    });
    found.groups = of_places.collect();
    let of_names = named.into_iter().map(|(name, part)| {
        let label = Text::same(&name);
        group(GroupKey::Name(name), label, part)
    });
    found.groups.extend(of_names);
    if other.customers.len() < min_customers {
        found.n_left_out = other.customers.len();
    } else {
        let label = Text::new("other sectors", "overige sectoren", "autres secteurs");
        found.groups.push(group(GroupKey::Other, label, other));
    }
    found
}

/// Moves small parts up, level by level; what is too small as a section is given back.
fn lift(placed: &mut BTreeMap<Place, Part>, min_customers: usize) -> Part {
    let mut other = Part::default();
    for depth in (1..=5).rev() {
        let level: Vec<Place> = placed
            .keys()
            .filter(|place| place.depth() == depth)
            .cloned()
            .collect();
        for place in level {
            if placed[&place].customers.len() >= min_customers {
                continue;
            }
            let part = placed.remove(&place).unwrap_or_default();
            match place.parent() {
                Some(parent) => placed.entry(parent).or_default().take(part),
                None => other.take(part),
            }
        }
    }
    mark_rests(placed);
    other
}

/// What has joined a level above a group that stays apart is the rest of that level.
fn mark_rests(placed: &mut BTreeMap<Place, Part>) {
    let apart: Vec<Place> = placed.keys().cloned().collect();
    for place in apart {
        let mut above = place.parent();
        while let Some(here) = above {
            if let Some(part) = placed.get_mut(&here) {
                part.is_rest = true;
            }
            above = here.parent();
        }
    }
}

fn group(key: GroupKey, label: Text, part: Part) -> SectorGroup {
    let mut customers = part.customers;
    customers.sort_unstable();
    SectorGroup {
        key,
        label,
        n_sectors: part.names.len(),
        customers,
    }
}

fn place_label(place: &Place, part: &Part, both: bool) -> Text {
    let only = part.names.first().filter(|_| part.names.len() == 1);
    let mut label = only.map_or_else(|| whole_label(place, part.is_rest), |name| Text::same(name));
    if both {
        let version = match place.scheme {
            Scheme::Nace2 => "SBI 2008",
            Scheme::Nace21 => "SBI 2025",
        };
        for text in [&mut label.en, &mut label.nl, &mut label.fr] {
            text.push_str(&format!(" ({version})"));
        }
    }
    label
}

/// `G wholesale and retail trade`, `46.4 (wholesale and retail trade), the rest`.
fn whole_label(place: &Place, is_rest: bool) -> Text {
    let name = place
        .section()
        .map(|section| section.name())
        .unwrap_or_default();
    let code = place.written();
    let say = |name: &str, rest: &str| {
        let name = match place.depth() {
            1 => format!("{code} {name}"),
            _ => format!("{code} ({name})"),
        };
        if is_rest {
            format!("{name}, {rest}")
        } else {
            name
        }
    };
    Text::new(
        say(&name.en, "the rest"),
        say(&name.nl, "overige"),
        say(&name.fr, "le reste"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::customer;

    fn grouped(sectors: &[(&str, usize)], min: usize) -> SectorGroups {
        let facts: Vec<CustomerFacts> = sectors
            .iter()
            .flat_map(|&(sector, n)| std::iter::repeat_n(sector, n))
            .map(|sector| {
                let mut facts = customer("c", vec![]).facts;
                facts.sector = Some(sector.to_owned());
                facts.traits.sector_scheme = Some("SBI 2008".to_owned());
                facts
            })
            .collect();
        roll_up(facts.iter().enumerate(), min)
    }

    fn sizes(found: &SectorGroups) -> Vec<(String, usize)> {
        found
            .groups
            .iter()
            .map(|group| (group.label.en.clone(), group.customers.len()))
            .collect()
    }

    #[test]
    fn small_sectors_join_their_parent_and_large_ones_stay() {
        let found = grouped(
            &[
                ("46.45", 12),
                ("46.46", 4),
                ("46.47", 3),
                ("47 Detail", 4),
                ("41 Bouw", 9),
            ],
            10,
        );
        // 46.46 and 46.47 are 7 in 46.4, which goes up to 46 and then, with 47, to G: 11. 41 is 9 in F: too few.
        let expected = [
            ("46.45".to_owned(), 12),
            ("G wholesale and retail trade, the rest".to_owned(), 11),
        ];
        assert_eq!(sizes(&found), expected);
        assert_eq!((found.n_left_out, found.groups[1].n_sectors), (9, 3));
        let code = |i: usize| (found.groups[i].code(), found.groups[i].level());
        assert_eq!(code(0), ("46.45".to_owned(), "class"));
        assert_eq!(code(1), ("G".to_owned(), "section"));
    }

    #[test]
    fn what_is_small_together_is_other() {
        let found = grouped(
            &[
                ("41 Bouw", 6),
                ("62 IT", 6),
                ("Kunst", 3),
                ("Groothandel", 20),
            ],
            10,
        );
        let expected = [
            ("Groothandel".to_owned(), 20),
            ("other sectors".to_owned(), 15),
        ];
        assert_eq!(sizes(&found), expected);
        assert_eq!(
            found.unplaced,
            [("Groothandel".to_owned(), 20), ("Kunst".to_owned(), 3)]
        );
    }

    #[test]
    fn a_sector_for_everyone_different_is_no_group() {
        let names: Vec<String> = (0..9)
            .map(|i| format!("Only {}", (b'a' + i) as char))
            .collect();
        let sectors: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 1)).collect();
        let found = grouped(&sectors, 10);
        assert_eq!((found.groups.len(), found.n_left_out), (0, 9));
    }

    #[test]
    fn two_versions_stay_apart_and_are_named() {
        let facts: Vec<CustomerFacts> = (0..20)
            .map(|i| {
                let mut facts = customer("c", vec![]).facts;
                facts.sector = Some("62 IT".to_owned());
                let scheme = if i < 10 { "SBI 2008" } else { "SBI 2025" };
                facts.traits.sector_scheme = Some(scheme.to_owned());
                facts
            })
            .collect();
        let found = roll_up(facts.iter().enumerate(), 10);
        let expected = [
            ("62 IT (SBI 2008)".to_owned(), 10),
            ("62 IT (SBI 2025)".to_owned(), 10),
        ];
        assert_eq!(sizes(&found), expected);
    }
}
