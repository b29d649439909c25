//! The page: one self-contained HTML file.
//!
//! Each section is a file here with a template of the same name: the Rust side
//! writes every figure as text, the template only lays it out and escapes it.
//! Nothing is fetched: the style and the script stand in the page, and its
//! content security policy allows those two by their hashes and nothing else.
//! Without the script all is readable; it adds filters and sorting to tables.

pub(crate) mod about;
mod answers;
mod blocks;
mod cluster_figures;
mod clusters;
mod customers;
mod directory;
mod document;
pub(crate) mod evidence;
mod figure;
mod follow_up;
mod groups;
mod html;
mod input;
mod invoices;
mod migration;
mod minus;
pub(crate) mod model;
mod money;
mod outcome;
mod overview;
mod person;
mod policy;
mod quality;
mod questions;
mod reasons;
mod risk;
mod segments;
mod table;
mod trend;
mod watch;

use std::collections::HashMap;

use askama::Template;

pub use document::document_html;
pub(crate) use html::Html;
pub(crate) use outcome::Outcome;
pub(crate) use table::Table;

use crate::format::Format;
use crate::texts::{Texts, fill};
use crate::trust::Trust;
use crate::{Language, ReportData, ReportError, Wording};

const STYLE: &str = include_str!("../../templates/style.css");
const SCRIPT: &str = concat!(
    include_str!("../../templates/script.js"),
    include_str!("../../templates/list.js")
);

/// The report as one self-contained HTML file in UTF-8.
///
/// The same figures and language give the same bytes.
pub fn html(data: &ReportData, language: Language) -> Result<Vec<u8>, ReportError> {
    let view = View::new(data, language);
    let sections = sections(&view)?;
    let title = if data.run.title.trim().is_empty() {
        view.t.common.title
    } else {
        &data.run.title
    };
    let as_of = view.f.date(&data.run.as_of);
    let as_of = view.fill(view.t.common.as_of, &[("date", &as_of)]);
    let about = format!("{as_of} · {}", data.run.currency);
    whole(&view, title, [&as_of, &about], sections)
}

/// The page around its sections, with what its tab and its head say beside the title.
fn whole(
    view: &View,
    title: &str,
    [tab, about]: [&str; 2],
    sections: Vec<Section>,
) -> Result<Vec<u8>, ReportError> {
    let page = Page {
        language: view.language.code(),
        t: &view.t,
        title,
        heading: view.t.common.title,
        tab,
        about,
        policy: policy::content_security_policy(STYLE, SCRIPT),
        style: Html(STYLE.to_owned()),
        script: Html(SCRIPT.to_owned()),
        sections,
        pages: person::pages(view)?,
    };
    Ok(visible(&minus::printed_minus(&page.render()?)).into_bytes())
}

/// Control characters and marks that turn the direction of text, made visible: a customer's name must not reorder its
/// row, nor hide in it.
pub(crate) fn visible(page: &str) -> String {
    let unseen = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    page.replace(unseen, "\u{fffd}")
}

/// The sections, in the order of the page. A backtest has no customers to show:
/// its page is the model, the data and the dictionary.
fn sections(view: &View) -> Result<Vec<Section>, ReportError> {
    let mut sections = vec![overview::section(view)?];
    if !view.data.is_backtest() {
        sections.extend([
            customers::section(view)?,
            watch::section(view)?,
            invoices::section(view)?,
            segments::section(view)?,
            clusters::section(view)?,
            questions::section(view)?,
            groups::section(view)?,
            reasons::section(view)?,
            follow_up::section(view)?,
            trend::section(view)?,
            money::section(view)?,
        ]);
    }
    sections.extend([
        model::section(view)?,
        quality::section(view)?,
        quality::dictionary(view)?,
        about::section(view)?,
    ]);
    Ok(sections)
}

/// What every section is made from.
pub(crate) struct View<'a> {
    data: &'a ReportData,
    language: Language,
    f: Format,
    pub(crate) t: Texts,
    trust: Trust,
    /// The number of the page of each customer that has one.
    pages: HashMap<&'a str, usize>,
}

impl<'a> View<'a> {
    pub(crate) fn new(data: &'a ReportData, language: Language) -> View<'a> {
        View {
            data,
            language,
            f: Format::new(language, &data.run.currency),
            t: Texts::of(language),
            trust: Trust::of(data.model.as_ref()),
            pages: data
                .pages
                .iter()
                .enumerate()
                .map(|(i, page)| (page.customer.customer_id.as_str(), i + 1))
                .collect(),
        }
    }

    /// The number of a customer's page.
    pub(crate) fn page_of(&self, customer_id: &str) -> Option<usize> {
        self.pages.get(customer_id).copied()
    }

    /// A text of the figures in the page's language.
    pub(crate) fn say(&self, wording: &'a Wording) -> &'a str {
        wording.get(self.language)
    }

    /// A unit: as it was given in the page's language, else by the word for its code.
    pub(crate) fn unit(&self, unit: &'a Wording) -> &'a str {
        self.t.codes.unit(self.say(unit))
    }

    pub(crate) fn say_all(&self, wordings: &'a [Wording]) -> Vec<&'a str> {
        wordings.iter().map(|w| self.say(w)).collect()
    }

    fn fill(&self, text: &str, values: &[(&str, &str)]) -> String {
        fill(text, values)
    }

    /// A column's head with the ledger's currency in it.
    fn in_currency(&self, text: &str) -> String {
        fill(text, &[("unit", &self.data.run.currency)])
    }
}

/// A section of the page and its entry in the contents.
struct Section {
    id: &'static str,
    nav: String,
    body: Html,
}

impl Section {
    fn new(
        id: &'static str,
        nav: impl Into<String>,
        body: &impl Template,
    ) -> Result<Section, ReportError> {
        Ok(Section {
            id,
            nav: nav.into(),
            body: Html(body.render()?),
        })
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    language: &'a str,
    t: &'a Texts,
    title: &'a str,
    heading: &'a str,
    tab: &'a str,
    about: &'a str,
    policy: String,
    style: Html,
    script: Html,
    sections: Vec<Section>,
    /// The customers' pages; empty where there are none.
    pages: Html,
}
