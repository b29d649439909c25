//! Everything about every customer: pattern, warnings, segment, measures; then totals per segment.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::measures::{Advice, Situation, for_customer};
use super::pattern::{PatternFinding, pattern};
use super::policy::Policy;
use super::profiles::ClusterProfile;
use super::reasons::Reason;
use super::segments::{Evidence, Segment, segment};
use super::warnings::{Warning, insolvent_since, warnings};
use crate::InsightError;
use crate::facts::{Behaviour, CustomerFacts, CustomerMoney, Portfolio};
use crate::text::Text;

/// The model's estimates, one per customer of the portfolio; `None` where there is no model.
#[derive(Clone, Debug, Default)]
pub struct CustomerScores {
    /// Probability that the next invoice is late.
    pub p_late: Vec<Option<f64>>,
    /// Probability that it is more than 30 days late.
    pub p_late_30d: Vec<Option<f64>>,
}

/// One customer, in the portfolio's order.
#[derive(Clone, Debug)]
pub struct CustomerInsight {
    /// Its identifier in the ledger.
    pub customer_id: String,
    /// Its cluster; -1 for little history, -2 for an outlier, `None` when there are no clusters.
    pub cluster_id: Option<i32>,
    /// The cluster's name, when there is one.
    pub cluster_name: Option<Text>,
    /// Its segment.
    pub segment: Segment,
    /// Why, what decided it first.
    pub reasons: Vec<Reason>,
    /// Probability that the next invoice is late.
    pub p_late: Option<f64>,
    /// Probability that it is more than 30 days late.
    pub p_late_30d: Option<f64>,
    /// round(1000 x `p_late_30d`): high is risky.
    pub risk_score: Option<u32>,
    /// How it pays.
    pub pattern: PatternFinding,
    /// What changed.
    pub warnings: Vec<Warning>,
    /// What to do.
    pub advice: Advice,
    /// What it owes.
    pub money: CustomerMoney,
    /// A natural person.
    pub natural_person: bool,
    /// A consumer.
    pub consumer: bool,
    /// Part of the own group.
    pub intercompany: bool,
}

/// Assesses every customer under the policy.
///
/// `clusters` and `assignment` come from [`super::profiles()`] and its input; both are empty when there are no
/// clusters.
pub fn assess(
    portfolio: &Portfolio,
    scores: &CustomerScores,
    assignment: &[i32],
    clusters: &[ClusterProfile],
    policy: &Policy,
) -> Result<Vec<CustomerInsight>, InsightError> {
    policy.check()?;
    check(portfolio, scores, assignment)?;
    let one = |i: usize| {
        let (p_late, p_late_30d) = (scores.p_late[i], scores.p_late_30d[i]);
        let mut insight = customer(
            portfolio,
            &portfolio.customers[i],
            p_late,
            p_late_30d,
            policy,
        );
        insight.cluster_id = assignment.get(i).copied();
        let own = |cluster: &&ClusterProfile| Some(cluster.cluster_id) == insight.cluster_id;
        insight.cluster_name = clusters
            .iter()
            .find(own)
            .map(|cluster| cluster.name.clone());
        insight
    };
    Ok((0..portfolio.customers.len())
        .into_par_iter()
        .map(one)
        .collect())
}

fn customer(
    portfolio: &Portfolio,
    facts: &CustomerFacts,
    p_late: Option<f64>,
    p_late_30d: Option<f64>,
    policy: &Policy,
) -> CustomerInsight {
    let invoices = portfolio.invoices_of(facts);
    let money = portfolio.money_of(facts);
    let pattern = pattern(invoices, portfolio.known, &policy.pattern, &policy.trend);
    let warnings = warnings(portfolio, facts, &pattern.trend, &policy.warnings);
    let evidence = Evidence {
        customer: facts,
        money: &money,
        pattern: &pattern,
        insolvent_since: insolvent_since(facts),
        p_late,
        p_late_30d,
    };
    let found = segment(evidence, policy);
    let plain = invoices.iter().map(|invoice| (invoice, 1.0));
    let behaviour = Behaviour::of(plain, portfolio.known, portfolio.evidence);
    let open = invoices.iter().filter(|invoice| invoice.is_open());
    let situation = Situation {
        customer: facts,
        behaviour: &behaviour,
        money: &money,
        pattern: pattern.pattern,
        segment: found.segment,
        insolvent: evidence.insolvent_since.is_some(),
        warnings: &warnings,
        open_depth: open.map(|invoice| invoice.depth).max().unwrap_or(0),
    };
    let advice = for_customer(situation, &policy.measures);
    CustomerInsight {
        customer_id: facts.customer_id.clone(),
        cluster_id: None,
        cluster_name: None,
        segment: found.segment,
        reasons: found.reasons,
        p_late,
        p_late_30d,
        risk_score: p_late_30d.map(|p| (1_000.0 * p).round() as u32),
        pattern,
        warnings,
        advice,
        money,
        natural_person: facts.natural_person,
        consumer: facts.consumer,
        intercompany: facts.intercompany,
    }
}

fn check(
    portfolio: &Portfolio,
    scores: &CustomerScores,
    assignment: &[i32],
) -> Result<(), InsightError> {
    let expected = portfolio.customers.len();
    let lists = [
        ("p_late", &scores.p_late),
        ("p_late_30d", &scores.p_late_30d),
    ];
    for (what, list) in lists {
        if list.len() != expected {
            return Err(InsightError::Misaligned {
                what,
                expected,
                received: list.len(),
            });
        }
        for (customer, p) in portfolio.customers.iter().zip(list) {
            if let Some(p) = p.filter(|p| !(0.0..=1.0).contains(p)) {
                let customer_id = customer.customer_id.clone();
                return Err(InsightError::NotAProbability {
                    what,
                    customer_id,
                    received: p,
                });
            }
        }
    }
    if !assignment.is_empty() && assignment.len() != expected {
        let received = assignment.len();
        return Err(InsightError::Misaligned {
            what: "cluster assignment",
            expected,
            received,
        });
    }
    Ok(())
}

/// Totals of one segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentSummary {
    /// The segment.
    pub segment: Segment,
    /// Customers in it.
    pub n_customers: u64,
    /// Of which natural persons.
    pub n_natural_persons: u64,
    /// Of which with an early warning.
    pub n_warned: u64,
    /// Their open amount, in cents.
    pub open_minor: i64,
    /// Of which past due, in cents.
    pub overdue_minor: i64,
    /// Mean probability that the next invoice is late, over customers that have one.
    pub mean_p_late: Option<f64>,
}

/// Totals of A, B and C, in that order.
pub fn summarise(customers: &[CustomerInsight]) -> Vec<SegmentSummary> {
    Segment::ALL
        .iter()
        .map(|&segment| summary(customers, segment))
        .collect()
}

fn summary(customers: &[CustomerInsight], segment: Segment) -> SegmentSummary {
    let own = || {
        customers
            .iter()
            .filter(|customer| customer.segment == segment)
    };
    let p: Vec<f64> = own().filter_map(|customer| customer.p_late).collect();
    SegmentSummary {
        segment,
        n_customers: own().count() as u64,
        n_natural_persons: own().filter(|customer| customer.natural_person).count() as u64,
        n_warned: own()
            .filter(|customer| !customer.warnings.is_empty())
            .count() as u64,
        open_minor: own().map(|customer| customer.money.open_minor).sum(),
        overdue_minor: own().map(|customer| customer.money.overdue_minor).sum(),
        mean_p_late: (!p.is_empty()).then(|| p.iter().sum::<f64>() / p.len() as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{customer, paid, portfolio, unpaid};

    fn three() -> Portfolio {
        let prompt = (0..8).map(|i| paid(70 + 60 * i, -2)).collect();
        let mut late: Vec<_> = (0..8).map(|i| paid(100 + 60 * i, 30)).collect();
        late.push(unpaid(40));
        portfolio(vec![
            customer("prompt", prompt),
            customer("late", late),
            customer("new", vec![unpaid(-10)]),
        ])
    }

    fn scores(p: &[f64]) -> CustomerScores {
        let list: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        CustomerScores {
            p_late: list.clone(),
            p_late_30d: list,
        }
    }

    #[test]
    fn every_customer_gets_one_segment_with_reasons_and_a_measure() {
        let found = assess(
            &three(),
            &scores(&[0.03, 0.4, 0.1]),
            &[],
            &[],
            &Policy::default(),
        )
        .unwrap();
        let segments: Vec<Segment> = found.iter().map(|customer| customer.segment).collect();
        assert_eq!(segments, [Segment::A, Segment::C, Segment::B]);
        assert!(
            found
                .iter()
                .all(|c| !c.reasons.is_empty() && !c.advice.measures.is_empty())
        );
        assert_eq!(found[1].risk_score, Some(400));
        assert_eq!(found[1].money.overdue_minor, 100_000);
        assert_eq!((found[2].cluster_id, &found[2].cluster_name), (None, &None));
        let totals = summarise(&found);
        assert_eq!(totals.iter().map(|total| total.n_customers).sum::<u64>(), 3);
        assert_eq!(
            totals.iter().map(|total| total.open_minor).sum::<i64>(),
            200_000
        );
    }

    #[test]
    fn what_is_no_probability_is_refused_with_its_customer() {
        let error = assess(
            &three(),
            &scores(&[0.1, f64::NAN, 0.1]),
            &[],
            &[],
            &Policy::default(),
        );
        assert_eq!(
            error.unwrap_err().to_string(),
            "`p_late` of customer `late` is NaN: a probability lies in [0, 1]"
        );
        let error = assess(&three(), &scores(&[0.1]), &[], &[], &Policy::default());
        assert!(
            error
                .unwrap_err()
                .to_string()
                .contains("has 1 entries for 3 customers")
        );
    }

    #[test]
    fn no_customers_are_no_error() {
        let none = portfolio(vec![]);
        assert!(
            assess(&none, &scores(&[]), &[], &[], &Policy::default())
                .unwrap()
                .is_empty()
        );
    }
}
