//! `[trust]`: attributes that may not be used, and natural persons that the ledger does not mark.

use arrears_features::catalogue::{FeatureDef, feature};
use arrears_insight::customers::policy::Policy;
use arrears_ledger::{Table, schema};
use serde::{Deserialize, Serialize};

use super::error::ConfigError;
use super::file::{ConfigFile, nearest};
use super::meanings::{Section, Shown};
use super::policy::PolicyFile;

/// `[trust]`: what may not be used, and who is a natural person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TrustConfig {
    /// Columns of the customers table that no feature, cluster, rule or group may be made of.
    pub forbidden: Vec<String>,
    /// Of what tells who is a natural person, what a rule of the policy may decide on all the same.
    pub rules_may_use: Vec<String>,
    /// Legal forms that are natural persons, beside those that are known.
    pub natural_person_legal_forms: Vec<String>,
    /// Customers that are natural persons, by their id.
    pub natural_persons: Vec<String>,
}

/// The section in the reference of settings.
pub(super) const SECTION: Section = Section {
    name: "trust",
    about: "What may not be used, and who is a natural person: docs/policy.md explains them",
    keys: &[
        (
            "forbidden",
            "Columns of `customers` that may not be used, such as `[\"country\"]`: no feature, cluster, rule or group is made \
             of them",
        ),
        (
            "rules_may_use",
            "Columns that tell who is a natural person (`consumer`, `natural_person`, `legal_form`) and that a rule of the policy may decide on all \
             the same, such as `[\"legal_form\"]`",
        ),
        (
            "natural_person_legal_forms",
            "Legal forms that are natural persons, beside those that are known",
        ),
        (
            "natural_persons",
            "Customers that are natural persons though the ledger does not say so, by their id",
        ),
    ],
    shown: Shown::Everywhere,
};

/// What protects a customer, or tells who it is, cannot be forbidden.
const NEEDED: [&str; 4] = ["customer_id", "consumer", "intercompany", "valid_from"];

/// What tells who is a natural person. A rule sorts on payment behaviour: one on these would put people in a segment for
/// what they are, which the law on profiling leaves to a person.
const OF_PERSONS: [&str; 3] = ["consumer", "natural_person", "legal_form"];

/// Proves that what is forbidden is a column of the customers table, and that what is allowed is one that needs it.
pub(super) fn check(file: &ConfigFile) -> Result<(), ConfigError> {
    let mut known: Vec<String> = schema::columns_of(Table::Customers)
        .iter()
        .map(|column| column.name.to_owned())
        .collect();
    let customers = file.config.ledger.customers.as_ref();
    known.extend(
        customers
            .into_iter()
            .flat_map(|table| table.columns.keys().cloned()),
    );
    let refused = |key: &str, name: &str, accepted: String| ConfigError::OutOfRange {
        path: file.path.clone(),
        line: file.line_of(key),
        key: key.into(),
        accepted,
        received: match name.trim() {
            "" => "an empty text".into(),
            _ => format!("`{name}`"),
        },
    };
    for name in &file.config.trust.forbidden {
        if NEEDED.contains(&name.as_str()) {
            let accepted =
                format!("without `{name}`, which tells who a customer is or protects it");
            return Err(refused("trust.forbidden", name, accepted));
        }
        if !known.contains(name) {
            let near = nearest(name, &known).filter(|_| !name.trim().is_empty());
            let near = near.map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
            let accepted = format!("of columns of `customers`{near}");
            return Err(refused("trust.forbidden", name, accepted));
        }
    }
    let categories = &file.config.clusters.categories;
    if let Some(name) = categories
        .iter()
        .find(|name| file.config.trust.forbids(name).is_some())
    {
        let accepted = "without what `trust.forbidden` names".to_owned();
        return Err(refused("clusters.categories", name, accepted));
    }
    let mut allowed = file.config.trust.rules_may_use.iter();
    match allowed.find(|name| !OF_PERSONS.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let accepted = format!("of `{}`", OF_PERSONS.join("`, `"));
            Err(refused("trust.rules_may_use", name, accepted))
        }
    }
}

impl TrustConfig {
    /// The forbidden column that a feature is made of, if it is.
    pub(crate) fn forbids(&self, name: &str) -> Option<&str> {
        let mut forbidden = self.forbidden.iter().map(String::as_str);
        forbidden.find(|column| is_of(name, column))
    }

    /// The column that tells natural persons and that a feature is made of, unless rules may use it.
    fn tells_persons(&self, name: &str) -> Option<&'static str> {
        let may_use = |column: &str| self.rules_may_use.iter().any(|name| name == column);
        let mut of_persons = OF_PERSONS.into_iter();
        of_persons.find(|column| is_of(name, column) && !may_use(column))
    }

    /// Refuses a policy that decides on what may not be used.
    pub(crate) fn check_policy(&self, file: &PolicyFile) -> Result<(), ConfigError> {
        let Policy {
            rules,
            size_classes,
            sectors,
            ..
        } = &file.policy;
        for (i, rule) in rules.iter().enumerate() {
            let key = format!("rule.{i}.feature");
            if let Some(column) = self.forbids(&rule.feature) {
                return Err(file.forbidden(&key, &rule.feature, column));
            }
            if let Some(column) = self.tells_persons(&rule.feature) {
                return Err(file.of_persons(&key, &rule.feature, column));
            }
        }
        for (section, column, is_set) in [
            ("size_classes", "size_class", !size_classes.is_empty()),
            ("sectors", "sector", !sectors.is_empty()),
        ] {
            if is_set && self.forbids(column).is_some() {
                return Err(file.forbidden(section, section, column));
            }
        }
        Ok(())
    }
}

/// Whether a feature is a column of the customers table, or made of it.
fn is_of(name: &str, column: &str) -> bool {
    column == name || feature(name).is_some_and(|found: &FeatureDef| found.is_made_of(column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn message(text: &str) -> String {
        match ConfigFile::parse(Path::new("arrears.toml"), text.to_string()) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn clusters_are_not_made_of_what_is_forbidden() {
        assert_eq!(
            message(
                "[clusters]\nmethod = \"kprototypes\"\ncategories = [\"sector\"]\n[trust]\nforbidden = [\"sector\"]\n"
            ),
            "`arrears.toml`, line 3: `clusters.categories` must be without what `trust.forbidden` names, found `sector`"
        );
    }

    #[test]
    fn what_is_forbidden_is_a_column_of_customers() {
        assert_eq!(message("[trust]\nforbidden = [\"country\"]\n"), "sound");
        let own = "[ledger.customers]\npath = \"c.csv\"\n[ledger.customers.columns]\nage = \"Leeftijd\"\n";
        assert_eq!(
            message(&format!("{own}[trust]\nforbidden = [\"age\"]\n")),
            "sound"
        );
        assert_eq!(
            message("[trust]\nforbidden = [\"contry\"]\n"),
            "`arrears.toml`, line 2: `trust.forbidden` must be of columns of `customers`; the nearest is `country`, found \
             `contry`"
        );
        assert!(message("[trust]\nforbidden = [\"consumer\"]\n").contains("protects it"));
        assert_eq!(
            message("[trust]\nforbidden = [\" \"]\n"),
            "`arrears.toml`, line 2: `trust.forbidden` must be of columns of `customers`, found an empty text"
        );
        assert_eq!(
            message("[trust]\nrules_may_use = [\"legal_form\"]\n"),
            "sound"
        );
        assert_eq!(
            message("[trust]\nrules_may_use = [\"country\"]\n"),
            "`arrears.toml`, line 2: `trust.rules_may_use` must be of `consumer`, `natural_person`, `legal_form`, \
             found `country`"
        );
    }

    #[test]
    fn no_rule_sorts_people_by_what_they_are_unless_the_config_says_so() {
        let text = "[[rule]]\nfeature = \"consumer\"\nis = \"true\"\nsegment = \"C\"\n";
        let file = PolicyFile::parse(Path::new("policy.toml"), text.to_string()).unwrap();
        let error = TrustConfig::default().check_policy(&file).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`policy.toml`, line 2: a rule may not decide on `consumer`, which tells who is a natural person"
        );
        assert!(
            error
                .hint()
                .is_some_and(|hint| hint.contains("rules_may_use = [\"consumer\"]"))
        );
        let allowed = |column: &str| TrustConfig {
            rules_may_use: vec![column.into()],
            ..TrustConfig::default()
        };
        assert!(allowed("consumer").check_policy(&file).is_ok());
        assert!(allowed("legal_form").check_policy(&file).is_err());
        let text = text.replace("consumer", "legal_form");
        let file = PolicyFile::parse(Path::new("policy.toml"), text).unwrap();
        let error = TrustConfig::default().check_policy(&file).unwrap_err();
        assert!(error.to_string().contains("`legal_form`"), "{error}");
    }

    #[test]
    fn a_policy_may_not_decide_on_what_is_forbidden() {
        let trust = TrustConfig {
            forbidden: vec!["country".into(), "sector".into()],
            ..TrustConfig::default()
        };
        let check = |text: &str| {
            let file = PolicyFile::parse(Path::new("policy.toml"), text.to_string()).unwrap();
            trust.check_policy(&file).map_err(|error| error.to_string())
        };
        assert_eq!(
            check("[[rule]]\nfeature = \"size_class\"\nis = \"L\"\nsegment = \"C\"\n"),
            Ok(())
        );
        assert_eq!(
            check("[[rule]]\nfeature = \"country_late_rate\"\nat_least = 0.4\nsegment = \"C\"\n")
                .unwrap_err(),
            "`policy.toml`, line 2: `country_late_rate` may not be used: it is made of `country`, which `[trust] forbidden` \
             names"
        );
        assert!(
            check("[sectors.Bouw]\nladder = \"close\"\n")
                .unwrap_err()
                .contains("`sectors` may not be used")
        );
    }
}
