"""Times `arrears run` against a peer pipeline, in pairs, each in a fresh process.

Absolute times drift with what else a machine does, so the two run in turn (the
first of a pair changes every time) and the figure is the median of the pairs'
ratios. Peak memory is the resident set the kernel reports for the process and
the children it waited for.

usage: compare.py [--invoices N] [--customers N] [--pairs N] [--binary PATH]
                  [--peer PIPELINE.py] [--ledger FOLDER] [--json]

`--peer` takes any script called as `SCRIPT LEDGER_FOLDER OUT_FOLDER`, such as
../shared/peer/pipeline.py kept outside the repository; `--ledger` any folder of
Parquet tables with canonical column names, made beforehand.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
TABLES = ("customers", "invoices", "payments", "reminders", "disputes")
AS_OF = "2025-12-31"


@dataclass
class Figure:
    """One process: wall time and peak resident memory."""

    seconds: float
    mebibytes: float


def main() -> None:
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="arrears-compare-") as name:
        folder = Path(name)
        ledger = options.ledger or generated(folder / "ledger", options.invoices, options.customers)
        config = config_for(ledger, folder / "arrears.toml")
        ours = [str(options.binary), "run", "-c", str(config), "--as-of", AS_OF, "--quiet", "--out", str(folder / "ours")]
        peer = [sys.executable, str(options.peer), str(ledger), str(folder / "peer")]
        pairs = [timed_pair(ours, peer, swapped=bool(turn % 2)) for turn in range(options.pairs)]
        report(pairs, ledger, options)


def parse_arguments() -> argparse.Namespace:
    target = Path(os.environ.get("CARGO_TARGET_DIR") or Path.home() / ".cache" / "arrears-target")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--binary", type=Path, default=target / "release" / "arrears")
    parser.add_argument("--peer", type=Path, default=HERE / "peer" / "pipeline.py")
    parser.add_argument("--ledger", type=lambda text: Path(text).resolve())
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args()
    if not options.binary.exists():
        parser.error(f"{options.binary} does not exist; build it with: cargo build --release --locked")
    return options


def generated(ledger: Path, invoices: int, customers: int) -> Path:
    command = [sys.executable, str(HERE / "peer" / "ledger.py"), str(ledger)]
    command += ["--invoices", str(invoices), "--customers", str(customers)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return ledger


def config_for(ledger: Path, path: Path) -> Path:
    """An `arrears.toml` for a folder whose files and columns bear the canonical names."""
    present = [table for table in TABLES if (ledger / f"{table}.parquet").exists()]
    path.write_text("\n".join(f'[ledger.{table}]\npath = "{ledger / table}.parquet"\n' for table in present))
    return path


def timed_pair(ours: list[str], peer: list[str], swapped: bool) -> tuple[Figure, Figure]:
    if swapped:
        theirs = measured(peer)
        return measured(ours), theirs
    return measured(ours), measured(peer)


def measured(command: list[str]) -> Figure:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"`{' '.join(command)}` ended with {process.returncode}:\n{complaint[-2000:]}")
    return Figure(seconds, usage.ru_maxrss / 1024)


def report(pairs: list[tuple[Figure, Figure]], ledger: Path, options: argparse.Namespace) -> None:
    ratios = sorted(theirs.seconds / ours.seconds for ours, theirs in pairs)
    figures = {
        "ledger": f"{options.invoices} invoices of {options.customers} customers" if not options.ledger else str(ledger),
        "peer": str(options.peer),
        "pairs": len(pairs),
        "ours_seconds": round(median(ours.seconds for ours, _ in pairs), 2),
        "peer_seconds": round(median(theirs.seconds for _, theirs in pairs), 2),
        "times_faster": round(median(ratios), 2),
        "times_faster_range": [round(ratios[0], 2), round(ratios[-1], 2)],
        "ours_peak_mib": round(median(ours.mebibytes for ours, _ in pairs)),
        "peer_peak_mib": round(median(theirs.mebibytes for _, theirs in pairs)),
        "machine": machine(),
        "commit": commit(),
        "date": date.today().isoformat(),
    }
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    low, high = figures["times_faster_range"]
    print(f"{figures['ledger']}, {len(pairs)} pairs on {figures['machine']}")
    print(f"  arrears  {figures['ours_seconds']:8.2f} s {figures['ours_peak_mib']:7d} MiB")
    print(f"  peer     {figures['peer_seconds']:8.2f} s {figures['peer_peak_mib']:7d} MiB  ({options.peer.name})")
    print(f"  the peer takes {figures['times_faster']:.2f} times as long (pairs: {low:.2f} to {high:.2f})")
    print(f"  commit {figures['commit']}, {figures['date']}")


def machine() -> str:
    model = platform.processor() or platform.machine()
    cpu_info = Path("/proc/cpuinfo")
    if cpu_info.exists():
        names = [line.split(":", 1)[1].strip() for line in cpu_info.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    return f"{os.cpu_count()} cores, {model}"


def commit() -> str:
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=HERE, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
