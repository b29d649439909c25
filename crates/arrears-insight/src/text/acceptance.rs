//! What is said of an applicant without a history.

use super::{Language, Text, count, money, percent};
use crate::acceptance::{AskedSignal, RiskClass};

impl RiskClass {
    /// The class in words.
    pub fn label(self) -> Text {
        match self {
            RiskClass::Low => Text::new("low", "laag", "faible"),
            RiskClass::Medium => Text::new("medium", "gemiddeld", "moyen"),
            RiskClass::High => Text::new("high", "hoog", "élevé"),
        }
    }
}

impl AskedSignal {
    /// What it said or did; nothing is added to the estimate for it.
    pub fn reason(self) -> Text {
        let told = match self {
            AskedSignal::TermsExtension => Text::new(
                "Asked for longer terms",
                "Vroeg om een langere betaaltermijn",
                "A demandé un délai de paiement plus long",
            ),
            AskedSignal::PrepaymentRefused => Text::new(
                "Would not pay a part in advance",
                "Wilde geen deel vooraf betalen",
                "A refusé de verser un acompte",
            ),
            AskedSignal::Bankruptcy => Text::new(
                "A bankruptcy or moratorium is known",
                "Er is een faillissement of surseance bekend",
                "Une faillite ou un sursis de paiement est connu",
            ),
            AskedSignal::Lawsuit => Text::new(
                "A lawsuit is known",
                "Er is een rechtszaak bekend",
                "Une procédure judiciaire est connue",
            ),
            AskedSignal::NegativeReview => Text::new(
                "Negative reviews are known",
                "Er zijn negatieve recensies bekend",
                "Des avis négatifs sont connus",
            ),
        };
        let aside = Text::new(
            "not in the estimate: look into it",
            "niet in de schatting: ga het na",
            "hors de l’estimation : à vérifier",
        );
        Text::of(|language| format!("{} ({})", told.get(language), aside.get(language)))
    }
}

/// What a reason is about, by the code of its factor.
pub fn factor_label(code: &str) -> Text {
    match code {
        "sector" => Text::new("Sector", "Sector", "Secteur"),
        "size_class" => Text::new("Size class", "Grootteklasse", "Taille"),
        "sector_in_size_class" => Text::new(
            "Sector within its size class",
            "Sector binnen de grootteklasse",
            "Secteur au sein de la taille",
        ),
        "country" => Text::new("Country", "Land", "Pays"),
        "amount" => Text::new("Amount asked", "Gevraagd bedrag", "Montant demandé"),
        "payment_terms_days" => Text::new("Terms asked", "Gevraagde termijn", "Délai demandé"),
        "credit_score" => Text::new("Credit score", "Kredietscore", "Score de crédit"),
        other => Text::same(other),
    }
}

/// A reason: what it is about, its value, and which way it moves the estimate.
pub fn acceptance_reason(code: &str, value: &str, log_odds: f64) -> Text {
    let direction = if log_odds > 0.0 {
        Text::new(
            "raises the estimate",
            "verhoogt de schatting",
            "relève l’estimation",
        )
    } else {
        Text::new(
            "lowers the estimate",
            "verlaagt de schatting",
            "abaisse l’estimation",
        )
    };
    Text::of(|language| {
        let colon = if language == Language::Fr { " :" } else { ":" };
        format!(
            "{}{colon} {value} ({})",
            factor_label(code).get(language),
            direction.get(language)
        )
    })
}

/// What is known of no earlier customer.
pub fn unseen_reason(code: &str, value: Option<&str>) -> Text {
    let Some(value) = value else {
        return Text::of(|language| {
            let told = match language {
                Language::En => "not said; taken as usual",
                Language::Nl => "niet opgegeven; als gebruikelijk genomen",
                Language::Fr => "non indiqué ; pris comme d’habitude",
            };
            format!("{} {told}", factor_label(code).get(language))
        });
    };
    Text::of(|language| {
        let label = factor_label(code);
        let label = label.get(language);
        match language {
            Language::En => format!(
                "{label} {value} is that of too few earlier customers: the estimate is that of the others, and less sure"
            ),
            Language::Nl => format!(
                "{label} {value} komt bij te weinig eerdere klanten voor: de schatting is die van de anderen, en minder zeker"
            ),
            Language::Fr => format!(
                "{label} {value} : trop peu de clients antérieurs ; l’estimation est celle des autres, et moins sûre"
            ),
        }
    })
}

/// On whom the estimate rests.
pub fn comparable(n: usize, by: Option<&str>) -> Text {
    Text::of(|language| {
        let n = count(n, language);
        match (language, by) {
            (Language::En, Some("sector_in_size_class")) => {
                format!("{n} earlier new customers of this sector and size class")
            }
            (Language::En, Some("sector")) => format!("{n} earlier new customers of this sector"),
            (Language::En, Some(_)) => format!("{n} earlier new customers of this size class"),
            (Language::En, None) => format!("{n} earlier new customers, of any kind"),
            (Language::Nl, Some("sector_in_size_class")) => {
                format!("{n} eerdere nieuwe klanten van deze sector en grootteklasse")
            }
            (Language::Nl, Some("sector")) => {
                format!("{n} eerdere nieuwe klanten van deze sector")
            }
            (Language::Nl, Some(_)) => {
                format!("{n} eerdere nieuwe klanten van deze grootteklasse")
            }
            (Language::Nl, None) => format!("{n} eerdere nieuwe klanten, van elke soort"),
            (Language::Fr, Some("sector_in_size_class")) => {
                format!("{n} nouveaux clients précédents de ce secteur et de cette taille")
            }
            (Language::Fr, Some("sector")) => {
                format!("{n} nouveaux clients précédents de ce secteur")
            }
            (Language::Fr, Some(_)) => format!("{n} nouveaux clients précédents de cette taille"),
            (Language::Fr, None) => format!("{n} nouveaux clients précédents, de toute sorte"),
        }
    })
}

/// That more would stay on credit than the limit, even after the part in advance. Amounts are in cents.
pub fn above_limit(asked: i64, on_credit: i64, limit: i64, currency: &str) -> Text {
    Text::of(|language| {
        let amounts = [asked, on_credit, limit].map(|minor| money(minor, currency, language));
        let [asked, on_credit, limit] = amounts;
        match language {
            Language::En => format!(
                "Of {asked} asked, {on_credit} would stay on credit: above the limit of {limit}; split the delivery or agree more security"
            ),
            Language::Nl => format!(
                "Van de gevraagde {asked} zou {on_credit} op krediet blijven: boven de limiet van {limit}; splits de levering of spreek meer zekerheid af"
            ),
            Language::Fr => format!(
                "Sur {asked} demandés, {on_credit} resteraient à crédit : au-dessus du plafond de {limit} ; fractionnez la livraison ou convenez d’une garantie supplémentaire"
            ),
        }
    })
}

/// That an applicant is a customer already.
pub fn in_ledger(n_invoices: usize, since: &str, p_late: Option<f64>) -> Text {
    Text::of(|language| {
        let n = count(n_invoices, language);
        let own = p_late.map(|p| percent(p, language));
        match language {
            Language::En => {
                let own = own.map(|p| {
                    format!("; by its own history the next invoice is late with a chance of {p}")
                });
                format!(
                    "Already a customer: see its own history and segment (segments.parquet and predictions.parquet of a run); no terms, limit or part in advance is suggested from other customers. {n} invoices since {since}{}",
                    own.unwrap_or_default()
                )
            }
            Language::Nl => {
                let own = own.map(|p| format!("; volgens de eigen historie is de volgende factuur te laat met een kans van {p}"));
                format!(
                    "Al klant: zie de eigen historie en het segment (segments.parquet en predictions.parquet van een run); er wordt geen termijn, limiet of deel vooraf voorgesteld op grond van andere klanten. {n} facturen sinds {since}{}",
                    own.unwrap_or_default()
                )
            }
            Language::Fr => {
                let own = own.map(|p| format!(" ; d’après son propre historique, la prochaine facture a une probabilité de retard de {p}"));
                format!(
                    "Déjà client : voir son propre historique et son segment (segments.parquet et predictions.parquet d’un traitement) ; aucun délai, plafond ni acompte n’est proposé d’après d’autres clients. {n} factures depuis le {since}{}",
                    own.unwrap_or_default()
                )
            }
        }
    })
}

/// The sentence of every row.
pub fn acceptance_statement(natural_person: bool) -> Text {
    let estimate = Text::new(
        "An estimate of payment behaviour from the first invoices of other customers; it judges nobody and refuses nobody. A colleague decides.",
        "Een schatting van betaalgedrag op grond van de eerste facturen van andere klanten; zij oordeelt over niemand en weigert niemand. Een medewerker beslist.",
        "Une estimation du comportement de paiement d’après les premières factures d’autres clients ; elle ne juge et ne refuse personne. Un collaborateur décide.",
    );
    if !natural_person {
        return estimate;
    }
    let person = Text::new(
        "A natural person: no terms, limit or measure is suggested.",
        "Een natuurlijke persoon: er wordt geen termijn, limiet of maatregel voorgesteld.",
        "Une personne physique : aucun délai, plafond ni mesure n’est proposé.",
    );
    Text::of(|language| format!("{} {}", estimate.get(language), person.get(language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_above_the_limit_in_three_languages() {
        let told = above_limit(1_200_000, 600_000, 255_000, "EUR");
        assert_eq!(
            told.en,
            "Of EUR 12,000 asked, EUR 6,000 would stay on credit: above the limit of EUR 2,550; split the delivery or \
             agree more security"
        );
        assert_eq!(
            told.nl,
            "Van de gevraagde EUR 12.000 zou EUR 6.000 op krediet blijven: boven de limiet van EUR 2.550; splits de \
             levering of spreek meer zekerheid af"
        );
        assert!(
            told.fr
                .replace('\u{a0}', " ")
                .starts_with("Sur 12 000 EUR demandés, 6 000 EUR resteraient à crédit :")
        );
    }
}
