//! What the reader of a comparison should know before the figures.

use arrears_insight::compare::Relation;
use arrears_insight::text::{Language, Text, count, date, money_to_the_cent};

use super::CompareSummary;
use super::folder::RunFolder;

/// The notes, the gravest first.
pub fn of(before: &RunFolder, now: &RunFolder, summary: &CompareSummary) -> Vec<Text> {
    let mut notes: Vec<Text> = before.notes.iter().chain(&now.notes).cloned().collect();
    notes.extend(ledger(summary));
    notes.extend(version(summary));
    notes.extend(settings(summary));
    notes.extend(policy(summary));
    notes.extend(same_day(summary));
    notes.extend(other_language(before, now, summary));
    notes.extend(restated(summary));
    notes.extend(numbers(summary));
    notes
}

fn ledger(summary: &CompareSummary) -> Option<Text> {
    let common = &summary.common;
    (common.relation() == Relation::Doubtful).then(|| {
        let n = |n: u64| move |language| count(n as usize, language);
        let (n_both, of) = (n(common.n_customers), n(common.n_customers_before));
        Text::of(|language| {
            let (n, of) = (n_both(language), of(language));
            match language {
                Language::En => format!("only {n} of the {of} customers of the earlier run are in the later one: make sure that both are of one ledger"),
                Language::Nl => format!("maar {n} van de {of} klanten van de eerdere run staan in de latere: ga na of beide van één administratie zijn"),
                Language::Fr => format!("seuls {n} des {of} clients de la première exécution figurent dans la seconde\u{a0}: vérifiez qu’il s’agit de la même comptabilité"),
            }
        })
    })
}

fn version(summary: &CompareSummary) -> Option<Text> {
    let (a, b) = (&summary.before.version, &summary.now.version);
    (a != b).then(|| {
        Text::new(
            format!("the runs were made by versions {a} and {b}: a figure may differ because the program does"),
            format!("de runs zijn gemaakt met versies {a} en {b}: een cijfer kan verschillen omdat het programma verschilt"),
            format!("les exécutions proviennent des versions {a} et {b}\u{a0}: un chiffre peut différer à cause du programme"),
        )
    })
}

fn settings(summary: &CompareSummary) -> Option<Text> {
    (!summary.config_changes.is_empty()).then(|| {
        Text::new(
            "settings differ between the runs: a figure may differ because of them",
            "de instellingen van de runs verschillen: een cijfer kan daardoor anders zijn",
            "les réglages des exécutions diffèrent\u{a0}: un chiffre peut différer pour cette raison",
        )
    })
}

fn policy(summary: &CompareSummary) -> Option<Text> {
    (!summary.policy_changes.is_empty()).then(|| {
        Text::new(
            "the policy differs between the runs: a customer may have moved because of it and not because it pays otherwise (`arrears policy --what-if` tells these apart)",
            "het beleid van de runs verschilt: een klant kan daardoor verschoven zijn en niet doordat hij anders betaalt (`arrears policy --what-if` onderscheidt dat)",
            "la politique des exécutions diffère\u{a0}: un client peut avoir changé de segment pour cette raison et non parce qu’il paie autrement (`arrears policy --what-if` les distingue)",
        )
    })
}

fn same_day(summary: &CompareSummary) -> Option<Text> {
    (summary.days_between == 0).then(|| {
        Text::new(
            "both runs are of one day: what differs is due to files, settings or model, and no chance has come out",
            "beide runs zijn van één dag: wat verschilt ligt aan bestanden, instellingen of model, en geen kans is uitgekomen",
            "les deux exécutions portent sur le même jour\u{a0}: ce qui diffère tient aux fichiers, aux réglages ou au modèle, et aucune probabilité ne s’est réalisée",
        )
    })
}

/// Reasons and warnings are kept as their run said them.
fn other_language(before: &RunFolder, now: &RunFolder, summary: &CompareSummary) -> Option<Text> {
    let here = Some(summary.language);
    (before.language() != here || now.language() != here).then(|| {
        Text::new(
            "reasons and warnings stand in the language of their run",
            "redenen en signalen staan in de taal van hun run",
            "les motifs et les alertes sont dans la langue de leur exécution",
        )
    })
}

fn restated(summary: &CompareSummary) -> Option<Text> {
    let (then, by_now) = (summary.money.before?, summary.money.before_as_known_now?);
    (then.open_minor != by_now.open_minor).then(|| {
        Text::of(|language| {
            let day = date(summary.before.as_of, language);
            let money = |minor| money_to_the_cent(minor, &summary.currency, language);
            let (old, new) = (money(then.open_minor), money(by_now.open_minor));
            match language {
                Language::En => format!("what was open on {day} is {old} by the earlier run and {new} by the later one: something was booked, changed or removed with an earlier date"),
                Language::Nl => format!("wat op {day} openstond is {old} volgens de eerdere run en {new} volgens de latere: er is iets geboekt, gewijzigd of verwijderd met een eerdere datum"),
                Language::Fr => format!("l’encours au {day} est de {old} selon la première exécution et de {new} selon la seconde\u{a0}: une écriture a été passée, modifiée ou supprimée à une date antérieure"),
            }
        })
    })
}

fn numbers(summary: &CompareSummary) -> Option<Text> {
    let clusters = summary.clusters.as_ref()?;
    (!clusters.numbers_continue).then(|| {
        Text::new(
            "a cluster's number stands for another group in each run: numbers carry on only along the champions of one registry",
            "een clusternummer staat in elke run voor een andere groep: nummers lopen alleen door langs de champions van één register",
            "un numéro de groupe désigne un autre groupe dans chaque exécution\u{a0}: les numéros ne se poursuivent que le long des champions d’un même registre",
        )
    })
}
