//! Fitting a card, and how one does out of time beside the regression.

use arrears_features::{AbsentFeature, Book, Definitions, InvoiceIx, catalogue, labels};
use arrears_learn::metrics;
use arrears_ledger::Day;

use super::choose::{Chosen, Sample, choose};
use super::regress::regress;
use super::{CardFeature, FORMAT, LeftOut, OutOfTime, Quality, Reason, Scale, Scorecard};
use crate::late::{self, Holdout, TrainingRows, sigmoid};
use crate::train::AtIssue;
use crate::{ChallengerKind, ModelConfig, ModelError, ScorecardConfig, may_train};

/// Fits a card on what was known at the end of `as_of`, and measures one on the latest fold of the training period.
///
/// # Errors
/// What training refuses; too few invoices with a known outcome, one outcome only, or no feature that tells enough.
pub fn scorecard(
    book: &Book,
    as_of: Day,
    model: &ModelConfig,
    config: &ScorecardConfig,
) -> Result<Scorecard, ModelError> {
    let known = may_train(book, as_of)?;
    let at_issue = AtIssue::new(book, known, model)?;
    let labels_at = |invoices: &[InvoiceIx], day| labels(book, invoices, day);
    let rows = at_issue.rows(&labels_at);
    let used: Vec<usize> = (0..rows.issued.len()).filter(|&i| rows.usable(i)).collect();
    let late: Vec<bool> = used.iter().map(|&i| rows.labels.late[i]).collect();
    enough(&late, model)?;
    let sample = Sample {
        columns: &at_issue.columns,
        rows: &used,
        late: &late,
    };
    let mut card = fit(&sample, config)?;
    card.as_of = as_of;
    card.definitions = book.definitions().clone();
    card.left_out.extend(absent(config, &at_issue.absent));
    card.out_of_time = out_of_time(&rows, model, config)?;
    Ok(card)
}

fn enough(late: &[bool], model: &ModelConfig) -> Result<(), ModelError> {
    let (n, n_late) = (late.len(), count(late));
    if n < model.min_invoices {
        let least = model.min_invoices;
        return Err(ModelError::TooFewLabels { n, n_late, least });
    }
    if n_late == 0 || n_late == n {
        let late = n_late > 0;
        return Err(ModelError::OneOutcome { n, late });
    }
    Ok(())
}

/// The card of a sample; what is known of its day is filled in by the caller.
pub(super) fn fit(sample: &Sample, config: &ScorecardConfig) -> Result<Scorecard, ModelError> {
    let (chosen, mut left_out) = choose(sample, config)?;
    let (chosen, regression) = regress(chosen, sample.late, &mut left_out)?;
    let scale = Scale {
        base_score: config.base_score,
        base_odds: config.base_odds,
        points_to_double_odds: config.points_to_double_odds,
    };
    let features = chosen
        .into_iter()
        .enumerate()
        .map(|(j, chosen)| {
            let (coefficient, standard_error) = (
                regression.coefficients()[j],
                regression.standard_errors()[j],
            );
            feature(chosen, coefficient, standard_error, &scale)
        })
        .collect();
    Ok(Scorecard {
        format: FORMAT,
        as_of: Day(0),
        definitions: Definitions::default(),
        scale,
        base_points: scale.base_points(regression.intercept()),
        intercept: regression.intercept(),
        intercept_standard_error: regression.intercept_standard_error(),
        features,
        left_out,
        n_invoices: sample.late.len(),
        n_late: count(sample.late),
        out_of_time: None,
    })
}

fn feature(chosen: Chosen, coefficient: f64, standard_error: f64, scale: &Scale) -> CardFeature {
    let mut candidate = chosen.candidate;
    candidate
        .bins
        .set_points(|woe| scale.points(coefficient * woe));
    let name = catalogue::feature(&candidate.feature).map_or("", |feature| feature.name);
    CardFeature {
        name: name.to_owned(),
        feature: candidate.feature,
        information_value: candidate.information_value,
        coefficient,
        standard_error,
        bins: candidate.bins,
    }
}

/// Features of which the user gave bins, but whose source the ledger lacks.
fn absent<'a>(
    config: &'a ScorecardConfig,
    absent: &'a [AbsentFeature],
) -> impl Iterator<Item = LeftOut> + 'a {
    absent
        .iter()
        .filter(|feature| config.bins.contains_key(&feature.feature))
        .map(|AbsentFeature { feature, missing }| LeftOut {
            feature: feature.clone(),
            information_value: None,
            reason: Reason::Absent,
            why: format!("the ledger does not have {missing}"),
        })
}

/// The latest fold, with a card fitted on what was known on its eve; none where there is no fold, or no such card.
fn out_of_time(
    rows: &TrainingRows,
    model: &ModelConfig,
    config: &ScorecardConfig,
) -> Result<Option<OutOfTime>, ModelError> {
    let alone = ModelConfig {
        challenger: ChallengerKind::None,
        ..model.clone()
    };
    let fitted = late::fit(rows, &alone)?;
    let Some(&from) = fitted.model.folds().origins.last() else {
        return Ok(None);
    };
    let holdout = &fitted.holdout;
    match card_before(rows, holdout, from, config) {
        Ok(card) => Ok(Some(compare(rows, holdout, from, &card)?)),
        // A fold too young for a card says nothing against the card of the whole period.
        Err(ModelError::NothingTells { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

fn card_before(
    rows: &TrainingRows,
    holdout: &Holdout,
    from: Day,
    config: &ScorecardConfig,
) -> Result<Scorecard, ModelError> {
    let train: Vec<usize> = holdout.train.iter().map(|trained| trained.row).collect();
    let invoices: Vec<InvoiceIx> = train.iter().map(|&row| rows.invoices[row]).collect();
    let then = (rows.labels_at)(&invoices, from - 1);
    let sample = Sample {
        columns: rows.columns,
        rows: &train,
        late: &then.late,
    };
    fit(&sample, config)
}

fn compare(
    rows: &TrainingRows,
    holdout: &Holdout,
    from: Day,
    card: &Scorecard,
) -> Result<OutOfTime, ModelError> {
    let scores = card.scores(&rows.columns.select(&holdout.rows))?;
    let by_card: Vec<f64> = scores.iter().map(|&score| card.p_late(score)).collect();
    let by_regression: Vec<f64> = holdout
        .estimates
        .regression
        .iter()
        .map(|&score| sigmoid(score))
        .collect();
    Ok(OutOfTime {
        from,
        n_invoices: holdout.late.len(),
        n_late: count(&holdout.late),
        card: quality(&by_card, &holdout.late),
        regression: quality(&by_regression, &holdout.late),
    })
}

fn quality(p: &[f64], late: &[bool]) -> Quality {
    Quality {
        auc: metrics::auc(p, late).ok(),
        log_loss: metrics::log_loss(p, late).ok(),
    }
}

fn count(late: &[bool]) -> usize {
    late.iter().filter(|&&late| late).count()
}
