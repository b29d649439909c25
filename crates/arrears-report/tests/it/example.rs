//! A report of a made-up company with figures as they come: 240 customers,
//! five clusters, thirty months. Nothing in it is random between runs.

use arrears_report::*;

/// A small generator of repeatable numbers in `[0, 1)` (a 64-bit congruence).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed)
    }

    pub fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Roughly normal, mean 0 and deviation 1.
    pub fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

pub fn example() -> ReportData {
    ReportData {
        run: RunInfo {
            title: "Van den Berg & Zonen".into(),
            currency: "EUR".into(),
            as_of: "2025-12-31".into(),
            last_known_day: Some("2025-12-31".into()),
            model_id: "2025-12-31-7f3a9c".into(),
            seed: 42,
            version: "0.1.0".into(),
            config_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            grace_days: 0,
        },
        quality: quality(),
        kpis: kpis(),
        cash: cash(),
        segments: segments(),
        top_risks: customers(40),
        expected_late: invoices(30),
        late_by_month: months(),
        sectors: sectors(),
        clusters: Some(clusters()),
        model: Some(model()),
        dictionary: dictionary(),
    }
}

fn quality() -> DataQuality {
    let file = |file: &str, table: &str, read, rejected| FileRows {
        file: file.into(),
        table: table.into(),
        read,
        used: read - rejected,
        rejected,
    };
    DataQuality {
        files: vec![
            file("debiteuren.csv", "customers", 240, 0),
            file("openstaande-posten-2023.csv", "invoices", 2_104, 3),
            file("openstaande-posten-2024.csv", "invoices", 2_077, 0),
            file("betalingen.csv", "payments", 4_012, 2),
            file("aanmaningen.csv", "reminders", 1_630, 0),
        ],
        rejects: vec![RejectCount {
            reason: Wording::new(
                "unreadable amount",
                "onleesbaar bedrag",
                "montant illisible",
            ),
            n: 3,
            example: "openstaande-posten-2023.csv:118, Bedrag, `1.2.99,0`".into(),
        }],
        flags: vec![FlagCount {
            flag: Wording::new(
                "due before the invoice date",
                "vervallen voor factuurdatum",
                "échéance avant la facture",
            ),
            n: 7,
            example: "2023-00412".into(),
        }],
        absent_features: vec![AbsentFeature {
            feature: "credit_utilisation".into(),
            label: Wording::new(
                "Credit limit used",
                "Gebruikte kredietlimiet",
                "Limite de crédit utilisée",
            ),
            missing: "customers.credit_limit".into(),
        }],
        notes: vec![Wording::new(
            "Customer attributes have no history here: they are taken as constant.",
            "Klantgegevens hebben hier geen historiek: ze gelden als onveranderlijk.",
            "Les attributs des clients n’ont pas d’historique ici\u{a0}: ils sont supposés constants.",
        )],
    }
}

fn kpis() -> Kpis {
    let bucket = |bucket: &str, amount_minor, n| AgeBucket {
        bucket: bucket.into(),
        amount_minor,
        n,
    };
    Kpis {
        open_minor: 148_230_455,
        overdue_minor: 61_512_280,
        n_open: 612,
        n_overdue: 271,
        n_customers_open: 188,
        n_customers: 240,
        ageing: vec![
            bucket("current", 86_718_175, 341),
            bucket("1-30", 31_240_990, 148),
            bucket("31-60", 14_022_410, 61),
            bucket("61-90", 6_940_180, 28),
            bucket("90+", 9_308_700, 34),
        ],
        dso_days: Some(54.3),
        best_possible_dso_days: Some(31.8),
        add_days: Some(22.5),
        cei_percent: Some(78.4),
    }
}

fn cash() -> CashForecast {
    let expected = [
        21_340, 17_890, 15_020, 13_400, 11_050, 8_900, 7_200, 5_150, 4_300, 3_200, 2_650, 2_100,
        1_700,
    ];
    let due = [
        64_000, 16_200, 14_800, 15_900, 12_100, 9_050, 4_900, 3_100, 0, 0, 0, 0, 0,
    ];
    let first = [
        "2026-01-01",
        "2026-01-08",
        "2026-01-15",
        "2026-01-22",
        "2026-01-29",
        "2026-02-05",
        "2026-02-12",
        "2026-02-19",
        "2026-02-26",
        "2026-03-05",
        "2026-03-12",
        "2026-03-19",
        "2026-03-26",
    ];
    let week = |i: usize| CashWeek {
        from: first[i].into(),
        until: String::new(),
        expected_minor: expected[i] * 1000,
        contractual_minor: Some(due[i] * 1000),
        low_minor: Some(expected[i] * 700),
        high_minor: Some(expected[i] * 1250),
    };
    CashForecast {
        weeks: (0..13).map(week).collect(),
        later_minor: 27_120_000,
        never_minor: 4_811_455,
        method: Wording::new(
            "Settlement dates come from how customers with a like risk have paid, given how long an invoice has been open.",
            "Betaaldata komen van hoe klanten met een gelijk risico betaald hebben, gegeven hoe lang een factuur al openstaat.",
            "Les dates de règlement viennent de la façon dont des clients de risque semblable ont payé, selon l’âge de la facture.",
        ),
    }
}

fn segments() -> Vec<SegmentRow> {
    let row = |segment: &str,
               n_customers,
               open_minor,
               overdue_minor,
               p,
               meaning,
               measures: Vec<Wording>| SegmentRow {
        segment: segment.into(),
        n_customers,
        open_minor,
        overdue_minor,
        mean_p_late: Some(p),
        meaning,
        measures,
    };
    vec![
        row(
            "A",
            121,
            52_100_000,
            4_210_000,
            0.11,
            Wording::new(
                "Pays as agreed; an incident at most.",
                "Betaalt zoals afgesproken; hooguit een incident.",
                "Paie comme convenu\u{202f}; un incident tout au plus.",
            ),
            vec![leave()],
        ),
        row(
            "B",
            78,
            58_030_455,
            21_302_280,
            0.44,
            Wording::new(
                "Often some days late, or too little history to tell.",
                "Vaak enkele dagen te laat, of te weinig geschiedenis om het te weten.",
                "Souvent quelques jours de retard, ou trop peu d’historique.",
            ),
            vec![earlier()],
        ),
        row(
            "C",
            41,
            38_100_000,
            36_000_000,
            0.83,
            Wording::new(
                "Materially late time and again, or getting later.",
                "Keer op keer merkelijk te laat, of steeds later.",
                "Nettement en retard à répétition, ou de plus en plus tard.",
            ),
            vec![terms(), links()],
        ),
    ]
}

fn leave() -> Wording {
    Wording::new("Leave as it is", "Laten zoals het is", "Laisser en l’état")
}

fn earlier() -> Wording {
    Wording::new(
        "Follow up earlier: call 3 days after the due date",
        "Vroeger opvolgen: bel 3 dagen na de vervaldag",
        "Suivre plus tôt\u{a0}: appeler 3 jours après l’échéance",
    )
}

fn terms() -> Wording {
    Wording::new(
        "Adapt terms: 14 days, or part payment in advance",
        "Termijn aanpassen: 14 dagen, of een voorschot",
        "Adapter le délai\u{a0}: 14 jours, ou un acompte",
    )
}

fn links() -> Wording {
    Wording::new(
        "Offer a payment link or direct debit",
        "Betaallink of domiciliëring aanbieden",
        "Proposer un lien de paiement ou une domiciliation",
    )
}

const SECTORS: [&str; 9] = [
    "Bouw",
    "Horeca",
    "Detailhandel",
    "Transport en logistiek",
    "Zorg",
    "Zakelijke dienstverlening",
    "Industrie",
    "Overheid",
    "",
];

fn cluster_name(id: u32) -> Wording {
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

fn reasons(numbers: &mut Numbers, late: bool) -> Vec<Reason> {
    let n = 3 + (numbers.unit() * 8.0) as u32;
    let days = 10 + (numbers.unit() * 40.0) as u32;
    let reason = |feature: &str, text, contribution| Reason {
        feature: feature.into(),
        text,
        contribution,
    };
    vec![
        reason(
            "late_ratio_12m",
            Wording::new(
                format!("{n} of the last 12 invoices were late"),
                format!("{n} van de laatste 12 facturen waren te laat"),
                format!("{n} des 12 dernières factures en retard"),
            ),
            if late { 1.3 } else { -0.9 },
        ),
        reason(
            "mean_days_late_12m",
            Wording::new(
                format!("{days} days late on average"),
                format!("gemiddeld {days} dagen te laat"),
                format!("{days}\u{a0}jours de retard en moyenne"),
            ),
            0.7,
        ),
        reason(
            "tenure_years",
            Wording::new(
                "customer for 9 years",
                "al 9 jaar klant",
                "client depuis 9 ans",
            ),
            -0.3,
        ),
    ]
}

pub fn customers(n: usize) -> Vec<CustomerRow> {
    const NAMES: [&str; 12] = [
        "Aannemersbedrijf De Hoop",
        "Café ’t Hoekje",
        "Bakkerij Ångström & Dochters",
        "Transport Vermeulen NV",
        "Garage Dupont SPRL",
        "Zorggroep Noordrand",
        "Slagerij Peeters",
        "Installatietechniek Van Dijk en Partners Nederland B.V.",
        "Studio Kwadraat",
        "Brasserie Le Petit Coin",
        "Metaalwerken Janssens",
        "Gemeente Oosterlo",
    ];
    let mut numbers = Numbers::new(7);
    (0..n)
        .map(|i| {
            let p = 0.97 - 0.9 * i as f64 / n as f64 + 0.02 * numbers.unit();
            let open = (numbers.unit() * 4_000_000.0) as i64 + 40_000;
            let overdue = if i % 5 == 4 {
                0
            } else {
                (open as f64 * numbers.unit()) as i64
            };
            CustomerRow {
                customer_id: format!("{:05}", 10_400 + i * 37),
                name: NAMES[i % NAMES.len()].into(),
                sector: SECTORS[i % SECTORS.len()].into(),
                segment: (if p > 0.7 {
                    "C"
                } else if p > 0.3 {
                    "B"
                } else {
                    "A"
                })
                .into(),
                cluster_id: Some((i % 5) as u32),
                cluster_name: cluster_name((i % 5) as u32),
                p_late: Some(p),
                p_late_30d: Some(p * 0.6),
                risk_score: Some((p * 600.0).round() as u32),
                open_minor: open,
                overdue_minor: overdue,
                oldest_days_past_due: Some(if overdue > 0 {
                    (numbers.unit() * 140.0) as i32 + 1
                } else {
                    -12
                }),
                pattern: ["habit", "deteriorating", "incident", "unclear", "prompt"][i % 5].into(),
                early_warning: i % 5 == 1,
                warnings: if i % 5 == 1 {
                    vec![Wording::new(
                        "9 days later than last quarter",
                        "9 dagen later dan vorig kwartaal",
                        "9\u{a0}jours de plus qu’au trimestre dernier",
                    )]
                } else {
                    vec![]
                },
                natural_person: i % 11 == 1,
                reasons: reasons(&mut numbers, true),
                measures: if p > 0.7 {
                    vec![terms(), links()]
                } else {
                    vec![earlier()]
                },
                channel: Wording::new("phone", "telefoon", "téléphone"),
            }
        })
        .collect()
}

pub fn invoices(n: usize) -> Vec<OpenInvoiceRow> {
    let customers = customers(n);
    let mut numbers = Numbers::new(11);
    customers
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let past = (numbers.unit() * 90.0) as i32 - 30;
            let p = if past > 0 {
                1.0
            } else {
                c.p_late.unwrap_or(0.5)
            };
            OpenInvoiceRow {
                invoice_id: format!("2025-{:05}", 3_811 + 13 * i),
                customer_id: c.customer_id.clone(),
                customer_name: c.name.clone(),
                due_date: format!("2025-{:02}-{:02}", 10 + i % 3, 1 + i % 28),
                open_minor: (numbers.unit() * 1_500_000.0) as i64 + 10_099,
                days_past_due: past,
                p_late: Some(p),
                p_never: Some(0.02),
                p_paid_30d: Some(1.0 - 0.7 * c.p_late.unwrap_or(0.5)),
                expected_pay_date: Some(format!("2026-01-{:02}", 3 + i % 27)),
                pay_date_p10: Some("2026-01-02".into()),
                pay_date_p90: Some(format!("2026-03-{:02}", 3 + i % 27)),
                reasons: reasons(&mut numbers, true),
            }
        })
        .collect()
}

fn months() -> Vec<LateMonth> {
    let mut numbers = Numbers::new(3);
    (0..30)
        .map(|i| {
            let (year, month) = (2023 + (i + 6) / 12, (i + 6) % 12 + 1);
            let share = 0.34 + 0.05 * (i as f64 / 4.0).sin() + 0.02 * numbers.bell();
            LateMonth {
                month: format!("{year}-{month:02}"),
                n: if i == 29 {
                    41
                } else {
                    130 + (numbers.unit() * 40.0) as u64
                },
                late_share: Some(share),
                late_share_amount: Some(share + 0.06 + 0.03 * numbers.bell()),
                n_immature: [0, 31, 118][(i as usize).saturating_sub(27).min(2)],
                complete: i < 28,
            }
        })
        .collect()
}

fn sectors() -> Vec<SectorRow> {
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
                late_share: Some(shares[i]),
                late_share_low: Some((shares[i] - half).max(0.0)),
                late_share_high: Some(shares[i] + half),
                shrunken_risk: Some(weight * shares[i] + (1.0 - weight) * 0.28),
                mean_dunning_level: Some(shares[i] * 3.1),
                open_minor: n[i] as i64 * 41_000,
                measure: if shares[i] > 0.4 { terms() } else { leave() },
            }
        })
        .collect()
}

fn features() -> Vec<ClusterFeature> {
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

fn clusters() -> ClusterReport {
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
        profile: Wording::new(
            "Late less often and by fewer days than others; hardly ever reminded.",
            "Minder vaak en minder dagen te laat dan anderen; bijna nooit aangemaand.",
            "Moins souvent et moins longtemps en retard que les autres\u{202f}; presque jamais relancés.",
        ),
        n_customers: sizes[i],
        share_of_open: Some([0.38, 0.21, 0.2, 0.17, 0.04][i]),
        open_minor: 148_230_455 / 5,
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
            smallest: 60 / (i as u64 + 1),
            chosen: i == 3,
        })
        .collect();
    ClusterReport {
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

fn score(name: Wording, kind: ScoreKind, auc: f64, brier: f64, log_loss: f64, ece: f64) -> Score {
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

fn model() -> ModelReport {
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
    let group = |dimension: Wording, group: Wording, n, event_rate, auc| GroupMetrics {
        dimension,
        group,
        n,
        event_rate: Some(event_rate),
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
        ],
        notes: vec![Wording::new(
            "Clusters add next to nothing to this model; they describe, they do not predict.",
            "Clusters voegen haast niets toe aan dit model; ze beschrijven, ze voorspellen niet.",
            "Les groupes n’ajoutent presque rien au modèle\u{202f}; ils décrivent, ils ne prédisent pas.",
        )],
    }
}

fn dictionary() -> Vec<DictionaryRow> {
    features()
        .into_iter()
        .map(|f| DictionaryRow {
            feature: f.feature,
            label: f.label,
            unit: f.unit,
            meaning: Wording::new(
                "Over the mature invoices of the 12 months up to the as-of date.",
                "Over de vervallen facturen van de 12 maanden tot de peildatum.",
                "Sur les factures échues des 12 mois avant la date de situation.",
            ),
            sources: vec!["invoices.due_date".into(), "payments.payment_date".into()],
            formula: "n_late / n_mature".into(),
            in_model: true,
            in_clusters: true,
        })
        .collect()
}
