//! What the ledger's customer table says of a customer.
//!
//! Attributes have no history: the table shows how things stand at the end of
//! the span. For customers in trouble some columns were changed after it began
//! (limit cut, insurance withdrawn, prepayment, another collector): a trap for
//! whoever uses them to explain the past. The truth tells since when.

use crate::{
    calendar::is_business_day,
    customer::{Customer, Span},
    customer_type::CustomerType,
    names::{Names, employee},
    parameters::Parameters,
    random::{Purpose, Stream, between, chance, mixed, normal, stream, weighted, whole},
};

/// The visible side of a customer.
#[derive(Debug, Clone)]
pub(crate) struct Attributes {
    pub names: Names,
    pub parent: Option<usize>,
    pub country: &'static str,
    pub language: &'static str,
    pub size_class: &'static str,
    /// `None` for a consumer.
    pub legal_form: Option<&'static str>,
    pub intercompany: bool,
    pub customer_since: i32,
    pub credit_limit_minor: i64,
    pub insured_limit_minor: Option<i64>,
    pub payment_method: &'static str,
    pub account_manager: String,
    pub collector: String,
    /// The day on which limits, method and collector got their present values.
    pub changed_on: Option<i32>,
}

const COUNTRIES: [&str; 4] = ["NL", "BE", "DE", "FR"];
const COUNTRY_SHARES: [f64; 4] = [0.72, 0.13, 0.09, 0.06];

impl Attributes {
    /// The attributes of the customer of that index.
    pub(crate) fn draw(
        seed: u64,
        index: usize,
        customer: &Customer,
        parameters: &Parameters,
        span: Span,
    ) -> Self {
        let rng = &mut stream(seed, Purpose::Attributes, index as u64);
        let country = COUNTRIES[weighted(rng, &COUNTRY_SHARES)];
        let country = if customer.largest { "NL" } else { country };
        let consumer = chance(rng, 0.01) && !customer.largest;
        let legal_form = (!consumer).then(|| legal_form(rng, country, customer.largest));
        let yearly = 12.0 * customer.monthly_rate * yearly_mean(customer, parameters);
        let limit = round_limit(yearly / 12.0 * between(rng, [2.0, 5.0]));
        let insured = chance(rng, 0.6).then(|| round_limit(limit * between(rng, [0.5, 1.0])));
        let manager = employee(&mut staff(seed, whole(rng, [0, 5])));
        let collector = employee(&mut staff(seed, whole(rng, [10, 13])));
        let mut attributes = Self {
            names: Names::draw(rng, customer.sector, legal_form, country),
            parent: parent(rng, index),
            country,
            language: language(rng, country),
            size_class: size_class(rng, yearly, customer.largest),
            legal_form,
            intercompany: chance(rng, 0.003) && !customer.largest,
            customer_since: customer_since(rng, customer, span),
            credit_limit_minor: minor(limit),
            insured_limit_minor: insured.map(minor),
            payment_method: if customer.direct_debit > 0.0 {
                "direct_debit"
            } else {
                "bank_transfer"
            },
            account_manager: manager,
            collector,
            changed_on: None,
        };
        attributes.changed_on = trouble(rng, customer, span);
        if attributes.changed_on.is_some() {
            attributes.tighten(rng, customer.is_bankrupt(span.until));
        }
        attributes
    }

    /// Puts the present values of a customer in trouble in place.
    fn tighten(&mut self, rng: &mut Stream, bankrupt: bool) {
        let cut = between(rng, [0.1, 0.5]);
        let limit = if bankrupt {
            0.0
        } else {
            self.credit_limit_minor as f64 / 100.0 * cut
        };
        self.credit_limit_minor = minor(round_limit(limit));
        self.insured_limit_minor = self.insured_limit_minor.map(|_| 0);
        self.payment_method = "prepayment";
        "Bijzonder beheer".clone_into(&mut self.collector);
    }
}

/// When the columns of a customer in trouble were changed, if by now.
fn trouble(rng: &mut Stream, customer: &Customer, span: Span) -> Option<i32> {
    let noticed_after = whole(rng, [45, 120]);
    let noticed = chance(rng, 0.6);
    let share = between(rng, [0.3, 1.0]);
    let some_day = customer.start + (f64::from(span.until - customer.start) * share) as i32;
    let changed = match customer.customer_type {
        _ if customer.is_bankrupt(span.until) => customer.bankrupt,
        CustomerType::Deteriorating => customer.onset.map(|onset| onset + noticed_after),
        CustomerType::Distressed if noticed => Some(some_day),
        _ => None,
    };
    changed.filter(|&day| day <= span.until)
}

fn yearly_mean(customer: &Customer, parameters: &Parameters) -> f64 {
    let amounts = &parameters.amounts;
    let within = amounts.sigma.powi(2) - amounts.between_sigma.powi(2);
    (customer.log_amount_mean + 0.5 * within).exp()
}

/// Limits are round: to 500 below 20,000 and to 5,000 above.
fn round_limit(amount: f64) -> f64 {
    let step = if amount < 20_000.0 { 500.0 } else { 5_000.0 };
    (amount / step).ceil() * step
}

fn minor(amount: f64) -> i64 {
    (amount * 100.0).round() as i64
}

/// A member of staff is the same person in all rows.
fn staff(seed: u64, number: i32) -> Stream {
    stream(mixed(seed), Purpose::Attributes, u64::MAX - number as u64)
}

/// A few customers belong to a group whose head came before them.
fn parent(rng: &mut Stream, index: usize) -> Option<usize> {
    let grouped = chance(rng, 0.03);
    let head = whole(rng, [1, 20]) as usize;
    (grouped && index >= head).then(|| index - head)
}

fn legal_form(rng: &mut Stream, country: &str, largest: bool) -> &'static str {
    let (forms, shares): (&[&'static str], &[f64]) = match country {
        "BE" => (
            &["BV", "NV", "CV", "eenmanszaak"],
            &[0.60, 0.25, 0.07, 0.08],
        ),
        "DE" => (&["GmbH", "AG", "GmbH & Co. KG"], &[0.80, 0.05, 0.15]),
        "FR" => (&["SARL", "SAS", "SA"], &[0.50, 0.40, 0.10]),
        _ => (
            &["B.V.", "N.V.", "V.O.F.", "stichting", "eenmanszaak"],
            &[0.70, 0.03, 0.09, 0.07, 0.11],
        ),
    };
    let drawn = forms[weighted(rng, shares)];
    if largest { "B.V." } else { drawn }
}

fn language(rng: &mut Stream, country: &str) -> &'static str {
    let french = chance(rng, 0.4);
    match country {
        "BE" if french => "fr",
        "DE" => "de",
        "FR" => "fr",
        _ => "nl",
    }
}

/// By what is bought from us in a year, seen through a wide error.
fn size_class(rng: &mut Stream, yearly: f64, largest: bool) -> &'static str {
    let seen = yearly * normal(rng).exp();
    match seen {
        _ if largest => "large",
        ..4_000.0 => "micro",
        ..20_000.0 => "small",
        ..80_000.0 => "medium",
        _ => "large",
    }
}

/// Late starters became customers shortly before their first invoice.
fn customer_since(rng: &mut Stream, customer: &Customer, span: Span) -> i32 {
    let before = if customer.start > span.from {
        whole(rng, [3, 40])
    } else {
        whole(rng, [30, 4_000])
    };
    let day = customer.start - before;
    (0..7)
        .map(|n| day - n)
        .find(|&day| is_business_day(day))
        .unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_round() {
        assert_eq!(round_limit(0.0), 0.0);
        assert_eq!(round_limit(501.0), 1_000.0);
        assert_eq!(round_limit(20_001.0), 25_000.0);
    }
}
