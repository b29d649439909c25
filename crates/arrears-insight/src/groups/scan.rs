//! All characteristics alone and in pairs, tested in one period and again in the next.

use super::dimensions::{Characteristic, Dimension};
use super::test::{Residuals, Sums, two_sided};
use super::{GroupPart, GroupPeriod, MIN_LATER, Periods, RiskGroup, RiskGroupRule};
use crate::statistics::{Count, Shrinkage, normal_upper_tail, q_values};

/// What is scanned.
pub(crate) struct Cases<'a> {
    pub(crate) dimensions: &'a [Characteristic],
    pub(crate) earlier: &'a Periods,
    pub(crate) later: &'a Periods,
}

/// What one group adds up to.
#[derive(Clone, Default)]
struct Cell {
    earlier: Sums,
    later: Sums,
    counts: Vec<Count>,
    n_invoices: u64,
    n_invoices_later: u64,
    amount: i64,
    amount_later: i64,
    largest: i64,
    open: i64,
    overdue: i64,
}

/// The groups of one or two characteristics: they share no customer.
struct Family<'a> {
    first: &'a Characteristic,
    second: Option<&'a Characteristic>,
}

impl Family<'_> {
    fn n_cells(&self) -> usize {
        self.first.values.len() * self.second.map_or(1, |second| second.values.len())
    }

    /// The cell of a customer.
    fn cell(&self, customer: usize) -> Option<usize> {
        let first = self.first.of[customer]?;
        match self.second {
            None => Some(first),
            Some(second) => Some(first * second.values.len() + second.of[customer]?),
        }
    }

    fn parts(&self, cell: usize) -> Vec<GroupPart> {
        let part = |characteristic: &Characteristic, value: usize| GroupPart {
            dimension: characteristic.dimension,
            value: characteristic.values[value].code.clone(),
            label: characteristic.values[value].label.clone(),
        };
        match self.second {
            None => vec![part(self.first, cell)],
            Some(second) => {
                let n = second.values.len();
                vec![part(self.first, cell / n), part(second, cell % n)]
            }
        }
    }
}

/// The groups that can be tested, and how many were left out for one customer's money.
pub(crate) fn scan(cases: &Cases, rule: &RiskGroupRule) -> (Vec<RiskGroup>, usize) {
    let earlier = Residuals::of(&cases.earlier.counts);
    let later = Residuals::of(&cases.later.counts);
    let (mut groups, mut n_one_customer) = (Vec::new(), 0);
    for family in families(cases.dimensions) {
        let mut cells = fill(cases, &family, &earlier, &later);
        let counts: Vec<Vec<Count>> = cells
            .iter_mut()
            .map(|cell| std::mem::take(&mut cell.counts))
            .collect();
        let shrunken = Shrinkage::fit(&counts, earlier.correlation);
        for (number, cell) in cells.iter().enumerate() {
            if cell.earlier.n < rule.min_customers {
                continue;
            }
            let largest_share = cell.largest as f64 / cell.amount.max(1) as f64;
            if largest_share > rule.largest_share {
                n_one_customer += 1;
                continue;
            }
            let risk = shrunken.as_ref().map_or(earlier.mean, |s| s.risks[number]);
            groups.push(group(
                &family,
                number,
                cell,
                (&earlier, &later),
                (risk, largest_share),
            ));
        }
    }
    judge(&mut groups, rule);
    explain(&mut groups, earlier.mean);
    (groups, n_one_customer)
}

fn families(all: &[Characteristic]) -> Vec<Family<'_>> {
    let alone = all.iter().map(|first| Family {
        first,
        second: None,
    });
    let pairs = all.iter().enumerate().flat_map(|(i, first)| {
        all[i + 1..].iter().map(move |second| Family {
            first,
            second: Some(second),
        })
    });
    alone.chain(pairs).collect()
}

fn fill(cases: &Cases, family: &Family, earlier: &Residuals, later: &Residuals) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); family.n_cells()];
    for customer in 0..cases.earlier.counts.len() {
        let Some(cell) = family.cell(customer).map(|number| &mut cells[number]) else {
            continue;
        };
        let (count, amount) = (
            cases.earlier.counts[customer],
            cases.earlier.amounts[customer],
        );
        if count.n > 0 {
            earlier.add(&mut cell.earlier, customer);
            cell.counts.push(count);
            cell.n_invoices += count.n;
            cell.amount += amount;
            cell.largest = cell.largest.max(amount);
        }
        let count = cases.later.counts[customer];
        if count.n > 0 {
            later.add(&mut cell.later, customer);
            cell.n_invoices_later += count.n;
            cell.amount_later += cases.later.amounts[customer];
        }
        let (open, overdue) = cases.earlier.open[customer];
        cell.open += open;
        cell.overdue += overdue;
    }
    cells
}

fn group(
    family: &Family,
    number: usize,
    cell: &Cell,
    (earlier, later): (&Residuals, &Residuals),
    (shrunken, largest_share): (f64, f64),
) -> RiskGroup {
    let period =
        |residuals: &Residuals, sums: &Sums, n_invoices, amount_minor, p_value| GroupPeriod {
            n_customers: sums.n,
            n_invoices,
            amount_minor,
            share: residuals.share(sums),
            interval: residuals.interval(sums),
            rest_share: residuals.rest(sums),
            p_value,
        };
    let z = earlier.z(&cell.earlier);
    let higher = z > 0.0;
    let z_later = later.z(&cell.later) * if higher { 1.0 } else { -1.0 };
    RiskGroup {
        parts: family.parts(number),
        earlier: period(
            earlier,
            &cell.earlier,
            cell.n_invoices,
            cell.amount,
            two_sided(z),
        ),
        later: period(
            later,
            &cell.later,
            cell.n_invoices_later,
            cell.amount_later,
            normal_upper_tail(z_later),
        ),
        largest_share,
        shrunken,
        q_value: 1.0,
        found: false,
        higher,
        confirmed: None,
        parts_explain: None,
        open_minor: cell.open,
        overdue_minor: cell.overdue,
    }
}

/// Which groups are found at the rule's rate, and which of those the next period confirms at the same rate.
fn judge(groups: &mut [RiskGroup], rule: &RiskGroupRule) {
    let p: Vec<f64> = groups.iter().map(|group| group.earlier.p_value).collect();
    for (group, q) in groups.iter_mut().zip(q_values(&p)) {
        group.q_value = q;
        group.found = q <= rule.false_discovery_rate;
    }
    let tested: Vec<usize> = (0..groups.len())
        .filter(|&i| groups[i].found && groups[i].later.n_customers >= MIN_LATER)
        .collect();
    let p: Vec<f64> = tested.iter().map(|&i| groups[i].later.p_value).collect();
    for (&i, q) in tested.iter().zip(q_values(&p)) {
        groups[i].confirmed = Some(q <= rule.false_discovery_rate);
    }
}

/// Whether a pair's share is what its two characteristics alone, added up, lead one to expect.
fn explain(groups: &mut [RiskGroup], mean: f64) {
    let alone: std::collections::BTreeMap<(Dimension, String), f64> = groups
        .iter()
        .filter(|group| group.parts.len() == 1)
        .filter_map(|group| {
            Some((
                (group.parts[0].dimension, group.parts[0].value.clone()),
                group.earlier.share?,
            ))
        })
        .collect();
    for group in groups.iter_mut().filter(|group| group.parts.len() == 2) {
        let share = |part: &GroupPart| alone.get(&(part.dimension, part.value.clone())).copied();
        let expected = share(&group.parts[0])
            .zip(share(&group.parts[1]))
            .map(|(a, b)| a + b - mean);
        group.parts_explain = expected
            .zip(group.earlier.interval)
            .map(|(expected, interval)| (interval.low..=interval.high).contains(&expected));
    }
}
