//! Properties that hold whatever the portfolio: tried on made-up ones, seeded and the same every time.

mod book;
mod portfolios;
mod properties;
mod questions;
