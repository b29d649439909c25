//! Which currency the amounts of a table are in: what their header says, a column of codes, or the profile.
//!
//! An amount in the currency of the books stands beside the currency of the invoice in many exports: mapping both would
//! convert it twice. An amount in the currency of the invoice without its column would add up dollars as euros.

use super::facts::{ColumnFacts, FileFacts};
use super::lexicon::Notion;
use super::words::read;
use super::{ColumnProposal, Confidence, Proposal, TableProposal};
use crate::profile::{Profile, profiles};
use crate::schema::{self, currency_code};
use crate::{Table, schema::squeeze};

/// Columns that hold amounts, best first.
const AMOUNTS: [&str; 3] = ["amount", "debit", "credit"];

impl Proposal {
    /// Maps `currency` where the amounts need it, leaves it out where they do not, and asks what the file leaves open.
    pub(super) fn settle_currency(&mut self, table: &mut TableProposal, facts: &FileFacts) {
        if !matches!(table.table, Table::Invoices | Table::Payments) {
            return;
        }
        if let Some(currency) = self.published_currency(table) {
            self.config.currency = currency;
        }
        let Some(amount) = amount_of(table) else {
            return;
        };
        let told = told_currency(&amount);
        if let Some(code) = told {
            self.set_currency(table, &amount, code);
        }
        if told.is_some() || is_local(&amount) || self.is_of_books(table, &amount) {
            self.leave_out(table, facts, &amount);
        } else {
            map_codes(table, facts);
        }
        self.ask_for_codes(table, facts);
    }

    /// The header of the amounts names their currency.
    fn set_currency(&mut self, table: &TableProposal, amount: &str, code: &str) {
        if table.table != Table::Invoices || code == self.config.currency {
            return;
        }
        code.clone_into(&mut self.config.currency);
        self.doubts.push(format!(
            "`{}`: confirm that amounts are in {code}, as `{amount}` says",
            table.path.display()
        ));
    }

    /// Amounts in the currency of the books have no other, whatever the invoice was written in.
    fn leave_out(&mut self, table: &mut TableProposal, facts: &FileFacts, amount: &str) {
        let mapped = table.columns.iter().position(|c| c.canonical == "currency");
        let Some(at) = mapped else {
            return;
        };
        let column = table.columns[at].column.clone();
        let is_empty = facts
            .column(&column)
            .is_some_and(|found| found.distinct().is_empty());
        let is_same = facts.column(&column).is_some_and(|column| {
            let mut codes = column.distinct().iter();
            codes.all(|code| currency_code(code) == Some(self.config.currency.as_str()))
        });
        if is_same && !is_empty {
            return;
        }
        table.columns.remove(at);
        // Of a file of two tables the first tells what is not used.
        if table.table == Table::Invoices || table.only.is_empty() {
            table.unmapped.push(column.clone());
        }
        if is_empty {
            return;
        }
        // What is open is in the currency of the invoice, unless it says otherwise: it would be held against another.
        table
            .columns
            .retain(|column| column.canonical != "open_amount" || is_local(&column.column));
        self.doubts.push(format!(
            "`{}`: confirm that `{amount}` is in {} in every row, whatever `{column}` says: `{column}` is not mapped, so \
             that nothing is converted twice",
            table.path.display(),
            self.config.currency
        ));
    }

    /// A column of other codes that nothing uses is told.
    fn ask_for_codes(&mut self, table: &TableProposal, facts: &FileFacts) {
        let is_settled = |column: &ColumnFacts| {
            let name = format!("`{}`", column.name);
            table.columns.iter().any(|c| c.column == column.name)
                || self.doubts.iter().any(|doubt| doubt.contains(&name))
        };
        let has_currency = table.columns.iter().any(|c| c.canonical == "currency");
        let others = facts.columns.iter().filter(|column| {
            let mut codes = column.distinct().iter();
            holds_codes(column)
                && codes.any(|code| currency_code(code) != Some(self.config.currency.as_str()))
        });
        let others: Vec<String> = others
            .filter(|column| !has_currency && !is_settled(column))
            .map(|column| {
                let codes: Vec<&str> = column.distinct().iter().map(String::as_str).collect();
                format!(
                    "`{}`: `{}` holds codes of currencies ({}) and is not used: if amounts are in them, set `currency = \
                     \"{}\"` under `[ledger.{}.columns]`",
                    table.path.display(),
                    column.name,
                    codes.join(", "),
                    column.name,
                    table.table
                )
            })
            .collect();
        self.doubts.extend(others);
    }

    /// The currency of a file that is published in one.
    fn published_currency(&self, table: &TableProposal) -> Option<String> {
        self.profile_of(table)?.currency.clone()
    }

    /// Whether the profile knows that such amounts are in the currency of the books.
    fn is_of_books(&self, table: &TableProposal, amount: &str) -> bool {
        let profile = self.profile_of(table);
        profile.is_some_and(|profile| {
            let mut headers = profile.in_ledger_currency.iter();
            headers.any(|header| squeeze(header) == squeeze(amount))
        })
    }

    fn profile_of(&self, table: &TableProposal) -> Option<&'static Profile> {
        let known = self.known.iter().find(|known| known.path == table.path)?;
        profiles().iter().find(|profile| profile.id == known.id)
    }

    /// Whether something says which currency the amounts are in, right or in doubt.
    pub(super) fn says_currency(&self, table: &TableProposal, facts: &FileFacts) -> bool {
        let is_published = self.published_currency(table).is_some();
        let is_told = amount_of(table).is_some_and(|amount| told_currency(&amount).is_some());
        is_published || is_told || facts.columns.iter().any(holds_codes)
    }
}

fn amount_of(table: &TableProposal) -> Option<String> {
    AMOUNTS.iter().find_map(|name| {
        let mut columns = table.columns.iter();
        let amount = columns.find(|column| column.canonical == *name)?;
        Some(amount.column.clone())
    })
}

/// The one code that a header writes, as in `Bedrag EUR`.
fn told_currency(header: &str) -> Option<&'static str> {
    let words = header.split(|character: char| !character.is_alphabetic() && character != '€');
    let mut codes = words.filter_map(|word| {
        let is_code = word.chars().all(|character| !character.is_lowercase());
        let is_euro = word.eq_ignore_ascii_case("euro") || word.eq_ignore_ascii_case("eur");
        match is_euro {
            true => Some("EUR"),
            // Short words of several languages are codes too, but not written large beside small ones.
            false => currency_code(word).filter(|_| is_code && header != header.to_uppercase()),
        }
    });
    let first = codes.next()?;
    codes.all(|code| code == first).then_some(first)
}

/// Whether a header says that it is in the currency of the books.
fn is_local(header: &str) -> bool {
    let notions = read(header).notions;
    notions.contains(&Notion::Local) && !notions.contains(&Notion::Foreign)
}

/// Whether a column holds codes of currencies and nothing else.
fn holds_codes(column: &ColumnFacts) -> bool {
    let mut values = column.distinct().iter();
    !column.distinct().is_empty() && values.all(|value| currency_code(value).is_some())
}

/// Maps a column of codes that is called a currency, where none is mapped.
fn map_codes(table: &mut TableProposal, facts: &FileFacts) {
    let is_used = |name: &str| table.columns.iter().any(|c| c.column == name);
    if table.columns.iter().any(|c| c.canonical == "currency") {
        return;
    }
    let is_currency = |column: &&ColumnFacts| {
        let notions = read(&column.name).notions;
        notions.contains(&Notion::Currency) && !notions.contains(&Notion::Local)
    };
    let mut columns = facts.columns.iter().filter(is_currency);
    let Some(found) = columns.find(|column| holds_codes(column) && !is_used(&column.name)) else {
        return;
    };
    let name = found.name.clone();
    table.unmapped.retain(|unmapped| *unmapped != name);
    table.insert(ColumnProposal {
        canonical: "currency".to_owned(),
        column: name,
        confidence: Confidence::Medium,
        reason: "its values are codes of currencies".to_owned(),
    });
}

impl TableProposal {
    /// Adds a column in the schema's order.
    pub(super) fn insert(&mut self, column: ColumnProposal) {
        self.columns.push(column);
        let names = schema::columns_of(self.table);
        let place =
            |column: &ColumnProposal| names.iter().position(|def| def.name == column.canonical);
        self.columns.sort_by_key(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_their_currency_only_as_a_code() {
        for (header, code) in [
            ("Bedrag EUR", Some("EUR")),
            ("Bedrag (€)", Some("EUR")),
            ("Amount USD", Some("USD")),
            ("Bedrag in euro", Some("EUR")),
            ("Bedrag", None),
            ("Total all", None),
            ("TOTAL ALL", None),
            ("EUR/USD Betrag", None),
        ] {
            assert_eq!(told_currency(header), code, "{header}");
        }
    }
}
