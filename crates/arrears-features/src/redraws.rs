//! Features of customers whose invoices are drawn anew, to tell what depends on which invoices they happened to have.

use arrears_ledger::Day;
use rayon::prelude::*;

use crate::catalogue::{FeatureDef, Value, feature};
use crate::columns::{Column, Columns};
use crate::kernel::{Needs, Sweep, answer_redrawn};
use crate::moments::held;
use crate::{Book, CustomerIx, Moment};

/// Customers that one task takes up; answers do not depend on it.
const TASK: usize = 32;

/// Which invoices are drawn.
pub struct Redraws<'a> {
    /// How often each customer's invoices are drawn.
    pub n: usize,
    /// A customer of more invoices keeps its own: its shares would hardly move.
    pub most_invoices: usize,
    /// Given a row, the number of the draw and how many invoices the customer has, which of them are taken; positions
    /// may repeat.
    pub draw: &'a (dyn Fn(usize, usize, usize) -> Vec<usize> + Sync),
}

/// For each draw, the `features` of `customers` (numbers of the moment [`Moment::Customer`], a row each in that order)
/// as known at the end of `as_of`, had they had the invoices drawn. What belongs to the customer itself, such as a
/// signal, stays. A feature that is no such number is left out.
pub fn redrawn(
    book: &Book,
    as_of: Day,
    customers: &[CustomerIx],
    features: &[&str],
    redraws: &Redraws<'_>,
) -> Vec<Columns> {
    let features: Vec<&FeatureDef> = features
        .iter()
        .filter_map(|id| feature(id))
        .filter(|found| found.moments.contains(&Moment::Customer))
        .filter(|found| matches!(found.value, Value::Number(_)))
        .collect();
    let needs = features
        .iter()
        .fold(Needs::NONE, |needs, feature| needs | feature.needs);
    if needs.has(Needs::RATES) {
        book.rates();
    }
    let rows: Vec<usize> = (0..customers.len()).collect();
    let answers: Vec<Vec<f64>> = rows
        .par_chunks(TASK)
        .flat_map_iter(|rows| {
            let mut sweep = Sweep::new(book, needs);
            let of_row = |&row: &usize| {
                of_customer(&mut sweep, row, customers[row], as_of, &features, redraws)
            };
            rows.iter().map(of_row).collect::<Vec<_>>()
        })
        .collect();
    (0..redraws.n)
        .map(|number| to_columns(&answers, number, &features))
        .collect()
}

/// The answers of one customer, by draw and then by feature.
fn of_customer(
    sweep: &mut Sweep,
    row: usize,
    customer: CustomerIx,
    as_of: Day,
    features: &[&FeatureDef],
    redraws: &Redraws<'_>,
) -> Vec<f64> {
    let mut answers = Vec::with_capacity(redraws.n * features.len());
    let draw = |number: usize, n: usize| {
        let few = n <= redraws.most_invoices;
        few.then(|| (redraws.draw)(row, number, n))
    };
    answer_redrawn(sweep, customer.0, held(as_of), redraws.n, draw, |view| {
        let values = features.iter().map(|feature| match feature.value {
            Value::Number(number) => number(view),
            Value::Code(..) => f64::NAN,
        });
        answers.extend(values);
    });
    answers
}

fn to_columns(answers: &[Vec<f64>], number: usize, features: &[&FeatureDef]) -> Columns {
    let column = |at: usize| {
        let cell = |row: &Vec<f64>| row[number * features.len() + at];
        Column::Numeric(answers.iter().map(cell).collect())
    };
    let named = features.iter().enumerate();
    let columns = named.map(|(at, feature)| (feature.id.to_owned(), column(at)));
    Columns::of(answers.len(), columns.collect())
}
