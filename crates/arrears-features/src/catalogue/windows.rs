//! A feature over each of the four windows, written once.

/// Pushes four entries: `_all`, `_12m`, `_6m`, `_90d`. `$in_model` and `$in_clusters` say which of them, in that order.
macro_rules! over_windows {
    (
        $features:ident, $id:literal, $name:literal, $unit:literal,
        $meaning:literal, $formula:literal,
        sources $sources:expr, requires $requires:expr, needs $needs:path,
        model $in_model:expr, clusters $in_clusters:expr,
        |$view:ident, $span:ident| $value:expr
    ) => {
        $crate::catalogue::windows::over_windows!(@each $features, $id, $name, $unit, $meaning, $formula, $sources,
            $requires, $needs, $in_model, $in_clusters, $view, $span, $value;
            0, All, "_all", " (all)", "all matured";
            1, Year, "_12m", " (12 months)", "matured in the last 365 days";
            2, HalfYear, "_6m", " (6 months)", "matured in the last 182 days";
            3, Quarter, "_90d", " (90 days)", "matured in the last 90 days");
    };
    (
        @each $features:ident, $id:literal, $name:literal, $unit:literal, $meaning:literal, $formula:literal,
        $sources:expr, $requires:expr, $needs:path, $in_model:expr, $in_clusters:expr,
        $view:ident, $span:ident, $value:expr;
        $($at:literal, $of:ident, $suffix:literal, $words:literal, $over:literal);*
    ) => {
        $(
            $features.push($crate::catalogue::FeatureDef {
                id: concat!($id, $suffix),
                name: concat!($name, $words),
                unit: $unit,
                meaning: concat!($meaning, ", over invoices ", $over),
                formula: $formula,
                sources: $sources,
                requires: $requires,
                needs: $needs($crate::kernel::Span::$of),
                in_model: $in_model[$at],
                in_clusters: $in_clusters[$at],
                value: $crate::catalogue::Value::Number(|$view| {
                    let $span = $crate::kernel::Span::$of;
                    $value
                }),
                ..$crate::catalogue::ENTRY
            });
        )*
    };
}

pub(crate) use over_windows;
