//! Tests of the crate as its users see it: against a naive oracle, for leakage, and for invariances.

mod dictionary;
mod examples;
mod guard;
mod invariance;
mod labels;
mod leakage;
mod money;
mod oracle;
mod random;
mod redraws;
mod rows;
mod table;
