//! What to agree with a customer who has no history yet: never a refusal, and never decided here.
//!
//! The risk is that of a group of customers like the applicant. From it follow a class, terms, a part in advance and a
//! limit, by the rules of [`AcceptanceConfig`]:
//!
//! ```text
//! class   by P(more than 30 days late) over the share of all new customers that was
//! terms   those asked, or the usual ones, but no longer than the class's
//! limit   max_expected_loss / (upper end of P(never paid) x loss_share), rounded down, within its bounds
//! advance that of the class, or what is asked above the limit if that is more; at most max_part_in_advance
//! ```
//!
//! A natural person gets no suggestion: what is known stands there, and a colleague decides. Nor does one that is a customer
//! already: its own history says more than a group of others.

mod config;

pub use config::AcceptanceConfig;

use crate::customers::measures::Measure;

/// A risk with its 90 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskRange {
    /// The estimate.
    pub p: f64,
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// How an applicant's risk compares with that of all new customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RiskClass {
    /// Clearly below that of all.
    Low,
    /// About that of all.
    Medium,
    /// Clearly above that of all.
    High,
}

impl RiskClass {
    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            RiskClass::Low => "low",
            RiskClass::Medium => "medium",
            RiskClass::High => "high",
        }
    }

    fn of(p_late_30d: f64, of_all: f64, config: &AcceptanceConfig) -> RiskClass {
        let times = p_late_30d / of_all.max(f64::MIN_POSITIVE);
        match () {
            () if times >= config.high_from => RiskClass::High,
            () if times >= config.medium_from => RiskClass::Medium,
            () => RiskClass::Low,
        }
    }
}

/// What an applicant said or did that no earlier first invoice tells the weight of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskedSignal {
    /// Asked for longer terms.
    TermsExtension,
    /// Refused to pay a part in advance.
    PrepaymentRefused,
    /// Is or was bankrupt, or in a moratorium.
    Bankruptcy,
    /// Is in a lawsuit.
    Lawsuit,
    /// Has negative reviews.
    NegativeReview,
}

impl AskedSignal {
    /// Every signal, in the order of the columns.
    pub const ALL: [AskedSignal; 5] = [
        AskedSignal::TermsExtension,
        AskedSignal::PrepaymentRefused,
        AskedSignal::Bankruptcy,
        AskedSignal::Lawsuit,
        AskedSignal::NegativeReview,
    ];

    /// The kind of signal in the ledger, and the column of applicants.
    pub fn code(self) -> &'static str {
        match self {
            AskedSignal::TermsExtension => "terms_extension_requested",
            AskedSignal::PrepaymentRefused => "prepayment_refused",
            AskedSignal::Bankruptcy => "bankruptcy",
            AskedSignal::Lawsuit => "lawsuit",
            AskedSignal::NegativeReview => "negative_review",
        }
    }
}

/// What advice is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// That the first invoice is late.
    pub late: RiskRange,
    /// That it is more than 30 days late.
    pub late_30d: RiskRange,
    /// That it is not paid within a year.
    pub never: RiskRange,
    /// Share of all new customers that was more than 30 days late.
    pub late_30d_of_all: f64,
    /// Terms asked, in days.
    pub terms_asked: Option<i32>,
    /// Terms that the ledger's new customers usually get, in days.
    pub usual_terms: i32,
    /// Amount asked, in cents.
    pub amount_minor: Option<i64>,
    /// What it said or did.
    pub signals: Vec<AskedSignal>,
    /// Whether its credit score is known.
    pub has_score: bool,
    /// A natural person.
    pub natural_person: bool,
    /// A customer already.
    pub in_ledger: bool,
}

/// What to agree; a colleague decides.
#[derive(Clone, Debug, PartialEq)]
pub struct AcceptanceAdvice {
    /// How its risk compares.
    pub class: RiskClass,
    /// Terms, in days; none for a natural person or a customer already.
    pub terms_days: Option<i32>,
    /// Part in advance, as a share; likewise.
    pub part_in_advance: Option<f64>,
    /// Limit, in cents; likewise.
    pub limit_minor: Option<i64>,
    /// Measures, the weightiest first; likewise.
    pub measures: Vec<Measure>,
}

impl AcceptanceAdvice {
    /// What would stay on credit after the part in advance, in cents, where that is more than the limit.
    pub fn above_limit(&self, amount_minor: Option<i64>) -> Option<i64> {
        let (amount, limit) = (amount_minor?, self.limit_minor?);
        let advance = amount as f64 * self.part_in_advance?;
        Some(amount - advance.round() as i64).filter(|&on_credit| on_credit > limit)
    }
}

/// What to agree with an applicant.
pub fn advise(application: &Application, config: &AcceptanceConfig) -> AcceptanceAdvice {
    let class = RiskClass::of(application.late_30d.p, application.late_30d_of_all, config);
    if application.natural_person || application.in_ledger {
        return AcceptanceAdvice {
            class,
            terms_days: None,
            part_in_advance: None,
            limit_minor: None,
            measures: Vec::new(),
        };
    }
    let terms = terms(application, class, config);
    let limit_minor = limit(application.never.high, config);
    let part = part_in_advance(application, class, limit_minor, config);
    AcceptanceAdvice {
        measures: measures(application, class, terms, part),
        class,
        terms_days: Some(terms),
        part_in_advance: Some(part),
        limit_minor: Some(limit_minor),
    }
}

fn terms(application: &Application, class: RiskClass, config: &AcceptanceConfig) -> i32 {
    let most = match class {
        RiskClass::Low => config.low_terms_days,
        RiskClass::Medium => config.medium_terms_days,
        RiskClass::High => config.high_terms_days,
    };
    application
        .terms_asked
        .unwrap_or(application.usual_terms)
        .min(most)
}

/// The limit at which the expected loss is what is tolerated, in cents.
fn limit(p_never: f64, config: &AcceptanceConfig) -> i64 {
    let loss = p_never.max(1e-6) * config.loss_share.max(1e-6);
    let limit = (config.max_expected_loss / loss).min(config.max_limit);
    let rounded = (limit / config.round_to).floor() * config.round_to;
    (rounded.max(config.min_limit) * 100.0).round() as i64
}

fn part_in_advance(
    application: &Application,
    class: RiskClass,
    limit_minor: i64,
    config: &AcceptanceConfig,
) -> f64 {
    let of_class = match class {
        RiskClass::High => config.high_part_in_advance,
        _ => 0.0,
    };
    let above = application
        .amount_minor
        .filter(|&amount| amount > limit_minor)
        .map_or(0.0, |amount| 1.0 - limit_minor as f64 / amount as f64);
    // In steps of 5 %, as people agree on.
    let above = (above * 20.0).ceil() / 20.0;
    of_class.max(above).min(config.max_part_in_advance)
}

fn measures(
    application: &Application,
    class: RiskClass,
    terms: i32,
    part_in_advance: f64,
) -> Vec<Measure> {
    let mut measures = Vec::new();
    let unknown = class > RiskClass::Low && !application.has_score;
    if class == RiskClass::High || unknown || !application.signals.is_empty() {
        measures.push(Measure::CheckCreditworthiness);
    }
    if part_in_advance > 0.0 {
        measures.push(Measure::PartInAdvance);
    }
    if application.terms_asked.is_some_and(|asked| terms < asked) {
        measures.push(Measure::AdaptTerms);
    }
    if class > RiskClass::Low {
        measures.push(Measure::PaymentLinkOrDirectDebit);
    }
    if class == RiskClass::High {
        measures.push(Measure::FollowUpEarlier);
    }
    if measures.is_empty() {
        measures.push(Measure::LeaveAsIs);
    }
    measures
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(p: f64) -> RiskRange {
        RiskRange {
            p,
            low: p / 2.0,
            high: (2.0 * p).min(1.0),
        }
    }

    fn application(p_late_30d: f64) -> Application {
        Application {
            late: range(0.4),
            late_30d: range(p_late_30d),
            never: range(0.05),
            late_30d_of_all: 0.2,
            terms_asked: Some(45),
            usual_terms: 30,
            amount_minor: Some(200_000),
            signals: Vec::new(),
            has_score: true,
            natural_person: false,
            in_ledger: false,
        }
    }

    fn advice(application: &Application) -> AcceptanceAdvice {
        advise(application, &AcceptanceConfig::default())
    }

    #[test]
    fn the_class_is_the_risk_against_that_of_all() {
        let class = |p| advice(&application(p)).class;
        assert_eq!(
            [0.15, 0.17, 0.24, 0.25].map(class),
            [
                RiskClass::Low,
                RiskClass::Medium,
                RiskClass::Medium,
                RiskClass::High
            ]
        );
    }

    #[test]
    fn the_limit_is_where_the_expected_loss_is_what_is_tolerated() {
        // 500 / 0.10 = 5,000.
        assert_eq!(advice(&application(0.1)).limit_minor, Some(500_000));
        let limit = |high: f64| limit(high, &AcceptanceConfig::default());
        assert_eq!(limit(0.09), 555_000, "5,555 rounded down to 50");
        assert_eq!((limit(0.0), limit(1.0)), (5_000_000, 50_000));
        let small = AcceptanceConfig {
            max_expected_loss: 10.0,
            ..AcceptanceConfig::default()
        };
        assert_eq!(super::limit(0.5, &small), 25_000, "never below the lowest");
    }

    #[test]
    fn a_low_risk_gets_what_it_asks_and_a_high_one_terms_of_its_class() {
        let low = advice(&application(0.1));
        assert_eq!((low.terms_days, low.part_in_advance), (Some(45), Some(0.0)));
        assert_eq!(low.measures, [Measure::LeaveAsIs]);
        let high = advice(&application(0.5));
        assert_eq!(
            (high.terms_days, high.part_in_advance),
            (Some(14), Some(0.3))
        );
        assert_eq!(
            high.measures,
            [
                Measure::CheckCreditworthiness,
                Measure::PartInAdvance,
                Measure::AdaptTerms,
                Measure::PaymentLinkOrDirectDebit,
                Measure::FollowUpEarlier,
            ]
        );
    }

    #[test]
    fn what_is_asked_above_the_limit_is_paid_in_advance() {
        let mut above = application(0.1);
        above.amount_minor = Some(600_000);
        // 1 - 5,000 / 6,000 = 0.167, in steps of 5 %.
        assert_eq!(advice(&above).part_in_advance, Some(0.2));
        assert_eq!(advice(&above).above_limit(above.amount_minor), None);
        above.amount_minor = Some(100_000_000);
        assert_eq!(advice(&above).part_in_advance, Some(0.5));
    }

    #[test]
    fn what_stays_on_credit_above_the_limit_is_told() {
        let mut asked = application(0.1);
        asked.amount_minor = Some(1_200_000);
        let advised = advice(&asked);
        assert_eq!(advised.limit_minor, Some(500_000));
        assert_eq!(advised.above_limit(asked.amount_minor), Some(600_000));
        // Half in advance of 10,000: just the limit.
        assert_eq!(advised.above_limit(Some(1_000_000)), None);
        assert_eq!(advised.above_limit(None), None);
        asked.in_ledger = true;
        assert_eq!(advice(&asked).above_limit(asked.amount_minor), None);
    }

    #[test]
    fn what_is_not_weighed_is_looked_into() {
        let mut asked = application(0.1);
        asked.signals = vec![AskedSignal::Lawsuit];
        assert_eq!(advice(&asked).measures, [Measure::CheckCreditworthiness]);
        let mut unsaid = application(0.2);
        unsaid.has_score = false;
        unsaid.terms_asked = None;
        let advice = advice(&unsaid);
        assert_eq!(advice.terms_days, Some(30));
        assert_eq!(
            advice.measures,
            [
                Measure::CheckCreditworthiness,
                Measure::PaymentLinkOrDirectDebit
            ]
        );
    }

    #[test]
    fn a_natural_person_gets_no_suggestion() {
        let mut person = application(0.5);
        person.natural_person = true;
        let advice = advice(&person);
        assert_eq!(advice.class, RiskClass::High);
        assert_eq!(
            (
                advice.terms_days,
                advice.part_in_advance,
                advice.limit_minor
            ),
            (None, None, None)
        );
        assert!(advice.measures.is_empty());
    }

    #[test]
    fn a_customer_already_gets_no_suggestion_from_others() {
        let mut known = application(0.5);
        known.in_ledger = true;
        let advice = advice(&known);
        assert_eq!(
            (
                advice.terms_days,
                advice.part_in_advance,
                advice.limit_minor
            ),
            (None, None, None)
        );
        assert!(advice.measures.is_empty());
    }
}
