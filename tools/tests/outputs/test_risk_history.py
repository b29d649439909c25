"""Risk over time: three months of the sample ledger in one registry, told as each month scored it, and fit to be looked at."""

import functools
import json
import unittest
from pathlib import Path

import polars as pl

from outputs.browser import WIDTHS, InBrowser
from outputs.runs import arrears, demo_run, scratch

MONTHS = {"october": "2025-10-31", "november": "2025-11-30", "december": "2025-12-31"}


class AsScoredThen(InBrowser):
    def test_each_month_is_told_as_it_was_said(self):
        history = pl.read_parquet(month("december") / "risk_history.parquet")
        self.assertEqual(sorted(history["as_of"].cast(pl.String).unique()), sorted(MONTHS.values()))
        for name, day in MONTHS.items():
            said = pl.read_parquet(month(name) / "segments.parquet", columns=["customer_id", "as_of", "p_late", "p_late_30d", "segment"])
            told = history.filter(pl.col("as_of").cast(pl.String) == day)
            self.assertGreater(told.height, 100)
            model = json.loads((month(name) / "manifest.json").read_text())["model_id"]
            self.assertEqual(told["model_id"].unique().to_list(), [model])
            told = told.drop("model_id")
            self.assertTrue(told.equals(told.select("customer_id").join(said, on="customer_id", maintain_order="left")), name)

    def test_one_thread_and_all_threads_write_the_same_history(self):
        one, many = month("december", threads=1), month("december")
        for file in ("risk_history.parquet", "report.json", "report.html"):
            self.assertEqual((one / file).read_bytes(), (many / file).read_bytes(), file)

    def test_a_page_shows_it_in_every_language_and_on_a_phone(self):
        for language, words in {"en": "not yet scored", "nl": "nog niet geschat", "fr": "pas encore estimé"}.items():
            address = (month("december", language=language) / "report.html").as_uri() + "#customer-1"
            for screen, width in WIDTHS.items():
                with self.subTest(language=language, screen=screen):
                    page, complaints, _ = self.opened(address, width)
                    figure = page.locator("#customer-1 figure").nth(1)
                    self.assertTrue(figure.locator("svg.chart").is_visible())
                    figure.locator("summary").click()
                    rows = figure.locator("tbody tr")
                    self.assertEqual(rows.count(), 13)
                    self.assertIn(words, rows.first.inner_text())
                    self.assertNotIn(words, rows.last.inner_text())
                    self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
                    self.assertEqual(complaints, [])

    def test_a_page_stays_small(self):
        html = (month("december") / "report.html").read_text(encoding="utf-8")
        pages = html.split('<article class="person"')[1:]
        self.assertLess(sum(map(len, pages)) / len(pages), 36_000)


@functools.cache
def month(name: str, threads: int | None = None, language: str = "en") -> Path:
    """A month's run on the demo's ledger; December follows October and November, whichever way it is run."""
    if name == "december":
        month("october"), month("november")
    out = scratch() / "-".join(["risk", name, str(threads or "all"), language])
    config = demo_run().parent / "ledger" / "arrears.toml"
    more = ["--threads", threads] if threads else []
    place = ["--registry", scratch() / "risk-models", "--out", out]
    arrears("run", "--quiet", "-c", config, "--as-of", MONTHS[name], "--lang", language, *place, *more)
    return out


if __name__ == "__main__":
    unittest.main()
