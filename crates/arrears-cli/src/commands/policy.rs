//! `arrears policy --what-if`.

use arrears::job::{self, ChangeEffect, WhatIfSummary};
use arrears::plan::Typed;
use arrears::store::ModelChoice;
use arrears::{Effect, Error, Move, WhatIfPlan};

use super::{Context, load, to_json};
use crate::args::Policy;
use crate::output::{Outcome, Rows, amount, columns, count, counted};

/// What another policy would move.
pub fn what_if(context: &Context, args: &Policy) -> Result<Outcome, Error> {
    let typed = Typed {
        registry: args.registry.registry.clone(),
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
    let mut text = format!(
        "Segments as of {}, now and with `{}`\n\n",
        summary.as_of,
        summary.what_if.display()
    );
    text.push_str(&totals(summary));
    for change in &summary.changes {
        text.push_str(&one_change(change, &summary.currency));
    }
    match summary.changes.len() {
        0 => text.push_str("\nThe two policies say the same.\n"),
        1 => {}
        n => {
            text.push_str(&format!(
                "\nAll {n} changes together: {}\n",
                moved(&summary.together, &summary.currency)
            ));
            text.push_str(&moves(&summary.together, &summary.currency));
        }
    }
    text.push_str(&format!("\n{}\n{}\n\n", summary.note, summary.statement));
    let mut rows = Rows::default();
    rows.add("model", model(summary))
        .add("time", format!("{:.1} s", summary.seconds));
    text + &rows.text()
}

fn model(summary: &WhatIfSummary) -> String {
    match summary.model_id.as_str() {
        "" => "fitted for the occasion, not kept".to_owned(),
        id => id.to_owned(),
    }
}

fn totals(summary: &WhatIfSummary) -> String {
    let money = |minor| money(minor, &summary.currency);
    let names = [
        "segment",
        "customers",
        "open",
        "then customers",
        "then open",
    ];
    let rows: Vec<Vec<String>> = summary
        .before
        .iter()
        .zip(&summary.after)
        .map(|(before, after)| {
            vec![
                before.segment.code().to_owned(),
                count(before.n_customers as usize),
                money(before.open_minor),
                count(after.n_customers as usize),
                money(after.open_minor),
            ]
        })
        .collect();
    columns(&names, &[false, true, true, true, true], &rows)
}

fn money(minor: i64, currency: &str) -> String {
    amount(minor as f64 / 100.0, currency)
}

fn one_change(change: &ChangeEffect, currency: &str) -> String {
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "not set".to_owned());
    let head = format!(
        "\n{}: {} -> {}",
        change.key,
        said(&change.from),
        said(&change.to)
    );
    match (&change.effect, &change.contradiction) {
        (Some(effect), _) => {
            format!(
                "{head}\n  alone: {}\n{}",
                moved(effect, currency),
                moves(effect, currency)
            )
        }
        (None, Some(why)) => format!("{head}\n  not alone: {why}\n"),
        (None, None) => format!("{head}\n"),
    }
}

fn moved(effect: &Effect, currency: &str) -> String {
    let who = counted(effect.n_moved as usize, "customer");
    let open = money(effect.open_moved_minor, currency);
    let otherwise = counted(effect.n_handled_otherwise as usize, "customer");
    format!(
        "{who} with {open} open would change segment; measures, channel or ladder would change for {otherwise}"
    )
}

/// Who moves, beside who stays where they come from.
fn moves(effect: &Effect, currency: &str) -> String {
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
    let names = [
        "from",
        "to",
        "customers",
        "open",
        "overdue",
        "late in the past",
    ];
    let rows: Vec<Vec<String>> = shown
        .map(|group| {
            vec![
                group.from.code().to_owned(),
                group.to.code().to_owned(),
                count(group.n_customers as usize),
                money(group.open_minor, currency),
                money(group.overdue_minor, currency),
                late(group),
            ]
        })
        .collect();
    columns(&names, &[false, false, true, true, true, true], &rows)
}

/// The late share with its interval; a dash where too few customers tell it.
fn late(group: &Move) -> String {
    let percent = |share: f64| format!("{:.0}", 100.0 * share);
    let past = &group.past;
    match (past.late_share, past.late_low, past.late_high) {
        (Some(share), Some(low), Some(high)) => {
            format!(
                "{} % ({} to {} %)",
                percent(share),
                percent(low),
                percent(high)
            )
        }
        (Some(share), ..) => format!("{} %", percent(share)),
        _ => "-".to_owned(),
    }
}
