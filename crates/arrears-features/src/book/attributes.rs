//! What the customers table says of a customer, and on which days it may be used.

use std::collections::BTreeSet;

use arrears_ledger::{Day, Ledger, Table};
use polars::prelude::DataFrame;

use super::frame::{NO_AMOUNT, NO_DAY, Source};
use super::grouped::Grouped;
use super::index::{Interner, NO_SYMBOL};
use super::words::is_natural_person;
use crate::FeatureError;

/// Attributes of a customer on a day. Without `valid_from` they are the current ones, taken as constant.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Attributes<'a> {
    /// The row of `Ledger::customers` they stand in, if any was valid.
    pub source_row: Option<usize>,
    /// Whether the table keeps history (`valid_from`), so that these may be used at past days.
    pub dated: bool,
    /// Name.
    pub name: Option<&'a str>,
    /// Id of the parent company.
    pub parent_id: Option<&'a str>,
    /// Country.
    pub country: Option<&'a str>,
    /// Sector.
    pub sector: Option<&'a str>,
    /// Classification that the sector is of, such as `SBI 2008`.
    pub sector_scheme: Option<&'a str>,
    /// Business model.
    pub business_model: Option<&'a str>,
    /// Size class.
    pub size_class: Option<&'a str>,
    /// Legal form.
    pub legal_form: Option<&'a str>,
    /// Payment method agreed with the customer.
    pub payment_method: Option<&'a str>,
    /// Language.
    pub language: Option<&'a str>,
    /// Person who follows up.
    pub collector: Option<&'a str>,
    /// Person responsible for the account.
    pub account_manager: Option<&'a str>,
    /// Whether the customer is a consumer, where stated.
    pub consumer: Option<bool>,
    /// Whether the customer belongs to the same group as the creditor, where stated.
    pub intercompany: Option<bool>,
    /// A consumer, or a legal form that is a person (sole trader and the like).
    pub natural_person: bool,
    /// First day as a customer, where stated.
    pub customer_since: Option<Day>,
    /// Credit limit in cents.
    pub credit_limit_minor: Option<i64>,
    /// Limit insured, in cents.
    pub insured_limit_minor: Option<i64>,
}

/// How a customer is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contact<'a> {
    /// Person to speak to.
    pub name: Option<&'a str>,
    /// Telephone number.
    pub phone: Option<&'a str>,
    /// E-mail address.
    pub email: Option<&'a str>,
}

/// The four attributes that features are made of, in the order of [`AttributeRow::symbols`].
pub(crate) const CATEGORIES: [&str; 4] = ["sector", "size_class", "country", "legal_form"];

/// A column that may be laid beside the customers table: who is a natural person though the table does not say so, or
/// may not be asked.
pub const NATURAL_PERSON: &str = "natural_person_marked";

/// One row of the customers table. The derived order puts a customer's rows by the day from which they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AttributeRow {
    /// Valid from this day; [`NO_DAY`], the smallest, stands for always.
    pub(crate) valid_from: i32,
    /// Numbers of sector, size class, country and legal form.
    pub(crate) symbols: [u32; 4],
    pub(crate) credit_limit: i64,
    pub(crate) insured_limit: i64,
    pub(crate) customer_since: i32,
    pub(crate) consumer: Option<bool>,
    pub(crate) intercompany: Option<bool>,
    pub(crate) natural_person: bool,
    pub(crate) source_row: u32,
}

/// The customers table by customer.
#[derive(Debug)]
pub(crate) struct AttributeTable {
    rows: Grouped<AttributeRow>,
    pub(super) frame: DataFrame,
    /// Whether the table has `valid_from`.
    pub(crate) dated: bool,
}

impl AttributeTable {
    /// Reads the table; `customers` has the customer of each of its rows.
    pub(crate) fn read(
        ledger: &Ledger,
        customers: &[u32],
        n_customers: usize,
        symbols: &mut Interner,
    ) -> Result<AttributeTable, FeatureError> {
        let source = Source::new(Table::Customers, &ledger.customers);
        let valid_from = source.optional_days("valid_from")?;
        let credit_limit = source.optional_cents("credit_limit")?;
        let insured_limit = source.optional_cents("insured_limit")?;
        let customer_since = source.optional_days("customer_since")?;
        let consumer = source.flags("consumer")?;
        let intercompany = source.flags("intercompany")?;
        let mut categories = Vec::new();
        for name in CATEGORIES {
            categories.push(source.optional_text(name)?);
        }
        // Numbered in the order of the texts, so that the order of rows never matters.
        let texts = categories.iter().flatten().flat_map(|cells| cells.iter());
        for text in texts.flatten().filter(not_blank).collect::<BTreeSet<_>>() {
            symbols.number(text);
        }
        let mut number = |category: usize, row: usize| {
            let cell = categories[category]
                .as_ref()
                .and_then(|cells| cells.get(row));
            cell.filter(not_blank)
                .map_or(NO_SYMBOL, |text| symbols.number(text))
        };
        let legal_form = source.optional_text("legal_form")?;
        let marked = match source.has(NATURAL_PERSON) {
            true => source.flags(NATURAL_PERSON)?,
            false => Vec::new(),
        };
        let is_person = |row: usize| {
            let form = legal_form.as_ref().and_then(|cells| cells.get(row));
            consumer[row] == Some(true)
                || form.is_some_and(is_natural_person)
                || marked.get(row) == Some(&Some(true))
        };
        let rows: Vec<AttributeRow> = (0..source.n_rows())
            .map(|row| AttributeRow {
                valid_from: valid_from[row],
                symbols: [0, 1, 2, 3].map(|category| number(category, row)),
                credit_limit: credit_limit[row],
                insured_limit: insured_limit[row],
                customer_since: customer_since[row],
                consumer: consumer[row],
                intercompany: intercompany[row],
                natural_person: is_person(row),
                source_row: row as u32,
            })
            .collect();
        Ok(AttributeTable {
            rows: Grouped::collect(n_customers, customers, &rows),
            frame: ledger.customers.clone(),
            dated: source.has("valid_from"),
        })
    }

    /// The rows of a customer by the day from which they hold.
    pub(crate) fn of(&self, customer: usize) -> &[AttributeRow] {
        self.rows.of(customer)
    }

    /// The row of a customer that holds on a day.
    pub(crate) fn row(&self, customer: usize, day: i32) -> Option<&AttributeRow> {
        let rows = self.of(customer);
        let valid = rows.partition_point(|row| row.valid_from <= day);
        rows[..valid].last()
    }

    /// How a customer is reached on a day.
    pub(crate) fn contact(&self, customer: usize, day: i32) -> Contact<'_> {
        let Some(row) = self.row(customer, day) else {
            return Contact::default();
        };
        let text = |column: &str| {
            let cells = self.frame.column(column).ok()?.str().ok()?;
            cells.get(row.source_row as usize)
        };
        Contact {
            name: text("contact_name"),
            phone: text("phone"),
            email: text("email"),
        }
    }

    /// Everything known of a customer on a day.
    pub(crate) fn attributes(&self, customer: usize, day: i32) -> Attributes<'_> {
        let Some(row) = self.row(customer, day) else {
            return Attributes {
                dated: self.dated,
                ..Attributes::default()
            };
        };
        let text = |column: &str| {
            let cells = self.frame.column(column).ok()?.str().ok()?;
            cells.get(row.source_row as usize)
        };
        Attributes {
            source_row: Some(row.source_row as usize),
            dated: self.dated,
            name: text("name"),
            parent_id: text("parent_id"),
            country: text("country"),
            sector: text("sector"),
            sector_scheme: text("sector_scheme"),
            business_model: text("business_model"),
            size_class: text("size_class"),
            legal_form: text("legal_form"),
            payment_method: text("payment_method"),
            language: text("language"),
            collector: text("collector"),
            account_manager: text("account_manager"),
            consumer: row.consumer,
            intercompany: row.intercompany,
            natural_person: row.natural_person,
            customer_since: Some(row.customer_since)
                .filter(|&day| day != NO_DAY)
                .map(Day),
            credit_limit_minor: Some(row.credit_limit).filter(|&cents| cents != NO_AMOUNT),
            insured_limit_minor: Some(row.insured_limit).filter(|&cents| cents != NO_AMOUNT),
        }
    }
}

fn not_blank(text: &&str) -> bool {
    !text.trim().is_empty()
}
