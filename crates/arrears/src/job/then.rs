//! Risk over time as it was scored then: at the ends of earlier months, what the champion in use on the day said of some
//! customers by what was known on the day, and today of each what this run says.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use arrears_features::{Book, CustomerIx, Questions};
use arrears_insight::customers::{CustomerScores, Segment, later_since, segments_of};
use arrears_insight::facts::Portfolio;
use arrears_insight::frames::{RiskRow, risk_history_frame};
use arrears_insight::text::Text;
use arrears_ledger::Day;
use arrears_models::clusters::identity::Unmatched;
use arrears_models::marks::LedgerMarks;
use arrears_models::{CustomerChances, ModelError, chances_of};
use arrears_store::{Registry, StagedDir, StoreError};

use super::analysis::{Analysis, refused};
use super::earlier::{unfit, why};
use super::in_use::{self, Term};
use super::material::Material;
use super::output::parquet;
use super::rule_values;
use crate::config::PolicyFile;
use crate::error::Error;

/// Month-ends before the as-of date of which the segment is told. It takes the watch's thresholds of the day, which are read
/// from all customers: many times the work of the chances.
const WITH_SEGMENT: usize = 6;

/// What was said of some customers on each day.
pub struct RiskHistory {
    /// The customers, as places in the portfolio.
    pub customers: Vec<usize>,
    /// The days, oldest first; the last is the as-of date.
    pub days: Vec<ScoredDay>,
    /// Why there are gaps after the first day that was scored.
    pub notes: Vec<Text>,
    /// Whether no folder was named in which models of earlier months could be.
    pub is_unnamed: bool,
}

/// One day.
pub struct ScoredDay {
    /// A month's end, or the as-of date.
    pub day: Day,
    /// Whose word it is.
    pub by: By,
    /// Of each customer of the history what was said; none where no invoice of it was known.
    pub scores: Vec<Option<Score>>,
}

/// Who scored a day.
pub enum By {
    /// This model.
    Model {
        /// Its id in the registry.
        id: String,
        /// Its as-of date.
        as_of: Day,
    },
    /// Nobody: the day lies before the first champion that is kept.
    NotYet,
    /// A champion that cannot be applied to this ledger.
    Unfit,
}

/// Why a champion's word of a day is not known.
enum Unfit {
    /// There is no such model to load.
    Unreadable,
    /// It cannot be applied to this ledger.
    Unmatched(Unmatched),
}

impl Unfit {
    fn why(&self) -> Text {
        match self {
            Unfit::Unmatched(cause) => why(cause),
            Unfit::Unreadable => Text::new(
                "this program cannot read it, or it was made with another `grace_days` or `settle_tolerance`",
                "dit programma kan het niet lezen, of het is gemaakt met een andere `grace_days` of `settle_tolerance`",
                "ce programme ne peut le lire, ou il a été établi avec d’autres `grace_days` ou `settle_tolerance`",
            ),
        }
    }
}

/// What was said of a customer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// That its next invoice is late.
    pub p_late: f64,
    /// That it is more than 30 days late.
    pub p_late_30d: f64,
    /// Its segment under today's policy; none where rules that decide alone left it out, and on days
    /// too long ago.
    pub segment: Option<Segment>,
}

impl RiskHistory {
    /// The history of `customers`, places in the portfolio, on `days`, of which the last is the as-of date.
    pub fn of(
        material: &Material,
        analysis: &Analysis,
        customers: Vec<usize>,
        days: &[Day],
    ) -> Result<RiskHistory, Error> {
        let earlier = days.split_last().map_or(&[][..], |(_, earlier)| earlier);
        let terms = terms(material, earlier)?;
        let mut past = Past {
            material,
            marks: OnceCell::new(),
            customers: customers
                .iter()
                .map(|&i| analysis.portfolio.customers[i].ix)
                .collect(),
            gaps: BTreeMap::new(),
        };
        let mut scored = Vec::new();
        for (back, &day) in earlier.iter().rev().enumerate() {
            scored.push(past.on(&terms, day, back < WITH_SEGMENT)?);
        }
        scored.reverse();
        scored.push(today(material, analysis, &customers));
        Ok(RiskHistory {
            customers,
            days: scored,
            notes: past.notes(),
            is_unnamed: material.kept.is_none(),
        })
    }

    /// Writes `risk_history.parquet`.
    pub fn write(&self, analysis: &Analysis, dir: &StagedDir) -> Result<(), Error> {
        let mut rows = Vec::new();
        for day in &self.days {
            let By::Model { id, .. } = &day.by else {
                continue;
            };
            for (&place, score) in self.customers.iter().zip(&day.scores) {
                rows.extend(score.map(|score| RiskRow {
                    customer_id: &analysis.portfolio.customers[place].customer_id,
                    as_of: day.day,
                    model_id: id,
                    p_late: score.p_late,
                    p_late_30d: score.p_late_30d,
                    segment: score.segment,
                }));
            }
        }
        let frame = risk_history_frame(&rows)?;
        parquet(
            dir,
            "risk_history.parquet",
            frame,
            &["customer_id", "as_of"],
        )
    }
}

/// The champions that were in use on those days, as far as models are kept.
fn terms(material: &Material, days: &[Day]) -> Result<Vec<Term>, Error> {
    let (Some(folder), Some((&first, &last))) = (&material.kept, days.first().zip(days.last()))
    else {
        return Ok(Vec::new());
    };
    match Registry::open(folder) {
        Ok(registry) => in_use::terms(&registry, material.settings, first, last),
        Err(StoreError::NoRegistry { .. }) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// What this run says.
fn today(material: &Material, analysis: &Analysis, customers: &[usize]) -> ScoredDay {
    let score = |&i: &usize| {
        let customer = &analysis.customers[i];
        let (p_late, p_late_30d) = customer.p_late.zip(customer.p_late_30d)?;
        Some(Score {
            p_late,
            p_late_30d,
            segment: Some(customer.segment),
        })
    };
    ScoredDay {
        day: material.as_of,
        by: By::Model {
            id: material.model_id.clone(),
            as_of: material.trained.as_of,
        },
        scores: customers.iter().map(score).collect(),
    }
}

/// Earlier days of a ledger.
struct Past<'a> {
    material: &'a Material<'a>,
    marks: OnceCell<LedgerMarks>,
    customers: Vec<CustomerIx>,
    /// Per cause in words, the month-ends that it leaves open and the as-of date of the last model it is said of.
    gaps: BTreeMap<String, (usize, Day, Text)>,
}

impl Past<'_> {
    /// What the champion in use on a day said.
    fn on(&mut self, terms: &[Term], day: Day, with_segment: bool) -> Result<ScoredDay, Error> {
        let none = |by| ScoredDay {
            day,
            by,
            scores: vec![None; self.customers.len()],
        };
        let Some(term) = in_use::on(terms, day) else {
            return Ok(none(By::NotYet));
        };
        match self.scored(term, day, with_segment)? {
            Ok(scores) => Ok(ScoredDay {
                day,
                by: By::Model {
                    id: term.id.to_string(),
                    as_of: term.from,
                },
                scores,
            }),
            Err(cause) => {
                let scores = none(By::Unfit);
                let why = cause.why();
                let gap = self.gaps.entry(why.en.clone());
                gap.or_insert((0, term.from, why)).0 += 1;
                Ok(scores)
            }
        }
    }

    fn scored(
        &self,
        term: &Term,
        day: Day,
        with_segment: bool,
    ) -> Result<Result<Vec<Option<Score>>, Unfit>, Error> {
        let (book, policy) = (&self.material.book, &self.material.settings.policy.policy);
        let model = term.model.as_deref().filter(|model| model.check().is_ok());
        let Some(model) = model else {
            return Ok(Err(Unfit::Unreadable));
        };
        let marks = self.marks.get_or_init(|| LedgerMarks::of(book));
        if let Some(cause) = unfit(book, marks, model) {
            return Ok(Err(Unfit::Unmatched(cause)));
        }
        let mut asked = match with_segment && policy.is_by_share() {
            true => Questions::of_customers(book, day).customers(),
            false => self.customers.clone(),
        };
        asked.sort_unstable();
        let chances = match chances_of(book, day, model, &asked) {
            Ok(chances) => chances,
            Err(ModelError::FeatureMissing { feature, .. }) => {
                return Ok(Err(Unfit::Unmatched(Unmatched::FeatureMissing(feature))));
            }
            Err(error) => return Err(error.into()),
        };
        let segments = match with_segment {
            true => segments_on(self.material, day, &chances)?,
            false => vec![None; chances.len()],
        };
        let of = |customer: &CustomerIx| {
            let place = chances.binary_search_by_key(customer, |found| found.customer);
            let place = place.ok()?;
            Some(Score {
                p_late: chances[place].p_late,
                p_late_30d: chances[place].p_late_30d,
                segment: segments[place],
            })
        };
        Ok(Ok(self.customers.iter().map(of).collect()))
    }

    fn notes(&self) -> Vec<Text> {
        let gaps = self.gaps.values();
        gaps.map(|(n, as_of, why)| left_open(*n, *as_of, why))
            .collect()
    }
}

/// The segments of some customers on an earlier day, under today's policy and by what was known on the day; `chances` are
/// those of the day, in the book's order. Where the policy goes by shares, they are of all customers known on the day.
pub fn segments_on(
    material: &Material,
    day: Day,
    chances: &[CustomerChances],
) -> Result<Vec<Option<Segment>>, Error> {
    let (book, settings) = (&material.book, material.settings);
    let (config, policy) = (&settings.config, &settings.policy);
    let customers: Vec<CustomerIx> = chances.iter().map(|found| found.customer).collect();
    let portfolio = Portfolio::from_book(book, day, &config.ledger.currency, &customers);
    let scores = CustomerScores {
        p_late: chances.iter().map(|found| Some(found.p_late)).collect(),
        p_late_30d: chances.iter().map(|found| Some(found.p_late_30d)).collect(),
        values: rule_values::of(book, day, &customers, policy)?,
        ..CustomerScores::default()
    };
    let since = since(book, day, &customers, policy, config.seed);
    segments_of(&portfolio, &scores, &since, &policy.policy).map_err(|error| refused(error, policy))
}

/// Since when each pays later, by the watch of that day.
fn since(
    book: &Book,
    day: Day,
    customers: &[CustomerIx],
    policy: &PolicyFile,
    seed: u64,
) -> Vec<Option<Day>> {
    let all = Questions::of_customers(book, day).customers();
    let places: Vec<usize> = customers
        .iter()
        .filter_map(|customer| all.binary_search(customer).ok())
        .collect();
    later_since(book, day, (&all, &places), &policy.policy.warnings, seed)
}

/// That month-ends are left open, and why.
fn left_open(n: usize, as_of: Day, why: &Text) -> Text {
    let (en, nl, fr) = match n {
        1 => (
            "one month-end is".to_owned(),
            "één maandeinde blijft".to_owned(),
            "une fin de mois reste".to_owned(),
        ),
        n => (
            format!("{n} month-ends are"),
            format!("{n} maandeinden blijven"),
            format!("{n} fins de mois restent"),
        ),
    };
    Text::new(
        format!(
            "{en} left open, as the model of {as_of} cannot be applied to this ledger: {}",
            why.en
        ),
        format!(
            "{nl} open, omdat het model van {as_of} niet op deze administratie toe te passen is: {}",
            why.nl
        ),
        format!(
            "{fr} sans estimation, car le modèle du {as_of} ne peut être appliqué à cette comptabilité\u{a0}: {}",
            why.fr
        ),
    )
}
