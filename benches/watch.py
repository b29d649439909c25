"""How many changes the watch finds, how soon, and how often it is wrong, on generated ledgers.

    arrears generate --out ledger --invoices 185000 --customers 5000 --seed 11 --format parquet
    cargo run --release -p arrears-benches -- --warnings ledger/arrears.toml --from 2023-09-30 --until 2025-12-31 --every 7 > watched.csv
    python benches/watch.py ledger watched.csv [LEDGER WATCHED ...]

Found is a deteriorating customer that is warned of between its onset and the end of the clock: the clock starts at the
first due date after the onset, and ends three due dates or 60 days later, whichever is later. Counted are customers with
six settled invoices at the onset whose clock ends within the ledger and before a bankruptcy. The watch is kept every
seven days and on month-ends; `next month` is what a monthly run has said by the first month-end after the clock. Two
sizes: the whole shift, which the generator reaches four months after the onset, and the shift that the invoices of the
clock had on average, both in the customer's own standard deviations (the generator's, without payment runs).

A false episode is a warning new on a month-end of the last 24 months, in a month that counts, of a customer that is not
(yet) deteriorating and not bankrupt.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

import polars as pl

MONTHS = (date(2024, 1, 31), date(2025, 12, 31))
RAMP = 4 * 30.4375


def main(pairs: list[tuple[Path, Path]]) -> None:
    shifts, months, certain = [], [], []
    for number, (ledger, watched) in enumerate(pairs):
        truth = pl.read_parquet(ledger / "truth" / "true_customers.parquet").filter(~pl.col("direct_debit"))
        said = pl.read_csv(watched, try_parse_dates=True, schema_overrides={"customer_id": pl.String, "later": pl.String})
        shifts.append(found(clocks(ledger, truth), said).with_columns(ledger=number))
        months.append(false_alarms(truth, said).with_columns(ledger=number))
        certain.append(certainty(truth, said))
    report(pl.concat(shifts), pl.concat(months), pl.concat(certain))


def clocks(ledger: Path, truth: pl.DataFrame) -> pl.DataFrame:
    """A row per shift: its clock and its sizes."""
    invoices = pl.read_parquet(ledger / "invoices.parquet").filter(pl.col("amount") > 0)
    settled = pl.read_parquet(ledger / "truth" / "true_invoices.parquet").select("invoice_id", "settlement_date")
    invoices = invoices.join(settled, on="invoice_id").select("customer_id", "due_date", "settlement_date")
    by_customer = invoices.partition_by("customer_id", as_dict=True)
    rows = []
    for customer in truth.filter(pl.col("onset").is_not_null()).iter_rows(named=True):
        own, onset = by_customer.get((customer["customer_id"],)), customer["onset"]
        if own is None or own.filter(pl.col("settlement_date") < onset).height < 6:
            continue
        due = sorted(own.filter(pl.col("due_date") >= onset)["due_date"])
        if len(due) < 3:
            continue
        end = max(due[0] + timedelta(60), due[2])
        if end > MONTHS[1] or (customer["bankrupt"] and customer["bankrupt"] <= end):
            continue
        shift, sd = customer["deterioration_days"], customer["readiness_sd_days"]
        ramps = [min((day - onset).days / RAMP, 1.0) for day in due if day <= end]
        month = (end.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        rows.append(
            {
                "customer_id": customer["customer_id"],
                "onset": onset,
                "end": end,
                "month": month,
                "whole": shift / sd,
                "so_far": shift / sd * sum(ramps) / len(ramps),
            }
        )
    return pl.DataFrame(rows)


def found(shifts: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Whether each was warned of in time."""
    warned = said.filter(pl.col("direction") == "worse").group_by("customer_id").agg(days="as_of")
    within = lambda end: pl.struct("days", "onset", end).map_elements(lambda s: any(s["onset"] <= day <= s[end] for day in s["days"] or []), return_dtype=pl.Boolean)
    return shifts.join(warned, on="customer_id", how="left").with_columns(found=within("end"), by_month=within("month"))


def false_alarms(truth: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Counted months of customers without a change, and the warnings new in them."""
    ends = said.filter(pl.col("as_of") == pl.col("as_of").dt.month_end(), pl.col("as_of").is_between(*MONTHS))
    own = ends.filter(pl.col("counted") == 1).join(truth.select("customer_id", "type", "onset", "bankrupt"), on="customer_id")
    changed = lambda day: pl.col(day).is_not_null() & (pl.col("as_of") >= pl.col(day))
    own = own.filter(~changed("onset"), ~changed("bankrupt"))
    new = (pl.col("new") == 1).fill_null(False)
    return own.select("type", worse=new & (pl.col("direction") == "worse"), better=new & (pl.col("direction") == "better"))


def certainty(truth: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Warnings standing on month-ends, how sure they were said to be, and whether something had changed."""
    ends = said.filter(pl.col("as_of") == pl.col("as_of").dt.month_end(), pl.col("as_of").is_between(*MONTHS))
    own = ends.filter(pl.col("direction") == "worse").join(truth.select("customer_id", "onset", "bankrupt"), on="customer_id")
    changed = lambda day: pl.col(day).is_not_null() & (pl.col("as_of") >= pl.col(day))
    return own.select("certainty", "new", true=changed("onset") | changed("bankrupt"))


def report(shifts: pl.DataFrame, months: pl.DataFrame, certain: pl.DataFrame) -> None:
    for size, name in [("whole", "whole shift"), ("so_far", "shift so far")]:
        print(f"{name}, in SD:        n   found  next month")
        for low, high in [(0, 1), (1, 2), (2, 3), (3, 5), (5, 99), (2, 99)]:
            some = shifts.filter(pl.col(size) >= low, pl.col(size) < high)
            if some.height:
                print(f"  {low:2} to {high:2}  {some.height:14} {some['found'].mean():7.1%} {some['by_month'].mean():10.1%}")
    per = lambda frame, column: 100 * frame[column].sum() / frame.height
    print(f"new false episodes per 100 customer-months ({months.height:,}): worse {per(months, 'worse'):.2f}, better {per(months, 'better'):.2f}")
    for ledger in sorted(set(months["ledger"])):
        print(f"  ledger {ledger}: {per(months.filter(pl.col('ledger') == ledger), 'worse'):.2f}", end="")
    print()
    for kind in sorted(set(months["type"])):
        some = months.filter(pl.col("type") == kind)
        print(f"  {kind}: {per(some, 'worse'):.2f} worse, {per(some, 'better'):.2f} better ({some.height:,})")
    new = certain.filter(pl.col("new") == 1)
    print(f"true among new warnings {new['true'].mean():.1%} of {new.height}, among standing ones {certain['true'].mean():.1%} of {certain.height}")
    for low, high in [(0.0, 0.4), (0.4, 0.7), (0.7, 0.9), (0.9, 1.0)]:
        some = certain.filter(pl.col("certainty") >= low, pl.col("certainty") < high)
        if some.height:
            print(f"  said {low:.1f} to {high:.1f} (mean {some['certainty'].mean():.2f}): true {some['true'].mean():.1%} of {some.height}")


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:]]
    main(list(zip(paths[::2], paths[1::2])))
