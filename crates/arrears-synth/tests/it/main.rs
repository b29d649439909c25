//! The generated population against its specification.

mod acceptance;
mod datasets;
mod mechanisms;
mod properties;
mod view;
