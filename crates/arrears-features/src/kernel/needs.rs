//! What the sweep must keep for the selected features; the rest costs nothing.

use std::ops::BitOr;

use super::window::Span;

/// A set of things to keep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Needs(u32);

impl Needs {
    /// Nothing beyond what is always kept.
    pub(crate) const NONE: Needs = Needs(0);
    /// Logarithms of amounts.
    pub(crate) const AMOUNTS: Needs = Needs(1 << 20);
    /// Late ratios by recency, at each half-life.
    pub(crate) const RECENCY: [Needs; 3] =
        [Needs(1 << 21 | 1), Needs(1 << 22 | 1), Needs(1 << 23 | 1)];
    /// The history of alike invoices, and the hazards of all.
    pub(crate) const ALIKE: Needs = Needs(1 << 24);
    /// The customer's own counts at month-ends, and the rates of all.
    pub(crate) const RATES: Needs =
        Needs(1 << 25 | 1 << Span::Year as u32 | 1 << Span::Quarter as u32);

    /// A window.
    pub(crate) const fn of(span: Span) -> Needs {
        Needs(1 << span as u32)
    }

    /// A window in which days late are counted one by one.
    pub(crate) const fn counting(span: Span) -> Needs {
        Needs(1 << span as u32 | 1 << (8 + span as u32))
    }

    /// Both.
    pub(crate) const fn and(self, other: Needs) -> Needs {
        Needs(self.0 | other.0)
    }

    /// Whether all of `other` is needed.
    pub(crate) fn has(self, other: Needs) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) fn window(self, span: Span) -> bool {
        self.has(Needs::of(span))
    }

    pub(crate) fn counted(self, span: Span) -> bool {
        self.has(Needs::counting(span))
    }

    /// Whether any late ratio by weight is needed.
    pub(crate) fn weighs(self) -> bool {
        Needs::RECENCY.iter().any(|&recency| self.has(recency))
    }
}

impl BitOr for Needs {
    type Output = Needs;
    fn bitor(self, other: Needs) -> Needs {
        self.and(other)
    }
}
