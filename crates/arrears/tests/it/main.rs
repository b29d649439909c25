//! The library as a caller uses it: whole jobs on generated ledgers.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop here"
)]

mod bank;
mod bookkeeping;
mod changed;
mod finite;
mod identity;
mod input;
mod leakage;
mod money;
mod monitored;
mod pages;
mod roads;
mod rows_known;
mod scorecards;
mod then;
