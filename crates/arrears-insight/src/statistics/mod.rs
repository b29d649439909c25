//! The few statistical tools that the statements rest on: each small, cited and checked by hand-worked values.

mod change;
mod false_discovery;
mod fisher;
mod interval;
mod normal;
mod shrinkage;

pub use arrears_learn::tails::beta_upper_tail;
pub use change::{CHANGE_THRESHOLD, change_point};
pub use false_discovery::q_values;
pub use fisher::fisher_upper_tail;
pub use interval::{Interval, poisson_interval, wilson};
pub use normal::{normal_quantile, normal_upper_tail};
pub use shrinkage::{Count, Shrinkage, effective_n, intraclass_correlation, invoice_weight};
