//! Groups of alike rows.

mod error;
mod fit;
mod model;
mod params;

pub use error::KMeansError;
pub use fit::sweep;
pub use model::KMeansModel;
pub use params::{KMeansParams, KMeansValidParams};
