"""The worklist is one list in both forms: in the order of what a call can reduce, and read back when it is filled in."""

import csv
import functools
import shutil
import unittest
from datetime import date, datetime, timedelta

import openpyxl
import polars as pl

from outputs.runs import AS_OF, arrears, demo_run, scratch
from outputs.test_documented import section

HEADS = {"outcome": "Uitkomst", "promised_date": "Toegezegde dag"}
HOSTILE = ["A; B", '5" pipe', "two\nlines", "=1+1", "'+31", "-7", "50%3B", "x\\"]


class Worklist(unittest.TestCase):
    def test_every_column_is_documented(self):
        text = section("worklist.csv")
        self.assertEqual([name for name in lines()[0] if f"`{name}`" not in text], [])

    def test_as_many_invoices_are_counted_as_are_named(self):
        for line in lines():
            self.assertEqual(int(line["n_invoices"]), len(line["invoices"].split("; ")), line)

    def test_what_is_to_do_comes_first_by_the_overdue_euros_that_are_expected_to_stay(self):
        listed = [line["status"] == "not_called" for line in lines()]
        self.assertEqual(listed, sorted(listed))
        followed = [float(line["expected_overdue"]) for line in lines() if line["status"] != "not_called"]
        self.assertGreater(len(followed), 10)
        self.assertEqual(followed, sorted(followed, reverse=True))
        self.assertEqual({line["status"] for line in lines()}, {"call", "send", "later", "not_called"})
        self.assertTrue(all(line["cause"] for line in lines() if line["status"] == "not_called"))

    def test_what_is_expected_is_what_the_predictions_say(self):
        unpaid = {
            row["invoice_id"]: row["open_amount"] * (1 - row["p_paid_30d"])
            for row in predictions().iter_rows(named=True)
        }
        for line in lines():
            if line["status"] == "call" and float(line["unallocated_cash"]) == 0:
                expected = sum(unpaid[invoice] for invoice in line["invoices"].split("; "))
                self.assertAlmostEqual(float(line["expected_overdue"]), expected, delta=0.2)

    def test_every_overdue_euro_is_on_the_list(self):
        overdue = predictions().filter(pl.col("days_past_due") > 0)["open_amount"].sum()
        self.assertAlmostEqual(sum(float(line["overdue_amount"]) for line in lines()), overdue, delta=0.01)

    def test_no_action_lies_before_today_or_in_a_weekend(self):
        for line in lines():
            if line["status"] == "call":
                day = date.fromisoformat(line["next_action_date"])
                self.assertGreaterEqual(day, date.fromisoformat(AS_OF))
                self.assertLess(day.weekday(), 5)

    def test_the_workbook_has_the_same_lines_with_real_dates_and_amounts(self):
        sheet = openpyxl.load_workbook(demo_run() / "worklist.xlsx").active
        self.assertEqual(sheet.freeze_panes, "D2")
        self.assertEqual(sheet.auto_filter.ref, sheet.dimensions)
        head = [cell.value for cell in sheet[1]]
        rows = [dict(zip(head, row)) for row in sheet.iter_rows(min_row=2)]
        self.assertEqual(len(rows), len(lines()))
        for row, line in zip(rows, lines()):
            self.assertEqual(row["Customer no."].value, line["customer_id"])
            self.assertAlmostEqual(row["To call about (EUR)"].value, float(line["net_overdue_amount"]))
            self.assertEqual(row["To call about (EUR)"].number_format, "#,##0.00")
            when = row["Next step on"].value
            self.assertEqual(when.date().isoformat() if isinstance(when, datetime) else "", line["next_action_date"])
            self.assertTrue(all(cell.data_type != "f" for cell in row.values()), "no formula")

    def test_a_workbook_filled_in_is_read_back_in_the_language_it_is_in(self):
        folder = scratch() / "worklist-back"
        shutil.copytree(demo_run().parent / "ledger", folder)
        config = folder / "arrears.toml"
        arrears("run", "--quiet", "-c", config, "--as-of", AS_OF, "--lang", "nl", "--out", folder / "first")
        fill_in(folder, "toezegging")
        config.write_text(config.read_text().replace("[ledger]\n", '[ledger]\nworklists = "lists/*.xlsx"\n', 1))
        arrears("run", "--quiet", "-c", config, "--as-of", AS_OF, "--out", folder / "second")
        first, after = (read_lines(folder / run / "worklist.csv") for run in ("first", "second"))
        (called,) = [line for line in after if line["customer_id"] == first[0]["customer_id"]]
        self.assertEqual(called["status"], "not_called")
        rejected = read_lines(folder / "second" / "rejected_rows.csv")
        self.assertEqual([row for row in rejected if row["file"].startswith("lists/")], [])

    def test_any_invoice_number_comes_back_from_the_workbook(self):
        folder = scratch() / "worklist-numbers"
        shutil.copytree(demo_run().parent / "ledger", folder)
        config = folder / "arrears.toml"
        invoices = {line["invoices"].split("; ")[0]: name for line, name in zip(lines(), HOSTILE)}
        for path in folder.glob("*.csv"):
            rename(path, invoices)
        arrears("run", "--quiet", "-c", config, "--as-of", AS_OF, "--lang", "nl", "--out", folder / "first")
        fill_in(folder, "betwist", n_rows=len(HOSTILE))
        config.write_text(config.read_text().replace("[ledger]\n", '[ledger]\nworklists = "lists/*.xlsx"\n', 1))
        arrears("run", "--quiet", "-c", config, "--as-of", AS_OF, "--out", folder / "second")
        first, after = (read_lines(folder / run / "worklist.csv") for run in ("first", "second"))
        filled = {line["customer_id"] for line in first[: len(HOSTILE)]}
        status = {line["customer_id"]: line["status"] for line in after}
        self.assertEqual({status[customer] for customer in filled}, {"not_called"})
        rejected = read_lines(folder / "second" / "rejected_rows.csv")
        self.assertEqual([row for row in rejected if row["file"].startswith("lists/")], [])

    def test_nobody_with_a_warning_is_left_as_it_is(self):
        segments = pl.read_parquet(demo_run() / "segments.parquet")
        warned = segments.filter(pl.col("early_warning") & (pl.col("segment") == "A"))
        self.assertGreater(len(warned), 0)
        for row in warned.iter_rows(named=True):
            self.assertNotIn("leave_as_is", row["measures"], row["customer_id"])
            if "personal_contact" in row["measures"]:
                self.assertEqual(row["channel"], "phone")

    def test_no_cell_has_a_no_break_space(self):
        sheet = openpyxl.load_workbook(demo_run() / "worklist.xlsx").active
        cells = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
        for cell in cells + [cell for line in lines() for cell in line.values()]:
            self.assertNotRegex(cell, "[\u00a0\u202f]")


def fill_in(folder, outcome: str, n_rows: int = 1):
    """Fills the first rows of the workbook of the first run in, and puts it where it is read back."""
    book = openpyxl.load_workbook(folder / "first" / "worklist.xlsx")
    at = {cell.value: cell.column for cell in book.active[1]}
    for row in range(2, 2 + n_rows):
        book.active.cell(row, at[HEADS["outcome"]]).value = outcome
        book.active.cell(row, at[HEADS["promised_date"]]).value = date.fromisoformat(AS_OF) + timedelta(days=9)
    (folder / "lists").mkdir()
    book.save(folder / "lists" / "filled.xlsx")


def rename(path, invoices: dict[str, str]):
    """Gives invoices other numbers in a file of the ledger."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=";"))
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([invoices.get(cell, cell) for cell in row] for row in rows)


def read_lines(path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@functools.cache
def lines() -> list[dict[str, str]]:
    return read_lines(demo_run() / "worklist.csv")


@functools.cache
def predictions() -> pl.DataFrame:
    return pl.read_parquet(demo_run() / "predictions.parquet")


if __name__ == "__main__":
    unittest.main()
