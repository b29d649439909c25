//! Distributions that no customer changes: when a forgotten invoice is paid,
//! by due date, and how long a dispute lasts.

use crate::{
    calendar::Calendar, odds::LAST_DAY_LATE, parameters::Parameters, special::normal_cdf,
    world::World,
};

/// The longest a customer is taken to wait after a reminder; beyond lies e^-16.
const LONGEST_WAIT: i32 = 80;

/// The tables.
#[derive(Debug)]
pub(crate) struct OddsTables {
    first_due: i32,
    /// `(n_due_days, LAST_DAY_LATE + 1)`: paid by that many days after due.
    forgotten: Vec<Vec<f64>>,
    /// Closed by that many days after issue.
    dispute_closed: Vec<f64>,
    full_credit: f64,
}

impl OddsTables {
    /// Tabulates for all due dates of the population.
    pub(crate) fn new(world: &World) -> Self {
        let (parameters, calendar) = (&world.parameters, &world.calendar);
        let longest_terms = parameters.terms.days.iter().copied().max().unwrap_or(0);
        let due_days = world.span.from..=world.span.until + longest_terms;
        let n_days = (longest_terms + LAST_DAY_LATE + 1) as usize;
        let disputes = &parameters.disputes;
        Self {
            first_due: world.span.from,
            forgotten: due_days
                .map(|due| forgotten(parameters, calendar, due))
                .collect(),
            dispute_closed: (0..n_days)
                .map(|day| closed_by(parameters, day as i32))
                .collect(),
            full_credit: disputes.credit_note_share * disputes.full_credit_share,
        }
    }

    /// By day after that due date.
    pub(crate) fn forgotten(&self, due: i32) -> &[f64] {
        &self.forgotten[(due - self.first_due) as usize]
    }

    /// Probability that a dispute is closed that many days after issue.
    pub(crate) fn dispute_closed(&self, days: usize) -> f64 {
        self.dispute_closed[days]
    }

    /// Probability that a dispute ends in a credit note over the whole amount.
    pub(crate) fn full_credit(&self) -> f64 {
        self.full_credit
    }
}

/// Mixes over the level that is heeded, the steps skipped, and their delays.
fn forgotten(parameters: &Parameters, calendar: &Calendar, due: i32) -> Vec<f64> {
    let (given, ladder) = (&parameters.forgotten, &parameters.ladder);
    let mut paid = vec![0.0; LAST_DAY_LATE as usize + 1];
    let mut waiting = 0.0;
    for (position, &step) in ladder.steps.iter().enumerate() {
        waiting += given.level_shares.get(position).copied().unwrap_or(0.0);
        let sent = waiting * (1.0 - ladder.skipped_share);
        waiting -= sent;
        let [first, last] = ladder.late_days;
        let each_late = ladder.late_share / f64::from(last - first + 1);
        let delays = (first..=last).map(|delay| (delay, each_late));
        for (delay, share) in delays.chain([(0, 1.0 - ladder.late_share)]) {
            let day = calendar.on_or_after(due + step + delay);
            add_waits(
                &mut paid,
                given.mean_days_after_reminder,
                calendar,
                due,
                day,
                sent * share,
            );
        }
    }
    let call = calendar.on_or_after(due + given.fallback_call_days);
    add_waits(
        &mut paid,
        given.mean_days_after_reminder,
        calendar,
        due,
        call,
        waiting,
    );
    let mut sum = 0.0;
    paid.iter_mut().for_each(|cell| {
        sum += *cell;
        *cell = sum;
    });
    paid
}

/// Spreads a weight over the days on which the money comes after a reminder.
fn add_waits(
    paid: &mut [f64],
    mean_days: f64,
    calendar: &Calendar,
    due: i32,
    sent: i32,
    weight: f64,
) {
    for wait in 1..=LONGEST_WAIT {
        let share = (-f64::from(wait - 1) / mean_days).exp() - (-f64::from(wait) / mean_days).exp();
        let late = calendar.on_or_after(sent + wait) - due;
        paid[late.clamp(0, LAST_DAY_LATE) as usize] += weight * share;
    }
}

fn closed_by(parameters: &Parameters, day: i32) -> f64 {
    let given = &parameters.disputes;
    let [first, last] = given.opens_after_days;
    let lasts_at_most = |days: i32| {
        let log_days = (f64::from(days) + 0.5).ln();
        normal_cdf((log_days - given.median_days.ln()) / given.sigma)
    };
    (first..=last)
        .filter(|opened| day > *opened)
        .map(|opened| lasts_at_most(day - opened) / f64::from(last - first + 1))
        .sum()
}
