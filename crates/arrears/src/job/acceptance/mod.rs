//! `accept`: what can be said of would-be customers, and what to agree with them.

mod cells;
mod names;
mod summary;
mod words;

use std::time::Instant;

use arrears_features::{Book, CustomerIx, InvoiceIx};
use arrears_insight::acceptance::{Application, RiskRange, advise};
use arrears_insight::frames::{AcceptanceRow, acceptance_frame};
use arrears_ledger::{Applicants, Day, applicant_columns, read_applicants, rejected_rows_csv};
use arrears_models::acceptance::{AcceptanceModel, Applicant, Factor, Risk};
use arrears_models::{Predictions, Trained, predict};
use arrears_store::{OutputKind, StagedDir};
use polars::prelude::PolarsError;

use super::forecast::kept_model;
use super::material;
use super::output::{self, Manifest};
use super::refuse_beyond;
use crate::error::Error;
use crate::load::describe;
use crate::plan::AcceptPlan;
use crate::pool;
use crate::progress::{Progress, Stage};
use cells::Cells;
pub use summary::{AcceptanceSummary, ApplicantSummary, TrustSummary};
use words::Words;

/// Advises on every applicant of a file.
pub fn accept(plan: &AcceptPlan, progress: &dyn Progress) -> Result<AcceptanceSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let applicants = read(plan)?;
        let kept = kept_model(
            &plan.registry,
            plan.model.as_ref(),
            plan.as_of,
            &plan.settings,
        )?;
        let staged = StagedDir::beside(&plan.out, OutputKind::Acceptance)?;
        let mut loaded = material::load(&plan.settings, plan.as_of, progress)?;
        refuse_beyond(&loaded, plan.as_of)?;
        loaded.inputs.push(applicants.input.clone());
        loaded.row_counts.push(applicants.count.clone());
        let model = progress.stage(Stage::Model, 0, || {
            AcceptanceModel::fit(&loaded.book, plan.as_of, &plan.forbidden)
        })?;
        let histories = Histories::of(plan, &loaded.book, &applicants, kept.as_ref())?;
        let rows = rows(plan, &applicants, &model, &histories)?;
        progress.stage(Stage::Write, 0, || {
            let language = output::language_of(&plan.settings);
            let frame = acceptance_frame(&rows, plan.as_of, language)?;
            output::parquet(&staged, "acceptance.parquet", frame, &["customer_id"])?;
            staged.write(
                "rejected_rows.csv",
                &rejected_rows_csv(&applicants.rejected),
            )?;
            let id = kept.as_ref().map_or("", |(id, _)| id.as_str());
            let manifest = Manifest::of("accept", &plan.settings, &loaded, plan.as_of, started)?;
            staged.write_manifest(&manifest.with_model(id))?;
            staged.commit()?;
            Ok::<(), Error>(())
        })?;
        Ok(summary::summary(
            plan,
            &applicants,
            &model,
            &rows,
            &loaded.names,
            started,
        ))
    })
}

/// The applicants; a file without one that can be used is refused.
fn read(plan: &AcceptPlan) -> Result<Applicants, Error> {
    if !plan.file.exists() {
        return Err(Error::NotEnoughData {
            what: format!(
                "the file of applicants `{}` does not exist",
                plan.file.display()
            ),
            hint: "name a file with a row per would-be customer".into(),
        });
    }
    let config = &plan.settings.config;
    let applicants = read_applicants(&config.ledger, &config.acceptance.columns, &plan.file)?;
    if applicants.frame.height() > 0 {
        return Ok(applicants);
    }
    let rejected = applicants.rejected.first().map_or(String::new(), |first| {
        let n = applicants.rejected.len();
        format!(": {n} rows, all rejected; the first: {}", describe(first))
    });
    Err(Error::NotEnoughData {
        what: format!(
            "there is no applicant in `{}`{rejected}",
            plan.file.display()
        ),
        hint: format!(
            "a row per would-be customer, with the column `customer_id` and any of: {}",
            applicant_columns()[1..].join(", ")
        ),
    })
}

/// What the ledger knows of applicants that are customers already.
struct Histories<'a> {
    book: &'a Book,
    as_of: Day,
    predictions: Option<Predictions>,
}

/// What the ledger knows of one of them.
struct History {
    n_invoices: usize,
    since: Day,
    p_late: Option<f64>,
}

impl<'a> Histories<'a> {
    fn of(
        plan: &AcceptPlan,
        book: &'a Book,
        applicants: &Applicants,
        kept: Option<&(String, Trained)>,
    ) -> Result<Histories<'a>, Error> {
        let mut histories = Histories {
            book,
            as_of: plan.as_of,
            predictions: None,
        };
        let ids = applicants.frame.column("customer_id").map_err(ours)?;
        let ids = ids.str().map_err(ours)?;
        let any = ids.iter().flatten().any(|id| histories.get(id).is_some());
        if let Some((_, trained)) = kept.filter(|_| any) {
            histories.predictions = Some(predict(book, plan.as_of, trained)?);
        }
        Ok(histories)
    }

    fn get(&self, id: &str) -> Option<History> {
        let customer = self.book.customer_index(id)?;
        let known = || {
            let invoices = self.book.invoices_of(customer).map(InvoiceIx);
            invoices
                .map(|invoice| self.book.invoice(invoice))
                .filter(|row| row.known_day <= self.as_of && !row.is_credit_note)
        };
        Some(History {
            n_invoices: known().count(),
            since: known().map(|row| row.invoice_date).min()?,
            p_late: self.p_late(customer),
        })
    }

    fn p_late(&self, customer: CustomerIx) -> Option<f64> {
        let predictions = &self.predictions.as_ref()?.customers;
        let at = predictions
            .binary_search_by_key(&customer, |p| p.customer)
            .ok()?;
        Some(predictions[at].p_late)
    }
}

fn rows(
    plan: &AcceptPlan,
    applicants: &Applicants,
    model: &AcceptanceModel,
    histories: &Histories,
) -> Result<Vec<AcceptanceRow>, Error> {
    let cells = Cells::of(&applicants.frame).map_err(ours)?;
    let n = applicants.frame.height();
    Ok((0..n)
        .map(|row| advice(plan, &cells, row, model, histories))
        .collect())
}

fn advice(
    plan: &AcceptPlan,
    cells: &Cells,
    row: usize,
    model: &AcceptanceModel,
    histories: &Histories,
) -> AcceptanceRow {
    let config = &plan.settings.config;
    let applicant = cells.applicant(row);
    let outlook = model.outlook(&Applicant {
        terms_days: applicant.terms_days.or(Some(model.usual_terms())),
        ..applicant.clone()
    });
    let id = cells.text("customer_id", row).unwrap_or_default();
    let history = histories.get(&id);
    let application = Application {
        late: range(outlook.late),
        late_30d: range(outlook.late_30d),
        never: range(outlook.never),
        late_30d_of_all: model.base_rate_30d(),
        terms_asked: applicant.terms_days,
        usual_terms: model.usual_terms(),
        amount_minor: applicant.amount_minor,
        signals: cells.signals(row),
        has_score: applicant.credit_score.is_some(),
        natural_person: cells.natural_person(row),
        in_ledger: history.is_some(),
    };
    let words = Words {
        currency: &config.ledger.currency,
        language: output::language_of(&plan.settings),
    };
    let advice = advise(&application, &config.acceptance);
    let mut reasons = words.reasons(&applicant, &outlook, &application.signals, history.as_ref());
    reasons.extend(words.above_limit(&application, &advice));
    AcceptanceRow {
        reasons,
        advice,
        application,
        n_comparable: outlook.n_comparable,
        comparable_by: outlook.comparable_by.map(Factor::code),
        n_invoices: history.as_ref().map_or(0, |history| history.n_invoices),
        p_late_history: history.and_then(|history| history.p_late),
        name: cells.text("name", row),
        customer_id: id,
    }
}

fn range(risk: Risk) -> RiskRange {
    RiskRange {
        p: risk.p,
        low: risk.low,
        high: risk.high,
    }
}

fn ours(error: PolarsError) -> Error {
    Error::Bug {
        what: format!("the applicants cannot be gone through: {error}"),
    }
}
