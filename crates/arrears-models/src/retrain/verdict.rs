//! The rule: what refuses a promotion, told with the figures.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::RetrainConfig;
use super::contest::Contest;
use crate::certainty::Estimate;

/// What a promotion would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// There is no champion yet.
    First,
    /// The champion's recipe, on newer data.
    Refresh,
    /// Another recipe.
    Replace,
}

/// Why a new model does not take over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refusal {
    /// Too few outcomes to compare on.
    TooFew {
        /// Invoices with a known outcome.
        n: usize,
        /// The fewest that would do.
        least: usize,
    },
    /// A refresh that may be worse than allowed.
    MayBeWorse {
        /// Log loss of the new model less the champion's.
        difference: Estimate,
        /// Highest upper limit allowed.
        limit: f64,
    },
    /// A replacement that is not surely better, or not by enough.
    NotBetter {
        /// Log loss of the new model less the champion's.
        difference: Estimate,
        /// Gain wanted.
        gain: f64,
    },
    /// A group that the new model serves worse.
    GroupWorse {
        /// What the group is of.
        by: String,
        /// The group.
        name: String,
        /// Log loss of the new model less the champion's, on it.
        difference: Estimate,
    },
    /// The model fitted to everything scores otherwise than the tested one.
    Drifted {
        /// Population stability index of its scores to the tested ones.
        psi: f64,
        /// The most allowed.
        limit: f64,
    },
    /// This very model was champion, and a rollback took it out of use.
    RolledBack {
        /// Its id.
        id: String,
    },
    /// The model fitted to everything promises another level than the months that it has seen turned out to have.
    LevelOff {
        /// Log-odds above it.
        level: f64,
        /// The most allowed, either way.
        limit: f64,
    },
}

impl Contest {
    /// What a promotion would be.
    pub fn kind(&self) -> Kind {
        match &self.champion {
            None => Kind::First,
            Some(_) if self.same_recipe => Kind::Refresh,
            Some(_) => Kind::Replace,
        }
    }

    /// How much worse the new model may be on a group.
    pub(super) fn margin(&self, config: &RetrainConfig) -> f64 {
        match self.kind() {
            Kind::Replace => 0.0,
            Kind::First | Kind::Refresh => config.refresh_limit,
        }
    }

    /// Everything that speaks against a promotion; nothing where it may take place. A first model has none to be worse than.
    pub fn refusals(&self, config: &RetrainConfig) -> Vec<Refusal> {
        if self.kind() == Kind::First {
            return Vec::new();
        }
        if self.n < config.min_labels {
            return vec![Refusal::TooFew {
                n: self.n,
                least: config.min_labels,
            }];
        }
        // The same recipe on the same eve is the same model: it differs from the champion in what it has seen alone.
        let Some(difference) = self.difference else {
            return Vec::new();
        };
        let overall = match self.kind() {
            Kind::Replace
                if difference.upper < 0.0 && -difference.estimate >= config.replace_gain =>
            {
                None
            }
            Kind::Replace => Some(Refusal::NotBetter {
                difference,
                gain: config.replace_gain,
            }),
            _ if difference.upper <= config.refresh_limit => None,
            _ => Some(Refusal::MayBeWorse {
                difference,
                limit: config.refresh_limit,
            }),
        };
        let groups = self
            .groups
            .iter()
            .filter(|group| group.p_value <= config.group_alpha)
            .map(|group| Refusal::GroupWorse {
                by: group.by.clone(),
                name: group.name.clone(),
                difference: group.log_loss,
            });
        overall.into_iter().chain(groups).collect()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::TooFew { n, least } => write!(
                f,
                "only {n} invoices of the test months have a known outcome, and a comparison wants {least}"
            ),
            Refusal::MayBeWorse { difference, limit } => write!(
                f,
                "its log loss may be worse than the champion's by more than {limit:+.3}: {}",
                told(difference)
            ),
            Refusal::NotBetter { difference, gain } => write!(
                f,
                "another recipe has to be better for sure and by at least {gain:.3} in log loss: {}",
                told(difference)
            ),
            Refusal::GroupWorse {
                by,
                name,
                difference,
            } => write!(
                f,
                "it serves a group worse, {by} `{name}`: log loss {}",
                told(difference)
            ),
            Refusal::Drifted { psi, limit } => write!(
                f,
                "fitted to everything it scores the test months otherwise than the model that was tested on them: PSI {psi:.3}, \
                 where {limit:.3} is the most"
            ),
            Refusal::RolledBack { id } => write!(
                f,
                "it is `{id}`, which was rolled back: only `arrears models promote {id}` makes it champion again"
            ),
            Refusal::LevelOff { level, limit } => write!(
                f,
                "fitted to everything it promises the test months another level than they turned out to have: {level:+.2} in \
                 log-odds, where {limit:.2} either way is the most"
            ),
        }
    }
}

/// `+0.012, between +0.004 and +0.019`.
fn told(difference: &Estimate) -> String {
    let Estimate {
        estimate,
        lower,
        upper,
    } = difference;
    format!("{estimate:+.4}, between {lower:+.4} and {upper:+.4}")
}
