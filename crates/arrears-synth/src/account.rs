//! An invoice's account: what was paid, credited, taken back, written off.

/// A line on an invoice's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub day: i32,
    pub amount_minor: i64,
    pub kind: EntryKind,
}

/// Kinds of entries, as the contract names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Payment,
    CreditNote,
    Reversal,
    WriteOff,
}

impl EntryKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::CreditNote => "credit_note",
            Self::Reversal => "reversal",
            Self::WriteOff => "write_off",
        }
    }
}

impl Entry {
    /// What the entry takes off the open amount; a write-off settles nothing.
    pub(crate) fn settles_minor(&self) -> i64 {
        match self.kind {
            EntryKind::Payment | EntryKind::CreditNote => self.amount_minor,
            EntryKind::Reversal => -self.amount_minor,
            EntryKind::WriteOff => 0,
        }
    }
}
