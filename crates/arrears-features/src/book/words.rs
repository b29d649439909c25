//! Words by which free text is understood: payment methods, legal forms, reasons of disputes, kinds of signals.

/// Whether an invoice's payment method is direct debit, where the creditor picks the date.
pub(crate) fn is_direct_debit(payment_method: &str) -> bool {
    const WHOLE: &[&str] = &["dd", "sdd", "sepa dd", "sepadd", "sepa core", "sepa b2b"];
    const PART: &[&str] = &[
        "direct debit",
        "directdebit",
        "incasso",
        "domicili",
        "prelevement",
        "prélèvement",
        "lastschrift",
        "bankeinzug",
    ];
    matches(payment_method, WHOLE, PART)
}

/// Whether a legal form is a person who answers with their own means.
pub fn is_natural_person(legal_form: &str) -> bool {
    const WHOLE: &[&str] = &["ez", "zzp", "zzper", "zzp'er", "ei", "person", "persoon"];
    const PART: &[&str] = &[
        "sole trader",
        "sole propriet",
        "self employed",
        "freelance",
        "natural person",
        "private person",
        "individual",
        "consumer",
        "eenmanszaak",
        "natuurlijk persoon",
        "natuurlijke persoon",
        "particulier",
        "consument",
        "zelfstandige",
        "personne physique",
        "entreprise individuelle",
        "auto entrepreneur",
        "micro entrepreneur",
        "indépendant",
        "independant",
        "einzelunternehm",
    ];
    matches(legal_form, WHOLE, PART)
}

/// What a dispute is about, by the words of its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DisputeReason {
    /// The invoice is wrong: price, quantity, address, double.
    BillingError,
    /// Goods, service or delivery.
    Goods,
    /// Terms or contract.
    Terms,
    /// Anything else, or no reason given.
    Other,
}

impl DisputeReason {
    /// Number of reasons.
    pub(crate) const COUNT: usize = 4;

    /// The reason that `text` names.
    pub(crate) fn of(text: &str) -> DisputeReason {
        const BILLING: &[&str] = &[
            "billing", "invoic", "price", "pricing", "amount", "factu", "prijs", "prix", "bedrag",
            "montant", "double", "dubbel", "admin", "vat", "btw", "tva",
        ];
        const GOODS: &[&str] = &[
            "good",
            "quality",
            "damage",
            "defect",
            "deliver",
            "shipment",
            "missing",
            "service",
            "lever",
            "kwaliteit",
            "schade",
            "gebrek",
            "livraison",
            "qualit",
            "marchandise",
            "product",
            "dienst",
        ];
        const TERMS: &[&str] = &[
            "term",
            "condition",
            "contract",
            "agreement",
            "voorwaarde",
            "afspraak",
            "accord",
        ];
        if matches(text, &[], BILLING) {
            DisputeReason::BillingError
        } else if matches(text, &[], GOODS) {
            DisputeReason::Goods
        } else if matches(text, &[], TERMS) {
            DisputeReason::Terms
        } else {
            DisputeReason::Other
        }
    }
}

/// Kinds of signals that features are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SignalKind {
    /// A score, in `value`.
    CreditScore,
    /// The customer asked for longer terms.
    TermsExtensionRequested,
    /// The customer refused to pay in advance.
    PrepaymentRefused,
    /// The customer revoked a direct debit mandate.
    DirectDebitRevoked,
    /// An invoice was wrong.
    BillingError,
    /// The customer did not answer.
    ContactUnanswered,
    /// Bankruptcy or suspension of payment.
    Bankruptcy,
    /// A lawsuit.
    Lawsuit,
    /// A negative review.
    NegativeReview,
    /// Any other.
    Other,
}

impl SignalKind {
    /// Number of kinds.
    pub(crate) const COUNT: usize = 10;

    /// The kind that the canonical name stands for.
    pub(crate) fn of(text: &str) -> SignalKind {
        match plain(text).as_str() {
            "credit score" => SignalKind::CreditScore,
            "terms extension requested" => SignalKind::TermsExtensionRequested,
            "prepayment refused" => SignalKind::PrepaymentRefused,
            "direct debit revoked" => SignalKind::DirectDebitRevoked,
            "billing error" => SignalKind::BillingError,
            "contact unanswered" => SignalKind::ContactUnanswered,
            "bankruptcy" => SignalKind::Bankruptcy,
            "lawsuit" => SignalKind::Lawsuit,
            "negative review" => SignalKind::NegativeReview,
            _ => SignalKind::Other,
        }
    }
}

fn matches(text: &str, whole: &[&str], part: &[&str]) -> bool {
    let text = plain(text);
    whole.contains(&text.as_str()) || part.iter().any(|word| text.contains(word))
}

/// Lower case, with underscores, hyphens and runs of white space as single spaces.
fn plain(text: &str) -> String {
    let spaced = text.to_lowercase().replace(['_', '-', '/', '.'], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direct_debit_goes_by_many_names() {
        for text in [
            "direct_debit",
            "SEPA_DD",
            "Automatische incasso",
            "Domiciliëring",
            "domiciliation",
            "SEPA-Lastschrift",
        ] {
            assert!(is_direct_debit(text), "{text}");
        }
        for text in ["bank transfer", "overboeking", "card", "addendum", ""] {
            assert!(!is_direct_debit(text), "{text}");
        }
    }

    #[test]
    fn sole_traders_are_natural_persons() {
        for text in [
            "Eenmanszaak",
            "sole_trader",
            "ZZP",
            "Entreprise individuelle",
        ] {
            assert!(is_natural_person(text), "{text}");
        }
        for text in ["BV", "NV", "VOF", "stichting", "limited company"] {
            assert!(!is_natural_person(text), "{text}");
        }
    }

    #[test]
    fn reasons_fall_into_four_classes() {
        assert_eq!(
            DisputeReason::of("billing_error"),
            DisputeReason::BillingError
        );
        assert_eq!(
            DisputeReason::of("Verkeerde prijs"),
            DisputeReason::BillingError
        );
        assert_eq!(DisputeReason::of("goods"), DisputeReason::Goods);
        assert_eq!(DisputeReason::of("terms"), DisputeReason::Terms);
        assert_eq!(DisputeReason::of("?"), DisputeReason::Other);
    }
}
