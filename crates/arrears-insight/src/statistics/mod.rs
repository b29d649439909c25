//! The few statistical tools that the statements rest on: each small, cited and checked by hand-worked values.

mod censored;
mod change;
mod false_discovery;
mod interval;
mod normal;
mod shrinkage;
mod student;

pub use arrears_learn::tails::beta_upper_tail;
pub use censored::{Censored, censored_median};
pub use change::{CHANGE_THRESHOLD, change_point};
pub use false_discovery::q_values;
pub use interval::{Interval, poisson_interval, wilson};
pub use normal::{normal_quantile, normal_upper_tail};
pub use shrinkage::{Count, Shrinkage, effective_n, intraclass_correlation, invoice_weight};
pub use student::{student_above, student_density};
