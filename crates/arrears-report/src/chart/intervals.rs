//! Rows of a share or a rate with how sure it is: sectors, customers, groups, channels.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::key::{Mark, key};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH};
use crate::ReportError;
use crate::format::Format;
use crate::page::Html;

/// How many rows such a chart shows.
pub(crate) const MOST_ROWS: usize = 15;

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Interval {
    pub(crate) name: String,
    pub(crate) value: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// A second figure, such as a shrunken risk.
    pub(crate) second: Option<f64>,
    /// How many cases it is made from.
    pub(crate) n: u64,
}

/// A chart of rows in the order given.
pub(crate) struct Intervals<'a> {
    pub(crate) id: &'static str,
    pub(crate) title: &'a str,
    pub(crate) description: String,
    pub(crate) rows: Vec<Interval>,
    /// Whether figures are shares: written in percent, and never above one.
    pub(crate) shares: bool,
    /// What a row's cases are, above their numbers: customers or invoices.
    pub(crate) counted: &'a str,
    /// What the point, and what the second figure is; the latter may be empty.
    pub(crate) key: [&'a str; 2],
}

const NAMES: f64 = 174.0;
const COUNTS: f64 = 60.0;
const ROW: f64 = 30.0;
const ROOM: Room = Room {
    left: NAMES + 8.0,
    right: COUNTS,
    top: 38.0,
    bottom: 26.0,
};

impl Intervals<'_> {
    /// The chart; empty without rows.
    pub(crate) fn draw(&self, f: &Format) -> Result<Html, ReportError> {
        if self.rows.is_empty() {
            return Ok(Html::default());
        }
        let chart = Chart {
            id: self.id,
            title: self.title,
            description: self.description.clone(),
        };
        let height = ROOM.top + ROW * self.rows.len() as f64 + ROOM.bottom;
        chart.draw(WIDTH, height, |s| self.paint(s, f))
    }

    fn paint(&self, s: &Surface, f: &Format) -> Drawn {
        let ends = self.rows.iter().flat_map(|r| [r.value, r.high, r.second]);
        let ends = ends.flatten().filter(|v| v.is_finite());
        let highest = match self.shares {
            true => (ends.fold(0.05, f64::max) * 1.04).min(1.0),
            false => ends.fold(0.1, f64::max) * 1.04,
        };
        let label = |v: f64| match (self.shares, highest) {
            (true, ..0.1) => f.percent(v, 1),
            (true, _) => f.percent(v, 0),
            (false, 10.0..) => f.number(v, 0),
            (false, _) => f.number(v, 1),
        };
        let x = Axis {
            low: 0.0,
            high: highest,
            n_ticks: 5,
            label: &label,
            title: "",
        };
        let n = self.rows.len() as f64;
        let y = Axis {
            low: 0.0,
            high: n,
            n_ticks: 0,
            label: &|_| String::new(),
            title: "",
        };
        let axes = Axes::draw(s, ROOM, &x, &y)?;
        for (i, row) in self.rows.iter().enumerate() {
            let y = n - i as f64 - 0.5;
            line(s, &axes, row, y)?;
            let (_, at) = axes.at(0.0, y);
            s.name(&row.name, NAMES, NAMES, at)?;
            s.text(&f.count(row.n), WIDTH, at, Align::Right, SMALL, Ink::Soft)?;
        }
        let head = ROOM.top - 2.0;
        s.text(self.counted, WIDTH, head, Align::Right, SMALL, Ink::Soft)?;
        let [first, second] = self.key;
        let mut entries = vec![(first, Mark::Interval)];
        if !second.is_empty() {
            entries.push((second, Mark::Diamond(Ink::Warn)));
        }
        key(s, WIDTH, 10.0, &entries)
    }
}

fn line(s: &Surface, axes: &Axes, row: &Interval, y: f64) -> Drawn {
    if let (Some(low), Some(high)) = (row.low, row.high) {
        let ((x0, y0), (x1, _)) = (axes.at(low, y), axes.at(high, y));
        s.rect(x0, y0 - 3.0, x1.max(x0 + 1.0), y0 + 3.0, Ink::AccentSoft)?;
    }
    if let Some(value) = row.value {
        s.disc(axes.at(value, y), 4.2, Ink::Accent)?;
    }
    row.second.map_or(Ok(()), |second| {
        s.diamond(axes.at(second, y), 4.6, Ink::Warn)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn numbers_of_cases_say_what_they_count() {
        let chart = |counted| {
            let row = Interval {
                name: "Retail".into(),
                value: Some(0.4),
                low: Some(0.3),
                high: Some(0.5),
                second: None,
                n: 57,
            };
            let chart = Intervals {
                id: "c",
                title: "c",
                description: String::new(),
                rows: vec![row],
                shares: true,
                counted,
                key: ["share", ""],
            };
            chart.draw(&Format::new(Language::En, "EUR")).unwrap().0
        };
        for counted in ["Customers", "Klanten", "Clients"] {
            let svg = chart(counted);
            assert!(svg.contains(&format!("\n{counted}\n")) && svg.contains("\n57\n"));
            assert!(!svg.contains("n 57"));
        }
    }
}
