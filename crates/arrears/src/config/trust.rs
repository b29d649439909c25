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

/// Proves that what is forbidden is a column of the customers table.
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
    for name in &file.config.trust.forbidden {
        let refused = |accepted: String| ConfigError::OutOfRange {
            path: file.path.clone(),
            line: file.line_of("trust.forbidden"),
            key: "trust.forbidden".into(),
            accepted,
            received: format!("`{name}`"),
        };
        if NEEDED.contains(&name.as_str()) {
            let accepted =
                format!("without `{name}`, which tells who a customer is or protects it");
            return Err(refused(accepted));
        }
        if !known.contains(name) {
            let near = nearest(name, &known).unwrap_or_default();
            return Err(refused(format!(
                "of columns of `customers`; the nearest is `{near}`"
            )));
        }
    }
    Ok(())
}

impl TrustConfig {
    /// The forbidden column that a feature is made of, if it is.
    pub(crate) fn forbids(&self, name: &str) -> Option<&str> {
        let made_of =
            |column: &str| feature(name).is_some_and(|found: &FeatureDef| found.is_made_of(column));
        let mut forbidden = self.forbidden.iter().map(String::as_str);
        forbidden.find(|column| *column == name || made_of(column))
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
            if let Some(column) = self.forbids(&rule.feature) {
                return Err(file.forbidden(&format!("rule.{i}.feature"), &rule.feature, column));
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
