//! Folders replaced whole, refused, swept and mended.

use super::*;

fn stage(target: &Path, name: &str, text: &str) -> StagedDir {
    let staged = StagedDir::beside(target, OutputKind::Run).unwrap();
    staged.write(name, text.as_bytes()).unwrap();
    staged
        .write_manifest(&serde_json::json!({ "seconds": 1.5 }))
        .unwrap();
    staged
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_new_folder_takes_the_place_of_the_old_one_whole() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("some").join("out");
    stage(&out, "old.txt", "old").commit().unwrap();
    let second = stage(&out, "deep/new.txt", "new");
    assert_eq!(names(&out), ["manifest.json", "old.txt"]);
    second.commit().unwrap();
    assert_eq!(names(&out), ["deep", "manifest.json"]);
    assert_eq!(names(&dir.path().join("some")), ["out"]);
}

#[test]
fn the_manifest_lists_every_file_but_itself() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    stage(&out, "a/b.txt", "abc").commit().unwrap();
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join(MANIFEST)).unwrap()).unwrap();
    let expected = serde_json::json!({
        "made_by": "arrears", "kind": "run", "seconds": 1.5,
        "outputs": [{ "file": "a/b.txt", "bytes": 3,
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" }],
    });
    assert_eq!(manifest, expected);
}

#[test]
fn without_a_commit_nothing_changes() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    drop(stage(&out, "file", "text"));
    assert!(names(dir.path()).is_empty());
    let staged = StagedDir::beside(&out, OutputKind::Run).unwrap();
    staged.write("file", b"no manifest").unwrap();
    assert!(matches!(
        staged.commit(),
        Err(StoreError::NoManifest { .. })
    ));
    assert!(names(dir.path()).is_empty());
}

#[test]
fn only_a_folder_of_the_same_kind_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    fs::create_dir(&out).unwrap();
    drop(StagedDir::beside(&out, OutputKind::Run).unwrap());
    fs::write(out.join("thesis.docx"), "years of work").unwrap();
    let error = StagedDir::beside(&out, OutputKind::Run).unwrap_err();
    let text = format!(
        "`{}` is not empty and was not made by arrears, so it is not replaced",
        out.display()
    );
    assert_eq!(error.to_string(), text);
    // Another program's manifest is not ours either.
    fs::write(out.join(MANIFEST), "{\"name\": \"web app\"}").unwrap();
    assert!(matches!(
        StagedDir::beside(&out, OutputKind::Run),
        Err(StoreError::NotOurs { .. })
    ));

    let run = dir.path().join("run");
    stage(&run, "file", "text").commit().unwrap();
    let error = StagedDir::beside(&run, OutputKind::Backtest).unwrap_err();
    let text = format!(
        "`{}` holds the results of a run, so it is not replaced by the results of a backtest",
        run.display()
    );
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_generated_ledger_is_replaced_only_while_nothing_was_added_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("ledger");
    let again = || {
        let staged = StagedDir::beside(&out, OutputKind::Ledger)?;
        staged.write("truth/customers.csv", b"x")?;
        staged.write_manifest(&serde_json::json!({}))?;
        staged.commit()
    };
    again().unwrap();
    fs::write(out.join(".DS_Store"), "").unwrap();
    again().unwrap();
    fs::create_dir(out.join("arrears-out")).unwrap();
    let text = format!(
        "`{}` holds `arrears-out`, which arrears did not make with it, so it is not replaced",
        out.display()
    );
    assert_eq!(again().unwrap_err().to_string(), text);
}

#[test]
fn what_appears_while_the_job_runs_is_not_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let staged = stage(&out, "file", "text");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    assert!(matches!(staged.commit(), Err(StoreError::NotOurs { .. })));
    assert_eq!(names(dir.path()), ["out"]);
    assert_eq!(names(&out), ["notes.txt"]);
}

#[test]
fn a_file_in_the_way_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "text").unwrap();
    for target in [
        file.clone(),
        file.join("out"),
        file.join("deep").join("out"),
    ] {
        let error = StagedDir::beside(&target, OutputKind::Run).unwrap_err();
        let text = format!(
            "cannot write the folder `{}`: `{}` is a file",
            target.display(),
            file.display()
        );
        assert_eq!(error.to_string(), text);
        assert!(!error.is_environment());
    }
}

#[cfg(unix)]
#[test]
fn through_a_link_the_folder_is_replaced_and_the_link_stays() {
    let dir = tempfile::tempdir().unwrap();
    let (real, link) = (dir.path().join("real"), dir.path().join("link"));
    stage(&real, "old", "1").commit().unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    stage(&link, "new", "2").commit().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(names(&real), ["manifest.json", "new"]);
}

#[test]
fn leftovers_of_the_dead_are_swept_and_the_living_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let living = stage(&out, "file", "text");
    for name in [".out.arrears-7-0.staging", ".out.arrears-8-0.staging"] {
        fs::create_dir(dir.path().join(name)).unwrap();
        fs::write(dir.path().join(name).join("half"), "x").unwrap();
    }
    fs::write(dir.path().join(".out.arrears-8-0.lock"), "pid 8\n").unwrap();
    fs::create_dir(dir.path().join(".out2.arrears-9-0.staging")).unwrap();
    let second = StagedDir::beside(&out, OutputKind::Run).unwrap();
    let found = names(dir.path());
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(found.contains(&".out2.arrears-9-0.staging".to_string()));
    living.commit().unwrap();
    drop(second);
    assert_eq!(names(dir.path()), [".out2.arrears-9-0.staging", "out"]);
}

#[test]
fn two_renames_do_the_same_and_a_death_between_them_is_mended() {
    let dir = tempfile::tempdir().unwrap();
    let (out, staging) = (
        dir.path().join("out"),
        dir.path().join(".out.arrears-1-0.staging"),
    );
    for (folder, file) in [(&out, "old"), (&staging, "new")] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join(file), "x").unwrap();
    }
    rename_both(&staging, &out).unwrap();
    assert_eq!(
        (names(&out), names(&staging)),
        (vec!["new".to_string()], vec!["old".to_string()])
    );

    fs::rename(&out, dir.path().join(".out.arrears-1-0.aside")).unwrap();
    sweep(&out);
    assert_eq!(names(dir.path()), ["out"]);
    assert_eq!(names(&out), ["new"]);
}
