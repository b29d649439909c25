//! Models kept, found, compared, damaged and healed.

use super::*;
use crate::json::to_json;
use std::collections::BTreeMap;

const FORMAT: u32 = 3;

type Model = BTreeMap<String, Vec<f64>>;

fn model(weight: f64) -> Model {
    BTreeMap::from([("weights".into(), vec![weight, 0.1 + 0.2])])
}

fn new(as_of: &str) -> NewModel {
    NewModel {
        as_of: as_of.into(),
        code_version: "0.1.0".into(),
        format: FORMAT,
        seed: 1,
        config_sha256: "c".into(),
        features: vec!["late_ratio".into(), format!("only_{as_of}")],
        metrics: BTreeMap::from([("auc".into(), 0.8)]),
        ..NewModel::default()
    }
}

/// A registry with two versions, the first of them champion.
fn two() -> (tempfile::TempDir, Registry, ModelId, ModelId) {
    let dir = tempfile::tempdir().unwrap();
    let registry = Registry::create(&dir.path().join("registry")).unwrap();
    let first = registry
        .writer()
        .unwrap()
        .save(&model(1.0), new("2025-01-31"))
        .unwrap()
        .id;
    let second = registry
        .writer()
        .unwrap()
        .save(&model(2.0), new("2025-02-28"))
        .unwrap()
        .id;
    registry
        .writer()
        .unwrap()
        .promote(&ModelChoice::Id(first.to_string()), FORMAT)
        .unwrap();
    (dir, registry, first, second)
}

fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(dir: &Path, at: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(dir).unwrap().flatten() {
            let name = format!("{at}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &name, files);
            } else {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(dir, "", &mut files);
    files
}

#[test]
fn a_model_comes_back_as_it_was() {
    let (_dir, registry, first, second) = two();
    let (meta, champion): (_, Model) = registry.load(&ModelChoice::Champion, FORMAT).unwrap();
    assert_eq!((meta.id, champion), (first, model(1.0)));
    let (_, other): (_, Model) = registry
        .load(&ModelChoice::Id(second.as_str()[..13].into()), FORMAT)
        .unwrap();
    assert_eq!(other, model(2.0));
}

#[test]
fn the_same_training_gives_the_same_bytes_and_no_lock_is_left() {
    let ((_a, left, ..), (_b, right, ..)) = (two(), two());
    let files = tree(left.dir());
    assert_eq!(files, tree(right.dir()));
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names.len(), 8, "{names:?}");
    left.writer()
        .unwrap()
        .save(&model(1.0), new("2025-01-31"))
        .unwrap();
    assert_eq!(tree(left.dir()), files);
}

#[test]
fn promotion_and_rollback_walk_the_same_way() {
    let (_dir, registry, first, second) = two();
    let before = registry
        .writer()
        .unwrap()
        .promote(&ModelChoice::Id(second.to_string()), FORMAT)
        .unwrap();
    assert_eq!(before, Before::Champion(first.clone()));
    assert_eq!(registry.champion().unwrap(), Some(second));
    assert_eq!(registry.writer().unwrap().rollback(FORMAT).unwrap(), first);
    let error = registry.writer().unwrap().rollback(FORMAT).unwrap_err();
    assert!(
        matches!(error, StoreError::NoEarlierChampion { .. }),
        "{error}"
    );
    assert_eq!(registry.champion().unwrap(), Some(first));
}

/// Every byte of the three files of a version, changed in turn, is noticed at load.
#[test]
fn a_changed_byte_never_loads() {
    let (_dir, registry, first, _) = two();
    let folder = registry.dir().join("models").join(first.as_str());
    for name in ["model.json", "meta.json", "SHA256SUMS"] {
        let path = folder.join(name);
        let sound = fs::read(&path).unwrap();
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            let outcome = registry.load::<Model>(&ModelChoice::Champion, FORMAT);
            assert!(
                matches!(outcome, Err(StoreError::Damaged { .. })),
                "byte {at} of {name}: {outcome:?}"
            );
        }
        fs::write(&path, &sound).unwrap();
    }
    registry
        .load::<Model>(&ModelChoice::Champion, FORMAT)
        .unwrap();
}

#[test]
fn verify_names_what_is_damaged_and_promotion_refuses_it() {
    let (_dir, registry, first, second) = two();
    assert!(
        registry
            .verify()
            .unwrap()
            .iter()
            .all(|finding| finding.problem.is_none())
    );
    let path = registry
        .dir()
        .join("models")
        .join(second.as_str())
        .join("model.json");
    fs::write(&path, "{}").unwrap();
    let problem = format!(
        "`{}` is damaged: its SHA-256 is not the one written with it",
        path.display()
    );
    let found = registry.verify().unwrap();
    assert_eq!(
        found[1],
        Finding {
            what: second.to_string(),
            problem: Some(problem)
        }
    );
    assert!(
        registry
            .writer()
            .unwrap()
            .promote(&ModelChoice::Id(second.to_string()), FORMAT)
            .is_err()
    );
    assert_eq!(registry.champion().unwrap(), Some(first));
    // Training it again heals it.
    registry
        .writer()
        .unwrap()
        .save(&model(2.0), new("2025-02-28"))
        .unwrap();
    assert!(
        registry
            .verify()
            .unwrap()
            .iter()
            .all(|finding| finding.problem.is_none())
    );
}

#[test]
fn absent_things_are_named_with_what_there_is() {
    let dir = tempfile::tempdir().unwrap();
    let error = Registry::open(dir.path()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("there is no model registry in `{}`", dir.path().display())
    );
    let registry = Registry::create(dir.path()).unwrap();
    let error = registry.meta(&ModelChoice::Champion).unwrap_err();
    assert_eq!(error.hint().unwrap(), "`arrears train` makes a model");

    let (_dir, registry, first, second) = two();
    let error = registry.meta(&ModelChoice::Id("2024".into())).unwrap_err();
    assert_eq!(
        error.hint().unwrap(),
        format!("the registry has `{second}`, `{first}`")
    );
    // A start that two ids share is no choice.
    assert!(registry.meta(&ModelChoice::Id("2025".into())).is_err());
    assert!(registry.meta(&ModelChoice::Id(String::new())).is_err());
    assert!(registry.meta(&ModelChoice::Id("../models".into())).is_err());
}

#[test]
fn a_newer_registry_is_left_alone() {
    let (_dir, registry, ..) = two();
    fs::write(registry.dir().join("registry.json"), "{\"format\": 2}").unwrap();
    let error = Registry::create(registry.dir()).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::NewerRegistry {
                found: 2,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_non_finite_model_is_refused_and_nothing_is_left() {
    let (_dir, registry, ..) = two();
    let before = tree(registry.dir());
    let error = registry
        .writer()
        .unwrap()
        .save(&model(f64::NAN), new("2025-03-31"))
        .unwrap_err();
    assert!(
        matches!(&error, StoreError::NotFinite { at, .. } if at == "weights[0]"),
        "{error}"
    );
    assert_eq!(tree(registry.dir()), before);
}

#[test]
fn two_versions_are_compared_field_by_field() {
    let (_dir, registry, first, second) = two();
    let meta = |id: &ModelId| registry.meta(&ModelChoice::Id(id.to_string())).unwrap();
    let changes = diff(&meta(&first), &meta(&second));
    let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "id",
            "sha256",
            "as_of",
            "features.dropped",
            "features.added"
        ]
    );
    assert_eq!(changes[4].after, serde_json::json!(["only_2025-02-28"]));
}

#[test]
fn a_model_of_another_format_is_named_and_not_promoted() {
    let (_dir, registry, first, _) = two();
    let newer = NewModel {
        format: FORMAT + 1,
        code_version: "9.0.0".into(),
        ..new("2025-03-31")
    };
    let newer = registry
        .writer()
        .unwrap()
        .save(&model(3.0), newer)
        .unwrap()
        .id;
    let before = tree(registry.dir());
    let choice = ModelChoice::Id(newer.to_string());
    let errors = [
        registry.load::<Model>(&choice, FORMAT).unwrap_err(),
        registry
            .writer()
            .unwrap()
            .promote(&choice, FORMAT)
            .unwrap_err(),
    ];
    for error in errors {
        let place = registry.dir().join("models").join(newer.as_str());
        let told = format!(
            "`{}` has format 4, which arrears 9.0.0 wrote; this version of arrears reads format 3",
            place.join("model.json").display()
        );
        assert_eq!(error.to_string(), told);
    }
    assert_eq!(registry.champion().unwrap(), Some(first));
    assert_eq!(tree(registry.dir()), before);
}

#[test]
fn a_model_that_says_no_format_has_the_first() {
    let (_dir, registry, first, _) = two();
    let meta = registry.meta(&ModelChoice::Id(first.to_string())).unwrap();
    let mut value = serde_json::to_value(&meta).unwrap();
    value.as_object_mut().unwrap().remove("format");
    let old: ModelMeta = serde_json::from_value(value).unwrap();
    assert_eq!((meta.format, old.format), (FORMAT, 1));
}

#[test]
fn a_sound_file_of_another_kind_is_named_with_its_version() {
    let (_dir, registry, ..) = two();
    let error = registry
        .load::<Vec<f64>>(&ModelChoice::Champion, FORMAT)
        .unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("cannot be read as a model: invalid type: map"),
        "{told}"
    );
    assert!(told.ends_with("arrears 0.1.0 wrote it"), "{told}");
}

/// What somebody else put into `models/` is no version: not listed, not counted, not verified, and never removed.
#[cfg(unix)]
#[test]
fn what_is_not_ours_is_left_alone() {
    use std::os::unix::ffi::OsStrExt;
    let (_dir, registry, first, second) = two();
    let models = registry.dir().join("models");
    let folders: [&[u8]; 5] = [
        b"2020-backup-of-mine",
        b"2025-01-31-1A2B3C4D5E6F",
        b"old",
        b".mine.removed",
        b"\xff\xfe",
    ];
    for name in folders {
        let folder = models.join(std::ffi::OsStr::from_bytes(name));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("file"), "mine").unwrap();
    }
    for name in [".foo.staging", "2025-03-31-0123456789ab"] {
        fs::write(models.join(name), "mine").unwrap();
    }
    let left = models.join(format!(".{second}.staging"));
    fs::create_dir(&left).unwrap();
    let entries = || fs::read_dir(&models).unwrap().count();
    let before = entries();
    assert_eq!(registry.list().unwrap().len(), 2);
    let found = registry.verify().unwrap();
    assert!(found.iter().all(|finding| finding.problem.is_none()));
    assert_eq!(found.len(), 3);
    let gone = registry.writer().unwrap().retain(1).unwrap();
    assert_eq!(gone, [second]);
    assert_eq!(registry.champion().unwrap(), Some(first));
    assert_eq!(entries(), before - 2, "the version and the leftover");
}

#[test]
fn a_rollback_is_remembered_until_the_model_is_promoted_again() {
    let (_dir, registry, first, second) = two();
    let writer = registry.writer().unwrap();
    let choice = ModelChoice::Id(second.to_string());
    writer.promote(&choice, FORMAT).unwrap();
    let pointer = || fs::read(registry.dir().join("champion.json")).unwrap();
    let before = pointer();
    assert_eq!(registry.earlier_champion().unwrap(), first);
    writer.rollback(FORMAT).unwrap();
    assert_eq!(
        registry.rolled_back().unwrap(),
        std::slice::from_ref(&second)
    );
    let marks = |registry: &Registry| -> Vec<bool> {
        let list = registry.list().unwrap();
        list.iter().map(|version| version.rolled_back).collect()
    };
    assert_eq!(marks(&registry), [false, true]);
    // That the version is no longer kept changes nothing.
    assert_eq!(writer.retain(1).unwrap(), std::slice::from_ref(&second));
    assert_eq!(registry.rolled_back().unwrap(), [second]);
    writer.save(&model(2.0), new("2025-02-28")).unwrap();
    writer.promote(&choice, FORMAT).unwrap();
    assert!(registry.rolled_back().unwrap().is_empty());
    assert_eq!(pointer(), before);
}

#[test]
fn a_champion_before_itself_is_found_and_is_no_step_back() {
    let (_dir, registry, first, second) = two();
    let pointer =
        format!("{{\"champion\": \"{second}\", \"before\": [\"{first}\", \"{second}\"]}}");
    fs::write(registry.dir().join("champion.json"), pointer).unwrap();
    let found = registry.verify().unwrap();
    let problem = format!("`champion.json` names `{second}` as the champion before itself");
    assert_eq!(found[2].problem.as_ref(), Some(&problem));
    assert_eq!(registry.writer().unwrap().rollback(FORMAT).unwrap(), first);
    assert_eq!(registry.champions().unwrap(), [first]);
}

#[test]
fn a_lost_pointer_is_told_in_words_and_rebuilt_from_the_decisions() {
    let (_dir, registry, first, second) = two();
    let writer = registry.writer().unwrap();
    let decide = |as_of: &str, outcome: &str, challenger: &str| {
        let decision = serde_json::json!({
            "as_of": as_of, "outcome": outcome, "champion": null, "challenger": challenger
        });
        writer.record(as_of, &decision).unwrap();
    };
    decide("2024-12-31", "promoted", "2024-12-31-0123456789ab");
    decide("2025-01-31", "promoted", first.as_str());
    decide("2025-02-28", "refused", second.as_str());
    let path = registry.dir().join("champion.json");
    for text in ["", "null\n", "{\"champion\""] {
        fs::write(&path, text).unwrap();
        let told = registry.champion().unwrap_err().to_string();
        let words = "does not say which model is in use: it is empty, cut off, or was not written by arrears";
        assert!(told.ends_with(words), "{told}");
        let choice = ModelChoice::Id(second.to_string());
        let before = writer.promote(&choice, FORMAT).unwrap();
        assert_eq!(before, Before::Rebuilt(vec![first.clone()]));
        assert_eq!(
            registry.champions().unwrap(),
            [second.clone(), first.clone()]
        );
    }
}

#[test]
fn a_passport_with_half_a_hash_is_damaged() {
    let (_dir, registry, first, _) = two();
    let folder = registry.dir().join("models").join(first.as_str());
    let model = fs::read(folder.join("model.json")).unwrap();
    let mut meta: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("meta.json")).unwrap()).unwrap();
    meta["sha256"] = "abc".into();
    let meta = to_json(&meta).unwrap();
    let hash = crate::hash::sha256;
    let sums = format!("{}  meta.json\n{}  model.json\n", hash(&meta), hash(&model));
    fs::write(folder.join("meta.json"), meta).unwrap();
    fs::write(folder.join("SHA256SUMS"), sums).unwrap();
    let error = registry.meta(&ModelChoice::Champion).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(registry.list().unwrap().len(), 1);
}

#[test]
fn an_id_that_may_be_several_is_told_with_which() {
    let (_dir, registry, first, second) = two();
    let error = registry.meta(&ModelChoice::Id("2025".into())).unwrap_err();
    let place = registry.dir().display();
    assert_eq!(
        error.to_string(),
        format!("2 models in `{place}` begin with `2025`")
    );
    assert_eq!(
        error.hint().unwrap(),
        format!("give more of the id: it may be `{second}`, `{first}`")
    );
}
