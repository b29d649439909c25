"""A scorecard is one card in every form: its query gives the scores of the program, and its table adds up to them."""

import csv
import functools
import json
import math
import sqlite3
import unittest
from pathlib import Path

import polars as pl

from outputs.runs import AS_OF, arrears, demo_run, scratch
from outputs.test_documented import fixed_keys, section, typed_rows

EDGES = "\n[scorecard.bins]\nterms_days = [15, 31]\noverdue_count = [1, 3]\n"


class Scorecard(unittest.TestCase):
    def test_the_query_gives_the_scores_of_the_program(self):
        rows = scored()
        self.assertGreater(len(rows), 1000)
        database = sqlite3.connect(":memory:")
        features = [name for name in rows.columns if name not in ("score", "p_late", "late", "invoice_date")]
        names = ", ".join(f'"{name}"' for name in features)
        database.execute(f'CREATE TABLE "invoice_features" ({names})')
        marks = ", ".join("?" * len(features))
        database.executemany(f'INSERT INTO "invoice_features" VALUES ({marks})', rows.select(features).iter_rows())
        cursor = database.execute((card() / "scorecard.sql").read_text())
        columns = [column[0] for column in cursor.description]
        got = {row[columns.index("invoice_id")]: row[columns.index("score")] for row in cursor}
        self.assertEqual(got, dict(rows.select("invoice_id", "score").iter_rows()))

    def test_the_table_adds_up_by_hand_to_the_same_scores(self):
        with open(card() / "scorecard.csv", newline="", encoding="utf-8") as file:
            bins = list(csv.DictReader(file))
        for row in scored().iter_rows(named=True):
            points = [int(bin["points"]) for bin in bins if holds(bin, row)]
            self.assertEqual(len(points), 1 + len({bin["feature"] for bin in bins} - {""}))
            self.assertEqual(sum(points), row["score"])

    def test_the_probability_belongs_to_the_score(self):
        scale = read_json()["scale"]
        factor = scale["points_to_double_odds"] / math.log(2)
        offset = scale["base_score"] - factor * math.log(scale["base_odds"])
        for score, p_late in scored().select("score", "p_late").unique().iter_rows():
            self.assertAlmostEqual(p_late, 1 / (1 + math.exp((score - offset) / factor)), places=12)

    def test_fewer_points_go_with_more_late_invoices(self):
        known = scored().drop_nulls("late").sort("score")
        third = len(known) // 3
        self.assertGreater(known.head(third)["late"].mean(), known.tail(third)["late"].mean() + 0.2)

    def test_every_column_and_key_is_documented(self):
        header = (card() / "scorecard.csv").read_text().splitlines()[0].split(",")
        named = {"scorecard.csv": header, "scorecard.json": fixed_keys(read_json())}
        for file, names in named.items():
            self.assertEqual([name for name in names if f"`{name}`" not in section(file)], [], file)
        rows = typed_rows(section("scored_invoices.parquet"))
        features = {feature["feature"] for feature in read_json()["features"]}
        for column, kind in scored().schema.items():
            if column not in features:
                self.assertEqual(rows.get(column), str(kind), column)

    def test_every_number_of_the_card_is_finite(self):
        self.assertNotIn("NaN", (card() / "scorecard.json").read_text())
        self.assertTrue(all(feature["coefficient"] > 0 for feature in read_json()["features"]))


def holds(bin: dict[str, str], row: dict) -> bool:
    """Whether a person would put the invoice into this bin."""
    if bin["kind"] == "base":
        return True
    value = row[bin["feature"]]
    match bin["kind"]:
        case "unknown":
            return value is None
        case "range":
            above = not bin["from"] or (value is not None and value >= float(bin["from"]))
            return value is not None and above and (not bin["below"] or value < float(bin["below"]))
    raise AssertionError(f"a bin of kind {bin['kind']}")


@functools.cache
def card() -> Path:
    """The card of the demo's ledger, with some bins of one's own."""
    ledger = demo_run().parent / "ledger"
    config = ledger / "scorecard.toml"
    config.write_text((ledger / "arrears.toml").read_text() + EDGES)
    out = scratch() / "scorecard"
    arrears("scorecard", "--quiet", "-c", config, "--as-of", AS_OF, "--out", out)
    return out


@functools.cache
def scored() -> pl.DataFrame:
    return pl.read_parquet(card() / "scored_invoices.parquet")


def read_json() -> dict:
    return json.loads((card() / "scorecard.json").read_text())


if __name__ == "__main__":
    unittest.main()
