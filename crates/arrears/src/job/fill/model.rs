//! The late-payment model: what it is, how good it was, and what it weighs.

use arrears_features::catalogue;
use arrears_insight::statistics::wilson;
use arrears_insight::text::Text;
use arrears_models::encoding::{EncodedColumn, Part};
use arrears_models::evaluate::{Evaluation, REGRESSION, Scores, TREES};
use arrears_report::{
    CoefficientRow, ModelReport, ReliabilityBin, RocCurve, SampleMetrics, Score, ScoreKind, Wording,
};

use super::{challenger, evidence, labels, sentence, wording};
use crate::job::material::Material;
use crate::job::notes as job_notes;
use crate::job::summary::is_rival;

pub fn model(material: &Material) -> ModelReport {
    let (late, test, train) = (
        &material.trained.late,
        &material.test,
        &material.trained.in_sample,
    );
    ModelReport {
        description: description(),
        train_from: train.from.map(|day| day.to_string()),
        train_until: train.until.map(|day| day.to_string()),
        n_train: late.n_rows() as u64,
        l2: late.penalty(),
        samples: [("test", test), ("train", train)]
            .into_iter()
            .filter(|(_, sample)| sample.model.n > 0)
            .map(|(name, sample)| metrics(name, sample))
            .collect(),
        differences: evidence::differences(test),
        calibration: test.calibration.as_ref().map(evidence::calibration),
        ece_limit: test.ece_limit.as_ref().map(evidence::ece_limit),
        history: test.by_history.iter().map(evidence::history).collect(),
        roc: test.roc.iter().map(|roc| curve(roc, test)).collect(),
        reliability: test.reliability.iter().map(bin).collect(),
        coefficients: late
            .terms()
            .map(|(column, b, se)| coefficient(column, b, se))
            .collect(),
        groups: evidence::groups(test),
        folds_log_loss: late.folds().ablation.first().map(|whole| whole.log_loss),
        parts: evidence::parts(&late.folds().ablation),
        refinements: evidence::refinements(late.folds()),
        origins: evidence::origins(&material.origins),
        notes: notes(material),
    }
}

fn description() -> Wording {
    Wording::new(
        "A logistic regression on what was known on the eve of each invoice's date: the customer's earlier payment behaviour, what \
         is open and overdue, the invoice's terms, amount and calendar, and the sector. The settlement day comes from \
         daily chances of settlement learnt from how this customer and others settled alike invoices.",
        "Een logistische regressie op wat bekend was op de vooravond van elke factuurdatum: het eerdere betaalgedrag van de klant, \
         wat openstaat en vervallen is, de termijn, het bedrag en de kalender van de factuur, en de sector. De betaaldag komt uit \
         dagelijkse betaalkansen, geleerd van hoe deze klant en anderen vergelijkbare facturen betaalden.",
        "Une régression logistique sur ce qui était connu la veille de la date de chaque facture : le comportement de paiement passé \
         du client, les montants ouverts et échus, le délai, le montant et le calendrier de la facture, et le secteur. Le jour de \
         règlement vient de probabilités quotidiennes, apprises de la façon dont ce client et d’autres ont réglé des factures semblables.",
    )
}

fn metrics(sample: &str, evaluation: &Evaluation) -> SampleMetrics {
    let own = score(wording(&name("model")), ScoreKind::Model, &evaluation.model);
    let baselines = evaluation
        .baselines
        .iter()
        .map(|b| score(wording(&name(&b.name)), kind(&b.name), &b.scores));
    SampleMetrics {
        sample: sample.to_owned(),
        from: evaluation.from.map(|day| day.to_string()),
        until: evaluation.until.map(|day| day.to_string()),
        scores: std::iter::once(own).chain(baselines).collect(),
    }
}

fn score(name: Wording, kind: ScoreKind, scores: &Scores) -> Score {
    Score {
        name,
        kind,
        n: scores.n as u64,
        event_rate: Some(scores.event_rate),
        auc: scores.auc,
        gini: scores.gini,
        ks: scores.ks,
        brier: scores.brier,
        log_loss: scores.log_loss,
        ece: scores.ece,
        mae_days: scores.mae_days,
        interval_coverage: scores.interval_coverage,
        amount_ratio: scores.late_amount_ratio,
    }
}

fn curve(roc: &arrears_models::evaluate::Roc, test: &Evaluation) -> RocCurve {
    let baseline = test.baselines.iter().find(|b| b.name == roc.name);
    RocCurve {
        name: wording(&name(&roc.name)),
        kind: baseline.map_or(ScoreKind::Model, |b| kind(&b.name)),
        auc: baseline.map_or(test.model.auc, |b| b.scores.auc),
        points: roc.points.clone(),
    }
}

fn kind(baseline: &str) -> ScoreKind {
    if is_rival(baseline) {
        ScoreKind::Challenger
    } else {
        ScoreKind::Baseline
    }
}

fn bin(point: &arrears_models::evaluate::ReliabilityPoint) -> ReliabilityBin {
    let interval = wilson(point.realised, point.n as f64);
    ReliabilityBin {
        predicted: point.predicted,
        observed: point.realised,
        low: interval.map(|i| i.low),
        high: interval.map(|i| i.high),
        n: point.n as u64,
    }
}

fn coefficient(column: &EncodedColumn, b: f64, se: f64) -> CoefficientRow {
    let label = labels::label(&column.feature);
    let label = match &column.part {
        Part::Value { .. } => label,
        Part::Unknown => Text::new(
            format!("{}: not known", label.en),
            format!("{}: niet bekend", label.nl),
            format!("{} : inconnu", label.fr),
        ),
        Part::Level(level) => Text::of(|language| format!("{}: {level}", label.get(language))),
    };
    CoefficientRow {
        feature: column.feature.clone(),
        label: wording(&label),
        unit: catalogue::feature(&column.feature)
            .map_or("", |f| f.unit)
            .into(),
        coefficient: b,
        standard_error: se.is_finite().then_some(se),
        odds_ratio_per_sd: b.exp(),
    }
}

fn notes(material: &Material) -> Vec<Wording> {
    let mut notes = Vec::new();
    if let Some(note) = material.trained.late.note() {
        notes.push(Wording::new(
            format!("The model is the base rate alone: {note}."),
            format!("Het model is alleen het gemiddelde: {note}."),
            format!("Le modèle n’est que le taux moyen : {note}."),
        ));
    }
    let separated = job_notes::of_separation(&material.trained.late, |_| true);
    notes.extend(separated.iter().map(sentence));
    notes.extend(challenger::notes(material));
    if material.test.model.n == 0 {
        notes.push(Wording::new(
            "The period is too short to hold a part of it out: there is no test out of time.",
            "De periode is te kort om er een deel van apart te houden: er is geen toets buiten de trainingsperiode.",
            "La période est trop courte pour en réserver une partie : il n’y a pas de test hors période.",
        ));
    }
    notes
}

/// What a set of scores is called.
pub(super) fn name(code: &str) -> Text {
    match code {
        "model" => Text::new("Model", "Model", "Modèle"),
        REGRESSION => Text::new("Regression", "Regressie", "Régression"),
        TREES => Text::new("Trees", "Bomen", "Arbres"),
        "base_rate" => Text::new(
            "Share late in training",
            "Aandeel te laat in training",
            "Part en retard à l’apprentissage",
        ),
        "customer_last_outcome" => Text::new(
            "Customer's last outcome",
            "Laatste uitkomst van de klant",
            "Dernière issue du client",
        ),
        "customer_median_days" => Text::new(
            "Customer's median days late",
            "Mediaan dagen van de klant",
            "Jours de retard médians du client",
        ),
        "customer_late_ratio" => Text::new(
            "Customer's late ratio",
            "Aandeel te laat van de klant",
            "Part en retard du client",
        ),
        other => Text::same(other),
    }
}
