//! Groups of alike rows.

mod distance;
mod error;
mod fit;
mod lloyd;
mod model;
mod params;
mod points;
mod seeding;

use points::Points;

pub use error::KMeansError;
pub use fit::sweep;
pub use model::KMeansModel;
pub use params::{KMeansParams, KMeansValidParams};
