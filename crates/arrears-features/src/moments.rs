//! The three moments at which features are taken, and the tables they come in.

use std::ops::Range;

use arrears_ledger::Day;
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};

use crate::catalogue::{CATALOGUE, FeatureDef, feature};
use crate::columns::Columns;
use crate::histories::Histories;
use crate::kernel::{NO_INVOICE, Query, Subject, run};
use crate::output::{to_columns, to_frame};
use crate::{Book, CustomerIx, InvoiceIx};

/// What a row of features is about, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// An invoice at its invoice date, as known the day before.
    Issue,
    /// An open invoice at an as-of date.
    Open,
    /// A customer at an as-of date.
    Customer,
}

/// Which features to compute; only these are held in memory.
#[derive(Debug, Clone, Copy)]
pub enum Selection<'a> {
    /// Every feature of the moment.
    All,
    /// These, in this order; one named twice stands once.
    Only(&'a [&'a str]),
    /// Those marked `in_model`.
    Model,
    /// Those marked `in_clusters`.
    Clusters,
}

/// Features, a row per invoice or customer.
#[derive(Debug, Clone)]
pub struct FeatureTable {
    /// The moment they were taken at.
    pub moment: Moment,
    /// Customer of each row.
    pub customer: Vec<CustomerIx>,
    /// Invoice of each row; none for customers and hypothetical invoices.
    pub invoice: Vec<Option<InvoiceIx>>,
    /// As-of day of each row: what was known at its end was used.
    pub as_of: Vec<Day>,
    /// A column per feature, named by its id; Float64 with null for unknown, String for categories.
    pub frame: DataFrame,
    /// Selected features that the ledger has no source for.
    pub absent: Vec<AbsentFeature>,
}

impl FeatureTable {
    /// Rows.
    pub fn n_rows(&self) -> usize {
        self.customer.len()
    }
}

/// A feature left out because its source is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsentFeature {
    /// Its id.
    pub feature: String,
    /// What is missing, such as ``table `reminders` ``.
    pub missing: String,
}

/// Features of each invoice of [`Questions::at_issue`].
pub fn at_issue(
    book: &Book,
    from: Day,
    to: Day,
    known: Day,
    selection: Selection<'_>,
) -> FeatureTable {
    Questions::at_issue(book, from, to, known).features(book, selection)
}

/// Features of each invoice of [`Questions::of_open`].
pub fn of_open(book: &Book, as_of: Day, selection: Selection<'_>) -> FeatureTable {
    Questions::of_open(book, as_of).features(book, selection)
}

/// Features of each customer of [`Questions::of_customers`].
pub fn of_customers(book: &Book, as_of: Day, selection: Selection<'_>) -> FeatureTable {
    Questions::of_customers(book, as_of).features(book, selection)
}

/// Features of each hypothetical invoice of [`Questions::next_invoice`].
pub fn next_invoice(book: &Book, as_of: Day, selection: Selection<'_>) -> FeatureTable {
    Questions::next_invoice(book, as_of).features(book, selection)
}

/// Rows to be answered: which customer and invoice, as known on which day. Features and histories of the same
/// questions have the same rows.
#[derive(Debug, Clone)]
pub struct Questions {
    moment: Moment,
    /// Customers with the rows asked of them.
    customers: Vec<(u32, Range<usize>)>,
    queries: Vec<Query>,
    invoices: Vec<Option<InvoiceIx>>,
}

impl Questions {
    /// Each invoice (credit notes left out) dated `from..=to` and known by `known`, as of the day before its invoice
    /// date. Rows in the order of the book.
    pub fn at_issue(book: &Book, from: Day, to: Day, known: Day) -> Questions {
        let mut questions = Questions::new(Moment::Issue);
        let invoices = &book.invoices;
        for customer in 0..book.n_customers() {
            for invoice in invoices.of_customer(customer) {
                let date = invoices.date[invoice];
                let asked = (from.0..=to.0).contains(&date) && invoices.known[invoice] <= known.0;
                if asked && !invoices.credit_note[invoice] {
                    let subject = subject(book, invoice);
                    questions.ask(customer, Some(invoice), date - 1, false, subject);
                }
            }
        }
        questions
    }

    /// Each invoice open at `as_of`; the customer's history leaves the invoice itself out.
    pub fn of_open(book: &Book, as_of: Day) -> Questions {
        let mut questions = Questions::new(Moment::Open);
        let day = held(as_of);
        for customer in 0..book.n_customers() {
            for invoice in book.invoices.of_customer(customer) {
                questions.ask_if_open(book, customer, invoice, day);
            }
        }
        questions
    }

    /// Each of `invoices` that was open still `days` after its due date, as known on that day, if that is not after
    /// `known`; the customer's history leaves the invoice itself out.
    pub fn at_landmark(book: &Book, invoices: &[InvoiceIx], days: i32, known: Day) -> Questions {
        let mut questions = Questions::new(Moment::Open);
        let mut invoices = invoices.to_vec();
        invoices.sort_unstable();
        for invoice in invoices {
            let invoice = invoice.0 as usize;
            let day = book.invoices.due[invoice].saturating_add(days);
            if day <= known.0 {
                let customer = book.invoices.customer[invoice] as usize;
                questions.ask_if_open(book, customer, invoice, day);
            }
        }
        questions
    }

    /// One hypothetical invoice per customer with an invoice known at `as_of`, dated the day after, at the customer's
    /// 12-month median terms and amount (of all its invoices where none is that young; the lower of two middle
    /// values), collected as the last one known is.
    pub fn next_invoice(book: &Book, as_of: Day) -> Questions {
        Questions::next_invoice_of(book, as_of, (0..book.n_customers() as u32).map(CustomerIx))
    }

    /// The same of some customers only, given in the book's order.
    pub fn next_invoice_of(
        book: &Book,
        as_of: Day,
        customers: impl IntoIterator<Item = CustomerIx>,
    ) -> Questions {
        let mut questions = Questions::new(Moment::Issue);
        let day = held(as_of);
        for customer in customers {
            let customer = customer.0 as usize;
            if let Some(subject) = usual_invoice(book, customer, day) {
                questions.ask(customer, None, day, false, Some(subject));
            }
        }
        questions
    }

    /// Each customer with an invoice known at `as_of`.
    pub fn of_customers(book: &Book, as_of: Day) -> Questions {
        let mut questions = Questions::new(Moment::Customer);
        let day = held(as_of);
        for customer in 0..book.n_customers() {
            if known_invoices(book, customer, day).next().is_some() {
                questions.ask(customer, None, day, false, None);
            }
        }
        questions
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.queries.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }

    /// Invoice of each row; none for hypothetical ones.
    pub fn invoices(&self) -> &[Option<InvoiceIx>] {
        &self.invoices
    }

    /// Customer of each row.
    pub fn customers(&self) -> Vec<CustomerIx> {
        self.customers
            .iter()
            .flat_map(|(customer, rows)| std::iter::repeat_n(CustomerIx(*customer), rows.len()))
            .collect()
    }

    /// Due date of each row's invoice, hypothetical or not.
    pub fn due_dates(&self) -> Vec<Day> {
        self.of_subjects(|subject| Day(subject.due))
    }

    /// Days from invoice date to due date of each row's invoice, hypothetical or not.
    pub fn terms(&self) -> Vec<i32> {
        self.of_subjects(|subject| subject.due - subject.date)
    }

    fn of_subjects<T>(&self, value: impl Fn(&Subject) -> T) -> Vec<T> {
        self.queries
            .iter()
            .filter_map(|query| query.subject.as_ref().map(&value))
            .collect()
    }

    /// The same questions, of some rows only; `rows` ascending.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Questions {
        let mut selected = Questions::new(self.moment);
        let customers = self.customers();
        for &row in rows {
            let Query {
                day, own, subject, ..
            } = self.queries[row];
            let invoice = self.invoices[row].map(|invoice| invoice.0 as usize);
            let customer = customers[row].0 as usize;
            selected.ask(customer, invoice, day, own != NO_INVOICE, subject);
        }
        selected
    }

    /// The selected features, a row per question.
    pub fn features(&self, book: &Book, selection: Selection<'_>) -> FeatureTable {
        let (features, absent) = select(book, self.moment, selection);
        let (answers, _) = run(book, &self.customers, &self.queries, &features, false);
        FeatureTable {
            moment: self.moment,
            customer: self.customers(),
            as_of: self.queries.iter().map(|query| Day(query.day)).collect(),
            invoice: self.invoices.clone(),
            frame: to_frame(book, self.queries.len(), &features, answers),
            absent,
        }
    }

    /// The selected features as columns, and those that the ledger has no source for.
    pub fn columns(&self, book: &Book, selection: Selection<'_>) -> (Columns, Vec<AbsentFeature>) {
        let (features, absent) = select(book, self.moment, selection);
        let (answers, _) = run(book, &self.customers, &self.queries, &features, false);
        (to_columns(book, self.len(), &features, answers), absent)
    }

    /// How each row's customer settled earlier invoices like the one asked about.
    pub fn histories(&self, book: &Book) -> Histories {
        Histories::new(run(book, &self.customers, &self.queries, &[], true).1)
    }

    /// [`Questions::columns`] and [`Questions::histories`] in one sweep.
    pub fn columns_and_histories(
        &self,
        book: &Book,
        selection: Selection<'_>,
    ) -> (Columns, Histories, Vec<AbsentFeature>) {
        let (features, absent) = select(book, self.moment, selection);
        let (answers, histories) = run(book, &self.customers, &self.queries, &features, true);
        let columns = to_columns(book, self.len(), &features, answers);
        (columns, Histories::new(histories), absent)
    }

    fn new(moment: Moment) -> Questions {
        Questions {
            moment,
            customers: Vec::new(),
            queries: Vec::new(),
            invoices: Vec::new(),
        }
    }

    fn ask_if_open(&mut self, book: &Book, customer: usize, invoice: usize, day: i32) {
        let invoices = &book.invoices;
        let known = invoices.known[invoice] <= day && !invoices.credit_note[invoice];
        if known && book.standing(invoice, day).is_open() {
            self.ask(customer, Some(invoice), day, true, subject(book, invoice));
        }
    }

    fn ask(
        &mut self,
        customer: usize,
        invoice: Option<usize>,
        day: i32,
        leave_out: bool,
        subject: Option<Subject>,
    ) {
        let row = self.queries.len();
        let invoice = invoice.map(|invoice| InvoiceIx(invoice as u32));
        let own = invoice
            .filter(|_| leave_out)
            .map_or(NO_INVOICE, |invoice| invoice.0);
        self.queries.push(Query {
            day,
            row: row as u32,
            own,
            subject,
        });
        self.invoices.push(invoice);
        match self.customers.last_mut() {
            Some((last, rows)) if *last as usize == customer => rows.end = row + 1,
            _ => self.customers.push((customer as u32, row..row + 1)),
        }
    }
}

/// The invoice to expect of a customer on the day after `day`; none where it has no invoice known by then.
fn usual_invoice(book: &Book, customer: usize, day: i32) -> Option<Subject> {
    let invoices = &book.invoices;
    let known: Vec<usize> = known_invoices(book, customer, day).collect();
    let is_young = |invoice: &usize| invoices.date[*invoice] > day - crate::book::YEAR;
    let young: Vec<usize> = known.iter().copied().filter(is_young).collect();
    let usual = if young.is_empty() { &known } else { &young };
    let terms = usual
        .iter()
        .map(|&invoice| invoices.due[invoice] - invoices.date[invoice]);
    let amounts = usual.iter().map(|&invoice| invoices.amount[invoice]);
    Some(Subject {
        date: day + 1,
        due: day + 1 + median(terms)?,
        amount: median(amounts)?,
        direct_debit: known
            .last()
            .is_some_and(|&last| invoices.direct_debit[last]),
    })
}

/// Invoices of a customer, without credit notes, known at the end of a day.
fn known_invoices(book: &Book, customer: usize, day: i32) -> impl Iterator<Item = usize> + '_ {
    let invoices = &book.invoices;
    invoices
        .of_customer(customer)
        .filter(move |&invoice| invoices.known[invoice] <= day && !invoices.credit_note[invoice])
}

fn subject(book: &Book, invoice: usize) -> Option<Subject> {
    Some(Subject {
        date: book.invoices.date[invoice],
        due: book.invoices.due[invoice],
        amount: book.invoices.amount[invoice],
        direct_debit: book.invoices.direct_debit[invoice],
    })
}

/// The lower median.
fn median<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.get(values.len().checked_sub(1)? / 2).copied()
}

/// As-of days are held within 1800 and 2300, so that no difference of days can overflow.
pub(crate) fn held(day: Day) -> i32 {
    day.0.clamp(-62_000, 120_000)
}

/// The selected features that the ledger has the sources for, and those it has not.
fn select(
    book: &Book,
    moment: Moment,
    selection: Selection<'_>,
) -> (Vec<&'static FeatureDef>, Vec<AbsentFeature>) {
    let of_moment = CATALOGUE
        .iter()
        .filter(|feature| feature.moments.contains(&moment));
    let mut absent = Vec::new();
    let selected: Vec<&'static FeatureDef> = match selection {
        Selection::All => of_moment.collect(),
        Selection::Model => of_moment.filter(|feature| feature.in_model).collect(),
        Selection::Clusters => of_moment.filter(|feature| feature.in_clusters).collect(),
        Selection::Only(ids) => ids
            .iter()
            .enumerate()
            .filter(|(at, id)| !ids[..*at].contains(id))
            .filter_map(|(_, id)| {
                let found = feature(id).filter(|feature| feature.moments.contains(&moment));
                if found.is_none() {
                    absent.push(AbsentFeature {
                        feature: (*id).to_owned(),
                        missing: "a feature of this name at this moment in the catalogue"
                            .to_owned(),
                    });
                }
                found
            })
            .collect(),
    };
    let present = selected.into_iter().filter(|feature| {
        let missing = feature
            .requires
            .iter()
            .find_map(|requirement| requirement.missing(book.coverage(), moment));
        match missing {
            None => true,
            Some(missing) => {
                absent.push(AbsentFeature {
                    feature: feature.id.to_owned(),
                    missing,
                });
                false
            }
        }
    });
    (present.collect(), absent)
}
