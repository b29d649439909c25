//! Any bytes at all, in the normal run: what the fuzz targets hold for hours is held here for a moment.
//!
//! Bytes without sense, and the files of the tests damaged: cut off, with bytes changed, dropped and said twice.

#[path = "../fuzz/checks.rs"]
mod checks;

use std::path::{Path, PathBuf};

use arrears_formats::DocumentKind;
use proptest::prelude::*;

/// A parser held against any bytes, and the name of its fuzz target.
type Parser = (&'static str, fn(&[u8]));

const PARSERS: [Parser; 12] = [
    ("text", checks::text),
    ("number", checks::number),
    ("date", checks::date),
    ("boolean", checks::boolean),
    ("sheet", checks::sheet),
    ("workbook_xml", checks::workbook_xml),
    ("archive", checks::archive),
    ("xml", checks::xml),
    ("auditfile", |bytes| {
        checks::document(DocumentKind::Auditfile, bytes)
    }),
    ("ubl", |bytes| checks::document(DocumentKind::Ubl, bytes)),
    ("camt053", |bytes| {
        checks::document(DocumentKind::Camt053, bytes)
    }),
    ("mt940", |bytes| {
        checks::document(DocumentKind::Mt940, bytes)
    }),
];

fn here() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
}

/// The files under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The files of the tests, small ones.
fn seeds() -> Vec<Vec<u8>> {
    let folders = ["../arrears-ledger/tests/documents", "fuzz/seeds"];
    let found = folders
        .iter()
        .flat_map(|folder| files(&here().join(folder)));
    let read = found.filter_map(|path| std::fs::read(path).ok());
    let seeds: Vec<Vec<u8>> = read.filter(|bytes| bytes.len() < 40_000).collect();
    assert!(seeds.len() >= 15, "{}", seeds.len());
    seeds
}

/// A way to damage bytes: cut them, change one, drop some, say some twice.
#[derive(Debug, Clone)]
enum Damage {
    Cut(prop::sample::Index),
    Change(prop::sample::Index, u8),
    Drop(prop::sample::Index, usize),
    Twice(prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        at().prop_map(Damage::Cut),
        (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        (at(), 1..200_usize).prop_map(|(at, n)| Damage::Drop(at, n)),
        (at(), 1..200_usize).prop_map(|(at, n)| Damage::Twice(at, n)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        match damage {
            Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Damage::Change(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Damage::Drop(at, n) => {
                let at = at.index(bytes.len());
                bytes.drain(at..(at + n).min(bytes.len()));
            }
            Damage::Twice(at, n) => {
                let at = at.index(bytes.len());
                let again = bytes[at..(at + n).min(bytes.len())].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}

#[test]
fn every_parser_has_a_fuzz_target() {
    let targets = files(&here().join("fuzz/targets"));
    let mut found: Vec<String> = targets
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    let mut wanted: Vec<String> = PARSERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn every_file_of_the_tests_goes_through_every_parser() {
    for bytes in seeds() {
        for (_, parser) in PARSERS {
            parser(&bytes);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn bytes_without_sense_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for (_, parser) in PARSERS {
            parser(&bytes);
        }
    }

    #[test]
    fn signs_that_parsers_look_for_are_survived(text in "[-+.,;:|\"'(){}<>&/#%€A-Fa-f0-9 \t\r\n]{0,200}") {
        for (_, parser) in PARSERS {
            parser(text.as_bytes());
        }
    }

    #[test]
    fn damaged_files_are_survived(
        seed in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..5),
    ) {
        let seeds = seeds();
        let bytes = damaged(seeds[seed.index(seeds.len())].clone(), &damages);
        for (_, parser) in PARSERS {
            parser(&bytes);
        }
    }
}
