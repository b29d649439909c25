//! When a customer comes, changes and goes.

use crate::{
    customer::{MONTH_DAYS, Span, Traits},
    customer_type::CustomerType,
    parameters::{Parameters, TypeParameters},
    random::{Stream, between, chance, exponential, unit},
};

/// Nobody goes bankrupt in its first month as a customer.
pub(crate) const SHELTERED_DAYS: i32 = 30;

/// The days that bound and divide a customer's time with us.
pub(crate) struct Tenure {
    pub start: i32,
    pub end: i32,
    pub left: Option<i32>,
    pub bankrupt: Option<i32>,
    pub onset: Option<i32>,
    pub onset_range: Option<[i32; 2]>,
}

impl Tenure {
    /// Draws the tenure of a customer of that type.
    pub(crate) fn draw(
        rng: &mut Stream,
        customer_type: CustomerType,
        traits: Traits,
        parameters: &Parameters,
        span: Span,
    ) -> Self {
        let given = &parameters.customers;
        let at = |month: f64| span.at_month(month, given.span_months);
        let late_start = traits.dealt.late_start < given.late_start_share;
        let start_month = between(rng, given.late_start_months);
        let onset_months = {
            let [low, high] = parameters.deterioration.onset_months;
            let low = if late_start {
                low.max(start_month + given.leave_after_months)
            } else {
                low
            };
            [low.min(high), high]
        };
        let onset_month = between(rng, onset_months);
        let leaves = chance(rng, given.leave_share);
        let leave_position = unit(rng);
        let survived_days = exponential(rng, 1.0 / hazard(parameters.types.of(customer_type)));
        if traits.largest {
            return Self::throughout(span);
        }
        let start = if late_start {
            at(start_month)
        } else {
            span.from
        };
        let deteriorates = customer_type == CustomerType::Deteriorating;
        let onset = deteriorates.then(|| at(onset_month));
        let settled_in = at(given.leave_after_months) - span.from;
        let may_leave = onset.unwrap_or(start + settled_in).min(span.until);
        let left = leaves
            .then(|| may_leave + (f64::from(span.until - may_leave) * leave_position) as i32)
            .filter(|&day| day < span.until);
        let bankrupt =
            (survived_days < 36_500.0).then(|| start + SHELTERED_DAYS + 1 + survived_days as i32);
        let end = left.unwrap_or(span.until);
        let onset_range = deteriorates.then(|| onset_months.map(at));
        Self {
            start,
            end,
            left,
            bankrupt,
            onset,
            onset_range,
        }
    }

    fn throughout(span: Span) -> Self {
        Self {
            start: span.from,
            end: span.until,
            left: None,
            bankrupt: None,
            onset: None,
            onset_range: None,
        }
    }
}

/// Bankruptcies per day, from the share per month.
pub(crate) fn hazard(kind: &TypeParameters) -> f64 {
    -(1.0 - kind.bankruptcy_per_month).ln() / MONTH_DAYS
}
