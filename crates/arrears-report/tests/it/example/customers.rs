//! Segments, customers and open invoices.

use arrears_report::*;

use super::*;

pub fn segments() -> Vec<SegmentRow> {
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

pub fn leave() -> Wording {
    Wording::new("Leave as it is", "Laten zoals het is", "Laisser en l’état")
}

pub fn earlier() -> Wording {
    Wording::new(
        "Follow up earlier: call 3 days after the due date",
        "Vroeger opvolgen: bel 3 dagen na de vervaldag",
        "Suivre plus tôt\u{a0}: appeler 3 jours après l’échéance",
    )
}

pub fn terms() -> Wording {
    Wording::new(
        "Adapt terms: 14 days, or part payment in advance",
        "Termijn aanpassen: 14 dagen, of een voorschot",
        "Adapter le délai\u{a0}: 14 jours, ou un acompte",
    )
}

pub fn links() -> Wording {
    Wording::new(
        "Offer a payment link or direct debit",
        "Betaallink of domiciliëring aanbieden",
        "Proposer un lien de paiement ou une domiciliation",
    )
}

pub const SECTORS: [&str; 9] = [
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

pub fn reasons(numbers: &mut Numbers, late: bool) -> Vec<Reason> {
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
                nearest: Wording::new(
                    "Would be B if the invoice 122 days past due were paid",
                    "Zou B zijn als de factuur die 122 dagen over de vervaldatum is, betaald was",
                    "Serait B si la facture échue depuis 122 jours était payée",
                ),
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

pub fn segment_shares() -> Vec<SegmentShareRow> {
    let row = |name: &str, n: Option<u64>, shares: Option<[f64; 3]>| SegmentShareRow {
        by: Wording::new("Country", "Land", "Pays"),
        name: Wording::new(name, name, name),
        n_customers: n,
        shares,
    };
    vec![
        row("NL", Some(412), Some([0.52, 0.31, 0.17])),
        row("BE", None, None),
        row("", None, None),
    ]
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
