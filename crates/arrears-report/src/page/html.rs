//! Markup that is known to be safe: made by our own templates or charts.

use std::fmt;

use askama::filters::HtmlSafe;

/// Finished markup. Templates escape everything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Html(pub(crate) String);

impl Html {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}
