//! Names and defining features of clusters in words.

use arrears_features::catalogue;
use serde::{Deserialize, Serialize};

use super::Language::{self, En, Fr, Nl};
use super::{Text, decimal, percent, pick};
use crate::customers::profiles::DefiningFeature;

/// What a cluster's payment behaviour is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameBase {
    /// Pays well before the due date.
    Early,
    /// Pays on time.
    Prompt,
    /// Late now and then, mostly on time.
    MostlyOnTime,
    /// On time, or after the first reminder: forgets.
    Forgetful,
    /// Late as a rule; pays after the first reminder.
    AfterFirstReminder,
    /// Late as a rule; pays after the second reminder.
    AfterSecondReminder,
    /// Late as a rule; pays after the formal notice or later.
    AfterFormalNotice,
    /// Late as a rule, at no one step of the ladder: mostly within two weeks.
    DaysLate,
    /// The same, mostly within a month.
    WeeksLate,
    /// The same, mostly after more than a month.
    MonthsLate,
    /// Disputes before paying.
    DisputesFirst,
    /// Large invoices, late, and nearly all are paid.
    LargeSlowCertain,
    /// Late, and a good part stays unpaid for long.
    SlowUncertain,
    /// Not found again when customers are drawn anew: without a name.
    Unclear,
    /// A cluster without a customer at this date.
    Empty,
    /// Fewer than five mature invoices (`cluster_id` -1).
    LittleHistory,
    /// Unlike all others (`cluster_id` -2).
    Outliers,
}

/// What tells apart two clusters of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// Typical amount of an invoice.
    Amounts(Rank),
    /// Invoices per customer.
    Frequency(Rank),
    /// Payment terms.
    Terms(Rank),
    /// How often a group that pays by the due date does not.
    LateShare(Rank),
    /// How long after the due date a late group pays.
    Delay(Rank),
    /// Nothing tells them apart but their number.
    Number(u32),
}

/// Where a cluster stands among those of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Lowest.
    Low,
    /// Between, the first of them being 1.
    Middle(u8),
    /// Highest.
    High,
}

/// A cluster's name: unique within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClusterName {
    /// The behaviour.
    pub base: NameBase,
    /// What tells it apart, where another cluster behaves alike.
    pub qualifier: Option<Qualifier>,
}

impl ClusterName {
    /// Its code in tables, whatever the language; none where it says nothing of how the group pays. Two clusters of one
    /// base have one code: their number tells them apart.
    pub fn code(&self) -> Option<&'static str> {
        match self.base {
            NameBase::Unclear | NameBase::Empty | NameBase::LittleHistory | NameBase::Outliers => {
                None
            }
            base => Some(base.code()),
        }
    }

    /// The name in one language.
    pub fn say(&self, language: Language) -> String {
        let base = self.base.say(language);
        match self.qualifier {
            None => base.to_owned(),
            Some(Qualifier::Number(n)) => format!("{base} ({n})"),
            Some(qualifier) => format!("{base}, {}", qualifier.say(language)),
        }
    }
}

impl NameBase {
    /// Its code, as it stands in files and policies.
    pub fn code(self) -> &'static str {
        match self {
            NameBase::Early => "early",
            NameBase::Prompt => "prompt",
            NameBase::MostlyOnTime => "mostly_on_time",
            NameBase::Forgetful => "forgetful",
            NameBase::AfterFirstReminder => "after_first_reminder",
            NameBase::AfterSecondReminder => "after_second_reminder",
            NameBase::AfterFormalNotice => "after_formal_notice",
            NameBase::DaysLate => "days_late",
            NameBase::WeeksLate => "weeks_late",
            NameBase::MonthsLate => "months_late",
            NameBase::DisputesFirst => "disputes_first",
            NameBase::LargeSlowCertain => "large_slow_certain",
            NameBase::SlowUncertain => "slow_uncertain",
            NameBase::Unclear => "unclear",
            NameBase::Empty => "empty",
            NameBase::LittleHistory => "little_history",
            NameBase::Outliers => "outliers",
        }
    }

    /// What the group does, in other words than those of a customer's own pattern, which may stand beside it.
    fn say(self, language: Language) -> &'static str {
        let [en, nl, fr] = match self {
            NameBase::Early | NameBase::Prompt | NameBase::MostlyOnTime | NameBase::Forgetful => {
                self.mostly_by_the_due_date()
            }
            NameBase::AfterFirstReminder
            | NameBase::AfterSecondReminder
            | NameBase::AfterFormalNotice => self.at_a_step(),
            NameBase::DaysLate | NameBase::WeeksLate | NameBase::MonthsLate => self.at_no_step(),
            NameBase::DisputesFirst => ["disputes first", "betwist eerst", "conteste d’abord"],
            NameBase::LargeSlowCertain => [
                "large, slow, certain",
                "groot, traag, zeker",
                "grand, lent, sûr",
            ],
            NameBase::SlowUncertain => [
                "slow and uncertain",
                "traag en onzeker",
                "lent et incertain",
            ],
            NameBase::Unclear | NameBase::Empty | NameBase::LittleHistory | NameBase::Outliers => {
                self.without_a_name()
            }
        };
        pick(language, en, nl, fr)
    }

    fn mostly_by_the_due_date(self) -> [&'static str; 3] {
        match self {
            NameBase::Early => [
                "well before the due date",
                "ruim voor de vervaldatum",
                "bien avant l’échéance",
            ],
            NameBase::MostlyOnTime => [
                "mostly by the due date",
                "meestal uiterlijk op de vervaldatum",
                "le plus souvent à l’échéance",
            ],
            NameBase::Forgetful => [
                "forgetful: pays after the first reminder",
                "vergeetachtig: betaalt na de eerste herinnering",
                "oublieux\u{a0}: paie après le premier rappel",
            ],
            _ => [
                "by the due date",
                "uiterlijk op de vervaldatum",
                "au plus tard à l’échéance",
            ],
        }
    }

    fn at_a_step(self) -> [&'static str; 3] {
        match self {
            NameBase::AfterFirstReminder => [
                "usually after the first reminder",
                "meestal na de eerste herinnering",
                "souvent après le premier rappel",
            ],
            NameBase::AfterSecondReminder => [
                "usually after the second reminder",
                "meestal na de tweede herinnering",
                "souvent après le deuxième rappel",
            ],
            _ => [
                "usually not before the formal notice",
                "meestal pas na de ingebrekestelling",
                "souvent pas avant la mise en demeure",
            ],
        }
    }

    fn at_no_step(self) -> [&'static str; 3] {
        match self {
            NameBase::DaysLate => [
                "some days after the due date",
                "enkele dagen na de vervaldatum",
                "quelques jours après l’échéance",
            ],
            NameBase::WeeksLate => [
                "some weeks after the due date",
                "enkele weken na de vervaldatum",
                "quelques semaines après l’échéance",
            ],
            _ => [
                "a month or more after the due date",
                "een maand of meer na de vervaldatum",
                "un mois ou plus après l’échéance",
            ],
        }
    }

    fn without_a_name(self) -> [&'static str; 3] {
        match self {
            NameBase::Empty => [
                "no customers at this date",
                "geen klanten op deze datum",
                "aucun client à cette date",
            ],
            NameBase::LittleHistory => [
                "too few invoices to group",
                "te weinig facturen om in te delen",
                "trop peu de factures pour un classement",
            ],
            NameBase::Outliers => [
                "unlike the others",
                "anders dan de rest",
                "différent des autres",
            ],
            _ => ["no clear group", "geen duidelijke groep", "groupe peu net"],
        }
    }
}

impl Qualifier {
    fn say(self, language: Language) -> String {
        let [low, middle, high] = self.phrases(language);
        match self.rank() {
            Rank::Low => low.to_owned(),
            Rank::High => high.to_owned(),
            Rank::Middle(1) => middle.to_owned(),
            Rank::Middle(n) => format!("{middle} ({n})"),
        }
    }

    fn rank(self) -> Rank {
        match self {
            Qualifier::Amounts(rank)
            | Qualifier::Frequency(rank)
            | Qualifier::Terms(rank)
            | Qualifier::LateShare(rank)
            | Qualifier::Delay(rank) => rank,
            Qualifier::Number(_) => Rank::Middle(1),
        }
    }

    fn phrases(self, language: Language) -> [&'static str; 3] {
        match (self, language) {
            (Qualifier::Amounts(_), En) => {
                ["smaller amounts", "middling amounts", "larger amounts"]
            }
            (Qualifier::Amounts(_), Nl) => [
                "kleinere bedragen",
                "middelgrote bedragen",
                "grotere bedragen",
            ],
            (Qualifier::Amounts(_), Fr) => {
                ["petits montants", "montants moyens", "grands montants"]
            }
            (Qualifier::Frequency(_), En) => [
                "fewer invoices",
                "a middling number of invoices",
                "more invoices",
            ],
            (Qualifier::Frequency(_), Nl) => [
                "minder facturen",
                "een gemiddeld aantal facturen",
                "meer facturen",
            ],
            (Qualifier::Frequency(_), Fr) => [
                "moins de factures",
                "un nombre moyen de factures",
                "plus de factures",
            ],
            (Qualifier::Terms(_), En) => ["shorter terms", "middling terms", "longer terms"],
            (Qualifier::Terms(_), Nl) => [
                "kortere termijnen",
                "gemiddelde termijnen",
                "langere termijnen",
            ],
            (Qualifier::Terms(_), Fr) => {
                ["délais plus courts", "délais moyens", "délais plus longs"]
            }
            (Qualifier::LateShare(_), En) => {
                ["fewer exceptions", "some exceptions", "more exceptions"]
            }
            (Qualifier::LateShare(_), Nl) => [
                "minder uitzonderingen",
                "enkele uitzonderingen",
                "meer uitzonderingen",
            ],
            (Qualifier::LateShare(_), Fr) => [
                "moins d’exceptions",
                "quelques exceptions",
                "plus d’exceptions",
            ],
            (Qualifier::Delay(_), En) => ["sooner", "in between", "later"],
            (Qualifier::Delay(_), Nl) => ["eerder", "ertussenin", "later"],
            (Qualifier::Delay(_), Fr) => ["plus tôt", "entre les deux", "plus tard"],
            (Qualifier::Number(_), _) => ["", "", ""],
        }
    }
}

/// That a cluster stands out in nothing.
pub(crate) fn near_the_average() -> Text {
    Text::new(
        "Close to the average of all customers in every feature",
        "Dicht bij het gemiddelde van alle klanten, in elk kenmerk",
        "Proche de la moyenne de tous les clients pour chaque caractéristique",
    )
}

impl DefiningFeature {
    /// What sets the cluster apart in this feature, in one language.
    pub fn say(&self, language: Language) -> String {
        let label = self.label.get(language);
        let (own, all) = (
            self.figure(self.cluster_mean, language),
            self.figure(self.overall_mean, language),
        );
        let sign = if self.effect >= 0.0 { "+" } else { "-" };
        let effect = format!("{sign}{}", decimal(self.effect.abs(), 1, language));
        match language {
            En => format!("{label}: {own} against {all} overall ({effect} SD)"),
            Nl => format!("{label}: {own} tegen {all} gemiddeld ({effect} SD)"),
            Fr => format!("{label}\u{a0}: {own} contre {all} en moyenne ({effect} ET)"),
        }
    }

    /// A share in percent, as the tables have it.
    fn figure(&self, value: f64, language: Language) -> String {
        match catalogue::feature(&self.feature).map(|feature| feature.unit) {
            Some("share") => percent(value, language),
            _ => figure(value, language),
        }
    }
}

/// Three figures or so, whatever the size.
fn figure(value: f64, language: Language) -> String {
    let places = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    decimal(value, places, language)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;
    use crate::customers::Pattern;
    #[test]
    fn names_are_said_in_three_languages() {
        let name = ClusterName {
            base: NameBase::Prompt,
            qualifier: Some(Qualifier::Amounts(Rank::High)),
        };
        assert_eq!(name.say(En), "by the due date, larger amounts");
        assert_eq!(
            name.say(Nl),
            "uiterlijk op de vervaldatum, grotere bedragen"
        );
        let second = ClusterName {
            qualifier: Some(Qualifier::Terms(Rank::Middle(2))),
            ..name
        };
        assert_eq!(
            second.say(Fr),
            "au plus tard à l’échéance, délais moyens (2)"
        );
        let third = ClusterName {
            qualifier: Some(Qualifier::Number(3)),
            ..name
        };
        assert_eq!(third.say(En), "by the due date (3)");
    }

    const ALL: [NameBase; 17] = [
        NameBase::Early,
        NameBase::Prompt,
        NameBase::MostlyOnTime,
        NameBase::Forgetful,
        NameBase::AfterFirstReminder,
        NameBase::AfterSecondReminder,
        NameBase::AfterFormalNotice,
        NameBase::DaysLate,
        NameBase::WeeksLate,
        NameBase::MonthsLate,
        NameBase::DisputesFirst,
        NameBase::LargeSlowCertain,
        NameBase::SlowUncertain,
        NameBase::Unclear,
        NameBase::Empty,
        NameBase::LittleHistory,
        NameBase::Outliers,
    ];

    #[test]
    fn a_code_is_what_files_and_policies_have() {
        for base in ALL {
            let code: StrDeserializer<'_, Error> = base.code().into_deserializer();
            assert_eq!(NameBase::deserialize(code), Ok(base));
        }
        let code = |base, qualifier| ClusterName { base, qualifier }.code();
        let second = NameBase::AfterSecondReminder;
        assert_eq!(code(second, None), Some("after_second_reminder"));
        let larger = Some(Qualifier::Amounts(Rank::High));
        assert_eq!(code(second, larger), Some("after_second_reminder"));
        assert_eq!(code(NameBase::Unclear, Some(Qualifier::Number(3))), None);
        assert_eq!(code(NameBase::LittleHistory, None), None);
        assert_eq!(code(NameBase::Outliers, None), None);
    }

    #[test]
    fn no_name_of_a_group_is_that_of_a_customers_pattern_or_of_another_group() {
        for language in Language::ALL {
            let said: BTreeSet<&str> = ALL.iter().map(|base| base.say(language)).collect();
            assert_eq!(said.len(), ALL.len());
            for pattern in Pattern::ALL {
                let label = pattern.label();
                assert!(!said.contains(label.get(language)), "{}", label.en);
            }
            assert!(!said.iter().any(|name| name.contains("habit")));
        }
    }

    #[test]
    fn a_defining_feature_gives_both_means_and_the_effect() {
        let feature = DefiningFeature {
            feature: "late_ratio_all".into(),
            label: Text::new("Late ratio", "Aandeel te laat", "Part en retard"),
            cluster_mean: 0.62,
            overall_mean: 0.21,
            effect: 1.44,
        };
        assert_eq!(
            feature.say(En),
            "Late ratio: 62% against 21% overall (+1.4 SD)"
        );
        assert_eq!(
            feature.say(Nl),
            "Aandeel te laat: 62% tegen 21% gemiddeld (+1,4 SD)"
        );
        let days = DefiningFeature {
            feature: "mean_days_late_all".into(),
            label: Text::new("Mean days late", "Gemiddelde dagen te laat", "Retard moyen"),
            cluster_mean: 12.34,
            ..feature
        };
        assert!(
            days.say(En)
                .starts_with("Mean days late: 12.3 against 0.21")
        );
    }
}
