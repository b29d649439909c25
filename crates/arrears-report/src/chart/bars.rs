//! Rows of horizontal bars: a name, a bar, a figure.

use super::ink::Ink;
use super::surface::{Align, Drawn, SMALL, Surface, WIDTH};

/// One bar.
pub(crate) struct Bar {
    pub(crate) name: String,
    /// Lengths of its parts from the left, as shares of the longest possible
    /// bar: together in `[0, 1]`.
    pub(crate) parts: Vec<(f64, Ink)>,
    /// What stands behind the bar.
    pub(crate) figure: String,
}

/// Where the columns of a bar chart stand, in pixels of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns {
    /// Width of the names.
    pub(crate) names: f64,
    /// Width of the figures.
    pub(crate) figures: f64,
    /// Height of a row.
    pub(crate) row: f64,
    /// Room above the first row.
    pub(crate) top: f64,
}

/// Draws bars from the top of the surface.
pub(crate) fn bars(surface: &Surface, columns: Columns, bars: &[Bar]) -> Drawn {
    let left = columns.names + 8.0;
    let longest = WIDTH - left - columns.figures - 8.0;
    for (i, bar) in bars.iter().enumerate() {
        let y = columns.top + columns.row * (i as f64 + 0.5);
        let half = columns.row * 0.3;
        surface.name(&bar.name, columns.names, columns.names, y)?;
        let mut right = left;
        for (share, ink) in &bar.parts {
            let share = if share.is_finite() {
                share.clamp(0.0, 1.0)
            } else {
                0.0
            };
            let end = (right + longest * share).min(left + longest);
            surface.rect(right, y - half, end.max(left + 1.0), y + half, *ink)?;
            right = end;
        }
        surface.text(&bar.figure, right + 6.0, y, Align::Left, SMALL, Ink::Text)?;
    }
    Ok(())
}
