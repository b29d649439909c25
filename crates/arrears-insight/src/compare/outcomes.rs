//! How the earlier run's chances came out, by what the later run's folder tells.
//!
//! An invoice that was open and not yet late then is judged only if it is mature by now: its due date and days of grace have
//! passed, paid or not. To judge what is settled already would leave out whoever is still to pay, and flatter the model.
//! Whether it was in time stands in the later run's evidence, which has every invoice that is open or had a booking in the
//! last 182 days. What was credited for half or more has no outcome; what was written off is late, and never settled.

use std::collections::BTreeMap;

use arrears_learn::metrics::{auc, brier, log_loss};
use arrears_ledger::Day;
use serde::Serialize;

use super::tables::{EvidenceRow, InvoiceRow, RunTables};

/// Upper ends of the bands of chances.
const BANDS: [f64; 5] = [0.2, 0.4, 0.6, 0.8, 1.0];
/// Days of the chances of being settled.
const HORIZONS: [i32; 4] = [7, 30, 60, 90];
/// An invoice credited for this share or more is cancelled.
const CANCELLED: i64 = 2;

/// What became of the earlier run's open invoices.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcomes {
    /// Open in the earlier run.
    pub n_open_before: u64,
    /// Of which open in the later run too.
    pub n_still_open: u64,
    /// Of which settled, by the later run's evidence.
    pub n_settled: u64,
    /// What was open on these, in cents.
    pub settled_minor: i64,
    /// Of which credited for half or more: they have no outcome.
    pub n_cancelled: u64,
    /// Of which written off: late, and never settled.
    pub n_written_off: u64,
    /// Of which the later folder tells nothing.
    pub n_untold: u64,
    /// Open in the later run alone.
    pub n_new: u64,
    /// The chances of being late; none without evidence, or where nothing is mature.
    pub late: Option<Judged>,
    /// The chances of being settled within the longest time that has passed; none likewise.
    pub paid: Option<Horizon>,
}

/// Chances of being late against what happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Judged {
    /// Invoices that were not late then and are mature now.
    pub n: u64,
    /// Of which late.
    pub n_late: u64,
    /// The mean chance.
    pub mean_p_late: f64,
    /// Area under the ROC curve; none where all or none were late.
    pub auc: Option<f64>,
    /// Mean squared error.
    pub brier: Option<f64>,
    /// Mean negative log likelihood.
    pub log_loss: Option<f64>,
    /// The log loss of who knew the share of late ones alone, beforehand: the least that one number can have.
    pub base_log_loss: Option<f64>,
    /// Expected late amount, in cents.
    pub expected_late_minor: i64,
    /// What was late, in cents.
    pub late_minor: i64,
    /// By chance: how many were late.
    pub bands: Vec<Band>,
}

/// The invoices of one band of chances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Band {
    /// From this chance.
    pub from: f64,
    /// To below this one; the last holds its end.
    pub to: f64,
    /// Invoices.
    pub n: u64,
    /// Of which late.
    pub n_late: u64,
    /// Their mean chance; none without invoices.
    pub mean_p_late: Option<f64>,
}

/// Chances of being settled within some days against what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Horizon {
    /// Within so many days.
    pub days: i32,
    /// Invoices.
    pub n: u64,
    /// Of which settled by then.
    pub n_settled: u64,
    /// How many were expected.
    pub expected: f64,
    /// What was open on all of them, in cents.
    pub open_minor: i64,
    /// Expected of it.
    pub expected_minor: i64,
    /// What was open on the settled ones.
    pub settled_minor: i64,
}

/// What became of one invoice.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Open,
    Settled(Day),
    Cancelled,
    WrittenOff,
    Untold,
}

/// Compares the earlier run's invoices with the later run; none where a run has no predictions.
pub fn outcomes(before: &RunTables, now: &RunTables) -> Option<Outcomes> {
    let (first, second) = (before.invoices.as_ref()?, now.invoices.as_ref()?);
    let open: BTreeMap<&str, ()> = second
        .iter()
        .map(|row| (row.invoice_id.as_str(), ()))
        .collect();
    let known: BTreeMap<&str, ()> = first
        .iter()
        .map(|row| (row.invoice_id.as_str(), ()))
        .collect();
    let told: BTreeMap<&str, &EvidenceRow> = now
        .evidence
        .iter()
        .flatten()
        .map(|row| (row.invoice_id.as_str(), row))
        .collect();
    let rows: Vec<(&InvoiceRow, Fate)> = first
        .iter()
        .map(|row| {
            let id = row.invoice_id.as_str();
            (row, fate(open.contains_key(id), told.get(id).copied()))
        })
        .collect();
    let count = |is: fn(&Fate) -> bool| rows.iter().filter(|(_, fate)| is(fate)).count() as u64;
    let settled = |fate: &Fate| matches!(fate, Fate::Settled(_));
    let has_evidence = now.evidence.is_some();
    Some(Outcomes {
        n_open_before: first.len() as u64,
        n_still_open: count(|fate| *fate == Fate::Open),
        n_settled: count(|fate| matches!(fate, Fate::Settled(_))),
        settled_minor: rows
            .iter()
            .filter(|(_, fate)| settled(fate))
            .map(|(row, _)| row.open_minor)
            .sum(),
        n_cancelled: count(|fate| *fate == Fate::Cancelled),
        n_written_off: count(|fate| *fate == Fate::WrittenOff),
        n_untold: count(|fate| *fate == Fate::Untold),
        n_new: second
            .iter()
            .filter(|row| !known.contains_key(row.invoice_id.as_str()))
            .count() as u64,
        late: judged(&rows, before.grace_days, now.as_of).filter(|_| has_evidence),
        paid: horizon(&rows, before.as_of, now.as_of).filter(|_| has_evidence),
    })
}

fn fate(is_open: bool, told: Option<&EvidenceRow>) -> Fate {
    match told {
        Some(row) if CANCELLED * row.credited_minor >= row.amount_minor => Fate::Cancelled,
        _ if is_open => Fate::Open,
        Some(row) => match row.settled_on {
            Some(day) => Fate::Settled(day),
            None if row.written_off_minor > 0 => Fate::WrittenOff,
            None => Fate::Untold,
        },
        None => Fate::Untold,
    }
}

/// The chances of being late, over what is mature by now.
fn judged(rows: &[(&InvoiceRow, Fate)], grace_days: i32, now: Day) -> Option<Judged> {
    let mut chances = Vec::new();
    let mut late = Vec::new();
    let (mut expected_late, mut late_minor) = (0.0, 0);
    for (row, fate) in rows {
        let last = row.due_date + grace_days;
        // NaN, where there was no chance, is below nothing.
        let forecast = row.p_late < 1.0 && last <= now;
        let is_late = match fate {
            Fate::Open | Fate::WrittenOff => true,
            Fate::Settled(day) => *day > last,
            Fate::Cancelled | Fate::Untold => continue,
        };
        if forecast {
            chances.push(row.p_late);
            late.push(is_late);
            expected_late += row.p_late * row.open_minor as f64;
            late_minor += i64::from(is_late) * row.open_minor;
        }
    }
    let n = chances.len();
    if n == 0 {
        return None;
    }
    let n_late = late.iter().filter(|late| **late).count();
    let share = n_late as f64 / n as f64;
    Some(Judged {
        n: n as u64,
        n_late: n_late as u64,
        mean_p_late: chances.iter().sum::<f64>() / n as f64,
        auc: auc(&chances, &late).ok(),
        brier: brier(&chances, &late).ok(),
        log_loss: log_loss(&chances, &late).ok(),
        base_log_loss: log_loss(&vec![share; n], &late).ok(),
        expected_late_minor: expected_late.round() as i64,
        late_minor,
        bands: bands(&chances, &late),
    })
}

fn bands(chances: &[f64], late: &[bool]) -> Vec<Band> {
    let mut from = 0.0;
    let mut bands = Vec::new();
    for to in BANDS {
        let within = |p: f64| p >= from && (p < to || to == 1.0);
        let such: Vec<(f64, bool)> = chances
            .iter()
            .zip(late)
            .filter(|(p, _)| within(**p))
            .map(|(p, late)| (*p, *late))
            .collect();
        let n = such.len();
        bands.push(Band {
            from,
            to,
            n: n as u64,
            n_late: such.iter().filter(|(_, late)| *late).count() as u64,
            mean_p_late: (n > 0).then(|| such.iter().map(|(p, _)| p).sum::<f64>() / n as f64),
        });
        from = to;
    }
    bands
}

/// The chances of being settled within the longest horizon that has passed.
fn horizon(rows: &[(&InvoiceRow, Fate)], before: Day, now: Day) -> Option<Horizon> {
    let at = HORIZONS.iter().rposition(|days| before + *days <= now)?;
    let days = HORIZONS[at];
    let mut found = Horizon {
        days,
        ..Horizon::default()
    };
    let mut expected_minor = 0.0;
    for (row, fate) in rows {
        let settled = match fate {
            Fate::Open | Fate::WrittenOff => false,
            Fate::Settled(day) => *day <= before + days,
            Fate::Cancelled | Fate::Untold => continue,
        };
        let p = row.p_paid[at];
        if p.is_nan() {
            continue;
        }
        found.n += 1;
        found.n_settled += u64::from(settled);
        found.expected += p;
        found.open_minor += row.open_minor;
        found.settled_minor += i64::from(settled) * row.open_minor;
        expected_minor += p * row.open_minor as f64;
    }
    found.expected_minor = expected_minor.round() as i64;
    (found.n > 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice(id: &str, due: i32, p_late: f64) -> InvoiceRow {
        InvoiceRow {
            invoice_id: id.into(),
            due_date: Day(due),
            open_minor: 1_000,
            p_late,
            p_paid: [0.1, 0.5, 0.6, 0.7],
            ..InvoiceRow::default()
        }
    }

    fn evidence(id: &str, credited_minor: i64, settled_on: Option<i32>) -> EvidenceRow {
        EvidenceRow {
            invoice_id: id.into(),
            amount_minor: 1_000,
            credited_minor,
            written_off_minor: i64::from(id == "written off") * 600,
            settled_on: settled_on.map(Day),
            ..EvidenceRow::default()
        }
    }

    /// Days 100 and 131; two days of grace.
    fn runs() -> (RunTables, RunTables) {
        let before = RunTables {
            as_of: Day(100),
            grace_days: 2,
            invoices: Some(vec![
                invoice("in time", 110, 0.1),
                invoice("in grace", 112, 0.25),
                invoice("late", 115, 0.7),
                invoice("open", 120, 0.9),
                invoice("late already", 90, 1.0),
                invoice("not mature", 140, 0.4),
                invoice("not mature, open", 140, 0.4),
                invoice("cancelled", 110, 0.5),
                invoice("written off", 110, 0.5),
                invoice("untold", 110, 0.5),
            ]),
            ..RunTables::default()
        };
        let now = RunTables {
            as_of: Day(131),
            invoices: Some(vec![
                invoice("open", 120, 1.0),
                invoice("not mature, open", 140, 0.4),
                invoice("new", 150, 0.2),
            ]),
            evidence: Some(vec![
                evidence("in time", 0, Some(110)),
                evidence("in grace", 0, Some(114)),
                evidence("late", 100, Some(118)),
                evidence("open", 0, None),
                evidence("late already", 0, Some(131)),
                evidence("not mature", 0, Some(105)),
                evidence("cancelled", 500, Some(109)),
                evidence("written off", 0, None),
            ]),
            ..RunTables::default()
        };
        (before, now)
    }

    #[test]
    fn what_is_mature_is_judged_settled_or_not() {
        let (before, now) = runs();
        let found = outcomes(&before, &now).unwrap();
        let counts = [
            found.n_open_before,
            found.n_still_open,
            found.n_settled,
            found.n_cancelled,
            found.n_written_off,
            found.n_untold,
            found.n_new,
        ];
        assert_eq!(counts, [10, 2, 5, 1, 1, 1, 1]);
        let late = found.late.unwrap();
        // In time and in grace; late, open and written off: the settled one that is not mature stays out.
        assert_eq!((late.n, late.n_late), (5, 3));
        assert!((late.mean_p_late - 2.45 / 5.0).abs() < 1e-12);
        assert_eq!(late.auc, Some(1.0));
        let brier = (0.01 + 0.0625 + 0.09 + 0.01 + 0.25) / 5.0;
        assert!((late.brier.unwrap() - brier).abs() < 1e-12);
        let base = -0.6 * 0.6f64.ln() - 0.4 * 0.4f64.ln();
        assert!((late.base_log_loss.unwrap() - base).abs() < 1e-12);
        assert_eq!((late.expected_late_minor, late.late_minor), (2_450, 3_000));
        let counted: Vec<_> = late
            .bands
            .iter()
            .map(|band| (band.n, band.n_late))
            .collect();
        assert_eq!(counted, [(1, 0), (1, 0), (1, 1), (1, 1), (1, 1)]);
    }

    #[test]
    fn chances_of_being_settled_are_held_against_the_longest_time_that_passed() {
        let (before, now) = runs();
        let paid = outcomes(&before, &now).unwrap().paid.unwrap();
        // Through day 130, so without the one of day 131: four of eight told, one of them written off.
        assert_eq!((paid.days, paid.n, paid.n_settled), (30, 8, 4));
        assert!((paid.expected - 4.0).abs() < 1e-12);
        assert_eq!((paid.expected_minor, paid.settled_minor), (4_000, 4_000));
        let near = RunTables {
            as_of: Day(106),
            ..now
        };
        assert_eq!(outcomes(&before, &near).unwrap().paid, None);
    }

    #[test]
    fn without_evidence_nothing_is_judged() {
        let (before, mut now) = runs();
        now.evidence = None;
        let found = outcomes(&before, &now).unwrap();
        assert_eq!((found.late, found.paid), (None, None));
        assert_eq!((found.n_still_open, found.n_untold), (2, 8));
    }
}
