//! What stands beside the questions: whether the ladder was kept, the lag from delivery to invoice, what follows each channel,
//! late and uncollected money per account manager, and the turnover that earns a loss back.
//!
//! How deep reminders run measures the creditor as well as the customer, so the ladder comes first. All of these are
//! associations: a channel is chosen for a reason, and an account manager does not choose who pays late.

mod channels;
mod delivery;
mod ladder;
mod loss;
mod managers;

pub use channels::{ChannelRow, after_channels};
pub use delivery::{LagRow, delivery_lags};
pub use ladder::{Adherence, AdherenceRow, adherence};
pub use loss::{Loss, loss};
pub use managers::{ManagerRow, account_managers};

use crate::customers::CustomerInsight;
use crate::customers::policy::Ladders;
use crate::facts::{FollowUp, Portfolio};

/// All of it; what the ledger has no source for is `None`.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Whether the ladder was kept; `None` without reminders.
    pub adherence: Option<Adherence>,
    /// Lag from delivery to invoice; `None` without days of delivery.
    pub delivery: Option<Vec<LagRow>>,
    /// What follows each channel; `None` without reminders that have one.
    pub channels: Option<Vec<ChannelRow>>,
    /// Per account manager; `None` where customers have none.
    pub managers: Option<Vec<ManagerRow>>,
    /// What was lost, and the turnover that earns it back.
    pub loss: Loss,
}

impl Beside {
    /// Makes all of it; the ladders are the policy's.
    pub fn of(
        portfolio: &Portfolio,
        follow_up: &FollowUp,
        insights: &[CustomerInsight],
        ladders: &Ladders,
        margin: Option<f64>,
    ) -> Beside {
        let reminded = portfolio.evidence.reminders;
        Beside {
            adherence: reminded.then(|| adherence(portfolio, follow_up, insights, ladders)),
            delivery: follow_up
                .has_delivery
                .then(|| delivery_lags(portfolio, follow_up)),
            channels: (reminded && follow_up.has_channels)
                .then(|| after_channels(portfolio, follow_up)),
            managers: follow_up
                .has_account_managers
                .then(|| account_managers(portfolio, follow_up)),
            loss: loss(portfolio, follow_up, margin),
        }
    }
}
