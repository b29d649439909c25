//! Data the tests share, made from whole numbers so that nothing depends on a generator.

use ndarray::{Array1, Array2, Axis};

/// A number in `[0, 1)` that looks random.
pub fn noise(index: usize) -> f64 {
    // Weyl's sequence through a mixer; the constants are those of splitmix64.
    let mut z = (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// `n_rows` rows around `n_groups` far-apart centres.
pub fn blobs(n_rows: usize, n_features: usize, n_groups: usize) -> Array2<f64> {
    Array2::from_shape_fn((n_rows, n_features), |(row, column)| {
        let centre = noise(1_000_000_000 + row % n_groups * n_features + column) * 40.0;
        centre + noise(row * n_features + column)
    })
}

/// Targets that follow the first column, with noise.
pub fn targets(x: &Array2<f64>) -> Array1<f64> {
    let first = x.column(0);
    let mean = first.sum() / first.len() as f64;
    let spread = first.mapv(|v| (v - mean).abs()).sum() / first.len() as f64;
    Array1::from_shape_fn(x.nrows(), |row| {
        let z = (first[row] - mean) / spread.max(1e-9);
        let p = 1.0 / (1.0 + (-z).exp());
        f64::from(u8::from(noise(7_000_000_000 + row) < p))
    })
}

/// The rows in another order: that of `row * step`, which visits each row once.
pub fn permuted(n_rows: usize) -> Vec<usize> {
    let step = [7919, 104_729, 15_485_863]
        .into_iter()
        .find(|&step| !n_rows.is_multiple_of(step))
        .unwrap_or(1);
    (0..n_rows).map(|row| row * step % n_rows).collect()
}

pub fn rows(x: &Array2<f64>, order: &[usize]) -> Array2<f64> {
    x.select(Axis(0), order)
}

#[track_caller]
pub fn assert_near(actual: f64, expected: f64, tolerance: f64, what: &str) {
    let scale = expected.abs().max(1.0);
    assert!(
        (actual - expected).abs() <= tolerance * scale,
        "{what}: {actual} is not {expected}"
    );
}

#[track_caller]
pub fn assert_all_near(actual: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(actual.len(), expected.len(), "{what}");
    for (index, (&a, &e)) in actual.iter().zip(expected).enumerate() {
        assert_near(a, e, tolerance, &format!("{what}[{index}]"));
    }
}
