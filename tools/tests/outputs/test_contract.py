"""The files of a run bear the names, columns and types the contract fixes, in three readers."""

import csv
import hashlib
import json
import unittest

import duckdb
import polars as pl
import pyarrow.parquet as arrow

from outputs.runs import ROOT, demo_run

TEXT, DATE, NUMBER, FLAG, TEXTS = pl.String, pl.Date, pl.Float64, pl.Boolean, pl.List(pl.String)
WHOLE = "an integer"
REASONS = pl.List(pl.Struct({"feature": TEXT, "value": NUMBER, "contribution": NUMBER, "text": TEXT}))

COLUMNS = {
    "predictions.parquet": {
        "invoice_id": TEXT,
        "customer_id": TEXT,
        "as_of": DATE,
        "invoice_date": DATE,
        "due_date": DATE,
        "open_amount": NUMBER,
        "days_past_due": WHOLE,
        "p_late": NUMBER,
        "p_late_30d": NUMBER,
        "p_never": NUMBER,
        "p_paid_7d": NUMBER,
        "p_paid_30d": NUMBER,
        "p_paid_60d": NUMBER,
        "p_paid_90d": NUMBER,
        "expected_pay_date": DATE,
        "pay_date_p10": DATE,
        "pay_date_p90": DATE,
        "bucket_expected": TEXT,
        "reasons": REASONS,
        "model_id": TEXT,
    },
    "segments.parquet": {
        "customer_id": TEXT,
        "as_of": DATE,
        "cluster_id": WHOLE,
        "cluster_name": TEXT,
        "cluster_code": TEXT,
        "segment": TEXT,
        "p_late": NUMBER,
        "p_late_30d": NUMBER,
        "risk_score": WHOLE,
        "pattern": TEXT,
        "measures": TEXTS,
        "channel": TEXT,
        "early_warning": FLAG,
        "warnings": TEXTS,
        "natural_person": FLAG,
        "reasons": REASONS,
    },
    "segment_migration.parquet": {
        "from_as_of": DATE,
        "as_of": DATE,
        "grouping": TEXT,
        "from_group": TEXT,
        "to_group": TEXT,
        "change": TEXT,
        "n_customers": WHOLE,
        "open_amount": NUMBER,
    },
    "risk_history.parquet": {
        "customer_id": TEXT,
        "as_of": DATE,
        "model_id": TEXT,
        "p_late": NUMBER,
        "p_late_30d": NUMBER,
        "segment": TEXT,
    },
    "warnings.parquet": {
        "customer_id": TEXT,
        "as_of": DATE,
        "code": TEXT,
        "direction": TEXT,
        "since": DATE,
        "size_days": NUMBER,
        "size_sd": NUMBER,
        "certainty": NUMBER,
        "open_amount": NUMBER,
        "shown": FLAG,
    },
    "features.parquet": {"customer_id": TEXT, "as_of": DATE},
    "sectors.parquet": {"sector": TEXT, "rolled_up_to": TEXT, "rolled_up_level": TEXT, "measure": TEXT},
    "risk_groups.parquet": {
        "characteristic_1": TEXT,
        "value_1": TEXT,
        "found": FLAG,
        "confirmed": FLAG,
        "earlier_share": NUMBER,
        "later_share": NUMBER,
        "q_value": NUMBER,
    },
    "nonpayment_reasons.parquet": {"customer_id": TEXT, "reason": TEXT, "basis": TEXT, "late_amount": NUMBER},
    "evidence.parquet": {"invoice_id": TEXT, "customer_id": TEXT, "open_amount": NUMBER, "last_booking": DATE},
    "cash_forecast.parquet": {
        "source": TEXT,
        "week": WHOLE,
        "week_start": DATE,
        "week_end": DATE,
        "expected": NUMBER,
        "p10": NUMBER,
        "p90": NUMBER,
    },
    "kpis.parquet": {
        "as_of": DATE,
        "open_amount": NUMBER,
        "overdue_amount": NUMBER,
        "dso_days": NUMBER,
        "best_possible_dso_days": NUMBER,
        "add_days": NUMBER,
        "cei_percent": NUMBER,
        "balance": NUMBER,
    },
    "statutory_interest.parquet": {
        "invoice_id": TEXT,
        "open_amount": NUMBER,
        "interest": NUMBER,
        "collection_costs": NUMBER,
        "source": TEXT,
        "note": TEXT,
    },
}
OTHER_FILES = [
    "clusters.json",
    "metrics.json",
    "report.html",
    "report.json",
    "model_card.md",
    "manifest.json",
    "rejected_rows.csv",
    "control_totals.csv",
    "provision_matrix.csv",
    "evidence.csv",
]
MEASURES = ["n", "event_rate", "auc", "brier", "log_loss", "ece", "mae_days", "interval_coverage"]


class Files(unittest.TestCase):
    def test_every_file_of_a_run_is_there(self):
        missing = [name for name in [*COLUMNS, *OTHER_FILES] if not (demo_run() / name).exists()]
        self.assertEqual(missing, [])

    def test_rejected_rows_name_file_line_column_value_and_reason(self):
        with open(demo_run() / "rejected_rows.csv", newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        self.assertEqual(header, ["file", "line", "column", "value", "reason"])

    def test_metrics_are_given_per_sample(self):
        metrics = read_json("metrics.json")
        for sample in ("train", "test"):
            with self.subTest(sample=sample):
                found = find_measures(metrics[sample])
                self.assertIsNotNone(found, f"no entry of `{sample}` holds all of {MEASURES}")
                self.assertGreater(found["n"], 0)

    def test_clusters_have_centroid_size_name_and_stability(self):
        clusters = read_json("clusters.json")
        clusters = clusters if isinstance(clusters, list) else clusters["clusters"]
        self.assertGreaterEqual(len(clusters), 2)
        for cluster in clusters:
            self.assertLessEqual({"centroid", "size", "name", "profile", "stability"}, set(cluster))
        sizes = pl.read_parquet(demo_run() / "segments.parquet")["cluster_id"].value_counts()
        self.assertEqual({cluster["cluster_id"]: cluster["size"] for cluster in clusters}, dict(sizes.iter_rows()))

    def test_the_manifest_hashes_inputs_and_outputs(self):
        manifest = read_json("manifest.json")
        for key in ("inputs", "config_sha256", "seed", "version", "as_of", "seconds", "row_counts", "outputs"):
            self.assertIn(key, manifest)
        listed = {output["file"]: output["sha256"] for output in manifest["outputs"]}
        for name in [*COLUMNS, *OTHER_FILES]:
            if name != "manifest.json":
                self.assertEqual(listed[name], hashlib.sha256((demo_run() / name).read_bytes()).hexdigest(), name)
        self.assertTrue(all(len(source["sha256"]) == 64 for source in manifest["inputs"]))


class Columns(unittest.TestCase):
    def test_polars_reads_the_columns_with_their_types(self):
        for name, columns in COLUMNS.items():
            schema = pl.read_parquet(demo_run() / name).schema
            for column, kind in columns.items():
                with self.subTest(file=name, column=column):
                    self.assertIn(column, schema)
                    if kind == WHOLE:
                        self.assertTrue(schema[column].is_integer(), schema[column])
                    else:
                        self.assertEqual(schema[column], kind)

    def test_pyarrow_and_duckdb_read_what_polars_reads(self):
        for name in COLUMNS:
            with self.subTest(file=name):
                path = demo_run() / name
                frame, table = pl.read_parquet(path), arrow.read_table(path)
                self.assertEqual(frame.columns, table.column_names)
                self.assertTrue(frame.equals(pl.from_arrow(table)))
                found = duckdb.sql(f"select * from read_parquet('{path}')")
                self.assertEqual(found.columns, frame.columns)
                plain = [column for column, kind in frame.schema.items() if not kind.is_nested()]
                rows = duckdb.sql(f"select {', '.join(quoted(plain))} from read_parquet('{path}')").fetchall()
                self.assertEqual(rows, frame.select(plain).rows())

    def test_rows_are_sorted_and_unique_by_their_key(self):
        keys = {"predictions.parquet": "invoice_id", "segments.parquet": "customer_id", "features.parquet": "customer_id"}
        for name, key in keys.items():
            with self.subTest(file=name):
                column = pl.read_parquet(demo_run() / name)[key]
                self.assertEqual(column.null_count(), 0)
                self.assertEqual(column.n_unique(), len(column))

    def test_segments_and_features_speak_of_the_same_customers(self):
        segments = pl.read_parquet(demo_run() / "segments.parquet")["customer_id"]
        features = pl.read_parquet(demo_run() / "features.parquet")["customer_id"]
        self.assertEqual(set(segments), set(features))

    def test_every_feature_is_in_the_data_dictionary(self):
        dictionary = (ROOT / "docs" / "data-dictionary.md").read_text()
        names = list(pl.read_parquet_schema(demo_run() / "features.parquet"))[2:]
        self.assertGreater(len(names), 30)
        self.assertEqual([name for name in names if f"`{name}`" not in dictionary], [])


def read_json(name: str):
    return json.loads((demo_run() / name).read_text())


def find_measures(node):
    """The first entry, however nested by group, that holds every measure."""
    if isinstance(node, dict):
        if set(MEASURES) <= set(node):
            return node
        node = list(node.values())
    if isinstance(node, list):
        return next((found for child in node if (found := find_measures(child))), None)
    return None


def quoted(columns: list[str]) -> list[str]:
    return [f'"{column}"' for column in columns]


if __name__ == "__main__":
    unittest.main()
