//! The reasons of an applicant, in one language.

use arrears_insight::acceptance::{AcceptanceAdvice, Application, AskedSignal};
use arrears_insight::frames::ReasonRow;
use arrears_insight::text::{self, Language, Text, acceptance_reason, decimal, money};
use arrears_ledger::shown;
use arrears_models::acceptance::{Applicant, Factor, Outlook};

use super::History;

/// Reasons of each applicant that move the estimate.
const N_REASONS: usize = 3;
/// A factor that moves the log-odds by less is no reason.
const LEAST_REASON: f64 = 0.02;

/// Reasons in one language.
pub(super) struct Words<'a> {
    pub(super) currency: &'a str,
    pub(super) language: Language,
}

impl Words<'_> {
    pub(super) fn reasons(
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

    /// That more would stay on credit than the limit, where it would.
    pub(super) fn above_limit(
        &self,
        application: &Application,
        advice: &AcceptanceAdvice,
    ) -> Option<ReasonRow> {
        let asked = application.amount_minor?;
        let on_credit = advice.above_limit(Some(asked))?;
        let told = text::above_limit(asked, on_credit, advice.limit_minor?, self.currency);
        let value = Some(on_credit as f64 / 100.0);
        Some(self.row("above_limit", value, 0.0, &told))
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
        let size = || {
            text::value(&name(&applicant.size_class))
                .get(self.language)
                .to_owned()
        };
        match factor {
            Factor::Sector => (None, name(&applicant.sector)),
            Factor::SizeClass => (None, size()),
            Factor::SectorInSize => {
                let both = [name(&applicant.sector), size()];
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
