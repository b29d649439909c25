//! Reasons, and the words by which a text is read as one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Why an invoice was not paid in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Forgotten or mislaid.
    Forgot,
    /// The invoice never came.
    NotReceived,
    /// The invoice is wrong.
    BillingError,
    /// Goods, service or terms are contested.
    Dispute,
    /// An approval or a payment run on the customer's side takes time.
    InternalProcess,
    /// Short of cash.
    CashTrouble,
    /// Bankruptcy or suspension of payments.
    Insolvency,
    /// Nobody answers.
    Unreachable,
    /// Paid later on purpose, or promised and not kept.
    NotKept,
    /// A reason was written down, and is none of these.
    Other,
    /// Nothing tells.
    Unknown,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 11] = [
        Reason::Forgot,
        Reason::NotReceived,
        Reason::BillingError,
        Reason::Dispute,
        Reason::InternalProcess,
        Reason::CashTrouble,
        Reason::Insolvency,
        Reason::Unreachable,
        Reason::NotKept,
        Reason::Other,
        Reason::Unknown,
    ];

    /// The code in files and in the config.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Forgot => "forgot",
            Reason::NotReceived => "not_received",
            Reason::BillingError => "billing_error",
            Reason::Dispute => "dispute",
            Reason::InternalProcess => "internal_process",
            Reason::CashTrouble => "cash_trouble",
            Reason::Insolvency => "insolvency",
            Reason::Unreachable => "unreachable",
            Reason::NotKept => "not_kept",
            Reason::Other => "other",
            Reason::Unknown => "unknown",
        }
    }

    /// The reason with this code.
    pub fn of_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// In words.
    pub fn label(self) -> Text {
        match self {
            Reason::Forgot => Text::new("forgotten", "vergeten", "oublié"),
            Reason::NotReceived => Text::new(
                "invoice not received",
                "factuur niet ontvangen",
                "facture non reçue",
            ),
            Reason::BillingError => Text::new(
                "error in the invoice",
                "fout in de factuur",
                "erreur de facturation",
            ),
            Reason::Dispute => Text::new("contested", "betwist", "contesté"),
            Reason::InternalProcess => Text::new(
                "customer’s approval or payment run",
                "goedkeuring of betaalrun bij de klant",
                "validation ou échéancier chez le client",
            ),
            Reason::CashTrouble => Text::new("short of cash", "krap bij kas", "trésorerie tendue"),
            Reason::Insolvency => Text::new(
                "bankruptcy or moratorium",
                "faillissement of surseance",
                "faillite ou sursis",
            ),
            Reason::Unreachable => Text::new("not reached", "niet bereikt", "injoignable"),
            Reason::NotKept => Text::new(
                "promise not kept",
                "afspraak niet nagekomen",
                "promesse non tenue",
            ),
            Reason::Other => Text::new("another reason", "een andere reden", "autre motif"),
            Reason::Unknown => {
                Text::new("no reason known", "geen reden bekend", "aucun motif connu")
            }
        }
    }

    /// The words it is read by, in English, Dutch, French and German, in lower case.
    fn words(self) -> &'static [&'static str] {
        match self {
            Reason::Insolvency => &[
                "bankrupt",
                "insolven",
                "faillissement",
                "failliet",
                "faillite",
                "surseance",
                "moratorium",
                "redressement",
                "liquidation",
                "konkurs",
            ],
            Reason::NotReceived => &[
                "not received",
                "never received",
                "lost invoice",
                "niet ontvangen",
                "nooit ontvangen",
                "non reçu",
                "pas reçu",
                "non recu",
                "pas recu",
                "nicht erhalten",
            ],
            Reason::BillingError => &[
                "billing error",
                "wrong invoice",
                "invoice error",
                "wrong amount",
                "wrong price",
                "fout in factuur",
                "factuurfout",
                "foute factuur",
                "verkeerde factuur",
                "verkeerd bedrag",
                "verkeerde prijs",
                "erreur de facturation",
                "facture erron",
                "erreur facture",
                "rechnungsfehler",
            ],
            Reason::Dispute => &[
                "disput",
                "contest",
                "complaint",
                "quality",
                "not delivered",
                "damage",
                "betwist",
                "klacht",
                "kwaliteit",
                "niet geleverd",
                "schade",
                "discussie",
                "litige",
                "non livré",
                "réclamation",
                "reclamation",
                "reklamation",
            ],
            Reason::CashTrouble => &[
                "liquidity",
                "cash",
                "no money",
                "cannot pay",
                "unable to pay",
                "liquidit",
                "geen geld",
                "krap",
                "kan niet betalen",
                "betalingsproblem",
                "betaalproblem",
                "trésorerie",
                "tresorerie",
                "pas d'argent",
                "difficultés financières",
                "zahlungsschwierig",
            ],
            Reason::Forgot => &[
                "forgot",
                "oversight",
                "mislaid",
                "vergeten",
                "over het hoofd",
                "slordig",
                "oubli",
                "omission",
                "vergessen",
            ],
            Reason::Unreachable => &[
                "unreachable",
                "no answer",
                "not reached",
                "no contact",
                "onbereikbaar",
                "niet bereikbaar",
                "geen gehoor",
                "geen contact",
                "injoignable",
                "pas de réponse",
                "sans réponse",
                "nicht erreichbar",
            ],
            Reason::InternalProcess => &[
                "approval",
                "payment run",
                "purchase order",
                "internal",
                "goedkeuring",
                "akkoord",
                "betaalrun",
                "inkooporder",
                "validation",
                "bon de commande",
                "freigabe",
            ],
            Reason::NotKept => &[
                "broken promise",
                "not kept",
                "unwilling",
                "refus",
                "niet nagekomen",
                "onwil",
                "weiger",
                "non tenu",
                "unzuverlässig",
                "not reliable",
                "niet betrouwbaar",
            ],
            Reason::Other | Reason::Unknown => &[],
        }
    }
}

/// Most specific first: a bankruptcy that is contested is a bankruptcy, a wrong invoice that is contested is wrong.
const ORDER: [Reason; 9] = [
    Reason::Insolvency,
    Reason::NotReceived,
    Reason::BillingError,
    Reason::CashTrouble,
    Reason::Forgot,
    Reason::Dispute,
    Reason::Unreachable,
    Reason::InternalProcess,
    Reason::NotKept,
];

/// Words of the user's own by code of the reason, looked for before ours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReasonWords(pub BTreeMap<String, Vec<String>>);

impl ReasonWords {
    /// The first code that is no reason, if any.
    pub fn unknown_code(&self) -> Option<&str> {
        self.0
            .keys()
            .map(String::as_str)
            .find(|code| Reason::of_code(code).is_none_or(|reason| reason == Reason::Unknown))
    }

    /// The reason that a text names; `None` where no word is found in it.
    ///
    /// A word of the config is found as a whole text or a part of it, in any case; a code of ours is read as itself.
    pub fn read(&self, text: &str) -> Option<Reason> {
        let text = plain(text);
        let own = self
            .0
            .iter()
            .filter_map(|(code, words)| Some((Reason::of_code(code)?, words)));
        for (reason, words) in own {
            if words
                .iter()
                .map(|word| plain(word))
                .any(|word| is_in(&word, &text))
            {
                return Some(reason);
            }
        }
        let code = text.replace(' ', "_");
        if let Some(reason) = Reason::of_code(&code).filter(|&reason| reason != Reason::Unknown) {
            return Some(reason);
        }
        ORDER
            .into_iter()
            .find(|reason| reason.words().iter().any(|word| text.contains(word)))
    }
}

/// A word of one or two letters, such as a code `7`, must be the whole text.
fn is_in(word: &str, text: &str) -> bool {
    match word.chars().count() {
        0 => false,
        1 | 2 => word == text,
        _ => text.contains(word),
    }
}

/// Lower case, with underscores, hyphens and runs of white space as single spaces.
fn plain(text: &str) -> String {
    let spaced = text.to_lowercase().replace(['_', '-', '’'], " ");
    spaced.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_three_languages() {
        let words = ReasonWords::default();
        for (text, reason) in [
            ("forgotten", Reason::Forgot),
            ("Vergeten te betalen", Reason::Forgot),
            ("liquidity", Reason::CashTrouble),
            ("Problème de trésorerie", Reason::CashTrouble),
            ("disputed", Reason::Dispute),
            ("invoice_not_received", Reason::NotReceived),
            ("Factuur niet ontvangen", Reason::NotReceived),
            ("Verkeerde prijs", Reason::BillingError),
            ("injoignable", Reason::Unreachable),
            ("cash_trouble", Reason::CashTrouble),
            ("other", Reason::Other),
        ] {
            assert_eq!(words.read(text), Some(reason), "{text}");
        }
        assert_eq!(words.read("hmm"), None);
        assert_eq!(words.read("unknown"), None);
    }

    #[test]
    fn words_of_the_config_come_first() {
        let own = |code: &str, words: &[&str]| {
            (
                code.to_owned(),
                words.iter().map(|w| (*w).to_owned()).collect(),
            )
        };
        let words = ReasonWords(BTreeMap::from([
            own("internal_process", &["Wacht op IO-nummer"]),
            own("forgot", &["7"]),
        ]));
        assert_eq!(
            words.read("wacht op io nummer, vergeten"),
            Some(Reason::InternalProcess)
        );
        assert_eq!(words.read("7"), Some(Reason::Forgot));
        assert_eq!(words.read("17"), None);
        assert_eq!(words.unknown_code(), None);
        let wrong = ReasonWords(BTreeMap::from([own("forgotten", &[])]));
        assert_eq!(wrong.unknown_code(), Some("forgotten"));
    }
}
