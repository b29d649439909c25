//! What is outstanding, what comes in, and late shares by month.

use arrears_report::*;

use super::*;

pub fn kpis() -> Kpis {
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

pub fn cash() -> CashForecast {
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
        sales_minor: Some((i * i) as i64 * 150_000),
        total_low_minor: Some(expected[i] * 800 + (i * i) as i64 * 120_000),
        total_high_minor: Some(expected[i] * 1200 + (i * i) as i64 * 180_000),
        overdue_minor: Some(61_512_280 - expected[i] * 900),
    };
    CashForecast {
        weeks: (0..13).map(week).collect(),
        unbooked_minor: 2_104_300,
        later_minor: 27_120_000,
        never_minor: 4_811_455,
        method: Wording::new(
            "Settlement dates come from how customers with a like risk have paid, given how long an invoice has been open.",
            "Betaaldata komen van hoe klanten met een gelijk risico betaald hebben, gegeven hoe lang een factuur al openstaat.",
            "Les dates de règlement viennent de la façon dont des clients de risque semblable ont payé, selon l’âge de la facture.",
        ),
    }
}

pub fn months() -> Vec<LateMonth> {
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

pub fn provision() -> Vec<ProvisionAge> {
    let shares = [0.008, 0.031, 0.092, 0.21, 0.54];
    let ages = kpis().ageing.into_iter().zip(shares);
    ages.map(|(age, share)| ProvisionAge {
        bucket: age.bucket,
        open_minor: age.amount_minor,
        lost_share: Some(share),
        provision_minor: Some((age.amount_minor as f64 * share) as i64),
    })
    .collect()
}

pub fn kpi_months() -> Vec<KpiMonth> {
    let month = |i: i64| KpiMonth {
        day: format!("2025-{:02}-28", i + 1),
        open_minor: 140_000_000 + 700_000 * i,
        overdue_minor: 55_000_000 + 500_000 * i,
        dso_days: Some(50.0 + 0.4 * i as f64),
        best_possible_dso_days: Some(31.0),
        add_days: Some(19.0 + 0.4 * i as f64),
        cei_percent: (i > 2).then_some(80.0),
    };
    (0..12).map(month).collect()
}
