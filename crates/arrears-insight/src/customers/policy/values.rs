//! What rules are held against: each customer's value of every feature that a rule names.

use std::collections::BTreeMap;

use super::rules::Rule;
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
            RuleValue::Number(value) if self.is_about_text() => self.fits_text(&value.to_string()),
            RuleValue::Number(value) => self.fits_number(value),
            RuleValue::Text(text) => self.is_about_text() && self.fits_text(text),
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

    /// Refuses a rule that asks for a number of a text, and one whose feature has no values.
    pub(in crate::customers) fn check_values(
        &self,
        values: &RuleValues,
    ) -> Result<(), InsightError> {
        for (i, rule) in self.rules.iter().enumerate() {
            let is_text = match values.get(&rule.feature) {
                Some(column) => matches!(column, RuleColumn::Texts(_)),
                None if OWN_FIGURES.contains(&rule.feature.as_str()) => rule.feature == "pattern",
                None => {
                    let accepted = "a feature of the customer catalogue or a column of `customers`";
                    return Err(at(format!("rule.{i}.feature"), &rule.feature, accepted));
                }
            };
            if is_text && !rule.is_about_text() {
                let accepted = "beside `is` or `one_of`: its values are texts";
                return Err(at(format!("rule.{i}.feature"), &rule.feature, accepted));
            }
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
