//! Whether two runs are on one ledger, by what both hold.
//!
//! Ids alone do not tell: two ledgers may both have a customer 1001. An invoice that both runs have seen, open or with a
//! booking in the last months, has one customer and one date if it is the same invoice.

use std::collections::{BTreeMap, BTreeSet};

use arrears_ledger::Day;
use serde::Serialize;

use super::tables::RunTables;

/// Invoices in both runs from which their dates decide.
const ENOUGH: u64 = 5;

/// What both runs hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Common {
    /// Customers of the earlier run.
    pub n_customers_before: u64,
    /// Customers of the later run.
    pub n_customers_now: u64,
    /// Customers in both.
    pub n_customers: u64,
    /// Numbers of invoices that both have seen.
    pub n_invoices: u64,
    /// Of which with the same customer and date.
    pub n_same_invoices: u64,
}

/// What that says of the ledgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// One ledger, as far as the folders tell.
    Same,
    /// Less than half of the earlier run's customers are in the later one.
    Doubtful,
    /// Another ledger.
    Other,
}

/// Counts what both runs hold.
pub fn common(before: &RunTables, now: &RunTables) -> Common {
    let (first, second) = (ids(before), ids(now));
    let (seen, seen_now) = (invoices(before), invoices(now));
    let both: Vec<bool> = seen_now
        .iter()
        .filter_map(|(id, facts)| Some(seen.get(id)? == facts))
        .collect();
    Common {
        n_customers_before: first.len() as u64,
        n_customers_now: second.len() as u64,
        n_customers: first.intersection(&second).count() as u64,
        n_invoices: both.len() as u64,
        n_same_invoices: both.iter().filter(|same| **same).count() as u64,
    }
}

fn ids(run: &RunTables) -> BTreeSet<&str> {
    let customers = run.customers.iter().flatten();
    customers.map(|row| row.customer_id.as_str()).collect()
}

/// Customer and date of every invoice that a run has seen.
fn invoices(run: &RunTables) -> BTreeMap<&str, (&str, Day)> {
    let open = run.invoices.iter().flatten();
    let open = open.map(|row| (&row.invoice_id, &row.customer_id, row.invoice_date));
    let told = run.evidence.iter().flatten();
    let told = told.map(|row| (&row.invoice_id, &row.customer_id, row.invoice_date));
    told.chain(open)
        .map(|(id, customer, date)| (id.as_str(), (customer.as_str(), date)))
        .collect()
}

impl Common {
    /// What these counts say.
    pub fn relation(&self) -> Relation {
        let known = self.n_customers_before > 0 && self.n_customers_now > 0;
        if self.n_invoices >= ENOUGH && 2 * self.n_same_invoices < self.n_invoices {
            return Relation::Other;
        }
        match known {
            true if self.n_customers == 0 => Relation::Other,
            true if 2 * self.n_customers < self.n_customers_before => Relation::Doubtful,
            _ => Relation::Same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(customers: [u64; 3], invoices: [u64; 2]) -> Relation {
        let [n_customers_before, n_customers_now, n_customers] = customers;
        let [n_invoices, n_same_invoices] = invoices;
        let common = Common {
            n_customers_before,
            n_customers_now,
            n_customers,
            n_invoices,
            n_same_invoices,
        };
        common.relation()
    }

    #[test]
    fn one_ledger_has_its_customers_and_its_invoices_in_common() {
        assert_eq!(relation([10, 12, 10], [0, 0]), Relation::Same);
        assert_eq!(relation([10, 12, 4], [0, 0]), Relation::Doubtful);
        assert_eq!(relation([10, 12, 0], [0, 0]), Relation::Other);
        // The same numbers of customers and invoices, and other dates.
        assert_eq!(relation([10, 12, 10], [5, 2]), Relation::Other);
        assert_eq!(relation([10, 12, 10], [4, 0]), Relation::Same);
        // Without a table of customers nothing is said.
        assert_eq!(relation([0, 12, 0], [0, 0]), Relation::Same);
    }
}
