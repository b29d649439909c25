//! The log-odds of some rows: the regression's, and the challenger's beside it where there is one.

/// Log-odds of being late, one entry per row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Estimates {
    /// The regression's. The hazards of settlement read these, whoever leads.
    pub regression: Vec<f64>,
    /// The trees', where they were asked for.
    pub trees: Option<Vec<f64>>,
    /// Whether the trees give the probability.
    pub trees_lead: bool,
}

impl Estimates {
    /// What the probability of being late is taken from.
    pub fn leading(&self) -> &[f64] {
        match &self.trees {
            Some(trees) if self.trees_lead => trees,
            _ => &self.regression,
        }
    }
}
