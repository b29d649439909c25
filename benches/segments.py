"""Do segments A, B and C fall where the true types lie, on generated ledgers?

    arrears generate --out ledger-11 --invoices 200000 --customers 5000 --seed 11 --format parquet
    arrears run -c ledger-11/arrears.toml --as-of 2025-12-31 --out run-11
    python benches/segments.py ledger-11 run-11

Any number of pairs of ledger and run may follow. All customers of the run count, also those with little history; the
customers with one forgotten invoice are those of whom the truth says so.
"""

import argparse
from pathlib import Path

import polars as pl

GOALS = [
    ("customers in C", "at most", 0.25),
    ("habitual and distressed in C", "at least", 0.70),
    ("prompt in A", "at least", 0.70),
    ("one forgotten invoice not in C", "at least", 0.95),
    ("habitual not in A", "at least", 0.95),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="ledger and run, ledger and run, ...")
    parser.add_argument("--types", action="store_true", help="the shares of A, B and C by type too")
    given = parser.parse_args()
    pairs = list(zip(given.folders[::2], given.folders[1::2], strict=True))
    found = [shares(ledger, run) for ledger, run in pairs]
    for i, (goal, bound, limit) in enumerate(GOALS):
        figures = [one[i] for one in found]
        met = all(figure <= limit if bound == "at most" else figure >= limit for figure in figures)
        shown = "  ".join(f"{figure:.3f}" for figure in figures)
        print(f"{goal:>32}: {shown}  ({bound} {limit:.2f}: {'met' if met else 'missed'})")
    if given.types:
        for ledger, run in pairs:
            print(by_type(customers(ledger, run)))


def shares(ledger: Path, run: Path) -> list[float]:
    """The figures of the goals, in their order."""
    rows = customers(ledger, run)
    in_segment = lambda some, segment: (some["segment"] == segment).mean()
    of = lambda *types: rows.filter(pl.col("type").is_in(types))
    return [
        in_segment(rows, "C"),
        in_segment(of("habitual", "distressed"), "C"),
        in_segment(of("prompt"), "A"),
        1 - in_segment(rows.filter("incident"), "C"),
        1 - in_segment(of("habitual"), "A"),
    ]


def customers(ledger: Path, run: Path) -> pl.DataFrame:
    truth = pl.read_parquet(ledger / "truth" / "true_customers.parquet")
    incident = truth["incident"] if truth["incident"].dtype == pl.Boolean else truth["incident"] == 1
    truth = truth.select("customer_id", "type", incident=incident)
    return pl.read_parquet(run / "segments.parquet").join(truth, on="customer_id").sort("customer_id")


def by_type(rows: pl.DataFrame) -> pl.DataFrame:
    share = [(pl.col("segment") == segment).mean().round(3).alias(segment) for segment in "ABC"]
    return rows.group_by("type").agg(pl.len().alias("customers"), *share).sort("type")


if __name__ == "__main__":
    main()
