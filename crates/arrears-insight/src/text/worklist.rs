//! The worklist in words: causes and outcomes, and what to say to a customer in its own language.
//!
//! What is said is about invoices and days, never about the person: it asks whether the invoice is in order and when
//! payment can be expected, and threatens nothing.

use arrears_ledger::Day;

use super::{Language, Text, date, money_to_the_cent, pick};
use crate::customers::measures::Channel;
use crate::worklist::Cause;

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

/// What a call is about.
#[derive(Clone, Debug)]
pub struct Talk<'a> {
    /// Invoices that are spoken of, oldest first.
    pub invoices: Vec<TalkInvoice<'a>>,
    /// How many more there are.
    pub n_more: usize,
    /// What is overdue in all, cash on account taken off, in cents.
    pub net_minor: i64,
    /// Cash on account, in cents.
    pub unallocated_minor: i64,
    /// Whether a promised day passed without payment.
    pub promise_passed: bool,
    /// Whether reminders were sent before.
    pub reminded: bool,
    /// Currency of the ledger.
    pub currency: &'a str,
}

/// One invoice that is spoken of.
#[derive(Clone, Copy, Debug)]
pub struct TalkInvoice<'a> {
    /// Its number.
    pub invoice_id: &'a str,
    /// Due date.
    pub due_date: Day,
    /// The customer's order number, where it is known.
    pub po_reference: Option<&'a str>,
}

impl Talk<'_> {
    /// What to say, in the customer's language.
    pub fn say(&self, language: Language) -> String {
        let mut sentences = vec![self.about(language)];
        if self.unallocated_minor > 0 {
            sentences.push(self.cash(language));
        }
        sentences.push(self.question(language).to_owned());
        sentences.push(
            pick(
                language,
                "If something about the invoice is not right, please tell us; we will put it in order.",
                "Klopt er iets niet aan de factuur, laat het ons dan weten; dan brengen wij dat in orde.",
                "Si quelque chose n’est pas correct sur la facture, dites-le-nous ; nous le réglerons.",
            )
            .to_owned(),
        );
        sentences.join(" ")
    }

    fn about(&self, language: Language) -> String {
        let list: Vec<String> = self.invoices.iter().map(|i| one(i, language)).collect();
        let total = money_to_the_cent(self.net_minor, self.currency, language);
        let more = match (self.n_more, language) {
            (0, _) => String::new(),
            (n, Language::En) => format!(" and {n} more"),
            (n, Language::Nl) => format!(" en nog {n} andere"),
            (n, Language::Fr) => format!(" et {n} autres"),
        };
        let list = format!("{}{more}", list.join("; "));
        match (language, self.invoices.len() + self.n_more > 1) {
            (Language::En, false) => {
                format!("I am calling about invoice {list}: {total} of it is still open.")
            }
            (Language::En, true) => {
                format!("I am calling about invoices {list}: {total} in all is still open.")
            }
            (Language::Nl, false) => {
                format!("Ik bel over factuur {list}: daarvan staat nog {total} open.")
            }
            (Language::Nl, true) => {
                format!("Ik bel over de facturen {list}: samen staat nog {total} open.")
            }
            (Language::Fr, false) => {
                format!("Je vous appelle au sujet de la facture {list} : {total} restent dus.")
            }
            (Language::Fr, true) => format!(
                "Je vous appelle au sujet des factures {list} : {total} restent dus au total."
            ),
        }
    }

    fn cash(&self, language: Language) -> String {
        let cash = money_to_the_cent(self.unallocated_minor, self.currency, language);
        match language {
            Language::En => format!(
                "We also received {cash} from you that we could not place: which invoice is it for?"
            ),
            Language::Nl => format!(
                "Wij ontvingen ook {cash} van u die wij niet konden plaatsen: voor welke factuur is die?"
            ),
            Language::Fr => format!(
                "Nous avons aussi reçu {cash} de votre part sans pouvoir l’affecter : pour quelle facture est-ce ?"
            ),
        }
    }

    fn question(&self, language: Language) -> &'static str {
        match (self.promise_passed, self.reminded) {
            (true, _) => pick(
                language,
                "We had agreed on a day and have not seen the payment yet; which day suits you now?",
                "Wij hadden een dag afgesproken en zagen de betaling nog niet; welke dag komt u nu uit?",
                "Nous avions convenu d’une date et n’avons pas encore vu le paiement ; quelle date vous convient à présent ?",
            ),
            (false, true) => pick(
                language,
                "You have had our reminder; on which day can we expect the payment?",
                "U ontving onze herinnering; op welke dag kunnen wij de betaling verwachten?",
                "Vous avez reçu notre rappel ; à quelle date pouvons-nous attendre le paiement ?",
            ),
            (false, false) => pick(
                language,
                "Did it reach you in good order, and on which day can we expect the payment?",
                "Is die goed bij u aangekomen, en op welke dag kunnen wij de betaling verwachten?",
                "L’avez-vous bien reçue, et à quelle date pouvons-nous attendre le paiement ?",
            ),
        }
    }
}

fn one(invoice: &TalkInvoice, language: Language) -> String {
    let due = date(invoice.due_date, language);
    let order = invoice.po_reference.map(|order| match language {
        Language::En => format!("your order {order}, "),
        Language::Nl => format!("uw order {order}, "),
        Language::Fr => format!("votre commande {order}, "),
    });
    let order = order.unwrap_or_default();
    let id = invoice.invoice_id;
    match language {
        Language::En => format!("{id} ({order}due {due})"),
        Language::Nl => format!("{id} ({order}vervallen {due})"),
        Language::Fr => format!("{id} ({order}échue le {due})"),
    }
}

/// A step of the ladder with its channel: `second reminder (letter)`.
pub fn step_by(level: u8, channel: Channel) -> Text {
    let (step, channel) = (step_label(level), channel.label());
    Text::of(|language| format!("{} ({})", step.get(language), channel.get(language)))
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
    use super::*;

    fn invoice(invoice_id: &str) -> TalkInvoice<'_> {
        TalkInvoice {
            invoice_id,
            due_date: Day::from_ymd(2025, 12, 1).expect("a day"),
            po_reference: None,
        }
    }

    fn talk<'a>(invoices: Vec<TalkInvoice<'a>>) -> Talk<'a> {
        Talk {
            invoices,
            n_more: 0,
            net_minor: 125_000,
            unallocated_minor: 0,
            promise_passed: false,
            reminded: false,
            currency: "EUR",
        }
    }

    #[test]
    fn one_invoice_in_three_languages() {
        let ordered = TalkInvoice {
            po_reference: Some("PO-7"),
            ..invoice("F1")
        };
        let told =
            Language::ALL.map(|language| talk(vec![ordered]).say(language).replace('\u{a0}', " "));
        assert_eq!(
            told[0],
            "I am calling about invoice F1 (your order PO-7, due 1 Dec 2025): EUR 1,250.00 of it is still open. Did it reach \
             you in good order, and on which day can we expect the payment? If something about the invoice is not right, \
             please tell us; we will put it in order."
        );
        assert!(told[1].starts_with(
            "Ik bel over factuur F1 (uw order PO-7, vervallen 1 dec 2025): daarvan staat nog EUR 1.250,00 open."
        ));
        assert!(told[2].starts_with(
            "Je vous appelle au sujet de la facture F1 (votre commande PO-7, échue le 1 déc. 2025) : 1 250,00 EUR restent dus."
        ));
    }

    #[test]
    fn several_invoices_cash_and_a_promise() {
        let several = Talk {
            n_more: 3,
            unallocated_minor: 10_000,
            promise_passed: true,
            ..talk(vec![invoice("F1"), invoice("F2")])
        };
        let told = several.say(Language::Nl).replace('\u{a0}', " ");
        assert!(
            told.starts_with(
                "Ik bel over de facturen F1 (vervallen 1 dec 2025); F2 (vervallen 1 dec 2025) en nog 3 andere: samen staat nog \
                 EUR 1.250,00 open. Wij ontvingen ook EUR 100,00 van u die wij niet konden plaatsen"
            ),
            "{told}"
        );
        assert!(told.contains("Wij hadden een dag afgesproken"), "{told}");
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
