//! Text files as programs export them, each with the table that is to be seen beside it.
//!
//! A case is two files in `tests/corpus`: `NAME.export`, the export, and `NAME.table.csv`, its header and cells.

use std::path::{Path, PathBuf};

use arrears_ledger::look;

#[test]
fn every_file_of_the_corpus_is_seen_as_it_is() {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("tests/corpus");
    let mut exports: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the corpus")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "export"))
        .collect();
    exports.sort();
    assert!(exports.len() >= 60, "{}", exports.len());
    let mut wrong = Vec::new();
    for export in exports {
        let wanted = std::fs::read(export.with_extension("table.csv")).expect("its table");
        let found = look(&export, None).expect("a text file").to_csv();
        if found != wanted {
            wrong.push(format!(
                "{}\n  found  {:?}\n  wanted {:?}",
                export.display(),
                String::from_utf8_lossy(&found),
                String::from_utf8_lossy(&wanted)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
