//! `arrears policy --what-if`, in the language of the report: what is shown is all there is.

mod words;

use arrears::job::{self, ChangeEffect, WhatIfSummary};
use arrears::plan::Typed;
use arrears::store::ModelChoice;
use arrears::text::{count, money_to_the_cent};
use arrears::{Effect, Error, Move, WhatIfPlan};

use super::{Context, load, to_json};
use crate::args::Policy;
use crate::output::{Outcome, Rows, columns, one_line};
use words::Words;

/// What another policy would move.
pub fn what_if(context: &Context, args: &Policy) -> Result<Outcome, Error> {
    let typed = Typed {
        registry: args.registry.registry.clone(),
        language: args.language.language,
        ..context.global.typed()
    };
    let model = args.model.as_deref().map(ModelChoice::from);
    let plan = WhatIfPlan::new(
        load(&args.config)?,
        &typed,
        args.as_of.as_of,
        &args.what_if,
        model,
    )?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::what_if(&plan, progress)
    })?;
    Ok(Outcome {
        text: text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: None,
    })
}

fn text(summary: &WhatIfSummary) -> String {
    let shown = Shown {
        words: Words::of(summary.language),
        currency: &summary.currency,
    };
    let words = &shown.words;
    let file = summary.what_if.display().to_string();
    let head = words.head(&summary.as_of.to_string(), &file);
    let mut text = format!("{}\n\n", one_line(&head));
    text.push_str(&shown.totals(summary));
    for change in &summary.changes {
        text.push_str(&shown.one_change(change));
    }
    match summary.changes.len() {
        0 => text.push_str(&format!("\n{}\n", words.same())),
        1 => {}
        n => {
            let together = shown.moved(&summary.together);
            text.push_str(&format!("\n{}\n", words.together(n, &together)));
            text.push_str(&shown.moves(&summary.together));
        }
    }
    text.push_str(&format!("\n{}\n{}\n\n", summary.note, summary.statement));
    let model = match summary.model_id.as_str() {
        "" => words.fitted(),
        id => id,
    };
    let mut rows = Rows::default();
    rows.add_list(words.note(), &summary.warnings)
        .add(words.model(), model)
        .add(words.time(), format!("{:.1} s", summary.seconds));
    text + &rows.text()
}

/// How the figures are shown.
struct Shown<'a> {
    words: Words,
    currency: &'a str,
}

impl Shown<'_> {
    fn money(&self, minor: i64) -> String {
        money_to_the_cent(minor, self.currency, self.words.language)
    }

    fn count(&self, n: u64) -> String {
        count(n as usize, self.words.language)
    }

    fn totals(&self, summary: &WhatIfSummary) -> String {
        let both = summary.before.iter().zip(&summary.after);
        let rows: Vec<Vec<String>> = both
            .map(|(before, after)| {
                vec![
                    before.segment.code().to_owned(),
                    self.count(before.n_customers),
                    self.money(before.open_minor),
                    self.count(after.n_customers),
                    self.money(after.open_minor),
                ]
            })
            .collect();
        columns(
            &self.words.totals(),
            &[false, true, true, true, true],
            &rows,
        )
    }

    fn one_change(&self, change: &ChangeEffect) -> String {
        let not_set = || self.words.not_set().to_owned();
        let said = |value: &Option<String>| value.clone().unwrap_or_else(not_set);
        let (from, to) = (said(&change.from), said(&change.to));
        let head = format!("{}: {from} -> {to}", change.key);
        let head = format!("\n{}", one_line(&head));
        match (&change.effect, &change.contradiction) {
            (Some(effect), _) => {
                let alone = self.words.alone(&self.moved(effect));
                format!("{head}\n  {alone}\n{}", self.moves(effect))
            }
            (None, Some(why)) => {
                let why = self.words.not_alone(why);
                format!("{head}\n  {}\n", one_line(&why))
            }
            (None, None) => format!("{head}\n"),
        }
    }

    fn moved(&self, effect: &Effect) -> String {
        let customers = |n: u64| format!("{} {}", self.count(n), self.words.customers(n));
        self.words.moved(
            &customers(effect.n_moved),
            &self.money(effect.open_moved_minor),
            &customers(effect.n_handled_otherwise),
        )
    }

    /// Who moves, beside who stays where they come from.
    fn moves(&self, effect: &Effect) -> String {
        let leaves = |group: &Move| group.from != group.to && group.n_customers > 0;
        let left: Vec<_> = effect
            .moves
            .iter()
            .filter(|group| leaves(group))
            .map(|group| group.from)
            .collect();
        if left.is_empty() {
            return String::new();
        }
        let shown = effect.moves.iter().filter(|group| {
            group.n_customers > 0 && (group.from != group.to || left.contains(&group.from))
        });
        let rows: Vec<Vec<String>> = shown
            .map(|group| {
                vec![
                    group.from.code().to_owned(),
                    group.to.code().to_owned(),
                    self.count(group.n_customers),
                    self.money(group.open_minor),
                    self.money(group.overdue_minor),
                    self.late(group),
                ]
            })
            .collect();
        columns(
            &self.words.moves(),
            &[false, false, true, true, true, true],
            &rows,
        )
    }

    /// The late share with its interval; a dash where too few customers tell it.
    fn late(&self, group: &Move) -> String {
        let percent = |share: f64| format!("{:.0}", 100.0 * share);
        let past = &group.past;
        match (past.late_share, past.late_low, past.late_high) {
            (Some(share), Some(low), Some(high)) => {
                let interval = self.words.interval(&percent(low), &percent(high));
                format!("{} % ({interval})", percent(share))
            }
            (Some(share), ..) => format!("{} %", percent(share)),
            _ => "-".to_owned(),
        }
    }
}
