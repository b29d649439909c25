//! Names and defining features of clusters in words.

use serde::{Deserialize, Serialize};

use super::Language::{self, En, Fr, Nl};
use super::{decimal, pick};
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
    /// Late as a rule, without waiting for reminders.
    HabituallyLate,
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
    /// Share late.
    LateShare(Rank),
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
    fn say(self, language: Language) -> &'static str {
        let [en, nl, fr] = match self {
            NameBase::Early => ["pays early", "betaalt vroeg", "paie en avance"],
            NameBase::Prompt => ["prompt", "stipt", "ponctuel"],
            NameBase::MostlyOnTime => [
                "mostly on time",
                "meestal op tijd",
                "le plus souvent à temps",
            ],
            NameBase::Forgetful => [
                "forgetful: pays after the first reminder",
                "vergeetachtig: betaalt na de eerste herinnering",
                "oublieux : paie après le premier rappel",
            ],
            NameBase::AfterFirstReminder => [
                "usually after the first reminder",
                "meestal na de eerste herinnering",
                "généralement après le premier rappel",
            ],
            NameBase::AfterSecondReminder => [
                "usually after the second reminder",
                "meestal na de tweede herinnering",
                "généralement après le deuxième rappel",
            ],
            NameBase::AfterFormalNotice => [
                "usually not before the formal notice",
                "meestal pas na de ingebrekestelling",
                "généralement pas avant la mise en demeure",
            ],
            NameBase::HabituallyLate => [
                "habitually late",
                "structureel te laat",
                "habituellement en retard",
            ],
            NameBase::DisputesFirst => ["disputes first", "betwist eerst", "conteste d'abord"],
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
            NameBase::Unclear => ["unclear", "onduidelijk", "peu net"],
            NameBase::Empty => [
                "no customers at this date",
                "geen klanten op deze datum",
                "aucun client à cette date",
            ],
            NameBase::LittleHistory => [
                "too little history",
                "te weinig historie",
                "historique insuffisant",
            ],
            NameBase::Outliers => [
                "unlike the others",
                "anders dan de rest",
                "différent des autres",
            ],
        };
        pick(language, en, nl, fr)
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
            | Qualifier::LateShare(rank) => rank,
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
                ["less often late", "middling in lateness", "more often late"]
            }
            (Qualifier::LateShare(_), Nl) => [
                "minder vaak te laat",
                "gemiddeld vaak te laat",
                "vaker te laat",
            ],
            (Qualifier::LateShare(_), Fr) => [
                "moins souvent en retard",
                "moyennement en retard",
                "plus souvent en retard",
            ],
            (Qualifier::Number(_), _) => ["", "", ""],
        }
    }
}

impl DefiningFeature {
    /// What sets the cluster apart in this feature, in one language.
    pub fn say(&self, language: Language) -> String {
        let label = self.label.get(language);
        let (own, all) = (
            figure(self.cluster_mean, language),
            figure(self.overall_mean, language),
        );
        let sign = if self.effect >= 0.0 { "+" } else { "-" };
        let effect = format!("{sign}{}", decimal(self.effect.abs(), 1, language));
        match language {
            En => format!("{label}: {own} against {all} overall ({effect} SD)"),
            Nl => format!("{label}: {own} tegen {all} gemiddeld ({effect} SD)"),
            Fr => format!("{label}\u{a0}: {own} contre {all} en moyenne ({effect} ET)"),
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
    use super::*;
    use crate::text::Text;

    #[test]
    fn names_are_said_in_three_languages() {
        let name = ClusterName {
            base: NameBase::Prompt,
            qualifier: Some(Qualifier::Amounts(Rank::High)),
        };
        assert_eq!(name.say(En), "prompt, larger amounts");
        assert_eq!(name.say(Nl), "stipt, grotere bedragen");
        let second = ClusterName {
            qualifier: Some(Qualifier::Terms(Rank::Middle(2))),
            ..name
        };
        assert_eq!(second.say(Fr), "ponctuel, délais moyens (2)");
        let third = ClusterName {
            qualifier: Some(Qualifier::Number(3)),
            ..name
        };
        assert_eq!(third.say(En), "prompt (3)");
    }

    #[test]
    fn a_defining_feature_gives_both_means_and_the_effect() {
        let feature = DefiningFeature {
            feature: "late_ratio".into(),
            label: Text::new("Late ratio", "Aandeel te laat", "Part en retard"),
            cluster_mean: 0.62,
            overall_mean: 0.21,
            effect: 1.44,
        };
        assert_eq!(
            feature.say(En),
            "Late ratio: 0.62 against 0.21 overall (+1.4 SD)"
        );
        assert_eq!(
            feature.say(Nl),
            "Aandeel te laat: 0,62 tegen 0,21 gemiddeld (+1,4 SD)"
        );
    }
}
