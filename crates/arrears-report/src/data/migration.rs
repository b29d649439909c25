//! Who went where since the last champion.

use serde::{Deserialize, Serialize};

use crate::Wording;

/// From clusters and segments to clusters and segments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MigrationReport {
    /// As-of date of the last champion; empty without one.
    pub from: String,
    /// What to know of the clusters' numbers: where they come from, or why they are new.
    pub note: Wording,
    /// From cluster to cluster; empty where they cannot be compared.
    pub clusters: Vec<MigrationFlow>,
    /// From segment to segment.
    pub segments: Vec<MigrationFlow>,
    /// What became of each cluster, by its number.
    pub fates: Vec<ClusterFate>,
}

/// The customers that went from one group to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MigrationFlow {
    /// The group they were in; empty for customers not known then.
    pub from: String,
    /// The group they are in.
    pub to: String,
    /// What that is, as a code: `stayed`, `moved`, `split`, `merged`, `dissolved`, `gathered`, `placed`, `appeared`,
    /// `better`, `worse`.
    pub change: String,
    /// Customers.
    pub n_customers: u64,
    /// What they owe.
    pub open_minor: i64,
}

/// What became of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterFate {
    /// Its number.
    pub cluster_id: u32,
    /// As a code: `kept`, `split_from`, `born`, `merged_into`, `dissolved`.
    pub event: String,
    /// The cluster that it came from or went into.
    pub other: Option<u32>,
    /// Customers known on both days that were in it.
    pub n_before: u64,
    /// Of which in it now; for a new one the customers known on both days that it holds.
    pub n_now: u64,
}
