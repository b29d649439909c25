//! The evidence by hand, against a plain recomputation, and what it must not do.

use super::super::sighting::{Count, DISPUTED, SKIPPED};
use super::*;

const REACH: Reach = Reach {
    window_days: 180,
    min_invoices: 5,
};

pub(crate) fn common() -> Common {
    Common {
        tail: Tail::of(&[Some(20.0), Some(30.0), Some(45.0), None]),
        rates: [0.03, 0.02, 0.04, 0.3, 0.4],
    }
}

fn at(due: i32, days: f64) -> Sighting {
    let mut counts = [Count::default(); N_KINDS];
    counts[SKIPPED].n = 1;
    counts[DISPUTED].n = 1;
    Sighting {
        due,
        days,
        settled: true,
        counts,
    }
}

/// An invoice a month, the last due on day 990 of 1000.
fn monthly(days: &[f64]) -> Vec<Sighting> {
    let n = days.len() as i32;
    (0..)
        .zip(days)
        .map(|(i, &days)| at(990 - 30 * (n - 1 - i), days))
        .collect()
}

fn find(seen: &[Sighting]) -> Evidence {
    let common = common();
    let reading = Reading {
        seen,
        signals: &[],
        first: 0,
        day: 1_000,
        common: &common,
    };
    evidence(reading, REACH).expect("enough invoices")
}

const STEADY: [f64; 14] = [
    -10.0, -14.0, -8.0, -12.0, -3.0, -11.0, -16.0, -9.0, -10.0, -13.0, -7.0, -12.0, -10.0, -11.0,
];

#[test]
fn paying_later_is_found_where_it_began() {
    let mut days = STEADY.to_vec();
    let quiet = find(&monthly(&days));
    days[11..].copy_from_slice(&[14.0, 18.0, 16.0]);
    let seen = monthly(&days);
    let found = find(&seen);
    assert!(quiet.worse < 1.0, "{quiet:?}");
    assert!(found.worse > 6.0 && found.better < 1.0, "{found:?}");
    assert_eq!(found.worse_from, 11);
    assert!(found.days_share > 0.9);
    let baseline = baseline_before(&seen, found.worse_from);
    assert!((baseline.mean + 10.3).abs() < 0.5, "{baseline:?}");
}

#[test]
fn paying_sooner_is_found_too() {
    let mut days: Vec<f64> = STEADY.iter().map(|x| x + 30.0).collect();
    days[10..].copy_from_slice(&[-9.0, -10.0, -12.0, -11.0]);
    let found = find(&monthly(&days));
    assert!(found.better > 6.0 && found.worse < 1.0, "{found:?}");
    assert_eq!(found.better_from, 10);
}

#[test]
fn one_forgotten_invoice_is_weaker_than_three_later_ones() {
    let mut one = STEADY.to_vec();
    one[12] = 35.0;
    let mut three = STEADY.to_vec();
    three[11..].fill(8.0);
    assert!(find(&monthly(&one)).worse + 1.0 < find(&monthly(&three)).worse);
}

#[test]
fn an_open_invoice_tells_more_the_longer_it_is_open() {
    // Until it is so late that it is rather a forgotten one.
    let open = |days: f64| {
        let mut seen = monthly(&STEADY);
        let last = seen.last_mut().expect("some");
        (last.days, last.settled) = (days, false);
        find(&seen).worse
    };
    let levels: Vec<f64> = [-20.0, -5.0, 0.0, 5.0].map(open).to_vec();
    assert!(
        levels.windows(2).all(|pair| pair[0] < pair[1]),
        "{levels:?}"
    );
}

#[test]
fn a_run_of_disputes_counts_by_itself() {
    let mut seen = monthly(&STEADY);
    let quiet = find(&seen);
    for s in &mut seen[11..] {
        s.counts[DISPUTED].k = 1;
    }
    let found = find(&seen);
    assert!(
        found.worse > quiet.worse + 2.0,
        "{} {}",
        found.worse,
        quiet.worse
    );
    assert!(found.kind_shares[DISPUTED] > 0.5, "{found:?}");
    assert!(found.days_share < 0.5, "{found:?}");
}

#[test]
fn many_invoices_paid_in_one_run_are_no_many_changes() {
    // 41 invoices of a week count as 41 / 13 of one: less than one in each of four weeks.
    let with = |dues: &[i32]| {
        let mut seen = monthly(&STEADY);
        seen.pop();
        seen.extend(dues.iter().map(|&due| at(due, 12.0)));
        find(&seen).worse
    };
    let run = with(&[992; 41]);
    assert!(
        with(&[992]) < run && run < with(&[971, 978, 985, 992]),
        "{run}"
    );
}

#[test]
fn too_few_invoices_say_nothing() {
    let common = common();
    let seen = monthly(&STEADY[..5]);
    let reading = Reading {
        seen: &seen,
        signals: &[],
        first: 0,
        day: 1_000,
        common: &common,
    };
    assert!(evidence(reading, REACH).is_none());
    let reading = Reading {
        seen: &[],
        ..reading
    };
    assert!(evidence(reading, REACH).is_none());
}

/// The formula of the module's head, written out without any shortcut.
fn plainly(seen: &[Sighting], signals: &[i32], day: i32) -> f64 {
    let common = common();
    let mut sum = 0.0;
    let first = seen.iter().position(|s| s.due > day - 180).expect("some");
    let mut last_due = if first > 0 {
        seen[first - 1].due.max(day - 180)
    } else {
        day - 180
    };
    let mut last = i32::MIN / 2;
    for from in first..seen.len() {
        if from < 5 || seen[from].due - last < 7 {
            continue;
        }
        let baseline = baseline_before(seen, from);
        let onset =
            f64::from(seen[from].due) - f64::from((seen[from].due - last_due).clamp(1, 60)) / 2.0;
        let mut days = 0.0;
        let steps = SIZES.map(|(size, weight)| (size, 0.4 * weight, false));
        let ramps = RAMPS.map(|(size, weight)| (size, 0.6 * weight, true));
        for (size, weight, ramp) in steps.into_iter().chain(ramps) {
            let mut product = 1.0;
            for s in &seen[from..] {
                let same_week = seen[from..]
                    .iter()
                    .filter(|o| o.due.div_euclid(7) == s.due.div_euclid(7))
                    .count();
                let usual = Paying {
                    mean: baseline.mean,
                    sd: baseline.sd,
                    forgotten: baseline.forgotten,
                    forgotten_from: baseline.mean + 2.0 * baseline.sd,
                    tail: &common.tail,
                };
                let way = ((f64::from(s.due) - onset) / 122.0).clamp(0.0, 1.0);
                let later = if ramp {
                    Paying {
                        mean: baseline.mean + way * size * baseline.sd,
                        sd: baseline.sd * (1.0 + way),
                        forgotten: (baseline.forgotten + 0.3 * way).min(0.6),
                        ..usual
                    }
                } else {
                    Paying {
                        mean: baseline.mean + size * baseline.sd,
                        forgotten: (baseline.forgotten + 0.12).min(0.6),
                        ..usual
                    }
                };
                let ratio =
                    later.likelihood(s.days, s.settled) / usual.likelihood(s.days, s.settled);
                product *= ratio.powf(1.0 / (0.7 + 0.3 * same_week as f64));
            }
            days += weight * product;
        }
        let reading = Reading {
            seen,
            signals,
            first: 0,
            day,
            common: &common,
        };
        let events: Vec<f64> = (0..N_KINDS)
            .map(|kind| rate_ratio(reading, from, kind))
            .chain([signal_ratio(reading, seen[from].due - 15)])
            .collect();
        // Unanswered reminders and signals.
        let product = (1.0 + events[4]) / 2.0 * (1.0 + events[5]) / 2.0;
        let mean = events.iter().sum::<f64>() / events.len() as f64;
        let months = f64::from((seen[from].due - last_due).clamp(1, 60)) / 30.0;
        sum += months * (0.85 * days * product + 0.15 * mean);
        (last, last_due) = (seen[from].due, seen[from].due);
    }
    sum.ln()
}

#[test]
fn it_is_the_formula() {
    let mut state = 7_u64;
    let mut draw = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for _ in 0..40 {
        let n = 8 + draw(30) as i32;
        let mut seen: Vec<Sighting> = (0..n)
            .map(|_| at(1_000 - draw(500) as i32, draw(60) as f64 - 25.0))
            .collect();
        seen.sort_by_key(|s| s.due);
        for s in &mut seen {
            s.settled = draw(4) > 0;
            s.counts[DISPUTED].k = u16::from(draw(6) == 0);
        }
        let signals: Vec<i32> = (0..draw(4)).map(|_| draw(1_000) as i32).collect();
        if seen.iter().all(|s| s.due <= 820) {
            continue;
        }
        let common = common();
        let reading = Reading {
            seen: &seen,
            signals: &signals,
            first: 0,
            day: 1_000,
            common: &common,
        };
        let expected = plainly(&seen, &signals, 1_000);
        match evidence(reading, REACH) {
            Some(found) => assert!(
                (found.worse - expected).abs() < 1e-9,
                "{} {expected}",
                found.worse
            ),
            None => assert!(expected.is_infinite()),
        }
    }
}
