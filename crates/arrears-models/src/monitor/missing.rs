//! What invoices had and no longer have: features that are unknown more often, and those whose table or column is gone.

use arrears_features::catalogue;

use super::MonitorConfig;
use super::alerts::{Alert, Code, Level};
use super::drift::Drift;

/// Features that went missing by as much as this are told together.
const ALIKE: f64 = 0.01;

/// What is unknown more often than it was, or cannot be told any more; what has one cause once.
pub(super) fn missing(features: &[Drift], config: &MonitorConfig) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = Vec::new();
    // What a feature is made of comes before the feature.
    let mut features: Vec<&Drift> = features.iter().collect();
    features.sort_by_key(|feature| n_sources(&feature.feature));
    for feature in features {
        let told = match &feature.absent {
            Some(source) => Some(gone(feature, source, config)),
            None => unknown(feature, config),
        };
        let Some(alert) = told else {
            continue;
        };
        let alike = |a: f64, b: f64| (a - b).abs() < ALIKE;
        let twin = alerts.iter_mut().find(|other| {
            let figures =
                alike(other.value, alert.value) && alike(other.reference, alert.reference);
            let cause = other.source == alert.source && (figures || alert.source.is_some());
            other.code == alert.code && cause
        });
        match twin {
            Some(twin) => twin.also.push(feature.feature.clone()),
            None => alerts.push(alert),
        }
    }
    alerts
}

/// A feature that the ledger no longer gives, however few invoices had it: a model trained now would do without.
fn gone(feature: &Drift, source: &str, config: &MonitorConfig) -> Alert {
    Alert {
        code: Code::Missing,
        level: Level::Act,
        about: feature.feature.clone(),
        also: Vec::new(),
        source: Some(source.to_owned()),
        value: 1.0,
        reference: feature.missing[0],
        threshold: config.missing_act,
    }
}

/// A feature that is unknown of more invoices than it was.
fn unknown(feature: &Drift, config: &MonitorConfig) -> Option<Alert> {
    let [then, now] = feature.missing;
    let limits = (config.missing_look, config.missing_act);
    let code = match of_history(&feature.feature) {
        true => Code::NoHistory,
        false => Code::Missing,
    };
    let rise = (now - then, then);
    let mut alert = Alert::above(code, &feature.feature, rise, limits, feature.missing_chance)?;
    alert.value = now;
    // More new customers are for a person to know, and nothing to mend.
    if code == Code::NoHistory && alert.level == Level::Act {
        (alert.level, alert.threshold) = (Level::Look, config.missing_look);
    }
    Some(alert)
}

fn n_sources(feature: &str) -> usize {
    catalogue::feature(feature).map_or(0, |found| found.sources.len())
}

/// Whether a feature is unknown of new customers by nature, and not for want of what the files say of a customer.
fn of_history(feature: &str) -> bool {
    catalogue::feature(feature).is_some_and(|found| {
        let history = ["payments", "reminders", "disputes", "promises"];
        let made_of = |table: &&str| found.sources.contains(table);
        history.iter().any(made_of) && !made_of(&"customers")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_missing_together_is_told_once_and_new_customers_are_no_fault_of_the_import() {
        let features = [
            Drift::of("size_class_late_rate", [0.001, 1.0]),
            Drift::of("size_class", [0.0, 1.0]),
            Drift::of("mean_days_late_all", [0.05, 0.4]),
            Drift::of("country", [0.0, 0.08]),
        ];
        let alerts = missing(&features, &MonitorConfig::default());
        let told: Vec<(Code, Level, &str)> = alerts
            .iter()
            .map(|alert| (alert.code, alert.level, alert.about.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (Code::Missing, Level::Act, "size_class"),
                (Code::NoHistory, Level::Look, "mean_days_late_all"),
            ]
        );
        assert_eq!(alerts[0].also, ["size_class_late_rate"]);
        assert!(Code::Missing.is_of_data() && !Code::NoHistory.is_of_data());
    }

    #[test]
    fn a_table_that_is_gone_is_to_be_acted_on_once_and_by_its_name() {
        let reminders = |feature, then| Drift {
            absent: Some("table `reminders`".into()),
            ..Drift::of(feature, [then, 1.0])
        };
        let features = [
            reminders("reminders_until_paid", 0.97),
            Drift::of("mean_days_late_all", [0.05, 0.06]),
            reminders("n_reminders", 0.0),
        ];
        let alerts = missing(&features, &MonitorConfig::default());
        let [told] = alerts.as_slice() else {
            panic!("{alerts:?}")
        };
        assert_eq!((told.code, told.level), (Code::Missing, Level::Act));
        assert_eq!(told.about, "reminders_until_paid");
        assert_eq!(told.also, ["n_reminders"]);
        assert_eq!(told.source.as_deref(), Some("table `reminders`"));
    }
}
