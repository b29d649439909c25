//! Late ratios in which recent invoices weigh more.
//!
//! The weight of an invoice that matured on day `m` is, as of day `D`, `2^(-(D - m) / h)`. Kept as such, every sum
//! would have to be scaled each day. Instead weights are kept relative to the first day that entered, `m0`, as
//! `2^((m - m0) / h)`: `D` drops out of a ratio, and an invoice leaves with exactly the weight it entered with.

/// Half-lives, in days, of the recency-weighted late ratios.
pub(crate) const HALF_LIVES: [i32; 3] = [30, 90, 365];

/// Powers `2^(days / half_life)`, from a table for the days of a usual ledger.
#[derive(Debug)]
pub(crate) struct Powers {
    half_life: i32,
    table: Vec<f64>,
}

impl Powers {
    pub(crate) fn new(half_life: i32) -> Powers {
        let table = (0..4_096).map(|days| power(half_life, days)).collect();
        Powers { half_life, table }
    }

    pub(crate) fn of(&self, days: i32) -> f64 {
        let tabled = usize::try_from(days)
            .ok()
            .and_then(|days| self.table.get(days));
        tabled
            .copied()
            .unwrap_or_else(|| power(self.half_life, days))
    }
}

fn power(half_life: i32, days: i32) -> f64 {
    (f64::from(days) / f64::from(half_life)).exp2()
}

/// Weighted invoices and the late ones among them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weighted {
    n: i32,
    n_late: i32,
    weight: f64,
    late: f64,
}

impl Weighted {
    /// Adds (`sign` 1) or takes out (`sign` -1) an invoice. Sums of no invoice are zero, not a rounding error.
    pub(crate) fn apply(&mut self, weight: f64, late: bool, sign: i32) {
        self.n += sign;
        self.weight += f64::from(sign) * weight;
        if self.n == 0 {
            self.weight = 0.0;
        }
        if late {
            self.turn(weight, sign);
        }
    }

    /// An invoice that is in becomes late (`sign` 1) or turns out not to be (`sign` -1).
    pub(crate) fn turn(&mut self, weight: f64, sign: i32) {
        self.n_late += sign;
        self.late += f64::from(sign) * weight;
        if self.n_late == 0 {
            self.late = 0.0;
        }
    }

    /// Whether rounding may show: so much weight was taken out that what is left is small beside it.
    pub(crate) fn is_worn(&self, removed: f64) -> bool {
        self.n > 0 && self.weight < removed * 1e-3
    }

    /// The late share of the weight, or NaN without invoices.
    pub(crate) fn ratio(&self) -> f64 {
        if self.n == 0 {
            return f64::NAN;
        }
        (self.late / self.weight).clamp(0.0, 1.0)
    }

    /// Weight and late weight, each times `scale`.
    pub(crate) fn scaled(&self, scale: f64) -> (f64, f64) {
        (self.weight * scale, self.late.max(0.0) * scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_life_halves() {
        let powers = Powers::new(90);
        assert_eq!(powers.of(0), 1.0);
        assert_eq!(powers.of(180), 4.0);
        assert_eq!(powers.of(-90), 0.5);
        assert_eq!(powers.of(9_000), 100f64.exp2(), "beyond the table");
    }

    #[test]
    fn taking_all_out_leaves_nothing_behind() {
        let mut sum = Weighted::default();
        sum.apply(0.1, true, 1);
        sum.apply(0.2, true, 1);
        sum.apply(0.7, false, 1);
        assert!((sum.ratio() - 0.3).abs() < 1e-15);
        sum.apply(0.1, true, -1);
        sum.apply(0.2, true, -1);
        assert_eq!(sum.ratio(), 0.0);
        sum.apply(0.7, false, -1);
        assert!(sum.ratio().is_nan());
    }
}
