//! Runs the sweep over all customers in parallel, each writing its own rows of every column.

use std::ops::Range;

use rayon::prelude::*;

use super::alike::{AlikeHistory, N_LIKENESSES};
use super::needs::Needs;
use super::sweep::Sweep;
use super::view::{NO_INVOICE, Query, View};
use crate::bands::N_BANDS;
use crate::catalogue::{FeatureDef, Value};
use crate::{Book, DayProfile, History, Moment};

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

/// Answers `queries`, which stand by customer and are numbered by row in that order. Where `with_histories` is set, each
/// of them is about an invoice, and answered with the history of alike invoices too.
pub(crate) fn run(
    book: &Book,
    customers: &[(u32, Range<usize>)],
    queries: &[Query],
    features: &[&FeatureDef],
    with_histories: bool,
) -> (Vec<Answers>, Vec<History>) {
    let needs = features
        .iter()
        .fold(Needs::NONE, |needs, feature| needs | feature.needs);
    let needs = match with_histories {
        true => needs | Needs::ALIKE,
        false => needs,
    };
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
    let mut histories = vec![History::NONE; if with_histories { queries.len() } else { 0 }];
    let slots = split(&mut answers, customers, &chunks);
    let history_slots = split_histories(&mut histories, customers, &chunks);
    chunks
        .into_par_iter()
        .zip(slots)
        .zip(history_slots)
        .for_each(|((chunk, mut slots), histories)| {
            let mut sweep = Sweep::new(book, needs);
            let first_row = customers[chunk.start].1.start;
            for (customer, rows) in &customers[chunk] {
                let queries = &queries[rows.clone()];
                answer_customer(&mut sweep, *customer, queries, |view| {
                    write(view, features, first_row, &mut slots);
                    let row = view.query.row as usize - first_row;
                    // Only where it is asked for: a sweep without need of it keeps too little to tell it from.
                    if let Some(history) = histories.get_mut(row)
                        && let Some(alike) = view.alike()
                    {
                        *history = History::of(alike);
                    }
                });
            }
        });
    (answers, histories)
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
        .map(|chunk| n_rows(customers, chunk))
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

/// Cuts the histories at the borders of the chunks; without any, every part is empty.
fn split_histories<'a>(
    histories: &'a mut [History],
    customers: &[(u32, Range<usize>)],
    chunks: &[Range<usize>],
) -> Vec<&'a mut [History]> {
    let mut rest = histories;
    let cut = |chunk| {
        let length = n_rows(customers, chunk).min(rest.len());
        let (own, others) = std::mem::take(&mut rest).split_at_mut(length);
        rest = others;
        own
    };
    chunks.iter().map(cut).collect()
}

fn n_rows(customers: &[(u32, Range<usize>)], chunk: &Range<usize>) -> usize {
    customers[chunk.end - 1].1.end - customers[chunk.start].1.start
}

impl History {
    /// Before it is answered.
    const NONE: History = History {
        hazards: [[0.0; N_LIKENESSES]; N_BANDS],
        days: DayProfile::EVEN,
    };

    fn of(alike: &AlikeHistory) -> History {
        History {
            hazards: alike.hazards().map(|band| band.map(|hazard| hazard as f32)),
            days: *alike.days(),
        }
    }
}
