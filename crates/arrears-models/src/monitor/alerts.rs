//! What to look at: a code, a level, the figures and the threshold, for programs; sentences are made from them elsewhere.

use arrears_features::catalogue;
use serde::{Deserialize, Serialize};

use super::drift::Drift;
use super::realised::Realised;
use super::volume::{MonthVolume, Usual};
use super::{MonitorConfig, Monitored};

/// New categories count from this many invoices.
const MIN_NEW: usize = 5;
/// Features that went missing by as much as this are told together.
const ALIKE: f64 = 0.01;

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// To be looked at.
    Look,
    /// To be acted on.
    Act,
}

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A month has fewer, or more, invoices than usual.
    Volume,
    /// A month has fewer, or more, payments than usual.
    Payments,
    /// The months that the model knows hold other invoices than when it was trained.
    History,
    /// The months that the model knows hold other payments.
    PaymentHistory,
    /// Rows of the files could not be used.
    Rejected,
    /// A feature that comes from the files is unknown more often.
    Missing,
    /// A feature that comes from how customers paid is unknown more often: there are more new customers.
    NoHistory,
    /// Categories that the model never saw.
    NewCategory,
    /// The scores have moved.
    Scores,
    /// A feature has moved.
    Feature,
    /// The model turned out worse than the share late that it learnt from.
    WorseThanBaseRate,
    /// The model turned out worse than its probabilities promised.
    WorseThanExpected,
    /// A group was late more, or less, often than promised.
    Group,
}

impl Code {
    /// Whether it speaks of the import and not of the customers.
    pub fn is_of_data(self) -> bool {
        matches!(
            self,
            Code::Volume
                | Code::Payments
                | Code::History
                | Code::PaymentHistory
                | Code::Rejected
                | Code::Missing
        )
    }
}

/// One alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// What it is about.
    pub code: Code,
    /// How grave it is.
    pub level: Level,
    /// The feature, the month, or the group; empty where it is the whole.
    pub about: String,
    /// Others of which the same is true.
    pub also: Vec<String>,
    /// The figure.
    pub value: f64,
    /// What it is held against.
    pub reference: f64,
    /// What it had to exceed, or to fall below, for its level: the setting, or chance where that allows more.
    pub threshold: f64,
}

/// Every alert, the gravest first, then by code and what it is about.
pub(super) fn all(found: &Monitored, config: &MonitorConfig) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = found
        .volume
        .iter()
        .flat_map(|month| volume(month, config))
        .collect();
    alerts.extend(history(Code::History, found.history, config));
    alerts.extend(history(Code::PaymentHistory, found.payment_history, config));
    let limits = (config.rejected_look, config.rejected_act);
    alerts.extend(Alert::above(
        Code::Rejected,
        "",
        (found.rejected_share, 0.0),
        limits,
        0.0,
    ));
    alerts.extend(missing(&found.features, config));
    alerts.extend(
        found
            .features
            .iter()
            .filter_map(|f| new_category(f, config)),
    );
    let scores = found.scores.iter();
    alerts.extend(scores.filter_map(|scores| moved(Code::Scores, scores, config)));
    let features = found.features.iter();
    alerts.extend(features.filter_map(|feature| moved(Code::Feature, feature, config)));
    alerts.extend(
        found
            .realised
            .iter()
            .flat_map(|came| realised(came, config)),
    );
    alerts.sort_by(|a, b| (b.level, a.code, &a.about).cmp(&(a.level, b.code, &b.about)));
    alerts
}

impl Alert {
    /// An alert where the first of `figures` reaches a limit, and chance.
    fn above(
        code: Code,
        about: &str,
        figures: (f64, f64),
        (look, act): (f64, f64),
        chance: f64,
    ) -> Option<Self> {
        let (value, reference) = figures;
        let reached = |limit: f64| value >= limit && value > chance && value > 0.0;
        let (level, limit) = match (reached(look), reached(act)) {
            (_, true) => (Level::Act, act),
            (true, _) => (Level::Look, look),
            _ => return None,
        };
        Some(Self {
            code,
            level,
            about: about.to_owned(),
            also: Vec::new(),
            value,
            reference,
            threshold: limit.max(chance),
        })
    }
}

fn volume(month: &MonthVolume, config: &MonitorConfig) -> Vec<Alert> {
    let counts = [
        (Code::Volume, month.n_invoices, &month.invoices),
        (Code::Payments, month.n_payments, &month.payments),
    ];
    let about = month.month.to_string();
    counts
        .into_iter()
        .filter_map(|(code, n, usual)| off(code, &about, n, usual.as_ref()?, config))
        .collect()
}

fn off(code: Code, about: &str, n: usize, usual: &Usual, config: &MonitorConfig) -> Option<Alert> {
    let off = usual.off();
    let below = |limit: f64| off < limit.min(usual.chance);
    // Too much is odd, too little is an import that broke.
    let (level, limit) = match (below(config.volume_look), below(config.volume_act)) {
        (_, true) if usual.ratio < 1.0 => (Level::Act, config.volume_act),
        (true, _) => (Level::Look, config.volume_look),
        _ => return None,
    };
    let limit = limit.min(usual.chance);
    let factor = if usual.ratio < 1.0 {
        limit
    } else {
        1.0 / limit
    };
    Some(Alert {
        code,
        level,
        about: about[..7].to_owned(),
        also: Vec::new(),
        value: n as f64,
        reference: usual.median,
        threshold: factor * usual.median,
    })
}

fn history(code: Code, [then, now]: [usize; 2], config: &MonitorConfig) -> Option<Alert> {
    let (then, now) = (then as f64, now as f64);
    let change = (now - then).abs() / then.max(1.0);
    // One or two rows that were put right are no history that changed.
    let few = 2.0 / then.max(1.0);
    let found = Alert::above(
        code,
        "",
        (change, 0.0),
        (config.history_look, config.history_act),
        few,
    )?;
    Some(Alert {
        value: now,
        reference: then,
        ..found
    })
}

fn missing(features: &[Drift], config: &MonitorConfig) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = Vec::new();
    // What a feature is made of comes before the feature.
    let mut features: Vec<&Drift> = features.iter().collect();
    features.sort_by_key(|feature| n_sources(&feature.feature));
    for feature in features {
        let [then, now] = feature.missing;
        let limits = (config.missing_look, config.missing_act);
        let code = match of_history(&feature.feature) {
            true => Code::NoHistory,
            false => Code::Missing,
        };
        let rise = (now - then, then);
        let Some(mut alert) =
            Alert::above(code, &feature.feature, rise, limits, feature.missing_chance)
        else {
            continue;
        };
        alert.value = now;
        // More new customers are for a person to know, and nothing to mend.
        if code == Code::NoHistory && alert.level == Level::Act {
            (alert.level, alert.threshold) = (Level::Look, config.missing_look);
        }
        let twin = alerts.iter_mut().find(|other| {
            other.code == code
                && (other.value - now).abs() < ALIKE
                && (other.reference - then).abs() < ALIKE
        });
        match twin {
            Some(twin) => twin.also.push(feature.feature.clone()),
            None => alerts.push(alert),
        }
    }
    alerts
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

fn new_category(feature: &Drift, config: &MonitorConfig) -> Option<Alert> {
    if feature.n_new < MIN_NEW {
        return None;
    }
    let limits = (config.new_category_look, config.new_category_act);
    let found = Alert::above(
        Code::NewCategory,
        &feature.feature,
        (feature.new_share, 0.0),
        limits,
        0.0,
    )?;
    Some(Alert {
        also: feature.new_categories.clone(),
        ..found
    })
}

fn moved(code: Code, drift: &Drift, config: &MonitorConfig) -> Option<Alert> {
    let limits = (config.psi_look, config.psi_act);
    Alert::above(
        code,
        &drift.feature,
        (drift.index?, 0.0),
        limits,
        drift.index_chance?,
    )
}

fn realised(came: &Realised, config: &MonitorConfig) -> Vec<Alert> {
    let mut alerts = Vec::new();
    if came.n >= config.min_labels {
        let log_loss = came.scores.log_loss.unwrap_or(0.0);
        let told = |code, level, reference: Option<f64>| Alert {
            code,
            level,
            about: String::new(),
            also: Vec::new(),
            value: log_loss,
            reference: reference.unwrap_or(0.0),
            threshold: reference.unwrap_or(0.0),
        };
        if came
            .against_base_rate
            .is_some_and(|found| found.lower > 0.0)
        {
            let base = came.base_rate_log_loss;
            alerts.push(told(Code::WorseThanBaseRate, Level::Act, base));
        }
        if came
            .against_expected
            .is_some_and(|found| found.lower > config.loss_look)
        {
            let expected = came.expected.map(|expected| expected.log_loss);
            alerts.push(told(Code::WorseThanExpected, Level::Look, expected));
        }
    }
    let groups = came.groups.iter().filter(|group| group.stands_out);
    alerts.extend(groups.filter_map(|group| {
        let about = format!("{} {}", group.by, group.name);
        let about = about.trim_end();
        let apart = (group.realised - group.promised).abs();
        let limits = (config.group_look, config.group_act);
        let found = Alert::above(Code::Group, about, (apart, 0.0), limits, 0.0)?;
        Some(Alert {
            value: group.realised,
            reference: group.promised,
            ..found
        })
    }));
    alerts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drift(feature: &str, index: f64, missing: [f64; 2]) -> Drift {
        Drift {
            feature: feature.to_owned(),
            index: Some(index),
            index_chance: Some(0.15),
            effective: [100.0, 100.0],
            missing,
            missing_chance: 0.1,
            absent: None,
            new_share: 0.0,
            n_new: 0,
            new_categories: Vec::new(),
        }
    }

    #[test]
    fn an_index_must_exceed_its_threshold_and_chance() {
        let config = MonitorConfig::default();
        let level = |index| moved(Code::Feature, &drift("x", index, [0.0; 2]), &config);
        assert_eq!(level(0.12), None);
        let look = level(0.2).expect("an alert");
        assert_eq!((look.level, look.threshold), (Level::Look, 0.15));
        let act = level(0.25).expect("an alert");
        assert_eq!((act.level, act.threshold), (Level::Act, 0.25));
        assert_eq!(
            moved(
                Code::Feature,
                &Drift {
                    index: None,
                    ..drift("x", 0.0, [0.0; 2])
                },
                &config
            ),
            None
        );
    }

    #[test]
    fn what_goes_missing_together_is_told_once_and_new_customers_are_no_fault_of_the_import() {
        let features = [
            drift("size_class_late_rate", 0.0, [0.001, 1.0]),
            drift("size_class", 0.0, [0.0, 1.0]),
            drift("mean_days_late_all", 0.0, [0.05, 0.4]),
            drift("country", 0.0, [0.0, 0.08]),
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
    fn a_history_that_lost_a_quarter_is_told_and_two_rows_put_right_are_not() {
        let config = MonitorConfig::default();
        let told = |then, now| history(Code::History, [then, now], &config).map(|a| a.level);
        assert_eq!(told(1_000, 1_000), None);
        assert_eq!(told(1_000, 930), Some(Level::Look));
        assert_eq!(told(1_000, 750), Some(Level::Act));
        assert_eq!(told(10, 8), None);
        assert_eq!(told(0, 0), None);
    }
}
