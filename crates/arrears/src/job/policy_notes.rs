//! What a policy says that means nothing on this ledger, or two things at once.
//!
//! Notes and no errors: a sector may come back next month, and a share is another bound with every ledger.

use arrears_features::{Book, CustomerIx};
use arrears_insight::customers::{Ambiguous, Segment};
use arrears_insight::text::{Language, Text, count};
use arrears_ledger::Day;

use crate::config::{PolicyFile, nearest};

/// A name that the policy gives and a column of the customers table may hold.
struct Named<'a> {
    /// Its place in the file.
    key: String,
    /// The column.
    column: &'a str,
    /// The name.
    name: &'a str,
    /// Whether capitals and blanks at the ends do not matter.
    loosely: bool,
}

/// Size classes, sectors and texts of rules that no customer of the ledger has.
pub fn unknown_names(
    book: &Book,
    as_of: Day,
    customers: &[CustomerIx],
    file: &PolicyFile,
) -> Vec<Text> {
    let note = |named: Named<'_>| {
        let texts = book.customer_texts(named.column, customers, as_of);
        // A rule on what is no column is about a figure; a section on a column that is absent is about nobody.
        let texts = if named.loosely {
            texts?
        } else {
            texts.unwrap_or_default()
        };
        let mut known: Vec<String> = texts.into_iter().flatten().collect();
        known.sort_unstable();
        known.dedup();
        let is_known = known.iter().any(|known| named.is(known));
        (!is_known).then(|| unknown(file, &named, nearest(named.name, &known).as_deref()))
    };
    names(file).into_iter().filter_map(note).collect()
}

fn names(file: &PolicyFile) -> Vec<Named<'_>> {
    let policy = &file.policy;
    let size_classes = policy.size_classes.keys().map(|name| Named {
        key: format!("size_classes.{name}"),
        column: "size_class",
        name,
        loosely: false,
    });
    let sectors = policy.sectors.keys().map(|name| Named {
        key: format!("sectors.{name}"),
        column: "sector",
        name,
        loosely: false,
    });
    let rules = policy.rules.iter().enumerate().flat_map(|(i, rule)| {
        rule.texts().map(move |name| Named {
            key: format!(
                "rule.{i}.{}",
                if rule.is.is_some() { "is" } else { "one_of" }
            ),
            column: &rule.feature,
            name,
            loosely: true,
        })
    });
    size_classes.chain(sectors).chain(rules).collect()
}

impl Named<'_> {
    fn is(&self, known: &str) -> bool {
        match self.loosely {
            true => known.trim().to_lowercase() == self.name.trim().to_lowercase(),
            false => known == self.name,
        }
    }
}

fn unknown(file: &PolicyFile, named: &Named<'_>, near: Option<&str>) -> Text {
    let (place, column, name) = (place(file, &named.key), named.column, named.name);
    Text::of(|language| {
        let near = near.map_or_else(String::new, |near| match language {
            Language::En => format!("; the nearest there is is `{near}`"),
            Language::Nl => format!("; het meest lijkt `{near}` erop"),
            Language::Fr => format!(" ; la plus proche est `{near}`"),
        });
        match language {
            Language::En => format!("{place}: no customer has the {column} `{name}`{near}"),
            Language::Nl => format!("{place}: geen klant heeft als {column} `{name}`{near}"),
            Language::Fr => format!("{place} : aucun client n’a {column} `{name}`{near}"),
        }
    })
}

/// Rules that put the same customers in different segments, which only the ledger could tell.
pub fn of_ambiguous(found: &[Ambiguous], file: &PolicyFile) -> Vec<Text> {
    let rules = &file.policy.rules;
    let letter = |i: usize| rules[i].segment.map_or("", Segment::code);
    let note = |found: &Ambiguous| {
        let (first, second) = (found.earlier, found.later);
        let place = place(file, &format!("rule.{second}"));
        let (a, b) = (&rules[first], &rules[second]);
        let (a_in, b_in) = (letter(first), letter(second));
        let holds = a_in.max(b_in);
        Text::of(|language| {
            let n = count(found.n_customers, language);
            let one = found.n_customers == 1;
            match language {
                Language::En => format!(
                    "{place}: {n} {} both {a} ({a_in}, `rule[{}]`) and {b} ({b_in}): {holds} holds",
                    if one {
                        "customer fits"
                    } else {
                        "customers fit"
                    },
                    first + 1
                ),
                Language::Nl => format!(
                    "{place}: {n} {} onder {a} ({a_in}, `rule[{}]`) en onder {b} ({b_in}): {holds} geldt",
                    if one { "klant valt" } else { "klanten vallen" },
                    first + 1
                ),
                Language::Fr => format!(
                    "{place} : {n} {} à {a} ({a_in}, `rule[{}]`) et à {b} ({b_in}) : {holds} l’emporte",
                    if one {
                        "client répond"
                    } else {
                        "clients répondent"
                    },
                    first + 1
                ),
            }
        })
    };
    found.iter().map(note).collect()
}

/// The file and the line of a key.
fn place(file: &PolicyFile, key: &str) -> String {
    let path = file.path.as_deref().unwrap_or("policy.toml".as_ref());
    match file.line_of(key) {
        Some(line) => format!("`{}`, line {line}", path.display()),
        None => format!("`{}`", path.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn file(text: &str) -> PolicyFile {
        PolicyFile::parse(Path::new("policy.toml"), text.to_owned()).expect("a good policy")
    }

    #[test]
    fn every_name_has_its_place_and_its_column() {
        let file = file(
            "[size_classes]\nXL = 0.5\n[sectors.Bouw]\nladder = \"close\"\n[[rule]]\nfeature = \"country\"\none_of = [\"NL\", \
             \"BE\"]\nsegment = \"B\"\n",
        );
        let found: Vec<(String, &str)> = names(&file)
            .iter()
            .map(|named| (place(&file, &named.key), named.column))
            .collect();
        let line = |line: u32| format!("`policy.toml`, line {line}");
        let country = (line(7), "country");
        let expected = [
            (line(2), "size_class"),
            (line(3), "sector"),
            country.clone(),
            country,
        ];
        assert_eq!(found, expected);
        let named = &names(&file);
        assert!(named[0].is("XL") && !named[0].is("xl"));
        assert!(named[2].is(" nl"), "rules do not look at capitals");
        assert_eq!(
            unknown(&file, &named[1], Some("Bouwe")).en,
            "`policy.toml`, line 3: no customer has the sector `Bouw`; the nearest there is is `Bouwe`"
        );
    }

    #[test]
    fn rules_that_meet_are_told_with_the_letter_that_holds() {
        let file = file(
            "[[rule]]\nfeature = \"open_amount\"\nat_most = 5000\nsegment = \"A\"\n[[rule]]\nfeature = \
             \"open_amount\"\nhighest = 0.1\nsegment = \"C\"\n",
        );
        let found = Ambiguous {
            earlier: 0,
            later: 1,
            n_customers: 7,
        };
        let notes = of_ambiguous(&[found], &file);
        assert_eq!(
            notes[0].en,
            "`policy.toml`, line 5: 7 customers fit both `open_amount` at_most = 5000 (A, `rule[1]`) and `open_amount` highest = \
             0.1 (C): C holds"
        );
    }
}
