//! The early warnings of the report.

use arrears_insight::customers::CustomerInsight;
use arrears_insight::customers::warnings::{Found, Warning};
use arrears_insight::text::{Text, certainty};
use arrears_report::{FollowedWarnings, PathPoint, WatchReport, WatchRow};

use super::wording;
use crate::job::analysis::Analysis;
use crate::job::material::Material;

/// Who pays otherwise than before, and how the watch was set.
pub fn watch(material: &Material, analysis: &Analysis) -> WatchReport {
    let account = &analysis.watched.account;
    let rows = |customers: &[usize], better: bool| {
        let row = |&i: &usize| row(material, analysis, i, better);
        customers.iter().map(row).collect()
    };
    let outside = || {
        analysis
            .customers
            .iter()
            .filter(|found| !found.intercompany)
    };
    WatchReport {
        false_alarms_per_100_months: account.false_alarms_per_100_months,
        n_watched: account.n_watched,
        n_counted: account.n_counted,
        n_warned: account.n_warned,
        n_new: account.n_new,
        n_with_warning: outside().filter(|found| !found.warnings.is_empty()).count() as u64,
        n_improved: outside()
            .filter(|found| found.improvement.is_some())
            .count() as u64,
        followed: account.followed.map(|followed| FollowedWarnings {
            n_warned: followed.n_warned,
            n_judged: followed.n_judged,
            n_later: followed.n_later,
            n_others: followed.n_others,
            n_others_later: followed.n_others_later,
        }),
        warned: rows(&analysis.listed.warned, false),
        improved: rows(&analysis.listed.improved, true),
    }
}

fn row(material: &Material, analysis: &Analysis, i: usize, better: bool) -> WatchRow {
    let customer: &CustomerInsight = &analysis.customers[i];
    let told: Vec<&Warning> = if better {
        customer.improvement.iter().collect()
    } else {
        customer.warnings.iter().collect()
    };
    let found: Option<&Found> = told.iter().find_map(|warning| warning.found.as_ref());
    let level = told.iter().find_map(|warning| warning.days());
    let change = analysis.watched.of(i).filter(|_| found.is_some());
    let sure = |found: &Found| Text::of(|language| certainty(found.certainty, language).to_owned());
    let measures = customer.advice.to_do();
    WatchRow {
        customer_id: customer.customer_id.clone(),
        name: material
            .names
            .get(&customer.customer_id)
            .cloned()
            .unwrap_or_default(),
        segment: customer.segment.code().to_owned(),
        open_minor: customer.money.open_minor,
        natural_person: customer.natural_person,
        is_new: found.is_some_and(|found| found.is_new),
        changes: told
            .iter()
            .map(|warning| wording(&warning.text()))
            .collect(),
        certainty: found.map(|found| wording(&sure(found))).unwrap_or_default(),
        certainty_share: found.map(|found| found.certainty),
        since: change.map(|change| change.since.to_string()),
        days_before: level.map(|level| level.before),
        sd_days: level.map(|level| level.sd),
        measures: measures.iter().map(wording).collect(),
        path: change.map_or_else(Vec::new, |change| {
            let point = |step: &arrears_insight::customers::watch::Step| PathPoint {
                due: step.due.to_string(),
                days: step.days,
                settled: step.settled,
            };
            change.path.iter().map(point).collect()
        }),
    }
}
