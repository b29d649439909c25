//! Early warnings in words.

use super::Language::{self, En, Fr, Nl};
use super::{date, percent, pick, step_name};
use crate::customers::trend::Trend;
use crate::customers::warnings::{Warning, WarningCode};

impl Warning {
    /// The sentence in one language.
    pub fn say(&self, language: Language) -> String {
        match (self.code, &self.trend, self.level) {
            (WarningCode::LateShareRising, Some(trend), _) => rising(trend, language),
            (WarningCode::FirstEscalation, _, Some(level)) => {
                dated(&escalation(level, language), self, language)
            }
            _ => dated(plain(self.code, language), self, language),
        }
    }
}

fn rising(trend: &Trend, language: Language) -> String {
    let recent = percent(trend.share_recent(), language);
    let before = percent(trend.share_before(), language);
    let (n, m) = (trend.n_recent, trend.n_before);
    match language {
        En => format!(
            "Late share of the last three months is {recent} ({n} invoices), against {before} in the nine months before ({m} invoices)"
        ),
        Nl => format!(
            "Aandeel te laat in de laatste drie maanden is {recent} ({n} facturen), tegen {before} in de negen maanden daarvoor ({m} facturen)"
        ),
        Fr => format!(
            "Part en retard des trois derniers mois : {recent} ({n} factures), contre {before} les neuf mois précédents ({m} factures)"
        ),
    }
}

fn escalation(level: u8, language: Language) -> String {
    let level = step_name(level, language);
    match language {
        En => format!("For the first time an invoice is still unpaid {level}"),
        Nl => format!("Voor het eerst is een factuur nog onbetaald {level}"),
        Fr => format!("Pour la première fois, une facture reste impayée {level}"),
    }
}

fn plain(code: WarningCode, language: Language) -> &'static str {
    let [en, nl, fr] = match code {
        WarningCode::Insolvency => [
            "Signal of insolvency",
            "Signaal van insolventie",
            "Signal d'insolvabilité",
        ],
        WarningCode::Lawsuit => [
            "Signal of a lawsuit",
            "Signaal van een rechtszaak",
            "Signal d'une procédure judiciaire",
        ],
        WarningCode::LateShareRising => [
            "Late more often than before",
            "Vaker te laat dan voorheen",
            "Plus souvent en retard qu'auparavant",
        ],
        WarningCode::PromiseBroken => [
            "A promise to pay was not kept",
            "Een betaalafspraak is niet nagekomen",
            "Une promesse de paiement n'a pas été tenue",
        ],
        WarningCode::FirstEscalation => {
            ["First escalation", "Eerste escalatie", "Première escalade"]
        }
        WarningCode::DirectDebitRevoked => [
            "Direct debit was revoked",
            "Automatische incasso is ingetrokken",
            "La domiciliation a été révoquée",
        ],
        WarningCode::TermsExtensionRequested => [
            "Longer terms were asked for",
            "Er is om een langere termijn gevraagd",
            "Un délai plus long a été demandé",
        ],
        WarningCode::PrepaymentRefused => [
            "A part in advance was refused",
            "Een deelbetaling vooraf is geweigerd",
            "Un acompte a été refusé",
        ],
    };
    pick(language, en, nl, fr)
}

fn dated(text: &str, warning: &Warning, language: Language) -> String {
    match warning.since {
        Some(day) => {
            let of = pick(language, "since", "sinds", "depuis le");
            format!("{text} ({of} {})", date(day, language))
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrears_ledger::Day;

    #[test]
    fn warnings_tell_what_changed_and_since_when() {
        let warning = Warning {
            code: WarningCode::FirstEscalation,
            since: Some(Day(20_000)),
            level: Some(2),
            trend: None,
        };
        assert_eq!(
            warning.say(En),
            "For the first time an invoice is still unpaid after the second reminder (since 4\u{a0}Oct\u{a0}2024)"
        );
        for code in WarningCode::ALL {
            let warning = Warning {
                code,
                since: None,
                level: None,
                trend: None,
            };
            let text = warning.text();
            assert!(!text.en.is_empty() && !text.nl.is_empty() && !text.fr.is_empty());
            assert_ne!(text.en, text.nl);
        }
    }
}
