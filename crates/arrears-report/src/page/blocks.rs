//! A section of blocks, each a heading, some sentences, a chart and a table.

use askama::Template;

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::chart::Interval;
use crate::{ReportError, ShareOf, Wording};

/// One block.
pub(super) struct Block<'a> {
    title: &'a str,
    lead: Vec<&'a str>,
    notes: Vec<&'a str>,
    figure: Html,
    table: Html,
}

impl<'a> Block<'a> {
    /// A block with what it means.
    pub(super) fn new(title: &'a str, lead: &'a str) -> Block<'a> {
        Block {
            title,
            lead: Some(lead)
                .filter(|lead| !lead.is_empty())
                .into_iter()
                .collect(),
            notes: Vec::new(),
            figure: Html::default(),
            table: Html::default(),
        }
    }

    /// Sentences of this run.
    pub(super) fn notes(mut self, view: &View<'a>, notes: &'a [Wording]) -> Block<'a> {
        self.notes.extend(view.say_all(notes));
        self
    }

    /// A sentence of the page.
    pub(super) fn note(mut self, note: &'a str) -> Block<'a> {
        self.notes.push(note);
        self
    }

    /// A chart with its title.
    pub(super) fn chart(
        mut self,
        view: &View,
        title: &str,
        chart: Html,
        note: Vec<String>,
    ) -> Result<Block<'a>, ReportError> {
        let figure = Figure {
            title,
            chart,
            note,
            table: None,
        };
        self.figure = figure.html(view)?;
        Ok(self)
    }

    /// A table, if it has rows.
    pub(super) fn table(mut self, view: &View, table: &Table) -> Result<Block<'a>, ReportError> {
        if !table.rows.is_empty() {
            self.table = table.html(view)?;
        }
        Ok(self)
    }
}

/// A section of blocks.
pub(super) fn section(
    id: &'static str,
    nav: &'static str,
    title: &str,
    lead: Vec<&str>,
    blocks: &[Block<'_>],
) -> Result<Section, ReportError> {
    let markup = Blocks {
        id,
        title,
        lead,
        blocks,
    };
    Section::new(id, nav, &markup)
}

#[derive(Template)]
#[template(path = "blocks.html")]
struct Blocks<'a> {
    id: &'static str,
    title: &'a str,
    lead: Vec<&'a str>,
    blocks: &'a [Block<'a>],
}

/// A share as a row of a chart.
pub(super) fn row(name: impl Into<String>, of: &ShareOf) -> Interval {
    Interval {
        name: name.into(),
        value: of.share,
        low: of.low,
        high: of.high,
        second: None,
        n: of.n,
    }
}

impl View<'_> {
    /// `3 of 12`, sorted by the share.
    pub(super) fn of_cell(&self, of: &ShareOf) -> Cell {
        let (k, n) = (self.f.count(of.k), self.f.count(of.n));
        Cell::number(
            self.fill(self.t.questions.k_of_n, &[("k", &k), ("n", &n)]),
            of.share,
        )
    }

    /// A 95 % interval, sorted by its lower end.
    pub(super) fn interval_cell(&self, low: Option<f64>, high: Option<f64>) -> Cell {
        let (Some(low), Some(high)) = (low, high) else {
            return self.number_cell(None, 0);
        };
        let ends = [self.f.percent(low, 0), self.f.percent(high, 0)];
        let text = self.fill(self.t.common.to, &[("low", &ends[0]), ("high", &ends[1])]);
        Cell::number(text.replace(' ', "\u{a0}"), Some(low))
    }

    /// A customer: its name and identifier; a natural person is marked.
    pub(super) fn customer_cell(&self, name: &str, id: &str, natural_person: bool) -> Cell {
        let mut text = self.customer_name(name, id);
        if natural_person {
            text = format!("{text} · {}", self.t.questions.person);
        }
        Cell::text(text).leading_to(self.page_of(id))
    }

    /// A customer's name, with its identifier where it has both.
    pub(super) fn customer_name(&self, name: &str, id: &str) -> String {
        match name {
            "" => id.to_owned(),
            name => format!("{name} ({id})"),
        }
    }
}
