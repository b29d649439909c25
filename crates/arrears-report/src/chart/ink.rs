//! The inks of the charts: stand-in colours that become CSS variables.

use plotters::style::RGBColor;

/// What a mark means; the page's style sheet says how that looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Text and strong lines.
    Text,
    /// Axis labels and lesser text.
    Soft,
    /// Grid and axis lines.
    Rule,
    /// The ground that a chart lies on.
    Ground,
    /// The main series.
    Accent,
    /// The main series, faint: behind something.
    AccentSoft,
    /// What is late or overdue.
    Warn,
    /// What is slightly late.
    WarnSoft,
    /// One of ten categories: clusters, baselines.
    Category(u32),
}

/// How many categories have a colour of their own; the eleventh shares the first's.
pub(crate) const N_CATEGORIES: u32 = 10;

impl Ink {
    /// The stand-in: a near-black that no chart uses for itself.
    pub(crate) fn colour(self) -> RGBColor {
        RGBColor(1, 2, self.number())
    }

    /// The CSS variable that takes its place.
    fn variable(number: u8) -> Option<String> {
        let name = match number {
            0 => "ink",
            1 => "soft",
            2 => "grid",
            3 => "card",
            4 => "accent",
            5 => "accent-soft",
            6 => "warn",
            7 => "warn-mid",
            10..=19 => return Some(format!("var(--c{})", number - 10)),
            _ => return None,
        };
        Some(format!("var(--{name})"))
    }

    fn number(self) -> u8 {
        match self {
            Ink::Text => 0,
            Ink::Soft => 1,
            Ink::Rule => 2,
            Ink::Ground => 3,
            Ink::Accent => 4,
            Ink::AccentSoft => 5,
            Ink::Warn => 6,
            Ink::WarnSoft => 7,
            Ink::Category(n) => 10 + (n % N_CATEGORIES) as u8,
        }
    }
}

/// Replaces every stand-in of a drawing by its variable.
///
/// Only whole attribute values are replaced. Text of a customer cannot pass
/// for one: plotters writes its quotes as `&quot;`.
pub(crate) fn dye(svg: &str) -> String {
    const MARK: &str = "=\"#0102";
    let mut dyed = String::with_capacity(svg.len() + svg.len() / 4);
    let mut rest = svg;
    while let Some(at) = rest.find(MARK) {
        let number = rest.get(at + MARK.len()..at + MARK.len() + 2);
        let variable = number
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .and_then(Ink::variable);
        let end = at + MARK.len() + if variable.is_some() { 2 } else { 0 };
        match variable {
            Some(variable) => {
                dyed.push_str(&rest[..at]);
                dyed.push_str("=\"");
                dyed.push_str(&variable);
            }
            None => dyed.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    dyed.push_str(rest);
    dyed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_become_variables() {
        let svg = r##"<rect fill="#010204" stroke="none"/><text fill="#01020D">#010204</text>"##;
        let dyed =
            r##"<rect fill="var(--accent)" stroke="none"/><text fill="var(--c3)">#010204</text>"##;
        assert_eq!(dye(svg), dyed);
    }

    #[test]
    fn other_colours_stay() {
        let svg = r##"<rect fill="#FFFFFF"/><rect fill="#0102FF"/><rect fill="#0102"##;
        assert_eq!(dye(svg), svg);
    }
}
