//! `check`.

use arrears::check::{self, BankCheck, CheckSummary};
use arrears::plan::Typed;
use arrears::rejects::RejectGroup;
use arrears::{CheckPlan, Error, ExitCode};

use super::{Context, load, to_json};
use crate::args::Check;
use crate::output::{Failure, Outcome, Rows, amount, cents, columns, count, counted, list};

/// `arrears check`.
pub fn check(context: &Context, args: &Check) -> Result<Outcome, Error> {
    let typed = Typed {
        out: args.out.clone(),
        ..context.global.typed()
    };
    let plan = CheckPlan::new(load(&args.config)?, &typed, args.as_of)?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        check::check(&plan, progress)
    })?;
    let failure = summary.refused.as_ref().map(|why| Failure {
        message: why.clone(),
        hint: Some(format!(
            "the rejected rows stand in `{}`, the balance of every customer in `{}`",
            summary.rejected_rows.display(),
            summary.control_totals.display()
        )),
        code: ExitCode::Input,
    });
    Ok(Outcome {
        text: check_text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure,
    })
}

/// What became of the entries of bank statements, a line each.
fn bank_lines(bank: &BankCheck, currency: &str) -> Vec<String> {
    let in_words = |name: &str, (n, cents): &(usize, i64)| {
        let (name, money) = (
            name.replace('_', " "),
            amount(*cents as f64 / 100.0, currency),
        );
        format!("{} {name}, {money}", count(*n))
    };
    let summary = &bank.summary;
    let mut lines = vec![format!("entries: {}", count(summary.n_entries))];
    let by_status = summary.by_status.iter();
    lines.extend(by_status.map(|(name, sums)| in_words(name, sums)));
    let by_method = summary.matched.iter();
    lines.extend(by_method.map(|(name, sums)| format!("matched by {}", in_words(name, sums))));
    lines.push(format!("every entry in {}", bank.matches.display()));
    lines
}

fn check_text(summary: &CheckSummary) -> String {
    let cells = summary.files.iter().map(|file| {
        let n = |n: u64| count(usize::try_from(n).unwrap_or(usize::MAX));
        vec![
            file.table.clone(),
            file.file.clone(),
            n(file.read),
            n(file.used),
            n(file.rejected),
            file.cents.map_or_else(String::new, |c| cents(c.used)),
            file.cents.map_or_else(String::new, |c| cents(c.rejected)),
            file.cents.map_or_else(String::new, |c| n(c.n_unreadable)),
        ]
    });
    let right = [false, false, true, true, true, true, true, true];
    let mut text = columns(
        &[
            "table",
            "file",
            "read",
            "used",
            "rejected",
            "amount used",
            "rejected",
            "unreadable",
        ],
        &right,
        &cells.collect::<Vec<_>>(),
    );
    text.push('\n');
    let mut rows = Rows::default();
    rows.add("customers", customers(summary));
    let span = summary
        .invoice_dates
        .map(|(from, to)| format!(", dated {from} to {to}"))
        .unwrap_or_default();
    rows.add("invoices", format!("{}{span}", count(summary.n_invoices)));
    rows.add("invoiced", amount(summary.invoiced, &summary.currency));
    if let Some(day) = summary.last_known_day {
        let open = amount(summary.open_amount, &summary.currency);
        rows.add(
            "open",
            format!("{}, {open}, on {day}", counted(summary.n_open, "invoice")),
        );
    }
    add_control(&mut rows, summary);
    let look_at: Vec<String> = summary
        .look_at
        .iter()
        .map(|found| match found.grave {
            true => format!("! {}", found.text),
            false => found.text.clone(),
        })
        .collect();
    rows.add_list("look at", &look_at);
    rows.add_some(
        "run",
        summary
            .run_refuses
            .as_ref()
            .map(|run| format!("will refuse as of {}: {}", run.as_of, run.reason)),
    );
    if let Some(bank) = &summary.bank {
        rows.add_list("bank", &bank_lines(bank, &summary.currency));
    }
    rows.add_some(
        "absent",
        (!summary.absent_tables.is_empty()).then(|| list(&summary.absent_tables)),
    );
    rows.add_list("read as", &summary.notes);
    rows.add_list("odd", &summary.oddities);
    add_rejected(&mut rows, summary);
    rows.add("written", summary.rejected_rows.display().to_string());
    rows.add("", summary.control_totals.display().to_string());
    text.push_str(&rows.text());
    text
}

/// How many customers there are and, where no file of the list above is theirs, where they come from.
fn customers(summary: &CheckSummary) -> String {
    let n = count(summary.n_customers);
    match summary.customers_of_invoices.as_slice() {
        [] => n,
        columns => format!(
            "{n}, drawn from the rows of the invoices: {}",
            list(columns)
        ),
    }
}

/// Debits, credits, what is open, and the general ledger beside it.
fn add_control(rows: &mut Rows, summary: &CheckSummary) {
    let (control, currency) = (&summary.control, &summary.currency);
    let sums = &control.sums;
    let parts = |parts: &[(&str, i64)]| {
        let filled = parts.iter().filter(|(_, minor)| *minor != 0);
        let words: Vec<String> = filled
            .map(|(name, minor)| format!("{name} {}", cents(*minor)))
            .collect();
        list(&words)
    };
    let debits = parts(&[
        ("invoices", sums.invoiced),
        ("payments taken back", sums.reversals),
        ("credit notes used up", sums.credit_notes_used),
    ]);
    let credits = parts(&[
        ("payments", sums.payments),
        ("credit notes", sums.credit_notes),
        ("discounts", sums.discounts),
        ("offsets", sums.offsets),
        ("write-offs", sums.write_offs),
        ("cash on no invoice", sums.unallocated),
    ]);
    let line = |minor: i64, of: String| match of.as_str() {
        "" => format!("{currency} {}", cents(minor)),
        of => format!("{currency} {}: {of}", cents(minor)),
    };
    rows.add("totals", format!("on {}", control.date))
        .add("  debit", line(control.debits, debits))
        .add("  credit", line(control.credits, credits))
        .add("  balance", line(control.balance, String::new()));
    if let Some(found) = &summary.reconciliation {
        let outcome = if found.agrees() {
            "the same to the cent".to_owned()
        } else if found.difference == 0 {
            format!(
                "the same, but {} customers differ",
                count(found.customers.len())
            )
        } else {
            format!("a difference of {}", cents(found.difference))
        };
        rows.add(
            "  general ledger",
            format!(
                "{currency} {} on {}: {outcome}",
                cents(found.given),
                found.date
            ),
        );
    }
}

/// Groups of rejected rows that are shown.
const GROUPS: usize = 20;

/// What is rejected alike, with its first places; what is only beside the matter is called set aside.
fn add_rejected(rows: &mut Rows, summary: &CheckSummary) {
    let (shown, others) = summary.rejects.split_at(summary.rejects.len().min(GROUPS));
    for group in shown {
        rows.add_list(group.label(), &group_lines(group));
    }
    let n_others: usize = others.iter().map(|group| group.n).sum();
    if n_others > 0 {
        rows.add(
            "",
            format!("and {} for other reasons", counted(n_others, "row")),
        );
    }
}

/// One row in full; of several the reason, and where the first of them stand.
fn group_lines(group: &RejectGroup) -> Vec<String> {
    if group.n == 1 {
        return group.first.clone();
    }
    let column = match group.column.as_str() {
        "" => String::new(),
        column => format!(", column `{column}`"),
    };
    let head = format!("{} of `{}`{column}", counted(group.n, "row"), group.table);
    let mut lines = match &group.reason {
        Some(reason) => vec![format!("{head}: {reason}")],
        None => vec![head],
    };
    let places = match &group.reason {
        Some(_) => &group.places,
        None => &group.first,
    };
    lines.extend(places.iter().map(|place| format!("  {place}")));
    if group.n > group.first.len() {
        let more = count(group.n - group.first.len());
        lines.push(format!("  and {more} more of this kind"));
    }
    lines
}
