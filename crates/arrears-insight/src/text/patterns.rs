//! Patterns in words, and a cluster's name beside them.

use super::{Language, Text, pick};
use crate::customers::CustomerInsight;
use crate::customers::pattern::Pattern;
use crate::customers::warnings::WarningCode;

impl Pattern {
    /// A short label, such as "one-off" or "habit".
    pub fn label(self) -> Text {
        match self {
            Pattern::Prompt => Text::new("prompt", "stipt", "ponctuel"),
            Pattern::SlightlyLate => Text::new(
                "late by days",
                "enkele dagen te laat",
                "en retard de quelques jours",
            ),
            Pattern::Incident => Text::new("incident", "incident", "incident"),
            Pattern::Habit => Text::new("habit", "gewoonte", "habitude"),
            Pattern::Deteriorating => {
                Text::new("deteriorating", "verslechterend", "en dégradation")
            }
            Pattern::Unclear => Text::new("unclear", "onduidelijk", "indéterminé"),
            Pattern::Insufficient => Text::new(
                "too little history",
                "te weinig historie",
                "historique insuffisant",
            ),
        }
    }

    /// What the pattern means, in a clause.
    pub(crate) fn meaning(self, language: Language) -> &'static str {
        let [en, nl, fr] = match self {
            Pattern::Prompt => ["Pays on time", "Betaalt op tijd", "Paie à temps"],
            Pattern::SlightlyLate => [
                "Often pays a few days late",
                "Betaalt vaak enkele dagen te laat",
                "Paie souvent avec quelques jours de retard",
            ],
            Pattern::Incident => [
                "An incident, no habit",
                "Een incident, geen gewoonte",
                "Un incident, pas une habitude",
            ],
            Pattern::Habit => [
                "Pays materially late as a rule",
                "Betaalt als regel duidelijk te laat",
                "Paie en général nettement en retard",
            ],
            Pattern::Deteriorating => [
                "Pays later than was usual",
                "Betaalt later dan gebruikelijk",
                "Paie plus tard que d’habitude",
            ],
            Pattern::Unclear => [
                "Neither clearly a habit nor an incident",
                "Niet duidelijk een gewoonte of een incident",
                "Ni clairement une habitude ni un incident",
            ],
            Pattern::Insufficient => [
                "Too little history to tell",
                "Te weinig historie om iets te zeggen",
                "Historique insuffisant pour se prononcer",
            ],
        };
        pick(language, en, nl, fr)
    }
}

impl CustomerInsight {
    /// The name of its cluster as it stands beside its own pattern and warnings. Clusters go by all its invoices, patterns
    /// and warnings by the last ones: where the two disagree, the name says so.
    pub fn cluster_beside(&self) -> Option<Text> {
        let name = self.cluster_name.as_ref()?;
        if !self.disagrees() {
            return Some(name.clone());
        }
        let over = Text::new("over all years", "over alle jaren", "sur toutes les années");
        Some(Text::of(|language| {
            format!("{} ({})", name.get(language), over.get(language))
        }))
    }

    fn disagrees(&self) -> bool {
        let pattern = self.pattern.pattern;
        let later = || {
            self.warnings
                .iter()
                .any(|w| w.code == WarningCode::PayingLater)
        };
        match self.cluster_code {
            Some("early" | "prompt" | "mostly_on_time") => {
                matches!(pattern, Pattern::Habit | Pattern::Deteriorating) || later()
            }
            Some(
                "after_first_reminder"
                | "after_second_reminder"
                | "after_formal_notice"
                | "days_late"
                | "weeks_late"
                | "months_late"
                | "large_slow_certain"
                | "slow_uncertain",
            ) => pattern == Pattern::Prompt || self.improvement.is_some(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{CustomerScores, Policy, assess};
    use crate::facts::examples::{customer, paid, portfolio};

    #[test]
    fn a_cluster_that_the_last_invoices_belie_says_that_it_goes_by_all_years() {
        let all = portfolio(vec![customer("c", vec![paid(50, 2)])]);
        let scores = CustomerScores {
            p_late: vec![None],
            p_late_30d: vec![None],
            ..CustomerScores::default()
        };
        let mut found = assess(&all, &scores, &[], &[], &Policy::default()).unwrap();
        let mut said = |code, pattern| {
            found[0].cluster_name = Some(Text::new("by the due date", "uiterlijk", "au plus tard"));
            found[0].cluster_code = code;
            found[0].pattern.pattern = pattern;
            found[0]
                .cluster_beside()
                .map(|name| [name.en, name.nl, name.fr])
        };
        let plain = Some(["by the due date", "uiterlijk", "au plus tard"].map(str::to_owned));
        let told = [
            "by the due date (over all years)",
            "uiterlijk (over alle jaren)",
            "au plus tard (sur toutes les années)",
        ];
        assert_eq!(
            said(Some("prompt"), Pattern::Habit),
            Some(told.map(str::to_owned))
        );
        assert_eq!(said(Some("prompt"), Pattern::Incident), plain);
        assert_eq!(said(Some("weeks_late"), Pattern::Habit), plain);
        assert_ne!(said(Some("weeks_late"), Pattern::Prompt), plain);
        assert_eq!(said(None, Pattern::Habit), plain);
    }
}
