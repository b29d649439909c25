//! Incident or habit: what a customer's materially late invoices say about its next one.
//!
//! A creditworthy customer who once forgot an invoice is not one who is late time and again. Of the last twelve
//! invoices with a known outcome we count those more than 14 days late; the customer's rate of such invoices is then
//! Beta distributed. The prior is Beta(1, 2), as if one late and two timely invoices had been seen: its mean is the
//! very rate of 1/3 that divides a habit from what is not, so that before any invoice neither is favoured.
//!
//! ```text
//! rate | k late of n ~ Beta(1 + k, 2 + n - k)
//! habit:    P(rate > 1/3) >= 0.8
//! incident: k is 1 or 2, and P(rate > 1/3) <= 0.2
//! ```
//!
//! In this order: too few invoices is `insufficient`; then `habit`; then `deteriorating`, a change to
//! later payment that the watch found ([`mod@super::watch`]) with at least two invoices, and more than a third, materially late
//! since and no habit before; then `prompt`, `slightly_late`, `incident`; what is left is `unclear`.

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::InsightError;
use crate::facts::InvoiceFacts;
use crate::statistics::{beta_upper_tail, change_point};

/// How a customer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// None of the last invoices materially late, and at most a third late at all.
    Prompt,
    /// None materially late, but more than a third late by days.
    SlightlyLate,
    /// One or two materially late among many that were not.
    Incident,
    /// Materially late as a rule.
    Habit,
    /// Not late as a rule until lately; later since.
    Deteriorating,
    /// The invoices do not tell a habit from an incident.
    Unclear,
    /// Too few invoices with a known outcome to say anything.
    Insufficient,
}

impl Pattern {
    /// Every pattern.
    pub const ALL: [Pattern; 7] = [
        Pattern::Prompt,
        Pattern::SlightlyLate,
        Pattern::Incident,
        Pattern::Habit,
        Pattern::Deteriorating,
        Pattern::Unclear,
        Pattern::Insufficient,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Pattern::Prompt => "prompt",
            Pattern::SlightlyLate => "slightly_late",
            Pattern::Incident => "incident",
            Pattern::Habit => "habit",
            Pattern::Deteriorating => "deteriorating",
            Pattern::Unclear => "unclear",
            Pattern::Insufficient => "insufficient",
        }
    }
}

/// A customer's pattern and the figures behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatternFinding {
    /// The pattern.
    pub pattern: Pattern,
    /// Since when: the due date of the first invoice of a habit, a deterioration or an incident.
    pub since: Option<Day>,
    /// Invoices judged: the last ones of which material lateness is known.
    pub n_judged: u32,
    /// Of which materially late.
    pub n_material: u32,
    /// Of which late at all.
    pub n_late: u32,
    /// P(rate of material lateness > the rule's rate).
    pub p_habit: f64,
    /// Since when the watch says that the customer pays later.
    pub later_since: Option<Day>,
}

/// The numbers of the rule; the defaults are the contract's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PatternRule {
    /// How many of the last invoices are judged.
    pub last_invoices: u32,
    /// Fewest judged invoices for any pattern but `insufficient`.
    pub min_judged: u32,
    /// Rate of material lateness that divides a habit from what is not.
    pub habit_rate: f64,
    /// Probability of a higher rate from which it is a habit.
    pub habit_probability: f64,
    /// Probability of a higher rate up to which it is an incident, or prompt.
    pub incident_probability: f64,
    /// Late invoices of the prior.
    pub prior_late: u32,
    /// Timely invoices of the prior.
    pub prior_timely: u32,
    /// Largest share of invoices late by days for `prompt`.
    pub prompt_late_share: f64,
}

impl Default for PatternRule {
    fn default() -> PatternRule {
        PatternRule {
            last_invoices: 12,
            min_judged: 3,
            habit_rate: 1.0 / 3.0,
            habit_probability: 0.8,
            incident_probability: 0.2,
            prior_late: 1,
            prior_timely: 2,
            prompt_late_share: 1.0 / 3.0,
        }
    }
}

impl PatternRule {
    /// Refuses numbers that no pattern can be made from.
    pub fn check(&self) -> Result<(), InsightError> {
        super::policy::probability("pattern.habit_rate", self.habit_rate)?;
        super::policy::probability("pattern.habit_probability", self.habit_probability)?;
        super::policy::probability("pattern.incident_probability", self.incident_probability)?;
        super::policy::probability("pattern.prompt_late_share", self.prompt_late_share)?;
        super::policy::below(
            ("pattern.incident_probability", self.incident_probability),
            ("pattern.habit_probability", self.habit_probability),
        )?;
        let smallest = self
            .prior_late
            .min(self.prior_timely)
            .min(self.last_invoices);
        if smallest == 0 {
            return Err(InsightError::Policy {
                setting: "pattern.prior_late, prior_timely and last_invoices",
                received: smallest.to_string(),
                accepted: "at least 1",
            });
        }
        Ok(())
    }
}

/// The pattern of one customer's invoices (in order of due date) as known on `known`; the watch says that the customer
/// pays later than was usual since `later_since`, if it does.
pub fn pattern(
    invoices: &[InvoiceFacts],
    known: Day,
    rule: &PatternRule,
    later_since: Option<Day>,
) -> PatternFinding {
    let history: Vec<Judged> = invoices
        .iter()
        .filter(|invoice| invoice.is_behaviour())
        .filter_map(|invoice| Judged::of(invoice, known))
        .collect();
    let last = &history[history.len().saturating_sub(rule.last_invoices as usize)..];
    let count = |of: fn(&Judged) -> bool| last.iter().filter(|judged| of(judged)).count() as u32;
    let n_judged = last.len() as u32;
    let n_material = count(|judged| judged.material);
    let mut finding = PatternFinding {
        pattern: Pattern::Unclear,
        since: None,
        n_judged,
        n_material,
        n_late: count(|judged| judged.late),
        p_habit: beta_upper_tail(
            rule.prior_late + n_material,
            rule.prior_timely + n_judged - n_material,
            rule.habit_rate,
        ),
        later_since,
    };
    let changed = later_since.filter(|&since| is_deteriorating(since, &history, rule));
    finding.pattern = decide(&finding, rule, changed.is_some());
    finding.since = since(finding.pattern, &history, last, changed);
    finding
}

/// An invoice whose outcome is known.
struct Judged {
    due: Day,
    late: bool,
    material: bool,
}

impl Judged {
    fn of(invoice: &InvoiceFacts, known: Day) -> Option<Judged> {
        let material = invoice.materially_late(known)?;
        Some(Judged {
            due: invoice.due_date,
            late: invoice.late,
            material,
        })
    }
}

fn decide(finding: &PatternFinding, rule: &PatternRule, deteriorating: bool) -> Pattern {
    if finding.n_judged < rule.min_judged {
        return Pattern::Insufficient;
    }
    if finding.p_habit >= rule.habit_probability {
        return Pattern::Habit;
    }
    if deteriorating {
        return Pattern::Deteriorating;
    }
    if finding.p_habit > rule.incident_probability {
        return Pattern::Unclear;
    }
    let late_share = f64::from(finding.n_late) / f64::from(finding.n_judged);
    match finding.n_material {
        0 if late_share <= rule.prompt_late_share => Pattern::Prompt,
        0 => Pattern::SlightlyLate,
        1 | 2 => Pattern::Incident,
        _ => Pattern::Unclear,
    }
}

/// A change that costs money (two invoices materially late since, and more of them than makes a habit) in a customer
/// that was no late payer before.
fn is_deteriorating(since: Day, history: &[Judged], rule: &PatternRule) -> bool {
    let (before, after) = history.split_at(history.partition_point(|judged| judged.due < since));
    let material = |judged: &[Judged]| judged.iter().filter(|judged| judged.material).count();
    let rate = |judged: &[Judged]| material(judged) as f64 / judged.len().max(1) as f64;
    material(after) >= 2 && rate(after) > rule.habit_rate && rate(before) <= rule.habit_rate
}

fn since(
    pattern: Pattern,
    history: &[Judged],
    last: &[Judged],
    changed: Option<Day>,
) -> Option<Day> {
    let first_material = |list: &[Judged]| {
        list.iter()
            .find(|judged| judged.material)
            .map(|judged| judged.due)
    };
    match pattern {
        Pattern::Habit => {
            let outcomes: Vec<bool> = history.iter().map(|judged| judged.material).collect();
            first_material(&history[change_point(&outcomes).unwrap_or(0)..])
        }
        Pattern::Incident => first_material(last),
        Pattern::Deteriorating => changed,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{DAY, paid, unpaid};

    /// One invoice per two months, the oldest first, each this many days late; the last was due 61 days ago.
    fn find(late: &[i32]) -> PatternFinding {
        let n = late.len() as i32;
        let invoices: Vec<InvoiceFacts> = (0..n)
            .map(|i| paid(61 + 61 * (n - 1 - i), late[i as usize]))
            .collect();
        pattern(&invoices, DAY, &PatternRule::default(), None)
    }

    #[test]
    fn one_forgotten_invoice_is_an_incident() {
        let found = find(&[-2, -2, -2, -2, 40, -2, -2, -2, -2, -2, -2, -2]);
        assert_eq!(found.pattern, Pattern::Incident);
        assert_eq!(found.since, Some(DAY - (61 + 61 * 7)));
        // Beta(2, 13): P(Bin(14, 1/3) <= 1) = (2/3)^14 + 14/3 (2/3)^13.
        let two_thirds = 2.0_f64 / 3.0;
        let expected = two_thirds.powi(14) + 14.0 / 3.0 * two_thirds.powi(13);
        assert!((found.p_habit - expected).abs() < 1e-12);
    }

    #[test]
    fn two_in_twelve_are_still_an_incident_and_three_are_unclear() {
        assert_eq!(
            find(&[0, 40, 0, 0, 0, 0, 40, 0, 0, 0, 0, 0]).pattern,
            Pattern::Incident
        );
        assert_eq!(
            find(&[0, 40, 0, 0, 40, 0, 40, 0, 0, 0, 0, 0]).pattern,
            Pattern::Unclear
        );
    }

    #[test]
    fn one_in_four_is_not_enough_to_call_it_an_incident() {
        assert_eq!(find(&[40, 0, 0, 0]).pattern, Pattern::Unclear);
    }

    #[test]
    fn late_time_and_again_is_a_habit() {
        let found = find(&[40, 20, -1, 18, 30, 15, -2, 19, 25, -3, 17, -1]);
        assert_eq!((found.pattern, found.n_material), (Pattern::Habit, 8));
        assert_eq!(
            find(&[20, 20, 20, 20, 20, 20, 0, 0, 0, 0, 0, 0]).pattern,
            Pattern::Habit
        );
        assert_eq!(
            find(&[20, 20, 20, 20, 20, 0, 0, 0, 0, 0, 0, 0]).pattern,
            Pattern::Unclear
        );
    }

    #[test]
    fn a_habit_says_since_when() {
        let mut late = vec![-5; 20];
        late.extend([30; 8]);
        let found = find(&late);
        assert_eq!(found.pattern, Pattern::Habit);
        assert_eq!(found.since, Some(DAY - (61 + 61 * 7)));
        let always = find(&[30; 12]);
        assert_eq!(
            always.since,
            Some(DAY - (61 + 61 * 11)),
            "from the first invoice on"
        );
    }

    #[test]
    fn fourteen_days_are_not_material_and_fifteen_are() {
        assert_eq!(find(&[14; 12]).pattern, Pattern::SlightlyLate);
        assert_eq!(find(&[15; 12]).pattern, Pattern::Habit);
        assert_eq!(find(&[0; 12]).pattern, Pattern::Prompt);
    }

    #[test]
    fn little_history_says_nothing() {
        assert_eq!(find(&[]).pattern, Pattern::Insufficient);
        assert_eq!(find(&[40, 40]).pattern, Pattern::Insufficient);
        assert_eq!(find(&[40, 40, 40]).pattern, Pattern::Habit);
    }

    #[test]
    fn an_invoice_counts_only_when_a_late_payer_would_be_known() {
        // Due ten days ago: one was paid early, the other is open; neither is judged yet.
        let invoices = [paid(10, -5), unpaid(10)];
        let found = pattern(&invoices, DAY, &PatternRule::default(), None);
        assert_eq!(found.n_judged, 0);
        let found = pattern(&[unpaid(14)], DAY, &PatternRule::default(), None);
        assert_eq!(
            (found.n_judged, found.n_material),
            (1, 1),
            "open at the end of day 14"
        );
    }

    #[test]
    fn a_customer_that_gets_worse_is_deteriorating() {
        let mut invoices: Vec<InvoiceFacts> = (0..8).map(|i| paid(350 - 30 * i, -4)).collect();
        invoices.extend([paid(80, 20), paid(60, 30), unpaid(30)]);
        let find = |ago: i32| pattern(&invoices, DAY, &PatternRule::default(), Some(DAY - ago));
        let found = find(80);
        assert_eq!(found.pattern, Pattern::Deteriorating);
        assert_eq!(found.since, Some(DAY - 80));
        let one = find(40).pattern;
        assert_eq!(
            one,
            Pattern::Unclear,
            "one materially late invoice since is none"
        );
        let mut paid_again = invoices.clone();
        paid_again.extend((0..7).map(|i| paid(28 - i, -3)));
        let found = pattern(&paid_again, DAY, &PatternRule::default(), Some(DAY - 80));
        assert_ne!(
            found.pattern,
            Pattern::Deteriorating,
            "a third since is none"
        );
    }

    #[test]
    fn what_is_a_habit_by_now_is_called_so_with_its_beginning() {
        let mut invoices: Vec<InvoiceFacts> = (0..8).map(|i| paid(350 - 30 * i, -4)).collect();
        invoices.extend((0..8).map(|i| paid(88 - 7 * i, 20)));
        let found = pattern(&invoices, DAY, &PatternRule::default(), None);
        assert_eq!(
            (found.pattern, found.since),
            (Pattern::Habit, Some(DAY - 88))
        );
    }

    #[test]
    fn a_late_payer_that_stays_late_is_no_deterioration() {
        let invoices: Vec<InvoiceFacts> = (0..12).map(|i| paid(360 - 29 * i, 25)).collect();
        let found = pattern(&invoices, DAY, &PatternRule::default(), None);
        assert_eq!(found.pattern, Pattern::Habit);
    }

    #[test]
    fn only_the_last_twelve_count() {
        let mut late = vec![40; 30];
        late.extend([-3; 12]);
        assert_eq!(find(&late).pattern, Pattern::Prompt);
    }
}
