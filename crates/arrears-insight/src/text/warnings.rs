//! Early warnings in words.

use super::Language::{self, En, Fr, Nl};
use super::{count, date, days, decimal, percent, pick, step_name};
use crate::customers::warnings::{Size, Warning, WarningCode};
use crate::customers::watch::{Level, RateChange};

impl Warning {
    /// The sentence in one language, with how sure it is.
    pub fn say(&self, language: Language) -> String {
        let change = self.say_change(language);
        match &self.found {
            Some(found) => {
                let mark = pick(language, ";", ";", "\u{a0};");
                format!("{change}{mark} {}", certainty(found.certainty, language))
            }
            None => change,
        }
    }

    /// What changed and since when, without how sure it is.
    pub(crate) fn say_change(&self, language: Language) -> String {
        let text = match (&self.found, self.level) {
            (Some(found), _) => match found.size {
                Size::Days(level) => change_of_days(self.code, &level, language),
                Size::Rate(rate) => change_of_rate(&rate, language),
            },
            (None, Some(level)) if self.settled => {
                return settled_escalation(level, self, language);
            }
            (None, Some(level)) => escalation(level, language),
            (None, None) => plain(self.code, language).to_owned(),
        };
        dated(&text, self, language)
    }
}

impl WarningCode {
    /// What changed, in a few words.
    pub fn label(self) -> super::Text {
        super::Text::of(|language| plain(self, language).to_owned())
    }
}

/// How sure a change is, in words: each has a share of changes that are no chance finding.
pub fn certainty(share: f64, language: Language) -> &'static str {
    let [en, nl, fr] = match share {
        s if s >= 0.9 => ["very sure", "zeer zeker", "très sûr"],
        s if s >= 0.7 => ["fairly sure", "vrij zeker", "assez sûr"],
        s if s >= 0.5 => [
            "more likely than not",
            "waarschijnlijker wel dan niet",
            "plus probable qu’improbable",
        ],
        s if s >= 0.4 => [
            "about as likely as not",
            "even waarschijnlijk als niet",
            "aussi probable qu’improbable",
        ],
        _ => ["weak", "zwak", "faible"],
    };
    pick(language, en, nl, fr)
}

fn change_of_days(code: WarningCode, level: &Level, language: Language) -> String {
    let (Some(size_days), Some(size_sd)) = (level.size_days(), level.size_sd()) else {
        return untold(code, level, language);
    };
    let least = match (level.at_least, language) {
        (false, _) => "",
        (true, En) => "at least ",
        (true, Nl) => "minstens ",
        (true, Fr) => "au moins ",
    };
    let by = days(size_days.abs().round() as i32, language);
    let (before, since) = (
        lateness(level.before, language),
        lateness(level.since, language),
    );
    let n = count(level.n_since as usize, language);
    let sd = decimal(size_sd.abs(), 1, language);
    let sooner = code == WarningCode::PayingSooner;
    match language {
        En => {
            let way = if sooner { "sooner" } else { "later" };
            format!(
                "Pays {least}{by} {way} than was usual: from {before} to {least}{since} ({n} due dates, {sd} times the customer’s own spread)"
            )
        }
        Nl => {
            let way = if sooner { "eerder" } else { "later" };
            format!(
                "Betaalt {least}{by} {way} dan gebruikelijk: van {before} naar {least}{since} ({n} vervaldagen, {sd} keer de eigen spreiding van de klant)"
            )
        }
        Fr => {
            let way = if sooner { "plus tôt" } else { "plus tard" };
            format!(
                "Paie {least}{by} {way} que d’habitude\u{a0}: de {before} à {least}{since} ({n} échéances, {sd} fois la dispersion propre du client)"
            )
        }
    }
}

/// A change whose size the invoices since do not tell yet.
fn untold(code: WarningCode, level: &Level, language: Language) -> String {
    let what = plain(code, language);
    let before = lateness(level.before, language);
    let n = level.n_since;
    let sooner = code == WarningCode::PayingSooner;
    match language {
        En => {
            let way = if sooner { "sooner" } else { "later" };
            let dates = if n == 1 { "due date" } else { "due dates" };
            format!("{what} ({before}): how much {way} cannot be told yet ({n} {dates} since)")
        }
        Nl => {
            let way = if sooner { "eerder" } else { "later" };
            let dates = if n == 1 { "vervaldag" } else { "vervaldagen" };
            format!(
                "{what} ({before}): hoeveel {way} is nog niet te zeggen ({n} {dates} sindsdien)"
            )
        }
        Fr => {
            let way = if sooner { "tôt" } else { "tard" };
            let dates = if n == 1 { "échéance" } else { "échéances" };
            format!(
                "{what} ({before})\u{a0}: on ne peut pas encore dire combien plus {way} ({n} {dates} depuis)"
            )
        }
    }
}

/// Days against the due date.
fn lateness(value: f64, language: Language) -> String {
    let value = value.round() as i32;
    let n = days(value.abs(), language);
    match (value, language) {
        (0, En) => "on the due date".into(),
        (0, Nl) => "op de vervaldag".into(),
        (0, Fr) => "le jour de l’échéance".into(),
        (1.., En) => format!("{n} late"),
        (1.., Nl) => format!("{n} te laat"),
        (1.., Fr) => format!("{n} de retard"),
        (_, En) => format!("{n} early"),
        (_, Nl) => format!("{n} te vroeg"),
        (_, Fr) => format!("{n} d’avance"),
    }
}

fn change_of_rate(rate: &RateChange, language: Language) -> String {
    let what = plain(rate.code, language);
    let ((n, k), (n_before, k_before)) = (rate.since, rate.before);
    if rate.code == WarningCode::SignalsRising {
        let (days_since, days_before) = (days(n as i32, language), days(n_before as i32, language));
        return match language {
            En => format!("{what}: {k} in {days_since}, after {k_before} in {days_before} before"),
            Nl => {
                format!("{what}: {k} in {days_since}, na {k_before} in de {days_before} daarvoor")
            }
            Fr => format!(
                "{what}\u{a0}: {k} en {days_since}, après {k_before} en {days_before} auparavant"
            ),
        };
    }
    let share = |n: u32, k: u32| percent(f64::from(k) / f64::from(n.max(1)), language);
    let (now, before) = (share(n, k), share(n_before, k_before));
    match language {
        En => {
            format!("{what}: {k} of {n} ({now}), after {k_before} of {n_before} before ({before})")
        }
        Nl => {
            format!("{what}: {k} van {n} ({now}), na {k_before} van {n_before} daarvoor ({before})")
        }
        Fr => format!(
            "{what}\u{a0}: {k} sur {n} ({now}), après {k_before} sur {n_before} auparavant ({before})"
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

/// Of an invoice that was settled since: the date is that of what was sent.
fn settled_escalation(level: u8, warning: &Warning, language: Language) -> String {
    let sent = match warning.since {
        Some(day) => {
            let of = pick(language, "of", "van", "du");
            format!(
                "{} ({of} {})",
                step_name(level, language),
                date(day, language)
            )
        }
        None => step_name(level, language).to_owned(),
    };
    match language {
        En => format!("For the first time an invoice was settled only {sent}"),
        Nl => format!("Voor het eerst is een factuur pas {sent} voldaan"),
        Fr => format!("Pour la première fois, une facture n’a été réglée qu’{sent}"),
    }
}

fn plain(code: WarningCode, language: Language) -> &'static str {
    let [en, nl, fr] = match code {
        WarningCode::Insolvency => [
            "Signal of insolvency",
            "Signaal van insolventie",
            "Signal d’insolvabilité",
        ],
        WarningCode::Lawsuit => [
            "Signal of a lawsuit",
            "Signaal van een rechtszaak",
            "Signal d’une procédure judiciaire",
        ],
        WarningCode::PayingLater => [
            "Pays later than was usual",
            "Betaalt later dan gebruikelijk",
            "Paie plus tard que d’habitude",
        ],
        WarningCode::PayingSooner => [
            "Pays sooner than was usual",
            "Betaalt eerder dan gebruikelijk",
            "Paie plus tôt que d’habitude",
        ],
        WarningCode::PromiseBroken => [
            "Promises to pay are broken more often",
            "Betaalafspraken worden vaker niet nagekomen",
            "Les promesses de paiement sont moins souvent tenues",
        ],
        WarningCode::OutOfOrder => [
            "Older invoices are passed over while newer ones are paid",
            "Oudere facturen blijven liggen terwijl nieuwere worden betaald",
            "Des factures plus anciennes restent impayées alors que de plus récentes sont payées",
        ],
        WarningCode::DisputesRising => [
            "More invoices are disputed",
            "Er worden meer facturen betwist",
            "Davantage de factures sont contestées",
        ],
        WarningCode::PartialPayments => [
            "More invoices are paid in part",
            "Er worden meer facturen in delen betaald",
            "Davantage de factures sont payées en partie",
        ],
        WarningCode::RepliesStopped => [
            "Reminders stay unanswered more often",
            "Herinneringen blijven vaker onbeantwoord",
            "Les rappels restent plus souvent sans réponse",
        ],
        WarningCode::SignalsRising => [
            "More signals of trouble",
            "Meer signalen van problemen",
            "Davantage de signaux de difficultés",
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
    use crate::customers::warnings::Found;
    use arrears_ledger::Day;

    fn warning(code: WarningCode, size: Option<Size>) -> Warning {
        Warning {
            code,
            since: Some(Day(20_000)),
            level: None,
            settled: false,
            found: size.map(|size| Found {
                size,
                certainty: 0.75,
                raised: Day(20_030),
                is_new: false,
            }),
        }
    }

    const LEVEL: Level = Level {
        before: -12.4,
        sd: 6.0,
        n_before: 14,
        since: 9.0,
        at_least: true,
        n_since: 3,
        size_known: true,
    };

    #[test]
    fn warnings_tell_what_changed_since_when_by_how_much_and_how_sure() {
        let escalated = Warning {
            level: Some(2),
            ..warning(WarningCode::FirstEscalation, None)
        };
        assert_eq!(
            escalated.say(En),
            "For the first time an invoice is still unpaid after the second reminder (since 4\u{a0}Oct\u{a0}2024)"
        );
        let settled = Warning {
            level: Some(3),
            settled: true,
            ..escalated
        };
        let said = [En, Nl, Fr].map(|language| settled.say(language).replace('\u{a0}', " "));
        assert_eq!(
            said,
            [
                "For the first time an invoice was settled only after the formal notice (of 4 Oct 2024)",
                "Voor het eerst is een factuur pas na de ingebrekestelling (van 4 okt 2024) voldaan",
                "Pour la première fois, une facture n’a été réglée qu’après la mise en demeure (du 4 oct. 2024)",
            ]
        );
        let later = warning(WarningCode::PayingLater, Some(Size::Days(LEVEL)));
        assert_eq!(
            later.say(En).replace('\u{a0}', " "),
            "Pays at least 21 days later than was usual: from 12 days early to at least 9 days late (3 due dates, 3.6 \
             times the customer’s own spread) (since 4 Oct 2024); fairly sure"
        );
        assert_eq!(
            later.say(En),
            format!("{}; fairly sure", later.say_change(En))
        );
        assert_eq!(
            later.text().en,
            later.say_change(En),
            "a column says how sure"
        );
        let untold = Level {
            before: 19.0,
            since: 16.0,
            size_known: false,
            ..LEVEL
        };
        let said = [En, Nl, Fr].map(|language| {
            let warning = warning(WarningCode::PayingLater, Some(Size::Days(untold)));
            warning.say_change(language).replace('\u{a0}', " ")
        });
        assert_eq!(
            said,
            [
                "Pays later than was usual (19 days late): how much later cannot be told yet (3 due dates since) (since 4 Oct 2024)",
                "Betaalt later dan gebruikelijk (19 dagen te laat): hoeveel later is nog niet te zeggen (3 vervaldagen sindsdien) (sinds 4 okt 2024)",
                "Paie plus tard que d’habitude (19 jours de retard) : on ne peut pas encore dire combien plus tard (3 échéances depuis) (depuis le 4 oct. 2024)",
            ]
        );
        let disputes = RateChange {
            code: WarningCode::DisputesRising,
            before: (14, 0),
            since: (4, 2),
        };
        assert_eq!(
            warning(disputes.code, Some(Size::Rate(disputes)))
                .say(Nl)
                .replace('\u{a0}', " "),
            "Er worden meer facturen betwist: 2 van 4 (50%), na 0 van 14 daarvoor (0%) (sinds 4 okt 2024); vrij zeker"
        );
    }

    #[test]
    fn how_sure_has_a_word_from_each_bound_on() {
        let said =
            [0.99, 0.9, 0.89, 0.7, 0.69, 0.5, 0.49, 0.4, 0.39].map(|share| certainty(share, En));
        assert_eq!(
            said,
            [
                "very sure",
                "very sure",
                "fairly sure",
                "fairly sure",
                "more likely than not",
                "more likely than not",
                "about as likely as not",
                "about as likely as not",
                "weak"
            ]
        );
    }

    #[test]
    fn every_code_has_words_in_every_language() {
        for code in WarningCode::ALL {
            let text = code.label();
            assert!(!text.en.is_empty() && !text.nl.is_empty() && !text.fr.is_empty());
            assert_ne!(text.en, text.nl);
            assert!(warning(code, None).say(Fr).contains("depuis le"));
        }
    }
}
