//! Who went where: a matrix from the groups of then (rows) to those of now (columns).

use super::ink::Ink;
use super::surface::{Align, Chart, Drawn, SMALL, Surface, TEXT, WIDTH, text_width};
use crate::page::Html;
use crate::{MigrationFlow, ReportError};

/// Room for the names of rows, at least and at most, and above for the columns' numbers.
const NAMES: (f64, f64) = (104.0, 208.0);
const TOP: f64 = 46.0;
const ROW: f64 = 31.0;
/// Narrow enough for a dozen columns, wide enough for "100".
const CELL: (f64, f64) = (24.0, 72.0);

/// What stands along the matrix.
pub(crate) struct Matrix<'a> {
    pub(crate) id: &'static str,
    pub(crate) title: &'a str,
    pub(crate) description: String,
    /// Above the rows, and above the columns.
    pub(crate) axes: (String, String),
    /// How a group is called in a row; a column has its code alone.
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
    let names = room_for_names(rows, columns.len(), matrix);
    let width = ((WIDTH - names) / columns.len() as f64).min(CELL.1);
    let left = |column: usize| names + width * column as f64;
    s.text(&matrix.axes.0, 0.0, 28.0, Align::Left, SMALL, Ink::Soft)?;
    s.text(&matrix.axes.1, names, 9.0, Align::Left, SMALL, Ink::Soft)?;
    for (at, column) in columns.iter().enumerate() {
        s.text(
            column,
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
            names - 8.0,
            names - 8.0,
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

/// As much as the longest name takes in one line, as far as the cells leave it.
fn room_for_names(rows: &[&str], n_columns: usize, matrix: &Matrix) -> f64 {
    let widths = rows.iter().map(|row| text_width(&(matrix.name)(row), TEXT));
    let longest = widths.fold(0.0, f64::max) + 8.0;
    let left = WIDTH - CELL.0 * n_columns as f64;
    longest.min(NAMES.1).min(left).max(NAMES.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_their_names_in_full_and_columns_their_numbers() {
        let flow = |from: &str, to: &str| MigrationFlow {
            from: from.into(),
            to: to.into(),
            n_customers: 1,
            ..MigrationFlow::default()
        };
        let name = |id: &str| format!("{id} usually after the second reminder");
        let matrix = Matrix {
            id: "m",
            title: "m",
            description: String::new(),
            axes: ("then".into(), "now".into()),
            name: &name,
        };
        let svg = migration(&[flow("10", "-1"), flow("2", "10")], &matrix)
            .unwrap()
            .0;
        assert!(!svg.contains('…'), "nothing is cut: {svg}");
        let text = |what: &str| svg.contains(&format!(">\n{what}\n<"));
        assert!(
            text("-1") && text("10"),
            "columns have their numbers: {svg}"
        );
    }

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
