//! A column cut into a few bins, each with the weight of evidence it gives for an outcome.
//!
//! A number becomes one of a handful of bins over which the outcome grows more, or less, frequent from
//! each to the next; a value that is missing has a bin of its own, and so has each frequent level of a
//! category. What a bin says is its weight of evidence: by how much its log-odds differ from those of
//! all rows. The information value adds up what the whole column tells.
//!
//! Use it for scorecards, where each bin becomes a number of points, and to look at a column's worth
//! before a regression. Do not use it where the outcome is frequent in the middle of the range: bins
//! are monotonic in the direction of the overall trend, and such a column ends in one or two. The cost
//! is one sort per column, `O(n_rows log n_rows)`.
//!
//! ```
//! use arrears_learn::binning::BinningParams;
//! use linfa::ParamGuard;
//!
//! // Ten rows below 5 with one event, ten from 5 up with six; cut there by the user.
//! let values: Vec<f64> = (0..20).map(|i| if i < 10 { 1.0 } else { 9.0 }).collect();
//! let outcomes: Vec<bool> = (0..20).map(|i| i == 0 || i >= 14).collect();
//! let bins = BinningParams::new().edges(vec![5.0]).check()?.fit_column(&values, &outcomes)?;
//! let expected = ((1.5 / 9.5) / (7.5 / 13.5_f64)).ln();
//! assert!((bins.bins()[0].woe() - expected).abs() < 1e-12);
//! # Ok::<(), arrears_learn::binning::BinningError>(())
//! ```
//!
//! ```text
//! p_b = (e_b + 1/2) / (E + 1/2)      q_b = (n_b + 1/2) / (N + 1/2)
//! woe_b = ln(p_b / q_b)              iv = sum_b (p_b - q_b) woe_b
//!
//! e_b, n_b  rows with and without the event in bin b;   E, N  the same in all bins
//! woe_b     log odds ratio of the bin against all rows; above 0: more events than elsewhere
//! iv        information value, at least 0
//! ```
//!
//! The halves keep a bin without events (or without others) finite. A bin without rows says nothing:
//! its weight of evidence is 0. Many books write the weight of evidence with the opposite sign, since
//! their event is the good outcome.
//!
//! **How bins are found.** Cut at quantiles; pool neighbours that run against the trend, or that hold
//! too few rows or too few of either outcome, until none is left. Pooling looks at the smoothed odds, so
//! that the weights of evidence themselves are monotonic. An edge is the shortest decimal number that
//! divides the rows in the same way. A bin holds values from its lower edge up to below its upper edge.
//!
//! References: Siddiqi 2006, Credit Risk Scorecards, chapter 6, doi:10.1002/9781119201731; Thomas,
//! Edelman and Crook 2002, Credit Scoring and its Applications, chapter 8,
//! doi:10.1137/1.9780898718317; pooling: Ayer et al. 1955, doi:10.1214/aoms/1177728423; the halves:
//! Haldane 1956, doi:10.1111/j.1469-1809.1955.tb01285.x.

mod counts;
mod edges;
mod error;
mod fit;
mod levels;
mod model;
mod params;
mod pool;

pub use counts::Counts;
pub use error::BinningError;
pub use levels::LevelBins;
pub use model::{Bin, BinningModel, ColumnBins};
pub use params::{BinningParams, BinningValidParams};
