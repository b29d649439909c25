"""How much of what can be known does the late-payment model know, on a generated ledger.

    arrears generate --out ledger --invoices 200000 --customers 6000 --seed 11 --format parquet
    arrears backtest -c ledger/arrears.toml --train-until 2025-01-01 --out tested
    python benches/truth.py ledger tested

The truth is the chance of lateness given the state at issue, with later shocks integrated out. What is told is the
share of (log loss of the base rate less that of the truth) that the model explains, over all test invoices and by how
many of the customer's invoices had matured before.
"""

import json
import sys
from pathlib import Path

import polars as pl


def main(ledger: Path, tested: Path) -> None:
    truth = pl.read_parquet(ledger / "truth" / "true_invoices.parquet").select("invoice_id", truth="p_late")
    rows = pl.read_parquet(tested / "backtest.parquet").filter(pl.col("late").is_not_null())
    rows = rows.join(truth, on="invoice_id").join(history(ledger), on="invoice_id")
    metrics = json.loads((tested / "metrics.json").read_text())["test"]
    base = metrics["baselines"]["base_rate"]["mean_p_late"]
    rows = rows.with_columns(
        model=log_loss(pl.col("p_late")), known=log_loss(pl.col("truth")), base=log_loss(pl.lit(base))
    )
    for name, some in [
        ("all", rows),
        ("fewer than 10", rows.filter(pl.col("n_before") < 10)),
        ("10 and more", rows.filter(pl.col("n_before") >= 10)),
    ]:
        model, known, base_loss = (some[column].mean() for column in ("model", "known", "base"))
        explained = (base_loss - model) / (base_loss - known)
        print(f"{name:>14}: {some.height:7,} invoices, log loss {model:.4f}, truth {known:.4f}, explained {explained:.3f}")


def history(ledger: Path) -> pl.DataFrame:
    """Of each invoice, how many of its customer's fell due before it was issued."""
    invoices = pl.read_parquet(ledger / "invoices.parquet").select("invoice_id", "customer_id", "invoice_date", "due_date")
    due = invoices.select("customer_id", day="due_date").sort("day")
    due = due.with_columns(n_before=pl.int_range(1, pl.len() + 1).over("customer_id"))
    asked = invoices.with_columns(day=pl.col("invoice_date").dt.offset_by("-1d")).sort("day")
    found = asked.join_asof(due, on="day", by="customer_id", check_sortedness=False)
    return found.select("invoice_id", pl.col("n_before").fill_null(0))


def log_loss(chance: pl.Expr) -> pl.Expr:
    chance = chance.clip(1e-6, 1 - 1e-6)
    return -pl.when(pl.col("late")).then(chance.log()).otherwise((1 - chance).log())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
