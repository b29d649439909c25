//! How good is a prediction, and how clear is a grouping?
//!
//! Scores and probabilities come as `&[f64]`, outcomes as `&[bool]`, group labels as `&[usize]`, all
//! of length `n_rows`. Every figure is computed in f64, ties are counted by their definition, and
//! nothing depends on the order of the rows beyond the last digits of a sum.
//!
//! | question | metric |
//! | --- | --- |
//! | does a later event get the higher score? | [`auc`], [`gini`], [`ks`], [`roc_curve`] |
//! | are the probabilities right? | [`brier`], [`log_loss`] |
//! | what can be expected before outcomes are known? | [`expected_auc`], [`expected_log_loss`] |
//! | of all predicted at 20%, did 20% happen? | [`ece`], [`reliability`], [`calibration_line`] |
//! | how large is that error of probabilities that are right? | [`consistent_ece`] |
//! | are groups apart from each other? | [`silhouette`], [`calinski_harabasz`] |
//! | are groups tighter than chance makes them? | [`gap`] |
//! | are two groupings the same? | [`adjusted_rand_index`] |

mod agreement;
mod consistency;
mod error;
mod expected;
mod gap;
mod probability;
mod ranking;
mod reliability;
mod separation;
mod silhouette;

pub use agreement::adjusted_rand_index;
pub use consistency::{ConsistentEce, consistent_ece};
pub use error::MetricError;
pub use expected::{entropy, expected_auc, expected_log_loss};
pub use gap::{Gap, gap, uniform_like};
pub use probability::{LOG_LOSS_CLIP, brier, log_loss};
pub use ranking::{ROC_POINTS, RocPoint, auc, gini, ks, roc_curve};
pub use reliability::{
    Binning, CalibrationLine, ReliabilityBin, calibration_line, ece, reliability,
};
pub use separation::calinski_harabasz;
pub use silhouette::{Silhouette, silhouette};
