//! Reasons in words: what a feature adds to a prediction, with the customer's own figure in it.
//!
//! A reason names the feature, its value and the direction it moves the estimate. It is an association found in past
//! invoices: no sentence here says that one thing causes another.

use arrears_features::catalogue;
use arrears_insight::frames::ReasonRow;
use arrears_insight::text::{Language, Text, decimal, money, percent};
use arrears_models::late::{CUSTOMER_LEVEL, Contribution, PastYear};

use super::labels;
use arrears_models::DAYS_OPEN;

/// What the reason says of the customer or the invoice, in three languages; the report draws the direction beside it.
pub fn fact(reason: &Contribution, currency: &str) -> Text {
    let label = labels::label(&reason.feature);
    Text::of(|language| {
        let colon = match language {
            Language::Fr => "\u{a0}:",
            Language::En | Language::Nl => ":",
        };
        let value = value(reason, currency, language);
        format!("{}{colon} {value}", label.get(language))
    })
}

/// The reason as a row of the output files.
pub fn row(reason: &Contribution, currency: &str, language: Language) -> ReasonRow {
    ReasonRow {
        feature: reason.feature.clone(),
        value: reason.value,
        contribution: reason.log_odds,
        text: format!(
            "{}{} ({})",
            fact(reason, currency).get(language),
            own_figures(reason, language),
            direction(reason.log_odds, language)
        ),
    }
}

/// The customer's own figures behind the reason: ", 9 of 12 invoices in 12 months late, on average 21 days late".
fn own_figures(reason: &Contribution, language: Language) -> String {
    let Some(PastYear {
        n_invoices,
        n_late,
        mean_days_late,
    }) = reason.past_year
    else {
        return String::new();
    };
    let days = decimal(mean_days_late.abs(), 0, language);
    let early = mean_days_late < 0.0;
    match language {
        Language::En => {
            let side = if early { "early" } else { "late" };
            format!(
                ", {n_late} of {n_invoices} invoices in 12 months late, on average {days} days {side}"
            )
        }
        Language::Nl => {
            let side = if early { "te vroeg" } else { "te laat" };
            format!(
                ", {n_late} van {n_invoices} facturen in 12 maanden te laat, gemiddeld {days} dagen {side}"
            )
        }
        Language::Fr => {
            let side = if early { "d’avance" } else { "de retard" };
            format!(
                ", {n_late} factures sur {n_invoices} en retard en 12 mois, en moyenne {days} jours {side}"
            )
        }
    }
}

fn value(reason: &Contribution, currency: &str, language: Language) -> String {
    if let Some(category) = &reason.category {
        return labels::category(category).get(language).to_owned();
    }
    if reason.feature == CUSTOMER_LEVEL {
        return Text::new(
            "this customer's own habit",
            "eigen gewoonte van deze klant",
            "habitude propre à ce client",
        )
        .get(language)
        .to_owned();
    }
    let Some(value) = reason.value else {
        return Text::new("not known", "niet bekend", "inconnu")
            .get(language)
            .to_owned();
    };
    match unit(&reason.feature) {
        "share" => percent(value, language),
        "days" => {
            let n = decimal(value, 0, language);
            let unit = Text::new("days", "dagen", "jours");
            format!("{n} {}", unit.get(language))
        }
        "count" => decimal(value, 0, language),
        "currency" => money((value * 100.0).round() as i64, currency, language),
        "ln currency" => money((value.exp() * 100.0).round() as i64, currency, language),
        "ln ratio" => times(value.exp(), language),
        "flag" => yes_or_no(value > 0.5, language),
        _ => decimal(value, 1, language),
    }
}

fn unit(feature: &str) -> &'static str {
    match feature {
        DAYS_OPEN => "days",
        _ => catalogue::feature(feature).map_or("", |found| found.unit),
    }
}

fn times(ratio: f64, language: Language) -> String {
    format!("{} ×", decimal(ratio, 1, language))
}

fn yes_or_no(yes: bool, language: Language) -> String {
    let text = if yes {
        Text::new("yes", "ja", "oui")
    } else {
        Text::new("no", "nee", "non")
    };
    text.get(language).to_owned()
}

fn direction(log_odds: f64, language: Language) -> String {
    let text = if log_odds > 0.0 {
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
    text.get(language).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(feature: &str, value: Option<f64>, log_odds: f64) -> Contribution {
        Contribution {
            feature: feature.into(),
            value,
            category: None,
            log_odds,
            past_year: None,
        }
    }

    #[test]
    fn the_customers_own_figures_stand_behind_its_history() {
        let mut late = reason("late_ratio_12m", Some(0.75), 0.8);
        late.past_year = Some(PastYear {
            n_invoices: 12,
            n_late: 9,
            mean_days_late: 21.2,
        });
        let told = |language| row(&late, "EUR", language).text;
        assert!(
            told(Language::En)
                .ends_with(", 9 of 12 invoices in 12 months late, on average 21 days late (raises the estimate)"),
            "{}",
            told(Language::En)
        );
        assert!(
            told(Language::Nl)
                .contains("9 van 12 facturen in 12 maanden te laat, gemiddeld 21 dagen te laat")
        );
        assert!(
            told(Language::Fr)
                .contains("9 factures sur 12 en retard en 12 mois, en moyenne 21 jours de retard")
        );
    }

    #[test]
    fn a_share_is_told_in_percent_and_days_in_days() {
        let share = row(
            &reason("late_ratio_12m", Some(0.75), 0.8),
            "EUR",
            Language::En,
        );
        assert!(
            share.text.contains("75") && share.text.ends_with("(raises the estimate)"),
            "{}",
            share.text
        );
        let days = row(
            &reason("mean_days_late_12m", Some(-3.2), -0.4),
            "EUR",
            Language::Nl,
        );
        assert!(
            days.text.contains("dagen") && days.text.ends_with("(verlaagt de schatting)"),
            "{}",
            days.text
        );
    }

    #[test]
    fn an_unknown_value_is_called_so() {
        assert!(
            fact(&reason("credit_score", None, 0.1), "EUR")
                .fr
                .contains("inconnu")
        );
    }
}
