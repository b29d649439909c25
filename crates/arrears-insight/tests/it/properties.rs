//! Invariants over made-up portfolios.

use arrears_insight::customers::{
    ClusterVariable, Clustering, CustomerInsight, CustomerScores, Following, Pattern, Policy,
    Segment, assess, profiles, summarise,
};
use arrears_insight::facts::{CustomerFacts, InvoiceFacts, Portfolio};
use arrears_insight::frames::{sectors_frame, segments_frame};
use arrears_insight::late_share::late_share_by_month;
use arrears_insight::money::kpis;
use arrears_insight::sectors::{SectorInsight, sectors};
use arrears_insight::text::{Language, Text};

use crate::portfolios::{AS_OF, Numbers, assemble, customer, parts, portfolio};

const SEEDS: std::ops::Range<u64> = 0..12;

fn scores(portfolio: &Portfolio) -> CustomerScores {
    let p: Vec<Option<f64>> = portfolio
        .customers
        .iter()
        .map(|customer| {
            let invoices = portfolio.invoices_of(customer);
            let late = invoices.iter().filter(|invoice| invoice.late).count();
            Some(late as f64 / (invoices.len() + 1) as f64)
        })
        .collect();
    CustomerScores {
        p_late_30d: p.iter().map(|p| p.map(|p| p / 2.0)).collect(),
        p_late: p,
        ..CustomerScores::default()
    }
}

fn assessed(portfolio: &Portfolio) -> Vec<CustomerInsight> {
    assess(portfolio, &scores(portfolio), &[], &[], &Policy::default()).expect("a good input")
}

fn sector_rows(portfolio: &Portfolio) -> Vec<SectorInsight> {
    sectors(portfolio, &Policy::default().measures)
}

fn clustering(portfolio: &Portfolio) -> Clustering {
    let values: Vec<f64> = (0..portfolio.customers.len())
        .map(|i| (i % 5) as f64)
        .collect();
    Clustering {
        ids: (0..5).collect(),
        assignment: values.iter().map(|&value| value as i32).collect(),
        variables: vec![ClusterVariable {
            feature: "remainder".into(),
            label: Text::same("remainder"),
            unit: String::new(),
            centroids: vec![0.0, 1.0, 2.0, 3.0, 4.0],
            centroids_standardised: vec![-1.4, -0.7, 0.0, 0.7, 1.4],
            values,
        }],
        stability: Vec::new(),
        least_stability: 0.75,
        following: Following::default(),
    }
}

#[test]
fn every_customer_has_a_segment_reasons_a_measure_and_a_channel() {
    for seed in SEEDS {
        let all = portfolio(seed, 200);
        let found = assessed(&all);
        assert_eq!(found.len(), 200);
        for customer in &found {
            assert!(!customer.reasons.is_empty() && !customer.advice.measures.is_empty());
            for language in Language::ALL {
                for reason in &customer.reasons {
                    assert!(!reason.say(language, "EUR").contains("NaN"));
                }
            }
        }
        let totals = summarise(&found);
        let kpis = kpis(&all);
        assert_eq!(
            totals.iter().map(|total| total.open_minor).sum::<i64>(),
            kpis.open_minor
        );
        assert_eq!(
            totals.iter().map(|total| total.n_customers).sum::<u64>(),
            kpis.n_customers
        );
    }
}

#[test]
fn an_incident_is_never_in_c_and_a_habit_never_in_a() {
    for seed in SEEDS {
        let all = portfolio(seed, 200);
        for (customer, facts) in assessed(&all).iter().zip(&all.customers) {
            let insolvent = facts
                .signals
                .iter()
                .any(|signal| signal.kind == "bankruptcy");
            let lies_open = customer.money.n_materially_overdue > customer.pattern.n_material;
            match customer.pattern.pattern {
                Pattern::Incident if !insolvent && !lies_open => {
                    assert_ne!(customer.segment, Segment::C)
                }
                Pattern::Habit => assert_ne!(customer.segment, Segment::A),
                _ => {}
            }
        }
    }
}

#[test]
fn the_order_of_customers_does_not_matter() {
    for seed in SEEDS {
        let all = portfolio(seed, 120);
        let mut turned = parts(&all);
        turned.rotate_left(37);
        let turned = assemble(turned);
        assert_eq!(kpis(&turned), kpis(&all));
        assert_eq!(late_share_by_month(&turned), late_share_by_month(&all));
        for (own, other) in sector_rows(&all).iter().zip(sector_rows(&turned)) {
            assert_eq!(
                (&own.sector, own.n_invoices, own.late_share, own.measure),
                (
                    &other.sector,
                    other.n_invoices,
                    other.late_share,
                    other.measure
                )
            );
            let (a, b) = (own.shrunken_risk.unwrap(), other.shrunken_risk.unwrap());
            assert!(
                (a - b).abs() < 1e-12,
                "sums in another order differ by rounding alone"
            );
        }
        let mut segments: Vec<Segment> = assessed(&turned).iter().map(|c| c.segment).collect();
        segments.rotate_right(37);
        assert_eq!(
            segments,
            assessed(&all).iter().map(|c| c.segment).collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_unit_of_money_scales_amounts_and_nothing_else() {
    for seed in SEEDS {
        let all = portfolio(seed, 80);
        let mut scaled = all.clone();
        for invoice in &mut scaled.invoices {
            invoice.amount_minor *= 7;
            invoice.sold_minor *= 7;
            invoice.open_minor *= 7;
            invoice.opening_minor *= 7;
        }
        let (own, other) = (kpis(&all), kpis(&scaled));
        assert_eq!(other.open_minor, 7 * own.open_minor);
        assert_eq!(
            (other.dso_days, other.add_days),
            (own.dso_days, own.add_days)
        );
        assert_eq!(other.cei_percent, own.cei_percent);
        for (own, other) in sector_rows(&all).iter().zip(sector_rows(&scaled)) {
            assert_eq!(other.amount_minor, 7 * own.amount_minor);
            assert_eq!(other.late_share_amount, own.late_share_amount);
            assert_eq!(other.shrunken_risk, own.shrunken_risk);
        }
        let patterns = |all: &Portfolio| -> Vec<_> {
            assessed(all)
                .into_iter()
                .map(|customer| customer.pattern)
                .collect()
        };
        assert_eq!(patterns(&scaled), patterns(&all));
    }
}

#[test]
fn the_own_group_changes_no_figure_on_money_or_sectors() {
    for seed in SEEDS {
        let all = portfolio(seed, 60);
        let mut with: Vec<(CustomerFacts, Vec<InvoiceFacts>)> = parts(&all);
        let mut own = customer(&mut Numbers(seed + 99), 900);
        own.0.intercompany = true;
        with.push(own);
        let with = assemble(with);
        assert_eq!(sector_rows(&with), sector_rows(&all));
        assert_eq!(late_share_by_month(&with), late_share_by_month(&all));
        let (a, b) = (kpis(&all), kpis(&with));
        assert_eq!(
            (a.open_minor, a.sales_minor, a.cei_percent),
            (b.open_minor, b.sales_minor, b.cei_percent)
        );
    }
}

#[test]
fn sums_over_sectors_and_clusters_are_the_whole() {
    for seed in SEEDS {
        let all = portfolio(seed, 150);
        let rows = sector_rows(&all);
        let total = kpis(&all);
        assert_eq!(
            rows.iter().map(|row| row.open_minor).sum::<i64>(),
            total.open_minor
        );
        assert_eq!(
            rows.iter().map(|row| row.n_customers).sum::<u64>(),
            total.n_customers
        );
        let clusters =
            profiles(&all, &clustering(&all), &Policy::default().measures).expect("a good input");
        assert_eq!(
            clusters
                .iter()
                .map(|cluster| cluster.n_customers)
                .sum::<u64>(),
            150
        );
        let share: f64 = clusters
            .iter()
            .filter_map(|cluster| cluster.share_of_open)
            .sum();
        assert!((share - 1.0).abs() < 1e-12);
        for language in Language::ALL {
            let mut names: Vec<&str> = clusters.iter().map(|c| c.name.get(language)).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), clusters.len(), "a name is unique within a run");
        }
        for row in &rows {
            let (share, interval) = (row.late_share.unwrap(), row.late_interval.unwrap());
            assert!(interval.low <= share && share <= interval.high);
            assert!(row.n_effective <= row.n_invoices as f64 + 1e-9);
        }
    }
}

#[test]
fn one_thread_and_many_give_the_same_frames() {
    let all = portfolio(5, 500);
    let frames = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n_threads)
            .build()
            .expect("a pool");
        pool.install(|| {
            let clusters = profiles(&all, &clustering(&all), &Policy::default().measures).unwrap();
            let assignment = clustering(&all).assignment;
            let found = assess(
                &all,
                &scores(&all),
                &assignment,
                &clusters,
                &Policy::default(),
            )
            .unwrap();
            let segments = segments_frame(&found, &[], &[], AS_OF, "EUR", Language::Fr).unwrap();
            let sectors = sectors_frame(&sector_rows(&all), AS_OF, Language::Fr).unwrap();
            (segments, sectors)
        })
    };
    let (one, many) = (frames(1), frames(4));
    assert!(one.0.equals_missing(&many.0) && one.1.equals_missing(&many.1));
}
