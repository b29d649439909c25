//! Probabilities brought back to what happened.
//!
//! A model that ranks well may still promise too much or too little, most often because times have
//! changed since it was fitted. [`InterceptShift`] moves all log-odds by one amount, which one
//! month of outcomes can settle; [`Platt`] also stretches them, and needs more rows. Both keep the
//! order of the rows.
//!
//! Neither has anything to tune, so there is no `params.rs`; each file holds one estimator with its
//! model.

mod error;
mod intercept_shift;
mod platt;

pub use crate::logistic::sigmoid;
pub use error::CalibrationError;
pub use intercept_shift::InterceptShift;
pub use platt::Platt;

/// `ln(p / (1 - p))` for a probability `p`; infinite at 0 and 1.
pub fn log_odds(p: f64) -> f64 {
    // ln(1 - p) by ln_1p keeps its digits where p is small and 1 - p rounds to 1.
    p.ln() - (-p).ln_1p()
}
