//! From what is known of an applicant to the columns of a regression, with a place for what it has never seen.
//!
//! A column per sector, size class, sector within a size class and country that enough customers have, and three numbers:
//! the logarithm of the amount, the terms, the credit score. A level without a column adds nothing to the estimate, which
//! then is that of the level above it, and the variance that such levels have been seen to have to its uncertainty.

use std::collections::BTreeMap;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::Applicant;
use super::first::FirstInvoice;

/// Customers that a level must have for a column of its own.
const MIN_CUSTOMERS: f64 = 5.0;
/// The same for a sector within a size class.
const MIN_CUSTOMERS_OF_CROSS: f64 = 15.0;
/// Columns that one factor has at most: its largest levels.
const MAX_LEVELS: usize = 60;

/// What the estimate is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// The sector.
    Sector,
    /// The size class.
    SizeClass,
    /// The sector within the size class.
    SectorInSize,
    /// The country.
    Country,
    /// The amount asked.
    Amount,
    /// The terms asked.
    Terms,
    /// The credit score.
    CreditScore,
}

impl Factor {
    /// Every factor.
    pub const ALL: [Factor; 7] = [
        Factor::Sector,
        Factor::SizeClass,
        Factor::SectorInSize,
        Factor::Country,
        Factor::Amount,
        Factor::Terms,
        Factor::CreditScore,
    ];

    /// The code in files; for what is a column of the ledger, that column's name.
    pub fn code(self) -> &'static str {
        match self {
            Factor::Sector => "sector",
            Factor::SizeClass => "size_class",
            Factor::SectorInSize => "sector_in_size_class",
            Factor::Country => "country",
            Factor::Amount => "amount",
            Factor::Terms => "payment_terms_days",
            Factor::CreditScore => "credit_score",
        }
    }

    /// Whether a list of attributes that may not be used names it, or what it is made from.
    pub fn is_forbidden(self, forbidden: &[String]) -> bool {
        let named = |code: &str| forbidden.iter().any(|name| name == code);
        match self {
            Factor::SectorInSize => named("sector") || named("size_class") || named(self.code()),
            other => named(other.code()),
        }
    }

    /// Whether it is one of several, not a number.
    pub(super) fn is_level(self) -> bool {
        self < Factor::Amount
    }

    /// How strongly the penalty holds it, against that of a sector. Numbers are standardised, and many speak of each.
    pub(super) fn penalty_factor(self) -> f64 {
        match self {
            Factor::SectorInSize => 2.0,
            Factor::Amount | Factor::Terms | Factor::CreditScore => 0.1,
            _ => 1.0,
        }
    }

    fn level(self, applicant: &Applicant) -> Option<String> {
        let sector = applicant.sector.as_deref();
        let size = applicant.size_class.as_deref();
        match self {
            Factor::Sector => sector.map(str::to_owned),
            Factor::SizeClass => size.map(str::to_owned),
            Factor::SectorInSize => Some(format!("{}\u{1f}{}", sector?, size?)),
            Factor::Country => applicant.country.clone(),
            _ => None,
        }
    }

    fn number(self, applicant: &Applicant) -> Option<f64> {
        match self {
            Factor::Amount => applicant
                .amount_minor
                .filter(|&minor| minor > 0)
                .map(|minor| (minor as f64 / 100.0).ln()),
            Factor::Terms => applicant.terms_days.map(f64::from),
            Factor::CreditScore => applicant.credit_score.filter(|score| score.is_finite()),
            _ => None,
        }
    }
}

/// The columns, and the scale of the numbers, as learnt from first invoices.
#[derive(Debug, Clone, Default)]
pub struct Design {
    columns: Vec<DesignColumn>,
    /// Position of each level's column.
    positions: BTreeMap<(Factor, String), usize>,
    /// Customers of each level, those without a column included.
    n_customers: BTreeMap<(Factor, String), f64>,
    /// Factors that the first invoices have.
    factors: Vec<Factor>,
}

#[derive(Debug, Clone)]
struct DesignColumn {
    factor: Factor,
    /// Of a number: subtracted, then divided by.
    scale: (f64, f64),
    /// The column's mean over the first invoices: what it adds is told against that.
    mean: f64,
}

/// One applicant in columns.
pub struct Placed {
    /// A value per column.
    pub values: Vec<f64>,
    /// Factors of which it has a level that has no column, or nothing.
    pub unseen: Vec<Factor>,
}

impl Design {
    /// Learns the columns; `forbidden` attributes get none.
    pub fn learn(rows: &[&FirstInvoice], forbidden: &[String]) -> Design {
        let mut design = Design::default();
        let used = Factor::ALL
            .into_iter()
            .filter(|factor| !factor.is_forbidden(forbidden));
        for factor in used {
            if factor.is_level() {
                design.learn_levels(factor, rows);
            } else {
                design.learn_number(factor, rows);
            }
        }
        let x = design.matrix(rows);
        let total: f64 = rows.iter().map(|row| row.weight).sum();
        for (j, column) in design.columns.iter_mut().enumerate() {
            let sum: f64 = rows
                .iter()
                .enumerate()
                .map(|(i, row)| row.weight * x[[i, j]])
                .sum();
            column.mean = if total > 0.0 { sum / total } else { 0.0 };
        }
        design
    }

    fn learn_levels(&mut self, factor: Factor, rows: &[&FirstInvoice]) {
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        for row in rows {
            if let Some(level) = factor.level(&row.applicant) {
                *counts.entry(level).or_default() += row.weight;
            }
        }
        if !counts.is_empty() {
            self.factors.push(factor);
        }
        let least = match factor {
            Factor::SectorInSize => MIN_CUSTOMERS_OF_CROSS,
            _ => MIN_CUSTOMERS,
        };
        // A level that all have tells nobody apart.
        let mut large: Vec<(&String, f64)> = counts
            .iter()
            .map(|(level, n)| (level, *n))
            .filter(|(_, n)| *n >= least && counts.len() > 1)
            .collect();
        large.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        for (level, _) in large.into_iter().take(MAX_LEVELS) {
            self.positions
                .insert((factor, level.clone()), self.columns.len());
            self.columns.push(DesignColumn {
                factor,
                scale: (0.0, 1.0),
                mean: 0.0,
            });
        }
        for (level, n) in counts {
            self.n_customers.insert((factor, level), n);
        }
    }

    fn learn_number(&mut self, factor: Factor, rows: &[&FirstInvoice]) {
        let known = || {
            rows.iter()
                .filter_map(|row| Some((row.weight, factor.number(&row.applicant)?)))
        };
        let total: f64 = known().map(|(weight, _)| weight).sum();
        if total <= 0.0 {
            return;
        }
        let mean = known().map(|(weight, value)| weight * value).sum::<f64>() / total;
        let square = known().map(|(weight, value)| weight * (value - mean).powi(2));
        let deviation = (square.sum::<f64>() / total).sqrt();
        if deviation > 1e-9 {
            self.factors.push(factor);
            self.columns.push(DesignColumn {
                factor,
                scale: (mean, deviation),
                mean: 0.0,
            });
        }
    }

    /// Whether the first invoices have this at all.
    pub fn has(&self, factor: Factor) -> bool {
        self.factors.contains(&factor)
    }

    /// Columns.
    pub fn n_columns(&self) -> usize {
        self.columns.len()
    }

    /// The factor of each column.
    pub fn factors(&self) -> impl Iterator<Item = Factor> + '_ {
        self.columns.iter().map(|column| column.factor)
    }

    /// How strongly each column is held.
    pub fn penalty_factors(&self) -> Vec<f64> {
        self.factors().map(Factor::penalty_factor).collect()
    }

    /// What column `j` adds of `value`, told against the mean.
    pub fn against_mean(&self, j: usize, value: f64) -> f64 {
        value - self.columns[j].mean
    }

    /// The rows in columns, shape `(n_rows, n_columns)`.
    pub fn matrix(&self, rows: &[&FirstInvoice]) -> Array2<f64> {
        let mut x = Array2::zeros((rows.len(), self.columns.len()));
        for (i, row) in rows.iter().enumerate() {
            for (j, value) in self.place(&row.applicant).values.into_iter().enumerate() {
                x[[i, j]] = value;
            }
        }
        x
    }

    /// One applicant in columns.
    pub fn place(&self, applicant: &Applicant) -> Placed {
        let mut values = vec![0.0; self.columns.len()];
        let mut unseen = Vec::new();
        for (j, column) in self.columns.iter().enumerate() {
            if let Some(number) = column.factor.number(applicant) {
                let (mean, deviation) = column.scale;
                // Nothing is said of amounts far beyond those that were seen.
                values[j] = ((number - mean) / deviation).clamp(-3.0, 3.0);
            }
        }
        for &factor in &self.factors {
            if !factor.is_level() {
                if factor.number(applicant).is_none() {
                    unseen.push(factor);
                }
                continue;
            }
            let level = factor.level(applicant);
            let position = level.and_then(|level| self.positions.get(&(factor, level)));
            match position {
                Some(&position) => values[position] = 1.0,
                None if self.factors().any(|of| of == factor) => unseen.push(factor),
                None => {}
            }
        }
        Placed { values, unseen }
    }

    /// Customers whose first invoices are most like this one's, and what they have in common with it: sector and size
    /// class, else sector, else size class; `least` of them.
    pub fn comparable(&self, applicant: &Applicant, least: f64) -> Option<(Factor, f64)> {
        [Factor::SectorInSize, Factor::Sector, Factor::SizeClass]
            .into_iter()
            .find_map(|factor| {
                let key = (factor, factor.level(applicant)?);
                let n = self.n_customers.get(&key)?;
                (*n >= least).then_some((factor, *n))
            })
    }
}
