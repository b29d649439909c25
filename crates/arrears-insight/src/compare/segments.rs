//! Segments of two runs: counts and money, and who moved.
//!
//! Customers of the own group are left out, as in all figures of money, so that segments add up to the key figures.

use std::collections::BTreeMap;

use serde::Serialize;

use super::tables::{CustomerRow, RunTables, Why};

/// Subjects of the reasons that decide on a segment; the others are the model's, or a policy's own rules.
const OF_SEGMENTS: [&str; 6] = [
    "insolvency",
    "pattern",
    "p_late_30d",
    "p_late",
    "days_past_due",
    "one_forgotten_invoice",
];

/// Segments of two runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SegmentComparison {
    /// Totals of the earlier run, by segment.
    pub before: Vec<SegmentTotal>,
    /// Totals of the later run.
    pub now: Vec<SegmentTotal>,
    /// Every pair of segments, those who stayed among them, by from and to.
    pub moves: Vec<SegmentMove>,
    /// Customers in both runs whose segment is another: those of more risk first, then by what they owe.
    pub moved: Vec<MovedCustomer>,
}

/// One segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SegmentTotal {
    /// `A`, `B` or `C`.
    pub segment: String,
    /// Customers.
    pub n_customers: u64,
    /// What they owe, in cents.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
}

/// Customers that went from one segment to another, or stayed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SegmentMove {
    /// Their segment in the earlier run; none for who is not in it.
    pub from: Option<String>,
    /// Their segment in the later run; none for who is not in it.
    pub to: Option<String>,
    /// How many.
    pub n_customers: u64,
    /// What they owed in the earlier run, in cents.
    pub open_before_minor: i64,
    /// What they owe in the later run.
    pub open_minor: i64,
}

/// Which way a customer moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To a segment of more risk.
    Worse,
    /// To a segment of less risk.
    Better,
}

/// A customer whose segment is another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MovedCustomer {
    /// Who.
    pub customer_id: String,
    /// A natural person: a colleague decides.
    pub natural_person: bool,
    /// The segment it was in.
    pub from: String,
    /// The segment it is in.
    pub to: String,
    /// Which way.
    pub direction: Direction,
    /// What it owes in the later run, in cents.
    pub open_minor: i64,
    /// Risk score of the earlier run.
    pub risk_before: Option<i32>,
    /// Risk score of the later run.
    pub risk_now: Option<i32>,
    /// Why it was in the one, in the language of that run: the first reason that it no longer has, else the first.
    pub reason_before: String,
    /// Why it is in the other, in the language of that run: the first reason that it did not have, else the first.
    pub reason_now: String,
}

/// Compares the segments; none where a run has no table of customers.
pub fn segments(before: &RunTables, now: &RunTables) -> Option<SegmentComparison> {
    let (first, second) = (by_id(before)?, by_id(now)?);
    let mut moves: BTreeMap<(Option<&str>, Option<&str>), SegmentMove> = BTreeMap::new();
    let mut moved = Vec::new();
    for (id, now) in &second {
        let before = first.get(id).copied();
        add(&mut moves, before, Some(now));
        moved.extend(before.and_then(|before| of(before, now)));
    }
    for (_, before) in first.iter().filter(|(id, _)| !second.contains_key(*id)) {
        add(&mut moves, Some(before), None);
    }
    moved.sort_by(|a: &MovedCustomer, b: &MovedCustomer| {
        let key = |c: &MovedCustomer| (c.direction, std::cmp::Reverse(c.open_minor));
        key(a)
            .cmp(&key(b))
            .then_with(|| a.customer_id.cmp(&b.customer_id))
    });
    Some(SegmentComparison {
        before: totals(first.values()),
        now: totals(second.values()),
        moves: moves.into_values().collect(),
        moved,
    })
}

fn by_id(run: &RunTables) -> Option<BTreeMap<&str, &CustomerRow>> {
    let rows = run.customers.as_ref()?.iter();
    let outside = rows.filter(|row| !row.intercompany);
    Some(outside.map(|row| (row.customer_id.as_str(), row)).collect())
}

fn add<'a>(
    moves: &mut BTreeMap<(Option<&'a str>, Option<&'a str>), SegmentMove>,
    before: Option<&'a CustomerRow>,
    now: Option<&'a CustomerRow>,
) {
    let segment = |row: Option<&'a CustomerRow>| row.map(|row| row.segment.as_str());
    let (from, to) = (segment(before), segment(now));
    let cell = moves.entry((from, to)).or_insert_with(|| SegmentMove {
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        ..SegmentMove::default()
    });
    cell.n_customers += 1;
    cell.open_before_minor += before.map_or(0, |row| row.open_minor);
    cell.open_minor += now.map_or(0, |row| row.open_minor);
}

/// A customer that is in another segment. Segments are letters in order of risk.
fn of(before: &CustomerRow, now: &CustomerRow) -> Option<MovedCustomer> {
    (before.segment != now.segment).then(|| MovedCustomer {
        customer_id: now.customer_id.clone(),
        natural_person: now.natural_person,
        from: before.segment.clone(),
        to: now.segment.clone(),
        direction: match now.segment > before.segment {
            true => Direction::Worse,
            false => Direction::Better,
        },
        open_minor: now.open_minor,
        risk_before: before.risk_score,
        risk_now: now.risk_score,
        reason_before: why(&before.reasons, &now.reasons),
        reason_now: why(&now.reasons, &before.reasons),
    })
}

/// The first reason for a segment whose subject is not among the other run's, else the first of all.
fn why(these: &[Why], others: &[Why]) -> String {
    let told = |feature: &str| others.iter().any(|other| other.feature == feature);
    let new = these
        .iter()
        .find(|why| OF_SEGMENTS.contains(&why.feature.as_str()) && !told(&why.feature));
    let why = new.or(these.first());
    why.map(|why| why.text.clone()).unwrap_or_default()
}

fn totals<'a>(rows: impl Iterator<Item = &'a &'a CustomerRow>) -> Vec<SegmentTotal> {
    let mut totals: BTreeMap<&str, SegmentTotal> = BTreeMap::new();
    for row in rows {
        let total = totals.entry(&row.segment).or_insert_with(|| SegmentTotal {
            segment: row.segment.clone(),
            ..SegmentTotal::default()
        });
        total.n_customers += 1;
        total.open_minor += row.open_minor;
        total.overdue_minor += row.overdue_minor;
    }
    totals.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A habit in all, a risk in C, and a reason of the model's.
    fn reasons(segment: &str) -> Vec<Why> {
        let why = |feature: &str| Why {
            feature: feature.into(),
            text: format!("{segment}, by {feature}"),
        };
        match segment {
            "C" => vec![why("pattern"), why("p_late_30d"), why("model")],
            _ => vec![why("pattern"), why("model too")],
        }
    }

    fn run(rows: &[(&str, &str, i64)]) -> RunTables {
        let row = |&(id, segment, open_minor): &(&str, &str, i64)| CustomerRow {
            customer_id: id.into(),
            segment: segment.into(),
            open_minor,
            reasons: reasons(segment),
            intercompany: id == "own",
            ..CustomerRow::default()
        };
        RunTables {
            customers: Some(rows.iter().map(row).collect()),
            ..RunTables::default()
        }
    }

    #[test]
    fn who_moved_is_counted_with_the_money_and_the_reason() {
        let before = run(&[
            ("a", "A", 100),
            ("b", "A", 250),
            ("c", "C", 7),
            ("gone", "B", 5),
            ("own", "A", 9_999),
        ]);
        let now = run(&[
            ("a", "A", 110),
            ("b", "C", 300),
            ("c", "B", 1),
            ("new", "A", 40),
            ("own", "C", 9_999),
        ]);
        let found = segments(&before, &now).unwrap();
        let total = |rows: &[SegmentTotal], i: usize| (rows[i].n_customers, rows[i].open_minor);
        assert_eq!(total(&found.before, 0), (2, 350));
        assert_eq!(total(&found.now, 0), (2, 150));
        let moves: Vec<_> = found
            .moves
            .iter()
            .map(|m| {
                (
                    m.from.as_deref(),
                    m.to.as_deref(),
                    m.open_before_minor,
                    m.open_minor,
                )
            })
            .collect();
        let expected = [
            (None, Some("A"), 0, 40),
            (Some("A"), Some("A"), 100, 110),
            (Some("A"), Some("C"), 250, 300),
            (Some("B"), None, 5, 0),
            (Some("C"), Some("B"), 7, 1),
        ];
        assert_eq!(moves, expected);
        let moved: Vec<_> = found.moved.iter().map(|m| m.customer_id.as_str()).collect();
        assert_eq!(moved, ["b", "c"], "of more risk first");
        let b = &found.moved[0];
        assert_eq!(b.reason_now, "C, by p_late_30d", "what is new");
        assert_eq!(b.reason_before, "A, by pattern", "nothing that has gone");
        assert_eq!(segments(&before, &RunTables::default()), None);
    }
}
