//! How sure are we? Drawing again from the rows at hand.
//!
//! [`paired_difference`] asks whether one model really is better than another, [`jaccard_stability`]
//! whether a cluster would be found again. Both draw resample `i` from a generator made of the seed
//! and `i` alone, and run resamples in parallel.

mod jaccard;
mod paired;
mod params;

pub use jaccard::{JaccardStability, best_jaccard, jaccard_stability};
pub use paired::{
    Interval, MeanResamples, paired_difference, paired_mean_difference, paired_mean_resamples,
};
pub use params::{BootstrapParams, BootstrapValidParams};

use rand::Rng;

/// `n` positions below `of`, drawn with replacement by generator `stream` of `seed`; none where there are no positions.
pub fn positions(seed: u64, stream: u64, n: usize, of: usize) -> Vec<usize> {
    if of == 0 {
        return Vec::new();
    }
    let mut rng = crate::random::task_rng(seed, stream);
    (0..n).map(|_| rng.random_range(0..of)).collect()
}
