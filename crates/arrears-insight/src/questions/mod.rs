//! The four questions: who pays late as a rule, whose reminders run up to a formal notice, which sectors and business
//! models delay, and who costs follow-up.
//!
//! Each answer has its interval and a smallest number of cases, and says how many customers were too few to tell. What
//! the ledger has no table for is `None`, never zero. The own group is left out.

mod customers;
mod effort;
mod formal;
mod late_rule;
mod sectors;
pub(crate) mod window;

use serde::{Deserialize, Serialize};

pub(crate) use customers::external;
pub use customers::{CustomerShare, MIN_INVOICES, MOST_CUSTOMERS};
pub use effort::{Effort, EffortRow, follow_up_effort};
pub(crate) use formal::pooled;
pub use formal::{FormalNotice, formal_notices};
pub use late_rule::{LateAsRule, late_as_rule};
pub use sectors::{DelayGroup, DelayingGroups, delaying_groups};

use crate::customers::CustomerInsight;
use crate::customers::policy::{Policy, STANDARD};
use crate::facts::{FollowUp, Portfolio};
use crate::statistics::Interval;

/// A number of cases of all that could have been, with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The cases.
    pub k: u64,
    /// Of how many.
    pub n: u64,
    /// 95 % interval of the share.
    pub interval: Option<Interval>,
}

impl Part {
    /// `k` of `n` independent cases.
    pub(crate) fn of(k: u64, n: u64) -> Part {
        let share = k as f64 / n.max(1) as f64;
        Part {
            k,
            n,
            interval: crate::statistics::wilson(share, n as f64),
        }
    }

    /// The share; `None` of no cases.
    pub fn share(&self) -> Option<f64> {
        (self.n > 0).then(|| self.k as f64 / self.n as f64)
    }
}

/// The answers.
#[derive(Clone, Debug)]
pub struct Questions {
    /// Who pays late as a rule.
    pub late_as_rule: LateAsRule,
    /// Whose reminders run up to a formal notice; `None` without reminders.
    pub formal_notices: Option<FormalNotice>,
    /// Which sectors and business models delay.
    pub delaying: DelayingGroups,
    /// Who costs follow-up; `None` without reminders.
    pub effort: Option<Effort>,
}

impl Questions {
    /// Answers all four.
    pub fn of(
        portfolio: &Portfolio,
        follow_up: &FollowUp,
        insights: &[CustomerInsight],
        policy: &Policy,
    ) -> Questions {
        let reminded = portfolio.evidence.reminders;
        Questions {
            late_as_rule: late_as_rule(portfolio, insights),
            formal_notices: reminded
                .then(|| formal_notices(portfolio, follow_up, formal_day(policy))),
            delaying: delaying_groups(portfolio, policy),
            effort: reminded.then(|| follow_up_effort(portfolio, follow_up)),
        }
    }
}

/// The day of the formal notice on the standard ladder: one day for all, since it is asked of all on one day.
fn formal_day(policy: &Policy) -> i32 {
    let steps = policy.ladders.get(STANDARD).unwrap_or(&[]);
    let notice = steps.iter().find(|step| step.level >= formal::FORMAL);
    notice.map_or(USUAL_FORMAL_DAY, |step| step.days)
}

/// The day of a formal notice where the standard ladder has none.
const USUAL_FORMAL_DAY: i32 = 45;
