//! What to look at: a code, a level, the figures and the threshold, for programs; sentences are made from them elsewhere.

use serde::{Deserialize, Serialize};

use super::drift::Drift;
use super::missing::missing;
use super::realised::Realised;
use super::volume::{MonthVolume, Usual};
use super::{MonitorConfig, Monitored};
use crate::marks::Found;

/// New categories count from this many invoices.
const MIN_NEW: usize = 5;

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
    /// Invoices that the model knows are no longer in the ledger as they were.
    Rewritten,
    /// Rows of the files could not be used.
    Rejected,
    /// A feature that comes from the files is unknown more often, or the ledger no longer gives it.
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
                | Code::Rewritten
                | Code::Rejected
                | Code::Missing
        )
    }

    /// Whether, to act on, a person looks at the ledger before anything is learnt from it. Where all scores have moved by far,
    /// customers may have changed and dates may have been read wrongly: the figures do not tell which.
    pub fn stops_learning(self) -> bool {
        self.is_of_data() || self == Code::Scores
    }
}

/// One alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// What it is about.
    pub code: Code,
    /// How grave it is.
    pub level: Level,
    /// The feature, the month (of the running one its last day looked at), or the group; empty where it is the whole.
    pub about: String,
    /// Others of which the same is true.
    pub also: Vec<String>,
    /// What the ledger no longer has, where that is the cause, such as ``table `reminders` ``.
    pub source: Option<String>,
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
    alerts.extend(found.marked.and_then(|found| rewritten(found, config)));
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
    pub(super) fn above(
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
            source: None,
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
    let about = match month.until == month.month.month_end() {
        true => month.month.to_string()[..7].to_owned(),
        false => month.until.to_string(),
    };
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
        about: about.to_owned(),
        also: Vec::new(),
        source: None,
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

/// An export repeats what it said of the past. Where it does not, columns were swapped, dates misread or customers mixed up,
/// and their number is what it was.
fn rewritten(marked: Found, config: &MonitorConfig) -> Option<Alert> {
    let (n, n_found) = (marked.n as f64, marked.n_found as f64);
    // One or two invoices that were put right are no history that changed.
    let few = 2.0 / n.max(1.0);
    let gone = ((n - n_found) / n.max(1.0), 0.0);
    let limits = (config.rewritten_look, config.rewritten_act);
    let found = Alert::above(Code::Rewritten, "", gone, limits, few)?;
    Some(Alert {
        value: n_found,
        reference: n,
        threshold: (1.0 - found.threshold) * n,
        ..found
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
            source: None,
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

    fn drift(index: Option<f64>) -> Drift {
        Drift {
            index,
            ..Drift::of("x", [0.0; 2])
        }
    }

    #[test]
    fn an_index_must_exceed_its_threshold_and_chance() {
        let config = MonitorConfig::default();
        let level = |index| moved(Code::Feature, &drift(index), &config);
        assert_eq!(level(Some(0.12)), None);
        let look = level(Some(0.2)).expect("an alert");
        assert_eq!((look.level, look.threshold), (Level::Look, 0.15));
        let act = level(Some(0.25)).expect("an alert");
        assert_eq!((act.level, act.threshold), (Level::Act, 0.25));
        assert_eq!(level(None), None);
    }

    #[test]
    fn a_past_that_was_rewritten_is_told_and_two_invoices_put_right_are_not() {
        let config = MonitorConfig::default();
        let told = |n, n_found| rewritten(Found { n, n_found }, &config);
        let level = |n, n_found| told(n, n_found).map(|alert| alert.level);
        assert_eq!(level(500, 500), None);
        assert_eq!(level(500, 491), None);
        assert_eq!(level(500, 490), Some(Level::Look));
        assert_eq!(level(500, 451), Some(Level::Look));
        assert_eq!(level(500, 450), Some(Level::Act));
        assert_eq!((level(10, 8), level(10, 7)), (None, Some(Level::Act)));
        assert_eq!(level(0, 0), None);
        let act = told(500, 204).expect("an alert");
        assert_eq!(
            (act.value, act.reference, act.threshold),
            (204.0, 500.0, 450.0)
        );
        assert!(Code::Rewritten.is_of_data());
    }

    #[test]
    fn scores_that_moved_stop_learning_and_are_no_fault_of_the_import() {
        assert!(Code::Scores.stops_learning() && !Code::Scores.is_of_data());
        assert!(!Code::Feature.stops_learning() && Code::Missing.stops_learning());
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
