//! What it takes to get paid: the reminder ladder, disputes, promises, replies.

use super::windows::over_windows;
use super::{
    DISPUTES, ENTRY, FROM_DISPUTES, FROM_PROMISES, FROM_REMINDERS, FeatureDef, PROMISES, REASONS,
    REMINDERS, Value,
};
use crate::book::DisputeReason;
use crate::kernel::{Needs, Span, View, ratio};

const NO: [bool; 4] = [false; 4];
const YEAR: [bool; 4] = [false, true, false, false];
const ALL: [bool; 4] = [true, false, false, false];

pub(super) fn features() -> Vec<FeatureDef> {
    let mut features = Vec::new();
    escalation(&mut features);
    disputes(&mut features);
    promises(&mut features);
    features
}

fn escalation(features: &mut Vec<FeatureDef>) {
    over_windows!(features, "mean_depth", "Mean escalation depth", "",
        "Mean of the highest dunning level that an invoice reached (0 for none)", "sum(depth) / count(mature)",
        sources FROM_REMINDERS, requires REMINDERS, needs Needs::of,
        model YEAR, clusters NO,
        |view, span| ratio(view.sums(span).depth, view.sums(span).n));
    over_windows!(features, "worst_depth", "Worst escalation depth", "",
        "Highest dunning level that any invoice reached", "max(depth)",
        sources FROM_REMINDERS, requires REMINDERS, needs Needs::of,
        model NO, clusters NO,
        |view, span| view.sums(span).worst_depth());
    over_windows!(features, "level2_share", "Share escalated to level 2", "share",
        "Share that reached a second reminder or more", "count(depth >= 2) / count(mature)",
        sources FROM_REMINDERS, requires REMINDERS, needs Needs::of,
        model YEAR, clusters NO,
        |view, span| ratio(view.sums(span).n_level2, view.sums(span).n));
    over_windows!(features, "days_at_level2", "Days at level 2 or more", "days",
        "Mean days from the second reminder to settlement (or the as-of date), of invoices that reached it",
        "sum(max(settled or D - day of level 2, 0)) / count(depth >= 2)",
        sources FROM_REMINDERS, requires REMINDERS, needs Needs::of,
        model NO, clusters NO,
        |view, span| view.sums(span).mean_level2_days(view.day()));
    over_windows!(features, "reminders_per_invoice", "Reminders per invoice", "",
        "Mean number of reminders of level 1 and up", "count(reminders of level >= 1) / count(mature)",
        sources FROM_REMINDERS, requires REMINDERS, needs Needs::of,
        model NO, clusters NO,
        |view, span| ratio(view.sums(span).n_reminders, view.sums(span).n));
    over_windows!(features, "calls_per_invoice", "Calls per invoice", "",
        "Mean number of calls and contacts without a step of the ladder", "count(level 0) / count(mature)",
        sources FROM_REMINDERS, requires REMINDERS, needs Needs::of,
        model NO, clusters NO,
        |view, span| ratio(view.sums(span).n_calls, view.sums(span).n));
    const REPLIES: &[super::Requirement] = &[super::Requirement::Column(
        arrears_ledger::Table::Reminders,
        "replied_date",
    )];
    features.extend([
        FeatureDef {
            id: "reply_share",
            name: "Share of reminders replied to",
            unit: "share",
            meaning: "Share of all reminders and calls that the customer has replied to",
            formula: "count(replied by D) / count(reminders)",
            sources: FROM_REMINDERS,
            requires: REPLIES,
            value: Value::Number(|view| {
                ratio(view.sweep.totals.n_replies, view.sweep.totals.n_contacts)
            }),
            ..ENTRY
        },
        FeatureDef {
            id: "days_to_reply",
            name: "Days to reply",
            unit: "days",
            meaning: "Mean days from a reminder or call to its reply, of those replied to",
            formula: "sum(replied - sent) / count(replied by D)",
            sources: FROM_REMINDERS,
            requires: REPLIES,
            value: Value::Number(|view| {
                ratio(view.sweep.totals.reply_days, view.sweep.totals.n_replies)
            }),
            ..ENTRY
        },
    ]);
}

fn disputes(features: &mut Vec<FeatureDef>) {
    over_windows!(features, "dispute_share", "Share disputed", "share",
        "Share contested by the customer", "count(disputed) / count(mature)",
        sources FROM_DISPUTES, requires DISPUTES, needs Needs::of,
        model YEAR, clusters ALL,
        |view, span| ratio(view.sums(span).n_disputed, view.sums(span).n));
    let by_reason = |id, name, meaning, value| FeatureDef {
        id,
        name,
        unit: "share",
        meaning,
        formula: "count(disputed for this reason) / count(mature), over 365 days",
        sources: FROM_DISPUTES,
        requires: REASONS,
        needs: Needs::of(Span::Year),
        value: Value::Number(value),
        ..ENTRY
    };
    features.extend([
        FeatureDef {
            id: "disputes_open",
            name: "Disputes open now",
            unit: "count",
            meaning: "Disputes opened and not closed",
            formula: "count(opened <= D and not closed by D)",
            sources: FROM_DISPUTES,
            requires: DISPUTES,
            in_model: true,
            value: Value::Number(|view| view.sweep.totals.n_open_disputes as f64),
            ..ENTRY
        },
        by_reason(
            "dispute_share_billing_12m",
            "Share disputed for a billing error (12 months)",
            "Share contested because the invoice was wrong (price, amount, address, double)",
            |view| share_by_reason(view, DisputeReason::BillingError),
        )
        .of_clusters(),
        by_reason(
            "dispute_share_goods_12m",
            "Share disputed for goods or service (12 months)",
            "Share contested because of goods, service or delivery",
            |view| share_by_reason(view, DisputeReason::Goods),
        ),
        by_reason(
            "dispute_share_terms_12m",
            "Share disputed for terms (12 months)",
            "Share contested because of terms or contract",
            |view| share_by_reason(view, DisputeReason::Terms),
        ),
        by_reason(
            "dispute_share_other_12m",
            "Share disputed for another reason (12 months)",
            "Share contested for any other reason, or none given",
            |view| share_by_reason(view, DisputeReason::Other),
        ),
    ]);
}

fn share_by_reason(view: &View, reason: DisputeReason) -> f64 {
    let sums = view.sums(Span::Year);
    ratio(sums.n_by_reason[reason as usize], sums.n)
}

fn promises(features: &mut Vec<FeatureDef>) {
    let promise = FeatureDef {
        sources: FROM_PROMISES,
        requires: PROMISES,
        ..ENTRY
    };
    features.extend([
        FeatureDef {
            id: "promises_broken",
            name: "Broken promises",
            unit: "count",
            meaning: "Promises whose date passed without the invoice settled or the promised amount paid",
            formula: "count(promised <= D and not kept as known at D)",
            value: Value::Number(|view| view.sweep.totals.n_broken as f64),
            ..promise
        },
        FeatureDef {
            id: "promises_broken_12m",
            name: "Broken promises (12 months)",
            unit: "count",
            meaning: "Promises for a date in the last 365 days that were not kept",
            formula: "count(D - 365 < promised <= D and not kept as known at D)",
            in_model: true,
            value: Value::Number(|view| view.sweep.totals.n_broken_year as f64),
            ..promise
        },
        FeatureDef {
            id: "promises_broken_share",
            name: "Share of promises broken",
            unit: "share",
            meaning: "Share of the promises due that were not kept; unknown without promises",
            formula: "promises_broken / count(promised <= D)",
            value: Value::Number(|view| ratio(view.sweep.totals.n_broken, view.sweep.totals.n_promises)),
            ..promise
        },
    ]);
}
