//! One generator per parallel task, made from the seed and the task's index alone.
//!
//! ChaCha has 2^64 independent streams per key: the seed makes the key, the task index the stream.
//! Which thread runs the task, and when, then cannot change what the task draws.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The generator of task `index` under `seed`.
pub(crate) fn task_rng(seed: u64, index: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(index);
    rng
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn tasks_and_seeds_differ_and_repeat() {
        let draw = |seed, index| task_rng(seed, index).random::<u64>();
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }
}
