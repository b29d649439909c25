//! Exposure, activity, payment runs and signals of a customer.

use arrears_ledger::Day;

use super::state::{due, known_fact};
use super::{Asked, Oracle, put, share};
use crate::rows::{Days, Invoice};
use crate::table::Row;

const MONTH: f64 = 365.0 / 12.0;

pub fn features(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    let all = oracle.history(asked.customer, asked.day, asked.own);
    let invoices: Vec<&Invoice> = all.iter().copied().filter(|row| !row.credit_note).collect();
    exposure(oracle, asked, &all, &invoices, row);
    activity(asked, &invoices, row);
    runs(oracle, asked, &invoices, row);
    signals(oracle, asked, &invoices, row);
}

fn months_known(asked: &Asked, invoices: &[&Invoice]) -> f64 {
    match invoices.iter().map(|row| row.date).min() {
        Some(first) => f64::from(asked.day - first).clamp(MONTH, 365.0) / MONTH,
        None => f64::NAN,
    }
}

fn billed(asked: &Asked, invoices: &[&Invoice]) -> (f64, f64) {
    let young: Vec<_> = invoices
        .iter()
        .filter(|row| row.date > asked.day - 365)
        .collect();
    let amount: i64 = young.iter().map(|row| row.amount).sum();
    (young.len() as f64, amount as f64 / 100.0)
}

fn exposure(
    oracle: &Oracle,
    asked: &Asked,
    all: &[&Invoice],
    invoices: &[&Invoice],
    row: &mut Row,
) {
    let left = |row: &Invoice| oracle.state(row, asked.day).residual as f64 / 100.0;
    let open: Vec<&Invoice> = invoices
        .iter()
        .copied()
        .filter(|row| oracle.state(row, asked.day).is_open)
        .collect();
    let overdue: Vec<&Invoice> = open
        .iter()
        .copied()
        .filter(|row| due(row) < asked.day)
        .collect();
    let sum = |rows: &[&Invoice]| rows.iter().map(|row| left(row)).sum::<f64>();
    put(row, "open_count", open.len() as f64);
    put(row, "open_amount", sum(&open));
    put(row, "overdue_count", overdue.len() as f64);
    put(row, "overdue_amount", sum(&overdue));
    put(row, "overdue_share", share(sum(&overdue), sum(&open)));
    let oldest = overdue.iter().map(|row| asked.day - due(row)).max();
    put(row, "oldest_days_past_due", f64::from(oldest.unwrap_or(0)));
    let (_, billed) = billed(asked, invoices);
    put(row, "backlog_months", 12.0 * share(sum(&open), billed));
    put(
        row,
        "billed_per_month",
        billed / months_known(asked, invoices),
    );

    let cash: i64 = oracle
        .rows
        .payments
        .iter()
        .filter(|row| row.invoice.is_none() && row.customer.as_deref() == Some(asked.customer))
        .filter(|row| row.date.max(row.known_date.unwrap_or(row.date)) <= asked.day)
        .map(|row| {
            if row.kind == "reversal" {
                -row.amount.abs()
            } else {
                row.amount
            }
        })
        .sum();
    let balance = sum(all) - cash as f64 / 100.0;
    put(row, "balance_amount", balance);
    let limit = oracle
        .attributes(asked.customer, asked.day)
        .and_then(|row| row.credit_limit);
    put(
        row,
        "credit_utilisation",
        limit.map_or(f64::NAN, |limit| share(balance, limit as f64 / 100.0)),
    );
}

fn activity(asked: &Asked, invoices: &[&Invoice], row: &mut Row) {
    let since = |date: Option<Days>| date.map_or(f64::NAN, |date| f64::from(asked.day - date));
    put(
        row,
        "days_since_first_invoice",
        since(invoices.iter().map(|row| row.date).min()),
    );
    put(
        row,
        "days_since_last_invoice",
        since(invoices.iter().map(|row| row.date).max()),
    );
    let (n, _) = billed(asked, invoices);
    put(row, "n_issued_12m", n);
    put(row, "invoices_per_month", n / months_known(asked, invoices));
}

fn runs(oracle: &Oracle, asked: &Asked, invoices: &[&Invoice], row: &mut Row) {
    let settled: Vec<Day> = invoices
        .iter()
        .filter(|row| oracle.counts(row, asked.day))
        .filter_map(|row| oracle.state(row, asked.day).settled)
        .map(Day)
        .collect();
    let n = settled.len() as f64;
    let month_day = |day: Day| {
        if day == day.month_end() {
            31
        } else {
            day.day_of_month()
        }
    };
    let on_weekday = |weekday: u32| {
        settled
            .iter()
            .filter(|day| day.weekday() == weekday)
            .count()
    };
    let on_month_day = |of: u32| settled.iter().filter(|day| month_day(**day) == of).count();
    let weekday = (0..7)
        .rev()
        .max_by_key(|&weekday| on_weekday(weekday))
        .expect("seven");
    let usual = (1..=31)
        .rev()
        .max_by_key(|&of| on_month_day(of))
        .expect("thirty-one");
    put(
        row,
        "run_weekday_share",
        share(on_weekday(weekday) as f64, n),
    );
    put(
        row,
        "run_month_day_share",
        share(on_month_day(usual) as f64, n),
    );
    let Some((_, due, ..)) = asked.subject else {
        return;
    };
    put(
        row,
        "due_weekday_share",
        share(on_weekday(Day(due).weekday()) as f64, n),
    );
    let mean_gap = |is_alike: &dyn Fn(Day, Day) -> bool| {
        let gap = |settled: &Day| {
            let found = (0..62).find(|&days| is_alike(Day(due - days), *settled));
            f64::from(found.expect("within two months"))
        };
        share(settled.iter().map(gap).sum(), n)
    };
    put(
        row,
        "run_weekday_gap",
        mean_gap(&|day, settled| day.weekday() == settled.weekday()),
    );
    let same_month_day = |day: Day, settled: Day| {
        let last = day.month_end().day_of_month();
        let wanted = month_day(settled);
        day.day_of_month() == if wanted == 31 { last } else { wanted.min(last) }
    };
    put(row, "run_month_day_gap", mean_gap(&same_month_day));
}

/// Promises of the last year for less than what was open on the day they were made.
fn instalments(oracle: &Oracle, asked: &Asked, invoices: &[&Invoice]) -> f64 {
    let of_part = |invoice: &&&Invoice| {
        let promises = oracle.rows.promises.iter();
        promises
            .filter(|row| row.invoice == invoice.id)
            .filter(|row| row.made > asked.day - 365 && row.made <= asked.day)
            .filter(|row| known_fact(invoice, row.made, row.known_date) <= asked.day)
            .filter(|row| super::state::known(invoice) <= row.made)
            .filter(|row| {
                let open = oracle.state(invoice, row.made).residual;
                row.amount.is_some_and(|amount| amount < open)
            })
            .count()
    };
    let invoices = invoices.iter().filter(|row| !row.direct_debit);
    invoices.map(|invoice| of_part(&invoice)).sum::<usize>() as f64
}

fn signals(oracle: &Oracle, asked: &Asked, invoices: &[&Invoice], row: &mut Row) {
    let known: Vec<_> = oracle
        .rows
        .signals
        .iter()
        .filter(|row| row.customer == asked.customer)
        .filter(|row| row.date.max(row.known_date.unwrap_or(row.date)) <= asked.day)
        .collect();
    let n = |kind: &str| {
        let young = known
            .iter()
            .filter(|row| row.kind == kind && row.date > asked.day - 365);
        young.count() as f64
    };
    let counts = [
        ("terms_extensions_12m", "terms_extension_requested"),
        ("prepayments_refused_12m", "prepayment_refused"),
        ("billing_errors_12m", "billing_error"),
        ("contacts_unanswered_12m", "contact_unanswered"),
        ("direct_debits_revoked_12m", "direct_debit_revoked"),
        ("negative_reviews_12m", "negative_review"),
    ];
    for (id, kind) in counts {
        put(row, id, n(kind));
    }
    for (id, kind) in [
        ("bankruptcy_known", "bankruptcy"),
        ("lawsuit_known", "lawsuit"),
    ] {
        let active = known
            .iter()
            .any(|row| row.kind == kind && row.end.is_none_or(|end| end > asked.day));
        put(row, id, f64::from(u8::from(active)));
    }
    let score = known
        .iter()
        .filter(|row| row.kind == "credit_score")
        .filter_map(|row| Some((row.date, row.value.as_ref()?.parse::<i32>().ok()?)))
        .max();
    put(
        row,
        "credit_score",
        score.map_or(f64::NAN, |(_, score)| f64::from(score)),
    );
    let (issued, _) = billed(asked, invoices);
    let requests = n("terms_extension_requested") + n("prepayment_refused");
    put(
        row,
        "deviating_requests_per_invoice",
        share(requests, issued),
    );
    let deviating = requests + n("direct_debit_revoked") + instalments(oracle, asked, invoices);
    put(row, "deviating_requests_12m", deviating);
    put(
        row,
        "billing_errors_per_invoice",
        share(n("billing_error"), issued),
    );

    let reversals = oracle
        .rows
        .payments
        .iter()
        .filter(|payment| payment.kind == "reversal")
        .filter(|payment| {
            invoices.iter().any(|invoice| {
                let date = payment.date.max(invoice.date);
                payment.invoice.as_ref() == Some(&invoice.id)
                    && date > asked.day - 365
                    && known_fact(invoice, payment.date, payment.known_date) <= asked.day
            })
        });
    put(row, "reversals_12m", reversals.count() as f64);
}
