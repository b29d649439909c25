//! What became of the warnings of a quarter ago: the only precision that a ledger can show by itself.

use rayon::prelude::*;

use super::Moment;
use super::change::median;
use super::evidence::baseline_before;
use super::sighting::Sighting;

/// Days back to the warnings that are followed.
pub(super) const DAYS: i32 = 91;
/// Days after the due date from which an invoice tells.
const TELLS_AFTER: i32 = 14;

/// Warned customers of a quarter ago, and how the others did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Customers whose evidence stood above the threshold then.
    pub n_warned: u64,
    /// Of which had an invoice due since that tells by now.
    pub n_judged: u64,
    /// Of which paid later than before the change: the median by more than one standard deviation.
    pub n_later: u64,
    /// Customers not warned of, with such an invoice.
    pub n_others: u64,
    /// Of which paid so much later.
    pub n_others_later: u64,
}

/// Follows the warnings of `before` until `now`.
pub(super) fn followed(before: &Moment<'_>, now: &Moment<'_>, threshold: f64) -> Option<Followed> {
    let one = |customer: usize| -> Followed {
        let Some(evidence) = before.evidence(customer) else {
            return Followed::default();
        };
        let warned = evidence.worse >= threshold;
        let seen = before.seen(customer);
        let from = if warned {
            evidence.worse_from
        } else {
            seen.len()
        };
        let baseline = baseline_before(&seen, from);
        let later =
            paid_since(before, now, customer).map(|days| days > baseline.mean + baseline.sd);
        let (judged, later) = (u64::from(later.is_some()), u64::from(later == Some(true)));
        if warned {
            Followed {
                n_warned: 1,
                n_judged: judged,
                n_later: later,
                ..Followed::default()
            }
        } else {
            Followed {
                n_others: judged,
                n_others_later: later,
                ..Followed::default()
            }
        }
    };
    let all: Vec<Followed> = (0..before.histories.len())
        .into_par_iter()
        .map(one)
        .collect();
    let add = |a: Followed, b: &Followed| Followed {
        n_warned: a.n_warned + b.n_warned,
        n_judged: a.n_judged + b.n_judged,
        n_later: a.n_later + b.n_later,
        n_others: a.n_others + b.n_others,
        n_others_later: a.n_others_later + b.n_others_later,
    };
    let total = all.iter().fold(Followed::default(), add);
    (total.n_judged + total.n_others > 0).then_some(total)
}

/// Median days late of the invoices that fell due in between; of open ones what they are at least.
fn paid_since(before: &Moment<'_>, now: &Moment<'_>, customer: usize) -> Option<f64> {
    let seen = now.seen(customer);
    let between = |s: &&Sighting| s.due > before.day.0 && s.due <= now.day.0 - TELLS_AFTER;
    let since: Vec<&Sighting> = seen.iter().filter(between).collect();
    median(&since).map(|median| median.0)
}
