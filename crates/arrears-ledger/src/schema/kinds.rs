//! The kinds of invoices and bookings, and the words that exports use for them.

/// One kind, and the words for it besides its own name; compared without case, spaces and punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Canonical name.
    pub name: &'static str,
    /// Words for it in English, Dutch, French and German, separated by `, `.
    pub synonyms: &'static str,
}

/// Kinds of rows in `invoices`.
pub static INVOICE_KINDS: &[Kind] = &[
    Kind {
        name: "invoice",
        synonyms: "i, in, inv, f, fa, fac, fact, fct, si, dr, di, d, bill, debit, debit invoice, sales invoice, tax invoice, factuur, verkoopfactuur, facture, rechnung, rv, fv",
    },
    Kind {
        name: "credit_note",
        synonyms: "c, cm, cn, cr, crn, dg, credit, credit memo, credit note, credit invoice, creditnota, \
         creditfactuur, cf, av, avoir, note de crédit, facture d'avoir, gs, Gutschrift, Rechnungskorrektur",
    },
];

/// Kinds of rows in `payments`.
pub static PAYMENT_KINDS: &[Kind] = &[
    Kind {
        name: "payment",
        synonyms: "paid, receipt, cash, bank, transfer, dz, zp, zv, betaling, ontvangst, paiement, règlement, \
         Zahlung, Zahlungseingang",
    },
    Kind {
        name: "discount",
        synonyms: "cash discount, korting, betalingskorting, escompte, remise, Skonto, Rabatt",
    },
    Kind {
        name: "credit_note",
        synonyms: "credit, credit memo, creditnota, creditfactuur, avoir, note de crédit, Gutschrift",
    },
    Kind {
        name: "offset",
        synonyms: "set off, netting, ab, verrekening, compensation, Verrechnung, Aufrechnung",
    },
    Kind {
        name: "write_off",
        synonyms: "bad debt, afboeking, afschrijving, oninbaar, perte, passage en perte, créance \
         irrécouvrable, Ausbuchung, Abschreibung",
    },
    Kind {
        name: "reversal",
        synonyms: "reversed, chargeback, bounced, storno, stornering, terugboeking, annulation, rejet, \
         impayé, Rücklastschrift, Rückbuchung, Stornierung",
    },
];

/// The sides of the books.
pub static SIDES: &[Kind] = &[
    Kind {
        name: "debit",
        synonyms: "d, dr, dt, s, deb, debet, débit, Soll",
    },
    Kind {
        name: "credit",
        synonyms: "c, cr, ct, h, cred, crédit, Haben",
    },
];

/// The canonical name for a word, if it is one of `kinds`.
pub fn normalise_kind(word: &str, kinds: &'static [Kind]) -> Option<&'static str> {
    if let Some(kind) = kinds.iter().find(|kind| kind.name == word) {
        return Some(kind.name);
    }
    let word = squeeze(word);
    kinds
        .iter()
        .find(|kind| {
            squeeze(kind.name) == word
                || kind
                    .synonyms
                    .split(", ")
                    .any(|synonym| squeeze(synonym) == word)
        })
        .map(|kind| kind.name)
}

/// Lower case, letters and digits only.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_four_languages_are_known() {
        for (word, kind) in [
            ("invoice", "invoice"),
            ("Credit Note", "credit_note"),
            ("CREDITNOTA", "credit_note"),
            ("Note de crédit", "credit_note"),
        ] {
            assert_eq!(normalise_kind(word, INVOICE_KINDS), Some(kind), "{word}");
        }
        for (word, kind) in [
            ("Betaling", "payment"),
            ("write-off", "write_off"),
            ("RÜCKLASTSCHRIFT", "reversal"),
            ("escompte", "discount"),
        ] {
            assert_eq!(normalise_kind(word, PAYMENT_KINDS), Some(kind), "{word}");
        }
        assert_eq!(normalise_kind("memo", INVOICE_KINDS), None);
        assert_eq!(normalise_kind("", PAYMENT_KINDS), None);
    }
}
