//! The open amount by age.

use super::bars::{Bar, Columns, bars};
use super::ink::Ink;
use super::surface::{Chart, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{AgeBucket, ReportError};

/// Bars per age, darker as debts grow older.
pub(crate) fn ageing(buckets: &[AgeBucket], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let Some(most) = buckets.iter().max_by_key(|b| b.amount_minor) else {
        return Ok(Html::default());
    };
    let total: i64 = buckets
        .iter()
        .map(|b| b.amount_minor.max(0))
        .fold(0, i64::saturating_add);
    let row = |bucket: &AgeBucket| Bar {
        name: t.codes.bucket(&bucket.bucket).to_owned(),
        parts: vec![(
            bucket.amount_minor as f64 / most.amount_minor.max(1) as f64,
            ink(&bucket.bucket),
        )],
        figure: match total {
            0 => f.money(bucket.amount_minor),
            _ => format!(
                "{} ({})",
                f.money(bucket.amount_minor),
                f.percent(bucket.amount_minor as f64 / total as f64, 0)
            ),
        },
    };
    let rows: Vec<Bar> = buckets.iter().map(row).collect();
    let chart = Chart {
        id: "ageing",
        title: t.money.ageing,
        description: fill(
            t.money.ageing_desc,
            &[
                ("bucket", t.codes.bucket(&most.bucket)),
                ("amount", &f.money(most.amount_minor)),
            ],
        ),
    };
    let columns = Columns {
        names: 132.0,
        figures: 118.0,
        row: 28.0,
        top: 0.0,
    };
    chart.draw(WIDTH, columns.row * rows.len() as f64, |s| {
        bars(s, columns, &rows)
    })
}

/// The older, the darker.
fn ink(bucket: &str) -> Ink {
    match bucket {
        "current" => Ink::Accent,
        "1-30" | "31-60" => Ink::WarnSoft,
        _ => Ink::Warn,
    }
}
