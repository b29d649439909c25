//! Distribution functions the truth is computed with.

/// Student's t with four degrees of freedom, in closed form:
///
/// ```text
/// F(t) = 1/2 + 3/8 * u * (1 - u^2 / 12),   u = t / sqrt(1 + t^2 / 4)
/// ```
pub(crate) fn student_4_cdf(t: f64) -> f64 {
    let u = t / (1.0 + 0.25 * t * t).sqrt();
    0.5 + 0.375 * u * (1.0 - u * u / 12.0)
}

/// Standard normal, to about 1e-7 (Abramowitz and Stegun 1964, 7.1.26).
pub(crate) fn normal_cdf(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 5] = [
        0.254_829_592,
        -0.284_496_736,
        1.421_413_741,
        -1.453_152_027,
        1.061_405_429,
    ];
    let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let series = COEFFICIENTS
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| (sum + coefficient) * t);
    let upper = 0.5 * series * (-z * z).exp();
    if x >= 0.0 { 1.0 - upper } else { upper }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_the_tables_come_back() {
        for (t, p) in [
            (0.0, 0.5),
            (0.740_697, 0.75),
            (2.131_847, 0.95),
            (4.604_095, 0.995),
            (-2.776_445, 0.025),
        ] {
            assert!((student_4_cdf(t) - p).abs() < 1e-6, "t = {t}");
        }
        for (x, p) in [
            (0.0, 0.5),
            (1.959_964, 0.975),
            (-1.644_854, 0.05),
            (3.0, 0.998_650_1),
        ] {
            assert!((normal_cdf(x) - p).abs() < 3e-7, "x = {x}");
        }
    }
}
