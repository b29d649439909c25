//! The sample ledger in `datasets/` is what the generator makes today.

use std::path::PathBuf;

use arrears_synth::{CsvStyle, GenerateParams, SynthTable, generate, to_csv};

#[test]
fn the_committed_sample_ledger_is_the_generated_one() {
    let population = generate(&GenerateParams::new(6_000, 300, 1)).expect("valid");
    for table in &population.tables {
        check("sample-nl", table, CsvStyle::Dutch);
    }
    for table in &population.truth {
        check("sample-nl/truth", table, CsvStyle::Iso);
    }
}

fn check(folder: &str, table: &SynthTable, style: CsvStyle) {
    let datasets = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../datasets");
    let path = datasets.join(folder).join(format!("{}.csv", table.name));
    let committed = std::fs::read(&path).expect("the file is committed");
    let same = committed == to_csv(table, style);
    assert!(
        same,
        "{} is stale: make it again as datasets/README.md says",
        path.display()
    );
}
