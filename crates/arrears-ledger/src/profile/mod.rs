//! Exports whose columns are known: `profiles/*.toml`, compiled in.
//!
//! A profile names what each column of an export is called, in the languages of its package, which of them give the
//! export away, and which column of the ledger each is. It is recognised by its headers alone: in any order, with
//! further columns between them, and whatever their case and punctuation.

mod list;
mod markdown;

pub use markdown::to_markdown;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::propose::fold;
use crate::schema::squeeze;
use crate::{LedgerError, Table};

/// An export whose columns are known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// File name without its ending.
    #[serde(skip)]
    pub id: String,
    /// What it is called in messages.
    pub name: String,
    /// What the export is.
    pub about: String,
    /// How to make it in its package.
    pub export: String,
    /// Which of the headers were found in public material, and which were not.
    pub confirmed: String,
    /// What goes wrong with it.
    pub traps: Vec<String>,
    /// What each column is called: the first that a file has is taken.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Headers of amounts in the currency of the books: beside them the currency of the invoice is not mapped.
    #[serde(default)]
    pub in_ledger_currency: Vec<String>,
    /// The currency of all its amounts, where it is published in one.
    #[serde(default)]
    pub currency: Option<String>,
    /// The columns that give the export away.
    pub signature: Vec<String>,
    /// The tables drawn from it.
    pub tables: BTreeMap<Table, ProfileTable>,
}

/// A table drawn from a known export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProfileTable {
    /// Columns without which the export has no such table.
    pub needs: Vec<String>,
    /// Which rows are the table's.
    pub only: BTreeMap<String, Vec<String>>,
    /// Canonical name = column, or several of which the first that the file has is taken.
    pub columns: BTreeMap<String, Choice>,
    /// Why a canonical column is taken from where it is.
    pub notes: BTreeMap<String, String>,
}

/// A column, or several to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Choice {
    /// One column.
    One(String),
    /// The first that the file has.
    First(Vec<String>),
}

impl Choice {
    /// The columns, best first.
    pub fn keys(&self) -> &[String] {
        match self {
            Choice::One(key) => std::slice::from_ref(key),
            Choice::First(keys) => keys,
        }
    }
}

/// A file recognised as a known export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// The profile.
    pub profile: &'static Profile,
    /// By column of the profile, its header in the file.
    pub located: BTreeMap<String, String>,
    /// Columns of the signature that the file has.
    pub n_found: usize,
    /// Other profiles that fit as well.
    pub others: Vec<&'static str>,
}

impl Recognised {
    /// Whether the whole signature is there, and of this profile alone.
    pub fn is_sure(&self) -> bool {
        self.n_found == self.profile.signature.len() && self.others.is_empty()
    }
}

/// Every profile, by file name.
pub fn profiles() -> &'static [Profile] {
    &PROFILES
}

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let parsed = list::SOURCES
        .iter()
        .map(|(id, text)| Profile::parse(id, text));
    // A test parses each: one that does not is left out here rather than taking the program down.
    parsed.filter_map(Result::ok).collect()
});

impl Profile {
    /// Parses a profile.
    pub fn parse(id: &str, text: &str) -> Result<Profile, LedgerError> {
        let profile: Profile = toml::from_str(text).map_err(|error| LedgerError::Internal {
            doing: "reading a profile",
            reason: format!("`{id}`: {error}"),
        })?;
        Ok(Profile {
            id: id.to_owned(),
            ..profile
        })
    }

    /// The columns of the profile that a header has.
    fn locate(&self, header: &[String]) -> BTreeMap<String, String> {
        let folded: Vec<String> = header.iter().map(|name| key_of(name)).collect();
        let find = |names: &[String]| {
            names.iter().find_map(|name| {
                let wanted = key_of(name);
                let at = folded.iter().position(|name| *name == wanted)?;
                Some(header[at].clone())
            })
        };
        self.headers
            .iter()
            .filter_map(|(key, names)| Some((key.clone(), find(names)?)))
            .collect()
    }
}

/// Headers are compared without case, accents, spaces and punctuation.
fn key_of(header: &str) -> String {
    squeeze(&fold(header))
}

/// Fewer headers than this say too little to leave one out.
const ENOUGH: usize = 5;

/// The known export that a header is of: of those whose whole signature it has, or all but one, the longest.
pub fn recognise(header: &[String]) -> Option<Recognised> {
    let mut found: Vec<Recognised> = Vec::new();
    for profile in profiles() {
        let located = profile.locate(header);
        let n_found = profile
            .signature
            .iter()
            .filter(|key| located.contains_key(*key))
            .count();
        let n_wanted = profile.signature.len();
        if n_found == n_wanted || (n_wanted >= ENOUGH && n_found + 1 == n_wanted) {
            found.push(Recognised {
                profile,
                located,
                n_found,
                others: Vec::new(),
            });
        }
    }
    let rank = |found: &Recognised| {
        (
            found.n_found == found.profile.signature.len(),
            found.n_found,
        )
    };
    let best = found.iter().map(rank).max()?;
    let mut best = found.into_iter().filter(|found| rank(found) == best);
    let mut first = best.next()?;
    first.others = best.map(|other| other.profile.name.as_str()).collect();
    Some(first)
}
