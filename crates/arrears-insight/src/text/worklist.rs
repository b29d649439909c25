//! The worklist in words: causes and outcomes, and what to say to a customer in its own language.
//!
//! What is said is about invoices and days, never about the person: it asks whether the invoice is in order and when
//! payment can be expected, and threatens nothing.

use arrears_ledger::Day;

use super::{Language, Text, date, money_to_the_cent, pick};
use crate::customers::measures::Channel;
use crate::nonpayment::{Basis, CustomerReason};
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
    /// Whether the next step is to hand the claim over for collection.
    pub hand_over: bool,
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
        sentences.push(self.put_right(language).to_owned());
        sentences.join(" ")
    }

    fn several(&self) -> bool {
        self.invoices.len() + self.n_more > 1
    }

    fn put_right(&self, language: Language) -> &'static str {
        match self.several() {
            false => pick(
                language,
                "If something about the invoice is not right, please tell us; we will put it in order.",
                "Klopt er iets niet aan de factuur, laat het ons dan weten; dan brengen wij dat in orde.",
                "Si quelque chose n’est pas correct sur la facture, dites-le-nous ; nous le réglerons.",
            ),
            true => pick(
                language,
                "If something about one of the invoices is not right, please tell us; we will put it in order.",
                "Klopt er iets niet aan een van de facturen, laat het ons dan weten; dan brengen wij dat in orde.",
                "Si quelque chose n’est pas correct sur l’une des factures, dites-le-nous ; nous le réglerons.",
            ),
        }
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
        let semicolon = match language {
            Language::En | Language::Nl => "; ",
            Language::Fr => "\u{202f}; ",
        };
        let list = format!("{}{more}", list.join(semicolon));
        match (language, self.several()) {
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
        match (self.hand_over, self.promise_passed, self.reminded) {
            (true, _, _) => self.before_handing_over(language),
            (false, true, _) => pick(
                language,
                "We had agreed on a day and have not seen the payment yet; which day suits you now?",
                "Wij hadden een dag afgesproken en zagen de betaling nog niet; welke dag komt u nu uit?",
                "Nous avions convenu d’une date et n’avons pas encore vu le paiement ; quelle date vous convient à présent ?",
            ),
            (false, false, true) => pick(
                language,
                "You have had our reminder; on which day can we expect the payment?",
                "U ontving onze herinnering; op welke dag kunnen wij de betaling verwachten?",
                "Vous avez reçu notre rappel ; à quelle date pouvons-nous attendre le paiement ?",
            ),
            (false, false, false) => self.first_question(language),
        }
    }

    fn first_question(&self, language: Language) -> &'static str {
        match self.several() {
            false => pick(
                language,
                "Did it reach you in good order, and on which day can we expect the payment?",
                "Is die goed bij u aangekomen, en op welke dag kunnen wij de betaling verwachten?",
                "L’avez-vous bien reçue, et à quelle date pouvons-nous attendre le paiement ?",
            ),
            true => pick(
                language,
                "Did they reach you in good order, and on which day can we expect the payment?",
                "Zijn die goed bij u aangekomen, en op welke dag kunnen wij de betaling verwachten?",
                "Les avez-vous bien reçues, et à quelle date pouvons-nous attendre le paiement ?",
            ),
        }
    }

    /// The last call before somebody else makes them: what comes next is told, and an agreement still goes before it.
    fn before_handing_over(&self, language: Language) -> &'static str {
        match self.several() {
            false => pick(
                language,
                "You have had our reminders, and it is still unpaid. Our next step is to hand it over for collection; we would \
                 rather agree on something with you first. What stands in the way of payment, and on which day can you pay?",
                "U ontving onze aanmaningen, en betaling bleef uit. Onze volgende stap is de vordering uit handen te geven; liever \
                 maken wij eerst met u een afspraak. Wat staat betaling in de weg, en op welke dag kunt u betalen?",
                "Vous avez reçu nos rappels, et elle reste impayée. Notre prochaine étape est de la remettre au recouvrement ; nous \
                 préférons d’abord trouver un accord avec vous. Qu’est-ce qui empêche le paiement, et à quelle date pouvez-vous payer ?",
            ),
            // Of several it is the one that is past due longest, which the ladder has led furthest.
            true => pick(
                language,
                "You have had our reminders, and they are still unpaid. Our next step is to hand the oldest over for collection; we \
                 would rather agree on something with you first. What stands in the way of payment, and on which day can you pay?",
                "U ontving onze aanmaningen, en betaling bleef uit. Onze volgende stap is de oudste uit handen te geven; liever maken \
                 wij eerst met u een afspraak. Wat staat betaling in de weg, en op welke dag kunt u betalen?",
                "Vous avez reçu nos rappels, et elles restent impayées. Notre prochaine étape est de remettre la plus ancienne au \
                 recouvrement ; nous préférons d’abord trouver un accord avec vous. Qu’est-ce qui empêche le paiement, et à quelle date \
                 pouvez-vous payer ?",
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
            hand_over: false,
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
        let french = several.say(Language::Fr);
        assert!(french.contains(")\u{202f}; F2 (échue le"), "{french}");
    }

    #[test]
    fn the_last_call_before_it_is_handed_over_says_so_and_asks() {
        let last = Talk {
            hand_over: true,
            reminded: true,
            promise_passed: true,
            ..talk(vec![invoice("F1")])
        };
        let told = Language::ALL.map(|language| last.say(language));
        for (told, next) in told.iter().zip([
            "Our next step is to hand it over for collection; we would rather agree",
            "Onze volgende stap is de vordering uit handen te geven; liever maken wij",
            "Notre prochaine étape est de la remettre au recouvrement ; nous préférons",
        ]) {
            assert!(told.contains(next), "{told}");
            assert!(told.contains('?') && !told.contains("  "), "{told}");
        }
        let both = Talk {
            n_more: 1,
            ..last.clone()
        };
        assert!(
            both.say(Language::Fr)
                .contains("de remettre la plus ancienne au recouvrement ;")
        );
        assert!(both.say(Language::En).contains("one of the invoices"));
    }

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
