//! `worklist.csv` and `worklist.xlsx`: who to call, about what, and what to say.
//!
//! The lines are `arrears-insight`'s; what people need beside them (contact, order numbers, texts in the customer's own
//! language) is put in here. The CSV has machine names and codes, the workbook what people read; the same columns of both
//! are filled in and read back (`[ledger] worklists`).

mod words;

use arrears_features::InvoiceIx;
use arrears_insight::worklist::{Status, worklist};
use arrears_ledger::{OUTCOMES, Table, csv};
use arrears_report::{Language, WorklistRow, worklist_workbook};
use arrears_store::StagedDir;
use rayon::prelude::*;

use super::analysis::Analysis;
use super::material::Material;
use super::output;
use crate::error::Error;
use words::{Words, in_one_line};

/// The first line of `worklist.csv`.
const HEADER: &str = "as_of,rank,customer_id,customer_name,parent_id,status,cause,contact_name,phone,email,language,\
     expected_overdue,net_overdue_amount,overdue_amount,unallocated_cash,oldest_days_past_due,n_invoices,invoices,\
     invoice_details,po_references,segment,natural_person,reasons,nonpayment_reason,nonpayment_basis,\
     measures,channel,next_step,next_step_channel,next_step_invoice,next_action_date,what_to_say,\
     outcome,outcome_on,promised_date,promised_amount,outcome_note";
/// Columns that are left to be filled in.
const N_TO_FILL: usize = 5;
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
    status: Status,
    cause: &'static str,
    nonpayment: [&'static str; 2],
    measures: String,
    channel: &'static str,
    next_step: String,
    next_step_channel: &'static str,
    next_step_invoice: String,
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

    /// Lines of a status.
    pub fn n(&self, status: Status) -> u64 {
        self.rows
            .iter()
            .filter(|line| line.status == status)
            .count() as u64
    }

    /// The first calls of the day.
    pub fn first(&self) -> Vec<WorklistRow> {
        let calls = self.rows.iter().filter(|line| line.status == Status::Call);
        calls
            .take(ON_THE_PAGE)
            .map(|line| line.row.clone())
            .collect()
    }

    /// The lines that something is to be done about, now or later.
    pub fn followed(&self) -> impl Iterator<Item = &WorklistRow> {
        let followed = self
            .rows
            .iter()
            .filter(|line| line.status != Status::NotCalled);
        followed.map(|line| &line.row)
    }

    /// All lines, calls first.
    pub fn lines(&self) -> impl Iterator<Item = &WorklistRow> {
        self.rows.iter().map(|line| &line.row)
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
        let at = Language::ALL.iter().position(|known| *known == language);
        let outcomes = OUTCOMES.map(|outcome| outcome.words[at.unwrap_or_default()]);
        let workbook =
            worklist_workbook(&rows, &as_of, &config.ledger.currency, &outcomes, language)?;
        dir.write("worklist.xlsx", &workbook)?;
        Ok(())
    }
}

impl Line {
    fn cells(&self, as_of: &str, rank: usize, language: Language) -> Vec<String> {
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
            self.status.code().to_owned(),
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
            in_one_line(row.invoice_details.get(language)),
            in_one_line(&row.po_references),
            row.segment.clone(),
            row.natural_person.to_string(),
            in_one_line(row.reasons.get(language)),
            self.nonpayment[0].to_owned(),
            self.nonpayment[1].to_owned(),
            self.measures.clone(),
            self.channel.to_owned(),
            self.next_step.clone(),
            self.next_step_channel.to_owned(),
            self.next_step_invoice.clone(),
            row.next_action_date.clone(),
            row.what_to_say.clone(),
        ];
        cells.extend(std::iter::repeat_n(String::new(), N_TO_FILL));
        cells
    }
}
