//! Dealing out what makes customers differ, evenly over small and large ones.
//!
//! Volumes are log-normal, so with independent draws a few large customers of
//! one type would decide a population's late share, and the shares of the
//! types would hold by customer but not by row. Customers are therefore taken
//! in hands of similar volume, and within a hand each trait's uniform number
//! is stratified (Latin hypercube sampling: McKay, Beckman and Conover 1979,
//! doi:10.1080/00401706.1979.10489755). Every customer's number is still
//! uniform by itself.

use rand::seq::SliceRandom;

use crate::random::{Purpose, Stream, stream, unit};

/// Customers in a hand.
const HAND: usize = 20;

/// Uniform numbers in `[0, 1)`, one for each trait that is dealt.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dealt {
    pub customer_type: f64,
    pub run: f64,
    pub terms: f64,
    pub mandate: f64,
    pub late_start: f64,
}

/// Deals to customers of those volumes.
pub(crate) fn deal(seed: u64, volumes: &[f64]) -> Vec<Dealt> {
    let mut rng = stream(seed, Purpose::Deal, 0);
    let mut order: Vec<usize> = (0..volumes.len()).collect();
    order.sort_by(|&a, &b| volumes[b].total_cmp(&volumes[a]).then(a.cmp(&b)));
    let mut dealt = vec![Dealt::default(); volumes.len()];
    for hand in order.chunks(HAND) {
        let mut column = || stratified(&mut rng, hand.len()).into_iter();
        let (types, runs, terms) = (column(), column(), column());
        let (mandates, starts) = (column(), column());
        let columns = types.zip(runs).zip(terms).zip(mandates).zip(starts);
        for (&customer, ((((customer_type, run), terms), mandate), late_start)) in
            hand.iter().zip(columns)
        {
            dealt[customer] = Dealt {
                customer_type,
                run,
                terms,
                mandate,
                late_start,
            };
        }
    }
    dealt
}

/// One uniform number in each of `n` strata, in random order.
fn stratified(rng: &mut Stream, n: usize) -> Vec<f64> {
    let mut strata: Vec<usize> = (0..n).collect();
    strata.shuffle(rng);
    strata
        .into_iter()
        .map(|stratum| (stratum as f64 + unit(rng)) / n as f64)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_holds_in_every_hand() {
        let volumes: Vec<f64> = (0..200)
            .map(|index| f64::from((index * 37) % 200))
            .collect();
        let dealt = deal(4, &volumes);
        for hand in 0..10 {
            let range = f64::from(hand * 20)..f64::from(hand * 20 + 20);
            let n_low = dealt
                .iter()
                .zip(&volumes)
                .filter(|(dealt, volume)| range.contains(volume) && dealt.customer_type < 0.55)
                .count();
            assert_eq!(n_low, 11);
        }
    }
}
