//! Groups of alike rows: k-means with many starts, exact bounds, and the same result on any number
//! of threads.
//!
//! It divides the rows into a given number of groups so that rows are as near as possible to the
//! average of their group. The groups are found in the data, not given beforehand.
//!
//! Use it where groups are roughly round and of like spread, on columns brought to one scale
//! ([`crate::scaling`]); a column of large numbers would decide alone. It finds the
//! number of groups it is told to, whether they are there or not: compare several numbers with
//! [`sweep`] and [`crate::metrics::silhouette`], and their stability with
//! [`crate::bootstrap::jaccard_stability`]. The cost is at most `O(n_rows * n_features *
//! n_clusters)` per iteration and start, and much less once centres settle.
//!
//! ```
//! use arrears_learn::kmeans::KMeansParams;
//! use linfa::DatasetBase;
//! use linfa::traits::{Fit, Predict};
//! use ndarray::array;
//!
//! let x = array![[0.0, 0.1], [0.2, 0.0], [9.0, 9.1], [9.2, 9.0]];
//! let model = KMeansParams::new(2, 42).fit(&DatasetBase::from(x.clone()))?;
//! let labels = model.predict(&x)?;
//! assert_eq!(labels[0], labels[1]);
//! assert_ne!(labels[1], labels[2]);
//! assert!((model.inertia() - 0.05).abs() < 1e-12);
//! # Ok::<(), arrears_learn::kmeans::KMeansError>(())
//! ```
//!
//! ```text
//! minimise  W = sum_i w_i * min_k |x_i - c_k|^2      over the centres c_1 .. c_K
//!
//! x_i  row i, in the units of the columns;   w_i  its weight (1)
//! c_k  centre of cluster k;   K  n_clusters;   W  inertia, in squared units
//! ```
//!
//! - `n_clusters`: how many kinds of rows you are prepared to tell apart and act on differently.
//! - `n_starts`: the search can end in a poor division; the best of ten starts rarely does.
//! - `tolerance`: how much further movement of the centres you consider as nothing.
//!
//! Clusters are numbered as they were found; [`KMeansModel::reordered`] renumbers them by whatever
//! the caller considers canonical.
//!
//! References: Lloyd 1982, doi:10.1109/TIT.1982.1056489; seeding by Arthur and Vassilvitskii 2007
//! (Proc. SODA, pp. 1027-1035); bounds by Hamerly 2010, doi:10.1137/1.9781611972801.12; faster
//! seeding by Raff 2021, doi:10.24963/ijcai.2021/410.

mod bounds;
mod distance;
mod error;
mod fit;
mod lloyd;
mod model;
mod params;
mod points;
mod seeding;
mod totals;

use points::Points;

pub use error::KMeansError;
pub use fit::sweep;
pub use model::KMeansModel;
pub use params::{KMeansParams, KMeansValidParams};
