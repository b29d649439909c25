//! Who went where: a matrix from the groups of then (rows) to those of now (columns).

use super::ink::Ink;
use super::surface::{Align, Chart, Drawn, SMALL, Surface, TEXT, WIDTH};
use crate::page::Html;
use crate::{MigrationFlow, ReportError};

/// Room for the names of rows, and above for those of columns.
const NAMES: f64 = 104.0;
const TOP: f64 = 46.0;
const ROW: f64 = 28.0;
const WIDEST_CELL: f64 = 72.0;

/// What stands along the matrix.
pub(crate) struct Matrix<'a> {
    pub(crate) id: &'static str,
    pub(crate) title: &'a str,
    pub(crate) description: String,
    /// Above the rows, and above the columns.
    pub(crate) axes: (String, String),
    /// How a group is called.
    pub(crate) name: &'a dyn Fn(&str) -> String,
}

/// Of each row's customers, how many in a hundred went where; the darker, the more.
pub(crate) fn migration(flows: &[MigrationFlow], matrix: &Matrix) -> Result<Html, ReportError> {
    if flows.is_empty() {
        return Ok(Html::default());
    }
    let (rows, columns) = (groups(flows, |f| &f.from), groups(flows, |f| &f.to));
    let chart = Chart {
        id: matrix.id,
        title: matrix.title,
        description: matrix.description.clone(),
    };
    let height = TOP + ROW * rows.len() as f64 + 4.0;
    chart.draw(WIDTH, height, |s| paint(s, flows, &rows, &columns, matrix))
}

/// Groups in the order of their numbers, those apart and customers not known then last.
fn groups<'a>(flows: &'a [MigrationFlow], of: fn(&MigrationFlow) -> &String) -> Vec<&'a str> {
    let mut groups: Vec<&str> = flows.iter().map(|flow| of(flow).as_str()).collect();
    let order = |group: &&'a str| match group.parse::<i64>() {
        Ok(number) if number >= 0 => (0, number, *group),
        Ok(number) => (1, -number, *group),
        Err(_) => (if group.is_empty() { 2 } else { 0 }, 0, *group),
    };
    groups.sort_by(|a, b| order(a).cmp(&order(b)));
    groups.dedup();
    groups
}

fn paint(
    s: &Surface,
    flows: &[MigrationFlow],
    rows: &[&str],
    columns: &[&str],
    matrix: &Matrix,
) -> Drawn {
    let width = ((WIDTH - NAMES) / columns.len() as f64).min(WIDEST_CELL);
    let left = |column: usize| NAMES + width * column as f64;
    s.text(&matrix.axes.0, 0.0, 28.0, Align::Left, SMALL, Ink::Soft)?;
    s.text(&matrix.axes.1, NAMES, 9.0, Align::Left, SMALL, Ink::Soft)?;
    for (at, column) in columns.iter().enumerate() {
        let name = short((matrix.name)(column), width);
        s.text(
            &name,
            left(at) + width / 2.0,
            28.0,
            Align::Centre,
            SMALL,
            Ink::Text,
        )?;
    }
    for (row, from) in rows.iter().enumerate() {
        let top = TOP - 6.0 + ROW * row as f64;
        s.name(
            &(matrix.name)(from),
            NAMES - 8.0,
            NAMES - 8.0,
            top + ROW / 2.0,
        )?;
        let own = || flows.iter().filter(|flow| flow.from == *from);
        let all: u64 = own().map(|flow| flow.n_customers).sum();
        for (at, to) in columns.iter().enumerate() {
            let n: u64 = own()
                .filter(|flow| flow.to == *to)
                .map(|flow| flow.n_customers)
                .sum();
            let share = n as f64 / all.max(1) as f64;
            cell(s, (left(at), top, width), share, (n > 0, from == to))?;
        }
    }
    Ok(())
}

/// A cell's shade is its share; the one of customers who stayed has a frame.
fn cell(s: &Surface, at: (f64, f64, f64), share: f64, (any, stayed): (bool, bool)) -> Drawn {
    let (x, y, width) = at;
    let (x0, y0, x1, y1) = (x + 1.0, y + 1.0, x + width - 1.0, y + ROW - 1.0);
    let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
    if stayed {
        s.rect(x0, y0, x1, y1, Ink::Accent)?;
        s.rect(x0 + 1.5, y0 + 1.5, x1 - 1.5, y1 - 1.5, Ink::Ground)?;
    }
    // Text must stay readable on the darkest shade.
    s.shape(
        &corners,
        0.06 + 0.5 * share,
        if any { Ink::Accent } else { Ink::Rule },
    )?;
    if !any {
        return Ok(());
    }
    let percent = 100.0 * share;
    let text = if percent > 0.0 && percent < 1.0 {
        "<1".to_owned()
    } else {
        format!("{percent:.0}")
    };
    s.text(
        &text,
        x + width / 2.0,
        y + ROW / 2.0,
        Align::Centre,
        TEXT,
        Ink::Text,
    )
}

fn short(name: String, width: f64) -> String {
    super::surface::shortened(&name, width + 6.0, SMALL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_by_number_with_those_apart_last() {
        let flow = |from: &str| MigrationFlow {
            from: from.into(),
            ..MigrationFlow::default()
        };
        let flows = ["10", "-1", "", "2", "-2", "2"].map(flow);
        assert_eq!(groups(&flows, |f| &f.from), ["2", "10", "-1", "-2", ""]);
        assert_eq!(groups(&["C", "A"].map(flow), |f| &f.from), ["A", "C"]);
    }
}
