//! The four questions, risk groups, reasons of non-payment and the evidence: found, proved to add up, written.

use arrears_features::Book;
use arrears_insight::beside::Beside;
use arrears_insight::customers::Policy;
use arrears_insight::evidence::{EvidenceRow, evidence, evidence_csv};
use arrears_insight::facts::{FollowUp, Portfolio};
use arrears_insight::frames::{evidence_frame, nonpayment_frame, risk_groups_frame};
use arrears_insight::groups::{RiskGroupRule, RiskGroups, risk_groups};
use arrears_insight::nonpayment::{ReasonEvidence, Register, late_money, register};
use arrears_insight::questions::Questions;
use arrears_insight::text::Language;
use arrears_store::StagedDir;

use super::analysis::Analysis;
use super::money::same;
use super::output::parquet;
use crate::config::{Config, QuestionsConfig};
use crate::error::Error;

/// The answers.
#[derive(Default)]
pub struct Asked {
    /// The four questions.
    pub questions: Option<Questions>,
    /// What stands beside them.
    pub beside: Option<Beside>,
    /// Groups of customers with a characteristic in common.
    pub groups: RiskGroups,
    /// Why invoices were not paid in time.
    pub register: Register,
    /// A row per invoice of the last six months.
    pub evidence: Vec<EvidenceRow>,
}

impl Asked {
    /// Asks everything; that reasons and late money differ is a bug of ours.
    pub fn of(
        book: &Book,
        analysis: &Analysis,
        policy: &Policy,
        config: &Config,
    ) -> Result<Asked, Error> {
        let (portfolio, insights) = (&analysis.portfolio, &analysis.customers);
        let follow_up = FollowUp::from_book(book, portfolio);
        let rule = RiskGroupRule {
            forbidden: config.trust.forbidden.clone(),
            ..RiskGroupRule::default()
        };
        let QuestionsConfig { margin, reasons } = &config.questions;
        let written = || ReasonEvidence::from_book(book, portfolio, reasons);
        // Each by itself, so all cores share them.
        let ((questions, beside), (groups, (register, evidence))) = rayon::join(
            || {
                let ladders = &policy.ladders;
                rayon::join(
                    || Questions::of(portfolio, &follow_up, insights, policy),
                    || Beside::of(portfolio, &follow_up, insights, ladders, *margin),
                )
            },
            || {
                rayon::join(
                    || risk_groups(portfolio, &follow_up, &rule),
                    || {
                        rayon::join(
                            || register(portfolio, &follow_up, &written()),
                            || evidence(book, portfolio, &follow_up),
                        )
                    },
                )
            },
        );
        let by_reason = register.customers.iter().map(|row| row.money.late_minor);
        same(
            "late money by reason",
            by_reason.sum(),
            late_money(portfolio),
        )?;
        Ok(Asked {
            questions: Some(questions),
            beside: Some(beside),
            groups,
            register,
            evidence,
        })
    }

    /// Writes the files.
    pub fn write(
        &self,
        book: &Book,
        portfolio: &Portfolio,
        dir: &StagedDir,
        language: Language,
    ) -> Result<(), Error> {
        let groups = risk_groups_frame(&self.groups, portfolio.as_of, language)?;
        let keys = ["characteristic_1", "value_1", "characteristic_2", "value_2"];
        parquet(dir, "risk_groups.parquet", groups, &keys)?;
        let reasons = nonpayment_frame(portfolio, &self.register)?;
        parquet(
            dir,
            "nonpayment_reasons.parquet",
            reasons,
            &["customer_id", "reason", "basis"],
        )?;
        let rows = evidence_frame(book, portfolio, &self.evidence)?;
        parquet(dir, "evidence.parquet", rows, &["invoice_id"])?;
        dir.write(
            "evidence.csv",
            &evidence_csv(book, portfolio, &self.evidence),
        )?;
        Ok(())
    }
}
