//! Customers: how they pay, what group they are alike to, which procedure suits them, and who is changing.

pub mod assess;
pub mod cluster_choice;
pub mod clusters_file;
pub mod following;
pub mod measures;
pub mod migration;
pub mod naming;
pub mod pattern;
pub mod policy;
pub mod profiles;
pub mod reasons;
pub mod segments;
pub mod shares;
pub mod warnings;
pub mod watch;
pub mod what_if;

pub use assess::{
    Ambiguous, CustomerInsight, CustomerScores, SegmentSummary, ambiguous, assess, segments_of,
    summarise,
};
pub use cluster_choice::{CandidateEntry, ClusterChoice, Dominating, LeftOut};
pub use clusters_file::{ClusterEntry, ClustersFile, ProfileEntry};
pub use following::{FOLLOWING_DAYS, Following, LateAfter, following};
pub use measures::{Advice, Barred, Channel, Measure};
pub use migration::{Before, Migration, Now, Place, migration};
pub use pattern::{Pattern, PatternFinding, PatternRule};
pub use policy::Policy;
pub use profiles::{ClusterProfile, ClusterVariable, Clustering, profiles};
pub use reasons::{Bar, Reason, ReasonFact};
pub use segments::{Segment, SegmentFinding};
pub use warnings::{Warning, WarningCode, WarningRule};
pub use watch::{Watched, later_since, watch};
