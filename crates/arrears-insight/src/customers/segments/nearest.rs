//! The nearest change that would move a customer to another segment.
//!
//! For a customer in B or C it is a better letter, for one in A a worse one. What stands in the way is taken one by
//! one, each with the least change that removes it, all else the same; the letter that then results is that of the
//! policy itself, so that the sentence holds by construction. It says what the policy would do, not what a customer
//! will.

mod worse;

use super::super::pattern::{PatternFinding, pattern};
use super::super::policy::{Policy, Rule, RuleValue};
use super::{
    Evidence, Segment, SegmentsBy, against_a, is_none_of_c, kept_out_of_c, segment, signs_of_c,
};
use crate::customers::reasons::{Reason, ReasonFact, RuleBound};
use crate::facts::{CustomerMoney, InvoiceFacts, MATERIAL_DAYS, Portfolio};
use arrears_ledger::Day;

/// The change, and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The segment it would lead to.
    pub segment: Segment,
    /// Everything that has to change, together.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The risk of more than 30 days late at most (or, strictly, below) this.
    Risk30 {
        /// The bound.
        to: f64,
        /// Whether it has to lie below the bound.
        below: bool,
        /// The customer's now.
        now: f64,
    },
    /// The risk of a late invoice at most this.
    Risk {
        /// The bound.
        to: f64,
        /// The customer's now.
        now: f64,
    },
    /// So many of its open invoices paid, the longest past due first.
    Paid {
        /// How many.
        n: u32,
        /// Days past due of the oldest of them.
        days_past_due: i32,
    },
    /// So many invoices in a row paid on time.
    OnTime {
        /// How many.
        n: u32,
    },
    /// The signal of insolvency ended.
    InsolvencyEnded,
    /// A rule's feature outside its bound.
    Outside {
        /// The feature.
        feature: String,
        /// The nearest bound; `None` for a text, and where the bound is a share nobody is outside of.
        bound: Option<RuleBound>,
        /// The customer's value, where it is a number.
        now: Option<f64>,
    },
    /// For the worse: the risk of more than 30 days late above this.
    Risk30Above {
        /// The bound.
        to: f64,
        /// The customer's now.
        now: f64,
    },
    /// For the worse: so many further invoices materially late.
    Late {
        /// How many.
        n: u32,
    },
    /// For the worse: an open invoice still unpaid after so many days.
    StillOpen {
        /// Days past due now; negative before the due date.
        days_past_due: i32,
        /// Days from now.
        days: i32,
    },
}

/// A customer as it would be.
struct Trial<'a> {
    evidence: Evidence<'a>,
    /// Its risk of more than 30 days late as it is: one lowered twice is told from here.
    risk_now: Option<f64>,
    money: CustomerMoney,
    pattern: PatternFinding,
    invoices: Vec<InvoiceFacts>,
    rules: Vec<RuleValue<'a>>,
    portfolio: &'a Portfolio,
    policy: &'a Policy,
}

/// The nearest change for a customer of that segment; `None` where the policy knows none.
pub fn nearest(
    evidence: Evidence<'_>,
    invoices: &[InvoiceFacts],
    now: Segment,
    portfolio: &Portfolio,
    policy: &Policy,
) -> Option<Nearest> {
    let mut trial = Trial {
        evidence,
        risk_now: evidence.p_late_30d,
        money: *evidence.money,
        pattern: evidence.pattern.clone(),
        invoices: invoices.to_vec(),
        rules: evidence.rules.to_vec(),
        portfolio,
        policy,
    };
    match now {
        Segment::A => worse::nearest(&mut trial),
        _ => better(&mut trial, now),
    }
}

/// Changes after which a customer that still does not move is taken not to.
const MOST_CHANGES: usize = 6;

fn better(trial: &mut Trial<'_>, now: Segment) -> Option<Nearest> {
    let mut changes: Vec<Change> = Vec::new();
    for _ in 0..MOST_CHANGES {
        // One at a time: what removes it may remove the next one too.
        let obstacle = trial.obstacles(now).into_iter().next()?;
        let change = trial.remove(&obstacle, now)?;
        // A risk lower than one asked for before takes its place.
        changes.retain(|earlier| {
            !matches!(
                (earlier, &change),
                (Change::Risk30 { .. }, Change::Risk30 { .. })
            )
        });
        changes.push(change);
        let segment = trial.segment();
        if segment < now {
            return Some(Nearest { segment, changes });
        }
    }
    None
}

impl<'a> Trial<'a> {
    fn now(&self) -> Evidence<'_> {
        Evidence {
            money: &self.money,
            pattern: &self.pattern,
            rules: &self.rules,
            ..self.evidence
        }
    }

    fn segment(&self) -> Segment {
        segment(self.now(), self.policy).segment
    }

    /// What keeps the customer in its segment.
    fn obstacles(&self, now: Segment) -> Vec<Obstacle> {
        let (evidence, policy) = (self.now(), self.policy);
        let rules = self.rules_that_fit(now);
        if !rules.is_empty() {
            return rules;
        }
        if policy.segments_by == SegmentsBy::Rules {
            return Vec::new();
        }
        let signs = signs_of_c(evidence, policy);
        let kept = kept_out_of_c(evidence, policy, &signs).is_some();
        if now == Segment::C {
            return signs.into_iter().map(Obstacle::Reason).collect();
        }
        let mut all = if kept { signs } else { Vec::new() };
        all.extend(against_a(evidence, policy));
        all.into_iter().map(Obstacle::Reason).collect()
    }

    fn rules_that_fit(&self, now: Segment) -> Vec<Obstacle> {
        let held = self.policy.rules.iter().zip(&self.rules).enumerate();
        let fits = held.filter(|(_, (rule, value))| {
            rule.fits(**value) && rule.segment.is_some_and(|segment| segment >= now)
        });
        fits.map(|(i, _)| Obstacle::Rule(i)).collect()
    }

    /// Changes the least that removes an obstacle; `None` where nothing would.
    fn remove(&mut self, obstacle: &Obstacle, now: Segment) -> Option<Change> {
        match obstacle {
            Obstacle::Rule(i) => Some(self.leave_rule(*i)),
            Obstacle::Reason(reason) => self.undo(reason, now),
        }
    }

    fn undo(&mut self, reason: &Reason, now: Segment) -> Option<Change> {
        match reason.fact {
            ReasonFact::Insolvency { .. } => {
                self.evidence.insolvent_since = None;
                Some(Change::InsolvencyEnded)
            }
            ReasonFact::HighRisk { from, .. } => self.lower_risk(from),
            ReasonFact::MiddleRisk { up_to, .. } => {
                self.evidence.p_late_30d = Some(up_to);
                self.risk_now.map(|now| Change::Risk30 {
                    to: up_to,
                    below: false,
                    now,
                })
            }
            ReasonFact::OftenLate { p_late, up_to } => {
                self.evidence.p_late = Some(up_to);
                Some(Change::Risk {
                    to: up_to,
                    now: p_late,
                })
            }
            ReasonFact::LongOverdue { limit, .. } => self.pay(limit),
            ReasonFact::Pattern { .. } => self.other_pattern(now),
            ReasonFact::LittleHistory { .. } => self.pay_on_time(now),
            _ => None,
        }
    }

    /// Pays the longest overdue, undisputed invoices one by one until none lies beyond the limit (or it no longer
    /// counts).
    fn pay(&mut self, limit: i32) -> Option<Change> {
        let as_of = self.portfolio.as_of;
        let counts = |trial: &Trial<'_>| {
            let mut reasons = signs_of_c(trial.now(), trial.policy);
            reasons.extend(against_a(trial.now(), trial.policy));
            reasons.iter().any(
                |reason| matches!(reason.fact, ReasonFact::LongOverdue { limit: own, .. } if own == limit),
            )
        };
        let single = self.single_handed_over(limit);
        let mut n = 0;
        let mut oldest = None;
        while counts(self) {
            let open = self
                .invoices
                .iter_mut()
                .filter(|i| i.is_open() && !i.dispute_open);
            let invoice = open.min_by_key(|invoice| {
                let is_first =
                    single.is_some_and(|due| invoice.is_handed_over() && invoice.due_date == due);
                (!is_first, invoice.due_date)
            })?;
            oldest = oldest.or(Some(invoice.days_past_due(as_of)));
            invoice.open_minor = 0;
            n += 1;
            self.money = CustomerMoney::of(&self.invoices, as_of);
        }
        oldest.map(|days_past_due| Change::Paid { n, days_past_due })
    }

    /// Due date of the one invoice handed over that counts where few others are left open, so that it alone is to be paid.
    fn single_handed_over(&self, limit: i32) -> Option<Day> {
        let as_of = self.portfolio.as_of;
        let mut counted = self.invoices.iter().filter(|invoice| {
            let is_old = invoice.is_open() && invoice.days_past_due(as_of) > limit;
            is_old && invoice.is_handed_over() && !invoice.dispute_open
        });
        let (first, second) = (counted.next()?, counted.next());
        let is_single = second.is_none() && is_none_of_c(self.now(), self.policy);
        is_single.then_some(first.due_date)
    }

    fn lower_risk(&mut self, to: f64) -> Option<Change> {
        self.evidence.p_late_30d = Some(to.next_down());
        self.risk_now.map(|now| Change::Risk30 {
            to,
            below: true,
            now,
        })
    }

    /// Out of a pattern: by invoices paid on time, or for a pattern of C by a lower risk, whichever is nearer.
    fn other_pattern(&mut self, now: Segment) -> Option<Change> {
        let (to, risk) = (
            self.policy.c.pattern_p_late_30d_from,
            self.evidence.p_late_30d,
        );
        let (invoices, before) = (self.invoices.len(), self.pattern.clone());
        let on_time = self.pay_on_time(now);
        let Some(risk) = risk.filter(|&risk| now == Segment::C && risk >= to) else {
            return on_time;
        };
        match on_time {
            Some(Change::OnTime { n }) if OF_ONE_LATE * f64::from(n) < risk - to => on_time,
            _ => {
                self.invoices.truncate(invoices);
                self.pattern = before;
                self.lower_risk(to)
            }
        }
    }

    /// Adds invoices paid on time until the pattern is none of C, or one of A.
    fn pay_on_time(&mut self, now: Segment) -> Option<Change> {
        let (known, policy) = (self.portfolio.known, self.policy);
        for n in 1..=policy.pattern.last_invoices {
            self.invoices.push(outcome(known, 0));
            self.pattern = pattern(
                &self.invoices,
                known,
                &policy.pattern,
                self.evidence.pattern.later_since,
            );
            let enough = match now {
                Segment::C => !policy.c.patterns.contains(&self.pattern.pattern),
                _ => policy.a.patterns.contains(&self.pattern.pattern),
            };
            if enough {
                return Some(Change::OnTime { n });
            }
        }
        None
    }

    fn leave_rule(&mut self, i: usize) -> Change {
        let policy = self.policy;
        let rule = &policy.rules[i];
        let now = match self.rules[i] {
            RuleValue::Number(number) => Some(number),
            _ => None,
        };
        self.rules[i] = RuleValue::Unknown;
        Change::Outside {
            feature: rule.feature.clone(),
            bound: now.and_then(|now| nearest_bound(rule, now)),
            now,
        }
    }
}

enum Obstacle {
    Reason(Reason),
    Rule(usize),
}

/// How far below or above its bounds a value would have to be.
fn nearest_bound(rule: &Rule, now: f64) -> Option<RuleBound> {
    if rule.is_about_text() {
        return None;
    }
    let range = rule.range();
    let low = match range.low {
        (low, true) => RuleBound::Below(low),
        (low, false) => RuleBound::AtMost(low),
    };
    let high = match range.high {
        (high, true) => RuleBound::Above(high),
        (high, false) => RuleBound::AtLeast(high),
    };
    let (down, up) = (now - range.low.0, range.high.0 - now);
    match (down.is_finite(), up.is_finite()) {
        (true, true) => Some(if down <= up { low } else { high }),
        (true, false) => Some(low),
        (false, true) => Some(high),
        (false, false) => None,
    }
}

/// An invoice of which it has just become known how late it was.
fn outcome(known: Day, days_late: i32) -> InvoiceFacts {
    let due_date = known - MATERIAL_DAYS;
    InvoiceFacts {
        ix: arrears_features::InvoiceIx(u32::MAX),
        invoice_date: due_date - 30,
        due_date,
        known_day: due_date - 30,
        amount_minor: 0,
        sold_minor: 0,
        open_minor: 0,
        opening_minor: 0,
        is_credit_note: false,
        direct_debit: false,
        excluded: false,
        mature: true,
        late: days_late > 0,
        settled_on: (days_late <= 0).then_some(due_date),
        days_late,
        depth: 0,
        depth_since: None,
        unpaid_depth: 0,
        unpaid_depth_since: None,
        opening_unpaid_depth: 0,
        has_dispute: false,
        dispute_open: false,
        promised: Default::default(),
        n_broken_promises: 0,
        opening_broken_promises: 0,
    }
}

/// What one further late invoice, or a hundred days, counts beside a difference in probability.
const OF_ONE_LATE: f64 = 0.1;
const DAYS_OF_ONE: f64 = 100.0;

#[cfg(test)]
mod tests;
