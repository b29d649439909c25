//! Who went where since the last champion: from cluster to cluster and from segment to segment.
//!
//! A cluster keeps its number from one champion to the next where it is the same group of customers, so a pair of equal
//! numbers is a cluster that stayed. What became of the others follows from where their customers went, with the half
//! that also decides whether a cluster is the same (Spiliopoulou et al. 2006, MONIC, doi:10.1145/1150402.1150491).

use std::collections::BTreeMap;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::profiles::{LITTLE_HISTORY, OUTLIER};
use super::segments::Segment;
use crate::InsightError;
use crate::text::Text;

/// Where a customer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its cluster; none where there are no clusters to compare.
    pub cluster: Option<i32>,
    /// Its segment; none where it was not estimated.
    pub segment: Option<Segment>,
}

/// What the last champion said of today's customers, on its own day.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its as-of date.
    pub as_of: Day,
    /// Numbers of its clusters; empty where they cannot be compared with today's.
    pub clusters: Vec<i32>,
    /// Where each customer stood, in today's order; none for one that was not known then.
    pub places: Vec<Option<Place>>,
}

/// Where a customer stands today, and what it owes.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// Where it stands.
    pub place: Place,
    /// Open, in cents.
    pub open_minor: i64,
}

/// Who went where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Migration {
    /// As-of date of the last champion.
    pub from: Option<Day>,
    /// Clusters, then segments, each by from and to.
    pub rows: Vec<MigrationRow>,
    /// What became of each cluster, by its number.
    pub fates: Vec<Fate>,
    /// Of each customer, in today's order, where it stood; none for one that was not known then.
    pub places: Vec<Option<Place>>,
    /// Why it cannot be told who went where, though there is a last champion.
    pub untold: Option<Text>,
}

/// The customers that went from one group to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationRow {
    /// Clusters or segments.
    pub kind: Grouping,
    /// The group they were in: a cluster's number or a segment's letter; none for customers not known then.
    pub from: Option<String>,
    /// The group they are in.
    pub to: String,
    /// What that is.
    pub change: Change,
    /// Customers.
    pub n_customers: u64,
    /// What they owe today, in cents.
    pub open_minor: i64,
}

/// What customers are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Clusters.
    Cluster,
    /// A, B and C.
    Segment,
}

/// What a row of the migration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// In the same group.
    Stayed,
    /// From one cluster to another, where both are there on both days.
    Moved,
    /// Into a new cluster, at least half of which comes from this one.
    Split,
    /// Into another cluster, with at least half of a cluster that is gone.
    Merged,
    /// Out of a cluster that is gone, with less than half of it.
    Dissolved,
    /// Into a new cluster, less than half of which comes from this one.
    Gathered,
    /// Enough history now, or no longer; or into or out of those unlike all others.
    Placed,
    /// Not known on the earlier day.
    Appeared,
    /// To a segment of lower risk.
    Better,
    /// To a segment of higher risk.
    Worse,
}

impl Grouping {
    /// Its code in files.
    pub fn code(self) -> &'static str {
        match self {
            Grouping::Cluster => "cluster",
            Grouping::Segment => "segment",
        }
    }
}

impl Change {
    /// Its code in files.
    pub fn code(self) -> &'static str {
        match self {
            Change::Stayed => "stayed",
            Change::Moved => "moved",
            Change::Split => "split",
            Change::Merged => "merged",
            Change::Dissolved => "dissolved",
            Change::Gathered => "gathered",
            Change::Placed => "placed",
            Change::Appeared => "appeared",
            Change::Better => "better",
            Change::Worse => "worse",
        }
    }
}

/// What became of one cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Its number.
    pub cluster_id: i32,
    /// What became of it.
    pub event: Event,
    /// Customers known on both days that were in it.
    pub n_before: u64,
    /// Of which in it now, or for a new cluster the customers known on both days that it holds.
    pub n_now: u64,
}

/// What becomes of clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The same cluster.
    Kept,
    /// New, at least half of it from this cluster.
    SplitFrom(i32),
    /// New, from several.
    Born,
    /// Gone, at least half of it into this cluster.
    MergedInto(i32),
    /// Gone, into several.
    Dissolved,
}

/// Who went where, of today's customers; `ids` are the numbers of today's clusters.
///
/// # Errors
/// Another number of customers than in `before`.
pub fn migration(before: Before, ids: &[i32], now: &[Now]) -> Result<Migration, InsightError> {
    if before.places.len() != now.len() {
        return Err(InsightError::Misaligned {
            what: "earlier places of customers",
            expected: now.len(),
            received: before.places.len(),
        });
    }
    let flows = Flows::of(&before, now);
    let lineage = Lineage {
        flows: &flows.clusters,
        before: &before.clusters,
        now: ids,
    };
    let mut rows = Vec::new();
    if !before.clusters.is_empty() {
        rows.extend(flows.clusters.iter().map(|(&(from, to), flow)| {
            let from_text = from.map(|id| id.to_string());
            let change = lineage.change(from, to);
            flow.row(Grouping::Cluster, from_text, to.to_string(), change)
        }));
    }
    rows.extend(flows.segments.iter().map(|(&(from, to), flow)| {
        let from_text = from.map(|segment| segment.code().to_owned());
        let to_text = to.code().to_owned();
        flow.row(Grouping::Segment, from_text, to_text, direction(from, to))
    }));
    Ok(Migration {
        from: Some(before.as_of),
        rows,
        fates: lineage.fates(),
        places: before.places,
        untold: None,
    })
}

#[derive(Clone, Copy, Default)]
struct Flow {
    n_customers: u64,
    open_minor: i64,
}

impl Flow {
    fn add(&mut self, now: &Now) {
        self.n_customers += 1;
        self.open_minor += now.open_minor;
    }

    fn row(self, kind: Grouping, from: Option<String>, to: String, change: Change) -> MigrationRow {
        let Flow {
            n_customers,
            open_minor,
        } = self;
        MigrationRow {
            kind,
            from,
            to,
            change,
            n_customers,
            open_minor,
        }
    }
}

type Clusters = BTreeMap<(Option<i32>, i32), Flow>;

#[derive(Default)]
struct Flows {
    clusters: Clusters,
    segments: BTreeMap<(Option<Segment>, Segment), Flow>,
}

impl Flows {
    fn of(before: &Before, now: &[Now]) -> Flows {
        let mut flows = Flows::default();
        for (then, now) in before.places.iter().zip(now) {
            let known = then.is_some();
            let from = then.and_then(|place| place.cluster);
            if let Some(to) = now.place.cluster.filter(|_| from.is_some() || !known) {
                flows.clusters.entry((from, to)).or_default().add(now);
            }
            let from = then.and_then(|place| place.segment);
            if let Some(to) = now.place.segment.filter(|_| from.is_some() || !known) {
                flows.segments.entry((from, to)).or_default().add(now);
            }
        }
        // Where nobody's segment is known, as where the earlier model cannot be applied, nothing has moved.
        if flows.segments.keys().all(|(from, _)| from.is_none()) {
            flows.segments.clear();
        }
        flows
    }
}

fn direction(from: Option<Segment>, to: Segment) -> Change {
    match from {
        None => Change::Appeared,
        Some(from) if from == to => Change::Stayed,
        Some(from) if from < to => Change::Worse,
        Some(_) => Change::Better,
    }
}

/// Which clusters are on which side, and what went between them.
struct Lineage<'a> {
    flows: &'a Clusters,
    before: &'a [i32],
    now: &'a [i32],
}

impl Lineage<'_> {
    fn change(&self, from: Option<i32>, to: i32) -> Change {
        let Some(from) = from else {
            return Change::Appeared;
        };
        let apart = |id| id == LITTLE_HISTORY || id == OUTLIER;
        let both = self.n(from, to);
        match (self.now.contains(&from), self.before.contains(&to)) {
            _ if from == to => Change::Stayed,
            _ if apart(from) || apart(to) => Change::Placed,
            (true, true) => Change::Moved,
            (_, false) if 2 * both >= self.n_into(to) => Change::Split,
            (false, _) if 2 * both >= self.n_out_of(from) => Change::Merged,
            (false, _) => Change::Dissolved,
            (true, false) => Change::Gathered,
        }
    }

    fn n(&self, from: i32, to: i32) -> u64 {
        let flow = self.flows.get(&(Some(from), to));
        flow.map_or(0, |flow| flow.n_customers)
    }

    /// Customers of a cluster of today that were in any cluster before.
    fn n_into(&self, to: i32) -> u64 {
        self.before.iter().map(|&from| self.n(from, to)).sum()
    }

    /// Customers of an earlier cluster that are in any cluster today.
    fn n_out_of(&self, from: i32) -> u64 {
        self.now.iter().map(|&to| self.n(from, to)).sum()
    }

    fn fates(&self) -> Vec<Fate> {
        let mut all: Vec<i32> = [self.before, self.now].concat();
        all.sort_unstable();
        all.dedup();
        match self.before.is_empty() {
            true => Vec::new(),
            false => all.into_iter().map(|id| self.fate(id)).collect(),
        }
    }

    fn fate(&self, id: i32) -> Fate {
        let (n_before, n_into) = (self.n_out_of(id), self.n_into(id));
        let largest = |of: &[i32], n: &dyn Fn(i32) -> u64| {
            let best = of.iter().copied().max_by_key(|&other| (n(other), -other));
            best.filter(|&other| n(other) > 0)
                .map(|other| (other, n(other)))
        };
        let event = match (self.before.contains(&id), self.now.contains(&id)) {
            (true, true) => Event::Kept,
            (false, _) => match largest(self.before, &|from| self.n(from, id)) {
                Some((from, n)) if 2 * n >= n_into => Event::SplitFrom(from),
                _ => Event::Born,
            },
            (true, false) => match largest(self.now, &|to| self.n(id, to)) {
                Some((to, n)) if 2 * n >= n_before => Event::MergedInto(to),
                _ => Event::Dissolved,
            },
        };
        let n_now = match event {
            Event::Kept => self.n(id, id),
            Event::SplitFrom(_) | Event::Born => n_into,
            Event::MergedInto(_) | Event::Dissolved => 0,
        };
        Fate {
            cluster_id: id,
            event,
            n_before,
            n_now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(cluster: i32, segment: Segment) -> Place {
        Place {
            cluster: Some(cluster),
            segment: Some(segment),
        }
    }

    /// `n` customers of 10.00 each from one cluster to another, all in A.
    fn went(n: usize, from: Option<i32>, to: i32) -> Vec<(Option<Place>, Now)> {
        let then = from.map(|id| place(id, Segment::A));
        let now = Now {
            place: place(to, Segment::A),
            open_minor: 1_000,
        };
        vec![(then, now); n]
    }

    fn found(before: &[i32], now: &[i32], all: Vec<(Option<Place>, Now)>) -> Migration {
        let (places, today): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        let before = Before {
            as_of: Day(0),
            clusters: before.to_vec(),
            places,
        };
        migration(before, now, &today).unwrap()
    }

    fn cluster_rows(found: &Migration) -> Vec<(Option<&str>, &str, Change, u64)> {
        let rows = found
            .rows
            .iter()
            .filter(|row| row.kind == Grouping::Cluster);
        rows.map(|row| {
            (
                row.from.as_deref(),
                row.to.as_str(),
                row.change,
                row.n_customers,
            )
        })
        .collect()
    }

    #[test]
    fn splits_merges_births_and_ends_are_told() {
        // 0 splits into itself and 4; 1 goes into 2; 3 falls apart; 5 is gathered from 0, 2 and 3.
        let all = [
            went(60, Some(0), 0),
            went(30, Some(0), 4),
            went(20, Some(1), 2),
            went(50, Some(2), 2),
            went(6, Some(3), 0),
            went(6, Some(3), 2),
            went(6, Some(3), 5),
            went(6, Some(0), 5),
            went(6, Some(2), 5),
            went(3, Some(LITTLE_HISTORY), 0),
            went(2, None, 2),
        ]
        .concat();
        let found = found(&[0, 1, 2, 3], &[0, 2, 4, 5], all);
        let expected = [
            (None, "2", Change::Appeared, 2),
            (Some("-1"), "0", Change::Placed, 3),
            (Some("0"), "0", Change::Stayed, 60),
            (Some("0"), "4", Change::Split, 30),
            (Some("0"), "5", Change::Gathered, 6),
            (Some("1"), "2", Change::Merged, 20),
            (Some("2"), "2", Change::Stayed, 50),
            (Some("2"), "5", Change::Gathered, 6),
            (Some("3"), "0", Change::Dissolved, 6),
            (Some("3"), "2", Change::Dissolved, 6),
            (Some("3"), "5", Change::Dissolved, 6),
        ];
        assert_eq!(cluster_rows(&found), expected);
        let fates: Vec<(i32, Event)> = found
            .fates
            .iter()
            .map(|f| (f.cluster_id, f.event))
            .collect();
        let expected = [
            (0, Event::Kept),
            (1, Event::MergedInto(2)),
            (2, Event::Kept),
            (3, Event::Dissolved),
            (4, Event::SplitFrom(0)),
            (5, Event::Born),
        ];
        assert_eq!(fates, expected);
        assert_eq!((found.fates[0].n_before, found.fates[0].n_now), (96, 60));
        assert_eq!(
            found
                .rows
                .iter()
                .filter(|r| r.kind == Grouping::Segment)
                .count(),
            2
        );
    }

    #[test]
    fn every_customer_and_cent_is_in_one_row_of_each_grouping() {
        let all = [went(7, Some(0), 0), went(5, Some(1), 0), went(2, None, 1)].concat();
        let found = found(&[0, 1], &[0, 1], all);
        for kind in [Grouping::Cluster, Grouping::Segment] {
            let rows = || found.rows.iter().filter(|row| row.kind == kind);
            assert_eq!(rows().map(|row| row.n_customers).sum::<u64>(), 14);
            assert_eq!(rows().map(|row| row.open_minor).sum::<i64>(), 14_000);
        }
    }

    #[test]
    fn a_segment_of_higher_risk_is_worse() {
        assert_eq!(direction(Some(Segment::A), Segment::C), Change::Worse);
        assert_eq!(direction(Some(Segment::C), Segment::B), Change::Better);
        assert_eq!(direction(None, Segment::B), Change::Appeared);
    }

    #[test]
    fn clusters_that_cannot_be_compared_have_no_rows() {
        let then = Place {
            cluster: None,
            segment: Some(Segment::A),
        };
        let now = Now {
            place: place(3, Segment::B),
            open_minor: 0,
        };
        let found = found(&[], &[3], vec![(Some(then), now), (None, now)]);
        assert!(cluster_rows(&found).is_empty() && found.fates.is_empty());
        assert_eq!(found.rows.len(), 2);
    }
}
