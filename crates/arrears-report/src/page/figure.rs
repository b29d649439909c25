//! A chart with its title, a note and the figures behind it.

use askama::Template;

use super::table::Table;
use super::{Html, View};
use crate::ReportError;

/// A chart on the page.
pub(crate) struct Figure<'a> {
    pub(crate) title: &'a str,
    pub(crate) chart: Html,
    pub(crate) note: Vec<String>,
    /// `None` where the table stands beside the chart for all to see.
    pub(crate) table: Option<Table>,
}

impl Figure<'_> {
    /// The figure's markup; empty where there was nothing to draw.
    pub(crate) fn html(&self, view: &View) -> Result<Html, ReportError> {
        if self.chart.is_empty() {
            return Ok(Html::default());
        }
        let table = self
            .table
            .as_ref()
            .map(|table| table.html(view))
            .transpose()?;
        let markup = Markup {
            title: self.title,
            chart: &self.chart,
            note: &self.note,
            table,
            summary: view.t.common.figures,
        };
        Ok(Html(markup.render()?))
    }
}

#[derive(Template)]
#[template(path = "figure.html")]
struct Markup<'a> {
    title: &'a str,
    chart: &'a Html,
    note: &'a [String],
    table: Option<Html>,
    summary: &'a str,
}
