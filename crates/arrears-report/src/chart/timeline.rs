//! A customer's last invoices, a bar each from its date to its end, with what happened to it on the bar.

use super::ink::Ink;
use super::key::{Mark, key};
use super::strips::day;
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH, shortened};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{ReportError, TimelineEvent, TimelineInvoice};

/// Height of an invoice.
const ROW: f64 = 20.0;
/// Half the height of its bar.
const HALF: f64 = 4.0;
/// Room for three lines of the key.
const TOP: f64 = 62.0;
const BOTTOM: f64 = 24.0;
/// Room for the invoices' identifiers.
const NAMES: f64 = 92.0;
const RIGHT: f64 = 10.0;

/// Draws the invoices, the last one at the bottom.
pub(crate) fn timeline(
    id: &str,
    invoices: &[TimelineInvoice],
    as_of: &str,
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let dates = invoices.iter().filter_map(|i| day(&i.invoice_date));
    let first = dates.min_by(f64::total_cmp);
    let (Some(first), Some(last)) = (first, day(as_of)) else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id,
        title: t.pages.timeline,
        description: fill(
            t.pages.timeline_desc,
            &[("n", &f.count(invoices.len() as u64))],
        ),
    };
    let scale = Scale {
        first,
        last: last.max(first + 1.0),
    };
    let height = TOP + ROW * invoices.len() as f64 + BOTTOM;
    chart.draw(WIDTH, height, |s| {
        keys(s, t)?;
        for (i, invoice) in invoices.iter().enumerate() {
            row(s, &scale, invoice, TOP + ROW * (i as f64 + 0.5))?;
        }
        ends(s, invoices, as_of, height - BOTTOM + 14.0, f)
    })
}

struct Scale {
    first: f64,
    last: f64,
}

impl Scale {
    fn x(&self, day: f64) -> f64 {
        let share = ((day - self.first) / (self.last - self.first)).clamp(0.0, 1.0);
        NAMES + share * (WIDTH - NAMES - RIGHT)
    }
}

fn keys(s: &Surface, t: &Texts) -> Drawn {
    let t = &t.pages;
    let lines: [&[(&str, Mark)]; 3] = [
        &[
            (t.key_timely, Mark::Bar(Ink::Accent)),
            (t.key_late, Mark::Bar(Ink::WarnSoft)),
        ],
        &[
            (t.key_payment, Mark::Disc(Ink::Text)),
            (t.key_reminder, Mark::Diamond(Ink::Text)),
        ],
        &[
            (t.key_dispute, Mark::Square(Ink::Text)),
            (t.key_promise, Mark::Ring(Ink::Text)),
        ],
    ];
    for (i, line) in lines.iter().enumerate() {
        key(s, WIDTH, 9.0 + 18.0 * i as f64, line)?;
    }
    Ok(())
}

fn row(s: &Surface, scale: &Scale, invoice: &TimelineInvoice, y: f64) -> Drawn {
    let (Some(from), Some(due)) = (day(&invoice.invoice_date), day(&invoice.due_date)) else {
        return Ok(());
    };
    let id = shortened(&invoice.invoice_id, NAMES - 8.0, SMALL);
    s.text(&id, NAMES - 8.0, y, Align::Right, SMALL, Ink::Soft)?;
    let end = invoice.ended_on.as_deref().and_then(day);
    let end = end.unwrap_or(scale.last).max(from);
    let bar = |from: f64, to: f64, ink| {
        let (left, right) = (scale.x(from), scale.x(to));
        s.rect(left, y - HALF, right.max(left + 1.0), y + HALF, ink)
    };
    bar(from, end.min(due).max(from), Ink::Accent)?;
    if end > due {
        bar(due.max(from), end, Ink::WarnSoft)?;
    }
    for event in &invoice.events {
        if let Some(day) = day(&event.day) {
            mark(s, event, (scale.x(day), y))?;
        }
    }
    Ok(())
}

/// A mark on a disc of the ground, so that it stands out from the bar.
fn mark(s: &Surface, event: &TimelineEvent, at: (f64, f64)) -> Drawn {
    s.disc(at, 5.4, Ink::Ground)?;
    match event.kind.as_str() {
        "call" | "reminder" => s.diamond(at, 4.4, Ink::Text),
        "dispute" | "dispute_closed" => {
            let (x, y) = at;
            s.rect(x - 3.2, y - 3.2, x + 3.2, y + 3.2, Ink::Text)
        }
        "promise" => s.ring(at, 4.0, Ink::Text),
        _ => s.disc(at, 3.6, Ink::Text),
    }
}

/// The first day and the last.
fn ends(s: &Surface, invoices: &[TimelineInvoice], as_of: &str, y: f64, f: &Format) -> Drawn {
    let first = invoices.iter().map(|i| i.invoice_date.as_str()).min();
    let first = f.short_date(first.unwrap_or(as_of));
    s.text(&first, NAMES, y, Align::Left, SMALL, Ink::Soft)?;
    let last = f.short_date(as_of);
    s.text(&last, WIDTH - RIGHT, y, Align::Right, SMALL, Ink::Soft)
}
