//! The model and its test.

use arrears_report::*;

use super::*;

pub fn score(
    name: Wording,
    kind: ScoreKind,
    auc: f64,
    brier: f64,
    log_loss: f64,
    ece: f64,
) -> Score {
    Score {
        name,
        kind,
        n: 1_204,
        event_rate: Some(0.362),
        auc: Some(auc),
        gini: Some(2.0 * auc - 1.0),
        ks: Some((auc - 0.5) * 1.6),
        brier: Some(brier),
        log_loss: Some(log_loss),
        ece: Some(ece),
        mae_days: Some(9.4),
        interval_coverage: Some(0.81),
        amount_ratio: Some(1.03),
    }
}

pub fn model() -> ModelReport {
    let own = || {
        Wording::new(
            "late-payment model",
            "model voor late betaling",
            "modèle de retard",
        )
    };
    let ratio = || {
        Wording::new(
            "customer’s own late ratio",
            "eigen aandeel te laat van de klant",
            "taux de retard du client",
        )
    };
    let constant = || Wording::new("mean of all", "gemiddelde van alle", "moyenne générale");
    let no_clusters = || {
        Wording::new(
            "model without the clusters",
            "model zonder de clusters",
            "modèle sans les groupes",
        )
    };
    let curve = |name, kind, auc: f64| RocCurve {
        name,
        kind,
        auc: Some(auc),
        points: (0..=100)
            .map(|i| {
                let x: f64 = f64::from(i) / 100.0;
                (x, x.powf((1.0 - auc) / auc))
            })
            .collect(),
    };
    let bin = |predicted: f64, observed: f64, n: u64| {
        let half = 1.96 * (observed * (1.0 - observed) / n as f64).sqrt();
        ReliabilityBin {
            predicted,
            observed,
            low: Some((observed - half).max(0.0)),
            high: Some((observed + half).min(1.0)),
            n,
        }
    };
    let coefficient = |feature: &ClusterFeature, coefficient: f64, error: f64| CoefficientRow {
        feature: feature.feature.clone(),
        label: feature.label.clone(),
        unit: feature.unit.clone(),
        coefficient,
        standard_error: Some(error),
        odds_ratio_per_sd: coefficient.exp(),
    };
    let weights = [
        (0.91, 0.06),
        (0.44, 0.07),
        (-0.05, 0.05),
        (0.38, 0.06),
        (0.12, 0.05),
        (0.21, 0.04),
        (0.03, 0.03),
        (-0.17, 0.04),
    ];
    let group = |dimension: Wording, group: Wording, n, event_rate: f64, auc| GroupMetrics {
        dimension,
        group,
        amounts: None,
        n,
        n_customers: n / 9,
        event_rate: Some(event_rate),
        low: Some(event_rate - 0.06),
        high: Some(event_rate + 0.06),
        mean_p_late: Some(event_rate + 0.015),
        auc,
        brier: Some(0.13),
        ece: Some(0.03),
    };
    let size = || Wording::new("size class", "grootteklasse", "taille");
    ModelReport {
        description: Wording::new(
            "Logistic regression of being late on what was known the day before the invoice date.",
            "Logistische regressie van te laat op wat bekend was op de dag voor de factuurdatum.",
            "Régression logistique du retard sur ce qui était connu la veille de la facture.",
        ),
        train_from: Some("2023-04-01".into()),
        train_until: Some("2025-06-30".into()),
        n_train: 2_866,
        l2: Some(1.0),
        samples: vec![
            SampleMetrics {
                sample: "test".into(),
                from: Some("2025-07-01".into()),
                until: Some("2025-11-30".into()),
                scores: vec![
                    score(own(), ScoreKind::Model, 0.871, 0.129, 0.402, 0.021),
                    score(ratio(), ScoreKind::Baseline, 0.823, 0.151, 0.479, 0.048),
                    score(constant(), ScoreKind::Baseline, 0.5, 0.231, 0.655, 0.012),
                    score(
                        no_clusters(),
                        ScoreKind::Ablation,
                        0.870,
                        0.129,
                        0.403,
                        0.022,
                    ),
                ],
            },
            SampleMetrics {
                sample: "train".into(),
                from: None,
                until: None,
                scores: vec![score(own(), ScoreKind::Model, 0.883, 0.124, 0.39, 0.009)],
            },
        ],
        roc: vec![
            curve(own(), ScoreKind::Model, 0.871),
            curve(ratio(), ScoreKind::Baseline, 0.823),
            curve(constant(), ScoreKind::Baseline, 0.5),
        ],
        reliability: vec![
            bin(0.04, 0.03, 260),
            bin(0.14, 0.16, 201),
            bin(0.25, 0.22, 148),
            bin(0.35, 0.37, 122),
            bin(0.45, 0.41, 98),
            bin(0.55, 0.58, 90),
            bin(0.65, 0.69, 84),
            bin(0.75, 0.72, 78),
            bin(0.85, 0.87, 70),
            bin(0.94, 0.96, 53),
        ],
        coefficients: features()
            .iter()
            .zip(weights)
            .map(|(f, (c, e))| coefficient(f, c, e))
            .collect(),
        groups: vec![
            group(
                size(),
                Wording::new("small", "klein", "petite"),
                702,
                0.39,
                Some(0.866),
            ),
            group(
                size(),
                Wording::new("large", "groot", "grande"),
                418,
                0.31,
                Some(0.88),
            ),
            group(
                Wording::new("history", "geschiedenis", "historique"),
                Wording::new(
                    "no invoice before",
                    "geen eerdere factuur",
                    "aucune facture avant",
                ),
                84,
                0.42,
                None,
            ),
            GroupMetrics {
                amounts: Some((None, Some(24_950))),
                ..group(
                    Wording::new("invoice amount", "factuurbedrag", "montant"),
                    Wording::default(),
                    301,
                    0.29,
                    Some(0.84),
                )
            },
            GroupMetrics {
                dimension: Wording::new("invoice amount", "factuurbedrag", "montant"),
                amounts: Some((Some(24_950), Some(1_203_000))),
                n: 12,
                n_customers: 4,
                ..GroupMetrics::default()
            },
        ],
        differences: evidence::differences(),
        calibration: Some(evidence::calibration()),
        ece_limit: Some(EceLimit {
            limit: 0.031,
            chance_95: 0.031,
        }),
        history: evidence::history(),
        folds_log_loss: Some(0.3987),
        parts: evidence::parts(),
        refinements: evidence::refinements(),
        origins: evidence::origins(),
        notes: vec![Wording::new(
            "Clusters add next to nothing to this model; they describe, they do not predict.",
            "Clusters voegen haast niets toe aan dit model; ze beschrijven, ze voorspellen niet.",
            "Les groupes n’ajoutent presque rien au modèle\u{202f}; ils décrivent, ils ne prédisent pas.",
        )],
    }
}
