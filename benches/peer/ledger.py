"""A large ledger in Parquet to time pipelines on, made apart from `arrears generate`.

usage: ledger.py OUT --invoices N --customers N [--seed N]

Every customer pays with an own delay and spread, drawn from one of a few
behaviours; who is late is reminded, some dispute, some never pay. Five tables
with the canonical column names, over 2023-01-01 to 2025-12-31.
"""

import argparse
from pathlib import Path

import numpy as np
import polars as pl

FIRST_DAY = np.datetime64("2023-01-01")
N_DAYS = 1096
SECTORS = ["agriculture", "construction", "health", "hospitality", "industry", "it", "public", "retail", "transport"]
REASONS = ["delivery", "price", "quality", "wrong_address"]
LADDER = [(1, 14), (2, 24), (3, 45), (4, 90)]
#             share  delay  spread  dispute  never
BEHAVIOURS = [
    (0.55, -9.0, 6.0, 0.01, 0.002),
    (0.25, 3.0, 10.0, 0.03, 0.01),
    (0.12, 22.0, 16.0, 0.06, 0.03),
    (0.08, 45.0, 30.0, 0.20, 0.12),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_ledger(options.out, options.invoices, options.customers, options.seed)


def write_ledger(out: Path, n_invoices: int, n_customers: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    shares, delay, spread, dispute, never = np.array(BEHAVIOURS).T
    behaviour = random.choice(len(BEHAVIOURS), n_customers, p=shares)
    own_delay = delay[behaviour] + random.normal(0, 4, n_customers)
    own_terms = random.choice([14, 30, 60], n_customers, p=[0.2, 0.6, 0.2])
    weight = random.lognormal(0, 1, n_customers)

    customer = random.choice(n_customers, n_invoices, p=weight / weight.sum())
    issued = random.integers(0, N_DAYS, n_invoices)
    amount = np.round(random.lognormal(6.2, 1.1, n_invoices), 2)
    due = issued + own_terms[customer]
    days_late = np.rint(random.normal(own_delay[customer], spread[behaviour[customer]])).astype(np.int64)
    paid = np.maximum(due + days_late, issued)
    paid[random.random(n_invoices) < never[behaviour[customer]]] = np.iinfo(np.int32).max
    disputed = random.random(n_invoices) < dispute[behaviour[customer]]

    invoice_id, is_paid = np.arange(n_invoices), paid < N_DAYS
    out.mkdir(parents=True, exist_ok=True)
    tables = {
        "customers": {"customer_id": np.arange(n_customers), "sector": random.choice(SECTORS, n_customers)},
        "invoices": {
            "invoice_id": invoice_id,
            "customer_id": customer,
            "invoice_date": as_dates(issued),
            "due_date": as_dates(due),
            "amount": amount,
        },
        "payments": {"invoice_id": invoice_id[is_paid], "payment_date": as_dates(paid[is_paid]), "amount": amount[is_paid]},
        "reminders": reminders(invoice_id, due, paid),
        "disputes": {
            "invoice_id": invoice_id[disputed],
            "opened_date": as_dates(issued[disputed] + 7),
            "reason": random.choice(REASONS, disputed.sum()),
        },
    }
    for name, columns in tables.items():
        pl.DataFrame(columns).write_parquet(out / f"{name}.parquet")
    print(f"{n_invoices} invoices of {n_customers} customers, {(paid > due).mean():.1%} late, in {out}")


def reminders(invoice_id: np.ndarray, due: np.ndarray, paid: np.ndarray) -> dict[str, np.ndarray]:
    steps = []
    for level, days in LADDER:
        sent = (paid > due + days) & (due + days < N_DAYS)
        steps.append((invoice_id[sent], (due + days)[sent], np.full(sent.sum(), level, dtype=np.int8)))
    invoice, sent_date, level = (np.concatenate(column) for column in zip(*steps))
    return {"invoice_id": invoice, "sent_date": as_dates(sent_date), "level": level}


def as_dates(days: np.ndarray) -> np.ndarray:
    return FIRST_DAY + days.astype("timedelta64[D]")


if __name__ == "__main__":
    main()
