//! An alert as a sentence, in three languages.

use arrears_insight::text::{Language, Text, count, decimal, percent};
use arrears_models::monitor::{Alert, Code, Level};

/// What an alert on all invoices is about.
const ALL: &str = "all";

/// One sentence: what, with its figures.
pub fn sentence(alert: &Alert) -> Text {
    Text::of(|language| match language {
        Language::En => english(alert),
        Language::Nl => dutch(alert),
        Language::Fr => french(alert),
    })
}

/// The level's code.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Look => "look",
        Level::Act => "act",
    }
}

/// Figures as a sentence has them.
struct Said {
    about: String,
    /// Others, in brackets with a space before them; empty where there are none.
    also: String,
    value: String,
    reference: String,
    threshold: String,
    is_less: bool,
}

impl Said {
    fn of(alert: &Alert, language: Language) -> Self {
        let number = |value: f64| match alert.code {
            Code::Volume | Code::Payments | Code::History | Code::PaymentHistory => {
                count(value.round() as usize, language)
            }
            Code::Scores | Code::Feature => decimal(value, 2, language),
            Code::WorseThanBaseRate | Code::WorseThanExpected => decimal(value, 3, language),
            _ => percent(value, language),
        };
        Self {
            about: alert.about.clone(),
            also: match alert.also.as_slice() {
                [] => String::new(),
                also => format!(" ({})", also.join(", ")),
            },
            value: number(alert.value),
            reference: number(alert.reference),
            threshold: number(alert.threshold),
            is_less: alert.value < alert.reference,
        }
    }
}

fn english(alert: &Alert) -> String {
    let Said {
        about,
        also,
        value,
        reference,
        threshold,
        is_less,
    } = Said::of(alert, Language::En);
    let than = if is_less { "fewer than" } else { "more than" };
    match alert.code {
        Code::Volume => {
            format!("{about} has {value} invoices, a usual month {reference}: {than} {threshold}")
        }
        Code::Payments => {
            format!("{about} has {value} payments, a usual month {reference}: {than} {threshold}")
        }
        Code::History => format!(
            "the months that the model learnt from now hold {value} invoices, then {reference}"
        ),
        Code::PaymentHistory => format!(
            "the months that the model learnt from now hold {value} payments, then {reference}"
        ),
        Code::Rejected => format!("{value} of the rows could not be used"),
        Code::Missing | Code::NoHistory => {
            format!("`{about}`{also} is unknown of {value} of the invoices, before of {reference}")
        }
        Code::NewCategory => format!(
            "{value} of the invoices have a value of `{about}` that the model never saw{also}"
        ),
        Code::Scores => format!(
            "the model's scores have moved: a stability index of {value}, where {threshold} is the limit"
        ),
        Code::Feature => format!(
            "`{about}` has moved: a stability index of {value}, where {threshold} is the limit"
        ),
        Code::WorseThanBaseRate => format!(
            "the model turned out worse than the plain share late of its training: log loss {value} against {reference}"
        ),
        Code::WorseThanExpected => format!(
            "the model turned out worse than its probabilities promised: log loss {value} against {reference}"
        ),
        Code::Group if about == ALL => {
            format!("{value} of the invoices were late; {reference} was promised")
        }
        Code::Group => format!("of {about}, {value} were late; {reference} was promised"),
    }
}

fn dutch(alert: &Alert) -> String {
    let Said {
        about,
        also,
        value,
        reference,
        threshold,
        is_less,
    } = Said::of(alert, Language::Nl);
    let than = if is_less { "minder dan" } else { "meer dan" };
    match alert.code {
        Code::Volume => format!(
            "{about} heeft {value} facturen, een gewone maand {reference}: {than} {threshold}"
        ),
        Code::Payments => format!(
            "{about} heeft {value} betalingen, een gewone maand {reference}: {than} {threshold}"
        ),
        Code::History => format!(
            "de maanden waarvan het model leerde tellen nu {value} facturen, toen {reference}"
        ),
        Code::PaymentHistory => format!(
            "de maanden waarvan het model leerde tellen nu {value} betalingen, toen {reference}"
        ),
        Code::Rejected => format!("{value} van de rijen was niet te gebruiken"),
        Code::Missing | Code::NoHistory => format!(
            "`{about}`{also} is onbekend bij {value} van de facturen, eerder bij {reference}"
        ),
        Code::NewCategory => format!(
            "{value} van de facturen heeft een waarde van `{about}` die het model nooit zag{also}"
        ),
        Code::Scores => format!(
            "de scores van het model zijn verschoven: een stabiliteitsindex van {value}, waar {threshold} de grens is"
        ),
        Code::Feature => format!(
            "`{about}` is verschoven: een stabiliteitsindex van {value}, waar {threshold} de grens is"
        ),
        Code::WorseThanBaseRate => format!(
            "het model bleek slechter dan het gewone aandeel te laat van zijn training: log loss {value} tegen {reference}"
        ),
        Code::WorseThanExpected => format!(
            "het model bleek slechter dan zijn kansen beloofden: log loss {value} tegen {reference}"
        ),
        Code::Group if about == ALL => {
            format!("{value} van de facturen was te laat; {reference} was voorspeld")
        }
        Code::Group => format!("van {about} was {value} te laat; {reference} was voorspeld"),
    }
}

fn french(alert: &Alert) -> String {
    let Said {
        about,
        also,
        value,
        reference,
        threshold,
        is_less,
    } = Said::of(alert, Language::Fr);
    let than = if is_less { "moins de" } else { "plus de" };
    match alert.code {
        Code::Volume => format!(
            "{about} compte {value} factures, un mois ordinaire {reference} : {than} {threshold}"
        ),
        Code::Payments => format!(
            "{about} compte {value} paiements, un mois ordinaire {reference} : {than} {threshold}"
        ),
        Code::History => format!(
            "les mois dont le modèle a appris comptent maintenant {value} factures, alors {reference}"
        ),
        Code::PaymentHistory => format!(
            "les mois dont le modèle a appris comptent maintenant {value} paiements, alors {reference}"
        ),
        Code::Rejected => format!("{value} des lignes sont inutilisables"),
        Code::Missing | Code::NoHistory => format!(
            "« {about} »{also} est inconnu pour {value} des factures, auparavant pour {reference}"
        ),
        Code::NewCategory => format!(
            "{value} des factures ont une valeur de « {about} » que le modèle n’a jamais vue{also}"
        ),
        Code::Scores => format!(
            "les scores du modèle se sont déplacés : un indice de stabilité de {value}, là où {threshold} est la limite"
        ),
        Code::Feature => format!(
            "« {about} » s’est déplacé : un indice de stabilité de {value}, là où {threshold} est la limite"
        ),
        Code::WorseThanBaseRate => format!(
            "le modèle s’est révélé pire que la simple part en retard de son apprentissage : log loss {value} contre {reference}"
        ),
        Code::WorseThanExpected => format!(
            "le modèle s’est révélé pire que ses probabilités ne le promettaient : log loss {value} contre {reference}"
        ),
        Code::Group if about == ALL => {
            format!("{value} des factures étaient en retard ; {reference} était prévu")
        }
        Code::Group => format!("de {about}, {value} étaient en retard ; {reference} était prévu"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(code: Code, about: &str, figures: [f64; 3]) -> Alert {
        let [value, reference, threshold] = figures;
        Alert {
            code,
            level: Level::Act,
            about: about.to_owned(),
            also: Vec::new(),
            value,
            reference,
            threshold,
        }
    }

    #[test]
    fn a_half_empty_month_in_three_languages() {
        let text = sentence(&alert(Code::Volume, "2025-12", [510.0, 1_020.0, 612.0]));
        assert_eq!(
            text.en,
            "2025-12 has 510 invoices, a usual month 1,020: fewer than 612"
        );
        assert_eq!(
            text.nl,
            "2025-12 heeft 510 facturen, een gewone maand 1.020: minder dan 612"
        );
        assert_eq!(
            text.fr,
            "2025-12 compte 510 factures, un mois ordinaire 1\u{a0}020 : moins de 612"
        );
    }

    #[test]
    fn what_went_missing_together_is_named() {
        let mut gone = alert(Code::Missing, "sector", [1.0, 0.02, 0.2]);
        gone.also = vec!["sector_late_rate".into()];
        assert_eq!(
            sentence(&gone).en,
            "`sector` (sector_late_rate) is unknown of 100% of the invoices, before of 2%"
        );
    }
}
