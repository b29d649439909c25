//! Charts as SVG: drawn by `plotters`, then made fit for this page.
//!
//! plotters writes plain colours and a fixed size. We draw with stand-in
//! colours ([`Ink`]) and replace each by a CSS variable of the page, so that
//! one drawing serves light, dark and paper; and we add what a screen reader
//! needs, a title and a description. Every chart also has its figures in a
//! table beside it, made elsewhere.

mod ageing;
mod around_zero;
mod axes;
mod bars;
mod calibration;
mod cash;
mod cluster_map;
mod coefficients;
mod coverage;
mod customer_months;
mod customer_risk;
mod evidence;
mod ink;
mod intervals;
mod k_choice;
mod key;
mod late_share;
mod migration;
mod origins;
mod parts_of;
mod paths;
mod roc;
mod rows_by_month;
mod strips;
mod surface;
mod timeline;
mod top_risks;

pub(crate) use ageing::ageing;
pub(crate) use bars::Bar;
pub(crate) use calibration::{calibration, uneven};
pub(crate) use cash::cash;
pub(crate) use cluster_map::{beyond, centre, cluster_map};
pub(crate) use coefficients::coefficients;
pub(crate) use coverage::{chosen as chosen_columns, coverage};
pub(crate) use customer_months::customer_months;
pub(crate) use customer_risk::customer_risk;
pub(crate) use evidence::{differences, parts};
pub(crate) use ink::Ink;
pub(crate) use intervals::{Interval, Intervals, MOST_ROWS};
pub(crate) use k_choice::k_choice;
pub(crate) use late_share::late_share;
pub(crate) use migration::{Matrix, migration};
pub(crate) use origins::{origins_loss, origins_share};
pub(crate) use parts_of::PartsOf;
pub(crate) use paths::paths;
pub(crate) use roc::roc;
pub(crate) use rows_by_month::{MOST_MONTHS, rows_by_month};
pub(crate) use strips::strips;
pub(crate) use timeline::timeline;
pub(crate) use top_risks::top_risks;
