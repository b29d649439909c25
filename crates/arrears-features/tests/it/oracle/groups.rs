//! Attributes, and the rates of others at the last month-end.

use arrears_ledger::Day;

use super::state::due;
use super::{Asked, Oracle, put};
use crate::rows::{Customer, Days, Invoice};
use crate::table::{Cell, Row};

impl Oracle<'_> {
    /// The customer's row that holds on a day.
    pub fn attributes(&self, customer: &str, day: Days) -> Option<&Customer> {
        let rows = self.rows.customers.iter().filter(|row| row.id == customer);
        rows.filter(|row| row.valid_from.is_none_or(|from| from <= day))
            .max_by_key(|row| row.valid_from)
    }

    /// Late invoices and invoices of other customers that matured within `width` days of the last month-end.
    fn others(
        &self,
        asked: &Asked,
        width: i32,
        belongs: &dyn Fn(&Invoice, Days) -> bool,
    ) -> (f64, f64) {
        let month_end = (0..31)
            .map(|days| asked.day - days)
            .find(|&day| Day(day).month_end() == Day(day))
            .expect("a month-end within a month");
        let rows: Vec<&Invoice> = self
            .rows
            .invoices
            .iter()
            .filter(|row| row.customer != asked.customer && self.counts(row, month_end))
            .filter(|row| {
                let matures = due(row) + self.grace;
                month_end - width < matures && matures <= month_end
            })
            .filter(|row| belongs(row, month_end))
            .collect();
        let late = rows
            .iter()
            .filter(|row| self.is_late(row, self.grace, month_end))
            .count();
        (late as f64, rows.len() as f64)
    }

    fn overall(&self, asked: &Asked, width: i32) -> f64 {
        let (late, n) = self.others(asked, width, &|_, _| true);
        super::share(late, n)
    }

    fn group_rate(&self, asked: &Asked, value: fn(&Customer) -> &Option<String>) -> f64 {
        let own = self
            .attributes(asked.customer, asked.day)
            .and_then(|row| value(row).as_ref());
        let Some(own) = own else {
            return f64::NAN;
        };
        let (late, n) = self.others(asked, 365, &|row, month_end| {
            let other = self.attributes(&row.customer, month_end);
            other.and_then(|row| value(row).as_ref()) == Some(own)
        });
        (late + 20.0 * self.overall(asked, 365)) / (n + 20.0)
    }

    /// The rate to expect of a customer without history.
    pub fn prior(&self, asked: &Asked) -> f64 {
        let sector = self.group_rate(asked, |row| &row.sector);
        if sector.is_nan() {
            self.overall(asked, 365)
        } else {
            sector
        }
    }
}

pub fn features(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    let found = oracle.attributes(asked.customer, asked.day);
    let text = |value: fn(&Customer) -> &Option<String>| {
        Cell::Text(found.and_then(|row| value(row).clone()))
    };
    row.insert("sector".to_owned(), text(|row| &row.sector));
    row.insert("size_class".to_owned(), text(|row| &row.size_class));
    row.insert("country".to_owned(), text(|row| &row.country));
    row.insert("legal_form".to_owned(), text(|row| &row.legal_form));
    put(
        row,
        "sector_late_rate",
        oracle.group_rate(asked, |row| &row.sector),
    );
    put(
        row,
        "size_class_late_rate",
        oracle.group_rate(asked, |row| &row.size_class),
    );
    put(
        row,
        "country_late_rate",
        oracle.group_rate(asked, |row| &row.country),
    );
    put(row, "overall_late_rate_12m", oracle.overall(asked, 365));
    put(row, "overall_late_rate_90d", oracle.overall(asked, 90));
}
