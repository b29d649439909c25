//! Axes with plotters' ticks and grid, and from values to points on the page.

use std::ops::Range;

use plotters::prelude::*;

use super::ink::Ink;
use super::surface::{Align, DrawError, Drawn, SCALE, SMALL, Surface, font, px, text_width};

/// One axis.
pub(crate) struct Axis<'f> {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// About how many ticks; none leaves the axis bare.
    pub(crate) n_ticks: usize,
    /// How a tick is written.
    pub(crate) label: &'f dyn Fn(f64) -> String,
    /// What the axis measures; may be empty.
    pub(crate) title: &'f str,
}

/// Room around the plot, in pixels of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// Drawn axes: the ranges, and the corners of the plot in pixels of the page.
pub(crate) struct Axes {
    x: Range<f64>,
    y: Range<f64>,
    origin: (f64, f64),
    opposite: (f64, f64),
}

impl Axes {
    /// Draws both axes with a grid over the plot.
    pub(crate) fn draw(
        surface: &Surface,
        room: Room,
        x: &Axis,
        y: &Axis,
    ) -> Result<Axes, DrawError> {
        let mut builder = ChartBuilder::on(&surface.area);
        builder
            .margin_top(px(room.top))
            .margin_right(px(room.right));
        builder
            .x_label_area_size(px(room.bottom))
            .y_label_area_size(px(room.left));
        let mut context = builder.build_cartesian_2d(range(x), range(y))?;
        let (x_text, y_text) = (|v: &f64| (x.label)(*v), |v: &f64| (y.label)(*v));
        let mut mesh = context.configure_mesh();
        mesh.x_labels(x.n_ticks)
            .y_labels(y.n_ticks)
            .max_light_lines(0);
        mesh.x_label_formatter(&x_text).y_label_formatter(&y_text);
        mesh.label_style(font(SMALL, Ink::Soft))
            .axis_style(Ink::Rule.colour().stroke_width(2));
        mesh.bold_line_style(Ink::Rule.colour().stroke_width(2));
        mesh.light_line_style(TRANSPARENT)
            .set_all_tick_mark_size(px(3.0));
        if x.n_ticks == 0 {
            mesh.disable_x_mesh();
        }
        if y.n_ticks == 0 {
            mesh.disable_y_mesh().disable_y_axis();
        }
        if x.n_ticks == 0 && y.n_ticks == 0 {
            mesh.disable_x_axis();
        }
        mesh.draw()?;
        let corner = |x, y| {
            let (x, y) = context.backend_coord(&(x, y));
            (f64::from(x) / SCALE, f64::from(y) / SCALE)
        };
        let (x_range, y_range) = (context.x_range(), context.y_range());
        let axes = Axes {
            origin: corner(x_range.start, y_range.start),
            opposite: corner(x_range.end, y_range.end),
            x: x_range,
            y: y_range,
        };
        axes.titles(surface, room, x.title, y.title)?;
        Ok(axes)
    }

    /// Where a pair of values lies, in pixels of the page; what lies outside
    /// the ranges is held at the edge.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (sx, sy) = (share(x, &self.x), share(y, &self.y));
        let ((x0, y0), (x1, y1)) = (self.origin, self.opposite);
        (x0 + sx * (x1 - x0), y0 + sy * (y1 - y0))
    }

    /// Whether a value of y lies within the axis.
    pub(crate) fn holds(&self, y: f64) -> bool {
        self.y.contains(&y)
    }

    /// The title of y above its axis, where it can be read; that of x below.
    fn titles(&self, surface: &Surface, room: Room, x: &str, y: &str) -> Drawn {
        let (width, _) = surface.size();
        surface.text(
            y,
            0.0,
            room.top.min(24.0) - 14.0,
            Align::Left,
            SMALL,
            Ink::Soft,
        )?;
        let (left, right) = (self.origin.0, self.opposite.0);
        let middle = ((left + right) / 2.0).min(width - text_width(x, SMALL) / 2.0 - 2.0);
        let below = self.origin.1 + room.bottom.min(46.0) - 10.0;
        surface.text(x, middle, below, Align::Centre, SMALL, Ink::Soft)
    }
}

/// Where a value lies in a range, in `[0, 1]`.
fn share(value: f64, range: &Range<f64>) -> f64 {
    if !value.is_finite() {
        return 0.0;
    }
    ((value - range.start) / (range.end - range.start)).clamp(0.0, 1.0)
}

/// The range of an axis: finite and never empty.
fn range(axis: &Axis) -> Range<f64> {
    let low = if axis.low.is_finite() { axis.low } else { 0.0 };
    let least = low + (low.abs() * 1e-6).max(1e-6);
    if axis.high.is_finite() && axis.high > least {
        low..axis.high
    } else {
        low..low + low.abs().max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_without_a_range_gets_one() {
        let axis = |low, high| Axis {
            low,
            high,
            n_ticks: 3,
            label: &|_| String::new(),
            title: "",
        };
        assert_eq!(range(&axis(0.0, 0.0)), 0.0..1.0);
        assert_eq!(range(&axis(f64::NAN, f64::INFINITY)), 0.0..1.0);
        assert_eq!(range(&axis(-2.0, 3.0)), -2.0..3.0);
    }

    #[test]
    fn values_beyond_the_range_are_held_at_the_edge() {
        assert_eq!(
            [-1.0, 0.5, 9.0, f64::NAN].map(|v| share(v, &(0.0..1.0))),
            [0.0, 0.5, 1.0, 0.0]
        );
    }
}
