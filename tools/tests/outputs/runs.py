"""Runs of the built command, each made once and shared by all tests of the process."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or Path.home() / ".cache" / "arrears-target")
BINARY = TARGET / "release" / "arrears"
FULL = bool(os.environ.get("ARREARS_FULL"))
AS_OF = "2025-12-31"


@functools.cache
def scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="arrears-outputs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def arrears(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess:
    """Runs the command as a person would; its failure is the test's, with its words."""
    done = subprocess.run(
        [str(BINARY), *map(str, arguments)],
        cwd=folder or scratch(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise AssertionError(f"arrears {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr[-3000:]}")
    return done


@functools.cache
def demo_run(threads: int | None = None) -> Path:
    """The run folder of `arrears demo`, made under one name in a folder of its own."""
    folder = scratch() / f"demo-{threads or 'default'}"
    folder.mkdir()
    arrears("demo", "--quiet", "--out", "sample", *(["--threads", threads] if threads else []), folder=folder)
    return run_folder(folder)


@functools.cache
def demo_report(language: str) -> Path:
    """The report of the demo in a language: that of the demo itself, or made again with its model."""
    run = demo_run()
    if language == "en":
        return run / "report.html"
    out = scratch() / f"demo-{language}"
    config = next(run.parent.rglob("arrears.toml"))
    model = ["--registry", run / "registry", "--as-of", AS_OF]
    arrears("report", "--quiet", "-c", config, *model, "--lang", language, "--out", out)
    return run_folder(out) / "report.html"


@functools.cache
def generated(n_invoices: int, n_customers: int, seed: int) -> Path:
    """A synthetic ledger with its truth, in Parquet."""
    out = scratch() / f"ledger-{n_invoices}-{seed}"
    size = ["--invoices", n_invoices, "--customers", n_customers, "--seed", seed]
    arrears("generate", "--quiet", "--out", out, *size, "--format", "parquet")
    return out


@functools.cache
def generated_run(n_invoices: int, n_customers: int, seed: int) -> Path:
    """The monthly job on such a ledger, as of its last day."""
    ledger = generated(n_invoices, n_customers, seed)
    out = scratch() / f"run-{n_invoices}-{seed}"
    arrears("run", "--quiet", "-c", ledger / "arrears.toml", "--as-of", AS_OF, "--out", out)
    return run_folder(out)


def run_folder(out: Path) -> Path:
    """Where the run's files lie: the folder itself, or the one folder below that holds them."""
    found = sorted(out.rglob("predictions.parquet"), key=lambda path: len(path.parts))
    if not found:
        raise AssertionError(f"no predictions.parquet under {out}: {sorted(map(str, out.rglob('*')))[:40]}")
    return found[0].parent
