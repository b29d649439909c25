//! What a segment needs of the watch: since when a customer pays later. Of some customers on a day, without what is said of all.

use arrears_features::{Book, CustomerIx};
use arrears_ledger::Day;
use rayon::prelude::*;

use super::change::{Change, Standing, may_stand, standing, tell};
use super::evidence::{Common, Evidence};
use super::history::History;
use super::in_control::InControl;
use super::shocks::Shocks;
use super::{Moment, Settings, Watchee, histories, is_sampled};
use crate::customers::warnings::WarningRule;

/// Since when each of the customers `asked` pays later than was usual for it, as [`super::watch()`] finds it of all
/// customers known at the end of `as_of`, which are `all` of the book's order; `asked` are places among them.
///
/// Only those asked about are looked at, and those that the thresholds and what moved all customers are read from.
pub fn later_since(
    book: &Book,
    as_of: Day,
    (all, asked): (&[CustomerIx], &[usize]),
    rule: &WarningRule,
    seed: u64,
) -> Vec<Option<Day>> {
    if asked.is_empty() {
        return Vec::new();
    }
    let known = as_of.min(book.last_known_day());
    let histories = needed(book, (as_of, known), all, asked);
    let settings = Settings::of(&histories, known, rule, seed);
    let shocks = Shocks::of(&histories, known.0, settings.lag);
    let common = Common::of(&histories, &settings, &shocks);
    let chance = InControl::of(&histories, &settings, &shocks, &common);
    let now = Moment {
        histories: &histories,
        settings: &settings,
        common: &common,
        day: known,
        shocks,
    };
    let evidence = |&customer: &usize| {
        let found = now.evidence(customer);
        found.filter(|found| may_stand(found, &chance))
    };
    let found: Vec<Option<Evidence>> = asked.par_iter().map(evidence).collect();
    if found.iter().all(Option::is_none) {
        return vec![None; asked.len()];
    }
    let earlier = now.months_before();
    let since = |(&customer, found): (&usize, &Option<Evidence>)| {
        let found = found.as_ref()?;
        let standing: Standing = standing(&now, &earlier, customer, found, &chance)?;
        // How sure it is takes the evidence of all customers, and is not asked here.
        tell(&now, customer, found, standing, 0.0)
            .as_ref()
            .and_then(Change::later_since)
    };
    asked.par_iter().zip(&found).map(since).collect()
}

/// The histories of who is asked about or read from, in their places among all.
fn needed(
    book: &Book,
    (as_of, known): (Day, Day),
    all: &[CustomerIx],
    asked: &[usize],
) -> Vec<History> {
    let mut is_needed: Vec<bool> = (0..all.len()).map(|i| is_sampled(i, all.len())).collect();
    for &place in asked {
        is_needed[place] = true;
    }
    let watchee = |(&ix, needed): (&CustomerIx, bool)| {
        let attributes = needed.then(|| book.attributes(ix, as_of));
        let sector = attributes.as_ref().and_then(|found| found.sector);
        Watchee {
            ix,
            sector: sector.filter(|sector| !sector.is_empty()),
            is_watched: attributes.is_some_and(|found| found.intercompany != Some(true)),
        }
    };
    let watched: Vec<Watchee> = all.iter().zip(is_needed).map(watchee).collect();
    histories(book, known, &watched)
}
