//! The models by their own metrics, and the drift of the scores.

use arrears_insight::compare::{Drift, Score, Verdict};
use arrears_report::{DocumentPart, DocumentTable};

use super::{CompareSummary, NONE, Say, heads, share, table};
use crate::job::compare::model::SCORES;
use crate::job::compare::{ModelComparison, Scores, Tested};

pub(super) fn part(say: &Say, summary: &CompareSummary) -> Option<DocumentPart> {
    let model = &summary.model;
    let title = say.pick("The model", "Het model", "Le modèle");
    let mut lines = vec![
        match model.same_model {
            true => say.pick(
                "Both runs use one model.",
                "Beide runs gebruiken één model.",
                "Les deux exécutions utilisent le même modèle.",
            ),
            false => say.pick(
                "The runs use different models.",
                "De runs gebruiken verschillende modellen.",
                "Les exécutions utilisent des modèles différents.",
            ),
        }
        .to_owned(),
    ];
    if model.before.is_some() && model.now.is_some() && !model.same_model {
        lines.push(
            say.pick(
                "Each figure is out of time over the run’s own latest stretch, so the two are over other invoices: a difference may be the invoices’ and not the model’s.",
                "Elk cijfer is buiten de trainingstijd gemeten, over het laatste stuk van de eigen run; het zijn dus andere facturen, en een verschil kan aan de facturen liggen en niet aan het model.",
                "Chaque chiffre est mesuré hors période, sur la dernière partie de sa propre exécution\u{a0}: il s’agit d’autres factures, et un écart peut tenir aux factures et non au modèle.",
            )
            .to_owned(),
        );
    }
    let tables = vec![scores(say, model), baselines(say, model)];
    Some(super::part("model", title, lines, tables))
}

fn scores(say: &Say, model: &ModelComparison) -> DocumentTable {
    let sides = [model.before.as_ref(), model.now.as_ref()];
    let mut rows = Vec::new();
    if sides.iter().any(Option::is_some) {
        let window = sides.map(|side| side.map_or_else(|| NONE.to_owned(), window));
        let [before, now] = window;
        let tested = say.pick(
            "invoices tested, from and until",
            "geteste facturen, van en tot",
            "factures testées, de et à",
        );
        rows.push(vec![say.text(tested), say.text(before), say.text(now)]);
        for name in SCORES {
            let cells = sides.map(|side| score(say, name, side.map(|side| &side.scores)));
            let [before, now] = cells;
            rows.push(vec![say.text(label(say, name)), before, now]);
        }
    }
    let heads = heads(&[("", false), (say.then(), true), (say.now(), true)]);
    table(
        say.pick("Out of time", "Buiten de trainingstijd", "Hors période"),
        heads,
        rows,
    )
}

fn window(tested: &Tested) -> String {
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| NONE.to_owned());
    format!("{} – {}", day(&tested.from), day(&tested.until))
}

fn score(say: &Say, name: &str, scores: Option<&Scores>) -> arrears_report::DocumentCell {
    let value = scores.and_then(|scores| scores.get(name).copied().flatten());
    let places = match name {
        "n" => 0,
        "mae_days" => 2,
        _ => 4,
    };
    say.decimal(value, places)
}

fn label<'a>(say: &Say, name: &'a str) -> &'a str {
    match name {
        "n" => say.pick_static("invoices", "facturen", "factures"),
        "event_rate" => say.pick_static("share late", "aandeel te laat", "part en retard"),
        "mean_p_late" => say.pick_static(
            "mean chance of being late",
            "gemiddelde kans op te laat",
            "probabilité moyenne de retard",
        ),
        "auc" => "AUC",
        "brier" => say.pick_static("Brier score", "Brier-score", "score de Brier"),
        "log_loss" => say.pick_static("log loss", "log loss", "log loss"),
        "ece" => say.pick_static(
            "calibration error (ECE)",
            "kalibratiefout (ECE)",
            "erreur de calibrage (ECE)",
        ),
        "mae_days" => say.pick_static(
            "mean error in days",
            "gemiddelde fout in dagen",
            "erreur moyenne en jours",
        ),
        "interval_coverage" => say.pick_static(
            "coverage of the 80% interval",
            "dekking van het 80%-interval",
            "couverture de l’intervalle à 80\u{202f}%",
        ),
        other => other,
    }
}

/// The log loss of the model and of each plain rule, and the AUC where it has one.
fn baselines(say: &Say, model: &ModelComparison) -> DocumentTable {
    let sides = [model.before.as_ref(), model.now.as_ref()];
    let mut names: Vec<&str> = sides
        .iter()
        .flatten()
        .flat_map(|side| side.baselines.keys().map(String::as_str))
        .collect();
    names.sort_unstable();
    names.dedup();
    let of = |side: Option<&Tested>, name: &str, score: &str| {
        let scores = side.and_then(|side| side.baselines.get(name))?;
        scores.get(score).copied().flatten()
    };
    let rows = names.into_iter().map(|name| {
        let cell = |side, score| say.decimal(of(side, name, score), 4);
        vec![
            say.text(rule(say, name)),
            cell(sides[0], "log_loss"),
            cell(sides[1], "log_loss"),
            cell(sides[0], "auc"),
            cell(sides[1], "auc"),
        ]
    });
    let heads = heads(&[
        ("", false),
        (&format!("log loss, {}", say.then()), true),
        (&format!("log loss, {}", say.now()), true),
        (&format!("AUC, {}", say.then()), true),
        (&format!("AUC, {}", say.now()), true),
    ]);
    table(
        say.pick(
            "Plain rules on the same invoices",
            "Eenvoudige regels op dezelfde facturen",
            "Règles simples sur les mêmes factures",
        ),
        heads,
        rows.collect(),
    )
}

fn rule<'a>(say: &Say, name: &'a str) -> &'a str {
    match name {
        "base_rate" => say.pick_static(
            "the late share of training",
            "het aandeel te laat van de training",
            "la part en retard de l’apprentissage",
        ),
        "customer_last_outcome" => say.pick_static(
            "the customer’s last invoice",
            "de laatste factuur van de klant",
            "la dernière facture du client",
        ),
        "customer_late_ratio" => say.pick_static(
            "the customer’s late share",
            "het aandeel te laat van de klant",
            "la part en retard du client",
        ),
        "customer_median_days" => say.pick_static(
            "the customer’s median days late",
            "de mediaan van de dagen te laat van de klant",
            "la médiane des jours de retard du client",
        ),
        other => other,
    }
}

pub(super) fn drift(say: &Say, summary: &CompareSummary) -> Option<DocumentPart> {
    if summary.drift.is_empty() {
        return None;
    }
    let lines = vec![
        say.pick(
            "How far the scores of the two runs lie apart (population stability index over tenths of the earlier run). Below the limit chance alone would make as much; most customers are in both runs, so what lies below it is surely nothing. From 0.1 the custom is to look, from 0.25 to make a new model.",
            "Hoe ver de scores van de twee runs uiteenliggen (population stability index over tienden van de eerdere run). Onder de grens doet het toeval alleen al evenveel; de meeste klanten zitten in beide runs, dus wat eronder ligt is zeker niets. Vanaf 0,1 is het de gewoonte te kijken, vanaf 0,25 een nieuw model te maken.",
            "À quelle distance se situent les scores des deux exécutions (indice de stabilité de population, par dixièmes de la première). Sous la limite, le hasard seul en ferait autant\u{202f}; la plupart des clients figurent dans les deux, si bien qu’en dessous il n’y a sûrement rien. À partir de 0,1, l’usage est de regarder\u{202f}; à partir de 0,25, de refaire un modèle.",
        )
        .to_owned(),
    ];
    let mut tables = vec![indices(say, &summary.drift)];
    tables.extend(summary.drift.iter().map(|drift| bins(say, drift)));
    let title = say.pick(
        "Drift of the scores",
        "Verschuiving van de scores",
        "Dérive des scores",
    );
    Some(super::part("drift", title, lines, tables))
}

fn indices(say: &Say, drift: &[Drift]) -> DocumentTable {
    let rows = drift.iter().map(|drift| {
        vec![
            say.text(scored(say, drift.score)),
            say.n(drift.n_before),
            say.n(drift.n_now),
            say.percent(drift.mean_before),
            say.percent(drift.mean_now),
            say.decimal(drift.psi, 3),
            say.decimal(drift.chance_limit, 3),
            say.text(verdict(say, drift.verdict)),
        ]
    });
    let mean = say.pick("mean", "gemiddelde", "moyenne");
    let heads = heads(&[
        (say.pick("Score", "Score", "Score"), false),
        (&format!("n, {}", say.then()), true),
        (&format!("n, {}", say.now()), true),
        (&format!("{mean}, {}", say.then()), true),
        (&format!("{mean}, {}", say.now()), true),
        ("PSI", true),
        (
            say.pick(
                "limit of chance",
                "grens van het toeval",
                "limite du hasard",
            ),
            true,
        ),
        ("", false),
    ]);
    table(
        say.pick("Stability", "Stabiliteit", "Stabilité"),
        heads,
        rows.collect(),
    )
}

fn scored(say: &Say, score: Score) -> &'static str {
    match score {
        Score::InvoicePLate => say.pick_static(
            "chance of late, open invoices not yet late",
            "kans op te laat, openstaande facturen nog niet te laat",
            "probabilité de retard, factures ouvertes pas encore en retard",
        ),
        Score::CustomerPLate => say.pick_static(
            "chance of late, customers",
            "kans op te laat, klanten",
            "probabilité de retard, clients",
        ),
        Score::CustomerPLate30d => say.pick_static(
            "risk score, customers",
            "risicoscore, klanten",
            "score de risque, clients",
        ),
    }
}

fn verdict(say: &Say, verdict: Option<Verdict>) -> &'static str {
    match verdict {
        None => say.pick_static(
            "too few to tell",
            "te weinig om iets te zeggen",
            "trop peu pour se prononcer",
        ),
        Some(Verdict::Chance) => say.pick_static(
            "no more than chance",
            "niet meer dan toeval",
            "pas plus que le hasard",
        ),
        Some(Verdict::Slight) => say.pick_static("slight", "licht", "léger"),
        Some(Verdict::Look) => say.pick_static("look into it", "bekijk het", "à examiner"),
        Some(Verdict::Large) => say.pick_static("large", "groot", "important"),
    }
}

fn bins(say: &Say, drift: &Drift) -> DocumentTable {
    let end = |end: Option<f64>, open: f64| say.percent_exact(end.unwrap_or(open));
    let rows = drift.bins.iter().map(|bin| {
        let (from, below) = (end(bin.from, 0.0), end(bin.below, 1.0));
        vec![
            say.text(format!("{from} – {below}")),
            say.n(bin.n_before),
            say.n(bin.n_now),
            say.percent(share(bin.n_before, drift.n_before)),
            say.percent(share(bin.n_now, drift.n_now)),
        ]
    });
    let part = say.pick("share", "aandeel", "part");
    let heads = heads(&[
        (say.pick("Band", "Klasse", "Classe"), false),
        (&format!("n, {}", say.then()), true),
        (&format!("n, {}", say.now()), true),
        (&format!("{part}, {}", say.then()), true),
        (&format!("{part}, {}", say.now()), true),
    ]);
    let rows = match drift.psi {
        Some(_) => rows.collect(),
        None => Vec::new(),
    };
    table(scored(say, drift.score), heads, rows)
}
