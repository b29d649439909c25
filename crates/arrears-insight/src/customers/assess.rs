//! Everything about every customer: pattern, warnings, segment, measures; then totals per segment.

use arrears_ledger::Day;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::measures::{Advice, Situation, for_customer};
use super::pattern::{PatternFinding, pattern};
use super::policy::{Policy, RuleValue, RuleValues};
use super::profiles::ClusterProfile;
use super::reasons::Reason;
use super::segments::nearest::{Nearest, nearest};
use super::segments::{Evidence, Segment, has_segment, resolved, segment};
use super::warnings::{Warning, improvement, insolvent_since, warnings};
use super::watch::{Change, Watched};
use crate::InsightError;
use crate::facts::{Behaviour, CustomerFacts, CustomerMoney, Portfolio};
use crate::text::Text;

/// The model's estimates, one per customer of the portfolio (`None` where there is no model), and what the watch found.
#[derive(Clone, Debug, Default)]
pub struct CustomerScores {
    /// Probability that the next invoice is late.
    pub p_late: Vec<Option<f64>>,
    /// Probability that it is more than 30 days late.
    pub p_late_30d: Vec<Option<f64>>,
    /// The features that the policy's rules name, beside the figures of the segment itself.
    pub values: RuleValues,
    /// Who pays otherwise than before; without it nobody does.
    pub watched: Watched,
}

impl CustomerScores {
    /// Of each customer, since when the watch says that it pays later.
    fn later_since(&self) -> Vec<Option<Day>> {
        let of = |i: usize| self.watched.of(i).and_then(Change::later_since);
        (0..self.p_late.len()).map(of).collect()
    }
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
    /// Its code, which is the same in all languages; `None` also where the name says nothing of how it pays.
    pub cluster_code: Option<&'static str>,
    /// Its segment.
    pub segment: Segment,
    /// Why, what decided it first.
    pub reasons: Vec<Reason>,
    /// The nearest change that would move it to another segment.
    pub nearest: Option<Nearest>,
    /// Probability that the next invoice is late.
    pub p_late: Option<f64>,
    /// Probability that it is more than 30 days late.
    pub p_late_30d: Option<f64>,
    /// round(1000 x `p_late_30d`): high is risky.
    pub risk_score: Option<u32>,
    /// How it pays.
    pub pattern: PatternFinding,
    /// What changed for the worse.
    pub warnings: Vec<Warning>,
    /// What changed for the better.
    pub improvement: Option<Warning>,
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
    policy.check_values(&scores.values)?;
    check(portfolio, scores, assignment)?;
    let known = known(portfolio, scores, &scores.later_since(), policy);
    let evidence: Vec<Evidence<'_>> = known.iter().map(Known::evidence).collect();
    let resolved = resolved(policy, &evidence);
    every_customer_has_one(&evidence, &resolved)?;
    let one = |i: usize| {
        let cluster_id = assignment.get(i).copied();
        let own = |cluster: &&ClusterProfile| Some(cluster.cluster_id) == cluster_id;
        let cluster = clusters.iter().find(own);
        CustomerInsight {
            cluster_id,
            cluster_name: cluster.map(|cluster| cluster.name.clone()),
            cluster_code: cluster.and_then(|cluster| cluster.name_code.code()),
            ..customer(portfolio, &known[i], cluster, &resolved)
        }
    };
    Ok((0..known.len()).into_par_iter().map(one).collect())
}

/// The segment that [`assess`] puts every customer in, and nothing else of it; `later_since` says of each since when it pays
/// later, in place of what the watch found. None for a customer that rules which decide alone leave out.
pub fn segments_of(
    portfolio: &Portfolio,
    scores: &CustomerScores,
    later_since: &[Option<Day>],
    policy: &Policy,
) -> Result<Vec<Option<Segment>>, InsightError> {
    check(portfolio, scores, &[])?;
    if later_since.len() != portfolio.customers.len() {
        return Err(InsightError::Misaligned {
            what: "since when customers pay later",
            expected: portfolio.customers.len(),
            received: later_since.len(),
        });
    }
    let known = known(portfolio, scores, later_since, policy);
    let evidence: Vec<Evidence<'_>> = known.iter().map(Known::evidence).collect();
    let resolved = resolved(policy, &evidence);
    let one =
        |one: &Evidence<'_>| has_segment(*one, &resolved).then(|| segment(*one, &resolved).segment);
    Ok(evidence.par_iter().map(one).collect())
}

/// Two rules of one feature that put the same customers in different segments, which only the ledger could tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    /// Place of the rule that stands first, from 0.
    pub earlier: usize,
    /// Place of the other.
    pub later: usize,
    /// Customers that both fit: the riskier letter holds for them.
    pub n_customers: usize,
}

/// The rules of which one is by share and the other is not, and that both fit some customer.
pub fn ambiguous(
    portfolio: &Portfolio,
    scores: &CustomerScores,
    policy: &Policy,
) -> Vec<Ambiguous> {
    let rules = &policy.rules;
    let pairs = (0..rules.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
    let only_the_ledger_tells = |&(earlier, later): &(usize, usize)| {
        let (a, b) = (&rules[earlier], &rules[later]);
        a.feature == b.feature && a.segment != b.segment && a.is_by_share() != b.is_by_share()
    };
    let pairs: Vec<(usize, usize)> = pairs.filter(only_the_ledger_tells).collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let known = known(portfolio, scores, &scores.later_since(), policy);
    let evidence: Vec<Evidence<'_>> = known.iter().map(Known::evidence).collect();
    let resolved = resolved(policy, &evidence);
    let fits = |one: &Known<'_>, i: usize| resolved.rules[i].fits(one.rules[i]);
    let found = pairs.into_iter().map(|(earlier, later)| {
        let both = known
            .iter()
            .filter(|one| fits(one, earlier) && fits(one, later));
        Ambiguous {
            earlier,
            later,
            n_customers: both.count(),
        }
    });
    found.filter(|found| found.n_customers > 0).collect()
}

/// What is known of a customer before its segment is decided.
struct Known<'a> {
    facts: &'a CustomerFacts,
    money: CustomerMoney,
    pattern: PatternFinding,
    warnings: Vec<Warning>,
    improvement: Option<Warning>,
    insolvent_since: Option<Day>,
    p_late: Option<f64>,
    p_late_30d: Option<f64>,
    rules: Vec<RuleValue<'a>>,
}

impl Known<'_> {
    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            customer: self.facts,
            money: &self.money,
            pattern: &self.pattern,
            insolvent_since: self.insolvent_since,
            p_late: self.p_late,
            p_late_30d: self.p_late_30d,
            rules: &self.rules,
        }
    }
}

fn known<'a>(
    portfolio: &'a Portfolio,
    scores: &'a CustomerScores,
    later_since: &[Option<Day>],
    policy: &Policy,
) -> Vec<Known<'a>> {
    let one = |i: usize| {
        let facts = &portfolio.customers[i];
        let invoices = portfolio.invoices_of(facts);
        let change = scores.watched.of(i);
        let pattern = pattern(invoices, portfolio.known, &policy.pattern, later_since[i]);
        let mut known = Known {
            facts,
            money: portfolio.money_of(facts),
            warnings: warnings(portfolio, facts, change, &policy.warnings),
            improvement: improvement(change),
            pattern,
            insolvent_since: insolvent_since(facts),
            p_late: scores.p_late[i],
            p_late_30d: scores.p_late_30d[i],
            rules: Vec::new(),
        };
        let held = policy
            .rules
            .iter()
            .map(|rule| held_against(&rule.feature, i, &known, scores));
        known.rules = held.collect();
        known
    };
    (0..portfolio.customers.len())
        .into_par_iter()
        .map(one)
        .collect()
}

/// What a rule on this feature is held against: a figure of the segment itself, or a value of the ledger's.
fn held_against<'a>(
    feature: &str,
    i: usize,
    known: &Known<'a>,
    scores: &'a CustomerScores,
) -> RuleValue<'a> {
    let amount = |minor: i64| Some(minor as f64 / 100.0);
    let figure = match feature {
        "p_late" => known.p_late,
        "p_late_30d" => known.p_late_30d,
        "risk_score" => known.p_late_30d.map(|p| f64::from(risk_score(p))),
        "open_amount" => amount(known.money.open_minor),
        "overdue_amount" => amount(known.money.overdue_minor),
        "invoiced_12m" => amount(known.money.invoiced_12m_minor),
        "oldest_days_past_due" => known.money.oldest_days_past_due.map(f64::from),
        "pattern" => return RuleValue::Text(known.pattern.pattern.code()),
        other => {
            return scores
                .values
                .get(other)
                .map_or(RuleValue::Unknown, |column| column.get(i));
        }
    };
    figure.map_or(RuleValue::Unknown, RuleValue::Number)
}

fn risk_score(p_late_30d: f64) -> u32 {
    (1_000.0 * p_late_30d).round() as u32
}

/// Most customers named of those without a segment.
const EXAMPLES: usize = 3;

/// Refuses rules that decide alone and leave a customer out.
fn every_customer_has_one(evidence: &[Evidence<'_>], policy: &Policy) -> Result<(), InsightError> {
    let without: Vec<&str> = evidence
        .iter()
        .filter(|one| !has_segment(**one, policy))
        .map(|one| one.customer.customer_id.as_str())
        .collect();
    match without.len() {
        0 => Ok(()),
        n => Err(InsightError::NoSegment {
            n,
            of: evidence.len(),
            examples: without[..n.min(EXAMPLES)].join("`, `"),
        }),
    }
}

fn customer(
    portfolio: &Portfolio,
    known: &Known<'_>,
    cluster: Option<&ClusterProfile>,
    policy: &Policy,
) -> CustomerInsight {
    let facts = known.facts;
    let invoices = portfolio.invoices_of(facts);
    let evidence = known.evidence();
    let found = segment(evidence, policy);
    let plain = invoices.iter().map(|invoice| (invoice, 1.0));
    let behaviour = Behaviour::of(plain, portfolio.known, portfolio.evidence);
    let open = invoices.iter().filter(|invoice| invoice.is_open());
    let situation = Situation {
        customer: facts,
        behaviour: &behaviour,
        money: &known.money,
        pattern: known.pattern.pattern,
        segment: found.segment,
        insolvent: known.insolvent_since.is_some(),
        warnings: &known.warnings,
        open_depth: open.map(|invoice| invoice.depth).max().unwrap_or(0),
        cluster: cluster.map(|cluster| cluster.name_code.base),
    };
    let advice = for_customer(situation, invoices, portfolio.as_of, policy);
    CustomerInsight {
        customer_id: facts.customer_id.clone(),
        cluster_id: None,
        cluster_name: None,
        cluster_code: None,
        segment: found.segment,
        nearest: nearest(evidence, invoices, found.segment, portfolio, policy),
        reasons: found.reasons,
        p_late: known.p_late,
        p_late_30d: known.p_late_30d,
        risk_score: known.p_late_30d.map(risk_score),
        pattern: known.pattern.clone(),
        warnings: known.warnings.clone(),
        improvement: known.improvement.clone(),
        advice,
        money: known.money,
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

/// Totals of one segment, without customers of the own group.
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

/// Totals of A, B and C, in that order. Customers of the own group are in none of the counts and amounts, as in all money
/// figures: the three open amounts add up to that of the key figures.
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
            .filter(|customer| customer.segment == segment && !customer.intercompany)
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
mod tests;
