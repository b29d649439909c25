//! Whether statements are whole: balances that add up, none missing between them, none counted twice.

use std::collections::{BTreeMap, HashMap};

use arrears_formats::{DecimalMark, TextTable, parse_cents, shown};

use super::entries::BankEntry;
use crate::read::money;
use crate::{Day, FlagKind};

/// A statement: whose, its balances, and its entries by position among all.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// Position of its file.
    pub file: usize,
    /// Name of its file.
    pub file_name: String,
    /// Line on which it begins.
    pub line: u64,
    account: String,
    currency: String,
    number: String,
    opening: Option<(Day, i64)>,
    closing: Option<(Day, i64)>,
    /// Its entries.
    pub entries: std::ops::Range<usize>,
}

/// What is odd about a statement.
pub(super) struct Oddity {
    /// Its kind.
    pub kind: FlagKind,
    /// The statement, by position.
    pub statement: usize,
    /// In words.
    pub detail: String,
}

impl Statement {
    /// A row of the table `statements`; its entries are told later.
    pub fn new(
        table: &TextTable,
        row: usize,
        file: (usize, &str),
        first_entry: usize,
    ) -> Statement {
        let cell = |column: &str| {
            table
                .position(column)
                .map_or("", |position| table.columns[position].get(row))
        };
        let balance = |name: &str| {
            let day = cell(&format!("{name}_day")).parse().ok()?;
            Some((
                day,
                parse_cents(cell(&format!("{name}_balance")), DecimalMark::Point)?,
            ))
        };
        Statement {
            file: file.0,
            file_name: file.1.to_owned(),
            line: table.line(row),
            account: cell("account").to_owned(),
            currency: cell("currency").to_owned(),
            number: cell("number").to_owned(),
            opening: balance("opening"),
            closing: balance("closing"),
            entries: first_entry..first_entry,
        }
    }

    /// The days of its balances, where it has both.
    fn days(&self) -> Option<(Day, Day)> {
        Some((self.opening?.0, self.closing?.0))
    }

    /// Where it stands, for messages.
    pub fn place(&self) -> String {
        format!("line {} of `{}`", self.line, shown(&self.file_name))
    }

    /// The account and the number, for messages.
    pub fn id(&self) -> String {
        format!("{} {}", shown(&self.account), shown(&self.number))
            .trim()
            .to_owned()
    }
}

/// What all statements together show.
pub(super) struct Checked {
    /// What is odd.
    pub oddities: Vec<Oddity>,
    /// By entry, the statement in which it counts, where that is another one.
    pub repeated: BTreeMap<usize, usize>,
}

/// Checks the statements; an entry that cannot be read is `None`.
pub(super) fn check(statements: &[Statement], entries: &[Option<BankEntry>]) -> Checked {
    let mut checked = Checked {
        oddities: Vec::new(),
        repeated: BTreeMap::new(),
    };
    let mut accounts: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (position, statement) in statements.iter().enumerate() {
        add_up(position, statement, entries, &mut checked.oddities);
        accounts
            .entry((&statement.account, &statement.currency))
            .or_default()
            .push(position);
    }
    for positions in accounts.into_values() {
        let kept = leave_out_repeats(statements, entries, &positions, &mut checked);
        follow(statements, entries, kept, &mut checked);
    }
    checked
        .oddities
        .sort_by_key(|oddity| (oddity.statement, oddity.kind));
    checked
}

/// The opening balance and the booked entries make the closing balance.
fn add_up(
    position: usize,
    statement: &Statement,
    entries: &[Option<BankEntry>],
    oddities: &mut Vec<Oddity>,
) {
    let (Some((_, opening)), Some((_, closing))) = (statement.opening, statement.closing) else {
        oddities.push(Oddity {
            kind: FlagKind::StatementUnbalanced,
            statement: position,
            detail: "it has no opening and closing balance that can be read".to_owned(),
        });
        return;
    };
    let booked = entries[statement.entries.clone()]
        .iter()
        .flatten()
        .filter(|entry| !entry.is_pending);
    let sum = booked.fold(0_i64, |sum, entry| sum.saturating_add(entry.cents));
    let reached = opening.saturating_add(sum);
    if reached != closing {
        let (opening, sum, reached, closing) =
            (money(opening), money(sum), money(reached), money(closing));
        oddities.push(Oddity {
            kind: FlagKind::StatementUnbalanced,
            statement: position,
            detail: format!(
                "{opening} and entries of {sum} make {reached}, it closes with {closing}"
            ),
        });
    }
}

/// Statements that are the same as one before; gives the others.
fn leave_out_repeats(
    statements: &[Statement],
    entries: &[Option<BankEntry>],
    positions: &[usize],
    checked: &mut Checked,
) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for &position in positions {
        let statement = &statements[position];
        let is_same = |other: &&usize| {
            let other = &statements[**other];
            other.opening.is_some()
                && (other.opening, other.closing) == (statement.opening, statement.closing)
                && entries[other.entries.clone()] == entries[statement.entries.clone()]
        };
        let Some(&first) = kept.iter().find(is_same) else {
            kept.push(position);
            continue;
        };
        checked
            .repeated
            .extend(statement.entries.clone().map(|entry| (entry, first)));
        checked.oddities.push(Oddity {
            kind: FlagKind::StatementRepeated,
            statement: position,
            detail: format!("the same as the one on {}", statements[first].place()),
        });
    }
    kept
}

/// Each statement opens with what the one before closed with, and on a later day than those before closed.
fn follow(
    statements: &[Statement],
    entries: &[Option<BankEntry>],
    mut kept: Vec<usize>,
    checked: &mut Checked,
) {
    let days = |position: &usize| statements[*position].days();
    kept.retain(|position| days(position).is_some());
    kept.sort_by_key(days);
    for at in 1..kept.len() {
        let Some((closed_on, closed)) = statements[kept[at - 1]].closing else {
            continue;
        };
        // Of several of one day the one that follows comes next.
        let opens_so = |position: &usize| {
            statements[*position].opening.map(|(_, cents)| cents) == Some(closed)
        };
        let same_days = kept[at..]
            .iter()
            .take_while(|position| days(position) == days(&kept[at]));
        let ahead = same_days.clone().position(opens_so);
        if let Some(ahead) = ahead {
            kept[at..=at + ahead].rotate_right(1);
        }
        let statement = &statements[kept[at]];
        let Some((opened_on, opened)) = statement.opening else {
            continue;
        };
        let overlapping: Vec<usize> = kept[..at]
            .iter()
            .copied()
            .filter(|position| {
                statements[*position]
                    .closing
                    .is_some_and(|(day, _)| day > opened_on)
            })
            .collect();
        if ahead.is_some() && overlapping.is_empty() {
            continue;
        }
        let n_repeated = leave_out_entries(kept[at], &overlapping, statements, entries, checked);
        let (kind, told) = match (overlapping.is_empty(), n_repeated) {
            (true, _) => (
                FlagKind::StatementGap,
                "one between them is missing".to_owned(),
            ),
            (false, 0) => (
                FlagKind::StatementOverlap,
                "no entry has a reference of the bank that stands in both".to_owned(),
            ),
            (false, n) => (
                FlagKind::StatementOverlap,
                format!("{n} entries stand in both and count once"),
            ),
        };
        checked.oddities.push(Oddity {
            kind,
            statement: kept[at],
            detail: format!(
                "it opens on {opened_on} with {}, the one before closed on {closed_on} with {}: {told}",
                money(opened),
                money(closed)
            ),
        });
    }
}

/// Leaves out the entries of a statement that one of `others` has too. Only those with a reference of the bank are told
/// so: two payments may be alike in all else.
fn leave_out_entries(
    position: usize,
    others: &[usize],
    statements: &[Statement],
    entries: &[Option<BankEntry>],
    checked: &mut Checked,
) -> usize {
    let mut known = HashMap::new();
    for other in others {
        for entry in entries[statements[*other].entries.clone()].iter().flatten() {
            known.entry(entry.key()).or_insert(*other);
        }
    }
    let mut n = 0;
    for number in statements[position].entries.clone() {
        let Some(entry) = &entries[number] else {
            continue;
        };
        if entry.bank_reference.is_empty() {
            continue;
        }
        if let Some(other) = known.get(&entry.key()) {
            checked.repeated.insert(number, *other);
            n += 1;
        }
    }
    n
}
