//! Thresholds by share, made into thresholds by value from the ledger's own customers.
//!
//! `c.share = 0.20` lowers the risk from which a customer is in C until a fifth of the customers is in C, those that are
//! there for another reason counted first; `a.share` raises the risk up to which it is in A in the same way. No
//! threshold lets in more than the share: of customers of one risk, all are left out. A rule by share becomes the value
//! of the last customer within it.

use super::super::policy::{Policy, RuleValue, bound_of_share};
use super::{Evidence, Segment, segment};

/// The policy with every share made a value. `evidence` holds every customer, its rules in the policy's order.
pub(in crate::customers) fn resolved(policy: &Policy, evidence: &[Evidence<'_>]) -> Policy {
    let mut policy = policy.clone();
    for i in 0..policy.rules.len() {
        by_value(&mut policy, i, evidence);
    }
    if let Some(share) = policy.c.share {
        policy.c.p_late_30d_from = from_of_c(&policy, share, evidence);
    }
    if let Some(share) = policy.a.share {
        policy.a.p_late_30d_up_to = up_to_of_a(&policy, share, evidence);
    }
    policy
}

/// Beyond every probability: no customer is let in.
const NOBODY: f64 = 2.0;

fn by_value(policy: &mut Policy, i: usize, evidence: &[Evidence<'_>]) {
    let rule = &mut policy.rules[i];
    let (share, highest) = match (rule.highest.take(), rule.lowest.take()) {
        (Some(share), _) => (share, true),
        (_, Some(share)) => (share, false),
        _ => return,
    };
    let number = |one: &Evidence<'_>| match one.rules.get(i) {
        Some(RuleValue::Number(number)) => *number,
        _ => f64::NAN,
    };
    let bound = bound_of_share(evidence.iter().map(number).collect(), share, highest);
    match highest {
        true => rule.at_least = Some(bound.unwrap_or(f64::INFINITY)),
        false => rule.at_most = Some(bound.unwrap_or(f64::NEG_INFINITY)),
    }
}

fn from_of_c(policy: &Policy, share: f64, evidence: &[Evidence<'_>]) -> f64 {
    let with = |from: f64| {
        let mut policy = policy.clone();
        policy.c.p_late_30d_from = from;
        policy
    };
    let (without, all) = (with(NOBODY), with(0.0));
    let is_c = |one: &Evidence<'_>, policy: &Policy| segment(*one, policy).segment == Segment::C;
    let mut room = room(share, evidence.len());
    let mut risks = Vec::new();
    for one in evidence {
        if is_c(one, &without) {
            room = room.saturating_sub(1);
        } else if is_c(one, &all) {
            risks.extend(one.p_late_30d);
        }
    }
    risks.sort_by(|a, b| b.total_cmp(a));
    last_within(&risks, room).unwrap_or(NOBODY)
}

fn up_to_of_a(policy: &Policy, share: f64, evidence: &[Evidence<'_>]) -> f64 {
    let mut all = policy.clone();
    all.a.p_late_30d_up_to = 1.0;
    let is_a = |one: &&Evidence<'_>| segment(**one, &all).segment == Segment::A;
    let mut room = room(share, evidence.len());
    let mut risks = Vec::new();
    for one in evidence.iter().filter(is_a) {
        match one.p_late_30d {
            Some(risk) => risks.push(risk),
            None => room = room.saturating_sub(1),
        }
    }
    risks.sort_by(f64::total_cmp);
    last_within(&risks, room).unwrap_or(0.0)
}

fn room(share: f64, n: usize) -> usize {
    // A fifth of 10 is 2, also where 0.2 x 10 is a little less than that.
    (share * n as f64 + 1e-9).floor() as usize
}

/// The last value of a sorted list that can be let in with all that equal it, and no more than `room` in all.
fn last_within(sorted: &[f64], room: usize) -> Option<f64> {
    let mut n = room.min(sorted.len());
    while n > 0 && sorted.get(n).is_some_and(|next| *next == sorted[n - 1]) {
        n -= 1;
    }
    n.checked_sub(1).map(|last| sorted[last])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_beyond_the_room_are_left_out() {
        assert_eq!(last_within(&[0.9, 0.5, 0.5, 0.1], 1), Some(0.9));
        assert_eq!(last_within(&[0.9, 0.5, 0.5, 0.1], 2), Some(0.9));
        assert_eq!(last_within(&[0.9, 0.5, 0.5, 0.1], 3), Some(0.5));
        assert_eq!(last_within(&[0.5, 0.5], 1), None);
        assert_eq!(last_within(&[0.5], 5), Some(0.5));
        assert_eq!(room(0.2, 10), 2);
    }
}
