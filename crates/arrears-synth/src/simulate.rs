//! The life of every invoice, customer by customer.

use crate::{
    account::Entry,
    follow_up::{Promise, Reminder, TOLERANCE_MINOR, follow_up},
    ladder::Schedule,
    plan::Invoice,
    random::{Purpose, Stream, pick, stream, whole},
    settle::{Case, Dispute, Mechanism, Settlement, settle},
    world::World,
};

/// All that happened, uncensored; rows stand in the order of the customers.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub entries: Vec<BookedEntry>,
    pub reminders: Vec<Reminder>,
    pub promises: Vec<Promise>,
    pub disputes: Vec<BookedDispute>,
    /// By invoice number.
    pub outcomes: Vec<Outcome>,
    /// The forgotten invoice of each customer that has an incident.
    pub incidents: Vec<Option<u32>>,
}

/// An entry and when it was booked.
#[derive(Debug, Clone)]
pub(crate) struct BookedEntry {
    pub invoice: u32,
    pub entry: Entry,
    pub known: i32,
}

/// A dispute, its reason, and when its opening was booked.
#[derive(Debug, Clone)]
pub(crate) struct BookedDispute {
    pub invoice: u32,
    pub dispute: Dispute,
    pub reason: &'static str,
    pub known: i32,
}

/// How an invoice ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    pub mechanism: Mechanism,
    pub settled: Option<i32>,
    /// Open at the end of the due date.
    pub late: bool,
    pub paid_in_parts: bool,
    pub reversed: bool,
}

/// Runs all invoices of all customers.
pub(crate) fn simulate(world: &World) -> Events {
    let by_customer = invoices_by_customer(world);
    let blank = Outcome {
        mechanism: Mechanism::OnTerms,
        settled: None,
        late: false,
        paid_in_parts: false,
        reversed: false,
    };
    let mut events = Events {
        outcomes: vec![blank; world.invoices.len()],
        ..Events::default()
    };
    for (customer, numbers) in by_customer.iter().enumerate() {
        let mut rng = stream(world.seed, Purpose::Payments, customer as u64);
        let incident = draw_incident(world, customer, numbers, &mut rng);
        events.incidents.push(incident);
        for &number in numbers {
            live(
                world,
                number,
                incident == Some(number),
                &mut rng,
                &mut events,
            );
        }
    }
    events
}

/// Invoice numbers of each customer, by issue date.
pub(crate) fn invoices_by_customer(world: &World) -> Vec<Vec<u32>> {
    let mut numbers = vec![Vec::new(); world.customers.len()];
    for (number, invoice) in (0_u32..).zip(&world.invoices) {
        numbers[invoice.customer as usize].push(number);
    }
    numbers
}

/// The one invoice that a customer with an incident forgets.
fn draw_incident(world: &World, customer: usize, numbers: &[u32], rng: &mut Stream) -> Option<u32> {
    let candidates: Vec<u32> = numbers
        .iter()
        .copied()
        .filter(|&number| !world.invoices[number as usize].direct_debit)
        .collect();
    let last = candidates.len() as i32 - 1;
    (world.customers[customer].incident && last >= 0)
        .then(|| candidates[whole(rng, [0, last]) as usize])
}

/// One invoice from issue to end.
fn live(world: &World, number: u32, incident: bool, rng: &mut Stream, events: &mut Events) {
    let invoice = &world.invoices[number as usize];
    let schedule = Schedule::draw(rng, &world.parameters.ladder, &world.calendar, invoice.due);
    let customer = &world.customers[invoice.customer as usize];
    let month = world.shocks.month(invoice.due);
    let shock_days = world
        .shocks
        .realised(customer.sector, month, customer.loading);
    let case = Case {
        world,
        customer,
        invoice,
        shock_days,
        schedule: &schedule,
        incident,
    };
    let settlement = settle(&case, rng);
    let rows = (&mut events.reminders, &mut events.promises);
    follow_up(world, (number, invoice), &schedule, &settlement, rng, rows);
    if let Some(dispute) = settlement.dispute {
        events.disputes.push(BookedDispute {
            invoice: number,
            dispute,
            reason: pick(rng, &REASONS),
            known: dispute.opened + whole(rng, world.parameters.booking.lag_days),
        });
    }
    events
        .entries
        .extend(settlement.entries.iter().map(|&entry| BookedEntry {
            invoice: number,
            entry,
            known: world.booked(invoice.customer, entry.day),
        }));
    events.outcomes[number as usize] = outcome(invoice, &settlement);
}

const REASONS: [&str; 5] = [
    "billing_error",
    "price",
    "quality",
    "quantity",
    "not_delivered",
];

fn outcome(invoice: &Invoice, settlement: &Settlement) -> Outcome {
    use crate::account::EntryKind::{Payment, Reversal};
    let n_of = |kind| {
        settlement
            .entries
            .iter()
            .filter(|entry| entry.kind == kind)
            .count()
    };
    let n_reversals = n_of(Reversal);
    Outcome {
        mechanism: settlement.mechanism,
        settled: settlement.settled,
        late: settlement.open_minor(invoice, invoice.due) > TOLERANCE_MINOR,
        paid_in_parts: n_of(Payment) > 1 + n_reversals,
        reversed: n_reversals > 0,
    }
}
