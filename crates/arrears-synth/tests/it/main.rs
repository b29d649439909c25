//! The generated population against its specification.

mod acceptance;
mod mechanisms;
mod properties;
mod view;
