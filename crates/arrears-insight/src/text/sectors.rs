//! Findings on sectors in words.

use super::Language::{self, En, Fr, Nl};
use super::{percent, pick, step_name};
use crate::facts::TypicalStep;

/// The name of the row of customers without a sector.
pub fn unknown_sector(language: Language) -> &'static str {
    pick(language, "unknown", "onbekend", "inconnu")
}

/// "after the second reminder (62%)".
pub(crate) fn step_and_share(step: TypicalStep, language: Language) -> String {
    format!(
        "{} ({})",
        step_name(step.step, language),
        percent(step.share, language)
    )
}

/// "Late invoices are most often paid after the second reminder (36%), though not as a rule".
pub(crate) fn commonest_step(step: TypicalStep, language: Language) -> String {
    let step = step_and_share(step, language);
    match language {
        En => format!("Late invoices are most often paid {step}, though not as a rule"),
        Nl => format!("Te late facturen worden het vaakst betaald {step}, maar niet als regel"),
        Fr => format!(
            "Les factures en retard sont le plus souvent payées {step}, sans que ce soit la règle"
        ),
    }
}

/// "Late invoices are usually paid after the second reminder (62%)".
pub(crate) fn usual_step(step: TypicalStep, language: Language) -> String {
    let (name, share) = (
        step_name(step.step, language),
        percent(step.share, language),
    );
    match language {
        En => format!("Late invoices are usually paid {name} ({share})"),
        Nl => format!("Te late facturen worden meestal {name} betaald ({share})"),
        Fr => format!("Les factures en retard sont généralement payées {name} ({share})"),
    }
}
