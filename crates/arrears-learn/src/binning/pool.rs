//! Pooling of neighbouring bins until what they say is monotonic and each of them large enough.
//!
//! Ayer et al. (1955) pool means, which always lie between those of their parts. Smoothed odds need not:
//! two small bins pooled may say more than either. So each pooling is followed by another look for
//! neighbours that run against the trend; every one leaves a bin less, and the work ends.

use super::counts::Counts;
use super::params::BinningValidParams;

/// Neighbouring bins of known values; `last` is the position of the last initial bin in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pool {
    pub(super) counts: Counts,
    pub(super) last: usize,
}

/// Pools initial bins, given in rising order of their values; `all` counts missing rows too.
pub(super) fn pool(initial: &[Counts], all: Counts, params: &BinningValidParams) -> Vec<Pool> {
    let rising = rises(initial);
    let mut pools: Vec<Pool> = initial
        .iter()
        .enumerate()
        .map(|(last, &counts)| Pool { counts, last })
        .collect();
    loop {
        pool_violators(&mut pools, rising);
        let small = pools.iter().position(|pool| is_small(pool, all, params));
        let joint = match small {
            _ if pools.len() < 2 => return pools,
            Some(at) => joint_beside(&pools, at),
            None if pools.len() > params.max_bins => nearest_joint(&pools, 0..pools.len() - 1),
            None => return pools,
        };
        merge(&mut pools, joint);
    }
}

/// Whether the event grows more frequent with the value: whether, of a random row with the event and
/// a random one without, the first more often has the higher value. Counted exactly.
fn rises(bins: &[Counts]) -> bool {
    let (mut below, mut balance) = (Counts::default(), 0i128);
    for bin in bins {
        balance += i128::from(bin.events) * i128::from(below.others);
        balance -= i128::from(bin.others) * i128::from(below.events);
        below = below.with(*bin);
    }
    balance >= 0
}

/// Pools neighbours until the odds run strictly in the direction of the trend.
fn pool_violators(pools: &mut Vec<Pool>, rising: bool) {
    let mut at = 0;
    while at + 1 < pools.len() {
        let (here, next) = (pools[at].counts.odds(), pools[at + 1].counts.odds());
        let in_order = if rising { here < next } else { here > next };
        if in_order {
            at += 1;
        } else {
            merge(pools, at);
            // What was pooled may now run against the bin before it.
            at = at.saturating_sub(1);
        }
    }
}

fn is_small(pool: &Pool, all: Counts, params: &BinningValidParams) -> bool {
    let below = |part: u64, whole: u64, share: f64| (part as f64) < share * whole as f64;
    let least = params.min_outcome_share;
    below(pool.counts.rows(), all.rows(), params.min_share)
        || below(pool.counts.events, all.events, least)
        || below(pool.counts.others, all.others, least)
}

/// The joint between a bin and the neighbour that says most nearly the same.
fn joint_beside(pools: &[Pool], at: usize) -> usize {
    let first = at.saturating_sub(1);
    nearest_joint(pools, first..(at + 1).min(pools.len() - 1))
}

/// The first joint with the smallest difference of log odds.
fn nearest_joint(pools: &[Pool], joints: std::ops::Range<usize>) -> usize {
    let gap = |at: usize| {
        let (a, b) = (pools[at].counts.odds(), pools[at + 1].counts.odds());
        (a / b).ln().abs()
    };
    let first = joints.start;
    joints.fold(
        first,
        |best, at| if gap(at) < gap(best) { at } else { best },
    )
}

/// Makes one bin of those on either side of a joint.
fn merge(pools: &mut Vec<Pool>, joint: usize) {
    let next = pools.remove(joint + 1);
    let pool = &mut pools[joint];
    pool.counts = pool.counts.with(next.counts);
    pool.last = next.last;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binning::BinningParams;
    use linfa::ParamGuard;

    fn counts(pairs: &[(u64, u64)]) -> Vec<Counts> {
        let bin = |&(events, others): &(u64, u64)| Counts { events, others };
        pairs.iter().map(bin).collect()
    }

    fn pooled(pairs: &[(u64, u64)], params: BinningParams) -> Vec<(u64, u64)> {
        let bins = counts(pairs);
        let all = bins
            .iter()
            .fold(Counts::default(), |sum, bin| sum.with(*bin));
        pool(&bins, all, &params.check().unwrap())
            .iter()
            .map(|pool| (pool.counts.events, pool.counts.others))
            .collect()
    }

    #[test]
    fn a_neighbour_against_the_trend_is_pooled() {
        let found = pooled(
            &[(10, 90), (30, 70), (20, 80), (60, 40)],
            BinningParams::new(),
        );
        assert_eq!(found, [(10, 90), (50, 150), (60, 40)]);
        let falling = pooled(
            &[(60, 40), (20, 80), (30, 70), (10, 90)],
            BinningParams::new(),
        );
        assert_eq!(falling, [(60, 40), (50, 150), (10, 90)]);
    }

    #[test]
    fn a_small_bin_goes_to_the_neighbour_that_says_nearly_the_same() {
        // The middle bin has 4 of 204 rows; its odds are nearer to those of the last.
        let found = pooled(&[(10, 90), (2, 2), (60, 40)], BinningParams::new());
        assert_eq!(found, [(10, 90), (62, 42)]);
    }

    #[test]
    fn a_bin_without_one_of_the_outcomes_is_small() {
        let found = pooled(&[(0, 100), (5, 95), (60, 40)], BinningParams::new());
        assert_eq!(found, [(5, 195), (60, 40)]);
    }

    #[test]
    fn there_are_no_more_bins_than_asked_for() {
        let rising: Vec<(u64, u64)> = (1..=10).map(|i| (i * 10, 110 - i * 10)).collect();
        assert_eq!(pooled(&rising, BinningParams::new().max_bins(3)).len(), 3);
        assert_eq!(pooled(&rising, BinningParams::new().max_bins(1)).len(), 1);
    }
}
