"""An invoice's figures come from one distribution, so they never contradict each other."""

import unittest
from datetime import timedelta

import polars as pl

from outputs.runs import demo_run

QUANTILES = {"pay_date_p10": 0.1, "expected_pay_date": 0.5, "pay_date_p90": 0.9}
BUCKETS = {"current", "1-30", "31-60", "61-90", "90+"}
# What rounding of a stored probability may cost.
EPSILON = 1e-9


class Predictions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frame = pl.read_parquet(demo_run() / "predictions.parquet")

    def none_where(self, broken: pl.Expr):
        """No row breaks the rule; shows the first that does."""
        rows = self.frame.filter(broken.fill_null(True))
        self.assertEqual(rows.height, 0, str(rows.head(3).to_dicts()))

    def test_there_are_enough_to_tell(self):
        self.assertGreater(self.frame.height, 50)

    def test_probabilities_lie_between_0_and_1(self):
        for column in (name for name in self.frame.columns if name.startswith("p_")):
            self.none_where(~pl.col(column).is_between(0, 1))

    def test_being_late_by_more_is_never_likelier(self):
        self.none_where(pl.col("p_late") < pl.col("p_late_30d") - EPSILON)
        self.none_where(pl.col("p_late_30d") < pl.col("p_never") - EPSILON)

    def test_payment_by_a_later_day_is_never_less_likely(self):
        horizons = ["p_paid_7d", "p_paid_30d", "p_paid_60d", "p_paid_90d"]
        for sooner, later in zip(horizons, horizons[1:]):
            self.none_where(pl.col(sooner) > pl.col(later) + EPSILON)

    def test_date_quantiles_are_in_order_and_ahead(self):
        self.none_where(pl.col("pay_date_p10") > pl.col("expected_pay_date"))
        self.none_where(pl.col("expected_pay_date") > pl.col("pay_date_p90"))
        for column in QUANTILES:
            self.none_where(~pl.col(f"{column}_beyond") & (pl.col(column) < pl.col("as_of")))

    def test_a_date_beyond_a_year_past_due_is_written_as_that_day(self):
        last = pl.col("due_date") + timedelta(days=365)
        for column in QUANTILES:
            self.none_where(pl.col(f"{column}_beyond") & (pl.col(column) != last))
            self.none_where(~pl.col(f"{column}_beyond") & (pl.col(column) > last))

    def test_dates_and_probabilities_tell_one_story(self):
        """A date quantile lies within a horizon when the chance of payment by then is that large, and only then.

        Beyond due + 365 days the quantile is unknown: it is written as that day and flagged.
        """
        for days in (7, 30, 60, 90):
            horizon, chance = pl.col("as_of") + timedelta(days=days), pl.col(f"p_paid_{days}d")
            for column, level in QUANTILES.items():
                within, known = pl.col(column) <= horizon, ~pl.col(f"{column}_beyond")
                self.none_where(known & within & (chance < level - EPSILON))
                self.none_where(~within & (chance >= level + EPSILON))

    def test_days_past_due_count_from_the_due_date(self):
        since = (pl.col("as_of") - pl.col("due_date")).dt.total_days()
        self.none_where(pl.col("days_past_due").cast(pl.Int64) != since)

    def test_what_is_overdue_is_late(self):
        overdue = self.frame.filter(pl.col("days_past_due") > 0)
        self.assertGreater(overdue.height, 0)
        self.assertEqual(set(overdue["p_late"]), {1.0})

    def test_nothing_is_dated_after_the_as_of_date(self):
        self.assertEqual(self.frame["as_of"].n_unique(), 1)
        self.none_where(pl.col("invoice_date") > pl.col("as_of"))

    def test_open_amounts_are_positive_and_in_cents(self):
        self.none_where(pl.col("open_amount") <= 0)
        self.none_where((pl.col("open_amount") * 100 - (pl.col("open_amount") * 100).round()).abs() > 1e-4)

    def test_buckets_and_reasons_are_there(self):
        self.assertLessEqual(set(self.frame["bucket_expected"]), BUCKETS)
        self.none_where(pl.col("reasons").list.len() == 0)
        reasons = self.frame.select(pl.col("reasons").explode()).unnest("reasons")
        self.assertEqual(reasons["feature"].null_count() + reasons["contribution"].null_count(), 0)
        self.assertEqual(reasons.filter(pl.col("text").str.strip_chars() == "").height, 0)


class Segments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frame = pl.read_parquet(demo_run() / "segments.parquet")

    def test_the_risk_score_is_the_30_day_probability_in_thousandths(self):
        expected = (self.frame["p_late_30d"] * 1000).to_list()
        for score, exact in zip(self.frame["risk_score"].to_list(), expected):
            self.assertLessEqual(abs(score - exact), 0.5 + EPSILON)

    def test_segments_are_a_b_and_c_and_all_occur(self):
        self.assertEqual(set(self.frame["segment"]), {"A", "B", "C"})

    def test_segments_are_ordered_by_risk(self):
        risk = dict(self.frame.group_by("segment").agg(pl.col("p_late_30d").mean()).iter_rows())
        self.assertLess(risk["A"], risk["C"])

    def test_a_cluster_has_one_name(self):
        names = self.frame.group_by("cluster_id").agg(pl.col("cluster_name").n_unique().alias("n"))
        self.assertEqual(set(names["n"]), {1})

    def test_a_code_of_a_cluster_is_no_words_and_goes_with_its_number(self):
        codes = self.frame.group_by("cluster_id").agg(pl.col("cluster_code").n_unique().alias("n"))
        self.assertEqual(set(codes["n"]), {1})
        named = self.frame.drop_nulls("cluster_code")
        self.assertGreater(named.height, 0)
        self.assertTrue(named["cluster_code"].str.contains("^[a-z_]+$").all())
        self.assertTrue((named["cluster_id"] >= 0).all())

    def test_a_warning_is_worded(self):
        worded = self.frame["warnings"].list.len().fill_null(0) > 0
        self.assertTrue((worded >= self.frame["early_warning"]).all())

    def test_warnings_are_those_of_their_file(self):
        warnings = pl.read_parquet(demo_run() / "warnings.parquet")
        self.assertGreater(warnings.height, 0)
        worse = warnings.filter(pl.col("direction") == "worse").group_by("customer_id").agg(pl.col("code"), pl.col("open_amount").first())
        own = self.frame.filter(pl.col("early_warning")).select("customer_id", "warnings", expected="open_amount")
        both = own.join(worse, on="customer_id", how="full", coalesce=True)
        for codes, expected, code, amount in both.select("warnings", "expected", "code", "open_amount").iter_rows():
            self.assertEqual((sorted(codes), expected), (sorted(code), amount))

    def test_what_the_watch_found_says_how_much_and_how_sure(self):
        warnings = pl.read_parquet(demo_run() / "warnings.parquet")
        found = warnings.filter(pl.col("certainty").is_not_null())
        self.assertTrue(found["certainty"].is_between(0, 0.99).all())
        self.assertTrue((found["since"] <= found["raised"]).all() and (found["raised"] <= found["as_of"]).all())
        self.assertTrue((found["new"] == (found["raised"] == found["as_of"])).all())
        self.assertTrue((found["days_since"].is_not_null() | found["events_since"].is_not_null()).all())
        sized = found.filter(pl.col("size_days").is_not_null())
        exact = (sized["days_since"] - sized["days_before"] - sized["size_days"]).abs()
        self.assertTrue((exact < EPSILON).all())
        later = pl.col("code") == "paying_later"
        self.assertEqual(sized.filter(later != (pl.col("size_days") > 0)).height, 0, "a size points the way that is told")


if __name__ == "__main__":
    unittest.main()
