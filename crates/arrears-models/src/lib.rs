//! When will it be paid, and who is alike? The domain's models: train, predict, backtest.
//!
//! [`train`] fits, on what was known at an as-of date, the late-payment model, the hazards of settlement and the risk
//! clusters, side by side. [`predict`] reads every figure of an open invoice from one distribution of its settlement
//! day. [`backtest`] trains before a day and is judged on the invoices issued from it on. [`scorecard`]
//! puts the late-payment estimate into whole points, and [`acceptance`] says what can be said of a customer without a
//! history. [`retrain`] asks whether a new model may take the place of the one in use, and [`monitor`] whether
//! that one still fits. Nothing here opens a file.

pub mod acceptance;
mod backtest;
pub mod booking;
pub mod certainty;
pub mod clusters;
pub mod config;
pub mod encoding;
mod error;
pub mod evaluate;
pub mod groups;
mod judged;
pub mod late;
pub mod marks;
pub mod monitor;
mod past_weeks;
mod predict;
pub mod retrain;
pub mod scorecard;
pub mod settlement;
mod settling;
mod train;

pub use backtest::{Backtest, BacktestRow, Origin, Retraining, backtest};
pub use config::{
    ChallengerKind, ClusterConfig, ClusterMethod, MOST_MIXTURE_GROUPS, ModelConfig, ScorecardConfig,
};
pub use error::ModelError;
pub use past_weeks::{PastWeek, past_weeks};
pub use predict::{
    CASH_WEEKS, CustomerChances, CustomerPrediction, DAYS_OPEN, DateQuantile, OpenPrediction,
    Predictions, chances_of, clusters_on, predict, predict_customers,
};
pub use train::{AtIssue, MODEL_FORMAT, Trained, Training, may_train, train, train_clusters};
