//! Two runs side by side: what is another, who moved, and how the earlier run's chances came out.
//!
//! Everything here follows from the tables of the two runs' folders ([`RunTables`]); what a folder does not hold is left
//! out, never guessed. Money is in cents, lists have one order, and the earlier run is called before, the later one now.

mod clusters;
mod drift;
mod money;
mod outcomes;
mod same_ledger;
mod segments;
mod tables;
mod warnings;

pub use clusters::{ClusterComparison, ClusterFate, ClusterPair, Nearest, clusters};
pub use drift::{Bin, Drift, Score, Verdict, drift};
pub use money::{ExpectedCash, KeyFigures, MoneyComparison, money};
pub use outcomes::{Band, Horizon, Judged, Outcomes, outcomes};
pub use same_ledger::{Common, Relation, common};
pub use segments::{
    Direction, MovedCustomer, SegmentComparison, SegmentMove, SegmentTotal, segments,
};
pub use tables::{
    CashRow, CustomerRow, EvidenceRow, InvoiceRow, KpiRow, NoColumn, RunTables, WarningRow, Why,
    cash_rows, customer_rows, evidence_rows, invoice_rows, kpi_rows, warning_rows,
};
pub use warnings::{WarningComparison, WarningEntry, warnings};
