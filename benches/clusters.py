"""How well do the clusters find the true types of a generated ledger, and beside what.

    arrears generate --out ledger --invoices 185000 --customers 5000 --seed 11 --format parquet
    arrears run -c ledger/arrears.toml --as-of 2025-12-31 --out run
    python benches/clusters.py ledger run

Told are adjusted Rand indices over customers with at least 8 mature invoices (direct debits apart, as everywhere), with
the type at the as-of date: a deteriorating customer counts as prompt until 60 days after its onset. Outliers are one cluster.

- ours: `cluster_id` of `segments.parquet`;
- ceiling: trees on the whole customer catalogue, cross-validated, told the true types; the better of two kinds;
- plain k-means: scikit-learn's on the standardised averages below, with the k of the highest silhouette, and with k = 6.
"""

import datetime
import sys
import warnings
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

AS_OF = datetime.date(2025, 12, 31)
N_MATURE = 8
# Averages of a customer as an analyst would take them.
AVERAGES = [
    "late_ratio_all",
    "mean_days_late_all",
    "median_days_late_all",
    "spread_days_late_all",
    "late_14d_ratio_12m",
    "late_30d_ratio_12m",
    "mean_depth_all",
    "level2_share_all",
    "dispute_share_all",
]


def main(ledger: Path, run: Path) -> None:
    warnings.simplefilter("ignore")
    customers = labelled(ledger, run)
    types = customers["true_type"].to_numpy()
    matrix = as_matrix(customers.drop("customer_id", "as_of", "cluster_id", "true_type"))
    ours = adjusted_rand_score(types, customers["cluster_id"].to_numpy())
    ceiling = max(supervised(matrix, types))
    (k, by_silhouette), six = plain(customers.select(AVERAGES), types)
    n_clusters = customers.filter(pl.col("cluster_id") >= 0)["cluster_id"].n_unique()
    print(
        f"{len(types)} customers: ours {ours:.3f} ({n_clusters} clusters), ceiling {ceiling:.3f} (share {ours / ceiling:.3f}), "
        f"k-means with k = {k} {by_silhouette:.3f} ({ours - by_silhouette:+.3f}), with k = 6 {six:.3f} ({ours - six:+.3f})"
    )


def labelled(ledger: Path, run: Path) -> pl.DataFrame:
    """Every customer's features, cluster and type at the as-of date."""
    onset = pl.col("onset").is_null() | (pl.col("onset") + datetime.timedelta(days=60) > AS_OF)
    before = (pl.col("type") == "deteriorating") & onset
    truth = pl.read_parquet(ledger / "truth" / "true_customers.parquet").select(
        "customer_id", true_type=pl.when(before).then(pl.lit("prompt")).otherwise("type")
    )
    clusters = pl.read_parquet(run / "segments.parquet").select("customer_id", "cluster_id")
    features = pl.read_parquet(run / "features.parquet").filter(pl.col("n_mature_all") >= N_MATURE)
    return features.join(clusters, on="customer_id").join(truth, on="customer_id").sort("customer_id")


def supervised(matrix: np.ndarray, types: np.ndarray) -> list[float]:
    """Adjusted Rand indices of types predicted out of fold, by boosted trees and by a forest."""
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    boosted = HistGradientBoostingClassifier(max_leaf_nodes=15, random_state=0)
    forest = RandomForestClassifier(300, min_samples_leaf=2, random_state=0, n_jobs=1)
    filled = np.where(np.isnan(matrix), -999.0, matrix)
    with threadpool_limits(1):
        return [
            adjusted_rand_score(types, cross_val_predict(boosted, matrix, types, cv=folds)),
            adjusted_rand_score(types, cross_val_predict(forest, filled, types, cv=folds)),
        ]


def plain(averages: pl.DataFrame, types: np.ndarray) -> tuple[tuple[int, float], float]:
    """k by silhouette with its index, and the index of k = 6."""
    filled = averages.select(pl.all().fill_null(pl.all().median()))
    points = StandardScaler().fit_transform(as_matrix(filled))
    scores, found = {}, {}
    with threadpool_limits(1):
        for k in range(2, 11):
            labels = KMeans(k, n_init=10, random_state=0).fit_predict(points)
            scores[k] = silhouette_score(points, labels)
            found[k] = adjusted_rand_score(types, labels)
    best = max(scores, key=scores.get)
    return (best, found[best]), found[6]


def as_matrix(frame: pl.DataFrame) -> np.ndarray:
    """Numbers as they are, categories as codes, unknown as NaN."""
    numbers = [
        column.cast(pl.Float64) if column.dtype.is_numeric() or column.dtype == pl.Boolean else column.rank("dense").cast(pl.Float64)
        for column in frame.iter_columns()
    ]
    return np.column_stack([column.to_numpy() for column in numbers])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
