//! What does it mean?
//!
//! Pure statements about customers, sectors and money from figures: no files, no prints, the same output for the
//! same input at any number of threads. The way through this crate:
//!
//! 1. [`facts::Portfolio`]: the plain facts of all customers at an as-of day, collected from the Book;
//! 2. [`customers::profiles()`]: what the clusters have in common, with a name by rules;
//! 3. [`customers::assess()`]: per customer its pattern (incident or habit), warnings, segment A, B or C with reasons,
//!    measures and channel, under a [`customers::Policy`];
//! 4. [`sectors::sectors()`], [`money::kpis()`], [`money::expected_cash()`], [`late_share::late_share_by_month()`];
//! 5. [`acceptance`]: what to agree with a customer without a history;
//! 6. [`worklist`]: who to call, about what, and who not;
//! 7. [`frames`]: the frames of `segments.parquet` and `sectors.parquet`;
//! 8. [`compare`]: two runs side by side.
//!
//! Findings carry codes and figures; [`text`] makes sentences of them in English, Dutch and French. Everything here
//! describes payment behaviour and is an association, never a cause and never a verdict: natural persons are flagged,
//! and nothing that restricts one is proposed without a colleague's decision.

pub mod acceptance;
pub mod beside;
pub mod compare;
pub mod customers;
mod error;
pub mod evidence;
pub mod facts;
pub mod frames;
pub mod groups;
pub mod late_share;
pub mod money;
pub mod nonpayment;
pub mod questions;
pub mod sectors;
pub mod statistics;
pub mod text;
pub mod worklist;

pub use error::InsightError;
