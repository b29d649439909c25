//! A line of the worklist in words: contact, invoices, reasons, what to agree and what to say.
//!
//! What a cell has several of stands on lines of its own in the workbook and with ` | ` between them in the CSV.

use std::cmp::Reverse;

use arrears_features::{CustomerIx, InvoiceIx};
use arrears_insight::customers::CustomerInsight;
use arrears_insight::customers::measures::Measure;
use arrears_insight::nonpayment::{Basis, CustomerReason};
use arrears_insight::text::{
    self, Language, Talk, TalkInvoice, TalkPart, Text, money_to_the_cent, no_change, plain_spaces,
    promised_part, spoken, step_by, why_unpaid,
};
use arrears_insight::worklist::{Call, CallItem, NextStep, Status};
use arrears_ledger::invoices_cell;
use arrears_report::{Wording, WorklistRow};

use super::super::analysis::Analysis;
use super::super::fill::wording;
use super::super::material::Material;
use super::Line;

/// Between the parts of a cell that is one line.
const BETWEEN: &str = " | ";
/// Invoices that are spoken of by number.
const SPOKEN: usize = 3;
/// Reasons of a line.
const N_REASONS: usize = 3;
/// Early warnings of a line, before its reasons.
const N_WARNINGS: usize = 2;
/// The dunning level from which a claim is in other hands.
const HAND_OVER: u8 = 4;

/// Lines in words.
pub(super) struct Words<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) analysis: &'a Analysis,
    /// The report's, spoken to whose own is not known.
    pub(super) language: Language,
    pub(super) currency: &'a str,
}

impl Words<'_> {
    pub(super) fn line(&self, call: &Call) -> Line {
        let insight = &self.analysis.customers[call.customer];
        let advice = &insight.advice;
        let listed = call.status == Status::NotCalled;
        let nonpayment = self.nonpayment(call);
        let row = WorklistRow {
            segment: insight.segment.code().to_owned(),
            natural_person: insight.natural_person,
            invoices: self.invoice_ids(call),
            invoice_details: cell(&Text::of(|language| self.details(call, language))),
            po_references: self.po_references(call),
            n_invoices: self.about(call).len() as u32,
            overdue_minor: call.overdue_minor(),
            unallocated_minor: call.unallocated_minor,
            net_minor: call.net_minor(),
            expected_minor: call.expected_minor(),
            oldest_days_past_due: call.oldest_days_past_due(),
            status: cell(&call.status.label()),
            cause: call
                .cause
                .map(|cause| cell(&cause.label()))
                .unwrap_or_default(),
            reasons: cell(&Text::of(|language| self.reasons(insight, language))),
            nonpayment: nonpayment
                .map(|reason| cell(&why_unpaid(reason)))
                .unwrap_or_default(),
            measures: self.measures(call),
            channel: advice
                .approach()
                .map(|channel| cell(&channel.label()))
                .unwrap_or_default(),
            next_step: call
                .next
                .map(|next| cell(&self.step(next)))
                .unwrap_or_default(),
            // Where the ladder has no step left a call is what remains, today.
            next_action_date: match (listed, call.next) {
                (false, Some(next)) => next.day.to_string(),
                (false, None) => self.material.as_of.to_string(),
                (true, _) => String::new(),
            },
            what_to_say: if listed {
                String::new()
            } else {
                self.say(call)
            },
            language: code(self.spoken(call)).to_owned(),
            ..self.contact(call, insight)
        };
        let measures: Vec<&str> = advice
            .measures
            .iter()
            .map(|measure| measure.code())
            .collect();
        Line {
            row,
            status: call.status,
            cause: call.cause.map_or("", |cause| cause.code()),
            nonpayment: nonpayment.map_or([""; 2], |row| [row.reason.code(), row.basis.code()]),
            // Of who is not approached nothing is agreed.
            measures: match advice.approach() {
                Some(_) => measures.join(BETWEEN),
                None => String::new(),
            },
            channel: advice.approach().map_or("", |channel| channel.code()),
            next_step: call
                .next
                .map(|next| next.level.to_string())
                .unwrap_or_default(),
            next_step_channel: call.next.map_or("", |next| next.channel.code()),
            next_step_invoice: call
                .next
                .map(|next| self.step_invoice(next))
                .unwrap_or_default(),
        }
    }

    fn step_invoice(&self, next: NextStep) -> String {
        invoices_cell(std::iter::once(self.material.book.invoice_id(next.invoice)))
    }

    fn step(&self, next: NextStep) -> Text {
        step_by(next.level, next.channel, &self.step_invoice(next))
    }

    /// Whom to speak to: of a parent, if the ledger knows it, else of the customer that owes most.
    fn contact(&self, call: &Call, insight: &CustomerInsight) -> WorklistRow {
        let book = &self.material.book;
        let parent = call.parent_id.as_deref();
        let own = self.customer(call);
        let known = parent.and_then(|id| book.customer_index(id)).unwrap_or(own);
        let (of_parent, of_own) = (
            book.contact(known, self.material.as_of),
            book.contact(own, self.material.as_of),
        );
        let text = |a: Option<&str>, b: Option<&str>| {
            let filled = |text: Option<&str>| {
                text.map(str::trim)
                    .filter(|text| !text.is_empty())
                    .map(str::to_owned)
            };
            filled(a).or_else(|| filled(b)).unwrap_or_default()
        };
        let id = parent.unwrap_or(&insight.customer_id).to_owned();
        let name = self
            .material
            .names
            .get(&id)
            .or_else(|| self.material.names.get(&insight.customer_id));
        WorklistRow {
            name: name.cloned().unwrap_or_default(),
            parent_id: call.parent_id.clone().unwrap_or_default(),
            contact_name: text(of_parent.name, of_own.name),
            phone: text(of_parent.phone, of_own.phone),
            email: text(of_parent.email, of_own.email),
            customer_id: id,
            ..WorklistRow::default()
        }
    }

    fn customer(&self, call: &Call) -> CustomerIx {
        self.analysis.portfolio.customers[call.customer].ix
    }

    fn spoken(&self, call: &Call) -> Language {
        let attributes = self
            .material
            .book
            .attributes(self.customer(call), self.material.as_of);
        attributes
            .language
            .and_then(spoken)
            .unwrap_or(self.language)
    }

    /// What the line is about: of a call the invoices to call about, else all that are listed.
    fn about<'c>(&self, call: &'c Call) -> Vec<&'c CallItem> {
        match call.cause {
            None => call.to_call_about().collect(),
            Some(_) => call.items.iter().collect(),
        }
    }

    fn invoice_ids(&self, call: &Call) -> String {
        let about = self.about(call).into_iter();
        invoices_cell(about.map(|item| self.material.book.invoice_id(item.invoice)))
    }

    fn details(&self, call: &Call, language: Language) -> String {
        let one = |item: &CallItem| {
            let id = self.material.book.invoice_id(item.invoice);
            let open = money_to_the_cent(item.open_minor, self.currency, language);
            let past = text::days(item.days_past_due, language);
            let cause = item
                .cause
                .map(|cause| format!(" ({})", cause.label().get(language)));
            let cause = cause.or_else(|| {
                let promised = promised_part(item.promised_minor, self.currency, language)?;
                Some(format!(" ({promised})"))
            });
            format!("{id}: {open}, {past}{}", cause.unwrap_or_default())
        };
        lines(call.items.iter().map(one))
    }

    fn po_reference(&self, invoice: InvoiceIx) -> Option<&str> {
        let cells = self.material.po_references.as_ref()?;
        let cell = cells.get(self.material.book.source_row(invoice))?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    fn po_references(&self, call: &Call) -> String {
        let mut found: Vec<&str> = Vec::new();
        for item in self.about(call) {
            if let Some(order) = self
                .po_reference(item.invoice)
                .filter(|order| !found.contains(order))
            {
                found.push(order);
            }
        }
        lines(found.into_iter().map(str::to_owned))
    }

    /// What changed of late, then why the customer is in its segment.
    fn reasons(&self, insight: &CustomerInsight, language: Language) -> String {
        let warnings = insight.warnings.iter().take(N_WARNINGS);
        let reasons = insight.reasons.iter().take(N_REASONS);
        let warnings = warnings.map(|warning| warning.say(language));
        lines(warnings.chain(reasons.map(|reason| reason.say(language, self.currency))))
    }

    /// Why it did not pay, by the register: of what is still open before what is settled, what somebody wrote down before
    /// what is inferred, the most money first.
    fn nonpayment(&self, call: &Call) -> Option<&CustomerReason> {
        let register = &self.analysis.asked.register;
        let customers = call.customers.iter();
        let known = customers
            .flat_map(|&customer| register.of_customer(customer))
            .filter(|row| row.basis != Basis::None);
        known.min_by_key(|row| {
            let (open, late) = (row.money.open_minor, row.money.late_minor);
            (open == 0, row.basis, Reverse((open, late)), row.reason)
        })
    }

    fn measures(&self, call: &Call) -> Wording {
        let advice = &self.analysis.customers[call.customer].advice;
        let to_do = match (advice.measures.as_slice(), call.cause) {
            ([Measure::LeaveAsIs], None) if advice.for_review.is_empty() => vec![no_change()],
            _ => advice.to_do(),
        };
        cell(&Text::of(|language| {
            lines(to_do.iter().map(|text| text.get(language).to_owned()))
        }))
    }

    fn say(&self, call: &Call) -> String {
        let about = self.about(call);
        let spoken_of = about.iter().take(SPOKEN).map(|item| TalkInvoice {
            invoice_id: self.material.book.invoice_id(item.invoice),
            due_date: item.due_date,
            po_reference: self.po_reference(item.invoice),
        });
        let id = |next: NextStep| self.material.book.invoice_id(next.invoice);
        let talk = Talk {
            invoices: spoken_of.collect(),
            n_more: about.len().saturating_sub(SPOKEN),
            net_minor: call.net_minor(),
            unallocated_minor: call.unallocated_minor,
            missed: self.missed(call, &about),
            reached: self.reached(&about),
            hand_over: call.next.filter(|next| next.level >= HAND_OVER).map(id),
            in_writing: call.in_writing(),
            currency: self.currency,
        };
        plain_spaces(&talk.say(self.spoken(call)))
    }

    /// What was promised and did not come on its day.
    fn missed(&self, call: &Call, about: &[&CallItem]) -> Option<(TalkPart<'_>, i64)> {
        let missed = |item: &CallItem| item.missed_minor > 0;
        let minor: i64 = about.iter().map(|item| item.missed_minor).sum();
        let mut part = self.part(about, missed)?;
        part.is_all &= minor >= call.net_minor();
        Some((part, minor))
    }

    /// What has had the highest level, if any was sent.
    fn reached(&self, about: &[&CallItem]) -> Option<(TalkPart<'_>, u8)> {
        let highest = about.iter().map(|item| item.level).max()?;
        let part = self.part(about, |item| highest > 0 && item.level == highest)?;
        Some((part, highest))
    }

    /// Those of the invoices of which something is so; none where it is of none.
    fn part(&self, about: &[&CallItem], is: impl Fn(&CallItem) -> bool) -> Option<TalkPart<'_>> {
        let such: Vec<&&CallItem> = about.iter().filter(|item| is(item)).collect();
        let named = such.iter().take(SPOKEN);
        (!such.is_empty()).then(|| TalkPart {
            invoice_ids: named
                .map(|item| self.material.book.invoice_id(item.invoice))
                .collect(),
            n_more: such.len().saturating_sub(SPOKEN),
            is_all: such.len() == about.len(),
        })
    }
}

fn code(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Nl => "nl",
        Language::Fr => "fr",
    }
}

/// A text of ours in a cell, where a space is a space.
fn cell(text: &Text) -> Wording {
    wording(&Text::of(|language| plain_spaces(text.get(language))))
}

/// Parts of a cell, one on each line.
fn lines(parts: impl Iterator<Item = String>) -> String {
    let parts = parts.map(|part| part.replace(['\r', '\n'], " ").replace(BETWEEN, " / "));
    parts.collect::<Vec<_>>().join("\n")
}

/// The lines of a cell as one, for the CSV: no part has ` | ` itself.
pub(super) fn in_one_line(lines: &str) -> String {
    lines.replace('\n', BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_cell_come_apart_again() {
        let parts = ["late; as a rule", "PO | 7\nof June", ""];
        let told = lines(parts.iter().map(|part| (*part).to_owned()));
        assert_eq!(told, "late; as a rule\nPO / 7 of June\n");
        let apart: Vec<String> = in_one_line(&told).split(" | ").map(str::to_owned).collect();
        assert_eq!(apart, ["late; as a rule", "PO / 7 of June", ""]);
    }

    #[test]
    fn a_space_in_a_cell_is_a_space() {
        let told = cell(&Text::of(|language| {
            money_to_the_cent(123_450, "EUR", language)
        }));
        assert_eq!(told.get(arrears_report::Language::Fr), "1 234,50 EUR");
    }
}
