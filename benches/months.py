"""Times a month without anybody: `monitor`, `retrain` and `report` on a large generated ledger, and the report in a browser.

Each command is a process of its own, in the order of `deploy/monthly.sh`, with the champion of the month before. What
`retrain` decides is told beside its time, since a refusal would be quicker. The report is opened as its reader does,
from the disk, in headless Chromium: bytes, the time until it is loaded, and the time from a letter typed into the
search of the customers until the rows are there; the median of so many loads.

usage: months.py [--invoices N] [--customers N] [--loads N] [--binary PATH] [--chromium PATH] [--folder FOLDER] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from statistics import median

from compare import commit, machine

BEFORE, AS_OF = "2025-11-30", "2025-12-31"
# Loaded is when all has been laid out and drawn once; typed, when the rows of the answer are.
LOADED = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"""
TYPED = """async search => {
  const started = performance.now();
  search.value = "a";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - started;
}"""


def main() -> None:
    options = parse_arguments()
    keep = nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory(prefix="arrears-months-")
    with keep as name:
        folder = Path(name).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "ledger").exists():
            generate(folder / "ledger", options)
        figures = {"commands": month(folder, options)}
        if options.chromium:
            figures["report"] = opened(folder / "month" / "report.html", options)
        report(figures, options)


def parse_arguments() -> argparse.Namespace:
    target = Path(os.environ.get("CARGO_TARGET_DIR") or Path.home() / ".cache" / "arrears-target")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--loads", type=int, default=5)
    parser.add_argument("--binary", type=Path, default=target / "release" / "arrears")
    parser.add_argument("--chromium", help="the browser; without it the report is not opened")
    parser.add_argument("--folder", type=Path, help="where the files are, or are to be kept")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args()
    if not options.binary.exists():
        parser.error(f"{options.binary} does not exist; build it with: cargo build --release --locked")
    return options


def generate(ledger: Path, options: argparse.Namespace) -> None:
    size = ["--invoices", str(options.invoices), "--customers", str(options.customers), "--seed", "1"]
    command = [options.binary, "generate", "--quiet", "--out", ledger, *size, "--format", "parquet"]
    subprocess.run([*map(str, command)], check=True)


def month(folder: Path, options: argparse.Namespace) -> dict:
    """The champion of the month before, not timed, and then this month's commands."""
    registry = ["--registry", str(folder / "models")]
    ledger = ["-c", str(folder / "ledger" / "arrears.toml")]

    def job(command: str, as_of: str, *more: str) -> dict:
        return measured([str(options.binary), command, *ledger, "--as-of", as_of, *registry, *more, "--json"])

    shutil.rmtree(folder / "models", ignore_errors=True)
    job("retrain", BEFORE)
    return {
        "monitor": job("monitor", AS_OF, "--out", str(folder / "monitored")),
        "retrain": job("retrain", AS_OF),
        "report": job("report", AS_OF, "--out", str(folder / "month")),
    }


def measured(command: list[str]) -> dict:
    """Wall and processor seconds, peak resident memory, how it ended and what it decided."""
    with tempfile.TemporaryFile("w+") as answer:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=answer)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        answer.seek(0)
        said = answer.read()
    if process.returncode not in (0, 3):
        sys.exit(f"`{' '.join(command)}` ended with {process.returncode}")
    return {
        "seconds": round(seconds, 2),
        "processor": round(usage.ru_utime + usage.ru_stime, 2),
        "mebibytes": round(usage.ru_maxrss / 1024),
        "exit_code": process.returncode,
        "outcome": json.loads(said or "{}").get("outcome"),
    }


def opened(page: Path, options: argparse.Namespace) -> dict:
    """The report from the disk, each time in a page of its own."""
    from playwright.sync_api import sync_playwright

    loads, searches = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(options.loads):
            tab = browser.new_page()
            tab.goto(page.as_uri(), wait_until="load")
            loads.append(tab.evaluate(LOADED) / 1000)
            searches.append(tab.locator(".tools:has(select) input[type=search]").first.evaluate(TYPED) / 1000)
            tab.close()
        browser.close()
    return {
        "megabytes": round(page.stat().st_size / 1e6, 1),
        "load_seconds": round(median(loads), 2),
        "load_range": [round(min(loads), 2), round(max(loads), 2)],
        "search_seconds": round(median(searches), 2),
    }


def report(figures: dict, options: argparse.Namespace) -> None:
    figures |= {"invoices": options.invoices, "customers": options.customers}
    figures |= {"machine": machine(), "commit": commit(), "date": date.today().isoformat()}
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    print(f"{options.invoices} invoices of {options.customers} customers on {figures['machine']}, commit {figures['commit']}, {figures['date']}")
    for name, found in figures["commands"].items():
        decided = f", {found['outcome']}" if found["outcome"] else ""
        print(f"  {name:8} {found['seconds']:7.2f} s, processor {found['processor']:.2f} s, {found['mebibytes']} MiB (exit code {found['exit_code']}{decided})")
    if page := figures.get("report"):
        low, high = page["load_range"]
        print(f"  report   {page['megabytes']} MB, loaded in {page['load_seconds']} s ({low} to {high}), a letter in the search {page['search_seconds']} s")


if __name__ == "__main__":
    main()
