//! Rows of named figures on both sides of zero: points with their intervals, or bars.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::surface::{Drawn, Surface};
use crate::format::Format;

/// Wide enough for the longest names of features in two lines.
const NAMES: f64 = 218.0;
const ROW: f64 = 30.0;
const ROOM: Room = Room {
    left: NAMES + 8.0,
    right: 14.0,
    top: 6.0,
    bottom: 46.0,
};

/// A figure and its name.
pub(crate) struct Row<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: f64,
    pub(crate) mark: Mark,
    pub(crate) ink: Ink,
}

/// How a figure is drawn.
pub(crate) enum Mark {
    /// A point with its interval.
    Point { low: f64, high: f64 },
    /// A bar from zero.
    Bar,
}

/// The height of a chart of so many rows.
pub(crate) fn height(n_rows: usize) -> f64 {
    ROOM.top + ROW * n_rows as f64 + ROOM.bottom
}

/// Draws the rows from the top; the axis reaches `least` from zero or more.
pub(crate) fn around_zero(s: &Surface, rows: &[Row], least: f64, title: &str, f: &Format) -> Drawn {
    let ends = || rows.iter().flat_map(Row::ends).filter(|v| v.is_finite());
    let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let reach = high.max(-low).max(least);
    let (decimals, n_ticks) = match reach {
        reach if reach < 0.05 => (3, 3),
        reach if reach < 0.5 => (2, 4),
        _ => (1, 4),
    };
    let side = |end: f64| {
        if end == 0.0 {
            0.0
        } else {
            end.abs().max(least) * 1.05
        }
    };
    let x = Axis {
        low: -side(low),
        high: side(high),
        n_ticks,
        label: &|v| f.signed(v, decimals),
        title,
    };
    let n = rows.len() as f64;
    let y = Axis {
        low: 0.0,
        high: n,
        n_ticks: 0,
        label: &|_| String::new(),
        title: "",
    };
    let axes = Axes::draw(s, ROOM, &x, &y)?;
    s.line(axes.at(0.0, 0.0), axes.at(0.0, n), 1.5, Ink::Soft)?;
    for (i, row) in rows.iter().enumerate() {
        let y = n - i as f64 - 0.5;
        row.draw(s, &axes, y)?;
        let (_, at) = axes.at(0.0, y);
        s.name(row.name, NAMES, NAMES, at)?;
    }
    Ok(())
}

impl Row<'_> {
    fn ends(&self) -> [f64; 3] {
        match self.mark {
            Mark::Point { low, high } => [low, self.value, high],
            Mark::Bar => [self.value; 3],
        }
    }

    fn draw(&self, s: &Surface, axes: &Axes, y: f64) -> Drawn {
        match self.mark {
            Mark::Point { low, high } => {
                s.line(axes.at(low, y), axes.at(high, y), 2.0, self.ink)?;
                s.disc(axes.at(self.value, y), 4.2, self.ink)
            }
            Mark::Bar => {
                let ((from, middle), (to, _)) = (axes.at(0.0, y), axes.at(self.value, y));
                let half = ROW * 0.3;
                s.rect(
                    from.min(to),
                    middle - half,
                    from.max(to),
                    middle + half,
                    self.ink,
                )
            }
        }
    }
}
