//! Which of several amounts is the one billed, told by the rows: two columns of which one is always empty are debit and
//! credit, and of three of which one is the sum of the others the sum is what is to be paid.

use arrears_formats::{DecimalMark, MarkFinding, parse_cents};

use super::facts::{ColumnFacts, FileFacts};
use super::lexicon::Notion;
use super::words::{read, words_of};
use super::{ColumnProposal, Confidence, TableProposal};
use crate::Table;
use crate::schema::ColumnType;

/// Marks of the debit side in a header.
const DEBIT: [&str; 8] = ["d", "db", "dr", "dt", "deb", "debet", "debit", "soll"];
/// Marks of the credit side in a header.
const CREDIT: [&str; 7] = ["c", "cr", "ct", "cred", "credit", "crediteren", "haben"];
/// Share of a column's values that must be amounts.
const FIT: f64 = 0.9;
/// Rows that a sum must hold in to say something.
const N_ROWS: usize = 3;

/// Takes the amounts of a table as the rows tell them.
pub(super) fn settle_amounts(table: &mut TableProposal, facts: &FileFacts) {
    if !matches!(table.table, Table::Invoices | Table::Payments) {
        return;
    }
    take_sides(table, facts);
    if table.table == Table::Invoices {
        take_sum(table, facts);
    }
}

/// Two amounts whose names differ by the side of the books, of which no row has both.
fn take_sides(table: &mut TableProposal, facts: &FileFacts) {
    let has = |name: &str| table.columns.iter().any(|c| c.canonical == name);
    if has("debit") && has("credit") {
        return;
    }
    let Some((debit, credit)) = sides(facts) else {
        return;
    };
    let names = [debit.name.clone(), credit.name.clone()];
    table.columns.retain(|column| {
        let is_amount = matches!(column.canonical.as_str(), "amount" | "debit" | "credit");
        !is_amount && !names.contains(&column.column)
    });
    table.unmapped.retain(|name| !names.contains(name));
    table.missing.retain(|name| name != "amount");
    for (canonical, name, other) in [
        ("debit", &names[0], &names[1]),
        ("credit", &names[1], &names[0]),
    ] {
        table.insert(ColumnProposal {
            canonical: canonical.to_owned(),
            column: name.clone(),
            confidence: Confidence::High,
            reason: format!("no row has an amount in `{other}` as well"),
        });
    }
}

fn sides(facts: &FileFacts) -> Option<(&ColumnFacts, &ColumnFacts)> {
    let amounts = || facts.columns.iter().filter(|column| is_amount(column));
    let pairs = amounts().flat_map(|debit| amounts().map(move |credit| (debit, credit)));
    pairs
        .filter(|(debit, credit)| are_sides(&debit.name, &credit.name))
        .find(|(debit, credit)| never_both(debit, credit))
}

/// Whether two headers are the same but for one word: the side of the books.
fn are_sides(debit: &str, credit: &str) -> bool {
    let (debit, credit) = (words_of(debit), words_of(credit));
    let differs = |(a, b): &(&String, &String)| a != b;
    let different: Vec<_> = debit.iter().zip(&credit).filter(differs).collect();
    debit.len() == credit.len()
        && matches!(different.as_slice(), [(debit, credit)]
            if DEBIT.contains(&debit.as_str()) && CREDIT.contains(&credit.as_str()))
}

fn never_both(debit: &ColumnFacts, credit: &ColumnFacts) -> bool {
    let is_filled = |column: &ColumnFacts, row| {
        let cell = column.cell(row).unwrap_or("");
        cell.contains(|character: char| matches!(character, '1'..='9'))
    };
    let n_rows = debit.n_rows();
    let mut rows = 0..n_rows;
    n_rows > 0 && rows.all(|row| !(is_filled(debit, row) && is_filled(credit, row)))
}

fn is_amount(column: &ColumnFacts) -> bool {
    column.fit(ColumnType::Amount) >= FIT && column.n_values() > 0
}

/// The amount is a part of another column, and a third one the rest: that other is billed.
fn take_sum(table: &mut TableProposal, facts: &FileFacts) {
    let mut columns = table.columns.iter();
    let Some(at) = columns.position(|column| column.canonical == "amount") else {
        return;
    };
    let part = table.columns[at].column.clone();
    let Some((rest, sum)) = sum_with(facts, &part) else {
        return;
    };
    table.unmapped.retain(|name| *name != sum);
    table.unmapped.push(part.clone());
    table.columns[at] = ColumnProposal {
        canonical: "amount".to_owned(),
        confidence: Confidence::Medium,
        reason: format!("in every row it is `{part}` and `{rest}` together"),
        column: sum,
    };
}

/// The column that with `part` adds up to another in every row, and that other.
fn sum_with(facts: &FileFacts, part: &str) -> Option<(String, String)> {
    let amounts: Vec<(&str, Vec<Option<i64>>)> = facts
        .columns
        .iter()
        .filter(|column| column.name == part || (is_amount(column) && column.has_decimals()))
        .map(|column| (column.name.as_str(), cents_of(column)))
        .collect();
    let (_, part_cents) = amounts.iter().find(|(name, _)| *name == part)?;
    let others = || amounts.iter().filter(|(name, _)| *name != part);
    let pairs = others().flat_map(|rest| others().map(move |sum| (rest, sum)));
    pairs
        // What is open adds up with what is paid, and a balance with what was open before.
        .filter(|((rest, _), (sum, _))| rest != sum && !is_open(sum))
        .find(|((_, rest), (_, sum))| is_sum(part_cents, rest, sum))
        .map(|((rest, _), (sum, _))| ((*rest).to_owned(), (*sum).to_owned()))
}

fn is_open(header: &str) -> bool {
    let notions = read(header).notions;
    notions.contains(&Notion::Open) || notions.contains(&Notion::Paid)
}

/// Whether two parts add up to the whole in every row that has one, and the second is no mere zero.
fn is_sum(part: &[Option<i64>], rest: &[Option<i64>], sum: &[Option<i64>]) -> bool {
    let rows = || {
        part.iter()
            .zip(rest)
            .zip(sum)
            .map(|((a, b), c)| (*a, *b, *c))
    };
    let adds_up = |(part, rest, sum): (Option<i64>, Option<i64>, Option<i64>)| match (part, sum) {
        (None, None) => true,
        (Some(part), Some(sum)) => {
            part.checked_add(rest.unwrap_or(0)) == Some(sum) && part.abs() <= sum.abs()
        }
        _ => false,
    };
    let n_rest = rows().filter(|(_, rest, _)| rest.is_some_and(|rest| rest != 0));
    n_rest.count() >= N_ROWS && rows().all(adds_up)
}

fn cents_of(column: &ColumnFacts) -> Vec<Option<i64>> {
    let mark = match column.mark() {
        MarkFinding::Decided(mark) => mark,
        _ => DecimalMark::Point,
    };
    let cents = |row| parse_cents(column.cell(row)?, mark);
    (0..column.n_rows()).map(cents).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_two_sides_differ_by_one_word() {
        for (debit, credit) in [
            ("Bedrag D", "Bedrag C"),
            ("D", "C"),
            ("Bedr.D", "Bedr.C"),
            ("Betrag Soll", "Betrag Haben"),
        ] {
            assert!(are_sides(debit, credit), "{debit} {credit}");
        }
        for (debit, credit) in [
            ("Bedrag C", "Bedrag D"),
            ("Bedrag D", "Saldo C"),
            ("D", "D"),
        ] {
            assert!(!are_sides(debit, credit), "{debit} {credit}");
        }
    }
}
