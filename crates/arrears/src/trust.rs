//! What may not be used is taken out of the ledger before anything is made of it, and who is a natural person is marked
//! before that, so that a forbidden legal form still protects.

use arrears_features::{NATURAL_PERSON, is_natural_person};
use arrears_ledger::{Ledger, Table};
use polars::prelude::*;

use crate::config::TrustConfig;
use crate::error::Error;

/// Marks natural persons and drops the forbidden columns of the customers table.
pub(crate) fn apply(ledger: &mut Ledger, trust: &TrustConfig) -> Result<(), Error> {
    if *trust == TrustConfig::default() {
        return Ok(());
    }
    let marked = marked(&ledger.customers, trust);
    let failed = |error: PolarsError| Error::Bug {
        what: format!("natural persons could not be marked: {error}"),
    };
    let column = Column::new(NATURAL_PERSON.into(), marked);
    ledger.customers.with_column(column).map_err(failed)?;
    for name in &trust.forbidden {
        // A ledger without the column has nothing to forbid.
        let _ = ledger.customers.drop_in_place(name);
    }
    if let Some(table) = ledger.coverage.tables.get_mut(&Table::Customers) {
        table.columns.retain(|name| !trust.forbidden.contains(name));
    }
    Ok(())
}

fn marked(customers: &DataFrame, trust: &TrustConfig) -> Vec<bool> {
    let text = |name: &str| {
        customers
            .column(name)
            .ok()
            .and_then(|column| column.str().ok().cloned())
    };
    let (ids, forms) = (text("customer_id"), text("legal_form"));
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let by_form = |form: &str| {
        let listed = trust
            .natural_person_legal_forms
            .iter()
            .any(|own| same(own, form));
        listed || is_natural_person(form)
    };
    let cell = |cells: &Option<StringChunked>, row: usize| {
        cells
            .as_ref()
            .and_then(|cells| cells.get(row).map(str::to_owned))
    };
    let is_person = |row: usize| {
        cell(&forms, row).is_some_and(|form| by_form(&form))
            || cell(&ids, row).is_some_and(|id| trust.natural_persons.contains(&id))
    };
    (0..customers.height()).map(is_person).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_marked_by_form_list_and_id() {
        let customers = df!(
            "customer_id" => ["a", "b", "c", "d"],
            "legal_form" => [Some("Eenmanszaak"), Some("Maatschap X"), None, Some("BV")]
        )
        .expect("a frame");
        let trust = TrustConfig {
            natural_person_legal_forms: vec!["maatschap x".into()],
            natural_persons: vec!["c".into()],
            ..TrustConfig::default()
        };
        assert_eq!(marked(&customers, &trust), [true, true, true, false]);
    }
}
