//! `policy --what-if`: what each change of another policy would move, one at a time and all together.
//!
//! Both policies are held against the same ledger with the same model: the champion of the registry, else that of the
//! last run's results, else one fitted for the occasion and not kept. Nothing is written.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use arrears_insight::customers::policy::Policy;
use arrears_insight::customers::what_if::{Effect, effect};
use arrears_insight::customers::{CustomerInsight, SegmentSummary, summarise};
use arrears_insight::text::{Language, Text, statement};
use arrears_ledger::Day;
use arrears_models::Trained;
use serde::Serialize;

use super::analysis::{Assessed, Grounds};
use super::earlier::Last;
use super::forecast::kept_model;
use super::material::{self, Loaded};
use super::output::language_of;
use super::{fit, refuse_beyond, rule_values};
use crate::config::PolicyFile;
use crate::error::Error;
use crate::plan::WhatIfPlan;
use crate::pool;
use crate::progress::{Progress, Stage};

/// What another policy would move.
#[derive(Debug, Clone, Serialize)]
pub struct WhatIfSummary {
    /// The as-of date.
    pub as_of: Day,
    /// The policy in force; `None` for the default one.
    pub policy: Option<PathBuf>,
    /// The other policy.
    pub what_if: PathBuf,
    /// The model used; empty for one fitted for the occasion.
    pub model_id: String,
    /// The ledger's currency.
    pub currency: String,
    /// Totals per segment under the policy in force.
    pub before: Vec<SegmentSummary>,
    /// The same under the other one.
    pub after: Vec<SegmentSummary>,
    /// Each change by itself, in the order of the keys.
    pub changes: Vec<ChangeEffect>,
    /// All changes together.
    pub together: Effect,
    /// The language of the sentences.
    pub language: Language,
    /// What the other policy says that means nothing on this ledger, or two things at once.
    pub warnings: Vec<String>,
    /// What the figures of the past are, and are not.
    pub note: String,
    /// That all of this is an estimate of payment behaviour.
    pub statement: String,
    /// Wall time.
    pub seconds: f64,
}

/// One key of the policy, and what changing it alone would move.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeEffect {
    /// The key, such as `c.p_late_30d_from`.
    pub key: String,
    /// Its value in the policy in force; `None` where it has none.
    pub from: Option<String>,
    /// Its value in the other policy.
    pub to: Option<String>,
    /// What it would move; `None` where it contradicts the policy in force without the other changes.
    pub effect: Option<Effect>,
    /// That contradiction.
    pub contradiction: Option<String>,
}

/// What the past says of who would move.
fn note() -> Text {
    Text::new(
        "The late shares are how these customers' invoices of the last twelve months were paid. They are associated with the \
         move; they do not say what it would cause.",
        "De aandelen te laat zeggen hoe facturen van deze klanten in de laatste twaalf maanden zijn betaald. Ze hangen samen met \
         de verschuiving; ze zeggen niet wat die zou veroorzaken.",
        "Les parts en retard disent comment les factures de ces clients ont été payées ces douze derniers mois. Elles sont \
         associées au déplacement ; elles ne disent pas ce qu’il causerait.",
    )
}

/// Holds another policy against the one in force.
pub fn what_if(plan: &WhatIfPlan, progress: &dyn Progress) -> Result<WhatIfSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        // The registry, else that of the last run.
        let there = plan.registries.iter().find(|registry| registry.is_dir());
        let registry = there.unwrap_or(&plan.registries[0]);
        let kept = kept_model(registry, plan.model.as_ref(), plan.as_of, &plan.settings)?;
        let loaded = material::load(&plan.settings, plan.as_of, progress)?;
        refuse_beyond(&loaded, plan.as_of)?;
        for policy in [&plan.settings.policy, &plan.what_if] {
            rule_values::check(&loaded.book, plan.as_of, policy)?;
        }
        let (model_id, trained) = match kept {
            Some(kept) => kept,
            None => (
                String::new(),
                fit(&loaded, &plan.settings, plan.as_of, &Last::None, progress)?.trained,
            ),
        };
        let predictions = progress.stage(Stage::Predict, 0, || {
            arrears_models::predict(&loaded.book, plan.as_of, &trained)
        })?;
        progress.stage(Stage::Insight, 0, || {
            let compared = compare(plan, &loaded, &trained, &predictions)?;
            Ok(WhatIfSummary {
                model_id,
                seconds: started.elapsed().as_secs_f64(),
                ..compared
            })
        })
    })
}

fn compare(
    plan: &WhatIfPlan,
    loaded: &Loaded,
    trained: &Trained,
    predictions: &arrears_models::Predictions,
) -> Result<WhatIfSummary, Error> {
    let settings = &plan.settings;
    let currency = &settings.config.ledger.currency;
    let language = language_of(settings);
    let in_language = |text: &Text| text.get(language).to_owned();
    let grounds = Grounds::of(
        &loaded.book,
        trained,
        currency,
        settings.config.seed,
        predictions,
    )?;
    let assess = |policy: &PolicyFile| grounds.assess(&loaded.book, policy);
    let before = assess(&settings.policy)?.customers;
    let Assessed {
        customers: after,
        notes,
        ..
    } = assess(&plan.what_if)?;
    let against = |after: &[CustomerInsight]| effect(&grounds.portfolio, &before, after);
    let mut changes = Vec::new();
    for change in changes_of(&settings.policy.policy, &plan.what_if.policy)? {
        changes.push(match &change.policy {
            Ok(policy) => {
                // A message about it names the other file: that is where the change stands.
                let alone = PolicyFile {
                    policy: policy.clone(),
                    ..plan.what_if.clone()
                };
                ChangeEffect {
                    effect: Some(against(&assess(&alone)?.customers)),
                    contradiction: None,
                    ..change.named()
                }
            }
            Err(contradiction) => ChangeEffect {
                effect: None,
                contradiction: Some(contradiction.clone()),
                ..change.named()
            },
        });
    }
    Ok(WhatIfSummary {
        as_of: plan.as_of,
        policy: settings.policy.path.clone(),
        what_if: plan.what_if.path.clone().unwrap_or_default(),
        model_id: String::new(),
        currency: currency.clone(),
        before: summarise(&before),
        together: against(&after),
        after: summarise(&after),
        changes,
        language,
        warnings: notes.iter().map(in_language).collect(),
        note: in_language(&note()),
        statement: in_language(&statement()),
        seconds: 0.0,
    })
}

/// One key that differs, and the policy in force with that key alone changed.
struct Change {
    key: String,
    from: Option<toml::Value>,
    to: Option<toml::Value>,
    policy: Result<Policy, String>,
}

impl Change {
    fn named(&self) -> ChangeEffect {
        ChangeEffect {
            key: self.key.clone(),
            from: self.from.as_ref().map(ToString::to_string),
            to: self.to.as_ref().map(ToString::to_string),
            effect: None,
            contradiction: None,
        }
    }
}

fn changes_of(before: &Policy, after: &Policy) -> Result<Vec<Change>, Error> {
    let (old, new) = (table(before)?, table(after)?);
    let (old_leaves, new_leaves) = (leaves(&old), leaves(&new));
    let keys: std::collections::BTreeSet<&String> =
        old_leaves.keys().chain(new_leaves.keys()).collect();
    let differ = keys
        .into_iter()
        .filter(|key| old_leaves.get(*key) != new_leaves.get(*key));
    let change = |key: &String| {
        let (from, to) = (old_leaves.get(key), new_leaves.get(key));
        let mut changed = old.clone();
        set(&mut changed, key, to.cloned());
        let policy = Policy::deserialize_checked(changed);
        Ok(Change {
            key: key.clone(),
            from: from.cloned(),
            to: to.cloned(),
            policy,
        })
    };
    differ.map(change).collect()
}

/// A policy of a table, or why it cannot be one.
trait Checked: Sized {
    fn deserialize_checked(table: toml::Table) -> Result<Self, String>;
}

impl Checked for Policy {
    fn deserialize_checked(table: toml::Table) -> Result<Policy, String> {
        let policy: Policy = table
            .try_into()
            .map_err(|error: toml::de::Error| error.message().to_owned())?;
        policy.check().map_err(|error| error.to_string())?;
        Ok(policy)
    }
}

fn table(policy: &Policy) -> Result<toml::Table, Error> {
    toml::Table::try_from(policy).map_err(|error| Error::Bug {
        what: format!("a policy has no form as TOML: {error}"),
    })
}

/// Every value that is no section, by its key; a list, of rules or of steps, is one value.
fn leaves(table: &toml::Table) -> BTreeMap<String, toml::Value> {
    fn look(table: &toml::Table, path: &str, found: &mut BTreeMap<String, toml::Value>) {
        for (key, value) in table {
            let here = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            match value {
                toml::Value::Table(inner) => look(inner, &here, found),
                value => {
                    found.insert(here, value.clone());
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    look(table, "", &mut found);
    found
}

/// Sets or removes a key, which may hold dots where a name of the ledger does: the longest section that is there goes
/// first.
fn set(table: &mut toml::Table, key: &str, value: Option<toml::Value>) {
    if let Some((section, rest)) = key.split_once('.') {
        let inner = table
            .entry(section)
            .or_insert_with(|| toml::Value::Table(toml::Table::new()));
        if let toml::Value::Table(inner) = inner {
            return set(inner, rest, value);
        }
    }
    match value {
        Some(value) => {
            table.insert(key.to_owned(), value);
        }
        None => {
            table.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(change: impl Fn(&mut Policy)) -> Vec<Change> {
        let mut other = Policy::default();
        change(&mut other);
        changes_of(&Policy::default(), &other).expect("policies have a form as TOML")
    }

    #[test]
    fn every_key_that_differs_is_a_change_by_itself() {
        let changes = changed(|policy| {
            policy.a.p_late_30d_up_to = 0.05;
            policy.c.share = Some(0.2);
            policy.size_classes.insert("XL".into(), 0.4);
        });
        let keys: Vec<&str> = changes.iter().map(|change| change.key.as_str()).collect();
        assert_eq!(keys, ["a.p_late_30d_up_to", "c.share", "size_classes.XL"]);
        let alone = changes[1].policy.as_ref().expect("good by itself");
        assert_eq!((alone.c.share, alone.a.p_late_30d_up_to), (Some(0.2), 0.2));
        assert_eq!(
            changes[0].from.as_ref().map(ToString::to_string).as_deref(),
            Some("0.2")
        );
        assert!(changed(|_| {}).is_empty());
    }

    #[test]
    fn a_change_that_needs_another_is_told_to() {
        let changes = changed(|policy| {
            policy.a.p_late_30d_up_to = 0.3;
            policy.c.p_late_30d_from = 0.5;
            policy.c.deteriorating_p_late_30d_from = 0.4;
            policy.exposure.large_p_late_30d_from = 0.4;
        });
        let first = &changes[0];
        assert_eq!(first.key, "a.p_late_30d_up_to");
        assert!(
            first
                .policy
                .as_ref()
                .is_err_and(|why| why.contains("overlap"))
        );
        assert!(changes[1..].iter().all(|change| change.policy.is_ok()));
    }
}
