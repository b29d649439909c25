//! Runs the sweep over all customers in parallel, each writing its own rows of every column.

use std::ops::Range;

use rayon::prelude::*;

use super::needs::Needs;
use super::sweep::Sweep;
use super::view::{NO_INVOICE, Query, View};
use crate::Book;
use crate::catalogue::Value;

/// The answers of one feature, a cell per row.
pub(crate) enum Answers {
    /// Numbers; NaN where unknown.
    Numbers(Vec<f64>),
    /// Numbers of categories; [`crate::book::NO_SYMBOL`] where unknown.
    Codes(Vec<u32>),
}

/// The part of the answers that one chunk of customers writes.
enum Slots<'a> {
    Numbers(&'a mut [f64]),
    Codes(&'a mut [u32]),
}

/// Answers `queries`, which stand by customer and are numbered by row in that order.
pub(crate) fn run(
    book: &Book,
    customers: &[(u32, Range<usize>)],
    queries: &[Query],
    values: &[Value],
    needs: Needs,
) -> Vec<Answers> {
    if needs.has(Needs::RATES) {
        // Made here, where all threads can share the work, and not by the first of them that asks.
        book.rates();
    }
    let mut answers: Vec<Answers> = values
        .iter()
        .map(|value| match value {
            Value::Number(_) => Answers::Numbers(vec![f64::NAN; queries.len()]),
            Value::Code(..) => Answers::Codes(vec![0; queries.len()]),
        })
        .collect();
    let chunks = chunks(book, customers);
    let slots = split(&mut answers, customers, &chunks);
    chunks
        .into_par_iter()
        .zip(slots)
        .for_each(|(chunk, mut slots)| {
            let mut sweep = Sweep::new(book, needs);
            let first_row = customers[chunk.start].1.start;
            for (customer, rows) in &customers[chunk] {
                let queries = &queries[rows.clone()];
                answer_customer(&mut sweep, *customer, queries, |view| {
                    write(view, values, first_row, &mut slots);
                });
            }
        });
    answers
}

fn answer_customer(
    sweep: &mut Sweep,
    customer: u32,
    queries: &[Query],
    mut answer: impl FnMut(&View),
) {
    let book = sweep.book;
    sweep.start(customer as usize);
    let mut order: Vec<u32> = Vec::new();
    if !queries.is_sorted_by_key(|query| query.day) {
        order.extend(0..queries.len() as u32);
        order.sort_by_key(|&at| queries[at as usize].day);
    }
    let nth = |at: usize| queries[order.get(at).map_or(at, |&at| at as usize)];
    let mut next = 0;
    let mut day = i32::MIN;
    for &event in book.events.of(customer as usize) {
        if event.day() != day {
            day = event.day();
            while next < queries.len() && nth(next).day < day {
                ask(sweep, nth(next), &mut answer);
                next += 1;
            }
            if next == queries.len() {
                return;
            }
            sweep.advance(day - 1);
        }
        sweep.take(event);
    }
    for at in next..queries.len() {
        ask(sweep, nth(at), &mut answer);
    }
}

fn ask(sweep: &mut Sweep, query: Query, answer: &mut impl FnMut(&View)) {
    sweep.advance(query.day);
    if query.own == NO_INVOICE {
        answer(&View::new(sweep, query));
        return;
    }
    // History leaves the invoice itself out. Whole numbers come back exactly; floats are kept and put back.
    let rank = sweep.rank(query.own as usize);
    let floats = sweep.floats.clone();
    sweep.unlearn(rank);
    answer(&View::new(sweep, query));
    sweep.learn(rank);
    sweep.floats = floats;
}

fn write(view: &View, values: &[Value], first_row: usize, slots: &mut [Slots]) {
    let row = view.query.row as usize - first_row;
    for (value, slots) in values.iter().zip(slots) {
        match (value, slots) {
            (Value::Number(number), Slots::Numbers(cells)) => cells[row] = number(view),
            (Value::Code(code, _), Slots::Codes(cells)) => cells[row] = code(view),
            _ => unreachable!("slots are made from the values"),
        }
    }
}

/// Ranges of `customers` with about equal work, small enough for threads to share it evenly.
fn chunks(book: &Book, customers: &[(u32, Range<usize>)]) -> Vec<Range<usize>> {
    const WORK: usize = 20_000;
    let mut chunks = Vec::new();
    let mut first = 0;
    let mut work = 0;
    for (at, (customer, rows)) in customers.iter().enumerate() {
        work += 1 + rows.len() + book.events.of(*customer as usize).len();
        if work >= WORK || at + 1 == customers.len() {
            chunks.push(first..at + 1);
            first = at + 1;
            work = 0;
        }
    }
    chunks
}

/// Cuts every column at the borders of the chunks.
fn split<'a>(
    answers: &'a mut [Answers],
    customers: &[(u32, Range<usize>)],
    chunks: &[Range<usize>],
) -> Vec<Vec<Slots<'a>>> {
    let mut parts: Vec<Vec<Slots<'a>>> = chunks
        .iter()
        .map(|_| Vec::with_capacity(answers.len()))
        .collect();
    let lengths: Vec<usize> = chunks
        .iter()
        .map(|chunk| customers[chunk.end - 1].1.end - customers[chunk.start].1.start)
        .collect();
    for answer in answers {
        match answer {
            Answers::Numbers(cells) => {
                let mut rest = cells.as_mut_slice();
                for (part, &length) in parts.iter_mut().zip(&lengths) {
                    let (own, others) = rest.split_at_mut(length);
                    part.push(Slots::Numbers(own));
                    rest = others;
                }
            }
            Answers::Codes(cells) => {
                let mut rest = cells.as_mut_slice();
                for (part, &length) in parts.iter_mut().zip(&lengths) {
                    let (own, others) = rest.split_at_mut(length);
                    part.push(Slots::Codes(own));
                    rest = others;
                }
            }
        }
    }
    parts
}
