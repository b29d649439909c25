//! Runs the sweep over all customers in parallel, each writing its own rows of every column.

use std::ops::Range;

use rayon::prelude::*;

use super::alike::AlikeHistory;
use super::needs::Needs;
use super::sweep::Sweep;
use super::view::{NO_INVOICE, Query, View};
use crate::catalogue::{FeatureDef, Value};
use crate::{Book, History, Moment};

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
    features: &[&FeatureDef],
) -> Vec<Answers> {
    let needs = features
        .iter()
        .fold(Needs::NONE, |needs, feature| needs | feature.needs);
    if needs.has(Needs::RATES) {
        // Made here, where all threads can share the work, and not by the first of them that asks.
        book.rates();
    }
    if needs.has(Needs::ALIKE) {
        book.hazards();
    }
    let mut answers: Vec<Answers> = features
        .iter()
        .map(|feature| match feature.value {
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
                    write(view, features, first_row, &mut slots);
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
    let mut last: Option<Query> = None;
    let mut ask = |sweep: &mut Sweep, query: Query| {
        let same = last.filter(|last| last.day == query.day && query.own == NO_INVOICE);
        last = (query.own == NO_INVOICE).then_some(query);
        ask(sweep, query, same.map(|same| same.row), &mut answer);
    };
    for &event in book.events().of(customer as usize) {
        if event.day() != day {
            day = event.day();
            while next < queries.len() && nth(next).day < day {
                ask(sweep, nth(next));
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
        ask(sweep, nth(at));
    }
}

fn ask(sweep: &mut Sweep, query: Query, same_as: Option<u32>, answer: &mut impl FnMut(&View)) {
    sweep.advance(query.day);
    if query.own == NO_INVOICE {
        answer(&View::new(sweep, query, same_as));
        return;
    }
    // History leaves the invoice itself out. Whole numbers come back exactly; floats are kept and put back.
    let rank = sweep.rank(query.own as usize);
    let floats = sweep.floats;
    sweep.unlearn(rank);
    answer(&View::new(sweep, query, None));
    sweep.learn(rank);
    sweep.floats = floats;
}

/// Writes the answers to a question. What does not depend on the invoice is the same for all of a customer's invoices
/// of one day, and copied from the row before: a customer of many invoices a day is swept once a day.
fn write(view: &View, features: &[&FeatureDef], first_row: usize, slots: &mut [Slots]) {
    let row = view.query.row as usize - first_row;
    for (feature, slots) in features.iter().zip(slots) {
        let same = view
            .same_as
            .filter(|_| feature.moments.contains(&Moment::Customer));
        let same = same.map(|row| row as usize - first_row);
        match (feature.value, slots) {
            (Value::Number(number), Slots::Numbers(cells)) => {
                cells[row] = same.map_or_else(|| number(view), |same| cells[same]);
            }
            (Value::Code(code, _), Slots::Codes(cells)) => {
                cells[row] = same.map_or_else(|| code(view), |same| cells[same]);
            }
            _ => unreachable!("slots are made from the features"),
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
        work += 1 + rows.len() + book.events().of(*customer as usize).len();
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

/// Answers `queries`, each about an invoice, with the history of alike invoices.
pub(crate) fn histories(
    book: &Book,
    customers: &[(u32, Range<usize>)],
    queries: &[Query],
) -> Vec<History> {
    // Made here, where all threads can share the work, and not by the first of them that asks.
    book.hazards();
    let parts: Vec<Vec<History>> = chunks(book, customers)
        .into_par_iter()
        .map(|chunk| {
            let mut sweep = Sweep::new(book, Needs::ALIKE);
            let mut answers: Vec<(u32, History)> = Vec::new();
            for (customer, rows) in &customers[chunk] {
                answer_customer(&mut sweep, *customer, &queries[rows.clone()], |view| {
                    let history = view.alike().map(history);
                    answers.extend(history.map(|history| (view.query.row, history)));
                });
            }
            answers.sort_by_key(|(row, _)| *row);
            answers.into_iter().map(|(_, history)| history).collect()
        })
        .collect();
    parts.concat()
}

fn history(alike: &AlikeHistory) -> History {
    History {
        hazards: alike.hazards().map(|band| band.map(|hazard| hazard as f32)),
        days: *alike.days(),
    }
}
