//! What is learnt about a customer beside its invoices: credit scores, terms it
//! asks for, bankruptcy, reasons given, calls that nobody answers.

use crate::{
    customer::Customer,
    customer_type::CustomerType,
    plan::booking_lag,
    random::{Purpose, Stream, chance, exponential, normal, pick, stream, whole},
    settle::Mechanism,
    simulate::Events,
    world::World,
};

/// A row of the signals table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signal {
    pub customer: u32,
    pub invoice: Option<u32>,
    pub day: i32,
    pub end: Option<i32>,
    pub known: i32,
    pub kind: &'static str,
    pub value: Option<f64>,
    pub text: Option<&'static str>,
}

/// All signals of the span, by day, then customer.
pub(crate) fn signals(world: &World, events: &Events) -> Vec<Signal> {
    let mut signals = Vec::new();
    for (index, customer) in (0_u32..).zip(&world.customers) {
        let rng = &mut stream(world.seed, Purpose::Signals, u64::from(index));
        let mut file = File {
            world,
            customer,
            index,
            rng,
            signals: &mut signals,
        };
        file.credit_scores();
        file.requests();
        file.bankruptcy();
    }
    let rng = &mut stream(world.seed, Purpose::Signals, u64::MAX);
    about_invoices(world, events, rng, &mut signals);
    signals.sort_by_key(|signal| (signal.day, signal.customer, signal.invoice, signal.kind));
    signals
}

/// A customer's file, to which signals are added.
struct File<'a> {
    world: &'a World,
    customer: &'a Customer,
    index: u32,
    rng: &'a mut Stream,
    signals: &'a mut Vec<Signal>,
}

impl File<'_> {
    fn add(&mut self, day: i32, kind: &'static str, value: Option<f64>, end: Option<i32>) {
        let known = day + booking_lag(self.rng, &self.world.parameters);
        let customer = self.index;
        self.signals.push(Signal {
            customer,
            invoice: None,
            day,
            end,
            known,
            kind,
            value,
            text: None,
        });
    }

    /// Scores come at intervals and lag behind: they carry an error of the
    /// customer's own and one of the day, and see an onset three months late.
    fn credit_scores(&mut self) {
        const BLIND_DAYS: i32 = 90;
        let scores = &self.world.parameters.credit_scores;
        let span = self.world.span;
        let scored = chance(self.rng, scores.share_of_customers);
        let own_error = normal(self.rng);
        let mut day = self.customer.start.max(span.from) - whole(self.rng, [0, 60]);
        while scored && day <= span.until {
            let expected = match self.customer.type_on(day - BLIND_DAYS) {
                CustomerType::Prompt => scores.prompt,
                CustomerType::Forgetful => scores.forgetful,
                CustomerType::Habitual => scores.habitual,
                CustomerType::Disputing => scores.disputing,
                CustomerType::Deteriorating => scores.deteriorated,
                CustomerType::Distressed => scores.distressed,
            };
            let error = (own_error + normal(self.rng)) * std::f64::consts::FRAC_1_SQRT_2;
            // Adding zero turns a rounded -0.3 into 0, not -0.
            let score = (expected + scores.error_sd * error)
                .round()
                .clamp(0.0, 100.0)
                + 0.0;
            self.add(day, "credit_score", Some(score), None);
            day += scores.every_days + whole(self.rng, [-10, 10]);
        }
    }

    /// What customers in difficulty ask for, at the yearly rates of the type
    /// they show.
    fn requests(&mut self) {
        let (from, until) = (self.customer.start, self.customer.end);
        let shown = [
            from,
            self.customer.onset.unwrap_or(until).clamp(from, until),
            until,
        ];
        for stretch in shown.windows(2) {
            let rates = self
                .world
                .parameters
                .signals
                .of(self.customer.type_on(stretch[0]));
            for (kind, yearly) in [
                ("terms_extension_requested", rates.terms_extension),
                ("prepayment_refused", rates.prepayment_refused),
                ("lawsuit", rates.lawsuit),
                ("negative_review", rates.negative_review),
            ] {
                self.arrivals([stretch[0], stretch[1]], kind, yearly);
            }
            if self.customer.direct_debit > 0.0 {
                self.arrivals(
                    [stretch[0], stretch[1]],
                    "direct_debit_revoked",
                    2.0 * rates.lawsuit,
                );
            }
        }
    }

    /// A Poisson process over a stretch of days.
    fn arrivals(&mut self, [from, until]: [i32; 2], kind: &'static str, yearly: f64) {
        let mut day = f64::from(from) + exponential(self.rng, 365.25 / yearly);
        while day < f64::from(until) {
            let end = (kind == "lawsuit").then(|| day as i32 + whole(self.rng, [60, 400]));
            self.add(day as i32, kind, None, end);
            day += exponential(self.rng, 365.25 / yearly);
        }
    }

    fn bankruptcy(&mut self) {
        if let Some(day) = self.customer.bankrupt {
            self.add(day, "bankruptcy", None, None);
        }
    }
}

/// Signals that come with an invoice: wrong ones, calls nobody answers, and
/// the reason why an overdue one was not paid.
fn about_invoices(world: &World, events: &Events, rng: &mut Stream, signals: &mut Vec<Signal>) {
    let mut add = |rng: &mut Stream, number: u32, day, kind, text| {
        signals.push(Signal {
            customer: world.invoices[number as usize].customer,
            invoice: Some(number),
            day,
            end: None,
            known: day + booking_lag(rng, &world.parameters),
            kind,
            value: None,
            text,
        });
    };
    for row in events
        .disputes
        .iter()
        .filter(|row| row.reason == "billing_error")
    {
        add(rng, row.invoice, row.dispute.closed, "billing_error", None);
    }
    for row in events
        .reminders
        .iter()
        .filter(|row| row.level == 0 && row.replied.is_none())
    {
        add(rng, row.invoice, row.sent, "contact_unanswered", None);
    }
    for (number, outcome) in (0_u32..).zip(&events.outcomes) {
        let invoice = &world.invoices[number as usize];
        let shown = world.customers[invoice.customer as usize].type_on(invoice.due);
        let share = world.parameters.signals.of(shown).nonpayment_reason;
        let settled = outcome.settled.filter(|&day| day > invoice.due + 14);
        if let Some(day) = settled.filter(|_| chance(rng, share)) {
            let text = Some(reason(rng, outcome.mechanism));
            add(rng, number, day, "nonpayment_reason", text);
        }
    }
}

/// Mostly the true reason, sometimes another one.
fn reason(rng: &mut Stream, mechanism: Mechanism) -> &'static str {
    let told = chance(rng, 0.8);
    let other = pick(
        rng,
        &[
            "forgotten",
            "liquidity",
            "disputed",
            "invoice_not_received",
            "other",
        ],
    );
    match mechanism {
        _ if !told => other,
        Mechanism::Forgotten | Mechanism::Incident => "forgotten",
        Mechanism::Disputed | Mechanism::Credited => "disputed",
        Mechanism::LongTail => "liquidity",
        _ => other,
    }
}
