"""Months replayed as a scheduler would live them: each with the export of its own last day, a look at what became of what the
champions in use said, and then a new model put to the test.

Planted are a sector that pays later from the invoices of August on, and an export of October that lost two of three invoices
of the month. Promotion, refusal and alerts have to come in the right months.
"""

import datetime
import json
import subprocess
import unittest
from pathlib import Path

import polars as pl

from outputs.runs import BINARY, arrears, generated, scratch

YEAR = 2025
BREAK, CORRUPTED = datetime.date(YEAR, 8, 1), 10
# When a row of a table became known.
DATED = {
    "invoices": "invoice_date",
    "payments": "payment_date",
    "reminders": "sent_date",
    "disputes": "opened_date",
    "promises": "made_date",
    "signals": "signal_date",
}


class Replay(unittest.TestCase):
    def test_promotion_refusal_and_alerts_come_in_the_right_months(self):
        ledger = broken(generated(12_000, 400, 3), scratch() / "replayed")
        champions, alerts = {}, {}
        for month in range(1, 13):
            day = last_of(month)
            config = export(ledger, day, lost=month == CORRUPTED)
            if champions:
                _, looked = said("monitor", config, day, "--out", scratch() / f"looked-{month}")
                self.assertEqual(looked["left_out"], [])
                alerts[month] = [alert for alert in looked["alerts"] if alert["level"] == "act"]
            code, decision = said("retrain", config, day)
            if month == CORRUPTED:
                self.assertEqual(code, 3, decision)
                self.assertIn("invoices", json.dumps(decision))
                self.assertEqual(champion(), champions[month - 1])
            else:
                self.assertEqual((code, decision.get("outcome")), (0, "promoted"), decision)
            champions[month] = champion()
        told = {m: {(alert["code"], alert["about"]) for alert in found} for m, found in alerts.items() if found}
        # Invoices of August fall due in September. Nothing else is to be acted on, in any month.
        sector = ("group", f"sector {ledger.sector}")
        # Of the corrupted month a third is left, which holds other amounts than usual besides.
        lost = {("volume", f"{YEAR}-{CORRUPTED}"), ("feature", "log_amount")}
        self.assertEqual(told.pop(CORRUPTED), lost | {sector})
        self.assertEqual(told, {9: {sector}, 11: {sector}, 12: {sector}})
        verified = arrears("models", "verify", "--registry", scratch() / "replay-models")
        self.assertNotIn("damaged", verified.stdout)


class Ledger:
    """A generated ledger with its break, and the sector that it struck."""

    def __init__(self, folder: Path, tables: dict[str, pl.DataFrame], sector: str):
        self.folder, self.tables, self.sector = folder, tables, sector


def broken(source: Path, folder: Path) -> Ledger:
    """From August on the largest sector pays each invoice forty days later than it did."""
    folder.mkdir()
    tables = {path.stem: pl.read_parquet(path) for path in sorted(source.glob("*.parquet"))}
    (folder / "arrears.toml").write_text((source / "arrears.toml").read_text())
    if (source / "policy.toml").exists():
        (folder / "policy.toml").write_text((source / "policy.toml").read_text())
    customers = tables["customers"]
    by_size = tables["invoices"].join(customers.unique("customer_id"), on="customer_id")["sector"].value_counts(sort=True)
    sector = by_size["sector"][0]
    struck = customers.filter(pl.col("sector") == sector)["customer_id"].unique().to_list()
    late = tables["invoices"].filter(pl.col("customer_id").is_in(struck), pl.col("invoice_date") >= BREAK)["invoice_id"].to_list()
    later = pl.when(pl.col("invoice_id").is_in(late)).then(pl.duration(days=40)).otherwise(pl.duration(days=0))
    days = pl.col("payment_date", "known_date")
    tables["payments"] = tables["payments"].with_columns((days + later).cast(pl.Date))
    return Ledger(folder, tables, sector)


def export(ledger: Ledger, day: datetime.date, lost: bool) -> Path:
    """The export of that day: what was dated by then; a corrupted one lost two of three invoices of the month."""
    for name, table in ledger.tables.items():
        if name in DATED:
            table = table.filter(pl.max_horizontal(DATED[name], "known_date") <= day)
        if lost and name == "invoices":
            of_month = pl.col("invoice_date") >= day.replace(day=1)
            table = table.with_row_index().filter(~of_month | (pl.col("index") % 3 == 0)).drop("index")
        if lost and name != "invoices" and "invoice_id" in table.columns:
            known = ledger.tables["invoices"].filter(pl.col("invoice_date") < day.replace(day=1))["invoice_id"].to_list()
            table = table.filter(pl.col("invoice_id").is_in(known) | pl.col("invoice_id").is_null())
        table.write_parquet(ledger.folder / f"{name}.parquet")
    return ledger.folder / "arrears.toml"


def said(command: str, config: Path, day: datetime.date, *more: object) -> tuple[int, dict]:
    line = [command, "--json", "-c", config, "--as-of", day, "--registry", scratch() / "replay-models", *more]
    done = subprocess.run([str(BINARY), *map(str, line)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.returncode, json.loads(done.stdout)


def champion() -> str:
    shown = arrears("models", "show", "--json", "--registry", scratch() / "replay-models")
    return json.loads(shown.stdout)["id"]


def last_of(month: int) -> datetime.date:
    return (datetime.date(YEAR, month, 28) + datetime.timedelta(4)).replace(day=1) - datetime.timedelta(1)
