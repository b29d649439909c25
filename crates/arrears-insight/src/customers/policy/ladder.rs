//! Dunning ladders: at how many days past due which level is sent, and by what.
//!
//! A consumer's ladder has the law in it. Dutch law (art. 6:96 BW) asks for a fourteen-day letter before any cost of
//! collection: the fourteen days begin the day after the letter arrives. Belgian law (Book XIX WER) asks for a first
//! reminder that costs nothing, and fourteen calendar days after it: from the third working day after a letter, from
//! the day after an electronic message. A ladder that is too fast for either is refused, and so is any that reminds
//! before payment is late.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::super::measures::Channel;
use super::at;
use crate::InsightError;

/// The ladder of who pays as agreed.
pub const STANDARD: &str = "standard";
/// The ladder of who is to be watched: a week earlier.
pub const EARLY: &str = "early";
/// The closest ladder: a call at once.
pub const CLOSE: &str = "close";
/// The ladder of consumers outside the Netherlands and Belgium, or of an unknown country: good for both.
pub const CONSUMER: &str = "consumer";
/// The ladder of Dutch consumers.
pub const CONSUMER_NL: &str = "consumer_nl";
/// The ladder of Belgian consumers.
pub const CONSUMER_BE: &str = "consumer_be";

/// One step of a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The dunning level: 0 a contact without a step, 1 reminder, 2 second reminder (of a Dutch consumer the
    /// fourteen-day letter), 3 formal notice, 4 collection agency or bailiff, 5 court or write-off.
    pub level: u8,
    /// Days past due on which it is sent: 1 or more for a level above 0; negative before the due date.
    pub days: i32,
    /// By what.
    pub channel: Channel,
}

const fn step(level: u8, days: i32, channel: Channel) -> Step {
    Step {
        level,
        days,
        channel,
    }
}

/// Every ladder by its name: the defaults, and what a policy lays over them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Ladders(BTreeMap<String, Vec<Step>>);

impl Default for Ladders {
    fn default() -> Ladders {
        use Channel::{Email, Letter, Phone};
        let ladder = |name: &str, steps: &[Step]| (name.to_owned(), steps.to_vec());
        Ladders(BTreeMap::from([
            ladder(
                STANDARD,
                &[
                    step(1, 14, Email),
                    step(2, 24, Email),
                    step(3, 45, Letter),
                    step(4, 90, Letter),
                ],
            ),
            ladder(
                EARLY,
                &[
                    step(1, 7, Email),
                    step(2, 17, Email),
                    step(3, 38, Letter),
                    step(4, 83, Letter),
                ],
            ),
            ladder(
                CLOSE,
                &[
                    step(0, 2, Phone),
                    step(1, 7, Email),
                    step(2, 14, Letter),
                    step(3, 28, Letter),
                    step(4, 60, Letter),
                ],
            ),
            ladder(
                CONSUMER,
                &[
                    step(1, 7, Email),
                    step(2, 28, Letter),
                    step(3, 49, Letter),
                    step(4, 80, Letter),
                ],
            ),
            ladder(
                CONSUMER_NL,
                &[
                    step(1, 7, Email),
                    step(2, 21, Letter),
                    step(3, 38, Letter),
                    step(4, 70, Letter),
                ],
            ),
            ladder(
                CONSUMER_BE,
                &[
                    step(1, 7, Email),
                    step(2, 23, Letter),
                    step(3, 45, Letter),
                    step(4, 80, Letter),
                ],
            ),
        ]))
    }
}

/// A policy names the ladders it changes; the others stay.
impl<'de> Deserialize<'de> for Ladders {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Ladders, D::Error> {
        let mut all = Ladders::default();
        all.0.extend(BTreeMap::deserialize(deserializer)?);
        Ok(all)
    }
}

impl Ladders {
    /// The steps of a ladder, by days past due.
    pub fn get(&self, name: &str) -> Option<&[Step]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Sets a ladder.
    pub fn set(&mut self, name: &str, steps: Vec<Step>) {
        self.0.insert(name.to_owned(), steps);
    }

    /// Refuses ladders without steps, whose days or levels do not rise, or that are too fast for a consumer.
    pub(super) fn check(&self) -> Result<(), InsightError> {
        for (name, steps) in &self.0 {
            rises(name, steps)?;
        }
        for (name, rules) in [
            (CONSUMER_NL, [true, false]),
            (CONSUMER_BE, [false, true]),
            (CONSUMER, [true, true]),
        ] {
            let steps = self.get(name).unwrap_or_default();
            if rules[0] {
                dutch(name, steps)?;
            }
            if rules[1] {
                belgian(name, steps)?;
            }
        }
        Ok(())
    }
}

/// Days from the due date within which a step lies.
const DAYS: std::ops::RangeInclusive<i32> = -60..=730;

fn rises(name: &str, steps: &[Step]) -> Result<(), InsightError> {
    if steps.is_empty() {
        let accepted = "a list of one step or more";
        return Err(at(format!("ladders.{name}"), "an empty list", accepted));
    }
    let mut level = 0;
    for (i, step) in steps.iter().enumerate() {
        let here = |key: &str| format!("ladders.{name}.{i}.{key}");
        if !DAYS.contains(&step.days) {
            return Err(at(here("days"), step.days, "from -60 to 730 days past due"));
        }
        if i > 0 && steps[i - 1].days >= step.days {
            let accepted = format!("above the {} days of the step before", steps[i - 1].days);
            return Err(at(here("days"), step.days, accepted));
        }
        if step.level > 5 {
            return Err(at(here("level"), step.level, "from 0 to 5"));
        }
        if step.level > 0 && step.days < 1 {
            return Err(at(here("days"), step.days, after_due(name, step.level)));
        }
        if step.level > 0 && step.level <= level {
            let accepted = format!("above level {level} of the steps before, or 0 for a contact");
            return Err(at(here("level"), step.level, accepted));
        }
        level = level.max(step.level);
    }
    Ok(())
}

/// What a reminder sent on or before the due date should be: nobody is late yet, and of consumers the law has it so too.
fn after_due(name: &str, level: u8) -> &'static str {
    match (name, level) {
        (CONSUMER | CONSUMER_NL, 2) => {
            "1 or more: the fourteen-day letter follows the due date (art. 6:96 BW)"
        }
        (CONSUMER | CONSUMER_BE, 1) => {
            "1 or more: the first reminder to a consumer follows the due date (Book XIX WER); level 0 is a contact before it"
        }
        _ => "1 or more: a reminder follows the due date; level 0 is a contact before it",
    }
}

/// Days in which a letter to a Dutch consumer is taken to arrive.
const POST_NL: i32 = 2;
/// Most days from a letter to the third working day after it, over a weekend.
const POST_BE: i32 = 5;
/// Days that either law gives a consumer.
const GRACE: i32 = 14;

/// The fourteen-day letter is level 2, in writing; what costs (3 and more) comes fourteen whole days after its arrival.
fn dutch(name: &str, steps: &[Step]) -> Result<(), InsightError> {
    let Some(costs) = steps.iter().position(|step| step.level >= 3) else {
        return Ok(());
    };
    let letter = steps.iter().position(|step| step.level == 2);
    let Some(letter) = letter.filter(|&i| i < costs) else {
        let accepted = "after a step of level 2, the fourteen-day letter (art. 6:96 BW)";
        let key = format!("ladders.{name}.{costs}.level");
        return Err(at(key, steps[costs].level, accepted));
    };
    in_writing(name, letter, steps[letter])?;
    wait(
        name,
        costs,
        steps,
        letter,
        POST_NL,
        "of the fourteen-day letter (art. 6:96 BW)",
    )
}

/// The first reminder is free and in writing; the next step of a level comes fourteen whole days after its arrival.
fn belgian(name: &str, steps: &[Step]) -> Result<(), InsightError> {
    let mut levels = (0..steps.len()).filter(|&i| steps[i].level >= 1);
    let (Some(first), second) = (levels.next(), levels.next()) else {
        return Ok(());
    };
    if steps[first].level > 1 {
        let accepted = "1: the first reminder to a consumer costs nothing (Book XIX WER)";
        let key = format!("ladders.{name}.{first}.level");
        return Err(at(key, steps[first].level, accepted));
    }
    in_writing(name, first, steps[first])?;
    match second {
        None => Ok(()),
        Some(second) => wait(
            name,
            second,
            steps,
            first,
            POST_BE,
            "of the first reminder (Book XIX WER)",
        ),
    }
}

fn in_writing(name: &str, i: usize, step: Step) -> Result<(), InsightError> {
    match step.channel {
        Channel::Email | Channel::Letter => Ok(()),
        other => {
            let accepted = "\"letter\" or \"email\": a consumer has it in writing";
            Err(at(
                format!("ladders.{name}.{i}.channel"),
                other.code(),
                accepted,
            ))
        }
    }
}

fn wait(
    name: &str,
    i: usize,
    steps: &[Step],
    after: usize,
    post: i32,
    of: &str,
) -> Result<(), InsightError> {
    let arrives = if steps[after].channel == Channel::Letter {
        post
    } else {
        0
    };
    let from = steps[after].days + arrives + GRACE + 1;
    if steps[i].days >= from {
        return Ok(());
    }
    let accepted = format!("{from} or more, after the fourteen days {of}");
    Err(at(
        format!("ladders.{name}.{i}.days"),
        steps[i].days,
        accepted,
    ))
}

/// The ladder of a consumer by its country, as the ledger writes it.
pub(super) fn of_consumer(country: Option<&str>) -> &'static str {
    let country = country.map(|country| country.trim().to_lowercase());
    match country.as_deref() {
        Some("nl" | "nld" | "nederland" | "netherlands" | "the netherlands" | "pays-bas") => {
            CONSUMER_NL
        }
        Some("be" | "bel" | "belgië" | "belgie" | "belgium" | "belgique") => CONSUMER_BE,
        _ => CONSUMER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, steps: &[(u8, i32, Channel)]) -> String {
        let mut ladders = Ladders::default();
        let steps = steps
            .iter()
            .map(|&(level, days, channel)| step(level, days, channel));
        ladders.set(name, steps.collect());
        match ladders.check() {
            Ok(()) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    use Channel::{Email, Letter, PaymentLink, Phone};

    #[test]
    fn the_defaults_rise_and_respect_consumers() {
        Ladders::default().check().expect("the defaults are good");
    }

    #[test]
    fn days_and_levels_must_rise() {
        assert_eq!(
            refused("mine", &[(1, 14, Email), (2, 14, Email)]),
            "policy `ladders.mine.1.days` is 14: it must be above the 14 days of the step before"
        );
        assert!(refused("mine", &[(2, 14, Email), (1, 20, Email)]).contains("above level 2"));
        assert!(refused("mine", &[]).contains("one step or more"));
        assert!(refused("mine", &[(6, 14, Email)]).contains("from 0 to 5"));
        assert!(refused("mine", &[(1, 999, Email)]).contains("730"));
        assert_eq!(
            refused("mine", &[(0, -3, Email), (1, 7, Email), (0, 9, Phone)]),
            "sound"
        );
    }

    #[test]
    fn nobody_is_reminded_before_payment_is_late() {
        assert_eq!(
            refused("mine", &[(0, -5, Phone), (1, 0, Email)]),
            "policy `ladders.mine.1.days` is 0: it must be 1 or more: a reminder follows the due date; level 0 is a contact \
             before it"
        );
        assert_eq!(
            refused(CONSUMER_NL, &[(2, -30, Letter), (3, 1, Letter)]),
            "policy `ladders.consumer_nl.0.days` is -30: it must be 1 or more: the fourteen-day letter follows the due date \
             (art. 6:96 BW)"
        );
        assert!(refused(CONSUMER_BE, &[(1, -20, Email), (2, 30, Letter)]).contains("Book XIX"));
        assert!(refused(CONSUMER, &[(1, 0, Email)]).contains("Book XIX"));
        assert_eq!(
            refused(CONSUMER_NL, &[(2, 1, Letter), (3, 18, Letter)]),
            "sound"
        );
    }

    #[test]
    fn a_dutch_consumer_first_has_fourteen_days() {
        let early = [(1, 7, Email), (2, 21, Letter), (3, 37, Letter)];
        assert_eq!(
            refused(CONSUMER_NL, &early),
            "policy `ladders.consumer_nl.2.days` is 37: it must be 38 or more, after the fourteen days of the \
             fourteen-day letter (art. 6:96 BW)"
        );
        assert_eq!(
            refused(CONSUMER_NL, &[(2, 21, Email), (3, 36, Letter)]),
            "sound"
        );
        assert!(refused(CONSUMER_NL, &[(1, 7, Email), (3, 90, Letter)]).contains("fourteen-day"));
        assert!(refused(CONSUMER_NL, &[(2, 7, Phone), (3, 90, Letter)]).contains("in writing"));
        assert_eq!(refused(CONSUMER_NL, &[(1, 7, PaymentLink)]), "sound");
    }

    #[test]
    fn a_belgian_consumer_has_a_free_reminder_first() {
        assert!(refused(CONSUMER_BE, &[(2, 7, Email)]).contains("costs nothing"));
        assert!(refused(CONSUMER_BE, &[(1, 7, Letter), (2, 26, Letter)]).contains("27 or more"));
        assert_eq!(
            refused(CONSUMER_BE, &[(1, 7, Email), (2, 22, Letter)]),
            "sound"
        );
        assert!(refused(CONSUMER, &[(1, 7, Email), (2, 21, Letter)]).contains("22 or more"));
    }

    #[test]
    fn a_consumer_has_the_ladder_of_its_country() {
        assert_eq!(of_consumer(Some(" NL")), CONSUMER_NL);
        assert_eq!(of_consumer(Some("België")), CONSUMER_BE);
        assert_eq!(
            (of_consumer(Some("DE")), of_consumer(None)),
            (CONSUMER, CONSUMER)
        );
    }
}
