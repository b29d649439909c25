"""Are the sectors ranked as they truly pay, and are the risk groups real, on a generated ledger?

    arrears generate --out ledger --invoices 100000 --customers 5000 --seed 11 --format parquet
    arrears run -c ledger/arrears.toml --as-of 2025-12-31 --out run
    python benches/questions.py ledger run

The truth of a customer is the mean chance of lateness of its invoices given the state at issue, later shocks integrated out.
Of sectors: Spearman's rank correlation of the shrunken risk with the mean truth of their customers. Of each group found: whether
its customers' mean truth lies on the side of all others' that was found.
"""

import argparse
from datetime import date
from pathlib import Path

import polars as pl

# The first day of the later period: groups are made from what was known before it.
LATER = date(2025, 6, 19)


def main(ledger: Path, run: Path) -> None:
    customers = with_truth(ledger)
    sectors = customers.group_by("sector").agg(pl.col("truth").mean(), pl.len())
    told = pl.read_parquet(run / "sectors.parquet").select("sector", "shrunken_material_risk")
    both = sectors.join(told, on="sector")
    rho = both.select(pl.corr("truth", "shrunken_material_risk", method="spearman")).item()
    print(f"sectors: {both.height}, Spearman {rho:.2f}")
    groups = pl.read_parquet(run / "risk_groups.parquet")
    found = groups.filter("found")
    right = [is_right(customers, row) for row in found.iter_rows(named=True)]
    confirmed = found["confirmed"].to_list()
    n_confirmed = sum(state is True for state in confirmed)
    n_right_confirmed = sum(r for r, state in zip(right, confirmed) if state is True)
    print(f"groups: {groups.height} tested, {found.height} found, of which {sum(right)} truly on that side;", end=" ")
    print(f"{n_confirmed} confirmed, of which {n_right_confirmed} truly")
    for row, good in zip(found.iter_rows(named=True), right):
        if not good:
            print(f"  not so: {row['name']} ({row['direction']}, q {row['q_value']:.3f}, confirmed {row['confirmed']})")


def with_truth(ledger: Path) -> pl.DataFrame:
    """The customers of a ledger with their mean true chance of lateness and their characteristics."""
    truth = pl.read_parquet(ledger / "truth" / "true_invoices.parquet")
    invoices = pl.read_parquet(ledger / "invoices.parquet").join(truth.select("invoice_id", "p_late"), on="invoice_id")
    invoices = invoices.with_columns(days=(pl.col("due_date") - pl.col("invoice_date")).dt.total_days())
    own = invoices.group_by("customer_id").agg(truth=pl.col("p_late").mean(), days=pl.col("days").median())
    customers = pl.read_parquet(ledger / "customers.parquet").join(own, on="customer_id")
    age = (pl.lit(LATER) - pl.col("customer_since")).dt.total_days()
    return customers.filter(~pl.col("intercompany").fill_null(False)).with_columns(
        sector=pl.col("sector"),
        code=pl.col("sector").str.slice(0, 2),
        terms=band(pl.col("days"), [14, 30, 45, 60], ["00-14", "15-30", "31-45", "46-60", "61+"]),
        tenure=band(age, [364, 1094], ["0-1y", "1-3y", "3y+"]),
    )


def band(value: pl.Expr, edges: list[int], names: list[str]) -> pl.Expr:
    """The name of the band that a value lies in."""
    expression = pl.lit(names[-1])
    for edge, name in reversed(list(zip(edges, names))):
        expression = pl.when(value <= edge).then(pl.lit(name)).otherwise(expression)
    return expression


def is_right(customers: pl.DataFrame, row: dict) -> bool:
    """Whether a group's customers truly lie on the side of all others that was found."""
    inside = pl.lit(True)
    for part in ("1", "2"):
        characteristic, value = row[f"characteristic_{part}"], row[f"value_{part}"]
        if characteristic:
            inside &= pl.col("code" if characteristic == "sector" else characteristic) == value
    means = [customers.filter(side)["truth"].mean() for side in (inside, ~inside)]
    if means[0] is None:
        raise SystemExit(f"no customer of {row['name']}: are sectors rolled up? Take more customers")
    return (means[0] > means[1]) == (row["direction"] == "higher")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, help="folder of a generated ledger")
    parser.add_argument("run", type=Path, help="folder of a run on it")
    asked = parser.parse_args()
    main(asked.ledger, asked.run)
