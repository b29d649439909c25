"""Advice on new customers: a risk with its interval, never a refusal, and nobody decided about."""

import functools
import unittest

import polars as pl

from outputs.runs import AS_OF, ROOT, arrears, demo_run, scratch
from outputs.test_documented import documented_columns, section, typed_rows

HOSTILE = '=cmd|"/C calc"!A0'


class Acceptance(unittest.TestCase):
    def test_every_column_is_documented_with_its_type(self):
        rows = typed_rows(section("acceptance.parquet"))
        for column, kind in documented_columns(advice_file()).items():
            self.assertEqual(rows.get(column), kind, column)

    def test_risks_lie_within_their_intervals_and_within_each_other(self):
        for row in advice().iter_rows(named=True):
            for risk in ("p_late", "p_late_30d", "p_never"):
                self.assertTrue(0 < row[f"{risk}_low"] <= row[risk] <= row[f"{risk}_high"] < 1, row)
            self.assertGreaterEqual(row["p_late"], row["p_late_30d"])
            self.assertGreaterEqual(row["p_late_30d"], row["p_never"])

    def test_nobody_is_refused_and_a_colleague_decides(self):
        companies = advice().filter(~pl.col("natural_person"))
        self.assertTrue((companies["suggested_limit"] > 0).all())
        self.assertTrue((companies["part_in_advance"] <= 0.5).all())
        self.assertEqual(set(advice()["decided_by"]), {"colleague"})
        self.assertTrue(advice()["statement"].str.contains("oordeelt over niemand").all())

    def test_a_natural_person_gets_no_suggestion(self):
        person = advice().filter(pl.col("customer_id") == "N003").row(0, named=True)
        self.assertTrue(person["natural_person"])
        for column in ("terms_days", "part_in_advance", "suggested_limit"):
            self.assertIsNone(person[column])
        self.assertEqual(person["measures"], [])

    def test_an_unseen_sector_is_said_and_less_sure(self):
        unseen = advice().filter(pl.col("customer_id") == "N004").row(0, named=True)
        texts = " ".join(reason["text"] for reason in unseen["reasons"])
        self.assertIn("59 Film en geluid komt bij te weinig eerdere klanten voor", texts)
        self.assertIn("Wilde geen deel vooraf betalen", texts)

    def test_hostile_text_is_data(self):
        row = advice().filter(pl.col("name") == HOSTILE)
        self.assertEqual(row.height, 1)


@functools.cache
def advice_file():
    applicants = scratch() / "applicants.csv"
    lines = (ROOT / "datasets" / "applicants.csv").read_text().splitlines()
    quoted = HOSTILE.replace('"', '""')
    lines.append(f'N005;"{quoted}";"<script>";small;NL;B.V.;30;100,00;;;')
    applicants.write_text("\n".join(lines) + "\n")
    config = demo_run().parent / "ledger" / "arrears.toml"
    out = scratch() / "acceptance"
    arrears("accept", applicants, "--quiet", "-c", config, "--as-of", AS_OF, "--lang", "nl", "--out", out)
    return out / "acceptance.parquet"


@functools.cache
def advice() -> pl.DataFrame:
    return pl.read_parquet(advice_file())


if __name__ == "__main__":
    unittest.main()
