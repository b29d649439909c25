//! The true distribution of an invoice's settlement date, given the state at
//! issue.
//!
//! Known at issue are the customer's hidden parameters, the invoice, an onset
//! of deterioration that has begun, and the shocks of the month of issue. All
//! else is integrated out: the noise, the months' shocks until the due date,
//! an onset or bankruptcy to come, and every mechanism. This is numerical
//! integration, not simulation, so probabilities are smooth and never 0 or 1:
//! a distribution function by day, built from the mechanisms of `settle` in
//! the same order of precedence. Three small steps are approximate (a reversal
//! at its mean delay, the tail by the trapezium rule, five Gauss-Hermite
//! nodes for the shocks); a test holds the result against brute simulation.

use crate::{
    customer::{Behaviour, Customer},
    odds_tables::OddsTables,
    plan::Invoice,
    readiness::Readiness,
    settle::transfer_share,
    world::World,
};

/// The last day after the due date that is told apart from never.
pub(crate) const LAST_DAY_LATE: i32 = 365;

/// Truth about one invoice, as of its issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Odds {
    /// Probability that it is open at the end of its due date.
    pub p_late: f64,
    /// Days from the due date by which it is settled with probability 0.1,
    /// 0.5 and 0.9; [`LAST_DAY_LATE`] if later or never.
    pub quantiles: [i32; 3],
}

/// Computes odds, with buffers that are kept from invoice to invoice.
pub(crate) struct OddsMaker<'a> {
    world: &'a World,
    tables: &'a OddsTables,
    plain: Vec<f64>,
    ready: Vec<f64>,
    first: Vec<f64>,
    settled: Vec<f64>,
}

impl<'a> OddsMaker<'a> {
    pub(crate) fn new(world: &'a World, tables: &'a OddsTables) -> Self {
        Self {
            world,
            tables,
            plain: Vec::new(),
            ready: Vec::new(),
            first: Vec::new(),
            settled: Vec::new(),
        }
    }

    /// The odds of an invoice. `incident_share` is the chance that it is the
    /// one its customer forgets, 0 for customers without an incident.
    pub(crate) fn of(&mut self, invoice: &Invoice, incident_share: f64) -> Odds {
        let customer = &self.world.customers[invoice.customer as usize];
        let n_days = (invoice.due - invoice.issue + LAST_DAY_LATE + 1) as usize;
        self.settled.clear();
        self.settled.resize(n_days, 0.0);
        if customer.is_bankrupt(invoice.issue) {
            return self.summarise(invoice);
        }
        for (weight, onset) in onsets(customer, invoice) {
            if weight > 0.0 {
                let mut behaviour = customer.behaviour(&self.world.parameters, onset, invoice.due);
                behaviour.forget += incident_share;
                self.add(weight, customer, &behaviour, invoice);
            }
        }
        self.summarise(invoice)
    }

    /// Adds the distribution under one behaviour, with that weight.
    fn add(&mut self, weight: f64, customer: &Customer, behaviour: &Behaviour, invoice: &Invoice) {
        if invoice.direct_debit {
            self.collect(weight, customer, behaviour, invoice);
            return;
        }
        self.fill_ready(customer, behaviour, invoice);
        self.fill_first(customer, behaviour, invoice);
        self.fill_settled(weight, customer, behaviour, invoice);
    }

    /// `ready[j]`: probability of being ready by day `issue + j`.
    ///
    /// The part with the long tail solves `T' = (A - T) / mean`, where `A` is
    /// the distribution without it: a recursion in place of a convolution.
    fn fill_ready(&mut self, customer: &Customer, behaviour: &Behaviour, invoice: &Invoice) {
        let parameters = &self.world.parameters;
        let shocks = &self.world.shocks;
        let (issue, due) = (shocks.month(invoice.issue), shocks.month(invoice.due));
        let mean = behaviour.readiness_mean
            + parameters.behaviour.amount_days * invoice.standardised_amount
            + shocks.expected(customer.sector, issue, due, customer.loading);
        let spread = shocks.spread(issue, due, customer.loading);
        let readiness = Readiness {
            mean,
            spread,
            sd: behaviour.readiness_sd,
        };
        let terms = invoice.due - invoice.issue;
        let start = readiness.start().min(-terms);
        readiness.fill(&mut self.plain, start);
        let memory = (-1.0 / parameters.behaviour.long_tail_days).exp();
        let (mut before, mut tailed) = (0.0, 0.0);
        self.ready.clear();
        for late in start..=LAST_DAY_LATE {
            let now = self
                .plain
                .get((late - start) as usize)
                .copied()
                .unwrap_or(1.0);
            tailed = memory * tailed + (1.0 - memory) * 0.5 * (before + now);
            before = now;
            if late >= -terms {
                let mixed = (1.0 - customer.long_tail) * now + customer.long_tail * tailed;
                self.ready.push(mixed);
            }
        }
        // Nothing is ready on the day of issue.
        self.ready[0] = 0.0;
    }

    /// `first[j]`: probability of a first payment by day `issue + j`, but for
    /// invoices credited in full, which none follows.
    fn fill_first(&mut self, customer: &Customer, behaviour: &Behaviour, invoice: &Invoice) {
        let terms = (invoice.due - invoice.issue) as usize;
        let forgotten = self.tables.forgotten(invoice.due);
        let contested = customer.dispute * (1.0 - self.tables.full_credit());
        let plain = (1.0 - customer.dispute) * (1.0 - behaviour.forget);
        let reminded = (1.0 - customer.dispute) * behaviour.forget;
        let latest = latest_ready(self.world, customer, invoice);
        self.first.clear();
        for (day, &latest) in latest[..self.settled.len()].iter().enumerate() {
            let ready_by = (latest - invoice.issue).max(0) as usize;
            let ready = self.ready[ready_by];
            let late = day.checked_sub(terms).map_or(0.0, |late| forgotten[late]);
            let closed = self.tables.dispute_closed(ready_by);
            self.first
                .push(plain * ready + reminded * late + contested * ready * closed);
        }
    }

    /// Adds the distribution of the last payment before any bankruptcy.
    fn fill_settled(
        &mut self,
        weight: f64,
        customer: &Customer,
        behaviour: &Behaviour,
        invoice: &Invoice,
    ) {
        let mechanisms = &self.world.parameters.mechanisms;
        let in_parts = transfer_share(self.world, mechanisms.in_parts);
        let credited = customer.dispute * self.tables.full_credit();
        let latest = latest_ready(self.world, customer, invoice);
        let business_days = self.world.calendar.on_or_before_from(invoice.issue);
        let survival = Survival::new(customer, invoice);
        let paying = weight * (1.0 - behaviour.never);
        let by = |first: &[f64], day: i32| if day > 0 { first[day as usize] } else { 0.0 };
        let (mut before, mut sum, mut survives) = (0.0, 0.0, 1.0);
        for day in 0..self.settled.len() {
            let ready_by = latest[day] - invoice.issue;
            let rest: f64 = mechanisms
                .rest_after_days
                .iter()
                .map(|lag| 0.5 * by(&self.first, ready_by - lag))
                .sum();
            let closed_by = (business_days[day] - invoice.issue).max(0) as usize;
            let now = (1.0 - in_parts) * self.first[day]
                + in_parts * rest
                + credited * self.tables.dispute_closed(closed_by);
            if day as i32 > survival.sheltered_days {
                survives *= survival.a_day;
            }
            sum += (now - before).max(0.0) * survives;
            before = now;
            self.settled[day] += paying * sum;
        }
    }

    /// Direct debit: collected on its day, unless refused.
    fn collect(
        &mut self,
        weight: f64,
        customer: &Customer,
        behaviour: &Behaviour,
        invoice: &Invoice,
    ) {
        let day = self.world.calendar.on_or_before(invoice.due) - invoice.issue;
        let survives = Survival::new(customer, invoice).until(day);
        let collected = weight * (1.0 - behaviour.never) * survives;
        self.settled[day.max(0) as usize..]
            .iter_mut()
            .for_each(|cell| *cell += collected);
    }

    fn summarise(&self, invoice: &Invoice) -> Odds {
        let mechanisms = &self.world.parameters.mechanisms;
        let mean = |range: [i32; 2]| (range[0] + range[1]) / 2;
        let reversed_after = mean(mechanisms.reversed_after_days);
        let repaid_after = reversed_after + mean(mechanisms.repaid_after_days);
        let terms = invoice.due - invoice.issue;
        let by = |day: i32| {
            if day >= 0 {
                self.settled[day as usize]
            } else {
                0.0
            }
        };
        let reopened =
            mechanisms.reversed * (by(terms - reversed_after) - by(terms - repaid_after));
        let for_good = |day: i32| {
            (1.0 - mechanisms.reversed) * by(day) + mechanisms.reversed * by(day - repaid_after)
        };
        let last = self.settled.len() as i32 - 1;
        let quantile = |p: f64| {
            // A distribution function: its first day at or above `p`.
            let (mut low, mut high) = (0, last);
            while low < high {
                let middle = (low + high) / 2;
                if for_good(middle) >= p {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            low - terms
        };
        Odds {
            p_late: (1.0 - by(terms) + reopened).clamp(1e-6, 1.0 - 1e-6),
            quantiles: [0.1, 0.5, 0.9].map(quantile),
        }
    }
}

/// For each day from issue on, the last ready day whose run is paid by then.
fn latest_ready<'a>(world: &'a World, customer: &Customer, invoice: &Invoice) -> &'a [i32] {
    &world.runs.latest_ready(customer.run)[world.calendar.index(invoice.issue)..]
}

/// Onsets that are possible as seen from issue, with their weights: one that
/// has begun is known, one to come before the due date is spread evenly, over
/// the nodes of Gauss and Legendre.
fn onsets(customer: &Customer, invoice: &Invoice) -> [(f64, Option<i32>); 5] {
    const NODES: [(f64, f64); 4] = [
        (0.173_927, 0.069_432),
        (0.326_073, 0.330_009),
        (0.326_073, 0.669_991),
        (0.173_927, 0.930_568),
    ];
    let mut onsets = [(0.0, None); 5];
    match (customer.onset, customer.onset_range) {
        (Some(onset), Some([first, last])) if onset > invoice.issue => {
            let open = first.max(invoice.issue);
            let before_due = f64::from((invoice.due.min(last) - open).max(0));
            let share = before_due / f64::from((last - open).max(1));
            for (slot, (weight, at)) in onsets.iter_mut().zip(NODES) {
                *slot = (weight * share, Some(open + (at * before_due) as i32));
            }
            onsets[4] = (1.0 - share, None);
        }
        (onset, _) => onsets[0] = (1.0, onset),
    }
    onsets
}

/// The chance that the customer is not bankrupt a number of days after issue.
struct Survival {
    a_day: f64,
    sheltered_days: i32,
}

impl Survival {
    fn new(customer: &Customer, invoice: &Invoice) -> Self {
        Self {
            a_day: (-customer.hazard).exp(),
            sheltered_days: (customer.bankrupt_from - invoice.issue).max(0),
        }
    }

    fn until(&self, day: i32) -> f64 {
        self.a_day.powi((day - self.sheltered_days).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GenerateParams,
        customer_type::CustomerType,
        follow_up::TOLERANCE_MINOR,
        ladder::Schedule,
        random::{Purpose, Stream, exponential, normal, stream, unit},
        settle::{Case, settle},
    };

    const N_DRAWS: usize = 20_000;

    /// The future of an invoice, drawn again from what was known at issue.
    fn redraw(world: &World, invoice: &Invoice, rng: &mut Stream) -> (bool, i32) {
        let mut customer = world.customers[invoice.customer as usize].clone();
        if !customer.is_bankrupt(invoice.issue) && customer.hazard > 0.0 {
            let from = customer.bankrupt_from.max(invoice.issue) + 1;
            let days = exponential(rng, 1.0 / customer.hazard).min(1e6);
            customer.bankrupt = Some(from + days as i32);
        }
        if let (Some(onset), Some([first, last])) = (customer.onset, customer.onset_range)
            && onset > invoice.issue
        {
            let first = first.max(invoice.issue);
            customer.onset = Some(first + (f64::from(last - first) * unit(rng)) as i32);
        }
        let (issue, due) = (
            world.shocks.month(invoice.issue),
            world.shocks.month(invoice.due),
        );
        let mean = world
            .shocks
            .expected(customer.sector, issue, due, customer.loading);
        let shock_days = mean + world.shocks.spread(issue, due, customer.loading) * normal(rng);
        let schedule = &Schedule::draw(rng, &world.parameters.ladder, &world.calendar, invoice.due);
        let customer = &customer;
        let case = Case {
            world,
            customer,
            invoice,
            shock_days,
            schedule,
            incident: false,
        };
        let settlement = settle(&case, rng);
        let late = settlement.open_minor(invoice, invoice.due) > TOLERANCE_MINOR;
        let days_late = settlement
            .settled
            .map_or(LAST_DAY_LATE, |day| day - invoice.due);
        (late, days_late.min(LAST_DAY_LATE))
    }

    fn check(world: &World, odds: &Odds, invoice: &Invoice, rng: &mut Stream) {
        let kind = world.customers[invoice.customer as usize].customer_type;
        let drawn: Vec<(bool, i32)> = (0..N_DRAWS).map(|_| redraw(world, invoice, rng)).collect();
        let share = |event: &dyn Fn(&(bool, i32)) -> bool| {
            drawn.iter().filter(|row| event(row)).count() as f64 / N_DRAWS as f64
        };
        let late = share(&|row| row.0);
        let error = 4.0 * (odds.p_late * (1.0 - odds.p_late) / N_DRAWS as f64).sqrt();
        assert!(
            (late - odds.p_late).abs() < error + 0.004,
            "{kind:?} {invoice:?}: p_late {} but {late} of the draws are late",
            odds.p_late
        );
        for (p, quantile) in [0.1, 0.5, 0.9].into_iter().zip(odds.quantiles) {
            let by = share(&|row| row.1 <= quantile);
            let before = share(&|row| row.1 < quantile);
            assert!(
                (by > p - 0.015 || quantile == LAST_DAY_LATE) && before < p + 0.015,
                "{kind:?} {invoice:?}: q{p} = {quantile}, but {before} before and {by} by it"
            );
        }
    }

    #[test]
    fn odds_agree_with_brute_simulation() {
        let world = World::draw(&GenerateParams::new(6_000, 170, 8)).expect("valid");
        let tables = OddsTables::new(&world);
        let mut maker = OddsMaker::new(&world, &tables);
        let rng = &mut stream(8, Purpose::Payments, 0);
        for kind in CustomerType::ALL {
            let of_kind = world.invoices.iter().filter(|invoice| {
                let customer = &world.customers[invoice.customer as usize];
                customer.customer_type == kind && !customer.incident
            });
            let n = of_kind.clone().count();
            for invoice in of_kind.step_by((n / 12).max(1)) {
                let odds = maker.of(invoice, 0.0);
                check(&world, &odds, invoice, rng);
            }
        }
    }
}
