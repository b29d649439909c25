//! The probability of one of two outcomes.

mod error;
mod fit;
mod information;
mod model;
mod newton;
mod params;

pub use error::{LogisticError, Term};
pub use model::{LogisticModel, sigmoid};
pub use params::{LogisticParams, LogisticValidParams};
