//! What rules are held against: each customer's value of every feature that a rule names.

use std::collections::BTreeMap;

use super::rules::{Rule, of_its_kind};
use super::{Policy, at};
use crate::InsightError;

/// The figures of a segment itself that a rule may name beside the catalogue and the customers table.
pub const OWN_FIGURES: [&str; 8] = [
    "p_late",
    "p_late_30d",
    "risk_score",
    "pattern",
    "open_amount",
    "overdue_amount",
    "oldest_days_past_due",
    "invoiced_12m",
];

/// One feature, a value per customer of the portfolio.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleColumn {
    /// Numbers; not a number where unknown.
    Numbers(Vec<f64>),
    /// Texts; `None` where unknown.
    Texts(Vec<Option<String>>),
}

/// The features that rules name, by name; [`OWN_FIGURES`] need not be among them.
pub type RuleValues = BTreeMap<String, RuleColumn>;

/// What the values of a feature are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Numbers,
    Texts,
}

impl Kind {
    /// The kind of a figure of the segment itself; `None` for any other feature.
    pub(super) fn of_own_figure(feature: &str) -> Option<Kind> {
        match feature {
            "pattern" => Some(Kind::Texts),
            own if OWN_FIGURES.contains(&own) => Some(Kind::Numbers),
            _ => None,
        }
    }
}

/// One value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RuleValue<'a> {
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
    /// Not known: no rule fits.
    Unknown,
}

impl RuleColumn {
    /// The value of one customer.
    pub fn get(&self, customer: usize) -> RuleValue<'_> {
        match self {
            RuleColumn::Numbers(values) => match values.get(customer) {
                Some(value) if !value.is_nan() => RuleValue::Number(*value),
                _ => RuleValue::Unknown,
            },
            RuleColumn::Texts(values) => match values.get(customer) {
                Some(Some(text)) => RuleValue::Text(text),
                _ => RuleValue::Unknown,
            },
        }
    }
}

impl Rule {
    /// Whether a value fits.
    pub fn fits(&self, value: RuleValue<'_>) -> bool {
        match value {
            RuleValue::Number(value) => self.fits_number(value),
            RuleValue::Text(text) => self.fits_text(text),
            RuleValue::Unknown => false,
        }
    }
}

impl Policy {
    /// The features that rules name and that are no figures of the segment itself, each once.
    pub fn features_wanted(&self) -> Vec<&str> {
        let mut wanted: Vec<&str> = self
            .rules
            .iter()
            .map(|rule| rule.feature.as_str())
            .collect();
        wanted.retain(|feature| !OWN_FIGURES.contains(feature));
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }

    /// The rules on one feature are of one kind, so that its values are taken as texts or as numbers for all of them.
    pub fn asks_for_texts(&self, feature: &str) -> bool {
        let mut rules = self.rules.iter();
        rules.any(|rule| rule.feature == feature && rule.is_about_text())
    }

    /// The same refusal as [`Policy::check`]'s for a feature whose values are known to be texts, or numbers.
    pub fn check_kind(&self, feature: &str, is_text: bool) -> Result<(), InsightError> {
        let kind = if is_text { Kind::Texts } else { Kind::Numbers };
        let rules = self.rules.iter().enumerate();
        let mut of_feature = rules.filter(|(_, rule)| rule.feature == feature);
        of_feature.try_for_each(|(i, rule)| of_its_kind(i, rule, Some(kind)))
    }

    /// Refuses a rule that asks for a number of a text or the other way round, and one whose feature has no values.
    pub(in crate::customers) fn check_values(
        &self,
        values: &RuleValues,
    ) -> Result<(), InsightError> {
        for (i, rule) in self.rules.iter().enumerate() {
            let kind = match values.get(&rule.feature) {
                Some(RuleColumn::Texts(_)) => Kind::Texts,
                Some(RuleColumn::Numbers(_)) => Kind::Numbers,
                None => match Kind::of_own_figure(&rule.feature) {
                    Some(kind) => kind,
                    None => {
                        let accepted =
                            "a feature of the customer catalogue or a column of `customers`";
                        return Err(at(format!("rule.{i}.feature"), &rule.feature, accepted));
                    }
                },
            };
            of_its_kind(i, rule, Some(kind))?;
        }
        Ok(())
    }
}

/// The bound of a rule by share: the value of the last customer within it. Ties at the bound are in.
pub(in crate::customers) fn bound_of_share(
    mut values: Vec<f64>,
    share: f64,
    highest: bool,
) -> Option<f64> {
    values.retain(|value| !value.is_nan());
    values.sort_by(f64::total_cmp);
    let n = (share * values.len() as f64).floor() as usize;
    let last = n.checked_sub(1)?;
    Some(if highest {
        values[values.len() - 1 - last]
    } else {
        values[last]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_bounded_by_its_last_customer() {
        let values = vec![3.0, 1.0, f64::NAN, 2.0, 4.0];
        assert_eq!(bound_of_share(values.clone(), 0.5, true), Some(3.0));
        assert_eq!(bound_of_share(values.clone(), 0.5, false), Some(2.0));
        assert_eq!(bound_of_share(values, 0.2, true), None);
        assert_eq!(bound_of_share(vec![], 1.0, true), None);
    }

    #[test]
    fn unknown_values_fit_nothing() {
        let column = RuleColumn::Numbers(vec![1.0, f64::NAN]);
        assert_eq!(
            (column.get(0), column.get(1)),
            (RuleValue::Number(1.0), RuleValue::Unknown)
        );
        let texts = RuleColumn::Texts(vec![Some("x".into()), None]);
        assert_eq!(
            (texts.get(0), texts.get(1)),
            (RuleValue::Text("x"), RuleValue::Unknown)
        );
        assert_eq!(texts.get(7), RuleValue::Unknown);
    }
}
