//! Measures and channels by hand-made situations.

use super::*;
use crate::facts::examples::{DAY, customer, portfolio, unpaid};

struct Case {
    pattern: Pattern,
    segment: Segment,
    behaviour: Behaviour,
    money: CustomerMoney,
    open_depth: u8,
    natural_person: bool,
    consumer: bool,
    insolvent: bool,
    payment_method: Option<&'static str>,
    warning: Option<WarningCode>,
}

fn case(pattern: Pattern, segment: Segment) -> Case {
    Case {
        pattern,
        segment,
        behaviour: Behaviour {
            n_mature: 20,
            n_late_steps: 10,
            ..Behaviour::default()
        },
        money: CustomerMoney {
            overdue_minor: 10_000,
            ..CustomerMoney::default()
        },
        open_depth: 0,
        natural_person: false,
        consumer: false,
        insolvent: false,
        payment_method: None,
        warning: None,
    }
}

fn advise(case: &Case) -> Advice {
    let mut all = portfolio(vec![customer("c", vec![])]);
    all.customers[0].natural_person = case.natural_person;
    all.customers[0].consumer = case.consumer;
    all.customers[0].traits.payment_method = case.payment_method.map(str::to_owned);
    let warnings: Vec<Warning> = case
        .warning
        .map(|code| Warning {
            code,
            since: None,
            level: None,
            settled: false,
            found: None,
        })
        .into_iter()
        .collect();
    let situation = Situation {
        customer: &all.customers[0],
        behaviour: &case.behaviour,
        money: &case.money,
        pattern: case.pattern,
        segment: case.segment,
        insolvent: case.insolvent,
        warnings: &warnings,
        open_depth: case.open_depth,
        cluster: None,
    };
    for_customer(situation, &[], DAY, &Policy::default())
}

fn check(case: Case, measures: &[Measure], channel: Channel) {
    let advice = advise(&case);
    assert_eq!(
        (advice.measures.as_slice(), advice.channel),
        (measures, channel)
    );
    assert!(!advice.review_required);
}

use Measure::*;

#[test]
fn who_pays_is_left_alone() {
    check(
        case(Pattern::Prompt, Segment::A),
        &[LeaveAsIs],
        Channel::Email,
    );
    check(
        case(Pattern::Incident, Segment::A),
        &[LeaveAsIs],
        Channel::Email,
    );
    check(
        case(Pattern::Insufficient, Segment::B),
        &[LeaveAsIs],
        Channel::Email,
    );
}

#[test]
fn who_is_left_alone_and_warned_of_is_asked() {
    for (pattern, segment) in [
        (Pattern::Prompt, Segment::A),
        (Pattern::Incident, Segment::A),
        (Pattern::Insufficient, Segment::B),
    ] {
        let warned = |code| Case {
            warning: Some(code),
            ..case(pattern, segment)
        };
        check(
            warned(WarningCode::PayingLater),
            &[PersonalContact],
            Channel::Phone,
        );
        let sued = advise(&warned(WarningCode::Lawsuit)).measures;
        assert_eq!(
            sued,
            [CheckCreditworthiness],
            "a lawsuit has its own measure"
        );
        let consumer = Case {
            consumer: true,
            ..warned(WarningCode::RepliesStopped)
        };
        assert_eq!(advise(&consumer).measures, [FollowUpEarlier]);
        assert_eq!(advise(&consumer).channel, Channel::Email);
        // To check the creditworthiness of a person is for a colleague; to ask is not.
        let person = advise(&Case {
            natural_person: true,
            ..warned(WarningCode::Lawsuit)
        });
        assert_eq!(
            (person.measures, person.for_review, person.review_required),
            (vec![PersonalContact], vec![CheckCreditworthiness], true)
        );
    }
    check(
        Case {
            warning: Some(WarningCode::PayingLater),
            ..case(Pattern::Habit, Segment::C)
        },
        &[AdaptTerms, FollowUpEarlier],
        Channel::Phone,
    );
}

#[test]
fn who_forgets_gets_a_link() {
    check(
        case(Pattern::Incident, Segment::B),
        &[PaymentLinkOrDirectDebit],
        Channel::PaymentLink,
    );
}

#[test]
fn who_waits_for_the_ladder_is_met_on_its_step() {
    let habit = || case(Pattern::Habit, Segment::C);
    let steps = |late_steps| Behaviour {
        late_steps: Some(late_steps),
        ..habit().behaviour
    };
    let second = Case {
        behaviour: steps([0.1, 0.2, 0.7, 0.0, 0.0, 0.0]),
        ..habit()
    };
    check(second, &[PartInAdvance, FollowUpEarlier], Channel::Phone);
    let first = Case {
        behaviour: steps([0.1, 0.8, 0.1, 0.0, 0.0, 0.0]),
        ..habit()
    };
    check(
        first,
        &[PaymentLinkOrDirectDebit, FollowUpEarlier],
        Channel::Phone,
    );
    let none = Case {
        behaviour: steps([0.9, 0.1, 0.0, 0.0, 0.0, 0.0]),
        ..habit()
    };
    check(none, &[AdaptTerms, FollowUpEarlier], Channel::Phone);
}

#[test]
fn disputes_are_met_by_sooner_invoices_and_a_call() {
    let behaviour = Behaviour {
        n_mature: 9,
        dispute_share: Some(0.3),
        ..Behaviour::default()
    };
    let disputing = Case {
        behaviour,
        ..case(Pattern::Unclear, Segment::B)
    };
    check(
        disputing,
        &[InvoiceSooner, PaymentLinkOrDirectDebit, FollowUpEarlier],
        Channel::Phone,
    );
}

#[test]
fn who_is_insolvent_is_neither_called_nor_followed_up() {
    for pattern in Pattern::ALL {
        let insolvent = Case {
            insolvent: true,
            money: CustomerMoney {
                overdue_minor: 10_000_000,
                ..CustomerMoney::default()
            },
            warning: Some(WarningCode::Lawsuit),
            ..case(pattern, Segment::C)
        };
        let measures = advise(&insolvent).measures;
        assert_eq!(measures, [CheckCreditworthiness, PartInAdvance]);
    }
}

#[test]
fn what_restricts_a_natural_person_is_for_a_colleague() {
    let person = Case {
        natural_person: true,
        ..case(Pattern::Habit, Segment::C)
    };
    let advice = advise(&person);
    assert_eq!(advice.measures, [FollowUpEarlier]);
    assert_eq!(advice.for_review, [AdaptTerms]);
    assert!(advice.review_required);
    let insolvent = Case {
        insolvent: true,
        ..person
    };
    assert_eq!(
        (advise(&insolvent).measures, advise(&insolvent).for_review),
        (vec![LeaveAsIs], vec![CheckCreditworthiness, PartInAdvance])
    );
    assert!(advise(&insolvent).review_required);
    let prompt = Case {
        natural_person: true,
        ..case(Pattern::Prompt, Segment::A)
    };
    assert!(
        !advise(&prompt).review_required,
        "nothing is done, so nothing is decided"
    );
}

#[test]
fn no_natural_person_is_ever_restricted_automatically() {
    for pattern in Pattern::ALL {
        for segment in Segment::ALL {
            for warning in WarningCode::ALL {
                let person = Case {
                    natural_person: true,
                    insolvent: true,
                    warning: Some(warning),
                    ..case(pattern, segment)
                };
                let advice = advise(&person);
                assert!(!advice.measures.is_empty());
                assert!(
                    advice
                        .measures
                        .iter()
                        .all(|measure| !measure.is_restrictive())
                );
                assert!(
                    advice
                        .for_review
                        .iter()
                        .all(|measure| measure.is_restrictive())
                );
            }
        }
    }
}

#[test]
fn a_reminded_consumer_gets_a_letter_never_a_call() {
    let consumer = Case {
        consumer: true,
        natural_person: true,
        ..case(Pattern::Habit, Segment::C)
    };
    assert_eq!(advise(&consumer).channel, Channel::Email);
    assert_eq!(
        advise(&Case {
            open_depth: 1,
            ..consumer
        })
        .channel,
        Channel::Letter
    );
}

#[test]
fn large_amounts_are_telephoned_about() {
    let large = CustomerMoney {
        overdue_minor: 1_000_000,
        ..CustomerMoney::default()
    };
    check(
        Case {
            money: large,
            ..case(Pattern::SlightlyLate, Segment::B)
        },
        &[PaymentLinkOrDirectDebit],
        Channel::Phone,
    );
    check(
        Case {
            open_depth: 2,
            ..case(Pattern::SlightlyLate, Segment::B)
        },
        &[PaymentLinkOrDirectDebit],
        Channel::Letter,
    );
}

#[test]
fn what_bars_a_customer_is_told() {
    let mut all = portfolio(vec![customer(
        "c",
        vec![unpaid(40), unpaid(20), unpaid(-5)],
    )]);
    all.customers[0].intercompany = true;
    let behaviour = Behaviour::default();
    let money = CustomerMoney::default();
    let barred = |invoices: &[InvoiceFacts]| {
        let situation = Situation {
            customer: &all.customers[0],
            behaviour: &behaviour,
            money: &money,
            pattern: Pattern::Unclear,
            segment: Segment::B,
            insolvent: false,
            warnings: &[],
            open_depth: 0,
            cluster: None,
        };
        for_customer(situation, invoices, DAY, &Policy::default()).barred
    };
    let mut invoices = all.invoices.clone();
    assert_eq!(barred(&invoices), [Barred::Intercompany]);
    // What is not yet due needs no dispute, and one undisputed invoice is enough to follow up.
    for (i, disputed) in [(0, 1), (1, 2)] {
        let overdue = invoices.iter_mut().filter(|invoice| invoice.due_date < DAY);
        overdue
            .skip(i)
            .take(1)
            .for_each(|invoice| invoice.dispute_open = true);
        let found = barred(&invoices).contains(&Barred::Disputed);
        assert_eq!(found, disputed == 2);
    }
    invoices
        .iter_mut()
        .for_each(|invoice| invoice.promised.to_come_minor = invoice.open_minor);
    assert!(barred(&invoices).contains(&Barred::PromiseNotDue));
    // A cent that nobody promised is still to be asked for.
    invoices[0].promised.to_come_minor -= 1;
    assert!(!barred(&invoices).contains(&Barred::PromiseNotDue));
}

#[test]
fn what_the_policy_names_goes_before_the_situation() {
    let mut policy = Policy::default();
    policy.segments.c.measures = Some(vec![AdaptTerms]);
    policy.segments.c.channel = Some(Channel::Letter);
    let all = portfolio(vec![customer("c", vec![])]);
    let situation = Situation {
        customer: &all.customers[0],
        behaviour: &Behaviour::default(),
        money: &CustomerMoney::default(),
        pattern: Pattern::Habit,
        segment: Segment::C,
        insolvent: false,
        warnings: &[],
        open_depth: 0,
        cluster: None,
    };
    let advice = for_customer(situation, &[], DAY, &policy);
    assert_eq!(
        (advice.measures, advice.channel),
        (vec![AdaptTerms], Channel::Letter)
    );
    assert_eq!(advice.ladder, "close");
}

#[test]
fn late_but_certain_money_is_brought_forward_by_a_discount() {
    let behaviour = Behaviour {
        n_mature: 20,
        settled_by: [
            Some(0.0),
            Some(0.1),
            Some(0.4),
            Some(0.8),
            Some(1.0),
            Some(1.0),
        ],
        ..Behaviour::default()
    };
    let certain = Case {
        behaviour,
        ..case(Pattern::Habit, Segment::C)
    };
    check(
        certain,
        &[FollowUpEarlier, EarlyPaymentDiscount],
        Channel::Phone,
    );
}

#[test]
fn what_is_in_force_is_not_proposed() {
    // Late as a rule, and waits for the second reminder: a part in advance, unless it prepays.
    let mut waits = case(Pattern::Habit, Segment::C);
    waits.behaviour.late_steps = Some([0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
    let measures = |case: &Case| advise(case).measures;
    assert!(measures(&waits).contains(&PartInAdvance));
    waits.payment_method = Some("Prepayment");
    assert_eq!(measures(&waits), [FollowUpEarlier]);
    // Late otherwise: shorter terms, unless they are of 14 days.
    let mut late = case(Pattern::Habit, Segment::C);
    late.behaviour.mean_terms_days = Some(30.0);
    assert_eq!(measures(&late), [AdaptTerms, FollowUpEarlier]);
    late.behaviour.mean_terms_days = Some(14.0);
    assert_eq!(measures(&late), [FollowUpEarlier]);
    let mut forgets = case(Pattern::SlightlyLate, Segment::B);
    forgets.payment_method = Some("direct_debit");
    assert_eq!(measures(&forgets), [FollowUpEarlier]);
}
