//! For whom was the model good: its figures by group of customers or invoices, and for new customers beside returning ones.
//!
//! A group of few invoices, or of few customers, says more of those few than of the model: it is named and counted, and
//! its figures are left out.

use std::collections::BTreeMap;

use arrears_features::columns::Columns;
use arrears_features::{Book, InvoiceIx};
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::certainty::{Estimate, effective_n, log_loss_difference};
use crate::evaluate::{Sample, Scores, scores};

/// A group has figures from this many labelled invoices.
const MIN_INVOICES: usize = 30;
/// And from this many customers.
const MIN_CUSTOMERS: usize = 10;

/// What invoices are grouped by, and the groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What the invoices are grouped by.
    pub by: String,
    /// The groups, by name.
    pub groups: Vec<GroupScores>,
}

/// The figures of one group of invoices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupScores {
    /// The group's value.
    pub name: String,
    /// Invoices.
    pub n: usize,
    /// Customers that they are of.
    pub n_customers: usize,
    /// Independent invoices that the late share is worth.
    pub effective_n: f64,
    /// The model's figures; none where the group is too small.
    pub scores: Option<Scores>,
}

/// The model on new or on returning customers, beside the base rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryScores {
    /// `new` (no matured invoice before the issue) or `returning`.
    pub name: String,
    /// Invoices.
    pub n: usize,
    /// Customers that they are of.
    pub n_customers: usize,
    /// Independent invoices that the late share is worth.
    pub effective_n: f64,
    /// The model; none where there are too few.
    pub model: Option<Scores>,
    /// The share late in training, on the same invoices.
    pub base_rate: Option<Scores>,
    /// Log loss of the model less that of the base rate; below 0 the model is better.
    pub log_loss_difference: Option<Estimate>,
}

/// Quartiles of the amounts invoiced before a day, in cents: the lowest value that a quarter, a half and three quarters
/// do not exceed.
pub(crate) fn amount_quartiles(book: &Book, before: Day) -> [i64; 3] {
    let mut amounts: Vec<i64> = (0..book.n_invoices() as u32)
        .map(|i| book.invoice(InvoiceIx(i)))
        .filter(|invoice| invoice.invoice_date < before && invoice.amount_minor > 0)
        .map(|invoice| invoice.amount_minor)
        .collect();
    amounts.sort_unstable();
    let at =
        |quarters: usize| amounts.get((amounts.len() * quarters).div_ceil(4).saturating_sub(1));
    [1, 2, 3].map(|quarters| at(quarters).copied().unwrap_or(0))
}

/// What invoices are grouped by, with the group of each row: attributes of the customer, its history, the amount.
pub(crate) fn keys(
    columns: &Columns,
    amount_minor: &[i64],
    amount_quartiles: [i64; 3],
) -> Vec<(&'static str, Vec<String>)> {
    let mut out = Vec::new();
    for by in ["sector", "size_class", "country"] {
        if let Some(column) = columns.get(by) {
            let key = |i: usize| column.category(i).unwrap_or("unknown").to_owned();
            out.push((by, (0..amount_minor.len()).map(key).collect()));
        }
    }
    if let Some(n) = columns.numeric("n_mature_all") {
        out.push((
            "history",
            n.iter().map(|n| history(*n).to_owned()).collect(),
        ));
    }
    let quartile = |amount: &i64| {
        let passed = amount_quartiles.iter().filter(|cut| amount > *cut).count();
        format!("quartile_{}", passed + 1)
    };
    out.push(("amount", amount_minor.iter().map(quartile).collect()));
    out
}

/// The model's figures by attribute; an attribute with one value tells nothing and is left out.
pub(crate) fn by_group(sample: &Sample) -> Vec<Group> {
    let keys = keys(sample.columns, sample.amount_minor, sample.amount_quartiles);
    let mut out: Vec<Group> = keys
        .into_iter()
        .map(|(by, names)| group(sample, by, |i| names[i].clone()))
        .collect();
    out.retain(|group| group.groups.len() > 1);
    out
}

/// New customers, then returning ones, of those that there are.
pub(crate) fn by_history(sample: &Sample) -> Vec<HistoryScores> {
    let Some(n_mature) = sample.columns.numeric("n_mature_all") else {
        return Vec::new();
    };
    rows_by(sample, |i| history(n_mature[i]).to_owned())
        .into_iter()
        .map(|(name, rows)| history_scores(sample, name, &rows))
        .collect()
}

fn history(n_mature: f64) -> &'static str {
    if n_mature > 0.0 { "returning" } else { "new" }
}

fn history_scores(sample: &Sample, name: String, rows: &[usize]) -> HistoryScores {
    let part = Part::of(sample, rows);
    let base: Vec<f64> = rows.iter().map(|&i| sample.base_rate[i]).collect();
    HistoryScores {
        name,
        n: rows.len(),
        n_customers: part.n_customers(),
        effective_n: effective_n(&part.late, &part.customers),
        model: part.scores(&part.p_late),
        base_rate: part.scores(&base),
        log_loss_difference: (!part.is_small())
            .then(|| log_loss_difference(&part.p_late, &base, &part.late, &part.customers))
            .flatten(),
    }
}

fn group(sample: &Sample, by: &str, key: impl Fn(usize) -> String) -> Group {
    let groups = rows_by(sample, key)
        .into_iter()
        .map(|(name, rows)| {
            let part = Part::of(sample, &rows);
            GroupScores {
                name,
                n: rows.len(),
                n_customers: part.n_customers(),
                effective_n: effective_n(&part.late, &part.customers),
                scores: part.scores(&part.p_late),
            }
        })
        .collect();
    let mut groups: Vec<GroupScores> = groups;
    hide_the_remainder(&mut groups);
    Group {
        by: by.to_owned(),
        groups,
    }
}

/// One group alone that is not told could be computed from the total and the others: the smallest of those goes with it.
fn hide_the_remainder(groups: &mut [GroupScores]) {
    let n_hidden = groups.iter().filter(|group| group.scores.is_none()).count();
    if n_hidden == 1 {
        let told = groups.iter_mut().filter(|group| group.scores.is_some());
        if let Some(smallest) = told.min_by_key(|group| group.n) {
            smallest.scores = None;
        }
    }
}

fn rows_by(sample: &Sample, key: impl Fn(usize) -> String) -> BTreeMap<String, Vec<usize>> {
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for i in 0..sample.late.len() {
        rows.entry(key(i)).or_default().push(i);
    }
    rows
}

/// Some rows of a sample.
struct Part {
    p_late: Vec<f64>,
    late: Vec<bool>,
    amount_minor: Vec<i64>,
    customers: Vec<usize>,
}

impl Part {
    fn of(sample: &Sample, rows: &[usize]) -> Self {
        Self {
            p_late: rows.iter().map(|&i| sample.p_late[i]).collect(),
            late: rows.iter().map(|&i| sample.late[i]).collect(),
            amount_minor: rows.iter().map(|&i| sample.amount_minor[i]).collect(),
            customers: rows.iter().map(|&i| sample.customers[i]).collect(),
        }
    }

    fn n_customers(&self) -> usize {
        let mut distinct = self.customers.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.len()
    }

    fn is_small(&self) -> bool {
        self.late.len() < MIN_INVOICES || self.n_customers() < MIN_CUSTOMERS
    }

    fn scores(&self, p: &[f64]) -> Option<Scores> {
        (!self.is_small()).then(|| scores(p, &self.late, &self.amount_minor))
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    /// 60 invoices of 12 customers in two sectors, the second with 20 invoices of 2 of them; the first 30 are new.
    fn judged<T>(read: impl Fn(&Sample) -> T) -> T {
        let n = 60;
        let cell = |i: usize| Some(if i < 40 { "building" } else { "retail" }.to_owned());
        let n_mature = (0..n).map(|i| if i < 30 { 0.0 } else { 5.0 });
        let columns = Columns::from_categories("sector", &(0..n).map(cell).collect::<Vec<_>>())
            .beside(Columns::from_numeric("n_mature_all", n_mature.collect()));
        let customer = |i: usize| if i < 40 { i % 10 } else { 10 + i % 2 };
        read(&Sample {
            p_late: &vec![0.25; n],
            late: &(0..n).map(|i| i % 4 == 0).collect::<Vec<_>>(),
            p_late_30d: &vec![0.1; n],
            late_30d: &vec![None; n],
            amount_minor: &(0..n).map(|i| i as i64 * 100).collect::<Vec<_>>(),
            issued: &vec![Day(0); n],
            customers: &(0..n).map(customer).collect::<Vec<_>>(),
            columns: &columns,
            rivals: &[],
            base_rate: &vec![0.5; n],
            median_days: &vec![0; n],
            amount_quartiles: [1_400, 2_900, 4_400],
            days: &[],
            grace_days: 0,
        })
    }

    #[test]
    fn a_small_group_is_counted_and_not_judged() {
        let groups = judged(by_group);
        let sector = &groups[0];
        assert_eq!(sector.by, "sector");
        let [building, retail] = &sector.groups[..] else {
            panic!("{sector:?}")
        };
        assert_eq!((building.n, building.n_customers), (40, 10));
        assert_eq!(
            (retail.n, retail.n_customers, &retail.scores),
            (20, 2, &None)
        );
        // Building is large enough, but with the total it would tell the other.
        assert_eq!(building.scores, None);
    }

    #[test]
    fn a_group_that_is_not_told_cannot_be_computed_from_the_others() {
        let group = |name: &str, n: usize, told: bool| GroupScores {
            name: name.to_owned(),
            n,
            n_customers: n,
            effective_n: n as f64,
            scores: told.then(|| scores(&[0.25; 4], &[true, false, false, false], &[100; 4])),
        };
        let told = |groups: &[GroupScores]| {
            let mut groups = groups.to_vec();
            hide_the_remainder(&mut groups);
            groups
                .iter()
                .map(|group| group.scores.is_some())
                .collect::<Vec<_>>()
        };
        let (a, b) = (group("a", 90, true), group("b", 40, true));
        assert_eq!(
            told(&[a.clone(), b.clone(), group("c", 5, false)]),
            [true, false, false]
        );
        assert_eq!(
            told(&[a.clone(), group("c", 5, false), group("d", 6, false)]),
            [true, false, false]
        );
        assert_eq!(told(&[a, b]), [true, true]);
    }

    #[test]
    fn amounts_fall_into_the_quartiles_of_what_was_invoiced_before() {
        let groups = judged(by_group);
        let amount = groups
            .iter()
            .find(|group| group.by == "amount")
            .expect("amounts");
        // 0 to 14, 15 to 29, 30 to 44 and 45 to 59 euros: a cut belongs to the group below it.
        let sizes: Vec<usize> = amount.groups.iter().map(|group| group.n).collect();
        assert_eq!(sizes, [15, 15, 15, 15]);
        assert_eq!(amount.groups[0].name, "quartile_1");
    }

    #[test]
    fn new_customers_stand_beside_returning_ones_and_the_base_rate() {
        let parts = judged(by_history);
        let [new, returning] = &parts[..] else {
            panic!("{parts:?}")
        };
        assert_eq!((new.name.as_str(), new.n, new.n_customers), ("new", 30, 10));
        let base = new.base_rate.as_ref().and_then(|scores| scores.log_loss);
        assert!((base.expect("defined") - 2f64.ln()).abs() < 1e-12);
        assert!(new.log_loss_difference.expect("defined").estimate < 0.0);
        assert_eq!((returning.n, returning.n_customers), (30, 12));
    }
}
