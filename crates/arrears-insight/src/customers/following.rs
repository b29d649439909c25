//! What came after: each cluster's late share in the 90 days that follow, so that a cluster is judged by what it was not
//! made from.
//!
//! Customers are put into clusters by what was known [`FOLLOWING_DAYS`] days before the as-of date, and judged by the
//! invoices issued after it that are mature by now. Nothing after the as-of date is used, and nothing of those invoices
//! was known when their customers were placed; the clusters' centres alone are those of the as-of date.

use std::collections::BTreeMap;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::InsightError;
use crate::facts::{CustomerFacts, Portfolio, late_count};
use crate::statistics::{Count, Interval, effective_n, intraclass_correlation, wilson};

/// Days that follow.
pub const FOLLOWING_DAYS: i32 = 90;

/// Fewest invoices and customers of which a share is told.
const LEAST: (u64, u64) = (30, 10);

/// Late shares in the days that follow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Following {
    /// The day by whose knowledge customers were placed.
    pub from: Option<Day>,
    /// All clustered customers together.
    pub overall: LateAfter,
    /// By cluster.
    pub clusters: BTreeMap<i32, LateAfter>,
}

/// The invoices of a group that were issued after its customers were placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LateAfter {
    /// Customers with such an invoice.
    pub n_customers: u64,
    /// Invoices that are mature by now.
    pub n_invoices: u64,
    /// Of which late.
    pub n_late: u64,
    /// Share late; none for fewer than 30 invoices or 10 customers.
    pub late_share: Option<f64>,
    /// 95 % interval, which counts invoices of one customer as alike.
    pub interval: Option<Interval>,
}

/// Judges clusters by what came after `from`; `then` is the cluster of each customer of the portfolio by what was known
/// on that day, none for a customer not known then.
///
/// # Errors
/// Another number of customers than the portfolio's.
pub fn following(
    portfolio: &Portfolio,
    then: &[Option<i32>],
    from: Day,
) -> Result<Following, InsightError> {
    let expected = portfolio.customers.len();
    if then.len() != expected {
        return Err(InsightError::Misaligned {
            what: "earlier clusters of customers",
            expected,
            received: then.len(),
        });
    }
    let mut counts: BTreeMap<i32, Vec<Count>> = BTreeMap::new();
    for (customer, id) in portfolio.customers.iter().zip(then) {
        let Some(id) = id.filter(|&id| id >= 0 && !customer.intercompany) else {
            continue;
        };
        let count = count_after(portfolio, customer, from);
        counts
            .entry(id)
            .or_default()
            .extend((count.n > 0).then_some(count));
    }
    let all: Vec<Count> = counts.values().flatten().copied().collect();
    let correlation = intraclass_correlation(&all);
    let judged = |(id, counts): (&i32, &Vec<Count>)| (*id, LateAfter::of(counts, correlation));
    Ok(Following {
        from: Some(from),
        overall: LateAfter::of(&all, correlation),
        clusters: counts.iter().map(judged).collect(),
    })
}

fn count_after(portfolio: &Portfolio, customer: &CustomerFacts, from: Day) -> Count {
    let mut total = Count::default();
    for invoice in portfolio.invoices_of(customer) {
        // Issued and booked after the day: nothing of it was known then.
        if invoice.invoice_date > from && invoice.known_day > from {
            let one = late_count(std::slice::from_ref(invoice));
            total.n += one.n;
            total.late += one.late;
        }
    }
    total
}

impl LateAfter {
    fn of(counts: &[Count], correlation: f64) -> LateAfter {
        let n_customers = counts.len() as u64;
        let n_invoices: u64 = counts.iter().map(|count| count.n).sum();
        let n_late: u64 = counts.iter().map(|count| count.late).sum();
        let enough = n_invoices >= LEAST.0 && n_customers >= LEAST.1;
        let late_share = enough.then(|| n_late as f64 / n_invoices as f64);
        let n_effective = effective_n(counts, correlation);
        LateAfter {
            n_customers,
            n_invoices,
            n_late,
            late_share,
            interval: late_share.and_then(|share| wilson(share, n_effective)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{DAY, Example, customer, paid, portfolio};

    /// Three invoices at 30 days, due 60, 20 and 10 days ago: issued 90, 50 and 40 days ago.
    fn payer(late: i32) -> Example {
        customer("c", vec![paid(60, late), paid(20, late), paid(10, late)])
    }

    #[test]
    fn only_what_was_issued_after_the_day_counts() {
        let all: Vec<Example> = (0..40)
            .map(|i| payer(if i < 20 { -2 } else { 5 }))
            .collect();
        let all = portfolio(all);
        let mut then: Vec<Option<i32>> = (0..40).map(|i| Some(i / 20)).collect();
        then[0] = None;
        then[1] = Some(-1);
        let found = following(&all, &then, DAY - FOLLOWING_DAYS).unwrap();
        let prompt = found.clusters[&0];
        assert_eq!(
            (prompt.n_customers, prompt.n_invoices, prompt.n_late),
            (18, 36, 0)
        );
        assert_eq!(found.clusters[&1].late_share, Some(1.0));
        assert_eq!((found.overall.n_invoices, found.overall.n_late), (76, 40));
        let interval = found.overall.interval.unwrap();
        let share = found.overall.late_share.unwrap();
        assert!(interval.low < share && share < interval.high);
    }

    #[test]
    fn few_invoices_have_counts_and_no_share() {
        let all = portfolio((0..14).map(|_| payer(5)).collect());
        let found = following(&all, &[Some(3); 14], DAY - FOLLOWING_DAYS).unwrap();
        let few = found.clusters[&3];
        assert_eq!(
            (few.n_invoices, few.late_share, few.interval),
            (28, None, None)
        );
        assert!(following(&all, &[], DAY).is_err());
    }
}
