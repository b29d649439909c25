//! An alert as a sentence, in three languages, and why invoices are left out.

use arrears_insight::text::{Language, Text, count, decimal, percent};
use arrears_models::clusters::identity::Unmatched;
use arrears_models::monitor::{Alert, Code, LeftOut, Level, Unasked};

use crate::job::earlier::why;

/// What an alert on all invoices is about.
const ALL: &str = "all";

/// One sentence: what, with its figures. Of the outcomes it speaks of all models that are judged by them.
pub fn sentence(alert: &Alert, n_judged: usize) -> Text {
    let several = n_judged > 1;
    Text::of(|language| match language {
        Language::En => english(alert, several),
        Language::Nl => dutch(alert, several),
        Language::Fr => french(alert, several),
    })
}

/// Invoices that are left out, and why.
pub fn left_out(left: &LeftOut) -> Text {
    let why = why_unasked(&left.why);
    let (id, from, until) = (&left.id, left.issued.from, left.issued.until);
    let n = |language| count(left.n, language);
    Text::new(
        format!(
            "left out of what came: the invoices of {from} to {until} ({} with an outcome), as model `{id}`, which scored them, cannot be asked: {}",
            n(Language::En),
            why.en
        ),
        format!(
            "niet meegeteld bij wat uitkwam: de facturen van {from} tot en met {until} ({} met een uitkomst), omdat model `{id}`, dat ze beoordeelde, niet te raadplegen is: {}",
            n(Language::Nl),
            why.nl
        ),
        format!(
            "laissées de côté\u{a0}: les factures du {from} au {until} ({} dont l’issue est connue), car le modèle `{id}`, qui les avait évaluées, ne peut être consulté\u{a0}: {}",
            n(Language::Fr),
            why.fr
        ),
    )
}

fn why_unasked(unasked: &Unasked) -> Text {
    match unasked {
        Unasked::Unreadable(message) => Text::new(
            format!("it cannot be read: {message}"),
            format!("het kan niet worden gelezen: {message}"),
            format!("il ne peut être lu\u{a0}: {message}"),
        ),
        Unasked::Forbidden(feature) => Text::new(
            format!("it uses `{feature}`, which `[trust] forbidden` rules out"),
            format!("het gebruikt `{feature}`, wat `[trust] forbidden` uitsluit"),
            format!("il utilise `{feature}`, que `[trust] forbidden` exclut"),
        ),
        Unasked::OtherDefinitions => why(&Unmatched::OtherDefinitions),
        Unasked::OtherLedger(found) => why(&Unmatched::OtherLedger(*found)),
        Unasked::FeatureMissing(feature) => why(&Unmatched::FeatureMissing(feature.clone())),
    }
}

/// Why a model cannot be asked, as a code.
pub fn code(unasked: &Unasked) -> &'static str {
    match unasked {
        Unasked::Unreadable(_) => "unreadable",
        Unasked::Forbidden(_) => "forbidden_feature",
        Unasked::OtherDefinitions => "other_definitions",
        Unasked::OtherLedger(_) => "other_ledger",
        Unasked::FeatureMissing(_) => "feature_missing",
    }
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
    /// What the ledger no longer has, in the sentence's language.
    source: String,
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
            Code::Volume
            | Code::Payments
            | Code::History
            | Code::PaymentHistory
            | Code::Rewritten => count(value.round() as usize, language),
            Code::Scores | Code::Feature => decimal(value, 2, language),
            Code::WorseThanBaseRate | Code::WorseThanExpected => decimal(value, 3, language),
            _ => percent(value, language),
        };
        Self {
            about: alert.about.clone(),
            source: source(alert.source.as_deref().unwrap_or_default(), language),
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

/// A table or a column as the ledger names it, such as ``column `reason` of table `disputes` ``.
fn source(named: &str, language: Language) -> String {
    let [column, of, table] = match language {
        Language::En => return named.to_owned(),
        Language::Nl => ["kolom ", " van tabel ", "tabel "],
        Language::Fr => ["la colonne ", " de la table ", "la table "],
    };
    match named.split_once(" of table ") {
        Some((name, rest)) => format!("{}{of}{rest}", name.replacen("column ", column, 1)),
        None => named.replacen("table ", table, 1),
    }
}

/// A month and what it is beside: all of it, or its days up to the last one looked at.
fn days(about: &str, language: Language) -> (String, &'static str) {
    match (about.get(8..10), language) {
        (None, Language::En) => (about.to_owned(), "a usual month"),
        (None, Language::Nl) => (about.to_owned(), "een gewone maand"),
        (None, Language::Fr) => (about.to_owned(), "un mois ordinaire"),
        (Some(_), Language::En) => (
            format!("the month up to {about}"),
            "these days of a usual one",
        ),
        (Some(_), Language::Nl) => (
            format!("de maand tot en met {about}"),
            "deze dagen van een gewone",
        ),
        (Some(_), Language::Fr) => (
            format!("le mois jusqu’au {about}"),
            "ces jours d’un mois ordinaire",
        ),
    }
}

fn english(alert: &Alert, several: bool) -> String {
    let Said {
        about,
        source,
        also,
        value,
        reference,
        threshold,
        is_less,
    } = Said::of(alert, Language::En);
    let (month, usual) = days(&about, Language::En);
    let than = if is_less { "fewer than" } else { "more than" };
    let (models, their) = match several {
        true => ("the models that were in use", "their"),
        false => ("the model", "its"),
    };
    match alert.code {
        Code::Volume => {
            format!("{month} has {value} invoices, {usual} {reference}: {than} {threshold}")
        }
        Code::Payments => {
            format!("{month} has {value} payments, {usual} {reference}: {than} {threshold}")
        }
        Code::History => format!(
            "the months that the model learnt from now hold {value} invoices, then {reference}"
        ),
        Code::PaymentHistory => format!(
            "the months that the model learnt from now hold {value} payments, then {reference}"
        ),
        Code::Rewritten => format!(
            "of {reference} invoices that the model knows, {value} are still in the ledger as they were: the same customer, date \
             and amount"
        ),
        Code::Rejected => format!("{value} of the rows could not be used"),
        Code::Missing if alert.source.is_some() => format!(
            "the ledger no longer gives `{about}`{also}, which the model knows: {source} is not there, or is empty"
        ),
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
            "{models} turned out worse than the plain share late of {their} training: log loss {value} against {reference}"
        ),
        Code::WorseThanExpected => format!(
            "{models} turned out worse than {their} probabilities promised: log loss {value} against {reference}"
        ),
        Code::Group if about == ALL => {
            format!("{value} of the invoices were late; {reference} was promised")
        }
        Code::Group => format!("of {about}, {value} were late; {reference} was promised"),
    }
}

fn dutch(alert: &Alert, several: bool) -> String {
    let Said {
        about,
        source,
        also,
        value,
        reference,
        threshold,
        is_less,
    } = Said::of(alert, Language::Nl);
    let (month, usual) = days(&about, Language::Nl);
    let than = if is_less { "minder dan" } else { "meer dan" };
    let (models, their) = match several {
        true => ("de modellen die in gebruik waren, bleken", "hun"),
        false => ("het model bleek", "zijn"),
    };
    match alert.code {
        Code::Volume => {
            format!("{month} heeft {value} facturen, {usual} {reference}: {than} {threshold}")
        }
        Code::Payments => {
            format!("{month} heeft {value} betalingen, {usual} {reference}: {than} {threshold}")
        }
        Code::History => format!(
            "de maanden waarvan het model leerde tellen nu {value} facturen, toen {reference}"
        ),
        Code::PaymentHistory => format!(
            "de maanden waarvan het model leerde tellen nu {value} betalingen, toen {reference}"
        ),
        Code::Rewritten => format!(
            "van {reference} facturen die het model kent staan er nog {value} in de administratie zoals ze waren: zelfde klant, \
             datum en bedrag"
        ),
        Code::Rejected => format!("{value} van de rijen was niet te gebruiken"),
        Code::Missing if alert.source.is_some() => format!(
            "de administratie geeft `{about}`{also}, dat het model kent, niet meer: {source} ontbreekt of is leeg"
        ),
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
            "{models} slechter dan het gewone aandeel te laat van {their} training: log loss {value} tegen {reference}"
        ),
        Code::WorseThanExpected => format!(
            "{models} slechter dan {their} kansen beloofden: log loss {value} tegen {reference}"
        ),
        Code::Group if about == ALL => {
            format!("{value} van de facturen was te laat; {reference} was voorspeld")
        }
        Code::Group => format!("van {about} was {value} te laat; {reference} was voorspeld"),
    }
}

fn french(alert: &Alert, several: bool) -> String {
    let Said {
        about,
        source,
        also,
        value,
        reference,
        threshold,
        is_less,
    } = Said::of(alert, Language::Fr);
    let (month, usual) = days(&about, Language::Fr);
    let than = if is_less { "moins de" } else { "plus de" };
    let (models, its, theirs) = match several {
        true => (
            "les modèles qui étaient en service se sont révélés pires",
            "leur",
            "leurs",
        ),
        false => ("le modèle s’est révélé pire", "son", "ses"),
    };
    match alert.code {
        Code::Volume => {
            format!("{month} compte {value} factures, {usual} {reference} : {than} {threshold}")
        }
        Code::Payments => {
            format!("{month} compte {value} paiements, {usual} {reference} : {than} {threshold}")
        }
        Code::History => format!(
            "les mois dont le modèle a appris comptent maintenant {value} factures, alors {reference}"
        ),
        Code::PaymentHistory => format!(
            "les mois dont le modèle a appris comptent maintenant {value} paiements, alors {reference}"
        ),
        Code::Rewritten => format!(
            "de {reference} factures que le modèle connaît, {value} figurent encore dans la comptabilité telles quelles\u{a0}: même \
             client, même date, même montant"
        ),
        Code::Rejected => format!("{value} des lignes sont inutilisables"),
        Code::Missing if alert.source.is_some() => format!(
            "la comptabilité ne donne plus «\u{a0}{about}\u{a0}»{also}, que le modèle connaît\u{a0}: {source} manque ou est vide"
        ),
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
            "{models} que la simple part en retard de {its} apprentissage : log loss {value} contre {reference}"
        ),
        Code::WorseThanExpected => format!(
            "{models} que {theirs} probabilités ne le promettaient : log loss {value} contre {reference}"
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
            source: None,
            value,
            reference,
            threshold,
        }
    }

    #[test]
    fn a_half_empty_month_in_three_languages() {
        let text = sentence(&alert(Code::Volume, "2025-12", [510.0, 1_020.0, 612.0]), 1);
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
    fn a_running_month_is_beside_the_same_days_of_a_usual_one() {
        let told = alert(Code::Payments, "2025-12-30", [12.0, 1_000.0, 600.0]);
        let text = sentence(&told, 1);
        assert_eq!(
            text.en,
            "the month up to 2025-12-30 has 12 payments, these days of a usual one 1,000: fewer than 600"
        );
        assert_eq!(
            text.nl,
            "de maand tot en met 2025-12-30 heeft 12 betalingen, deze dagen van een gewone 1.000: minder dan 600"
        );
        assert!(
            text.fr
                .starts_with("le mois jusqu’au 2025-12-30 compte 12 paiements")
        );
    }

    #[test]
    fn a_past_that_was_rewritten_in_three_languages() {
        let text = sentence(&alert(Code::Rewritten, "", [204.0, 500.0, 450.0]), 1);
        assert_eq!(
            text.en,
            "of 500 invoices that the model knows, 204 are still in the ledger as they were: the same customer, date and amount"
        );
        assert!(
            text.nl
                .starts_with("van 500 facturen die het model kent staan er nog 204")
        );
        assert!(
            text.fr
                .starts_with("de 500 factures que le modèle connaît, 204 figurent")
        );
    }

    #[test]
    fn a_table_or_a_column_that_is_gone_is_named_in_three_languages() {
        let mut gone = alert(Code::Missing, "reminders_per_invoice_all", [1.0, 0.9, 0.2]);
        gone.also = vec!["self_payer".into()];
        gone.source = Some("table `reminders`".into());
        let text = sentence(&gone, 1);
        assert_eq!(
            text.en,
            "the ledger no longer gives `reminders_per_invoice_all` (self_payer), which the model knows: table `reminders` is not \
             there, or is empty"
        );
        assert!(
            text.nl
                .ends_with(": tabel `reminders` ontbreekt of is leeg")
        );
        assert!(text.fr.ends_with("la table `reminders` manque ou est vide"));
        gone.source = Some("column `reason` of table `disputes`".into());
        let text = sentence(&gone, 1);
        assert!(
            text.nl
                .contains(": kolom `reason` van tabel `disputes` ontbreekt")
        );
        assert!(
            text.fr
                .contains("la colonne `reason` de la table `disputes` manque")
        );
    }

    #[test]
    fn what_went_missing_together_is_named() {
        let mut gone = alert(Code::Missing, "sector", [1.0, 0.02, 0.2]);
        gone.also = vec!["sector_late_rate".into()];
        assert_eq!(
            sentence(&gone, 1).en,
            "`sector` (sector_late_rate) is unknown of 100% of the invoices, before of 2%"
        );
    }

    #[test]
    fn one_model_is_blamed_alone_and_several_together() {
        let worse = alert(Code::WorseThanExpected, "", [0.5, 0.4, 0.4]);
        let told = |n_judged| sentence(&worse, n_judged);
        assert_eq!(
            told(1).en,
            "the model turned out worse than its probabilities promised: log loss 0.500 against 0.400"
        );
        assert_eq!(
            told(3).en,
            "the models that were in use turned out worse than their probabilities promised: log loss 0.500 against 0.400"
        );
        assert_eq!(
            told(3).nl,
            "de modellen die in gebruik waren, bleken slechter dan hun kansen beloofden: log loss 0,500 tegen 0,400"
        );
        assert_eq!(
            told(3).fr,
            "les modèles qui étaient en service se sont révélés pires que leurs probabilités ne le promettaient : log loss 0,500 contre 0,400"
        );
    }

    #[test]
    fn who_is_left_out_is_told_with_days_number_and_cause() {
        let day = |text: &str| text.parse().expect("a day");
        let left = LeftOut {
            id: "2025-09-30-0123456789ab".into(),
            issued: arrears_models::retrain::Window {
                from: day("2025-10-01"),
                until: day("2025-10-31"),
            },
            n: 1_012,
            why: Unasked::OtherDefinitions,
        };
        assert_eq!(code(&left.why), "other_definitions");
        assert_eq!(
            left_out(&left).en,
            "left out of what came: the invoices of 2025-10-01 to 2025-10-31 (1,012 with an outcome), as model \
             `2025-09-30-0123456789ab`, which scored them, cannot be asked: it was made with another `grace_days` or \
             `settle_tolerance`"
        );
        assert!(left_out(&left).nl.contains("(1.012 met een uitkomst)"));
        assert!(left_out(&left).fr.contains("1\u{a0}012 dont l’issue"));
    }
}
