//! All customers in lines, and the pages of some.

use arrears_report::*;

use super::*;

/// Those of the example that owe something, and as many that owe nothing.
pub fn listed() -> Vec<ListedCustomer> {
    let rows = customers(40);
    let owing = rows.iter().map(|c| ListedCustomer {
        customer_id: c.customer_id.clone(),
        name: c.name.clone(),
        segment: c.segment.clone(),
        cluster_id: c.cluster_id,
        p_late: c.p_late,
        open_minor: c.open_minor,
        overdue_minor: c.overdue_minor,
        early_warning: c.early_warning,
        natural_person: c.natural_person,
    });
    let nothing = (0..40).map(|i| ListedCustomer {
        customer_id: format!("{:05}", 90_001 + i),
        name: if i % 7 == 0 {
            String::new()
        } else {
            format!("Vereniging Zuid {i}")
        },
        segment: "A".into(),
        p_late: Some(0.04),
        ..ListedCustomer::default()
    });
    owing.chain(nothing).collect()
}

/// A page for the first customers of the list.
pub fn pages(n: usize) -> Vec<CustomerPage> {
    let open = invoices(n);
    let page = |(i, customer): (usize, CustomerRow)| CustomerPage {
        call: (i % 2 == 0).then(|| WorklistRow {
            customer_id: customer.customer_id.clone(),
            ..calls(n)[i].clone()
        }),
        open: vec![open[i].clone()],
        n_open: 1 + (i as u64 % 2),
        timeline: timeline(i),
        months: customer_months(i),
        customer,
    };
    customers(40)
        .into_iter()
        .take(n)
        .enumerate()
        .map(page)
        .collect()
}

fn event(day: &str, kind: &str) -> TimelineEvent {
    TimelineEvent {
        day: day.into(),
        kind: kind.into(),
        ..TimelineEvent::default()
    }
}

fn timeline(i: usize) -> Vec<TimelineInvoice> {
    let settled = TimelineInvoice {
        invoice_id: format!("2025-{:05}", 3_100 + i),
        invoice_date: "2025-06-02".into(),
        due_date: "2025-07-02".into(),
        amount_minor: 120_050,
        ended_on: Some("2025-08-14".into()),
        events: vec![
            TimelineEvent {
                level: 1,
                ..event("2025-07-10", "reminder")
            },
            TimelineEvent {
                amount_minor: Some(120_050),
                ..event("2025-08-14", "payment")
            },
        ],
    };
    let open = TimelineInvoice {
        invoice_id: format!("2025-{:05}", 3_811 + 13 * i),
        invoice_date: "2025-10-01".into(),
        due_date: "2025-10-31".into(),
        amount_minor: 310_000,
        ended_on: None,
        events: vec![
            event("2025-11-05", "call"),
            TimelineEvent {
                reason: "Levering incompleet".into(),
                ..event("2025-11-12", "dispute")
            },
            event("2025-11-28", "dispute_closed"),
            TimelineEvent {
                until: Some("2025-12-20".into()),
                amount_minor: Some(310_000),
                ..event("2025-12-01", "promise")
            },
        ],
    };
    vec![settled, open]
}

fn customer_months(i: usize) -> Vec<CustomerMonth> {
    let month = |m: usize| CustomerMonth {
        day: format!("2025-{m:02}-28"),
        open_minor: 100_000 * ((m + i) % 5) as i64,
        overdue_minor: 40_000 * ((m + i) % 3) as i64,
        n_due: (m % 4) as u64,
        n_late: (m % 2) as u64,
        // The second customer is new, the others' first four months were not scored, and one model could not be applied.
        scored: (m > 4 && m != 7 && (i != 1 || m == 12)).then(|| ScoredThen {
            p_late: 0.2 + 0.05 * ((m + i) % 6) as f64,
            p_late_30d: 0.05 + 0.03 * ((m + 2 * i) % 7) as f64,
            segment: ["A", "B", "C"][(m + i) % 3].into(),
        }),
    };
    (1..=12).map(month).collect()
}

/// Who scored those months.
pub fn risk_over_time() -> RiskOverTime {
    let day = |m: usize| {
        let (by, model) = match m {
            1..=4 => ("not_yet", String::new()),
            7 => ("unfit", String::new()),
            _ => ("model", format!("2025-{:02}-28", if m < 9 { 5 } else { 9 })),
        };
        ScoringDay {
            day: format!("2025-{m:02}-28"),
            by: by.into(),
            model_id: model.clone(),
            model_of: model,
        }
    };
    RiskOverTime {
        days: (1..=12).map(day).collect(),
        notes: vec![Wording::new(
            "One month-end is left open.",
            "Eén maandeinde blijft open.",
            "Une fin de mois reste sans estimation.",
        )],
        is_unnamed: false,
    }
}
