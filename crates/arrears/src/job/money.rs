//! The money behind the predictions: key figures, cash by week, provisions; and the proof that they add up.
//!
//! What the own group owes is in none of them, but where it is named.

use arrears_features::Book;
use arrears_insight::facts::Portfolio;
use arrears_insight::frames::{cash_frame, kpis_frame, statutory_frame};
use arrears_insight::money::{
    KpiMonth, Kpis, OverdueClaim, ProvisionRow, kpis, kpis_by_month, overdue_claims, provision_csv,
    provision_matrix,
};
use arrears_ledger::Day;
use arrears_models::{Predictions, Trained};
use arrears_store::StagedDir;

use super::cash::Cash;
use super::output::parquet;
use crate::error::Error;

/// What is outstanding on a day, and what comes in after it.
pub struct Money {
    /// The as-of date.
    pub as_of: Day,
    /// What is outstanding.
    pub kpis: Kpis,
    /// The same at every month's end.
    pub months: Vec<KpiMonth>,
    /// What comes in by week.
    pub cash: Cash,
    /// What of the open amounts will not be paid.
    pub provision: Vec<ProvisionRow>,
    /// What the law lets charge on what is overdue.
    pub claims: Vec<OverdueClaim>,
}

impl Money {
    /// Adds everything up; that two figures of one thing differ is a bug of ours.
    pub fn of(
        book: &Book,
        portfolio: &Portfolio,
        predictions: &Predictions,
        trained: &Trained,
        seed: u64,
    ) -> Result<Money, Error> {
        let as_of = predictions.as_of;
        let money = Money {
            as_of,
            kpis: kpis(portfolio),
            months: kpis_by_month(book, as_of),
            cash: Cash::of(book, portfolio, predictions, trained, seed)?,
            provision: provision_matrix(book, as_of),
            claims: overdue_claims(book, as_of, &portfolio.currency),
        };
        money.reconciled()?;
        Ok(money)
    }

    /// The ledger's balance on the as-of date, as the key figures have it.
    pub fn balance_minor(&self) -> Option<i64> {
        self.months.last().map(KpiMonth::balance_minor)
    }

    /// Writes the files.
    pub fn write(&self, book: &Book, dir: &StagedDir) -> Result<(), Error> {
        let Cash { open, sales, bands } = &self.cash;
        let cash = cash_frame(open, sales, bands, self.as_of)?;
        parquet(dir, "cash_forecast.parquet", cash, &["source", "week"])?;
        parquet(dir, "kpis.parquet", kpis_frame(&self.months)?, &["as_of"])?;
        dir.write("provision_matrix.csv", &provision_csv(&self.provision))?;
        let claims = statutory_frame(book, &self.claims, self.as_of)?;
        parquet(dir, "statutory_interest.parquet", claims, &["invoice_id"])
    }

    fn reconciled(&self) -> Result<(), Error> {
        let open = self.kpis.open_minor;
        same(
            "the cash forecast's open balance",
            self.cash.open.open_minor(),
            open,
        )?;
        let provided = self.provision.iter().map(|row| row.open_minor).sum();
        same("the provision matrix's open balance", provided, open)?;
        let overdue = self.claims.iter().map(|row| row.open_minor).sum();
        same(
            "what is overdue, with its interest,",
            overdue,
            self.kpis.overdue_minor,
        )?;
        let Some(last) = self.months.last() else {
            return Ok(());
        };
        same("the last month's open balance", last.amounts.open, open)?;
        let current = open - self.kpis.overdue_minor;
        same("what is not yet due", last.amounts.current, current)?;
        same(
            "what was open 90 days before",
            last.amounts.opening,
            self.kpis.opening_minor,
        )?;
        same(
            "the sales of 90 days",
            last.amounts.sales,
            self.kpis.sales_minor,
        )
    }
}

pub(super) fn same(what: &str, found: i64, expected: i64) -> Result<(), Error> {
    if found == expected {
        return Ok(());
    }
    Err(Error::Bug {
        what: format!("{what} is {found} cents, and {expected} by the ledger's open invoices"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cent_too_many_is_told() {
        assert!(same("the sum", 100, 100).is_ok());
        let error = same("the sum", 101, 100).unwrap_err().to_string();
        assert!(error.contains("the sum is 101 cents, and 100"), "{error}");
    }
}
