//! Text exports, as programs write and break them.

mod hostile;
mod properties;
mod robustness;
