//! What is known of each cluster's rows: how many, how heavy, and the sum of each column.

/// Per cluster: rows of positive weight, weight, and weighted sums of the columns.
///
/// Only rows that change cluster are added and taken away. The rounding this gathers over the
/// iterations stays within some units of the last place; the count, an integer, says when a cluster
/// is truly empty.
pub(super) struct Totals {
    counts: Vec<i64>,
    weights: Vec<f64>,
    sums: Vec<f64>,
}

impl Totals {
    pub(super) fn new(n_clusters: usize, width: usize) -> Self {
        Self {
            counts: vec![0; n_clusters],
            weights: vec![0.0; n_clusters],
            sums: vec![0.0; n_clusters * width],
        }
    }

    pub(super) fn n_clusters(&self) -> usize {
        self.counts.len()
    }

    pub(super) fn is_empty(&self, label: usize) -> bool {
        self.counts[label] == 0
    }

    pub(super) fn emptied(&self) -> Self {
        let n_clusters = self.counts.len();
        Self::new(n_clusters, self.sums.len() / n_clusters)
    }

    pub(super) fn add(&mut self, label: u32, row: &[f64], weight: f64) {
        self.shift(label, row, weight, i64::from(weight > 0.0));
    }

    pub(super) fn remove(&mut self, label: u32, row: &[f64], weight: f64) {
        self.shift(label, row, -weight, -i64::from(weight > 0.0));
    }

    fn shift(&mut self, label: u32, row: &[f64], weight: f64, count: i64) {
        let label = label as usize;
        self.counts[label] += count;
        self.weights[label] += weight;
        let width = row.len();
        for (sum, value) in self.sums[label * width..][..width].iter_mut().zip(row) {
            *sum += weight * value;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let add = |a: &mut [f64], b: &[f64]| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        add(&mut self.weights, &other.weights);
        add(&mut self.sums, &other.sums);
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count += other;
        }
    }

    /// `None` for a cluster without rows of positive weight.
    pub(super) fn mean(&self, label: usize) -> Option<impl Iterator<Item = f64>> {
        let width = self.sums.len() / self.counts.len();
        let sums = &self.sums[label * width..][..width];
        let weight = self.weights[label];
        (self.counts[label] > 0).then(|| sums.iter().map(move |sum| sum / weight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_and_go() {
        let mut totals = Totals::new(2, 1);
        totals.add(0, &[3.0], 2.0);
        totals.add(1, &[9.0], 0.0);
        let mut change = totals.emptied();
        change.add(0, &[6.0], 1.0);
        totals.merge(&change);
        assert!(totals.mean(0).unwrap().eq([4.0]));
        // A row of no weight does not make a cluster.
        assert!(totals.is_empty(1) && totals.mean(1).is_none());
        totals.remove(0, &[6.0], 1.0);
        assert!(totals.mean(0).unwrap().eq([3.0]));
    }
}
