//! Sectors and clusters.

use arrears_report::*;

use super::*;

pub fn cluster_name(id: u32) -> Wording {
    match id {
        0 => Wording::new("Prompt payers", "Stipte betalers", "Paiements ponctuels"),
        1 => Wording::new(
            "A week late, steadily",
            "Steevast een week te laat",
            "Toujours une semaine de retard",
        ),
        2 => Wording::new(
            "Waits for the second reminder",
            "Wacht op de tweede herinnering",
            "Attend la deuxième relance",
        ),
        3 => Wording::new(
            "Large amounts, disputed often",
            "Grote bedragen, vaak betwist",
            "Gros montants, souvent contestés",
        ),
        _ => Wording::new(
            "New, little history",
            "Nieuw, weinig geschiedenis",
            "Nouveaux, peu d’historique",
        ),
    }
}

pub fn sectors() -> Vec<SectorRow> {
    let shares = [0.41, 0.52, 0.22, 0.33, 0.09, 0.18, 0.27, 0.61, 0.30];
    let n = [611, 230, 540, 418, 150, 702, 390, 28, 64];
    (0..9)
        .map(|i| {
            let half = 1.96 * f64::sqrt(shares[i] * (1.0 - shares[i]) / n[i] as f64);
            let weight = n[i] as f64 / (n[i] as f64 + 60.0);
            SectorRow {
                sector: SECTORS[i].into(),
                n_customers: n[i] / 17 + 1,
                n_invoices: n[i],
                material_share: Some(shares[i]),
                material_share_low: Some((shares[i] - half).max(0.0)),
                material_share_high: Some(shares[i] + half),
                shrunken_material_risk: Some(weight * shares[i] + (1.0 - weight) * 0.28),
                mean_dunning_level: Some(shares[i] * 3.1),
                open_minor: n[i] as i64 * 41_000,
                finding: Wording::default(),
                measure: if shares[i] > 0.4 { terms() } else { leave() },
            }
        })
        .collect()
}

pub fn features() -> Vec<ClusterFeature> {
    let feature = |id: &str, label, unit, overall| ClusterFeature {
        feature: id.into(),
        label,
        unit,
        overall: Some(overall),
    };
    let share = || Wording::new("share", "aandeel", "part");
    let days = || Wording::new("days", "dagen", "jours");
    vec![
        feature(
            "late_ratio_12m",
            Wording::new(
                "Late ratio, 12 months",
                "Aandeel te laat, 12 maanden",
                "Taux de retard, 12 mois",
            ),
            share(),
            0.36,
        ),
        feature(
            "mean_days_late_12m",
            Wording::new(
                "Mean days late, 12 months",
                "Gemiddeld dagen te laat, 12 maanden",
                "Jours de retard moyens, 12 mois",
            ),
            days(),
            11.4,
        ),
        feature(
            "spread_days_late_12m",
            Wording::new(
                "Spread of days late, 12 months",
                "Spreiding dagen te laat, 12 maanden",
                "Dispersion des jours de retard, 12 mois",
            ),
            days(),
            9.2,
        ),
        feature(
            "mean_depth_12m",
            Wording::new(
                "Mean escalation depth",
                "Gemiddelde escalatiediepte",
                "Profondeur d’escalade moyenne",
            ),
            Wording::new("level", "niveau", "niveau"),
            0.6,
        ),
        feature(
            "share_level_2_12m",
            Wording::new(
                "Share reaching second reminder",
                "Aandeel tot tweede herinnering",
                "Part allant à la deuxième relance",
            ),
            share(),
            0.14,
        ),
        feature(
            "dispute_share_12m",
            Wording::new("Share disputed", "Aandeel betwist", "Part contestée"),
            share(),
            0.05,
        ),
        feature(
            "median_amount_12m",
            Wording::new("Median amount", "Mediaan bedrag", "Montant médian"),
            Wording::from("EUR"),
            1_840.0,
        ),
        feature(
            "tenure_years",
            Wording::new(
                "Time since first invoice",
                "Tijd sinds eerste factuur",
                "Ancienneté",
            ),
            Wording::new("years", "jaren", "années"),
            4.7,
        ),
    ]
}

fn late_after(i: usize) -> LateAfter {
    let share = [0.09, 0.41, 0.83, 0.52, 0.31][i];
    LateAfter {
        n_customers: 20 + i as u64,
        n_invoices: 240 - 20 * i as u64,
        // The last has too few to tell.
        share: (i < 4).then_some(share),
        low: (i < 4).then_some(share - 0.06),
        high: (i < 4).then_some(share + 0.07),
    }
}

/// Cluster 5 went into 1, and 4 split off from 0.
fn migration() -> MigrationReport {
    let flow = |from: &str, to: &str, change: &str, n_customers: u64| MigrationFlow {
        from: from.into(),
        to: to.into(),
        change: change.into(),
        n_customers,
        open_minor: n_customers as i64 * 61_250,
    };
    let fate = |cluster_id, event: &str, other, n_before, n_now| ClusterFate {
        cluster_id,
        event: event.into(),
        other,
        n_before,
        n_now,
    };
    MigrationReport {
        from: "2025-11-30".into(),
        note: Wording::default(),
        clusters: vec![
            flow("0", "0", "stayed", 108),
            flow("0", "4", "split", 21),
            flow("1", "1", "stayed", 41),
            flow("1", "2", "moved", 3),
            flow("2", "2", "stayed", 28),
            flow("3", "3", "stayed", 14),
            flow("5", "1", "merged", 14),
            flow("-1", "0", "placed", 4),
            flow("", "4", "appeared", 4),
        ],
        segments: vec![
            flow("A", "A", "stayed", 131),
            flow("A", "C", "worse", 1),
            flow("B", "B", "stayed", 52),
            flow("C", "B", "better", 6),
            flow("C", "C", "stayed", 43),
            flow("", "B", "appeared", 4),
        ],
        fates: vec![
            fate(0, "kept", None, 129, 108),
            fate(1, "kept", None, 44, 41),
            fate(2, "kept", None, 28, 28),
            fate(3, "kept", None, 14, 14),
            fate(4, "split_from", Some(0), 0, 21),
            fate(5, "merged_into", Some(1), 14, 0),
        ],
    }
}

pub fn clusters() -> ClusterReport {
    let effects: [[f64; 8]; 5] = [
        [-0.9, -0.8, -0.5, -0.7, -0.6, -0.2, -0.1, 0.4],
        [0.6, 0.2, -0.6, 0.1, -0.2, -0.1, 0.0, 0.3],
        [1.6, 1.9, 1.2, 2.1, 2.3, 0.1, -0.2, 0.0],
        [0.5, 0.6, 1.5, 0.3, 0.2, 2.8, 1.9, 0.2],
        [0.0, 0.1, 0.0, -0.3, -0.2, -0.3, -0.3, -1.6],
    ];
    let sizes = [112, 58, 31, 14, 25];
    let spread = [0.3, 14.0, 8.0, 0.7, 0.2, 0.08, 2_100.0, 2.4];
    let features = features();
    let cluster = |i: usize| ClusterRow {
        cluster_id: i as u32,
        name: cluster_name(i as u32),
        profile: vec![Wording::new(
            "Late ratio, 12 months: 0.12 against 0.36 overall (-0.9 SD)",
            "Aandeel te laat, 12 maanden: 0,12 tegen 0,36 gemiddeld (-0,9 SD)",
            "Taux de retard, 12 mois\u{a0}: 0,12 contre 0,36 en moyenne (-0,9 ET)",
        )],
        more_often: vec![MoreOften {
            value: Wording::new(SECTORS[i], SECTORS[i], SECTORS[i]),
            share: 0.31,
            overall: 0.12,
        }],
        n_customers: sizes[i],
        share_of_open: Some([0.38, 0.21, 0.2, 0.17, 0.04][i]),
        open_minor: 148_230_455 / 5,
        overdue_minor: 41_120_330 / 5,
        settled_by: (0..6)
            .map(|j| Some((0.2 + 0.16 * j as f64 - 0.04 * i as f64).clamp(0.0, 1.0)))
            .collect(),
        reached: [0.3, 0.1, 0.04].map(|s| Some(s + 0.1 * i as f64)).to_vec(),
        late_after: late_after(i),
        mean_p_late: Some([0.1, 0.46, 0.88, 0.57, 0.35][i]),
        centroid: (0..8)
            .map(|j| {
                features[j]
                    .overall
                    .map(|m| (m + effects[i][j] * spread[j]).max(0.0))
            })
            .collect(),
        effect: effects[i].iter().map(|e| Some(*e)).collect(),
        stability: Some([0.94, 0.81, 0.88, 0.63, 0.55][i]),
        measures: vec![if i == 0 { leave() } else { earlier() }],
    };
    let mut numbers = Numbers::new(5);
    let centres = [
        (-2.0, 0.3),
        (0.2, -0.6),
        (3.2, -0.4),
        (1.6, 2.9),
        (-0.6, 1.4),
    ];
    let map = (0..240)
        .map(|i| {
            let mut left = i;
            let c = sizes
                .iter()
                .position(|s| {
                    let here = left < *s;
                    left = left.saturating_sub(*s);
                    here
                })
                .unwrap_or(0);
            MapPoint {
                x: centres[c].0 + 0.6 * numbers.bell(),
                y: centres[c].1 + 0.5 * numbers.bell(),
                cluster_id: c as u32,
                customer_id: format!("{:05}", 10_400 + i),
            }
        })
        .collect();
    let silhouettes = [0.31, 0.34, 0.36, 0.41, 0.38, 0.33, 0.30, 0.29, 0.27];
    let k_choice = (0..9)
        .map(|i| KChoice {
            k: i as u32 + 2,
            silhouette: Some(silhouettes[i]),
            inertia: Some(1_600.0 / (i as f64 + 2.0)),
            calinski_harabasz: Some(140.0 - 8.0 * i as f64),
            gap: Some(0.9 - 0.02 * i as f64),
            gap_error: Some(0.01),
            stability: Some(0.95 - 0.08 * i as f64),
            agreement: Some(0.97 - 0.03 * i as f64),
            n_outliers: i as u64,
            sound: i < 3,
            smallest: 60 / (i as u64 + 1),
            chosen: i == 3,
        })
        .collect();
    ClusterReport {
        least_stability: 0.75,
        path_days: vec![-7, 0, 14, 30, 60, 90],
        placed_on: "2025-10-02".into(),
        late_after: LateAfter {
            n_customers: 231,
            n_invoices: 1_204,
            share: Some(0.34),
            low: Some(0.31),
            high: Some(0.37),
        },
        migration: migration(),
        features: features.clone(),
        clusters: (0..5).map(cluster).collect(),
        k_choice,
        map,
        map_variance: Some(0.58),
        n_customers: 240,
        method: Wording::new(
            "k-means on 8 standardised features; k from 2 to 10 by silhouette.",
            "k-means op 8 gestandaardiseerde kenmerken; k van 2 tot 10 volgens silhouet.",
            "k-means sur 8 caractéristiques standardisées\u{202f}; k de 2 à 10 selon la silhouette.",
        ),
    }
}
