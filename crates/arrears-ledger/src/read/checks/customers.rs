//! Customers from a table of their own, or from the rows of the invoices.
//!
//! A file of customers has a row per customer (and `valid_from`): a second one is rejected, or left aside where the
//! config merged its customer into another. Where
//! `[ledger.customers]` names the file of the invoices, the customers are drawn from the invoice rows that are
//! used: those rows are accounted for as invoices, rows of a customer that agree become one, and where they
//! contradict each other the most frequent value (of equals: the first) is kept and the customer is flagged.

use std::collections::{HashMap, HashSet};

use polars::prelude::*;
use rayon::prelude::*;

use super::super::flags::{Flags, example};
use super::super::index::NONE;
use super::super::reasons;
use super::super::table::Loaded;
use super::super::view::{TextView, ours, sure};
use crate::{Day, FlagKind, LedgerError, RejectKind, Table};

/// Rejects all but the first row of a customer (and `valid_from`). The row of a customer that was merged into another
/// gives way to the other's own.
pub(crate) fn settle_duplicates(table: &mut Loaded) -> Result<(), LedgerError> {
    let (ids, valid_from) = (sure(table.text("customer_id")?)?, table.days("valid_from")?);
    let mut is_moved = vec![false; table.n_rows()];
    table.moved.iter().for_each(|&row| is_moved[row] = true);
    let key = |row: usize| {
        let from = valid_from.as_ref().and_then(|days| days.get(row));
        ids.get(row).map(|id| (id, from.map(|day| day.0)))
    };
    let mut first: HashMap<(&str, Option<i32>), usize> = HashMap::new();
    let mut own: HashSet<&str> = HashSet::new();
    for row in (0..table.n_rows()).filter(|&row| !is_moved[row]) {
        let Some(key) = key(row).filter(|_| !table.bad[row]) else {
            continue;
        };
        own.insert(key.0);
        match first.get(&key) {
            None => drop(first.insert(key, row)),
            Some(&earlier) => reject_second(table, row, key, earlier),
        }
    }
    for row in (0..table.n_rows()).filter(|&row| is_moved[row]) {
        let Some(key) = key(row).filter(|_| !table.bad[row]) else {
            continue;
        };
        if own.contains(key.0) || first.insert(key, row).is_some() {
            table.absorb(row);
        }
    }
    Ok(())
}

fn reject_second(table: &mut Loaded, row: usize, key: (&str, Option<i32>), earlier: usize) {
    let place = table.place(earlier).1;
    let reason = match key.1 {
        None => format!("duplicate `customer_id`: first on {place}"),
        Some(day) => {
            let day = Day(day);
            format!("duplicate `customer_id` and `valid_from` ({day}): first on {place}")
        }
    };
    let reason = reasons::duplicate(&reason, table.table, "customer_id");
    table.reject(row, "customer_id", key.0, RejectKind::Duplicate, reason);
}

/// The customers in the usable rows of the invoices: a row per customer (and `valid_from`), by first appearance.
pub(crate) fn from_invoices(
    invoices: &Loaded,
    flags: &mut Flags,
) -> Result<Vec<Column>, LedgerError> {
    let of_customers: Vec<_> = invoices
        .columns
        .iter()
        .filter(|column| column.planned.table == Table::Customers)
        .collect();
    let find = |name: &str| {
        of_customers
            .iter()
            .find(|column| column.planned.canonical == name)
    };
    let failed = ours("drawing customers from invoices");
    let ids = TextView(
        sure(find("customer_id"))?
            .series
            .str()
            .map_err(&failed)?
            .clone(),
    );
    let valid_from = find("valid_from")
        .map(|column| column.series.date())
        .transpose()
        .map_err(&failed)?;
    let groups = Groups::new(&ids, valid_from.map(|days| days.physical()), &invoices.bad);
    let mut columns = Vec::new();
    for column in &of_customers {
        let is_key = matches!(
            column.planned.canonical.as_str(),
            "customer_id" | "valid_from"
        );
        let rows = if is_key {
            groups.first.clone()
        } else {
            let values = column.series.cast(&DataType::String).map_err(&failed)?;
            let values = TextView(values.str().map_err(&failed)?.rechunk().into_owned());
            groups.most_frequent(&values, |group, detail| {
                let row = groups.first[group] as usize;
                let (file, place) = invoices.place(row);
                let detail = format!("`{}` is {detail}", column.planned.canonical);
                flags.add(
                    FlagKind::ContradictoryAttribute,
                    Table::Customers,
                    &invoices.files[file].name,
                    || example(place, ids.get(row).unwrap_or_default(), detail),
                );
            })
        };
        let rows = IdxCa::from_vec("row".into(), rows);
        columns.push(column.series.take(&rows).map_err(&failed)?.into_column());
    }
    Ok(columns)
}

/// The rows of each customer.
struct Groups {
    /// Group by row; `NONE` for rows that are not used.
    of_row: Vec<u32>,
    /// First row by group.
    first: Vec<u32>,
}

impl Groups {
    fn new(ids: &TextView, valid_from: Option<&Int32Chunked>, bad: &[bool]) -> Groups {
        let n_rows = ids.0.len();
        let mut groups = Groups {
            of_row: Vec::with_capacity(n_rows),
            first: Vec::new(),
        };
        let mut known: PlHashMap<(&str, Option<i32>), u32> = PlHashMap::default();
        for (row, bad) in bad.iter().enumerate() {
            if *bad {
                groups.of_row.push(NONE);
                continue;
            }
            let from = valid_from.and_then(|days| days.get(row));
            let next = groups.first.len() as u32;
            let group = *known
                .entry((ids.get(row).unwrap_or_default(), from))
                .or_insert(next);
            if group == next {
                groups.first.push(row as u32);
            }
            groups.of_row.push(group);
        }
        groups
    }

    /// The rows that are used, each with its group.
    fn used_rows(&self) -> impl Iterator<Item = (usize, usize)> {
        let used = self
            .of_row
            .iter()
            .enumerate()
            .filter(|(_, group)| **group != NONE);
        used.map(|(row, group)| (row, *group as usize))
    }

    /// By group, a row that has the group's most frequent value (of equals, the first met); empty cells do not
    /// count. Calls `contradiction` for groups with several values.
    fn most_frequent(
        &self,
        values: &TextView,
        mut contradiction: impl FnMut(usize, String),
    ) -> Vec<u32> {
        let mut best = self.first.clone();
        let mut has_value = vec![false; self.first.len()];
        let mut contradicts = vec![false; self.first.len()];
        for (row, group) in self.used_rows() {
            let Some(value) = values.get(row) else {
                continue;
            };
            if !has_value[group] {
                (has_value[group], best[group]) = (true, row as u32);
            } else if values.get(best[group] as usize) != Some(value) {
                contradicts[group] = true;
            }
        }
        let counts = self.count_values(values, &contradicts);
        for (group, counts) in counts {
            // Of equals the first: the maximum must be beaten, not met.
            let (mut row, mut most) = (counts[0].0, counts[0].1);
            for &(other, count) in &counts[1..] {
                if count > most {
                    (row, most) = (other, count);
                }
            }
            best[group] = row;
            let text = |row: u32| values.get(row as usize).unwrap_or_default();
            let shown: Vec<String> = counts
                .iter()
                .map(|(row, count)| format!("`{}` in {count} rows", text(*row)))
                .collect();
            contradiction(
                group,
                format!("{}; `{}` is kept", shown.join(", "), text(row)),
            );
        }
        best
    }

    /// For the groups asked: first row and count of each value, in order of appearance; groups in order.
    fn count_values(&self, values: &TextView, asked: &[bool]) -> Vec<(usize, Vec<(u32, u64)>)> {
        let mut counts: Vec<(usize, Vec<(u32, u64)>)> = asked
            .iter()
            .enumerate()
            .filter(|(_, asked)| **asked)
            .map(|(group, _)| (group, Vec::new()))
            .collect();
        for (row, group) in self.used_rows() {
            let Some(value) = values.get(row).filter(|_| asked[group]) else {
                continue;
            };
            let Ok(at) = counts.binary_search_by_key(&group, |(group, _)| *group) else {
                continue;
            };
            let found = &mut counts[at].1;
            match found
                .iter_mut()
                .find(|(first, _)| values.get(*first as usize) == Some(value))
            {
                Some((_, count)) => *count += 1,
                None => found.push((row as u32, 1)),
            }
        }
        counts
    }
}

/// The distinct ids of some columns, by first appearance: the customers where nothing else is known of them.
pub(crate) fn from_ids<'a>(columns: impl Iterator<Item = &'a StringChunked>) -> Column {
    const BLOCK: usize = 1024 * 1024;
    let blocks: Vec<StringChunked> = columns
        .flat_map(|ids| {
            let starts = (0..ids.len()).step_by(BLOCK);
            starts.map(move |start| ids.slice(start as i64, BLOCK))
        })
        .collect();
    // Each block tells its own first, so that what is left to be told in order is little.
    let distinct: Vec<Vec<&str>> = blocks
        .par_iter()
        .map(|ids| {
            let mut seen: PlHashSet<&str> = PlHashSet::default();
            ids.iter().flatten().filter(|id| seen.insert(*id)).collect()
        })
        .collect();
    let mut seen: PlHashSet<&str> = PlHashSet::default();
    let mut builder = StringChunkedBuilder::new("customer_id".into(), 1024);
    for id in distinct.into_iter().flatten() {
        if seen.insert(id) {
            builder.append_value(id);
        }
    }
    builder.finish().into_series().into_column()
}
