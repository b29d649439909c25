//! Groups that were planted, groups that are not there, and ledgers without any.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::dimensions::{Characteristic, Value};
use super::scan::{Cases, scan};
use super::*;
use crate::facts::examples::{Example, customer, paid, portfolio};

/// Invoices in both periods: every 20 days from 30 to 530 days ago, each `late` days late.
fn pays(late: impl Fn(i32) -> i32) -> Example {
    let mut example = customer(
        "c",
        (0..26)
            .map(|i| paid(30 + 20 * i, late(i).min(30 + 20 * i)))
            .collect(),
    );
    example.facts.size_class = Some("small".to_owned());
    example.facts.traits.business_model = Some("supply".to_owned());
    example
}

/// 40 prompt customers and 40 in projects that are late with every other invoice.
fn planted(later_too: bool) -> Portfolio {
    let prompt = (0..40).map(|_| pays(|_| -2));
    let project = (0..40).map(|_| {
        let mut example = pays(|i| {
            if i % 2 == 0 && (later_too || i > 10) {
                30
            } else {
                0
            }
        });
        example.facts.traits.business_model = Some("project".to_owned());
        example
    });
    portfolio(prompt.chain(project).collect())
}

fn found_in(all: &Portfolio, rule: &RiskGroupRule) -> RiskGroups {
    risk_groups(all, &FollowUp::default(), rule)
}

fn named(group: &RiskGroup) -> String {
    group
        .parts
        .iter()
        .map(|part| part.value.as_str())
        .collect::<Vec<_>>()
        .join(" x ")
}

#[test]
fn a_planted_group_is_found_and_confirmed() {
    let found = found_in(&planted(true), &RiskGroupRule::default());
    let project = found
        .groups
        .iter()
        .find(|group| named(group) == "project")
        .expect("it is tested");
    assert!(
        project.found && project.higher && project.confirmed == Some(true),
        "{project:?}"
    );
    assert_eq!(project.earlier.n_customers, 40);
    assert!((project.earlier.share.unwrap() - 0.5).abs() < 0.05);
    assert_eq!(project.earlier.rest_share, Some(0.0));
    assert!(
        project.shrunken > 0.3 && project.shrunken < 0.5,
        "{}",
        project.shrunken
    );
    assert_eq!(found.found()[0].parts[0].value, "project");
    // Everybody is small and has 30 days: such a group says nothing.
    let small = found
        .groups
        .iter()
        .find(|group| named(group) == "small")
        .expect("it is tested");
    assert!(!small.found && small.earlier.p_value > 0.99);
    assert_eq!(found.absent, [Dimension::Sector, Dimension::PaymentMethod]);
}

#[test]
fn what_the_next_period_does_not_show_is_not_confirmed() {
    let found = found_in(&planted(false), &RiskGroupRule::default());
    let project = found
        .groups
        .iter()
        .find(|group| named(group) == "project")
        .expect("it is tested");
    assert!(project.found, "{project:?}");
    assert_eq!(project.confirmed, Some(false));
    assert_eq!(project.later.share, Some(0.0));
}

#[test]
fn a_group_of_one_customers_money_is_left_out() {
    let mut all = planted(true);
    let large = all.customers[79].invoices.clone();
    all.invoices[large]
        .iter_mut()
        .for_each(|invoice| invoice.amount_minor = 100 * 100_000);
    let found = found_in(&all, &RiskGroupRule::default());
    assert!(found.groups.iter().all(|group| named(group) != "project"));
    assert!(found.n_one_customer > 0);
}

#[test]
fn a_large_customer_does_not_decide() {
    // 35 prompt project customers and one that is always late with 500 small invoices.
    let mut all: Vec<Example> = (0..60)
        .map(|_| pays(|i| if i % 9 == 0 { 20 } else { -1 }))
        .collect();
    all.extend((0..35).map(|_| {
        let mut example = pays(|i| if i % 9 == 0 { 20 } else { -1 });
        example.facts.traits.business_model = Some("project".to_owned());
        example
    }));
    let mut huge = customer(
        "huge",
        (0..500)
            .map(|i| InvoiceFacts {
                amount_minor: 1_000,
                ..paid(220 + i % 300, 40)
            })
            .collect(),
    );
    huge.facts.traits.business_model = Some("project".to_owned());
    all.push(huge);
    let found = found_in(&portfolio(all), &RiskGroupRule::default());
    let project = found
        .groups
        .iter()
        .find(|group| named(group) == "project")
        .expect("it is tested");
    assert!(!project.found, "one customer of 36: {project:?}");
    assert!(
        project.earlier.share.unwrap() < 0.25,
        "{:?}",
        project.earlier.share
    );
}

#[test]
fn forbidden_attributes_are_in_no_group() {
    let rule = RiskGroupRule {
        forbidden: vec!["business_model".to_owned(), "customer_since".to_owned()],
        ..RiskGroupRule::default()
    };
    let found = found_in(&planted(true), &rule);
    assert_eq!(
        found.forbidden,
        [Dimension::BusinessModel, Dimension::Tenure]
    );
    let dimensions = found
        .groups
        .iter()
        .flat_map(|group| &group.parts)
        .map(|part| part.dimension);
    assert!(dimensions.clone().count() > 0);
    assert!(
        dimensions
            .into_iter()
            .all(|d| d != Dimension::BusinessModel && d != Dimension::Tenure)
    );
}

#[test]
fn why_there_is_no_group_is_said() {
    let short = portfolio(
        (0..50)
            .map(|_| customer("c", vec![paid(40, 20); 3]))
            .collect(),
    );
    assert_eq!(
        found_in(&short, &RiskGroupRule::default()).none,
        Some(NoGroups::ShortHistory)
    );
    let every_name = RiskGroupRule {
        forbidden: Dimension::ALL.iter().map(|d| d.code().to_owned()).collect(),
        ..RiskGroupRule::default()
    };
    assert_eq!(
        found_in(&planted(true), &every_name).none,
        Some(NoGroups::NoCharacteristics)
    );
    // A sector for everyone different, and nothing else may be used.
    let mut each = planted(true);
    for (i, customer) in each.customers.iter_mut().enumerate() {
        customer.sector = Some(format!("Only number {i}"));
        customer.traits.business_model = None;
    }
    let only_sectors = RiskGroupRule {
        forbidden: ["size_class", "terms", "tenure"]
            .map(str::to_owned)
            .to_vec(),
        min_customers: 81,
        ..RiskGroupRule::default()
    };
    let found = found_in(
        &each,
        &RiskGroupRule {
            min_customers: 30,
            ..only_sectors.clone()
        },
    );
    // Eighty sectors of one customer each are the other sectors together: all customers, which says nothing.
    assert_eq!(found.groups.iter().filter(|group| group.found).count(), 0);
    assert_eq!(found.groups.len(), 1);
    let mut few = each;
    few.customers.truncate(40);
    few.customers
        .iter_mut()
        .take(20)
        .for_each(|c| c.sector = None);
    let found = found_in(
        &few,
        &RiskGroupRule {
            min_customers: 30,
            ..only_sectors
        },
    );
    assert_eq!(found.none, Some(NoGroups::NoneLargeEnough));
}

/// Customers of unlike size and unlike habits, as ledgers have them.
fn customers(n: usize, rng: &mut ChaCha8Rng) -> Periods {
    let counts: Vec<Count> = (0..n)
        .map(|_| {
            let n = (1.0 / rng.random::<f64>().max(0.02)) as u64 * 3;
            let rate = if rng.random::<f64>() < 0.7 {
                0.05
            } else {
                0.2 + 0.7 * rng.random::<f64>()
            };
            let late = (0..n).filter(|_| rng.random::<f64>() < rate).count() as u64;
            Count { late, n }
        })
        .collect();
    Periods {
        amounts: counts.iter().map(|count| count.n as i64 * 10_000).collect(),
        open: vec![(0, 0); n],
        counts,
    }
}

fn characteristic(dimension: Dimension, n_values: usize, n: usize) -> Characteristic {
    let value = |i: usize| Value {
        code: i.to_string(),
        label: Text::same(&i.to_string()),
    };
    Characteristic {
        dimension,
        values: (0..n_values).map(value).collect(),
        of: (0..n).map(|i| Some(i % n_values)).collect(),
    }
}

#[test]
fn where_nothing_is_planted_false_discoveries_stay_within_the_rate() {
    let (n, rounds) = (600, 300);
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let periods = customers(n, &mut rng);
    let mut dimensions = [
        characteristic(Dimension::Sector, 9, n),
        characteristic(Dimension::SizeClass, 4, n),
        characteristic(Dimension::Terms, 3, n),
    ];
    let (mut n_any, mut n_groups) = (0, 0);
    for _ in 0..rounds {
        // Labels dealt anew: who is in a group says nothing of how it pays.
        dimensions.iter_mut().for_each(|d| d.of.shuffle(&mut rng));
        let cases = Cases {
            dimensions: &dimensions,
            earlier: &periods,
            later: &periods,
        };
        let (groups, _) = scan(&cases, &RiskGroupRule::default());
        n_groups += groups.len();
        n_any += usize::from(groups.iter().any(|group| group.found));
    }
    assert!(n_groups > 20 * rounds, "{n_groups} groups were tested");
    // With nothing planted every discovery is false, so the rate is the share of rounds with any: at most 0.10, here
    // with three standard errors of 300 rounds.
    let share = n_any as f64 / rounds as f64;
    assert!(
        share <= 0.10 + 3.0 * (0.1 * 0.9 / rounds as f64).sqrt(),
        "{share}"
    );
}
