//! Columns brought to one scale.

mod error;
mod fit;
mod model;
mod params;

pub use error::ScalingError;
pub use model::Scaler;
pub use params::{RobustScaler, RobustValidScaler, StandardScaler};
