"""The generator's last acceptance point and the clusters, against the true types, with scikit-learn.

Ledgers of 200,000 invoices; one seed, or five with `tools/check --full`.
"""

import json
import sys
import unittest
import warnings
from functools import cache

import numpy as np
import polars as pl
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from outputs.runs import AS_OF, FULL, generated, generated_run

N_INVOICES, N_CUSTOMERS = 200_000, 5_000
SEEDS = [1, 2, 3, 4, 5] if FULL else [1]
N_MATURE = 8
CEILING = (0.65, 0.80)


class Truth(unittest.TestCase):
    def test_trees_on_the_catalogue_find_the_types_as_well_as_specified(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                customers = known_customers(seed)
                matrix = as_matrix(customers.drop("customer_id", "as_of", "type", "cluster_id"))
                types = customers["type"].to_numpy()
                folds = StratifiedKFold(5, shuffle=True, random_state=0)
                trees = HistGradientBoostingClassifier(max_leaf_nodes=15, random_state=0)
                # One thread: its threads wait by spinning, which on a shared core costs minutes.
                with threadpool_limits(1):
                    found = cross_val_predict(trees, matrix, types, cv=folds)
                ceiling = adjusted_rand_score(types, found)
                tell(f"seed {seed}: {len(types)} customers, adjusted Rand index of trees {ceiling:.3f}")
                self.assertGreaterEqual(ceiling, CEILING[0])
                self.assertLessEqual(ceiling, CEILING[1])

    def test_clusters_find_the_types_at_least_as_well_as_plain_k_means(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                customers = labelled_customers(seed).filter(pl.col("cluster_id") >= 0)
                types = customers["type"].to_numpy()
                ours = adjusted_rand_score(types, customers["cluster_id"].to_numpy())
                theirs, k = plain_k_means(customers.select(clustered_features(seed)), types)
                tell(f"seed {seed}: adjusted Rand index of clusters {ours:.3f}, of k-means with k = {k} {theirs:.3f}")
                self.assertGreaterEqual(ours, theirs)

    def test_one_forgotten_invoice_puts_nobody_in_c(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                run, ledger = generated_run(N_INVOICES, N_CUSTOMERS, seed), generated(N_INVOICES, N_CUSTOMERS, seed)
                truth = pl.read_parquet(ledger / "truth" / "true_customers.parquet")
                forgot = truth.filter(pl.col("incident"), pl.col("bankrupt").is_null()).select("customer_id")
                segments = pl.read_parquet(run / "segments.parquet").join(forgot, on="customer_id")
                self.assertGreater(segments.height, 50)
                self.assertLessEqual((segments["segment"] == "C").mean(), 0.05)


def plain_k_means(features: pl.DataFrame, types: np.ndarray) -> tuple[float, int]:
    """scikit-learn's, on the standardised features (medians where unknown), k by silhouette."""
    points = StandardScaler().fit_transform(as_matrix(features.select(pl.all().fill_null(pl.all().median()))))
    best = None
    for k in range(2, 11):
        labels = KMeans(k, n_init=10, random_state=0).fit_predict(points)
        score = silhouette_score(points, labels, sample_size=min(len(points), 10_000), random_state=0)
        if best is None or score > best[0]:
            best = score, labels, k
    return adjusted_rand_score(types, best[1]), best[2]


@cache
def labelled_customers(seed: int) -> pl.DataFrame:
    """Every customer's features, cluster and true type."""
    run, ledger = generated_run(N_INVOICES, N_CUSTOMERS, seed), generated(N_INVOICES, N_CUSTOMERS, seed)
    truth = pl.read_parquet(ledger / "truth" / "true_customers.parquet").select("customer_id", "type")
    clusters = pl.read_parquet(run / "segments.parquet").select("customer_id", "cluster_id")
    features = pl.read_parquet(run / "features.parquet")
    return features.join(clusters, on="customer_id").join(truth, on="customer_id").sort("customer_id")


def known_customers(seed: int) -> pl.DataFrame:
    """Those with at least eight mature invoices."""
    invoices = pl.read_parquet(generated(N_INVOICES, N_CUSTOMERS, seed) / "invoices.parquet")
    mature = invoices.filter(
        (pl.col("kind") != "credit_note") & (pl.col("due_date") <= pl.lit(AS_OF).str.to_date())
    )
    enough = mature.group_by("customer_id").len().filter(pl.col("len") >= N_MATURE)
    return labelled_customers(seed).join(enough.select("customer_id"), on="customer_id", how="semi")


def clustered_features(seed: int) -> list[str]:
    """Those the clusters were made of, as clusters.json names them in its centroids."""
    clusters = json.loads((generated_run(N_INVOICES, N_CUSTOMERS, seed) / "clusters.json").read_text())
    clusters = clusters if isinstance(clusters, list) else clusters["clusters"]
    return list(clusters[0]["centroid"])


def as_matrix(frame: pl.DataFrame) -> np.ndarray:
    """Numbers as they are, categories as codes, unknown as NaN."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        coded = [
            frame[name].cast(pl.Float64)
            if frame[name].dtype.is_numeric() or frame[name].dtype == pl.Boolean
            else frame[name].rank("dense").cast(pl.Float64)
            for name in frame.columns
        ]
    return np.column_stack([column.to_numpy() for column in coded])


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    unittest.main()
