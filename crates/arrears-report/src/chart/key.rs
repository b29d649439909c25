//! The key of a chart: what each mark stands for.

use super::ink::Ink;
use super::surface::{Align, Drawn, SMALL, Surface, WIDTH, text_width};

/// A mark as the chart draws it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    /// A bar.
    Bar(Ink),
    /// A line.
    Line(Ink),
    /// A point with its interval.
    Interval,
    /// A diamond.
    Diamond(Ink),
    /// A disc.
    Disc(Ink),
    /// A hollow disc.
    Ring(Ink),
    /// A small square.
    Square(Ink),
    /// A thin upright line, from one end of a range to the other.
    Range(Ink),
}

/// Width of a mark and the gap after it.
const MARK: f64 = 24.0;
/// Gap between entries.
const GAP: f64 = 14.0;

/// Draws the entries in a line at height `y` that ends a gap before `right`: widths are estimated. Each
/// mark stands right before its text, however wide the reader's font is.
pub(crate) fn key(surface: &Surface, right: f64, y: f64, entries: &[(&str, Mark)]) -> Drawn {
    let width = |text: &str| MARK + text_width(text, SMALL) + GAP;
    let total: f64 = entries.iter().map(|(text, _)| width(text)).sum();
    let mut x = (right - total).max(0.0);
    for (text, mark) in entries {
        draw(surface, *mark, x, y)?;
        surface.text(text, x + MARK, y, Align::Left, SMALL, Ink::Text)?;
        x += width(text);
    }
    Ok(())
}

/// The entries in lines, as many in each as fit beside each other.
pub(crate) fn in_lines<'t>(entries: &[(&'t str, Mark)]) -> Vec<Vec<(&'t str, Mark)>> {
    let mut lines: Vec<Vec<(&str, Mark)>> = Vec::new();
    let mut room = 0.0;
    for &(text, mark) in entries {
        let width = MARK + text_width(text, SMALL) + GAP;
        match lines.last_mut() {
            Some(line) if width <= room => line.push((text, mark)),
            _ => {
                lines.push(vec![(text, mark)]);
                room = WIDTH;
            }
        }
        room -= width;
    }
    lines
}

fn draw(s: &Surface, mark: Mark, x: f64, y: f64) -> Drawn {
    match mark {
        Mark::Bar(ink) => s.rect(x + 6.0, y - 5.0, x + 18.0, y + 5.0, ink),
        Mark::Line(ink) => s.line((x, y), (x + 18.0, y), 2.5, ink),
        Mark::Interval => {
            s.rect(x, y - 3.0, x + 19.0, y + 3.0, Ink::AccentSoft)?;
            s.disc((x + 9.5, y), 4.2, Ink::Accent)
        }
        Mark::Diamond(ink) => s.diamond((x + 12.0, y), 4.6, ink),
        Mark::Disc(ink) => s.disc((x + 12.0, y), 4.0, ink),
        Mark::Ring(ink) => s.ring((x + 12.0, y), 4.4, ink),
        Mark::Square(ink) => s.rect(x + 8.5, y - 3.5, x + 15.5, y + 3.5, ink),
        Mark::Range(ink) => s.line((x + 12.0, y - 7.0), (x + 12.0, y + 7.0), 1.5, ink),
    }
}
