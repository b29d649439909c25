"""The files of the four questions agree with each other and with the key figures."""

import csv
import unittest

import polars as pl

from outputs.runs import demo_run


def read(name: str) -> pl.DataFrame:
    return pl.read_parquet(demo_run() / name)


class Evidence(unittest.TestCase):
    def test_it_holds_every_open_cent(self):
        open_now = read("kpis.parquet").sort("as_of")["open_amount"][-1]
        self.assertAlmostEqual(read("evidence.parquet")["open_amount"].sum(), open_now, places=2)

    def test_both_files_hold_the_same_rows(self):
        frame = read("evidence.parquet")
        with open(demo_run() / "evidence.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), frame.columns)
        self.assertEqual([row["invoice_id"] for row in rows], frame["invoice_id"].to_list())
        self.assertEqual([float(row["open_amount"]) for row in rows], frame["open_amount"].to_list())
        reminders = [None if row["n_reminders"] == "" else int(row["n_reminders"]) for row in rows]
        self.assertEqual(reminders, frame["n_reminders"].to_list())

    def test_nothing_lies_after_the_as_of_date(self):
        frame = read("evidence.parquet")
        for column in ("invoice_date", "settled_on", "last_booking", "last_reminder"):
            self.assertEqual(frame.filter(pl.col(column) > pl.col("as_of")).height, 0, column)


class Groups(unittest.TestCase):
    def test_they_have_enough_customers_and_no_large_one(self):
        groups = read("risk_groups.parquet")
        self.assertGreater(groups.height, 10)
        self.assertGreaterEqual(groups["earlier_customers"].min(), 30)
        self.assertLessEqual(groups["largest_customer_share"].max(), 0.5)

    def test_only_what_is_found_is_confirmed(self):
        groups = read("risk_groups.parquet")
        self.assertEqual(groups.filter(pl.col("found") != (pl.col("q_value") <= 0.10)).height, 0)
        self.assertEqual(groups.filter(~pl.col("found") & pl.col("confirmed").is_not_null()).height, 0)
        side = (pl.col("earlier_share") > pl.col("earlier_rest_share")) == (pl.col("direction") == "higher")
        self.assertEqual(groups.filter(pl.col("found") & ~side).height, 0)


class Reasons(unittest.TestCase):
    def test_what_has_no_reason_has_no_basis(self):
        reasons = read("nonpayment_reasons.parquet")
        unknown = (pl.col("reason") == "unknown") == (pl.col("basis") == "none")
        self.assertEqual(reasons.filter(~unknown).height, 0)
        self.assertEqual(set(reasons["basis"]), {"registered", "inferred", "none"})

    def test_a_customer_has_a_row_per_reason_and_basis(self):
        reasons = read("nonpayment_reasons.parquet")
        self.assertEqual(reasons.select("customer_id", "reason", "basis").is_duplicated().sum(), 0)
        self.assertEqual(reasons.filter(pl.col("open_amount") > pl.col("late_amount") + 0.01).height, 0)


if __name__ == "__main__":
    unittest.main()
