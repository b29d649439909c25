//! One column of cells, end to end in one text, so that a million cells are a few allocations.

/// One column of cells.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    text: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Cells end to end, and where each ends.
    pub(crate) fn of(text: String, ends: Vec<u32>) -> TextColumn {
        TextColumn { text, ends }
    }

    /// Adds a cell; false where the column would hold more than 4 GiB.
    pub(crate) fn push(&mut self, cell: &str) -> bool {
        self.text.push_str(cell);
        u32::try_from(self.text.len()).is_ok_and(|end| {
            self.ends.push(end);
            true
        })
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell of a row, as it stands (not trimmed).
    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 {
            0
        } else {
            self.ends[row - 1] as usize
        };
        &self.text[start..self.ends[row] as usize]
    }

    /// The cells in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }
}
