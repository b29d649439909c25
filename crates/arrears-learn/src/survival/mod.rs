//! How long until it happens, when for some rows it has not happened yet?

mod error;
mod fit;
mod model;

pub use error::SurvivalError;
pub use model::{KaplanMeier, SurvivalStep};
