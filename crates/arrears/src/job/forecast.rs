//! `forecast`: cash by week, key figures by month, provisions and statutory interest, without segments, sectors and report.

use std::path::Path;
use std::time::Instant;

use arrears_features::CustomerIx;
use arrears_insight::facts::Portfolio;
use arrears_ledger::Day;
use arrears_models::{Trained, predict};
use arrears_store::{ModelChoice, OutputKind, StagedDir};

use super::earlier::Last;
use super::material::{self, Loaded, Material};
use super::money::Money;
use super::{RunSummary, fit, output, refuse_beyond, refuse_other_definitions, refuse_the_future};
use crate::error::Error;
use crate::plan::{ForecastPlan, Settings};
use crate::pool;
use crate::progress::{Progress, Stage};

/// When the money comes in: with a kept model, or with one fitted for the occasion.
pub fn forecast(plan: &ForecastPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let kept = kept_model(
            &plan.registry,
            plan.model.as_ref(),
            plan.as_of,
            &plan.settings,
        )?;
        let staged = StagedDir::beside(&plan.out, OutputKind::Forecast)?;
        let loaded = material::load(&plan.settings, plan.as_of, progress)?;
        refuse_beyond(&loaded, plan.as_of)?;
        let (id, trained) = match kept {
            Some(kept) => kept,
            None => (
                String::new(),
                fit(&loaded, &plan.settings, plan.as_of, &Last::None, progress)?.trained,
            ),
        };
        let money = money(plan, &loaded, &trained, progress)?;
        let material = Material::new(&plan.settings, &loaded, plan.as_of, &trained, id);
        progress.stage(Stage::Write, 0, || {
            money.write(&loaded.book, &staged)?;
            output::input_account(&staged, &material)?;
            staged.write_manifest(&output::Manifest::new("forecast", &material, started)?)?;
            staged.commit()?;
            Ok::<(), Error>(())
        })?;
        Ok(summary(plan, &material, &money, started))
    })
}

/// The model asked for. Without a registry, and where none was asked for, there is none.
pub(super) fn kept_model(
    registry: &Path,
    model: Option<&ModelChoice>,
    as_of: Day,
    settings: &Settings,
) -> Result<Option<(String, Trained)>, Error> {
    if model.is_none() && !registry.is_dir() {
        return Ok(None);
    }
    let (meta, trained) = super::kept(registry, model.unwrap_or(&ModelChoice::Champion))?;
    refuse_the_future(&meta, &trained, as_of)?;
    refuse_other_definitions(&meta, &trained, settings)?;
    Ok(Some((meta.id.to_string(), trained)))
}

fn money(
    plan: &ForecastPlan,
    loaded: &Loaded,
    trained: &Trained,
    progress: &dyn Progress,
) -> Result<Money, Error> {
    let config = &plan.settings.config;
    let predictions = progress.stage(Stage::Predict, 0, || {
        predict(&loaded.book, plan.as_of, trained)
    })?;
    progress.stage(Stage::Insight, 0, || {
        let customers: Vec<CustomerIx> = predictions.customers.iter().map(|c| c.customer).collect();
        let currency = &config.ledger.currency;
        let portfolio = Portfolio::from_book(&loaded.book, plan.as_of, currency, &customers);
        Money::of(&loaded.book, &portfolio, &predictions, trained, config.seed)
    })
}

fn summary(
    plan: &ForecastPlan,
    material: &Material,
    money: &Money,
    started: Instant,
) -> RunSummary {
    let weeks = || money.cash.open.weeks.iter().map(|week| week.expected_minor);
    let in_currency = |minor: i64| minor as f64 / 100.0;
    RunSummary {
        model_id: Some(material.model_id.clone()).filter(|id| !id.is_empty()),
        out: Some(plan.out.clone()),
        expected_cash: Some(in_currency(weeks().sum())),
        expected_cash_future_sales: Some(in_currency(money.cash.sales.expected_minor.iter().sum())),
        n_weeks: Some(money.cash.open.weeks.len()),
        ..RunSummary::of_money(material, money, started)
    }
}
