//! A name for each cluster, by rules on how its invoices were paid, so that a collector knows the group by it.
//!
//! The first rule that holds gives the name, which tells the path of the group's invoices to payment: a customer's own
//! [pattern](super::pattern) is another statement and has other words. Two clusters of one name are told apart by what
//! separates them most: amounts, number of invoices, terms, or how often or how long they are late; only by what does
//! not contradict the name, and by a number where nothing tells them clearly apart. Names are unique within a run and
//! depend on the figures alone. A cluster that is not found again in resamples gets no name: it is called by its number.

use crate::facts::Behaviour;
use crate::text::{ClusterName, NameBase, Qualifier, Rank};

use super::policy::MeasureRule;

/// What a name is made from.
#[derive(Clone, Debug)]
pub struct Portrait {
    /// How its invoices were paid, each customer with a bounded say.
    pub behaviour: Behaviour,
    /// Customers.
    pub n_customers: u64,
    /// Mature invoices.
    pub n_invoices: u64,
    /// Its number, where it is too unstable to bear a name.
    pub unclear: Option<i32>,
}

/// Names of all clusters, in their order; `overall` is all clustered customers together.
pub fn names(portraits: &[Portrait], overall: &Behaviour, rule: &MeasureRule) -> Vec<ClusterName> {
    let bases: Vec<NameBase> = portraits
        .iter()
        .map(|portrait| base(portrait, overall, rule))
        .collect();
    let mut names: Vec<ClusterName> = bases
        .iter()
        .zip(portraits)
        .map(|(&base, portrait)| ClusterName {
            base,
            qualifier: numbered(base, portrait),
        })
        .collect();
    let named = |(_, base): &(usize, &NameBase)| **base != NameBase::Unclear;
    for (i, &base) in bases.iter().enumerate().filter(named) {
        let alike: Vec<usize> = (0..bases.len()).filter(|&j| bases[j] == base).collect();
        if alike.len() > 1 && alike[0] == i {
            qualify(&alike, portraits, &mut names);
        }
    }
    names
}

/// The number of an unclear cluster, which is all that it is called by.
fn numbered(base: NameBase, portrait: &Portrait) -> Option<Qualifier> {
    let id = portrait.unclear.filter(|_| base == NameBase::Unclear)?;
    Some(Qualifier::Number(id.unsigned_abs()))
}

/// Share late from which a group is late as a rule.
const LATE_AS_A_RULE: f64 = 0.45;
/// Share materially late from which a group is late as a rule, though it is on time for the rest.
const MATERIAL_AS_A_RULE: f64 = 0.35;

fn base(portrait: &Portrait, overall: &Behaviour, rule: &MeasureRule) -> NameBase {
    let behaviour = &portrait.behaviour;
    if portrait.n_customers == 0 {
        return NameBase::Empty;
    }
    if portrait.unclear.is_some() {
        return NameBase::Unclear;
    }
    let late = behaviour.late_share.unwrap_or(0.0);
    let material = behaviour.material_share.unwrap_or(0.0);
    let disputes = behaviour.dispute_share.unwrap_or(0.0);
    let reminded = behaviour.late_from_step(1).unwrap_or(0.0);
    if disputes >= rule.dispute_share && disputes >= 2.0 * overall.dispute_share.unwrap_or(0.0) {
        return NameBase::DisputesFirst;
    }
    if late >= LATE_AS_A_RULE || material >= MATERIAL_AS_A_RULE {
        return late_name(behaviour, overall, rule);
    }
    if late >= 0.10 && reminded >= rule.usual_step_share {
        return NameBase::Forgetful;
    }
    let early = behaviour.settled_by[0].unwrap_or(0.0);
    match late {
        _ if late < 0.10 && early >= 0.6 => NameBase::Early,
        _ if late < 0.20 => NameBase::Prompt,
        _ => NameBase::MostlyOnTime,
    }
}

/// Names of groups that are late as a rule.
fn late_name(behaviour: &Behaviour, overall: &Behaviour, rule: &MeasureRule) -> NameBase {
    let unsettled = behaviour.unsettled_after_60();
    if unsettled.is_some_and(|share| share >= 0.25) {
        return NameBase::SlowUncertain;
    }
    let is_large = match (behaviour.typical_amount_minor, overall.typical_amount_minor) {
        (Some(own), Some(all)) => own >= 2.0 * all,
        _ => false,
    };
    if is_large && unsettled.is_some_and(|share| share <= 0.05) {
        return NameBase::LargeSlowCertain;
    }
    // A step names the group when half of its late invoices are paid at that very step.
    let at = |step: usize| {
        let share = behaviour.late_steps.map_or(0.0, |shares| shares[step]);
        share >= rule.usual_step_share
    };
    if behaviour
        .late_from_step(3)
        .is_some_and(|share| share >= rule.usual_step_share)
    {
        NameBase::AfterFormalNotice
    } else if at(2) {
        NameBase::AfterSecondReminder
    } else if at(1) {
        NameBase::AfterFirstReminder
    } else {
        at_no_step(behaviour)
    }
}

/// Names of groups that are late as a rule and wait for no step: by when half of their late invoices are paid.
fn at_no_step(behaviour: &Behaviour) -> NameBase {
    let late_settled_by = |place: usize| {
        let (on_time, by_then) = (behaviour.settled_by[1]?, behaviour.settled_by[place]?);
        (on_time < 1.0).then(|| (by_then - on_time) / (1.0 - on_time))
    };
    // Due date + 14 and + 30 days.
    match (late_settled_by(2), late_settled_by(3)) {
        (Some(share), _) if share >= 0.5 => NameBase::DaysLate,
        (_, Some(share)) if share < 0.5 => NameBase::MonthsLate,
        _ => NameBase::WeeksLate,
    }
}

/// Measure of a cluster that may tell it apart, its scale, the qualifier made from a rank in it, and the names that it
/// does not contradict.
struct Metric {
    value: fn(&Portrait) -> Option<f64>,
    scale: f64,
    qualifier: fn(Rank) -> Qualifier,
    suits: fn(NameBase) -> bool,
}

/// A gap of one scale is about equally telling in each: a factor of 2, twice as many, 15 days, ten points.
const METRICS: [Metric; 5] = [
    Metric {
        value: |p| {
            p.behaviour
                .typical_amount_minor
                .filter(|&amount| amount > 0.0)
                .map(f64::ln)
        },
        scale: std::f64::consts::LN_2,
        qualifier: Qualifier::Amounts,
        // "Large, slow, certain, smaller amounts" would be no help.
        suits: |base| base != NameBase::LargeSlowCertain,
    },
    Metric {
        value: |p| {
            (p.n_invoices > 0).then(|| (p.n_invoices as f64 / p.n_customers.max(1) as f64).ln())
        },
        scale: std::f64::consts::LN_2,
        qualifier: Qualifier::Frequency,
        suits: |_| true,
    },
    Metric {
        value: |p| p.behaviour.mean_terms_days,
        scale: 15.0,
        qualifier: Qualifier::Terms,
        suits: |_| true,
    },
    Metric {
        value: |p| p.behaviour.late_share,
        scale: 0.1,
        qualifier: Qualifier::LateShare,
        suits: is_mostly_on_time,
    },
    Metric {
        // Due date + 30 days.
        value: |p| p.behaviour.settled_by[3].map(|settled| 1.0 - settled),
        scale: 0.1,
        qualifier: Qualifier::Delay,
        suits: |base| !is_mostly_on_time(base),
    },
];

/// Smallest gap, in scales, of which a name speaks: below it, clusters of one name are numbered.
const TELLING: f64 = 0.25;

/// Whether being late is the exception in a group of this name.
fn is_mostly_on_time(base: NameBase) -> bool {
    matches!(
        base,
        NameBase::Early | NameBase::Prompt | NameBase::MostlyOnTime
    )
}

/// Gives the clusters `alike` (of one base name) what separates them most, or numbers.
fn qualify(alike: &[usize], portraits: &[Portrait], names: &mut [ClusterName]) {
    let mut best: Option<(f64, &Metric, Vec<usize>)> = None;
    let base = names[alike[0]].base;
    for metric in METRICS.iter().filter(|metric| (metric.suits)(base)) {
        let Some((gap, order)) = order_by(metric, alike, portraits) else {
            continue;
        };
        if best.as_ref().is_none_or(|(widest, _, _)| gap > *widest) {
            best = Some((gap, metric, order));
        }
    }
    match best.filter(|(gap, _, _)| *gap >= TELLING) {
        Some((_, metric, order)) => {
            let last = order.len() - 1;
            for (place, &i) in order.iter().enumerate() {
                let rank = match place {
                    0 => Rank::Low,
                    _ if place == last => Rank::High,
                    _ => Rank::Middle(place as u8),
                };
                names[i].qualifier = Some((metric.qualifier)(rank));
            }
        }
        None => {
            for (place, &i) in alike.iter().enumerate() {
                names[i].qualifier = Some(Qualifier::Number(place as u32 + 1));
            }
        }
    }
}

/// The clusters from low to high in a metric, and the smallest gap between neighbours in its scale.
fn order_by(metric: &Metric, alike: &[usize], portraits: &[Portrait]) -> Option<(f64, Vec<usize>)> {
    let values: Option<Vec<(f64, usize)>> = alike
        .iter()
        .map(|&i| (metric.value)(&portraits[i]).map(|value| (value, i)))
        .collect();
    let mut values = values?;
    values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let gaps = values
        .windows(2)
        .map(|pair| (pair[1].0 - pair[0].0) / metric.scale);
    let gap = gaps.fold(f64::INFINITY, f64::min);
    Some((gap, values.into_iter().map(|(_, i)| i).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use std::collections::BTreeSet;

    fn portrait(change: impl Fn(&mut Behaviour)) -> Portrait {
        let mut behaviour = Behaviour {
            n_mature: 500,
            late_share: Some(0.05),
            material_share: Some(0.02),
            settled_by: [0.4, 0.95, 0.98, 0.99, 1.0, 1.0].map(Some),
            dispute_share: Some(0.01),
            typical_amount_minor: Some(50_000.0),
            mean_terms_days: Some(30.0),
            ..Behaviour::default()
        };
        change(&mut behaviour);
        Portrait {
            behaviour,
            n_customers: 50,
            n_invoices: 500,
            unclear: None,
        }
    }

    fn late(behaviour: &mut Behaviour, steps: [f64; 6]) {
        behaviour.late_share = Some(0.7);
        behaviour.material_share = Some(0.5);
        behaviour.late_steps = Some(steps);
        behaviour.n_late_steps = 200;
    }

    fn check(portrait: Portrait, expected: NameBase) {
        let overall = super::tests::portrait(|b| b.dispute_share = Some(0.04)).behaviour;
        let found = names(&[portrait], &overall, &MeasureRule::default());
        assert_eq!(
            found,
            vec![ClusterName {
                base: expected,
                qualifier: None
            }]
        );
    }

    #[test]
    fn each_behaviour_has_its_name() {
        check(portrait(|_| {}), NameBase::Prompt);
        check(portrait(|b| b.settled_by[0] = Some(0.9)), NameBase::Early);
        check(
            portrait(|b| b.late_share = Some(0.3)),
            NameBase::MostlyOnTime,
        );
        check(
            portrait(|b| b.dispute_share = Some(0.2)),
            NameBase::DisputesFirst,
        );
        check(
            portrait(|b| late(b, [0.2, 0.7, 0.1, 0.0, 0.0, 0.0])),
            NameBase::AfterFirstReminder,
        );
        check(
            portrait(|b| late(b, [0.1, 0.2, 0.6, 0.1, 0.0, 0.0])),
            NameBase::AfterSecondReminder,
        );
        check(
            portrait(|b| late(b, [0.1, 0.1, 0.1, 0.6, 0.1, 0.0])),
            NameBase::AfterFormalNotice,
        );
        let forgetful = portrait(|b| {
            late(b, [0.1, 0.7, 0.2, 0.0, 0.0, 0.0]);
            b.late_share = Some(0.35);
            b.material_share = Some(0.26);
        });
        check(forgetful, NameBase::Forgetful);
        let uncertain = portrait(|b| {
            late(b, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
            b.settled_by[4] = Some(0.7);
        });
        check(uncertain, NameBase::SlowUncertain);
        let large = portrait(|b| {
            late(b, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
            b.typical_amount_minor = Some(200_000.0);
        });
        check(large, NameBase::LargeSlowCertain);
        check(
            Portrait {
                n_customers: 0,
                ..portrait(|_| {})
            },
            NameBase::Empty,
        );
    }

    /// Late as a rule, three in ten paid by the due date, the rest as told, before any reminder.
    fn late_by(settled_by_14: f64, settled_by_30: f64) -> Portrait {
        portrait(|b| {
            late(b, [0.8, 0.1, 0.1, 0.0, 0.0, 0.0]);
            b.settled_by = [0.1, 0.3, settled_by_14, settled_by_30, 0.98, 1.0].map(Some);
        })
    }

    #[test]
    fn without_a_step_of_the_ladder_the_delay_gives_the_name() {
        // Half of the seven in ten that are late: 0.3 + 0.35 = 0.65.
        check(late_by(0.66, 0.9), NameBase::DaysLate);
        check(late_by(0.64, 0.66), NameBase::WeeksLate);
        check(late_by(0.4, 0.64), NameBase::MonthsLate);
    }

    #[test]
    fn an_addition_does_not_contradict_the_name() {
        let said = |all: &[Portrait]| {
            let overall = portrait(|_| {}).behaviour;
            let found = names(all, &overall, &MeasureRule::default());
            let said = found.iter().map(|name| name.say(Language::En));
            said.collect::<Vec<String>>()
        };
        // Late groups are told apart by how long they wait, never as "less often late".
        assert_eq!(
            said(&[late_by(0.66, 0.95), late_by(0.66, 0.8)]),
            [
                "some days after the due date, sooner",
                "some days after the due date, later"
            ]
        );
        assert_eq!(
            said(&[portrait(|b| b.late_share = Some(0.15)), portrait(|_| {})]),
            [
                "by the due date, more exceptions",
                "by the due date, fewer exceptions"
            ]
        );
        let large = |amount: f64| {
            portrait(|b| {
                late(b, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
                b.typical_amount_minor = Some(amount);
            })
        };
        assert_eq!(
            said(&[large(200_000.0), large(900_000.0)]),
            ["large, slow, certain (1)", "large, slow, certain (2)"]
        );
    }

    #[test]
    fn what_hardly_differs_is_numbered() {
        let all = [
            portrait(|_| {}),
            portrait(|b| b.mean_terms_days = Some(33.0)),
        ];
        let found = names(&all, &all[0].behaviour, &MeasureRule::default());
        // Three days are a fifth of the scale of terms.
        assert_eq!(found[0].say(Language::En), "by the due date (1)");
        assert_eq!(found[1].say(Language::En), "by the due date (2)");
    }

    #[test]
    fn alike_clusters_are_told_apart_by_what_separates_them_most() {
        let small = portrait(|_| {});
        let large = portrait(|b| b.typical_amount_minor = Some(500_000.0));
        let overall = small.behaviour.clone();
        let found = names(&[large, small], &overall, &MeasureRule::default());
        assert_eq!(
            found[0].say(Language::En),
            "by the due date, larger amounts"
        );
        assert_eq!(
            found[1].say(Language::En),
            "by the due date, smaller amounts"
        );
    }

    #[test]
    fn an_unclear_cluster_is_called_by_its_number_alone() {
        let unclear = |id| Portrait {
            unclear: Some(id),
            ..portrait(|b| late(b, [0.1, 0.2, 0.6, 0.1, 0.0, 0.0]))
        };
        let overall = portrait(|_| {}).behaviour;
        let all = [portrait(|_| {}), unclear(3), unclear(11)];
        let found = names(&all, &overall, &MeasureRule::default());
        let said: Vec<String> = found.iter().map(|name| name.say(Language::En)).collect();
        assert_eq!(
            said,
            [
                "by the due date",
                "no clear group (3)",
                "no clear group (11)"
            ]
        );
        assert_eq!(found[1].say(Language::Nl), "geen duidelijke groep (3)");
        assert_eq!(found[2].say(Language::Fr), "groupe peu net (11)");
    }

    #[test]
    fn names_are_unique_even_among_copies() {
        let mut many: Vec<Portrait> = (0..4).map(|_| portrait(|_| {})).collect();
        many.extend((0..4).map(|i| portrait(|b| b.late_share = Some(0.2 + 0.02 * f64::from(i)))));
        let found = names(&many, &many[0].behaviour, &MeasureRule::default());
        for language in Language::ALL {
            let said: BTreeSet<String> = found.iter().map(|name| name.say(language)).collect();
            assert_eq!(said.len(), many.len(), "{said:?}");
        }
    }
}
