//! Text exports, as programs write and break them.

mod properties;
mod robustness;
