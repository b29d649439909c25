//! The worklist in words: causes, what was promised, the step that comes next, and why it was not paid.

use super::{Language, Text, date, money_to_the_cent};
use crate::customers::measures::Channel;
use crate::nonpayment::{Basis, CustomerReason};
use crate::worklist::{Cause, Status};

impl Status {
    /// The status in words.
    pub fn label(self) -> Text {
        match self {
            Status::Call => Text::new("call", "bellen", "appeler"),
            Status::Send => Text::new("send", "versturen", "envoyer"),
            Status::Later => Text::new("later", "later", "plus tard"),
            Status::NotCalled => Text::new("no", "niet", "non"),
        }
    }
}

impl Cause {
    /// The cause in words.
    pub fn label(self) -> Text {
        match self {
            Cause::Intercompany => Text::new("own group", "eigen groep", "propre groupe"),
            Cause::Insolvent => Text::new(
                "insolvent: write to the administrator",
                "insolvent: schrijf de curator of bewindvoerder aan",
                "insolvable : écrire au curateur ou à l’administrateur",
            ),
            Cause::HandedOver => Text::new(
                "handed over for collection",
                "uit handen gegeven",
                "remis au recouvrement",
            ),
            Cause::Disputed => Text::new(
                "disputed: settle the dispute first",
                "betwist: los eerst de betwisting op",
                "contesté : régler d’abord le litige",
            ),
            Cause::PaymentPlan => Text::new(
                "payment plan, next instalment not yet due",
                "betalingsregeling, volgende termijn nog niet vervallen",
                "plan de paiement, prochaine échéance à venir",
            ),
            Cause::PromiseNotDue => Text::new(
                "promised, day not yet passed",
                "toegezegd, datum nog niet verstreken",
                "promis, date non encore passée",
            ),
            Cause::PaymentClaimed => Text::new(
                "says it has paid: look for the payment",
                "zegt betaald te hebben: zoek de betaling",
                "dit avoir payé : chercher le paiement",
            ),
            Cause::DirectDebitPending => Text::new(
                "direct debit on its way",
                "automatische incasso onderweg",
                "domiciliation en cours",
            ),
            Cause::CoveredByCash => Text::new(
                "covered by cash on account: allocate it",
                "gedekt door een niet-toegewezen betaling: wijs die toe",
                "couvert par un paiement non affecté : à affecter",
            ),
        }
    }
}

/// The language that a ledger's word for one stands for: a code or a name.
pub fn spoken(word: &str) -> Option<Language> {
    let word = word.trim().to_lowercase();
    match word.get(..2)? {
        "nl" | "ne" | "du" | "vl" => Some(Language::Nl),
        "fr" => Some(Language::Fr),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// What of an invoice was promised for a day to come, where the rest is called about.
pub fn promised_part(minor: i64, currency: &str, language: Language) -> Option<String> {
    let part = (minor > 0).then(|| money_to_the_cent(minor, currency, language))?;
    Some(match language {
        Language::En => format!("of which {part} promised, day not yet passed"),
        Language::Nl => format!("waarvan {part} toegezegd, datum nog niet verstreken"),
        Language::Fr => format!("dont {part} promis, date non encore passée"),
    })
}

/// A step of the ladder with its channel and the invoice that it is for: `second reminder (letter): F1`.
pub fn step_by(level: u8, channel: Channel, invoice_id: &str) -> Text {
    let (step, channel) = (step_label(level), channel.label());
    Text::of(|language| {
        let (step, channel) = (step.get(language), channel.get(language));
        match language {
            Language::Fr => format!("{step} ({channel}) : {invoice_id}"),
            _ => format!("{step} ({channel}): {invoice_id}"),
        }
    })
}

/// What is to be agreed where the customer's terms and procedure are to stay: there is an invoice to pay all the same.
pub fn no_change() -> Text {
    Text::new(
        "No change: agree on a day of payment",
        "Geen wijziging: spreek een betaaldag af",
        "Aucun changement : convenir d’une date de paiement",
    )
}

/// Why it was not paid, and whether somebody wrote that down or the records tell it.
pub fn why_unpaid(row: &CustomerReason) -> Text {
    let reason = row.reason.label();
    Text::of(|language| {
        let day = date(row.last, language);
        let basis = match (row.basis, language) {
            (Basis::Registered, Language::En) => format!("noted {day}"),
            (Basis::Registered, Language::Nl) => format!("genoteerd op {day}"),
            (Basis::Registered, Language::Fr) => format!("noté le {day}"),
            (_, Language::En) => "inferred".to_owned(),
            (_, Language::Nl) => "afgeleid".to_owned(),
            (_, Language::Fr) => "déduit".to_owned(),
        };
        format!("{} ({basis})", reason.get(language))
    })
}

/// A step of the ladder, as what is to be done.
fn step_label(level: u8) -> Text {
    match level {
        0 => Text::new("contact", "contact", "prise de contact"),
        1 => Text::new("first reminder", "eerste herinnering", "premier rappel"),
        2 => Text::new("second reminder", "tweede herinnering", "deuxième rappel"),
        3 => Text::new("formal notice", "ingebrekestelling", "mise en demeure"),
        4 => Text::new(
            "hand over for collection",
            "uit handen geven",
            "remise au recouvrement",
        ),
        _ => Text::new(
            "court or write-off",
            "gerechtelijke procedure of afboeken",
            "procédure judiciaire ou passage en perte",
        ),
    }
}

#[cfg(test)]
mod tests {
    use arrears_ledger::Day;

    use super::*;

    #[test]
    fn a_reason_says_where_it_is_known_from() {
        let row = |basis| CustomerReason {
            customer: 0,
            reason: crate::nonpayment::Reason::Forgot,
            basis,
            money: crate::nonpayment::LateMoney::default(),
            last: Day::from_ymd(2025, 12, 1).expect("a day"),
        };
        let told = why_unpaid(&row(Basis::Registered));
        assert_eq!(
            told.nl.replace('\u{a0}', " "),
            "vergeten (genoteerd op 1 dec 2025)"
        );
        assert_eq!(why_unpaid(&row(Basis::Inferred)).fr, "oublié (déduit)");
    }

    #[test]
    fn a_language_is_a_code_or_a_name() {
        let known = [
            "nl",
            "NL-be",
            "Nederlands",
            "Dutch",
            "fr",
            "Français",
            "English",
            "de",
            "",
            "n",
        ];
        let found = known.map(spoken);
        assert_eq!(found[..4], [Some(Language::Nl); 4]);
        assert_eq!(
            found[4..7],
            [Some(Language::Fr), Some(Language::Fr), Some(Language::En)]
        );
        assert_eq!(found[7..], [None; 3]);
    }
}
