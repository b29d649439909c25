//! Rules of the user: any feature of the customer catalogue, or any column of the customers table, decides.
//!
//! A rule that fits decides the segment, whatever the behaviour; of several, the riskiest letter holds. Two rules on one
//! feature may not claim one value for two segments.

use serde::{Deserialize, Serialize};

use super::super::pattern::Pattern;
use super::super::segments::Segment;
use super::at;
use super::values::Kind;
use crate::InsightError;

/// Where the segments come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentsBy {
    /// Payment behaviour, and the rules beside it.
    #[default]
    Behaviour,
    /// The rules alone; what none of them fits gets `otherwise`.
    Rules,
}

/// `[[rule]]`: customers that fit are in the segment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// A feature of the customer catalogue, a figure of the segment itself, or a column of the customers table.
    pub feature: String,
    /// Fits from this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// Fits above this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<f64>,
    /// Fits up to this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// Fits below this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// Fits this share of the customers, those of the highest values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highest: Option<f64>,
    /// Fits this share of the customers, those of the lowest values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest: Option<f64>,
    /// Fits this text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
    /// Fits any of these texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<String>,
    /// The segment of who fits.
    pub segment: Option<Segment>,
}

impl Rule {
    /// Whether it is about a text.
    pub fn is_about_text(&self) -> bool {
        self.is.is_some() || !self.one_of.is_empty()
    }

    /// Whether it is about a share of the customers.
    pub fn is_by_share(&self) -> bool {
        self.highest.is_some() || self.lowest.is_some()
    }

    /// The texts that fit.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.is.iter().chain(&self.one_of).map(String::as_str)
    }

    /// The values that fit: from and up to, each with whether the bound itself fits.
    pub(crate) fn range(&self) -> Range {
        let low = bound(self.at_least, self.above, f64::NEG_INFINITY, f64::max);
        let high = bound(self.at_most, self.below, f64::INFINITY, f64::min);
        Range { low, high }
    }

    /// Whether a value fits; what is unknown (not a number) never does.
    pub fn fits_number(&self, value: f64) -> bool {
        !self.is_about_text() && self.range().holds(value)
    }

    /// Whether a text fits, whatever its case.
    pub fn fits_text(&self, value: &str) -> bool {
        let value = value.trim();
        self.texts()
            .any(|text| text.trim().to_lowercase() == value.to_lowercase())
    }
}

fn bound(
    closed: Option<f64>,
    open: Option<f64>,
    none: f64,
    closer: fn(f64, f64) -> f64,
) -> (f64, bool) {
    match (closed, open) {
        (Some(closed), Some(open)) if closer(closed, open) == closed && closed != open => {
            (closed, true)
        }
        (_, Some(open)) => (open, false),
        (Some(closed), None) => (closed, true),
        (None, None) => (none, true),
    }
}

/// Values from a low to a high bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) low: (f64, bool),
    pub(crate) high: (f64, bool),
}

impl Range {
    fn holds(&self, value: f64) -> bool {
        let (low, high) = (self.low, self.high);
        (value > low.0 || (low.1 && value == low.0))
            && (value < high.0 || (high.1 && value == high.0))
    }

    fn is_empty(&self) -> bool {
        let (low, high) = (self.low, self.high);
        low.0 > high.0 || (low.0 == high.0 && !(low.1 && high.1))
    }

    fn meets(&self, other: &Range) -> bool {
        let low = if self.low.0 > other.low.0 || (self.low.0 == other.low.0 && !self.low.1) {
            self.low
        } else {
            other.low
        };
        let high = if self.high.0 < other.high.0 || (self.high.0 == other.high.0 && !self.high.1) {
            self.high
        } else {
            other.high
        };
        !Range { low, high }.is_empty()
    }
}

/// Refuses rules that say nothing, that nothing can fit, or that claim one value for two segments.
pub(super) fn check(rules: &[Rule]) -> Result<(), InsightError> {
    for (i, rule) in rules.iter().enumerate() {
        one(i, rule)?;
        for (j, earlier) in rules[..i].iter().enumerate() {
            apart((j, earlier), (i, rule))?;
        }
    }
    Ok(())
}

fn one(i: usize, rule: &Rule) -> Result<(), InsightError> {
    let here = |key: &str| format!("rule.{i}.{key}");
    if rule.feature.trim().is_empty() {
        let accepted = "the name of a feature or of a column of `customers`";
        return Err(at(here("feature"), "left out", accepted));
    }
    if rule.segment.is_none() {
        return Err(at(here("segment"), "left out", "\"A\", \"B\" or \"C\""));
    }
    let bounds = [
        ("at_least", rule.at_least),
        ("above", rule.above),
        ("at_most", rule.at_most),
        ("below", rule.below),
    ];
    for (key, value) in bounds {
        if value.is_some_and(|value| !value.is_finite()) {
            return Err(at(here(key), "no number", "a number"));
        }
    }
    for (key, share) in [("highest", rule.highest), ("lowest", rule.lowest)] {
        if let Some(share) =
            share.filter(|share| !(share.is_finite() && (0.0..=1.0).contains(share)))
        {
            return Err(at(here(key), share, "a share from 0 to 1"));
        }
    }
    let n_kinds = [
        bounds.iter().any(|(_, value)| value.is_some()),
        rule.highest.is_some(),
        rule.lowest.is_some(),
        rule.is_about_text(),
    ];
    match n_kinds.iter().filter(|kind| **kind).count() {
        0 => {
            let accepted = "beside a bound (`at_least`, `above`, `at_most`, `below`), a share (`highest`, `lowest`) or a \
                            text (`is`, `one_of`)";
            Err(at(here("feature"), &rule.feature, accepted))
        }
        1 if rule.range().is_empty() => {
            let accepted = "a rule that some value fits: its bounds exclude each other";
            Err(at(format!("rule.{i}"), rule, accepted))
        }
        1 => of_its_kind(i, rule, Kind::of_own_figure(&rule.feature)),
        _ => {
            let accepted = "a rule of one kind: bounds, a share, or texts";
            Err(at(format!("rule.{i}"), "of several kinds", accepted))
        }
    }
}

/// Refuses a rule that asks for a text of numbers or for a number of texts, and a pattern that there is not; `None` where
/// the kind of its values is not known yet.
pub(super) fn of_its_kind(i: usize, rule: &Rule, kind: Option<Kind>) -> Result<(), InsightError> {
    let accepted = match kind {
        Some(Kind::Texts) if !rule.is_about_text() => {
            "beside `is` or `one_of`: its values are texts"
        }
        Some(Kind::Numbers) if rule.is_about_text() => {
            "beside a bound (`at_least`, `above`, `at_most`, `below`) or a share (`highest`, `lowest`): its values are numbers"
        }
        _ => return known_pattern(i, rule),
    };
    Err(at(format!("rule.{i}.feature"), &rule.feature, accepted))
}

fn known_pattern(i: usize, rule: &Rule) -> Result<(), InsightError> {
    let patterns = Pattern::ALL.map(Pattern::code);
    let unknown = |text: &&str| {
        let text = text.trim().to_lowercase();
        !patterns.contains(&text.as_str())
    };
    match rule.texts().find(unknown) {
        Some(text) if rule.feature == "pattern" => {
            let key = if rule.is.is_some() { "is" } else { "one_of" };
            let accepted = format!("of the patterns {}", patterns.join(", "));
            Err(at(format!("rule.{i}.{key}"), text, accepted))
        }
        _ => Ok(()),
    }
}

fn apart((j, earlier): (usize, &Rule), (i, rule): (usize, &Rule)) -> Result<(), InsightError> {
    if earlier.feature != rule.feature {
        return Ok(());
    }
    let of_text = rule.is_about_text();
    if earlier.is_about_text() != of_text {
        let kind = if of_text { "numbers" } else { "texts" };
        let accepted = format!("about {kind}, as `rule[{}]` on the same feature is", j + 1);
        return Err(at(format!("rule.{i}"), rule, accepted));
    }
    let meet = match of_text {
        true => rule.texts().any(|text| earlier.fits_text(text)),
        false => shares_meet(earlier, rule).unwrap_or_else(|| earlier.range().meets(&rule.range())),
    };
    if !meet || earlier.segment == rule.segment {
        return Ok(());
    }
    let letter = |rule: &Rule| rule.segment.map_or("", Segment::code);
    let accepted = format!(
        "apart from `rule[{}]`, which puts {} in {}: a value would be in {} and {}",
        j + 1,
        earlier,
        letter(earlier),
        letter(earlier),
        letter(rule)
    );
    Err(at(format!("rule.{i}"), rule, accepted))
}

/// Whether two shares hold one customer; `None` where one of both is no share, which only the ledger can tell.
fn shares_meet(a: &Rule, b: &Rule) -> Option<bool> {
    match (a.is_by_share(), b.is_by_share()) {
        (false, false) => None,
        (true, true) => Some(match (a.highest.zip(b.lowest), a.lowest.zip(b.highest)) {
            (Some((high, low)), _) | (_, Some((low, high))) => high + low > 1.0,
            _ => true,
        }),
        _ => Some(false),
    }
}

/// What fits, in the words of the file.
impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let numbers = [
            ("at_least", self.at_least),
            ("above", self.above),
            ("at_most", self.at_most),
            ("below", self.below),
            ("highest", self.highest),
            ("lowest", self.lowest),
        ];
        let mut parts: Vec<String> = numbers
            .iter()
            .filter_map(|(key, value)| value.map(|value| format!("{key} = {value}")))
            .collect();
        parts.extend(self.is.iter().map(|text| format!("is = \"{text}\"")));
        if !self.one_of.is_empty() {
            parts.push(format!("one_of = {:?}", self.one_of));
        }
        write!(f, "`{}` {}", self.feature, parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(feature: &str, segment: Segment) -> Rule {
        Rule {
            feature: feature.into(),
            segment: Some(segment),
            ..Rule::default()
        }
    }

    fn refused(rules: &[Rule]) -> String {
        match check(rules) {
            Ok(()) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn bounds_hold_their_values() {
        let both = Rule {
            at_least: Some(0.2),
            below: Some(0.5),
            ..rule("x", Segment::C)
        };
        let fits = [0.1, 0.2, 0.4, 0.5, f64::NAN].map(|value| both.fits_number(value));
        assert_eq!(fits, [false, true, true, false, false]);
        let texts = Rule {
            one_of: vec!["Bouw".into(), "Horeca".into()],
            ..rule("sector", Segment::C)
        };
        assert!(texts.fits_text("horeca ") && !texts.fits_text("Zorg") && !texts.fits_number(1.0));
    }

    #[test]
    fn one_value_is_not_claimed_for_two_segments() {
        let c = Rule {
            at_least: Some(0.2),
            ..rule("x", Segment::C)
        };
        let a = Rule {
            at_most: Some(0.2),
            ..rule("x", Segment::A)
        };
        assert_eq!(
            refused(&[c.clone(), a.clone()]),
            "policy `rule.1` is `x` at_most = 0.2: it must be apart from `rule[1]`, which puts `x` at_least = 0.2 in C: \
             a value would be in C and A"
        );
        let below = Rule {
            at_most: None,
            below: Some(0.2),
            ..a
        };
        assert_eq!(refused(&[c.clone(), below]), "sound");
        assert_eq!(
            refused(&[
                c.clone(),
                Rule {
                    at_least: Some(0.3),
                    ..c.clone()
                }
            ]),
            "sound"
        );
        let other = Rule {
            at_least: Some(0.1),
            ..rule("y", Segment::A)
        };
        assert_eq!(refused(&[c, other]), "sound");
    }

    #[test]
    fn shares_and_texts_may_not_meet_either() {
        let top = Rule {
            highest: Some(0.6),
            ..rule("x", Segment::C)
        };
        let low = Rule {
            lowest: Some(0.5),
            ..rule("x", Segment::A)
        };
        assert!(refused(&[top.clone(), low.clone()]).contains("apart from"));
        assert_eq!(
            refused(&[
                top,
                Rule {
                    lowest: Some(0.4),
                    ..low
                }
            ]),
            "sound"
        );
        let one = Rule {
            is: Some("Bouw".into()),
            ..rule("sector", Segment::C)
        };
        let other = Rule {
            one_of: vec!["Zorg".into(), "bouw".into()],
            ..rule("sector", Segment::A)
        };
        assert!(refused(&[one, other]).contains("apart from"));
    }

    #[test]
    fn a_rule_is_of_the_kind_of_its_values() {
        let text = |feature: &str, texts: &[&str]| Rule {
            one_of: texts.iter().map(|&text| text.to_owned()).collect(),
            ..rule(feature, Segment::C)
        };
        let number = |feature: &str| Rule {
            at_least: Some(1.0),
            ..rule(feature, Segment::C)
        };
        assert!(
            refused(&[text("open_amount", &["1000"])])
                .starts_with("policy `rule.0.feature` is open_amount: it must be beside a bound")
        );
        assert!(refused(&[number("pattern")]).contains("its values are texts"));
        assert_eq!(
            refused(&[text("pattern", &["habit", "prompted"])]),
            "policy `rule.0.one_of` is prompted: it must be of the patterns prompt, slightly_late, incident, habit, \
             deteriorating, unclear, insufficient"
        );
        assert_eq!(refused(&[text("pattern", &["Habit "])]), "sound");
        // A column of the ledger's own is of either kind, but of one alone.
        assert_eq!(refused(&[text("postcode", &["1000"])]), "sound");
        assert_eq!(
            refused(&[text("postcode", &["1000"]), number("postcode")]),
            "policy `rule.1` is `postcode` at_least = 1: it must be about texts, as `rule[1]` on the same feature is"
        );
    }

    #[test]
    fn a_rule_that_says_nothing_or_fits_nothing_is_refused() {
        assert!(refused(&[rule("x", Segment::C)]).contains("beside a bound"));
        assert!(
            refused(&[Rule {
                segment: None,
                at_least: Some(1.0),
                ..rule("x", Segment::C)
            }])
            .contains("segment")
        );
        assert!(
            refused(&[Rule {
                at_least: Some(1.0),
                ..rule(" ", Segment::C)
            }])
            .contains("feature")
        );
        let none = Rule {
            above: Some(1.0),
            at_most: Some(1.0),
            ..rule("x", Segment::C)
        };
        assert!(refused(&[none]).contains("exclude each other"));
        let two = Rule {
            above: Some(1.0),
            highest: Some(0.1),
            ..rule("x", Segment::C)
        };
        assert!(refused(&[two]).contains("one kind"));
        assert!(
            refused(&[Rule {
                highest: Some(1.5),
                ..rule("x", Segment::C)
            }])
            .contains("from 0 to 1")
        );
        assert!(
            refused(&[Rule {
                above: Some(f64::NAN),
                ..rule("x", Segment::C)
            }])
            .contains("a number")
        );
    }
}
