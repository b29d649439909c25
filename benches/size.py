"""Times `arrears check` on a ledger of ten million rows against polars' own `read_csv`, in pairs.

The ledger is one CSV file of invoices, about 600 MB, in two forms of the same rows: clean (ISO dates, decimal
points, commas) and plain (`1.299,99`, dd-mm-yyyy, semicolons), as a Dutch package writes it. polars reads the
clean one with `try_parse_dates`, which checks nothing. Both have two threads and a fresh process, and run in
turn; of polars the call alone is timed, of ours the whole process. The figure is the median of the pairs'
ratios. Processor time stands beside wall time, since the latter depends on what else a machine does. Reading,
parsing and checking end where the log says so; what follows is the book of the ledger, from which `check`
tells what is open.

usage: size.py [--rows N] [--pairs N] [--binary PATH] [--folder FOLDER] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median

from compare import commit, machine

THREADS = "2"
FIRST_DAY = (date(2020, 1, 1) - date(1970, 1, 1)).days
N_DAYS = 2_000
DUTCH = {
    "invoice_id": "Factuurnr",
    "customer_id": "Debiteurnr",
    "invoice_date": "Factuurdatum",
    "due_date": "Vervaldatum",
    "amount": "Bedrag",
    "currency": "Valuta",
    "paid_date": "Betaald op",
}
# Its own time is that of the call, without Python's start and the import.
PEER = """
import sys, time, polars
started, used = time.perf_counter(), time.process_time()
polars.read_csv(sys.argv[1], try_parse_dates=True)
print("took", time.perf_counter() - started, time.process_time() - used, file=sys.stderr)
"""
READ = "done: reading the ledger"


@dataclass
class Figure:
    """One process: wall and processor time, of its reading too, and peak resident memory."""

    seconds: float
    processor: float
    read_seconds: float
    read_processor: float
    mebibytes: float


def main() -> None:
    options = parse_arguments()
    keep = nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory(prefix="arrears-size-")
    with keep as name:
        folder = Path(name)
        if not (folder / "plain.toml").exists():
            write_ledger(folder, options.rows)
        report([(form, pairs_of(form, folder, options)) for form in ("clean", "plain")], options)


def parse_arguments() -> argparse.Namespace:
    target = Path(os.environ.get("CARGO_TARGET_DIR") or Path.home() / ".cache" / "arrears-target")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--binary", type=Path, default=target / "release" / "arrears")
    parser.add_argument("--folder", type=Path, help="where the files are, or are to be kept")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args()
    if not options.binary.exists():
        parser.error(f"{options.binary} does not exist; build it with: cargo build --release --locked")
    return options


def write_ledger(folder: Path, rows: int) -> None:
    """The same invoices in both forms; ids in no order, some customers with very many of them."""
    import numpy
    import polars

    folder.mkdir(parents=True, exist_ok=True)
    draw = numpy.random.default_rng(1)
    issued = numpy.sort(draw.integers(FIRST_DAY, FIRST_DAY + N_DAYS, rows)).astype(numpy.int32)
    due = issued + draw.choice([14, 30, 30, 30, 60], rows).astype(numpy.int32)
    paid = numpy.maximum(issued, due + numpy.round(draw.normal(3, 12, rows)).astype(numpy.int32))
    is_open = (paid > FIRST_DAY + N_DAYS) | (draw.random(rows) < 0.02)
    cents = numpy.maximum(1, numpy.round(numpy.exp(draw.normal(6.2, 1.3, rows)) * 100)).astype(numpy.int64)
    customer = numpy.minimum((draw.pareto(1.1, rows) * 2000).astype(numpy.int64), 199_999)
    column = polars.col
    frame = polars.DataFrame(
        {"id": draw.permutation(rows), "customer": customer, "issued": issued, "due": due, "cents": cents}
        | {"paid": paid, "is_open": is_open}
    ).select(
        ("F" + column("id").cast(polars.String).str.zfill(8)).alias("invoice_id"),
        ("C" + column("customer").cast(polars.String).str.zfill(6)).alias("customer_id"),
        column("issued").cast(polars.Date).alias("invoice_date"),
        column("due").cast(polars.Date).alias("due_date"),
        column("cents").alias("amount"),
        polars.lit("EUR").alias("currency"),
        polars.when(column("is_open")).then(None).otherwise(column("paid")).cast(polars.Date).alias("paid_date"),
    )
    clean = frame.with_columns(column("amount") / 100)
    clean.write_csv(folder / "clean.csv", float_precision=2)
    plain = frame.with_columns(with_thousands(column("amount"))).rename(DUTCH)
    plain.write_csv(folder / "plain.csv", separator=";", date_format="%d-%m-%Y")
    columns = "\n".join(f'{name} = "{dutch}"' for name, dutch in DUTCH.items())
    (folder / "clean.toml").write_text('[ledger.invoices]\npath = "clean.csv"\n')
    (folder / "plain.toml").write_text(f'[ledger.invoices]\npath = "plain.csv"\n\n[ledger.invoices.columns]\n{columns}\n')


def with_thousands(cents):
    """`1.299,99`; up to a thousand million."""
    import polars

    def three(number):
        return number.cast(polars.String).str.zfill(3)

    units = cents // 100
    grouped = (
        polars.when(units >= 1_000_000)
        .then((units // 1_000_000).cast(polars.String) + "." + three(units // 1000 % 1000) + "." + three(units % 1000))
        .when(units >= 1000)
        .then((units // 1000).cast(polars.String) + "." + three(units % 1000))
        .otherwise(units.cast(polars.String))
    )
    return grouped + "," + (cents % 100).cast(polars.String).str.zfill(2)


def pairs_of(form: str, folder: Path, options: argparse.Namespace) -> list[tuple[Figure, Figure]]:
    check = [str(options.binary), "check", "-c", str(folder / f"{form}.toml"), "--threads", THREADS, "--quiet"]
    peer = [sys.executable, "-c", PEER, str(folder / "clean.csv")]
    pairs = []
    for turn in range(options.pairs):
        first = measured(peer) if turn % 2 else None
        ours = measured(check)
        pairs.append((ours, first or measured(peer)))
    return pairs


def measured(command: list[str]) -> Figure:
    environment = {**os.environ, "POLARS_MAX_THREADS": THREADS, "ARREARS_LOG": "info", "NO_COLOR": "1"}
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
    told, reading, call = [], None, None
    for line in process.stderr:
        told.append(line)
        if READ in line:
            reading = (time.perf_counter() - started, processor_time(process.pid))
        if line.startswith("took "):
            call = [float(word) for word in line.split()[1:]]
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"`{' '.join(command)}` ended with {process.returncode}:\n{''.join(told)[-2000:]}")
    processor = usage.ru_utime + usage.ru_stime
    if call:
        seconds, processor = call
    read_seconds, read_processor = reading or (seconds, processor)
    return Figure(seconds, processor, read_seconds, read_processor, usage.ru_maxrss / 1024)


def processor_time(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(forms: list[tuple[str, list[tuple[Figure, Figure]]]], options: argparse.Namespace) -> None:
    figures = {form: summary(pairs) for form, pairs in forms}
    figures |= {"rows": options.rows, "machine": machine(), "commit": commit(), "date": date.today().isoformat()}
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    print(f"{options.rows} rows, {options.pairs} pairs on {figures['machine']}, commit {figures['commit']}, {figures['date']}")
    for form, _ in forms:
        found = figures[form]
        print(f"{form}: reading, parsing and checking take {found['read_ratio']} times as long as polars' read_csv")
        print(f"  ({found['read_processor_ratio']} in processor time), the whole of `check` {found['ratio']} ({found['processor_ratio']})")
        print(f"  arrears {found['arrears']}")
        print(f"  polars  {found['polars']}")


def summary(pairs: list[tuple[Figure, Figure]]) -> dict:
    def ratio(field: str, of: str) -> float:
        return round(median(getattr(ours, field) / getattr(peer, of) for ours, peer in pairs), 2)

    def medians(side: int) -> dict:
        found = [asdict(pair[side]) for pair in pairs]
        return {field: round(median(figure[field] for figure in found), 2) for field in found[0]}

    return {
        "read_ratio": ratio("read_seconds", "seconds"),
        "read_processor_ratio": ratio("read_processor", "processor"),
        "ratio": ratio("seconds", "seconds"),
        "processor_ratio": ratio("processor", "processor"),
        "arrears": medians(0),
        "polars": medians(1),
    }


if __name__ == "__main__":
    main()
