//! The key figures of receivables at the as-of date, VAT included, intercompany left out.
//!
//! ```text
//! DSO                = receivables / credit sales x 90
//! best-possible DSO  = receivables not yet due / credit sales x 90
//! ADD                = DSO - best-possible DSO
//! CEI                = (opening + sales - closing) / (opening + sales - closing not yet due) x 100
//! ```
//!
//! Receivables are the open invoices; credit notes and unallocated cash are not netted (they are told apart).
//! Credit sales are the invoices dated in the 90 days up to the as-of date. For the CEI, sales are those that became
//! known in these days: then opening + sales - closing is exactly what left the balance in them, also where invoices are
//! booked late. Opening is what was open, as known then, at the end of the day 90 days before.

use serde::{Deserialize, Serialize};

use super::ageing::{AgeBucket, Bucket, ageing};
use super::ratios::Amounts;
use crate::facts::{KPI_WINDOW_DAYS, Portfolio};

/// Key figures. Amounts in cents; days and percentages are `None` where their denominator is nil.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kpis {
    /// Customers, those of the own group left out.
    pub n_customers: u64,
    /// Of which with an open invoice.
    pub n_customers_open: u64,
    /// Open invoices.
    pub n_open: u64,
    /// Of which past due.
    pub n_overdue: u64,
    /// Open amount.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// The open amount by age.
    pub ageing: [AgeBucket; 5],
    /// Open amount at the start of the window.
    pub opening_minor: i64,
    /// Credit sales in the window, by invoice date.
    pub sales_minor: i64,
    /// Days sales outstanding.
    pub dso_days: Option<f64>,
    /// The same with receivables that are not yet due.
    pub best_possible_dso_days: Option<f64>,
    /// Average days delinquent.
    pub add_days: Option<f64>,
    /// Collection effectiveness index, in percent: 100 when all that was due is collected.
    pub cei_percent: Option<f64>,
    /// Customers of the own group, left out above.
    pub n_intercompany_customers: u64,
    /// Their open amount.
    pub intercompany_open_minor: i64,
}

/// The key figures of a portfolio.
pub fn kpis(portfolio: &Portfolio) -> Kpis {
    let ageing = ageing(portfolio);
    let open_minor: i64 = ageing.iter().map(|age| age.open_minor).sum();
    let current = &ageing[Bucket::Current as usize];
    let overdue_minor = open_minor - current.open_minor;
    let n_open: u64 = ageing.iter().map(|age| age.n).sum();
    let window = Window::of(portfolio);
    let ratios = window.amounts(open_minor, current.open_minor).ratios();
    let own = || {
        portfolio
            .customers
            .iter()
            .filter(|customer| customer.intercompany)
    };
    Kpis {
        n_customers: window.n_customers,
        n_customers_open: window.n_customers_open,
        n_open,
        n_overdue: n_open - current.n,
        open_minor,
        overdue_minor,
        ageing,
        opening_minor: window.opening_minor,
        sales_minor: window.sales_minor,
        dso_days: ratios.dso_days,
        best_possible_dso_days: ratios.best_possible_dso_days,
        add_days: ratios.add_days,
        cei_percent: ratios.cei_percent,
        n_intercompany_customers: own().count() as u64,
        intercompany_open_minor: own()
            .map(|customer| portfolio.money_of(customer).open_minor)
            .sum(),
    }
}

#[derive(Default)]
struct Window {
    n_customers: u64,
    n_customers_open: u64,
    opening_minor: i64,
    sales_minor: i64,
    /// Invoices that became known in the window.
    booked_minor: i64,
}

impl Window {
    fn of(portfolio: &Portfolio) -> Window {
        let mut window = Window::default();
        let start = portfolio.as_of - KPI_WINDOW_DAYS;
        for (_, invoices) in portfolio.external() {
            window.n_customers += 1;
            window.n_customers_open += u64::from(invoices.iter().any(|invoice| invoice.is_open()));
            for invoice in invoices.iter().filter(|invoice| !invoice.is_credit_note) {
                window.opening_minor += invoice.opening_minor;
                if invoice.invoice_date > start {
                    window.sales_minor += invoice.sold_minor;
                }
                if invoice.known_day > start {
                    window.booked_minor += invoice.sold_minor;
                }
            }
        }
        window
    }

    fn amounts(&self, open: i64, current: i64) -> Amounts {
        Amounts {
            open,
            current,
            opening: self.opening_minor,
            sales: self.sales_minor,
            booked: self.booked_minor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::InvoiceFacts;
    use crate::facts::examples::{customer, paid, portfolio, unpaid};

    #[test]
    fn key_figures_worked_by_hand() {
        // 30 days' terms. Known in the window (invoiced less than 90 days ago): due less than 60 days ago.
        let invoices = vec![
            unpaid(-10),   // sales, current
            unpaid(20),    // sales, overdue
            paid(30, 5),   // sales, collected
            paid(10, 0),   // sales, collected
            unpaid(200),   // opening, overdue
            paid(100, 20), // opening and collected: paid 80 days ago
            paid(300, 0),  // neither
        ];
        let found = kpis(&portfolio(vec![customer("c", invoices)]));
        assert_eq!((found.open_minor, found.overdue_minor), (300_000, 200_000));
        assert_eq!((found.opening_minor, found.sales_minor), (200_000, 400_000));
        assert_eq!(
            (found.n_open, found.n_overdue, found.n_customers_open),
            (3, 2, 1)
        );
        assert_eq!(found.dso_days, Some(67.5));
        assert_eq!(found.best_possible_dso_days, Some(22.5));
        assert_eq!(found.add_days, Some(45.0));
        // (2 + 4 - 3) / (2 + 4 - 1)
        assert_eq!(found.cei_percent, Some(60.0));
    }

    #[test]
    fn without_sales_there_is_no_dso() {
        let found = kpis(&portfolio(vec![customer("c", vec![unpaid(200)])]));
        assert_eq!((found.dso_days, found.add_days), (None, None));
        assert_eq!(found.cei_percent, Some(0.0));
        let none = kpis(&portfolio(vec![]));
        assert_eq!((none.open_minor, none.cei_percent), (0, None));
    }

    #[test]
    fn the_own_group_and_credit_notes_are_left_out() {
        let mut own = customer("own", vec![unpaid(20)]);
        own.facts.intercompany = true;
        let note = InvoiceFacts {
            is_credit_note: true,
            amount_minor: -5_000,
            open_minor: -5_000,
            ..unpaid(5)
        };
        let found = kpis(&portfolio(vec![own, customer("c", vec![note, unpaid(5)])]));
        assert_eq!((found.n_customers, found.open_minor), (1, 100_000));
        assert_eq!(
            (
                found.n_intercompany_customers,
                found.intercompany_open_minor
            ),
            (1, 100_000)
        );
        assert_eq!(found.sales_minor, 100_000);
    }
}
