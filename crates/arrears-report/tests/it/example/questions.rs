//! The four questions, risk groups, follow-up and reasons.

use arrears_report::*;

use super::*;

fn of(k: u64, n: u64) -> ShareOf {
    let share = k as f64 / n as f64;
    let half = 1.96 * f64::sqrt(share * (1.0 - share) / n as f64);
    ShareOf {
        k,
        n,
        share: Some(share),
        low: Some((share - half).max(0.0)),
        high: Some((share + half).min(1.0)),
    }
}

fn three(text: &str) -> Wording {
    Wording::new(text, format!("{text} (nl)"), format!("{text} (fr)"))
}

fn share_rows() -> Vec<CustomerShareRow> {
    customers(18)
        .into_iter()
        .zip(0..)
        .map(|(customer, i)| CustomerShareRow {
            customer_id: customer.customer_id,
            name: customer.name,
            natural_person: i % 5 == 0,
            of: of(12 - i % 6, 12),
            amount_minor: customer.open_minor,
            overdue_minor: customer.overdue_minor,
        })
        .collect()
}

pub fn questions() -> QuestionsReport {
    let question = || QuestionReport {
        notes: vec![
            three("18 of 240 customers: 8%."),
            three("12 have too few invoices."),
        ],
        rows: share_rows(),
    };
    let effort = share_rows()
        .into_iter()
        .zip(1_u64..)
        .map(|(row, i)| EffortRow {
            customer_id: row.customer_id,
            name: row.name,
            natural_person: row.natural_person,
            n_invoices: 40 - i,
            amount_minor: row.amount_minor,
            n_reminders: 60 / i,
            n_calls: 20 / i,
            n_disputes: i % 3,
            per_thousand: Some(9.0 / i as f64),
            low: Some(6.0 / i as f64),
            high: Some(13.0 / i as f64),
            days_per_thousand: Some(80.0 / i as f64),
        });
    let mut models = sectors();
    models.truncate(3);
    for (row, name) in models.iter_mut().zip(["project", "supply", "subscription"]) {
        row.sector = name.into();
    }
    QuestionsReport {
        late_rule: question(),
        formal: question(),
        sectors: sectors(),
        business_models: models,
        sector_notes: vec![three("9 customers have no sector.")],
        effort: effort.collect(),
        effort_notes: vec![three("On EUR 1,234,567 that fell due: 60 reminders.")],
    }
}

pub fn risk_groups() -> GroupsReport {
    let row = |i: u64| GroupRow {
        name: Wording::new(
            format!("sector: {}, terms: 46 to 60 days", SECTORS[i as usize]),
            format!(
                "sector: {}, betaaltermijn: 46 tot 60 dagen",
                SECTORS[i as usize]
            ),
            format!(
                "secteur\u{a0}: {}, délai de paiement\u{a0}: 46 à 60 jours",
                SECTORS[i as usize]
            ),
        ),
        short_name: format!("{} · 46 – 60", SECTORS[i as usize]).as_str().into(),
        n_customers: 30 + 7 * i,
        earlier: of(60 - 6 * i, 120),
        rest_share: Some(0.21),
        shrunken: 0.4,
        later: of(30 - 4 * i, 60),
        later_rest_share: Some(0.22),
        higher: i < 4,
        confirmed: [Some(true), Some(false), None][i as usize % 3],
        parts_explain: [None, Some(true), Some(false)][i as usize % 3],
        overdue_minor: 1_234_500,
    };
    GroupsReport {
        notes: vec![three("212 groups were tested.")],
        rows: (0..7).map(row).collect(),
    }
}

pub fn follow_up() -> FollowUpReport {
    let ladder = ["", "A", "C"].into_iter().flat_map(|segment| {
        [(1, 14), (2, 24), (3, 45), (4, 90)].map(|(level, day)| LadderRow {
            segment: segment.into(),
            level,
            day: Some(day).filter(|_| !segment.is_empty()),
            on_time: of(80, 100),
            n_early: 1,
            n_late: 12,
            n_not_sent: 7,
            median_day: Some(day + 1),
        })
    });
    let lag = |name: &str, k| LagRow {
        name: three(name),
        late: of(k, 90),
    };
    let channel = |channel: &str, k, days| ChannelRow {
        channel: three(channel),
        paid: of(k, 200),
        median_days: days,
        mean_level: 1.4,
        replied: Some(0.3),
    };
    let manager = |manager: &str, k| ManagerRow {
        manager: manager.into(),
        n_customers: 80,
        due_minor: 80_000_000,
        late_minor: 9_000_000,
        overdue_minor: 4_000_000,
        written_off_minor: 120_000,
        late: of(k, 400),
    };
    FollowUpReport {
        ladder: ladder.collect(),
        ladder_notes: vec![three("Nobody set these ladders.")],
        lags: vec![
            lag("on the day", 20),
            lag("1 to 7 days", 26),
            lag("31 days or more", 41),
        ],
        channels: vec![
            channel("email", 90, Some(16)),
            channel("phone", 110, Some(11)),
            channel("letter", 50, None),
        ],
        managers: vec![manager("Ann", 60), manager("Bob", 90), manager("", 20)],
        loss_notes: vec![three("EUR 12,000 was lost.")],
        absent: vec![three("Days of delivery.")],
    }
}

pub fn late_reasons() -> ReasonsReport {
    let row = |name: &str, registered, inferred, unknown| ReasonRow {
        reason: three(name),
        n: 12,
        registered_minor: registered,
        inferred_minor: inferred,
        unknown_minor: unknown,
        open_minor: 100_000,
    };
    let rows = vec![
        row("forgotten", 200_000, 900_000, 0),
        row("contested", 100_000, 500_000, 0),
        row("short of cash", 300_000, 0, 0),
        row("not reached", 0, 200_000, 0),
        row("promise not kept", 0, 150_000, 0),
        row("error in the invoice", 70_000, 0, 0),
        row("no reason known", 0, 0, 800_000),
    ];
    let minor = vec![
        1_100_000, 600_000, 300_000, 200_000, 150_000, 70_000, 800_000,
    ];
    ReasonsReport {
        notes: vec![three("2 wordings were not understood.")],
        total_minor: minor.iter().sum(),
        quarters: (0..8)
            .map(|i| ReasonQuarter {
                from: format!("{}-{:02}-01", 2024 + i / 4, i % 4 * 3 + 1),
                minor: minor.clone(),
            })
            .collect(),
        sectors: SECTORS
            .iter()
            .map(|sector| ReasonSector {
                sector: (*sector).into(),
                late_minor: minor.iter().sum(),
                minor: minor.clone(),
            })
            .collect(),
        rows,
    }
}
