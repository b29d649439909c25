//! The latent types of customers.

/// How a customer behaves; "new" is tenure, not a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CustomerType {
    /// Pays before the due date.
    Prompt,
    /// Pays before the due date, unless it forgets until reminded.
    Forgetful,
    /// Pays about a week late as a rule.
    Habitual,
    /// Contests many invoices.
    Disputing,
    /// Prompt until an onset, then ever later.
    Deteriorating,
    /// Late, erratic, and often never.
    Distressed,
}

impl CustomerType {
    /// All types, in the order of the specification.
    pub(crate) const ALL: [Self; 6] = [
        Self::Prompt,
        Self::Forgetful,
        Self::Habitual,
        Self::Disputing,
        Self::Deteriorating,
        Self::Distressed,
    ];

    /// The name in the truth tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Prompt => "prompt",
            Self::Forgetful => "forgetful",
            Self::Habitual => "habitual",
            Self::Disputing => "disputing",
            Self::Deteriorating => "deteriorating",
            Self::Distressed => "distressed",
        }
    }
}
