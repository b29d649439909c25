//! The models of the two runs by their own metrics.
//!
//! Each run's test is the latest stretch of its own training period, so the two are over other invoices: a difference may
//! be the invoices'. What tells one month's model on one set of invoices is how its chances came out.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::folder::RunFolder;

/// Scores that are told, of `metrics.json`.
pub const SCORES: [&str; 9] = [
    "n",
    "event_rate",
    "mean_p_late",
    "auc",
    "brier",
    "log_loss",
    "ece",
    "mae_days",
    "interval_coverage",
];

/// The models of two runs.
#[derive(Debug, Clone, Serialize)]
pub struct ModelComparison {
    /// Whether both used one model.
    pub same_model: bool,
    /// The earlier run's; `None` without metrics.
    pub before: Option<Tested>,
    /// The later run's.
    pub now: Option<Tested>,
}

/// One model, out of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    /// First invoice date of the test.
    pub from: Option<String>,
    /// Last invoice date.
    pub until: Option<String>,
    /// The model's scores by name; `None` where undefined.
    pub scores: Scores,
    /// Those of the plain rules, by rule.
    pub baselines: BTreeMap<String, Scores>,
}

/// Figures by name.
pub type Scores = BTreeMap<String, Option<f64>>;

/// Sets the models side by side.
pub fn models(before: &RunFolder, now: &RunFolder) -> ModelComparison {
    let (first, second) = (&before.account.model_id, &now.account.model_id);
    ModelComparison {
        same_model: !first.is_empty() && first == second,
        before: before.metrics.as_ref().and_then(tested),
        now: now.metrics.as_ref().and_then(tested),
    }
}

fn tested(metrics: &Value) -> Option<Tested> {
    let test = metrics.get("test")?;
    let day = |key: &str| test.get(key).and_then(Value::as_str).map(str::to_owned);
    let baselines = test.get("baselines").and_then(Value::as_object);
    Some(Tested {
        from: day("from"),
        until: day("until"),
        scores: scores(test.get("model")?),
        baselines: baselines
            .into_iter()
            .flatten()
            .map(|(name, of)| (name.clone(), scores(of)))
            .collect(),
    })
}

fn scores(of: &Value) -> Scores {
    let score = |name: &str| of.get(name).and_then(Value::as_f64);
    SCORES
        .iter()
        .map(|name| ((*name).to_owned(), score(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_of_any_version_are_read_as_far_as_they_go() {
        let metrics = serde_json::json!({"test": {
            "from": "2025-01-01", "until": null,
            "model": {"n": 10, "auc": 0.8, "log_loss": null, "new": 1.0},
            "baselines": {"base_rate": {"n": 10, "log_loss": 0.6}},
        }});
        let found = tested(&metrics).unwrap();
        assert_eq!(
            (found.from.as_deref(), found.until),
            (Some("2025-01-01"), None)
        );
        assert_eq!(
            (found.scores["n"], found.scores["auc"]),
            (Some(10.0), Some(0.8))
        );
        assert_eq!(
            (found.scores["log_loss"], found.scores.len()),
            (None, SCORES.len())
        );
        assert_eq!(found.baselines["base_rate"]["log_loss"], Some(0.6));
        assert_eq!(tested(&serde_json::json!({"test": {}})), None);
    }
}
