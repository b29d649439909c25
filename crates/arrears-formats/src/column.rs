//! One column of cells, end to end in a few long texts.
//!
//! A large file is split in chunks at the same time; each chunk gives a piece of every column, and a column is its pieces
//! in the order of the text. So a million cells are a few allocations, and nothing is copied to join them. Of a piece in
//! which few cells differ each of these is kept once.

use crate::few::{Few, Found, Key, MOST_BYTES};

/// One column of cells.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    pieces: Vec<ColumnPiece>,
    /// Row of each piece's first cell.
    first_rows: Vec<usize>,
    length: usize,
}

/// Consecutive cells of a column.
#[derive(Debug, Clone, Default)]
pub struct ColumnPiece {
    /// The cells end to end; where few differ, each of those once.
    text: String,
    /// Where they end.
    ends: Vec<u32>,
    /// Where few differ: by row, which of them stands there.
    numbers: Option<Vec<u16>>,
    /// Where few differ, as far as is known while cells are added.
    few: Few,
    /// Cells and bytes there will be, about.
    room: (usize, usize),
}

impl TextColumn {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The cell of a row, as it stands (not trimmed).
    pub fn get(&self, row: usize) -> &str {
        let after = self.first_rows.partition_point(|first| *first <= row);
        let piece = after.saturating_sub(1);
        self.pieces[piece].get(row - self.first_rows[piece])
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().flat_map(ColumnPiece::iter)
    }

    /// The stretches of cells that make up the column, in order.
    pub fn pieces(&self) -> &[ColumnPiece] {
        &self.pieces
    }

    /// Columns of one length as one, the cells of a row trimmed and put together.
    pub fn joined(columns: &[&TextColumn], between: char) -> TextColumn {
        let mut cells: Vec<_> = columns.iter().map(|column| column.iter()).collect();
        let n_rows = columns.first().map_or(0, |column| column.len());
        let (mut all, mut piece) = (TextColumn::default(), ColumnPiece::default());
        let mut joined = String::new();
        for _ in 0..n_rows {
            joined.clear();
            for (index, cells) in cells.iter_mut().enumerate() {
                if index > 0 {
                    joined.push(between);
                }
                joined.push_str(cells.next().unwrap_or_default().trim());
            }
            if piece.len() >= ROWS_OF_A_PIECE {
                all.append(std::mem::take(&mut piece));
            }
            piece.push(&joined);
        }
        all.append(piece);
        all
    }

    /// Adds a cell; false if that would make a piece of more than 4 GiB.
    pub(crate) fn push(&mut self, cell: &str) -> bool {
        if self.pieces.is_empty() {
            self.first_rows.push(0);
            self.pieces.push(ColumnPiece::default());
        }
        let pushed = self.pieces.last_mut().is_some_and(|piece| piece.push(cell));
        self.length += usize::from(pushed);
        pushed
    }

    /// Puts further cells behind the others.
    pub(crate) fn append(&mut self, piece: ColumnPiece) {
        if piece.is_empty() {
            return;
        }
        self.first_rows.push(self.length);
        self.length += piece.len();
        self.pieces.push(piece);
    }
}

/// Cells of a piece that is put together.
const ROWS_OF_A_PIECE: usize = 1 << 20;

impl ColumnPiece {
    /// A piece that few different cells may be told of, with room for so many cells and bytes of text.
    pub(crate) fn with_capacity(n_cells: usize, n_bytes: usize) -> ColumnPiece {
        ColumnPiece {
            numbers: Some(Vec::with_capacity(n_cells)),
            room: (n_cells, n_bytes + MOST_BYTES),
            ..ColumnPiece::default()
        }
    }

    /// Adds a cell; false if the piece would hold more than 4 GiB of text.
    pub(crate) fn push(&mut self, cell: &str) -> bool {
        if self.numbers.is_some() {
            let key = Key::of(cell.as_bytes());
            if key.is_some_and(|key| self.push_number(key, cell)) {
                return true;
            }
            self.spell_out();
        }
        self.push_text(cell)
    }

    /// Adds a stretch of a text as a cell. A short one is taken with what follows it, which is left out again: so much
    /// and no less at a time needs no call to copy memory.
    #[inline]
    pub(crate) fn push_from(&mut self, text: &str, start: usize, end: usize) -> bool {
        let wide = text.as_bytes()[start..].first_chunk();
        let Some(wide) = wide.filter(|_| end - start <= MOST_BYTES) else {
            return self.push(&text[start..end]);
        };
        if self.numbers.is_some() {
            let key = Key::of_wide(wide, end - start);
            if self.push_number(key, &text[start..end]) {
                return true;
            }
            self.spell_out();
        }
        match text.get(start..start + MOST_BYTES) {
            Some(wide) => {
                let n_bytes = self.text.len() + end - start;
                self.text.push_str(wide);
                self.text.truncate(n_bytes);
                self.push_text("")
            }
            None => self.push_text(&text[start..end]),
        }
    }

    /// Adds a cell by its number; false if too many differ.
    #[inline]
    fn push_number(&mut self, key: Key, cell: &str) -> bool {
        let Some(numbers) = &mut self.numbers else {
            return false;
        };
        match self.few.number(key, numbers.len()) {
            Found::Known(number) => numbers.push(number),
            Found::New(number) => {
                numbers.push(number);
                self.push_text(cell);
            }
            Found::TooMany => return false,
        }
        true
    }

    fn push_text(&mut self, cell: &str) -> bool {
        self.text.push_str(cell);
        u32::try_from(self.text.len()).is_ok_and(|end| {
            self.ends.push(end);
            true
        })
    }

    /// Writes every cell out: too many differ.
    fn spell_out(&mut self) {
        let mut whole = ColumnPiece {
            text: String::with_capacity(self.room.1),
            ends: Vec::with_capacity(self.room.0),
            ..ColumnPiece::default()
        };
        for cell in self.iter() {
            whole.push_text(cell);
        }
        *self = whole;
    }

    /// Lets go of what is needed only while cells are added.
    pub(crate) fn close(&mut self) {
        self.few = Few::default();
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.numbers.as_ref().map_or(self.ends.len(), Vec::len)
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A cell by its place in the piece.
    pub fn get(&self, index: usize) -> &str {
        match &self.numbers {
            Some(numbers) => self.written(numbers[index] as usize),
            None => self.written(index),
        }
    }

    /// Where few cells differ: each of these once, and by row which of them stands there.
    pub fn few(&self) -> Option<(Vec<&str>, &[u16])> {
        let numbers = self.numbers.as_ref()?;
        let cells = (0..self.ends.len()).map(|number| self.written(number));
        Some((cells.collect(), numbers))
    }

    fn written(&self, index: usize) -> &str {
        let start = match index {
            0 => 0,
            _ => self.ends[index - 1] as usize,
        };
        &self.text[start..self.ends[index] as usize]
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let numbered = self.numbers.iter().flatten();
        let mut start = 0;
        let ends: &[u32] = if self.numbers.is_some() {
            &[]
        } else {
            &self.ends
        };
        let written = ends.iter().map(move |&end| {
            let cell = &self.text[start..end as usize];
            start = end as usize;
            cell
        });
        written.chain(numbered.map(|number| self.written(*number as usize)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A piece filled from a text, as the splitter does, or cell by cell.
    fn filled(cells: &[String], from_text: bool) -> ColumnPiece {
        let mut piece = ColumnPiece::with_capacity(1, 1);
        let (text, mut at) = (cells.concat(), 0);
        for cell in cells {
            let end = at + cell.len();
            assert!(if from_text {
                piece.push_from(&text, at, end)
            } else {
                piece.push(cell)
            });
            at = end;
        }
        piece.close();
        piece
    }

    fn check(cells: &[String]) {
        for from_text in [false, true] {
            let piece = filled(cells, from_text);
            assert_eq!(piece.len(), cells.len());
            assert!(piece.iter().eq(cells.iter()));
            assert!((0..cells.len()).all(|row| piece.get(row) == cells[row]));
            if let Some((different, numbers)) = piece.few() {
                let by_number = numbers.iter().map(|number| different[*number as usize]);
                assert!(by_number.eq(cells.iter()));
                let distinct: std::collections::HashSet<_> = different.iter().collect();
                assert_eq!(distinct.len(), different.len(), "each is kept once");
            }
        }
    }

    proptest! {
        #[test]
        fn cells_come_back_as_they_were(cells in prop::collection::vec("[ab\\x00é]{0,3}|\\PC{0,20}", 0..60)) {
            check(&cells);
        }

        #[test]
        fn many_cells_of_any_variety_come_back(n in 0..6_000_usize, differ in 1..6_000_usize) {
            let cells: Vec<String> = (0..n).map(|row| (row * 7_919 % differ).to_string()).collect();
            check(&cells);
        }
    }

    #[test]
    fn dates_are_kept_once_and_ids_are_not() {
        let cells = |differ: usize| -> Vec<String> {
            let cell = |row| format!("{:010}", row % differ);
            (0..20_000).map(cell).collect()
        };
        let n_kept = |differ| filled(&cells(differ), true).few().map(|few| few.0.len());
        assert_eq!(n_kept(1), Some(1));
        assert_eq!(n_kept(200), Some(200));
        assert_eq!((n_kept(300), n_kept(20_000)), (None, None));
        let mut slowly: Vec<String> = vec!["x".to_owned(); 600];
        slowly.extend(cells(3_000));
        assert_eq!(filled(&slowly, true).few().unwrap().0.len(), 3_001);
        slowly.extend((0..2_000).map(|row| format!("y{row}")));
        assert!(filled(&slowly, true).few().is_none());
    }
}
