"""The monthly job as an analyst would write it today, with polars and scikit-learn.

usage: pipeline.py LEDGER_FOLDER OUT_FOLDER

Reads the five Parquet tables, joins them, makes ten point-in-time features per
invoice, fits a logistic model on invoices before the cut and predicts all,
averages per customer, sweeps k-means over k with a silhouette, and writes two
Parquet files. Prints its laps, in seconds, as one line of JSON.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, silhouette_score
from sklearn.preprocessing import StandardScaler

LAST_DAY, CUT = date(2025, 12, 31), date(2025, 7, 1)
INVOICE_FEATURES = [
    "n_settled", "late_ratio", "mean_days_late", "spread_days_late", "last_days_late",
    "mean_level", "dispute_share", "n_open", "log_amount", "terms",
]  # fmt: skip


def main(ledger: Path, out: Path) -> None:
    laps, clock = {}, time.perf_counter()

    def lap(name: str) -> None:
        nonlocal clock
        laps[name], clock = round(time.perf_counter() - clock, 2), time.perf_counter()

    invoices = joined(ledger)
    lap("read and join")
    rows = with_history(invoices)
    lap("point-in-time features")
    p_late, auc = late_payment_model(rows)
    lap("logistic")
    customers = customer_averages(invoices)
    lap("customer averages")
    cluster, k, silhouette = best_clustering(customers)
    lap("k-means sweep")
    out.mkdir(parents=True, exist_ok=True)
    rows.select("invoice_id", "customer_id").with_columns(p_late=p_late).write_parquet(out / "predictions.parquet")
    customers.with_columns(cluster_id=cluster).write_parquet(out / "segments.parquet")
    lap("write")
    print(json.dumps({"auc": round(auc, 4), "k": k, "silhouette": round(silhouette, 3), "laps": laps}))


def joined(ledger: Path) -> pl.DataFrame:
    """One row per invoice with when it was paid, how far it was dunned and whether it was disputed."""

    def table(name: str) -> pl.LazyFrame:
        return pl.scan_parquet(ledger / f"{name}.parquet")

    paid = table("payments").group_by("invoice_id").agg(paid_date=pl.col("payment_date").max())
    dunned = table("reminders").group_by("invoice_id").agg(level=pl.col("level").max().cast(pl.Float64))
    disputed = table("disputes").group_by("invoice_id").agg(disputed=pl.lit(1.0))
    until = pl.coalesce("paid_date", pl.lit(LAST_DAY))
    return (
        table("invoices")
        .join(table("customers").select("customer_id", "sector"), on="customer_id", how="left")
        .join(paid, on="invoice_id", how="left")
        .join(dunned, on="invoice_id", how="left")
        .join(disputed, on="invoice_id", how="left")
        .with_columns(
            pl.col("level", "disputed").fill_null(0.0),
            days_late=(until - pl.col("due_date")).dt.total_days().cast(pl.Float64),
            terms=(pl.col("due_date") - pl.col("invoice_date")).dt.total_days().cast(pl.Float64),
        )
        .collect()
    )


def with_history(invoices: pl.DataFrame) -> pl.DataFrame:
    """Beside each invoice, what its customer's settled invoices said the day before it was issued."""
    late, days_late = (pl.col("days_late") > 0).cast(pl.Float64), pl.col("days_late")
    settled = (
        invoices.lazy()
        .filter(pl.col("paid_date").is_not_null())
        .sort("paid_date")
        .select(
            "customer_id",
            "paid_date",
            n_settled=pl.int_range(1, pl.len() + 1).over("customer_id").cast(pl.Float64),
            sum_late=late.cum_sum().over("customer_id"),
            sum_days=days_late.cum_sum().over("customer_id"),
            sum_squares=(days_late**2).cum_sum().over("customer_id"),
            sum_level=pl.col("level").cum_sum().over("customer_id"),
            sum_disputed=pl.col("disputed").cum_sum().over("customer_id"),
            last_days_late=days_late,
        )
    )
    known = ["n_settled", "sum_late", "sum_days", "sum_squares", "sum_level", "sum_disputed", "last_days_late"]
    n = pl.max_horizontal("n_settled", pl.lit(1.0))
    mean = pl.col("sum_days") / n
    return (
        invoices.lazy()
        .drop("paid_date")
        .sort("invoice_date")
        .with_columns(n_before=pl.int_range(0, pl.len()).over("customer_id"))
        .join_asof(
            settled,
            left_on="invoice_date",
            right_on="paid_date",
            by="customer_id",
            strategy="backward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .with_columns(pl.col(known).fill_null(0.0))
        .with_columns(
            late_ratio=pl.col("sum_late") / n,
            mean_days_late=mean,
            spread_days_late=(pl.col("sum_squares") / n - mean**2).clip(0).sqrt(),
            mean_level=pl.col("sum_level") / n,
            dispute_share=pl.col("sum_disputed") / n,
            n_open=pl.col("n_before") - pl.col("n_settled"),
            log_amount=pl.col("amount").log(),
        )
        .collect()
    )


def late_payment_model(rows: pl.DataFrame) -> tuple[pl.Series, float]:
    """Trained on invoices before the cut; scored by AUC on the rest."""
    numbers = StandardScaler().fit_transform(rows.select(INVOICE_FEATURES).to_numpy())
    matrix = np.hstack([numbers, rows.select("sector").to_dummies().to_numpy()])
    late = (rows["days_late"] > 0).to_numpy()
    train = (rows["invoice_date"] < CUT).to_numpy()
    model = LogisticRegression(max_iter=200).fit(matrix[train], late[train])
    p_late = model.predict_proba(matrix)[:, 1]
    return pl.Series("p_late", p_late), roc_auc_score(late[~train], p_late[~train])


def customer_averages(invoices: pl.DataFrame) -> pl.DataFrame:
    days_late = pl.col("days_late")
    return (
        invoices.lazy()
        .group_by("customer_id")
        .agg(
            late_ratio=(days_late > 0).mean(),
            mean_days_late=days_late.mean(),
            worst_decile=days_late.quantile(0.9),
            spread_days_late=days_late.std().fill_null(0.0),
            mean_level=pl.col("level").mean(),
            worst_level=pl.col("level").max(),
            dispute_share=pl.col("disputed").mean(),
            log_amount=pl.col("amount").mean().log(),
            log_n=pl.len().log(),
            open_share=pl.col("paid_date").is_null().mean(),
        )
        .sort("customer_id")
        .collect()
    )


def best_clustering(customers: pl.DataFrame) -> tuple[pl.Series, int, float]:
    """k-means for k = 2..10 with ten starts each; the k whose silhouette is highest."""
    points = StandardScaler().fit_transform(customers.drop("customer_id").to_numpy().astype(np.float64))
    sample = min(len(points), 10_000)
    best = None
    for k in range(2, 11):
        model = KMeans(k, n_init=10, random_state=0).fit(points)
        score = silhouette_score(points, model.labels_, sample_size=sample, random_state=0)
        if best is None or score > best[2]:
            best = pl.Series("cluster_id", model.labels_), k, score
    return best


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
