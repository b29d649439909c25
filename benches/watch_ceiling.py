"""How many changes any watch could find on a generated ledger: the likelihood ratio of whoever knows its law.

    arrears generate --out ledger --invoices 185000 --customers 5000 --seed 11 --format parquet
    python benches/watch_ceiling.py ledger [LEDGER ...]

It knows each customer's true parameters (readiness, spread, shares forgotten and never paid, payment run, shocks) and the
law by which customers deteriorate (ramp, noise, replies, signals), but neither who does, nor when, nor by how many days.
On a day it sees what the ledger shows by then: settled invoices, open ones as lower bounds, disputes, replies, signals.
The threshold is set on the truth itself, to one new false episode per 100 customer-months, counted as in `watch.py`.
Two of them: one for which every customer may deteriorate, as our watch must assume, and one that also knows that only
prompt customers do. Left out are retroactive bookings, holidays, the first of two payments in part and reversals: a true ceiling is a
little higher.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl
from watch import MONTHS, RAMP, clocks

FALSE_RATE, SLACK, WINDOW, STEPS = 0.01, 1.5, 180, 10
SHIFTS = np.array([21.0, 30.0, 39.0])
NODES = np.array([-1.533206, -0.568649, 0.0, 0.568649, 1.533206]) / np.sqrt(2)  # t(4) at 0.1, 0.3, ... 0.9
NOISE, EXTRA, IN_PARTS, UNEXPLAINED = 2.5, 0.15, 0.044, 2e-4
REPLY = {"prompt": 0.65, "forgetful": 0.70, "habitual": 0.40, "disputing": 0.75, "deteriorating": 0.65, "distressed": 0.20}
SIGNAL = {"prompt": 0.021, "forgetful": 0.036, "habitual": 0.37, "disputing": 0.24, "deteriorating": 0.021, "distressed": 0.88}
REPLY_AFTER, SIGNALS_AFTER = 0.35, 1.0
KINDS = ["terms_extension_requested", "prepayment_refused", "lawsuit", "negative_review"]
EPOCH = date(1970, 1, 1)


def days(column: pl.Series) -> np.ndarray:
    """Days since 1970; never is far away."""
    return column.cast(pl.Date).to_physical().fill_null(1 << 20).to_numpy().astype(int)


def run_days(name: str, first: int, n: int) -> np.ndarray:
    """Of each day, the last on which such a customer pays, that day included; holidays left out."""
    weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    pays = np.zeros(n + 10, bool)
    for i in range(n):
        day = EPOCH + timedelta(first + i)
        last = (day + timedelta(1)).day == 1
        due = {"none": day.weekday() < 5, "15th_and_month_end": day.day == 15 or last, "25th": day.day == 25}
        if due.get(name, day.weekday() < 5 and weekdays[day.weekday()] == name):
            pays[i + max(0, 7 - day.weekday() if day.weekday() > 4 else 0)] = True
    return first + np.maximum.accumulate(np.where(pays[:n], np.arange(n), 0))


def forgotten_days(rng: np.random.Generator, n: int = 200_000) -> np.ndarray:
    """Share of forgotten invoices paid by each day late."""
    level = rng.choice(3, n, p=[0.55, 0.30, 0.15])
    sent = np.array([14, 24, 45, 90]) + (rng.random((n, 4)) < 0.1) * rng.integers(1, 11, (n, 4)) + rng.integers(0, 7, (n, 1)).clip(0, 2)
    sent = np.where((rng.random((n, 4)) < 0.05) | (np.arange(4) < level[:, None]), 110, sent)
    paid = sent.min(axis=1) + np.ceil(rng.exponential(5, n)).astype(int)
    return np.cumsum(np.bincount(paid.clip(0, 399), minlength=400)) / n


def student_4(t: np.ndarray) -> np.ndarray:
    """Distribution function of Student's t with four degrees of freedom."""
    a = 1 + t * t / 4
    return 0.5 + 0.375 * t / np.sqrt(a) * (1 - t * t / (12 * a))


class Ledger:
    """One ledger with its truth, and the likelihood of each invoice at each step of the ramp."""

    def __init__(self, path: Path):
        read = lambda name: pl.read_parquet(path / f"{name}.parquet")
        self.truth = read("truth/true_customers").filter(~pl.col("direct_debit")).with_row_index("place")
        own = self.truth.select("customer_id", "place", "type", "readiness_mean_days", "readiness_sd_days", "p_forget", "p_never", "p_long_tail", "shock_loading", "payment_run")
        paid = read("payments").filter(pl.col("kind").is_in(["payment", "credit_note"])).group_by("invoice_id").agg(booked=pl.col("known_date").max())
        disputed = read("disputes").group_by("invoice_id").agg(contested=pl.col("known_date").min())
        settled = read("truth/true_invoices").select("invoice_id", "settlement_date")
        shock = read("truth/shocks").with_columns(pl.col("month").dt.truncate("1mo"))
        all = read("invoices").filter(pl.col("amount") > 0).join(own, on="customer_id").join(settled, on="invoice_id", how="left")
        all = all.join(paid, on="invoice_id", how="left").join(disputed, on="invoice_id", how="left")
        all = all.join(read("customers").select("customer_id", "sector"), on="customer_id").with_columns(month=pl.col("due_date").dt.truncate("1mo"))
        all = all.join(shock, on=["month", "sector"], how="left").sort("place", "due_date")
        number = lambda name: all[name].cast(pl.Float64).fill_null(0.0).to_numpy()
        self.place, self.due, self.known, self.issue = all["place"].to_numpy().astype(int), days(all["due_date"]), days(all["known_date"]), days(all["invoice_date"])
        self.settled = days(all["settlement_date"])
        self.booked = np.where(self.settled < 1 << 20, np.maximum(days(all["booked"]), self.settled), 1 << 20)
        self.disputed = days(all["contested"])
        amount = 2.0 * (np.log(number("amount")) - np.log(850.0)) / 1.2
        self.mean = number("readiness_mean_days") + amount + number("shock_loading") * (number("common_days") + number("sector_days")) + number("season_days")
        self.sd, self.forget, self.never, self.tail = number("readiness_sd_days"), number("p_forget").clip(0.005), number("p_never"), number("p_long_tail")
        self.first = int(self.issue.min()) - 60
        runs = {name: i for i, name in enumerate(own["payment_run"].unique().sort())}
        self.runs = np.array([run_days(name, self.first, 2_500) for name in runs])
        self.run = all["payment_run"].replace_strict(runs).to_numpy().astype(int)
        self.paid_forgotten = forgotten_days(np.random.default_rng(1))
        self.exact = np.zeros((len(self.due), STEPS + 1, len(SHIFTS)))
        done = np.flatnonzero(self.settled < 1 << 20)
        self.exact[done] = np.log(self.paid(done, self.settled[done]) - self.paid(done, self.settled[done] - 1) + UNEXPLAINED)
        kinds = self.truth["type"]
        replies = read("reminders").filter(pl.col("level") > 0).join(all.select("invoice_id", "place", "due_date", "settlement_date"), on="invoice_id")
        replies = replies.filter(pl.col("settlement_date").is_null() | (pl.col("sent_date") < pl.col("settlement_date")))
        self.reply_place, self.reply_due = replies["place"].to_numpy().astype(int), days(replies["due_date"])
        self.reply_sent, self.replied = days(replies["sent_date"]), days(replies["replied_date"])
        signals = read("signals").filter(pl.col("kind").is_in(KINDS)).join(own.select("customer_id", "place"), on="customer_id")
        self.signal_place, self.signal_day = signals["place"].to_numpy().astype(int), days(signals["known_date"])
        self.reply, self.signal = (kinds.replace_strict(table).to_numpy() for table in (REPLY, SIGNAL))

    def ready(self, some: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Probability of being ready by a day, at each step of the ramp and shift."""
        ramp = np.linspace(0, 1, STEPS + 1)[:, None]
        mean = self.mean[some, None, None] + ramp * SHIFTS
        sd = self.sd[some, None, None] * (1 + ramp * (NOISE - 1))
        late = (day - self.due[some])[:, None, None]
        usual = student_4((late - mean) * np.sqrt(2) / sd)
        long = np.mean([1 - np.exp(-(late - mean - sd * node).clip(0) / 90) for node in NODES], axis=0)
        tail = self.tail[some, None, None]
        return np.where((day > self.issue[some])[:, None, None], (1 - tail) * usual + tail * long, 0.0)

    def paid(self, some: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Probability of being paid by a day."""
        last = lambda day: self.runs[self.run[some], (day - self.first).clip(0, self.runs.shape[1] - 1)]
        ramp = np.linspace(0, 1, STEPS + 1)[:, None]
        forget = self.forget[some, None, None] + EXTRA * ramp
        never = self.never[some, None, None] + EXTRA * ramp
        parts = 0.5 * (self.ready(some, last(day - 7)) + self.ready(some, last(day - 14)))
        usual = (1 - IN_PARTS) * self.ready(some, last(day)) + IN_PARTS * parts
        late = (day - self.due[some])[:, None, None]
        reminded = np.where(late >= 0, self.paid_forgotten[late.clip(0, 399)], 0.0)
        return (1 - never) * ((1 - forget) * usual + forget * reminded)

    def evidence(self, day: int, customers: np.ndarray | None = None) -> np.ndarray:
        """Logarithm of the mean likelihood ratio over onsets of the last 180 days and shifts, by customer."""
        here = (self.due > day - WINDOW) & (self.known <= day) & (self.disputed > day)
        if customers is not None:
            here &= np.isin(self.place, customers)
        some = np.flatnonzero(here)
        logs = self.exact[some]
        open_ = np.flatnonzero(self.booked[some] > day)
        unseen = np.mean([1 - self.paid(some[open_], np.full(len(open_), day - lag)) for lag in range(6)], axis=0)
        logs[open_] = np.log(unseen + UNEXPLAINED)
        logs -= logs[:, :1]
        n, total = len(self.truth), []
        asked = (self.reply_sent <= day - 14) | (self.replied <= day)
        for onset in range(day - WINDOW + 7, day + 1, 7):
            step = np.rint(((self.due[some] - onset) / RAMP).clip(0, 1) * STEPS).astype(int)
            chosen = logs[np.arange(len(some)), step]
            sums = np.stack([np.bincount(self.place[some], chosen[:, i], n) for i in range(len(SHIFTS))], axis=1)
            total.append(sums + (self.replies(asked & (self.reply_due >= onset), day) + self.signals(onset, day))[:, None])
        total = np.concatenate(total, axis=1)
        most = total.max(axis=1, keepdims=True)
        return (most + np.log(np.exp(total - most).mean(axis=1, keepdims=True)))[:, 0]

    def replies(self, asked: np.ndarray, day: int) -> np.ndarray:
        place = self.reply_place[asked]
        usual, after = self.reply[place], np.minimum(REPLY_AFTER, self.reply[place])
        log = np.where(self.replied[asked] <= day, np.log(after / usual), np.log((1 - after) / (1 - usual)))
        return np.bincount(place, log, len(self.truth))

    def signals(self, onset: int, day: int) -> np.ndarray:
        after = np.maximum(SIGNALS_AFTER, self.signal)
        seen = (self.signal_day > onset) & (self.signal_day <= day)
        count = np.bincount(self.signal_place[seen], minlength=len(self.truth))
        return count * np.log(after / self.signal) - (after - self.signal) * (day - onset) / 365

    def counts(self, day: int) -> np.ndarray:
        """Customers with six settled invoices and one due in the month."""
        start = (EPOCH + timedelta(day)).replace(day=1)
        due = (self.due <= day) & (self.due >= (start - EPOCH).days)
        settled = np.bincount(self.place[self.booked <= day], minlength=len(self.truth))
        return (settled >= 6) & (np.bincount(self.place[due], minlength=len(self.truth)) > 0)


def month_ends() -> list[int]:
    ends = pl.date_range(date(2023, 10, 1), MONTHS[1], "1mo", eager=True).dt.month_end()
    return days(ends).tolist()


def alarms(values: np.ndarray, threshold: float) -> np.ndarray:
    """Whether an alarm stands, by customer and month-end."""
    on, all = np.zeros(len(values), bool), []
    for value in values.T:
        on = value >= np.where(on, threshold - SLACK, threshold)
        all.append(on)
    return np.stack(all, axis=1)


def threshold(values: np.ndarray, counted: np.ndarray) -> float:
    """From which as many false episodes are new as are allowed."""
    low, high = 0.5, 30.0
    while high - low > 1e-3:
        middle = (low + high) / 2
        on = alarms(values, middle)
        new = on[:, 1:] & ~on[:, :-1] & counted[:, 1:]
        low, high = (middle, high) if new.sum() > FALSE_RATE * counted[:, 1:].sum() else (low, middle)
    return high


def look(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, pl.DataFrame]:
    """Of one ledger: evidence and counted months by customer and month-end, who may deteriorate, and the shifts."""
    ledger, ends = Ledger(path), month_ends()
    values = np.stack([ledger.evidence(day) for day in ends], axis=1)
    changed = np.minimum(days(ledger.truth["onset"]), days(ledger.truth["bankrupt"]))
    counted = np.stack([ledger.counts(day) & (changed > day) & (day >= (MONTHS[0] - EPOCH).days) for day in ends], axis=1)
    own = clocks(path, ledger.truth).join(ledger.truth.select("customer_id", "place"), on="customer_id")
    at_end = [ledger.evidence((end - EPOCH).days, np.array([place]))[place] for place, end in own.select("place", "end").iter_rows()]
    return values, counted, ledger.truth["type"].is_in(["prompt", "deteriorating"]).to_numpy(), own.with_columns(at_end=pl.Series(at_end))


def main(paths: list[Path]) -> None:
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        seen = list(pool.map(look, paths))
    bases = np.cumsum([0] + [len(values) for values, *_ in seen])
    shifts = pl.concat([own.with_columns(place=pl.col("place") + int(base)) for (*_, own), base in zip(seen, bases)])
    values, counted, prompt = (np.concatenate([part[i] for part in seen]) for i in range(3))
    report("any customer may deteriorate", values, counted, shifts)
    report("only prompt customers do", np.where(prompt[:, None], values, -np.inf), counted, shifts)


def report(name: str, values: np.ndarray, counted: np.ndarray, shifts: pl.DataFrame) -> None:
    from_ = threshold(values, counted)
    on, ends = alarms(values, from_), np.array(month_ends())
    rows = []
    for shift in shifts.iter_rows(named=True):
        onset, end, month = ((shift[key] - EPOCH).days for key in ("onset", "end", "month"))
        by = lambda day: bool((on[shift["place"]] & (ends >= onset) & (ends <= day)).any())
        rows.append({**shift, "found": by(end), "by_end": by(end) or shift["at_end"] >= from_, "by_month": by(month)})
    found = pl.DataFrame(rows)
    print(f"{name}: threshold {from_:.2f}, {counted[:, 1:].sum():,} customer-months")
    for size, label in [("whole", "whole shift"), ("so_far", "shift so far")]:
        print(f"  {label}, in SD:     n  month-ends in the clock  and at its end  next month-end")
        for low, high in [(1, 2), (2, 3), (3, 5), (5, 99), (2, 99)]:
            some = found.filter(pl.col(size) >= low, pl.col(size) < high)
            if some.height:
                print(f"    {low:2} to {high:2} {some.height:12} {some['found'].mean():14.1%} {some['by_end'].mean():20.1%} {some['by_month'].mean():14.1%}")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
