//! Which of this month's clusters is which of the last champion's: a number that stays with a group of customers.
//!
//! k-means numbers its clusters as it likes, so a number means nothing from one month to the next. Here a new clustering
//! takes over the numbers of the last champion's, by the assignment under which **most customers keep theirs**:
//!
//! ```text
//! maximise  sum of n(i, j)  over pairs of an earlier cluster i and a new cluster j, each in one pair at most;
//! among equals, the smallest sum of d(i, j)
//!
//! n(i, j)   customers that were in i, by what was known on the earlier as-of date, and are in j now
//! d(i, j)   distance on today's scale from the centre of j to the mean of the customers whom the earlier model would
//!           put into i today: its centre, carried to today whatever its scale and features were
//! ```
//!
//! Members are the evidence, as a collector knows a group by its customers; centres only break ties. A pair is the same
//! cluster where its customers are at least half of either (Spiliopoulou et al. 2006, MONIC,
//! doi:10.1145/1150402.1150491, with a threshold of one half): a cluster that lost half of its customers to a new one
//! is still the same, and so is one that took others in. Any other cluster gets a number that was never given before.

use arrears_learn::assignment::assign;
use arrears_ledger::Day;
use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use super::ClusterModel;
use crate::ModelError;
use crate::marks::Found;

/// Customers clustered in both runs below which nothing is matched.
pub const MIN_COMMON: usize = 30;

/// The numbers of a model's clusters, and how they came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// `cluster_id` of each cluster, rising.
    ids: Vec<i32>,
    /// Above every number that was ever given.
    next_id: i32,
    continuity: Continuity,
}

/// Whether a model's clusters are numbered after an earlier model's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Continuity {
    /// There was no earlier model: numbered from 0, by rising late share.
    First,
    /// Matched with the clusters of an earlier model.
    Matched {
        /// Its as-of date.
        as_of: Day,
        /// Customers clustered by both.
        n_common: usize,
    },
    /// There was an earlier model, but nothing to match: all numbers are new.
    Unmatched {
        /// Its as-of date.
        as_of: Day,
        /// Why.
        cause: Unmatched,
    },
}

/// Why clusters could not be matched with an earlier model's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmatched {
    /// The earlier model had no clusters.
    NoClusters,
    /// The earlier model's clusters rest on a feature that this ledger does not give.
    FeatureMissing(String),
    /// The earlier model had another definition of late or settled.
    OtherDefinitions,
    /// The earlier model was made on another ledger: hardly any of the invoices that it knew are in this one.
    OtherLedger(Found),
    /// Fewer than [`MIN_COMMON`] customers are clustered by both.
    FewInCommon(usize),
}

impl Identity {
    /// Of `k` clusters that nothing came before: numbered from `next_id` in their own order.
    pub(super) fn fresh(k: usize, next_id: i32, continuity: Continuity) -> Self {
        let end = next_id + k as i32;
        Self {
            ids: (next_id..end).collect(),
            next_id: end,
            continuity,
        }
    }

    /// `cluster_id` of each cluster, in the order of the centres.
    pub fn ids(&self) -> &[i32] {
        &self.ids
    }

    /// The number that the next new cluster gets.
    pub fn next_id(&self) -> i32 {
        self.next_id
    }

    /// How the numbers came about.
    pub fn continuity(&self) -> &Continuity {
        &self.continuity
    }
}

/// The last champion's clusters as far as they concern a new fit: one entry per row of it.
#[derive(Debug, Clone)]
pub struct Earlier {
    as_of: Day,
    next_id: i32,
    members: Result<Members, Unmatched>,
}

/// Which of the earlier clusters each row belongs to.
#[derive(Debug, Clone)]
struct Members {
    ids: Vec<i32>,
    /// By what was known on the earlier as-of date; none for a customer who was not known then.
    then: Vec<Option<i32>>,
    /// By what is known now.
    now: Vec<i32>,
}

impl Earlier {
    /// Clusters that cannot be compared with.
    pub(crate) fn apart(as_of: Day, model: Option<&ClusterModel>, cause: Unmatched) -> Self {
        let next_id = model.map_or(0, |model| model.identity().next_id);
        let members = Err(cause);
        Self {
            as_of,
            next_id,
            members,
        }
    }

    /// The clusters of a model of `as_of`: `then` gives each row's cluster by that model on its own day, `now` the same
    /// on today's features.
    pub(crate) fn new(
        as_of: Day,
        model: Option<&ClusterModel>,
        then: impl FnOnce(&ClusterModel) -> Result<Vec<Option<i32>>, ModelError>,
        now: impl FnOnce(&ClusterModel) -> Result<Vec<i32>, ModelError>,
    ) -> Result<Self, ModelError> {
        let Some(model) = model else {
            return Ok(Self::apart(as_of, None, Unmatched::NoClusters));
        };
        let identity = model.identity();
        let members = then(model).and_then(|then| Ok((then, now(model)?)));
        let members = match members {
            Ok((then, now)) => Ok(Members {
                ids: identity.ids.clone(),
                then,
                now,
            }),
            Err(ModelError::FeatureMissing { feature, .. }) => {
                Err(Unmatched::FeatureMissing(feature))
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            as_of,
            next_id: identity.next_id,
            members,
        })
    }

    /// How many clusters there were, if they can be compared with.
    pub(super) fn n_clusters(&self) -> Option<usize> {
        self.members.as_ref().ok().map(|members| members.ids.len())
    }

    /// The same for some of the rows.
    pub(super) fn select(&self, rows: &[usize]) -> Self {
        let some = |members: &Members| Members {
            ids: members.ids.clone(),
            then: rows.iter().map(|&i| members.then[i]).collect(),
            now: rows.iter().map(|&i| members.now[i]).collect(),
        };
        let members = self.members.as_ref().map(some).map_err(Clone::clone);
        Self { members, ..*self }
    }
}

impl Members {
    /// Mean of each earlier cluster's customers of today.
    fn means(&self, x: &Array2<f64>) -> Vec<Option<ndarray::Array1<f64>>> {
        let of = |&id: &i32| {
            let own: Vec<usize> = (0..x.nrows()).filter(|&i| self.now[i] == id).collect();
            x.select(Axis(0), &own).mean_axis(Axis(0))
        };
        self.ids.iter().map(of).collect()
    }
}

/// The numbers of new clusters. `labels` gives each row's cluster (none for one unlike all others), `centres` stand on the
/// scale of `x`, and new numbers are given in `order`. Returns the order in which the clusters' numbers rise, and these
/// numbers.
pub(super) fn identify(
    earlier: Option<&Earlier>,
    x: &Array2<f64>,
    labels: &[Option<usize>],
    centres: &Array2<f64>,
    order: &[usize],
) -> (Vec<usize>, Identity) {
    let k = centres.nrows();
    let in_order = |identity| (order.to_vec(), identity);
    let Some(earlier) = earlier else {
        return in_order(Identity::fresh(k, 0, Continuity::First));
    };
    let as_of = earlier.as_of;
    let unmatched = |cause| {
        let continuity = Continuity::Unmatched { as_of, cause };
        in_order(Identity::fresh(k, earlier.next_id, continuity))
    };
    let members = match &earlier.members {
        Ok(members) => members,
        Err(cause) => return unmatched(cause.clone()),
    };
    let common = common(members, labels, k);
    let n_common = common.sum() as usize;
    if n_common < MIN_COMMON {
        return unmatched(Unmatched::FewInCommon(n_common));
    }
    let distances = distances(members, x, centres);
    let kept = matched(&common, &distances);
    numbered(
        &kept,
        order,
        &members.ids,
        earlier.next_id,
        Continuity::Matched { as_of, n_common },
    )
}

/// Customers of each earlier cluster (rows) in each new one (columns).
fn common(members: &Members, labels: &[Option<usize>], k: usize) -> Array2<i64> {
    let mut common = Array2::zeros((members.ids.len(), k));
    for (then, label) in members.then.iter().zip(labels) {
        let row = then.and_then(|id| members.ids.iter().position(|&own| own == id));
        if let (Some(row), Some(label)) = (row, label) {
            common[[row, *label]] += 1;
        }
    }
    common
}

/// From each earlier cluster's mean of today (rows) to each new centre (columns); infinite where it has no customer.
fn distances(members: &Members, x: &Array2<f64>, centres: &Array2<f64>) -> Array2<f64> {
    let means = members.means(x);
    Array2::from_shape_fn((means.len(), centres.nrows()), |(i, j)| {
        means[i].as_ref().map_or(f64::INFINITY, |mean| {
            let apart = mean - &centres.row(j);
            apart.dot(&apart).sqrt()
        })
    })
}

/// Steps that the distances are told apart by.
const STEPS: f64 = 10_000.0;

/// The row of `common` whose number each column takes over.
fn matched(common: &Array2<i64>, distances: &Array2<f64>) -> Vec<Option<usize>> {
    let finite = distances.iter().copied().filter(|d| d.is_finite());
    let farthest = finite.fold(0.0, f64::max);
    // One customer outweighs all distances of an assignment together.
    let one = (STEPS as i64 + 1) * common.nrows().max(1) as i64;
    let value = Array2::from_shape_fn(common.dim(), |at| {
        let nearness = 1.0 - distances[at] / farthest;
        let nearness = if nearness.is_finite() { nearness } else { 0.0 };
        common[at] * one + (nearness * STEPS).round() as i64
    });
    let mut row_of = vec![None; common.ncols()];
    for (row, column) in assign(value.view()).into_iter().enumerate() {
        if let Some(column) = column.filter(|&column| is_same(common, row, column)) {
            row_of[column] = Some(row);
        }
    }
    row_of
}

/// Whether the customers of the pair are at least half of the earlier cluster or of the new one.
fn is_same(common: &Array2<i64>, row: usize, column: usize) -> bool {
    let both = common[[row, column]];
    both > 0 && (2 * both >= common.row(row).sum() || 2 * both >= common.column(column).sum())
}

/// Numbers by what each cluster takes over; the rest get new ones in `order`.
fn numbered(
    kept: &[Option<usize>],
    order: &[usize],
    earlier: &[i32],
    mut next_id: i32,
    continuity: Continuity,
) -> (Vec<usize>, Identity) {
    let mut numbers = vec![0; kept.len()];
    for &cluster in order {
        numbers[cluster] = kept[cluster].map_or(next_id, |row| earlier[row]);
        next_id += i32::from(kept[cluster].is_none());
    }
    let mut order = order.to_vec();
    order.sort_by_key(|&cluster| numbers[cluster]);
    let ids = order.iter().map(|&cluster| numbers[cluster]).collect();
    (
        order,
        Identity {
            ids,
            next_id,
            continuity,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn earlier(ids: &[i32], then: Vec<Option<i32>>) -> Earlier {
        let now = then.iter().map(|id| id.unwrap_or(-1)).collect();
        Earlier {
            as_of: Day(100),
            next_id: ids.iter().max().map_or(0, |id| id + 1),
            members: Ok(Members {
                ids: ids.to_vec(),
                then,
                now,
            }),
        }
    }

    /// Rows of `pairs`: (earlier cluster, new cluster, customers). The place of each customer is its new cluster.
    fn run(ids: &[i32], pairs: &[(Option<i32>, usize, usize)], k: usize) -> (Vec<usize>, Identity) {
        let mut then = Vec::new();
        let mut labels = Vec::new();
        for &(from, to, n) in pairs {
            then.extend(std::iter::repeat_n(from, n));
            labels.extend(std::iter::repeat_n(Some(to), n));
        }
        let x = Array2::from_shape_fn((labels.len(), 1), |(i, _)| labels[i].unwrap_or(0) as f64);
        let centres = Array2::from_shape_fn((k, 1), |(i, _)| i as f64);
        let order: Vec<usize> = (0..k).collect();
        identify(Some(&earlier(ids, then)), &x, &labels, &centres, &order)
    }

    #[test]
    fn the_first_clusters_are_numbered_from_zero() {
        let (order, identity) = identify(
            None,
            &Array2::zeros((0, 1)),
            &[],
            &Array2::zeros((3, 1)),
            &[0, 1, 2],
        );
        assert_eq!(order, [0, 1, 2]);
        assert_eq!((identity.ids(), identity.next_id()), (&[0, 1, 2][..], 3));
        assert_eq!(identity.continuity(), &Continuity::First);
    }

    #[test]
    fn most_customers_keep_their_number_whatever_k_means_called_their_cluster() {
        let moved = [
            (Some(4), 1, 50),
            (Some(7), 0, 40),
            (Some(7), 1, 5),
            (None, 0, 9),
        ];
        let (order, identity) = run(&[4, 7], &moved, 2);
        assert_eq!(
            order,
            [1, 0],
            "the cluster that k-means called 1 is cluster 4"
        );
        assert_eq!((identity.ids(), identity.next_id()), (&[4, 7][..], 8));
        let matched = Continuity::Matched {
            as_of: Day(100),
            n_common: 95,
        };
        assert_eq!(identity.continuity(), &matched);
    }

    #[test]
    fn a_new_cluster_never_gets_the_number_of_one_that_is_gone() {
        // 0 splits in two, the larger part keeps the number; 1 goes into 2.
        let moved = [
            (Some(0), 0, 60),
            (Some(0), 1, 40),
            (Some(1), 2, 30),
            (Some(2), 2, 80),
        ];
        let (order, identity) = run(&[0, 1, 2], &moved, 3);
        assert_eq!(identity.ids(), [0, 2, 3]);
        assert_eq!(order, [0, 2, 1]);
        assert_eq!(identity.next_id(), 4);
    }

    #[test]
    fn a_small_leftover_is_no_identity() {
        // Cluster 0 fell apart evenly; the pair that is left over shares neither half.
        let moved = [
            (Some(0), 0, 10),
            (Some(0), 1, 10),
            (Some(0), 2, 10),
            (Some(1), 0, 30),
            (Some(2), 1, 30),
            (Some(3), 2, 30),
            (Some(0), 3, 4),
            (Some(1), 3, 3),
            (Some(2), 3, 3),
        ];
        let (_, identity) = run(&[0, 1, 2, 3], &moved, 4);
        assert_eq!(identity.ids(), [1, 2, 3, 4]);
    }

    #[test]
    fn centres_break_ties() {
        let then = [vec![Some(0); 20], vec![Some(1); 20]].concat();
        // Each new cluster has ten customers of either; where they stand today tells which is which.
        let labels: Vec<Option<usize>> = (0..40).map(|i| Some(i % 2)).collect();
        let mut earlier = earlier(&[0, 1], then);
        if let Ok(members) = &mut earlier.members {
            members.now = (0..40).map(|i| 1 - i % 2).collect();
        }
        let x = Array2::from_shape_fn((40, 1), |(i, _)| (i % 2) as f64);
        let (order, identity) =
            identify(Some(&earlier), &x, &labels, &array![[0.0], [1.0]], &[0, 1]);
        assert_eq!((order, identity.ids()), (vec![1, 0], &[0, 1][..]));
    }

    #[test]
    fn too_few_customers_in_common_are_said_and_get_new_numbers() {
        let (_, identity) = run(
            &[0, 5],
            &[(Some(0), 0, 14), (Some(5), 1, 15), (None, 0, 50)],
            2,
        );
        assert_eq!(identity.ids(), [6, 7]);
        let cause = Unmatched::FewInCommon(29);
        assert_eq!(
            identity.continuity(),
            &Continuity::Unmatched {
                as_of: Day(100),
                cause
            }
        );
    }
}
