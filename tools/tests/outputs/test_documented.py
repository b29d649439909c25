"""docs/outputs.md has every column and key of the files, each in the section of its file, with its type."""

import csv
import functools
import json
import re
import unittest
from pathlib import Path

import polars as pl

from outputs.runs import ROOT, arrears, demo_run, scratch

PAGE = ROOT / "docs" / "outputs.md"
# What one struct type is called on the page.
REASONS = "List(Struct)"
# Objects whose keys are data, such as features or files; and the config, which settings.md explains.
KEYS_ARE_DATA = {"centroid", "centroid_standardised", "effects", "inputs", "config", "policy", "recipe"}


class Documented(unittest.TestCase):
    def test_every_column_has_its_row_with_its_type(self):
        for path in [path for folder in (demo_run(), backtest(), cash_backtest(), monitored()) for path in sorted(folder.glob("*.parquet"))]:
            rows = typed_rows(section(path.name))
            self.assertGreater(len(rows), 1, path.name)
            for column, kind in documented_columns(path).items():
                with self.subTest(file=path.name, column=column):
                    self.assertEqual(rows.get(column), kind)

    def test_every_field_of_a_reason_has_its_row(self):
        reasons = pl.read_parquet_schema(demo_run() / "predictions.parquet")["reasons"].inner
        rows = typed_rows(section("reasons"))
        for field in reasons.fields:
            self.assertEqual(rows.get(field.name), str(field.dtype))

    def test_every_key_is_named(self):
        for folder in (demo_run(), backtest(), cash_backtest()):
            for name in ("clusters.json", "metrics.json", "cash_metrics.json", "manifest.json"):
                if (folder / name).exists():
                    self.all_named(fixed_keys(read_json(folder / name)), name)

    def test_every_key_of_what_was_monitored_is_named(self):
        self.all_named(fixed_keys(read_json(monitored() / "monitor.json")), "monitor.json")

    def test_every_key_of_the_registry_is_named(self):
        registry = demo_run() / "registry"
        for path in [registry / "registry.json", registry / "champion.json", *registry.glob("models/*/meta.json")]:
            self.all_named(fixed_keys(read_json(path)), "registry/")

    def test_every_pattern_is_named_and_defined(self):
        definitions = (ROOT / "docs" / "definitions.md").read_text()
        for pattern in pl.read_parquet(demo_run() / "segments.parquet")["pattern"].unique():
            self.assertIn(f"`{pattern}`", section("segments.parquet"))
            self.assertIn(f"`{pattern}`", definitions)

    def test_every_column_of_the_rejected_rows_is_named(self):
        with open(demo_run() / "rejected_rows.csv", newline="", encoding="utf-8") as file:
            self.all_named(next(csv.reader(file)), "rejected_rows.csv")

    def test_every_column_of_the_control_totals_is_named(self):
        with open(demo_run() / "control_totals.csv", newline="", encoding="utf-8") as file:
            self.all_named(next(csv.reader(file)), "control_totals.csv")

    def test_every_file_of_a_folder_is_named(self):
        page = PAGE.read_text()
        for folder in (demo_run(), backtest()):
            names = [path.name for path in folder.rglob("*") if path.is_file()]
            self.assertGreater(len(names), 5)
            self.assertEqual([name for name in names if not re.search(rf"[`/]{re.escape(name)}`", page)], [])

    def all_named(self, keys, file: str):
        text = section(file)
        self.assertGreater(len(keys), 0, file)
        self.assertEqual([key for key in keys if f"`{key}`" not in text], [], file)


@functools.cache
def backtest() -> Path:
    """The results of a backtest on the ledger of the demo."""
    out = scratch() / "documented-backtest"
    config = demo_run().parent / "ledger" / "arrears.toml"
    arrears("backtest", "--quiet", "-c", config, "--train-until", "2025-07-01", "--out", out)
    return out


@functools.cache
def cash_backtest() -> Path:
    """The results of a backtest of the cash forecast on the same ledger."""
    out = scratch() / "documented-cash-backtest"
    config = demo_run().parent / "ledger" / "arrears.toml"
    arrears("backtest", "--cash", "--quiet", "-c", config, "--train-until", "2025-10-20", "--out", out)
    return out


@functools.cache
def monitored() -> Path:
    """What has changed on the same ledger since a model of the autumn."""
    out, registry = scratch() / "documented-monitor", scratch() / "documented-registry"
    config = demo_run().parent / "ledger" / "arrears.toml"
    arrears("train", "--quiet", "-c", config, "--as-of", "2025-09-30", "--registry", registry)
    arrears("monitor", "--quiet", "-c", config, "--as-of", "2025-12-31", "--registry", registry, "--out", out)
    return out


def section(file: str) -> str:
    """The part of the page under the heading that begins with the file's name."""
    found = re.search(rf"^## `{re.escape(file)}`.*?(?=^## |\Z)", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    if not found:
        raise AssertionError(f"docs/outputs.md has no section for {file}")
    return found[0]


def typed_rows(text: str) -> dict[str, str]:
    """Name and type of every row that begins with one name in backticks; tables of codes follow that of the columns."""
    return dict(reversed(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", text, re.MULTILINE)))


def documented_columns(path: Path) -> dict[str, str]:
    """Columns of a file with their types; a feature's are the data dictionary's (test_contract.py)."""
    schema = pl.read_parquet_schema(path)
    names = list(schema)[:2] if path.name == "features.parquet" else list(schema)
    return {name: REASONS if name == "reasons" else str(schema[name]) for name in names}


def fixed_keys(node) -> set[str]:
    """Every key, however deep, but those that are data."""
    if isinstance(node, list):
        return set().union(*map(fixed_keys, node))
    if not isinstance(node, dict):
        return set()
    keys = set(node)
    for key, child in node.items():
        if key == "groups" and isinstance(child, dict):
            # The attribute is a fixed name, its values are data.
            keys |= set(child) | fixed_keys([scores for by in child.values() for scores in by.values()])
        elif key not in KEYS_ARE_DATA or isinstance(child, list):
            keys |= fixed_keys(child)
    return keys


def read_json(path: Path):
    return json.loads(path.read_text())


if __name__ == "__main__":
    unittest.main()
