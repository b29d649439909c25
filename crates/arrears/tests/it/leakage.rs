//! A model trained at a day is the same to the byte, whatever the ledger comes to hold after that day.

use std::fs;
use std::path::Path;

use arrears::plan::Settings;
use arrears::{ConfigFile, Day, Silent, TrainPlan, Typed, job};

use crate::changed::{change_after, ledger};

/// Trains on a ledger as of a day; the bytes of the model.
fn trained(dir: &Path, as_of: Day) -> Vec<u8> {
    let file = ConfigFile::load(&dir.join("arrears.toml")).unwrap();
    let registry = tempfile::tempdir().unwrap();
    let plan = TrainPlan {
        settings: Settings::new(file, &Typed::default()).unwrap(),
        as_of,
        registry: registry.path().join("registry"),
        promote: true,
        previous: None,
    };
    let id = job::train(&plan, &Silent).unwrap().model_id.unwrap();
    fs::read(model_file(&plan.registry, &id)).unwrap()
}

fn model_file(registry: &Path, id: &str) -> std::path::PathBuf {
    let mut open = vec![registry.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.ends_with(Path::new(id).join("model.json")) {
                return path;
            }
        }
    }
    panic!("no model.json of {id} in {}", registry.display())
}

#[test]
fn a_model_knows_nothing_of_what_came_after_its_day() {
    let base = tempfile::tempdir().unwrap();
    for (seed, day) in [
        (5, Day::from_ymd(2024, 3, 31).unwrap()),
        (6, Day::from_ymd(2024, 7, 15).unwrap()),
    ] {
        let (original, changed) = (
            base.path().join(format!("{seed}")),
            base.path().join(format!("{seed}-changed")),
        );
        ledger(&original, seed);
        change_after(&original, &changed, day);
        assert!(
            trained(&original, day) == trained(&changed, day),
            "seed {seed}: what became known after {day} changed the model of {day}"
        );
        // The change is one that a later model sees.
        assert!(trained(&original, day + 120) != trained(&changed, day + 120));
    }
}
