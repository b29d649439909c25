//! `accept`: what can be said of would-be customers, and what to agree with them.

use std::path::PathBuf;
use std::time::Instant;

use arrears_features::{Book, CustomerIx, InvoiceIx, is_natural_person};
use arrears_insight::acceptance::{Application, AskedSignal, RiskRange, advise};
use arrears_insight::frames::{AcceptanceRow, ReasonRow, acceptance_frame};
use arrears_insight::text::{self, Language, Text, acceptance_reason, decimal, money};
use arrears_ledger::{
    Applicants, Day, applicant_columns, read_applicants, rejected_rows_csv, shown,
};
use arrears_models::acceptance::{AcceptanceModel, Applicant, Factor, Outlook, Risk};
use arrears_models::{Predictions, predict};
use arrears_store::{OutputKind, StagedDir};
use polars::prelude::*;
use serde::Serialize;

use super::forecast::kept_model;
use super::material;
use super::output::{self, Manifest};
use super::refuse_beyond;
use crate::error::Error;
use crate::load::describe;
use crate::plan::AcceptPlan;
use crate::pool;
use crate::progress::{Progress, Stage};

/// Reasons of each applicant that move the estimate.
const N_REASONS: usize = 3;
/// A factor that moves the log-odds by less is no reason.
const LEAST_REASON: f64 = 0.02;

/// What advice on new customers came to.
#[derive(Debug, Clone, Serialize)]
pub struct AcceptanceSummary {
    /// The as-of date.
    pub as_of: Day,
    /// Folder of the results.
    pub out: PathBuf,
    /// Currency of the amounts.
    pub currency: String,
    /// The applicants, as in `acceptance.parquet`.
    pub applicants: Vec<ApplicantSummary>,
    /// Rows of the file that could not be used.
    pub n_rejected: usize,
    /// Earlier new customers that it rests on.
    pub n_customers: usize,
    /// Whether these began within the ledger; else all customers' first invoices were taken.
    pub of_new_customers: bool,
    /// Their share of late first invoices.
    pub late_share: f64,
    /// What was measured on customers who began later than those learnt from.
    pub trust: Option<TrustSummary>,
    /// What the user should know, one sentence each.
    pub warnings: Vec<String>,
    /// Wall time.
    pub seconds: f64,
}

/// One applicant in the summary.
#[derive(Debug, Clone, Serialize)]
pub struct ApplicantSummary {
    /// Its id.
    pub customer_id: String,
    /// That the first invoice is late, with its 90 % interval.
    pub p_late: [f64; 3],
    /// That it is more than 30 days late.
    pub p_late_30d: [f64; 3],
    /// That it is not paid within a year.
    pub p_never: [f64; 3],
    /// Earlier new customers it rests on most.
    pub n_comparable: usize,
    /// `low`, `medium` or `high`.
    pub risk_class: &'static str,
    /// Suggested terms, in days; none for a natural person.
    pub terms_days: Option<i32>,
    /// Suggested part in advance.
    pub part_in_advance: Option<f64>,
    /// Suggested limit.
    pub suggested_limit: Option<f64>,
    /// Whether it is a natural person.
    pub natural_person: bool,
    /// Whether the ledger knows it already.
    pub in_ledger: bool,
}

/// What was measured on customers who began from a day on.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct TrustSummary {
    /// The day.
    pub from: Day,
    /// Customers.
    pub n_customers: usize,
    /// Their share of late first invoices.
    pub late_share: f64,
    /// What was expected.
    pub expected_share: f64,
    /// Log loss in nats.
    pub log_loss: f64,
    /// The same of the base rate.
    pub log_loss_base_rate: f64,
    /// Groups of at least ten customers.
    pub n_groups: usize,
    /// Of which the late share lay within its 90 % interval.
    pub n_covered: usize,
}

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
        Ok(summary(plan, &applicants, &model, &rows, started))
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
        kept: Option<&(String, arrears_models::Trained)>,
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
    };
    let id = cells.text("customer_id", row).unwrap_or_default();
    let history = histories.get(&id);
    let words = Words {
        currency: &config.ledger.currency,
        language: output::language_of(&plan.settings),
    };
    AcceptanceRow {
        reasons: words.reasons(&applicant, &outlook, &application.signals, history.as_ref()),
        advice: advise(&application, &config.acceptance),
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

/// Reasons in one language.
struct Words<'a> {
    currency: &'a str,
    language: Language,
}

impl Words<'_> {
    fn reasons(
        &self,
        applicant: &Applicant,
        outlook: &Outlook,
        signals: &[AskedSignal],
        history: Option<&History>,
    ) -> Vec<ReasonRow> {
        let mut reasons = Vec::new();
        if let Some(History {
            n_invoices,
            since,
            p_late,
        }) = history
        {
            let since = text::date(*since, self.language);
            let told = text::in_ledger(*n_invoices, &since, *p_late);
            reasons.push(self.row("in_ledger", *p_late, 0.0, &told));
        }
        let weighty = outlook
            .reasons
            .iter()
            .filter(|(_, log_odds)| log_odds.abs() >= LEAST_REASON);
        for &(factor, log_odds) in weighty.take(N_REASONS) {
            let (value, shown) = self.value(factor, applicant);
            let told = acceptance_reason(factor.code(), &shown, log_odds);
            reasons.push(self.row(factor.code(), value, log_odds, &told));
        }
        for &factor in &outlook.unseen {
            let said = !self.value(factor, applicant).1.is_empty();
            let shown = Some(self.value(factor, applicant).1).filter(|_| said);
            if factor == Factor::SectorInSize {
                continue;
            }
            let told = text::unseen_reason(factor.code(), shown.as_deref());
            reasons.push(self.row(factor.code(), None, 0.0, &told));
        }
        for signal in signals {
            reasons.push(self.row(signal.code(), None, 0.0, &signal.reason()));
        }
        let by = outlook.comparable_by.map(Factor::code);
        let told = text::comparable(outlook.n_comparable, by);
        let n = Some(outlook.n_comparable as f64);
        reasons.push(self.row("comparable", n, 0.0, &told));
        reasons
    }

    fn row(&self, feature: &str, value: Option<f64>, contribution: f64, told: &Text) -> ReasonRow {
        ReasonRow {
            feature: feature.to_owned(),
            value,
            contribution,
            text: told.get(self.language).to_owned(),
        }
    }

    /// A factor's value as a figure, and in words; no words where it was not said.
    fn value(&self, factor: Factor, applicant: &Applicant) -> (Option<f64>, String) {
        let name = |text: &Option<String>| text.as_deref().map(shown).unwrap_or_default();
        match factor {
            Factor::Sector => (None, name(&applicant.sector)),
            Factor::SizeClass => (None, name(&applicant.size_class)),
            Factor::SectorInSize => {
                let both = [name(&applicant.sector), name(&applicant.size_class)];
                (None, both.join(", "))
            }
            Factor::Country => (None, name(&applicant.country)),
            Factor::Amount => {
                let minor = applicant.amount_minor;
                let told = minor.map(|minor| money(minor, self.currency, self.language));
                (
                    minor.map(|minor| minor as f64 / 100.0),
                    told.unwrap_or_default(),
                )
            }
            Factor::Terms => {
                let days = applicant.terms_days;
                let told = days.map(|days| text::days(days, self.language));
                (days.map(f64::from), told.unwrap_or_default())
            }
            Factor::CreditScore => {
                let score = applicant.credit_score;
                let told = score.map(|score| decimal(score, 0, self.language));
                (score, told.unwrap_or_default())
            }
        }
    }
}

/// The cells of the file of applicants.
struct Cells {
    frame: DataFrame,
}

impl Cells {
    fn of(frame: &DataFrame) -> PolarsResult<Cells> {
        let mut frame = frame.clone();
        frame.rechunk_mut();
        Ok(Cells { frame })
    }

    fn text(&self, name: &str, row: usize) -> Option<String> {
        let cells = self.frame.column(name).ok()?.str().ok()?;
        let cell = cells.get(row)?.trim();
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    fn number(&self, name: &str, row: usize) -> Option<f64> {
        self.frame.column(name).ok()?.f64().ok()?.get(row)
    }

    fn integer(&self, name: &str, row: usize) -> Option<i32> {
        self.frame.column(name).ok()?.i32().ok()?.get(row)
    }

    fn flag(&self, name: &str, row: usize) -> bool {
        let cells = self.frame.column(name).ok().and_then(|c| c.bool().ok());
        cells.and_then(|cells| cells.get(row)) == Some(true)
    }

    fn applicant(&self, row: usize) -> Applicant {
        let asked = self.integer("terms_asked", row);
        Applicant {
            sector: self.text("sector", row),
            size_class: self.text("size_class", row),
            country: self.text("country", row),
            terms_days: asked.or_else(|| self.integer("payment_terms_days", row)),
            amount_minor: self
                .number("amount", row)
                .map(|amount| (amount * 100.0).round() as i64),
            credit_score: self.number("credit_score", row),
        }
    }

    fn signals(&self, row: usize) -> Vec<AskedSignal> {
        AskedSignal::ALL
            .into_iter()
            .filter(|signal| self.flag(signal.code(), row))
            .collect()
    }

    fn natural_person(&self, row: usize) -> bool {
        let form = self.text("legal_form", row);
        self.flag("consumer", row) || form.is_some_and(|form| is_natural_person(&form))
    }
}

fn ours(error: PolarsError) -> Error {
    Error::Bug {
        what: format!("the applicants cannot be gone through: {error}"),
    }
}

fn summary(
    plan: &AcceptPlan,
    applicants: &Applicants,
    model: &AcceptanceModel,
    rows: &[AcceptanceRow],
    started: Instant,
) -> AcceptanceSummary {
    let three = |range: RiskRange| [range.p, range.low, range.high];
    let told = rows.iter().map(|row| ApplicantSummary {
        customer_id: row.customer_id.clone(),
        p_late: three(row.application.late),
        p_late_30d: three(row.application.late_30d),
        p_never: three(row.application.never),
        n_comparable: row.n_comparable,
        risk_class: row.advice.class.code(),
        terms_days: row.advice.terms_days,
        part_in_advance: row.advice.part_in_advance,
        suggested_limit: row.advice.limit_minor.map(|minor| minor as f64 / 100.0),
        natural_person: row.application.natural_person,
        in_ledger: row.n_invoices > 0,
    });
    AcceptanceSummary {
        as_of: plan.as_of,
        out: plan.out.clone(),
        currency: plan.settings.config.ledger.currency.clone(),
        applicants: told.collect(),
        n_rejected: applicants.rejected.len(),
        n_customers: model.n_customers(),
        of_new_customers: model.of_new_customers(),
        late_share: model.base_rate(),
        trust: model.trust().map(|trust| TrustSummary {
            from: trust.from,
            n_customers: trust.n_customers,
            late_share: trust.late_share,
            expected_share: trust.expected_share,
            log_loss: trust.log_loss,
            log_loss_base_rate: trust.log_loss_base_rate,
            n_groups: trust.n_groups,
            n_covered: trust.n_covered,
        }),
        warnings: warnings(applicants, model, rows),
        seconds: started.elapsed().as_secs_f64(),
    }
}

fn warnings(
    applicants: &Applicants,
    model: &AcceptanceModel,
    rows: &[AcceptanceRow],
) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(first) = applicants.rejected.first() {
        warnings.push(format!(
            "{} of {} rows rejected, see rejected_rows.csv; the first: {}",
            applicants.rejected.len(),
            applicants.count.read,
            describe(first)
        ));
    }
    if !applicants.unused.is_empty() {
        let names: Vec<String> = applicants
            .unused
            .iter()
            .map(|n| format!("`{}`", shown(n)))
            .collect();
        warnings.push(format!(
            "columns that are not used: {}; `[acceptance.columns]` says which column is what",
            names.join(", ")
        ));
    }
    let known: Vec<String> = rows
        .iter()
        .filter(|row| row.n_invoices > 0)
        .map(|row| {
            format!(
                "`{}` ({} invoices)",
                shown(&row.customer_id),
                row.n_invoices
            )
        })
        .collect();
    if !known.is_empty() {
        warnings.push(format!(
            "already in the ledger, where their own history says more: {}; see segments.parquet and predictions.parquet of \
             a run",
            known.join(", ")
        ));
    }
    if !model.of_new_customers() {
        warnings.push(
            "too few customers began within the ledger: the first invoices of all were taken, also of those who were \
             customers before"
                .into(),
        );
    }
    if model.trust().is_none() {
        warnings.push(
            "too few customers began later than others: how good the estimate is was not measured"
                .into(),
        );
    }
    warnings
}
