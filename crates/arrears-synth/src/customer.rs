//! A customer's hidden parameters, and how it behaves on a due date.
//!
//! Where the specification is silent:
//!
//! - the largest customer is prompt with that type's mean readiness, present
//!   throughout, on 30 days, with a weekly run and without incident, so that a
//!   twentieth of the rows does not hang on the luck of one customer;
//! - nobody leaves before the onset of its deterioration;
//! - only leavers leave: a bankrupt customer is still invoiced, as under a
//!   running contract, and pays none of it. Without that, distressed customers
//!   would hold 7 % of the rows, and 6 % of all invoices, not 8 to 12 %, would
//!   be over 90 days late or never paid;
//! - the spread of the within-customer SD has mean one, so that the table's
//!   value is the mean;
//! - direct debit belongs to the customer, who gave a mandate, not to the
//!   invoice;
//! - a ramp after the onset is taken at the due date and moves readiness,
//!   noise and both probabilities alike.

use crate::{
    customer_type::CustomerType,
    deal::{Dealt, deal},
    parameters::Parameters,
    random::{
        Purpose, beta, between, chance, mean_one_log_normal, mixed, normal, position_at, stream,
        weighted,
    },
    runs::PaymentRun,
    sectors::Sectors,
    tenure::{SHELTERED_DAYS, Tenure, hazard},
};

/// Mean length of a month, in days.
pub(crate) const MONTH_DAYS: f64 = 30.4375;

/// The span of a population: first invoice date and last day observed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub from: i32,
    pub until: i32,
}

impl Span {
    /// The day that many of the specification's 36 months after the start,
    /// stretched or shrunk to this span.
    pub(crate) fn at_month(self, month: f64, span_months: f64) -> i32 {
        self.from + (f64::from(self.until - self.from + 1) * month / span_months) as i32
    }
}

/// What is fixed about a customer from its start.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    pub customer_type: CustomerType,
    pub sector: usize,
    /// Readiness against the due date in days, the sector's shift included.
    pub readiness_mean: f64,
    /// Standard deviation of the readiness within the customer, in days.
    pub readiness_sd: f64,
    pub forget: f64,
    pub dispute: f64,
    pub never: f64,
    pub long_tail: f64,
    pub loading: f64,
    pub run: PaymentRun,
    pub terms_days: i32,
    pub log_amount_mean: f64,
    pub monthly_rate: f64,
    /// First and last possible invoice date.
    pub start: i32,
    pub end: i32,
    pub left: Option<i32>,
    pub bankrupt: Option<i32>,
    /// Bankruptcies per day.
    pub hazard: f64,
    /// No bankruptcy comes before that day.
    pub bankrupt_from: i32,
    pub onset: Option<i32>,
    /// The first and last day on which the onset could have come.
    pub onset_range: Option<[i32; 2]>,
    /// Days by which a deteriorated customer pays later in the end.
    pub deterioration_days: f64,
    /// The share of its invoices paid by direct debit.
    pub direct_debit: f64,
    pub incident: bool,
    pub largest: bool,
}

/// What is decided about a customer before it is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Traits {
    pub largest: bool,
    pub monthly_rate: f64,
    pub dealt: Dealt,
}

impl Traits {
    /// The traits of all customers.
    pub(crate) fn draw(seed: u64, n_customers: usize, parameters: &Parameters) -> Vec<Self> {
        let mut rng = stream(seed, Purpose::Volumes, 1);
        let given = &parameters.customers;
        let rates: Vec<f64> = (0..n_customers)
            .map(|_| given.invoices_per_month_sigma * normal(&mut rng))
            .map(|log_rate| given.invoices_per_month_median * log_rate.exp())
            .collect();
        let largest = mixed(seed) as usize % n_customers.max(1);
        let dealt = deal(seed, &rates);
        (0..n_customers)
            .map(|index| Self {
                largest: index == largest,
                monthly_rate: rates[index],
                dealt: dealt[index],
            })
            .collect()
    }
}

/// The state a due date falls into, shocks left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Behaviour {
    pub readiness_mean: f64,
    pub readiness_sd: f64,
    pub forget: f64,
    pub never: f64,
}

impl Customer {
    /// The customer of that index.
    pub(crate) fn draw(
        seed: u64,
        index: usize,
        traits: Traits,
        parameters: &Parameters,
        sectors: &Sectors,
        span: Span,
    ) -> Self {
        let rng = &mut stream(seed, Purpose::Customers, index as u64);
        let Traits {
            largest,
            monthly_rate,
            dealt,
        } = traits;
        let sector = weighted(rng, &sectors.sizes());
        let dealt_type = position_at(dealt.customer_type, sectors.type_odds(sector));
        let customer_type = if largest {
            CustomerType::Prompt
        } else {
            CustomerType::ALL[dealt_type]
        };
        let kind = parameters.types.of(customer_type);
        let tenure = Tenure::draw(rng, customer_type, traits, parameters, span);
        let between_sigma = parameters.amounts.between_sigma;
        let others = 1.0 - parameters.customers.largest_share;
        let mandate =
            dealt.mandate < parameters.mechanisms.direct_debit_customers / others && !largest;
        let run = deal_run(dealt.run, parameters);
        let terms = position_at(dealt.terms, &parameters.terms.shares);
        let incident = customer_type == CustomerType::Prompt
            && chance(rng, parameters.incidents.share_of_prompt)
            && !largest;
        let apart = if largest {
            0.0
        } else {
            kind.readiness_between * normal(rng)
        };
        let concentration = parameters.behaviour.beta_concentration;
        let forget = beta(rng, kind.forget, concentration);
        Self {
            customer_type,
            sector,
            readiness_mean: kind.readiness_mean + apart + sectors.shift_days(sector),
            readiness_sd: kind.readiness_within
                * mean_one_log_normal(rng, parameters.behaviour.within_sigma),
            forget: if incident { 0.0 } else { forget },
            dispute: beta(rng, kind.dispute, concentration),
            never: beta(rng, kind.never, concentration),
            long_tail: kind.long_tail,
            loading: kind.loading,
            run: if largest { PaymentRun::Weekday(3) } else { run },
            terms_days: if largest {
                30
            } else {
                parameters.terms.days[terms]
            },
            log_amount_mean: parameters.amounts.median.ln() + between_sigma * normal(rng),
            monthly_rate,
            start: tenure.start,
            end: tenure.end,
            left: tenure.left,
            bankrupt: tenure.bankrupt,
            hazard: if largest { 0.0 } else { hazard(kind) },
            bankrupt_from: tenure.start + SHELTERED_DAYS,
            onset: tenure.onset,
            onset_range: tenure.onset_range,
            deterioration_days: between(rng, parameters.deterioration.shift_days),
            direct_debit: if mandate {
                parameters.mechanisms.direct_debit_invoices
            } else {
                0.0
            },
            incident,
            largest,
        }
    }

    /// How the customer behaves for an invoice due that day, given an onset.
    pub(crate) fn behaviour(
        &self,
        parameters: &Parameters,
        onset: Option<i32>,
        due: i32,
    ) -> Behaviour {
        let change = &parameters.deterioration;
        let ramp = onset.map_or(0.0, |onset| {
            (f64::from(due - onset) / (change.over_months * MONTH_DAYS)).clamp(0.0, 1.0)
        });
        Behaviour {
            readiness_mean: self.readiness_mean + ramp * self.deterioration_days,
            readiness_sd: self.readiness_sd * (1.0 + ramp * (change.noise_factor - 1.0)),
            forget: (self.forget + ramp * change.extra_forget).min(1.0),
            never: (self.never + ramp * change.extra_never).min(1.0),
        }
    }

    /// The type a customer shows on a day: prompt before an onset.
    pub(crate) fn type_on(&self, day: i32) -> CustomerType {
        match self.onset {
            Some(onset) if day < onset => CustomerType::Prompt,
            _ => self.customer_type,
        }
    }

    /// Whether it is bankrupt by the end of that day.
    pub(crate) fn is_bankrupt(&self, day: i32) -> bool {
        self.bankrupt.is_some_and(|bankrupt| bankrupt <= day)
    }
}

fn deal_run(uniform: f64, parameters: &Parameters) -> PaymentRun {
    let runs = &parameters.runs;
    let weekdays = [runs.weekday / 5.0; 5];
    let weights = [
        &[runs.none],
        &weekdays[..],
        &[runs.mid_and_end, runs.twenty_fifth],
    ]
    .concat();
    match position_at(uniform, &weights) {
        0 => PaymentRun::None,
        weekday @ 1..=5 => PaymentRun::Weekday(weekday as u8 - 1),
        6 => PaymentRun::MidAndEnd,
        _ => PaymentRun::TwentyFifth,
    }
}
