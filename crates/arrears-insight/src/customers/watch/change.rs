//! What is said of a customer that changed: what, since when, by how much, how sure, and since when it is known.

use arrears_ledger::Day;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Moment;
use super::evidence::{Evidence, baseline_before, total};
use super::in_control::{InControl, holds};
use super::sighting::{BROKEN, DISPUTED, IN_PARTS, N_KINDS, SKIPPED, Sighting, UNANSWERED};
use crate::customers::warnings::WarningCode;
use crate::statistics::{Censored, censored_median};

/// Month-ends before the as-of day over which a change is followed back: as far as one reaches.
pub(super) const MONTHS_BACK: usize = 7;
/// Invoices of the path that is shown.
const PATH: usize = 36;
/// Share of the evidence from which days late are said to have changed, and from which a kind of event is: where nothing
/// speaks for or against it, a kind has half.
const DAYS_FROM: f64 = 0.5;
const KIND_FROM: f64 = 0.9;
/// Fewest days of a change of days late: less is told as none.
const LEAST_SIZE: f64 = 0.5;
/// However strong the evidence, it is no certainty.
const MOST_CERTAIN: f64 = 0.99;

/// Which way a customer changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Later, less in order, more disputes.
    Worse,
    /// Sooner.
    Better,
}

impl Direction {
    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Direction::Worse => "worse",
            Direction::Better => "better",
        }
    }
}

/// A change of one customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which way.
    pub direction: Direction,
    /// Due date of the first invoice since: the likeliest beginning, and never after `raised`.
    pub since: Day,
    /// The first month-end (or the as-of day) since which it stands.
    pub raised: Day,
    /// Raised for the first time on the as-of day.
    pub is_new: bool,
    /// Logarithm of the likelihood ratio.
    pub evidence: f64,
    /// Share of changes at least this evident that are no chance finding, in `[0, 0.99]`.
    pub certainty: f64,
    /// Days late before and since, where these changed.
    pub days: Option<Level>,
    /// Events that are more frequent since.
    pub rates: Vec<RateChange>,
    /// The customer's last invoices.
    pub path: Vec<Step>,
}

impl Change {
    /// Since when the customer pays later, if that is what changed.
    pub fn later_since(&self) -> Option<Day> {
        let later = self.direction == Direction::Worse && self.days.is_some();
        later.then_some(self.since)
    }
}

/// Days late before and since.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Mean days late before, the month's shift taken out.
    pub before: f64,
    /// The customer's standard deviation, in days.
    pub sd: f64,
    /// Invoices before.
    pub n_before: u32,
    /// Median days late since; of open invoices what they are at least.
    pub since: f64,
    /// Whether that is a lower bound.
    pub at_least: bool,
    /// Invoices since.
    pub n_since: u32,
    /// Whether by how much can be told: not while the median does not lie beyond what was usual, as where most invoices
    /// since are open and not yet as late.
    pub size_known: bool,
}

impl Level {
    /// By how many days; `None` where it cannot be told yet.
    pub fn size_days(&self) -> Option<f64> {
        self.size_known.then_some(self.since - self.before)
    }

    /// By how many standard deviations of the customer.
    pub fn size_sd(&self) -> Option<f64> {
        self.size_days().map(|days| days / self.sd)
    }
}

/// An event that became more frequent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateChange {
    /// Which.
    pub code: WarningCode,
    /// Invoices (promises, reminders) before, and those with the event; for signals days and signals.
    pub before: (u32, u32),
    /// The same since.
    pub since: (u32, u32),
}

/// One invoice of the path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Due date.
    pub due: Day,
    /// Days late, or what they are at least.
    pub days: i32,
    /// Whether it is settled.
    pub settled: bool,
}

/// The change of every customer, where there is one.
pub(super) fn changes(
    now: &Moment<'_>,
    earlier: &[Moment<'_>],
    found: &[Option<Evidence>],
    chance: &InControl,
) -> Vec<Option<Change>> {
    let certainty = [Direction::Worse, Direction::Better]
        .map(|direction| (direction, Certainty::of(found, chance, direction)));
    let one = |customer: usize| {
        let evidence = found[customer]?;
        let standing = standing(now, earlier, customer, &evidence, chance)?;
        let mut sure = certainty.iter();
        let (_, certainty) = sure.find(|(direction, _)| *direction == standing.direction)?;
        let certainty = certainty.at(value(&evidence, standing.direction));
        tell(now, customer, &evidence, standing, certainty)
    };
    (0..found.len()).into_par_iter().map(one).collect()
}

/// An alarm that stands.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    direction: Direction,
    raised: Day,
}

/// Whether an alarm of a customer may stand, before it is followed back.
pub(super) fn may_stand(evidence: &Evidence, chance: &InControl) -> bool {
    [Direction::Worse, Direction::Better]
        .iter()
        .any(|&direction| {
            holds(
                value(evidence, direction),
                threshold(chance, direction),
                true,
            )
        })
}

/// The alarm of a customer that stands, if one does: of two, the one that stands out more.
pub(super) fn standing(
    now: &Moment<'_>,
    earlier: &[Moment<'_>],
    customer: usize,
    evidence: &Evidence,
    chance: &InControl,
) -> Option<Standing> {
    let of = |direction: Direction| {
        let (threshold, value) = (threshold(chance, direction), value(evidence, direction));
        if !holds(value, threshold, true) {
            return None;
        }
        let raised = raised(now, earlier, customer, value, threshold, direction)?;
        Some((value - threshold, Standing { direction, raised }))
    };
    let standing = [Direction::Worse, Direction::Better]
        .into_iter()
        .filter_map(of);
    let (_, found) = standing.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(found)
}

fn threshold(chance: &InControl, direction: Direction) -> f64 {
    match direction {
        Direction::Worse => chance.worse,
        Direction::Better => chance.better,
    }
}

fn value(evidence: &Evidence, direction: Direction) -> f64 {
    match direction {
        Direction::Worse => evidence.worse,
        Direction::Better => evidence.better,
    }
}

/// The day since which the alarm stands without a break; `None` where it does not stand now.
fn raised(
    now: &Moment<'_>,
    earlier: &[Moment<'_>],
    customer: usize,
    value_now: f64,
    threshold: f64,
    direction: Direction,
) -> Option<Day> {
    let mut since: Option<Day> = None;
    for moment in earlier {
        let value = moment
            .evidence(customer)
            .map_or(f64::NEG_INFINITY, |found| value(&found, direction));
        since = holds(value, threshold, since.is_some()).then(|| since.unwrap_or(moment.day));
    }
    holds(value_now, threshold, since.is_some()).then(|| since.unwrap_or(now.day))
}

/// What is said of an alarm that stands; nothing of what cannot be told as a change that way.
pub(super) fn tell(
    now: &Moment<'_>,
    customer: usize,
    evidence: &Evidence,
    Standing { direction, raised }: Standing,
    certainty: f64,
) -> Option<Change> {
    let seen = now.seen(customer);
    let likeliest = match direction {
        Direction::Worse => evidence.worse_from,
        Direction::Better => evidence.better_from,
    };
    let from = no_later(&seen, likeliest, raised, now.settings.reach().min_invoices);
    let rates = match direction {
        Direction::Worse => rates(now, customer, &seen, from, evidence),
        Direction::Better => Vec::new(),
    };
    let by_days =
        direction == Direction::Better || evidence.days_share >= DAYS_FROM || rates.is_empty();
    let days = by_days
        .then(|| level(&seen, from, now.day.0, direction))
        .flatten();
    (days.is_some() || !rates.is_empty()).then(|| Change {
        direction,
        since: Day(seen[from].due).min(raised),
        raised,
        is_new: raised == now.day,
        evidence: value(evidence, direction),
        certainty,
        days,
        rates,
        path: path(now, customer, &seen),
    })
}

/// A beginning no later than the day since which the warning stands: further invoices move the likeliest one, but what
/// was told then cannot have begun later.
fn no_later(seen: &[Sighting], likeliest: usize, raised: Day, fewest_before: usize) -> usize {
    let by_then = seen.partition_point(|s| s.due <= raised.0);
    match by_then.checked_sub(1) {
        Some(last) if last >= fewest_before => likeliest.min(last),
        _ => likeliest,
    }
}

/// Days late before and since a beginning; `None` where no invoice since is later (or sooner) than was usual.
fn level(seen: &[Sighting], from: usize, day: i32, direction: Direction) -> Option<Level> {
    let baseline = baseline_before(seen, from);
    let due = |s: &&Sighting| s.due <= day || s.settled;
    let since: Vec<&Sighting> = seen[from..].iter().filter(due).collect();
    let beyond = |days: f64| match direction {
        Direction::Worse => days >= baseline.mean + LEAST_SIZE,
        Direction::Better => days <= baseline.mean - LEAST_SIZE,
    };
    // An open invoice may yet be paid as late as ever, but no sooner than it is open by now.
    let tells = |s: &&Sighting| beyond(s.days) && (s.settled || direction == Direction::Worse);
    let (median, at_least) = median(&since)?;
    since.iter().any(tells).then(|| Level {
        before: baseline.mean,
        sd: baseline.sd,
        n_before: baseline.n as u32,
        since: median,
        at_least,
        n_since: since.len() as u32,
        size_known: beyond(median) && !(at_least && direction == Direction::Better),
    })
}

/// The median of days late, and whether it is only a bound.
pub(super) fn median(seen: &[&Sighting]) -> Option<(f64, bool)> {
    let all = |exact: bool| -> Vec<Censored> {
        let value = |s: &&Sighting| Censored {
            value: s.days,
            weight: 1.0,
            known: exact || s.settled,
        };
        seen.iter().map(value).collect()
    };
    match censored_median(&mut all(false)) {
        Some(median) => Some((median, false)),
        None => censored_median(&mut all(true)).map(|median| (median, true)),
    }
}

fn rates(
    now: &Moment<'_>,
    customer: usize,
    seen: &[Sighting],
    from: usize,
    evidence: &Evidence,
) -> Vec<RateChange> {
    const CODES: [(usize, WarningCode); N_KINDS] = [
        (BROKEN, WarningCode::PromiseBroken),
        (SKIPPED, WarningCode::OutOfOrder),
        (DISPUTED, WarningCode::DisputesRising),
        (IN_PARTS, WarningCode::PartialPayments),
        (UNANSWERED, WarningCode::RepliesStopped),
    ];
    let pair = |(n, k): (f64, f64)| (n as u32, k as u32);
    let kind = |&(kind, code): &(usize, WarningCode)| RateChange {
        code,
        before: pair(total(&seen[..from], kind)),
        since: pair(total(&seen[from..], kind)),
    };
    let mut rates: Vec<RateChange> = CODES
        .iter()
        .filter(|(kind, _)| evidence.kind_shares[*kind] >= KIND_FROM)
        .map(kind)
        .filter(|rate| rate.since.1 > 0)
        .collect();
    if evidence.signal_share >= KIND_FROM {
        rates.extend(signals(now, customer, seen, from));
    }
    rates
}

fn signals(
    now: &Moment<'_>,
    customer: usize,
    seen: &[Sighting],
    from: usize,
) -> Option<RateChange> {
    let history = &now.histories[customer];
    let first = history.tracks.iter().map(|track| track.known).min()?;
    let since = seen[from].due - super::evidence::SIGNAL_LEAD;
    let count = |after: bool| {
        let counted = history
            .signals
            .iter()
            .filter(|&&day| day <= now.day.0 && (day > since) == after);
        counted.count() as u32
    };
    let days = |n: i32| n.max(0) as u32;
    (count(true) > 0).then(|| RateChange {
        code: WarningCode::SignalsRising,
        before: (days(since - first), count(false)),
        since: (days(now.day.0 - since), count(true)),
    })
}

fn path(now: &Moment<'_>, customer: usize, seen: &[Sighting]) -> Vec<Step> {
    let sector = now.histories[customer].sector;
    let due: Vec<&Sighting> = seen
        .iter()
        .filter(|s| s.due <= now.day.0 || s.settled)
        .collect();
    let last = &due[due.len().saturating_sub(PATH)..];
    let step = |s: &&Sighting| Step {
        due: Day(s.due),
        days: (s.days + now.shocks.shift(s.due, sector)).round() as i32,
        settled: s.settled,
    };
    last.iter().map(step).collect()
}

/// How many of the changes that are so evident are no chance finding.
struct Certainty {
    /// Evidence, ascending, with the share that is due to chance at it and above.
    steps: Vec<(f64, f64)>,
}

impl Certainty {
    fn of(found: &[Option<Evidence>], chance: &InControl, direction: Direction) -> Certainty {
        let mut all: Vec<f64> = found
            .iter()
            .flatten()
            .map(|evidence| value(evidence, direction))
            .collect();
        all.sort_by(f64::total_cmp);
        let n = all.len() as f64;
        let mut least = 1.0_f64;
        let step = |(i, &value): (usize, &f64)| {
            let expected = n * chance.chance(value, direction == Direction::Worse);
            // The share falls with the evidence: what is stronger is never called less sure.
            least = least.min(expected / (all.len() - i) as f64);
            (value, least)
        };
        let steps = all.iter().enumerate().map(step).collect();
        Certainty { steps }
    }

    fn at(&self, evidence: f64) -> f64 {
        let place = self.steps.partition_point(|step| step.0 < evidence);
        let by_chance = self.steps.get(place).map_or(1.0, |step| step.1);
        (1.0 - by_chance).clamp(0.0, MOST_CERTAIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(due: i32, days: f64, settled: bool) -> Sighting {
        Sighting {
            due,
            days,
            settled,
            counts: Default::default(),
        }
    }

    #[test]
    fn a_level_since_with_open_invoices_is_what_they_are_at_least() {
        let mut seen: Vec<Sighting> = (0..6).map(|i| at(30 * i, -10.0, true)).collect();
        seen.extend([
            at(180, 12.0, true),
            at(210, 20.0, false),
            at(240, 4.0, false),
            at(270, -30.0, false),
        ]);
        let found = level(&seen, 6, 245, Direction::Worse).expect("later");
        assert_eq!((found.before, found.n_before, found.n_since), (-10.0, 6, 3));
        // 4 bounded, 12 settled (half of the two at risk): a half lies at or below 12.
        assert_eq!((found.since, found.at_least), (12.0, false));
        let open = level(&seen, 7, 245, Direction::Worse).expect("later");
        assert!(open.at_least && open.since == 4.0, "{open:?}");
        // The mean before is drawn up a little by the one of 12.
        assert!(
            open.size_days()
                .is_some_and(|days| (12.0..14.0).contains(&days))
        );
        assert_eq!(
            level(&seen, 6, 245, Direction::Better),
            None,
            "none is sooner"
        );
    }

    #[test]
    fn a_standing_warning_began_no_later_than_it_was_raised() {
        let seen: Vec<Sighting> = (0..10).map(|i| at(30 * i, 5.0, true)).collect();
        let begun = |likeliest, raised| no_later(&seen, likeliest, Day(raised), 5);
        assert_eq!(begun(8, 270), 8, "240 lies before 270");
        assert_eq!(begun(8, 215), 7, "the last due by 215 is that of 210");
        assert_eq!(begun(6, 215), 6, "what began before stays");
        assert_eq!(begun(8, 140), 8, "too few invoices would be left before");
    }

    #[test]
    fn a_bound_below_what_was_usual_is_no_size_and_without_a_later_invoice_no_change() {
        let mut seen: Vec<Sighting> = (0..6).map(|i| at(30 * i, 20.0, true)).collect();
        seen.extend([
            at(180, 50.0, false),
            at(210, 15.0, false),
            at(240, 5.0, false),
        ]);
        let found = level(&seen, 6, 245, Direction::Worse).expect("one is later");
        assert_eq!((found.since, found.at_least), (15.0, true));
        assert_eq!((found.size_days(), found.size_sd()), (None, None));
        assert_eq!(
            level(&seen, 7, 245, Direction::Worse),
            None,
            "none is later"
        );
        assert_eq!(
            level(&seen, 7, 245, Direction::Better),
            None,
            "an open one may still be late"
        );
        let sooner = [
            &seen[..6],
            &[at(180, 5.0, true), at(210, 5.0, true), at(240, 5.0, false)],
        ]
        .concat();
        let found = level(&sooner, 6, 245, Direction::Better).expect("two are sooner");
        assert_eq!((found.at_least, found.size_days()), (false, Some(-15.0)));
    }
}
