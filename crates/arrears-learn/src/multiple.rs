//! Which of many findings are more than the luck of having looked often?

/// p-values adjusted so that rejecting those of at most `alpha` makes even one false rejection with a probability of at most
/// `alpha`, however the tests depend on each other.
///
/// The smallest is multiplied by the number of tests, the next by one less, and so on, never falling below the one
/// before (Holm 1979, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6).
///
/// ```
/// use arrears_learn::multiple::holm;
/// assert_eq!(holm(&[0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
/// assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
/// ```
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let n = p_values.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; n];
    let mut floor = 0.0_f64;
    for (rank, row) in order.into_iter().enumerate() {
        floor = floor.max(p_values[row] * (n - rank) as f64).min(1.0);
        adjusted[row] = floor;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::holm;

    #[test]
    fn of_none_and_of_one() {
        assert!(holm(&[]).is_empty());
        assert_eq!(holm(&[0.2]), [0.2]);
    }

    #[test]
    fn a_later_test_is_never_more_certain_than_an_earlier_one() {
        // 3 x 0.02 = 0.06; 2 x 0.025 = 0.05 is raised to it; 1 x 0.9.
        assert_eq!(holm(&[0.9, 0.025, 0.02]), [0.9, 0.06, 0.06]);
    }
}
