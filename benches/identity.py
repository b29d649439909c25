"""How many customers keep their cluster from one month to the next, on generated ledgers.

    python benches/identity.py --binary target/release/arrears --seeds 11 12 13

Makes a ledger of 185,000 invoices and 5,000 customers per seed, trains twelve months running into one registry (centres
fitted anew each month), and reads `segments.parquet` of each month. Told is, over the customers whose true type is the
same at both month-ends, with at least eight mature invoices at the first and a cluster at both (one unlike all others,
-2, is a group like any other), the share whose `cluster_id` is the same; the mean of the twelve pairs of months. Beside
it the number of clusters, and the adjusted Rand index with the true types at the last month.
"""

import argparse
import subprocess
import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from sklearn.metrics import adjusted_rand_score

INVOICES, CUSTOMERS, MONTHS, N_MATURE = 185_000, 5_000, 12, 8


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default="target/release/arrears")
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    parser.add_argument("--keep", type=Path, help="folder to keep ledgers and runs in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        means = [of_seed(args.binary, folder, seed) for seed in args.seeds]
    print(f"mean of {len(means)} seeds {sum(means) / len(means):.4f}, lowest {min(means):.4f}")


def of_seed(arrears: str, folder: Path, seed: int) -> float:
    ledger = folder / f"ledger-{seed}"
    if not (ledger / "arrears.toml").exists():
        run(arrears, "generate", "--out", ledger, "--invoices", INVOICES, "--customers", CUSTOMERS, "--seed", seed, "--format", "parquet")
    months = [month_end(2024 + (11 + i) // 12, (11 + i) % 12 + 1) for i in range(MONTHS + 1)]
    for month in months:
        out = folder / f"run-{seed}-{month}"
        registry = folder / f"registry-{seed}"
        run(arrears, "run", "-c", ledger / "arrears.toml", "--as-of", month, "--registry", registry, "--out", out)
    tables = [labelled(ledger, folder / f"run-{seed}-{month}", month) for month in months]
    kept = [share_kept(before, after) for before, after in zip(tables, tables[1:])]
    numbers = [sorted(set(table["cluster_id"]) - {-1}) for table in tables]
    last = tables[-1].filter((pl.col("cluster_id") != -1) & (pl.col("n_mature") >= N_MATURE))
    index = adjusted_rand_score(last["type"], last["cluster_id"])
    mean = sum(kept) / len(kept)
    print(f"seed {seed}: kept {mean:.4f}, by month {' '.join(f'{share:.3f}' for share in kept)}")
    print(f"  clusters {' | '.join(','.join(map(str, ids)) for ids in numbers)}; adjusted Rand index {index:.3f}", flush=True)
    return mean


def share_kept(before: pl.DataFrame, after: pl.DataFrame) -> float:
    both = before.join(after, on="customer_id", suffix="_after")
    both = both.filter(
        (pl.col("type") == pl.col("type_after"))
        & (pl.col("cluster_id") != -1)
        & (pl.col("cluster_id_after") != -1)
        & (pl.col("n_mature") >= N_MATURE)
    )
    return (both["cluster_id"] == both["cluster_id_after"]).mean()


def labelled(ledger: Path, out: Path, month: date) -> pl.DataFrame:
    """The cluster, the mature invoices and the true type of each customer at a month-end."""
    clusters = pl.read_parquet(out / "segments.parquet").select("customer_id", "cluster_id")
    features = pl.read_parquet(out / "features.parquet").select("customer_id", n_mature="n_mature_all")
    return clusters.join(features, on="customer_id").join(types(ledger, month), on="customer_id").sort("customer_id")


def types(ledger: Path, month: date) -> pl.DataFrame:
    truth = pl.read_parquet(ledger / "truth" / "true_customers.parquet")
    return truth.select("customer_id", type=f"type_{month.year}_{month.month:02}").drop_nulls()


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def run(*command: object) -> None:
    subprocess.run([*map(str, command), "--quiet"], check=True)


if __name__ == "__main__":
    main()
