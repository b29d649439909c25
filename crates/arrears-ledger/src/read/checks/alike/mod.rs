//! Rows and customers that are perhaps one: told, never merged. What makes them one is a line of config.

mod names;

pub use names::key_of as name_key;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher as _, Hash};

use polars::prelude::{PlHashSet, PlRandomState, StringChunked};
use rayon::prelude::*;

use super::super::flags::{Flags, example};
use super::super::identity::without_leading_zeros;
use super::super::index::{IdIndex, NONE};
use super::super::table::Loaded;
use super::super::view::{TextView, money, sure};
use super::InvoiceLookup;
use crate::{FlagKind, LedgerError, Place, Table};

/// A customer with what may show that it is another too.
pub(crate) struct Person {
    pub id: String,
    pub administration: Option<String>,
    pub name: Option<String>,
    pub vat_id: Option<String>,
    pub bank_account: Option<String>,
    pub table: Table,
    pub file: String,
    pub place: Place,
}

impl Person {
    /// The customers of some rows of a table, with what its columns say of them.
    pub fn of_rows(
        table: &Loaded,
        rows: impl Iterator<Item = usize>,
    ) -> Result<Vec<Person>, LedgerError> {
        let ids = sure(table.text("customer_id")?)?;
        let administrations = table.text("administration")?;
        let names = table.customer_text("name")?;
        let vat_ids = table.customer_text("vat_id")?;
        let accounts = table.customer_text("bank_account")?;
        let owned = |column: &Option<TextView>, row: usize| {
            let column = column.as_ref()?;
            column.get(row).map(str::to_owned)
        };
        let person = |row: usize| {
            let (file, place) = table.place(row);
            Some(Person {
                id: ids.get(row)?.to_owned(),
                administration: owned(&administrations, row),
                name: owned(&names, row),
                vat_id: owned(&vat_ids, row),
                bank_account: owned(&accounts, row),
                table: table.table,
                file: table.files[file].name.clone(),
                place,
            })
        };
        Ok(rows.filter_map(person).collect())
    }

    fn shown(&self) -> String {
        let name = self
            .name
            .as_ref()
            .map(|name| format!(" (`{}`)", arrears_formats::shown(name)));
        format!(
            "`{}`{}",
            arrears_formats::shown(&self.id),
            name.unwrap_or_default()
        )
    }

    fn flag(&self, kind: FlagKind, detail: String, flags: &mut Flags) {
        flags.add(kind, self.table, &self.file, || {
            example(self.place, &self.id, detail)
        });
    }
}

/// The first usable row of each customer in a table.
pub(crate) fn first_rows(table: &Loaded) -> Result<Vec<usize>, LedgerError> {
    const BLOCK: usize = 1024 * 1024;
    let ids = sure(table.text("customer_id")?)?;
    // Each block tells its own first, so that what is left to be told in order is little.
    let of_blocks: Vec<Vec<usize>> = table
        .bad
        .par_chunks(BLOCK)
        .enumerate()
        .map(|(block, bad)| {
            let usable = bad.iter().enumerate().filter(|(_, bad)| !**bad);
            first_of(&ids, usable.map(|(row, _)| block * BLOCK + row))
        })
        .collect();
    Ok(first_of(&ids, of_blocks.into_iter().flatten()))
}

/// Of some rows the first of each id.
fn first_of(ids: &TextView, rows: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen: PlHashSet<&str> = PlHashSet::default();
    rows.filter(|&row| ids.get(row).is_some_and(|id| seen.insert(id)))
        .collect()
}

/// Flags customers who are perhaps one: by id, by name, by VAT number, by bank account.
pub(crate) fn flag_customers(people: &[Person], flags: &mut Flags) {
    flag_zeros(people, flags);
    let keys: Vec<String> = people
        .iter()
        .map(|person| {
            let key = names::key_of(person.name.as_deref().unwrap_or_default());
            match &person.administration {
                Some(administration) if !key.is_empty() => format!("{administration}/{key}"),
                _ => key,
            }
        })
        .collect();
    let by_name = names::earlier_alike(&keys);
    let by_vat = earlier_equal(people, |person| person.vat_id.as_deref());
    let by_account = earlier_equal(people, |person| person.bank_account.as_deref());
    for (at, person) in people.iter().enumerate() {
        let found = [
            (by_vat[at], "the VAT number of"),
            (by_account[at], "the bank account of"),
            (by_name[at], "nearly the name of"),
        ];
        let mut told = BTreeSet::new();
        for (other, words) in found {
            let Some(other) = other.filter(|other| told.insert(*other)) else {
                continue;
            };
            let detail = format!("{} bears {words} {}", person.shown(), people[other].shown());
            person.flag(FlagKind::AlikeCustomers, detail, flags);
        }
    }
}

/// For each person the first earlier one of the same administration with the same text, spaces and case apart.
fn earlier_equal(people: &[Person], text: impl Fn(&Person) -> Option<&str>) -> Vec<Option<usize>> {
    let mut first: HashMap<(Option<&str>, String), usize> = HashMap::new();
    let mut found = Vec::with_capacity(people.len());
    for (at, person) in people.iter().enumerate() {
        let key = crate::schema::squeeze(text(person).unwrap_or_default());
        found.push(if key.is_empty() {
            None
        } else {
            let earlier = *first
                .entry((person.administration.as_deref(), key))
                .or_insert(at);
            (earlier != at).then_some(earlier)
        });
    }
    found
}

fn flag_zeros(people: &[Person], flags: &mut Flags) {
    let ids: StringChunked = people
        .iter()
        .map(|person| Some(person.id.as_str()))
        .collect();
    let index = IdIndex::new(&ids, &vec![false; people.len()], |_, _| {});
    for (row, partner) in differing_by_zeros(&ids, &index) {
        let (person, other) = (&people[row], &people[partner]);
        let detail = format!("{} and {}", person.shown(), other.shown());
        person.flag(FlagKind::LeadingZeros, detail, flags);
    }
}

/// Flags invoices whose numbers differ only by leading zeros.
pub(crate) fn flag_invoice_zeros(
    table: &Loaded,
    index: &IdIndex<'_>,
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let ids = sure(table.text("invoice_id")?)?;
    for (row, partner) in differing_by_zeros(&ids.0, index) {
        flags.row(FlagKind::LeadingZeros, table, row, || {
            let (id, other) = (ids.get(row).unwrap_or(""), ids.get(partner).unwrap_or(""));
            (id.to_owned(), format!("`{id}` and `{other}`"))
        });
    }
    Ok(())
}

/// Indexed rows whose id another row's differs from only by leading zeros, each with the first such row, in order.
fn differing_by_zeros(ids: &StringChunked, index: &IdIndex<'_>) -> Vec<(usize, usize)> {
    let array = ids.downcast_as_array();
    let longer: Vec<(u32, u32)> = (0..ids.len())
        .into_par_iter()
        .flat_map_iter(|row| {
            let shorter = shorter_ids(array.get(row).unwrap_or_default());
            // Most ids have no zeros to leave out, and then none is looked up.
            let of_row = array.get(row).filter(|_| !shorter.is_empty());
            let indexed = of_row.is_some_and(|id| index.row(id) == row as u32);
            let rows = shorter.into_iter().map(|id| index.row(&id));
            rows.filter(move |&other| indexed && other != NONE)
                .map(move |other| (row as u32, other))
        })
        .collect();
    let mut partners: BTreeMap<usize, usize> = BTreeMap::new();
    for (a, b) in longer {
        for (row, partner) in [(a, b), (b, a)] {
            let known = partners.entry(row as usize).or_insert(partner as usize);
            *known = (*known).min(partner as usize);
        }
    }
    partners.into_iter().collect()
}

/// What is left of `id` without some of its leading zeros, after an administration if it has one.
fn shorter_ids(id: &str) -> Vec<String> {
    let start = id.rfind('/').map_or(0, |at| at + 1);
    let (head, number) = id.split_at(start);
    if !number.starts_with('0') {
        return Vec::new();
    }
    let n_zeros = number.len() - without_leading_zeros(number).len();
    (1..=n_zeros)
        .map(|zeros| format!("{head}{}", &number[zeros..]))
        .collect()
}

/// Flags invoices that say the same as an earlier one under another number.
pub(crate) fn flag_two_numbers(table: &Loaded, flags: &mut Flags) -> Result<(), LedgerError> {
    let (ids, customers) = (
        sure(table.text("invoice_id")?)?,
        sure(table.text("customer_id")?)?,
    );
    let (issued, due) = (
        sure(table.days("invoice_date")?)?,
        sure(table.days("due_date")?)?,
    );
    let (amounts, kinds) = (sure(table.amounts("amount")?)?, sure(table.text("kind")?)?);
    let references = table.text("po_reference")?;
    let reference = |row: usize| references.as_ref().and_then(|column| column.get(row));
    let key = |row: usize| {
        let cents = amounts.cents(row).filter(|cents| *cents != 0)?;
        Some((
            customers.get(row)?,
            issued.get(row)?,
            due.get(row)?,
            kinds.get(row)?,
            cents,
        ))
    };
    for group in equal_groups(&table.bad, key) {
        let first = group[0];
        for &row in &group[1..] {
            let differ = matches!((reference(row), reference(first)), (Some(a), Some(b)) if a != b);
            if differ {
                continue;
            }
            flags.row(FlagKind::TwoNumbers, table, row, || {
                let (id, other) = (ids.get(row).unwrap_or(""), ids.get(first).unwrap_or(""));
                let cents = money(amounts.cents(row).unwrap_or(0));
                (
                    id.to_owned(),
                    format!("`{id}` and `{other}`, both of {cents}"),
                )
            });
        }
    }
    Ok(())
}

/// Flags bookings that say the same as an earlier one in every column.
pub(crate) fn flag_repeated(
    table: &Loaded,
    invoice_rows: &[u32],
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let ids = sure(table.text("invoice_id")?)?;
    let customers = table.text("customer_id")?;
    let (dates, known) = (
        sure(table.days("payment_date")?)?,
        table.days("known_date")?,
    );
    let (amounts, kinds) = (sure(table.amounts("amount")?)?, sure(table.text("kind")?)?);
    let key = |row: usize| {
        Some((
            invoice_rows[row],
            customers.as_ref().and_then(|column| column.get(row)),
            dates.get(row)?,
            known.as_ref().and_then(|column| column.get(row)),
            amounts.cents(row)?,
            kinds.get(row),
        ))
    };
    for group in equal_groups(&table.bad, key) {
        let first = table.place(group[0]).1;
        for &row in &group[1..] {
            flags.row(FlagKind::RepeatedRow, table, row, || {
                let cents = money(amounts.cents(row).unwrap_or(0));
                (
                    ids.get(row).unwrap_or_default().to_owned(),
                    format!("{cents}, as on {first}"),
                )
            });
        }
    }
    Ok(())
}

/// Flags invoices that a linked credit note and a booking credit with the same amount.
pub(crate) fn flag_credited_twice(
    table: &Loaded,
    invoice_table: &Loaded,
    invoices: &InvoiceLookup<'_>,
    invoice_rows: &[u32],
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let Some(named) = invoice_table.text("credits_invoice_id")? else {
        return Ok(());
    };
    let invoice_kinds = sure(invoice_table.text("kind")?)?;
    let mut linked: HashMap<(u32, i64), usize> = HashMap::new();
    for row in (0..invoice_table.n_rows()).filter(|&row| !invoice_table.bad[row]) {
        let target = named.get(row).map_or(NONE, |id| invoices.index.row(id));
        if target != NONE && invoice_kinds.get(row) == Some("credit_note") {
            let cents = invoices.amount.cents(row).unwrap_or(0).abs();
            linked.entry((target, cents)).or_insert(row);
        }
    }
    let (amounts, kinds) = (sure(table.amounts("amount")?)?, sure(table.text("kind")?)?);
    let ids = sure(invoice_table.text("invoice_id")?)?;
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
        let cents = amounts.cents(row).unwrap_or(0).abs();
        let note = linked.get(&(invoice_rows[row], cents));
        if let Some(&note) = note.filter(|_| kinds.get(row) == Some("credit_note")) {
            flags.row(FlagKind::CreditedTwice, table, row, || {
                let invoice = ids.get(invoice_rows[row] as usize).unwrap_or_default();
                let (note, cents) = (ids.get(note).unwrap_or_default(), money(cents));
                (
                    invoice.to_owned(),
                    format!("{cents} by credit note `{note}` and by this booking"),
                )
            });
        }
    }
    Ok(())
}

/// Groups of usable rows with equal keys, each in the order of rows, ordered by their first row.
fn equal_groups<K: Hash + PartialEq>(
    bad: &[bool],
    key: impl Fn(usize) -> Option<K> + Sync,
) -> Vec<Vec<usize>> {
    let blocks = dealt(bad, &key);
    let mut groups: Vec<Vec<usize>> = (0..BUCKETS)
        .into_par_iter()
        .flat_map_iter(|bucket| {
            let mut hashed: Vec<u64> = Vec::new();
            for block in &blocks {
                hashed.extend_from_slice(&block[bucket]);
            }
            hashed.sort_unstable();
            equal_in(&hashed, &key)
        })
        .collect();
    groups.sort_unstable_by_key(|group| group[0]);
    groups
}

/// Half a hash above the row: numbers sort in half the time and the room of pairs, and equal keys are made sure of.
const HASH: u64 = !0 << 32;
/// By the highest bits of the hash, so that each is sorted within a core's cache.
const BUCKETS: usize = 256;

/// The usable rows with the hash of their key, by bucket; a block of rows at a time.
fn dealt<K: Hash>(bad: &[bool], key: &(impl Fn(usize) -> Option<K> + Sync)) -> Vec<Vec<Vec<u64>>> {
    const BLOCK: usize = 512 * 1024;
    let hasher = PlRandomState::default();
    let deal = |(block, bad): (usize, &[bool])| {
        let mut buckets = vec![Vec::new(); BUCKETS];
        for (at, _) in bad.iter().enumerate().filter(|(_, bad)| !**bad) {
            let row = block * BLOCK + at;
            if let Some(key) = key(row) {
                let hash = hasher.hash_one(key);
                buckets[(hash >> 56) as usize].push((hash & HASH) | row as u64);
            }
        }
        buckets
    };
    bad.par_chunks(BLOCK).enumerate().map(deal).collect()
}

/// Groups of rows with equal keys, from hashes in order.
fn equal_in<K: PartialEq>(hashed: &[u64], key: impl Fn(usize) -> Option<K>) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    for run in hashed
        .chunk_by(|a, b| a & HASH == b & HASH)
        .filter(|run| run.len() > 1)
    {
        // Different keys may have one hash.
        let mut left: Vec<usize> = run.iter().map(|row| (row & !HASH) as usize).collect();
        while let Some(&first) = left.first() {
            let (group, others): (Vec<usize>, Vec<usize>) =
                left.into_iter().partition(|&row| key(row) == key(first));
            if group.len() > 1 {
                groups.push(group);
            }
            left = others;
        }
    }
    groups
}
