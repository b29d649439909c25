//! The median of values of which some are only known to be higher, each with a weight (Kaplan and Meier 1958,
//! *JASA* 53, 457-481, doi:10.1080/01621459.1958.10501452).

/// A value, or what it is at least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Censored {
    /// The value or its lower bound.
    pub value: f64,
    /// How much it counts; above 0.
    pub weight: f64,
    /// Whether it is known; else `value` is a lower bound.
    pub known: bool,
}

/// The smallest value by which half of the weight has come; `None` where too much is only bounded. Sorts the list.
pub fn censored_median(values: &mut [Censored]) -> Option<f64> {
    // Of equal values the known ones come first: what is bounded there is higher.
    values.sort_by(|a, b| a.value.total_cmp(&b.value).then(b.known.cmp(&a.known)));
    let mut at_risk: f64 = values.iter().map(|v| v.weight).sum();
    let mut above = 1.0;
    for v in values.iter() {
        if v.known {
            above *= 1.0 - (v.weight / at_risk).min(1.0);
            // Rounding must not carry an exact half beyond its value.
            if above <= 0.5 + 1e-12 {
                return Some(v.value);
            }
        }
        at_risk -= v.weight;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn median(values: &[(f64, bool)]) -> Option<f64> {
        let mut all: Vec<Censored> = values
            .iter()
            .map(|&(value, known)| Censored {
                value,
                weight: 1.0,
                known,
            })
            .collect();
        censored_median(&mut all)
    }

    #[test]
    fn worked_by_hand() {
        assert_eq!(median(&[(3.0, true), (1.0, true), (2.0, true)]), Some(2.0));
        assert_eq!(median(&[(1.0, true), (2.0, true)]), Some(1.0));
        // 1 known: 3/4; 2 bounded; 3 known: 3/4 x 1/2 = 3/8.
        assert_eq!(
            median(&[(1.0, true), (2.0, false), (3.0, true), (4.0, true)]),
            Some(3.0)
        );
        assert_eq!(median(&[(1.0, true), (2.0, false), (3.0, false)]), None);
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn weights_count() {
        let mut all = [(1.0, 1.0), (5.0, 3.0)].map(|(value, weight)| Censored {
            value,
            weight,
            known: true,
        });
        assert_eq!(censored_median(&mut all), Some(5.0));
    }
}
