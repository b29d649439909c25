//! How the invoices of clusters are paid, and how late those were that came after.

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, View};
use crate::chart::{self, Interval, Intervals};
use crate::{ClusterReport, ClusterRow, LateAfter, ReportError};

/// The typical invoice's path: settled by days after due, and the level reached.
pub(super) fn paths(view: &View, report: &ClusterReport) -> Result<Html, ReportError> {
    let t = &view.t.clusters;
    let mut table = Table::new(t.paths).text(view.t.groups.cluster);
    for day in &report.path_days {
        let days = view.f.signed(f64::from(*day), 0);
        table = table.number(view.fill(t.settled_by, &[("days", &days)]));
    }
    for (text, level) in [(t.reached, "1"), (t.reached, "2"), (t.reached_last, "3")] {
        table = table.number(view.fill(text, &[("level", level)]));
    }
    let table = table.rows(report.clusters.iter().map(|cluster| {
        let shares = cluster.settled_by.iter().chain(&cluster.reached);
        let mut cells = vec![named(view, cluster)];
        cells.extend(shares.map(|share| view.percent_cell(*share)));
        cells
    }));
    Figure {
        title: t.paths,
        chart: chart::paths(report, &view.f, &view.t)?,
        note: vec![t.paths_note.to_owned()],
        table: Some(table),
    }
    .html(view)
}

/// The late share that followed, with its interval and that of all customers.
pub(super) fn late_after(view: &View, report: &ClusterReport) -> Result<Html, ReportError> {
    let t = &view.t.clusters;
    let cells = |name: Cell, after: &LateAfter| {
        vec![
            name,
            view.count_cell(after.n_customers),
            view.count_cell(after.n_invoices),
            view.percent_cell(after.share),
            view.interval_cell(after.low, after.high),
        ]
    };
    let rows = report
        .clusters
        .iter()
        .map(|cluster| cells(named(view, cluster), &cluster.late_after));
    let all = cells(Cell::text(t.all_together).strong(true), &report.late_after);
    let table = Table::new(t.after)
        .text(view.t.groups.cluster)
        .number(view.t.common.customers)
        .number(view.t.common.invoices)
        .number(t.after_share)
        .number(view.t.common.interval)
        .rows(rows.chain([all]));
    let date = view.f.date(&report.placed_on);
    Figure {
        title: t.after,
        chart: drawn(view, report)?,
        note: vec![view.fill(t.after_note, &[("date", &date)])],
        table: Some(table),
    }
    .html(view)
}

/// Each cluster's share with its interval, and that of all beside it.
fn drawn(view: &View, report: &ClusterReport) -> Result<Html, ReportError> {
    let t = &view.t.clusters;
    let overall = report.late_after.share;
    let told = report
        .clusters
        .iter()
        .filter(|cluster| cluster.late_after.share.is_some());
    let rows: Vec<Interval> = told
        .map(|cluster| Interval {
            name: name(view, cluster),
            value: cluster.late_after.share,
            low: cluster.late_after.low,
            high: cluster.late_after.high,
            second: overall,
            n: cluster.late_after.n_invoices,
        })
        .collect();
    let (k, share) = (
        view.f.count(rows.len() as u64),
        view.f.maybe_percent(overall, 0),
    );
    let chart = Intervals {
        id: "late-after",
        title: t.after,
        description: view.fill(t.after_desc, &[("k", &k), ("share", &share)]),
        rows,
        shares: true,
        counted: view.t.common.invoices,
        key: [view.t.groups.key_share, t.all_together],
    };
    chart.draw(&view.f)
}

fn name(view: &View, cluster: &ClusterRow) -> String {
    format!("{} {}", cluster.cluster_id, view.say(&cluster.name))
}

fn named(view: &View, cluster: &ClusterRow) -> Cell {
    Cell::text(name(view, cluster))
}
