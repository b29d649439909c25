//! Who costs follow-up: reminders, calls, disputes and days of chasing per thousand of turnover.
//!
//! Contacts of one invoice come together, so their counts spread more than Poisson's. The interval of a customer's rate is
//! Byar's approximation of Poisson's on the count divided by the dispersion within customers (quasi-Poisson):
//!
//! ```text
//! dispersion = sum over invoices of (y - m_c)^2 / m_c  /  sum over customers of (n_c - 1)
//! ```
//!
//! with `y` an invoice's contacts and disputes, `m_c` its customer's mean. Sources: Breslow and Day (1987), *Statistical
//! Methods in Cancer Research II*, equation 2.11; McCullagh and Nelder (1989), *Generalized Linear Models*, section 9.2.

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::customers::{MIN_INVOICES, MOST_CUSTOMERS, external};
use super::window::due_lately;
use crate::facts::{FollowUp, InvoiceFacts, Portfolio};
use crate::statistics::{Interval, poisson_interval};

/// What it cost to get one customer's invoices paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffortRow {
    /// Its position in the portfolio.
    pub customer: usize,
    /// Invoices that fell due in the last twelve months.
    pub n_invoices: u64,
    /// Their amount, in cents.
    pub amount_minor: i64,
    /// Reminders of level 1 and up.
    pub n_reminders: u64,
    /// Calls and contacts without a step.
    pub n_calls: u64,
    /// Disputed invoices.
    pub n_disputes: u64,
    /// Days from the first contact until payment, or until now, over all invoices.
    pub chasing_days: i64,
    /// Interval of [`EffortRow::per_thousand`].
    pub interval: Option<Interval>,
    /// A natural person.
    pub natural_person: bool,
}

impl EffortRow {
    /// Reminders, calls and disputes.
    pub fn n_events(&self) -> u64 {
        self.n_reminders + self.n_calls + self.n_disputes
    }

    /// Reminders, calls and disputes per thousand of the amount, in the ledger's currency.
    pub fn per_thousand(&self) -> Option<f64> {
        (self.amount_minor > 0).then(|| self.n_events() as f64 / self.thousands())
    }

    /// Days of chasing per thousand of the amount.
    pub fn days_per_thousand(&self) -> Option<f64> {
        (self.amount_minor > 0).then(|| self.chasing_days as f64 / self.thousands())
    }

    fn thousands(&self) -> f64 {
        self.amount_minor as f64 / 100_000.0
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// All customers together.
    pub total: EffortRow,
    /// Customers with enough invoices.
    pub n_told: u64,
    /// Customers with fewer.
    pub n_too_few: u64,
    /// Spread of contacts against Poisson's.
    pub dispersion: f64,
    /// The customers who surely cost most per thousand.
    pub rows: Vec<EffortRow>,
}

/// Fewest contacts of a customer that is listed.
const MIN_EVENTS: u64 = 3;

/// Counts and lists the follow-up on invoices that fell due in the last twelve months.
pub fn follow_up_effort(portfolio: &Portfolio, follow_up: &FollowUp) -> Effort {
    let (mut rows, mut n_too_few) = (Vec::new(), 0);
    let mut total = row(usize::MAX, false);
    let mut spread = Spread::default();
    for (position, customer, invoices) in external(portfolio) {
        let mut own = row(position, customer.natural_person);
        let mut events = Vec::new();
        for (at, invoice) in customer.invoices.clone().zip(invoices) {
            if invoice.is_credit_note || !due_lately(invoice, portfolio.known, 0) {
                continue;
            }
            let before = own.n_events();
            add(&mut own, follow_up, at, invoice, portfolio.as_of);
            events.push((own.n_events() - before) as f64);
        }
        spread.add(&events);
        sum(&mut total, &own);
        if own.n_invoices < MIN_INVOICES {
            n_too_few += u64::from(own.n_invoices > 0);
        } else {
            rows.push(own);
        }
    }
    let dispersion = spread.dispersion();
    let n_told = rows.len() as u64;
    rows.retain(|row| row.n_events() >= MIN_EVENTS);
    for row in rows.iter_mut().chain([&mut total]) {
        row.interval = interval(row, dispersion);
    }
    let low = |row: &EffortRow| row.interval.map_or(0.0, |interval| interval.low);
    rows.sort_by(|a, b| low(b).total_cmp(&low(a)).then(a.customer.cmp(&b.customer)));
    rows.truncate(MOST_CUSTOMERS);
    Effort {
        total,
        n_told,
        n_too_few,
        dispersion,
        rows,
    }
}

fn row(customer: usize, natural_person: bool) -> EffortRow {
    EffortRow {
        customer,
        n_invoices: 0,
        amount_minor: 0,
        n_reminders: 0,
        n_calls: 0,
        n_disputes: 0,
        chasing_days: 0,
        interval: None,
        natural_person,
    }
}

fn add(row: &mut EffortRow, follow_up: &FollowUp, at: usize, invoice: &InvoiceFacts, as_of: Day) {
    row.n_invoices += 1;
    row.amount_minor += invoice.amount_minor;
    row.n_disputes += u64::from(invoice.has_dispute);
    let contacts = follow_up.contacts(at);
    for contact in contacts {
        match contact.level {
            0 => row.n_calls += 1,
            _ => row.n_reminders += 1,
        }
    }
    if let Some(first) = contacts.first() {
        let until = match invoice.settled_on {
            Some(day) => day,
            None if invoice.open_minor > 0 => as_of,
            // Cancelled or written off: chased until the last contact.
            None => contacts[contacts.len() - 1].sent,
        };
        row.chasing_days += i64::from((until - first.sent).max(0));
    }
}

fn sum(total: &mut EffortRow, own: &EffortRow) {
    total.n_invoices += own.n_invoices;
    total.amount_minor += own.amount_minor;
    total.n_reminders += own.n_reminders;
    total.n_calls += own.n_calls;
    total.n_disputes += own.n_disputes;
    total.chasing_days += own.chasing_days;
}

fn interval(row: &EffortRow, dispersion: f64) -> Option<Interval> {
    let count = poisson_interval(row.n_events() as f64 / dispersion);
    (row.amount_minor > 0).then(|| Interval {
        low: count.low * dispersion / row.thousands(),
        high: count.high * dispersion / row.thousands(),
    })
}

/// Squared distances of invoices from their customer's mean, over that mean.
#[derive(Default)]
struct Spread {
    squares: f64,
    freedom: f64,
}

impl Spread {
    fn add(&mut self, events: &[f64]) {
        let mean = events.iter().sum::<f64>() / events.len() as f64;
        if events.len() < 2 || mean <= 0.0 {
            return;
        }
        self.squares += events
            .iter()
            .map(|y| (y - mean).powi(2) / mean)
            .sum::<f64>();
        self.freedom += events.len() as f64 - 1.0;
    }

    /// Never below 1: less than Poisson's would claim more than is known.
    fn dispersion(&self) -> f64 {
        if self.freedom > 0.0 {
            (self.squares / self.freedom).max(1.0)
        } else {
            1.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};
    use crate::facts::follow_up_examples::{follow_up, sent};

    #[test]
    fn effort_is_counted_by_hand() {
        // Five invoices of 1,000.00 due 100 days ago: two reminded on day 14, one of them called on day 20 and paid on
        // day 30, the other open; one disputed.
        let due = DAY - 100;
        let mut disputed = paid(100, 5);
        disputed.has_dispute = true;
        let invoices = vec![
            paid(100, 30),
            unpaid(100),
            disputed,
            paid(100, 0),
            paid(100, 0),
        ];
        let all = portfolio(vec![customer("a", invoices)]);
        let contacts = vec![
            vec![sent(due + 14, 1), sent(due + 20, 0)],
            vec![sent(due + 14, 1)],
            vec![],
            vec![],
            vec![],
        ];
        let found = follow_up_effort(&all, &follow_up(contacts));
        let row = &found.rows[0];
        assert_eq!(
            (row.n_reminders, row.n_calls, row.n_disputes, row.n_invoices),
            (2, 1, 1, 5)
        );
        // 30 - 14 days, and from day 14 to day 100.
        assert_eq!(row.chasing_days, 16 + 86);
        assert_eq!(row.per_thousand(), Some(0.8));
        assert_eq!(row.days_per_thousand(), Some(20.4));
        // (2, 1, 1, 0, 0) about 0.8: 1.44 + .04 + .04 + .64 + .64 = 2.8, / 0.8 / 4 = 0.875, held at 1.
        assert_eq!(found.dispersion, 1.0);
        let interval = row.interval.unwrap();
        assert!(interval.low < 0.8 && interval.high > 0.8, "{interval:?}");
        assert_eq!(found.total.n_reminders, 2);
    }

    #[test]
    fn clustered_contacts_widen_the_interval() {
        let mut spread = Spread::default();
        spread.add(&[6.0, 0.0, 0.0]);
        // Mean 2: (16 + 4 + 4) / 2 / 2.
        assert_eq!(spread.dispersion(), 6.0);
    }

    #[test]
    fn few_invoices_are_counted_apart() {
        let all = portfolio(vec![customer("a", vec![unpaid(60); 4])]);
        let found = follow_up_effort(&all, &follow_up(vec![vec![sent(DAY - 40, 1)]; 4]));
        assert_eq!((found.n_told, found.n_too_few, found.rows.len()), (0, 1, 0));
        assert_eq!(found.total.n_reminders, 4);
    }
}
