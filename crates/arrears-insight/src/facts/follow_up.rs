//! What was done about each invoice: reminders and calls with their channel, delivery, write-offs.
//!
//! Beside the [`Portfolio`], in its order of invoices, since only some questions ask for it.

use std::collections::{BTreeMap, BTreeSet};

use arrears_features::{Book, InvoiceIx};
use arrears_ledger::{Day, Table};
use rayon::prelude::*;

use super::Portfolio;

/// A reminder or call that was known at the as-of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The day it was sent.
    pub sent: Day,
    /// 0 for a call or contact, 1 to 5 for a step of the ladder.
    pub level: u8,
    /// Its channel, as a position in [`FollowUp::channels`].
    pub channel: Option<u32>,
    /// The day the customer replied.
    pub replied: Option<Day>,
}

/// Follow-up of every invoice of a portfolio.
#[derive(Clone, Debug, Default)]
pub struct FollowUp {
    /// Whether reminders have a channel.
    pub has_channels: bool,
    /// Whether invoices have a day of delivery.
    pub has_delivery: bool,
    /// Whether customers have an account manager.
    pub has_account_managers: bool,
    /// Whether the customers table keeps history; else its columns are those of today.
    pub dated_customers: bool,
    /// The channels that occur, in the order of their names.
    pub channels: Vec<String>,
    /// By invoice, by day sent.
    contacts: Vec<Contact>,
    /// Where each invoice's begin, and the end.
    starts: Vec<u32>,
    /// Day of delivery by invoice; empty where there is none.
    delivery: Vec<Option<Day>>,
    /// What was written off in the last twelve months by invoice, in cents.
    written_off: Vec<i64>,
}

/// Days of the window in which write-offs count.
const YEAR: i32 = 365;

impl FollowUp {
    /// What was known of the portfolio's invoices at its as-of day.
    pub fn from_book(book: &Book, portfolio: &Portfolio) -> FollowUp {
        let as_of = portfolio.as_of;
        let coverage = book.coverage();
        let parts: Vec<Part<'_>> = portfolio
            .invoices
            .par_iter()
            .map(|invoice| part(book, invoice.ix, as_of))
            .collect();
        let names = channels(&parts);
        let mut follow = FollowUp {
            has_channels: coverage.has(Table::Reminders, "channel"),
            has_delivery: coverage.has(Table::Invoices, "delivery_date"),
            has_account_managers: coverage.has(Table::Customers, "account_manager"),
            dated_customers: coverage.has(Table::Customers, "valid_from"),
            channels: names.iter().map(|&name| name.to_owned()).collect(),
            starts: vec![0],
            ..FollowUp::default()
        };
        let numbers: BTreeMap<&str, u32> = names.iter().copied().zip(0..).collect();
        for part in &parts {
            let own = part.contacts.iter().map(|&(contact, channel)| Contact {
                channel: channel.and_then(|name| numbers.get(name).copied()),
                ..contact
            });
            follow.contacts.extend(own);
            follow.starts.push(follow.contacts.len() as u32);
        }
        if follow.has_delivery {
            follow.delivery = parts.iter().map(|part| part.delivery).collect();
        }
        follow.written_off = parts.iter().map(|part| part.written_off).collect();
        follow
    }

    /// Contacts about the invoice at a position of the portfolio, by day.
    pub fn contacts(&self, invoice: usize) -> &[Contact] {
        match self.starts.get(invoice..invoice + 2) {
            Some(&[from, until]) => &self.contacts[from as usize..until as usize],
            _ => &[],
        }
    }

    /// Day of delivery of the invoice at a position of the portfolio.
    pub fn delivery(&self, invoice: usize) -> Option<Day> {
        self.delivery.get(invoice).copied().flatten()
    }

    /// What of it was written off in the last twelve months, in cents.
    pub fn written_off_minor(&self, invoice: usize) -> i64 {
        self.written_off.get(invoice).copied().unwrap_or(0)
    }
}

struct Part<'a> {
    contacts: Vec<(Contact, Option<&'a str>)>,
    delivery: Option<Day>,
    written_off: i64,
}

fn part(book: &Book, ix: InvoiceIx, as_of: Day) -> Part<'_> {
    let known = book.reminders(ix).filter(|row| row.known <= as_of);
    let mut contacts: Vec<(Contact, Option<&str>)> = known
        .map(|row| {
            let contact = Contact {
                sent: row.sent,
                level: row.level,
                channel: None,
                replied: row.replied.filter(|&day| day <= as_of),
            };
            (contact, row.channel)
        })
        .collect();
    contacts.sort_by_key(|(contact, _)| (contact.sent, contact.level));
    let now = book.state(ix, as_of);
    let lately = now.written_off_on.is_some_and(|day| day > as_of - YEAR);
    Part {
        contacts,
        delivery: book.delivery_day(ix).filter(|&day| day <= as_of),
        written_off: if lately { now.written_off_minor } else { 0 },
    }
}

fn channels<'a>(parts: &[Part<'a>]) -> BTreeSet<&'a str> {
    let contacts = parts.iter().flat_map(|part| &part.contacts);
    contacts.filter_map(|(_, channel)| *channel).collect()
}

#[cfg(test)]
pub(crate) mod examples {
    //! Follow-up written by hand.

    use super::*;

    /// A contact by a step of the ladder.
    pub(crate) fn sent(day: Day, level: u8) -> Contact {
        Contact {
            sent: day,
            level,
            channel: None,
            replied: None,
        }
    }

    /// Contacts per invoice, in the portfolio's order.
    pub(crate) fn follow_up(contacts: Vec<Vec<Contact>>) -> FollowUp {
        let mut follow = FollowUp {
            starts: vec![0],
            ..FollowUp::default()
        };
        for own in contacts {
            follow.contacts.extend(own);
            follow.starts.push(follow.contacts.len() as u32);
        }
        follow
    }

    impl FollowUp {
        /// The same with days of delivery.
        pub(crate) fn delivered(mut self, days: Vec<Option<Day>>) -> FollowUp {
            (self.has_delivery, self.delivery) = (true, days);
            self
        }

        /// The same with channels, by invoice and contact.
        pub(crate) fn with_channels(mut self, names: &[&str], of: &[u32]) -> FollowUp {
            self.has_channels = true;
            self.channels = names.iter().map(|name| (*name).to_owned()).collect();
            for (contact, &channel) in self.contacts.iter_mut().zip(of) {
                contact.channel = Some(channel);
            }
            self
        }

        /// The same with amounts written off.
        pub(crate) fn written_off(mut self, cents: Vec<i64>) -> FollowUp {
            self.written_off = cents;
            self
        }
    }
}
