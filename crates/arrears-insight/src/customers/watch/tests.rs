//! The watch over made-up histories: what it finds, how often it is wrong, and what it must not know.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StudentT};

use super::history::Track;
use super::in_control::{holds, month_ends};
use super::*;

const AS_OF: Day = Day(20_453);
const MONTHS: i32 = 30;

fn settings(seed: u64) -> Settings {
    Settings {
        rule: WarningRule {
            false_alarms_per_100_months: 1.0,
            ..WarningRule::default()
        },
        as_of: AS_OF,
        lag: 2,
        seed,
    }
}

/// A customer with an invoice a month, paid about 10 days early with t(4) noise of 6 days; one in thirty is forgotten.
/// Those due in the last `changed` months are paid `by` days later.
fn history(rng: &mut ChaCha8Rng, changed: i32, by: f64) -> History {
    let noise = StudentT::new(4.0).expect("four degrees");
    let tracks = (0..MONTHS).map(|i| {
        let due = AS_OF.0 - 30 * (MONTHS - 1 - i) - rng.random_range(0..20);
        let mut late = -10.0 + 6.0 / 2.0_f64.sqrt() * noise.sample(rng);
        if rng.random_range(0..30) == 0 {
            late = rng.random_range(20.0..50.0);
        }
        if i >= MONTHS - changed {
            late += by;
        }
        let paid = due + (late.round() as i32).max(-29);
        Track {
            due,
            known: due - 30,
            turns: Box::new([(paid + 2, Some(paid))]),
            ..Track::default()
        }
    });
    let mut tracks: Vec<Track> = tracks.collect();
    tracks.sort_by_key(|track| track.due);
    History {
        tracks,
        ..History::default()
    }
}

fn population(n: usize, seed: u64) -> Vec<History> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..n).map(|_| history(&mut rng, 0, 0.0)).collect()
}

/// New alarms per 100 customer-months of unchanged customers, under a threshold set on others.
#[test]
fn the_rate_of_false_alarms_is_the_one_that_was_set() {
    let settings = settings(1);
    let (known, watched) = (population(300, 5), population(600, 6));
    let shocks = Shocks::default();
    let common = Common::of(&known, &settings, &shocks);
    let chance = InControl::of(&known, &settings, &shocks, &common);
    let days = month_ends(AS_OF, 12);
    let alarms = |customer: usize| -> (usize, usize) {
        let (mut on, mut raised, mut counted) = (false, 0, 0);
        for &day in &days {
            let moment = Moment {
                histories: &watched,
                settings: &settings,
                common: &common,
                day,
                shocks: Shocks::default(),
            };
            let evidence = moment
                .evidence(customer)
                .map_or(f64::NEG_INFINITY, |found| found.worse);
            let counts = in_control::counts(&moment.seen(customer), day.0);
            let now = holds(evidence, chance.worse, on);
            raised += usize::from(now && !on && counts);
            counted += usize::from(counts);
            on = now;
        }
        (raised, counted)
    };
    let all: Vec<(usize, usize)> = (0..watched.len()).into_par_iter().map(alarms).collect();
    let raised: usize = all.iter().map(|one| one.0).sum();
    let counted: usize = all.iter().map(|one| one.1).sum();
    let rate = 100.0 * raised as f64 / counted as f64;
    assert!(counted > 5_000, "{counted}");
    // About 65 alarms are expected: a third more or less is four standard deviations of the count and of the threshold.
    assert!((0.6..1.5).contains(&rate), "{raised} in {counted}");
}

fn found(histories: &[History], day: Day, settings: &Settings) -> Vec<Option<Change>> {
    let at = Settings {
        as_of: day,
        ..settings.clone()
    };
    watch_histories(histories, &at).changes
}

#[test]
fn customers_that_pay_three_standard_deviations_later_are_found() {
    let mut histories = population(200, 7);
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    for history in &mut histories[..20] {
        *history = super::tests::history(&mut rng, 4, 18.0);
    }
    let changes = found(&histories, AS_OF, &settings(2));
    let worse = |range: std::ops::Range<usize>| {
        let later = |change: &&Change| change.direction == Direction::Worse;
        changes[range].iter().flatten().filter(later).count()
    };
    assert!(worse(0..20) >= 18, "{} of 20", worse(0..20));
    // Three alarms a month are expected of 180, and each stands for some months.
    assert!(worse(20..200) <= 14, "{} of 180", worse(20..200));
    let change = changes[0].as_ref().expect("the first has changed");
    let level = change.days.expect("days late changed");
    let size = level.size_days().expect("a size");
    assert!((size - 18.0).abs() < 8.0, "{level:?}");
    assert!(
        (change.since - (AS_OF - 100)).abs() < 40,
        "{:?}",
        change.since
    );
    assert!(change.certainty > 0.5 && change.raised <= AS_OF);
}

#[test]
fn who_plainly_changed_tells_nothing_of_normal_times() {
    let mut rng = ChaCha8Rng::seed_from_u64(12);
    let settings = settings(1);
    let (steady, shocks) = (population(60, 5), Shocks::default());
    let common = Common::of(&steady, &settings, &shocks);
    let days = month_ends(AS_OF, 30);
    let changed =
        |history: &History| in_control::changed_before(history, &days, &settings, &shocks, &common);
    assert!(changed(&history(&mut rng, 6, 22.0)), "now");
    assert!(
        changed(&history(&mut rng, 15, 45.0)),
        "more than a year ago"
    );
    assert_eq!(steady.iter().filter(|one| changed(one)).count(), 0);
}

/// Steps by size, on the third due date and up to 20 days after it: an ideal CUSUM finds 21, 81 and 99 %.
#[test]
fn a_step_is_found_by_its_third_due_date_by_size() {
    const CHANGED: usize = 20;
    let share = |size: f64| {
        let mut histories = population(400, 17);
        let mut rng = ChaCha8Rng::seed_from_u64(18);
        for one in &mut histories[..CHANGED] {
            *one = history(&mut rng, 3, 6.0 * size);
        }
        let changes = found(&histories, AS_OF, &settings(2));
        let worse = |change: &&Change| change.direction == Direction::Worse;
        changes[..CHANGED].iter().flatten().filter(worse).count()
    };
    let found = [1.0, 2.0, 3.0].map(share);
    assert!(found[1] >= 9 && found[2] >= 16, "{found:?} of {CHANGED}");
    assert!(found.is_sorted(), "{found:?}");
}

#[test]
fn what_becomes_known_later_changes_no_earlier_warning() {
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let whole: Vec<History> = (0..60)
        .map(|i| history(&mut rng, if i % 3 == 0 { 6 } else { 0 }, 20.0))
        .collect();
    let day = AS_OF - 75;
    let until = |history: &History| {
        let mut known = history.clone();
        known.tracks.retain(|track| track.known <= day.0);
        for track in &mut known.tracks {
            track.turns = track
                .turns
                .iter()
                .copied()
                .filter(|turn| turn.0 <= day.0)
                .collect();
        }
        known
    };
    let then: Vec<History> = whole.iter().map(until).collect();
    let settings = settings(3);
    let (now, before) = (found(&whole, day, &settings), found(&then, day, &settings));
    assert!(before.iter().flatten().count() > 5);
    assert_eq!(now, before);
}

#[test]
fn nobody_to_watch_is_no_error() {
    let none = watch_histories(&[], &settings(4));
    assert!(none.changes.is_empty() && none.account.n_watched == 0);
    let silent = watch_histories(&[History::default()], &settings(4));
    assert_eq!(silent.changes, [None]);
}

#[test]
fn every_customer_that_anything_is_read_from_is_sampled() {
    for n in [1, 90, 1_001, 5_001, 12_345, 40_000] {
        for most in [
            LAG_CUSTOMERS,
            COMMON_CUSTOMERS,
            shocks::MAX_CUSTOMERS,
            in_control::HISTORIES,
        ] {
            let mut read = (0..n).step_by(every(n, most));
            assert!(read.all(|place| is_sampled(place, n)), "{most} of {n}");
        }
    }
    let n_sampled = (0..40_000).filter(|&place| is_sampled(place, 40_000));
    assert!(n_sampled.count() < 7_000);
}
