//! The customers' values of every feature that a rule of the policy names: of the catalogue, else of the customers table.

use std::collections::{HashMap, HashSet};

use arrears_features::catalogue::{CATALOGUE, feature};
use arrears_features::columns::{Column, Columns};
use arrears_features::{Book, CustomerIx, Moment, Questions, Selection, of_customers};
use arrears_insight::customers::policy::{OWN_FIGURES, RuleColumn, RuleValues};
use arrears_ledger::Day;

use crate::config::{ConfigError, PolicyFile};
use crate::error::Error;

/// Refuses, before anything is learnt, what the policy asks of a ledger that cannot tell it: a feature that there is not,
/// and a number of a column of texts.
pub fn check(book: &Book, as_of: Day, file: &PolicyFile) -> Result<(), Error> {
    if file.policy.features_wanted().is_empty() {
        return Ok(());
    }
    let customers = Questions::of_customers(book, as_of).customers();
    for (name, column) in of(book, as_of, &customers, file)? {
        let is_text = matches!(column, RuleColumn::Texts(_));
        let good = file.policy.check_kind(&name, is_text);
        good.map_err(|error| file.error(error))?;
    }
    Ok(())
}

/// The values by feature; a feature that there is not, or that this ledger cannot tell, is an error with its line.
pub fn of(
    book: &Book,
    as_of: Day,
    customers: &[CustomerIx],
    file: &PolicyFile,
) -> Result<RuleValues, Error> {
    let wanted = file.policy.features_wanted();
    let (of_catalogue, of_table): (Vec<&str>, Vec<&str>) =
        wanted.into_iter().partition(|name| is_of_customers(name));
    let mut values = RuleValues::new();
    if !of_catalogue.is_empty() {
        values.extend(catalogue_values(book, as_of, customers, &of_catalogue));
    }
    for name in of_table {
        if let Some(texts) = book.customer_texts(name, customers, as_of) {
            // A code such as `0111` is a text for a rule about texts, though every cell of it is a number.
            let column = match file.policy.asks_for_texts(name) {
                true => RuleColumn::Texts(texts),
                false => numbers_or_texts(texts),
            };
            values.insert(name.to_owned(), column);
        }
    }
    match file
        .policy
        .features_wanted()
        .into_iter()
        .find(|name| !values.contains_key(*name))
    {
        None => Ok(values),
        Some(name) => Err(missing(book, as_of, name, file).into()),
    }
}

fn missing(book: &Book, as_of: Day, name: &str, file: &PolicyFile) -> ConfigError {
    let absent = of_customers(book, as_of, Selection::Only(&[name])).absent;
    let why = absent.first().map(|absent| absent.missing.as_str());
    let known = known(book);
    file.unknown_feature(name, &known, why.filter(|_| is_of_customers(name)))
}

/// Whether the catalogue has a feature of customers with this name.
fn is_of_customers(name: &str) -> bool {
    feature(name).is_some_and(|feature| feature.moments.contains(&Moment::Customer))
}

/// Every name that a rule may bear on this ledger.
fn known(book: &Book) -> Vec<String> {
    let features = CATALOGUE
        .iter()
        .filter(|feature| feature.moments.contains(&Moment::Customer))
        .map(|feature| feature.id.to_owned());
    let columns = book.customer_columns().into_iter().map(str::to_owned);
    let own = OWN_FIGURES.into_iter().map(str::to_owned);
    features.chain(columns).chain(own).collect()
}

fn catalogue_values(
    book: &Book,
    as_of: Day,
    customers: &[CustomerIx],
    names: &[&str],
) -> RuleValues {
    let questions = Questions::of_customers(book, as_of);
    let wanted: HashSet<CustomerIx> = customers.iter().copied().collect();
    let known = questions.customers();
    let rows: Vec<usize> = (0..known.len())
        .filter(|&row| wanted.contains(&known[row]))
        .collect();
    let table = questions
        .select(&rows)
        .features(book, Selection::Only(names));
    let rows: HashMap<CustomerIx, usize> = table
        .customer
        .iter()
        .enumerate()
        .map(|(row, customer)| (*customer, row))
        .collect();
    let Ok(columns) = Columns::from_frame(table.frame) else {
        return RuleValues::new();
    };
    let rows: Vec<Option<usize>> = customers
        .iter()
        .map(|customer| rows.get(customer).copied())
        .collect();
    let column_of = |name: &&str| {
        let column = columns.get(name)?;
        Some(((*name).to_owned(), rule_column(column, &rows)))
    };
    names.iter().filter_map(column_of).collect()
}

fn rule_column(column: &Column, rows: &[Option<usize>]) -> RuleColumn {
    match column {
        Column::Numeric(_) => {
            let value =
                |row: &Option<usize>| row.and_then(|row| column.value(row)).unwrap_or(f64::NAN);
            RuleColumn::Numbers(rows.iter().map(value).collect())
        }
        _ => {
            let text =
                |row: &Option<usize>| row.and_then(|row| column.category(row)).map(str::to_owned);
            RuleColumn::Texts(rows.iter().map(text).collect())
        }
    }
}

/// Numbers where every cell that holds anything is one, with a decimal point or a decimal comma throughout.
fn numbers_or_texts(texts: Vec<Option<String>>) -> RuleColumn {
    let point = |text: &str| {
        text.trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
    };
    let comma = |text: &str| point(&text.replace('.', "").replace(',', "."));
    let read = |form: &dyn Fn(&str) -> Option<f64>| {
        let numbers: Option<Vec<f64>> = texts
            .iter()
            .map(|text| text.as_deref().map_or(Some(f64::NAN), form))
            .collect();
        numbers.filter(|numbers| numbers.iter().any(|number| !number.is_nan()))
    };
    match read(&point).or_else(|| read(&comma)) {
        Some(numbers) => RuleColumn::Numbers(numbers),
        None => RuleColumn::Texts(texts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> RuleColumn {
        let cell = |cell: &&str| (!cell.is_empty()).then(|| (*cell).to_owned());
        numbers_or_texts(cells.iter().map(cell).collect())
    }

    #[test]
    fn a_column_is_of_numbers_when_every_cell_is() {
        assert_eq!(column(&["1", "2.5"]), RuleColumn::Numbers(vec![1.0, 2.5]));
        assert_eq!(
            column(&["1.250,50", "2"]),
            RuleColumn::Numbers(vec![1_250.5, 2.0])
        );
        let RuleColumn::Texts(texts) = column(&["1", "n/a", ""]) else {
            panic!("texts")
        };
        assert_eq!(texts, [Some("1".into()), Some("n/a".into()), None]);
        assert!(matches!(column(&["", ""]), RuleColumn::Texts(_)));
        let RuleColumn::Numbers(numbers) = column(&["1", ""]) else {
            panic!("numbers")
        };
        assert!(numbers[1].is_nan());
    }
}
