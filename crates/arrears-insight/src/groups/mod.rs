//! Risk groups: customers with a characteristic in common who are late more often, or less, than all others.
//!
//! All characteristics alone and in pairs: sector (small ones rolled up), size, business model, terms, payment method
//! and tenure, but those that may not be used. A group has at least 30 customers, none of whom holds more than half of its
//! money. It is looked for in one period and tested again on the next, which had no part in finding it:
//!
//! ```text
//! found in    invoices due in the year up to a fortnight before the later period
//! tested in   invoices due in the half year whose material lateness is known last
//! ```
//!
//! A group is a fact about past payments, never a cause and never a judgement of a customer in it.

mod dimensions;
mod scan;
mod test;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

pub use dimensions::Dimension;

use crate::facts::{FollowUp, InvoiceFacts, MATERIAL_DAYS, Portfolio};
use crate::statistics::{Count, Interval};
use crate::text::Text;

use dimensions::dimensions;
use scan::{Cases, scan};

/// What a group must have, and what may not be used.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskGroupRule {
    /// Attributes that may not be used, by their column in the customers table (`sector`, `size_class`, ...) or by the
    /// name of the characteristic (`terms`, `tenure`).
    pub forbidden: Vec<String>,
    /// Fewest customers.
    pub min_customers: usize,
    /// Largest share of its money that one customer may hold.
    pub largest_share: f64,
    /// Share of the groups found that may be false.
    pub false_discovery_rate: f64,
}

impl Default for RiskGroupRule {
    fn default() -> RiskGroupRule {
        RiskGroupRule {
            forbidden: Vec::new(),
            min_customers: 30,
            largest_share: 0.5,
            false_discovery_rate: 0.10,
        }
    }
}

/// Fewest customers of a group in the later period for it to be confirmed or not.
pub const MIN_LATER: usize = 10;
/// Days of the later period.
const LATER_DAYS: i32 = 182;
/// Days of the earlier period.
const EARLIER_DAYS: i32 = 365;

/// One characteristic of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupPart {
    /// What it is about.
    pub dimension: Dimension,
    /// Its value in files.
    pub value: String,
    /// Its value in words.
    pub label: Text,
}

/// How a group did in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GroupPeriod {
    /// Customers with a judged invoice.
    pub n_customers: usize,
    /// Judged invoices.
    pub n_invoices: u64,
    /// Their amount, in cents.
    pub amount_minor: i64,
    /// Share materially late, every customer with a bounded say.
    pub share: Option<f64>,
    /// 95 % interval of that share.
    pub interval: Option<Interval>,
    /// The same share of all other customers.
    pub rest_share: Option<f64>,
    /// The chance of such a difference, either way in the earlier period, this way in the later one, if it were none.
    pub p_value: f64,
}

/// A group.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskGroup {
    /// One characteristic or two.
    pub parts: Vec<GroupPart>,
    /// In the period in which groups are looked for.
    pub earlier: GroupPeriod,
    /// In the next period.
    pub later: GroupPeriod,
    /// Share of the earlier period's money that its largest customer holds.
    pub largest_share: f64,
    /// The earlier share, drawn towards the mean of the groups of the same characteristics.
    pub shrunken: f64,
    /// The smallest rate of false discoveries at which it is found.
    pub q_value: f64,
    /// Found at the rule's rate.
    pub found: bool,
    /// Late more often than all others; else less often.
    pub higher: bool,
    /// Of a found group, whether the next period confirms it; `None` with too few customers there, or not found.
    pub confirmed: Option<bool>,
    /// Of a pair, whether its two characteristics alone lead one to expect its share.
    pub parts_explain: Option<bool>,
    /// What its customers owe now, in cents.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
}

/// Why there are no groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoGroups {
    /// No characteristic is known, or none may be used.
    NoCharacteristics,
    /// The earlier period has too few customers with a judged invoice.
    ShortHistory,
    /// No group has enough customers.
    NoneLargeEnough,
}

/// All groups that could be tested.
#[derive(Clone, Debug, Default)]
pub struct RiskGroups {
    /// By characteristic and value.
    pub groups: Vec<RiskGroup>,
    /// Why there are none.
    pub none: Option<NoGroups>,
    /// Characteristics that the ledger does not have.
    pub absent: Vec<Dimension>,
    /// Characteristics that may not be used.
    pub forbidden: Vec<Dimension>,
    /// Groups left out since one customer holds more than half of the money.
    pub n_one_customer: usize,
    /// First and last due date of the earlier period.
    pub earlier: Option<(Day, Day)>,
    /// First and last due date of the later period.
    pub later: Option<(Day, Day)>,
    /// Whether the customers table keeps history; else its columns are as they are now.
    pub dated: bool,
}

impl RiskGroups {
    /// Groups that are found, those late more often first, by how far they are above all others.
    pub fn found(&self) -> Vec<&RiskGroup> {
        let mut found: Vec<&RiskGroup> = self.groups.iter().filter(|group| group.found).collect();
        let above = |group: &RiskGroup| group.shrunken - group.earlier.rest_share.unwrap_or(0.0);
        found.sort_by(|a, b| {
            (b.higher, b.confirmed)
                .cmp(&(a.higher, a.confirmed))
                .then(above(b).total_cmp(&above(a)))
        });
        found
    }
}

/// Looks for groups in the earlier period and tests them in the later one.
pub fn risk_groups(
    portfolio: &Portfolio,
    follow_up: &FollowUp,
    rule: &RiskGroupRule,
) -> RiskGroups {
    let later_last = portfolio.known - MATERIAL_DAYS;
    let later_first = later_last - LATER_DAYS + 1;
    let earlier_last = later_first - 1 - MATERIAL_DAYS;
    let earlier_first = earlier_last - EARLIER_DAYS + 1;
    let earlier = Periods::of(portfolio, earlier_first, earlier_last);
    let later = Periods::of(portfolio, later_first, later_last);
    let made = dimensions(portfolio, later_first, rule);
    let mut groups = RiskGroups {
        absent: made.absent,
        forbidden: made.forbidden,
        earlier: Some((earlier_first, earlier_last)),
        later: Some((later_first, later_last)),
        dated: follow_up.dated_customers,
        ..RiskGroups::default()
    };
    let n_earlier = earlier.counts.iter().filter(|count| count.n > 0).count();
    groups.none = if made.dimensions.is_empty()
        && groups.absent.len() + groups.forbidden.len() == Dimension::ALL.len()
    {
        Some(NoGroups::NoCharacteristics)
    } else if n_earlier < rule.min_customers {
        Some(NoGroups::ShortHistory)
    } else {
        let cases = Cases {
            dimensions: &made.dimensions,
            earlier: &earlier,
            later: &later,
        };
        (groups.groups, groups.n_one_customer) = scan(&cases, rule);
        groups
            .groups
            .is_empty()
            .then_some(NoGroups::NoneLargeEnough)
    };
    groups
}

/// Judged invoices of every customer in one period, in the portfolio's order; none for the own group.
pub(crate) struct Periods {
    pub(crate) counts: Vec<Count>,
    pub(crate) amounts: Vec<i64>,
    pub(crate) open: Vec<(i64, i64)>,
}

impl Periods {
    fn of(portfolio: &Portfolio, first: Day, last: Day) -> Periods {
        let n = portfolio.customers.len();
        let mut periods = Periods {
            counts: vec![Count::default(); n],
            amounts: vec![0; n],
            open: vec![(0, 0); n],
        };
        for (position, customer, invoices) in crate::questions::external(portfolio) {
            // What is known a fortnight after the period is what it is judged by.
            let known = portfolio.known.min(last + MATERIAL_DAYS);
            let (count, amount) = judged(invoices, first, last, known);
            periods.counts[position] = count;
            periods.amounts[position] = amount;
            let money = portfolio.money_of(customer);
            periods.open[position] = (money.open_minor, money.overdue_minor);
        }
        periods
    }
}

fn judged(invoices: &[InvoiceFacts], first: Day, last: Day, known: Day) -> (Count, i64) {
    let (mut count, mut amount) = (Count::default(), 0);
    let within = |invoice: &&InvoiceFacts| {
        (first..=last).contains(&invoice.due_date) && invoice.is_behaviour()
    };
    for invoice in invoices.iter().filter(within) {
        if let Some(late) = invoice.materially_late(known) {
            count.n += 1;
            count.late += u64::from(late);
            amount += invoice.amount_minor;
        }
    }
    (count, amount)
}

#[cfg(test)]
mod tests;
