//! Which sectors and business models delay, and for which step of the ladder they wait.

use crate::customers::Policy;
use crate::facts::Portfolio;
use crate::sectors::{MIN_GROUP, SectorGroups, SectorInsight, groups_of, roll_up};
use crate::text::Text;

use super::customers::external;

/// A group with its figures.
#[derive(Clone, Debug)]
pub struct DelayGroup {
    /// Its name.
    pub label: Text,
    /// How many sectors of the ledger are in it; 1 for a business model.
    pub n_sectors: usize,
    /// Its figures.
    pub insight: SectorInsight,
}

/// The answer.
#[derive(Clone, Debug, Default)]
pub struct DelayingGroups {
    /// Sectors, small ones rolled up, the highest risk first.
    pub sectors: Vec<DelayGroup>,
    /// Business models with enough customers, the highest risk first.
    pub business_models: Vec<DelayGroup>,
    /// What could not be grouped.
    pub grouping: SectorGroups,
    /// Business models with fewer customers than asked for.
    pub n_small_models: usize,
    /// Customers without a business model.
    pub n_without_model: usize,
}

/// Groups customers outside the own group, and gives each group's figures.
pub fn delaying_groups(portfolio: &Portfolio, policy: &Policy) -> DelayingGroups {
    let customers = || external(portfolio).map(|(position, customer, _)| (position, customer));
    let mut grouping = roll_up(customers(), MIN_GROUP);
    let labels: Vec<(Text, usize)> = grouping
        .groups
        .iter()
        .map(|g| (g.label.clone(), g.n_sectors))
        .collect();
    let named = grouping.groups.iter_mut().map(|group| {
        // A sector that stands alone is called as the ledger calls it, since a policy may name it.
        let name = match group.n_sectors {
            1 => group.label.en.clone(),
            _ => group.code(),
        };
        (name, std::mem::take(&mut group.customers))
    });
    let sectors = described(portfolio, policy, named.collect(), labels);
    let mut models: std::collections::BTreeMap<&str, Vec<usize>> = Default::default();
    let mut n_without_model = 0;
    for (position, customer) in customers() {
        match customer.traits.business_model.as_deref() {
            Some(model) => models.entry(model).or_default().push(position),
            None => n_without_model += 1,
        }
    }
    let all = models.len();
    models.retain(|_, customers| customers.len() >= MIN_GROUP);
    let n_small_models = all - models.len();
    let labels = models
        .keys()
        .map(|model| (crate::text::value(model), 1))
        .collect();
    let named = models
        .into_iter()
        .map(|(model, customers)| (model.to_owned(), customers))
        .collect();
    DelayingGroups {
        sectors,
        business_models: described(portfolio, policy, named, labels),
        grouping,
        n_small_models,
        n_without_model,
    }
}

fn described(
    portfolio: &Portfolio,
    policy: &Policy,
    named: Vec<(String, Vec<usize>)>,
    labels: Vec<(Text, usize)>,
) -> Vec<DelayGroup> {
    let mut insights = groups_of(portfolio, &named, &policy.measures);
    policy.handle_sectors(&mut insights);
    let mut groups: Vec<DelayGroup> = labels
        .into_iter()
        .zip(insights)
        .map(|((label, n_sectors), insight)| DelayGroup {
            label,
            n_sectors,
            insight,
        })
        .collect();
    let risk = |group: &DelayGroup| group.insight.shrunken_material_risk.unwrap_or(-1.0);
    groups.sort_by(|a, b| {
        risk(b)
            .total_cmp(&risk(a))
            .then_with(|| a.label.en.cmp(&b.label.en))
    });
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::InvoiceFacts;
    use crate::facts::examples::{Example, customer, paid, portfolio};

    fn of(sector: &str, model: &str, days: i32, depth: u8) -> Example {
        let invoices = (0..4).map(|i| InvoiceFacts {
            depth,
            ..paid(100 + 20 * i, days)
        });
        let mut example = customer("c", invoices.collect());
        example.facts.sector = Some(sector.to_owned());
        example.facts.traits.business_model = Some(model.to_owned());
        example
    }

    #[test]
    fn a_rolled_up_group_waits_for_the_second_reminder() {
        let mut all: Vec<Example> = (0..6).map(|_| of("43.21", "project", 30, 2)).collect();
        all.extend((0..6).map(|_| of("43.31", "project", 30, 2)));
        all.extend((0..12).map(|_| of("62 IT", "subscription", -2, 0)));
        all.extend((0..3).map(|_| of("90 Kunst", "gift", -2, 0)));
        let found = delaying_groups(&portfolio(all), &Policy::default());
        let labels: Vec<&str> = found
            .sectors
            .iter()
            .map(|group| group.label.en.as_str())
            .collect();
        assert_eq!(labels, ["43 (construction)", "62 IT"]);
        let first = &found.sectors[0];
        assert_eq!((first.n_sectors, first.insight.n_customers), (2, 12));
        let finding = first.insight.finding().expect("the ladder tells");
        assert_eq!(
            finding.nl,
            "Te late facturen worden meestal na de tweede herinnering betaald (100%)"
        );
        assert_eq!(
            found.say()[0].en,
            "43 (construction): late invoices are usually paid after the second reminder (100%)."
        );
        assert_eq!((found.grouping.n_left_out, found.n_small_models), (3, 1));
        assert_eq!(found.business_models[0].label.en, "project");
    }
}
