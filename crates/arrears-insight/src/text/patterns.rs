//! Patterns in words.

use super::{Language, Text, pick};
use crate::customers::pattern::Pattern;

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
