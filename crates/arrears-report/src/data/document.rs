//! A page of sentences and tables whose words are already in one language.
//!
//! For what is no run's report, such as two runs side by side: the one who knows the figures says them once, and both the
//! page and the terminal show that.

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// What it is.
    pub title: String,
    /// Of what and when, below the title.
    pub about: String,
    /// What it says, in the order of the page.
    pub parts: Vec<DocumentPart>,
}

/// A part of the page with an entry in its contents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentPart {
    /// Its anchor: small letters.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// What it means, a paragraph each.
    pub lines: Vec<String>,
    /// The tables.
    pub tables: Vec<DocumentTable>,
}

/// A table; one without rows is not shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentTable {
    /// What it shows.
    pub title: String,
    /// The columns.
    pub heads: Vec<DocumentHead>,
    /// Its rows, each as long as the heads.
    pub rows: Vec<Vec<DocumentCell>>,
    /// Said below it, such as how many rows are left out.
    pub note: String,
}

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentHead {
    /// Its text.
    pub text: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentCell {
    /// As it is shown.
    pub text: String,
    /// What sorting goes by, of a number.
    pub order: Option<f64>,
}
