//! Measures, channels and segments in words.

use super::Text;
use crate::customers::measures::{Channel, Measure};
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

/// What stands beside a measure that a person has to decide on.
pub fn review_note() -> Text {
    Text::new(
        "A natural person: a colleague decides, never the program",
        "Een natuurlijke persoon: een medewerker beslist, nooit het programma",
        "Une personne physique : un collaborateur décide, jamais le programme",
    )
}
