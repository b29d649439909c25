//! DSO and its kin from five amounts: one formula for the key figures of a day and for those of every month.

use crate::facts::KPI_WINDOW_DAYS;

/// The amounts that the ratios are made of, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Open.
    pub open: i64,
    /// Of which not past due.
    pub current: i64,
    /// Open at the start of the window.
    pub opening: i64,
    /// Sold in the window, by invoice date.
    pub sales: i64,
    /// Sold by invoices that became known in the window.
    pub booked: i64,
}

/// Days and a percentage, `None` where the denominator is nil.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratios {
    /// Days sales outstanding: receivables / sales x 90.
    pub dso_days: Option<f64>,
    /// The same with what is not past due.
    pub best_possible_dso_days: Option<f64>,
    /// Average days delinquent: the difference of the two.
    pub add_days: Option<f64>,
    /// Collection effectiveness index, in percent.
    pub cei_percent: Option<f64>,
}

impl Amounts {
    /// The ratios.
    pub fn ratios(&self) -> Ratios {
        let days = |receivables: i64| {
            let share = receivables as f64 / self.sales as f64;
            (self.sales > 0).then(|| share * f64::from(KPI_WINDOW_DAYS))
        };
        let collectable = self.opening + self.booked - self.current;
        let collected = self.opening + self.booked - self.open;
        Ratios {
            dso_days: days(self.open),
            best_possible_dso_days: days(self.current),
            add_days: days(self.open - self.current),
            cei_percent: (collectable > 0).then(|| collected as f64 / collectable as f64 * 100.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_definitions() {
        let found = Amounts {
            open: 6_000_000,
            current: 4_500_000,
            opening: 4_000_000,
            sales: 9_000_000,
            booked: 9_000_000,
        };
        let found = found.ratios();
        assert_eq!(found.dso_days, Some(60.0));
        assert_eq!(found.best_possible_dso_days, Some(45.0));
        assert_eq!(found.add_days, Some(15.0));
        assert_eq!(
            found.cei_percent.map(|cei| (cei * 10.0).round()),
            Some(824.0)
        );
    }
}
