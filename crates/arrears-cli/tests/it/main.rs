//! The command as a user meets it: what it prints, how it ends, what it leaves behind.

mod acceptance;
mod bad_config;
mod bad_ledger;
mod bad_place;
mod compare;
mod documents;
mod edge_cases;
mod faults;
mod forecast;
mod help;
mod init;
mod kept_models;
mod little;
mod models;
mod monitor;
mod open_items;
mod output;
mod policy;
mod questions;
mod reference;
mod retrain;
mod sample;
mod scorecard;
mod support;
mod unattended;
mod worklist;
