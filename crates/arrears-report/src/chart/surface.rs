//! The surface that charts are drawn on, in units of the page's pixels.

use std::io;

use askama::Template;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::ink::{Ink, dye};
use crate::ReportError;
use crate::page::Html;

/// plotters has whole coordinates; drawing at twice the size keeps curves smooth.
pub(crate) const SCALE: f64 = 2.0;
/// Size of a chart's text, in pixels of the page.
pub(crate) const TEXT: f64 = 12.5;
/// Size of lesser text.
pub(crate) const SMALL: f64 = 12.0;
/// Width of a chart, in pixels of the page: it fits a phone nearly unshrunk.
pub(crate) const WIDTH: f64 = 400.0;

/// Width of a character as a share of the text's size.
const EM: f64 = 0.58;

pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(crate) type DrawError = DrawingAreaErrorKind<io::Error>;
pub(crate) type Drawn = Result<(), DrawError>;

/// What a chart says in words, for those who do not see it.
#[derive(Clone, Debug)]
pub(crate) struct Chart<'a> {
    /// Identifier within the page.
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) description: String,
}

impl Chart<'_> {
    /// Draws on a surface of `width` by `height` pixels of the page.
    pub(crate) fn draw(
        &self,
        width: f64,
        height: f64,
        paint: impl FnOnce(&Surface) -> Drawn,
    ) -> Result<Html, ReportError> {
        let mut svg = String::new();
        {
            let size = (px(width) as u32, px(height) as u32);
            let surface = Surface {
                area: SVGBackend::with_string(&mut svg, size).into_drawing_area(),
            };
            paint(&surface)
                .and_then(|()| surface.area.present())
                .map_err(|e| ReportError::Chart {
                    chart: self.id.to_owned(),
                    reason: e.to_string(),
                })?;
        }
        self.dress(&svg, px(width), px(height))
    }

    /// Puts the drawing in an element that says what it shows.
    fn dress(&self, svg: &str, width: i32, height: i32) -> Result<Html, ReportError> {
        let body = svg.split_once('>').map_or("", |(_, body)| body);
        let body = body.trim_end().strip_suffix("</svg>").unwrap_or(body);
        let body = dye(body)
            .replace(" opacity=\"1\"", "")
            .replace(" font-family=\"sans-serif\"", "")
            .replace(" stroke=\"none\" stroke-width=\"1\"", "");
        let frame = Frame {
            id: self.id,
            title: self.title,
            description: &self.description,
            width,
            height,
            body: Html(body),
        };
        Ok(Html(frame.render()?))
    }
}

#[derive(Template)]
#[template(path = "chart.html")]
struct Frame<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    width: i32,
    height: i32,
    body: Html,
}

/// Where text stands against its point.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// A drawing area with the few shapes that our charts are made of. All
/// coordinates and sizes are in pixels of the page, from the top left.
pub(crate) struct Surface<'a> {
    pub(crate) area: Area<'a>,
}

impl Surface<'_> {
    /// Width and height.
    pub(crate) fn size(&self) -> (f64, f64) {
        let (width, height) = self.area.dim_in_pixel();
        (f64::from(width) / SCALE, f64::from(height) / SCALE)
    }

    /// A line of text, centred vertically on `y`.
    pub(crate) fn text(
        &self,
        text: &str,
        x: f64,
        y: f64,
        align: Align,
        size: f64,
        ink: Ink,
    ) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        let h_pos = match align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let style = font(size, ink).pos(Pos::new(h_pos, VPos::Center));
        self.area
            .draw(&Text::new(text.to_owned(), (px(x), px(y)), style))
    }

    /// A name to the left of `x`, in one line or two within about `room` pixels.
    pub(crate) fn name(&self, text: &str, room: f64, x: f64, y: f64) -> Drawn {
        if text_width(text, TEXT) <= room {
            return self.text(text, x, y, Align::Right, TEXT, Ink::Text);
        }
        match folded(text, room) {
            (line, None) => self.text(&line, x, y, Align::Right, SMALL, Ink::Text),
            (first, Some(second)) => {
                self.text(&first, x, y - 6.2, Align::Right, SMALL, Ink::Text)?;
                self.text(&second, x, y + 6.2, Align::Right, SMALL, Ink::Text)
            }
        }
    }

    /// A filled rectangle.
    pub(crate) fn rect(&self, x0: f64, y0: f64, x1: f64, y1: f64, ink: Ink) -> Drawn {
        let corners = [(px(x0), px(y0)), (px(x1), px(y1))];
        self.area
            .draw(&Rectangle::new(corners, ink.colour().filled()))
    }

    /// A straight line.
    pub(crate) fn line(&self, from: (f64, f64), to: (f64, f64), width: f64, ink: Ink) -> Drawn {
        self.path(&[from, to], width, ink)
    }

    /// A line through points.
    pub(crate) fn path(&self, points: &[(f64, f64)], width: f64, ink: Ink) -> Drawn {
        let points: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (px(x), px(y))).collect();
        let style = ink.colour().stroke_width(px(width).max(1) as u32);
        self.area.draw(&PathElement::new(points, style))
    }

    /// A line of dashes between two points.
    pub(crate) fn dashed(&self, from: (f64, f64), to: (f64, f64), width: f64, ink: Ink) -> Drawn {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let n = (length / 8.0).ceil().max(1.0);
        let at = |share: f64| {
            (
                from.0 + (to.0 - from.0) * share,
                from.1 + (to.1 - from.1) * share,
            )
        };
        for dash in 0..n as u32 {
            let start = f64::from(dash) / n;
            self.line(at(start), at(start + 0.55 / n), width, ink)?;
        }
        Ok(())
    }

    /// A disc.
    pub(crate) fn disc(&self, at: (f64, f64), radius: f64, ink: Ink) -> Drawn {
        self.area.draw(&Circle::new(
            (px(at.0), px(at.1)),
            px(radius),
            ink.colour().filled(),
        ))
    }

    /// A filled shape.
    pub(crate) fn shape(&self, points: &[(f64, f64)], opacity: f64, ink: Ink) -> Drawn {
        let points: Vec<(i32, i32)> = points.iter().map(|&(x, y)| (px(x), px(y))).collect();
        self.area
            .draw(&Polygon::new(points, ink.colour().mix(opacity)))
    }

    /// A hollow disc on the chart's ground.
    pub(crate) fn ring(&self, at: (f64, f64), radius: f64, ink: Ink) -> Drawn {
        self.disc(at, radius, ink)?;
        self.disc(at, (radius - 1.5).max(0.5), Ink::Ground)
    }

    /// A diamond.
    pub(crate) fn diamond(&self, at: (f64, f64), radius: f64, ink: Ink) -> Drawn {
        let (x, y) = at;
        self.shape(
            &[
                (x, y - radius),
                (x + radius, y),
                (x, y + radius),
                (x - radius, y),
            ],
            1.0,
            ink,
        )
    }
}

/// About how wide a text is, in pixels of the page. There is no font at hand:
/// [`EM`] per character fits the wider of the common sans-serif faces.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * EM
}

/// The text, cut with an ellipsis where it is wider than `room`.
pub(crate) fn shortened(text: &str, room: f64, size: f64) -> String {
    if text_width(text, size) <= room {
        return text.to_owned();
    }
    let n = (room / (size * EM)).floor().max(2.0) as usize - 1;
    let kept: String = text.chars().take(n).collect();
    format!("{}…", kept.trim_end())
}

/// The text in one line, or broken at a space into two, the second cut where
/// it is still too wide.
fn folded(text: &str, room: f64) -> (String, Option<String>) {
    if text_width(text, SMALL) <= room {
        return (text.to_owned(), None);
    }
    let fits = |(at, _): &(usize, &str)| text_width(&text[..*at], SMALL) <= room;
    match text.match_indices(' ').rfind(fits) {
        Some((at, _)) => (
            text[..at].to_owned(),
            Some(shortened(&text[at + 1..], room, SMALL)),
        ),
        None => (shortened(text, room, SMALL), None),
    }
}

pub(crate) fn font(size: f64, ink: Ink) -> TextStyle<'static> {
    // plotters writes 1 / 1.24 of the size it is given into the SVG.
    FontDesc::new(
        FontFamily::SansSerif,
        size * SCALE * 1.24,
        FontStyle::Normal,
    )
    .color(&ink.colour())
}

/// Pixels of the page to units of the drawing; what is no number lands at 0.
pub(crate) fn px(value: f64) -> i32 {
    (value * SCALE).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_a_chart_is_escaped() {
        let chart = Chart {
            id: "x",
            title: "<b>",
            description: "\"><img onerror=1>".into(),
        };
        let svg = chart
            .draw(100.0, 50.0, |s| {
                s.text(
                    "<script>alert(1)</script>",
                    5.0,
                    5.0,
                    Align::Left,
                    TEXT,
                    Ink::Text,
                )?;
                s.text("\" fill=\"#010204", 5.0, 25.0, Align::Left, TEXT, Ink::Text)
            })
            .unwrap();
        insta::assert_snapshot!(svg.0);
    }

    #[test]
    fn long_names_are_cut_by_characters() {
        assert_eq!(shortened("Bäckerei Ångström", 60.0, 13.0), "Bäcker…");
        assert_eq!(shortened("abc", 60.0, 13.0), "abc");
    }

    #[test]
    fn long_names_are_folded_at_a_space() {
        let fold = |text| folded(text, 60.0);
        assert_eq!(fold("short"), ("short".into(), None));
        assert_eq!(fold("late ratio"), ("late".into(), Some("ratio".into())));
        assert_eq!(
            fold("late ratio by amount"),
            ("late".into(), Some("ratio b…".into()))
        );
        assert_eq!(fold("unbreakable"), ("unbreak…".into(), None));
    }

    #[test]
    fn what_is_no_number_does_not_panic() {
        assert_eq!(px(f64::NAN), 0);
        assert_eq!(px(f64::INFINITY), i32::MAX);
    }
}
