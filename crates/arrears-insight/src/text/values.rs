//! Words for the values that a ledger gives its customers and contacts.

use super::Text;

/// The words for a payment method, business model, size class or channel; a value that is not known here is said as it is.
pub fn value(code: &str) -> Text {
    let [en, nl, fr] = match code {
        "bank_transfer" => ["bank transfer", "overschrijving", "virement"],
        "direct_debit" => ["direct debit", "automatische incasso", "domiciliation"],
        "prepayment" => ["prepayment", "vooruitbetaling", "paiement d’avance"],
        "credit_card" => ["credit card", "kredietkaart", "carte de crédit"],
        "cash" => ["cash", "contant", "espèces"],
        "cheque" => ["cheque", "cheque", "chèque"],
        "supply" => [
            "supply of goods",
            "levering van goederen",
            "fourniture de biens",
        ],
        "project" => ["project", "project", "projet"],
        "subscription" => ["subscription", "abonnement", "abonnement"],
        "wholesale" => ["wholesale", "groothandel", "commerce de gros"],
        "retail" => ["retail", "detailhandel", "commerce de détail"],
        "web_shop" => ["web shop", "webwinkel", "boutique en ligne"],
        "micro" => ["micro", "micro", "micro"],
        "small" => ["small", "klein", "petite"],
        "medium" => ["medium-sized", "middelgroot", "moyenne"],
        "large" => ["large", "groot", "grande"],
        "email" => ["e-mail", "e-mail", "e-mail"],
        "letter" => ["letter", "brief", "courrier"],
        "registered_letter" => [
            "registered letter",
            "aangetekende brief",
            "courrier recommandé",
        ],
        "messenger" => ["messaging app", "berichtendienst", "messagerie"],
        "phone" => ["phone", "telefoon", "téléphone"],
        "payment_link" => ["payment link", "betaallink", "lien de paiement"],
        other => return Text::same(other),
    };
    Text::new(en, nl, fr)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_have_words_and_others_stay() {
        let said = value("registered_letter");
        assert_eq!(
            [said.en, said.nl, said.fr],
            [
                "registered letter",
                "aangetekende brief",
                "courrier recommandé"
            ]
        );
        assert_eq!(value("small").nl, "klein");
        assert_eq!(value("direct_debit").fr, "domiciliation");
        assert_eq!(value("my_own_kind"), Text::same("my_own_kind"));
    }
}
