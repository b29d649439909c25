//! Everything that stands before the first payment: calendars, sectors,
//! shocks, customers and what they were invoiced.

use crate::{
    GenerateParams, SynthError,
    calendar::Calendar,
    customer::{Customer, Span, Traits},
    parameters::Parameters,
    plan::{Invoice, plan},
    random::{mixed, unit_of},
    runs::{PaymentRun, RunCalendar},
    sectors::{SECTORS, Sectors},
    shocks::Shocks,
};

/// Payments beyond this many days after the span are held at its edge.
const HORIZON_DAYS: i32 = 10 * 366;

/// The fixed part of a population.
#[derive(Debug)]
pub(crate) struct World {
    pub seed: u64,
    pub parameters: Parameters,
    pub span: Span,
    pub calendar: Calendar,
    pub runs: RunCalendar,
    pub shocks: Shocks,
    pub customers: Vec<Customer>,
    pub invoices: Vec<Invoice>,
}

impl World {
    /// Draws the population that was asked for.
    pub(crate) fn draw(request: &GenerateParams) -> Result<Self, SynthError> {
        let parameters = Parameters::embedded()?;
        let span = Span {
            from: request.from,
            until: request.until,
        };
        let seed = request.seed;
        let calendar = Calendar::new(span.from - 31, span.until + HORIZON_DAYS);
        let longest_terms = parameters.terms.days.iter().copied().max().unwrap_or(0);
        let last_due = span.until + longest_terms;
        let sectors = Sectors::draw(seed, &parameters);
        let customers: Vec<Customer> = Traits::draw(seed, request.n_customers, &parameters)
            .into_iter()
            .enumerate()
            .map(|(index, traits)| Customer::draw(seed, index, traits, &parameters, &sectors, span))
            .collect();
        let invoices = plan(seed, request.n_invoices, &customers, &parameters, span);
        Ok(Self {
            seed,
            span,
            runs: RunCalendar::new(&calendar),
            calendar,
            shocks: Shocks::draw(seed, &parameters.shocks, SECTORS.len(), span.from, last_due),
            customers,
            invoices,
            parameters,
        })
    }

    /// The day on which a customer's money leaves for what is ready that day.
    pub(crate) fn run_after(&self, run: PaymentRun, ready: i32) -> i32 {
        self.runs.paid_on(run)[self.calendar.index(ready)]
    }

    /// When a customer's entry of that day is booked: one lag per customer and
    /// day, since a run comes in as one bank statement.
    pub(crate) fn booked(&self, customer: u32, day: i32) -> i32 {
        let booking = &self.parameters.booking;
        let key = mixed(self.seed ^ mixed((u64::from(customer) << 32) | u64::from(day as u32)));
        let choose = |[low, high]: [i32; 2], key: u64| {
            low + (unit_of(key) * f64::from(high - low + 1)) as i32
        };
        if unit_of(key) < booking.retroactive_share {
            day + choose(booking.retroactive_days, mixed(key))
        } else {
            day + choose(booking.lag_days, mixed(key))
        }
    }
}
