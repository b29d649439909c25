//! What to say to a customer about its invoices, in its own language, by phone or in writing.
//!
//! It is about invoices and days, never about the person: it asks whether the invoice is in order and when payment can be
//! expected, and threatens nothing. A promise or a letter that was about some of the invoices is told of those alone.

use arrears_ledger::Day;

use super::{Language, date, money_to_the_cent, pick};

/// What is said.
#[derive(Clone, Debug)]
pub struct Talk<'a> {
    /// Invoices that are spoken of, oldest first.
    pub invoices: Vec<TalkInvoice<'a>>,
    /// How many more there are.
    pub n_more: usize,
    /// What is overdue in all, cash on account and what is promised taken off, in cents.
    pub net_minor: i64,
    /// Cash on account, in cents.
    pub unallocated_minor: i64,
    /// What was promised for a day that has passed, and how much of it did not come, in cents.
    pub missed: Option<(TalkPart<'a>, i64)>,
    /// Which of them have had the highest dunning level, and that level.
    pub reached: Option<(TalkPart<'a>, u8)>,
    /// The invoice that is handed over for collection next, if one is.
    pub hand_over: Option<&'a str>,
    /// Whether it is written and not said by phone.
    pub in_writing: bool,
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

/// Which of the invoices something is about.
#[derive(Clone, Debug)]
pub struct TalkPart<'a> {
    /// Numbers that are named.
    pub invoice_ids: Vec<&'a str>,
    /// How many more there are.
    pub n_more: usize,
    /// Whether it is about all that is spoken of, so that nothing need be named.
    pub is_all: bool,
}

impl TalkPart<'_> {
    /// `invoice F1`, `invoices F1; F2 and 3 more`.
    fn named(&self, language: Language) -> String {
        let several = self.invoice_ids.len() + self.n_more > 1;
        let invoices = match several {
            false => pick(language, "invoice", "factuur", "la facture"),
            true => pick(language, "invoices", "de facturen", "les factures"),
        };
        let list = self.invoice_ids.join("; ");
        format!("{invoices} {list}{}", and_more(self.n_more, language))
    }
}

fn and_more(n: usize, language: Language) -> String {
    match (n, language) {
        (0, _) => String::new(),
        (n, Language::En) => format!(" and {n} more"),
        (n, Language::Nl) => format!(" en nog {n} andere"),
        (1, Language::Fr) => " et une autre".to_owned(),
        (n, Language::Fr) => format!(" et {n} autres"),
    }
}

impl Talk<'_> {
    /// What to say, in the customer's language.
    pub fn say(&self, language: Language) -> String {
        let mut sentences = vec![self.about(language)];
        if self.unallocated_minor > 0 {
            sentences.push(self.cash(language));
        }
        sentences.extend(self.not_kept(language));
        sentences.extend(self.was_sent(language));
        sentences.push(self.question(language));
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
        let opening = match (self.in_writing, self.several()) {
            (false, false) => pick(
                language,
                "I am calling about invoice",
                "Ik bel over factuur",
                "Je vous appelle au sujet de la facture",
            ),
            (false, true) => pick(
                language,
                "I am calling about invoices",
                "Ik bel over de facturen",
                "Je vous appelle au sujet des factures",
            ),
            (true, false) => pick(
                language,
                "We are writing about invoice",
                "Wij schrijven u over factuur",
                "Nous vous écrivons au sujet de la facture",
            ),
            (true, true) => pick(
                language,
                "We are writing about invoices",
                "Wij schrijven u over de facturen",
                "Nous vous écrivons au sujet des factures",
            ),
        };
        let list: Vec<String> = self.invoices.iter().map(|i| one(i, language)).collect();
        let list = format!("{}{}", list.join("; "), and_more(self.n_more, language));
        let total = money_to_the_cent(self.net_minor, self.currency, language);
        match (language, self.several()) {
            (Language::En, false) => format!("{opening} {list}: {total} of it is still open."),
            (Language::En, true) => format!("{opening} {list}: {total} in all is still open."),
            (Language::Nl, false) => format!("{opening} {list}: daarvan staat nog {total} open."),
            (Language::Nl, true) => format!("{opening} {list}: samen staat nog {total} open."),
            (Language::Fr, false) => format!("{opening} {list} : {total} restent dus."),
            (Language::Fr, true) => format!("{opening} {list} : {total} restent dus au total."),
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

    /// The promise that was not kept: of some of it, which and how much.
    fn not_kept(&self, language: Language) -> Option<String> {
        let (part, minor) = self.missed.as_ref()?;
        if part.is_all {
            let all = pick(
                language,
                "We had agreed on a day and have not seen the payment yet.",
                "Wij hadden een dag afgesproken en zagen de betaling nog niet.",
                "Nous avions convenu d’une date et n’avons pas encore vu le paiement.",
            );
            return Some(all.to_owned());
        }
        let named = part.named(language);
        let amount = money_to_the_cent(*minor, self.currency, language);
        Some(match language {
            Language::En => format!(
                "For {named} ({amount}) we had agreed on a day and have not seen the payment yet."
            ),
            Language::Nl => format!(
                "Voor {named} ({amount}) hadden wij een dag afgesproken en zagen wij de betaling nog niet."
            ),
            Language::Fr => format!(
                "Pour {named} ({amount}), nous avions convenu d’une date et n’avons pas encore vu le paiement."
            ),
        })
    }

    /// The heaviest that was sent: of some of it, about which.
    fn was_sent(&self, language: Language) -> Option<String> {
        let (part, level) = self.reached.as_ref()?;
        let sent = match level {
            0 => return None,
            1 => pick(language, "our reminder", "onze herinnering", "notre rappel"),
            2 => pick(
                language,
                "our reminders",
                "onze herinneringen",
                "nos rappels",
            ),
            _ => pick(
                language,
                "our formal notice",
                "onze ingebrekestelling",
                "notre mise en demeure",
            ),
        };
        let of = match (part.is_all, language) {
            (true, _) => String::new(),
            (false, Language::En) => format!(" about {}", part.named(language)),
            (false, Language::Nl) => format!(" over {}", part.named(language)),
            (false, Language::Fr) => format!(" pour {}", part.named(language)),
        };
        Some(match language {
            Language::En => format!("You have had {sent}{of}."),
            Language::Nl => format!("U ontving {sent}{of}."),
            Language::Fr => format!("Vous avez reçu {sent}{of}."),
        })
    }

    fn question(&self, language: Language) -> String {
        if let Some(invoice_id) = self.hand_over {
            return self.before_handing_over(invoice_id, language);
        }
        let missed = self.missed.as_ref().map(|(part, _)| part.is_all);
        let asked = match (missed, self.reached.is_some()) {
            (Some(true), _) => pick(
                language,
                "Which day suits you now?",
                "Welke dag komt u nu uit?",
                "Quelle date vous convient à présent ?",
            ),
            (Some(false), _) => pick(
                language,
                "Which day suits you now, and on which day can we expect the rest?",
                "Welke dag komt u nu uit, en op welke dag kunnen wij de rest verwachten?",
                "Quelle date vous convient à présent, et à quelle date pouvons-nous attendre le reste ?",
            ),
            (None, true) => pick(
                language,
                "On which day can we expect the payment?",
                "Op welke dag kunnen wij de betaling verwachten?",
                "À quelle date pouvons-nous attendre le paiement ?",
            ),
            (None, false) => self.first_question(language),
        };
        asked.to_owned()
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

    /// The last word before somebody else has it: what comes next is told, and an agreement still goes before it.
    fn before_handing_over(&self, invoice_id: &str, language: Language) -> String {
        match language {
            Language::En => format!(
                "Our next step is to hand invoice {invoice_id} over for collection; we would rather agree on something with you \
                 first. What stands in the way of payment, and on which day can you pay?"
            ),
            Language::Nl => format!(
                "Onze volgende stap is factuur {invoice_id} uit handen te geven; liever maken wij eerst met u een afspraak. Wat \
                 staat betaling in de weg, en op welke dag kunt u betalen?"
            ),
            Language::Fr => format!(
                "Notre prochaine étape est de remettre la facture {invoice_id} au recouvrement ; nous préférons d’abord trouver un \
                 accord avec vous. Qu’est-ce qui empêche le paiement, et à quelle date pouvez-vous payer ?"
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

#[cfg(test)]
mod tests;
