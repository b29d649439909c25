//! Reasons of segments in words.

use super::Language::{self, En, Fr, Nl};
use super::nearest::figure;
use super::{date, days, money, percent, percent_apart, pick};
use crate::customers::pattern::Pattern;
use crate::customers::reasons::{Bar, ReasonFact, RuleBound, RuleFigure};
use crate::customers::segments::Segment;
use arrears_ledger::Day;

impl ReasonFact {
    /// The sentence in one language.
    pub fn say(&self, language: Language, currency: &str) -> String {
        match *self {
            ReasonFact::Insolvency { day } => insolvency(day, language),
            ReasonFact::Pattern {
                pattern,
                n_material,
                n_judged,
                since,
                p_habit,
            } => {
                let told = pattern_sentence(pattern, n_material, n_judged, since, language);
                told + &habit_chance(pattern, p_habit, language)
            }
            ReasonFact::HighRisk {
                p_late_30d,
                from,
                ref bar,
            } => high_risk(p_late_30d, from, &bar.say(language, currency), language),
            ReasonFact::MiddleRisk { p_late_30d, up_to } => {
                risk_above_a(p_late_30d, up_to, language)
            }
            ReasonFact::LowRisk { p_late_30d, up_to } => low_risk(p_late_30d, up_to, language),
            ReasonFact::OftenLate { p_late, up_to } => often_late(p_late, up_to, language),
            ReasonFact::UnknownRisk => unknown_risk(language).to_owned(),
            ReasonFact::LongOverdue {
                days_past_due,
                limit,
            } => long_overdue(days_past_due, limit, language),
            ReasonFact::SmallExposure { invoiced_minor } => {
                small_exposure(&money(invoiced_minor, currency, language), language)
            }
            ReasonFact::OneForgotten {
                n_material,
                n_judged,
            } => one_forgotten(n_material, n_judged, language),
            ReasonFact::LittleHistory { n_judged } => little_history(n_judged, language),
            ReasonFact::Rule {
                ref feature,
                ref value,
                ref bounds,
                segment,
            } => rule(feature, value, bounds, segment, language),
            ReasonFact::NoRule { segment } => no_rule(segment, language),
        }
    }
}

fn insolvency(day: Day, language: Language) -> String {
    let day = date(day, language);
    match language {
        En => format!("Signal of insolvency on {day}"),
        Nl => format!("Signaal van insolventie op {day}"),
        Fr => format!("Signal d'insolvabilité le {day}"),
    }
}

fn pattern_sentence(
    pattern: Pattern,
    n_material: u32,
    n_judged: u32,
    since: Option<Day>,
    language: Language,
) -> String {
    let counts = match (language, n_judged) {
        (En, 1) => format!("{n_material} of 1 invoice more than 14 days late"),
        (En, _) => format!("{n_material} of the last {n_judged} invoices more than 14 days late"),
        (Nl, 1) => format!("{n_material} van 1 factuur meer dan 14 dagen te laat"),
        (Nl, _) => {
            format!("{n_material} van de laatste {n_judged} facturen meer dan 14 dagen te laat")
        }
        (Fr, 1) => format!("{n_material} sur 1 facture avec plus de 14 jours de retard"),
        (Fr, _) => format!(
            "{n_material} des {n_judged} dernières factures avec plus de 14 jours de retard"
        ),
    };
    let since = since.map_or(String::new(), |day| {
        let day = date(day, language);
        match language {
            En => format!(" (since {day})"),
            Nl => format!(" (sinds {day})"),
            Fr => format!(" (depuis le {day})"),
        }
    });
    let colon = if language == Fr { "\u{a0}:" } else { ":" };
    format!("{}{colon} {counts}{since}", pattern.meaning(language))
}

/// The probability behind habit and incident; with too little history there is none to tell.
fn habit_chance(pattern: Pattern, p: f64, language: Language) -> String {
    if pattern == Pattern::Insufficient {
        return String::new();
    }
    let p = percent(p, language);
    match language {
        En => format!("; chance of a habit {p}"),
        Nl => format!("; kans op een gewoonte {p}"),
        Fr => format!("\u{a0}; probabilité d’une habitude {p}"),
    }
}

fn high_risk(p: f64, from: f64, of: &str, language: Language) -> String {
    let [p, from] = percent_apart(p, from, 0, language);
    match language {
        En => format!(
            "Estimated risk of more than 30 days late is {p}; segment C starts at {from}{of}"
        ),
        Nl => format!(
            "Geschat risico op meer dan 30 dagen te laat is {p}; segment C begint bij {from}{of}"
        ),
        Fr => format!(
            "Risque estimé de plus de 30 jours de retard : {p} ; le segment C commence à {from}{of}"
        ),
    }
}

impl Bar {
    /// Whom the threshold is for, to stand after it; empty for that of everybody.
    fn say(&self, language: Language, currency: &str) -> String {
        match self {
            Bar::General => String::new(),
            Bar::SizeClass(size) => match language {
                En => format!(" for the size class “{size}”"),
                Nl => format!(" voor de grootteklasse “{size}”"),
                Fr => format!(" pour la classe de taille “{size}”"),
            },
            Bar::Deteriorating => pick(
                language,
                " for a customer that pays later than was usual",
                " voor een klant die later betaalt dan gebruikelijk",
                " pour un client qui paie plus tard que d’habitude",
            )
            .to_owned(),
            Bar::Pattern(Pattern::Habit) => pick(
                language,
                " for a habit of paying late",
                " bij een gewoonte om te laat te betalen",
                " en cas d’habitude de payer en retard",
            )
            .to_owned(),
            Bar::Pattern(pattern) => {
                let label = pattern.label();
                match language {
                    En => format!(" for the pattern “{}”", label.en),
                    Nl => format!(" bij het patroon “{}”", label.nl),
                    Fr => format!(" pour le comportement “{}”", label.fr),
                }
            }
            Bar::LargeExposure { open_minor } => {
                let open = money(*open_minor, currency, language);
                match language {
                    En => format!(" for a large open amount ({open})"),
                    Nl => format!(" bij een groot openstaand bedrag ({open})"),
                    Fr => format!(" pour un montant ouvert important ({open})"),
                }
            }
        }
    }
}

fn risk_above_a(p: f64, up_to: f64, language: Language) -> String {
    let [p, up_to] = percent_apart(p, up_to, 0, language);
    match language {
        En => {
            format!("Estimated risk of more than 30 days late is {p}; segment A goes up to {up_to}")
        }
        Nl => format!(
            "Geschat risico op meer dan 30 dagen te laat is {p}; segment A gaat tot {up_to}"
        ),
        Fr => format!(
            "Risque estimé de plus de 30 jours de retard : {p} ; le segment A va jusqu'à {up_to}"
        ),
    }
}

fn low_risk(p: f64, up_to: f64, language: Language) -> String {
    let [p, up_to] = percent_apart(p, up_to, 0, language);
    match language {
        En => format!("Estimated risk of more than 30 days late is {p}, within {up_to}"),
        Nl => format!("Geschat risico op meer dan 30 dagen te laat is {p}, binnen {up_to}"),
        Fr => {
            format!("Risque estimé de plus de 30 jours de retard : {p}, dans la limite de {up_to}")
        }
    }
}

fn often_late(p: f64, up_to: f64, language: Language) -> String {
    let [p, up_to] = percent_apart(p, up_to, 0, language);
    match language {
        En => format!(
            "The next invoice is estimated to be late with {p}; segment A goes up to {up_to}"
        ),
        Nl => format!(
            "De volgende factuur is naar schatting met {p} kans te laat; segment A gaat tot {up_to}"
        ),
        Fr => format!(
            "Probabilité estimée de retard de la prochaine facture : {p} ; le segment A va jusqu'à {up_to}"
        ),
    }
}

fn unknown_risk(language: Language) -> &'static str {
    match language {
        En => "No risk estimate: the pattern of payments decides",
        Nl => "Geen risicoschatting: het betaalpatroon beslist",
        Fr => "Pas d'estimation du risque : le comportement de paiement décide",
    }
}

fn long_overdue(days_past_due: i32, limit: i32, language: Language) -> String {
    let (n, limit) = (days(days_past_due, language), days(limit, language));
    match language {
        En => format!("The oldest undisputed open invoice is {n} past due (limit {limit})"),
        Nl => format!(
            "De oudste onbetwiste openstaande factuur is {n} over de vervaldatum (grens {limit})"
        ),
        Fr => format!(
            "La plus ancienne facture ouverte non contestée est échue depuis {n} (limite {limit})"
        ),
    }
}

fn small_exposure(invoiced: &str, language: Language) -> String {
    match language {
        En => format!("Kept out of C: only {invoiced} invoiced in twelve months"),
        Nl => format!("Niet in C: slechts {invoiced} gefactureerd in twaalf maanden"),
        Fr => format!("Pas en C : seulement {invoiced} facturé en douze mois"),
    }
}

fn one_forgotten(n_material: u32, n_judged: u32, language: Language) -> String {
    match language {
        En => format!(
            "Kept out of C: {n_material} late among the last {n_judged} invoices is an incident, not a pattern"
        ),
        Nl => format!(
            "Niet in C: {n_material} te laat van de laatste {n_judged} facturen is een incident, geen patroon"
        ),
        Fr => format!(
            "Pas en C : {n_material} en retard parmi les {n_judged} dernières factures est un incident, pas une tendance"
        ),
    }
}

fn little_history(n_judged: u32, language: Language) -> String {
    let one = n_judged == 1;
    match language {
        En => format!(
            "Too little history for segment A or C ({n_judged} {} with a known outcome)",
            if one { "invoice" } else { "invoices" }
        ),
        Nl => format!(
            "Te weinig historie voor segment A of C ({n_judged} {} met bekende afloop)",
            if one { "factuur" } else { "facturen" }
        ),
        Fr => format!(
            "Historique insuffisant pour le segment A ou C ({n_judged} {} à l'issue connue)",
            if n_judged < 2 { "facture" } else { "factures" }
        ),
    }
}

fn rule(
    feature: &str,
    value: &RuleFigure,
    bounds: &[RuleBound],
    segment: Segment,
    language: Language,
) -> String {
    let now = match value {
        RuleFigure::Number(number) => figure(*number, language),
        RuleFigure::Text(text) => format!("“{text}”"),
    };
    let letter = segment.code();
    let all: Vec<String> = bounds.iter().map(|bound| bound.say(language)).collect();
    let and = pick(language, " and ", " en ", " et ");
    let bounds = match all.as_slice() {
        [] => String::new(),
        all => format!(" ({letter}: {})", all.join(and)),
    };
    match language {
        En => format!("A rule of the policy puts it in {letter}: `{feature}` is {now}{bounds}"),
        Nl => format!(
            "Een regel van het beleid plaatst de klant in {letter}: `{feature}` is {now}{bounds}"
        ),
        Fr => format!(
            "Une règle de la politique place le client en {letter} : `{feature}` vaut {now}{bounds}"
        ),
    }
}

fn no_rule(segment: Segment, language: Language) -> String {
    let letter = segment.code();
    match language {
        En => format!("No rule of the policy fits: segment {letter}"),
        Nl => format!("Geen regel van het beleid past: segment {letter}"),
        Fr => format!("Aucune règle de la politique ne s'applique : segment {letter}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_tells_its_counts_and_since_when() {
        let fact = ReasonFact::Pattern {
            pattern: Pattern::Habit,
            n_material: 8,
            n_judged: 12,
            since: Some(Day(20_000)),
            p_habit: 0.97,
        };
        assert_eq!(
            fact.say(En, "EUR"),
            "Pays materially late as a rule: 8 of the last 12 invoices more than 14 days late (since 4\u{a0}Oct\u{a0}2024); chance of a habit 97%"
        );
        assert_eq!(
            fact.say(Nl, "EUR"),
            "Betaalt als regel duidelijk te laat: 8 van de laatste 12 facturen meer dan 14 dagen te laat (sinds 4\u{a0}okt\u{a0}2024); kans op een gewoonte 97%"
        );
    }

    #[test]
    fn one_invoice_is_no_invoices() {
        let fact = ReasonFact::LittleHistory { n_judged: 1 };
        assert_eq!(
            fact.say(En, "EUR"),
            "Too little history for segment A or C (1 invoice with a known outcome)"
        );
        let fact = ReasonFact::Pattern {
            pattern: Pattern::Insufficient,
            n_material: 0,
            n_judged: 1,
            since: None,
            p_habit: 0.3,
        };
        assert!(
            fact.say(En, "EUR")
                .ends_with(": 0 of 1 invoice more than 14 days late")
        );
        assert!(
            fact.say(Nl, "EUR")
                .ends_with(": 0 van 1 factuur meer dan 14 dagen te laat")
        );
    }

    fn high(p_late_30d: f64, from: f64, bar: Bar) -> ReasonFact {
        ReasonFact::HighRisk {
            p_late_30d,
            from,
            bar,
        }
    }

    #[test]
    fn a_high_risk_tells_the_threshold_that_decided_and_whose_it_is() {
        assert_eq!(
            high(0.45, 0.35, Bar::Pattern(Pattern::Habit)).say(En, "EUR"),
            "Estimated risk of more than 30 days late is 45%; segment C starts at 35% for a habit of paying late"
        );
        assert_eq!(
            high(0.31, 0.3, Bar::Deteriorating).say(Nl, "EUR"),
            "Geschat risico op meer dan 30 dagen te laat is 31%; segment C begint bij 30% voor een klant die later betaalt dan \
             gebruikelijk"
        );
        assert!(
            high(0.6, 0.55, Bar::SizeClass("XL".into()))
                .say(Fr, "EUR")
                .ends_with("commence à 55\u{a0}% pour la classe de taille “XL”")
        );
        assert!(
            high(0.6, 0.4, Bar::General)
                .say(En, "EUR")
                .ends_with("segment C starts at 40%")
        );
    }

    #[test]
    fn a_risk_just_beyond_a_threshold_is_not_rounded_onto_it() {
        let fact = ReasonFact::MiddleRisk {
            p_late_30d: 0.204,
            up_to: 0.2,
        };
        assert_eq!(
            fact.say(En, "EUR"),
            "Estimated risk of more than 30 days late is 20.4%; segment A goes up to 20.0%"
        );
        let fact = ReasonFact::OftenLate {
            p_late: 0.601,
            up_to: 0.6,
        };
        assert!(
            fact.say(Nl, "EUR")
                .contains("60,1% kans te laat; segment A gaat tot 60,0%")
        );
    }

    #[test]
    fn amounts_are_in_the_currency_of_the_ledger() {
        let large = Bar::LargeExposure {
            open_minor: 12_345_600,
        };
        let fact = high(0.37, 0.3, large);
        assert_eq!(
            fact.say(En, "GBP"),
            "Estimated risk of more than 30 days late is 37%; segment C starts at 30% for a large open amount (GBP 123,456)"
        );
        assert!(fact.say(Fr, "EUR").contains("123\u{a0}456\u{a0}EUR"));
    }
}
