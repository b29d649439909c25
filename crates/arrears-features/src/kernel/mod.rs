//! The sweep: from a customer's events, in the order in which they became known, to features as of any day.

mod alike;
mod apply;
mod bits;
mod day_counts;
mod decay;
mod local;
mod needs;
mod readiness;
mod redraw;
mod run;
mod sweep;
mod totals;
mod view;
mod weights;
mod window;

pub use alike::N_LIKENESSES;
pub(crate) use alike::Reading;
pub(crate) use needs::Needs;
pub(crate) use redraw::answer_redrawn;
pub(crate) use run::{Answers, run};
pub(crate) use sweep::{MonthEnd, Sweep};
pub(crate) use view::{NO_INVOICE, Query, Subject, UNKNOWN, View};
pub(crate) use window::{Span, ratio};
