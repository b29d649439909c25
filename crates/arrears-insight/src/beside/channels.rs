//! What follows a reminder or call by each channel: how soon the invoice is paid. An association: which channel is used, and
//! when, is a choice that hangs together with the customer and the step.

use std::collections::BTreeMap;

use crate::facts::{FollowUp, Portfolio};
use crate::questions::window::WINDOW_DAYS;
use crate::questions::{Part, pooled};
use crate::statistics::Count;

/// Contacts by one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelRow {
    /// The channel as the ledger names it.
    pub channel: String,
    /// Paid within a fortnight, of all contacts.
    pub paid: Part,
    /// Median days until payment; `None` where less than half were paid by the last known day.
    pub median_days: Option<i32>,
    /// Mean level of the ladder, calls being 0.
    pub mean_level: f64,
    /// Replied to, of all contacts.
    pub replied: Part,
}

/// Days within which a payment is counted.
const SOON: i32 = 14;

#[derive(Default)]
struct Tally {
    counts: Vec<Count>,
    days: Vec<i32>,
    levels: u64,
    n_replied: u64,
}

/// What followed contacts about open invoices in the twelve months that end a fortnight before the last known day.
pub fn after_channels(portfolio: &Portfolio, follow_up: &FollowUp) -> Vec<ChannelRow> {
    let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
    let last = portfolio.known - SOON;
    for (_, customer, invoices) in crate::questions::external(portfolio) {
        let mut own: BTreeMap<u32, Count> = BTreeMap::new();
        for (at, invoice) in customer
            .invoices
            .clone()
            .zip(invoices)
            .filter(|(_, i)| i.is_behaviour())
        {
            for contact in follow_up.contacts(at) {
                let Some(channel) = contact.channel else {
                    continue;
                };
                let was_open = invoice.settled_on.is_none_or(|day| day >= contact.sent)
                    && (invoice.settled_on.is_some() || invoice.open_minor > 0);
                if contact.sent > last || contact.sent <= last - WINDOW_DAYS || !was_open {
                    continue;
                }
                let days = invoice.settled_on.map(|day| day - contact.sent);
                let count = own.entry(channel).or_default();
                count.n += 1;
                count.late += u64::from(days.is_some_and(|days| days <= SOON));
                let tally = tallies.entry(channel).or_default();
                tally.days.push(days.unwrap_or(i32::MAX));
                tally.levels += u64::from(contact.level);
                tally.n_replied += u64::from(
                    contact
                        .replied
                        .is_some_and(|day| day <= contact.sent + SOON),
                );
            }
        }
        for (channel, count) in own {
            tallies.entry(channel).or_default().counts.push(count);
        }
    }
    let name = |channel: u32| {
        follow_up
            .channels
            .get(channel as usize)
            .cloned()
            .unwrap_or_default()
    };
    let mut rows: Vec<ChannelRow> = tallies
        .into_iter()
        .map(|(channel, tally)| tally.row(name(channel)))
        .collect();
    rows.sort_by(|a, b| {
        b.paid
            .n
            .cmp(&a.paid.n)
            .then_with(|| a.channel.cmp(&b.channel))
    });
    rows
}

impl Tally {
    fn row(mut self, channel: String) -> ChannelRow {
        self.days.sort_unstable();
        let n = self.days.len() as u64;
        let middle = self.days.get(self.days.len().saturating_sub(1) / 2);
        ChannelRow {
            channel,
            paid: pooled(&self.counts),
            median_days: middle.copied().filter(|&days| days < i32::MAX),
            mean_level: self.levels as f64 / n.max(1) as f64,
            replied: Part::of(self.n_replied, n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};
    use crate::facts::follow_up_examples::{follow_up, sent};

    #[test]
    fn days_count_from_the_contact_on_open_invoices() {
        let due = DAY - 100;
        let all = portfolio(vec![customer(
            "a",
            vec![paid(100, 20), paid(100, 60), unpaid(100), unpaid(20)],
        )]);
        let contacts = vec![
            vec![sent(due + 14, 1), sent(due + 25, 1)],
            vec![sent(due + 14, 1)],
            vec![sent(due + 14, 2)],
            vec![sent(DAY - 6, 1)],
        ];
        // The second contact on the first invoice came after it was paid; the last is not yet a fortnight old.
        let follow = follow_up(contacts).with_channels(&["email", "letter"], &[0, 0, 0, 1, 1]);
        let found = after_channels(&all, &follow);
        assert_eq!(found.len(), 2);
        let email = &found[0];
        assert_eq!(
            (email.channel.as_str(), email.paid.k, email.paid.n),
            ("email", 1, 2)
        );
        assert_eq!((email.median_days, email.mean_level), (Some(6), 1.0));
        assert_eq!((found[1].paid.k, found[1].median_days), (0, None));
    }
}
