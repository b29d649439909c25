//! Made-up points and outcomes, the same on every run.

use ndarray::{Array1, Array2};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SEED: u64 = 20_251_231;

/// Overlapping groups of unequal size, shape `(n_rows, n_features)`, about unit scale.
pub fn groups(n_rows: usize, n_features: usize, n_groups: usize) -> Array2<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let centres =
        Array2::from_shape_simple_fn((n_groups, n_features), || 1.5 * normal(&mut random));
    let mut points = Array2::zeros((n_rows, n_features));
    for mut point in points.rows_mut() {
        // The smaller of two draws: low groups are larger.
        let group = random
            .random_range(0..n_groups)
            .min(random.random_range(0..n_groups));
        for (value, centre) in point.iter_mut().zip(centres.row(group)) {
            *value = centre + normal(&mut random);
        }
    }
    points
}

/// Correlated columns of about unit scale and outcomes (0 or 1) from a logistic model of them.
pub fn outcomes(n_rows: usize, n_features: usize) -> (Array2<f64>, Array1<f64>) {
    let mut random = ChaCha8Rng::seed_from_u64(SEED + 1);
    let coefficients: Vec<f64> = (0..n_features).map(|_| 0.5 * normal(&mut random)).collect();
    let mut x = Array2::zeros((n_rows, n_features));
    let mut y = Array1::zeros(n_rows);
    for (mut row, outcome) in x.rows_mut().into_iter().zip(y.iter_mut()) {
        let common = normal(&mut random);
        let mut log_odds = -0.7;
        for (value, coefficient) in row.iter_mut().zip(&coefficients) {
            *value = 0.5 * common + normal(&mut random);
            log_odds += coefficient * *value;
        }
        let p = 1.0 / (1.0 + f64::exp(-log_odds));
        *outcome = f64::from(u8::from(random.random::<f64>() < p));
    }
    (x, y)
}

/// A standard normal draw (Box and Muller 1958, doi:10.1214/aoms/1177706645).
fn normal(random: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.random::<f64>()).cos()
}
