//! Plain columns: what the generator hands over, free of any data frame
//! library, so that the caller chooses how a table is stored.

/// A named table; every column has as many cells as the table has rows.
#[derive(Debug, Clone, PartialEq)]
pub struct SynthTable {
    /// The table's name and file stem, such as `invoices` or `true_customers`.
    pub name: String,
    /// Column name and cells, in the order in which they are written.
    pub columns: Vec<(String, SynthColumn)>,
}

impl SynthTable {
    /// An empty table of that name.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            columns: Vec::new(),
        }
    }

    /// Appends a column.
    pub fn push(&mut self, name: &str, column: SynthColumn) {
        self.columns.push((name.to_owned(), column));
    }

    /// The number of rows.
    pub fn n_rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, column)| column.len())
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&SynthColumn> {
        self.columns
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, column)| column)
    }
}

/// The cells of one column; `None` is a missing value.
#[derive(Debug, Clone, PartialEq)]
pub enum SynthColumn {
    /// Text, identifiers included.
    Text(Vec<Option<String>>),
    /// Days since 1970-01-01.
    Date(Vec<Option<i32>>),
    /// Minor units of the currency (cents).
    Money(Vec<Option<i64>>),
    /// Whole numbers.
    Int(Vec<Option<i64>>),
    /// Measurements; units stand in the column's name or description.
    Float(Vec<Option<f64>>),
    /// Yes or no.
    Bool(Vec<Option<bool>>),
}

impl SynthColumn {
    /// The number of cells.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Date(cells) => cells.len(),
            Self::Money(cells) => cells.len(),
            Self::Int(cells) => cells.len(),
            Self::Float(cells) => cells.len(),
            Self::Bool(cells) => cells.len(),
        }
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
