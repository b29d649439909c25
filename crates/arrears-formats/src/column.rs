//! One column of cells, end to end in a few long texts.
//!
//! A large file is split in chunks at the same time; each chunk gives a piece of every column, and a column is its pieces
//! in the order of the text. So a million cells are a few allocations, and nothing is copied to join them.

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
    text: String,
    ends: Vec<u32>,
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
/// Bytes that are copied of a short cell and what follows it.
const WIDE: usize = 16;

impl ColumnPiece {
    /// Room for so many cells and bytes of text.
    pub(crate) fn with_capacity(n_cells: usize, n_bytes: usize) -> ColumnPiece {
        ColumnPiece {
            text: String::with_capacity(n_bytes + WIDE),
            ends: Vec::with_capacity(n_cells),
        }
    }

    /// Adds a cell; false if the piece would hold more than 4 GiB of text.
    pub(crate) fn push(&mut self, cell: &str) -> bool {
        self.text.push_str(cell);
        u32::try_from(self.text.len()).is_ok_and(|end| {
            self.ends.push(end);
            true
        })
    }

    /// Adds a stretch of a text as a cell. A short one is copied with what follows it, which is taken off again: so much
    /// and no less at a time needs no call to copy memory.
    pub(crate) fn push_from(&mut self, text: &str, start: usize, end: usize) -> bool {
        match text.get(start..start + WIDE) {
            Some(wide) if end - start <= WIDE => {
                let n_bytes = self.text.len() + end - start;
                self.text.push_str(wide);
                self.text.truncate(n_bytes);
                self.push("")
            }
            _ => self.push(&text[start..end]),
        }
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell by its place in the piece.
    pub fn get(&self, index: usize) -> &str {
        let start = match index {
            0 => 0,
            _ => self.ends[index - 1] as usize,
        };
        &self.text[start..self.ends[index] as usize]
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let cell = &self.text[start..end as usize];
            start = end as usize;
            cell
        })
    }
}
