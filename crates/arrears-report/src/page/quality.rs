//! The data: what was read, rejected, flagged and missing; and what every feature means.

use askama::Template;

use super::table::{Cell, Table};
use super::{Html, Section, View, input};
use crate::texts::Texts;
use crate::{DictionaryRow, ReportError};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let quality = Quality {
        t: &view.t,
        findings: input::findings(view),
        files: shown(view, input::files(view))?,
        control: input::control(view)?,
        rows_by_month: input::rows_by_month(view)?,
        coverage: input::coverage(view)?,
        bookings: shown(view, input::bookings(view))?,
        rejects: shown(view, rejects(view))?,
        flags: shown(view, flags(view))?,
        absent: shown(view, absent(view))?,
        notes: view.say_all(&view.data.quality.notes),
    };
    Section::new("data", view.t.quality.nav, &quality)
}

/// The data dictionary, a section of its own.
pub(super) fn dictionary(view: &View) -> Result<Section, ReportError> {
    let t = &view.t;
    let table = shown(view, dictionary_table(view))?;
    Section::new(
        "dictionary",
        t.quality.dictionary_nav,
        &Dictionary { t, table },
    )
}

#[derive(Template)]
#[template(path = "quality.html")]
struct Quality<'a> {
    t: &'a Texts,
    findings: Vec<input::Finding<'a>>,
    files: Option<Html>,
    control: Option<input::Control<'a>>,
    rows_by_month: Html,
    coverage: Html,
    bookings: Option<Html>,
    rejects: Option<Html>,
    flags: Option<Html>,
    absent: Option<Html>,
    notes: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "dictionary.html")]
struct Dictionary<'a> {
    t: &'a Texts,
    table: Option<Html>,
}

/// A table's markup, or nothing where it has no row.
fn shown(view: &View, table: Table) -> Result<Option<Html>, ReportError> {
    (!table.rows.is_empty())
        .then(|| table.html(view))
        .transpose()
}

fn rejects(view: &View) -> Table {
    let t = view.t.quality;
    let rows = view.data.quality.rejects.iter();
    Table::new(t.rejects)
        .text(t.reason)
        .number(t.rows)
        .text(t.example)
        .rows(rows.map(|r| {
            vec![
                Cell::text(view.say(&r.reason)),
                view.count_cell(r.n),
                view.english_cell(&r.example),
            ]
        }))
}

fn flags(view: &View) -> Table {
    let t = view.t.quality;
    let rows = view.data.quality.flags.iter();
    Table::new(t.flags)
        .text(t.flag)
        .number(t.rows)
        .text(t.example)
        .rows(rows.map(|r| {
            vec![
                Cell::text(view.say(&r.flag)),
                view.count_cell(r.n),
                view.english_cell(&r.example),
            ]
        }))
}

fn absent(view: &View) -> Table {
    let t = view.t.quality;
    let rows = view.data.quality.absent_features.iter();
    Table::new(t.absent)
        .text(view.t.groups.feature)
        .text(t.missing)
        .rows(rows.map(|r| {
            vec![
                Cell::text(view.say(&r.label)),
                view.wording_cell(&r.missing),
            ]
        }))
}

/// The tables that a feature is made from, in words.
fn sources(view: &View, row: &DictionaryRow) -> String {
    let names = row.sources.iter();
    let names: Vec<&str> = names.map(|name| view.t.codes.table(name)).collect();
    names.join(", ")
}

fn dictionary_table(view: &View) -> Table {
    let t = view.t.quality;
    let used = |model: bool, clusters: bool| match (model, clusters) {
        (true, true) => format!("{}, {}", t.in_model, t.in_clusters),
        (true, false) => t.in_model.to_owned(),
        (false, true) => t.in_clusters.to_owned(),
        (false, false) => crate::format::NONE.to_owned(),
    };
    Table::new(t.dictionary)
        .text(view.t.groups.feature)
        .text(view.t.common.unit)
        .text(t.meaning)
        .text(t.sources)
        .text(t.formula)
        .text(t.used_in)
        .rows(view.data.dictionary.iter().map(|row| {
            vec![
                Cell::text(format!("{} ({})", view.say(&row.label), row.feature)),
                Cell::text(view.unit(&row.unit)),
                view.wording_cell(&row.meaning),
                Cell::text(sources(view, row)),
                view.english_cell(&row.formula),
                Cell::text(used(row.in_model, row.in_clusters)),
            ]
        }))
}
