//! `worklist.csv` and `worklist.xlsx`: who to call, about what, and what to say.
//!
//! The lines are `arrears-insight`'s; what people need beside them (contact, order numbers, texts in the customer's own
//! language) is put in here. The CSV has machine names and codes, the workbook what people read; the same columns of both
//! are filled in and read back (`[ledger] worklists`).

use arrears_features::{CustomerIx, InvoiceIx};
use arrears_insight::customers::CustomerInsight;
use arrears_insight::text::{
    self, Language, Talk, TalkInvoice, Text, money_to_the_cent, spoken, step_by,
};
use arrears_insight::worklist::{Call, CallItem, worklist};
use arrears_ledger::{INVOICE_MARK, OUTCOMES, Table, csv};
use arrears_report::{Wording, WorklistRow, worklist_workbook};
use arrears_store::StagedDir;
use rayon::prelude::*;

use super::analysis::Analysis;
use super::fill::wording;
use super::material::Material;
use super::output;
use crate::error::Error;

/// The first line of `worklist.csv`.
const HEADER: &str = "as_of,rank,customer_id,customer_name,parent_id,status,cause,contact_name,phone,email,language,\
     expected_overdue,net_overdue_amount,overdue_amount,unallocated_cash,oldest_days_past_due,n_invoices,invoices,\
     invoice_details,po_references,segment,natural_person,reasons,measures,channel,next_step,next_step_channel,next_action_date,\
     what_to_say,outcome,outcome_on,promised_date,promised_amount,outcome_note";
/// Columns that are left to be filled in.
const N_TO_FILL: usize = 5;
/// Invoices that are spoken of by number.
const SPOKEN: usize = 3;
/// Reasons of a line.
const N_REASONS: usize = 3;
/// Lines on the first page of the report.
const ON_THE_PAGE: usize = 5;

/// The worklist of a run.
pub struct Worklist {
    rows: Vec<Line>,
}

/// One line, for people and for programs.
struct Line {
    row: WorklistRow,
    /// Codes of what the row has in words.
    status: &'static str,
    cause: &'static str,
    measures: String,
    channel: &'static str,
    next_step: String,
    next_step_channel: &'static str,
}

impl Worklist {
    /// Makes the list of the analysis' day.
    pub fn of(material: &Material, analysis: &Analysis) -> Worklist {
        let config = &material.settings.config;
        let open = &analysis.predictions.open;
        let p_unpaid_30d = |invoice: InvoiceIx| {
            let at = open.binary_search_by_key(&invoice, |p| p.invoice).ok()?;
            Some(1.0 - open[at].p_paid[1])
        };
        let calls = worklist(
            &material.book,
            &analysis.portfolio,
            &analysis.customers,
            &material.settings.policy.policy,
            &config.worklist,
            p_unpaid_30d,
        );
        let words = Words {
            material,
            analysis,
            language: output::language(material),
            currency: &config.ledger.currency,
        };
        Worklist {
            rows: calls.par_iter().map(|call| words.line(call)).collect(),
        }
    }

    /// Lines that are calls.
    pub fn n_calls(&self) -> usize {
        self.rows.iter().filter(|line| line.row.to_call).count()
    }

    /// Lines that are listed with the cause why nobody is called.
    pub fn n_not_called(&self) -> usize {
        self.rows.len() - self.n_calls()
    }

    /// The first calls.
    pub fn first(&self) -> Vec<WorklistRow> {
        let calls = self.rows.iter().filter(|line| line.row.to_call);
        calls
            .take(ON_THE_PAGE)
            .map(|line| line.row.clone())
            .collect()
    }

    /// What the list lacks because the ledger does, where it has lines.
    pub fn lack(&self, material: &Material) -> Option<String> {
        let covered = |column: &&str| material.book.coverage().has(Table::Customers, column);
        let missing: Vec<String> = ["contact_name", "phone", "email"]
            .iter()
            .filter(|column| !covered(column))
            .map(|column| format!("`{column}`"))
            .collect();
        (!missing.is_empty() && !self.rows.is_empty()).then(|| {
            format!(
                "columns of the worklist that are empty, since the customers have none: {}",
                missing.join(", ")
            )
        })
    }

    /// Writes both files.
    pub fn write(&self, material: &Material, dir: &StagedDir) -> Result<(), Error> {
        let as_of = material.as_of.to_string();
        let language = material.settings.config.report.language;
        let lines = self.rows.iter().enumerate();
        let cells = lines.map(|(i, line)| line.cells(&as_of, i + 1, language));
        dir.write("worklist.csv", &csv(HEADER, cells))?;
        let config = &material.settings.config;
        let most = config.worklist.workbook_lines;
        let rows: Vec<WorklistRow> = self
            .rows
            .iter()
            .take(most)
            .map(|line| line.row.clone())
            .collect();
        let workbook =
            worklist_workbook(&rows, &as_of, &config.ledger.currency, &OUTCOMES, language)?;
        dir.write("worklist.xlsx", &workbook)?;
        Ok(())
    }
}

impl Line {
    fn cells(&self, as_of: &str, rank: usize, language: arrears_report::Language) -> Vec<String> {
        let row = &self.row;
        let amount = |minor: i64| {
            let sign = if minor < 0 { "-" } else { "" };
            format!(
                "{sign}{}.{:02}",
                minor.unsigned_abs() / 100,
                minor.unsigned_abs() % 100
            )
        };
        let mut cells = vec![
            as_of.to_owned(),
            rank.to_string(),
            row.customer_id.clone(),
            row.name.clone(),
            row.parent_id.clone(),
            self.status.to_owned(),
            self.cause.to_owned(),
            row.contact_name.clone(),
            row.phone.clone(),
            row.email.clone(),
            row.language.clone(),
            amount(row.expected_minor),
            amount(row.net_minor),
            amount(row.overdue_minor),
            amount(row.unallocated_minor),
            row.oldest_days_past_due.to_string(),
            row.n_invoices.to_string(),
            row.invoices.clone(),
            row.invoice_details.get(language).to_owned(),
            row.po_references.clone(),
            row.segment.clone(),
            row.natural_person.to_string(),
            row.reasons.get(language).to_owned(),
            self.measures.clone(),
            self.channel.to_owned(),
            self.next_step.clone(),
            self.next_step_channel.to_owned(),
            row.next_action_date.clone(),
            row.what_to_say.clone(),
        ];
        cells.extend(std::iter::repeat_n(String::new(), N_TO_FILL));
        cells
    }
}

/// Lines in words.
struct Words<'a> {
    material: &'a Material<'a>,
    analysis: &'a Analysis,
    language: Language,
    currency: &'a str,
}

impl Words<'_> {
    fn line(&self, call: &Call) -> Line {
        let insight = &self.analysis.customers[call.customer];
        let advice = &insight.advice;
        let to_call = call.cause.is_none();
        let row = WorklistRow {
            segment: insight.segment.code().to_owned(),
            natural_person: insight.natural_person,
            invoices: self.invoice_ids(call),
            invoice_details: wording(&Text::of(|language| self.details(call, language))),
            po_references: self.po_references(call),
            n_invoices: self.about(call).len() as u32,
            overdue_minor: call.overdue_minor(),
            unallocated_minor: call.unallocated_minor,
            net_minor: call.net_minor(),
            expected_minor: call.expected_minor(),
            oldest_days_past_due: call.oldest_days_past_due(),
            to_call,
            cause: call
                .cause
                .map(|cause| wording(&cause.label()))
                .unwrap_or_default(),
            reasons: wording(&Text::of(|language| self.reasons(insight, language))),
            measures: self.measures(insight),
            channel: wording(&advice.channel.label()),
            next_step: call
                .next
                .map(|next| wording(&step_by(next.level, next.channel)))
                .unwrap_or_default(),
            // Where the ladder has no step left a call is what remains, today.
            next_action_date: match (to_call, call.next) {
                (true, Some(next)) => next.day.to_string(),
                (true, None) => self.material.as_of.to_string(),
                (false, _) => String::new(),
            },
            what_to_say: if to_call {
                self.say(call)
            } else {
                String::new()
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
            status: if to_call { "call" } else { "not_called" },
            cause: call.cause.map_or("", |cause| cause.code()),
            measures: measures.join(INVOICE_MARK),
            channel: advice.channel.code(),
            next_step: call
                .next
                .map(|next| next.level.to_string())
                .unwrap_or_default(),
            next_step_channel: call.next.map_or("", |next| next.channel.code()),
        }
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
        let ids = self
            .about(call)
            .into_iter()
            .map(|item| self.material.book.invoice_id(item.invoice));
        ids.collect::<Vec<_>>().join(INVOICE_MARK)
    }

    fn details(&self, call: &Call, language: Language) -> String {
        let one = |item: &CallItem| {
            let id = self.material.book.invoice_id(item.invoice);
            let open = money_to_the_cent(item.open_minor, self.currency, language);
            let past = text::days(item.days_past_due, language);
            let cause = item
                .cause
                .map(|cause| format!(" ({})", cause.label().get(language)));
            format!("{id}: {open}, {past}{}", cause.unwrap_or_default())
        };
        call.items
            .iter()
            .map(one)
            .collect::<Vec<_>>()
            .join(INVOICE_MARK)
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
        found.join(INVOICE_MARK)
    }

    fn reasons(&self, insight: &CustomerInsight, language: Language) -> String {
        let reasons = insight.reasons.iter().take(N_REASONS);
        reasons
            .map(|reason| reason.say(language, self.currency))
            .collect::<Vec<_>>()
            .join(INVOICE_MARK)
    }

    fn measures(&self, insight: &CustomerInsight) -> Wording {
        let measures = &insight.advice.measures;
        wording(&Text::of(|language| {
            let labels: Vec<String> = measures
                .iter()
                .map(|m| m.label().get(language).to_owned())
                .collect();
            labels.join(INVOICE_MARK)
        }))
    }

    fn say(&self, call: &Call) -> String {
        let about = self.about(call);
        let spoken_of = about.iter().take(SPOKEN).map(|item| TalkInvoice {
            invoice_id: self.material.book.invoice_id(item.invoice),
            due_date: item.due_date,
            po_reference: self.po_reference(item.invoice),
        });
        Talk {
            invoices: spoken_of.collect(),
            n_more: about.len().saturating_sub(SPOKEN),
            net_minor: call.net_minor(),
            unallocated_minor: call.unallocated_minor,
            promise_passed: about.iter().any(|item| item.n_broken_promises > 0),
            reminded: about.iter().any(|item| item.reminded),
            currency: self.currency,
        }
        .say(self.spoken(call))
    }
}

fn code(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Nl => "nl",
        Language::Fr => "fr",
    }
}
