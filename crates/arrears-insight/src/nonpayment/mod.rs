//! Why invoices were not paid in time: the register of reasons, per customer and sector, with its trend.
//!
//! Every late invoice of the last two years has one reason. What someone wrote down (a signal `nonpayment_reason`)
//! comes first and is *registered*; where nothing was, the ledger's other records may tell, which is *inferred*; the rest
//! is unknown. So the amounts of all reasons add up to the late money, to the cent.

mod collect;
mod infer;
mod words;

use std::collections::BTreeMap;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

pub use words::{Reason, ReasonWords};

pub use collect::ReasonEvidence;

use crate::facts::{FollowUp, InvoiceFacts, Portfolio};
use infer::inferred;

/// Days of the period that the register is about.
pub const REGISTER_DAYS: i32 = 365;
/// Quarters of the trend.
const N_QUARTERS: usize = 8;

/// Where a reason is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Someone wrote it down.
    Registered,
    /// The ledger's other records tell it.
    Inferred,
    /// Nothing tells.
    None,
}

impl Basis {
    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Basis::Registered => "registered",
            Basis::Inferred => "inferred",
            Basis::None => "none",
        }
    }
}

/// A reason and where it is known from.
pub type Known = (Reason, Basis);

/// Late money of one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateMoney {
    /// Late invoices.
    pub n: u64,
    /// Their amount, in cents.
    pub late_minor: i64,
    /// Of which still open.
    pub open_minor: i64,
}

impl LateMoney {
    fn add(&mut self, invoice: &InvoiceFacts) {
        self.n += 1;
        self.late_minor += invoice.amount_minor;
        self.open_minor += invoice.open_minor;
    }
}

/// A customer's late money of one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerReason {
    /// Its position in the portfolio.
    pub customer: usize,
    /// The reason.
    pub reason: Reason,
    /// Where it is known from.
    pub basis: Basis,
    /// Its late money.
    pub money: LateMoney,
    /// The last day on which it was written down, or the last due date.
    pub last: Day,
}

/// Late money by reason of the invoices due in one quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct ReasonQuarter {
    /// First day.
    pub from: Day,
    /// By reason.
    pub money: BTreeMap<Known, LateMoney>,
}

/// The register.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Late money of the last twelve months by reason; what has no reason is [`Reason::Unknown`].
    pub money: BTreeMap<Known, LateMoney>,
    /// All of it.
    pub total: LateMoney,
    /// By customer and reason.
    pub customers: Vec<CustomerReason>,
    /// By sector and reason; the empty name holds customers without a sector.
    pub sectors: BTreeMap<String, BTreeMap<Known, LateMoney>>,
    /// By quarter of the due date, oldest first; the last one may be young.
    pub quarters: Vec<ReasonQuarter>,
    /// Whether the ledger has signals of reasons; else every reason is inferred.
    pub has_registered: bool,
    /// Texts that no word was found in, with how often, the most frequent first.
    pub unread: Vec<(String, u64)>,
}

impl Register {
    /// The reasons of the customer at a position of the portfolio, the most late money first, what has none last.
    pub fn of_customer(&self, customer: usize) -> Vec<&CustomerReason> {
        // The rows stand in the portfolio's order.
        let from = self
            .customers
            .partition_point(|row| row.customer < customer);
        let own = self.customers[from..].iter();
        let mut own: Vec<&CustomerReason> =
            own.take_while(|row| row.customer == customer).collect();
        own.sort_by_key(|row| {
            let money = std::cmp::Reverse(row.money.late_minor);
            (row.basis == Basis::None, money, row.reason)
        });
        own
    }
}

/// Gives every late invoice its reason.
pub fn register(
    portfolio: &Portfolio,
    follow_up: &FollowUp,
    evidence: &ReasonEvidence,
) -> Register {
    let mut register = Register {
        has_registered: evidence.has_registered,
        unread: evidence.unread.clone(),
        ..Register::default()
    };
    let mut quarters: BTreeMap<Day, BTreeMap<Known, LateMoney>> = BTreeMap::new();
    let since = portfolio.known - REGISTER_DAYS;
    for (position, customer, invoices) in crate::questions::external(portfolio) {
        let mut own: BTreeMap<Known, (LateMoney, Day)> = BTreeMap::new();
        for (at, invoice) in customer.invoices.clone().zip(invoices) {
            if !is_late(invoice) || invoice.due_date > portfolio.known {
                continue;
            }
            let written = evidence.registered(at);
            let known = match written {
                Some((reason, _)) => (reason, Basis::Registered),
                None => inferred(invoice, follow_up.contacts(at), evidence.records(at))
                    .map_or((Reason::Unknown, Basis::None), |reason| {
                        (reason, Basis::Inferred)
                    }),
            };
            let quarter = quarters.entry(quarter_of(invoice.due_date)).or_default();
            quarter.entry(known).or_default().add(invoice);
            if invoice.due_date > since {
                let day = written.map_or(invoice.due_date, |(_, day)| day);
                let entry = own.entry(known).or_insert((LateMoney::default(), day));
                entry.0.add(invoice);
                entry.1 = entry.1.max(day);
                register.total.add(invoice);
            }
        }
        let sector = customer.sector.clone().unwrap_or_default();
        for ((reason, basis), (money, last)) in own {
            let of_sector = register.sectors.entry(sector.clone()).or_default();
            join(of_sector.entry((reason, basis)).or_default(), money);
            join(register.money.entry((reason, basis)).or_default(), money);
            register.customers.push(CustomerReason {
                customer: position,
                reason,
                basis,
                money,
                last,
            });
        }
    }
    let all = quarters
        .into_iter()
        .map(|(from, money)| ReasonQuarter { from, money });
    register.quarters = all.collect();
    let old = register.quarters.len().saturating_sub(N_QUARTERS);
    register.quarters.drain(..old);
    register
}

fn join(sum: &mut LateMoney, more: LateMoney) {
    sum.n += more.n;
    sum.late_minor += more.late_minor;
    sum.open_minor += more.open_minor;
}

/// Late money: every invoice that is late by the definition of the run, direct debits too.
pub fn is_late(invoice: &InvoiceFacts) -> bool {
    !invoice.is_credit_note && !invoice.excluded && invoice.mature && invoice.late
}

/// The late money of the last twelve months, added up by itself.
pub fn late_money(portfolio: &Portfolio) -> i64 {
    let since = portfolio.known - REGISTER_DAYS;
    let invoices = portfolio.external().flat_map(|(_, invoices)| invoices);
    let late =
        invoices.filter(|i| is_late(i) && i.due_date > since && i.due_date <= portfolio.known);
    late.map(|invoice| invoice.amount_minor).sum()
}

fn quarter_of(day: Day) -> Day {
    let months = (day.month() - 1) % 3;
    let mut first = day - (day.day_of_month() as i32 - 1);
    for _ in 0..months {
        let last_of_month = first - 1;
        first = last_of_month - (last_of_month.day_of_month() as i32 - 1);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};
    use crate::facts::follow_up_examples::{follow_up, sent};

    #[test]
    fn quarters_begin_in_january_april_july_and_october() {
        let day = |text: &str| -> Day { text.parse().unwrap() };
        for (of, first) in [
            ("2025-12-31", "2025-10-01"),
            ("2025-01-01", "2025-01-01"),
            ("2024-05-31", "2024-04-01"),
        ] {
            assert_eq!(quarter_of(day(of)), day(first));
        }
    }

    #[test]
    fn every_late_cent_has_one_reason() {
        let due = DAY - 100;
        let mut disputed = unpaid(100);
        disputed.has_dispute = true;
        // Registered; forgotten by what followed the reminder; disputed; nothing known; on time; two years ago.
        let invoices = vec![
            paid(700, 20),
            paid(100, 30),
            paid(100, 17),
            disputed,
            unpaid(100),
            paid(100, 0),
        ];
        let mut all = portfolio(vec![customer("a", invoices)]);
        all.customers[0].sector = Some("retail".into());
        let contacts = vec![
            vec![],
            vec![],
            vec![sent(due + 14, 1)],
            vec![],
            vec![],
            vec![],
        ];
        let mut evidence = ReasonEvidence::empty(6);
        evidence.register(1, Reason::CashTrouble, DAY - 60);
        let found = register(&all, &follow_up(contacts), &evidence);
        let amount = |reason, basis| {
            found
                .money
                .get(&(reason, basis))
                .map(|money| money.late_minor)
        };
        assert_eq!(
            amount(Reason::CashTrouble, Basis::Registered),
            Some(100_000)
        );
        assert_eq!(amount(Reason::Forgot, Basis::Inferred), Some(100_000));
        assert_eq!(amount(Reason::Dispute, Basis::Inferred), Some(100_000));
        assert_eq!(amount(Reason::Unknown, Basis::None), Some(100_000));
        let sum: i64 = found.money.values().map(|money| money.late_minor).sum();
        assert_eq!(
            (sum, found.total.late_minor, late_money(&all)),
            (400_000, 400_000, 400_000)
        );
        let order: Vec<Reason> = found.of_customer(0).iter().map(|row| row.reason).collect();
        assert_eq!(
            order,
            [
                Reason::Forgot,
                Reason::Dispute,
                Reason::CashTrouble,
                Reason::Unknown
            ]
        );
        assert!(found.of_customer(1).is_empty());
        let by_customer: i64 = found.customers.iter().map(|row| row.money.late_minor).sum();
        assert_eq!(
            (by_customer, found.total.open_minor, found.total.n),
            (400_000, 200_000, 4)
        );
        assert_eq!(found.sectors["retail"].len(), 4);
        // The invoice of two years ago is in the trend alone.
        let in_trend: u64 = found
            .quarters
            .iter()
            .flat_map(|q| q.money.values())
            .map(|m| m.n)
            .sum();
        assert_eq!(in_trend, 5);
    }
}
