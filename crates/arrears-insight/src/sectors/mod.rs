//! Sectors: which of them wait, for which step of the ladder, and what to agree with them.
//!
//! A sector is judged by its customers, not by its largest one. Invoices of one customer resemble each other, so
//! (see [`crate::statistics`]):
//! - the interval of the late share is Wilson's at the *effective* number of invoices;
//! - the shrunken risk weighs customers with a bounded say, then draws small sectors towards the mean of all;
//! - the step of the ladder before payment is counted with the same bounded weights.
//!
//! Intercompany customers are left out. Customers without a sector stand in a row of their own, last.
//!
//! [`sectors()`] has a row per sector as the ledger names it, [`groups_of()`] the same figures for any groups of
//! customers: sectors with the small ones rolled up in their classification ([`roll_up()`]), or business models.

mod classify;
mod divisions;
mod roll_up;
mod rolled_up;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::customers::measures::Measure;
use crate::customers::policy::MeasureRule;
use crate::facts::{
    Behaviour, CustomerFacts, InvoiceFacts, Portfolio, TypicalStep, late_count, material_count,
};
use crate::statistics::{
    Count, Interval, Shrinkage, effective_n, intraclass_correlation, invoice_weight, wilson,
};
use crate::text::{Language, Text, commonest_step, step_and_share, usual_step};

pub use classify::{Place, Scheme};
pub use divisions::Section;
pub use roll_up::{GroupKey, SectorGroup, SectorGroups, roll_up};
pub use rolled_up::RolledUp;

use rolled_up::rolled_up;

/// The name of the row of customers without a sector, in files.
pub const UNKNOWN_SECTOR: &str = "unknown";

/// Fewest customers of a group of sectors, so that it can be spoken of.
pub const MIN_GROUP: usize = 10;

/// One sector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectorInsight {
    /// The sector as the ledger names it, or [`UNKNOWN_SECTOR`].
    pub sector: String,
    /// Whether the ledger names it.
    pub is_known: bool,
    /// The group of sectors that it is spoken of in; none for the unknown, and for what is in no group.
    pub rolled_up: Option<RolledUp>,
    /// Customers.
    pub n_customers: u64,
    /// Of which with a mature invoice.
    pub n_customers_mature: u64,
    /// Mature invoices that the late share is made from.
    pub n_invoices: u64,
    /// How many independent invoices that share is worth.
    pub n_effective: f64,
    /// Amount of those invoices, in cents.
    pub amount_minor: i64,
    /// Open, in cents.
    pub open_minor: i64,
    /// Of which past due, in cents.
    pub overdue_minor: i64,
    /// Share of the mature invoices that was late, by count.
    pub late_share: Option<f64>,
    /// Its 95 % interval.
    pub late_interval: Option<Interval>,
    /// Share of their amount that was late.
    pub late_share_amount: Option<f64>,
    /// Risk of a late invoice, customers weighed and drawn towards the mean of all sectors.
    pub shrunken_risk: Option<f64>,
    /// Share materially late (more than 14 days), by count.
    pub material_share: Option<f64>,
    /// Its 95 % interval.
    pub material_interval: Option<Interval>,
    /// Risk of a materially late invoice, shrunken in the same way.
    pub shrunken_material_risk: Option<f64>,
    /// Mean of the highest dunning level that its mature invoices reached; `None` without a reminders table.
    pub mean_dunning_level: Option<f64>,
    /// Share of its mature invoices that reached a second reminder or more.
    pub reached_second_reminder: Option<f64>,
    /// The step of the ladder at which most of its late invoices are paid, with its share; `None` for few of them.
    pub typical_step: Option<TypicalStep>,
    /// Whether that share is large enough to speak of a rule.
    pub step_is_usual: bool,
    /// What to agree with this sector.
    pub measure: Measure,
}

impl SectorInsight {
    /// The step of the ladder before late payment with its share, such as "after the second reminder (62%)".
    pub fn step(&self) -> Option<Text> {
        self.typical_step
            .map(|step| Text::of(|language: Language| step_and_share(step, language)))
    }

    /// What the ladder tells, such as "Late invoices are usually paid after the second reminder (62%)"; "usually" only
    /// where the share is the rule's.
    pub fn finding(&self) -> Option<Text> {
        let say = match self.step_is_usual {
            true => usual_step,
            false => commonest_step,
        };
        self.typical_step
            .map(|step| Text::of(|language: Language| say(step, language)))
    }
}

/// Every sector, by name, the unknown one last.
pub fn sectors(portfolio: &Portfolio, rule: &MeasureRule) -> Vec<SectorInsight> {
    let mut found = described(&groups(portfolio), rule);
    let rolled_up = rolled_up(portfolio);
    for sector in found.iter_mut().filter(|sector| sector.is_known) {
        sector.rolled_up = rolled_up.get(&sector.sector).cloned();
    }
    found
}

/// The same figures for groups of customers with a name (positions in the portfolio), in the order given.
pub fn groups_of<'a>(
    portfolio: &'a Portfolio,
    named: &'a [(String, Vec<usize>)],
    rule: &MeasureRule,
) -> Vec<SectorInsight> {
    let members = |positions: &[usize]| {
        let customers = positions.iter().map(|&at| &portfolio.customers[at]);
        customers.map(|c| (c, portfolio.invoices_of(c))).collect()
    };
    let of = |(name, positions): &'a (String, Vec<usize>)| Group {
        sector: Some(name.as_str()),
        portfolio,
        customers: members(positions),
    };
    let groups: Vec<Group<'a>> = named.iter().map(of).collect();
    described(&groups, rule)
}

fn described(groups: &[Group<'_>], rule: &MeasureRule) -> Vec<SectorInsight> {
    let late: Vec<Vec<Count>> = counts(groups, |_, invoices| late_count(invoices));
    let material: Vec<Vec<Count>> = counts(groups, |portfolio, invoices| {
        material_count(invoices, portfolio.known)
    });
    let late_risk = Risk::of(&late);
    let material_risk = Risk::of(&material);
    let described = groups.iter().enumerate().map(|(i, group)| {
        let mut sector = describe(group, late_risk.correlation, rule);
        sector.n_effective = effective_n(&late[i], late_risk.correlation);
        sector.late_interval = interval(sector.late_share, sector.n_effective);
        sector.shrunken_risk = late_risk.of_group(i);
        let effective = effective_n(&material[i], material_risk.correlation);
        sector.material_share = share(&material[i]);
        sector.material_interval = interval(sector.material_share, effective);
        sector.shrunken_material_risk = material_risk.of_group(i);
        sector.measure = measure(&sector, rule);
        sector
    });
    described.collect()
}

/// The customers of one sector.
struct Group<'a> {
    sector: Option<&'a str>,
    portfolio: &'a Portfolio,
    customers: Vec<(&'a CustomerFacts, &'a [InvoiceFacts])>,
}

fn groups(portfolio: &Portfolio) -> Vec<Group<'_>> {
    let mut by_name: BTreeMap<(bool, &str), Group<'_>> = BTreeMap::new();
    for (customer, invoices) in portfolio.external() {
        let sector = customer.sector.as_deref();
        let key = (sector.is_none(), sector.unwrap_or(UNKNOWN_SECTOR));
        let group = by_name.entry(key).or_insert_with(|| Group {
            sector,
            portfolio,
            customers: Vec::new(),
        });
        group.customers.push((customer, invoices));
    }
    by_name.into_values().collect()
}

fn counts(
    groups: &[Group<'_>],
    count: impl Fn(&Portfolio, &[InvoiceFacts]) -> Count,
) -> Vec<Vec<Count>> {
    let of_group = |group: &Group<'_>| {
        group
            .customers
            .iter()
            .map(|(_, invoices)| count(group.portfolio, invoices))
            .collect()
    };
    groups.iter().map(of_group).collect()
}

/// Shrunken risks of all groups with the correlation they rest on.
struct Risk {
    correlation: f64,
    shrinkage: Option<Shrinkage>,
}

impl Risk {
    fn of(groups: &[Vec<Count>]) -> Risk {
        let correlation = intraclass_correlation(&groups.concat());
        Risk {
            correlation,
            shrinkage: Shrinkage::fit(groups, correlation),
        }
    }

    fn of_group(&self, group: usize) -> Option<f64> {
        self.shrinkage
            .as_ref()
            .map(|shrinkage| shrinkage.risks[group])
    }
}

fn share(counts: &[Count]) -> Option<f64> {
    let n: u64 = counts.iter().map(|count| count.n).sum();
    let late: u64 = counts.iter().map(|count| count.late).sum();
    (n > 0).then(|| late as f64 / n as f64)
}

fn interval(share: Option<f64>, effective_n: f64) -> Option<Interval> {
    wilson(share?, effective_n)
}

fn describe(group: &Group<'_>, correlation: f64, rule: &MeasureRule) -> SectorInsight {
    let portfolio = group.portfolio;
    let weighted = group.customers.iter().flat_map(|(_, invoices)| {
        let weight = invoice_weight(late_count(invoices).n, correlation);
        invoices.iter().map(move |invoice| (invoice, weight))
    });
    let behaviour = Behaviour::of(weighted, portfolio.known, portfolio.evidence);
    let mut sector = SectorInsight {
        sector: group.sector.unwrap_or(UNKNOWN_SECTOR).to_owned(),
        is_known: group.sector.is_some(),
        rolled_up: None,
        n_customers: group.customers.len() as u64,
        n_customers_mature: 0,
        n_invoices: behaviour.n_mature,
        n_effective: 0.0,
        amount_minor: 0,
        open_minor: 0,
        overdue_minor: 0,
        late_share: None,
        late_interval: None,
        late_share_amount: None,
        shrunken_risk: None,
        material_share: None,
        material_interval: None,
        shrunken_material_risk: None,
        mean_dunning_level: behaviour.mean_depth,
        reached_second_reminder: behaviour.reached.map(|reached| reached[1]),
        typical_step: None,
        step_is_usual: false,
        measure: Measure::LeaveAsIs,
    };
    add_sums(&mut sector, group);
    let enough_customers = sector.n_customers_mature >= rule.sector_min_customers;
    sector.typical_step = behaviour
        .typical_step(10.max(rule.min_late_invoices))
        .filter(|_| enough_customers);
    let usual = sector
        .typical_step
        .filter(|step| step.share >= rule.usual_step_share);
    sector.step_is_usual = usual.is_some();
    sector
}

fn add_sums(sector: &mut SectorInsight, group: &Group<'_>) {
    let (mut n_late, mut late_minor) = (0_u64, 0_i64);
    for (customer, invoices) in &group.customers {
        let money = group.portfolio.money_of(customer);
        sector.open_minor += money.open_minor;
        sector.overdue_minor += money.overdue_minor;
        let mature = || {
            invoices
                .iter()
                .filter(|invoice| invoice.is_behaviour() && invoice.mature)
        };
        sector.n_customers_mature += u64::from(mature().next().is_some());
        for invoice in mature() {
            sector.amount_minor += invoice.amount_minor;
            if invoice.late {
                n_late += 1;
                late_minor += invoice.amount_minor;
            }
        }
    }
    let n = sector.n_invoices;
    sector.late_share = (n > 0).then(|| n_late as f64 / n as f64);
    let amount = sector.amount_minor;
    sector.late_share_amount = (amount > 0).then(|| late_minor as f64 / amount as f64);
}

/// One measure per sector; none on the word of a few customers, or where lateness is not a matter of the sector.
fn measure(sector: &SectorInsight, rule: &MeasureRule) -> Measure {
    let risk = sector.shrunken_material_risk.unwrap_or(0.0);
    let few = sector.n_customers_mature < rule.sector_min_customers;
    if few || !sector.is_known || risk < rule.sector_late_from {
        return Measure::LeaveAsIs;
    }
    let usual = sector.typical_step.filter(|_| sector.step_is_usual);
    match usual.map(|step| step.step) {
        Some(2..) => Measure::PartInAdvance,
        Some(1) => Measure::FollowUpEarlier,
        _ => Measure::AdaptTerms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{Example, customer, paid, portfolio, unpaid};

    fn of_sector(sector: &str, invoices: Vec<InvoiceFacts>) -> Example {
        let mut example = customer("c", invoices);
        example.facts.sector = Some(sector.to_owned());
        example
    }

    fn waits(depth: u8) -> Vec<InvoiceFacts> {
        (0..4)
            .map(|i| InvoiceFacts {
                depth,
                ..paid(100 + 20 * i, 30)
            })
            .collect()
    }

    fn prompt() -> Vec<InvoiceFacts> {
        (0..4).map(|i| paid(100 + 20 * i, -2)).collect()
    }

    fn example() -> Portfolio {
        let mut all: Vec<Example> = (0..8).map(|_| of_sector("building", waits(2))).collect();
        all.extend((0..8).map(|_| of_sector("retail", prompt())));
        all.push(customer("unknown", vec![unpaid(30), paid(90, 0)]));
        let mut own = of_sector("retail", waits(0));
        own.facts.intercompany = true;
        all.push(own);
        portfolio(all)
    }

    #[test]
    fn a_sector_that_waits_for_the_second_reminder_is_found() {
        let found = sectors(&example(), &MeasureRule::default());
        let names: Vec<&str> = found.iter().map(|sector| sector.sector.as_str()).collect();
        assert_eq!(names, ["building", "retail", "unknown"]);
        let building = &found[0];
        assert_eq!((building.n_customers, building.n_invoices), (8, 32));
        assert_eq!(
            (building.late_share, building.material_share),
            (Some(1.0), Some(1.0))
        );
        assert_eq!(building.mean_dunning_level, Some(2.0));
        assert_eq!(
            building.typical_step,
            Some(TypicalStep {
                step: 2,
                share: 1.0
            })
        );
        assert_eq!(building.measure, Measure::PartInAdvance);
        assert_eq!(
            building.finding().unwrap().en,
            "Late invoices are usually paid after the second reminder (100%)"
        );
        assert_eq!(building.amount_minor, 3_200_000);
    }

    #[test]
    fn the_own_group_is_left_out_and_the_unknown_kept() {
        let found = sectors(&example(), &MeasureRule::default());
        let retail = &found[1];
        assert_eq!((retail.n_customers, retail.late_share), (8, Some(0.0)));
        assert_eq!(retail.measure, Measure::LeaveAsIs);
        let unknown = &found[2];
        assert!(!unknown.is_known);
        assert_eq!(
            (unknown.late_share, unknown.open_minor),
            (Some(0.5), 100_000)
        );
        assert_eq!(unknown.overdue_minor, 100_000);
    }

    #[test]
    fn small_sectors_are_drawn_towards_the_mean() {
        let found = sectors(&example(), &MeasureRule::default());
        let risk = |i: usize| found[i].shrunken_risk.unwrap();
        assert!(risk(0) < 1.0 && risk(0) > 0.8, "{}", risk(0));
        assert!(risk(1) > 0.0 && risk(1) < 0.2, "{}", risk(1));
        let interval = found[0].late_interval.unwrap();
        assert!(
            interval.low < 0.8,
            "eight customers are not thirty-two invoices: {interval:?}"
        );
    }

    #[test]
    fn one_huge_customer_does_not_speak_for_its_sector() {
        let huge = (0..400)
            .map(|i| InvoiceFacts {
                depth: 3,
                ..paid(60 + i, 40)
            })
            .collect();
        let mut all: Vec<Example> = (0..9).map(|_| of_sector("mixed", prompt())).collect();
        all.push(of_sector("mixed", huge));
        all.extend((0..9).map(|_| of_sector("other", prompt())));
        let found = sectors(&portfolio(all), &MeasureRule::default());
        assert!(found[0].late_share.unwrap() > 0.9);
        assert!(
            found[0].shrunken_risk.unwrap() < 0.2,
            "{:?}",
            found[0].shrunken_risk
        );
        assert_eq!(found[0].measure, Measure::LeaveAsIs);
    }

    #[test]
    fn no_invoice_is_no_share() {
        let found = sectors(
            &portfolio(vec![of_sector("x", vec![unpaid(-5)])]),
            &MeasureRule::default(),
        );
        assert_eq!((found[0].late_share, found[0].shrunken_risk), (None, None));
        assert_eq!((found[0].n_invoices, found[0].open_minor), (0, 100_000));
        assert!(sectors(&portfolio(vec![]), &MeasureRule::default()).is_empty());
    }
}
