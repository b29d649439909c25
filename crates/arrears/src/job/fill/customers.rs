//! Segments, the customers and the open invoices that ask for attention.

use std::collections::{BTreeMap, HashSet};

use arrears_insight::customers::shares::SegmentShares;
use arrears_insight::customers::{CustomerInsight, Measure, summarise};
use arrears_insight::text::{Text, value};
use arrears_models::late::Contribution;
use arrears_models::{DateQuantile, OpenPrediction};
use arrears_report::{
    CustomerRow, ListedCustomer, OpenInvoiceRow, Reason, SegmentRow, SegmentShareRow, Wording,
};

use super::wording;
use crate::job::analysis::Analysis;
use crate::job::labels;
use crate::job::material::Material;
use crate::job::wording::fact;

/// Customers in the table of the highest risks.
const TOP_CUSTOMERS: usize = 50;
/// Invoices in the table of those expected late.
const TOP_INVOICES: usize = 50;
/// Measures named per segment.
const TOP_MEASURES: usize = 3;

pub fn segments(customers: &[CustomerInsight]) -> Vec<SegmentRow> {
    summarise(customers)
        .into_iter()
        .map(|total| SegmentRow {
            segment: total.segment.code().to_owned(),
            n_customers: total.n_customers,
            open_minor: total.open_minor,
            overdue_minor: total.overdue_minor,
            mean_p_late: total.mean_p_late,
            meaning: wording(&total.segment.meaning()),
            measures: frequent(customers.iter().filter(|c| c.segment == total.segment)),
        })
        .collect()
}

/// How the segments fall in each group of customers.
pub fn segment_shares(shares: &[SegmentShares]) -> Vec<SegmentShareRow> {
    let rows = shares.iter().flat_map(|attribute| {
        let by = wording(&labels::label(&attribute.by));
        attribute.groups.iter().map(move |group| SegmentShareRow {
            by: by.clone(),
            name: match (attribute.by.as_str(), group.name.as_str()) {
                (_, "unknown") => Wording::default(),
                ("size_class", size) => wording(&value(size)),
                (_, name) => Wording::new(name, name, name),
            },
            n_customers: group.n_customers,
            shares: group.shares,
        })
    });
    rows.collect()
}

/// The measures that most customers of a segment get, the most frequent first.
fn frequent<'a>(customers: impl Iterator<Item = &'a CustomerInsight>) -> Vec<Wording> {
    let mut counts: BTreeMap<Measure, u64> = BTreeMap::new();
    for measure in customers.flat_map(|c| &c.advice.measures) {
        *counts.entry(*measure).or_default() += 1;
    }
    let mut counts: Vec<(Measure, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(measure, n)| (std::cmp::Reverse(*n), *measure));
    counts
        .iter()
        .take(TOP_MEASURES)
        .map(|(measure, _)| wording(&measure.label()))
        .collect()
}

/// Places of all customers but those of the own group, most money at risk first: open amount times the chance of being
/// more than 30 days late, so that who owes nothing today comes last.
pub fn by_risk(analysis: &Analysis) -> Vec<usize> {
    let customers = &analysis.customers;
    let at_risk = |c: &CustomerInsight| c.money.open_minor as f64 * c.p_late_30d.unwrap_or(0.0);
    let mut order: Vec<usize> = (0..customers.len())
        .filter(|&i| !customers[i].intercompany)
        .collect();
    order.sort_by(|&a, &b| {
        let owes = |i: usize| customers[i].money.open_minor > 0;
        owes(b)
            .cmp(&owes(a))
            .then(at_risk(&customers[b]).total_cmp(&at_risk(&customers[a])))
            .then(a.cmp(&b))
    });
    order
}

/// The customers with the most money at risk; one who owes nothing is no one's call today.
pub fn top_risks(material: &Material, analysis: &Analysis, by_risk: &[usize]) -> Vec<CustomerRow> {
    let owing = by_risk
        .iter()
        .filter(|&&i| analysis.customers[i].money.open_minor > 0);
    owing
        .take(TOP_CUSTOMERS)
        .map(|&i| customer(material, analysis, i))
        .collect()
}

/// Every customer in a line.
pub fn listed(material: &Material, analysis: &Analysis, by_risk: &[usize]) -> Vec<ListedCustomer> {
    let line = |&i: &usize| {
        let found = &analysis.customers[i];
        ListedCustomer {
            customer_id: found.customer_id.clone(),
            name: name(material, &found.customer_id),
            segment: found.segment.code().to_owned(),
            cluster_id: found.cluster_id.and_then(|id| u32::try_from(id).ok()),
            p_late: found.p_late,
            open_minor: found.money.open_minor,
            overdue_minor: found.money.overdue_minor,
            early_warning: !found.warnings.is_empty(),
            natural_person: found.natural_person,
        }
    };
    by_risk.iter().map(line).collect()
}

fn name(material: &Material, customer_id: &str) -> String {
    material.names.get(customer_id).cloned().unwrap_or_default()
}

/// All that is known of one customer.
pub fn customer(material: &Material, analysis: &Analysis, i: usize) -> CustomerRow {
    let found = &analysis.customers[i];
    let currency = &material.settings.config.ledger.currency;
    let mut reasons: Vec<Reason> = found
        .reasons
        .iter()
        .map(|reason| Reason {
            feature: reason.feature.to_string(),
            text: wording(&Text::of(|language| reason.say(language, currency))),
            contribution: reason.contribution,
        })
        .collect();
    reasons.extend(model_reasons(
        &analysis.predictions.customers[i].reasons,
        currency,
    ));
    CustomerRow {
        customer_id: found.customer_id.clone(),
        name: name(material, &found.customer_id),
        sector: analysis.portfolio.customers[i]
            .sector
            .clone()
            .unwrap_or_default(),
        segment: found.segment.code().to_owned(),
        cluster_id: found.cluster_id.and_then(|id| u32::try_from(id).ok()),
        cluster_name: found
            .cluster_beside()
            .as_ref()
            .map(wording)
            .unwrap_or_default(),
        p_late: found.p_late,
        p_late_30d: found.p_late_30d,
        risk_score: found.risk_score,
        open_minor: found.money.open_minor,
        overdue_minor: found.money.overdue_minor,
        oldest_days_past_due: found.money.oldest_days_past_due,
        pattern: found.pattern.pattern.code().to_owned(),
        early_warning: !found.warnings.is_empty(),
        warnings: found
            .warnings
            .iter()
            .map(|w| wording(&Text::of(|language| w.say(language))))
            .collect(),
        natural_person: found.natural_person,
        reasons,
        nearest: found
            .nearest
            .as_ref()
            .map(|nearest| wording(&Text::of(|language| nearest.say(language))))
            .unwrap_or_default(),
        measures: found.advice.to_do().iter().map(wording).collect(),
        channel: found
            .advice
            .approach()
            .map(|channel| wording(&channel.label()))
            .unwrap_or_default(),
    }
}

fn model_reasons(reasons: &[Contribution], currency: &str) -> Vec<Reason> {
    reasons
        .iter()
        .map(|reason| Reason {
            feature: reason.feature.clone(),
            text: wording(&fact(reason, currency)),
            contribution: reason.log_odds,
        })
        .collect()
}

/// The overdue invoices and those expected late, by the money that is not expected within 30 days; what the own group
/// owes is no one's call.
pub fn expected_late(material: &Material, analysis: &Analysis) -> Vec<OpenInvoiceRow> {
    let own: HashSet<&str> = analysis
        .customers
        .iter()
        .filter(|customer| customer.intercompany)
        .map(|customer| customer.customer_id.as_str())
        .collect();
    let mut open: Vec<&OpenPrediction> = analysis
        .predictions
        .open
        .iter()
        .filter(|p| p.p_late >= 0.5 && !own.contains(material.book.customer_id(p.customer)))
        .collect();
    let at_risk = |p: &OpenPrediction| p.open_minor as f64 * (1.0 - p.p_paid[1]);
    open.sort_by(|a, b| {
        at_risk(b)
            .total_cmp(&at_risk(a))
            .then(a.invoice.cmp(&b.invoice))
    });
    open.into_iter()
        .take(TOP_INVOICES)
        .map(|p| invoice(material, p))
        .collect()
}

/// One open invoice.
pub fn invoice(material: &Material, p: &OpenPrediction) -> OpenInvoiceRow {
    let customer_id = material.book.customer_id(p.customer);
    OpenInvoiceRow {
        invoice_id: material.book.invoice_id(p.invoice).to_owned(),
        customer_id: customer_id.to_owned(),
        customer_name: name(material, customer_id),
        due_date: material.book.invoice(p.invoice).due_date.to_string(),
        open_minor: p.open_minor,
        days_past_due: p.days_past_due,
        p_late: Some(p.p_late),
        p_never: Some(p.p_never),
        p_paid_30d: Some(p.p_paid[1]),
        expected_pay_date: within_a_year(p.expected),
        pay_date_p10: within_a_year(p.p10),
        pay_date_p90: within_a_year(p.p90),
        reasons: model_reasons(&p.reasons, &material.settings.config.ledger.currency),
    }
}

/// The day, where it lies within a year after the due date; later ones are not told apart.
fn within_a_year(quantile: DateQuantile) -> Option<String> {
    (!quantile.beyond).then(|| quantile.day.to_string())
}
