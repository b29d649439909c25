//! Columns brought to one scale, so that no unit decides what counts.
//!
//! Each column has its centre taken off and is divided by its spread. [`StandardScaler`] takes mean
//! and standard deviation; [`RobustScaler`] takes median and interquartile range, which a few
//! far-off rows do not move: use it where columns have long tails. A column without spread gets the
//! scale 1 and is flagged. The cost is `O(n_rows * n_features)`, for the robust one times
//! `log n_rows`.
//!
//! ```
//! use arrears_learn::scaling::StandardScaler;
//! use linfa::DatasetBase;
//! use linfa::traits::Fit;
//! use ndarray::array;
//!
//! let x = array![[1.0, 5.0], [3.0, 5.0]];
//! let scaler = StandardScaler.fit(&DatasetBase::from(x.clone()))?;
//! assert_eq!(scaler.transform(x.view())?, array![[-1.0, 0.0], [1.0, 0.0]]);
//! assert_eq!(scaler.constant(), [false, true]);
//! # Ok::<(), arrears_learn::scaling::ScalingError>(())
//! ```
//!
//! ```text
//! scaled_ij = (x_ij - m_j) / s_j
//!
//! m_j  mean or median of column j;   s_j  standard deviation (divisor n) or distance between its
//! quantiles (type 7 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566), in its unit
//! ```

mod error;
mod fit;
mod model;
mod params;

pub use error::ScalingError;
pub use model::Scaler;
pub use params::{RobustScaler, RobustValidScaler, StandardScaler};
