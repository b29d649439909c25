//! What a reader of a model's figures should know first: features that tell the outcome by themselves, and what a test
//! could not see.

use arrears_insight::text::{Language, Text, count, decimal};
use arrears_ledger::Day;
use arrears_models::Backtest;
use arrears_models::late::{LateModel, Separation, Shows};

/// Features named at most; the others are counted.
const NAMED: usize = 3;

/// That features tell late from in time by themselves in training: one note of those that tell every invoice, one of
/// those that tell a part of them. `keep` leaves some out.
pub fn of_separation(late: &LateModel, keep: impl Fn(&Separation) -> bool) -> Vec<Text> {
    let penalty = late.penalty().unwrap_or_default();
    let kept = late.separated().iter().filter(|found| keep(found));
    let (all, part): (Vec<&Separation>, Vec<&Separation>) =
        kept.partition(|found| found.is_complete());
    let note = |found: Vec<&Separation>, in_full: bool| {
        (!found.is_empty()).then(|| {
            Text::of(|language| {
                let told = list(&found, language, |found| told(found, in_full, language));
                separation(&told, found.len() == 1, in_full, penalty, language)
            })
        })
    };
    [note(all, true), note(part, false)]
        .into_iter()
        .flatten()
        .collect()
}

fn separation(told: &str, one: bool, in_full: bool, penalty: f64, language: Language) -> String {
    let penalty = decimal(penalty, 0, language);
    match (language, one, in_full) {
        (Language::En, true, true) => format!(
            "{told} alone tells late from paid in time in training: its coefficient is held by the penalty ({penalty}); is it known at issue?"
        ),
        (Language::En, false, true) => format!(
            "each of {told} alone tells late from paid in time in training: their coefficients are held by the penalty ({penalty}); are they known at issue?"
        ),
        (Language::En, _, false) => format!(
            "a part of the training invoices is told exactly, {told}: the penalty ({penalty}) holds the coefficients; are these features known at issue?"
        ),
        (Language::Nl, true, true) => format!(
            "{told} onderscheidt in de training op zichzelf te laat van op tijd: de regularisatie ({penalty}) houdt de coëfficiënt in toom; is dit bij uitgifte bekend?"
        ),
        (Language::Nl, false, true) => format!(
            "{told} onderscheiden in de training elk op zichzelf te laat van op tijd: de regularisatie ({penalty}) houdt de coëfficiënten in toom; zijn ze bij uitgifte bekend?"
        ),
        (Language::Nl, _, false) => format!(
            "een deel van de trainingsfacturen wordt precies onderscheiden, {told}: de regularisatie ({penalty}) houdt de coëfficiënten in toom; zijn deze kenmerken bij uitgifte bekend?"
        ),
        (Language::Fr, true, true) => format!(
            "{told} distingue à elle seule, dans l’apprentissage, les retards des paiements à temps : la pénalité ({penalty}) retient son coefficient ; est-elle connue à l’émission ?"
        ),
        (Language::Fr, false, true) => format!(
            "chacune de {told} distingue à elle seule, dans l’apprentissage, les retards des paiements à temps : la pénalité ({penalty}) retient leurs coefficients ; sont-elles connues à l’émission ?"
        ),
        (Language::Fr, _, false) => format!(
            "une partie des factures d’apprentissage est distinguée exactement, {told} : la pénalité ({penalty}) retient les coefficients ; ces variables sont-elles connues à l’émission ?"
        ),
    }
}

/// The first few, and the number of the others.
fn list(found: &[&Separation], language: Language, say: impl Fn(&Separation) -> String) -> String {
    let named: Vec<String> = found.iter().take(NAMED).map(|found| say(found)).collect();
    let named = named.join(", ");
    match found.len().saturating_sub(NAMED) {
        0 => named,
        more => {
            let more = count(more, language);
            match language {
                Language::En => format!("{named} and {more} more"),
                Language::Nl => format!("{named} en nog {more}"),
                Language::Fr => format!("{named} et {more} autres"),
            }
        }
    }
}

/// What a feature tells: itself, and where it tells a part, how many invoices of which outcome.
fn told(found: &Separation, in_full: bool, language: Language) -> String {
    let feature = &found.feature;
    let subject = match (&found.shows, language) {
        (Shows::Value, _) => format!("`{feature}`"),
        (Shows::Level(level), _) => format!("`{feature}` (`{level}`)"),
        (Shows::Unknown, Language::En) => format!("`{feature}` (known or not)"),
        (Shows::Unknown, Language::Nl) => format!("`{feature}` (bekend of niet)"),
        (Shows::Unknown, Language::Fr) => format!("`{feature}` (connue ou non)"),
    };
    if in_full {
        return subject;
    }
    let n = |n: usize| count(n, language);
    let (told, all) = (n(found.n_told), n(found.n_rows));
    let (late, in_time) = (n(found.n_late), n(found.n_told - found.n_late));
    match language {
        Language::En => {
            format!("{told} of {all} by {subject} ({late} late, {in_time} in time)")
        }
        Language::Nl => {
            format!("{told} van {all} door {subject} ({late} te laat, {in_time} op tijd)")
        }
        Language::Fr => {
            format!("{told} sur {all} par {subject} ({late} en retard, {in_time} à temps)")
        }
    }
}

/// What a test could not see: days after the ledger's last event, outcomes not known yet.
pub fn of_test(tested: &Backtest, asked_until: Option<Day>) -> Vec<Text> {
    let (n, n_known) = (tested.rows.len(), tested.evaluation.model.n);
    let beyond = asked_until.filter(|asked| *asked > tested.until);
    let beyond = beyond.map(|asked| beyond_the_ledger(asked, tested.until, n, n_known));
    let nothing = (n_known == 0).then(|| nothing_known(n, tested.until));
    beyond.into_iter().chain(nothing).collect()
}

fn beyond_the_ledger(asked: Day, until: Day, n: usize, n_known: usize) -> Text {
    Text::of(|language| {
        let (n, n_known) = (count(n, language), count(n_known, language));
        match language {
            Language::En => format!(
                "the test was asked to go to {asked}, but ends on {until}, the day of the ledger's last event: it holds {n} invoices, \
                 the outcome of {n_known} of which is known"
            ),
            Language::Nl => format!(
                "de toets was gevraagd tot {asked}, maar eindigt op {until}, de dag van de laatste gebeurtenis in de administratie: \
                 hij bevat {n} facturen, waarvan van {n_known} de uitkomst bekend is"
            ),
            Language::Fr => format!(
                "le test était demandé jusqu’au {asked}, mais s’arrête le {until}, jour du dernier événement de la comptabilité : il \
                 compte {n} factures, dont l’issue de {n_known} est connue"
            ),
        }
    })
}

fn nothing_known(n: usize, until: Day) -> Text {
    Text::of(|language| {
        let n = count(n, language);
        match language {
            Language::En => format!(
                "of the {n} invoices of the test none had fallen due, grace included, by {until}: there are predictions, and no figures"
            ),
            Language::Nl => format!(
                "van de {n} facturen van de toets was er op {until} geen vervallen, respijt inbegrepen: er zijn voorspellingen, en geen \
                 cijfers"
            ),
            Language::Fr => format!(
                "des {n} factures du test, aucune n’était échue, délai de grâce compris, le {until} : il y a des prévisions, mais pas de \
                 chiffres"
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(feature: &str, n_told: usize, n_late: usize) -> Separation {
        Separation {
            feature: feature.into(),
            shows: Shows::Value,
            n_rows: 1200,
            n_told,
            n_late,
            share_of_outcome: 1.0,
        }
    }

    #[test]
    fn three_are_named_and_the_others_counted() {
        let all: Vec<Separation> = ["a", "b", "c", "d", "e"]
            .map(|name| found(name, 1200, 1))
            .into();
        let all: Vec<&Separation> = all.iter().collect();
        let told = list(&all, Language::En, |found| told(found, true, Language::En));
        assert_eq!(told, "`a`, `b`, `c` and 2 more");
    }

    #[test]
    fn what_tells_a_part_says_of_how_many_invoices() {
        let part = found("a", 1000, 400);
        assert_eq!(
            told(&part, false, Language::En),
            "1,000 of 1,200 by `a` (400 late, 600 in time)"
        );
        let level = Separation {
            shows: Shows::Level("G".into()),
            ..part
        };
        assert!(told(&level, false, Language::Nl).contains("1.000 van 1.200 door `a` (`G`)"));
    }
}
