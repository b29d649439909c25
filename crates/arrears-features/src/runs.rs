//! On which days a customer's payments go out: rules of payment runs, and how well each explains what was seen.
//!
//! Many customers pay in runs: every Thursday, on the 15th and at month-end, on the 25th. Between two runs nothing is
//! paid, however ready the money is, so an invoice that falls due on the eve of a run is paid too early or too late. A
//! rule is a set of days of the calendar; a run day on a weekend is moved to the working day before, or to that after.
//!
//! Which rule a customer follows is a matter of evidence. With a chance of [`STRAY`] a settlement falls on any day, else
//! on a run day of the rule, all alike; so a rule with few days explains settlements on them the better, and one
//! settlement beside them speaks against it:
//!
//! ```text
//! P(rule | settlement days) ~ prior(rule) * prod over days (STRAY + (1 - STRAY) [day in rule] / density(rule))
//! ```
//!
//! Example: of ten settlement days all are Thursdays. "Thursdays" (a density of 1/7) gains (0.3 + 0.7 * 7)^10 on "every
//! day"; had two of them been Mondays, 5.2^8 * 0.3^2, still a clear case.

use std::sync::LazyLock;

use arrears_ledger::Day;

use crate::civil::{Civil, DAYS, FIRST, civil};

/// Number of rules.
pub(crate) const N_RULES: usize = 83;
/// Share of settlements that fall outside the customer's runs: after a reminder, by hand, by another office.
const STRAY: f64 = 0.3;
/// Rules less likely than this share of the likeliest are left out.
const LEAST_SHARE: f64 = 0.05;
const SATURDAY: u32 = 5;

/// A rule of payment runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    EveryDay,
    WorkingDays,
    /// Monday is 0.
    Weekday(u32),
    TwoWeekdays(u32, u32),
    OfMonth(MonthDays, Weekend),
}

/// Days of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MonthDays {
    /// The last day of a shorter month.
    One(u8),
    End,
    MidAndEnd,
    FirstAndMid,
}

/// Where a run on a Saturday or Sunday goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weekend {
    MondayAfter,
    FridayBefore,
}

impl Rule {
    /// Whether the rule has this day, before weekends move it.
    fn has(self, day: Day) -> bool {
        let weekday = day.weekday();
        match self {
            Rule::EveryDay => true,
            Rule::WorkingDays => weekday < SATURDAY,
            Rule::Weekday(wanted) => weekday == wanted,
            Rule::TwoWeekdays(one, other) => weekday == one || weekday == other,
            Rule::OfMonth(days, _) => days.has(civil(day)),
        }
    }

    /// The day on which a run of this day goes out.
    fn moved(self, day: i32) -> i32 {
        let into_weekend = Day(day).weekday() as i32 - SATURDAY as i32;
        match self {
            Rule::OfMonth(_, Weekend::MondayAfter) if into_weekend >= 0 => day - into_weekend + 2,
            Rule::OfMonth(_, Weekend::FridayBefore) if into_weekend >= 0 => day - into_weekend - 1,
            _ => day,
        }
    }

    /// How likely a customer follows it before anything was seen of its settlements; up to a factor.
    fn prior(self) -> f64 {
        match self {
            Rule::EveryDay => 0.05,
            Rule::WorkingDays => 0.35,
            Rule::Weekday(_) => 0.06,
            Rule::TwoWeekdays(..) => 0.005,
            Rule::OfMonth(days, Weekend::MondayAfter) => 0.7 * days.prior(),
            Rule::OfMonth(days, Weekend::FridayBefore) => 0.3 * days.prior(),
        }
    }
}

impl MonthDays {
    fn has(self, date: Civil) -> bool {
        let end = date.day == date.last;
        match self {
            MonthDays::One(wanted) => date.day == wanted.min(date.last),
            MonthDays::End => end,
            MonthDays::MidAndEnd => date.day == 15 || end,
            MonthDays::FirstAndMid => date.day == 1 || date.day == 15,
        }
    }

    fn prior(self) -> f64 {
        match self {
            MonthDays::One(_) => 0.004,
            MonthDays::End => 0.03,
            MonthDays::MidAndEnd => 0.05,
            MonthDays::FirstAndMid => 0.02,
        }
    }
}

/// Every rule, in a fixed order.
fn rules() -> Vec<Rule> {
    let weekdays = 0..SATURDAY;
    let pairs = weekdays
        .clone()
        .flat_map(|one| (one + 1..SATURDAY).map(move |other| Rule::TwoWeekdays(one, other)));
    let several = [MonthDays::End, MonthDays::MidAndEnd, MonthDays::FirstAndMid];
    let of_month = several.into_iter().chain((1..=30).map(MonthDays::One));
    let mut rules = vec![Rule::EveryDay, Rule::WorkingDays];
    rules.extend(weekdays.map(Rule::Weekday));
    rules.extend(pairs);
    rules.extend(of_month.flat_map(|days| {
        [Weekend::MondayAfter, Weekend::FridayBefore].map(|weekend| Rule::OfMonth(days, weekend))
    }));
    rules
}

/// The run days of every rule, by day.
struct Calendar {
    /// A bit per rule that has the day.
    rules_on: Vec<u128>,
    /// By rule, then day: days back to the latest run day, 0 on one. A customer has few rules, so these stay near.
    since: Vec<Vec<u8>>,
    /// What a settlement on a run day adds to the log-likelihood.
    log_hit: [f64; N_RULES],
    log_prior: [f64; N_RULES],
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::new);

impl Calendar {
    fn new() -> Calendar {
        let n_days = DAYS as usize;
        let mut calendar = Calendar {
            rules_on: vec![0; n_days],
            since: Vec::with_capacity(N_RULES),
            log_hit: [0.0; N_RULES],
            log_prior: [0.0; N_RULES],
        };
        for (at, rule) in rules().into_iter().enumerate() {
            let runs = run_days(rule);
            let density = runs.iter().filter(|run| **run).count() as f64 / n_days as f64;
            calendar.log_hit[at] = (STRAY + (1.0 - STRAY) / density).ln();
            calendar.log_prior[at] = rule.prior().ln();
            let mut since = 0u8;
            let mut of_rule = Vec::with_capacity(n_days);
            for (day, run) in runs.into_iter().enumerate() {
                since = if run { 0 } else { since.saturating_add(1) };
                of_rule.push(since);
                calendar.rules_on[day] |= u128::from(run) << at;
            }
            calendar.since.push(of_rule);
        }
        calendar
    }

    fn at(day: i32) -> Option<usize> {
        usize::try_from(day - FIRST)
            .ok()
            .filter(|&at| at < DAYS as usize)
    }
}

/// The days of a rule on which its runs go out.
fn run_days(rule: Rule) -> Vec<bool> {
    let mut runs = vec![false; DAYS as usize];
    // A run of the weekend before the tables may go out on their first day.
    for day in (FIRST - 2..FIRST + DAYS + 2).filter(|&day| rule.has(Day(day))) {
        if let Some(at) = Calendar::at(rule.moved(day)) {
            runs[at] = true;
        }
    }
    runs
}

/// Days back from `day` to the latest run day of a rule, 0 where it is one; a day outside the tables is taken as one.
pub(crate) fn days_since_run(rule: usize, day: i32) -> i32 {
    Calendar::at(day).map_or(0, |at| i32::from(CALENDAR.since[rule][at]))
}

/// The days on which a customer settled invoices, each counted once, and how many of them each rule has.
#[derive(Debug)]
pub(crate) struct SettlementDays {
    /// Days with the number of invoices settled on them, in order.
    days: Vec<(i32, u32)>,
    on_rule: [u32; N_RULES],
}

impl Default for SettlementDays {
    fn default() -> Self {
        SettlementDays {
            days: Vec::new(),
            on_rule: [0; N_RULES],
        }
    }
}

impl SettlementDays {
    pub(crate) fn reset(&mut self) {
        self.days.clear();
        self.on_rule = [0; N_RULES];
    }

    /// An invoice was settled on `day`.
    pub(crate) fn add(&mut self, day: i32) {
        match self.days.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(at) => self.days[at].1 += 1,
            Err(at) => {
                self.days.insert(at, (day, 1));
                self.count(day, |n| n + 1);
            }
        }
    }

    /// Takes out a settlement that was added.
    pub(crate) fn remove(&mut self, day: i32) {
        let Ok(at) = self.days.binary_search_by_key(&day, |(day, _)| *day) else {
            return;
        };
        self.days[at].1 -= 1;
        if self.days[at].1 == 0 {
            self.days.remove(at);
            self.count(day, |n| n - 1);
        }
    }

    fn count(&mut self, day: i32, change: impl Fn(u32) -> u32) {
        let mut rules = Calendar::at(day).map_or(1, |at| CALENDAR.rules_on[at]);
        while rules != 0 {
            let rule = rules.trailing_zeros() as usize;
            self.on_rule[rule] = change(self.on_rule[rule]);
            rules &= rules - 1;
        }
    }

    /// The rules that may be the customer's.
    pub(crate) fn rules(&self) -> LikelyRules {
        let n = self.days.len() as f64;
        let log_stray = STRAY.ln();
        let log_odds: [f64; N_RULES] = std::array::from_fn(|rule| {
            let hits = f64::from(self.on_rule[rule]);
            CALENDAR.log_prior[rule] + hits * CALENDAR.log_hit[rule] + (n - hits) * log_stray
        });
        LikelyRules::new(&log_odds)
    }
}

/// Rules with their probabilities, which sum to 1; the unlikely left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LikelyRules {
    rules: [(u8, f64); N_RULES],
    n: usize,
}

impl LikelyRules {
    fn new(log_odds: &[f64; N_RULES]) -> LikelyRules {
        let most = log_odds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = most + LEAST_SHARE.ln();
        let mut likely = LikelyRules {
            rules: [(0, 0.0); N_RULES],
            n: 0,
        };
        for (rule, &own) in log_odds.iter().enumerate() {
            if own > least {
                likely.rules[likely.n] = (rule as u8, (own - most).exp());
                likely.n += 1;
            }
        }
        let total: f64 = likely.iter().map(|(_, odds)| odds).sum();
        for (_, odds) in &mut likely.rules[..likely.n] {
            *odds /= total;
        }
        likely
    }

    /// Each rule with its probability.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, f64)> {
        let likely = &self.rules[..self.n];
        likely
            .iter()
            .map(|&(rule, chance)| (usize::from(rule), chance))
    }

    /// Expected days back from `day` to the latest run.
    pub(crate) fn days_since_run(&self, day: i32) -> f64 {
        self.iter()
            .map(|(rule, chance)| chance * f64::from(days_since_run(rule, day)))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i32 {
        text.parse::<Day>().expect("a day").0
    }

    fn at(wanted: Rule) -> usize {
        let found = rules().into_iter().position(|rule| rule == wanted);
        found.expect("a rule")
    }

    fn likely(days: &[i32]) -> LikelyRules {
        let mut seen = SettlementDays::default();
        days.iter().for_each(|&day| seen.add(day));
        seen.rules()
    }

    #[test]
    fn there_are_as_many_rules_as_the_tables_hold() {
        assert_eq!(rules().len(), N_RULES);
    }

    #[test]
    fn days_since_a_run_by_hand() {
        let after = |days| at(Rule::OfMonth(days, Weekend::MondayAfter));
        let before = |days| at(Rule::OfMonth(days, Weekend::FridayBefore));
        let mid_and_end = after(MonthDays::MidAndEnd);
        assert_eq!(
            days_since_run(mid_and_end, day("2025-04-15")),
            0,
            "a Tuesday"
        );
        assert_eq!(days_since_run(mid_and_end, day("2025-04-29")), 14);
        assert_eq!(days_since_run(mid_and_end, day("2025-04-30")), 0);
        // The 15th of June 2025 is a Sunday.
        let fifteenth = MonthDays::One(15);
        assert_eq!(days_since_run(before(fifteenth), day("2025-06-13")), 0);
        assert_eq!(days_since_run(before(fifteenth), day("2025-06-16")), 3);
        assert_eq!(days_since_run(after(fifteenth), day("2025-06-15")), 31);
        assert_eq!(days_since_run(after(fifteenth), day("2025-06-16")), 0);
        assert_eq!(
            days_since_run(at(Rule::Weekday(3)), day("2025-06-18")),
            6,
            "a Wednesday"
        );
        assert_eq!(
            days_since_run(after(MonthDays::One(30)), day("2025-02-28")),
            0
        );
    }

    #[test]
    fn ten_thursdays_are_a_rule_and_one_is_not() {
        let thursdays: Vec<i32> = (0..10).map(|week| day("2025-01-02") + 7 * week).collect();
        let rule = at(Rule::Weekday(3));
        assert!(likely(&thursdays).iter().all(|(found, _)| found == rule));
        let chance = |days: &[i32]| {
            let rules = likely(days);
            let found = rules.iter().find(|(found, _)| *found == rule);
            found.map_or(0.0, |(_, chance)| chance)
        };
        assert!(chance(&thursdays[..1]) < 0.5, "{}", chance(&thursdays[..1]));
        // 7 * 0.7 + 0.3 = 5.2 for each Thursday against 0.7 * 7/5 + 0.3 = 1.28 on working days.
        let odds = |rule: usize| {
            likely(&thursdays[..2])
                .iter()
                .find(|(found, _)| *found == rule)
                .map(|found| found.1)
        };
        let ratio = odds(rule).expect("Thursdays") / odds(1).expect("working days");
        assert!(
            (ratio - 0.06 / 0.35 * (5.2f64 / 1.28).powi(2)).abs() < 1e-3 * ratio,
            "{ratio}"
        );
    }

    #[test]
    fn invoices_settled_on_one_day_count_once_and_can_be_taken_out() {
        let mut seen = SettlementDays::default();
        for _ in 0..5 {
            seen.add(day("2025-01-15"));
        }
        seen.add(day("2025-01-31"));
        let all = seen.on_rule;
        assert_eq!(
            all[at(Rule::OfMonth(MonthDays::MidAndEnd, Weekend::MondayAfter))],
            2
        );
        seen.remove(day("2025-01-15"));
        assert_eq!(seen.on_rule, all, "four are left");
        for _ in 0..4 {
            seen.remove(day("2025-01-15"));
        }
        assert_eq!(
            seen.on_rule[at(Rule::OfMonth(MonthDays::MidAndEnd, Weekend::MondayAfter))],
            1
        );
        assert_eq!(
            seen.on_rule[at(Rule::OfMonth(MonthDays::One(15), Weekend::MondayAfter))],
            0
        );
    }

    #[test]
    fn probabilities_sum_to_one_with_nothing_seen() {
        let rules = likely(&[]);
        assert!((rules.iter().map(|(_, chance)| chance).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(rules.iter().any(|(rule, _)| rule == 1), "working days");
    }
}
