//! What the report is for, its definitions, and which run made it.

use askama::Template;

use super::{Section, View};
use crate::ReportError;
use crate::texts::Texts;

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let t = &view.t;
    let about = About {
        t,
        definitions: definitions(view),
        facts: facts(view),
    };
    Section::new("about", t.about.nav, &about)
}

#[derive(Template)]
#[template(path = "about.html")]
struct About<'a> {
    t: &'a Texts,
    definitions: Vec<String>,
    facts: Vec<(&'a str, String)>,
}

/// What "late" means here, and what was left out.
pub(crate) fn definitions(view: &View) -> Vec<String> {
    let t = view.t.about;
    let grace = view.f.number(f64::from(view.data.run.grace_days), 0);
    vec![
        view.fill(t.def_late, &[("grace", &grace)]),
        t.def_mature.to_owned(),
        view.fill(t.def_as_of, &[("date", &view.f.date(&view.data.run.as_of))]),
    ]
}

/// Which run this was; what is empty is left out.
pub(crate) fn facts<'a>(view: &View<'a>) -> Vec<(&'a str, String)> {
    let (t, run) = (view.t.about, &view.data.run);
    let last = run
        .last_known_day
        .as_deref()
        .map_or_else(String::new, |day| view.f.date(day));
    let mut facts = vec![
        (t.last_known, last),
        (t.forbidden, run.forbidden.join(", ")),
        (t.currency, run.currency.clone()),
        (t.model_id, run.model_id.clone()),
        (t.version, run.version.clone()),
        (t.seed, run.seed.to_string()),
        (t.config, run.config_hash.clone()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    facts
}
