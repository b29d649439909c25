//! Which customer is invoiced when and for how much.
//!
//! The number of invoices is met exactly: the largest customer gets its fixed
//! share, every other one an invoice while there are enough, and the rest is
//! shared out at random by monthly rate and time present.

use crate::{
    calendar::is_business_day,
    customer::{Customer, MONTH_DAYS, Span},
    parameters::Parameters,
    random::{Purpose, Stream, chance, exponential, normal, stream, unit, whole},
};

/// An invoice as it leaves the house.
#[derive(Debug, Clone)]
pub(crate) struct Invoice {
    pub customer: u32,
    pub issue: i32,
    pub due: i32,
    pub amount_minor: i64,
    /// The log amount in standard deviations from the population's mean.
    pub standardised_amount: f64,
    pub direct_debit: bool,
    /// When it was booked.
    pub known: i32,
}

/// All invoices by issue date, then customer; position is the invoice's number.
pub(crate) fn plan(
    seed: u64,
    n_invoices: usize,
    customers: &[Customer],
    parameters: &Parameters,
    span: Span,
) -> Vec<Invoice> {
    let open_days: Vec<i32> = (span.from..=span.until)
        .filter(|&day| is_business_day(day))
        .collect();
    let mut invoices = Vec::with_capacity(n_invoices);
    let counts = counts(seed, n_invoices, customers, parameters);
    for (index, (customer, n)) in customers.iter().zip(counts).enumerate() {
        let rng = &mut stream(seed, Purpose::Invoices, index as u64);
        let first = open_days.partition_point(|&day| day < customer.start);
        let end = open_days.partition_point(|&day| day <= customer.end);
        // A stretch of holidays at the edge of the span may leave no day.
        let first = first.min(open_days.len().saturating_sub(1));
        let n_days = end.saturating_sub(first).max(1);
        for _ in 0..n {
            let day = first + (unit(rng) * n_days as f64) as usize;
            let issue = open_days.get(day).copied().unwrap_or(span.from);
            invoices.push(draw_invoice(rng, index, customer, issue, parameters, span));
        }
    }
    invoices.sort_by_key(|invoice| (invoice.issue, invoice.customer));
    invoices
}

fn draw_invoice(
    rng: &mut Stream,
    index: usize,
    customer: &Customer,
    issue: i32,
    parameters: &Parameters,
    span: Span,
) -> Invoice {
    let amounts = &parameters.amounts;
    let within = (amounts.sigma.powi(2) - amounts.between_sigma.powi(2))
        .max(0.0)
        .sqrt();
    let log_amount = (customer.log_amount_mean + within * normal(rng))
        .clamp(amounts.smallest.ln(), amounts.largest.ln());
    Invoice {
        customer: index as u32,
        issue,
        due: issue + customer.terms_days,
        amount_minor: (log_amount.exp() * 100.0).round() as i64,
        standardised_amount: (log_amount - amounts.median.ln()) / amounts.sigma,
        direct_debit: chance(rng, customer.direct_debit),
        known: (issue + booking_lag(rng, parameters)).min(span.until),
    }
}

/// Days between an event and its booking.
pub(crate) fn booking_lag(rng: &mut Stream, parameters: &Parameters) -> i32 {
    let booking = &parameters.booking;
    let usual = whole(rng, booking.lag_days);
    let retroactive = whole(rng, booking.retroactive_days);
    if chance(rng, booking.retroactive_share) {
        retroactive
    } else {
        usual
    }
}

/// The number of invoices of each customer; they add up to `n_invoices`.
fn counts(
    seed: u64,
    n_invoices: usize,
    customers: &[Customer],
    parameters: &Parameters,
) -> Vec<usize> {
    let mut counts = vec![0_usize; customers.len()];
    let mut left = n_invoices;
    if let Some(largest) = customers.iter().position(|customer| customer.largest) {
        let share = parameters.customers.largest_share * n_invoices as f64;
        counts[largest] = if customers.len() == 1 {
            left
        } else {
            (share.round() as usize).clamp(1, left)
        };
        left -= counts[largest];
    }
    if left >= customers.len() {
        for count in counts.iter_mut().filter(|count| **count == 0) {
            *count = 1;
            left -= 1;
        }
    }
    share_out(seed, left, customers, &mut counts);
    counts
}

/// Gives each of `left` invoices to a customer other than the largest, with
/// chances by rate and days present. The spacings of a Poisson process over
/// the cumulated weights are a sorted uniform sample: one pass, no search.
fn share_out(seed: u64, left: usize, customers: &[Customer], counts: &mut [usize]) {
    let mut rng = stream(seed, Purpose::Volumes, 0);
    let gaps: Vec<f64> = (0..=left).map(|_| exponential(&mut rng, 1.0)).collect();
    let length: f64 = gaps.iter().sum();
    let weights: Vec<f64> = customers.iter().map(weight).collect();
    let scale = weights.iter().sum::<f64>() / length;
    let mut owner = 0;
    let mut owned_until = weights.first().copied().unwrap_or(0.0);
    let mut position = 0.0;
    for gap in &gaps[..left] {
        position += gap * scale;
        while owned_until <= position && owner + 1 < weights.len() {
            owner += 1;
            owned_until += weights[owner];
        }
        counts[owner] += 1;
    }
}

fn weight(customer: &Customer) -> f64 {
    if customer.largest {
        return 0.0;
    }
    customer.monthly_rate * f64::from((customer.end - customer.start).max(1)) / MONTH_DAYS
}
