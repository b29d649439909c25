//! How late this customer pays: ratios and days late over the windows, by recency, by likeness, and their trend.

use super::windows::over_windows;
use super::{ENTRY, FeatureDef, Value};
use crate::kernel::{Needs, Reading, Span, UNKNOWN, View, ratio};

const NO: [bool; 4] = [false; 4];

pub(super) fn features() -> Vec<FeatureDef> {
    let mut features = Vec::new();
    ratios(&mut features);
    days_late(&mut features);
    weighted(&mut features);
    alike(&mut features);
    habits(&mut features);
    undisputed(&mut features);
    features
}

fn ratios(features: &mut Vec<FeatureDef>) {
    over_windows!(features, "late_ratio", "Late ratio", "share",
        "Share of invoices not settled by the end of due date and grace", "count(late) / count(mature)",
        sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::of,
        model [true, false, false, false], clusters [true, false, false, false],
        |view, span| view.late_ratio(span));
    over_windows!(features, "late_ratio_amount", "Late ratio by amount", "share",
    "Share of the amount, less credits, that was not settled by the end of due date and grace",
    "sum(amount of late) / sum(amount of mature)",
    sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::of,
    model NO, clusters NO,
    |view, span| {
        let sums = view.sums(span);
        ratio(sums.amount_late, sums.amount)
    });
}

fn days_late(features: &mut Vec<FeatureDef>) {
    over_windows!(features, "mean_days_late", "Mean days late", "days",
        "Mean of settlement date less due date, with days past due for what is not settled",
        "(sum(settled - due) + sum over unsettled(D - due)) / count(mature)",
        sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::of,
        model [true, true, false, true], clusters NO,
        |view, span| view.sums(span).mean_days_late(view.day()));
    over_windows!(features, "median_days_late", "Median days late", "days",
        "Kaplan-Meier median of settlement date less due date, unsettled invoices censored at their days past due; \
         where the curve stays above one half, the largest value",
        "min(t: S(t) <= 1/2), S(t) = product over u <= t of (1 - settled at u / at risk at u)",
        sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::counting,
        model [false, true, false, false], clusters [true, false, false, false],
        |view, span| view.median_days_late(span));
    over_windows!(features, "spread_days_late", "Spread of days late", "days",
        "Sample standard deviation of days late, with days past due for what is not settled",
        "sqrt(sum((x - mean(x))^2) / (n - 1))",
        sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::of,
        model [false, true, false, false], clusters NO,
        |view, span| view.sums(span).spread_days_late(view.day()));
    over_windows!(features, "worst_days_late", "Worst days late", "days",
        "Largest settlement date less due date, or days past due of what is not settled",
        "max(settled - due, D - due of unsettled)",
        sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::counting,
        model [false, true, false, false], clusters NO,
        |view, span| view.worst_days_late(span));
    over_windows!(features, "last_days_late", "Last days late", "days",
        "Days late of the invoice that matured last, its days past due where not settled; unknown where none matured",
        "settled - due, or D - due, of the last by due date, invoice date and id",
        sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::of,
        model [true, false, false, false], clusters NO,
        |view, span| view.last_days_late(span));
}

fn weighted(features: &mut Vec<FeatureDef>) {
    let recency = |id, name, meaning, at: usize, value| FeatureDef {
        id,
        name,
        unit: "share",
        meaning,
        formula: "sum(w late) / sum(w), w = 2^(-(D - mature day) / half-life), over all matured invoices",
        needs: Needs::RECENCY[at],
        // Of one or two invoices it is all or nothing: the model reads the smoothed ones.
        in_model: false,
        value: Value::Number(value),
        ..ENTRY
    };
    let recency_smoothed = |id, name, meaning, at: usize, value| FeatureDef {
        id,
        name,
        unit: "share",
        meaning,
        formula: "(sum(w late) + 2 p) / (sum(w) + 2), w = 2^(-(D - mature day) / half-life), p = sector_late_rate, else overall_late_rate_12m",
        needs: Needs::RECENCY[at].and(Needs::RATES),
        in_model: true,
        value: Value::Number(value),
        ..ENTRY
    };
    features.extend([
        recency(
            "late_ratio_recent_30d",
            "Recent late ratio (half-life 30 days)",
            "Late ratio in which an invoice weighs half after 30 days",
            0,
            |view| view.sweep.recency(0),
        ),
        recency(
            "late_ratio_recent_90d",
            "Recent late ratio (half-life 90 days)",
            "Late ratio in which an invoice weighs half after 90 days",
            1,
            |view| view.sweep.recency(1),
        ),
        recency(
            "late_ratio_recent_365d",
            "Recent late ratio (half-life 365 days)",
            "Late ratio in which an invoice weighs half after 365 days",
            2,
            |view| view.sweep.recency(2),
        ),
        FeatureDef {
            id: "late_ratio_smoothed",
            name: "Smoothed late ratio",
            unit: "share",
            meaning: "Late ratio over all matured invoices, drawn towards that of the sector (or of all) with the weight of 5 invoices, so that few invoices say little",
            formula: "(count(late) + 5 p) / (count(mature) + 5), p = sector_late_rate, else overall_late_rate_12m",
            needs: Needs::of(Span::All).and(Needs::RATES),
            in_model: true,
            value: Value::Number(|view| {
                let sums = view.sums(Span::All);
                shrunk(sums.n as f64, sums.n_late as f64, 5.0, view)
            }),
            ..ENTRY
        },
        recency_smoothed(
            "late_ratio_recent_smoothed",
            "Smoothed recent late ratio",
            "Late ratio in which an invoice weighs half after 90 days, drawn towards that of the sector (or of all) with the weight of 2 invoices due today",
            1,
            |view| shrunk_recent(view, 1),
        ),
        recency_smoothed(
            "late_ratio_recent_smoothed_30d",
            "Smoothed recent late ratio (half-life 30 days)",
            "Late ratio in which an invoice weighs half after 30 days, drawn towards that of the sector (or of all) with the weight of 2 invoices due today",
            0,
            |view| shrunk_recent(view, 0),
        ),
        recency_smoothed(
            "late_ratio_recent_smoothed_365d",
            "Smoothed recent late ratio (half-life 365 days)",
            "Late ratio in which an invoice weighs half after 365 days, drawn towards that of the sector (or of all) with the weight of 2 invoices due today",
            2,
            |view| shrunk_recent(view, 2),
        ),
    ]);
}

fn alike(features: &mut Vec<FeatureDef>) {
    let chance = |id, name, meaning, formula, value| FeatureDef {
        id,
        name,
        unit: "share",
        meaning,
        formula,
        moments: super::OF_INVOICES,
        needs: Needs::ALIKE,
        in_model: true,
        value: Value::Number(value),
        ..ENTRY
    };
    features.extend([
        chance(
            "late_chance_all",
            "Chance of lateness by history",
            "Share of earlier invoices open still after due date and grace, those not settled yet counted for as long as they were seen; drawn towards all customers with the weight of 4 invoices",
            "product over bands to due + grace of (1 - h), h = (settled in band + 4 h of all) / (open at its start + 4)",
            |view| late_chance(view, Reading::All),
        ),
        chance(
            "late_chance_recent",
            "Chance of lateness by recent history",
            "As late_chance_all, an invoice due 90 days ago weighing half; drawn towards late_chance_all with the weight of 2 invoices",
            "product of (1 - h), h = (sum(w settled) + 2 h of late_chance_all) / (sum(w open) + 2), w = 2^(-age / 90)",
            |view| late_chance(view, Reading::Recent),
        ),
        chance(
            "late_chance_latest",
            "Chance of lateness by the latest history",
            "As late_chance_recent, an invoice due 30 days ago weighing half",
            "as late_chance_recent, w = 2^(-age / 30)",
            |view| late_chance(view, Reading::Latest),
        ),
        chance(
            "late_chance_weekday",
            "Chance of lateness by due weekday",
            "As late_chance_recent, invoices due on another weekday than this one weighing little",
            "as late_chance_recent, w = a 2^(-age / 180), a = 1 on the same weekday, else 0.15",
            |view| late_chance(view, Reading::Weekday),
        ),
        chance(
            "late_chance_alike",
            "Chance of lateness of alike invoices",
            "As late_chance_recent, invoices of another amount or due on another weekday than this one weighing less",
            "as late_chance_recent, w = a b 2^(-age / 180), a = 1 on the same weekday, else 1/4; b = 1 / (1 + (d / 0.7)^2), d the difference of log amounts",
            |view| late_chance(view, Reading::Alike),
        ),
        chance(
            "late_chance_alike_recent",
            "Chance of lateness of recent alike invoices",
            "As late_chance_alike, an invoice due 60 days ago weighing half",
            "as late_chance_alike, with 60 for 180",
            |view| late_chance(view, Reading::AlikeRecent),
        ),
        chance(
            "late_chance_run",
            "Chance of lateness by payment runs",
            "Chance that this customer is not ready to pay by its last payment run before due date and grace, or forgets: from how ready it was for earlier runs, an invoice due 90 days ago weighing half, and on which days its runs seem to be",
            "q + (1 - q) P(t4 > z), z = (days from due date to last run + 1/2 - location of readiness) / spread; readiness = middle of (run before, settlement]; q = share forgotten",
            |view| view.alike().map_or(UNKNOWN, |alike| alike.late_by_run()),
        ),
    ]);
}

/// The chance that an invoice of these terms is open still after due date and grace, by one reading of the history.
fn late_chance(view: &View, reading: Reading) -> f64 {
    let grace = view.sweep.book.definitions().grace_days;
    view.alike()
        .map_or(UNKNOWN, |alike| alike.open_after(grace, reading))
}

/// A late ratio drawn towards the rate to expect of a customer without history.
fn shrunk(n: f64, late: f64, prior_invoices: f64, view: &View) -> f64 {
    (late + prior_invoices * view.prior()) / (n + prior_invoices)
}

/// The recency-weighted late ratio of a half-life, drawn towards the same rate with the weight of two invoices.
fn shrunk_recent(view: &View, half_life: usize) -> f64 {
    let (weight, late) = view.sweep.recency_weights(half_life, view.day());
    shrunk(weight, late, 2.0, view)
}

fn habits(features: &mut Vec<FeatureDef>) {
    features.extend([
        FeatureDef {
            id: "trend_late_ratio",
            name: "Trend of the late ratio",
            meaning: "Late ratio over 90 days less that over 12 months: above 0 is getting worse",
            formula: "late_ratio_90d - late_ratio_12m",
            needs: Needs::of(Span::Quarter).and(Needs::of(Span::Year)),
            value: Value::Number(|view| view.late_ratio(Span::Quarter) - view.late_ratio(Span::Year)),
            ..ENTRY
        },
        FeatureDef {
            id: "trend_days_late",
            name: "Trend of days late",
            unit: "days",
            meaning: "Mean days late over 90 days less that over 12 months: above 0 is getting worse",
            formula: "mean_days_late_90d - mean_days_late_12m",
            needs: Needs::of(Span::Quarter).and(Needs::of(Span::Year)),
            value: Value::Number(|view| {
                let mean = |span| view.sums(span).mean_days_late(view.day());
                mean(Span::Quarter) - mean(Span::Year)
            }),
            ..ENTRY
        },
        FeatureDef {
            id: "late_14d_ratio_12m",
            name: "Materially late ratio (12 months)",
            unit: "share",
            meaning: "Share of the invoices due 14 to 379 days ago that were not settled 14 days after the due date",
            formula: "count(settled > due + 14 or unsettled) / count, over D - 365 < due + 14 <= D",
            needs: Needs::of(Span::Material),
            value: Value::Number(|view| view.late_ratio(Span::Material)),
            ..ENTRY
        },
        FeatureDef {
            id: "late_30d_ratio_12m",
            name: "Seriously late ratio (12 months)",
            unit: "share",
            meaning: "Share of the invoices due 30 to 395 days ago that were not settled 30 days after the due date",
            formula: "count(settled > due + 30 or unsettled) / count, over D - 365 < due + 30 <= D",
            needs: Needs::of(Span::Month),
            value: Value::Number(|view| view.late_ratio(Span::Month)),
            ..ENTRY
        },
        FeatureDef {
            id: "n_mature_all",
            name: "Matured invoices",
            unit: "count",
            meaning: "Invoices whose outcome is known: due date and grace have passed",
            formula: "count(mature)",
            sources: super::FROM_INVOICES,
            requires: &[],
            needs: Needs::of(Span::All),
            in_model: true,
            value: Value::Number(|view| view.sums(Span::All).n as f64),
            ..ENTRY
        },
        FeatureDef {
            id: "n_mature_12m",
            name: "Matured invoices (12 months)",
            unit: "count",
            meaning: "Invoices that matured in the last 365 days",
            formula: "count(mature)",
            sources: super::FROM_INVOICES,
            requires: &[],
            needs: Needs::of(Span::Year),
            value: Value::Number(|view| view.sums(Span::Year).n as f64),
            ..ENTRY
        },
    ]);
    over_windows!(features, "early_share", "Share paid early", "share",
        "Share settled before the due date", "count(settled < due) / count(mature)",
        sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::of,
        model NO, clusters NO,
        |view, span| ratio(view.sums(span).n_early, view.sums(span).n));
    over_windows!(features, "days_to_settle", "Days to settle", "days",
        "Mean days from invoice date to settlement, with the age of what is not settled",
        "(sum(settled - invoice date) + sum over unsettled(D - invoice date)) / count(mature)",
        sources super::FROM_PAYMENTS, requires super::PAYMENTS, needs Needs::of,
        model NO, clusters NO,
        |view, span| view.sums(span).mean_days_to_settle(view.day()));
}

/// Lateness apart from disputes, which are counted by themselves: what is contested is not forgotten.
fn undisputed(features: &mut Vec<FeatureDef>) {
    let of = |id, name, unit, meaning, formula, span, value| FeatureDef {
        id,
        name,
        unit,
        meaning,
        formula,
        needs: Needs::of(span),
        in_clusters: unit == "share",
        value: Value::Number(value),
        ..ENTRY
    };
    features.extend([
        of(
            "late_14d_share_undisputed",
            "Share over 14 days late, disputes apart",
            "share",
            "Share of the invoices due 14 days ago or longer, and never contested, that were not settled 14 days after the due date",
            "count(settled > due + 14 or unsettled) / count, over due + 14 <= D and not disputed",
            Span::MaterialAll,
            |view| undisputed_share(view, Span::MaterialAll),
        ),
        of(
            "n_undisputed_14d",
            "Uncontested invoices due 14 days ago or longer",
            "count",
            "Invoices behind late_14d_share_undisputed",
            "count(due + 14 <= D and not disputed)",
            Span::MaterialAll,
            |view| view.sums(Span::MaterialAll).n_undisputed() as f64,
        ),
        of(
            "late_60d_share_undisputed",
            "Share over 60 days late, disputes apart",
            "share",
            "Share of the invoices due 60 days ago or longer, and never contested, that were not settled 60 days after the due date",
            "count(settled > due + 60 or unsettled) / count, over due + 60 <= D and not disputed",
            Span::SevereAll,
            |view| undisputed_share(view, Span::SevereAll),
        ),
        of(
            "n_undisputed_60d",
            "Uncontested invoices due 60 days ago or longer",
            "count",
            "Invoices behind late_60d_share_undisputed",
            "count(due + 60 <= D and not disputed)",
            Span::SevereAll,
            |view| view.sums(Span::SevereAll).n_undisputed() as f64,
        ),
    ]);
}

fn undisputed_share(view: &View, span: Span) -> f64 {
    let sums = view.sums(span);
    ratio(sums.n_undisputed_late(), sums.n_undisputed())
}
