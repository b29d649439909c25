//! Early warnings: what changed in a customer, and what was recorded of it.
//!
//! | code | when |
//! | --- | --- |
//! | `paying_later` | the watch found days late above what was usual (see [`mod@super::watch`]) |
//! | `promise_broken` | it found promises broken more often |
//! | `out_of_order` | it found older invoices passed over more often while newer ones were paid |
//! | `disputes_rising` | it found more invoices disputed |
//! | `partial_payments` | it found more invoices paid in part |
//! | `replies_stopped` | it found reminders unanswered more often |
//! | `signals_rising` | it found signals of trouble more frequent |
//! | `direct_debit_revoked` | such a signal in the last 90 days |
//! | `insolvency` | a signal `bankruptcy` in the last 90 days, not ended (an older one is a reason of segment C) |
//! | `lawsuit` | such a signal in the last 90 days, not ended |
//! | `terms_extension_requested`, `prepayment_refused` | such a signal in the last 90 days |
//! | `first_escalation` | an invoice reached the second reminder in the last 90 days, and none ever had before; what was sent on or after the day of settlement does not count |
//! | `paying_sooner` | an improvement: the watch found days late below what was usual |
//!
//! The watch's findings share one rate of false alarms, which is a setting; the others are recorded facts. A warning is a
//! reason to look, not a verdict. An improvement is told beside the warnings and is none.

use std::cmp::Reverse;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::assess::CustomerInsight;
use super::watch::{Change, Direction, Level, RateChange};
use crate::InsightError;
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
    /// Later than was usual.
    PayingLater,
    /// Promises are broken more often.
    PromiseBroken,
    /// Older invoices are passed over more often.
    OutOfOrder,
    /// More invoices are disputed.
    DisputesRising,
    /// More invoices are paid in part.
    PartialPayments,
    /// Reminders are answered less often.
    RepliesStopped,
    /// Signals of trouble are more frequent.
    SignalsRising,
    /// The first second reminder (or worse).
    FirstEscalation,
    /// Direct debit was revoked.
    DirectDebitRevoked,
    /// Longer terms were asked for.
    TermsExtensionRequested,
    /// A part in advance was refused.
    PrepaymentRefused,
    /// An improvement: sooner than was usual.
    PayingSooner,
}

impl WarningCode {
    /// Every code, in the order in which warnings are listed; the improvement last.
    pub const ALL: [WarningCode; 14] = [
        WarningCode::Insolvency,
        WarningCode::Lawsuit,
        WarningCode::PayingLater,
        WarningCode::PromiseBroken,
        WarningCode::OutOfOrder,
        WarningCode::DisputesRising,
        WarningCode::PartialPayments,
        WarningCode::RepliesStopped,
        WarningCode::SignalsRising,
        WarningCode::FirstEscalation,
        WarningCode::DirectDebitRevoked,
        WarningCode::TermsExtensionRequested,
        WarningCode::PrepaymentRefused,
        WarningCode::PayingSooner,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            WarningCode::Insolvency => "insolvency",
            WarningCode::Lawsuit => "lawsuit",
            WarningCode::PayingLater => "paying_later",
            WarningCode::PromiseBroken => "promise_broken",
            WarningCode::OutOfOrder => "out_of_order",
            WarningCode::DisputesRising => "disputes_rising",
            WarningCode::PartialPayments => "partial_payments",
            WarningCode::RepliesStopped => "replies_stopped",
            WarningCode::SignalsRising => "signals_rising",
            WarningCode::FirstEscalation => "first_escalation",
            WarningCode::DirectDebitRevoked => "direct_debit_revoked",
            WarningCode::TermsExtensionRequested => "terms_extension_requested",
            WarningCode::PrepaymentRefused => "prepayment_refused",
            WarningCode::PayingSooner => "paying_sooner",
        }
    }
}

/// One warning with its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What changed.
    pub code: WarningCode,
    /// Since when: the beginning of the change, or the day of the signal or of the escalation.
    pub since: Option<Day>,
    /// The level reached, for `first_escalation`.
    pub level: Option<u8>,
    /// Whether the invoice of a `first_escalation` has been settled since.
    pub settled: bool,
    /// What the watch found, for its own codes.
    pub found: Option<Found>,
}

/// What the watch found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// By how much.
    pub size: Size,
    /// Share of changes at least this evident that are no chance finding.
    pub certainty: f64,
    /// Since when the warning stands.
    pub raised: Day,
    /// Raised for the first time on the as-of day.
    pub is_new: bool,
}

/// By how much a customer changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// In days late.
    Days(Level),
    /// In the frequency of an event.
    Rate(RateChange),
}

impl Warning {
    fn on(code: WarningCode, since: Option<Day>) -> Warning {
        Warning {
            code,
            since,
            level: None,
            settled: false,
            found: None,
        }
    }

    /// What changed and since when, in all three languages; how sure it is stands beside it.
    pub fn text(&self) -> Text {
        Text::of(|language: Language| self.say_change(language))
    }

    /// Days late before and since, where these changed.
    pub fn days(&self) -> Option<Level> {
        match self.found?.size {
            Size::Days(level) => Some(level),
            Size::Rate(_) => None,
        }
    }
}

/// Settings of the warnings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WarningRule {
    /// New false alarms per 100 customer-months that the watch may raise.
    pub false_alarms_per_100_months: f64,
    /// Days within which a change must have begun.
    pub window_days: i32,
    /// Fewest invoices before a change.
    pub min_invoices: u32,
    /// Customers shown in the report, those with most money at stake first.
    pub max_shown: u32,
    /// Least open amount of a customer that is shown, in the ledger's currency.
    pub min_open_amount: f64,
    /// Dunning level whose first time is a warning.
    pub escalation_level: u8,
    /// Fewest mature invoices for that (else every new customer's first trouble is one).
    pub escalation_min_invoices: u32,
}

impl Default for WarningRule {
    fn default() -> WarningRule {
        WarningRule {
            false_alarms_per_100_months: 1.0,
            window_days: 180,
            min_invoices: 5,
            max_shown: 25,
            min_open_amount: 0.0,
            escalation_level: 2,
            escalation_min_invoices: 5,
        }
    }
}

impl WarningRule {
    /// Refuses settings under which nothing could be found.
    pub fn check(&self) -> Result<(), InsightError> {
        let refused = |setting, received: String, accepted| {
            Err(InsightError::Policy {
                setting,
                received,
                accepted,
            })
        };
        let rate = self.false_alarms_per_100_months;
        if !(0.01..=20.0).contains(&rate) {
            let accepted = "from 0.01 to 20";
            return refused(
                "warnings.false_alarms_per_100_months",
                rate.to_string(),
                accepted,
            );
        }
        if !(30..=365).contains(&self.window_days) {
            return refused(
                "warnings.window_days",
                self.window_days.to_string(),
                "from 30 to 365",
            );
        }
        if !(3..=100).contains(&self.min_invoices) {
            return refused(
                "warnings.min_invoices",
                self.min_invoices.to_string(),
                "from 3 to 100",
            );
        }
        super::policy::amount("warnings.min_open_amount", self.min_open_amount)
    }
}

/// The customer's warnings, the gravest kind first.
pub fn warnings(
    portfolio: &Portfolio,
    customer: &CustomerFacts,
    change: Option<&Change>,
    rule: &WarningRule,
) -> Vec<Warning> {
    let invoices = portfolio.invoices_of(customer);
    let recent = |code, kind| {
        recent_signal(customer, kind, portfolio.as_of).map(|day| Warning::on(code, Some(day)))
    };
    let mut all: Vec<Warning> = [
        recent(WarningCode::Insolvency, "bankruptcy"),
        recent(WarningCode::Lawsuit, "lawsuit"),
        first_escalation(invoices, rule),
        recent(WarningCode::DirectDebitRevoked, "direct_debit_revoked"),
        recent(
            WarningCode::TermsExtensionRequested,
            "terms_extension_requested",
        ),
        recent(WarningCode::PrepaymentRefused, "prepayment_refused"),
    ]
    .into_iter()
    .flatten()
    .collect();
    all.extend(found(change, Direction::Worse));
    all.sort_by_key(|warning| warning.code);
    all
}

/// The customer's improvement, if there is one.
pub fn improvement(change: Option<&Change>) -> Option<Warning> {
    found(change, Direction::Better).into_iter().next()
}

/// What the watch found, a warning for each thing that changed.
fn found(change: Option<&Change>, direction: Direction) -> Vec<Warning> {
    let Some(change) = change.filter(|change| change.direction == direction) else {
        return Vec::new();
    };
    let warning = |code, size| Warning {
        found: Some(Found {
            size,
            certainty: change.certainty,
            raised: change.raised,
            is_new: change.is_new,
        }),
        ..Warning::on(code, Some(change.since))
    };
    let by_days = match direction {
        Direction::Worse => WarningCode::PayingLater,
        Direction::Better => WarningCode::PayingSooner,
    };
    let days = change.days.map(|level| warning(by_days, Size::Days(level)));
    let rates = change
        .rates
        .iter()
        .map(|&rate| warning(rate.code, Size::Rate(rate)));
    days.into_iter().chain(rates).collect()
}

/// Which customers the report lists, by their position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// With a warning.
    pub warned: Vec<usize>,
    /// With an improvement.
    pub improved: Vec<usize>,
}

/// The customers with a warning or an improvement that have most money open, as many as the rule shows of each.
pub fn listed(customers: &[CustomerInsight], rule: &WarningRule) -> Listed {
    let least = super::policy::cents(rule.min_open_amount);
    let most_open = |has: fn(&CustomerInsight) -> bool| {
        let counts = |i: &usize| {
            let customer = &customers[*i];
            has(customer) && !customer.intercompany && customer.money.open_minor >= least
        };
        let mut all: Vec<usize> = (0..customers.len()).filter(counts).collect();
        all.sort_by_key(|&i| (Reverse(customers[i].money.open_minor), i));
        all.truncate(rule.max_shown as usize);
        all
    };
    Listed {
        warned: most_open(|customer| !customer.warnings.is_empty()),
        improved: most_open(|customer| customer.improvement.is_some()),
    }
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

fn first_escalation(invoices: &[InvoiceFacts], rule: &WarningRule) -> Option<Warning> {
    let level = rule.escalation_level;
    let n_mature = invoices.iter().filter(|invoice| invoice.mature).count();
    let ever_before = invoices
        .iter()
        .any(|invoice| invoice.opening_unpaid_depth >= level);
    if ever_before || n_mature < rule.escalation_min_invoices as usize {
        return None;
    }
    let reached = invoices
        .iter()
        .filter(|invoice| invoice.unpaid_depth >= level);
    let told = reached.max_by_key(|invoice| {
        let is_unpaid = invoice.settled_on.is_none();
        let since = Reverse(invoice.unpaid_depth_since);
        (is_unpaid, invoice.unpaid_depth, since)
    })?;
    Some(Warning {
        level: Some(told.unpaid_depth),
        settled: told.settled_on.is_some(),
        ..Warning::on(WarningCode::FirstEscalation, told.unpaid_depth_since)
    })
}

#[cfg(test)]
mod tests;
