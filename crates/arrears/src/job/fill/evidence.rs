//! What the model's figures are worth: intervals, groups, parts, origins.

use arrears_insight::text::{Text, value};
use arrears_models::Origin;
use arrears_models::certainty::{self, CalibrationLine, Estimate};
use arrears_models::evaluate::{Evaluation, Scores};
use arrears_models::groups::{GroupScores, HistoryScores};
use arrears_models::late::{AblationScore, FoldReport, OptionScore};
use arrears_report::{
    Bounds, CalibrationFigures, EceLimit, GroupMetrics, HistoryRow, LossDifference, OriginRow,
    PartRow, RefinementRow,
};

use super::model::name;
use super::wording;
use crate::job::metrics::late_interval;
use crate::job::summary::is_rival;

/// The simple rules; another model is told of in the notes.
pub fn differences(test: &Evaluation) -> Vec<LossDifference> {
    let row = |difference: &arrears_models::evaluate::Difference| LossDifference {
        name: wording(&name(&difference.name)),
        log_loss: bounds(&difference.log_loss),
    };
    let rules = test.differences.iter();
    rules
        .filter(|difference| !is_rival(&difference.name))
        .map(row)
        .collect()
}

pub fn calibration(line: &CalibrationLine) -> CalibrationFigures {
    CalibrationFigures {
        slope: bounds(&line.slope),
        intercept: bounds(&line.intercept),
    }
}

pub fn ece_limit(limit: &certainty::EceLimit) -> EceLimit {
    EceLimit {
        limit: limit.limit,
        chance_95: limit.chance_95,
    }
}

fn bounds(estimate: &Estimate) -> Bounds {
    Bounds {
        estimate: estimate.estimate,
        low: estimate.lower,
        high: estimate.upper,
    }
}

pub fn history(part: &HistoryScores) -> HistoryRow {
    let of = |value: fn(&Scores) -> Option<f64>| part.model.as_ref().and_then(value);
    let interval = late_interval(part.model.as_ref(), part.effective_n);
    HistoryRow {
        name: wording(&group("history", &part.name)),
        n: part.n as u64,
        n_customers: part.n_customers as u64,
        event_rate: of(|scores| Some(scores.event_rate)),
        low: interval.map(|ends| ends[0]),
        high: interval.map(|ends| ends[1]),
        mean_p_late: of(|scores| scores.mean_p_late),
        auc: of(|scores| scores.auc),
        log_loss: of(|scores| scores.log_loss),
        base_rate_log_loss: part.base_rate.as_ref().and_then(|scores| scores.log_loss),
        difference: part.log_loss_difference.as_ref().map(bounds),
    }
}

pub fn groups(test: &Evaluation) -> Vec<GroupMetrics> {
    let row = |by: &str, group: &GroupScores| group_metrics(by, group, test.amount_quartiles);
    test.by_group
        .iter()
        .flat_map(|group| group.groups.iter().map(|of| row(&group.by, of)))
        .collect()
}

fn group_metrics(by: &str, of: &GroupScores, quartiles: [i64; 3]) -> GroupMetrics {
    let value = |value: fn(&Scores) -> Option<f64>| of.scores.as_ref().and_then(value);
    let interval = late_interval(of.scores.as_ref(), of.effective_n);
    GroupMetrics {
        dimension: wording(&dimension(by)),
        group: wording(&group(by, &of.name)),
        amounts: amounts(&of.name, quartiles),
        n: of.n as u64,
        n_customers: of.n_customers as u64,
        event_rate: value(|scores| Some(scores.event_rate)),
        low: interval.map(|ends| ends[0]),
        high: interval.map(|ends| ends[1]),
        mean_p_late: value(|scores| scores.mean_p_late),
        auc: value(|scores| scores.auc),
        brier: value(|scores| scores.brier),
        ece: value(|scores| scores.ece),
    }
}

/// The amounts of a group by amount, in cents.
fn amounts(name: &str, [first, second, third]: [i64; 3]) -> Option<(Option<i64>, Option<i64>)> {
    match name {
        "quartile_1" => Some((None, Some(first))),
        "quartile_2" => Some((Some(first), Some(second))),
        "quartile_3" => Some((Some(second), Some(third))),
        "quartile_4" => Some((Some(third), None)),
        _ => None,
    }
}

/// What is lost without each part; the first score is the whole model's.
pub fn parts(scores: &[AblationScore]) -> Vec<PartRow> {
    let Some((whole, parts)) = scores.split_first() else {
        return Vec::new();
    };
    let row = |score: &AblationScore| PartRow {
        part: wording(&part(&score.without)),
        log_loss: score.log_loss,
        difference: score.log_loss - whole.log_loss,
        n_columns: score.n_columns as u64,
    };
    parts.iter().map(row).collect()
}

/// How the refinements did; the first score of each is without it.
pub fn refinements(folds: &FoldReport) -> Vec<RefinementRow> {
    let half_life = Text::new(
        "Half-life of older invoices, in days",
        "Halfwaardetijd van oudere facturen, in dagen",
        "Demi-vie des factures anciennes, en jours",
    );
    let departures = Text::new(
        "Departures of large customers, penalty",
        "Afwijkingen van grote klanten, regularisatie",
        "Écarts des grands clients, pénalité",
    );
    let rows = |refinement: Text, scores: &[OptionScore]| -> Vec<RefinementRow> {
        let without = scores.first().map_or(0.0, |score| score.log_loss);
        let row = |score: &OptionScore| RefinementRow {
            refinement: wording(&refinement),
            setting: score.value,
            log_loss: score.log_loss,
            difference: score.log_loss - without,
            chosen: score.chosen,
        };
        scores.iter().map(row).collect()
    };
    let mut all = rows(half_life, &folds.half_lives);
    all.extend(rows(departures, &folds.customer_penalties));
    all
}

/// The origins, where there are several.
pub fn origins(origins: &[Origin]) -> Vec<OriginRow> {
    if origins.len() < 2 {
        return Vec::new();
    }
    let row = |origin: &Origin| OriginRow {
        from: origin.from.to_string(),
        until: origin.until.to_string(),
        n: origin.model.n as u64,
        event_rate: (origin.model.n > 0).then_some(origin.model.event_rate),
        mean_p_late: origin.model.mean_p_late,
        auc: origin.model.auc,
        log_loss: origin.model.log_loss,
        base_rate_log_loss: origin.base_rate_log_loss,
    };
    origins.iter().map(row).collect()
}

fn dimension(by: &str) -> Text {
    match by {
        "sector" => Text::new("Sector", "Sector", "Secteur"),
        "size_class" => Text::new("Size class", "Grootteklasse", "Taille"),
        "country" => Text::new("Country", "Land", "Pays"),
        "history" => Text::new("History", "Historie", "Historique"),
        "amount" => Text::new("Invoice amount", "Factuurbedrag", "Montant de la facture"),
        other => Text::same(other),
    }
}

fn group(by: &str, name: &str) -> Text {
    match name {
        "new" => Text::new("new customer", "nieuwe klant", "nouveau client"),
        "returning" => Text::new("returning customer", "bestaande klant", "client existant"),
        "unknown" => Text::new("unknown", "onbekend", "inconnu"),
        size if by == "size_class" => value(size),
        other => Text::same(other),
    }
}

/// What a part of the model is called.
fn part(code: &str) -> Text {
    match code {
        "likeness" => Text::new("likeness", "gelijkenis", "ressemblance"),
        "payment_history" => Text::new(
            "payment history",
            "betaalgeschiedenis",
            "historique de paiement",
        ),
        "reminders" => Text::new("reminders", "aanmaningen", "relances"),
        "disputes_and_promises" => Text::new(
            "disputes and promises",
            "betwistingen en beloften",
            "contestations et promesses",
        ),
        "signals" => Text::new("signals", "signalen", "signaux"),
        "sector_and_other_groups" => Text::new(
            "sector and other groups",
            "sector en andere groepen",
            "secteur et autres groupes",
        ),
        "invoice" => Text::new(
            "the invoice itself",
            "de factuur zelf",
            "la facture elle-même",
        ),
        "age_of_invoices" => Text::new(
            "less weight of older invoices",
            "minder gewicht van oudere facturen",
            "moindre poids des factures anciennes",
        ),
        "customers_of_their_own" => Text::new(
            "departures of large customers",
            "afwijkingen van grote klanten",
            "écarts des grands clients",
        ),
        other => Text::same(other),
    }
}
