//! `risk_groups.parquet`: a row per group of customers that could be tested.

use arrears_ledger::Day;
use polars::prelude::*;

use super::{column, dates, money};
use crate::InsightError;
use crate::groups::{GroupPeriod, RiskGroup, RiskGroups};
use crate::text::Language;

/// The frame of `risk_groups.parquet`; names of values are in `language`.
pub fn risk_groups_frame(
    groups: &RiskGroups,
    as_of: Day,
    language: Language,
) -> Result<DataFrame, InsightError> {
    let all = || groups.groups.iter();
    let part = |i: usize, of: fn(&crate::groups::GroupPart) -> &str| {
        all().map(move |g| g.parts.get(i).map(of))
    };
    let mut columns = vec![
        column("characteristic_1", part(0, |p| p.dimension.code())),
        column("value_1", part(0, |p| &p.value)),
        column("characteristic_2", part(1, |p| p.dimension.code())),
        column("value_2", part(1, |p| &p.value)),
        column("name", all().map(|g| g.name().get(language).to_owned())),
        dates("as_of", all().map(|_| Some(as_of)))?,
        column("found", all().map(|g| g.found)),
        column(
            "direction",
            all().map(|g| if g.higher { "higher" } else { "lower" }),
        ),
        column("confirmed", all().map(|g| g.confirmed)),
        column("shrunken_share", all().map(|g| g.shrunken)),
        column("q_value", all().map(|g| g.q_value)),
        column("parts_explain", all().map(|g| g.parts_explain)),
        column("largest_customer_share", all().map(|g| g.largest_share)),
    ];
    columns.extend(period("earlier", groups, |g| &g.earlier));
    columns.extend(period("later", groups, |g| &g.later));
    columns.push(money("open_amount", all().map(|g| g.open_minor)));
    columns.push(money("overdue_amount", all().map(|g| g.overdue_minor)));
    Ok(DataFrame::new(groups.groups.len(), columns)?)
}

fn period(name: &str, groups: &RiskGroups, of: fn(&RiskGroup) -> &GroupPeriod) -> Vec<Column> {
    let all = || groups.groups.iter().map(of);
    let called = |what: &str| format!("{name}_{what}");
    vec![
        column(&called("customers"), all().map(|p| p.n_customers as i64)),
        column(&called("invoices"), all().map(|p| p.n_invoices as i64)),
        money(&called("amount"), all().map(|p| p.amount_minor)),
        column(&called("share"), all().map(|p| p.share)),
        column(
            &called("share_low"),
            all().map(|p| p.interval.map(|i| i.low)),
        ),
        column(
            &called("share_high"),
            all().map(|p| p.interval.map(|i| i.high)),
        ),
        column(&called("rest_share"), all().map(|p| p.rest_share)),
        column(&called("p_value"), all().map(|p| p.p_value)),
    ]
}
