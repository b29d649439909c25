//! Reminders, disputes, promises, replies.

use super::behaviour::WINDOWS;
use super::state::known_fact;
use super::{Asked, Oracle, put, share};
use crate::rows::{Days, Dispute, Invoice};
use crate::table::Row;

pub fn features(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    for (name, width) in WINDOWS {
        ladder(oracle, asked, name, width, row);
    }
    disputes(oracle, asked, row);
    let customers = oracle.history(asked.customer, asked.day, asked.own);
    let customers: Vec<&Invoice> = customers
        .into_iter()
        .filter(|row| !row.direct_debit && !row.credit_note)
        .collect();
    let promises: Vec<(Days, bool)> = customers
        .iter()
        .flat_map(|row| oracle.promises(row, asked.day))
        .map(|(promise, broken)| (promise.promised, broken))
        .collect();
    let broken = promises.iter().filter(|(_, broken)| *broken);
    let young = broken
        .clone()
        .filter(|(promised, _)| *promised > asked.day - 365);
    put(row, "promises_broken", broken.clone().count() as f64);
    put(row, "promises_broken_12m", young.count() as f64);
    put(
        row,
        "promises_broken_share",
        share(broken.count() as f64, promises.len() as f64),
    );

    let contacts: Vec<_> = customers
        .iter()
        .flat_map(|row| oracle.reminders(row, asked.day))
        .collect();
    let days: Vec<f64> = contacts
        .iter()
        .filter_map(|contact| contact.replied.map(|replied| (replied, contact)))
        .filter(|(replied, _)| *replied <= asked.day)
        .map(|(replied, contact)| f64::from((replied - contact.sent).max(0)))
        .collect();
    put(
        row,
        "reply_share",
        share(days.len() as f64, contacts.len() as f64),
    );
    put(
        row,
        "days_to_reply",
        share(days.iter().sum(), days.len() as f64),
    );
}

fn ladder(oracle: &Oracle, asked: &Asked, name: &str, width: i32, row: &mut Row) {
    let rows = oracle.matured(asked, oracle.grace, width);
    let n = rows.len() as f64;
    let mut set = |id: &str, value: f64| put(row, &format!("{id}_{name}"), value);
    let depths: Vec<i32> = rows
        .iter()
        .map(|row| {
            oracle
                .reminders(row, asked.day)
                .iter()
                .map(|step| step.level)
                .max()
        })
        .map(|depth| depth.unwrap_or(0))
        .collect();
    set(
        "mean_depth",
        share(f64::from(depths.iter().sum::<i32>()), n),
    );
    set(
        "worst_depth",
        depths
            .iter()
            .max()
            .map_or(f64::NAN, |depth| f64::from(*depth)),
    );
    let deep = depths.iter().filter(|depth| **depth >= 2).count() as f64;
    set("level2_share", share(deep, n));
    let days: f64 = rows
        .iter()
        .filter_map(|row| {
            let steps = oracle.reminders(row, asked.day);
            let since = steps
                .iter()
                .filter(|step| step.level >= 2)
                .map(|step| step.sent)
                .min()?;
            let until = oracle.state(row, asked.day).settled.unwrap_or(asked.day);
            Some(f64::from((until - since).max(0)))
        })
        .sum();
    set("days_at_level2", share(days, deep));
    let count = |is_step: bool| {
        let steps = rows.iter().flat_map(|row| oracle.reminders(row, asked.day));
        steps.filter(|step| (step.level > 0) == is_step).count() as f64
    };
    set("reminders_per_invoice", share(count(true), n));
    set("calls_per_invoice", share(count(false), n));
    let disputed = rows
        .iter()
        .filter(|row| !known_disputes(oracle, row, asked.day).is_empty());
    set("dispute_share", share(disputed.count() as f64, n));
}

fn known_disputes<'a>(oracle: &'a Oracle, invoice: &Invoice, day: Days) -> Vec<&'a Dispute> {
    let rows = oracle.rows.disputes.iter();
    rows.filter(|row| row.invoice == invoice.id)
        .filter(|row| known_fact(invoice, row.opened, row.known_date) <= day)
        .collect()
}

pub fn is_disputed(oracle: &Oracle, invoice: &Invoice, day: Days) -> bool {
    !known_disputes(oracle, invoice, day).is_empty()
}

pub fn open_disputes(oracle: &Oracle, invoice: &Invoice, day: Days) -> usize {
    let rows = known_disputes(oracle, invoice, day);
    rows.iter()
        .filter(|row| row.closed.is_none_or(|closed| closed > day))
        .count()
}

fn disputes(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    let customers = oracle.history(asked.customer, asked.day, asked.own);
    let open: usize = customers
        .iter()
        .filter(|row| !row.direct_debit && !row.credit_note)
        .map(|row| open_disputes(oracle, row, asked.day))
        .sum();
    put(row, "disputes_open", open as f64);
    let rows = oracle.matured(asked, oracle.grace, 365);
    let reasons = [
        ("billing", "billing_error"),
        ("goods", "goods"),
        ("terms", "terms"),
        ("other", ""),
    ];
    for (name, reason) in reasons {
        let for_reason = |row: &&&Invoice| {
            known_disputes(oracle, row, asked.day)
                .iter()
                .any(|dispute| {
                    let text = dispute.reason.as_deref().unwrap_or("");
                    if reason.is_empty() {
                        ["", "no idea"].contains(&text)
                    } else {
                        text == reason
                    }
                })
        };
        let n = rows.iter().filter(for_reason).count() as f64;
        put(
            row,
            &format!("dispute_share_{name}_12m"),
            share(n, rows.len() as f64),
        );
    }
}
