//! The nearest change for the worse of a customer in A: a higher risk, an invoice left open, or further late ones.

use super::super::{Evidence, Segment, fitting, segment};
use super::{Change, DAYS_OF_ONE, Nearest, OF_ONE_LATE, Trial, outcome, pattern};
use crate::facts::{CustomerMoney, MATERIAL_DAYS};

pub(super) fn nearest(trial: &mut Trial<'_>) -> Option<Nearest> {
    if fitting(trial.now(), trial.policy).next().is_some() {
        let rules = trial.rules_that_fit(Segment::A);
        let changes = rules
            .iter()
            .filter_map(|rule| trial.remove(rule, Segment::A))
            .collect();
        let segment = trial.segment();
        return (segment > Segment::A).then_some(Nearest { segment, changes });
    }
    let options = [riskier(trial), left_open(trial), later(trial)];
    let nearest = options
        .into_iter()
        .flatten()
        .min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map(|(_, nearest)| nearest)
}

fn riskier(trial: &Trial<'_>) -> Option<(f64, Nearest)> {
    let now = trial.evidence.p_late_30d?;
    let to = trial.policy.a.p_late_30d_up_to;
    let evidence = Evidence {
        p_late_30d: Some(to.next_up()),
        ..trial.now()
    };
    let segment = segment(evidence, trial.policy).segment;
    let changes = vec![Change::Risk30Above { to, now }];
    (segment > Segment::A).then_some((to - now, Nearest { segment, changes }))
}

fn left_open(trial: &Trial<'_>) -> Option<(f64, Nearest)> {
    let (oldest, handed_over) = (
        trial.money.oldest_undisputed_days_past_due,
        trial.money.oldest_handed_over_days_past_due,
    );
    // The oldest first: it gets there first, and where it is let pass one handed over is not.
    let mut open = [oldest, handed_over].into_iter().flatten();
    open.find_map(|days_past_due| still_open(trial, days_past_due))
}

fn still_open(trial: &Trial<'_>, days_past_due: i32) -> Option<(f64, Nearest)> {
    let days = trial.policy.a.days_past_due_up_to + 1 - days_past_due;
    let aged = days_past_due + days;
    let money = CustomerMoney {
        oldest_undisputed_days_past_due: trial
            .money
            .oldest_undisputed_days_past_due
            .max(Some(aged)),
        oldest_handed_over_days_past_due: trial
            .money
            .oldest_handed_over_days_past_due
            .map(|own| if own == days_past_due { aged } else { own }),
        ..trial.money
    };
    let evidence = Evidence {
        money: &money,
        ..trial.now()
    };
    let segment = segment(evidence, trial.policy).segment;
    let changes = vec![Change::StillOpen {
        days_past_due,
        days,
    }];
    let far = f64::from(days) / DAYS_OF_ONE;
    (segment > Segment::A).then_some((far, Nearest { segment, changes }))
}

fn later(trial: &mut Trial<'_>) -> Option<(f64, Nearest)> {
    let (known, policy) = (trial.portfolio.known, trial.policy);
    let (invoices, before) = (trial.invoices.len(), trial.pattern.clone());
    let mut found = None;
    for n in 1..=policy.pattern.last_invoices {
        trial.invoices.push(outcome(known, MATERIAL_DAYS + 1));
        trial.pattern = pattern(
            &trial.invoices,
            known,
            &policy.pattern,
            trial.evidence.pattern.later_since,
        );
        let segment = trial.segment();
        if segment > Segment::A {
            let changes = vec![Change::Late { n }];
            found = Some((OF_ONE_LATE * f64::from(n), Nearest { segment, changes }));
            break;
        }
    }
    trial.invoices.truncate(invoices);
    trial.pattern = before;
    found
}
