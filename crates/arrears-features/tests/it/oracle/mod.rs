//! Every feature, computed anew for every row from the plain rows of a random ledger: slow, obvious, and written
//! without a look at the sweep.

use arrears_features::{
    Book, Definitions, InvoiceIx, Moment, Selection, at_issue, catalogue, next_invoice,
    of_customers, of_open,
};
use arrears_ledger::Day;
use proptest::prelude::*;

use crate::random;
use crate::rows::{Days, Invoice, Rows};
use crate::table::{Cell, Row, Table, assert_tables, table};

mod alike;
mod behaviour;
mod customer;
mod follow_up;
mod groups;
mod invoice;
mod runs;
mod state;

/// The ledger and the definitions.
pub struct Oracle<'a> {
    pub rows: &'a Rows,
    pub grace: i32,
    pub tolerance: i64,
}

/// A question to the oracle.
pub struct Asked<'a> {
    pub customer: &'a str,
    pub day: Days,
    /// The invoice that history leaves out.
    pub own: Option<&'a Invoice>,
    /// Invoice date, due date and amount of the invoice asked about, and whether it is a direct debit.
    pub subject: Option<(Days, Days, i64, bool)>,
}

impl Oracle<'_> {
    fn answer(&self, asked: &Asked, moment: Moment) -> Row {
        let mut all = Row::new();
        behaviour::features(self, asked, &mut all);
        alike::features(self, asked, &mut all);
        runs::features(self, asked, &mut all);
        follow_up::features(self, asked, &mut all);
        customer::features(self, asked, &mut all);
        groups::features(self, asked, &mut all);
        invoice::features(self, asked, &mut all);
        let expected: Vec<&str> = catalogue::CATALOGUE
            .iter()
            .filter(|feature| feature.moments.contains(&moment))
            .map(|feature| feature.id)
            .collect();
        let undated = moment == Moment::Issue && !self.rows.dated;
        all.retain(|id, _| expected.contains(&id.as_str()));
        if undated {
            all.remove("credit_utilisation");
        }
        all
    }

    fn at_issue(&self, from: Days, to: Days, known: Days) -> Table {
        let asked = |invoice: &&Invoice| {
            !invoice.credit_note
                && (from..=to).contains(&invoice.date)
                && state::known(invoice) <= known
        };
        let invoices = self.rows.invoices.iter().filter(asked);
        invoices
            .map(|invoice| {
                let question = Asked {
                    customer: &invoice.customer,
                    day: invoice.date - 1,
                    own: None,
                    subject: Some(subject(invoice)),
                };
                let key = (invoice.customer.clone(), invoice.id.clone(), question.day);
                (key, self.answer(&question, Moment::Issue))
            })
            .collect()
    }

    fn of_open(&self, day: Days) -> Table {
        let open = |invoice: &&Invoice| {
            !invoice.credit_note && state::known(invoice) <= day && self.state(invoice, day).is_open
        };
        let invoices = self.rows.invoices.iter().filter(open);
        invoices
            .map(|invoice| {
                let question = Asked {
                    customer: &invoice.customer,
                    day,
                    own: Some(invoice),
                    subject: Some(subject(invoice)),
                };
                let key = (invoice.customer.clone(), invoice.id.clone(), day);
                (key, self.answer(&question, Moment::Open))
            })
            .collect()
    }

    fn of_customers(&self, day: Days, hypothetical: bool) -> Table {
        let mut table = Table::new();
        for customer in self.customers() {
            let known: Vec<&Invoice> = self.history(&customer, day, None);
            let invoices: Vec<&Invoice> = known
                .into_iter()
                .filter(|invoice| !invoice.credit_note)
                .collect();
            if invoices.is_empty() {
                continue;
            }
            let young: Vec<&Invoice> = invoices
                .iter()
                .copied()
                .filter(|invoice| invoice.date > day - 365)
                .collect();
            let usual = if young.is_empty() { &invoices } else { &young };
            let middle = |mut values: Vec<i64>| {
                values.sort_unstable();
                values[(values.len() - 1) / 2]
            };
            let terms = middle(
                usual
                    .iter()
                    .map(|row| i64::from(state::due(row) - row.date))
                    .collect(),
            );
            let amount = middle(usual.iter().map(|row| row.amount).collect());
            let last = invoices
                .iter()
                .max_by_key(|row| (row.date, row.id.as_str()))
                .expect("one");
            let subject = (day + 1, day + 1 + terms as i32, amount, last.direct_debit);
            let question = Asked {
                customer: &customer,
                day,
                own: None,
                subject: hypothetical.then_some(subject),
            };
            let moment = if hypothetical {
                Moment::Issue
            } else {
                Moment::Customer
            };
            let key = (customer.clone(), String::new(), day);
            table.insert(key, self.answer(&question, moment));
        }
        table
    }

    fn customers(&self) -> Vec<String> {
        let mut ids: Vec<String> = self
            .rows
            .customers
            .iter()
            .map(|row| row.id.clone())
            .collect();
        ids.extend(self.rows.invoices.iter().map(|row| row.customer.clone()));
        ids.sort();
        ids.dedup();
        ids
    }

    /// Invoices and credit notes of a customer known at the end of a day, less one.
    pub fn history(&self, customer: &str, day: Days, without: Option<&Invoice>) -> Vec<&Invoice> {
        let rows = self.rows.invoices.iter();
        rows.filter(|row| row.customer == customer && state::known(row) <= day)
            .filter(|row| without.is_none_or(|own| own.id != row.id))
            .collect()
    }
}

fn subject(invoice: &Invoice) -> (Days, Days, i64, bool) {
    (
        invoice.date,
        state::due(invoice),
        invoice.amount,
        invoice.direct_debit,
    )
}

/// Puts a number, none where it is NaN.
pub fn put(row: &mut Row, id: &str, value: f64) {
    let number = Some(value).filter(|value| !value.is_nan());
    assert!(
        row.insert(id.to_owned(), Cell::Number(number)).is_none(),
        "`{id}` stands twice"
    );
}

/// A quotient, NaN where the divisor is not above zero.
pub fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

fn check(seed: u64, n_invoices: i32, grace: i32, tolerance: i64, day: Days) {
    let rows = random::rows(seed, n_invoices);
    let definitions = Definitions {
        grace_days: grace,
        settle_tolerance_minor: tolerance,
    };
    let book = Book::from_ledger(&rows.ledger(), &definitions).expect("a book");
    let oracle = Oracle {
        rows: &rows,
        grace,
        tolerance,
    };
    let as_of = Day(day);
    let (from, to) = (Day(day - 400), Day(day + 100));
    let all = Selection::All;
    assert_tables(
        &table(&book, &at_issue(&book, from, to, Day(day + 60), all)),
        &oracle.at_issue(from.0, to.0, day + 60),
        Cell::is_close,
    );
    assert_tables(
        &table(&book, &of_open(&book, as_of, all)),
        &oracle.of_open(day),
        Cell::is_close,
    );
    assert_tables(
        &table(&book, &of_customers(&book, as_of, all)),
        &oracle.of_customers(day, false),
        Cell::is_close,
    );
    assert_tables(
        &table(&book, &next_invoice(&book, as_of, all)),
        &oracle.of_customers(day, true),
        Cell::is_close,
    );
    for invoice in &rows.invoices {
        let found = book.invoice_index(&invoice.id).expect("an invoice");
        oracle.check_state(&book, found, invoice, day);
    }
}

impl Oracle<'_> {
    fn check_state(&self, book: &Book, found: InvoiceIx, invoice: &Invoice, day: Days) {
        let state = book.state(found, Day(day));
        assert_eq!(state.known, state::known(invoice) <= day);
        if !state.known {
            return;
        }
        let expected = self.state(invoice, day);
        assert_eq!(
            state.settled_on.map(|day| day.0),
            expected.settled,
            "{invoice:?}"
        );
        assert_eq!(
            state.cancelled_on.map(|day| day.0),
            expected.cancelled,
            "{invoice:?}"
        );
        assert_eq!(
            state.written_off_on.map(|day| day.0),
            expected.written_off,
            "{invoice:?}"
        );
        assert_eq!(state.open_minor, expected.residual, "{invoice:?}");
        assert_eq!(state.is_open, expected.is_open && !invoice.credit_note);
        let steps = self.reminders(invoice, day);
        assert_eq!(
            i32::from(state.depth),
            steps.iter().map(|row| row.level).max().unwrap_or(0)
        );
        let broken = self
            .promises(invoice, day)
            .iter()
            .filter(|(_, broken)| *broken)
            .count();
        assert_eq!(state.n_broken_promises as usize, broken);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_feature_agrees_with_the_oracle(
        seed in any::<u64>(),
        n_invoices in 0..60i32,
        grace in prop::sample::select(vec![0, 3, 10]),
        tolerance in prop::sample::select(vec![0i64, 100]),
        day in 19_700..20_400i32,
    ) {
        check(seed, n_invoices, grace, tolerance, day);
    }
}

#[test]
fn a_customer_of_many_invoices_agrees_with_the_oracle() {
    check(11, 400, 0, 100, 20_000);
}
