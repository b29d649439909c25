//! Many tests at once: which of them may be believed.
//!
//! Benjamini and Hochberg (1995), *JRSS B* 57(1), 289-300, doi:10.1111/j.2517-6161.1995.tb02031.x: of what is found at a
//! rate q, a share q is expected to be false at most, for tests that are independent or hang together positively, as
//! those of overlapping groups do (Benjamini and Yekutieli 2001, *Annals of Statistics* 29, 1165-1188).

/// The smallest rate at which each test would be found, in the order given; what is no number is never found (1).
pub fn q_values(p_values: &[f64]) -> Vec<f64> {
    let n = p_values.len() as f64;
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    let p = |i: usize| {
        if p_values[i].is_nan() {
            1.0
        } else {
            p_values[i]
        }
    };
    order.sort_by(|&a, &b| p(a).total_cmp(&p(b)).then(a.cmp(&b)));
    let mut q = vec![1.0; p_values.len()];
    let mut least: f64 = 1.0;
    for (rank, &i) in order.iter().enumerate().rev() {
        least = least.min(p(i) * n / (rank + 1) as f64);
        q[i] = least;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q_values_worked_by_hand() {
        // Sorted .01 .02 .03 .5: times 4 over the rank .04 .04 .04 .5.
        let found = q_values(&[0.02, 0.5, 0.01, 0.03]);
        for (q, expected) in found.iter().zip([0.04, 0.5, 0.04, 0.04]) {
            assert!((q - expected).abs() < 1e-12, "{found:?}");
        }
        assert_eq!(q_values(&[f64::NAN, 0.9]), [1.0, 1.0]);
        assert!(q_values(&[]).is_empty());
    }

    #[test]
    fn the_example_of_1995() {
        // Table 1 of the paper: 15 tests, of which the first four are found at a rate of 0.05.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.000,
        ];
        let n_found = q_values(&p).iter().filter(|&&q| q <= 0.05).count();
        assert_eq!(n_found, 4);
    }
}
