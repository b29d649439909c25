//! What a machine does to a job: killed at any moment, out of disk, two at once, no right to write, a flipped byte, a file
//! that changes under its hands. After each the champion predicts the same bytes, and the next run succeeds.
//!
//! In short here; `ARREARS_FULL=1` kills two hundred times and flips every byte.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Invoice, Sandbox, invoices};

fn full() -> bool {
    std::env::var_os("ARREARS_FULL").is_some()
}

/// A small ledger with a champion of 2024-09-30, and what it predicts.
fn with_champion() -> (Sandbox, Vec<u8>) {
    let sandbox = Sandbox::with_invoices(&invoices(24, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some((customer as i64 * 7 + month as i64 * 11) % 45 - 20),
    }));
    // Nothing that takes long: the registry is what is tested.
    sandbox.write(
        "arrears.toml",
        "[ledger.invoices]\npath = \"invoices.csv\"\n\n[clusters]\nn_resamples = 0\n\n[retrain]\nn_resamples = 100\n",
    );
    sandbox.run("retrain --as-of 2024-09-30").done();
    let bytes = predicted(&sandbox, "2024-09-30");
    (sandbox, bytes)
}

/// The predictions of the model of that day.
fn predicted(sandbox: &Sandbox, model: &str) -> Vec<u8> {
    sandbox
        .run(&format!(
            "predict --as-of 2024-11-30 --model {model} --out predicted"
        ))
        .done();
    fs::read(sandbox.path("predicted/predictions.parquet")).unwrap()
}

fn start(sandbox: &Sandbox, line: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_arrears"))
        .current_dir(sandbox.path("."))
        .args(line.split_whitespace())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A champion that is whole, and predicts; nothing damaged anywhere.
fn sound(sandbox: &Sandbox, champions: &[&str], bytes: &[u8]) {
    sandbox.run("models verify").done();
    let shown = sandbox.run("models show").done();
    assert!(champions.iter().any(|day| shown.contains(day)), "{shown}");
    assert_eq!(predicted(sandbox, "2024-09-30"), bytes);
}

/// The moments are spread over the time that a whole run takes, each a little off the last so that none is always missed.
#[test]
fn killed_at_any_moment_the_registry_is_whole_and_the_next_run_succeeds() {
    let (sandbox, bytes) = with_champion();
    let line = "retrain --as-of 2024-10-31 --quiet";
    let whole = {
        let (twin, _) = with_champion();
        let started = Instant::now();
        start(&twin, line).wait().unwrap();
        started.elapsed()
    };
    let n = if full() { 200 } else { 12 };
    let (mut n_killed, mut random) = (0, 88_172_645_463_325_252_u64);
    for _ in 0..n {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let at = whole.mul_f64((random % 1_100) as f64 / 1_000.0);
        let mut child = start(&sandbox, line);
        std::thread::sleep(at);
        n_killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        sound(&sandbox, &["2024-09-30", "2024-10-31"], &bytes);
    }
    assert!(n_killed > n / 2, "{n_killed} of {n} were still at work");
    let ended = sandbox.run(line);
    assert!([0, 3].contains(&ended.code), "{ended:?}");
    sound(&sandbox, &["2024-09-30", "2024-10-31"], &bytes);
    no_leftovers(&sandbox.path("registry"));
}

/// Half-written versions and locks of the dead are gone after a run that was not killed.
fn no_leftovers(registry: &Path) {
    let hidden: Vec<String> = fs::read_dir(registry.join("models"))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(hidden.is_empty(), "{hidden:?}");
    assert!(!registry.join("registry.lock").exists());
}

#[test]
fn of_two_at_once_one_is_told_who_is_at_work() {
    let (sandbox, bytes) = with_champion();
    let mut first = start(&sandbox, "retrain --as-of 2024-10-31 --quiet");
    let deadline = Instant::now() + Duration::from_secs(60);
    while !sandbox.path("registry/registry.lock").exists() {
        assert!(Instant::now() < deadline && first.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(1));
    }
    let second = sandbox.run("retrain --as-of 2024-10-31");
    let owner = format!("is in use by process {}", first.id());
    assert_eq!(second.code, 4, "{second:?}");
    assert!(second.stderr.contains(&owner), "{second:?}");
    first.wait().unwrap();
    sound(&sandbox, &["2024-09-30", "2024-10-31"], &bytes);
}

#[test]
fn every_flipped_byte_of_a_model_is_found_before_it_predicts() {
    let (sandbox, _) = with_champion();
    let folder = fs::read_dir(sandbox.path("registry/models"))
        .unwrap()
        .flatten()
        .next()
        .unwrap()
        .path();
    let registry = arrears::store::Registry::open(&sandbox.path("registry")).unwrap();
    let champion = arrears::store::ModelChoice::Champion;
    let load = || registry.load::<serde_json::Value>(&champion, arrears::MODEL_FORMAT);
    load().unwrap();
    for name in ["model.json", "meta.json", "SHA256SUMS"] {
        let path = folder.join(name);
        let good = fs::read(&path).unwrap();
        let step = if full() || good.len() < 4_000 {
            1
        } else {
            good.len() / 1_000
        };
        for at in (0..good.len()).step_by(step) {
            let mut bad = good.clone();
            bad[at] ^= 1 << (at % 8);
            fs::write(&path, &bad).unwrap();
            assert!(load().is_err(), "byte {at} of {name}");
        }
        fs::write(&path, &good).unwrap();
    }
    load().unwrap();
    // And the command says which file it is.
    fs::write(folder.join("model.json"), "{}").unwrap();
    for line in [
        "predict --as-of 2024-10-31 --out out",
        "retrain --as-of 2024-10-31",
    ] {
        let ended = sandbox.fails_without_a_trace(line);
        assert!(ended.stderr.contains("model.json` is damaged"), "{ended:?}");
    }
}

/// Of root every folder can be written to, so the lock's place is taken by a folder instead.
#[test]
fn a_registry_that_cannot_be_written_to_still_predicts() {
    let (sandbox, bytes) = with_champion();
    fs::create_dir(sandbox.path("registry/registry.lock")).unwrap();
    let ended = sandbox.fails_without_a_trace("retrain --as-of 2024-10-31");
    assert_eq!(ended.code, 4, "{ended:?}");
    assert_eq!(predicted(&sandbox, "champion"), bytes);
    let dry = sandbox.run("retrain --as-of 2024-10-31 --dry-run");
    assert!([0, 3].contains(&dry.code), "{dry:?}");
    fs::remove_dir(sandbox.path("registry/registry.lock")).unwrap();
    sandbox.run("models verify").done();
}

/// A file system of its own for the registry, as small as is asked: only root may have one.
#[cfg(target_os = "linux")]
struct SmallDisk(std::path::PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    /// Puts a folder and all that is in it on a disk with room for so many KiB; none where that is not allowed.
    fn under(folder: &Path, kib: u64) -> Option<Self> {
        let aside = folder.with_extension("aside");
        fs::rename(folder, &aside).unwrap();
        fs::create_dir(folder).unwrap();
        let size = format!("size={kib}k");
        let mount = ["-t", "tmpfs", "-o", &size, "tmpfs"];
        let mounted = Command::new("mount").args(mount).arg(folder).output();
        if !mounted.is_ok_and(|done| done.status.success()) {
            fs::remove_dir(folder).unwrap();
            fs::rename(&aside, folder).unwrap();
            return None;
        }
        let disk = Self(folder.to_path_buf());
        let copied = Command::new("cp")
            .args(["-a", "--"])
            .args([aside.join("."), folder.to_path_buf()])
            .status();
        assert!(copied.unwrap().success());
        Some(disk)
    }

    /// Fills the disk but for so many KiB.
    fn fill_but(&self, kib: u64) {
        let filler = self.0.join("filler");
        let mut file = fs::File::create(&filler).unwrap();
        while std::io::Write::write_all(&mut file, &[0; 1024]).is_ok() {}
        let full = file.metadata().unwrap().len();
        file.set_len(full.saturating_sub(kib * 1024)).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// From not a page free to all but enough, so that each of the files of a version is the one that there is no room for.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_champion_whatever_there_is_no_room_for() {
    let (sandbox, bytes) = with_champion();
    let (twin, _) = with_champion();
    let before = size_of(&twin.path("registry"));
    twin.run("retrain --as-of 2024-10-31");
    let version = size_of(&twin.path("registry")) - before;
    let Some(disk) = SmallDisk::under(&sandbox.path("registry"), (before + 3 * version) / 1024)
    else {
        // Without the right to mount, the limit on the size of files below is what is tested.
        return;
    };
    let steps = if full() { 40 } else { 6 };
    let mut n_refused = 0;
    for step in 0..steps {
        disk.fill_but(step * version / steps / 1024);
        let ended = sandbox.run("retrain --as-of 2024-10-31");
        n_refused += u32::from(ended.code == 4);
        let names_the_file = ended.stderr.contains("cannot write `registry/");
        assert!(ended.code != 4 || names_the_file, "{ended:?}");
        assert!([0, 3, 4].contains(&ended.code), "{ended:?}");
        sound(&sandbox, &["2024-09-30", "2024-10-31"], &bytes);
        disk.make_room();
    }
    assert!(n_refused > 1, "the disk was never full");
    let ended = sandbox.run("retrain --as-of 2024-10-31");
    assert!([0, 3].contains(&ended.code), "{ended:?}");
    sound(&sandbox, &["2024-09-30", "2024-10-31"], &bytes);
    no_leftovers(&sandbox.path("registry"));
}

/// Bytes of all files under a folder.
#[cfg(target_os = "linux")]
fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let size = |path: &Path| fs::metadata(path).unwrap().len();
    entries
        .map(|entry| match entry.path().is_dir() {
            true => size_of(&entry.path()),
            false => size(&entry.path()),
        })
        .sum()
}

/// A limit on the size of files stands for the full disk: the write fails half-way, as it would there.
#[cfg(unix)]
#[test]
fn without_room_for_the_new_model_the_old_one_stays() {
    let (sandbox, bytes) = with_champion();
    let binary = env!("CARGO_BIN_EXE_arrears");
    // `ulimit -f` counts blocks of 512 or 1,024 bytes.
    let script = format!("ulimit -f 8; exec '{binary}' retrain --as-of 2024-10-31");
    let done = Command::new("sh")
        .current_dir(sandbox.path("."))
        .args(["-c", &script])
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(4), "{stderr}");
    assert!(
        stderr.contains("cannot write `registry/models/"),
        "{stderr}"
    );
    sound(&sandbox, &["2024-09-30"], &bytes);
    let ended = sandbox.run("retrain --as-of 2024-10-31");
    assert!([0, 3].contains(&ended.code), "{ended:?}");
    no_leftovers(&sandbox.path("registry"));
}

/// No file of the registry holds a time, so a clock that went back changes nothing; a lock of the future is its owner's.
#[test]
fn a_clock_that_went_back_changes_nothing() {
    let (sandbox, bytes) = with_champion();
    let future = "pid 1\nhost elsewhere\nsince 99999999999\n";
    sandbox.write("registry/registry.lock", future);
    for entry in ["registry/champion.json", "registry/registry.json"] {
        let file = fs::File::options()
            .write(true)
            .open(sandbox.path(entry))
            .unwrap();
        let later = std::time::SystemTime::now() + Duration::from_secs(400 * 86_400);
        file.set_modified(later).unwrap();
    }
    let ended = sandbox.run("retrain --as-of 2024-10-31");
    assert!([0, 3].contains(&ended.code), "{ended:?}");
    sound(&sandbox, &["2024-09-30", "2024-10-31"], &bytes);
}

/// A row is added again and again while the job reads: it is told so, and keeps nothing.
#[test]
fn a_file_that_changes_while_it_is_read_is_named() {
    use std::io::Write;
    let (sandbox, bytes) = with_champion();
    let kept = sandbox.tree();
    let mut child = Command::new(env!("CARGO_BIN_EXE_arrears"))
        .current_dir(sandbox.path("."))
        .args(["retrain", "--as-of", "2024-10-31"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() {
        let mut file = fs::File::options()
            .append(true)
            .open(sandbox.path("invoices.csv"))
            .unwrap();
        file.write_all(b"\n").unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    let done = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(4), "{stderr}");
    assert!(
        stderr.contains("`invoices.csv` changed while it was read"),
        "{stderr}"
    );
    let now = sandbox.tree();
    for (path, before) in kept.iter().filter(|(path, _)| path.starts_with("registry")) {
        assert_eq!(now.get(path), Some(before), "{}", path.display());
    }
    sound(&sandbox, &["2024-09-30"], &bytes);
}
