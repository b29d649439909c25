//! May a new model take the place of the one in use?
//!
//! **Intuition.** A model is trained on all that is known, so nothing known is left to test it on. What can be tested is
//! its *recipe*: fit it as of the day before the last three months whose invoices have matured, and let it predict those.
//! The champion's recipe is put to the same test, on the same invoices. Only a recipe that holds there is fitted to
//! everything, and that model only takes over if it scores those invoices much as the tested one did.
//!
//! ```text
//!  what both recipes learn from           W: three mature months        not mature yet
//! ------------------------------------|---------------------------|-----------------------> as-of date
//!                                   eve      both are judged
//! ```
//!
//! 1. [`Window::last_mature`] finds W.
//! 2. [`contest`] fits both recipes as of the eve of W and compares their log losses on it. The champion's own bytes stand in
//!    for its recipe where it was trained before W; otherwise they have seen its outcomes.
//! 3. [`Contest::refusals`] is the rule. A *refresh*, the same recipe on newer data, is refused where the 95 % upper limit of
//!    the difference lies above +0.005; a *replacement*, another recipe, unless that limit lies below 0 and the gain is at
//!    least 0.003. A group of customers that does significantly worse refuses too.
//! 4. [`Contest::stability`] compares the scores that the model fitted to everything gives W with those of the tested one, by
//!    the population stability index. What the two carry forward of the latest level is taken out first, and has a limit of
//!    its own: levels move from month to month, and a refit that follows them is no accident.
//!
//! The interval is a percentile bootstrap of customers, not invoices, since those of one customer resemble each other
//! (Field and Welsh 2007, doi:10.1111/j.1467-9868.2007.00593.x). A customer with more than a tenth of the rows would make it
//! a lottery of whether that customer is drawn: its months are drawn instead. Groups are tested together at 5 % by Holm's
//! method (1979).
//!
//! **Example.** On 1,900 invoices of W the champion's log loss is 0.412 and the refreshed model's 0.409: a difference of
//! -0.003, interval -0.008 to +0.002. The upper limit lies below +0.005, so it is promoted; as another recipe it would not
//! be, since the limit lies above 0.

mod contest;
mod groups;
mod recalibrate;
mod verdict;
mod window;

use serde::{Deserialize, Serialize};

pub use contest::{Contest, Entrants, Stability, Tested, contest};
pub use groups::GroupDifference;
pub use recalibrate::{Recalibration, recalibrate};
pub use verdict::{Kind, Refusal};
pub use window::Window;
pub(crate) use window::first_of_month;

/// When a new model is good enough, section `[retrain]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetrainConfig {
    /// Mature invoice months that both recipes are judged on.
    pub months: u32,
    /// A month is mature when this share of its invoices have a known outcome.
    pub mature_share: f64,
    /// Fewest invoices with a known outcome, in those months, that a comparison rests on.
    pub min_labels: usize,
    /// Resamples of the customers for the interval of the difference.
    pub n_resamples: usize,
    /// A refresh is refused where the upper limit of the log-loss difference lies above this.
    pub refresh_limit: f64,
    /// A replacement needs a log loss that is lower by at least this.
    pub replace_gain: f64,
    /// A group counts from this many labels ...
    pub group_labels: usize,
    /// ... and this many late ones.
    pub group_events: usize,
    /// Probability at most of refusing for a group where none does worse.
    pub group_alpha: f64,
    /// Population stability index at most between the tested model's scores on those months and the final one's.
    pub max_psi: f64,
    /// Most by which the final model's log-odds may lie off what those months turned out to be.
    pub max_level: f64,
    /// Months after which a champion that stays is recalibrated where its level is off.
    pub recalibrate_after_months: u32,
    /// Whether to refuse where the ledger looks like a corrupted import, as monitoring tells it, or the scores have moved by far.
    pub refuse_on_data_alerts: bool,
}

impl Default for RetrainConfig {
    fn default() -> Self {
        Self {
            months: 3,
            mature_share: 0.95,
            min_labels: 100,
            n_resamples: 2_000,
            refresh_limit: 0.005,
            replace_gain: 0.003,
            group_labels: 200,
            group_events: 50,
            group_alpha: 0.05,
            max_psi: 0.1,
            max_level: std::f64::consts::LN_2,
            recalibrate_after_months: 6,
            refuse_on_data_alerts: true,
        }
    }
}
