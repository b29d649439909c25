//! Streams of random numbers, one per purpose and index, and the draws made
//! from them.
//!
//! A customer's numbers depend on the seed and on that customer alone, so the
//! tables do not depend on the order in which customers are worked on.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta, Distribution, StandardNormal, StudentT};

/// The generator behind every draw.
pub(crate) type Stream = ChaCha8Rng;

/// What a stream is for; each purpose has streams of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Sectors = 1,
    Shocks,
    Customers,
    Attributes,
    Volumes,
    Invoices,
    Payments,
    Signals,
    Deal,
}

/// The stream of that purpose and index under a seed.
pub(crate) fn stream(seed: u64, purpose: Purpose, index: u64) -> Stream {
    let mut rng = Stream::seed_from_u64(mixed(seed ^ mixed(purpose as u64)));
    rng.set_stream(index);
    rng
}

/// The finaliser of SplitMix64: unlike inputs give unlike outputs.
pub(crate) fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Uniform in `[0, 1)`.
pub(crate) fn unit(rng: &mut Stream) -> f64 {
    rng.random()
}

/// Uniform in `[0, 1)`, from 53 bits of an already mixed number.
pub(crate) fn unit_of(mixed: u64) -> f64 {
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

/// True with that probability.
pub(crate) fn chance(rng: &mut Stream, probability: f64) -> bool {
    unit(rng) < probability
}

/// Standard normal.
pub(crate) fn normal(rng: &mut Stream) -> f64 {
    StandardNormal.sample(rng)
}

/// Log-normal with mean one.
pub(crate) fn mean_one_log_normal(rng: &mut Stream, sigma: f64) -> f64 {
    (sigma * normal(rng) - 0.5 * sigma * sigma).exp()
}

/// Student's t with four degrees of freedom, scaled to unit variance.
pub(crate) fn noise(rng: &mut Stream) -> f64 {
    let student: f64 = StudentT::new(4.0).map_or(0.0, |t| t.sample(rng));
    student * std::f64::consts::FRAC_1_SQRT_2
}

/// Exponential with that mean.
pub(crate) fn exponential(rng: &mut Stream, mean: f64) -> f64 {
    -mean * (1.0 - unit(rng)).ln()
}

/// Uniform whole number from the first to the second, both included.
pub(crate) fn whole(rng: &mut Stream, [low, high]: [i32; 2]) -> i32 {
    rng.random_range(low..=high)
}

/// Uniform from the first to the second.
pub(crate) fn between(rng: &mut Stream, [low, high]: [f64; 2]) -> f64 {
    low + (high - low) * unit(rng)
}

/// Beta with that mean; mean times concentration is its first parameter.
pub(crate) fn beta(rng: &mut Stream, mean: f64, concentration: f64) -> f64 {
    Beta::new(mean * concentration, (1.0 - mean) * concentration)
        .map_or(mean, |beta| beta.sample(rng))
}

/// A position, drawn with those weights.
pub(crate) fn weighted(rng: &mut Stream, weights: &[f64]) -> usize {
    position_at(unit(rng), weights)
}

/// The position that a uniform number falls on under those weights.
pub(crate) fn position_at(uniform: f64, weights: &[f64]) -> usize {
    let mut left = uniform * weights.iter().sum::<f64>();
    for (position, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return position;
        }
    }
    weights.len().saturating_sub(1)
}

/// One of the choices.
pub(crate) fn pick<'a, T: ?Sized>(rng: &mut Stream, choices: &[&'a T]) -> &'a T {
    choices[rng.random_range(0..choices.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_seed_purpose_and_index_and_repeat() {
        let first = |seed, purpose, index| stream(seed, purpose, index).random::<u64>();
        let base = first(1, Purpose::Payments, 0);
        assert_eq!(base, first(1, Purpose::Payments, 0));
        assert_ne!(base, first(2, Purpose::Payments, 0));
        assert_ne!(base, first(1, Purpose::Signals, 0));
        assert_ne!(base, first(1, Purpose::Payments, 1));
    }

    #[test]
    fn draws_have_the_moments_they_should() {
        let mut rng = stream(3, Purpose::Payments, 0);
        let n = 200_000;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let noises: Vec<f64> = (0..n).map(|_| noise(&mut rng)).collect();
        let squares: Vec<f64> = noises.iter().map(|value| value * value).collect();
        assert!(mean(&noises).abs() < 0.01);
        assert!((mean(&squares) - 1.0).abs() < 0.1, "{}", mean(&squares));
        let waits: Vec<f64> = (0..n).map(|_| exponential(&mut rng, 90.0)).collect();
        assert!((mean(&waits) - 90.0).abs() < 1.0);
        let shares: Vec<f64> = (0..n).map(|_| beta(&mut rng, 0.2, 20.0)).collect();
        assert!((mean(&shares) - 0.2).abs() < 0.002);
        let whole_days: Vec<f64> = (0..n)
            .map(|_| f64::from(whole(&mut rng, [3, 20])))
            .collect();
        assert!((mean(&whole_days) - 11.5).abs() < 0.05);
    }
}
