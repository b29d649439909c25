//! Ledgers read from files, as a user meets them.

mod alike;
mod booked;
mod corpus;
mod currencies;
mod documents;
mod errors;
mod faults;
mod figures;
mod flags;
mod folders;
mod headers;
mod helper;
mod identities;
mod kinds;
mod parquet_in;
mod peer;
mod profiles;
mod properties;
mod propose;
mod quality;
mod real;
mod reference;
mod rejects;
mod shapes;
mod statements;
mod workbook;
