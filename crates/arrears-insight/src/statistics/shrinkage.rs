//! What a group of customers says about its risk, when one customer may hold most of its invoices.
//!
//! Invoices of one customer resemble each other: a hundred invoices of one customer say less than one invoice each
//! of a hundred. The intraclass correlation measures by how much; from it follow
//!
//! 1. the *effective* number of invoices behind a group's share (for its interval),
//! 2. a weight per customer that grows with its invoices but never beyond 1 / correlation, and
//! 3. the shrunken risk: a group's customer-weighted share, drawn towards the mean of all groups by as much as its
//!    own figure is uncertain (empirical Bayes).
//!
//! ```text
//! weight_i = n_i / (1 + (n_i - 1) r)          r: intraclass correlation, n_i: invoices of customer i
//! m_g      = sum weight_i share_i / W_g        W_g = sum of the group's weights
//! v_g      = p (1 - p) / W_g                   p: share over all groups
//! shrunken = m + t2 / (t2 + v_g) (m_g - m)     t2: variance between groups, m: their mean
//! ```
//!
//! Sources: Ridout, Demetrio and Firth (1999), *Biometrics* 55, 137-148, doi:10.1111/j.0006-341X.1999.00137.x (the
//! analysis-of-variance estimator of r); Kish (1965), *Survey Sampling*, section 5.4 (design effect); DerSimonian and
//! Laird (1986), *Controlled Clinical Trials* 7, 177-188, doi:10.1016/0197-2456(86)90046-2, equations 6 to 8 (t2).

/// One customer's count: late invoices of all that are mature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Late (or materially late) invoices.
    pub late: u64,
    /// Invoices of which that is known.
    pub n: u64,
}

impl Count {
    fn share(self) -> f64 {
        self.late as f64 / self.n as f64
    }
}

/// The correlation that is taken where the data cannot tell (one customer, all late, none late).
const UNKNOWN_CORRELATION: f64 = 0.3;

/// Correlation in `[0, 0.95]` of two invoices of one customer; customers without invoices do not count.
pub fn intraclass_correlation(counts: &[Count]) -> f64 {
    let seen = || counts.iter().filter(|count| count.n > 0);
    let customers = seen().count() as f64;
    let n: f64 = seen().map(|count| count.n as f64).sum();
    if customers < 2.0 || n <= customers {
        return UNKNOWN_CORRELATION;
    }
    let overall = seen().map(|count| count.late as f64).sum::<f64>() / n;
    let squares: f64 = seen().map(|count| (count.n as f64).powi(2)).sum();
    let between: f64 = seen()
        .map(|c| c.n as f64 * (c.share() - overall).powi(2))
        .sum();
    let within: f64 = seen()
        .map(|c| c.n as f64 * c.share() * (1.0 - c.share()))
        .sum();
    let mean_between = between / (customers - 1.0);
    let mean_within = within / (n - customers);
    let typical_n = (n - squares / n) / (customers - 1.0);
    let total = mean_between + (typical_n - 1.0) * mean_within;
    if total <= 0.0 {
        return UNKNOWN_CORRELATION;
    }
    ((mean_between - mean_within) / total).clamp(0.0, 0.95)
}

/// Weight of each invoice of a customer with `n` of them, at the given intraclass `correlation`.
pub fn invoice_weight(n: u64, correlation: f64) -> f64 {
    1.0 / (1.0 + (n.max(1) - 1) as f64 * correlation)
}

/// How many independent invoices the plain share over `counts` is worth (Kish's design effect).
pub fn effective_n(counts: &[Count], correlation: f64) -> f64 {
    let n: f64 = counts.iter().map(|count| count.n as f64).sum();
    let inflated: f64 = counts
        .iter()
        .map(|count| count.n as f64 / invoice_weight(count.n, correlation))
        .sum();
    if inflated > 0.0 {
        n * n / inflated
    } else {
        0.0
    }
}

/// The groups' shrunken risks, and what they were drawn to.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrinkage {
    /// Mean of the groups that the estimates are drawn towards, in `[0, 1]`.
    pub mean: f64,
    /// Variance between groups beyond chance.
    pub between_variance: f64,
    /// Per group, in the order given; the mean for a group without invoices.
    pub risks: Vec<f64>,
}

impl Shrinkage {
    /// Shrinks the share of every group of customers; `None` when no group has an invoice.
    pub fn fit(groups: &[Vec<Count>], correlation: f64) -> Option<Shrinkage> {
        let shares: Vec<Option<WeightedShare>> = groups
            .iter()
            .map(|counts| WeightedShare::of(counts, correlation))
            .collect();
        let seen = || shares.iter().flatten();
        let weight: f64 = seen().map(|s| s.weight).sum();
        if weight <= 0.0 {
            return None;
        }
        let pooled = seen().map(|s| s.weight * s.share).sum::<f64>() / weight;
        let unit_variance = pooled * (1.0 - pooled);
        let between_variance = between_variance(seen(), pooled, unit_variance);
        let precision = |s: &WeightedShare| 1.0 / (between_variance + unit_variance / s.weight);
        let mean = if unit_variance > 0.0 {
            let total: f64 = seen().map(precision).sum();
            seen().map(|s| precision(s) * s.share).sum::<f64>() / total
        } else {
            pooled
        };
        let risks = shares
            .iter()
            .map(|share| match share {
                Some(s) if unit_variance > 0.0 => {
                    mean + between_variance * precision(s) * (s.share - mean)
                }
                _ => mean,
            })
            .collect();
        Some(Shrinkage {
            mean,
            between_variance,
            risks,
        })
    }
}

/// A group's share with every customer weighted by what its invoices are worth.
struct WeightedShare {
    share: f64,
    weight: f64,
}

impl WeightedShare {
    fn of(counts: &[Count], correlation: f64) -> Option<WeightedShare> {
        let mut weight = 0.0;
        let mut late = 0.0;
        for count in counts.iter().filter(|count| count.n > 0) {
            let own = invoice_weight(count.n, correlation);
            weight += own * count.n as f64;
            late += own * count.late as f64;
        }
        (weight > 0.0).then(|| WeightedShare {
            share: late / weight,
            weight,
        })
    }
}

/// DerSimonian and Laird's moment estimator, with inverse variances `weight / unit_variance`.
fn between_variance<'a>(
    groups: impl Iterator<Item = &'a WeightedShare>,
    pooled: f64,
    unit_variance: f64,
) -> f64 {
    if unit_variance <= 0.0 {
        return 0.0;
    }
    let (mut n, mut heterogeneity, mut sum, mut squares) = (0.0, 0.0, 0.0, 0.0);
    for group in groups {
        let precision = group.weight / unit_variance;
        n += 1.0;
        heterogeneity += precision * (group.share - pooled).powi(2);
        sum += precision;
        squares += precision * precision;
    }
    let scale = sum - squares / sum;
    if scale <= 0.0 {
        0.0
    } else {
        ((heterogeneity - (n - 1.0)) / scale).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(pairs: &[(u64, u64)]) -> Vec<Count> {
        pairs.iter().map(|&(late, n)| Count { late, n }).collect()
    }

    #[test]
    fn correlation_worked_by_hand() {
        // Two customers of two, one all late and one never: p = .5, MSB = 1, MSW = 0, so r = 1, held at .95.
        assert_eq!(intraclass_correlation(&counts(&[(2, 2), (0, 2)])), 0.95);
        // Alike customers: MSB = 0 < MSW, so none.
        assert_eq!(
            intraclass_correlation(&counts(&[(1, 2), (1, 2), (1, 2)])),
            0.0
        );
        // (3/4, 1/4): p = .5, MSB = .5, MSW = 1.5 / 6 = .25, n0 = 4: r = .25 / (.5 + .75) = .2.
        let found = intraclass_correlation(&counts(&[(3, 4), (1, 4)]));
        assert!((found - 0.2).abs() < 1e-12, "{found}");
        assert_eq!(
            intraclass_correlation(&counts(&[(3, 9)])),
            UNKNOWN_CORRELATION
        );
        assert_eq!(
            intraclass_correlation(&counts(&[(0, 4), (0, 4)])),
            UNKNOWN_CORRELATION
        );
    }

    #[test]
    fn one_huge_customer_is_worth_few_invoices() {
        let alone = effective_n(&counts(&[(500, 1_000)]), 0.2);
        assert!((alone - 1_000.0 / 200.8).abs() < 1e-9, "{alone}");
        let spread = effective_n(&vec![Count { late: 0, n: 1 }; 1_000], 0.2);
        assert!((spread - 1_000.0).abs() < 1e-9);
        assert_eq!(effective_n(&[], 0.2), 0.0);
    }

    #[test]
    fn shrinkage_worked_by_hand() {
        // Two groups of 100 single-invoice customers: 30 % and 50 %. p = .4, p(1-p) = .24, v = .0024 each.
        // Q = 2 x .01 / .0024 = 8.333; scale = 1 / .0024 = 416.67; t2 = 7.333 / 416.67 = .0176.
        // B = .0176 / .02 = .88: .4 -/+ .88 x .1.
        let group = |late: u64| {
            let mut all = vec![Count { late: 1, n: 1 }; late as usize];
            all.resize(100, Count { late: 0, n: 1 });
            all
        };
        let fitted =
            Shrinkage::fit(&[group(30), group(50), vec![]], 0.2).expect("there are invoices");
        assert!((fitted.between_variance - 0.0176).abs() < 1e-12);
        assert!((fitted.risks[0] - 0.312).abs() < 1e-12);
        assert!((fitted.risks[1] - 0.488).abs() < 1e-12);
        assert!(
            (fitted.risks[2] - fitted.mean).abs() < 1e-15,
            "an unseen group has the mean"
        );
    }

    #[test]
    fn one_huge_customer_does_not_speak_for_its_group() {
        // Nine customers never late with 20 invoices each, one always late with 2,000.
        let mut group = vec![Count { late: 0, n: 20 }; 9];
        group.push(Count {
            late: 2_000,
            n: 2_000,
        });
        let fitted = Shrinkage::fit(&[group], 0.3).expect("there are invoices");
        assert!(
            fitted.risks[0] < 0.15,
            "by count it would be 0.92, here {}",
            fitted.risks[0]
        );
    }

    #[test]
    fn degenerate_groups_give_their_share() {
        let none = Shrinkage::fit(&[counts(&[(0, 3)]), counts(&[(0, 9)])], 0.2).unwrap();
        assert_eq!(none.risks, vec![0.0, 0.0]);
        let all = Shrinkage::fit(&[counts(&[(3, 3)])], 0.2).unwrap();
        assert_eq!(all.risks, vec![1.0]);
        assert_eq!(Shrinkage::fit(&[vec![], counts(&[(0, 0)])], 0.2), None);
    }

    #[test]
    fn shrunken_risks_lie_between_their_group_and_the_mean() {
        let groups = vec![
            counts(&[(1, 9), (4, 4)]),
            counts(&[(0, 12)]),
            counts(&[(5, 6), (1, 3), (2, 2)]),
        ];
        let r = intraclass_correlation(&groups.concat());
        let fitted = Shrinkage::fit(&groups, r).unwrap();
        for (group, &risk) in groups.iter().zip(&fitted.risks) {
            let own = WeightedShare::of(group, r).unwrap().share;
            let (low, high) = (own.min(fitted.mean), own.max(fitted.mean));
            assert!((low - 1e-12..=high + 1e-12).contains(&risk));
        }
    }
}
