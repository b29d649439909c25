//! What advice on new customers came to, for the command line.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use arrears_insight::acceptance::RiskRange;
use arrears_insight::frames::AcceptanceRow;
use arrears_insight::text::{Language, above_limit};
use arrears_ledger::{Applicants, Day, shown};
use arrears_models::acceptance::AcceptanceModel;
use serde::Serialize;

use super::names;
use crate::load::describe;
use crate::plan::AcceptPlan;

/// What advice on new customers came to.
#[derive(Debug, Clone, Serialize)]
pub struct AcceptanceSummary {
    /// The as-of date.
    pub as_of: Day,
    /// Folder of the results.
    pub out: PathBuf,
    /// Currency of the amounts.
    pub currency: String,
    /// The applicants, as in `acceptance.parquet`.
    pub applicants: Vec<ApplicantSummary>,
    /// Rows of the file that could not be used.
    pub n_rejected: usize,
    /// Earlier new customers that it rests on.
    pub n_customers: usize,
    /// Whether these began within the ledger; else all customers' first invoices were taken.
    pub of_new_customers: bool,
    /// Their share of late first invoices.
    pub late_share: f64,
    /// What was measured on customers who began later than those learnt from.
    pub trust: Option<TrustSummary>,
    /// What the user should know, one sentence each.
    pub warnings: Vec<String>,
    /// Wall time.
    pub seconds: f64,
}

/// One applicant in the summary.
#[derive(Debug, Clone, Serialize)]
pub struct ApplicantSummary {
    /// Its id.
    pub customer_id: String,
    /// That the first invoice is late, with its 90 % interval.
    pub p_late: [f64; 3],
    /// That it is more than 30 days late.
    pub p_late_30d: [f64; 3],
    /// That it is not paid within a year.
    pub p_never: [f64; 3],
    /// Earlier new customers it rests on most.
    pub n_comparable: usize,
    /// `low`, `medium` or `high`.
    pub risk_class: &'static str,
    /// Suggested terms, in days; none for a natural person or one that the ledger knows.
    pub terms_days: Option<i32>,
    /// Suggested part in advance.
    pub part_in_advance: Option<f64>,
    /// Suggested limit.
    pub suggested_limit: Option<f64>,
    /// Whether it is a natural person.
    pub natural_person: bool,
    /// Whether the ledger knows it already.
    pub in_ledger: bool,
    /// That its next invoice is late, by its own history.
    pub p_late_history: Option<f64>,
}

/// What was measured on customers who began from a day on.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct TrustSummary {
    /// The day.
    pub from: Day,
    /// Customers.
    pub n_customers: usize,
    /// Their share of late first invoices.
    pub late_share: f64,
    /// What was expected.
    pub expected_share: f64,
    /// Log loss in nats.
    pub log_loss: f64,
    /// The same of the base rate.
    pub log_loss_base_rate: f64,
    /// Groups of at least ten customers.
    pub n_groups: usize,
    /// Of which the late share lay within its 90 % interval.
    pub n_covered: usize,
}

pub(super) fn summary(
    plan: &AcceptPlan,
    applicants: &Applicants,
    model: &AcceptanceModel,
    rows: &[AcceptanceRow],
    customers: &BTreeMap<String, String>,
    started: Instant,
) -> AcceptanceSummary {
    let three = |range: RiskRange| [range.p, range.low, range.high];
    let told = rows.iter().map(|row| ApplicantSummary {
        customer_id: row.customer_id.clone(),
        p_late: three(row.application.late),
        p_late_30d: three(row.application.late_30d),
        p_never: three(row.application.never),
        n_comparable: row.n_comparable,
        risk_class: row.advice.class.code(),
        terms_days: row.advice.terms_days,
        part_in_advance: row.advice.part_in_advance,
        suggested_limit: row.advice.limit_minor.map(|minor| minor as f64 / 100.0),
        natural_person: row.application.natural_person,
        in_ledger: row.n_invoices > 0,
        p_late_history: row.p_late_history,
    });
    AcceptanceSummary {
        as_of: plan.as_of,
        out: plan.out.clone(),
        currency: plan.settings.config.ledger.currency.clone(),
        applicants: told.collect(),
        n_rejected: applicants.rejected.len(),
        n_customers: model.n_customers(),
        of_new_customers: model.of_new_customers(),
        late_share: model.base_rate(),
        trust: model.trust().map(|trust| TrustSummary {
            from: trust.from,
            n_customers: trust.n_customers,
            late_share: trust.late_share,
            expected_share: trust.expected_share,
            log_loss: trust.log_loss,
            log_loss_base_rate: trust.log_loss_base_rate,
            n_groups: trust.n_groups,
            n_covered: trust.n_covered,
        }),
        warnings: [
            warnings(
                applicants,
                model,
                rows,
                &plan.settings.config.ledger.currency,
            ),
            names::notes(rows, customers),
        ]
        .concat(),
        seconds: started.elapsed().as_secs_f64(),
    }
}

fn warnings(
    applicants: &Applicants,
    model: &AcceptanceModel,
    rows: &[AcceptanceRow],
    currency: &str,
) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(first) = applicants.rejected.first() {
        warnings.push(format!(
            "{} of {} rows rejected, see rejected_rows.csv; the first: {}",
            applicants.rejected.len(),
            applicants.count.read,
            describe(first)
        ));
    }
    if !applicants.unused.is_empty() {
        let names: Vec<String> = applicants
            .unused
            .iter()
            .map(|n| format!("`{}`", shown(n)))
            .collect();
        warnings.push(format!(
            "columns that are not used: {}; `[acceptance.columns]` says which column is what",
            names.join(", ")
        ));
    }
    let known: Vec<String> = rows
        .iter()
        .filter(|row| row.n_invoices > 0)
        .map(|row| {
            format!(
                "`{}` ({} invoices)",
                shown(&row.customer_id),
                row.n_invoices
            )
        })
        .collect();
    if !known.is_empty() {
        warnings.push(format!(
            "already customers, so that nothing is suggested from others' first invoices: {}; see their own history and \
             segment in predictions.parquet and segments.parquet of a run",
            first_of(&known)
        ));
    }
    let above: Vec<String> = rows.iter().filter_map(|row| above(row, currency)).collect();
    let more = above.len().saturating_sub(NAMED);
    warnings.extend(above.into_iter().take(NAMED));
    if more > 0 {
        warnings.push(format!(
            "{more} more would have more on credit than their limit: see the reasons in acceptance.parquet"
        ));
    }
    if !model.of_new_customers() {
        warnings.push(
            "too few customers began within the ledger: the first invoices of all were taken, also of those who were \
             customers before"
                .into(),
        );
    }
    if model.trust().is_none() {
        warnings.push(
            "too few customers began later than others: how good the estimate is was not measured"
                .into(),
        );
    }
    warnings
}

/// That an applicant would have more on credit than its limit, where it would.
fn above(row: &AcceptanceRow, currency: &str) -> Option<String> {
    let asked = row.application.amount_minor?;
    let on_credit = row.advice.above_limit(Some(asked))?;
    let told = above_limit(asked, on_credit, row.advice.limit_minor?, currency);
    Some(format!(
        "`{}`: {}",
        shown(&row.customer_id),
        told.get(Language::En)
    ))
}

/// Applicants that a note names.
pub(super) const NAMED: usize = 5;

/// The first of them, and how many more there are.
pub(super) fn first_of(named: &[String]) -> String {
    let first = named.iter().take(NAMED).cloned().collect::<Vec<_>>();
    match named.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::first_of;

    #[test]
    fn a_note_names_five_and_counts_the_rest() {
        let names = |n: usize| (1..=n).map(|i| format!("`{i}`")).collect::<Vec<_>>();
        assert_eq!(first_of(&names(5)), "`1`, `2`, `3`, `4`, `5`");
        assert_eq!(first_of(&names(7)), "`1`, `2`, `3`, `4`, `5` and 2 more");
    }
}
