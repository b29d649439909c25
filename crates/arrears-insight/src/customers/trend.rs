//! Is a customer late more often in the last three months than in the nine before?
//!
//! The test is Fisher's exact one, one-sided, on the invoices that fell due in either period; both periods need a
//! least number of invoices. Under no change it gives a false alarm for at most a `significance` share of customers
//! in a month (fewer, since counts are whole numbers). A later form watches every invoice as it comes.

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::facts::InvoiceFacts;
use crate::statistics::fisher_upper_tail;

/// Late shares of two periods and whether the later one is higher.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Mature invoices that fell due in the recent period.
    pub n_recent: u32,
    /// Of which late.
    pub late_recent: u32,
    /// Mature invoices that fell due in the months before.
    pub n_before: u32,
    /// Of which late.
    pub late_before: u32,
    /// Recent ones that are materially late so far.
    pub material_recent: u32,
    /// Materially late ones of the months before.
    pub material_before: u32,
    /// The chance of such a rise if nothing had changed.
    pub p_value: f64,
    /// Whether the late share rose: enough invoices, and a chance below the rule's.
    pub rising: bool,
}

/// The periods and the strictness of the test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrendRule {
    /// Days of the recent period, by due date.
    pub recent_days: i32,
    /// Days of both periods together.
    pub window_days: i32,
    /// Fewest invoices in the recent period.
    pub min_recent: u32,
    /// Fewest invoices in the period before.
    pub min_before: u32,
    /// Largest chance, if nothing had changed, at which the share is said to have risen.
    pub significance: f64,
}

impl Default for TrendRule {
    fn default() -> TrendRule {
        TrendRule {
            recent_days: 91,
            window_days: 365,
            min_recent: 3,
            min_before: 5,
            significance: 0.02,
        }
    }
}

impl Trend {
    /// Share late in the recent period; 0 without invoices.
    pub fn share_recent(&self) -> f64 {
        share(self.late_recent, self.n_recent)
    }

    /// Share late in the months before; 0 without invoices.
    pub fn share_before(&self) -> f64 {
        share(self.late_before, self.n_before)
    }
}

fn share(part: u32, of: u32) -> f64 {
    if of == 0 {
        0.0
    } else {
        f64::from(part) / f64::from(of)
    }
}

/// Compares the recent period with the months before it.
pub fn trend(invoices: &[InvoiceFacts], known: Day, rule: &TrendRule) -> Trend {
    let mut found = Trend {
        n_recent: 0,
        late_recent: 0,
        n_before: 0,
        late_before: 0,
        material_recent: 0,
        material_before: 0,
        p_value: 1.0,
        rising: false,
    };
    let mature = invoices
        .iter()
        .filter(|invoice| invoice.is_behaviour() && invoice.mature);
    for invoice in mature.filter(|invoice| invoice.due_date > known - rule.window_days) {
        let late = u32::from(invoice.late);
        let material = u32::from(invoice.days_late > crate::facts::MATERIAL_DAYS);
        if invoice.due_date > known - rule.recent_days {
            found.n_recent += 1;
            found.late_recent += late;
            found.material_recent += material;
        } else {
            found.n_before += 1;
            found.late_before += late;
            found.material_before += material;
        }
    }
    if found.n_recent >= rule.min_recent && found.n_before >= rule.min_before {
        found.p_value = fisher_upper_tail(
            found.late_recent,
            found.n_recent,
            found.late_before,
            found.n_before,
        );
        found.rising = found.p_value <= rule.significance;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{DAY, paid};

    fn check(recent: &[i32], before: &[i32]) -> Trend {
        let mut invoices: Vec<InvoiceFacts> = before.iter().map(|&late| paid(200, late)).collect();
        invoices.extend(recent.iter().map(|&late| paid(60, late)));
        trend(&invoices, DAY, &TrendRule::default())
    }

    #[test]
    fn three_late_after_five_timely_is_a_rise() {
        let found = check(&[4, 20, 9], &[-3, 0, -8, -1, 0]);
        assert!((found.p_value - 1.0 / 56.0).abs() < 1e-12);
        assert!(found.rising);
        assert_eq!((found.late_recent, found.material_recent), (3, 1));
    }

    #[test]
    fn one_late_invoice_is_no_rise() {
        assert!(!check(&[20, -1, -2], &[-3, 0, -8, -1, 0]).rising);
    }

    #[test]
    fn late_all_along_is_no_rise() {
        assert!(!check(&[20, 20, 20, 20], &[20, 20, 20, 20, 20, 20]).rising);
    }

    #[test]
    fn too_few_invoices_say_nothing() {
        let few = check(&[20, 20], &[-3, 0, -8, -1, 0, 0, 0, 0, 0]);
        assert_eq!((few.rising, few.p_value), (false, 1.0));
    }
}
