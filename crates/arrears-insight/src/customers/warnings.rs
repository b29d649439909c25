//! Early warnings: facts and one simple test that tell of a change in a customer.
//!
//! | code | when |
//! | --- | --- |
//! | `late_share_rising` | the late share of three months is above that of the nine before (see [`super::trend`]) |
//! | `direct_debit_revoked` | such a signal in the last 90 days |
//! | `insolvency` | a signal `bankruptcy` in the last 90 days, not ended (an older one is a reason of segment C) |
//! | `lawsuit` | such a signal in the last 90 days, not ended |
//! | `terms_extension_requested`, `prepayment_refused` | such a signal in the last 90 days |
//! | `promise_broken` | the day of a promise passed unpaid in the last 90 days |
//! | `first_escalation` | an invoice reached the second reminder in the last 90 days, and none ever had before |
//!
//! A warning is a reason to look, not a verdict: by its significance the test of the late share is wrong for up to
//! one in fifty unchanged customers a month.

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::trend::Trend;
use crate::facts::{CustomerFacts, InvoiceFacts, KPI_WINDOW_DAYS, Portfolio};
use crate::text::{Language, Text};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// A signal of insolvency.
    Insolvency,
    /// A lawsuit.
    Lawsuit,
    /// Late more often than before.
    LateShareRising,
    /// A promise was not kept.
    PromiseBroken,
    /// The first second reminder (or worse).
    FirstEscalation,
    /// Direct debit was revoked.
    DirectDebitRevoked,
    /// Longer terms were asked for.
    TermsExtensionRequested,
    /// A part in advance was refused.
    PrepaymentRefused,
}

impl WarningCode {
    /// Every code, in the order in which warnings are listed.
    pub const ALL: [WarningCode; 8] = [
        WarningCode::Insolvency,
        WarningCode::Lawsuit,
        WarningCode::LateShareRising,
        WarningCode::PromiseBroken,
        WarningCode::FirstEscalation,
        WarningCode::DirectDebitRevoked,
        WarningCode::TermsExtensionRequested,
        WarningCode::PrepaymentRefused,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            WarningCode::Insolvency => "insolvency",
            WarningCode::Lawsuit => "lawsuit",
            WarningCode::LateShareRising => "late_share_rising",
            WarningCode::PromiseBroken => "promise_broken",
            WarningCode::FirstEscalation => "first_escalation",
            WarningCode::DirectDebitRevoked => "direct_debit_revoked",
            WarningCode::TermsExtensionRequested => "terms_extension_requested",
            WarningCode::PrepaymentRefused => "prepayment_refused",
        }
    }
}

/// One warning with its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What changed.
    pub code: WarningCode,
    /// Since when: the day of the signal, of the promise or of the escalation.
    pub since: Option<Day>,
    /// The level reached, for `first_escalation`.
    pub level: Option<u8>,
    /// The two periods, for `late_share_rising`.
    pub trend: Option<Trend>,
}

impl Warning {
    fn on(code: WarningCode, since: Option<Day>) -> Warning {
        Warning {
            code,
            since,
            level: None,
            trend: None,
        }
    }

    /// The sentence in all three languages.
    pub fn text(&self) -> Text {
        Text::of(|language: Language| self.say(language))
    }
}

/// Settings of the warnings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WarningRule {
    /// Dunning level whose first time is a warning.
    pub escalation_level: u8,
    /// Fewest mature invoices for that (else every new customer's first trouble is one).
    pub escalation_min_invoices: u32,
}

impl Default for WarningRule {
    fn default() -> WarningRule {
        WarningRule {
            escalation_level: 2,
            escalation_min_invoices: 5,
        }
    }
}

/// The customer's warnings, the gravest kind first.
pub fn warnings(
    portfolio: &Portfolio,
    customer: &CustomerFacts,
    trend: &Trend,
    rule: &WarningRule,
) -> Vec<Warning> {
    let invoices = portfolio.invoices_of(customer);
    let recent = |code, kind| {
        recent_signal(customer, kind, portfolio.as_of).map(|day| Warning::on(code, Some(day)))
    };
    let rising = trend.rising.then(|| Warning {
        trend: Some(*trend),
        ..Warning::on(WarningCode::LateShareRising, None)
    });
    let all = [
        recent(WarningCode::Insolvency, "bankruptcy"),
        recent(WarningCode::Lawsuit, "lawsuit"),
        rising,
        promise_broken(invoices),
        first_escalation(invoices, rule),
        recent(WarningCode::DirectDebitRevoked, "direct_debit_revoked"),
        recent(
            WarningCode::TermsExtensionRequested,
            "terms_extension_requested",
        ),
        recent(WarningCode::PrepaymentRefused, "prepayment_refused"),
    ];
    all.into_iter().flatten().collect()
}

/// Day of the first signal of insolvency that has not ended.
pub fn insolvent_since(customer: &CustomerFacts) -> Option<Day> {
    let holds =
        |signal: &&crate::facts::SignalFact| signal.kind == "bankruptcy" && signal.end.is_none();
    customer.signals.iter().find(holds).map(|signal| signal.day)
}

fn recent_signal(customer: &CustomerFacts, kind: &str, as_of: Day) -> Option<Day> {
    let recent = customer.signals.iter().rev();
    recent
        .filter(|signal| signal.kind == kind && signal.end.is_none())
        .map(|signal| signal.day)
        .find(|&day| day > as_of - KPI_WINDOW_DAYS)
}

fn promise_broken(invoices: &[InvoiceFacts]) -> Option<Warning> {
    let broken =
        |invoice: &&InvoiceFacts| invoice.n_broken_promises > invoice.opening_broken_promises;
    let day = invoices
        .iter()
        .filter(broken)
        .map(|invoice| invoice.last_promise)
        .max()?;
    Some(Warning::on(WarningCode::PromiseBroken, day))
}

fn first_escalation(invoices: &[InvoiceFacts], rule: &WarningRule) -> Option<Warning> {
    let level = rule.escalation_level;
    let n_mature = invoices.iter().filter(|invoice| invoice.mature).count();
    let ever_before = invoices
        .iter()
        .any(|invoice| invoice.opening_depth >= level);
    if ever_before || n_mature < rule.escalation_min_invoices as usize {
        return None;
    }
    let reached = || invoices.iter().filter(|invoice| invoice.depth >= level);
    let highest = reached().map(|invoice| invoice.depth).max()?;
    let since = reached().filter_map(|invoice| invoice.depth_since).min();
    Some(Warning {
        level: Some(highest),
        ..Warning::on(WarningCode::FirstEscalation, since)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::trend::{TrendRule, trend};
    use crate::facts::SignalFact;
    use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};

    fn check(invoices: Vec<InvoiceFacts>, signals: &[(&str, i32, Option<i32>)], expected: &[&str]) {
        let mut all = portfolio(vec![customer("c", invoices)]);
        all.customers[0].signals = signals
            .iter()
            .map(|&(kind, ago, end)| SignalFact {
                kind: kind.to_owned(),
                day: DAY - ago,
                end: end.map(|ago| DAY - ago),
            })
            .collect();
        let facts = &all.customers[0];
        let change = trend(all.invoices_of(facts), DAY, &TrendRule::default());
        let found = warnings(&all, facts, &change, &WarningRule::default());
        let codes: Vec<&str> = found.iter().map(|warning| warning.code.code()).collect();
        assert_eq!(codes, expected);
    }

    fn timely(n: i32) -> Vec<InvoiceFacts> {
        (0..n).map(|i| paid(120 + 10 * i, -3)).collect()
    }

    #[test]
    fn a_quiet_customer_has_none() {
        check(timely(12), &[], &[]);
        check(vec![], &[], &[]);
    }

    #[test]
    fn signals_count_while_they_are_new_and_hold() {
        check(
            timely(6),
            &[("direct_debit_revoked", 30, None)],
            &["direct_debit_revoked"],
        );
        check(timely(6), &[("direct_debit_revoked", 90, None)], &[]);
        check(timely(6), &[("lawsuit", 30, Some(5))], &[]);
        check(timely(6), &[("bankruptcy", 40, None)], &["insolvency"]);
        check(timely(6), &[("bankruptcy", 400, None)], &[]);
        check(timely(6), &[("bankruptcy", 400, Some(100))], &[]);
        check(timely(6), &[("negative_review", 3, None)], &[]);
    }

    #[test]
    fn more_often_late_than_before() {
        let mut invoices = timely(8);
        invoices.extend([paid(60, 5), paid(50, 5), paid(40, 5)]);
        check(invoices, &[], &["late_share_rising"]);
    }

    #[test]
    fn a_promise_broken_before_the_window_is_old_news() {
        let broken = |n, opening| InvoiceFacts {
            n_broken_promises: n,
            opening_broken_promises: opening,
            last_promise: Some(DAY - 10),
            ..unpaid(100)
        };
        check(vec![broken(1, 0)], &[], &["promise_broken"]);
        check(vec![broken(1, 1)], &[], &[]);
    }

    #[test]
    fn the_first_second_reminder_is_a_warning_once() {
        let escalated = |opening_depth| InvoiceFacts {
            depth: 2,
            depth_since: Some(DAY - 20),
            opening_depth,
            ..unpaid(95)
        };
        let with = |opening_depth| {
            let mut all = timely(6);
            all.push(escalated(opening_depth));
            all
        };
        check(with(0), &[], &["first_escalation"]);
        check(with(2), &[], &[]);
        check(vec![escalated(0)], &[], &[]);
    }
}
