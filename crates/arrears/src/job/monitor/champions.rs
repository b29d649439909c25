//! Whose words are judged: the champion in use before each invoice's issue, or the one model that is asked for.

use arrears_features::Book;
use arrears_ledger::Day;
use arrears_models::Trained;
use arrears_models::marks::LedgerMarks;
use arrears_models::monitor::{InUse, Unasked, judged_window};
use arrears_models::retrain::Window;
use arrears_store::{ModelChoice, ModelId, Registry};

use crate::error::Error;
use crate::job::in_use::{self, Term};
use crate::job::{forbidden, kept};
use crate::plan::Settings;

/// The champions that scored the invoices of the months that are judged, each with its days of issue.
pub struct Champions {
    terms: Vec<Term>,
    /// Why one cannot be asked.
    unasked: Vec<Option<Unasked>>,
    issued: Vec<Window>,
}

impl Champions {
    /// As they were up to an as-of date, on a ledger.
    pub fn of(
        registry: &Registry,
        settings: &Settings,
        book: &Book,
        as_of: Day,
    ) -> Result<Self, Error> {
        let window = judged_window(as_of, &settings.config.monitor);
        // An invoice is scored on the eve of its issue.
        let terms = in_use::terms(registry, settings, window.from - 1, window.until - 1)?;
        let marks = LedgerMarks::of(book);
        let unasked = terms
            .iter()
            .map(|term| unasked(term, registry, settings, &marks))
            .collect();
        let from: Vec<Day> = terms.iter().map(|term| term.from).collect();
        Ok(Self {
            terms,
            unasked,
            issued: issued(&from, window),
        })
    }

    /// The same, to be judged.
    pub fn in_use(&self) -> Vec<InUse<'_>> {
        let all = self.terms.iter().zip(&self.unasked).zip(&self.issued);
        all.map(|((term, unasked), issued)| InUse {
            id: term.id.as_str(),
            issued: *issued,
            model: match (unasked, term.model.as_deref()) {
                (None, Some(model)) => Ok(model),
                (unasked, _) => Err(unasked.clone().unwrap_or(Unasked::OtherDefinitions)),
            },
        })
        .collect()
    }
}

/// A model alone, on all that was issued since.
pub fn alone<'a>(id: &'a ModelId, model: &'a Trained, known: Day) -> InUse<'a> {
    InUse {
        id: id.as_str(),
        issued: Window {
            from: model.as_of + 1,
            until: known,
        },
        model: Ok(model),
    }
}

/// The days of issue of each model by their first days in use, rising: a model of some day scores from the day after on,
/// up to the day of the next one, which scores from the day after that.
fn issued(from: &[Day], window: Window) -> Vec<Window> {
    let until = from.iter().skip(1).copied().chain([window.until]);
    from.iter()
        .zip(until)
        .map(|(from, until)| Window {
            from: window.from.max(*from + 1),
            until,
        })
        .collect()
}

fn unasked(
    term: &Term,
    registry: &Registry,
    settings: &Settings,
    marks: &LedgerMarks,
) -> Option<Unasked> {
    let Some(model) = term.model.as_deref() else {
        let found = kept(registry.dir(), &ModelChoice::Id(term.id.to_string()));
        return Some(match found {
            Err(error) => Unasked::Unreadable(error.to_string()),
            Ok(_) => Unasked::OtherDefinitions,
        });
    };
    if let Some((feature, _)) = forbidden(model, settings) {
        return Some(Unasked::Forbidden(feature.to_owned()));
    }
    model.marks.of_another(marks).map(Unasked::OtherLedger)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn an_invoice_of_a_models_own_day_is_of_the_one_before_it() {
        let window = Window {
            from: day("2025-07-01"),
            until: day("2025-12-31"),
        };
        let from = ["2025-05-31", "2025-08-31", "2025-11-30"].map(day);
        let told: Vec<String> = issued(&from, window)
            .iter()
            .map(|days| format!("{} {}", days.from, days.until))
            .collect();
        assert_eq!(
            told,
            [
                "2025-07-01 2025-08-31",
                "2025-09-01 2025-11-30",
                "2025-12-01 2025-12-31"
            ]
        );
        // A young registry: nobody scored what was issued before its first model.
        let told = issued(&from[1..], window);
        assert_eq!(told[0].from, day("2025-09-01"));
        assert_eq!(issued(&[], window), []);
    }
}
