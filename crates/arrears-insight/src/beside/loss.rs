//! What was lost, and the turnover needed to earn it back at a margin.

use crate::facts::{FollowUp, Portfolio};

/// Days past due after which an open invoice counts as lost, as in the provisions.
const LOST_AFTER: i32 = 365;

/// Losses of the last twelve months.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Loss {
    /// Written off, in cents.
    pub written_off_minor: i64,
    /// Open invoices that passed 365 days past due, in cents.
    pub stale_minor: i64,
    /// The margin of the config, a share of turnover.
    pub margin: Option<f64>,
}

impl Loss {
    /// Both together.
    pub fn total_minor(&self) -> i64 {
        self.written_off_minor + self.stale_minor
    }

    /// Turnover whose margin is the loss, in cents; `None` without a margin.
    pub fn turnover_minor(&self) -> Option<i64> {
        let margin = self.margin.filter(|margin| *margin > 0.0)?;
        Some((self.total_minor() as f64 / margin).round() as i64)
    }
}

/// Adds up what was written off, and what passed 365 days past due, in the last twelve months.
pub fn loss(portfolio: &Portfolio, follow_up: &FollowUp, margin: Option<f64>) -> Loss {
    let mut loss = Loss {
        margin,
        ..Loss::default()
    };
    for (_, customer, invoices) in crate::questions::external(portfolio) {
        for (at, invoice) in customer.invoices.clone().zip(invoices) {
            loss.written_off_minor += follow_up.written_off_minor(at);
            let past_due = invoice.days_past_due(portfolio.as_of);
            if invoice.is_open() && (LOST_AFTER + 1..=2 * LOST_AFTER).contains(&past_due) {
                loss.stale_minor += invoice.open_minor;
            }
        }
    }
    loss
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{customer, portfolio, unpaid};
    use crate::facts::follow_up_examples::follow_up;

    #[test]
    fn a_loss_is_earned_back_by_its_size_over_the_margin() {
        let all = portfolio(vec![customer(
            "a",
            vec![unpaid(900), unpaid(400), unpaid(300)],
        )]);
        let follow = follow_up(vec![vec![]; 3]).written_off(vec![0, 0, 20_000]);
        let found = loss(&all, &follow, Some(0.08));
        assert_eq!(
            (found.written_off_minor, found.stale_minor),
            (20_000, 100_000)
        );
        assert_eq!(found.turnover_minor(), Some(1_500_000));
        assert_eq!(loss(&all, &follow, None).turnover_minor(), None);
    }
}
