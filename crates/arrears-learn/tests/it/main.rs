//! What must hold for every estimator, against other libraries, and for any data.

mod battery;
mod binning;
mod golden;
mod oracle;
mod properties;
mod separation;
mod support;
