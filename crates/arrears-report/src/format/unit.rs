//! Money on an axis: in units, thousands or millions of the currency.

use super::Format;
use crate::texts::{Texts, fill};

/// The unit of an axis of money.
#[derive(Clone, Debug)]
pub(crate) struct MoneyUnit {
    /// Minor units per unit.
    minor: f64,
    /// Its name: `thousand EUR`.
    pub(crate) name: String,
}

impl MoneyUnit {
    /// An amount in this unit.
    pub(crate) fn of(&self, minor: i64) -> f64 {
        minor as f64 / self.minor
    }

    /// A tick of an axis in this unit.
    pub(crate) fn tick(&self, value: f64, f: &Format) -> String {
        let decimals = if value.fract().abs() > 1e-6 { 1 } else { 0 };
        f.number(value, decimals)
    }
}

impl Format {
    /// A unit in which an axis up to `highest_minor` reads well.
    pub(crate) fn money_unit(&self, highest_minor: i64, t: &Texts) -> MoneyUnit {
        let currency = self.currency.as_str();
        let named = |text: &str| fill(text, &[("unit", currency)]);
        match highest_minor.unsigned_abs() {
            0..1_000_000 => MoneyUnit {
                minor: 100.0,
                name: currency.to_owned(),
            },
            1_000_000..1_000_000_000 => MoneyUnit {
                minor: 1e5,
                name: named(t.common.thousands),
            },
            _ => MoneyUnit {
                minor: 1e8,
                name: named(t.common.millions),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn the_unit_follows_the_highest_amount() {
        let f = Format::new(Language::Nl, "EUR");
        let t = Texts::of(Language::Nl);
        let names = [999_900, 25_000_000, 3_000_000_000].map(|minor| f.money_unit(minor, &t).name);
        assert_eq!(names, ["EUR", "duizend EUR", "miljoen EUR"]);
        assert_eq!(f.money_unit(25_000_000, &t).of(25_000_000), 250.0);
    }
}
