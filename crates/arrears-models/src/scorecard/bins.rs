//! The bins of a card's features, and which of them a row falls in.

use arrears_features::columns::Column;
use arrears_learn::binning::{Bin, ColumnBins, LevelBins};
use serde::{Deserialize, Serialize};

/// The bins of one feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardBins {
    /// Of a feature of numbers.
    Numbers {
        /// In rising order; the last has no upper edge.
        bins: Vec<NumberBin>,
        /// The bin of an unknown value.
        unknown: CardBin,
    },
    /// Of a category.
    Categories {
        /// Categories with a bin of their own.
        bins: Vec<LevelBin>,
        /// The bin of every other category.
        other: CardBin,
        /// The bin of an unknown category.
        unknown: CardBin,
    },
}

/// What is known of a bin, and its points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CardBin {
    /// Training invoices in it.
    pub n_invoices: u64,
    /// Of which late.
    pub n_late: u64,
    /// Weight of evidence for lateness.
    pub woe: f64,
    /// Whole points: what it adds to the score.
    pub points: i64,
}

/// A bin of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NumberBin {
    /// It holds values below this that are in no earlier bin; none in the last bin.
    pub below: Option<f64>,
    /// The bin.
    #[serde(flatten)]
    pub bin: CardBin,
}

/// A bin of one category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelBin {
    /// The category.
    pub category: String,
    /// The bin.
    #[serde(flatten)]
    pub bin: CardBin,
}

impl CardBins {
    pub(super) fn of_numbers(fitted: &ColumnBins) -> Self {
        let edges = fitted.edges().iter().copied().map(Some).chain([None]);
        let bins = edges.zip(fitted.bins()).map(|(below, bin)| NumberBin {
            below,
            bin: CardBin::new(bin),
        });
        Self::Numbers {
            bins: bins.collect(),
            unknown: CardBin::new(fitted.missing()),
        }
    }

    pub(super) fn of_levels(fitted: &LevelBins, levels: &[String]) -> Self {
        let named = fitted.levels().iter().zip(fitted.bins());
        let bins = named.map(|(&level, bin)| LevelBin {
            category: levels[level as usize].clone(),
            bin: CardBin::new(bin),
        });
        Self::Categories {
            bins: bins.collect(),
            other: CardBin::new(fitted.other()),
            unknown: CardBin::new(fitted.missing()),
        }
    }

    /// Gives every bin the points of its weight of evidence.
    pub(super) fn set_points(&mut self, points: impl Fn(f64) -> i64) {
        let set = |bin: &mut CardBin| bin.points = points(bin.woe);
        match self {
            Self::Numbers { bins, unknown } => {
                bins.iter_mut().for_each(|number| set(&mut number.bin));
                set(unknown);
            }
            Self::Categories {
                bins,
                other,
                unknown,
            } => {
                bins.iter_mut().for_each(|level| set(&mut level.bin));
                set(other);
                set(unknown);
            }
        }
    }

    /// The bin of each row. A number where categories are expected, or the reverse, is unknown.
    pub(super) fn of_rows<'a>(
        &'a self,
        column: &'a Column,
    ) -> Box<dyn Iterator<Item = &'a CardBin> + 'a> {
        match (self, column) {
            (Self::Numbers { bins, unknown }, Column::Numeric(values)) => Box::new(
                values
                    .iter()
                    .map(move |&value| of_number(bins, value).unwrap_or(unknown)),
            ),
            (Self::Categories { .. }, Column::Category { codes, levels }) => {
                // Each distinct category is looked up once.
                let found: Vec<&CardBin> =
                    levels.iter().map(|level| self.of_category(level)).collect();
                let unknown = self.unknown();
                Box::new(
                    codes
                        .iter()
                        .map(move |code| code.map_or(unknown, |code| found[code as usize])),
                )
            }
            (_, Column::Numeric(values)) => Box::new(values.iter().map(|_| self.unknown())),
            (_, Column::Category { codes, .. }) => Box::new(codes.iter().map(|_| self.unknown())),
        }
    }

    fn of_category(&self, category: &str) -> &CardBin {
        match self {
            Self::Numbers { unknown, .. } => unknown,
            Self::Categories { unknown, .. } if !is_writable(category) => unknown,
            Self::Categories { bins, other, .. } => bins
                .iter()
                .find(|level| level.category == category)
                .map_or(other, |level| &level.bin),
        }
    }

    fn unknown(&self) -> &CardBin {
        match self {
            Self::Numbers { unknown, .. } | Self::Categories { unknown, .. } => unknown,
        }
    }

    /// Lowest and highest points of its bins.
    pub fn range(&self) -> (i64, i64) {
        let all: Vec<i64> = match self {
            Self::Numbers { bins, unknown } => bins
                .iter()
                .map(|number| number.bin.points)
                .chain([unknown.points])
                .collect(),
            Self::Categories {
                bins,
                other,
                unknown,
            } => bins
                .iter()
                .map(|level| level.bin.points)
                .chain([other.points, unknown.points])
                .collect(),
        };
        let of = |best: fn(i64, i64) -> i64| all.iter().copied().reduce(best).unwrap_or(0);
        (of(i64::min), of(i64::max))
    }
}

impl CardBin {
    fn new(bin: &Bin) -> Self {
        Self {
            n_invoices: bin.counts().rows(),
            n_late: bin.counts().events,
            woe: bin.woe(),
            points: 0,
        }
    }
}

/// No text of SQL may hold the character NUL: such a category is taken as unknown, in training too.
pub(super) fn is_writable(category: &str) -> bool {
    !category.contains('\0')
}

/// NaN lies below nothing, not even in the last bin: it is unknown.
fn of_number(bins: &[NumberBin], value: f64) -> Option<&CardBin> {
    if value.is_nan() {
        return None;
    }
    bins.iter()
        .find(|number| number.below.is_none_or(|below| value < below))
        .map(|number| &number.bin)
}
