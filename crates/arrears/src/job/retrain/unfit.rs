//! When a new model is not even tried: the ledger, or the day, has nothing to teach it.

use arrears_ledger::Day;
use arrears_models::retrain::RetrainConfig;

use super::super::material::Loaded;
use super::super::monitor;
use super::Champion;
use crate::error::Error;
use crate::plan::RetrainPlan;

/// A champion that knows more than the new model would is not to be replaced by it.
pub fn refuse_earlier(champion: &Champion, as_of: Day) -> Result<(), Error> {
    let knows = champion.trained.as_of;
    if knows <= as_of {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!(
            "champion `{}` was trained on what was known on {knows}, which lies after the as-of date {as_of}",
            champion.meta.id
        ),
        hint: format!(
            "choose `--as-of {knows}` or later; `arrears models rollback` goes back to the champion before it"
        ),
    })
}

/// A ledger that ends before what the champion learnt is an older export.
pub fn refuse_older(champion: &Champion, loaded: &Loaded) -> Result<(), Error> {
    let last = loaded.book.last_known_day();
    let learnt = champion.trained.in_sample.until;
    match learnt.filter(|learnt| last < *learnt) {
        None => Ok(()),
        Some(learnt) => Err(Error::NotEnoughData {
            what: format!(
                "the ledger's last event is dated {last}, and champion `{}` learnt from invoices up to {learnt}: this is an older \
                 export than the one it was trained on",
                champion.meta.id
            ),
            hint: "export the ledger again; the champion stays as it is".into(),
        }),
    }
}

/// A month in which nothing happened is a month whose export failed.
pub fn refuse_nothing_new(champion: &Champion, loaded: &Loaded) -> Result<(), Error> {
    let (last, before) = (loaded.book.last_known_day(), champion.trained.as_of);
    if last > before {
        return Ok(());
    }
    Err(Error::Gate {
        reason: format!(
            "the ledger holds nothing after {before}, the as-of date of champion `{}`: its last event is dated {last}, and there \
             is nothing new to learn from",
            champion.meta.id
        ),
    })
}

/// What monitoring takes for a corrupted import teaches nothing, and where all scores have moved by far a person looks first.
pub fn refuse_changed(
    champion: &Champion,
    loaded: &Loaded,
    plan: &RetrainPlan,
) -> Result<(), Error> {
    if !plan.settings.config.retrain.refuse_on_data_alerts {
        return Ok(());
    }
    let told = monitor::gate_alerts(loaded, &champion.trained, plan.as_of, &plan.settings)?;
    if told.is_empty() {
        return Ok(());
    }
    Err(Error::Gate {
        reason: format!(
            "a person has to look at the ledger first, which is not as champion `{}` knows it: {} (`refuse_on_data_alerts = \
             false` under `[retrain]` lets it pass, once the cause is known to be no broken import)",
            champion.meta.id,
            told.join("; ")
        ),
    })
}

pub fn no_window(champion: &Champion, known: Day, config: &RetrainConfig) -> Error {
    Error::Gate {
        reason: format!(
            "there are no {} mature invoice months by {known} to compare champion `{}` on: a month is mature when it is over and \
             {} % of its invoices have a known outcome",
            config.months,
            champion.meta.id,
            config.mature_share * 100.0
        ),
    }
}
