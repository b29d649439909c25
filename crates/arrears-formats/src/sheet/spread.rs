//! How far the cells of a sheet lie apart, and how much they say: bounds that any ledger keeps.
//!
//! A sheet is read into as many places as there are between its first and its last cell, and two cells can claim a whole
//! sheet; a text that stands in the file once can be that of every cell.

use crate::FormatError;

/// Cells of a workbook that are held at once, empty ones between others included. A million rows of fifty columns.
pub(super) const MOST_PLACES: u64 = 50_000_000;
/// Characters in all cells together. A thousand in each of a million rows.
pub(super) const MOST_TEXT: u64 = 1 << 30;

/// The first and last row and column of cells seen so far, and how much they say.
#[derive(Debug, Default)]
pub(super) struct Spread {
    rows: Option<(u32, u32)>,
    columns: Option<(u32, u32)>,
    pub(super) n_characters: u64,
}

impl Spread {
    pub(super) fn add(&mut self, row: u32, column: u32) {
        widen(&mut self.rows, row);
        widen(&mut self.columns, column);
    }

    /// Places from the first cell to the last.
    pub(super) fn n_places(&self) -> u64 {
        let span =
            |ends: Option<(u32, u32)>| ends.map_or(0, |(first, last)| u64::from(last - first) + 1);
        span(self.rows).saturating_mul(span(self.columns))
    }
}

fn widen(ends: &mut Option<(u32, u32)>, at: u32) {
    let (first, last) = ends.unwrap_or((at, at));
    *ends = Some((first.min(at), last.max(at)));
}

pub(super) fn refuse_places(of: &str, n_places: u64) -> Result<(), FormatError> {
    if n_places <= MOST_PLACES {
        return Ok(());
    }
    Err(FormatError::Workbook {
        reason: format!(
            "the cells of {of} span {n_places} places, and {MOST_PLACES} are the most that is read"
        ),
    })
}

pub(super) fn refuse_text(of: &str, n_characters: u64, most: u64) -> Result<(), FormatError> {
    if n_characters <= most {
        return Ok(());
    }
    Err(FormatError::Workbook {
        reason: format!(
            "the cells of {of} say {n_characters} characters, and {most} are the most that is read"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_from_the_first_cell_to_the_last() {
        let mut spread = Spread::default();
        assert_eq!(spread.n_places(), 0);
        spread.add(7, 3);
        assert_eq!(spread.n_places(), 1);
        spread.add(5, 4);
        assert_eq!(spread.n_places(), 6);
        spread.add(u32::MAX, u32::MAX);
        assert_eq!(
            spread.n_places(),
            (u64::from(u32::MAX) - 4) * (u64::from(u32::MAX) - 2)
        );
        spread.add(0, 0);
        assert_eq!(spread.n_places(), u64::MAX, "more than can be counted");
    }

    #[test]
    fn what_is_allowed_is_allowed() {
        assert!(refuse_places("it", MOST_PLACES).is_ok());
        assert!(refuse_places("it", MOST_PLACES + 1).is_err());
        assert!(refuse_text("it", 7, 7).is_ok());
        assert!(refuse_text("it", 8, 7).is_err());
    }
}
