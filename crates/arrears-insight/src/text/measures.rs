//! Measures, channels and segments in words.

use super::{Language, Text};
use crate::customers::measures::{Advice, Barred, Channel, Measure};
use crate::customers::segments::Segment;

impl Measure {
    /// What to do, as an imperative.
    pub fn label(self) -> Text {
        match self {
            Measure::AdaptTerms => Text::new(
                "Agree shorter terms",
                "Spreek een kortere betaaltermijn af",
                "Convenir d’un délai de paiement plus court",
            ),
            Measure::PartInAdvance => Text::new(
                "Ask for a part in advance",
                "Vraag een deel vooraf",
                "Demander un acompte",
            ),
            Measure::PersonalContact => Text::new(
                "Make personal contact: call or visit",
                "Neem persoonlijk contact op: bel of ga langs",
                "Prendre contact personnellement : appeler ou passer",
            ),
            Measure::EarlyPaymentDiscount => Text::new(
                "Offer a discount for early payment",
                "Bied korting bij snelle betaling aan",
                "Proposer un escompte pour paiement anticipé",
            ),
            Measure::InvoiceSooner => Text::new(
                "Invoice sooner: weekly, or on delivery",
                "Factureer sneller: wekelijks of bij levering",
                "Facturer plus tôt : chaque semaine ou à la livraison",
            ),
            Measure::PaymentLinkOrDirectDebit => Text::new(
                "Offer a payment link or direct debit",
                "Bied een betaallink of automatische incasso aan",
                "Proposer un lien de paiement ou une domiciliation",
            ),
            Measure::FollowUpEarlier => Text::new(
                "Follow up earlier, around the due date",
                "Volg eerder op, rond de vervaldatum",
                "Relancer plus tôt, autour de l’échéance",
            ),
            Measure::CheckCreditworthiness => Text::new(
                "Check creditworthiness before further credit",
                "Toets de kredietwaardigheid vóór verder krediet",
                "Vérifier la solvabilité avant tout nouveau crédit",
            ),
            Measure::LeaveAsIs => {
                Text::new("Leave as it is", "Laat zoals het is", "Ne rien changer")
            }
        }
    }
}

impl Channel {
    /// The channel's name.
    pub fn label(self) -> Text {
        match self {
            Channel::Email => Text::new("e-mail", "e-mail", "e-mail"),
            Channel::Letter => Text::new("letter", "brief", "courrier"),
            Channel::PaymentLink => Text::new("payment link", "betaallink", "lien de paiement"),
            Channel::Phone => Text::new("phone", "telefoon", "téléphone"),
        }
    }
}

impl Segment {
    /// Who is in it, in a sentence.
    pub fn meaning(self) -> Text {
        match self {
            Segment::A => Text::new(
                "Pays as agreed, or was late once: the standard procedure is enough.",
                "Betaalt volgens afspraak, of was één keer te laat: de gewone procedure volstaat.",
                "Paie comme convenu, ou n’a été en retard qu’une fois : la procédure habituelle suffit.",
            ),
            Segment::B => Text::new(
                "To watch: often late by days, a middling risk, or too little history to tell.",
                "Op te volgen: vaak enkele dagen te laat, een gemiddeld risico of te weinig historie.",
                "À suivre : souvent en retard de quelques jours, risque moyen ou historique insuffisant.",
            ),
            Segment::C => Text::new(
                "Closest follow-up: late as a rule, a high risk, or invoices open for long.",
                "Strakste opvolging: als regel te laat, een hoog risico of lang openstaande facturen.",
                "Suivi le plus étroit : en retard en général, risque élevé ou factures ouvertes depuis longtemps.",
            ),
        }
    }
}

impl Advice {
    /// What to do in words. An insolvent customer is not approached; where nothing is left to the program for a natural
    /// person, it is said what a colleague decides on.
    pub fn to_do(&self) -> Vec<Text> {
        if self.barred.contains(&Barred::Insolvent) {
            return vec![file_the_claim()];
        }
        if !self.for_review.is_empty() && self.measures == [Measure::LeaveAsIs] {
            return vec![for_a_colleague(&self.for_review)];
        }
        self.measures
            .iter()
            .map(|measure| measure.label())
            .collect()
    }

    /// How to reach the customer; an insolvent one is not.
    pub fn approach(&self) -> Option<Channel> {
        (!self.barred.contains(&Barred::Insolvent)).then_some(self.channel)
    }
}

fn file_the_claim() -> Text {
    Text::new(
        "Do not approach; file the claim with the administrator",
        "Niet benaderen; dien de vordering in bij de curator of bewindvoerder",
        "Ne pas contacter ; déclarer la créance auprès du curateur ou de l’administrateur",
    )
}

fn for_a_colleague(measures: &[Measure]) -> Text {
    Text::of(|language| {
        let list: Vec<String> = measures
            .iter()
            .map(|measure| lower_first(measure.label().get(language)))
            .collect();
        let list = list.join("; ");
        match language {
            Language::En => format!("A colleague decides on: {list}"),
            Language::Nl => format!("Een medewerker beslist over: {list}"),
            Language::Fr => format!("Un collaborateur décide de : {list}"),
        }
    })
}

fn lower_first(label: &str) -> String {
    let mut characters = label.chars();
    let first = characters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(characters).collect()
}

/// What stands beside a measure that a person has to decide on.
pub fn review_note() -> Text {
    Text::new(
        "A natural person: a colleague decides, never the program",
        "Een natuurlijke persoon: een medewerker beslist, nooit het programma",
        "Une personne physique : un collaborateur décide, jamais le programme",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(measures: Vec<Measure>, for_review: Vec<Measure>, barred: Vec<Barred>) -> Advice {
        Advice {
            measures,
            for_review,
            channel: Channel::Phone,
            review_required: false,
            ladder: "standard".into(),
            barred,
        }
    }

    #[test]
    fn an_insolvent_customer_is_not_approached() {
        let insolvent = advice(
            vec![Measure::LeaveAsIs],
            vec![Measure::PartInAdvance],
            vec![Barred::NaturalPerson, Barred::Insolvent],
        );
        assert_eq!(insolvent.approach(), None);
        let told = insolvent.to_do();
        assert_eq!(told.len(), 1);
        assert_eq!(
            told[0].nl,
            "Niet benaderen; dien de vordering in bij de curator of bewindvoerder"
        );
    }

    #[test]
    fn of_a_natural_person_it_is_said_what_a_colleague_decides_on() {
        let person = advice(
            vec![Measure::LeaveAsIs],
            vec![Measure::CheckCreditworthiness, Measure::PartInAdvance],
            vec![Barred::NaturalPerson],
        );
        assert_eq!(person.approach(), Some(Channel::Phone));
        let told = &person.to_do()[0];
        let first = lower_first(Measure::CheckCreditworthiness.label().get(Language::En));
        assert!(
            told.en
                .starts_with(&format!("A colleague decides on: {first}; ")),
            "{told:?}"
        );
        let left = advice(vec![Measure::LeaveAsIs], Vec::new(), Vec::new());
        assert_eq!(left.to_do()[0].en, "Leave as it is");
    }
}
