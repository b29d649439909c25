//! Bars of parts that make a whole, with a key above: steps of the ladder, reasons by quarter.

use super::bars::{Bar, Columns, bars};
use super::ink::Ink;
use super::key::{Mark, in_lines, key};
use super::surface::{Chart, WIDTH};
use crate::ReportError;
use crate::page::Html;

/// A chart of bars.
pub(crate) struct PartsOf<'a> {
    pub(crate) id: &'static str,
    pub(crate) title: &'a str,
    pub(crate) description: String,
    /// What the colours mean, in the order of the parts.
    pub(crate) key: Vec<(&'a str, Ink)>,
    pub(crate) bars: Vec<Bar>,
    /// Width of the names.
    pub(crate) names: f64,
    /// Width of the figures behind the bars.
    pub(crate) figures: f64,
}

const ROW: f64 = 28.0;
const LINE: f64 = 20.0;

impl PartsOf<'_> {
    /// The chart; empty without bars.
    pub(crate) fn draw(&self) -> Result<Html, ReportError> {
        if self.bars.is_empty() {
            return Ok(Html::default());
        }
        let entries: Vec<(&str, Mark)> = self
            .key
            .iter()
            .map(|&(text, ink)| (text, Mark::Bar(ink)))
            .collect();
        let lines = in_lines(&entries);
        let columns = Columns {
            names: self.names,
            figures: self.figures,
            row: ROW,
            top: LINE * lines.len() as f64 + 4.0,
        };
        let chart = Chart {
            id: self.id,
            title: self.title,
            description: self.description.clone(),
        };
        let height = columns.top + ROW * self.bars.len() as f64;
        chart.draw(WIDTH, height, |s| {
            for (i, line) in lines.iter().enumerate() {
                key(s, WIDTH, 10.0 + LINE * i as f64, line)?;
            }
            bars(s, columns, &self.bars)
        })
    }
}
