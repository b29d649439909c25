//! What a report is made of: plain values, without a frame or a matrix.
//!
//! Conventions of all types here: dates are ISO texts (`2025-12-31`), months
//! too (`2025-11`); money is in minor units (cents) of the ledger's currency;
//! shares and probabilities lie in `[0, 1]`; a figure that could not be
//! computed is `None`, never zero; lists keep the order in which they are
//! shown, except where the field says that the report sorts them.

mod clusters;
mod customers;
mod document;
mod evidence;
mod input;
mod migration;
mod model;
mod money;
mod pages;
mod questions;
mod run;
mod sectors;
mod watch;
mod worklist;

pub use clusters::*;
pub use customers::*;
pub use document::*;
pub use evidence::*;
pub use input::*;
pub use migration::*;
pub use model::*;
pub use money::*;
pub use pages::*;
pub use questions::*;
pub use run::*;
pub use sectors::*;
pub use watch::*;
pub use worklist::*;

use serde::{Deserialize, Serialize};

/// All figures of one run that people read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportData {
    /// Which run this is: date, ledger, model, version.
    pub run: RunInfo,
    /// What was read, rejected, flagged and missing.
    pub quality: DataQuality,
    /// What is outstanding.
    pub kpis: Kpis,
    /// What comes in: expected cash by week.
    pub cash: CashForecast,
    /// What of the open amounts will not be paid, by age, youngest first.
    pub provision: Vec<ProvisionAge>,
    /// The key figures at the ends of the last months, oldest first, and on the as-of date.
    pub kpi_months: Vec<KpiMonth>,
    /// Segments A, B and C, in that order.
    pub segments: Vec<SegmentRow>,
    /// The first lines of the worklist that are calls of the day.
    pub worklist: Vec<WorklistRow>,
    /// Lines of the whole worklist that are calls of the day.
    pub n_calls: u64,
    /// Lines of which a letter, an e-mail or a payment link goes out that day.
    pub n_to_send: u64,
    /// Lines of which the next step is on a later day.
    pub n_later: u64,
    /// Lines of the whole worklist that are not called, with a cause.
    pub n_not_called: u64,
    /// How the segments fall in each sector, size class and country.
    pub segment_shares: Vec<SegmentShareRow>,
    /// Customers to look at first: by the money at risk, open amount times the
    /// chance of being more than 30 days late. The report shows all it is given.
    pub top_risks: Vec<CustomerRow>,
    /// All customers but those of the own group, in the same order; those who owe nothing last.
    pub customers: Vec<ListedCustomer>,
    /// The customers that have a page: `#customer-1` is the first.
    pub pages: Vec<CustomerPage>,
    /// Whose word the pages' risk over time is.
    pub risk_over_time: RiskOverTime,
    /// Customers that pay otherwise than before.
    pub watch: WatchReport,
    /// Overdue invoices and those expected to be late, by the money not expected within 30 days.
    pub expected_late: Vec<OpenInvoiceRow>,
    /// Late share by invoice month, oldest first.
    pub late_by_month: Vec<LateMonth>,
    /// The four questions.
    pub questions: QuestionsReport,
    /// Groups of customers with a characteristic in common.
    pub groups: GroupsReport,
    /// How the creditor follows up.
    pub follow_up: FollowUpReport,
    /// Why invoices were not paid in time.
    pub reasons: ReasonsReport,
    /// The clusters; `None` when there were too few customers to make any.
    pub clusters: Option<ClusterReport>,
    /// The late-payment model; `None` when none could be used.
    pub model: Option<ModelReport>,
    /// The data dictionary: one row per feature.
    pub dictionary: Vec<DictionaryRow>,
}

impl ReportData {
    /// Whether this is a test of a model rather than a month's run: there is a
    /// model, and no customer.
    pub fn is_backtest(&self) -> bool {
        self.model.is_some() && self.kpis.n_customers == 0 && self.top_risks.is_empty()
    }
}
