//! Every text of the report, in English, Dutch and French, and nowhere else.
//!
//! A key without one of the three languages does not compile. Texts address
//! readers who must be able to explain an outcome to the customer concerned:
//! they speak of late-payment risk and payment behaviour, never of a person's
//! character, and call associations what they are.

mod about;
mod clusters;
mod codes;
mod common;
mod customers;
mod evidence;
mod features;
mod follow_up;
mod groups;
mod input;
mod meanings;
mod model;
mod money;
mod pages;
mod quality;
mod questions;
mod reasons;
mod watch;
mod worklist;

pub use features::feature_label;
pub use meanings::feature_meaning;

use crate::Language;

/// Declares a set of texts: `key: "English", "Nederlands", "français";`.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $en:literal, $nl:literal, $fr:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name { $(pub(crate) $key: &'static str,)* }

        impl $name {
            pub(crate) const fn of(language: $crate::Language) -> $name {
                match language {
                    $crate::Language::En => $name { $($key: $en,)* },
                    $crate::Language::Nl => $name { $($key: $nl,)* },
                    $crate::Language::Fr => $name { $($key: $fr,)* },
                }
            }

            #[cfg(test)]
            pub(crate) const ALL: &'static [(&'static str, [&'static str; 3])] =
                &[$((stringify!($key), [$en, $nl, $fr]),)*];
        }
    };
}
use texts;

/// All texts of one language, by subject.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts {
    pub(crate) about: about::About,
    pub(crate) clusters: clusters::Clusters,
    pub(crate) codes: codes::Codes,
    pub(crate) common: common::Common,
    pub(crate) customers: customers::Customers,
    pub(crate) evidence: evidence::Evidence,
    pub(crate) follow_up: follow_up::FollowUp,
    pub(crate) groups: groups::Groups,
    pub(crate) input: input::Input,
    pub(crate) model: model::Model,
    pub(crate) money: money::Money,
    pub(crate) pages: pages::Pages,
    pub(crate) quality: quality::Quality,
    pub(crate) questions: questions::Questions,
    pub(crate) reasons: reasons::Reasons,
    pub(crate) watch: watch::Watch,
    pub(crate) worklist: worklist::Worklist,
}

impl Texts {
    pub(crate) const fn of(language: Language) -> Texts {
        Texts {
            about: about::About::of(language),
            clusters: clusters::Clusters::of(language),
            codes: codes::Codes::of(language),
            common: common::Common::of(language),
            customers: customers::Customers::of(language),
            evidence: evidence::Evidence::of(language),
            follow_up: follow_up::FollowUp::of(language),
            groups: groups::Groups::of(language),
            input: input::Input::of(language),
            model: model::Model::of(language),
            money: money::Money::of(language),
            pages: pages::Pages::of(language),
            quality: quality::Quality::of(language),
            questions: questions::Questions::of(language),
            reasons: reasons::Reasons::of(language),
            watch: watch::Watch::of(language),
            worklist: worklist::Worklist::of(language),
        }
    }
}

/// Puts values in the places of a text: `{n}` becomes what `n` is paired with.
///
/// One pass from left to right, so a value with braces in it (a hostile
/// customer name) is never taken for a place.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let tail = &rest[open + 1..];
        let place = tail
            .find('}')
            .map(|close| (&tail[..close], &tail[close + 1..]));
        let found = place.and_then(|(name, after)| {
            values
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value, after))
        });
        match found {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = tail;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(&'static str, [&'static str; 3])> {
        let sets = [
            about::About::ALL,
            clusters::Clusters::ALL,
            worklist::Worklist::ALL,
            codes::Codes::ALL,
            common::Common::ALL,
            customers::Customers::ALL,
            evidence::Evidence::ALL,
            follow_up::FollowUp::ALL,
            groups::Groups::ALL,
            input::Input::ALL,
            model::Model::ALL,
            money::Money::ALL,
            pages::Pages::ALL,
            quality::Quality::ALL,
            questions::Questions::ALL,
            reasons::Reasons::ALL,
            watch::Watch::ALL,
        ];
        sets.concat()
    }

    fn places(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_text_stands_in_three_languages_with_the_same_places() {
        for (key, texts) in all() {
            for text in texts {
                assert!(!text.trim().is_empty(), "`{key}` is empty in a language");
                assert_eq!(places(text), places(texts[0]), "places of `{key}`");
            }
        }
    }

    #[test]
    fn longer_texts_are_translated_not_copied() {
        for (key, [en, nl, fr]) in all() {
            let is_sentence = en.split_whitespace().count() > 3;
            assert!(
                !is_sentence || (en != nl && en != fr && nl != fr),
                "`{key}` is a copy"
            );
        }
    }

    #[test]
    fn no_text_passes_judgement() {
        let banned = [
            "bad payer",
            "creditworth",
            "wanbetaler",
            "slechte betaler",
            "mauvais payeur",
        ];
        for (key, texts) in all() {
            for text in texts.map(str::to_lowercase) {
                assert!(
                    banned.iter().all(|words| !text.contains(words)),
                    "`{key}`: {text}"
                );
            }
        }
    }

    #[test]
    fn french_has_its_spaces() {
        for (key, [_, _, fr]) in all() {
            for (at, mark) in fr.match_indices([':', '?', '!', ';', '»']) {
                let before = fr[..at].chars().next_back();
                let good = matches!(before, Some('\u{202f}' | '\u{a0}'));
                assert!(
                    good || mark == ":" && fr[at..].starts_with(":/"),
                    "`{key}`: {fr}"
                );
            }
        }
    }

    #[test]
    fn a_value_with_braces_is_not_a_place() {
        let filled = fill("{a} and {b}, {c}", &[("a", "{b}"), ("b", "2")]);
        assert_eq!(filled, "{b} and 2, {c}");
    }
}
