//! The nearest change in words.

use super::Language::{self, En, Fr, Nl};
use super::{days, decimal, percent_apart};
use crate::customers::reasons::RuleBound;
use crate::customers::segments::nearest::{Change, Nearest};

impl Nearest {
    /// The sentence in one language.
    pub fn say(&self, language: Language) -> String {
        let letter = self.segment.code();
        let joined = self.changes.iter().map(|change| change.say(language));
        let and = match language {
            En => " and if ",
            Nl => " en als ",
            Fr => " et si ",
        };
        let all = joined.collect::<Vec<_>>().join(and);
        match language {
            En => format!("Would be {letter} if {all}"),
            Nl => format!("Zou {letter} zijn als {all}"),
            Fr => format!("Serait {letter} si {all}"),
        }
    }
}

impl Change {
    fn say(&self, language: Language) -> String {
        match self {
            Change::Risk30 { to, below, now } => risk_30(*to, *below, *now, language),
            Change::Risk { to, now } => risk(*to, *now, language),
            Change::Paid { n, days_past_due } => paid(*n, *days_past_due, language),
            Change::OnTime { n } => on_time(*n, language),
            Change::InsolvencyEnded => match language {
                En => "the signal of insolvency had ended".into(),
                Nl => "het signaal van insolventie beëindigd was".into(),
                Fr => "le signal d'insolvabilité avait pris fin".into(),
            },
            Change::Outside {
                feature,
                bound,
                now,
            } => outside(feature, *bound, *now, language),
            Change::Risk30Above { to, now } => {
                let (to, now) = bound_and_now(*to, *now, language);
                match language {
                    En => format!(
                        "the estimated risk of more than 30 days late were above {to} (now {now})"
                    ),
                    Nl => format!(
                        "het geschatte risico op meer dan 30 dagen te laat boven {to} lag (nu {now})"
                    ),
                    Fr => format!(
                        "le risque estimé de plus de 30 jours de retard dépassait {to} (actuellement {now})"
                    ),
                }
            }
            Change::Late { n } => late(*n, language),
            Change::StillOpen {
                days_past_due,
                days,
            } => still_open(*days_past_due, *days, language),
        }
    }
}

/// A bound and what holds now with a decimal, or with more where one would round them onto each other.
fn bound_and_now(to: f64, now: f64, language: Language) -> (String, String) {
    let [now, to] = percent_apart(now, to, 1, language);
    (to, now)
}

fn risk_30(to: f64, below: bool, now: f64, language: Language) -> String {
    let (to, now) = bound_and_now(to, now, language);
    match (language, below) {
        (En, false) => {
            format!("the estimated risk of more than 30 days late were at most {to} (now {now})")
        }
        (En, true) => {
            format!("the estimated risk of more than 30 days late were below {to} (now {now})")
        }
        (Nl, false) => format!(
            "het geschatte risico op meer dan 30 dagen te laat hoogstens {to} was (nu {now})"
        ),
        (Nl, true) => {
            format!("het geschatte risico op meer dan 30 dagen te laat onder {to} lag (nu {now})")
        }
        (Fr, false) => {
            format!(
                "le risque estimé de plus de 30 jours de retard était d'au plus {to} (actuellement {now})"
            )
        }
        (Fr, true) => {
            format!(
                "le risque estimé de plus de 30 jours de retard était inférieur à {to} (actuellement {now})"
            )
        }
    }
}

fn risk(to: f64, now: f64, language: Language) -> String {
    let (to, now) = bound_and_now(to, now, language);
    match language {
        En => format!("the estimated risk of a late next invoice were at most {to} (now {now})"),
        Nl => format!(
            "de geschatte kans op een te late volgende factuur hoogstens {to} was (nu {now})"
        ),
        Fr => format!(
            "la probabilité estimée de retard de la prochaine facture était d'au plus {to} (actuellement {now})"
        ),
    }
}

fn paid(n: u32, days_past_due: i32, language: Language) -> String {
    let age = days(days_past_due, language);
    match (language, n) {
        (En, 1) => format!("the invoice {age} past due were paid"),
        (En, n) => format!("the {n} oldest open invoices (up to {age} past due) were paid"),
        (Nl, 1) => format!("de factuur die {age} over de vervaldatum is, betaald was"),
        (Nl, n) => format!(
            "de {n} oudste openstaande facturen (tot {age} over de vervaldatum) betaald waren"
        ),
        (Fr, 1) => format!("la facture échue depuis {age} était payée"),
        (Fr, n) => format!(
            "les {n} plus anciennes factures ouvertes (échues depuis {age} au plus) étaient payées"
        ),
    }
}

fn on_time(n: u32, language: Language) -> String {
    match (language, n) {
        (En, 1) => "the next invoice were paid on time".into(),
        (En, n) => format!("the next {n} invoices were paid on time"),
        (Nl, 1) => "de volgende factuur op tijd betaald werd".into(),
        (Nl, n) => format!("de volgende {n} facturen op tijd betaald werden"),
        (Fr, 1) => "la prochaine facture était payée à temps".into(),
        (Fr, n) => format!("les {n} prochaines factures étaient payées à temps"),
    }
}

fn late(n: u32, language: Language) -> String {
    match (language, n) {
        (En, 1) => "one more invoice were more than 14 days late".into(),
        (En, n) => format!("{n} more invoices were more than 14 days late"),
        (Nl, 1) => "nog één factuur meer dan 14 dagen te laat was".into(),
        (Nl, n) => format!("nog {n} facturen meer dan 14 dagen te laat waren"),
        (Fr, 1) => "une facture de plus avait plus de 14 jours de retard".into(),
        (Fr, n) => format!("{n} factures de plus avaient plus de 14 jours de retard"),
    }
}

fn still_open(days_past_due: i32, in_days: i32, language: Language) -> String {
    let after = days(in_days, language);
    if days_past_due <= 0 {
        return match language {
            En => format!("the open invoice that falls due first were still unpaid in {after}"),
            Nl => format!(
                "de openstaande factuur die als eerste vervalt over {after} nog niet betaald was"
            ),
            Fr => format!(
                "la facture ouverte qui échoit la première était encore impayée dans {after}"
            ),
        };
    }
    let age = days(days_past_due, language);
    match language {
        En => format!("the invoice now {age} past due were still unpaid in {after}"),
        Nl => format!(
            "de factuur die nu {age} over de vervaldatum is, over {after} nog niet betaald was"
        ),
        Fr => format!("la facture échue depuis {age} était encore impayée dans {after}"),
    }
}

fn outside(
    feature: &str,
    bound: Option<RuleBound>,
    now: Option<f64>,
    language: Language,
) -> String {
    let Some((bound, now)) = bound.zip(now) else {
        return match language {
            En => format!("`{feature}` did not fit the rule"),
            Nl => format!("`{feature}` niet onder de regel viel"),
            Fr => format!("`{feature}` ne répondait pas à la règle"),
        };
    };
    let now = figure(now, language);
    let range = bound.say(language);
    match language {
        En => format!("`{feature}` were {range} (now {now})"),
        Nl => format!("`{feature}` {range} was (nu {now})"),
        Fr => format!("`{feature}` était {range} (actuellement {now})"),
    }
}

impl RuleBound {
    /// The bound in words, as `at least 0.2`.
    pub(crate) fn say(self, language: Language) -> String {
        let said = |value, [en, nl, fr]: [&str; 3]| {
            let words = super::pick(language, en, nl, fr);
            format!("{words} {}", figure(value, language))
        };
        match self {
            RuleBound::AtLeast(value) => said(value, ["at least", "minstens", "d'au moins"]),
            RuleBound::Above(value) => said(value, ["above", "boven", "supérieur à"]),
            RuleBound::AtMost(value) => said(value, ["at most", "hoogstens", "d'au plus"]),
            RuleBound::Below(value) => said(value, ["below", "onder", "inférieur à"]),
        }
    }
}

/// A figure of a rule, with no more decimals than it has, four at most.
pub(crate) fn figure(value: f64, language: Language) -> String {
    let text = decimal(value, 4, language);
    match text.contains(['.', ',']) {
        true => text
            .trim_end_matches('0')
            .trim_end_matches(['.', ','])
            .to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::segments::Segment;

    #[test]
    fn a_change_is_said_with_its_bound_and_what_holds_now() {
        let nearest = Nearest {
            segment: Segment::A,
            changes: vec![
                Change::Risk30 {
                    to: 0.1,
                    below: false,
                    now: 0.134,
                },
                Change::Paid {
                    n: 1,
                    days_past_due: 122,
                },
            ],
        };
        assert_eq!(
            nearest.say(En),
            "Would be A if the estimated risk of more than 30 days late were at most 10.0% (now 13.4%) and if the invoice \
             122 days past due were paid"
        );
        assert_eq!(
            nearest.say(Nl),
            "Zou A zijn als het geschatte risico op meer dan 30 dagen te laat hoogstens 10,0% was (nu 13,4%) en als de \
             factuur die 122 dagen over de vervaldatum is, betaald was"
        );
        assert!(nearest.say(Fr).starts_with("Serait A si le risque estimé"));
    }

    #[test]
    fn a_risk_just_beyond_its_bound_is_not_rounded_onto_it() {
        let change = Change::Risk30 {
            to: 0.2,
            below: false,
            now: 0.2004,
        };
        assert_eq!(
            change.say(En),
            "the estimated risk of more than 30 days late were at most 20.00% (now 20.04%)"
        );
    }

    #[test]
    fn a_rule_is_said_with_the_figures_of_the_policy() {
        let outside = Change::Outside {
            feature: "dispute_share_12m".into(),
            bound: Some(RuleBound::Below(0.2)),
            now: Some(0.3125),
        };
        assert_eq!(
            outside.say(En),
            "`dispute_share_12m` were below 0.2 (now 0.3125)"
        );
        assert_eq!(
            outside.say(Nl),
            "`dispute_share_12m` onder 0,2 was (nu 0,3125)"
        );
        assert_eq!(figure(100.0, En), "100");
    }
}
