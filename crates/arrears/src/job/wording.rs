//! Reasons in words: what a feature adds to a prediction, with the customer's own figure in it.
//!
//! A reason names the feature, its value and the direction it moves the estimate. It is an association found in past
//! invoices: no sentence here says that one thing causes another.

use arrears_features::catalogue;
use arrears_insight::frames::ReasonRow;
use arrears_insight::text::{Language, Text, decimal, money, percent};
use arrears_models::late::{CUSTOMER_LEVEL, Contribution};

use super::labels;
use arrears_models::DAYS_OPEN;

/// What the reason says of the customer or the invoice, in three languages; the report draws the direction beside it.
pub fn fact(reason: &Contribution, currency: &str) -> Text {
    let label = labels::label(&reason.feature);
    Text::of(|language| {
        format!(
            "{}: {}",
            label.get(language),
            value(reason, currency, language)
        )
    })
}

/// The reason as a row of the output files.
pub fn row(reason: &Contribution, currency: &str, language: Language) -> ReasonRow {
    ReasonRow {
        feature: reason.feature.clone(),
        value: reason.value,
        contribution: reason.log_odds,
        text: format!(
            "{} ({})",
            fact(reason, currency).get(language),
            direction(reason.log_odds, language)
        ),
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
        }
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
